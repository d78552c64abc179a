use shared::appointments::api::ChangePractitioner;
use shared::appointments::model::{Service, Speciality};
use shared::appointments::schedule::{PractitionerFacts, ScheduleLine};
use shared::appointments::text::page as booking;
use shared::appointments::text::schedule as text;
use shared::lang::Lang;
use uuid::Uuid;
use yew::prelude::*;

use super::hours::toggled;
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, Checkbox, Choosable, Combobox, failure, say};

#[derive(Properties, PartialEq)]
pub struct FactsFormProps {
    pub line: ScheduleLine,
    pub services: Vec<Service>,
    pub on_done: Callback<()>,
}

/// As what somebody is offered for booking.
#[component]
pub fn FactsForm(FactsFormProps { line, services, on_done }: &FactsFormProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let doctor = &line.practitioner;
    let facts = use_state_eq(|| PractitionerFacts {
        practitioner: doctor.id,
        speciality: doctor.speciality,
        languages: doctor.languages.clone(),
        services: doctor.services.iter().map(|service| service.id).collect(),
    });
    let onsubmit = {
        let (act, facts, on_done) = (act.clone(), facts.clone(), on_done.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let on_done = on_done.clone();
            act.send(ChangePractitioner { body: (*facts).clone() }, move |_| {
                say(text::KEPT.get(lang));
                on_done.emit(());
            });
        })
    };
    let specialities: Vec<Choosable> = Speciality::ALL
        .iter()
        .map(|it| Choosable { value: it.wire().into(), text: it.text().get(lang).into() })
        .collect();
    let on_speciality = {
        let facts = facts.clone();
        Callback::from(move |word: AttrValue| {
            if let Ok(speciality) = word.parse() {
                facts.set(PractitionerFacts { speciality, ..(*facts).clone() });
            }
        })
    };
    html! {
        <form class="own-form" novalidate=true {onsubmit}>
            <Combobox label={text::SPECIALITY.get(lang)} options={specialities}
                value={AttrValue::from(facts.speciality.wire())} on_choose={on_speciality} />
            { boxes(lang, &facts, services) }
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            <p><Button submits=true busy={act.is_busy()}>{ text::SAVE.get(lang) }</Button></p>
        </form>
    }
}

/// What can be booked with them, and what they speak.
fn boxes(lang: Lang, facts: &UseStateHandle<PractitionerFacts>, services: &[Service]) -> Html {
    let on_language = |code: &'static str| {
        let facts = facts.clone();
        Callback::from(move |_: bool| {
            let languages = toggled(&facts.languages, code.to_owned());
            facts.set(PractitionerFacts { languages, ..(*facts).clone() });
        })
    };
    let on_service = |id: Uuid| {
        let facts = facts.clone();
        Callback::from(move |_: bool| {
            let services = toggled(&facts.services, id);
            facts.set(PractitionerFacts { services, ..(*facts).clone() });
        })
    };
    html! {
        <>
            <fieldset>
                <legend class="field__label">{ text::SERVICES.get(lang) }</legend>
                if services.is_empty() {
                    <p class="muted">{ text::NO_SERVICES.get(lang) }</p>
                }
                for service in services {
                    <Checkbox key={service.id.to_string()} text={service.name.clone()}
                        is_on={facts.services.contains(&service.id)} on_change={on_service(service.id)} />
                }
            </fieldset>
            <fieldset>
                <legend class="field__label">{ text::LANGUAGES.get(lang) }</legend>
                for (code, name) in booking::LANGUAGES {
                    <Checkbox key={code} text={name.get(lang)} is_on={facts.languages.iter().any(|it| it == code)}
                        on_change={on_language(code)} />
                }
            </fieldset>
        </>
    }
}
