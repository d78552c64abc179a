//! What several pages of booking draw alike.

use shared::appointments::clock;
use shared::appointments::model::{Clinic, Payment, Service, Slot, VisitState};
use shared::appointments::text::page as text;
use shared::lang::Lang;
use time::OffsetDateTime;
use yew::prelude::*;

use crate::browser;
use crate::ui::{TagKind, tag};

/// A time by the clinic's clock, and by that of the device where it differs. `zone`: the clinic's,
/// where it is known.
pub fn moment(lang: Lang, at: OffsetDateTime, utc_offset: i32, zone: Option<&str>) -> Html {
    let (clinic, own) = (clock::offset(utc_offset), browser::offset_at(at));
    let told = text::full_moment(lang, at, clinic);
    let machine = machine(at, utc_offset);
    html! {
        <>
            <time datetime={machine}>{ told }</time>
            if let Some(here) = text::here(lang, at, clinic, own) {
                <span class="muted">
                    if let Some(zone) = zone {
                        { " " }{ text::by_clinic(lang, zone) }
                    }
                    { ", " }{ here }
                </span>
            }
        </>
    }
}

/// `2026-03-12T08:30`, by the clinic's clock.
fn machine(at: OffsetDateTime, utc_offset: i32) -> String {
    let at = at.to_offset(clock::offset(utc_offset));
    let (year, month, day) = at.to_calendar_date();
    let (hour, minute) = (at.hour(), at.minute());
    format!("{year:04}-{:02}-{day:02}T{hour:02}:{minute:02}", u8::from(month))
}

/// «чт, 12 марта, 14:30», with the other clock where there is one.
pub fn slot_words(lang: Lang, slot: &Slot) -> String {
    let (clinic, own) = (clock::offset(slot.utc_offset), browser::offset_at(slot.starts_at));
    let told = text::short_moment(lang, slot.starts_at, clinic);
    match text::here(lang, slot.starts_at, clinic, own) {
        Some(here) => format!("{told} ({here})"),
        None => told,
    }
}

/// A free time to be pressed.
pub fn slot_button(lang: Lang, slot: &Slot, on_time: &Callback<Slot>) -> Html {
    let onclick = {
        let slot = slot.clone();
        on_time.reform(move |_: MouseEvent| slot.clone())
    };
    html! {
        <button type="button" class="button button--secondary" {onclick}>{ slot_words(lang, slot) }</button>
    }
}

/// «Медведково · 2,4 км»: where a clinic is, in a line.
pub fn place(lang: Lang, clinic: &Clinic) -> String {
    let metro = clinic.metro.as_ref().map(|it| format!("{}: {it}", text::METRO.get(lang)));
    let distance = clinic.distance.map(|metres| text::distance(lang, metres));
    let city = Some(clinic.city.clone()).filter(|city| !city.is_empty());
    let parts = [city, clinic.district.clone(), metro, distance];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// «20 минут · По полису ОМС · 2 500 ₽»
pub fn service_words(lang: Lang, service: &Service) -> String {
    let mut parts = vec![text::minutes(lang, service.minutes.into())];
    parts.push(service.format.text().get(lang).to_owned());
    parts.extend(
        service.payments.iter().map(|payment| payment_words(lang, *payment, service.price)),
    );
    parts.join(" · ")
}

/// «Платно, 2 500 ₽»
pub fn payment_words(lang: Lang, payment: Payment, price: Option<u32>) -> String {
    let word = payment.text().get(lang);
    match (payment, price) {
        (Payment::Paid, Some(price)) => format!("{word}, {}", text::money(lang, price)),
        (Payment::Paid, None) | (Payment::Policy | Payment::Voluntary, _) => word.to_owned(),
    }
}

/// How far a visit is, as the patient reads it.
pub fn state_tag(lang: Lang, state: VisitState) -> Html {
    let kind = match state {
        VisitState::Booked | VisitState::Arrived | VisitState::InProgress => TagKind::Accent,
        VisitState::Done => TagKind::Positive,
        VisitState::NoShow => TagKind::Caution,
        VisitState::Cancelled => TagKind::Neutral,
    };
    tag(kind, None, state.text().get(lang))
}

/// One of several, or none of them: each is a press.
pub fn chips<T: Clone + PartialEq + 'static>(
    legend: &'static str,
    any: &'static str,
    options: Vec<(T, String)>,
    chosen: Option<&T>,
    on_choose: &Callback<Option<T>>,
) -> Html {
    let chip = |value: Option<T>, words: String| {
        let is_chosen = value.as_ref() == chosen;
        let onclick = on_choose.reform(move |_: MouseEvent| value.clone());
        html! {
            <button type="button" class="chip" aria-pressed={is_chosen.to_string()} {onclick}>
                { words }
            </button>
        }
    };
    html! {
        <div class="row" role="group" aria-label={legend}>
            <span class="muted" aria-hidden="true">{ legend }{ ":" }</span>
            { chip(None, any.to_owned()) }
            for (value, words) in options {
                { chip(Some(value), words) }
            }
        </div>
    }
}
