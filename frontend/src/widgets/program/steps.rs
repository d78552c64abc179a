use std::rc::Rc;

use shared::appointments::api::FindClinic;
use shared::appointments::model::{ClinicPage, PractitionerRole, Service, Slot};
use shared::appointments::text::page as text;
use shared::contract::Code;
use shared::id::PractitionerRoleId;
use shared::lang::Lang;
use shared::widgets::model::{GuestHold, GuestVisit, NewGuestVisit};
use shared::widgets::words;
use uuid::Uuid;
use yew::prelude::*;

use super::code::Confirm;
use super::doctors::Doctors;
use super::done::Done;
use super::form::{Draft, GuestForm};
use super::frame::Frame;
use super::heading::Heading;
use super::page::tel;
use crate::appointments::{Times, service_words, speciality_words};
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::ui::{
    Button, ButtonKind, Choice, Icon, RadioGroup, SkeletonKind, empty_state, failure, slow_skeleton,
};

/// What is being booked.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    pub doctor: Rc<PractitionerRole>,
    pub service: Service,
    pub slot: Slot,
}

/// How far somebody is.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Doctors,
    Times(Rc<PractitionerRole>),
    Form(Wanted),
    /// The code is on its way, and the time is kept.
    Code(Wanted, Rc<NewGuestVisit>, GuestHold),
    Done(Rc<GuestVisit>),
}

#[derive(Properties, PartialEq)]
pub struct StepsProps {
    pub frame: Frame,
}

/// Booking a visit: whom to, when, who comes, the code of the SMS (WID-3).
#[component]
pub fn Steps(StepsProps { frame }: &StepsProps) -> Html {
    let lang = use_lang();
    let loader = use_load(FindClinic { clinic: frame.clinic });
    match loader.load() {
        Load::Waiting => html! {
            <>
                <h1>{ words::BOOKING_TITLE.get(lang) }</h1>
                { slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel()) }
            </>
        },
        Load::Failed(problem) if problem.code == Code::NotFound => html! {
            <>
                <h1>{ words::BOOKING_TITLE.get(lang) }</h1>
                { empty_state(Icon::Calendar, words::NOTHING_HERE.get(lang), Html::default()) }
            </>
        },
        Load::Failed(problem) => html! {
            <>
                <h1>{ words::BOOKING_TITLE.get(lang) }</h1>
                { failure(lang, &problem, Some(loader.reload())) }
            </>
        },
        Load::Ready(clinic) => html! { <Walk frame={frame.clone()} {clinic} /> },
    }
}

#[derive(Properties, PartialEq)]
struct WalkProps {
    frame: Frame,
    clinic: Rc<ClinicPage>,
}

/// From one step to the next. What is typed outlives each of them.
#[component]
fn Walk(WalkProps { frame, clinic }: &WalkProps) -> Html {
    let step = use_state_eq(|| first(clinic, frame.doctor));
    let draft = use_state_eq(Draft::default);
    let go = {
        let step = step.setter();
        Callback::from(move |next: Step| step.set(next))
    };
    let on_change = {
        let draft = draft.setter();
        Callback::from(move |changed: Draft| draft.set(changed))
    };
    match &*step {
        Step::Doctors => doctors(frame, clinic, &go),
        Step::Times(doctor) => times(clinic, doctor, &go),
        Step::Form(wanted) => form(frame, wanted, &draft, &on_change, &go),
        Step::Code(wanted, sent, hold) => code(frame, wanted, sent, hold, &go),
        Step::Done(visit) => {
            let on_again = go.reform(|()| Step::Doctors);
            html! { <Done visit={visit.clone()} {on_again} /> }
        }
    }
}

/// The doctor of the address, where there is one.
fn first(clinic: &ClinicPage, wanted: Option<PractitionerRoleId>) -> Step {
    let named = clinic.practitioners.iter().find(|doctor| Some(doctor.id) == wanted);
    named.map_or(Step::Doctors, |doctor| Step::Times(Rc::new(doctor.clone())))
}

fn doctors(frame: &Frame, clinic: &Rc<ClinicPage>, go: &Callback<Step>) -> Html {
    let on_doctor = go.reform(Step::Times);
    let on_slot = go.reform(|(doctor, slot): (Rc<PractitionerRole>, Slot)| at(&doctor, slot));
    html! { <Doctors kind={frame.kind} clinic={clinic.clone()} {on_doctor} {on_slot} /> }
}

fn times(clinic: &Rc<ClinicPage>, doctor: &Rc<PractitionerRole>, go: &Callback<Step>) -> Html {
    let on_back = go.reform(|()| Step::Doctors);
    let on_slot = {
        let doctor = doctor.clone();
        go.reform(move |slot: Slot| at(&doctor, slot))
    };
    let phone = clinic.clinic.phone.clone();
    html! { <DoctorTimes doctor={doctor.clone()} {phone} {on_slot} {on_back} /> }
}

fn form(
    frame: &Frame,
    wanted: &Wanted,
    draft: &Draft,
    on_change: &Callback<Draft>,
    go: &Callback<Step>,
) -> Html {
    let doctor = wanted.doctor.clone();
    let on_back = go.reform(move |()| Step::Times(doctor.clone()));
    let doctor = wanted.doctor.clone();
    let on_time = go.reform(move |slot: Slot| at(&doctor, slot));
    let held = wanted.clone();
    let on_held = go.reform(move |(sent, hold): (Rc<NewGuestVisit>, GuestHold)| {
        Step::Code(held.clone(), sent, hold)
    });
    html! {
        <GuestForm key={wanted.slot.starts_at.unix_timestamp().to_string()} frame={frame.clone()}
            wanted={wanted.clone()} draft={draft.clone()} on_change={on_change.clone()}
            {on_held} {on_time} {on_back} />
    }
}

fn code(
    frame: &Frame,
    wanted: &Wanted,
    sent: &Rc<NewGuestVisit>,
    hold: &GuestHold,
    go: &Callback<Step>,
) -> Html {
    let again = wanted.clone();
    let on_held = {
        let sent = sent.clone();
        go.reform(move |hold: GuestHold| Step::Code(again.clone(), sent.clone(), hold))
    };
    let back = wanted.clone();
    let on_back = go.reform(move |()| Step::Form(back.clone()));
    let doctor = wanted.doctor.clone();
    let on_lost = go.reform(move |()| Step::Times(doctor.clone()));
    let on_done = go.reform(|visit: GuestVisit| Step::Done(Rc::new(visit)));
    html! {
        <Confirm host={frame.host.clone()} wanted={wanted.clone()} sent={sent.clone()}
            hold={hold.clone()} {on_held} {on_back} {on_lost} {on_done} />
    }
}

/// The form for a time; the times again where the doctor does not offer that kind of visit any more.
fn at(doctor: &Rc<PractitionerRole>, slot: Slot) -> Step {
    match doctor.services.iter().find(|service| service.id == slot.service) {
        Some(service) => {
            Step::Form(Wanted { doctor: doctor.clone(), service: service.clone(), slot })
        }
        None => Step::Times(doctor.clone()),
    }
}

#[derive(Properties, PartialEq)]
struct DoctorTimesProps {
    doctor: Rc<PractitionerRole>,
    phone: Option<String>,
    on_slot: Callback<Slot>,
    on_back: Callback<()>,
}

/// What one comes for, and when.
#[component]
fn DoctorTimes(props: &DoctorTimesProps) -> Html {
    let lang = use_lang();
    let doctor = &props.doctor;
    let nearest = doctor.next_free.as_ref().map(|slot| slot.service);
    let chosen = use_state_eq(|| nearest);
    let service = doctor.services.iter().find(|service| Some(service.id) == *chosen);
    let service = service.or_else(|| doctor.services.first());
    let body = match service {
        None => empty_state(Icon::Calendar, text::NO_SERVICES.get(lang), Html::default()),
        Some(service) => html! {
            <>
                { services(lang, doctor, service.id, &chosen) }
                <Times key={service.id.to_string()} practitioner={doctor.id} service={service.id}
                    otherwise={call(lang, props.phone.as_deref())} on_time={props.on_slot.clone()} />
            </>
        },
    };
    html! {
        <>
            <p>
                <Button kind={ButtonKind::Quiet} icon={Icon::Back} on_click={props.on_back.clone()}>
                    { words::TO_DOCTORS.get(lang) }
                </Button>
            </p>
            <Heading text={doctor.name.full()} />
            <p class="muted">{ speciality_words(lang, doctor) }</p>
            { body }
        </>
    }
}

fn services(
    lang: Lang,
    doctor: &PractitionerRole,
    shown: Uuid,
    chosen: &UseStateHandle<Option<Uuid>>,
) -> Html {
    let choice = |service: &Service| {
        let (id, chosen) = (service.id, chosen.setter());
        Choice {
            text: service.name.clone().into(),
            hint: Some(service_words(lang, service).into()),
            is_chosen: id == shown,
            on_choose: Callback::from(move |()| chosen.set(Some(id))),
        }
    };
    let choices: Vec<Choice> = doctor.services.iter().map(choice).collect();
    html! {
        <div class="panel booking__services">
            <RadioGroup legend={text::SERVICE.get(lang)} {choices} />
        </div>
    }
}

/// Where nothing is free, somebody at the clinic may know more.
fn call(lang: Lang, phone: Option<&str>) -> Html {
    let Some(phone) = phone else { return Html::default() };
    html! {
        <a class="button button--secondary" href={tel(phone)}>
            { words::CALL.get(lang) }{ " " }{ phone }
        </a>
    }
}
