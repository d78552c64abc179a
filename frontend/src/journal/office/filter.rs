//! What the officer looks for. Days, action, ground and outcome stand in the address; who and whose
//! do not: they would tell in an address of whom somebody is suspicious.

use std::fmt::Display;

use shared::access::model::{Action, Ground};
use shared::anomalies::model::Anomaly;
use shared::journal::model::Outcome;
use shared::journal::office::AuditQuery;
use shared::journal::text::office as text;
use shared::lang::{Lang, Text};
use shared::record::text as record;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser;
use crate::record::day_field;
use crate::route::{Day, parameter};
use crate::ui::TextField;

/// What is in the fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    pub from: Option<Day>,
    pub until: Option<Day>,
    pub action: Option<Action>,
    pub ground: Option<Ground>,
    pub outcome: Option<Outcome>,
    pub person: String,
    pub card_number: String,
    pub address: String,
}

const KEPT: [&str; 3] = ["audit-person", "audit-card", "audit-address"];

impl Wanted {
    /// What the address says, and what this place in the history keeps; today where nothing does.
    pub fn recall(about: &str) -> Self {
        let day = |name| {
            let said = parameter(about, name).and_then(|word| Day::parse(&word));
            said.or_else(|| Day::of(browser::today()))
        };
        let [person, card_number, address] =
            KEPT.map(|name| browser::kept(name).unwrap_or_default());
        Self {
            from: day("from"),
            until: day("until"),
            action: parameter(about, "action").and_then(|word| word.parse().ok()),
            ground: parameter(about, "ground").and_then(|word| word.parse().ok()),
            outcome: parameter(about, "outcome").and_then(|word| word.parse().ok()),
            person,
            card_number,
            address,
        }
    }

    /// What an account did on the day something unusual was found, and on the day before.
    pub fn of(anomaly: &Anomaly) -> Self {
        let day = anomaly.found_at.to_offset(browser::offset_at(anomaly.found_at)).date();
        Self {
            from: day.previous_day().and_then(Day::of),
            until: Day::of(day),
            action: None,
            ground: None,
            outcome: None,
            person: anomaly.account.to_string(),
            card_number: String::new(),
            address: String::new(),
        }
    }

    /// Keeps with this place in the history what does not belong in its address.
    pub fn keep(&self) {
        for (name, value) in KEPT.iter().zip([&self.person, &self.card_number, &self.address]) {
            browser::keep(name, value);
        }
    }

    pub fn about(&self) -> String {
        let pairs = [
            ("from", self.from.map(Day::word)),
            ("until", self.until.map(Day::word)),
            ("action", self.action.map(|action| action.to_string())),
            ("ground", self.ground.map(|ground| ground.to_string())),
            ("outcome", self.outcome.map(|outcome| outcome.to_string())),
        ];
        let pairs =
            pairs.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?)));
        pairs.collect::<Vec<_>>().join("&")
    }

    /// Today where a day is missing.
    pub fn query(&self) -> AuditQuery {
        let today = browser::today();
        let day = |day: Option<Day>| day.and_then(Day::date).unwrap_or(today);
        let words = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        AuditQuery {
            person: words(&self.person),
            card_number: words(&self.card_number),
            address: words(&self.address),
            action: self.action,
            ground: self.ground,
            outcome: self.outcome,
            ..AuditQuery::days(day(self.from), day(self.until))
        }
    }
}

/// All the fields. `wrong`: which was refused, and why.
pub fn fields(
    lang: Lang,
    wanted: &Wanted,
    on_change: &Callback<Wanted>,
    wrong: &dyn Fn(&str) -> Option<AttrValue>,
) -> Html {
    let day = |set: fn(&mut Wanted, Option<Day>)| {
        let wanted = wanted.clone();
        on_change.reform(move |day: Option<Day>| {
            let mut wanted = wanted.clone();
            set(&mut wanted, day);
            wanted
        })
    };
    let typed = |set: fn(&mut Wanted, String)| {
        let wanted = wanted.clone();
        on_change.reform(move |text: String| {
            let mut wanted = wanted.clone();
            set(&mut wanted, text);
            wanted
        })
    };
    let days = wrong("until").map(|why| html! { <p class="field__error" role="alert">{ why }</p> });
    html! {
        <>
            <div class="row">
                { day_field(record::FROM.get(lang), wanted.from, day(|it, day| it.from = day)) }
                { day_field(record::UNTIL.get(lang), wanted.until, day(|it, day| it.until = day)) }
            </div>
            { days.unwrap_or_default() }
            <TextField label={text::PERSON.get(lang)} hint={text::PERSON_HINT.get(lang)} autocomplete="off"
                value={wanted.person.clone()} error={wrong("person")}
                on_change={typed(|it, text| it.person = text)} />
            <TextField label={text::CARD.get(lang)} hint={text::CARD_HINT.get(lang)} autocomplete="off"
                value={wanted.card_number.clone()} error={wrong("card_number")}
                on_change={typed(|it, text| it.card_number = text)} />
            <TextField label={text::ADDRESS.get(lang)} hint={text::ADDRESS_HINT.get(lang)} autocomplete="off"
                value={wanted.address.clone()} error={wrong("address")}
                on_change={typed(|it, text| it.address = text)} />
            { chosen(lang, wanted, on_change) }
        </>
    }
}

fn chosen(lang: Lang, wanted: &Wanted, on_change: &Callback<Wanted>) -> Html {
    let set = |set: fn(&mut Wanted, &str)| {
        let wanted = wanted.clone();
        on_change.reform(move |word: String| {
            let mut wanted = wanted.clone();
            set(&mut wanted, &word);
            wanted
        })
    };
    let actions = Action::ALL.iter().map(|it| (*it, it.text()));
    let grounds = Ground::ALL.iter().map(|it| (*it, text::ground(*it)));
    let outcomes = Outcome::ALL.iter().map(|it| (*it, it.text()));
    html! {
        <div class="row">
            { choice(lang, text::ACTION, actions, wanted.action, set(|it, word| it.action = word.parse().ok())) }
            { choice(lang, text::GROUND, grounds, wanted.ground, set(|it, word| it.ground = word.parse().ok())) }
            { choice(lang, text::OUTCOME, outcomes, wanted.outcome, set(|it, word| it.outcome = word.parse().ok())) }
        </div>
    }
}

fn choice<T: Display + PartialEq + Copy>(
    lang: Lang,
    label: Text,
    all: impl Iterator<Item = (T, Text)>,
    chosen: Option<T>,
    on_word: Callback<String>,
) -> Html {
    let onchange = on_word.reform(|event: Event| {
        let select: HtmlInputElement = event.target_unchecked_into();
        select.value()
    });
    let value = chosen.map(|it| it.to_string()).unwrap_or_default();
    html! {
        <label class="field">
            <span class="field__label">{ label.get(lang) }</span>
            <select class="input" ~value={value.clone()} {onchange}>
                <option value="" selected={value.is_empty()}>{ text::ANY.get(lang) }</option>
                for (it, words) in all {
                    <option value={it.to_string()} selected={chosen == Some(it)}>{ words.get(lang) }</option>
                }
            </select>
        </label>
    }
}
