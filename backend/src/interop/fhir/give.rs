//! Giving resources out: what came in as it came, with its version and moment.

use std::collections::HashSet;

use shared::id::{EntryId, PatientId};
use shared::interop::fhir::definitions::definitions;
use shared::interop::fhir::json::{Json, Object, object};
use shared::interop::fhir::outcome::{Issue, IssueCode, outcome};
use shared::interop::fhir::search::{Condition, sort_key, values};
use shared::interop::fhir::write::withdraw;
use shared::interop::scope::Operation;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::born;
use super::plan::{each_reference, matching, uuid_of};
use super::refusal::Refusal;
use super::whole::Whole;
use crate::access::{Access, ReadResources};
use crate::app::{App, moment};
use crate::card;
use crate::interop::program::Authorized;
use crate::interop::store::{self, NOBODY, Row};
use crate::record;

/// Results on a page when the caller does not say, and the most there are.
const COUNT_DEFAULT: usize = 50;
const COUNT_MAX: usize = 500;
/// Resources that an `_include` may add to a page.
const INCLUDES_MAX: usize = 1_000;

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

/// A search as it was asked.
pub struct Search<'q> {
    pub kind: &'q str,
    /// Decoded, in their order.
    pub parameters: Vec<(String, String)>,
    /// `Prefer: handling=strict`.
    pub is_strict: bool,
}

struct Asked {
    conditions: Vec<Condition>,
    sort: Vec<(String, bool)>,
    count: usize,
    cursor: Option<String>,
    includes: Vec<(String, String)>,
    revincludes: Vec<(String, String)>,
    elements: Vec<String>,
    summary: Option<String>,
    /// What of the query was understood, for `self`.
    kept: Vec<(String, String)>,
    ignored: Vec<Issue>,
}

impl Asked {
    fn read(search: &Search) -> Result<Self, Refusal> {
        let mut asked = Self {
            conditions: Vec::new(),
            sort: Vec::new(),
            count: COUNT_DEFAULT,
            cursor: None,
            includes: Vec::new(),
            revincludes: Vec::new(),
            elements: Vec::new(),
            summary: None,
            kept: Vec::new(),
            ignored: Vec::new(),
        };
        for (name, value) in &search.parameters {
            if value.is_empty() {
                continue;
            }
            if asked.take(search.kind, name, value)? {
                if name != "_cursor" {
                    asked.kept.push((name.clone(), value.clone()));
                }
            } else {
                let what = format!("{} has no search parameter `{name}`", search.kind);
                let issue = Issue::error(IssueCode::NotSupported, what);
                if search.is_strict {
                    return Err(Refusal::new(400, issue));
                }
                asked.ignored.push(issue.warning());
            }
        }
        Ok(asked)
    }

    /// Says whether the parameter is known.
    fn take(&mut self, kind: &str, name: &str, value: &str) -> Result<bool, Refusal> {
        let bad = |what: &str| {
            Refusal::new(400, Issue::error(IssueCode::Value, format!("{name}: {what}")))
        };
        let pair = |value: &str| {
            let mut parts = value.split(':');
            Some((parts.next()?.to_owned(), parts.next()?.to_owned()))
        };
        match name {
            "_format" | "_pretty" | "_total" => {}
            "_count" => {
                let count: usize = value.parse().map_err(|_| bad("a number is expected"))?;
                self.count = count.min(COUNT_MAX);
            }
            "_cursor" => self.cursor = Some(value.to_owned()),
            "_sort" => {
                for code in value.split(',') {
                    let (code, is_down) = match code.strip_prefix('-') {
                        Some(code) => (code, true),
                        None => (code, false),
                    };
                    let is_known = matches!(code, "_id" | "_lastUpdated")
                        || definitions().parameter(kind, code).is_some();
                    if !is_known {
                        return Err(bad("not a parameter of this type"));
                    }
                    self.sort.push((code.to_owned(), is_down));
                }
            }
            "_include" | "_include:iterate" => {
                self.includes.push(pair(value).ok_or_else(|| bad("Type:parameter is expected"))?);
            }
            "_revinclude" | "_revinclude:iterate" => {
                self.revincludes
                    .push(pair(value).ok_or_else(|| bad("Type:parameter is expected"))?);
            }
            "_elements" => self.elements.extend(value.split(',').map(str::to_owned)),
            "_summary" => {
                if !matches!(value, "true" | "false" | "text" | "data" | "count") {
                    return Err(bad("true, false, text, data or count is expected"));
                }
                self.summary = Some(value.to_owned());
            }
            name => {
                let read = Condition::read(kind, name, value);
                let Some(condition) = read.map_err(|issue| Refusal::new(400, issue))? else {
                    return Ok(false);
                };
                self.conditions.push(condition);
            }
        }
        Ok(true)
    }
}

/// Answers a search with a Bundle of one page.
pub async fn search(
    app: &App,
    by: &Authorized,
    search: &Search<'_>,
) -> Result<Json<'static>, Refusal> {
    allow(by, search.kind, Operation::Search)?;
    let asked = Asked::read(search)?;
    let scope = scope_of(app, search.kind, &asked.conditions).await?;
    let (mut found, access) = match scope {
        Reach::Nobodys => (nobodys(app, search.kind).await?, None),
        Reach::Card(patient) => {
            let access = app.open::<ReadResources>(&by.caller, PatientId(patient)).await?;
            (of_card(&access, &[search.kind]).await?, Some(access))
        }
        Reach::Empty => (Vec::new(), None),
    };
    found.retain(|given| {
        asked.conditions.iter().all(|condition| condition.holds(&given.json, given.at))
    });
    sort(search.kind, &asked.sort, &mut found);
    let total = found.len();
    let start = match &asked.cursor {
        None => 0,
        Some(last) => {
            let place = found.iter().position(|given| given.id == *last);
            let gone = Issue::error(IssueCode::NotFound, "the page is gone: search again");
            place.ok_or_else(|| Refusal::new(410, gone))? + 1
        }
    };
    let page: Vec<Given> = found.into_iter().skip(start).take(asked.count).collect();
    let next =
        (start + page.len() < total).then(|| page.last().map(|given| given.id.clone())).flatten();
    let included = match &access {
        Some(access) => included(app, by, access, &asked, &page).await?,
        None => Vec::new(),
    };
    Ok(searchset(app, search.kind, &asked, total, next, page, included))
}

/// Where a search looks.
enum Reach {
    Nobodys,
    Card(Uuid),
    Empty,
}

/// A search is of one card: nothing clinical is joined across patients. The card is told by any
/// reference that leads into it.
async fn scope_of(app: &App, kind: &str, conditions: &[Condition]) -> Result<Reach, Refusal> {
    let db = app.db().read();
    let mut told = false;
    for condition in conditions {
        let mut candidates = Vec::new();
        if let Some(ids) = condition.ids() {
            candidates.extend(ids.iter().map(|id| format!("{kind}/{id}")));
        } else if let Some((_, references)) = condition.references() {
            candidates.extend(references);
        } else if let Some(identifiers) = condition.identifiers() {
            for (system, value) in identifiers {
                let query = url::form_urlencoded::Serializer::new(String::new())
                    .append_pair("identifier", &format!("{system}|{value}"))
                    .finish();
                let found = matching(app, db, kind, &query).await?;
                candidates.extend(found.into_iter().map(|id| format!("{kind}/{id}")));
                told = true;
            }
        }
        for candidate in candidates {
            told = true;
            let path = candidate.rsplit("fhir/R4/").next().unwrap_or(&candidate);
            let Some((kind, id)) = path.split_once('/') else { continue };
            let Some(uuid) = uuid_of(app, db, kind, id).await? else { continue };
            let rows = store::newest(db, [uuid]).await?;
            match rows.get(&uuid) {
                Some(row) if row.patient_id != NOBODY => return Ok(Reach::Card(row.patient_id)),
                Some(_) => {}
                None if kind == "Patient" && card::exists(db, PatientId(uuid)).await? => {
                    return Ok(Reach::Card(uuid));
                }
                None => {
                    if let Some(patient) = born::whose(db, uuid).await? {
                        return Ok(Reach::Card(patient.0));
                    }
                }
            }
        }
    }
    if definitions().compartment(kind).is_empty() {
        return Ok(Reach::Nobodys);
    }
    if told {
        return Ok(Reach::Empty);
    }
    let what = "whose? A search of this type names a patient, an `_id` or an identifier";
    Err(Refusal::new(400, Issue::error(IssueCode::TooCostly, what)))
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

/// By what was asked for, then newest first, so that pages never overlap.
fn sort(kind: &str, by: &[(String, bool)], found: &mut Vec<Given>) {
    let mut keyed: Vec<(Vec<Option<String>>, Given)> = std::mem::take(found)
        .into_iter()
        .map(|given| {
            let keys = by.iter().map(|(code, _)| sort_key(kind, code, &given.json, given.at));
            (keys.collect(), given)
        })
        .collect();
    keyed.sort_by(|(a, left), (b, right)| {
        let asked = a.iter().zip(b).zip(by).map(|((a, b), (_, is_down))| {
            // What lacks the element comes last either way.
            match (a, b) {
                (Some(a), Some(b)) if *is_down => b.cmp(a),
                (Some(a), Some(b)) => a.cmp(b),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (None, None) => std::cmp::Ordering::Equal,
            }
        });
        let asked = asked.reduce(std::cmp::Ordering::then).unwrap_or(std::cmp::Ordering::Equal);
        asked.then(right.at.cmp(&left.at)).then_with(|| left.id.cmp(&right.id))
    });
    found.extend(keyed.into_iter().map(|(_, given)| given));
}

/// What `_include` and `_revinclude` add to a page, each once.
async fn included(
    app: &App,
    by: &Authorized,
    access: &Access<ReadResources>,
    asked: &Asked,
    page: &[Given],
) -> Result<Vec<Given>, Refusal> {
    let mut seen: HashSet<(String, String)> =
        page.iter().map(|given| (given.kind.clone(), given.id.clone())).collect();
    let mut added = Vec::new();
    let mut wanted = Vec::new();
    for (kind, code) in &asked.includes {
        for given in page.iter().filter(|given| given.kind == *kind || kind == "*") {
            let mut take = |reference: &str| {
                if let Some((kind, id)) = reference.split_once('/')
                    && seen.insert((kind.to_owned(), id.to_owned()))
                    && wanted.len() < INCLUDES_MAX
                {
                    wanted.push((kind.to_owned(), id.to_owned()));
                }
            };
            if code == "*" {
                each_reference(&given.json, &mut take);
            } else if let Some(known) = definitions().parameter(&given.kind, code) {
                for path in &known.paths {
                    for value in values(&given.json, &path.names) {
                        value.text("reference").into_iter().for_each(&mut take);
                    }
                }
            }
        }
    }
    added.extend(pointed_at(app, by, access, wanted).await?);
    for (kind, code) in &asked.revincludes {
        let Some(known) = definitions().parameter(kind, code) else { continue };
        if !by.scopes.allows(kind, Operation::Search) {
            continue;
        }
        let targets: HashSet<String> =
            page.iter().map(|given| format!("{}/{}", given.kind, given.id)).collect();
        for given in of_card(access, &[kind]).await? {
            let points =
                known.paths.iter().flat_map(|path| values(&given.json, &path.names)).any(|value| {
                    value.text("reference").is_some_and(|text| targets.contains(text))
                });
            if points
                && added.len() < INCLUDES_MAX
                && seen.insert((given.kind.clone(), given.id.clone()))
            {
                added.push(given);
            }
        }
    }
    Ok(added)
}

/// What references lead to, of this card and of nobody's; other cards are not opened for it.
async fn pointed_at(
    app: &App,
    by: &Authorized,
    access: &Access<ReadResources>,
    wanted: Vec<(String, String)>,
) -> Result<Vec<Given>, Refusal> {
    let db = app.db().read();
    let mut ids = Vec::with_capacity(wanted.len());
    for (kind, id) in &wanted {
        if by.scopes.allows(kind, Operation::Read) {
            ids.extend(uuid_of(app, db, kind, id).await?);
        }
    }
    let mut rows = store::newest(db, ids.iter().copied()).await?;
    let mut all = Vec::with_capacity(ids.len());
    for row in ids.iter().filter_map(|id| rows.remove(id)).filter(|row| !row.deleted) {
        let whole = if row.patient_id == NOBODY {
            Some(store::reveal_nobodys(app, &row)?)
        } else if row.patient_id == access.patient().0 {
            store::reveal(access, &row)?
        } else {
            None
        };
        if let Some(whole) = whole {
            all.push(Given::of(&row, &whole)?);
        }
    }
    let mut born = Vec::new();
    let kinds: Vec<&str> = wanted.iter().map(|(kind, _)| kind.as_str()).collect();
    if !kinds.is_empty() {
        born::complete(access, &kinds, &mut born).await?;
    }
    let known: HashSet<String> = all.iter().map(|given| given.id.clone()).collect();
    born.retain(|given| {
        !known.contains(&given.id)
            && wanted.iter().any(|(kind, id)| *kind == given.kind && *id == given.id)
            && by.scopes.allows(&given.kind, Operation::Read)
    });
    all.append(&mut born);
    Ok(all)
}

fn searchset(
    app: &App,
    kind: &str,
    asked: &Asked,
    total: usize,
    next: Option<String>,
    page: Vec<Given>,
    included: Vec<Given>,
) -> Json<'static> {
    let base = format!("{}/fhir/R4", app.settings().origin);
    let url = |cursor: Option<&str>| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&asked.kept);
        if let Some(cursor) = cursor {
            query.append_pair("_cursor", cursor);
        }
        let query = query.finish();
        let mark = if query.is_empty() { "" } else { "?" };
        Json::str(format!("{base}/{kind}{mark}{query}"))
    };
    let link =
        |relation: &'static str, url| object([("relation", Json::str(relation)), ("url", url)]);
    let mut links = vec![link("self", url(asked.cursor.as_deref()))];
    if let Some(next) = &next {
        links.push(link("next", url(Some(next))));
    }
    let mut bundle = Object::default();
    bundle.add("resourceType", Some(Json::str("Bundle")));
    bundle.add("id", Some(Json::str(app.new_id().to_string())));
    bundle.add("type", Some(Json::str("searchset")));
    bundle.add("total", Some(Json::Number(total.to_string().into())));
    bundle.add("link", Some(Json::Array(links)));
    let counts_only = asked.summary.as_deref() == Some("count") || asked.count == 0;
    let mut entries = Vec::new();
    if !counts_only {
        let matched = page.into_iter().map(|given| (given, "match"));
        let added = included.into_iter().map(|given| (given, "include"));
        entries.extend(matched.chain(added).map(|(given, mode)| {
            object([
                ("fullUrl", Json::str(format!("{base}/{}/{}", given.kind, given.id))),
                ("resource", asked.cut(given.json)),
                ("search", object([("mode", Json::str(mode))])),
            ])
        }));
    }
    if !asked.ignored.is_empty() {
        entries.push(object([
            ("resource", outcome(&asked.ignored)),
            ("search", object([("mode", Json::str("outcome"))])),
        ]));
    }
    bundle.add("entry", (!entries.is_empty()).then_some(Json::Array(entries)));
    Json::Object(bundle)
}

impl Asked {
    /// What `_elements` and `_summary` leave of a resource, marked as a part.
    fn cut(&self, mut json: Json<'static>) -> Json<'static> {
        let always = |name: &str| matches!(name, "resourceType" | "id" | "meta");
        let Json::Object(resource) = &mut json else { return json };
        let kind =
            resource.get("resourceType").and_then(Json::as_str).unwrap_or_default().to_owned();
        let required = |name: &str| {
            let known = definitions().resource(&kind);
            known.is_some_and(|known| {
                known.elements.iter().any(|element| element.name == name && element.is_required)
            })
        };
        if self.elements.is_empty() {
            match self.summary.as_deref() {
                Some("text") => {
                    resource.0.retain(|(name, _)| always(name) || required(name) || name == "text");
                }
                Some("data") => {
                    resource.remove("text");
                }
                Some("true") => {
                    for name in ["text", "contained", "extension"] {
                        resource.remove(name);
                    }
                }
                Some(_) | None => return json,
            }
        } else {
            resource.0.retain(|(name, _)| {
                always(name)
                    || required(name)
                    || self.elements.iter().any(|wanted| name.starts_with(wanted.as_str()))
            });
        }
        let subsetted = object([
            ("system", Json::str("http://terminology.hl7.org/CodeSystem/v3-ObservationValue")),
            ("code", Json::str("SUBSETTED")),
        ]);
        if let Some(Json::Object(meta)) = resource.get_mut("meta") {
            match meta.get_mut("tag") {
                Some(Json::Array(tags)) => tags.push(subsetted),
                Some(_) | None => meta.set("tag", Json::Array(vec![subsetted])),
            }
        }
        json
    }
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
