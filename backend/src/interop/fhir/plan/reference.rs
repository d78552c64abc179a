//! References: where they stand, what they lead to, and what that is called.

use sea_orm::ConnectionTrait;
use shared::interop::fhir::definitions::definitions;
use shared::interop::fhir::json::Json;
use shared::interop::fhir::outcome::{Issue, IssueCode};
use uuid::Uuid;

use super::super::refusal::Refusal;
use super::super::take::References;
use super::condition::{matching, uuid_of};
use crate::app::App;

/// A reference to something that is not among the resources.
pub(super) struct Pointer {
    pub reference: String,
    pub kind: String,
    pub id: Uuid,
    pub expression: String,
}

/// The type and id here of what a reference points at; nothing for what is elsewhere.
pub(super) async fn locate(
    app: &App,
    db: &impl ConnectionTrait,
    reference: &str,
    references: References,
) -> Result<Option<(String, Uuid)>, Refusal> {
    let missing = |what: String| Refusal::new(422, Issue::error(IssueCode::NotFound, what));
    if reference.starts_with("urn:uuid:") || reference.starts_with("urn:oid:") {
        return Err(missing(format!("{reference} is no full URL of this Bundle")));
    }
    if let Some((kind, query)) = reference.split_once('?') {
        let found = matching(app, db, kind, query).await?;
        return match found.as_slice() {
            [id] => Ok(Some((kind.to_owned(), *id))),
            [] => Err(missing(format!("nothing matches {kind}?…"))),
            [..] => {
                let what = format!("several match {kind}?…");
                Err(Refusal::new(412, Issue::error(IssueCode::MultipleMatches, what)))
            }
        };
    }
    let Some((kind, id)) = local(app, reference) else { return Ok(None) };
    match uuid_of(app, db, kind, id).await? {
        Some(uuid) => Ok(Some((kind.to_owned(), uuid))),
        None if references == References::MayComeLater => Ok(None),
        None => Err(missing(format!("there is no {kind}/{id} here"))),
    }
}

/// `Type/id` of a literal reference to this server; `None` for other servers.
fn local<'r>(app: &App, reference: &'r str) -> Option<(&'r str, &'r str)> {
    let base = format!("{}/fhir/R4/", app.settings().origin);
    let path = reference.strip_prefix(&base).unwrap_or(reference);
    let path = path.split("/_history/").next()?;
    let (kind, id) = path.split_once('/')?;
    let is_ours = definitions().resource(kind).is_some() && !id.contains('/');
    is_ours.then_some((kind, id))
}

/// Calls `found` with every literal reference in a resource.
pub fn each_reference<'r>(value: &'r Json, found: &mut impl FnMut(&'r str)) {
    match value {
        Json::Object(object) => {
            for (name, value) in &object.0 {
                match value {
                    Json::String(text) if name == "reference" => found(text),
                    other => each_reference(other, found),
                }
            }
        }
        Json::Array(items) => items.iter().for_each(|item| each_reference(item, found)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

/// Everything a path of names leads to, through all items of every list.
pub(super) fn follow<'v, 'j>(value: &'v Json<'j>, names: &[&str]) -> Vec<&'v Json<'j>> {
    let Some((first, rest)) = names.split_first() else { return value.items().iter().collect() };
    value
        .items()
        .iter()
        .filter_map(|item| item.get(first))
        .flat_map(|item| follow(item, rest))
        .collect()
}

/// What something that is pointed at is called.
pub(super) fn name_of(resource: &Json) -> Option<String> {
    match resource.text("resourceType")? {
        "Practitioner" | "RelatedPerson" => {
            let name = resource.list("name").first()?;
            let family = name.text("family").map(str::to_owned);
            let given = name.list("given").iter().filter_map(Json::as_str).map(str::to_owned);
            let whole: Vec<String> = family.into_iter().chain(given).collect();
            let written = name.text("text").map(str::to_owned);
            written.or_else(|| (!whole.is_empty()).then(|| whole.join(" ")))
        }
        "Organization" | "Location" | "HealthcareService" => {
            resource.text("name").map(str::to_owned)
        }
        "Medication" | "Condition" | "Specimen" | "Device" => {
            let concept = resource.get("code").or_else(|| resource.get("type"))?;
            let words = concept.text("text").or_else(|| concept.text_at("coding.display"));
            words.map(str::to_owned)
        }
        "Goal" => resource.text_at("description.text").map(str::to_owned),
        _ => None,
    }
}
