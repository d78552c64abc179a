//! Whose results these are: found by identifiers, and then compared by name, birth date and sex.
//! An identifier alone may be mistyped, a name alone is no identifier.

use std::collections::HashMap;

use shared::feed::model::WaitingReason;
use shared::id::PatientId;
use shared::identity::model::{PolicyNumber, Snils};
use shared::interop::fhir::json::Json;
use shared::interop::fhir::outcome::{Issue, IssueCode};
use shared::interop::fhir::person::{POLICY_SYSTEM, SNILS_SYSTEM, same_name};
use shared::interop::fhir::when::Span;
use shared::interop::hl7::{Identifier, PatientResults, PersonName as SentName, Sex as SentSex};
use shared::record::model::{PersonName, Sex};
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use super::store::Feed;
use super::translate::{is_oid, number_system, numbers};
use crate::access::{Card, Changes, WriteResources};
use crate::app::App;
use crate::card::{self, find_header_in};
use crate::interop::fhir::Refusal;
use crate::interop::store as resources;

/// How many identifiers of one person are looked at.
const IDENTIFIERS_MAX: usize = 20;

/// The card its identifiers lead to.
pub async fn whose(
    app: &App,
    feed: &Feed,
    results: &PatientResults,
) -> Result<Result<PatientId, WaitingReason>, Refusal> {
    let identifiers = results.patient.as_ref().map_or(&[][..], |patient| &patient.identifiers);
    let mut keys = Vec::new();
    let mut found: Vec<Uuid> = Vec::new();
    for identifier in identifiers.iter().take(IDENTIFIERS_MAX) {
        for (system, value) in readings(feed, identifier) {
            keys.push(resources::person_key(app, &system, &value)?);
        }
        if let Some(patient) = card::by_number(app, app.db().read(), &identifier.value).await? {
            found.push(patient.0);
        }
    }
    if keys.is_empty() && found.is_empty() {
        return Ok(Err(WaitingReason::NoIdentifier));
    }
    let filed = resources::patients_by_keys(app.db().read(), &keys).await?;
    found.extend(filed.into_values().flatten());
    found.sort_unstable();
    found.dedup();
    Ok(match found.as_slice() {
        [] => Err(WaitingReason::UnknownPatient),
        [patient] if has_more(results) => Ok(PatientId(*patient)),
        [_] => Err(WaitingReason::Unconfirmed),
        [..] => Err(WaitingReason::SeveralPatients),
    })
}

/// Whether there is something to compare beside the identifiers.
pub fn has_more(results: &PatientResults) -> bool {
    let Some(patient) = &results.patient else { return false };
    patient.born.as_ref().is_some_and(|born| born.time.is_some())
        || patient.names.iter().any(|name| read_name(name).is_some())
}

/// Under which (system, value) a card may be filed for this identifier.
fn readings(feed: &Feed, identifier: &Identifier) -> Vec<(String, String)> {
    let value = identifier.value.trim();
    if value.is_empty() {
        return Vec::new();
    }
    let authority = identifier.authority.as_ref();
    let id = authority.and_then(|authority| authority.id.as_deref());
    let name = authority.and_then(|authority| authority.name.as_deref());
    let is = |words: &[&str]| {
        let kind = identifier.kind.as_deref();
        [id, name, kind].into_iter().flatten().any(|word| {
            words.iter().any(|known| known.to_lowercase() == word.trim().to_lowercase())
        })
    };
    if is(&["СНИЛС", "SNILS", "1.2.643.100.3", "1.2.643.2.69.1.1.1.6.223"]) {
        let snils = Snils::parse(value).ok();
        return snils
            .map(|snils| (SNILS_SYSTEM.to_owned(), snils.as_str().to_owned()))
            .into_iter()
            .collect();
    }
    if is(&["ЕНП", "ENP", "ОМС", "OMS", "1.2.643.2.69.1.1.1.6.228"]) {
        let policy = PolicyNumber::parse(value).ok();
        return policy
            .map(|policy| (POLICY_SYSTEM.to_owned(), policy.as_str().to_owned()))
            .into_iter()
            .collect();
    }
    let mut systems = vec![own_system(feed, identifier)];
    systems.extend(id.filter(|id| is_oid(id)).map(|id| format!("urn:oid:{id}")));
    systems.extend(id.filter(|id| id.contains(':')).map(str::to_owned));
    systems.extend(name.filter(|name| name.contains(':')).map(str::to_owned));
    systems.into_iter().map(|system| (system, value.to_owned())).collect()
}

/// The laboratory's own number of a patient: it is nobody else's.
fn own_system(feed: &Feed, identifier: &Identifier) -> String {
    let authority = identifier.authority.as_ref();
    let authority = authority.and_then(|it| it.id.as_deref().or(it.name.as_deref()));
    format!("urn:uuid:{}#{}", feed.program, authority.unwrap_or_default())
}

/// The keys under which a card is filed once a person has said that these results are of it.
pub fn own_keys(app: &App, feed: &Feed, results: &PatientResults) -> Result<Vec<Vec<u8>>, Refusal> {
    let patient = results.patient.as_ref();
    let identifiers = patient.map_or(&[][..], |patient| &patient.identifiers);
    let own = identifiers.iter().take(IDENTIFIERS_MAX).filter(|one| !one.value.trim().is_empty());
    let keys = own.map(|one| resources::person_key(app, &own_system(feed, one), one.value.trim()));
    Ok(keys.collect::<Result<_, _>>()?)
}

/// Opens the card and compares who it is of. What was not sent cannot differ.
pub async fn check_same(
    changes: &Changes<WriteResources>,
    patient: PatientId,
    results: &PatientResults,
) -> Result<(), Refusal> {
    let Some(sent) = &results.patient else { return Ok(()) };
    let change = changes.open(patient, Card::Kept).await?;
    let (identity, _) = find_header_in(&change).await?;
    let is_born = sent
        .born
        .as_ref()
        .and_then(|born| born.time.as_ref())
        .is_none_or(|born| born.date() == identity.birth_date);
    let names: Vec<PersonName> = sent.names.iter().filter_map(read_name).collect();
    let is_named = names.is_empty() || names.iter().any(|name| same_name(name, &identity.name));
    let is_sex = match (sent.sex, identity.sex) {
        (Some(SentSex::Male), Sex::Female) | (Some(SentSex::Female), Sex::Male) => false,
        (_, Sex::Male | Sex::Female) => true,
    };
    if earliest(results).is_some_and(|taken| taken < identity.birth_date) {
        let what = "the specimen was taken before the patient was born";
        return Err(Refusal::new(409, Issue::error(IssueCode::Value, what).at("OBR-7")));
    }
    if is_born && is_named && is_sex {
        return Ok(());
    }
    let differs: Vec<&str> = [(is_named, "name"), (is_born, "birth date"), (is_sex, "sex")]
        .into_iter()
        .filter_map(|(same, what)| (!same).then_some(what))
        .collect();
    let what = format!("the card under its identifiers differs in: {}", differs.join(", "));
    Err(Refusal::new(409, Issue::error(IssueCode::Conflict, what).at(PID)))
}

/// The longest number a laboratory prints, in characters.
const DIGITS_MAX: usize = 40;
/// The longest value in words.
const WORDS_MAX: usize = 20_000;

/// What no laboratory can mean: a specimen of a day to come, a number of a page's length.
pub fn implausible(resource: &Json, now: OffsetDateTime) -> Vec<Issue> {
    let mut issues = Vec::new();
    let mut say = |place: &str, what: &str| {
        issues.push(Issue::error(IssueCode::Value, what).at(place));
    };
    // Clocks differ; a date without a time is of the whole day.
    let taken = resource.text("effectiveDateTime").and_then(Span::parse);
    if taken.is_some_and(|taken| taken.start > now + Duration::DAY) {
        say("OBR-7", "the specimen was taken on a day to come");
    }
    if let Some(Json::Number(digits)) = resource.at("valueQuantity.value")
        && digits.len() > DIGITS_MAX
    {
        say("OBX-5", "the number is too long to be one");
    }
    if resource.text("valueString").is_some_and(|words| words.chars().count() > WORDS_MAX) {
        say("OBX-5", "the value is too long");
    }
    issues
}

/// The day of the earliest specimen.
fn earliest(results: &PatientResults) -> Option<Date> {
    let moments = results.orders.iter().filter_map(|order| order.taken());
    moments
        .filter_map(|moment| moment.time.as_ref().map(shared::interop::hl7::Timestamp::date))
        .min()
}

/// Where [`check_same`] finds its difference.
const PID: &str = "PID";

/// Why a message waits whose results were refused.
pub fn reason(issues: &[Issue]) -> Option<WaitingReason> {
    let is_person = |issue: &Issue| issue.expression.as_deref() == Some(PID);
    issues.iter().any(is_person).then_some(WaitingReason::AnotherPerson)
}

fn read_name(name: &SentName) -> Option<PersonName> {
    Some(PersonName {
        surname: name.family.clone()?,
        given: name.given.clone()?,
        patronymic: name.patronymic.clone(),
    })
}

/// What of the card a message belongs to.
#[derive(Debug, Default)]
pub struct Belongs {
    /// The visit it names (PV1-19, PV1-50).
    pub visit: Option<Uuid>,
    /// The referrals its orders answer, by the order's number.
    pub requests: HashMap<String, Uuid>,
}

/// Finds the visit and the referrals of the card, in one question.
pub async fn belongs(
    app: &App,
    patient: PatientId,
    results: &PatientResults,
) -> Result<Belongs, Refusal> {
    let mut named: Vec<(Vec<u8>, Named)> = Vec::new();
    if let Some(visit) = &results.visit {
        for number in [&visit.number, &visit.alternate_number].into_iter().flatten() {
            for system in visit_systems(number) {
                let key = resources::identifier_key(app, "Encounter", &system, &number.value)?;
                named.push((key, Named::Visit));
            }
        }
    }
    for number in results.orders.iter().flat_map(numbers) {
        for system in [number_system(number).unwrap_or_default(), String::new()] {
            let key = resources::identifier_key(app, "ServiceRequest", &system, &number.id)?;
            named.push((key, Named::Request(number.id.clone())));
        }
    }
    let db = app.db().read();
    let keys: Vec<Vec<u8>> = named.iter().map(|(key, _)| key.clone()).collect();
    let found = resources::by_keys(db, &keys).await?;
    let mut belongs = Belongs::default();
    if found.is_empty() {
        return Ok(belongs);
    }
    let rows = resources::newest(db, found.values().flatten().copied()).await?;
    for (key, named) in named {
        let own = found.get(&key).into_iter().flatten().filter(|id| {
            rows.get(*id).is_some_and(|row| row.patient_id == patient.0 && !row.deleted)
        });
        let own: Vec<Uuid> = own.copied().collect();
        // Of several none is meant for sure.
        let [id] = own[..] else { continue };
        match named {
            Named::Visit => belongs.visit = belongs.visit.or(Some(id)),
            Named::Request(number) => drop(belongs.requests.entry(number).or_insert(id)),
        }
    }
    Ok(belongs)
}

enum Named {
    Visit,
    Request(String),
}

fn visit_systems(number: &Identifier) -> Vec<String> {
    let authority = number.authority.as_ref();
    let id = authority.and_then(|authority| authority.id.as_deref());
    let name = authority.and_then(|authority| authority.name.as_deref());
    let oid = id.filter(|id| is_oid(id)).map(|id| format!("urn:oid:{id}"));
    oid.into_iter().chain(name.map(str::to_owned)).chain([String::new()]).collect()
}
