//! Joining the list of those who wait for a better time (APT-8).

use std::rc::Rc;

use shared::access::model::Level;
use shared::appointments::api::JoinWaiting;
use shared::appointments::clock::{DayPart, days_on};
use shared::appointments::model::{HoldRefusal, Payment, PractitionerRole, Service};
use shared::appointments::text::page;
use shared::appointments::text::waiting as text;
use shared::appointments::waiting::NewWaiting;
use shared::id::PatientId;
use shared::lang::Lang;
use shared::representatives::api::ListRepresentations;
use time::Date;
use uuid::Uuid;
use yew::prelude::*;

use super::about::About;
use super::view::payment_words;
use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router;
use crate::session::use_session;
use crate::submit::{Act, use_act};
use crate::ui::{
    Button, ButtonKind, Choice, DateField, DateParts, Dialog, Icon, RadioGroup, failed, failure,
    say,
};

/// Days that are proposed: from today on.
const PROPOSED: i64 = 14;

#[derive(Properties, PartialEq)]
pub struct JoinProps {
    pub doctor: Rc<PractitionerRole>,
    pub service: Service,
    pub about: About,
}

/// A quiet button beside the free times, and the form it opens.
#[component]
pub fn Join(props: &JoinProps) -> Html {
    let lang = use_lang();
    let open = use_state_eq(|| false);
    let own = use_session().session().and_then(|session| session.card);
    let Some(patient) = props.about.patient.or(own) else { return Html::default() };
    let set = |is_open: bool| {
        let open = open.setter();
        Callback::from(move |()| open.set(is_open))
    };
    html! {
        <div class="not-on-paper">
            <Button kind={ButtonKind::Quiet} icon={Icon::Clock} on_click={set(true)}>{ text::JOIN.get(lang) }</Button>
            <Dialog open={*open} title={text::JOIN.get(lang)} on_close={set(false)}>
                if *open {
                    <JoinForm doctor={props.doctor.clone()} service={props.service.clone()}
                        about={props.about.clone()} {patient} />
                }
            </Dialog>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct JoinFormProps {
    doctor: Rc<PractitionerRole>,
    service: Service,
    about: About,
    patient: PatientId,
}

/// What is wished for so far.
#[derive(Clone, Debug, PartialEq)]
struct Draft {
    patient: PatientId,
    payment: Payment,
    from: DateParts,
    until: DateParts,
    part: Option<DayPart>,
    /// One for all tries: a lost answer joins no second time.
    key: Uuid,
}

#[component]
fn JoinForm(props: &JoinFormProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let is_tried = use_state_eq(|| false);
    let draft = use_state_eq(|| {
        let today = browser::today();
        Draft {
            patient: props.patient,
            payment: props.service.payments.first().copied().unwrap_or(Payment::Paid),
            from: today.into(),
            until: days_on(today, PROPOSED).into(),
            part: None,
            key: Uuid::new_v4(),
        }
    });
    let onsubmit = on_submit(lang, props, &draft, &act, is_tried.setter());
    let day = |legend: &'static str,
               value: &DateParts,
               error: Option<AttrValue>,
               write: fn(&mut Draft, DateParts)| {
        let on_change = with(&draft, &act, write);
        html! { <DateField {legend} value={value.clone()} {on_change} {error} /> }
    };
    let problem = act.problem().filter(|problem| problem.fields.is_empty());
    html! {
        <form class="own-form" novalidate=true {onsubmit}>
            <p>{ text::JOIN_LEAD.get(lang) }</p>
            if props.about.moves.is_none() {
                <ForWhom chosen={draft.patient} on_choose={with(&draft, &act, |draft, patient: PatientId| draft.patient = patient)} />
            }
            { day(text::FROM.get(lang), &draft.from, wrong(lang, &draft.from, *is_tried, &act, "from"), |draft, day: DateParts| draft.from = day) }
            { day(text::UNTIL.get(lang), &draft.until, wrong(lang, &draft.until, *is_tried, &act, "until"), |draft, day: DateParts| draft.until = day) }
            { parts(lang, &draft, &act) }
            { payments(lang, &props.service, &draft, &act) }
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            <p><Button submits=true busy={act.is_busy()}>{ text::SEND.get(lang) }</Button></p>
        </form>
    }
}

fn on_submit(
    lang: Lang,
    props: &JoinFormProps,
    draft: &UseStateHandle<Draft>,
    act: &Act,
    is_tried: UseStateSetter<bool>,
) -> Callback<SubmitEvent> {
    let (act, draft) = (act.clone(), draft.clone());
    let (doctor, service, moves) = (props.doctor.id, props.service.id, props.about.moves);
    Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        is_tried.set(true);
        let Some((from, until)) = days_of(&draft) else { return };
        let patient = draft.patient;
        let body = NewWaiting {
            practitioner: Some(doctor),
            service,
            payment: draft.payment,
            from,
            until,
            part: draft.part,
            moves,
            key: draft.key,
        };
        act.send(JoinWaiting { patient, body }, move |_| {
            say(text::JOINED.get(lang));
            router::open(Route::Visits { patient });
        });
    })
}

/// Writes one answer into what is wished for.
fn with<T: 'static>(
    draft: &UseStateHandle<Draft>,
    act: &Act,
    write: fn(&mut Draft, T),
) -> Callback<T> {
    let (draft, act) = (draft.clone(), act.clone());
    Callback::from(move |value: T| {
        let mut changed = (*draft).clone();
        write(&mut changed, value);
        draft.set(changed);
        act.clear();
    })
}

fn days_of(draft: &Draft) -> Option<(Date, Date)> {
    Some((draft.from.date()?, draft.until.date()?))
}

/// What is wrong with a day: here once it was sent, or as the server says.
fn wrong(lang: Lang, day: &DateParts, is_tried: bool, act: &Act, field: &str) -> Option<AttrValue> {
    let told = act.field(field).map(|why| why.text().get(lang));
    let here = (is_tried && day.date().is_none()).then(|| text::DATE_WRONG.get(lang));
    here.or(told).map(AttrValue::from)
}

fn parts(lang: Lang, draft: &UseStateHandle<Draft>, act: &Act) -> Html {
    let choice = |part: Option<DayPart>| {
        let word = part.map_or(text::ANY_PART, DayPart::text);
        let on_choose = with(draft, act, |draft, part: Option<DayPart>| draft.part = part);
        Choice {
            text: word.get(lang).into(),
            hint: None,
            is_chosen: draft.part == part,
            on_choose: on_choose.reform(move |()| part),
        }
    };
    let all = std::iter::once(None).chain(DayPart::ALL.iter().copied().map(Some));
    html! { <RadioGroup legend={text::PART.get(lang)} choices={all.map(choice).collect::<Vec<_>>()} /> }
}

/// Who pays, where there is a choice.
fn payments(lang: Lang, service: &Service, draft: &UseStateHandle<Draft>, act: &Act) -> Html {
    // Nothing is offered but what the visit is for: what the server refuses is an unconfirmed policy.
    let refused = act.field("payment");
    let refused = refused.map(|_| HoldRefusal::PolicyUnconfirmed.text().get(lang));
    if service.payments.len() < 2 {
        let told = |why: &'static str| failed(html! { <p>{ why }{ "." }</p> });
        return refused.map(told).unwrap_or_default();
    }
    let choice = |payment: Payment| {
        let on_choose = with(draft, act, |draft, payment: Payment| draft.payment = payment);
        Choice {
            text: payment_words(lang, payment, service.price).into(),
            hint: None,
            is_chosen: draft.payment == payment,
            on_choose: on_choose.reform(move |()| payment),
        }
    };
    let choices: Vec<Choice> = service.payments.iter().copied().map(choice).collect();
    let error = refused.map(AttrValue::from);
    html! { <RadioGroup legend={page::PAYMENT.get(lang)} {choices} {error} /> }
}

#[derive(Properties, PartialEq)]
struct ForWhomProps {
    chosen: PatientId,
    on_choose: Callback<PatientId>,
}

/// Who waits, where there is a choice.
#[component]
fn ForWhom(props: &ForWhomProps) -> Html {
    let has_others = use_session().session().is_some_and(|session| !session.represents.is_empty());
    if !has_others {
        return Html::default();
    }
    html! { <People chosen={props.chosen} on_choose={props.on_choose.clone()} /> }
}

#[component]
fn People(ForWhomProps { chosen, on_choose }: &ForWhomProps) -> Html {
    let lang = use_lang();
    let own = use_session().session().and_then(|session| session.card);
    let loader = use_load(ListRepresentations {});
    let others = match loader.load() {
        Load::Waiting => return Html::default(),
        Load::Failed(problem) => return failure(lang, &problem, Some(loader.reload())),
        Load::Ready(others) => others,
    };
    let choice = |patient: PatientId, name: String| Choice {
        text: name.into(),
        hint: None,
        is_chosen: *chosen == patient,
        on_choose: on_choose.reform(move |()| patient),
    };
    let own = own.map(|patient| choice(patient, page::MYSELF.get(lang).to_owned()));
    let others = others.iter().filter(|other| other.level == Level::Full);
    let others = others.map(|other| choice(other.patient, other.name.full()));
    let choices: Vec<Choice> = own.into_iter().chain(others).collect();
    html! { <RadioGroup legend={page::FOR_WHOM.get(lang)} {choices} /> }
}
