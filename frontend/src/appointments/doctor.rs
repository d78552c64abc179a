use std::rc::Rc;

use shared::appointments::api::{FindAppointment, FindClinic, FindPractitioner};
use shared::appointments::model::{PractitionerRole, Service, Slot, VisitCard};
use shared::appointments::text::page as text;
use shared::id::{AppointmentId, OrganizationId, PatientId, PractitionerRoleId};
use shared::lang::Lang;
use time::OffsetDateTime;
use uuid::Uuid;
use yew::prelude::*;

use super::about::About;
use super::book::{BOOK, BookForm, Draft};
use super::doctors::speciality_words;
use super::join::Join;
use super::terms::OwnTerms;
use super::times::{TIMES, Times};
use super::view::{place, service_words};
use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::router::{self, link};
use crate::shell::Title;
use crate::ui::{
    Choice, Icon, RadioGroup, SkeletonKind, empty_state, failure, large_avatar, slow_skeleton,
};

#[derive(Properties, PartialEq)]
pub struct PractitionerPageProps {
    pub practitioner: PractitionerRoleId,
    /// What follows the question mark.
    pub about: String,
}

/// A doctor: what can be booked, when, and the form for the time that was chosen.
#[component]
pub fn PractitionerPage(
    PractitionerPageProps { practitioner, about }: &PractitionerPageProps,
) -> Html {
    let lang = use_lang();
    let about = About::parse(about);
    let loader = use_load(FindPractitioner { practitioner: *practitioner });
    {
        // The first step is read from the page's title on.
        let is_first = use_mut_ref(|| true);
        use_effect_with(about.at.is_some(), move |&has_time| {
            if !is_first.replace(false) {
                browser::focus_id(if has_time { BOOK } else { TIMES });
            }
        });
    }
    let back = html! { <>{ Icon::Back.draw() }{ text::BACK_TO_SEARCH.get(lang) }</> };
    let up = About { patient: about.patient, ..About::default() };
    let load = loader.load();
    let (title, body) = match &load {
        Load::Waiting => (
            text::TITLE.get(lang).to_owned(),
            slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel()),
        ),
        Load::Failed(problem) => {
            (text::TITLE.get(lang).to_owned(), failure(lang, problem, Some(loader.reload())))
        }
        Load::Ready(doctor) => {
            (doctor.name.full(), html! { <Steps doctor={doctor.clone()} about={about.clone()} /> })
        }
    };
    html! {
        <div class="page page--narrow">
            <div class="row">{ link(up.search(), "back", back) }</div>
            <Title text={title} />
            { body }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct StepsProps {
    doctor: Rc<PractitionerRole>,
    about: About,
}

/// Whom one comes to, then what and when, then the form.
#[component]
fn Steps(StepsProps { doctor, about }: &StepsProps) -> Html {
    let lang = use_lang();
    let draft = use_state_eq(Draft::default);
    let on_change = {
        let draft = draft.setter();
        Callback::from(move |changed: Draft| draft.set(changed))
    };
    let on_time = {
        let about = about.clone();
        Callback::from(move |slot: Slot| {
            if about.at.is_some() {
                router::replace(about.slot(&slot));
            } else {
                router::open(about.slot(&slot));
            }
        })
    };
    let on_back = {
        let (about, id) = (about.clone(), doctor.id);
        Callback::from(move |()| router::open(About { at: None, ..about.clone() }.doctor(id)))
    };
    let service = chosen(doctor, about.service).cloned();
    let body = match (service, about.at) {
        (None, _) => empty_state(Icon::Calendar, text::NO_SERVICES.get(lang), Html::default()),
        (Some(service), Some(at)) => form(
            about,
            doctor,
            service,
            at,
            FormParts { draft: (*draft).clone(), on_change, on_time, on_back },
        ),
        (Some(service), None) => html! {
            <>
                <OwnTerms about={about.clone()} />
                { services(lang, doctor, about, service.id) }
                <Times key={service.id.to_string()} practitioner={doctor.id} service={service.id}
                    otherwise={others(lang, doctor, about)} {on_time} />
                <Join doctor={doctor.clone()} {service} about={about.clone()} />
            </>
        },
    };
    html! {
        <>
            { whom(lang, doctor) }
            { body }
        </>
    }
}

/// Whom one comes to.
fn whom(lang: Lang, doctor: &PractitionerRole) -> Html {
    html! {
        <div class="person">
            { large_avatar(&doctor.name.full()) }
            <div class="person__text">
                <p><b>{ speciality_words(lang, doctor) }</b></p>
                <Where organization={doctor.organization} name={doctor.organization_name.clone()} />
                if let Some(rating) = doctor.rating {
                    <p class="muted">{ text::rating(lang, rating) }</p>
                }
            </div>
        </div>
    }
}

/// What the form is about, and who hears of it.
struct FormParts {
    draft: Draft,
    on_change: Callback<Draft>,
    on_time: Callback<Slot>,
    on_back: Callback<()>,
}

fn form(
    about: &About,
    doctor: &Rc<PractitionerRole>,
    service: Service,
    at: OffsetDateTime,
    parts: FormParts,
) -> Html {
    let FormParts { draft, on_change, on_time, on_back } = parts;
    let (doctor, about) = (doctor.clone(), about.clone());
    if let (Some(patient), Some(moves)) = (about.patient, about.moves) {
        return html! {
            <Moving {patient} {moves} {doctor} {service} {at} {about} {on_time} {on_back} />
        };
    }
    html! { <BookForm {doctor} {service} {at} {about} {draft} {on_change} {on_time} {on_back} /> }
}

#[derive(Properties, PartialEq)]
struct MovingProps {
    patient: PatientId,
    moves: AppointmentId,
    doctor: Rc<PractitionerRole>,
    service: Service,
    at: OffsetDateTime,
    about: About,
    on_time: Callback<Slot>,
    on_back: Callback<()>,
}

/// A visit that is moved keeps what was said of it.
#[component]
fn Moving(props: &MovingProps) -> Html {
    let lang = use_lang();
    let loader = use_load(FindAppointment { patient: props.patient, appointment: props.moves });
    let draft = use_state_eq(|| None::<Draft>);
    let (known, was) = match loader.load() {
        Load::Waiting => {
            return slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel());
        }
        Load::Failed(problem) => return failure(lang, &problem, Some(loader.reload())),
        Load::Ready(card) => {
            let was = (card.appointment.starts_at, card.appointment.utc_offset);
            ((*draft).clone().unwrap_or_else(|| said(&card)), was)
        }
    };
    let on_change = {
        let draft = draft.setter();
        Callback::from(move |changed: Draft| draft.set(Some(changed)))
    };
    html! {
        <BookForm doctor={props.doctor.clone()} service={props.service.clone()} at={props.at}
            about={props.about.clone()} {was} draft={known} {on_change} on_time={props.on_time.clone()}
            on_back={props.on_back.clone()} />
    }
}

fn said(card: &VisitCard) -> Draft {
    Draft { reason: card.reason.clone().unwrap_or_default(), attachments: card.attachments.clone() }
}

/// The service of the address, or the first one.
fn chosen(doctor: &PractitionerRole, wanted: Option<Uuid>) -> Option<&Service> {
    let named = doctor.services.iter().find(|service| Some(service.id) == wanted);
    let nearest = doctor.next_free.as_ref().map(|slot| slot.service);
    let soonest = || doctor.services.iter().find(|service| Some(service.id) == nearest);
    named.or_else(soonest).or_else(|| doctor.services.first())
}

fn services(lang: Lang, doctor: &PractitionerRole, about: &About, chosen: Uuid) -> Html {
    let choice = |service: &Service| {
        let to = About { service: Some(service.id), ..about.clone() }.doctor(doctor.id);
        Choice {
            text: service.name.clone().into(),
            hint: Some(service_words(lang, service).into()),
            is_chosen: service.id == chosen,
            on_choose: Callback::from(move |()| router::replace(to.clone())),
        }
    };
    let choices: Vec<Choice> = doctor.services.iter().map(choice).collect();
    html! {
        <div class="panel booking__services">
            <RadioGroup legend={text::SERVICE.get(lang)} {choices} />
        </div>
    }
}

/// The way to others of the same speciality.
fn others(lang: Lang, doctor: &PractitionerRole, about: &About) -> Html {
    let to =
        About { speciality: Some(doctor.speciality), patient: about.patient, ..About::default() };
    link(to.search(), "button button--secondary", html! { text::OTHER_DOCTORS.get(lang) })
}

#[derive(Properties, PartialEq)]
struct WhereProps {
    organization: OrganizationId,
    name: AttrValue,
}

/// The clinic with its place; its name alone until that is known.
#[component]
fn Where(WhereProps { organization, name }: &WhereProps) -> Html {
    let lang = use_lang();
    let loader = use_load(FindClinic { clinic: *organization });
    let known = match loader.load() {
        Load::Ready(page) => Some(page),
        Load::Waiting | Load::Failed(_) => None,
    };
    html! {
        <>
            <p>{ name }</p>
            if let Some(page) = known {
                <p class="muted">{ place(lang, &page.clinic) }</p>
                if let Some(address) = &page.clinic.address {
                    <p class="muted">{ address }</p>
                }
            }
        </>
    }
}
