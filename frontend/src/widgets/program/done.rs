use std::rc::Rc;

use shared::appointments::text::page as text;
use shared::lang::Lang;
use shared::widgets::model::GuestVisit;
use shared::widgets::words;
use yew::prelude::*;

use super::heading::Heading;
use super::page::tel;
use crate::appointments::{moment, payment_words};
use crate::prefs::use_lang;
use crate::saving::save;
use crate::ui::{Button, ButtonKind, Fact, Icon, summary_list};

#[derive(Properties, PartialEq)]
pub struct DoneProps {
    pub visit: Rc<GuestVisit>,
    /// Another visit is to be booked.
    pub on_again: Callback<()>,
}

/// What was booked, by the clinic's clock.
#[component]
pub fn Done(DoneProps { visit, on_again }: &DoneProps) -> Html {
    let lang = use_lang();
    html! {
        <>
            <Heading text={text::BOOKED.get(lang)} />
            <p class="lead">{ words::DONE_LEAD.get(lang) }</p>
            { facts(lang, visit) }
            <div class="row">
                { calendar(lang, visit) }
                <Button kind={ButtonKind::Quiet} on_click={on_again.clone()}>{ words::BOOK_AGAIN.get(lang) }</Button>
            </div>
            <p class="notice">{ words::HOW_TO_CANCEL.get(lang) }</p>
        </>
    }
}

/// A visit as its guest needs it.
pub fn facts(lang: Lang, visit: &GuestVisit) -> Html {
    let when = moment(lang, visit.starts_at, visit.utc_offset, None);
    let mut facts = vec![
        fact(
            words::NUMBER.get(lang),
            html! { <span class="widget__number">{ &visit.number }</span> },
        ),
        fact(text::WHEN.get(lang), html! { <b>{ when }</b> }),
        fact(
            text::DOCTOR.get(lang),
            html! { <>{ visit.practitioner_name.full() }{ ", " }{ visit.speciality.text().get(lang) }</> },
        ),
        fact(text::WHAT_FOR.get(lang), html! { &visit.service }),
        fact(text::CLINIC.get(lang), html! { &visit.clinic_name }),
    ];
    let more = [
        (text::ADDRESS, &visit.address),
        (text::DIRECTIONS, &visit.directions),
        (text::ROOM, &visit.room),
        (text::PREPARE, &visit.preparation),
    ];
    for (name, value) in more {
        if let Some(value) = value {
            facts.push(fact(name.get(lang), html! { value.clone() }));
        }
    }
    facts.push(fact(
        text::WHO_PAYS.get(lang),
        html! { payment_words(lang, visit.payment, visit.price) },
    ));
    if let Some(phone) = &visit.phone {
        facts.push(fact(text::PHONE.get(lang), html! { <a href={tel(phone)}>{ phone }</a> }));
    }
    summary_list(facts)
}

fn fact(name: &'static str, value: Html) -> Fact {
    Fact { name: name.into(), value }
}

/// Saves the event for a calendar.
pub fn calendar(lang: Lang, visit: &GuestVisit) -> Html {
    let event = visit.calendar.clone();
    let on_click = Callback::from(move |()| save(event.as_bytes(), "visit.ics"));
    html! {
        <Button kind={ButtonKind::Secondary} icon={Icon::Calendar} {on_click}>{ text::TO_CALENDAR.get(lang) }</Button>
    }
}
