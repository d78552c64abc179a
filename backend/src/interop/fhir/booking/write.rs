//! Times and visits as FHIR writes them: `Schedule`, `Slot` and `Appointment`. Nothing of it tells
//! whose a visit is.

use shared::appointments::model::{HoldRefusal, Slot, Speciality};
use shared::interop::booking::{SlotId, status};
use shared::interop::fhir::json::{Json, object, present};
use shared::interop::fhir::outcome::{Issue, outcome};
use shared::lang::Lang;
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

use crate::app::{App, moment};
use crate::appointments::programs::{Offer, Reserved, Timetable};

const SPECIALITY: &str = "urn:medkarta:speciality";
const SERVICE: &str = "urn:medkarta:service";
const PRICE: &str = "urn:medkarta:price";
const HOLD: &str = "urn:medkarta:hold";
const FREE: &str = "urn:medkarta:free-slot";
const REFUSAL: &str = "urn:medkarta:refusal";

fn text(of: impl Into<String>) -> Json<'static> {
    let of: String = of.into();
    Json::str(of)
}

fn list(one: Json<'static>) -> Json<'static> {
    Json::Array(vec![one])
}

fn instant(at: OffsetDateTime) -> Json<'static> {
    text(at.format(&Rfc3339).unwrap_or_default())
}

/// As the clock of the clinic shows it.
fn local(at: OffsetDateTime, utc_offset: i32) -> Json<'static> {
    let offset = UtcOffset::from_whole_seconds(utc_offset.saturating_mul(60));
    instant(at.to_offset(offset.unwrap_or(UtcOffset::UTC)))
}

fn concept(system: &'static str, code: String, display: String) -> Json<'static> {
    let coding = object([
        ("system", Json::str(system)),
        ("code", text(code)),
        ("display", text(display.clone())),
    ]);
    object([("coding", list(coding)), ("text", text(display))])
}

fn speciality(of: Speciality) -> Json<'static> {
    concept(SPECIALITY, of.wire().to_owned(), of.text().get(Lang::Ru).to_owned())
}

fn reference(to: String, display: String) -> Json<'static> {
    object([("reference", text(to)), ("display", text(display))])
}

/// «Поликлиника № 1, ул. Лесная, 5»
fn place(clinic: &str, address: Option<&str>) -> String {
    address.map_or_else(|| clinic.to_owned(), |address| format!("{clinic}, {address}"))
}

/// What a time is called.
pub fn slot_id(slot: &Slot) -> SlotId {
    let minute = slot.starts_at.unix_timestamp().div_euclid(60);
    SlotId {
        practitioner: slot.practitioner,
        service: slot.service,
        minute: u32::try_from(minute).unwrap_or(0),
    }
}

/// When somebody receives.
pub fn schedule(of: &Timetable) -> Json<'static> {
    let who = &of.practitioner;
    let services = who.services.iter();
    let types = services.clone().map(|it| concept(SERVICE, it.id.to_string(), it.name.clone()));
    let clinic = place(&who.organization_name, of.address.as_deref());
    let mut actors = vec![
        reference(format!("PractitionerRole/{}", who.id), who.name.full()),
        reference(format!("Location/{}", who.organization), clinic),
    ];
    actors.extend(
        services.map(|it| reference(format!("HealthcareService/{}", it.id), it.name.clone())),
    );
    let horizon = object([("start", instant(moment(of.from))), ("end", instant(moment(of.to)))]);
    let types: Vec<Json<'static>> = types.collect();
    present([
        ("resourceType", Some(Json::str("Schedule"))),
        ("id", Some(text(who.id.to_string()))),
        ("active", Some(Json::Bool(true))),
        ("serviceType", (!types.is_empty()).then_some(Json::Array(types))),
        ("specialty", Some(list(speciality(who.speciality)))),
        ("actor", Some(Json::Array(actors))),
        ("planningHorizon", Some(horizon)),
    ])
}

fn service(of: &Offer) -> Json<'static> {
    concept(SERVICE, of.slot.service.to_string(), of.service_name.clone())
}

/// A time that is free.
pub fn slot(of: &Offer) -> Json<'static> {
    let Slot { practitioner, starts_at, ends_at, utc_offset, .. } = of.slot;
    let schedule = object([("reference", text(format!("Schedule/{practitioner}")))]);
    object([
        ("resourceType", Json::str("Slot")),
        ("id", text(slot_id(&of.slot).to_string())),
        ("serviceType", list(service(of))),
        ("specialty", list(speciality(of.speciality))),
        ("schedule", schedule),
        ("status", Json::str("free")),
        ("start", local(starts_at, utc_offset)),
        ("end", local(ends_at, utc_offset)),
    ])
}

/// A visit that could be booked, is held, or is booked.
fn visit(
    of: &Offer,
    id: Option<String>,
    status: &'static str,
    more: Vec<Json<'static>>,
) -> Json<'static> {
    let Slot { practitioner, starts_at, ends_at, utc_offset, .. } = of.slot;
    let clinic = place(&of.organization_name, of.address.as_deref());
    let takes_part =
        |who: Json<'static>| object([("actor", who), ("status", Json::str("accepted"))]);
    let participants = vec![
        takes_part(reference(format!("PractitionerRole/{practitioner}"), of.name.full())),
        takes_part(reference(format!("Location/{}", of.organization), clinic)),
    ];
    let mut extensions = more;
    extensions.extend(of.price.map(|price| {
        let value = format!("{}.{:02}", price / 100, price % 100);
        let money = object([("value", Json::Number(value.into())), ("currency", Json::str("RUB"))]);
        object([("url", Json::str(PRICE)), ("valueMoney", money)])
    }));
    let slot = object([("reference", text(format!("Slot/{}", slot_id(&of.slot))))]);
    present([
        ("resourceType", Some(Json::str("Appointment"))),
        ("id", id.map(text)),
        ("extension", (!extensions.is_empty()).then_some(Json::Array(extensions))),
        ("status", Some(Json::str(status))),
        ("serviceType", Some(list(service(of)))),
        ("specialty", Some(list(speciality(of.speciality)))),
        ("start", Some(local(starts_at, utc_offset))),
        ("end", Some(local(ends_at, utc_offset))),
        ("slot", Some(list(slot))),
        ("participant", Some(Json::Array(participants))),
    ])
}

/// A visit that could be booked.
pub fn proposed(of: &Offer) -> Json<'static> {
    visit(of, None, "proposed", Vec::new())
}

/// What is held or booked.
pub fn reserved(of: &Reserved) -> Json<'static> {
    let id = of.id.to_string();
    let Some(state) = of.state else {
        let part = |url: &'static str, name: &'static str, value: Json<'static>| {
            object([("url", Json::str(url)), (name, value)])
        };
        let until = of.until.map(|until| part("until", "valueInstant", instant(moment(until))));
        let parts = [Some(part("id", "valueId", text(id.clone()))), until];
        let parts = parts.into_iter().flatten().collect();
        let hold = object([("url", Json::str(HOLD)), ("extension", Json::Array(parts))]);
        return visit(&of.offer, Some(id), "proposed", vec![hold]);
    };
    visit(&of.offer, Some(id), status(state), Vec::new())
}

/// What was found; `ignored` is what of the question was not understood.
pub fn searchset(
    app: &App,
    url: &str,
    found: Vec<Json<'static>>,
    ignored: &[Issue],
) -> Json<'static> {
    let base = format!("{}/fhir/R4", app.settings().origin);
    let mode = |mode: &'static str| object([("mode", Json::str(mode))]);
    let total = found.len().to_string();
    let mut entries: Vec<Json<'static>> = Vec::with_capacity(found.len() + 1);
    for resource in found {
        let kind = resource.text("resourceType").unwrap_or_default();
        let url = resource.text("id").map(|id| format!("{base}/{kind}/{id}"));
        entries.push(present([
            ("fullUrl", url.map(text)),
            ("resource", Some(resource)),
            ("search", Some(mode("match"))),
        ]));
    }
    if !ignored.is_empty() {
        entries.push(object([("resource", outcome(ignored)), ("search", mode("outcome"))]));
    }
    let link = object([("relation", Json::str("self")), ("url", text(format!("{base}/{url}")))]);
    present([
        ("resourceType", Some(Json::str("Bundle"))),
        ("id", Some(text(app.new_id().to_string()))),
        ("type", Some(Json::str("searchset"))),
        ("total", Some(Json::Number(total.into()))),
        ("link", Some(list(link))),
        ("entry", (!entries.is_empty()).then_some(Json::Array(entries))),
    ])
}

/// Why a time cannot be had, with the next free ones.
pub fn refusal(why: HoldRefusal, free: &[Offer]) -> Json<'static> {
    let coding = object([("system", Json::str(REFUSAL)), ("code", Json::str(why.wire()))]);
    let free: Vec<Json<'static>> = free
        .iter()
        .map(|offer| {
            let at = local(offer.slot.starts_at, offer.slot.utc_offset);
            let display = at.as_str().unwrap_or_default().to_owned();
            let slot = reference(format!("Slot/{}", slot_id(&offer.slot)), display);
            object([("url", Json::str(FREE)), ("valueReference", slot)])
        })
        .collect();
    let issue = present([
        ("extension", (!free.is_empty()).then_some(Json::Array(free))),
        ("severity", Some(Json::str("error"))),
        ("code", Some(Json::str("conflict"))),
        ("details", Some(object([("coding", list(coding))]))),
        ("diagnostics", Some(Json::str(words(why)))),
    ]);
    object([("resourceType", Json::str("OperationOutcome")), ("issue", list(issue))])
}

/// In English: integrators of all countries read it.
const fn words(why: HoldRefusal) -> &'static str {
    match why {
        HoldRefusal::Taken => "the time is taken; the next free ones are beside",
        HoldRefusal::Clash => "who is to come has another visit at that time",
        HoldRefusal::CardSuspended => "the card cannot be booked with",
        HoldRefusal::PolicyUnconfirmed => "only what is paid can be booked",
        HoldRefusal::TooLate => "the time begins too soon to be booked",
        HoldRefusal::TooMany => "who is to come has too many visits ahead",
    }
}
