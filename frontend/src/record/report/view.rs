use shared::format;
use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::record::api::{EntryAct, EntryDetail, TakeBackReport, TakeBackRequest};
use shared::record::report::{Report, ReportAnswer, ReportState, SeenReport};
use shared::record::text::report as text;
use shared::shell;
use time::OffsetDateTime;
use yew::prelude::*;

use super::reply::ReplyForm;
use crate::browser;
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Dialog, Fact, Icon, TagKind, failure, say, summary_list, tag};

#[derive(Clone, Properties, PartialEq)]
pub struct ReportsProps {
    pub patient: PatientId,
    pub detail: std::rc::Rc<EntryDetail>,
    pub is_own: bool,
    pub on_changed: Callback<()>,
}

/// All that was said against an entry, the newest first, with what can be done about it now.
#[component]
pub fn Reports(props: &ReportsProps) -> Html {
    let lang = use_lang();
    let (patient, entry) = (props.patient, props.detail.entry.id);
    let Some(newest) = props.detail.reports.first() else { return Html::default() };
    let is_open = newest.state == ReportState::Open;
    let reply = (props.detail.may(EntryAct::Answer) && is_open).then(|| {
        html! {
            <ReplyForm {patient} {entry} kind={newest.kind} version={newest.version} on_done={props.on_changed.clone()} />
        }
    });
    html! {
        <section class="reports">
            <h2>{ text::SAID.get(lang) }</h2>
            for (i, report) in props.detail.reports.iter().enumerate() {
                <article key={report.made_at.to_string()}
                    class={classes!("panel", "report", (report.state != ReportState::Open).then_some("is-settled"))}>
                    { said(lang, report, props.is_own, Html::default()) }
                    if i == 0 && props.detail.may(EntryAct::TakeBack) {
                        <TakeBack {patient} {entry} version={report.version}
                            on_done={props.on_changed.clone()} />
                    }
                </article>
            }
            { reply.unwrap_or_default() }
        </section>
    }
}

/// One report with its answer. `about`: what it is about, where that is not in sight.
pub fn said(lang: Lang, report: &Report, is_own: bool, about: Html) -> Html {
    let (kind, icon) = match report.state {
        ReportState::Open => (TagKind::Caution, Some(Icon::Clock)),
        ReportState::TakenBack => (TagKind::Neutral, None),
        ReportState::EntryWithdrawn
        | ReportState::CorrectionFollows
        | ReportState::Resent
        | ReportState::Explained => (TagKind::Positive, Some(Icon::Check)),
        ReportState::Declined => (TagKind::Neutral, None),
    };
    let is_late = report.due_on.is_some_and(|due| due < browser::today());
    let words = if is_own { text::YOUR_WORDS } else { text::PATIENTS_WORDS };
    html! {
        <>
            <h3>
                { report.kind.text().get(lang) }{ " " }
                { tag(kind, icon, report.state.text().get(lang)) }
            </h3>
            { about }
            if let Some(said) = &report.words {
                <p class="muted">{ words.get(lang) }{ ":" }</p>
                <blockquote class="report__words">{ said }</blockquote>
            }
            { facts(lang, report) }
            if report.state == ReportState::Open && is_late {
                <p class="report__late">
                    { Icon::Alert.draw() }
                    { if is_own { text::OVERDUE } else { text::OVERDUE_TO_STAFF }.get(lang) }
                </p>
            }
            if let Some(answer) = &report.answer {
                { answered(lang, answer) }
            }
        </>
    }
}

fn facts(lang: Lang, report: &Report) -> Html {
    let fact = |name: &'static str, value: Html| Fact { name: name.into(), value };
    let mut facts = vec![fact(text::MADE.get(lang), html! { moment(lang, report.made_at) })];
    if let Some(organization) = &report.organization {
        facts.push(fact(text::WHO_IS_ASKED.get(lang), html! { organization }));
    }
    if let (Some(due), ReportState::Open) = (report.due_on, report.state) {
        facts.push(fact(text::DUE.get(lang), html! { <b>{ format::date(lang, due) }</b> }));
    }
    html! {
        <>
            { summary_list(facts) }
            if report.state == ReportState::Open && report.due_on.is_none() {
                <p class="muted">
                    { match &report.organization {
                        Some(organization) => text::is_elsewhere(lang, organization),
                        None => text::NOBODY.get(lang).to_owned(),
                    } }
                </p>
            }
        </>
    }
}

fn answered(lang: Lang, answer: &ReportAnswer) -> Html {
    html! {
        <div class="report__answer">
            <p class="muted">
                { text::ANSWER.get(lang) }{ ": " }{ &answer.by }{ ", " }{ moment(lang, answer.at) }
            </p>
            if let Some(text) = &answer.text {
                <blockquote class="report__words">{ text }</blockquote>
            }
        </div>
    }
}

fn moment(lang: Lang, at: OffsetDateTime) -> String {
    format::moment(lang, at, browser::offset_at(at))
}

#[derive(Properties, PartialEq)]
pub struct TakeBackProps {
    pub patient: PatientId,
    /// The entry; of what is missing, what was asked itself.
    pub entry: EntryId,
    pub version: u32,
    #[prop_or_default]
    pub is_request: bool,
    pub on_done: Callback<()>,
}

/// Takes back what was said, after asking once: a new report can be made later.
#[component]
pub fn TakeBack(props: &TakeBackProps) -> Html {
    let lang = use_lang();
    let asks = use_state_eq(|| false);
    let ask = |is_on: bool| {
        let asks = asks.clone();
        Callback::from(move |()| asks.set(is_on))
    };
    let act = use_act();
    let on_take = {
        let (patient, entry, is_request) = (props.patient, props.entry, props.is_request);
        let body = SeenReport { version: props.version };
        let (act, asks, on_done) = (act.clone(), asks.clone(), props.on_done.clone());
        Callback::from(move |()| {
            let (asks, on_done) = (asks.clone(), on_done.clone());
            let done = move |_: Report| {
                asks.set(false);
                say(text::TAKEN_BACK.get(lang));
                on_done.emit(());
            };
            if is_request {
                act.send(TakeBackRequest { patient, request: entry, body }, done);
            } else {
                act.send(TakeBackReport { patient, entry, body }, done);
            }
        })
    };
    let actions = html! {
        <>
            <Button busy={act.is_busy()} on_click={on_take}>{ text::TAKE_BACK.get(lang) }</Button>
            <Button kind={ButtonKind::Quiet} on_click={ask(false)}>{ shell::CANCEL.get(lang) }</Button>
        </>
    };
    html! {
        <>
            <p>
                <Button kind={ButtonKind::Secondary} on_click={ask(true)}>
                    { text::TAKE_BACK.get(lang) }
                </Button>
            </p>
            <Dialog open={*asks} title={text::TAKE_BACK.get(lang)} on_close={ask(false)} {actions}>
                <p>{ text::TAKE_BACK_ASK.get(lang) }</p>
                if let Some(problem) = act.problem() {
                    { failure(lang, problem, None) }
                }
            </Dialog>
        </>
    }
}
