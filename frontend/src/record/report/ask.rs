use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::record::api::ReportEntry;
use shared::record::report::{Asked, NewReport, REPORT_MAX, Report, ReportKind, check_report};
use shared::record::text::report as text;
use shared::shell;
use uuid::Uuid;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::shell::GoesTo;
use crate::submit::use_submit;
use crate::ui::{Button, ButtonKind, Choice, Dialog, RadioGroup, TextField, failure, say};

const FIELD: &str = "report-words";

#[derive(Clone, Properties, PartialEq)]
pub struct ReportButtonProps {
    pub patient: PatientId,
    pub entry: EntryId,
    pub asked: Asked,
    /// It is still to come: that it never was cannot be said yet.
    pub is_ahead: bool,
    pub on_sent: Callback<()>,
}

/// What is being written, as this place in the history keeps it: it survives closing the dialog,
/// loading the page anew and coming back.
#[derive(Clone, PartialEq)]
struct Draft {
    kind: Option<ReportKind>,
    words: String,
    key: Uuid,
}

impl Draft {
    fn recall(entry: EntryId) -> Self {
        let kept = |name: &str| browser::kept(&format!("report-{name}-{entry}"));
        Self {
            kind: kept("kind").and_then(|kind| kind.parse().ok()),
            words: kept("words").unwrap_or_default(),
            key: kept("key").and_then(|key| key.parse().ok()).unwrap_or_else(Uuid::new_v4),
        }
    }

    fn keep(&self, entry: EntryId) {
        let keep = |name: &str, text: &str| browser::keep(&format!("report-{name}-{entry}"), text);
        keep("kind", self.kind.map(ReportKind::wire).unwrap_or_default());
        keep("words", &self.words);
        keep("key", &self.key.to_string());
    }
}

/// A button and the dialog it opens.
#[component]
pub fn ReportButton(props: &ReportButtonProps) -> Html {
    let lang = use_lang();
    let is_open = use_state_eq(|| false);
    let open = {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(true))
    };
    let on_close = {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(false))
    };
    let on_sent = {
        let (on_close, on_sent) = (on_close.clone(), props.on_sent.clone());
        Callback::from(move |()| {
            on_close.emit(());
            say(text::SENT.get(lang));
            on_sent.emit(());
        })
    };
    let ReportButtonProps { patient, entry, asked, is_ahead, .. } = props.clone();
    html! {
        <p class="report-button">
            <Button kind={ButtonKind::Secondary} on_click={open}>{ text::REPORT.get(lang) }</Button>
            <Dialog open={*is_open} title={text::TITLE.get(lang)} on_close={on_close.clone()}>
                <Form {patient} {entry} {asked} {is_ahead} {on_sent} {on_close} />
            </Dialog>
        </p>
    }
}

#[derive(Properties, PartialEq)]
struct FormProps {
    patient: PatientId,
    entry: EntryId,
    asked: Asked,
    is_ahead: bool,
    on_sent: Callback<()>,
    on_close: Callback<()>,
}

#[component]
fn Form(props: &FormProps) -> Html {
    let lang = use_lang();
    let (patient, entry) = (props.patient, props.entry);
    let draft = use_state_eq(|| Draft::recall(entry));
    let wrong = use_state_eq(|| None);
    let no_kind = use_state_eq(|| false);
    let change = {
        let (draft, wrong, no_kind) = (draft.setter(), wrong.setter(), no_kind.setter());
        move |changed: Draft| {
            changed.keep(entry);
            (wrong.set(None), no_kind.set(false));
            draft.set(changed);
        }
    };
    let on_done = {
        let (change, on_sent) = (change.clone(), props.on_sent.clone());
        Callback::from(move |_: Report| {
            change(Draft { kind: None, words: String::new(), key: Uuid::new_v4() });
            on_sent.emit(());
        })
    };
    let submit = use_submit::<ReportEntry>(on_done);
    let onsubmit = {
        let (draft, submit) = (draft.clone(), submit.clone());
        let (wrong, no_kind) = (wrong.clone(), no_kind.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(kind) = draft.kind else { return no_kind.set(true) };
            if let Err(reason) = check_report(kind, &draft.words) {
                wrong.set(Some(reason));
                return browser::focus_id(FIELD);
            }
            let body = NewReport { kind, words: draft.words.clone(), key: draft.key };
            submit.send(ReportEntry { patient, entry, body });
        })
    };
    let on_change = {
        let (change, draft) = (change.clone(), (*draft).clone());
        Callback::from(move |words| change(Draft { words, ..draft.clone() }))
    };
    let can_be = |kind: &&ReportKind| !props.is_ahead || **kind != ReportKind::NeverHappened;
    let choices = ReportKind::OF_ENTRY.iter().filter(can_be).map(|&kind| {
        let (change, draft) = (change.clone(), (*draft).clone());
        Choice {
            text: kind.text().get(lang).into(),
            hint: Some(kind.hint().get(lang).into()),
            is_chosen: draft.kind == Some(kind),
            on_choose: Callback::from(move |()| {
                change(Draft { kind: Some(kind), ..draft.clone() })
            }),
        }
    });
    let (label, hint) = match draft.kind {
        Some(ReportKind::NeverHappened) => (text::WORDS_NEVER, Some(text::WORDS_NEVER_HINT)),
        Some(ReportKind::Mistake | ReportKind::Missing | ReportKind::WhyLooked) | None => {
            (text::WORDS_MISTAKE, None)
        }
    };
    let reason = (*wrong).or_else(|| submit.field("words"));
    let problem = submit.problem().filter(|problem| problem.fields.is_empty());
    html! {
        <form class="report-form" {onsubmit} novalidate=true>
            <GoesTo />
            <RadioGroup legend={text::CHOOSE.get(lang)} choices={choices.collect::<Vec<_>>()}
                error={no_kind.then(|| AttrValue::from(text::CHOOSE_KIND.get(lang)))} />
            <TextField id={FIELD} multiline=true label={label.get(lang)} limit={REPORT_MAX}
                hint={hint.map(|hint| AttrValue::from(hint.get(lang)))}
                value={draft.words.clone()} {on_change}
                error={reason.map(|reason| AttrValue::from(reason.text().get(lang)))} />
            <p class="muted">{ who_answers(lang, &props.asked) }{ " " }{ text::STAYS.get(lang) }</p>
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            <div class="row">
                <Button submits=true busy={submit.is_busy()}>{ text::SEND.get(lang) }</Button>
                <Button kind={ButtonKind::Quiet} on_click={props.on_close.clone()}>
                    { shell::CANCEL.get(lang) }
                </Button>
            </div>
        </form>
    }
}

/// Who will be asked, told honestly beforehand.
fn who_answers(lang: Lang, asked: &Asked) -> String {
    match &asked.organization {
        Some(organization) if asked.answers_here => text::will_be_asked(lang, organization),
        Some(organization) => text::is_elsewhere(lang, organization),
        None => text::NOBODY.get(lang).to_owned(),
    }
}
