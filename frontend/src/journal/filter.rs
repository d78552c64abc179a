//! Which lines are shown. All of it stands in the address.

use shared::journal::model::{JournalQuery, Whose};
use shared::journal::text;
use shared::lang::Lang;
use shared::record::text as record;
use yew::prelude::*;

use crate::record::{day_field, period_chips};
use crate::route::{Day, parameter};

/// What an address says of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JournalFilter {
    pub from: Option<Day>,
    pub until: Option<Day>,
    pub who: Option<Whose>,
    pub refused_only: bool,
}

impl JournalFilter {
    pub fn parse(about: &str) -> Self {
        let day = |name| parameter(about, name).and_then(|word| Day::parse(&word));
        Self {
            from: day("from"),
            until: day("until"),
            who: parameter(about, "who").and_then(|word| word.parse().ok()),
            refused_only: parameter(about, "refused").is_some(),
        }
    }

    pub fn about(&self) -> String {
        let pairs = [
            ("who", self.who.map(|who| who.to_string())),
            ("refused", self.refused_only.then(|| "1".to_owned())),
            ("from", self.from.map(Day::word)),
            ("until", self.until.map(Day::word)),
        ];
        let pairs =
            pairs.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?)));
        pairs.collect::<Vec<_>>().join("&")
    }

    pub fn query(&self) -> JournalQuery {
        JournalQuery {
            from: self.from.and_then(Day::date),
            until: self.until.and_then(Day::date),
            who: self.who,
            refused_only: self.refused_only,
            cursor: None,
            limit: None,
        }
    }
}

/// One press each for who; the days below.
pub fn filters(lang: Lang, filter: JournalFilter, on_filter: &Callback<JournalFilter>) -> Html {
    let onsubmit = Callback::from(|event: SubmitEvent| event.prevent_default());
    let chip = |is_on: bool, to: JournalFilter, words: &'static str| {
        let onclick = on_filter.reform(move |_: MouseEvent| to);
        html! {
            <button type="button" class="chip" aria-pressed={is_on.to_string()} {onclick}>{ words }</button>
        }
    };
    let of = |who: Whose| {
        let wanted = (who != Whose::Everybody).then_some(who);
        chip(filter.who == wanted, JournalFilter { who: wanted, ..filter }, who.text().get(lang))
    };
    let refused = JournalFilter { refused_only: !filter.refused_only, ..filter };
    let on_period = on_filter.reform(move |(from, until)| JournalFilter { from, until, ..filter });
    let on_from = on_filter.reform(move |from| JournalFilter { from, ..filter });
    let on_until = on_filter.reform(move |until| JournalFilter { until, ..filter });
    html! {
        <form class="filters" role="search" {onsubmit}>
            <div class="row" role="group" aria-label={text::FILTERS.get(lang)}>
                for who in Whose::ALL {
                    { of(*who) }
                }
                { chip(filter.refused_only, refused, text::REFUSED_ONLY.get(lang)) }
            </div>
            <details class="filters__more" open={filter.from.is_some() || filter.until.is_some()}>
                <summary>{ text::PERIOD.get(lang) }</summary>
                <div class="filters__fields">
                    { period_chips(lang, (filter.from, filter.until), &on_period) }
                    <div class="row">
                        { day_field(record::FROM.get(lang), filter.from, on_from) }
                        { day_field(record::UNTIL.get(lang), filter.until, on_until) }
                    </div>
                </div>
            </details>
        </form>
    }
}
