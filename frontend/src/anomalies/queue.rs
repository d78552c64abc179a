use std::rc::Rc;

use shared::anomalies::api::ListAnomalies;
use shared::anomalies::model::{Anomaly, AnomalyVerdict};
use shared::anomalies::rules::may_change;
use shared::anomalies::text;
use shared::format;
use shared::lang::{Lang, Text};
use yew::prelude::*;

use super::review::ReviewForm;
use crate::browser;
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Fact, Icon, TagKind, empty_state, failure, summary_list, tag};

#[derive(Properties, PartialEq)]
pub struct AnomalyQueueProps {
    /// Looks for what an account did about that time.
    pub on_look: Callback<Anomaly>,
}

/// What was found unusual, what waits first. Nothing is asked before it is wished: each look at the
/// list is journalled.
#[component]
pub fn AnomalyQueue(AnomalyQueueProps { on_look }: &AnomalyQueueProps) -> Html {
    let lang = use_lang();
    let found = use_state_eq(|| None::<Rc<Vec<Anomaly>>>);
    let act = use_act();
    let on_show = {
        let (act, found) = (act.clone(), found.setter());
        Callback::from(move |()| {
            let found = found.clone();
            act.send(ListAnomalies {}, move |list| found.set(Some(Rc::new(list))));
        })
    };
    let on_reviewed = {
        let found = found.clone();
        Callback::from(move |reviewed: Anomaly| {
            let Some(known) = &*found else { return };
            // It stays where it is: what one reads does not jump away.
            let of = |anomaly: &Anomaly| {
                if anomaly.id == reviewed.id { reviewed.clone() } else { anomaly.clone() }
            };
            found.set(Some(Rc::new(known.iter().map(of).collect())));
        })
    };
    html! {
        <section class="reports" aria-labelledby="anomalies-title">
            <h2 id="anomalies-title">{ text::TITLE.get(lang) }</h2>
            <p class="muted">{ text::LEAD.get(lang) }</p>
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            if let Some(found) = &*found {
                { list(lang, found, &on_reviewed, on_look) }
            } else {
                <p>
                    <Button kind={ButtonKind::Secondary} icon={Icon::Alert} busy={act.is_busy()} on_click={on_show}>
                        { text::SHOW.get(lang) }
                    </Button>
                </p>
            }
        </section>
    }
}

fn list(
    lang: Lang,
    found: &[Anomaly],
    on_reviewed: &Callback<Anomaly>,
    on_look: &Callback<Anomaly>,
) -> Html {
    if found.is_empty() {
        return empty_state(Icon::Check, text::NONE.get(lang), Html::default());
    }
    html! {
        for anomaly in found {
            <AnomalyCard key={anomaly.id.to_string()} anomaly={anomaly.clone()}
                on_done={on_reviewed.clone()} on_look={on_look.clone()} />
        }
    }
}

#[derive(Properties, PartialEq)]
struct AnomalyCardProps {
    anomaly: Anomaly,
    on_done: Callback<Anomaly>,
    on_look: Callback<Anomaly>,
}

/// One of them, and the form for what its review found while that may be said.
#[component]
fn AnomalyCard(AnomalyCardProps { anomaly, on_done, on_look }: &AnomalyCardProps) -> Html {
    let lang = use_lang();
    let verdict = anomaly.review.as_ref().map(|review| review.verdict);
    let on_click = {
        let (on_look, anomaly) = (on_look.clone(), anomaly.clone());
        Callback::from(move |()| on_look.emit(anomaly.clone()))
    };
    html! {
        <article class="panel stack">
            <h3>{ anomaly.kind.text().get(lang) }</h3>
            <p>{ state(lang, verdict) }</p>
            { facts(lang, anomaly) }
            <p>
                <Button kind={ButtonKind::Quiet} icon={Icon::Search} {on_click}>
                    { text::LOOK.get(lang) }
                </Button>
            </p>
            if verdict.is_none_or(may_change) {
                <ReviewForm anomaly={anomaly.id} on_done={on_done.clone()} />
            }
        </article>
    }
}

fn state(lang: Lang, verdict: Option<AnomalyVerdict>) -> Html {
    let (kind, words) = match verdict {
        None => (TagKind::Accent, text::WAITS),
        Some(verdict @ AnomalyVerdict::Confirmed) => (TagKind::Caution, verdict.text()),
        Some(verdict @ AnomalyVerdict::FalseAlarm) => (TagKind::Positive, verdict.text()),
        Some(verdict @ AnomalyVerdict::Unclear) => (TagKind::Neutral, verdict.text()),
    };
    tag(kind, None, words.get(lang))
}

fn facts(lang: Lang, anomaly: &Anomaly) -> Html {
    let fact =
        |name: Text, value: String| Fact { name: name.get(lang).into(), value: html! { value } };
    let offset = browser::offset_at(anomaly.found_at);
    let done = if anomaly.was_signed_out { text::SIGNED_OUT } else { text::RECORDED };
    let signs: Vec<String> = anomaly.signs.iter().map(|sign| text::sign(lang, sign)).collect();
    let mut facts = vec![
        fact(text::WHO, who(lang, anomaly)),
        fact(text::FOUND_AT, format::moment(lang, anomaly.found_at, offset)),
        fact(text::SCORE, text::score(lang, anomaly.score)),
        fact(text::SIGNS, signs.join(" ")),
        fact(text::DONE, done.get(lang).to_owned()),
    ];
    if let Some(review) = &anomaly.review {
        facts.push(fact(text::WORDS, review.words.clone()));
    }
    facts.extend(anomaly.reviewed_by.clone().map(|name| fact(text::REVIEWED_BY, name)));
    summary_list(facts)
}

/// «Соколова Е. В., врач, Поликлиника № 7»; of a patient only that it is one.
fn who(lang: Lang, anomaly: &Anomaly) -> String {
    if !anomaly.role.is_staff() {
        return text::PATIENT.get(lang).to_owned();
    }
    let account = anomaly.account.to_string();
    let name = anomaly.name.as_deref().unwrap_or(&account);
    let parts = [Some(name), Some(anomaly.role.text().get(lang)), anomaly.organization.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
