use shared::appointments::api::{ChangeReminders, FindReminders};
use shared::appointments::reminders::{LEADS, LEADS_MAX, ReminderSettings};
use shared::appointments::text::waiting as text;
use shared::id::PatientId;
use yew::prelude::*;

use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Checkbox, SkeletonKind, failure, say, skeleton};

#[derive(Properties, PartialEq)]
pub struct RemindersProps {
    pub patient: PatientId,
}

/// When to be reminded of visits (APT-7); asked for only when it is opened.
#[component]
pub fn Reminders(&RemindersProps { patient }: &RemindersProps) -> Html {
    let lang = use_lang();
    let is_open = use_state_eq(|| false);
    let onclick = {
        let is_open = is_open.setter();
        Callback::from(move |_: MouseEvent| is_open.set(true))
    };
    html! {
        <details class="more not-on-paper">
            <summary {onclick}>{ text::REMINDERS.get(lang) }</summary>
            if *is_open {
                <Loaded {patient} />
            }
        </details>
    }
}

#[component]
fn Loaded(&RemindersProps { patient }: &RemindersProps) -> Html {
    let lang = use_lang();
    let loader = use_load(FindReminders { patient });
    match loader.load() {
        Load::Waiting => skeleton(lang, SkeletonKind::List),
        Load::Failed(problem) => failure(lang, &problem, Some(loader.reload())),
        Load::Ready(settings) => html! { <Form {patient} leads={settings.leads.clone()} /> },
    }
}

#[derive(Properties, PartialEq)]
struct FormProps {
    patient: PatientId,
    leads: Vec<u32>,
}

#[component]
fn Form(FormProps { patient, leads }: &FormProps) -> Html {
    let lang = use_lang();
    let patient = *patient;
    let act = use_act();
    let chosen = use_state_eq(|| leads.clone());
    let onsubmit = {
        let (act, chosen) = (act.clone(), chosen.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            // The night is that of where the patient is now.
            let time_zone = browser::time_zone();
            let body = ReminderSettings { leads: (*chosen).clone(), time_zone };
            act.send(ChangeReminders { patient, body }, move |_| say(text::SAVED.get(lang)));
        })
    };
    let choice = |lead: u32| {
        let is_on = chosen.contains(&lead);
        let on_change = {
            let chosen = chosen.clone();
            Callback::from(move |is_on: bool| {
                let others = chosen.iter().copied().filter(|other| *other != lead);
                chosen.set(others.chain(is_on.then_some(lead)).collect());
            })
        };
        let disabled = !is_on && chosen.len() >= LEADS_MAX;
        html! { <Checkbox text={text::lead(lang, lead)} {is_on} {on_change} {disabled} /> }
    };
    html! {
        <form class="own-form" novalidate=true {onsubmit}>
            <p>{ text::REMINDERS_LEAD.get(lang) }</p>
            for lead in LEADS {
                { choice(lead) }
            }
            if chosen.is_empty() {
                <p class="muted" role="status">{ text::REMINDERS_NONE.get(lang) }</p>
            }
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            <p>
                <Button kind={ButtonKind::Secondary} submits=true busy={act.is_busy()}>{ text::SAVE.get(lang) }</Button>
            </p>
        </form>
    }
}
