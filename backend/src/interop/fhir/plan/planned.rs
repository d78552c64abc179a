//! One resource on its way in, and the id it will be known under.

use std::collections::HashSet;

use sea_orm::ConnectionTrait;
use shared::id::PatientId;
use shared::interop::fhir::definitions::definitions;
use shared::interop::fhir::json::Json;
use shared::interop::fhir::outcome::{Issue, IssueCode};
use shared::interop::scope::Operation;
use uuid::Uuid;

use super::super::refusal::Refusal;
use super::super::take::{How, Wanted};
use super::condition::{matching, several, uuid_of};
use crate::app::App;
use crate::card;
use crate::interop::program::Authorized;
use crate::interop::store::{self, NOBODY, Row};

/// One resource on its way in.
pub struct Planned<'a> {
    pub wanted: Wanted<'a>,
    pub kind: &'static str,
    pub id: Uuid,
    /// The id it has on the wire: mostly the UUID, else what its sender calls it.
    pub logical: String,
    /// Its newest version here.
    pub before: Option<Row>,
    /// Whose it is, once known; [`NOBODY`] for what is nobody's.
    pub patient: Option<Uuid>,
    /// A conditional create that found what it was to make.
    pub is_there: bool,
}

impl Planned<'_> {
    fn refuse(&self, status: u16, code: IssueCode, what: &str) -> Refusal {
        Refusal::new(status, Issue::error(code, what).at(self.wanted.expression.clone()))
    }

    fn is_of(&self, program: Uuid, before: Option<&Row>) -> bool {
        before.is_some_and(|row| row.kind == self.kind && row.recorded_by == program)
    }

    /// Adopts the sender's UUID, unless it is somebody else's already.
    pub(super) async fn settle_id(
        &mut self,
        app: &App,
        db: &impl ConnectionTrait,
        program: Uuid,
        before: Option<&Row>,
        ids: &mut HashSet<Uuid>,
    ) -> Result<(), Refusal> {
        let is_ours = self.is_there || self.is_of(program, before);
        let is_taken =
            !is_ours && (before.is_some() || card::exists(db, PatientId(self.id)).await?);
        if !self.is_there && (is_taken || !ids.insert(self.id)) {
            self.id = app.new_id();
            self.logical = self.id.to_string();
            ids.insert(self.id);
        } else {
            self.before = before.cloned();
        }
        Ok(())
    }

    pub(super) async fn check_update(
        &mut self,
        db: &impl ConnectionTrait,
        program: Uuid,
        before: Option<&Row>,
        if_match: Option<i32>,
        ids: &mut HashSet<Uuid>,
    ) -> Result<(), Refusal> {
        if before.is_some() && !self.is_of(program, before) {
            let what = "only the program that recorded a resource may change it";
            return Err(self.refuse(403, IssueCode::Forbidden, what));
        }
        if if_match.is_some() && if_match != before.map(|row| row.version) {
            let what = "the resource has another version than If-Match says";
            return Err(self.refuse(412, IssueCode::Conflict, what));
        }
        if !ids.insert(self.id) {
            let what = "a transaction names each resource once";
            return Err(self.refuse(400, IssueCode::Invariant, what));
        }
        if before.is_none()
            && self.kind == "Patient"
            && card::exists(db, PatientId(self.id)).await?
        {
            let what = "who the owner of this card is, is not changed from outside";
            return Err(self.refuse(403, IssueCode::Forbidden, what));
        }
        self.before = before.cloned();
        Ok(())
    }
}

/// Under which id a resource will be known.
pub(super) async fn identify<'a>(
    app: &App,
    db: &impl ConnectionTrait,
    by: &Authorized,
    mut wanted: Wanted<'a>,
) -> Result<Planned<'a>, Refusal> {
    let kind = wanted.resource.text("resourceType").unwrap_or_default();
    let kind = definitions().resource_name(kind);
    let kind = kind.ok_or_else(|| Refusal::malformed("no such resource type"))?;
    let at = wanted.expression.clone();
    let (operation, id, logical, is_there) = match &wanted.how {
        How::Create { if_none_exist } => {
            let found = match if_none_exist {
                Some(query) => matching(app, db, kind, query).await?,
                None => Vec::new(),
            };
            match found.as_slice() {
                [] => {
                    // The sender's own UUID: sent twice, it is found again.
                    let urn = wanted.full_url.and_then(|url| url.strip_prefix("urn:uuid:"));
                    let id = urn.and_then(|urn| urn.parse().ok()).unwrap_or_else(|| app.new_id());
                    (Operation::Create, id, id.to_string(), false)
                }
                [id] => (Operation::Create, *id, logical_of(app, db, *id).await?, true),
                [..] => return Err(several(&at)),
            }
        }
        How::Update { id, .. } | How::Amend { id } => {
            let found = uuid_of(app, db, kind, id).await?;
            (Operation::Update, found.unwrap_or_else(|| app.new_id()), (*id).to_owned(), false)
        }
    };
    if !by.scopes.allows(kind, operation) {
        let what = format!("the token's scopes do not allow this for {kind}");
        return Err(Refusal::new(403, Issue::error(IssueCode::Forbidden, what).at(at)));
    }
    if is_there {
        wanted.resource = Json::Null;
    }
    Ok(Planned { wanted, kind, id, logical, before: None, patient: None, is_there })
}

/// The id on the wire of what was found by a key.
async fn logical_of(app: &App, db: &impl ConnectionTrait, id: Uuid) -> Result<String, Refusal> {
    let rows = store::newest(db, [id]).await?;
    let Some(row) = rows.get(&id).filter(|row| row.patient_id == NOBODY) else {
        return Ok(id.to_string());
    };
    let whole = store::reveal_nobodys(app, row)?;
    let json = Json::parse(&whole.json).ok();
    Ok(json.and_then(|json| json.text("id").map(str::to_owned)).unwrap_or_else(|| id.to_string()))
}
