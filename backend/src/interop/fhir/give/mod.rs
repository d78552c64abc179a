//! Giving resources out: what came in as it came, with its version and moment.

mod asked;
mod search;

use shared::id::{EntryId, PatientId};
use shared::interop::fhir::definitions::definitions;
use shared::interop::fhir::json::{Json, object};
use shared::interop::fhir::outcome::{Issue, IssueCode};
use shared::interop::fhir::write::withdraw;
use shared::interop::scope::Operation;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

pub use self::asked::Search;
pub use self::search::search;

use self::asked::Asked;
use self::search::{included, searchset};
use super::born;
use super::plan::uuid_of;
use super::refusal::Refusal;
use super::whole::Whole;
use crate::access::{Access, ReadResources};
use crate::app::{App, moment};
use crate::card;
use crate::interop::program::Authorized;
use crate::interop::store::{self, NOBODY, Row};
use crate::record;

/// A resource on its way out.
pub struct Given {
    pub kind: String,
    pub id: String,
    pub version: i32,
    pub at: OffsetDateTime,
    /// Withdrawn by its sender: nothing of it is given.
    pub is_deleted: bool,
    pub json: Json<'static>,
}

impl Given {
    fn of(row: &Row, whole: &Whole) -> Result<Self, Refusal> {
        let broken = |_| Refusal::Seal(broken_resource());
        let mut json = Json::parse(&whole.json).map_err(broken)?.into_owned();
        let (version, at) = (row.version, moment(row.received_at));
        stamp(&mut json, version, at);
        let id = json.text("id").unwrap_or_default().to_owned();
        Ok(Self { kind: row.kind.clone(), id, version, at, is_deleted: row.deleted, json })
    }

    /// What was written here.
    pub fn made(
        kind: String,
        id: String,
        version: i32,
        at: OffsetDateTime,
        mut json: Json<'static>,
    ) -> Self {
        stamp(&mut json, version, at);
        Self { kind, id, version, at, is_deleted: false, json }
    }

    /// Its sender still stands by it; a person here said that it was entered in error.
    pub fn withdrawn_here(&mut self, version: i32, at: OffsetDateTime) {
        withdraw(&mut self.json);
        (self.version, self.at) = (version, at);
        stamp(&mut self.json, version, at);
    }

    pub fn etag(&self) -> String {
        format!("W/\"{}\"", self.version)
    }
}

fn broken_resource() -> crate::keys::SealError {
    crate::keys::SealError::Shape(serde_json::Error::io(std::io::Error::other(
        "a kept resource is no JSON",
    )))
}

/// What the portal adds to every resource: its version here and since when it stands.
fn stamp(json: &mut Json<'static>, version: i32, at: OffsetDateTime) {
    let Json::Object(resource) = json else { return };
    let added = [
        ("versionId", Json::str(version.to_string())),
        ("lastUpdated", Json::str(at.format(&Rfc3339).unwrap_or_default())),
    ];
    match resource.get_mut("meta") {
        Some(Json::Object(meta)) => {
            for (name, value) in added {
                meta.set(name, value);
            }
        }
        Some(_) | None => {
            let after = resource.0.iter().position(|(name, _)| name == "id").map_or(0, |at| at + 1);
            resource.0.insert(after, ("meta".into(), object(added)));
        }
    }
}

fn allow(by: &Authorized, kind: &str, operation: Operation) -> Result<(), Refusal> {
    if definitions().resource(kind).is_none() {
        let what = "FHIR R4 has no such resource type";
        return Err(Refusal::new(404, Issue::error(IssueCode::NotSupported, what)));
    }
    if by.scopes.allows(kind, operation) {
        return Ok(());
    }
    Err(Refusal::forbidden(format!("the token's scopes do not allow this for {kind}")))
}

/// The newest version of one resource, or the one named.
pub async fn find(
    app: &App,
    by: &Authorized,
    kind: &str,
    id: &str,
    version: Option<i32>,
) -> Result<Given, Refusal> {
    let all = history(app, by, kind, id).await?;
    let wanted = |given: &&Given| version.is_none_or(|version| given.version == version);
    let place = all.iter().position(|given| wanted(&given)).ok_or_else(Refusal::not_found)?;
    let given = all.into_iter().nth(place).ok_or_else(Refusal::not_found)?;
    if given.is_deleted {
        let issue = Issue::error(IssueCode::Deleted, "the resource was deleted");
        return Err(Refusal::new(410, issue));
    }
    Ok(given)
}

/// All versions of one resource, newest first.
pub async fn history(
    app: &App,
    by: &Authorized,
    kind: &str,
    id: &str,
) -> Result<Vec<Given>, Refusal> {
    allow(by, kind, Operation::Read)?;
    let db = app.db().read();
    let uuid = uuid_of(app, db, kind, id).await?.ok_or_else(Refusal::not_found)?;
    let rows = store::versions(db, uuid).await?;
    if rows.is_empty() {
        return history_of_born(app, by, kind, uuid).await;
    }
    let first = rows.first().filter(|row| row.kind == kind).ok_or_else(Refusal::not_found)?;
    if first.patient_id == NOBODY {
        let given = rows.iter().map(|row| Given::of(row, &store::reveal_nobodys(app, row)?));
        return given.collect();
    }
    let access = app.open::<ReadResources>(&by.caller, PatientId(first.patient_id)).await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        if let Some(whole) = store::reveal(&access, row)? {
            all.push(Given::of(row, &whole)?);
        }
    }
    if let Some(newest) = all.first()
        && let Some(withdrawn) = withdrawn_here(&access, newest, uuid).await?
    {
        all.insert(0, withdrawn);
    }
    if all.is_empty() { Err(Refusal::not_found()) } else { Ok(all) }
}

/// A version that says somebody here withdrew what others sent.
async fn withdrawn_here(
    access: &Access<ReadResources>,
    newest: &Given,
    id: Uuid,
) -> Result<Option<Given>, Refusal> {
    let versions = record::versions(access, EntryId(id)).await?;
    let Some(entry) = versions.first().filter(|entry| entry.withdrawn) else { return Ok(None) };
    let version = i32::try_from(entry.version).unwrap_or(i32::MAX);
    if version <= newest.version {
        return Ok(None);
    }
    let mut given = Given {
        kind: newest.kind.clone(),
        id: newest.id.clone(),
        json: newest.json.clone(),
        ..*newest
    };
    given.withdrawn_here(version, entry.received_at);
    Ok(Some(given))
}

/// Of what was entered here, and of a card's owner.
async fn history_of_born(
    app: &App,
    by: &Authorized,
    kind: &str,
    id: Uuid,
) -> Result<Vec<Given>, Refusal> {
    let db = app.db().read();
    if kind == "Patient" {
        if !card::exists(db, PatientId(id)).await? {
            return Err(Refusal::not_found());
        }
        let access = app.open::<ReadResources>(&by.caller, PatientId(id)).await?;
        return Ok(vec![born::owner(&access).await?]);
    }
    let patient = born::whose(db, id).await?.ok_or_else(Refusal::not_found)?;
    let access = app.open::<ReadResources>(&by.caller, patient).await?;
    let all = born::versions(&access, kind, id).await?;
    if all.is_empty() { Err(Refusal::not_found()) } else { Ok(all) }
}

async fn nobodys(app: &App, kind: &str) -> Result<Vec<Given>, Refusal> {
    let rows = store::of_nobody(app.db().read(), kind).await?;
    rows.iter().map(|row| Given::of(row, &store::reveal_nobodys(app, row)?)).collect()
}

/// A card's resources of these kinds, of all where none is named.
async fn of_card(access: &Access<ReadResources>, kinds: &[&str]) -> Result<Vec<Given>, Refusal> {
    let mut all = Vec::new();
    for row in store::of_card(access, kinds).await? {
        if let Some(whole) = store::reveal(access, &row)? {
            all.push(Given::of(&row, &whole)?);
        }
    }
    born::complete(access, kinds, &mut all).await?;
    Ok(all)
}

/// Everything about one patient, and what it points at (`$everything`).
pub async fn everything(app: &App, by: &Authorized, id: &str) -> Result<Json<'static>, Refusal> {
    allow(by, "Patient", Operation::Read)?;
    let db = app.db().read();
    let uuid = uuid_of(app, db, "Patient", id).await?.ok_or_else(Refusal::not_found)?;
    let rows = store::newest(db, [uuid]).await?;
    let patient = match rows.get(&uuid) {
        Some(row) if row.kind == "Patient" => row.patient_id,
        Some(_) => return Err(Refusal::not_found()),
        None => uuid,
    };
    let access = app.open::<ReadResources>(&by.caller, PatientId(patient)).await?;
    let mut all = of_card(&access, &[]).await?;
    all.retain(|given| by.scopes.allows(&given.kind, Operation::Read));
    all.sort_by(|a, b| {
        (b.kind == "Patient", &a.kind, &a.id).cmp(&(a.kind == "Patient", &b.kind, &b.id))
    });
    let everything =
        Asked::read(&Search { kind: "Patient", parameters: Vec::new(), is_strict: false })?;
    let everything = Asked { includes: vec![("*".to_owned(), "*".to_owned())], ..everything };
    let added = included(app, by, &access, &everything, &all).await?;
    let total = all.len();
    Ok(searchset(app, &format!("Patient/{id}/$everything"), &everything, total, None, all, added))
}
