//! Booking by programs over FHIR (INT-10): what is free is computed, what is booked here is a visit
//! like every other, and what a program sent in by itself stays with the rest of what it sent.

mod write;

use poem::Response;
use poem::http::{HeaderMap, StatusCode, header};
use shared::id::{AppointmentId, PractitionerRoleId};
use shared::interop::booking::{SPAN_MAX, SlotId, TIMES_MAX, is_key};
use shared::interop::fhir::json::Json;
use shared::interop::fhir::outcome::{Issue, IssueCode, outcome};
use shared::interop::fhir::person::read_name;
use shared::interop::fhir::validate::check;
use shared::interop::fhir::when::Span;
use shared::interop::scope::Operation as Right;
use shared::widgets::model::GuestLang;
use uuid::Uuid;

use super::api::{insert, parse, respond};
use super::refusal::Refusal;
use crate::app::{App, micros, moment};
use crate::appointments::programs::{self, Named, NewGuest, ProgramError, Wish};
use crate::interop::program::Authorized;

const APPOINTMENT: &str = "Appointment";
/// Free times on a page, at most.
const COUNT_MAX: usize = 500;
/// More than any clinic lets patients book ahead.
const AHEAD_MAX: time::Duration = time::Duration::days(400);

/// What is done with visits, beside what is done with every resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation<'r> {
    Find,
    Hold,
    Book,
    Cancel { id: &'r str },
}

fn allow(by: &Authorized, kind: &str, right: Right) -> Result<(), Refusal> {
    if by.scopes.allows(kind, right) {
        return Ok(());
    }
    Err(Refusal::forbidden(format!("the token's scopes do not allow this for {kind}")))
}

/// Does what was asked with a visit, or says why not.
pub async fn act(
    app: &App,
    by: &Authorized,
    operation: Operation<'_>,
    headers: &HeaderMap,
    sent: &str,
) -> Result<Response, Refusal> {
    let right = match operation {
        Operation::Find => Right::Search,
        Operation::Hold | Operation::Book => Right::Create,
        Operation::Cancel { .. } => Right::Update,
    };
    allow(by, APPOINTMENT, right)?;
    let done = match operation {
        Operation::Find => return find_times(app, by, &parameters(sent)?).await,
        Operation::Hold => {
            let body = parameters(sent)?;
            let named = Named { key: key(headers)?, asked: &body.to_string() };
            let slot = said(&body, "slot").and_then(|slot| id_in(slot, "Slot"));
            let slot = slot.ok_or_else(|| lacking("slot", "a reference to a Slot"))?;
            let slot = SlotId::read(slot).ok_or_else(Refusal::not_found)?;
            programs::hold(app, &by.caller, slot, named).await
        }
        Operation::Book => {
            let body = parameters(sent)?;
            let named = Named { key: key(headers)?, asked: &body.to_string() };
            let hold = said(&body, "hold").ok_or_else(|| lacking("hold", "the id of a hold"))?;
            let hold: Uuid = hold.parse().map_err(|_| Refusal::not_found())?;
            programs::book(app, &by.caller, (hold, &guest(&body)?), named).await
        }
        Operation::Cancel { id } => {
            let id: AppointmentId = id.parse().map_err(|_| Refusal::not_found())?;
            programs::cancel(app, &by.caller, id).await
        }
    };
    match done {
        Ok(reserved) => Ok(respond(StatusCode::OK, &write::reserved(&reserved))),
        Err(error) => answer(error),
    }
}

/// One resource of booking; nothing where it is none of these, and looked for elsewhere.
pub async fn find(
    app: &App,
    by: &Authorized,
    kind: &str,
    id: &str,
) -> Result<Option<Response>, Refusal> {
    // Without the right it is refused where all else is read.
    if !by.scopes.allows(kind, Right::Read) {
        return Ok(None);
    }
    let found = match kind {
        "Schedule" => {
            let Ok(id) = id.parse::<PractitionerRoleId>() else { return Ok(None) };
            let all = programs::timetables(app, &by.caller).await.map_err(failed)?;
            all.iter().find(|it| it.practitioner.id == id).map(write::schedule)
        }
        "Slot" => {
            let Some(id) = SlotId::read(id) else { return Ok(None) };
            let from = i64::from(id.minute) * 60_000_000;
            let wish = Wish {
                from,
                to: from + 1,
                practitioner: Some(id.practitioner),
                service: Some(id.service),
                speciality: None,
                most: 1,
            };
            let free = programs::times(app, &by.caller, &wish).await.map_err(failed)?;
            free.first().map(write::slot)
        }
        APPOINTMENT => {
            let Ok(id) = id.parse::<AppointmentId>() else { return Ok(None) };
            let visit = programs::find(app, &by.caller, id).await.map_err(failed)?;
            visit.as_ref().map(write::reserved)
        }
        _ => None,
    };
    Ok(found.map(|found| respond(StatusCode::OK, &found)))
}

/// `Schedule` and `Slot`, for who books here; nothing for who does not, and for all other types.
pub async fn search(
    app: &App,
    by: &Authorized,
    kind: &str,
    query: &[(String, String)],
    is_strict: bool,
) -> Result<Option<Response>, Refusal> {
    let is_ours = matches!(kind, "Schedule" | "Slot") && by.scopes.allows(kind, Right::Search);
    if !is_ours || !programs::books(app, &by.caller).await.map_err(failed)? {
        return Ok(None);
    }
    let mut asked = Question::new(app);
    let mut ignored = Vec::new();
    for (name, value) in query {
        if !asked.take(kind, name, value)? {
            let what = format!("the parameter `{name}` is not served for {kind}");
            ignored.push(Issue::error(IssueCode::NotSupported, what).warning());
        }
    }
    if is_strict && !ignored.is_empty() {
        return Err(Refusal::Refused { status: 400, issues: ignored });
    }
    let found = if kind == "Schedule" {
        let mut all = programs::timetables(app, &by.caller).await.map_err(failed)?;
        all.retain(|it| {
            let who = &it.practitioner;
            asked.practitioner.is_none_or(|id| who.id == id)
                && asked.speciality.is_none_or(|of| who.speciality == of)
                && asked.service.is_none_or(|id| who.services.iter().any(|it| it.id == id))
        });
        all.iter().filter(|_| !asked.is_void).take(asked.most).map(write::schedule).collect()
    } else {
        asked.free(app, by).await?.iter().map(write::slot).collect()
    };
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
    let bundle = write::searchset(app, &format!("{kind}?{query}"), found, &ignored);
    Ok(Some(respond(StatusCode::OK, &bundle)))
}

/// A visit that was booked here is not written over: it is cancelled by its operation.
pub async fn refuse_change(
    app: &App,
    by: &Authorized,
    kind: &str,
    id: &str,
) -> Result<(), Refusal> {
    let Ok(id) = id.parse::<AppointmentId>() else { return Ok(()) };
    if kind != APPOINTMENT || !programs::has_booked(app, &by.caller, id).await.map_err(failed)? {
        return Ok(());
    }
    let what = "a visit that was booked here is changed by $cancel alone";
    Err(Refusal::new(422, Issue::error(IssueCode::BusinessRule, what)))
}

/// `$find`
async fn find_times(app: &App, by: &Authorized, body: &Json<'_>) -> Result<Response, Refusal> {
    let mut asked = Question::new(app);
    for (name, parameter) in [
        ("start", "ge"),
        ("end", "lt"),
        ("specialty", ""),
        ("practitioner", ""),
        ("service-type", ""),
    ] {
        let Some(value) = said(body, name) else { continue };
        match parameter {
            "" => asked.take("Slot", name, value)?,
            prefix => asked.take("Slot", "start", &format!("{prefix}{value}"))?,
        };
    }
    asked.most = TIMES_MAX;
    let found = asked.free(app, by).await?.iter().map(write::proposed).collect();
    let bundle = write::searchset(app, "Appointment/$find", found, &[]);
    Ok(respond(StatusCode::OK, &bundle))
}

/// Which times are asked for, as far as it was said.
struct Question {
    from: i64,
    to: Option<i64>,
    practitioner: Option<PractitionerRoleId>,
    service: Option<Uuid>,
    speciality: Option<shared::appointments::model::Speciality>,
    most: usize,
    /// Something was asked for that nothing is.
    is_void: bool,
}

impl Question {
    fn new(app: &App) -> Self {
        Self {
            from: app.now_micros(),
            to: None,
            practitioner: None,
            service: None,
            speciality: None,
            most: TIMES_MAX,
            is_void: false,
        }
    }

    /// Understands one parameter; false where there is none of this name.
    fn take(&mut self, kind: &str, name: &str, value: &str) -> Result<bool, Refusal> {
        // The code of a token without its system.
        let code = value.rsplit('|').next().unwrap_or_default();
        match (kind, name) {
            ("Slot", "schedule") => self.whom(id_in(value, "Schedule")),
            ("Schedule", "_id") => self.whom(Some(value)),
            ("Slot", "practitioner") | ("Schedule", "actor") => {
                self.whom(id_in(value, "PractitionerRole"));
            }
            ("Slot", "start") => self.when(value)?,
            ("Slot", "status") => self.is_void |= code != "free",
            (_, "service-type") => {
                self.service = code.parse().ok();
                self.is_void |= self.service.is_none();
            }
            (_, "specialty") => {
                self.speciality = code.parse().ok();
                self.is_void |= self.speciality.is_none();
            }
            (_, "_count") => {
                let count: usize = value.parse().map_err(|_| wrong("_count", "a number"))?;
                self.most = count.min(COUNT_MAX);
            }
            (_, "_format") => {}
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn whom(&mut self, id: Option<&str>) {
        self.practitioner = id.and_then(|id| id.parse().ok());
        self.is_void |= self.practitioner.is_none();
    }

    fn when(&mut self, value: &str) -> Result<(), Refusal> {
        let (prefix, said) = match value.split_at_checked(2) {
            Some((prefix @ ("ge" | "gt" | "lt" | "le" | "eq"), said)) => (prefix, said),
            Some(_) | None => ("eq", value),
        };
        let span = Span::parse(said);
        let span = span.ok_or_else(|| wrong("start", "a moment such as 2026-12-01T09:00:00Z"))?;
        let (start, end) = (micros(span.start), micros(span.end));
        let until = |to: Option<i64>, end: i64| Some(to.map_or(end, |to| to.min(end)));
        match prefix {
            "ge" => self.from = self.from.max(start),
            "gt" => self.from = self.from.max(end),
            "lt" => self.to = until(self.to, start),
            "le" => self.to = until(self.to, end),
            _ => (self.from, self.to) = (self.from.max(start), until(self.to, end)),
        }
        Ok(())
    }

    async fn free(&self, app: &App, by: &Authorized) -> Result<Vec<programs::Offer>, Refusal> {
        // Nobody is booked with so far ahead, and the calendar ends somewhere.
        if self.from > micros(app.now() + AHEAD_MAX) {
            return Ok(Vec::new());
        }
        let far = micros(moment(self.from) + SPAN_MAX);
        let to = self.to.unwrap_or(far);
        if to > far {
            return Err(wrong("start", "a span of at most 31 days"));
        }
        if self.is_void {
            return Ok(Vec::new());
        }
        let wish = Wish {
            from: self.from,
            to,
            practitioner: self.practitioner,
            service: self.service,
            speciality: self.speciality,
            most: self.most,
        };
        programs::times(app, &by.caller, &wish).await.map_err(failed)
    }
}

fn wrong(name: &str, expected: &str) -> Refusal {
    let what = format!("`{name}`: {expected} is expected");
    Refusal::new(400, Issue::error(IssueCode::Value, what))
}

fn lacking(name: &str, expected: &str) -> Refusal {
    let what = format!("a parameter `{name}` is needed: {expected}");
    Refusal::new(400, Issue::error(IssueCode::Required, what))
}

/// The name a request is done once under.
fn key(headers: &HeaderMap) -> Result<&str, Refusal> {
    let key = headers.get("idempotency-key").and_then(|value| value.to_str().ok());
    key.filter(|key| is_key(key)).ok_or_else(|| {
        let what = "the header Idempotency-Key is needed: 8 to 128 printable characters";
        Refusal::new(400, Issue::error(IssueCode::Required, what))
    })
}

/// Parameters that follow FHIR's rules.
fn parameters(sent: &str) -> Result<Json<'_>, Refusal> {
    let body = parse(sent)?;
    if body.text("resourceType") != Some("Parameters") {
        return Err(Refusal::malformed("Parameters are expected"));
    }
    let issues = check(&body, "Parameters");
    if issues.is_empty() { Ok(body) } else { Err(Refusal::invalid(issues)) }
}

fn parameter<'j>(body: &'j Json<'_>, name: &str) -> Option<&'j Json<'j>> {
    body.list("parameter").iter().find(|it| it.text("name") == Some(name))
}

/// What a parameter says, in whichever type: a word, the target of a reference, or a code.
fn said<'j>(body: &'j Json<'_>, name: &str) -> Option<&'j str> {
    let members = &parameter(body, name)?.as_object()?.0;
    let (_, value) = members.iter().find(|(name, _)| name.starts_with("value"))?;
    let word = value.as_str().or_else(|| value.text("reference"));
    word.or_else(|| value.text("code")).or_else(|| value.text_at("coding.code"))
}

/// The id a reference holds, also one that stands alone.
fn id_in<'t>(reference: &'t str, kind: &str) -> Option<&'t str> {
    let Some((before, id)) = reference.rsplit_once('/') else { return Some(reference) };
    let last = before.rsplit('/').next().unwrap_or_default();
    (last == kind).then_some(id)
}

/// Who is to come: a Patient that is kept nowhere as such.
fn guest(body: &Json<'_>) -> Result<NewGuest, Refusal> {
    let patient = parameter(body, "patient").and_then(|it| it.get("resource"));
    let patient = patient.filter(|it| it.text("resourceType") == Some("Patient"));
    let patient = patient.ok_or_else(|| lacking("patient", "a Patient"))?;
    let name = read_name(patient);
    let name = name.ok_or_else(|| lacking("patient", "a family name and a given name"))?;
    let phones = patient.list("telecom").iter();
    let phone =
        phones.filter(|it| it.text("system") == Some("phone")).find_map(|it| it.text("value"));
    let phone = phone.filter(|phone| phone.starts_with('+'));
    let phone = phone.ok_or_else(|| lacking("patient", "a phone such as +79001234567"))?;
    let birth_date = patient.text("birthDate").filter(|date| date.len() == 10);
    let birth_date = birth_date.and_then(Span::parse).map(|span| span.start.date());
    let birth_date = birth_date.ok_or_else(|| lacking("patient", "the whole date of birth"))?;
    let consent = parameter(body, "consent").and_then(|it| it.get("valueBoolean"));
    let lang = patient.text_at("communication.language.coding.code").unwrap_or_default();
    Ok(NewGuest {
        name,
        phone: phone.to_owned(),
        birth_date,
        reason: said(body, "reason").unwrap_or_default().to_owned(),
        consent: consent.and_then(Json::as_bool) == Some(true),
        lang: if lang.starts_with("en") { GuestLang::En } else { GuestLang::Ru },
    })
}

/// What stands in the way, as an answer.
fn answer(error: ProgramError) -> Result<Response, Refusal> {
    match error {
        ProgramError::Refused { why, free } => {
            Ok(respond(StatusCode::CONFLICT, &write::refusal(why, &free)))
        }
        ProgramError::Quota { seconds } => {
            let what = "no more is left to this program in this clinic for now";
            let issues = [Issue::error(IssueCode::Throttled, what)];
            let mut response = respond(StatusCode::TOO_MANY_REQUESTS, &outcome(&issues));
            insert(response.headers_mut(), header::RETRY_AFTER, &seconds.to_string());
            Ok(response)
        }
        error @ (ProgramError::KeyReused | ProgramError::Other(_)) => Err(failed(error)),
    }
}

fn failed(error: ProgramError) -> Refusal {
    match error {
        ProgramError::KeyReused => {
            let what = "this Idempotency-Key was used for something else";
            Refusal::new(422, Issue::error(IssueCode::Conflict, what))
        }
        ProgramError::Refused { why, .. } => {
            Refusal::new(409, Issue::error(IssueCode::Conflict, why.wire()))
        }
        ProgramError::Quota { .. } => {
            Refusal::new(429, Issue::error(IssueCode::Throttled, "no more for now"))
        }
        ProgramError::Other(error) => (*error).into(),
    }
}
