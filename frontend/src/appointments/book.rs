//! The form for a time that is kept for five minutes (APT-4).

use std::cell::Cell;
use std::rc::Rc;

use shared::access::model::{Level, Section};
use shared::appointments::api::{BookAppointment, FindBookingTerms, HoldSlot, ReleaseHold};
use shared::appointments::clock;
use shared::appointments::model::{
    Appointment, Booking, Hold, HoldAnswer, HoldRefusal, HoldWords, NewHold, Payment,
    PractitionerRole, Service, Slot, VisitState,
};
use shared::appointments::rules::{ATTACHMENTS_MAX, REASON_MAX, changeable_until, may_pay};
use shared::appointments::text::page as text;
use shared::contract::Code;
use shared::format;
use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::record::api::ListEntries;
use shared::representatives::api::ListRepresentations;
use time::OffsetDateTime;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::about::About;
use super::countdown::Countdown;
use super::terms;
use super::typed::use_kept_words;
use super::view::{moment, payment_words, slot_button};
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::entry_name;
use crate::route::Route;
use crate::router::{self, link};
use crate::session::use_session;
use crate::submit::{Act, use_act};
use crate::ui::{
    Button, ButtonKind, Choice, Fact, Icon, RadioGroup, SkeletonKind, TextField, empty_state,
    failed, failure, say, skeleton, slow_skeleton, summary_list,
};
use crate::{browser, client};

/// The heading of the step, for the focus.
pub const BOOK: &str = "book-title";
const REFUSED: &str = "hold-refused";
const ATTACHED: &str = "visit-attachments";
/// So many entries of each kind are offered.
const OFFERED: u32 = 20;

/// What is typed and chosen; it outlives every refusal.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    pub reason: String,
    pub attachments: Vec<EntryId>,
}

impl Draft {
    /// What was typed before, as the server kept it.
    pub fn of(words: HoldWords) -> Self {
        Self { reason: words.reason, attachments: words.attachments }
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct BookFormProps {
    pub doctor: Rc<PractitionerRole>,
    pub service: Service,
    pub at: OffsetDateTime,
    pub about: About,
    /// When the visit that is moved was to be, and how far its clinic's clock stands from UTC, in
    /// minutes.
    #[prop_or_default]
    pub was: Option<(OffsetDateTime, i32)>,
    pub draft: Draft,
    pub on_change: Callback<Draft>,
    /// Another time is wanted.
    pub on_time: Callback<Slot>,
    /// All times are to be seen again.
    pub on_back: Callback<()>,
}

/// Whose visit it is to be, and the form.
#[component]
pub fn BookForm(props: &BookFormProps) -> Html {
    let lang = use_lang();
    let own = use_session().session().and_then(|session| session.card);
    match props.about.patient.or(own) {
        Some(patient) => html! { <Payable form={props.clone()} {patient} /> },
        None => html! {
            <>
                <ForWhom form={props.clone()} />
                { empty_state(Icon::Folder, text::NO_CARD.get(lang), Html::default()) }
            </>
        },
    }
}

/// Only what the card may pay by is offered, and why is told before anything is filled in.
#[component]
fn Payable(HeldProps { form, patient }: &HeldProps) -> Html {
    let lang = use_lang();
    let patient = *patient;
    let is_own = use_session().session().and_then(|session| session.card) == Some(patient);
    let loader = use_load(FindBookingTerms { patient });
    let terms = match loader.load() {
        Load::Waiting => return skeleton(lang, SkeletonKind::List),
        Load::Failed(_) => terms::USUAL,
        Load::Ready(terms) => terms::of(*terms, &form.about),
    };
    let told = terms::told(lang, terms, is_own, None);
    let mut form = form.clone();
    form.service.payments.retain(|payment| may_pay(*payment, terms.is_policy_confirmed));
    let is_payable = terms.is_policy_confirmed || !form.service.payments.is_empty();
    if is_payable && terms.is_active && !terms.is_full {
        return html! {
            <>
                { told }
                <Held {form} {patient} />
            </>
        };
    }
    let on_back = form.on_back.clone();
    html! {
        <section class="panel stack" aria-labelledby={BOOK}>
            <h2 id={BOOK} tabindex="-1">{ text::FORM_TITLE.get(lang) }</h2>
            { told }
            if !is_payable {
                <p>{ text::POLICY_ONLY.get(lang) }</p>
            }
            <ForWhom {form} chosen={patient} />
            <p><Button kind={ButtonKind::Secondary} on_click={on_back}>{ text::OTHER_TIME.get(lang) }</Button></p>
        </section>
    }
}

/// How it stands with the time.
#[derive(Clone, Debug, PartialEq)]
enum State {
    Asking,
    Kept(Hold),
    /// It was kept, and is not any more.
    Ended(Hold),
    Refused(HoldAnswer),
}

impl State {
    const fn hold(&self) -> Option<&Hold> {
        match self {
            Self::Kept(hold) | Self::Ended(hold) => Some(hold),
            Self::Asking | Self::Refused(_) => None,
        }
    }

    const fn kept(&self) -> Option<&Hold> {
        match self {
            Self::Kept(hold) => Some(hold),
            Self::Asking | Self::Ended(_) | Self::Refused(_) => None,
        }
    }

    fn of(answer: HoldAnswer) -> Self {
        match answer.hold {
            Some(hold) => Self::Kept(hold),
            None => Self::Refused(answer),
        }
    }
}

/// Asks for the time: at first, when somebody else is to come, when somebody else pays, and when it
/// is wanted once more.
#[hook]
fn use_hold(
    form: &BookFormProps,
    patient: PatientId,
    payment: Payment,
    turn: u32,
) -> (Act, UseStateHandle<State>) {
    let act = use_act();
    let state = use_state_eq(|| State::Asking);
    {
        let (act, state) = (act.clone(), state.setter());
        let (practitioner, service) = (form.doctor.id, form.service.id);
        let moves = form.about.moves;
        let wanted = (form.at, patient, payment, turn);
        use_effect_with(wanted, move |&(starts_at, patient, payment, _)| {
            state.set(State::Asking);
            // One for all tries of this hold: a lost answer keeps no second time.
            let key = Uuid::new_v4();
            let body = NewHold { practitioner, service, starts_at, payment, moves, key };
            act.send(HoldSlot { patient, body }, move |answer| state.set(State::of(answer)));
        });
    }
    (act, state)
}

/// Lets the time go when it is left without booking.
#[hook]
fn use_letting_go(patient: PatientId, hold: Option<Uuid>) -> Rc<Cell<bool>> {
    let is_booked = use_memo((), |()| Cell::new(false));
    let latest = use_mut_ref(|| None::<Uuid>);
    *latest.borrow_mut() = hold;
    {
        let is_booked = is_booked.clone();
        use_effect_with(patient, move |&patient| {
            move || {
                let hold = latest.borrow_mut().take();
                if let Some(hold) = hold.filter(|_| !is_booked.get()) {
                    spawn_local(async move {
                        // Where that is lost, it ends by itself within five minutes.
                        let _ = client::call(&ReleaseHold { patient, hold }).await;
                    });
                }
            }
        });
    }
    is_booked
}

/// What to do when the time is not kept any more; done at once where the server says so.
#[hook]
fn use_end(state: &UseStateHandle<State>, is_gone: bool) -> Callback<()> {
    use_effect_with((**state).clone(), |state| match state {
        State::Refused(_) => browser::focus_id(REFUSED),
        // The button that asked for it again has gone.
        State::Kept(_) if browser::is_focus_lost() => browser::focus_in_place_id(BOOK),
        State::Kept(_) | State::Asking | State::Ended(_) => {}
    });
    let on_end = {
        let state = state.clone();
        Callback::from(move |()| {
            if let State::Kept(hold) = &*state {
                state.set(State::Ended(hold.clone()));
            }
        })
    };
    {
        let on_end = on_end.clone();
        use_effect_with(is_gone, move |&is_gone| {
            if is_gone {
                on_end.emit(());
            }
        });
    }
    on_end
}

#[derive(Properties, PartialEq)]
struct HeldProps {
    form: BookFormProps,
    patient: PatientId,
}

/// Holds the time as soon as it is shown.
#[component]
fn Held(HeldProps { form, patient }: &HeldProps) -> Html {
    let lang = use_lang();
    let patient = *patient;
    let turn = use_state_eq(|| 0_u32);
    let booking = use_act();
    // It stands in the address: a page that is loaded anew keeps the same time.
    let asked = form.about.payment.filter(|it| form.service.payments.contains(it));
    let paid = asked.or_else(|| form.service.payments.first().copied()).unwrap_or(Payment::Paid);
    let (holding, state) = use_hold(form, patient, paid, *turn);
    let is_booked = use_letting_go(patient, state.hold().map(|hold| hold.id));
    let is_move = form.about.moves.is_some();
    use_kept_words(patient, state.kept(), &form.draft, is_move, &form.on_change);
    let on_end = use_end(&state, booking.code().is_some_and(is_gone));
    let again = {
        let (turn, booking) = (turn.clone(), booking.clone());
        Callback::from(move |()| {
            booking.clear();
            turn.set(*turn + 1);
        })
    };
    let (title, word) =
        if is_move { (text::MOVE_TITLE, text::MOVE) } else { (text::FORM_TITLE, text::BOOK) };
    let onsubmit = on_submit(lang, form, patient, &state, &booking, is_booked);
    let problem = booking.problem().filter(|it| it.fields.is_empty() && !is_gone(it.code));
    html! {
        <section class="panel stack" aria-labelledby={BOOK}>
            <h2 id={BOOK} tabindex="-1">{ title.get(lang) }</h2>
            { facts(lang, form, &state) }
            { standing(lang, form, patient, &state, &holding, &again, &on_end) }
            <form class="own-form" {onsubmit} novalidate=true>
                if !is_move {
                    <ForWhom form={form.clone()} chosen={patient} is_busy={holding.is_busy()} />
                }
                { payments(lang, form, paid, holding.is_busy()) }
                { words(lang, form, patient, &booking) }
                if let Some(hold) = state.hold() {
                    { opens(lang, form, hold) }
                    if changeable_until(VisitState::Booked, hold.slot.starts_at, browser::now()).is_none() {
                        <p class="notice">{ text::TOO_SOON.get(lang) }</p>
                    }
                }
                if let Some(problem) = problem {
                    { failure(lang, problem, None) }
                }
                <div class="row">
                    if matches!(*state, State::Kept(_)) {
                        <Button submits=true icon={Icon::Check} busy={booking.is_busy()}>{ word.get(lang) }</Button>
                    }
                    <Button kind={ButtonKind::Quiet} on_click={form.on_back.clone()}>{ text::OTHER_TIME.get(lang) }</Button>
                </div>
            </form>
        </section>
    }
}

/// Whether the server says that the time is not kept any more.
const fn is_gone(code: Code) -> bool {
    matches!(code, Code::FlowExpired | Code::LinkExpired | Code::NotFound | Code::Conflict)
}

fn on_submit(
    lang: Lang,
    form: &BookFormProps,
    patient: PatientId,
    state: &UseStateHandle<State>,
    booking: &Act,
    is_booked: Rc<Cell<bool>>,
) -> Callback<SubmitEvent> {
    let (state, booking, draft) = (state.clone(), booking.clone(), form.draft.clone());
    let said = if form.about.moves.is_some() { text::MOVED } else { text::BOOKED };
    Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        let State::Kept(hold) = &*state else { return };
        let reason = draft.reason.trim().to_owned();
        let body = Booking { hold: hold.id, reason, attachments: draft.attachments.clone() };
        let is_booked = is_booked.clone();
        booking.send(BookAppointment { patient, body }, move |visit: Appointment| {
            is_booked.set(true);
            let when = text::short_moment(lang, visit.starts_at, clock::offset(visit.utc_offset));
            say(format!("{}: {when}", said.get(lang)));
            // «Back» leads to the times, and not to a form that is done.
            router::replace(Route::Visit { patient, appointment: visit.id });
        });
    })
}

/// What is being booked.
fn facts(lang: Lang, form: &BookFormProps, state: &State) -> Html {
    let own = browser::offset_at(form.at).whole_seconds() / 60;
    let utc_offset = match state {
        State::Kept(hold) | State::Ended(hold) => hold.slot.utc_offset,
        State::Refused(answer) => answer.free.first().map_or(own, |slot| slot.utc_offset),
        State::Asking => own,
    };
    let fact = |name: &'static str, value: Html| Fact { name: name.into(), value };
    let was = form.was.map(|(at, utc_offset)| {
        fact(text::WAS.get(lang), html! { <s>{ moment(lang, at, utc_offset, None) }</s> })
    });
    let when = if was.is_some() { text::BECOMES } else { text::WHEN };
    let known = [
        fact(when.get(lang), html! { <b>{ moment(lang, form.at, utc_offset, None) }</b> }),
        fact(text::WHAT_FOR.get(lang), html! { form.service.name.clone() }),
        fact(text::CLINIC.get(lang), html! { form.doctor.organization_name.clone() }),
    ];
    summary_list(was.into_iter().chain(known).collect())
}

/// How it stands with the time, and what can be done about it.
fn standing(
    lang: Lang,
    form: &BookFormProps,
    patient: PatientId,
    state: &State,
    holding: &Act,
    again: &Callback<()>,
    on_end: &Callback<()>,
) -> Html {
    match state {
        State::Asking => match holding.problem() {
            Some(problem) => failure(lang, problem, Some(again.clone())),
            None => html! { <p class="muted" role="status">{ text::HOLDING.get(lang) }</p> },
        },
        State::Kept(hold) => html! {
            <Countdown key={hold.id.to_string()} seconds={hold.seconds_left} on_end={on_end.clone()} />
        },
        State::Ended(_) => failed(html! {
            <>
                <p>{ text::HOLD_ENDED.get(lang) }</p>
                <Button kind={ButtonKind::Secondary} busy={holding.is_busy()} on_click={again.clone()}>
                    { text::HOLD_AGAIN.get(lang) }
                </Button>
            </>
        }),
        State::Refused(answer) => refused(lang, form, patient, answer),
    }
}

/// Why the time could not be kept, and the next ones.
fn refused(lang: Lang, form: &BookFormProps, patient: PatientId, answer: &HoldAnswer) -> Html {
    let why = answer.refused.unwrap_or(HoldRefusal::Taken);
    failed(html! {
        <>
            <p id={REFUSED} tabindex="-1">{ why.text().get(lang) }{ "." }</p>
            if let Some(appointment) = answer.clash {
                <p>{ link(Route::Visit { patient, appointment }, "", html! { text::THE_OTHER_VISIT.get(lang) }) }</p>
            }
            if !answer.free.is_empty() {
                <p><b>{ text::FREE_NEXT.get(lang) }</b></p>
                <div class="row">
                    for slot in &answer.free {
                        { slot_button(lang, slot, &form.on_time) }
                    }
                </div>
            }
        </>
    })
}

#[derive(Properties, PartialEq)]
struct ForWhomProps {
    form: BookFormProps,
    #[prop_or_default]
    chosen: Option<PatientId>,
    #[prop_or_default]
    is_busy: bool,
}

/// Who is coming, where there is a choice.
#[component]
fn ForWhom(props: &ForWhomProps) -> Html {
    let has_others = use_session().session().is_some_and(|session| !session.represents.is_empty());
    if !has_others {
        return Html::default();
    }
    let ForWhomProps { form, chosen, is_busy } = props;
    html! { <People form={form.clone()} chosen={*chosen} is_busy={*is_busy} /> }
}

#[component]
fn People(ForWhomProps { form, chosen, is_busy }: &ForWhomProps) -> Html {
    let lang = use_lang();
    let own = use_session().session().and_then(|session| session.card);
    let loader = use_load(ListRepresentations {});
    let others = match loader.load() {
        Load::Waiting => return skeleton(lang, SkeletonKind::List),
        Load::Failed(problem) => return failure(lang, &problem, Some(loader.reload())),
        Load::Ready(others) => others,
    };
    let choice = |patient: PatientId, name: String| {
        let to = About { patient: Some(patient), ..form.about.clone() }.doctor(form.doctor.id);
        let on_change = form.on_change.clone();
        // What is of one card is not shown by another.
        let draft = Draft { attachments: Vec::new(), ..form.draft.clone() };
        Choice {
            text: name.into(),
            hint: None,
            is_chosen: *chosen == Some(patient),
            on_choose: Callback::from(move |()| {
                router::replace(to.clone());
                on_change.emit(draft.clone());
            }),
        }
    };
    let own = own.map(|patient| choice(patient, text::MYSELF.get(lang).to_owned()));
    let others = others.iter().filter(|other| other.level == Level::Full);
    let others = others.map(|other| choice(other.patient, other.name.full()));
    let choices: Vec<Choice> = own.into_iter().chain(others).collect();
    html! { <RadioGroup legend={text::FOR_WHOM.get(lang)} {choices} disabled={*is_busy} /> }
}

/// Who pays, where there is a choice.
fn payments(lang: Lang, form: &BookFormProps, paid: Payment, is_busy: bool) -> Html {
    if form.service.payments.len() < 2 {
        let words = payment_words(lang, paid, form.service.price);
        return html! { <p>{ text::WHO_PAYS.get(lang) }{ ": " }{ words }</p> };
    }
    let choice = |one: &Payment| {
        let one = *one;
        let to = About { payment: Some(one), ..form.about.clone() }.doctor(form.doctor.id);
        Choice {
            text: payment_words(lang, one, form.service.price).into(),
            hint: None,
            is_chosen: one == paid,
            on_choose: Callback::from(move |()| router::replace(to.clone())),
        }
    };
    let choices: Vec<Choice> = form.service.payments.iter().map(choice).collect();
    html! { <RadioGroup legend={text::WHO_PAYS.get(lang)} {choices} disabled={is_busy} /> }
}

/// What it is about, and what the doctor is to see besides.
fn words(lang: Lang, form: &BookFormProps, patient: PatientId, booking: &Act) -> Html {
    let error = booking.field("reason").map(|why| AttrValue::from(why.text().get(lang)));
    let on_reason = {
        let draft = form.draft.clone();
        form.on_change.reform(move |reason: String| Draft { reason, ..draft.clone() })
    };
    let on_attached = {
        let draft = form.draft.clone();
        form.on_change
            .reform(move |attachments: Vec<EntryId>| Draft { attachments, ..draft.clone() })
    };
    html! {
        <>
            <TextField label={text::REASON.get(lang)} hint={text::REASON_HINT.get(lang)} limit={REASON_MAX}
                multiline=true autocomplete="off" value={form.draft.reason.clone()} {error} on_change={on_reason} />
            <Attachments key={patient.to_string()} {patient} chosen={form.draft.attachments.clone()}
                on_change={on_attached} />
        </>
    }
}

/// What the doctor will see, before one books.
fn opens(lang: Lang, form: &BookFormProps, hold: &Hold) -> Html {
    let until = hold.card_open_until;
    let day = until.to_offset(browser::offset_at(until)).date();
    html! { <p class="notice">{ text::opens_card(lang, &form.doctor.name.short(), day) }</p> }
}

#[derive(Properties, PartialEq)]
struct AttachmentsProps {
    patient: PatientId,
    chosen: Vec<EntryId>,
    on_change: Callback<Vec<EntryId>>,
}

/// A button; the card's own results and documents are asked for when it is pressed.
#[component]
fn Attachments(props: &AttachmentsProps) -> Html {
    let lang = use_lang();
    let is_open = use_state_eq(|| false);
    use_effect_with(*is_open, |&is_open| {
        if is_open {
            browser::focus_in_place_id(ATTACHED);
        }
    });
    if !*is_open && props.chosen.is_empty() {
        let on_click = {
            let is_open = is_open.setter();
            Callback::from(move |()| is_open.set(true))
        };
        return html! {
            <p>
                <Button kind={ButtonKind::Secondary} icon={Icon::Plus} {on_click}>{ text::ATTACH.get(lang) }</Button>
            </p>
        };
    }
    html! {
        <fieldset class="choices" id={ATTACHED} tabindex="-1">
            <legend class="field__label">{ text::ATTACH.get(lang) }</legend>
            <p class="field__hint">{ text::ATTACH_LEAD.get(lang) }</p>
            <Offered patient={props.patient} section={Section::Results} chosen={props.chosen.clone()}
                on_change={props.on_change.clone()} />
            <Offered patient={props.patient} section={Section::Documents} chosen={props.chosen.clone()}
                on_change={props.on_change.clone()} />
        </fieldset>
    }
}

#[derive(Properties, PartialEq)]
struct OfferedProps {
    patient: PatientId,
    section: Section,
    chosen: Vec<EntryId>,
    on_change: Callback<Vec<EntryId>>,
}

/// A box for each of the newest entries of a section.
#[component]
fn Offered(props: &OfferedProps) -> Html {
    let lang = use_lang();
    let (patient, section) = (props.patient, Some(props.section));
    let call = ListEntries { patient, section, cursor: None, limit: Some(OFFERED) };
    let loader = use_load(call);
    let page = match loader.load() {
        Load::Waiting => {
            return slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel());
        }
        Load::Failed(problem) => return failure(lang, &problem, Some(loader.reload())),
        Load::Ready(page) => page,
    };
    let is_full = props.chosen.len() >= ATTACHMENTS_MAX;
    let offered = page.entries.iter().filter(|it| !it.withdrawn && it.held_until.is_none());
    html! {
        <div role="group" aria-label={props.section.text().get(lang)}>
            <p><b>{ props.section.text().get(lang) }</b></p>
            if page.entries.is_empty() {
                <p class="muted">{ text::NOTHING_TO_ATTACH.get(lang) }</p>
            }
            for entry in offered {
                <label class="choice" key={entry.id.to_string()}>
                    <input type="checkbox" checked={props.chosen.contains(&entry.id)}
                        disabled={is_full && !props.chosen.contains(&entry.id)}
                        onchange={toggle(props, entry.id)} />
                    <span class="choice__text">
                        { entry_name(lang, entry) }
                        <small>{ day_of(lang, entry.occurred_at) }</small>
                    </span>
                </label>
            }
        </div>
    }
}

fn day_of(lang: Lang, at: OffsetDateTime) -> String {
    format::date(lang, at.to_offset(browser::offset_at(at)).date())
}

/// With the entry ticked, or not any more.
fn toggle(props: &OfferedProps, entry: EntryId) -> Callback<Event> {
    let mut chosen = props.chosen.clone();
    match chosen.iter().position(|one| *one == entry) {
        Some(place) => {
            chosen.remove(place);
        }
        None => chosen.push(entry),
    }
    props.on_change.reform(move |_: Event| chosen.clone())
}
