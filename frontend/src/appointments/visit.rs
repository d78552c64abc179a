use shared::appointments::api::FindAppointment;
use shared::appointments::clock;
use shared::appointments::model::{VisitCard, VisitChange, VisitEvent, VisitState};
use shared::appointments::text::page as text;
use shared::format;
use shared::id::{AppointmentId, EntryId, PatientId};
use shared::lang::{Lang, Text};
use yew::prelude::*;

use super::change::{CalendarPanel, ChangePanel};
use super::doctors::said;
use super::pass::PassPanel;
use super::review::ReviewForm;
use super::view::{moment, payment_words, state_tag};
use crate::browser;
use crate::live::use_live;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::{closed_card, on_news};
use crate::route::Route;
use crate::router::link;
use crate::shell::Title;
use crate::ui::{
    Button, ButtonKind, Fact, Icon, SkeletonKind, TimelineItem, slow_skeleton, summary_list,
    timeline,
};

/// How far it is, for the focus.
const STATE: &str = "visit-state";

#[derive(Properties, PartialEq)]
pub struct VisitPageProps {
    pub patient: PatientId,
    pub appointment: AppointmentId,
}

/// Everything about one visit: before it where to go and what to bring, afterwards what was said
/// (REC-15).
#[component]
pub fn VisitPage(&VisitPageProps { patient, appointment }: &VisitPageProps) -> Html {
    let lang = use_lang();
    let loader = use_load(FindAppointment { patient, appointment });
    use_live(patient, on_news(lang, loader.reload()));
    let stands = match loader.load() {
        Load::Ready(card) => Some((card.appointment.state, card.review.is_some())),
        Load::Waiting | Load::Failed(_) => None,
    };
    {
        let known = use_mut_ref(|| None);
        use_effect_with(stands, move |stands| {
            // The button that changed it has gone.
            if known.replace(*stands).is_some() && browser::is_focus_lost() {
                browser::focus_in_place_id(STATE);
            }
        });
    }
    let back = html! { <>{ Icon::Back.draw() }{ text::VISITS.get(lang) }</> };
    let load = loader.load();
    let title = match &load {
        Load::Ready(card) => named(lang, card),
        Load::Waiting | Load::Failed(_) => text::VISIT.get(lang).to_owned(),
    };
    let body = match &load {
        Load::Waiting => {
            slow_skeleton(lang, SkeletonKind::Cards, loader.is_slow(), loader.cancel())
        }
        Load::Failed(problem) => closed_card(lang, problem, loader.reload()),
        Load::Ready(card) => parts(lang, patient, card, &loader.reload()),
    };
    html! {
        <div class="page page--narrow">
            <div class="row">{ link(Route::Visits { patient }, "back", back) }</div>
            // The window's title says nothing of health.
            <Title text={title} window={text::VISIT.get(lang)} />
            { body }
        </div>
    }
}

fn named(lang: Lang, card: &VisitCard) -> String {
    let visit = &card.appointment;
    text::visit(lang, visit, clock::offset(visit.utc_offset))
}

fn parts(lang: Lang, patient: PatientId, card: &VisitCard, reload: &Callback<()>) -> Html {
    let visit = &card.appointment;
    let appointment = visit.id;
    let is_coming = matches!(visit.state, VisitState::Booked | VisitState::Arrived);
    let late = visit.late_minutes.filter(|minutes| is_coming && *minutes > 0);
    html! {
        <>
            <p id={STATE} tabindex="-1">{ state_tag(lang, visit.state) }</p>
            if visit.state == VisitState::Cancelled {
                { called_off(lang, card) }
            }
            if let Some(minutes) = late {
                <p class="notice" role="status">{ text::late(lang, minutes.into()) }</p>
            }
            <section class="panel">{ facts(lang, card) }</section>
            if is_coming {
                { before(lang, card) }
            }
            if visit.state == VisitState::Booked {
                <PassPanel {patient} {appointment} paper={paper(lang, card)} />
                <CalendarPanel {patient} visit={visit.clone()} />
                <ChangePanel {patient} visit={visit.clone()} on_done={reload.clone()} />
            }
            { after(lang, patient, card) }
            if card.may_review {
                <ReviewForm {patient} {appointment} on_done={reload.clone()} />
            } else if let Some(review) = &card.review {
                <section class="panel stack" aria-labelledby="review-title">
                    <h2 id="review-title">{ text::YOUR_REVIEW.get(lang) }</h2>
                    { said(lang, review) }
                </section>
            }
            { opened(lang, patient, card) }
            { history(lang, card) }
            <p class="not-on-paper">
                <Button kind={ButtonKind::Quiet} on_click={Callback::from(|()| browser::print())}>
                    { text::PRINT.get(lang) }
                </Button>
            </p>
        </>
    }
}

/// Who called it off, why in their words, and the way to another time.
fn called_off(lang: Lang, card: &VisitCard) -> Html {
    let last = card.history.iter().rev().find(|change| change.event == VisitEvent::Cancelled);
    let Some(change) = last else { return Html::default() };
    let offset = clock::offset(card.appointment.utc_offset);
    let again =
        Route::Practitioner { practitioner: card.appointment.practitioner, about: String::new() };
    html! {
        <section class="panel stack">
            <p><b>{ text::change(lang, change, offset) }</b>{ " · " }{ change.by.text().get(lang) }</p>
            if let Some(note) = &change.note {
                <p>{ note }</p>
            }
            <p class="not-on-paper">{ link(again, "button button--primary", html! { text::BOOK_AGAIN.get(lang) }) }</p>
        </section>
    }
}

fn fact(lang: Lang, name: Text, value: Html) -> Fact {
    Fact { name: name.get(lang).into(), value }
}

/// What a printed pass says beside its code: when, with whom, where, and what to bring. Not what it is
/// about: the desk reads it.
fn paper(lang: Lang, card: &VisitCard) -> Html {
    let (visit, clinic) = (&card.appointment, &card.clinic);
    let at = moment(lang, visit.starts_at, visit.utc_offset, Some(&clinic.time_zone));
    let address = visit.address.clone().or_else(|| clinic.address.clone());
    let known = [
        (text::DOCTOR, Some(visit.practitioner_name.full())),
        (text::CLINIC, Some(clinic.name.clone())),
        (text::ADDRESS, address),
        (text::METRO, clinic.metro.clone()),
        (text::DIRECTIONS, clinic.directions.clone()),
        (text::ROOM, visit.room.clone()),
        (text::PHONE, clinic.phone.clone()),
        (text::BRING, Some(text::bring(visit.payment).get(lang).to_owned())),
        (text::PREPARE, card.preparation.clone()),
    ];
    let known = known
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| fact(lang, name, html! { value })));
    let when = fact(lang, text::WHEN, html! { <b>{ at }</b> });
    summary_list(std::iter::once(when).chain(known).collect())
}

/// What for, with whom, where and when.
fn facts(lang: Lang, card: &VisitCard) -> Html {
    let (visit, clinic) = (&card.appointment, &card.clinic);
    let doctor = format!(
        "{}, {}",
        visit.practitioner_name.full(),
        browser::lowercase(visit.speciality.text().get(lang))
    );
    let at = moment(lang, visit.starts_at, visit.utc_offset, Some(&clinic.time_zone));
    let service = format!("{} · {}", visit.service, visit.format.text().get(lang));
    let address = visit.address.clone().or_else(|| clinic.address.clone());
    let mut facts = vec![
        fact(lang, text::WHEN, html! { <b>{ at }</b> }),
        fact(lang, text::DOCTOR, html! { doctor }),
        fact(lang, text::WHAT_FOR, html! { service }),
        fact(lang, text::CLINIC, html! { clinic.name.clone() }),
    ];
    let known = [
        (text::ADDRESS, address),
        (text::METRO, clinic.metro.clone()),
        (text::DIRECTIONS, clinic.directions.clone()),
        (text::ROOM, visit.room.clone()),
        (text::WHO_PAYS, Some(payment_words(lang, visit.payment, visit.price))),
        (text::WHY, card.reason.clone().filter(|reason| !reason.is_empty())),
        (text::CHANNEL, Some(visit.channel.text().get(lang).to_owned())),
    ];
    for (name, value) in known {
        facts.extend(value.map(|value| fact(lang, name, html! { value })));
    }
    if let Some(phone) = &clinic.phone {
        let digits: String = phone.chars().filter(|it| it.is_ascii_digit() || *it == '+').collect();
        facts.push(fact(
            lang,
            text::PHONE,
            html! { <a href={format!("tel:{digits}")}>{ phone }</a> },
        ));
    }
    summary_list(facts)
}

/// How to prepare and what to bring.
fn before(lang: Lang, card: &VisitCard) -> Html {
    html! {
        <section class="panel stack">
            if let Some(preparation) = &card.preparation {
                <div>
                    <h2>{ text::PREPARE.get(lang) }</h2>
                    <p class="report__words">{ preparation }</p>
                </div>
            }
            <div>
                <h2>{ text::BRING.get(lang) }</h2>
                <p>{ text::bring(card.appointment.payment).get(lang) }</p>
            </div>
        </section>
    }
}

/// What the doctor wrote.
fn after(lang: Lang, patient: PatientId, card: &VisitCard) -> Html {
    if card.protocols.is_empty() {
        return Html::default();
    }
    html! {
        <section class="panel stack" aria-labelledby="after-title">
            <h2 id="after-title">{ text::AFTERWARDS.get(lang) }</h2>
            { entries(lang, patient, text::PROTOCOL, &card.protocols) }
        </section>
    }
}

/// Links to entries, numbered where there are several.
fn entries(lang: Lang, patient: PatientId, word: Text, entries: &[EntryId]) -> Html {
    let name = |number: usize| {
        let word = word.get(lang);
        if entries.len() == 1 { word.to_owned() } else { format!("{word}\u{a0}{number}") }
    };
    html! {
        <ul class="entry-links">
            for (number, entry) in (1..).zip(entries) {
                <li key={entry.to_string()}>
                    { link(Route::Entry { patient, entry: *entry }, "", html! { name(number) }) }
                </li>
            }
        </ul>
    }
}

/// Until when the doctor sees the card, and what was opened besides.
fn opened(lang: Lang, patient: PatientId, card: &VisitCard) -> Html {
    if card.card_open_until.is_none() && card.attachments.is_empty() {
        return Html::default();
    }
    let doctor = card.appointment.practitioner_name.short();
    let until = card.card_open_until.map(|until| {
        let day = until.to_offset(browser::offset_at(until)).date();
        text::card_is_open(lang, &doctor, day)
    });
    html! {
        <section class="panel stack not-on-paper" aria-labelledby="opened-title">
            <h2 id="opened-title">{ text::CARD_OPEN.get(lang) }</h2>
            if let Some(until) = until {
                <p>{ until }</p>
            }
            if !card.attachments.is_empty() {
                <p class="muted">{ text::ATTACHED.get(lang) }{ ":" }</p>
                { entries(lang, patient, text::ENTRY, &card.attachments) }
            }
            <p>{ link(Route::Consent { patient }, "", html! { shared::consent::text::TITLE.get(lang) }) }</p>
        </section>
    }
}

/// What happened to the booking, the oldest first.
fn history(lang: Lang, card: &VisitCard) -> Html {
    let offset = clock::offset(card.appointment.utc_offset);
    let item = |(place, change): (usize, &VisitChange)| TimelineItem {
        key: format!("change-{place}").into(),
        icon: icon(change.event),
        when: html! { format::moment(lang, change.at, browser::offset_at(change.at)) },
        content: html! {
            <>
                <p><b>{ text::change(lang, change, offset) }</b>{ " · " }{ change.by.text().get(lang) }</p>
                if let Some(note) = &change.note {
                    <p>{ note }</p>
                }
            </>
        },
    };
    html! {
        <details class="more not-on-paper">
            <summary>{ text::HISTORY.get(lang) }</summary>
            { timeline(card.history.iter().enumerate().map(item)) }
        </details>
    }
}

const fn icon(event: VisitEvent) -> Icon {
    match event {
        VisitEvent::Booked | VisitEvent::Moved | VisitEvent::Reverted => Icon::Calendar,
        VisitEvent::Cancelled | VisitEvent::Missed => Icon::Close,
        VisitEvent::Arrived | VisitEvent::Started | VisitEvent::Finished => Icon::Check,
        VisitEvent::RunningLate => Icon::Clock,
    }
}
