//! What a set of resources will become: under which ids, in whose card, pointing at what.

use std::collections::{HashMap, HashSet};

use sea_orm::ConnectionTrait;
use shared::id::{EntryId, PatientId};
use shared::interop::fhir::definitions::definitions;
use shared::interop::fhir::json::Json;
use shared::interop::fhir::outcome::{Issue, IssueCode};
use shared::interop::fhir::read::Links;
use shared::interop::fhir::validate::target_type;
use shared::interop::scope::Operation;
use uuid::Uuid;

use super::refusal::Refusal;
use super::take::{How, References, Wanted};
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

/// What is said about nobody in particular.
const NOBODYS: [&str; 18] = [
    "Organization",
    "Practitioner",
    "PractitionerRole",
    "Location",
    "Medication",
    "Substance",
    "HealthcareService",
    "Endpoint",
    "Device",
    "DeviceDefinition",
    "Questionnaire",
    "ValueSet",
    "CodeSystem",
    "PlanDefinition",
    "ActivityDefinition",
    "Schedule",
    "Slot",
    "OrganizationAffiliation",
];

impl Planned<'_> {
    fn refuse(&self, status: u16, code: IssueCode, what: &str) -> Refusal {
        Refusal::new(status, Issue::error(code, what).at(self.wanted.expression.clone()))
    }

    fn is_of(&self, program: Uuid, before: Option<&Row>) -> bool {
        before.is_some_and(|row| row.kind == self.kind && row.recorded_by == program)
    }

    /// Adopts the sender's UUID, unless it is somebody else's already.
    async fn settle_id(
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

    async fn check_update(
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
            let patient = match row {
                Some(row) => row.patient_id,
                None if is_card => id,
                None if may_come_later => continue,
                None => {
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

    /// Says whose each resource is: of the Patient it is about, else of what it points at.
    pub fn assign(&mut self, cards: &HashMap<Uuid, Uuid>) -> Result<(), Refusal> {
        for item in &mut self.items {
            if item.kind == "Patient" {
                item.patient = cards.get(&item.id).copied();
            } else if let Some(before) = &item.before {
                item.patient = Some(before.patient_id);
            }
        }
        let mut found: HashMap<Uuid, Uuid> = self.known_patients();
        // What points at what is somebody's is theirs too, through as many steps as there are.
        loop {
            let mut moved = false;
            for n in 0..self.items.len() {
                let Some(item) = self.items.get(n) else { continue };
                if item.patient.is_some() {
                    continue;
                }
                if let Some(patient) = self.patient_of(item, &found) {
                    let id = item.id;
                    found.insert(id, patient);
                    if let Some(item) = self.items.get_mut(n) {
                        item.patient = Some(patient);
                    }
                    moved = true;
                }
            }
            if !moved {
                break;
            }
        }
        for item in &mut self.items {
            let about = definitions().compartment(item.kind);
            match item.patient {
                Some(_) => {}
                None if NOBODYS.contains(&item.kind) || about.is_empty() => {
                    item.patient = Some(NOBODY);
                }
                None => {
                    let names = about.join(" or ");
                    let what = format!("whose it is, is not said: a Patient in {names} is needed");
                    let issue = Issue::error(IssueCode::Required, what);
                    return Err(Refusal::new(422, issue.at(item.wanted.expression.clone())));
                }
            }
        }
        self.check_owners()
    }

    /// A resource stays in the card it is in.
    fn check_owners(&self) -> Result<(), Refusal> {
        let found = self.known_patients();
        for item in &self.items {
            let Some(before) = &item.before else { continue };
            if item.kind != "Patient"
                && self.patient_of(item, &found).is_some_and(|patient| patient != before.patient_id)
            {
                let what = "it belongs to another patient: withdraw it there and create it anew";
                let issue = Issue::error(IssueCode::Conflict, what);
                return Err(Refusal::new(409, issue.at(item.wanted.expression.clone())));
            }
        }
        Ok(())
    }

    fn known_patients(&self) -> HashMap<Uuid, Uuid> {
        let own = self.items.iter().filter_map(|item| Some((item.id, item.patient?)));
        let others = self.targets.values().filter_map(|target| Some((target.id, target.patient?)));
        own.chain(others).filter(|(_, patient)| *patient != NOBODY).collect()
    }

    fn patient_of(&self, item: &Planned, found: &HashMap<Uuid, Uuid>) -> Option<Uuid> {
        let resource = &item.wanted.resource;
        // First by the elements that say whose it is.
        for code in definitions().compartment(item.kind) {
            let Some(parameter) = definitions().parameter(item.kind, code) else { continue };
            for path in &parameter.paths {
                for reference in follow(resource, &path.names) {
                    let target =
                        reference.text("reference").and_then(|text| self.targets.get(text));
                    let patient = target.filter(|target| target.kind == "Patient");
                    if let Some(patient) = patient.and_then(|target| found.get(&target.id)) {
                        return Some(*patient);
                    }
                }
            }
        }
        if NOBODYS.contains(&item.kind) {
            return None;
        }
        // Then by whatever it points at: a Provenance is about what it is the provenance of.
        let mut patient = None;
        each_reference(resource, &mut |reference| {
            if patient.is_none() {
                patient =
                    self.targets.get(reference).and_then(|target| found.get(&target.id)).copied();
            }
        });
        patient
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

/// A reference to something that is not among the resources.
struct Pointer {
    reference: String,
    kind: String,
    id: Uuid,
    expression: String,
}

/// The type and id here of what a reference points at; nothing for what is elsewhere.
async fn locate(
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

/// Under which id a resource will be known.
async fn identify<'a>(
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

fn several(at: &str) -> Refusal {
    let issue = Issue::error(IssueCode::MultipleMatches, "several resources match the condition");
    Refusal::new(412, issue.at(at.to_owned()))
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

/// The (system, value) of `identifier=system|value`.
fn identifier_of(query: &str) -> Result<(String, String), Refusal> {
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
pub fn follow<'v, 'j>(value: &'v Json<'j>, names: &[&str]) -> Vec<&'v Json<'j>> {
    let Some((first, rest)) = names.split_first() else { return value.items().iter().collect() };
    value
        .items()
        .iter()
        .filter_map(|item| item.get(first))
        .flat_map(|item| follow(item, rest))
        .collect()
}

/// What something that is pointed at is called.
pub fn name_of(resource: &Json) -> Option<String> {
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
