//! What is found here by an id or by the one condition there is, an identifier.

use sea_orm::ConnectionTrait;
use shared::interop::fhir::outcome::{Issue, IssueCode};
use uuid::Uuid;

use super::super::refusal::Refusal;
use crate::app::App;
use crate::interop::store;

pub(super) fn several(at: &str) -> Refusal {
    let issue = Issue::error(IssueCode::MultipleMatches, "several resources match the condition");
    Refusal::new(412, issue.at(at.to_owned()))
}

/// The (system, value) of `identifier=system|value`.
pub(super) fn identifier_of(query: &str) -> Result<(String, String), Refusal> {
    let unsupported = || {
        let what = "a condition is `identifier=system|value`";
        Refusal::new(400, Issue::error(IssueCode::NotSupported, what))
    };
    let query = query.trim_start_matches('?');
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let (Some((name, value)), None) = (pairs.next(), pairs.next()) else {
        return Err(unsupported());
    };
    let (system, value) = value.split_once('|').unwrap_or(("", &value));
    if name != "identifier" || value.is_empty() {
        return Err(unsupported());
    }
    Ok((system.to_owned(), value.to_owned()))
}

/// `identifier=system|value`, the only condition there is: what it matches is found by keyed hash.
pub async fn matching(
    app: &App,
    db: &impl ConnectionTrait,
    kind: &str,
    query: &str,
) -> Result<Vec<Uuid>, Refusal> {
    let (system, value) = identifier_of(query)?;
    let key = store::identifier_key(app, kind, &system, &value)?;
    let found = store::by_keys(db, std::slice::from_ref(&key)).await?.remove(&key);
    let found = found.unwrap_or_default();
    let rows = store::newest(db, found.iter().copied()).await?;
    Ok(found.into_iter().filter(|id| rows.get(id).is_some_and(|row| !row.deleted)).collect())
}

/// The id here of `Type/id`.
pub async fn uuid_of(
    app: &App,
    db: &impl ConnectionTrait,
    kind: &str,
    id: &str,
) -> Result<Option<Uuid>, Refusal> {
    // Only the one spelling: what goes out is what came in.
    if let Some(uuid) = Uuid::parse_str(id).ok().filter(|uuid| uuid.to_string() == id) {
        return Ok(Some(uuid));
    }
    let key = store::id_key(app, kind, id)?;
    let found = store::by_keys(db, std::slice::from_ref(&key)).await?.remove(&key);
    Ok(found.and_then(|ids| ids.first().copied()))
}
