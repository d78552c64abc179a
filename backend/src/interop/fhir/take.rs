//! Taking resources in: all of them in one transaction, each card opened by the gate.

use std::collections::HashMap;

use futures_util::future::BoxFuture;
use sea_orm::DatabaseTransaction;
use shared::access::model::Sensitivity;
use shared::id::{EntryId, PatientId, PersonId};
use shared::interop::fhir::json::Json;
use shared::interop::fhir::outcome::{Issue, IssueCode};
use shared::interop::fhir::person::{CARD_NUMBER_SYSTEM, Person, read_person, same_name};
use shared::interop::fhir::read::{Links, Reading, read};
use shared::interop::scope::Operation;
use shared::record::model::{Source, SourceKind};
use shared::record::rules::is_done;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::plan::{Plan, PlanLinks, Planned, uuid_of};
use super::refusal::Refusal;
use super::whole::{Packer, Whole};
use crate::access::{Card, Change, Changes, WriteResources};
use crate::app::{App, micros, moment};
use crate::card::{self, CardFacts, Identity, NewPatient};
use crate::interop::feed::keep_listed;
use crate::interop::program::Authorized;
use crate::interop::store::{self, NOBODY, NewRow, Row};
use crate::record::{self, NewEntry};
use crate::{results, widgets};

/// A resource that somebody wants kept. It passed `validate::check`.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// Where it stands: `Bundle.entry[3].resource`, or its type.
    pub expression: String,
    pub full_url: Option<&'a str>,
    pub resource: Json<'a>,
    pub how: How<'a>,
}

#[derive(Clone, Debug)]
pub enum How<'a> {
    /// The condition is `identifier=system|value`.
    Create {
        if_none_exist: Option<&'a str>,
    },
    Update {
        id: &'a str,
        if_match: Option<i32>,
    },
    /// An update of a laboratory's that may bring a part of it only: what the earlier version lists
    /// stays listed, and the visit and the order it belongs to stay its own.
    Amend {
        id: &'a str,
    },
}

/// What is done in the same transaction, before the resources are looked at.
pub trait Before: Sync {
    fn run<'c>(
        &'c self,
        changes: &'c Changes<WriteResources>,
    ) -> BoxFuture<'c, Result<(), Refusal>>;
}

/// Nothing more.
struct Nothing;

impl Before for Nothing {
    fn run<'c>(&'c self, _: &'c Changes<WriteResources>) -> BoxFuture<'c, Result<(), Refusal>> {
        Box::pin(async { Ok(()) })
    }
}

/// Whether everything that is pointed at has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum References {
    Checked,
    /// Of a folder that is read file by file: what is pointed at may come with a later one.
    MayComeLater,
}

/// What became of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub kind: &'static str,
    /// The id on the wire.
    pub id: String,
    pub version: i32,
    pub at: OffsetDateTime,
    pub did: Did,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    Created,
    Updated,
    /// It was here already, word for word.
    Unchanged,
}

/// The shortest number of an order that is asked after on sites, in characters.
const NUMBER_MIN: usize = 4;
/// How often a set is tried again that met another one halfway.
const TRIES: u32 = 5;

/// Keeps all of the resources or none, and says what became of each, in their order. Boxed, so
/// that it is compiled once and not again in every crate that calls it.
pub fn take<'t>(
    app: &'t App,
    by: &'t Authorized,
    wanted: Vec<Wanted<'t>>,
    references: References,
) -> BoxFuture<'t, Result<Vec<Taken>, Refusal>> {
    take_with(app, by, wanted, references, &Nothing)
}

/// [`take`], with something more in the same transaction.
pub fn take_with<'t>(
    app: &'t App,
    by: &'t Authorized,
    wanted: Vec<Wanted<'t>>,
    references: References,
    before: &'t dyn Before,
) -> BoxFuture<'t, Result<Vec<Taken>, Refusal>> {
    Box::pin(async move {
        for _ in 1..TRIES {
            match take_once(app, by, wanted.clone(), references, before).await {
                Err(Refusal::Raced) => tokio::task::yield_now().await,
                done => return done,
            }
        }
        take_once(app, by, wanted, references, before).await
    })
}

async fn take_once(
    app: &App,
    by: &Authorized,
    wanted: Vec<Wanted<'_>>,
    references: References,
    before: &dyn Before,
) -> Result<Vec<Taken>, Refusal> {
    app.change_many(&by.caller, async |changes: &Changes<WriteResources>| {
        before.run(changes).await?;
        let mut plan = Plan::make(app, changes.db(), by, wanted, references).await?;
        let cards = file(app, changes, &plan).await?;
        let by_resource = cards.iter().map(|(id, card)| (*id, card.patient.0)).collect();
        plan.assign(&by_resource)?;
        let mut keeper = Keeper {
            app,
            changes,
            by,
            now: app.now(),
            packer: Packer::new()?,
            cards: HashMap::new(),
            new_cards: cards.values().filter(|card| card.is_new).map(|card| card.patient).collect(),
            nobodys: Vec::new(),
            keys: Vec::new(),
        };
        let mut taken = Vec::with_capacity(plan.items.len());
        let items = std::mem::take(&mut plan.items);
        for item in &items {
            taken.push(keeper.keep(&plan, item).await?);
        }
        drop(items);
        keeper.write(references).await?;
        Ok((taken, Some(app.new_id())))
    })
    .await
}

/// The card a Patient resource belongs to.
struct Filed {
    patient: PatientId,
    is_new: bool,
}

/// Finds the card of each Patient by its identifiers, never by name alone, or makes one.
async fn file(
    app: &App,
    changes: &Changes<WriteResources>,
    plan: &Plan<'_>,
) -> Result<HashMap<Uuid, Filed>, Refusal> {
    let mut filed = HashMap::new();
    for item in plan.items.iter().filter(|item| item.kind == "Patient") {
        if let Some(before) = &item.before {
            filed.insert(item.id, Filed { patient: PatientId(before.patient_id), is_new: false });
            continue;
        }
        let person = read_person(&item.wanted.resource, &item.wanted.expression)
            .map_err(Refusal::invalid)?;
        let card = match find_card(app, changes.db(), item, &person).await? {
            Some(patient) => {
                check_same(changes, patient, &person, item).await?;
                Filed { patient, is_new: false }
            }
            None => {
                let patient = PatientId(item.id);
                create_card(app, changes, patient, &person).await?;
                Filed { patient, is_new: true }
            }
        };
        filed.insert(item.id, card);
    }
    Ok(filed)
}

async fn find_card(
    app: &App,
    db: &DatabaseTransaction,
    item: &Planned<'_>,
    person: &Person,
) -> Result<Option<PatientId>, Refusal> {
    let keys = person_keys(app, person)?;
    let mut found: Vec<Uuid> =
        store::patients_by_keys(db, &keys).await?.into_values().flatten().collect();
    for (_, number) in person.identifiers.iter().filter(|(system, _)| system == CARD_NUMBER_SYSTEM)
    {
        found.extend(card::by_number(app, db, number).await?.map(|patient| patient.0));
    }
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [] => Ok(None),
        [patient] => Ok(Some(PatientId(*patient))),
        [..] => {
            let what = "its identifiers belong to several cards: an operator has to look at them";
            let issue = Issue::error(IssueCode::MultipleMatches, what);
            Err(Refusal::new(409, issue.at(item.wanted.expression.clone())))
        }
    }
}

/// An identifier alone may be mistyped: the date of birth and the name have to agree with it.
async fn check_same(
    changes: &Changes<WriteResources>,
    patient: PatientId,
    person: &Person,
    item: &Planned<'_>,
) -> Result<(), Refusal> {
    let change = changes.open(patient, Card::Kept).await?;
    let (identity, _) = card::find_header_in(&change).await?;
    if identity.birth_date != person.birth_date || !same_name(&identity.name, &person.name) {
        let what = "its identifiers belong to a card with another name or date of birth";
        let issue = Issue::error(IssueCode::Conflict, what);
        return Err(Refusal::new(409, issue.at(item.wanted.expression.clone())));
    }
    Ok(())
}

async fn create_card(
    app: &App,
    changes: &Changes<WriteResources>,
    patient: PatientId,
    person: &Person,
) -> Result<(), Refusal> {
    let tx = changes.db();
    let identity = Identity {
        name: person.name.clone(),
        birth_date: person.birth_date,
        sex: person.sex,
        snils: person.snils.clone(),
        document: None,
        inn: None,
    };
    let id = PersonId(app.new_id());
    card::create_person(app, tx, id, &identity).await?;
    let facts = CardFacts {
        number: card::new_number(app, tx).await?,
        policy_number: person.policy.clone(),
    };
    let new = NewPatient { patient, person: id, account: None, facts };
    changes.cover(card::create_patient(app, tx, new).await?);
    store::insert_patient_keys(tx, person_keys(app, person)?, patient).await?;
    Ok(())
}

fn person_keys(app: &App, person: &Person) -> Result<Vec<Vec<u8>>, Refusal> {
    let keys =
        person.identifiers.iter().map(|(system, value)| store::person_key(app, system, value));
    Ok(keys.collect::<Result<_, _>>()?)
}

/// Gathers what is to be written, and writes it by the hundred.
struct Keeper<'c> {
    app: &'c App,
    changes: &'c Changes<WriteResources>,
    by: &'c Authorized,
    now: OffsetDateTime,
    packer: Packer,
    cards: HashMap<Uuid, Opened>,
    new_cards: Vec<PatientId>,
    nobodys: Vec<NewRow>,
    keys: Vec<(Vec<u8>, Uuid)>,
}

struct Opened {
    change: Change<WriteResources>,
    entries: Vec<NewEntry>,
    rows: Vec<NewRow>,
    /// Numbers of orders of which everything is there.
    orders: Vec<String>,
}

impl Keeper<'_> {
    async fn keep<'a>(&mut self, plan: &Plan<'a>, item: &Planned<'a>) -> Result<Taken, Refusal> {
        let patient = item.patient.unwrap_or(NOBODY);
        let taken = |version, at, did| Taken {
            kind: item.kind,
            id: item.logical.clone(),
            version,
            at,
            did,
        };
        let before = item.before.as_ref();
        let unchanged = |row: &Row| taken(row.version, moment(row.received_at), Did::Unchanged);
        if item.is_there {
            return before.map(unchanged).ok_or_else(Refusal::not_found);
        }
        if patient != NOBODY {
            self.open(PatientId(patient)).await?;
        }
        let mut resource = item.wanted.resource.clone();
        let listed = match before {
            Some(before) if matches!(item.wanted.how, How::Amend { .. }) => {
                self.amend(&mut resource, before)?
            }
            Some(_) | None => Vec::new(),
        };
        let reading = read(&resource, &Listed { links: plan.links(patient), listed });
        plan.settle(&mut resource, &item.logical);
        let json = resource.to_string();
        if let Some(before) = before.filter(|before| !before.deleted)
            && self.kept(before)?.as_ref() == Some(&json)
        {
            return Ok(unchanged(before));
        }
        if reading.as_ref().is_some_and(|reading| self.is_early(reading)) {
            let what = "it says that it was done on a day to come";
            let issue = Issue::error(IssueCode::BusinessRule, what);
            return Err(Refusal::invalid(vec![issue.at(item.wanted.expression.clone())]));
        }
        let version = before.map_or(1, |before| before.version + 1);
        if before.is_none() {
            self.index(item, &resource)?;
        }
        let sensitivity = reading.as_ref().map(|reading| reading.sensitivity);
        let packed = self.packer.pack(sensitivity.unwrap_or(Sensitivity::Usual), &json)?;
        self.gather(item, patient, version, &packed, reading, ready_orders(&resource))?;
        Ok(taken(version, self.now, did(version)))
    }

    /// Done, and on a day to come (DQ-2). Clocks differ, and a date without a time is of the whole
    /// day.
    fn is_early(&self, reading: &Reading) -> bool {
        let is_later = |at: OffsetDateTime| at > self.now + Duration::DAY;
        !reading.withdrawn && is_done(&reading.content) && reading.occurred_at.is_some_and(is_later)
    }

    /// Goes on listing what the earlier version lists. Says which entries those are.
    fn amend(&self, resource: &mut Json<'_>, before: &Row) -> Result<Vec<String>, Refusal> {
        let Some(kept) = self.kept(before)? else { return Ok(Vec::new()) };
        let Ok(kept) = Json::parse(&kept) else { return Ok(Vec::new()) };
        keep_listed(resource, &kept);
        let listed = kept.list("result").iter().chain(kept.list("basedOn"));
        let listed = listed.filter_map(|reference| reference.text("reference"));
        let visit = kept.text_at("encounter.reference");
        Ok(listed.chain(visit).map(str::to_owned).collect())
    }

    /// The JSON of a version that is here.
    fn kept(&self, row: &Row) -> Result<Option<String>, Refusal> {
        let whole = match self.cards.get(&row.patient_id) {
            Some(card) => store::reveal_in(&card.change, row)?,
            None => Some(store::reveal_nobodys(self.app, row)?),
        };
        Ok(whole.map(|whole| whole.json))
    }

    fn gather(
        &mut self,
        item: &Planned<'_>,
        patient: Uuid,
        version: i32,
        packed: &[u8],
        reading: Option<Reading>,
        orders: Vec<String>,
    ) -> Result<(), Refusal> {
        let row = |sealed| NewRow {
            id: item.id,
            version,
            patient,
            kind: item.kind.to_owned(),
            deleted: false,
            sealed,
        };
        let Some(card) = self.cards.get_mut(&patient) else {
            let sealed = store::seal_nobodys(self.app, item.id, version, packed)?;
            self.nobodys.push(row(sealed));
            return Ok(());
        };
        let place = store::place(item.kind, item.id, version);
        card.rows.push(row(card.change.seal::<Whole>(place, packed)?));
        let (now, by) = (self.now, self.by);
        card.orders.extend(orders);
        card.entries.extend(reading.map(|reading| entry(item.id, version, now, reading, by)));
        Ok(())
    }

    async fn open(&mut self, patient: PatientId) -> Result<(), Refusal> {
        if !self.cards.contains_key(&patient.0) {
            let card = if self.new_cards.contains(&patient) { Card::New } else { Card::Kept };
            let change = self.changes.open(patient, card).await?;
            let opened =
                Opened { change, entries: Vec::new(), rows: Vec::new(), orders: Vec::new() };
            self.cards.insert(patient.0, opened);
        }
        Ok(())
    }

    /// What the resource will be found by: its sender's id, where that is no UUID, and its
    /// identifiers.
    fn index(&mut self, item: &Planned<'_>, resource: &Json) -> Result<(), Refusal> {
        if item.logical != item.id.to_string() {
            self.keys.push((store::id_key(self.app, item.kind, &item.logical)?, item.id));
        }
        for identifier in resource.list("identifier") {
            if let Some(value) = identifier.text("value") {
                let system = identifier.text("system").unwrap_or_default();
                let key = store::identifier_key(self.app, item.kind, system, value)?;
                self.keys.push((key, item.id));
            }
        }
        Ok(())
    }

    async fn write(self, references: References) -> Result<(), Refusal> {
        let (db, now, by) = (self.changes.db(), micros(self.now), self.by.caller.account().0);
        store::insert(db, self.nobodys, by, now).await?;
        for card in self.cards.into_values() {
            store::insert(db, card.rows, by, now).await?;
            record::insert_many(&card.change, &card.entries).await?;
            // A folder that is read file by file is history.
            if references == References::Checked {
                results::announce(self.app, &card.change, &card.entries).await?;
                keep_ready(self.app, &card.change, &card.orders).await?;
            }
        }
        Ok(store::insert_keys(db, self.keys).await?)
    }
}

/// The numbers by which a report's order is asked after, once all of it is there.
fn ready_orders(resource: &Json) -> Vec<String> {
    const WHOLE: [&str; 4] = ["final", "amended", "corrected", "appended"];
    let is_report = resource.text("resourceType") == Some("DiagnosticReport");
    if !is_report || !resource.text("status").is_some_and(|status| WHOLE.contains(&status)) {
        return Vec::new();
    }
    let own = resource.list("identifier").iter().filter_map(|number| number.text("value"));
    let orders = resource.list("basedOn").iter();
    let orders = orders.filter_map(|order| order.text_at("identifier.value"));
    own.chain(orders).map(str::to_owned).collect()
}

/// Whoever knows the number of an order and the birth date learns on a clinic's site that all of it
/// is there (WID-1). Analysers count places in a rack: such a number says nothing.
async fn keep_ready(
    app: &App,
    change: &Change<WriteResources>,
    orders: &[String],
) -> Result<(), Refusal> {
    let orders: Vec<&String> =
        orders.iter().filter(|number| number.trim().chars().count() >= NUMBER_MIN).collect();
    if orders.is_empty() {
        return Ok(());
    }
    let (identity, _) = card::find_header_in(change).await?;
    for number in orders {
        if let Some(hash) = widgets::order_hash(app, number.trim(), identity.birth_date)? {
            widgets::insert_ready(change.db(), hash, app.now_micros()).await?;
        }
    }
    Ok(())
}

/// Withdraws a resource: its versions stay, and nobody is given them (FHIR's delete).
pub async fn delete(app: &App, by: &Authorized, kind: &str, id: &str) -> Result<(), Refusal> {
    if !by.scopes.allows(kind, Operation::Delete) {
        return Err(Refusal::forbidden(format!("the token's scopes do not allow this for {kind}")));
    }
    app.change_many(&by.caller, async |changes: &Changes<WriteResources>| {
        let db = changes.db();
        let uuid = uuid_of(app, db, kind, id).await?.ok_or_else(Refusal::not_found)?;
        let row = store::newest(db, [uuid]).await?.remove(&uuid).filter(|row| row.kind == kind);
        let row = row.ok_or_else(Refusal::not_found)?;
        if row.recorded_by != by.caller.account().0 {
            let what = "only the program that recorded a resource may delete it";
            return Err(Refusal::forbidden(what));
        }
        if row.deleted {
            return Ok(((), None));
        }
        if kind == "Patient" {
            return Err(Refusal::forbidden("a card is not deleted from outside"));
        }
        let (version, now) = (row.version + 1, app.now());
        let mut packer = Packer::new()?;
        let add = async |sealed: Vec<u8>| {
            let gone = NewRow {
                id: uuid,
                version,
                patient: row.patient_id,
                kind: row.kind.clone(),
                deleted: true,
                sealed,
            };
            store::insert(db, vec![gone], by.caller.account().0, micros(now)).await
        };
        if row.patient_id == NOBODY {
            let whole = store::reveal_nobodys(app, &row)?;
            let plain = packer.pack(whole.sensitivity, &whole.json)?;
            add(store::seal_nobodys(app, uuid, version, &plain)?).await?;
            return Ok(((), None));
        }
        let change = changes.open(PatientId(row.patient_id), Card::Kept).await?;
        let whole = store::reveal_in(&change, &row)?.ok_or_else(Refusal::not_found)?;
        let plain = packer.pack(whole.sensitivity, &whole.json)?;
        add(change.seal::<Whole>(store::place(kind, uuid, version), &plain)?).await?;
        record::withdraw(&change, EntryId(uuid), version, now).await?;
        Ok(((), Some(uuid)))
    })
    .await
}

/// Links of the plan, and those to entries that an earlier version listed.
struct Listed<'p, 'a> {
    links: PlanLinks<'p, 'a>,
    listed: Vec<String>,
}

impl Links for Listed<'_, '_> {
    fn entry(&self, reference: &str) -> Option<EntryId> {
        let before = || {
            let known = self.listed.iter().find(|known| *known == reference)?;
            known.rsplit('/').next()?.parse().ok()
        };
        self.links.entry(reference).or_else(before)
    }

    fn name(&self, reference: &str) -> Option<String> {
        self.links.name(reference)
    }
}

fn entry(
    id: Uuid,
    version: i32,
    now: OffsetDateTime,
    reading: Reading,
    by: &Authorized,
) -> NewEntry {
    let source = Source {
        organization: by.caller.organization(),
        organization_name: reading.organization_name,
        author: reading.author,
        system: Some(by.name.clone()),
        ..Source::of(SourceKind::Imported)
    };
    NewEntry {
        id: EntryId(id),
        version,
        occurred_at: reading.occurred_at.unwrap_or(now),
        received_at: now,
        source,
        encounter: reading.encounter,
        withdrawn: reading.withdrawn,
        sensitivity: reading.sensitivity,
        content: reading.content,
    }
}

const fn did(version: i32) -> Did {
    if version == 1 { Did::Created } else { Did::Updated }
}
