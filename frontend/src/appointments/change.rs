//! What a patient does with a visit that is booked: calendar, another time, cancelling.

use shared::appointments::api::{
    CancelAppointment, CloseCalendarFeed, MakeCalendarFeed, calendar_url,
};
use shared::appointments::clock;
use shared::appointments::model::{Appointment, CalendarFeed, Cancelling, VisitState};
use shared::appointments::rules::CANCELLING_MAX;
use shared::appointments::text::page as text;
use shared::id::PatientId;
use yew::prelude::*;

use super::about::About;
use crate::browser;
use crate::prefs::use_lang;
use crate::router::link;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Dialog, Icon, TextField, failure, say};

#[derive(Properties, PartialEq)]
pub struct ChangePanelProps {
    pub patient: PatientId,
    pub visit: Appointment,
    pub on_done: Callback<()>,
}

/// Moving and cancelling while it can be done here, and whom to call afterwards (APT-6).
#[component]
pub fn ChangePanel(ChangePanelProps { patient, visit, on_done }: &ChangePanelProps) -> Html {
    let lang = use_lang();
    let Some(until) = visit.changeable_until else {
        if visit.state != VisitState::Booked {
            return Html::default();
        }
        return html! { <p class="muted">{ text::TOO_LATE.get(lang) }</p> };
    };
    let told = text::changeable(lang, until, clock::offset(visit.utc_offset));
    let to = About::moving(*patient, visit);
    html! {
        <section class="panel stack not-on-paper" aria-labelledby="change-title">
            <h2 id="change-title">{ text::CHANGE.get(lang) }</h2>
            <p class="muted">{ told }</p>
            <div class="row">
                { link(to, "button button--secondary", html! { text::MOVE_VISIT.get(lang) }) }
                <Cancel patient={*patient} visit={visit.clone()} on_done={on_done.clone()} />
            </div>
        </section>
    }
}

/// Asks in words that name the visit (UX-9).
#[component]
fn Cancel(ChangePanelProps { patient, visit, on_done }: &ChangePanelProps) -> Html {
    let lang = use_lang();
    let asks = use_state_eq(|| false);
    let note = use_state_eq(String::new);
    let act = use_act();
    let ask = |is_on: bool| {
        let asks = asks.setter();
        Callback::from(move |()| asks.set(is_on))
    };
    let on_note = {
        let note = note.setter();
        Callback::from(move |typed: String| note.set(typed))
    };
    let on_cancel = {
        let (act, note, asks, on_done) =
            (act.clone(), note.clone(), asks.setter(), on_done.clone());
        let (patient, appointment, version) = (*patient, visit.id, visit.version);
        Callback::from(move |()| {
            let body = Cancelling { note: note.trim().to_owned(), version };
            let (asks, on_done) = (asks.clone(), on_done.clone());
            act.send(CancelAppointment { patient, appointment, body }, move |_| {
                asks.set(false);
                say(text::CANCELLED.get(lang));
                on_done.emit(());
            });
        })
    };
    let named = text::visit(lang, visit, clock::offset(visit.utc_offset));
    let error = act.field("note").map(|why| AttrValue::from(why.text().get(lang)));
    html! {
        <>
            <Button kind={ButtonKind::Quiet} on_click={ask(true)}>{ text::CANCEL_VISIT.get(lang) }</Button>
            <Dialog open={*asks} title={text::CANCEL_TITLE.get(lang)} on_close={ask(false)}>
                <p><b>{ named }</b></p>
                <p>{ visit.practitioner_name.full() }{ ", " }{ &visit.organization_name }</p>
                <p>{ text::CANCEL_LEAD.get(lang) }</p>
                <TextField label={text::CANCEL_NOTE.get(lang)} limit={CANCELLING_MAX} multiline=true autocomplete="off"
                    value={(*note).clone()} on_change={on_note} {error} />
                if let Some(problem) = act.problem().filter(|problem| problem.fields.is_empty()) {
                    { failure(lang, problem, None) }
                }
                <div class="row">
                    <Button kind={ButtonKind::Danger} busy={act.is_busy()} on_click={on_cancel}>
                        { text::CANCEL_VISIT.get(lang) }
                    </Button>
                    <Button kind={ButtonKind::Quiet} on_click={ask(false)}>{ text::KEEP_VISIT.get(lang) }</Button>
                </div>
            </Dialog>
        </>
    }
}

#[derive(Properties, PartialEq)]
pub struct CalendarPanelProps {
    pub patient: PatientId,
    pub visit: Appointment,
}

/// The visit for a calendar, and an address for all of them (APT-5).
#[component]
pub fn CalendarPanel(CalendarPanelProps { patient, visit }: &CalendarPanelProps) -> Html {
    let lang = use_lang();
    let href = calendar_url(*patient, visit.id);
    html! {
        <section class="stack not-on-paper">
            <p>
                <a class={ButtonKind::Secondary.class()} {href} download="visit.ics">
                    <span class="button__face">{ Icon::Calendar.draw() }{ text::TO_CALENDAR.get(lang) }</span>
                </a>
            </p>
            <Feed patient={*patient} />
        </section>
    }
}

#[derive(Properties, PartialEq)]
pub struct FeedProps {
    pub patient: PatientId,
}

/// The address that calendars read: made when it is wanted, and shown once.
#[component]
pub fn Feed(&FeedProps { patient }: &FeedProps) -> Html {
    let lang = use_lang();
    let made = use_state_eq(|| None::<CalendarFeed>);
    let act = use_act();
    let on_make = {
        let (act, made) = (act.clone(), made.setter());
        Callback::from(move |()| {
            let made = made.clone();
            act.send(MakeCalendarFeed { patient }, move |feed| made.set(Some(feed)));
        })
    };
    let on_close = {
        let (act, made) = (act.clone(), made.setter());
        Callback::from(move |()| {
            let made = made.clone();
            act.send(CloseCalendarFeed { patient }, move |_| {
                made.set(None);
                say(text::FEED_CLOSED.get(lang));
            });
        })
    };
    let copy = |url: &str| {
        let url = url.to_owned();
        Callback::from(move |()| {
            browser::copy(&url, Callback::from(move |()| say(text::COPIED.get(lang))));
        })
    };
    html! {
        <details class="more">
            <summary>{ text::FEED.get(lang) }</summary>
            <div class="stack">
                <p>{ text::FEED_LEAD.get(lang) }</p>
                if let Some(feed) = &*made {
                    <p class="entry__fact"><code>{ &feed.url }</code></p>
                    <p>{ text::FEED_ONCE.get(lang) }</p>
                    <p><Button kind={ButtonKind::Secondary} on_click={copy(&feed.url)}>{ text::COPY.get(lang) }</Button></p>
                }
                if let Some(problem) = act.problem() {
                    { failure(lang, problem, None) }
                }
                <div class="row">
                    if made.is_none() {
                        <Button kind={ButtonKind::Secondary} busy={act.is_busy()} on_click={on_make}>{ text::FEED_MAKE.get(lang) }</Button>
                    }
                    <Button kind={ButtonKind::Quiet} busy={act.is_busy()} on_click={on_close}>{ text::FEED_CLOSE.get(lang) }</Button>
                </div>
            </div>
        </details>
    }
}
