//! What a set of resources will become: under which ids, in whose card, pointing at what.

mod condition;
mod owner;
mod planned;
mod reference;

use std::collections::{HashMap, HashSet};

use sea_orm::ConnectionTrait;
use shared::id::{EntryId, PatientId};
use shared::interop::fhir::json::Json;
use shared::interop::fhir::outcome::{Issue, IssueCode};
use shared::interop::fhir::read::Links;
use shared::interop::fhir::validate::target_type;
use uuid::Uuid;

pub use self::condition::{matching, uuid_of};
pub use self::planned::Planned;
pub use self::reference::each_reference;

use self::condition::{identifier_of, several};
use self::planned::identify;
use self::reference::{Pointer, locate, name_of};
use super::refusal::Refusal;
use super::take::{How, References, Wanted};
use crate::app::App;
use crate::card;
use crate::interop::program::Authorized;
use crate::interop::store::{self, NOBODY};
use crate::record;

/// Everything on its way in, and what it points at.
pub struct Plan<'a> {
    pub items: Vec<Planned<'a>>,
    /// From a reference as sent to what it means here.
    targets: HashMap<String, Target>,
    /// What the named resources are called, by (type, id).
    names: HashMap<(String, Uuid), String>,
}

/// What a reference leads to.
#[derive(Clone, Debug)]
pub struct Target {
    pub kind: String,
    pub id: Uuid,
    /// As it is written from now on.
    pub reference: String,
    pub patient: Option<Uuid>,
}

impl<'a> Plan<'a> {
    /// Finds out ids and references. `db` is the transaction everything happens in.
    pub async fn make(
        app: &App,
        db: &impl ConnectionTrait,
        by: &Authorized,
        wanted: Vec<Wanted<'a>>,
        references: References,
    ) -> Result<Self, Refusal> {
        let program = by.caller.account().0;
        let mut items = Vec::with_capacity(wanted.len());
        for wanted in wanted {
            items.push(identify(app, db, by, wanted).await?);
        }
        // Adopted ids may be taken: by an earlier sending of the same, or by a stranger.
        let known = store::newest(db, items.iter().map(|item| item.id)).await?;
        let mut ids = HashSet::new();
        for item in &mut items {
            let before = known.get(&item.id);
            match item.wanted.how {
                How::Create { .. } => item.settle_id(app, db, program, before, &mut ids).await?,
                How::Update { if_match, .. } => {
                    item.check_update(db, program, before, if_match, &mut ids).await?;
                }
                How::Amend { .. } => {
                    item.check_update(db, program, before, None, &mut ids).await?;
                }
            }
        }
        let mut plan = Self { items, targets: HashMap::new(), names: HashMap::new() };
        plan.name_own();
        plan.find_others(app, db, references).await?;
        Ok(plan)
    }

    /// What the resources call each other.
    fn name_own(&mut self) {
        for item in &self.items {
            let reference = format!("{}/{}", item.kind, item.logical);
            let target = Target {
                kind: item.kind.to_owned(),
                id: item.id,
                reference: reference.clone(),
                patient: None,
            };
            if let Some(full_url) = item.wanted.full_url {
                // `Type/id` too, where the full URL ends in it.
                if let Some(kind) = target_type(full_url)
                    && let Some(id) = full_url.rsplit('/').next()
                {
                    self.targets.insert(format!("{kind}/{id}"), target.clone());
                }
                self.targets.insert(full_url.to_owned(), target.clone());
            }
            self.targets.insert(reference, target);
            if let Some(name) = name_of(&item.wanted.resource) {
                self.names.insert((item.kind.to_owned(), item.id), name);
            }
        }
    }

    /// Everything that is pointed at and not among the resources has to be here already.
    async fn find_others(
        &mut self,
        app: &App,
        db: &impl ConnectionTrait,
        references: References,
    ) -> Result<(), Refusal> {
        let mut pointers = Vec::new();
        for (reference, expression) in self.open_references() {
            if let Some(target) = self.meant(app, db, &reference, &expression).await? {
                self.targets.insert(reference, target);
                continue;
            }
            let located = locate(app, db, &reference, references).await;
            let located = located.map_err(|issue| issue.at(&expression))?;
            if let Some((kind, id)) = located {
                pointers.push(Pointer { reference, kind, id, expression });
            }
        }
        let rows = store::newest(db, pointers.iter().map(|pointer| pointer.id)).await?;
        for Pointer { reference, kind, id, expression } in pointers {
            let row = rows.get(&id).filter(|row| row.kind == kind && !row.deleted);
            let is_card =
                row.is_none() && kind == "Patient" && card::exists(db, PatientId(id)).await?;
            let may_come_later = references == References::MayComeLater && !rows.contains_key(&id);
            // What was entered here is a resource of its kind too.
            let born = match row {
                Some(_) => None,
                None => record::patient_of_kind(db, EntryId(id), &kind).await?,
            };
            let patient = match (row, born) {
                (Some(row), _) => row.patient_id,
                (None, Some(patient)) => patient.0,
                (None, None) if is_card => id,
                (None, None) if may_come_later => continue,
                (None, None) => {
                    let what = format!("there is no such {kind} here");
                    let issue = Issue::error(IssueCode::NotFound, what);
                    return Err(Refusal::new(422, issue.at(expression)));
                }
            };
            if let Some(row) = row.filter(|row| row.patient_id == NOBODY) {
                let whole = store::reveal_nobodys(app, row)?;
                if let Some(name) = Json::parse(&whole.json).ok().as_ref().and_then(name_of) {
                    self.names.insert((kind.clone(), id), name);
                }
            }
            let plain =
                if reference.contains('?') { format!("{kind}/{id}") } else { reference.clone() };
            let target = Target { kind, id, reference: plain, patient: Some(patient) };
            self.targets.insert(reference, target);
        }
        Ok(())
    }

    /// What a conditional reference means, where that is among the resources: they are kept first.
    async fn meant(
        &self,
        app: &App,
        db: &impl ConnectionTrait,
        reference: &str,
        expression: &str,
    ) -> Result<Option<Target>, Refusal> {
        let Some((kind, query)) = reference.split_once('?') else { return Ok(None) };
        let (system, value) = identifier_of(query)?;
        let bears = |item: &&Planned| {
            item.kind == kind
                && item.wanted.resource.list("identifier").iter().any(|identifier| {
                    identifier.text("value") == Some(&value)
                        && identifier.text("system").unwrap_or_default() == system
                })
        };
        let own: Vec<&Planned> = self.items.iter().filter(bears).collect();
        let Some(item) = own.first() else { return Ok(None) };
        let kept = matching(app, db, kind, query).await?;
        if own.len() > 1 || kept.iter().any(|id| *id != item.id) {
            return Err(several(expression));
        }
        let reference = format!("{kind}/{}", item.logical);
        Ok(Some(Target { kind: kind.to_owned(), id: item.id, reference, patient: None }))
    }

    /// What is pointed at and not among the resources, each once, and where it is said.
    fn open_references(&self) -> Vec<(String, String)> {
        let mut open: Vec<(String, String)> = Vec::new();
        let mut seen = HashSet::new();
        for item in &self.items {
            each_reference(&item.wanted.resource, &mut |reference| {
                let is_known = reference.starts_with('#') || self.targets.contains_key(reference);
                if !is_known && seen.insert(reference.to_owned()) {
                    open.push((reference.to_owned(), item.wanted.expression.clone()));
                }
            });
        }
        open
    }
    /// The resource as it is kept: under its id, pointing at what is here.
    pub fn settle(&self, resource: &mut Json<'a>, logical: &str) {
        self.rewrite(resource);
        if let Json::Object(object) = resource {
            let is_there = object.get("id").is_some_and(|id| id.as_str() == Some(logical));
            if !is_there {
                let id = Json::str(logical.to_owned());
                match object.get_mut("id") {
                    Some(old) => *old = id,
                    // Where it stands in every resource: after the type.
                    None => {
                        let at = usize::from(
                            object.0.first().is_some_and(|(name, _)| name == "resourceType"),
                        );
                        object.0.insert(at, ("id".into(), id));
                    }
                }
            }
            let is_empty = match object.get_mut("meta") {
                Some(Json::Object(meta)) => {
                    meta.remove("versionId");
                    meta.remove("lastUpdated");
                    meta.0.is_empty()
                }
                Some(_) | None => false,
            };
            if is_empty {
                object.remove("meta");
            }
        }
    }

    fn rewrite(&self, value: &mut Json<'a>) {
        match value {
            Json::Object(object) => {
                for (name, value) in &mut object.0 {
                    match value {
                        Json::String(text) if name == "reference" => {
                            if let Some(target) = self.targets.get(text.as_ref())
                                && target.reference != *text
                            {
                                *text = target.reference.clone().into();
                            }
                        }
                        other => self.rewrite(other),
                    }
                }
            }
            Json::Array(items) => items.iter_mut().for_each(|item| self.rewrite(item)),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
        }
    }

    /// What references mean to somebody who reads entries of one card.
    pub fn links(&self, patient: Uuid) -> PlanLinks<'_, 'a> {
        PlanLinks { plan: self, patient }
    }

    fn owner_of(&self, target: &Target) -> Option<Uuid> {
        let own = || self.items.iter().find(|item| item.id == target.id)?.patient;
        target.patient.or_else(own)
    }
}

pub struct PlanLinks<'p, 'a> {
    plan: &'p Plan<'a>,
    patient: Uuid,
}

impl Links for PlanLinks<'_, '_> {
    fn entry(&self, reference: &str) -> Option<EntryId> {
        let target = self.plan.targets.get(reference)?;
        let is_own = target.patient.is_none() || self.plan.owner_of(target) == Some(self.patient);
        is_own.then_some(EntryId(target.id))
    }

    fn name(&self, reference: &str) -> Option<String> {
        let target = self.plan.targets.get(reference)?;
        self.plan.names.get(&(target.kind.clone(), target.id)).cloned()
    }
}
