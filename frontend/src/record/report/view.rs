use shared::format;
use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::record::api::{EntryAct, EntryDetail, TakeBackReport};
use shared::record::report::{Report, ReportAnswer, ReportState, SeenReport};
use shared::record::text::report as text;
use time::OffsetDateTime;
use yew::prelude::*;

use super::reply::ReplyForm;
use crate::browser;
use crate::prefs::use_lang;
use crate::submit::use_submit;
use crate::ui::{Button, ButtonKind, Fact, Icon, TagKind, failure, say, summary_list, tag};

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
            <ReplyForm {patient} {entry} version={newest.version} on_done={props.on_changed.clone()} />
        }
    });
    html! {
        <section class="reports">
            <h2>{ text::SAID.get(lang) }</h2>
            for (i, report) in props.detail.reports.iter().enumerate() {
                <article class="panel report" key={report.made_at.to_string()}>
                    { said(lang, report, props.is_own) }
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

fn said(lang: Lang, report: &Report, is_own: bool) -> Html {
    let (kind, icon) = match report.state {
        ReportState::Open => (TagKind::Caution, Some(Icon::Clock)),
        ReportState::TakenBack => (TagKind::Neutral, None),
        ReportState::EntryWithdrawn | ReportState::CorrectionFollows => {
            (TagKind::Positive, Some(Icon::Check))
        }
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
struct TakeBackProps {
    patient: PatientId,
    entry: EntryId,
    version: u32,
    on_done: Callback<()>,
}

/// A slip is mended with one press, and a new report can be made after it.
#[component]
fn TakeBack(props: &TakeBackProps) -> Html {
    let lang = use_lang();
    let on_done = props.on_done.clone();
    let submit = use_submit::<TakeBackReport>(Callback::from(move |_: Report| {
        say(text::TAKEN_BACK.get(lang));
        on_done.emit(());
    }));
    let on_click = {
        let (patient, entry, version) = (props.patient, props.entry, props.version);
        let submit = submit.clone();
        Callback::from(move |()| {
            submit.send(TakeBackReport { patient, entry, body: SeenReport { version } });
        })
    };
    html! {
        <>
            if let Some(problem) = submit.problem() {
                { failure(lang, problem, None) }
            }
            <p>
                <Button kind={ButtonKind::Secondary} busy={submit.is_busy()} {on_click}>
                    { text::TAKE_BACK.get(lang) }
                </Button>
            </p>
        </>
    }
}
