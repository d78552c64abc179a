//! Bundles: `transaction`, all or nothing, and `batch`, each for itself.

use shared::interop::fhir::json::{Json, Object, object};
use shared::interop::fhir::outcome::{Issue, IssueCode, outcome};
use shared::interop::fhir::validate::{ISSUES_MAX, check};
use time::format_description::well_known::Rfc3339;

use super::api::get;
use super::refusal::Refusal;
use super::take::{Did, How, References, Taken, Wanted, take};
use crate::app::App;
use crate::interop::program::Authorized;

/// Entries of one Bundle.
const ENTRIES_MAX: usize = 10_000;

/// What an entry of a Bundle asks for.
pub enum Interaction<'a> {
    Take(Wanted<'a>),
    /// The path and query of a read or a search.
    Get(&'a str),
}

/// The answer to one entry.
pub enum Reply {
    Taken(Taken),
    Refused(Refusal),
    /// A whole entry, as `Get` was answered.
    Given(Json<'static>),
}

/// Reads and checks a Bundle: its entries' interactions, and whether it is a transaction.
pub fn read_bundle<'a>(bundle: &'a Json<'a>) -> Result<(bool, Vec<Interaction<'a>>), Refusal> {
    if bundle.text("resourceType") != Some("Bundle") {
        return Err(Refusal::malformed("a Bundle is expected here"));
    }
    let is_transaction = match bundle.text("type") {
        Some("transaction") => true,
        Some("batch") => false,
        _ => {
            let issue = Issue::error(IssueCode::Value, "`transaction` or `batch` is expected");
            return Err(Refusal::new(400, issue.at("Bundle.type")));
        }
    };
    let entries = bundle.list("entry");
    if entries.len() > ENTRIES_MAX {
        let issue = Issue::error(IssueCode::TooCostly, format!("more than {ENTRIES_MAX} entries"));
        return Err(Refusal::new(413, issue.at("Bundle.entry")));
    }
    let mut issues = check(bundle, "Bundle");
    let mut interactions = Vec::with_capacity(entries.len());
    for (n, entry) in entries.iter().enumerate() {
        match read_entry(entry, n) {
            Ok(interaction) => interactions.push(interaction),
            Err(issue) if issues.len() < ISSUES_MAX => issues.push(issue),
            Err(_) => {}
        }
    }
    if issues.is_empty() {
        Ok((is_transaction, interactions))
    } else {
        Err(Refusal::invalid(issues))
    }
}

fn read_entry<'a>(entry: &'a Json<'a>, n: usize) -> Result<Interaction<'a>, Issue> {
    let at = |name: &str| format!("Bundle.entry[{n}].{name}");
    let request = entry.get("request").ok_or_else(|| {
        Issue::error(IssueCode::Required, "what to do with it is not said").at(at("request"))
    })?;
    let url = request.text("url").unwrap_or_default();
    let method = request.text("method").unwrap_or_default();
    if method == "GET" {
        return Ok(Interaction::Get(url));
    }
    let resource = entry.get("resource").ok_or_else(|| {
        Issue::error(IssueCode::Required, "there is no resource").at(at("resource"))
    })?;
    let kind = resource.text("resourceType").unwrap_or_default();
    let wrong = |what: &str| Issue::error(IssueCode::Value, what).at(at("request.url"));
    let how = match method {
        "POST" => {
            if url.trim_matches('/') != kind {
                return Err(wrong("a POST goes to the type of its resource"));
            }
            How::Create { if_none_exist: request.text("ifNoneExist") }
        }
        "PUT" => {
            let id = url.strip_prefix(kind).and_then(|rest| rest.strip_prefix('/'));
            let id = id.filter(|id| shared::interop::fhir::validate::is_id(id));
            let id = id.ok_or_else(|| wrong("a PUT goes to Type/id"))?;
            if resource.text("id") != Some(id) {
                return Err(Issue::error(IssueCode::Invariant, "its id is the one of the URL")
                    .at(at("resource.id")));
            }
            How::Update { id, if_match: request.text("ifMatch").and_then(read_etag) }
        }
        _ => {
            let what = format!("{method} is not served in a Bundle");
            return Err(Issue::error(IssueCode::NotSupported, what).at(at("request.method")));
        }
    };
    Ok(Interaction::Take(Wanted {
        expression: at("resource"),
        full_url: entry.text("fullUrl"),
        resource: resource.clone(),
        how,
    }))
}

/// `W/"3"`
pub fn read_etag(text: &str) -> Option<i32> {
    text.trim().strip_prefix("W/").unwrap_or(text.trim()).trim_matches('"').parse().ok()
}

/// Does what a Bundle asks for; reads come last in a transaction.
pub async fn transact(
    app: &App,
    by: &Authorized,
    bundle: &Json<'_>,
) -> Result<Json<'static>, Refusal> {
    let (is_transaction, interactions) = read_bundle(bundle)?;
    let mut replies = Vec::with_capacity(interactions.len());
    if is_transaction {
        let (mut wanted, mut gets) = (Vec::new(), Vec::new());
        for (n, interaction) in interactions.into_iter().enumerate() {
            match interaction {
                Interaction::Take(resource) => wanted.push(resource),
                Interaction::Get(url) => gets.push((n, url)),
            }
        }
        replies.extend(
            take(app, by, wanted, References::Checked).await?.into_iter().map(Reply::Taken),
        );
        for (n, url) in gets {
            replies.insert(n.min(replies.len()), Reply::Given(get(app, by, url).await?));
        }
    } else {
        for interaction in interactions {
            replies.push(match interaction {
                Interaction::Take(resource) => {
                    match take(app, by, vec![resource], References::Checked).await {
                        Ok(taken) => taken
                            .into_iter()
                            .next()
                            .map_or_else(|| Reply::Refused(Refusal::not_found()), Reply::Taken),
                        Err(refusal @ Refusal::Refused { .. }) => Reply::Refused(refusal),
                        Err(error) => return Err(error),
                    }
                }
                Interaction::Get(url) => match get(app, by, url).await {
                    Ok(given) => Reply::Given(given),
                    Err(refusal @ Refusal::Refused { .. }) => Reply::Refused(refusal),
                    Err(error) => return Err(error),
                },
            });
        }
    }
    let kind = if is_transaction { "transaction-response" } else { "batch-response" };
    Ok(object([
        ("resourceType", Json::str("Bundle")),
        ("id", Json::str(app.new_id().to_string())),
        ("type", Json::str(kind)),
        ("entry", Json::Array(replies.into_iter().map(reply).collect())),
    ]))
}

fn reply(reply: Reply) -> Json<'static> {
    let (resource, response) = match reply {
        Reply::Taken(taken) => (None, response_of(&taken)),
        Reply::Given(resource) => (Some(resource), object([("status", Json::str("200 OK"))])),
        Reply::Refused(Refusal::Refused { status, issues }) => (
            None,
            object([("status", Json::str(status.to_string())), ("outcome", outcome(&issues))]),
        ),
        Reply::Refused(_) => (None, object([("status", Json::str("500"))])),
    };
    let mut entry = Object::default();
    entry.add("resource", resource);
    entry.add("response", Some(response));
    Json::Object(entry)
}

fn response_of(taken: &Taken) -> Json<'static> {
    let Taken { kind, id, version, at, did } = taken;
    let status = match did {
        Did::Created => "201 Created",
        Did::Updated | Did::Unchanged => "200 OK",
    };
    object([
        ("status", Json::str(status)),
        ("location", Json::str(format!("{kind}/{id}/_history/{version}"))),
        ("etag", Json::str(format!("W/\"{version}\""))),
        ("lastModified", Json::str(at.format(&Rfc3339).unwrap_or_default())),
    ])
}
