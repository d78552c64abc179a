use shared::consent::text as consent;
use shared::contract::Code;
use shared::emergency::api::OpenEmergency;
use shared::emergency::model::{NewEmergency, OpenedEmergency};
use shared::emergency::rules::REASON_MAX;
use shared::emergency::text;
use shared::lang::Lang;
use uuid::Uuid;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router;
use crate::submit::{Submit, use_submit};
use crate::ui::{Button, ButtonKind, Icon, TextField, failure, say};

/// What is being written.
#[derive(Clone, Debug, PartialEq)]
struct Draft {
    number: String,
    reason: String,
    key: Uuid,
}

/// What of it this place in the history keeps.
const KEPT: [&str; 3] = ["emergency-number", "emergency-reason", "emergency-key"];

impl Draft {
    /// What was being written here before the page was loaded anew.
    fn recall() -> Self {
        let [number, reason, key] = KEPT.map(|name| browser::kept(name).unwrap_or_default());
        Self { number, reason, key: key.parse().unwrap_or_else(|_| Uuid::new_v4()) }
    }

    /// Other words are another try, also where the one before found nothing.
    fn new(number: String, reason: String) -> Self {
        Self { number, reason, key: Uuid::new_v4() }
    }

    fn keep(&self) {
        let values = [self.number.clone(), self.reason.clone(), self.key.to_string()];
        for (name, value) in KEPT.iter().zip(values) {
            browser::keep(name, &value);
        }
    }
}

/// Opens a card without asking the patient. What happens then is told before it does.
#[component]
pub fn EmergencyForm() -> Html {
    let lang = use_lang();
    let draft = use_state_eq(Draft::recall);
    let change = {
        let draft = draft.setter();
        Callback::from(move |changed: Draft| {
            changed.keep();
            draft.set(changed);
        })
    };
    let on_done = {
        let change = change.clone();
        Callback::from(move |opened: OpenedEmergency| {
            change.emit(Draft::new(String::new(), String::new()));
            let words = if opened.until.is_some() { text::OPENED } else { text::OPEN_ALREADY };
            say(words.get(lang));
            router::open(Route::Summary { patient: opened.patient });
        })
    };
    let submit = use_submit::<OpenEmergency>(on_done);
    let onsubmit = {
        let (draft, submit) = (draft.clone(), submit.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Draft { number, reason, key } = (*draft).clone();
            // So that a page loaded anew sends the same once more and no second one.
            draft.keep();
            submit.send(OpenEmergency { body: NewEmergency { card_number: number, reason, key } });
        })
    };
    let problem = submit.problem().filter(|problem| problem.code != Code::Invalid);
    html! {
        <section class="panel" aria-labelledby="emergency-title">
            <h2 id="emergency-title">{ text::TITLE.get(lang) }</h2>
            <form class="own-form" {onsubmit} novalidate=true>
                <p class="muted">{ text::LEAD.get(lang) }</p>
                <ul>
                    <li>{ text::WHAT_OPENS.get(lang) }</li>
                    <li><b>{ text::WHO_IS_TOLD.get(lang) }</b></li>
                    <li>{ text::IS_REVIEWED.get(lang) }</li>
                </ul>
                { fields(lang, &draft, &submit, &change) }
                if let Some(problem) = problem {
                    { failure(lang, problem, None) }
                }
                <p>
                    <Button kind={ButtonKind::Danger} icon={Icon::Alert} submits=true busy={submit.is_busy()}>
                        { text::OPEN.get(lang) }
                    </Button>
                </p>
            </form>
        </section>
    }
}

fn fields(
    lang: Lang,
    draft: &Draft,
    submit: &Submit<OpenEmergency>,
    change: &Callback<Draft>,
) -> Html {
    let error = |name: &str| submit.field(name).map(|why| AttrValue::from(why.text().get(lang)));
    let on_number = {
        let reason = draft.reason.clone();
        change.reform(move |number: String| Draft::new(number, reason.clone()))
    };
    let on_reason = {
        let number = draft.number.clone();
        change.reform(move |reason: String| Draft::new(number.clone(), reason))
    };
    html! {
        <>
            <TextField label={consent::CARD_NUMBER.get(lang)} autocomplete="off" inputmode="numeric"
                value={draft.number.clone()} error={error("card_number")} on_change={on_number} />
            <TextField label={text::REASON.get(lang)} hint={text::REASON_HINT.get(lang)} limit={REASON_MAX}
                multiline=true value={draft.reason.clone()} error={error("reason")} on_change={on_reason} />
        </>
    }
}
