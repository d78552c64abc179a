//! Which results are shown (RES-1). All but the words stands in the address.

use shared::lang::Lang;
use shared::record::model::ResultStatus;
use shared::record::text as record;
use shared::results::list::{FoundResultList, ResultKind, ResultQuery};
use shared::results::text::page as text;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::record::{day_field, named, period_chips, select};
use crate::route::{Day, parameter};
use crate::ui::TextField;

/// The states there are, with their words in an address.
const STATUSES: [(ResultStatus, &str); 6] = [
    (ResultStatus::Ordered, "ordered"),
    (ResultStatus::InProgress, "in-progress"),
    (ResultStatus::Preliminary, "preliminary"),
    (ResultStatus::Final, "final"),
    (ResultStatus::Corrected, "corrected"),
    (ResultStatus::Cancelled, "cancelled"),
];

/// What an address says of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResultFilter {
    pub from: Option<Day>,
    pub until: Option<Day>,
    pub kind: Option<ResultKind>,
    pub status: Option<ResultStatus>,
    /// The mark of a laboratory's name.
    pub organization: Option<u32>,
    pub out_only: bool,
}

impl ResultFilter {
    pub fn parse(about: &str) -> Self {
        let day = |name| parameter(about, name).and_then(|word| Day::parse(&word));
        let status = parameter(about, "status");
        let status = STATUSES.iter().find(|(_, word)| status.as_deref() == Some(word));
        let organization = parameter(about, "organization");
        Self {
            from: day("from"),
            until: day("until"),
            kind: parameter(about, "kind").and_then(|word| word.parse().ok()),
            status: status.map(|(status, _)| *status),
            organization: organization.and_then(|word| u32::from_str_radix(&word, 16).ok()),
            out_only: parameter(about, "out").is_some(),
        }
    }

    pub fn about(&self) -> String {
        let status = self.status.and_then(|it| STATUSES.iter().find(|(known, _)| *known == it));
        let pairs = [
            ("kind", self.kind.map(|kind| kind.to_string())),
            ("out", self.out_only.then(|| "1".to_owned())),
            ("from", self.from.map(Day::word)),
            ("until", self.until.map(Day::word)),
            ("organization", self.organization.map(|mark| format!("{mark:08x}"))),
            ("status", status.map(|(_, word)| (*word).to_owned())),
        ];
        let pairs =
            pairs.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?)));
        pairs.collect::<Vec<_>>().join("&")
    }

    /// `organizations`: of which one is meant.
    pub fn query(&self, words: &str, organizations: &[String]) -> ResultQuery {
        let (mut from, mut until) = (self.from.and_then(Day::date), self.until.and_then(Day::date));
        // Whoever chose the days the other way round means the same days.
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            std::mem::swap(&mut from, &mut until);
        }
        let words = words.trim();
        ResultQuery {
            from,
            until,
            kind: self.kind,
            status: self.status,
            organization: named(organizations, self.organization).cloned(),
            out_only: self.out_only,
            words: (!words.is_empty()).then(|| words.to_owned()),
            cursor: None,
            limit: None,
        }
    }

    /// Whether one of the rarer conditions is set.
    pub fn is_rare(&self) -> bool {
        Self { kind: None, out_only: false, ..*self } != Self::default()
    }
}

/// What stands in the fields, and who hears of a change.
pub struct Fields<'a> {
    pub filter: ResultFilter,
    pub words: AttrValue,
    /// What there is to choose from; absent until the first answer.
    pub found: Option<&'a FoundResultList>,
    pub organizations: &'a [String],
    pub on_type: Callback<String>,
    pub on_filter: Callback<ResultFilter>,
    /// Whether the rarer ones were open when the page was.
    pub was_open: bool,
}

pub fn filters(lang: Lang, fields: &Fields<'_>) -> Html {
    let onsubmit = Callback::from(|event: SubmitEvent| event.prevent_default());
    html! {
        <form class="filters" role="search" {onsubmit}>
            <TextField kind="search" autocomplete="off" label={text::SEARCH.get(lang)}
                hint={text::SEARCH_HINT.get(lang)} value={fields.words.clone()}
                on_change={fields.on_type.clone()} />
            { kinds(lang, fields) }
            { rare(lang, fields) }
        </form>
    }
}

/// The kinds there are, and what is out of range: one press each.
fn kinds(lang: Lang, fields: &Fields<'_>) -> Html {
    let filter = fields.filter;
    let there = fields.found.map(|found| found.kinds.as_slice()).unwrap_or_default();
    let out = fields.found.map_or(0, |found| found.out_total);
    let chip = |is_on: bool, to: ResultFilter, words: String| {
        let onclick = fields.on_filter.reform(move |_: MouseEvent| to);
        html! {
            <button type="button" class="chip" aria-pressed={is_on.to_string()} {onclick}>{ words }</button>
        }
    };
    let out_words = format!("{} ({out})", text::OUT_ONLY.get(lang));
    html! {
        <div class="row" role="group" aria-label={text::KINDS.get(lang)}>
            if there.len() > 1 {
                { chip(filter.kind.is_none(), ResultFilter { kind: None, ..filter }, text::ALL_KINDS.get(lang).to_owned()) }
                for kind in there {
                    { chip(filter.kind == Some(*kind), ResultFilter { kind: Some(*kind), ..filter }, kind.text().get(lang).to_owned()) }
                }
            }
            if out > 0 || filter.out_only {
                { chip(filter.out_only, ResultFilter { out_only: !filter.out_only, ..filter }, out_words) }
            }
        </div>
    }
}

fn rare(lang: Lang, fields: &Fields<'_>) -> Html {
    let filter = fields.filter;
    let on_filter = &fields.on_filter;
    let on_period = on_filter.reform(move |(from, until)| ResultFilter { from, until, ..filter });
    let on_from = on_filter.reform(move |from| ResultFilter { from, ..filter });
    let on_until = on_filter.reform(move |until| ResultFilter { until, ..filter });
    let on_organization = on_filter.reform(move |event: Event| {
        let select: HtmlInputElement = event.target_unchecked_into();
        ResultFilter { organization: select.value().parse().ok(), ..filter }
    });
    let labels = [text::LABORATORY, record::ANY_ORGANIZATION];
    html! {
        <details class="filters__more" open={fields.was_open}>
            <summary>{ text::FILTERS.get(lang) }</summary>
            <div class="filters__fields">
                { period_chips(lang, (filter.from, filter.until), &on_period) }
                <div class="row">
                    { day_field(record::FROM.get(lang), filter.from, on_from) }
                    { day_field(record::UNTIL.get(lang), filter.until, on_until) }
                </div>
                <div class="row">
                    { select(lang, labels, fields.organizations, filter.organization, on_organization) }
                    { status_field(lang, fields) }
                </div>
            </div>
        </details>
    }
}

fn status_field(lang: Lang, fields: &Fields<'_>) -> Html {
    let filter = fields.filter;
    let there = fields.found.map(|found| found.statuses.as_slice()).unwrap_or_default();
    let is_there = |status: ResultStatus| there.contains(&status) || filter.status == Some(status);
    let shown: Vec<_> = STATUSES.iter().filter(|(status, _)| is_there(*status)).collect();
    if shown.len() < 2 && filter.status.is_none() {
        return Html::default();
    }
    let onchange = fields.on_filter.reform(move |event: Event| {
        let select: HtmlInputElement = event.target_unchecked_into();
        let status = STATUSES.iter().find(|(_, word)| *word == select.value());
        ResultFilter { status: status.map(|(status, _)| *status), ..filter }
    });
    let chosen = STATUSES.iter().find(|(status, _)| filter.status == Some(*status));
    let value = chosen.map_or("", |(_, word)| word);
    html! {
        <label class="field">
            <span class="field__label">{ text::STATUS.get(lang) }</span>
            <select class="input" ~value={value} {onchange}>
                <option value="" selected={value.is_empty()}>{ text::ANY_STATUS.get(lang) }</option>
                for (status, word) in shown {
                    <option value={*word} selected={*word == value}>{ status.text().get(lang) }</option>
                }
            </select>
        </label>
    }
}
