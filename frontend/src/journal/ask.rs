use shared::id::PatientId;
use shared::journal::api::AskWhy;
use shared::journal::model::NewQuestion;
use shared::journal::text;
use shared::record::report::REPORT_MAX;
use uuid::Uuid;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, TextField, failure, say};

#[derive(Properties, PartialEq)]
pub struct AskWhyFormProps {
    pub patient: PatientId,
    /// The line that is asked about.
    pub seq: i64,
    pub on_done: Callback<()>,
}

/// «Спросить, зачем»: a button, and the form it opens. What was typed stays with this place in the
/// history until it is sent.
#[component]
pub fn AskWhyForm(props: &AskWhyFormProps) -> Html {
    let lang = use_lang();
    let (patient, seq) = (props.patient, props.seq);
    let kept = format!("why-{seq}");
    let typed = use_state_eq(|| browser::kept(&kept).unwrap_or_default());
    let is_open = use_state_eq(|| !typed.is_empty());
    // One question, however often it is sent.
    let key = use_state_eq(Uuid::new_v4);
    let act = use_act();
    if !*is_open {
        let is_open = is_open.setter();
        return html! {
            <p>
                <Button kind={ButtonKind::Secondary} on_click={move |()| is_open.set(true)}>
                    { text::ASK.get(lang) }
                </Button>
            </p>
        };
    }
    let on_change = {
        let (typed, kept) = (typed.setter(), kept.clone());
        Callback::from(move |words: String| {
            browser::keep(&kept, &words);
            typed.set(words);
        })
    };
    let onsubmit = {
        let (act, typed, on_done) = (act.clone(), typed.clone(), props.on_done.clone());
        let key = *key;
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let body = NewQuestion { text: (*typed).clone(), key };
            let (on_done, kept) = (on_done.clone(), kept.clone());
            act.send(AskWhy { patient, seq, body }, move |_| {
                browser::keep(&kept, "");
                say(text::ASKED.get(lang));
                on_done.emit(());
            });
        })
    };
    let problem = act.problem().filter(|problem| problem.fields.is_empty());
    html! {
        <form class="report-form" {onsubmit} novalidate=true>
            <p class="muted">{ text::ASK_LEAD.get(lang) }</p>
            <TextField multiline=true label={text::ASK_WORDS.get(lang)} limit={REPORT_MAX}
                hint={text::ASK_WORDS_HINT.get(lang)} value={(*typed).clone()} {on_change}
                error={act.field("text").map(|reason| AttrValue::from(reason.text().get(lang)))} />
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            <p><Button submits=true busy={act.is_busy()}>{ text::ASK_SEND.get(lang) }</Button></p>
        </form>
    }
}
