use shared::id::{EntryId, PatientId};
use shared::record::api::{AnswerReport, AnswerRequest};
use shared::record::report::{
    NewAnswer, REPORT_MAX, Report, ReportKind, ReportOutcome, check_answer,
};
use shared::record::text::asked;
use shared::record::text::report as text;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, Choice, RadioGroup, TextField, failure, say};

const FIELD: &str = "answer-text";

#[derive(Properties, PartialEq)]
pub struct ReplyFormProps {
    pub patient: PatientId,
    /// The entry; of what is missing, what was asked itself.
    pub entry: EntryId,
    pub kind: ReportKind,
    /// The report that is answered, as it is on the screen.
    pub version: u32,
    pub on_done: Callback<()>,
}

/// Where a doctor answers for the organization. What was typed stays with this place in the
/// history until it is sent.
#[component]
pub fn ReplyForm(props: &ReplyFormProps) -> Html {
    let lang = use_lang();
    let (patient, entry, version) = (props.patient, props.entry, props.version);
    let kind = props.kind;
    let field = format!("{FIELD}-{entry}");
    let name = format!("answer-{entry}");
    let typed = use_state_eq(|| browser::kept(&name).unwrap_or_default());
    let outcome = use_state_eq(|| None::<ReportOutcome>);
    let wrong = use_state_eq(|| None);
    let none_chosen = use_state_eq(|| false);
    let on_done = {
        let (name, on_done) = (name.clone(), props.on_done.clone());
        Callback::from(move |_: Report| {
            browser::keep(&name, "");
            say(text::REPLIED.get(lang));
            on_done.emit(());
        })
    };
    let submit = use_act();
    let onsubmit = {
        let (submit, typed, wrong) = (submit.clone(), typed.clone(), wrong.clone());
        let (outcome, none_chosen) = (outcome.clone(), none_chosen.clone());
        let field = field.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(outcome) = *outcome else { return none_chosen.set(true) };
            if let Err(reason) = check_answer(outcome, &typed) {
                wrong.set(Some(reason));
                return browser::focus_id(&field);
            }
            let body = NewAnswer { version, outcome, text: (*typed).clone() };
            let on_done = on_done.clone();
            let done = move |report: Report| on_done.emit(report);
            match kind {
                ReportKind::NeverHappened | ReportKind::Mistake => {
                    submit.send(AnswerReport { patient, entry, body }, done);
                }
                ReportKind::Missing | ReportKind::WhyLooked => {
                    submit.send(AnswerRequest { patient, request: entry, body }, done);
                }
            }
        })
    };
    let on_change = {
        let (typed, wrong) = (typed.setter(), wrong.setter());
        Callback::from(move |text: String| {
            browser::keep(&name, &text);
            wrong.set(None);
            typed.set(text);
        })
    };
    let choices = kind.outcomes().iter().map(|&one| {
        let (name, hint) = match kind {
            ReportKind::NeverHappened | ReportKind::Mistake => (one.text(), one.hint()),
            ReportKind::Missing | ReportKind::WhyLooked => asked::outcome(one),
        };
        let (chosen, none_chosen, wrong) = (outcome.setter(), none_chosen.setter(), wrong.setter());
        Choice {
            text: name.get(lang).into(),
            hint: Some(hint.get(lang).into()),
            is_chosen: *outcome == Some(one),
            on_choose: Callback::from(move |()| {
                (none_chosen.set(false), wrong.set(None));
                chosen.set(Some(one));
            }),
        }
    });
    let (hint, lead) = match kind {
        ReportKind::NeverHappened | ReportKind::Mistake => {
            (text::EXPLANATION_HINT, text::REPLY_LEAD)
        }
        ReportKind::Missing => (asked::EXPLANATION_HINT, asked::REPLY_LEAD),
        ReportKind::WhyLooked => (asked::EXPLANATION_OF_LOOK, asked::REPLY_LEAD),
    };
    let reason = (*wrong).or_else(|| submit.field("text"));
    let problem = submit.problem().filter(|problem| problem.fields.is_empty());
    html! {
        <form class="panel report-form" {onsubmit} novalidate=true>
            <h3>{ text::REPLY.get(lang) }</h3>
            <RadioGroup legend={text::OUTCOME.get(lang)} choices={choices.collect::<Vec<_>>()}
                error={none_chosen.then(|| AttrValue::from(text::CHOOSE_OUTCOME.get(lang)))} />
            <TextField id={field} multiline=true label={text::EXPLANATION.get(lang)}
                hint={hint.get(lang)} limit={REPORT_MAX}
                value={(*typed).clone()} {on_change}
                error={reason.map(|reason| AttrValue::from(reason.text().get(lang)))} />
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            <div class="row row--ends">
                <p class="muted">{ lead.get(lang) }</p>
                <Button submits=true busy={submit.is_busy()}>{ text::REPLY.get(lang) }</Button>
            </div>
        </form>
    }
}
