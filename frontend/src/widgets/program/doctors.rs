use std::rc::Rc;

use shared::appointments::model::{ClinicPage, PractitionerRole, Service, Slot, Speciality};
use shared::appointments::text::page as text;
use shared::lang::Lang;
use shared::widgets::model::WidgetKind;
use shared::widgets::words;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::heading::Heading;
use crate::appointments::{slot_words, speciality_words};
use crate::prefs::use_lang;
use crate::ui::{Button, ButtonKind, Icon, avatar, empty_state};

#[derive(Properties, PartialEq)]
pub struct DoctorsProps {
    pub kind: WidgetKind,
    pub clinic: Rc<ClinicPage>,
    /// All times of a doctor are wanted.
    pub on_doctor: Callback<Rc<PractitionerRole>>,
    /// The nearest time is.
    pub on_slot: Callback<(Rc<PractitionerRole>, Slot)>,
}

/// The doctors of the clinic, each with the nearest free time (APT-2).
#[component]
pub fn Doctors(props: &DoctorsProps) -> Html {
    let lang = use_lang();
    let chosen = use_state_eq(|| None::<Speciality>);
    let (title, lead) = match props.kind {
        WidgetKind::Doctors => (words::DOCTORS_TITLE, words::DOCTORS_LEAD),
        WidgetKind::Booking | WidgetKind::Result | WidgetKind::Card => {
            (words::BOOKING_TITLE, words::BOOKING_LEAD)
        }
    };
    let doctors = &props.clinic.practitioners;
    let shown = doctors.iter().filter(|doctor| chosen.is_none_or(|it| doctor.speciality == it));
    let shown: Vec<Rc<PractitionerRole>> = shown.map(|doctor| Rc::new(doctor.clone())).collect();
    let count = u64::try_from(shown.len()).unwrap_or(u64::MAX);
    html! {
        <>
            <Heading text={title.get(lang)} />
            <p class="lead">{ lead.get(lang) }</p>
            { specialities(lang, doctors, &chosen) }
            if shown.is_empty() {
                { empty_state(Icon::Calendar, words::NOTHING_HERE.get(lang), Html::default()) }
            } else {
                <p class="muted" role="status">{ text::doctors_found(lang, count) }</p>
                <ul class="people">
                    for doctor in shown {
                        <li key={doctor.id.to_string()}>{ entry(lang, &doctor, props) }</li>
                    }
                </ul>
            }
        </>
    }
}

/// Whom one needs, where there is a choice.
fn specialities(
    lang: Lang,
    doctors: &[PractitionerRole],
    chosen: &UseStateHandle<Option<Speciality>>,
) -> Html {
    let is_here = |it: &&Speciality| doctors.iter().any(|doctor| doctor.speciality == **it);
    let here: Vec<Speciality> = Speciality::ALL.iter().filter(is_here).copied().collect();
    if here.len() < 2 {
        return Html::default();
    }
    let onchange = {
        let chosen = chosen.setter();
        Callback::from(move |event: Event| {
            // A list answers as a field does.
            let list: HtmlInputElement = event.target_unchecked_into();
            chosen.set(list.value().parse().ok());
        })
    };
    let option = |speciality: Speciality| {
        let is_chosen = **chosen == Some(speciality);
        html! {
            <option value={speciality.wire()} selected={is_chosen}>{ speciality.text().get(lang) }</option>
        }
    };
    html! {
        <label class="field">
            <span class="field__label">{ text::SPECIALITIES.get(lang) }</span>
            <select class="input" {onchange}>
                <option value="" selected={chosen.is_none()}>{ words::EVERYBODY.get(lang) }</option>
                for speciality in here {
                    { option(speciality) }
                }
            </select>
        </label>
    }
}

fn entry(lang: Lang, doctor: &Rc<PractitionerRole>, props: &DoctorsProps) -> Html {
    let name = doctor.name.full();
    let on_all = {
        let doctor = doctor.clone();
        props.on_doctor.reform(move |()| doctor.clone())
    };
    let next = doctor.next_free.as_ref().map(|slot| {
        let words = slot_words(lang, slot);
        let told = AttrValue::from(format!("{words}, {name}"));
        let on_click = {
            let (doctor, slot) = (doctor.clone(), slot.clone());
            props.on_slot.reform(move |()| (doctor.clone(), slot.clone()))
        };
        html! { <Button name={told} {on_click}>{ words }</Button> }
    });
    let all = AttrValue::from(format!("{}, {name}", text::ALL_TIMES.get(lang)));
    html! {
        <article class="panel person">
            { avatar(&name) }
            <div class="person__text">
                <h2>{ &name }</h2>
                <p>{ speciality_words(lang, doctor) }</p>
                <p class="muted">{ price(lang, &doctor.services) }</p>
            </div>
            <div class="booking__next">
                if let Some(next) = next {
                    <p class="muted" aria-hidden="true">{ text::NEAREST.get(lang) }</p>
                    { next }
                    <Button kind={ButtonKind::Quiet} name={all} on_click={on_all}>{ text::ALL_TIMES.get(lang) }</Button>
                } else {
                    <p class="muted">{ text::NO_TIMES_30.get(lang) }</p>
                }
            </div>
        </article>
    }
}

/// «от 2 500 ₽»
fn price(lang: Lang, services: &[Service]) -> Option<String> {
    let least = services.iter().filter_map(|service| service.price).min()?;
    Some(format!("{}\u{a0}{}", text::FROM_PRICE.get(lang), text::money(lang, least)))
}
