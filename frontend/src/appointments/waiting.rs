//! What a card waits for: offers that are kept, places in the queue, and leaving it (APT-8).

use gloo_timers::callback::Interval;
use shared::appointments::api::{AnswerOffer, LeaveWaiting, ListWaiting};
use shared::appointments::clock;
use shared::appointments::text::page;
use shared::appointments::text::waiting as text;
use shared::appointments::waiting::{AnswerTold, OfferAnswer, SlotOffer, WaitingEntry};
use shared::contract::Code;
use shared::id::PatientId;
use shared::lang::Lang;
use shared::record::model::PersonName;
use time::OffsetDateTime;
use uuid::Uuid;
use yew::prelude::*;

use super::view::moment;
use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router;
use crate::submit::{Act, use_act};
use crate::ui::{Button, ButtonKind, Icon, failed, failure, say};

/// How often the minutes that are left are counted anew, in milliseconds.
const TICK: u32 = 5_000;
/// How often it is looked whether something was offered meanwhile, in milliseconds.
const LOOK: u32 = 120_000;

#[derive(Properties, PartialEq)]
pub struct WaitingProps {
    pub patient: PatientId,
    /// A time was taken: there is a visit more, or it is at another time.
    pub on_done: Callback<()>,
}

/// What is offered stands on top, with one main button; then what is waited for.
#[component]
pub fn Waiting(WaitingProps { patient, on_done }: &WaitingProps) -> Html {
    let lang = use_lang();
    let patient = *patient;
    let loader = use_load(ListWaiting { patient });
    let load = loader.load();
    let waits = matches!(&load, Load::Ready(list) if !list.entries.is_empty());
    {
        let reload = loader.reload();
        // Each look is a line in the journal: only who waits for something looks again.
        use_effect_with(waits, move |&waits| {
            let look = move || {
                if browser::is_visible() {
                    reload.emit(());
                }
            };
            let looking = waits.then(|| Interval::new(LOOK, look));
            move || drop(looking)
        });
    }
    let changed = {
        let (reload, on_done) = (loader.reload(), on_done.clone());
        Callback::from(move |is_booked: bool| {
            reload.emit(());
            if is_booked {
                on_done.emit(());
            }
        })
    };
    let list = match load {
        // The visits below tell that something is being loaded.
        Load::Waiting => return Html::default(),
        Load::Failed(problem) => return failure(lang, &problem, Some(loader.reload())),
        Load::Ready(list) if list.entries.is_empty() => return Html::default(),
        Load::Ready(list) => list,
    };
    let offered = list.entries.iter().filter(|entry| entry.offer.is_some());
    html! {
        <>
            for entry in offered {
                <Offered key={format!("offer-{}", entry.id)} {patient} entry={entry.clone()}
                    may_answer={list.may_manage} on_change={changed.clone()} />
            }
            <section class="stack" aria-labelledby="waiting-title">
                <h2 id="waiting-title">{ text::TITLE.get(lang) }</h2>
                <ul class="rows panel">
                    for entry in &list.entries {
                        <li key={entry.id.to_string()}>
                            <Line {patient} entry={entry.clone()} may_leave={list.may_manage}
                                on_change={changed.clone()} />
                        </li>
                    }
                </ul>
            </section>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct OfferedProps {
    patient: PatientId,
    entry: WaitingEntry,
    may_answer: bool,
    on_change: Callback<bool>,
}

/// A time that is kept for this patient now.
#[component]
fn Offered(OfferedProps { patient, entry, may_answer, on_change }: &OfferedProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let Some(offer) = &entry.offer else { return Html::default() };
    let answer = |take: bool| on_answer(lang, (*patient, entry.id), take, &act, on_change);
    let on_end = on_change.reform(|()| false);
    let opened = offer.card_open_until.to_offset(clock::offset(offer.slot.utc_offset)).date();
    html! {
        <section class="panel stack not-on-paper" aria-labelledby="offer-title">
            <h2 id="offer-title">{ text::OFFERED.get(lang) }</h2>
            <p class="unseen" role="status">{ text::OFFERED.get(lang) }</p>
            { what(lang, entry, offer) }
            <Left until={offer.until} {on_end} />
            if *may_answer {
                <p class="muted">{ page::opens_card(lang, &offer.practitioner_name.full(), opened) }</p>
                { refusal(lang, &act) }
                <div class="row">
                    <Button icon={Icon::Check} busy={act.is_busy()} on_click={answer(true)}>{ text::TAKE.get(lang) }</Button>
                    <Button kind={ButtonKind::Quiet} busy={act.is_busy()} on_click={answer(false)}>{ text::REFUSE.get(lang) }</Button>
                </div>
            }
        </section>
    }
}

fn what(lang: Lang, entry: &WaitingEntry, offer: &SlotOffer) -> Html {
    html! {
        <>
            <p><b>{ moment(lang, offer.slot.starts_at, offer.slot.utc_offset, None) }</b></p>
            <p>{ &entry.service_name }{ ", " }{ offer.practitioner_name.full() }</p>
            <p>{ &entry.organization_name }</p>
            if let Some(address) = &offer.address {
                <p class="muted">{ address }</p>
            }
        </>
    }
}

fn refusal(lang: Lang, act: &Act) -> Html {
    match act.problem() {
        None => Html::default(),
        Some(problem) if problem.code == Code::HoldEnded => {
            failed(html! { <p>{ text::OFFER_ENDED.get(lang) }</p> })
        }
        Some(problem) => failure(lang, problem, None),
    }
}

fn on_answer(
    lang: Lang,
    (patient, waiting): (PatientId, Uuid),
    take: bool,
    act: &Act,
    on_change: &Callback<bool>,
) -> Callback<()> {
    let (act, on_change) = (act.clone(), on_change.clone());
    Callback::from(move |()| {
        let on_change = on_change.clone();
        let body = OfferAnswer { take };
        act.send(AnswerOffer { patient, waiting, body }, move |told: AnswerTold| {
            say(if take { text::TAKEN.get(lang) } else { text::REFUSED.get(lang) });
            on_change.emit(take);
            if let Some(visit) = told.visit {
                router::open(Route::Visit { patient, appointment: visit.id });
            }
        });
    })
}

#[derive(Properties, PartialEq)]
struct LeftProps {
    until: OffsetDateTime,
    on_end: Callback<()>,
}

/// How long the time is still kept.
#[component]
fn Left(LeftProps { until, on_end }: &LeftProps) -> Html {
    let lang = use_lang();
    let until = *until;
    let left = use_state_eq(|| minutes_to(until));
    {
        let (left, on_end) = (left.setter(), on_end.clone());
        use_effect_with(until, move |&until| {
            left.set(minutes_to(until));
            let ticking = Interval::new(TICK, move || {
                let minutes = minutes_to(until);
                left.set(minutes);
                if minutes == 0 {
                    on_end.emit(());
                }
            });
            move || drop(ticking)
        });
    }
    let told = text::kept(lang, until, browser::offset_at(until), *left);
    html! { <p class="muted booking__left">{ Icon::Clock.draw() }{ told }</p> }
}

/// Minutes that are left, the one that goes on among them.
fn minutes_to(until: OffsetDateTime) -> i64 {
    let seconds = (until - browser::now()).whole_seconds().max(0);
    (seconds + 59) / 60
}

#[derive(Properties, PartialEq)]
struct LineProps {
    patient: PatientId,
    entry: WaitingEntry,
    may_leave: bool,
    on_change: Callback<bool>,
}

/// One thing that is waited for, and the place in the queue.
#[component]
fn Line(LineProps { patient, entry, may_leave, on_change }: &LineProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let (patient, waiting) = (*patient, entry.id);
    let on_leave = {
        let (act, on_change) = (act.clone(), on_change.clone());
        Callback::from(move |()| {
            let on_change = on_change.clone();
            act.send(LeaveWaiting { patient, waiting }, move |_| {
                say(text::LEFT.get(lang));
                on_change.emit(false);
            });
        })
    };
    let whom = entry.practitioner_name.as_ref().map(PersonName::full);
    let whom = whom.unwrap_or_else(|| text::ANYBODY.get(lang).to_owned());
    let part = entry.part.map(|part| browser::lowercase(part.text().get(lang)));
    let part = part.map(|part| format!(", {part}")).unwrap_or_default();
    html! {
        <>
            <div class="rows__text">
                <p><b>{ &entry.service_name }{ ", " }{ &whom }</b></p>
                <p>{ text::place(lang, entry.place) }</p>
                <p class="muted">
                    { text::days(lang, entry.from, entry.until) }{ part }{ " · " }{ &entry.organization_name }
                </p>
                if entry.moves.is_some() {
                    <p class="muted">{ text::EARLIER.get(lang) }</p>
                }
                if let Some(problem) = act.problem() {
                    { failure(lang, problem, None) }
                }
            </div>
            if *may_leave {
                <Button kind={ButtonKind::Quiet} busy={act.is_busy()} on_click={on_leave}
                    name={format!("{}: {whom}", text::LEAVE.get(lang))}>{ text::LEAVE.get(lang) }</Button>
            }
        </>
    }
}
