use shared::appointments::schedule::{ScheduleDesk, ScheduleLine};
use shared::appointments::text::schedule as text;
use shared::id::PractitionerRoleId;
use shared::lang::Lang;
use yew::prelude::*;

use super::facts::FactsForm;
use super::page::View;
use crate::prefs::use_lang;
use crate::router::link;
use crate::ui::{Button, ButtonKind, Dialog, Icon, empty_state};

#[derive(Properties, PartialEq)]
pub struct PeopleProps {
    pub desk: ScheduleDesk,
    pub on_done: Callback<()>,
}

/// Everybody who receives, with their week in words.
#[component]
pub fn People(PeopleProps { desk, on_done }: &PeopleProps) -> Html {
    let lang = use_lang();
    let open = use_state_eq(|| None::<PractitionerRoleId>);
    if desk.schedules.is_empty() {
        return empty_state(Icon::People, text::NOBODY.get(lang), Html::default());
    }
    let close = {
        let open = open.setter();
        Callback::from(move |()| open.set(None))
    };
    let on_kept = {
        let (close, on_done) = (close.clone(), on_done.clone());
        Callback::from(move |()| {
            close.emit(());
            on_done.emit(());
        })
    };
    let opened = desk.schedules.iter().find(|line| Some(line.practitioner.id) == *open);
    let title = opened.map(|line| line.practitioner.name.full()).unwrap_or_default();
    html! {
        <section class="panel" aria-label={text::PEOPLE.get(lang)}>
            <ul class="rows">
                for line in &desk.schedules {
                    <li key={line.practitioner.id.to_string()}>{ row(lang, line, &open) }</li>
                }
            </ul>
            <Dialog open={opened.is_some()} {title} drawer=true on_close={close}>
                if let Some(line) = opened {
                    <FactsForm key={line.practitioner.id.to_string()} line={line.clone()}
                        services={desk.services.clone()} on_done={on_kept} />
                }
            </Dialog>
        </section>
    }
}

fn row(lang: Lang, line: &ScheduleLine, open: &UseStateHandle<Option<PractitionerRoleId>>) -> Html {
    let doctor = &line.practitioner;
    let (id, name) = (doctor.id, doctor.name.full());
    let facts_name = format!("{}: {name}", text::CHANGE_FACTS.get(lang));
    let on_facts = {
        let open = open.setter();
        Callback::from(move |()| open.set(Some(id)))
    };
    html! {
        <>
            <div class="rows__text">
                <p><b>{ name.clone() }</b>{ ", " }{ doctor.speciality.text().get(lang) }</p>
                <p class="muted">{ summary(lang, line) }</p>
            </div>
            <div class="row">
                { link(View::Hours(id).route(), "button button--secondary", html! {
                    <>{ text::CHANGE_HOURS.get(lang) }<span class="unseen">{ ": " }{ name }</span></>
                }) }
                <Button kind={ButtonKind::Quiet} name={facts_name} on_click={on_facts}>{ text::CHANGE_FACTS.get(lang) }</Button>
            </div>
        </>
    }
}

/// The week in words, and how many days are special.
fn summary(lang: Lang, line: &ScheduleLine) -> String {
    let Some(pattern) = &line.pattern else { return text::NO_PATTERN.get(lang).to_owned() };
    let mut told = text::week(lang, &pattern.hours);
    let special = u64::try_from(pattern.exceptions.len()).unwrap_or(u64::MAX);
    if special > 0 {
        if !told.is_empty() {
            told.push_str(" · ");
        }
        told.push_str(&text::exceptions(lang, special));
    }
    told
}
