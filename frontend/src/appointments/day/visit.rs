use shared::access::rules::works_with_cards;
use shared::appointments::api::ChangeVisitState;
use shared::appointments::clock;
use shared::appointments::model::{DayVisit, StateChange, VisitState};
use shared::appointments::rules::{is_too_early, is_too_late, may_become};
use shared::appointments::text::day as text;
use shared::appointments::text::page as booking;
use shared::lang::{Lang, Text};
use yew::prelude::*;

use super::cancel::CancelButton;
use super::page::{OPENED, age, state_tag};
use super::papers::Papers;
use crate::browser;
use crate::prefs::use_lang;
use crate::protocols::WriteButton;
use crate::route::Route;
use crate::router::link;
use crate::session::use_session;
use crate::submit::{Act, use_act};
use crate::ui::{Button, ButtonKind, Fact, failure, summary_list};

#[derive(Properties, PartialEq)]
pub struct VisitPaneProps {
    pub visit: DayVisit,
    /// Whose visit it is, where that is not plain.
    pub doctor: Option<AttrValue>,
    pub on_done: Callback<()>,
}

/// One visit: what it is about, the card, and what comes next.
#[component]
pub fn VisitPane(VisitPaneProps { visit, doctor, on_done }: &VisitPaneProps) -> Html {
    let lang = use_lang();
    let reads = use_session().session().is_some_and(|session| works_with_cards(session.role));
    let act = use_act();
    // The card is closed again.
    let is_off = visit.state == VisitState::Cancelled;
    html! {
        <section class="panel stack" aria-labelledby={OPENED}>
            <div>
                <h2 id={OPENED} tabindex="-1">{ visit.name.full() }</h2>
                <p>
                    { age(lang, visit) }{ " " }{ state_tag(lang, visit.state) }
                </p>
            </div>
            if let Some(patient) = visit.patient.filter(|_| reads && !is_off) {
                <div class="row">
                    { link(Route::Summary { patient }, "button button--secondary", html! { text::OPEN_CARD.get(lang) }) }
                    if is_on(visit) {
                        <WriteButton {patient} />
                    }
                </div>
            } else if visit.patient.is_none() {
                <p class="muted">{ text::GUEST.get(lang) }</p>
            }
            { facts(lang, visit, doctor.as_ref()) }
            if let Some(patient) = visit.patient {
                <Papers {patient} appointment={visit.id} count={visit.papers} />
            }
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            { steps(lang, visit, &act, on_done) }
            if visit.state == VisitState::Booked {
                <CancelButton visit={visit.clone()} on_done={on_done.clone()} />
            }
        </section>
    }
}

/// Whether the patient has come, or has been received: then there is something to write.
const fn is_on(visit: &DayVisit) -> bool {
    match visit.state {
        VisitState::Arrived | VisitState::InProgress | VisitState::Done => true,
        VisitState::Booked | VisitState::NoShow | VisitState::Cancelled => false,
    }
}

fn facts(lang: Lang, visit: &DayVisit, doctor: Option<&AttrValue>) -> Html {
    let offset = clock::offset(visit.utc_offset);
    let hours = format!(
        "{}–{}",
        booking::clock(visit.starts_at, offset),
        booking::clock(visit.ends_at, offset)
    );
    let came = visit.arrived_at.map(|at| booking::clock(at, offset));
    let off = visit.called_off.as_ref();
    let called_off = off.map(|off| {
        let when = booking::short_moment(lang, off.at, offset);
        format!("{}, {when}", off.by.text().get(lang))
    });
    let known: [(Text, Option<String>); 9] = [
        (text::TIME, Some(hours)),
        (text::DOCTOR, doctor.map(ToString::to_string)),
        (text::SERVICE, Some(visit.service.clone())),
        (text::FORMAT, Some(visit.format.text().get(lang).to_owned())),
        (text::ROOM, visit.room.clone()),
        (text::CAME, came),
        (text::REASON, visit.reason.clone().filter(|reason| !reason.is_empty())),
        (text::CALLED_OFF, called_off),
        (text::CALLED_OFF_WHY, off.and_then(|off| off.note.clone())),
    ];
    let facts = known.into_iter().filter_map(|(name, value)| {
        value.map(|value| Fact { name: name.get(lang).into(), value: html! { value } })
    });
    summary_list(facts.collect())
}

/// What the visit may become, the usual first.
fn steps(lang: Lang, visit: &DayVisit, act: &Act, on_done: &Callback<()>) -> Html {
    let usual = visit.state.usual_next();
    let (now, offset) = (browser::now(), clock::offset(visit.utc_offset));
    let may = |to: &VisitState| may_become(visit.state, *to);
    let early = |to: &VisitState| is_too_early(*to, visit.starts_at, offset, now);
    let mut next: Vec<VisitState> = VisitState::ALL.iter().copied().filter(may).collect();
    let is_ahead = !next.is_empty() && next.iter().all(early);
    next.retain(|to| !early(to) && !is_too_late(*to, visit.starts_at, offset, now));
    next.sort_by_key(|to| Some(*to) != usual);
    if is_ahead {
        return html! { <p class="muted">{ text::AHEAD.get(lang) }</p> };
    }
    if next.is_empty() {
        return Html::default();
    }
    let button = |state: VisitState| {
        let is_usual = Some(state) == usual;
        let kind = if is_usual { ButtonKind::Primary } else { ButtonKind::Secondary };
        let (act, on_done) = (act.clone(), on_done.clone());
        let (appointment, version) = (visit.id, visit.version);
        let is_busy = act.is_busy();
        let on_click = Callback::from(move |()| {
            let on_done = on_done.clone();
            let body = StateChange { state, version };
            act.send(ChangeVisitState { appointment, body }, move |_| {
                on_done.emit(());
                // The button that was pressed has gone.
                browser::focus_id(OPENED);
            });
        });
        html! {
            <Button key={state.wire()} {kind} busy={is_busy && is_usual} disabled={is_busy && !is_usual} {on_click}>
                { state.step().get(lang) }
            </Button>
        }
    };
    let may_revert = next.contains(&VisitState::Booked);
    html! {
        <>
            <div class="day__steps" role="group" aria-label={text::STEPS.get(lang)}>
                for state in next {
                    { button(state) }
                }
            </div>
            if may_revert {
                <p class="muted">{ text::REVERT.get(lang) }</p>
            }
        </>
    }
}
