//! Answering a search: where it looks, what it finds, and the page that is given.

use std::collections::HashSet;

use futures_util::future::BoxFuture;
use sea_orm::ConnectionTrait;
use shared::id::PatientId;
use shared::interop::fhir::definitions::definitions;
use shared::interop::fhir::json::{Json, Object, object};
use shared::interop::fhir::outcome::{Issue, IssueCode, outcome};
use shared::interop::fhir::person::CARD_NUMBER_SYSTEM;
use shared::interop::fhir::search::{Chain, Link, sort_key, values};
use shared::interop::scope::Operation;
use uuid::Uuid;

use super::super::born;
use super::super::plan::{each_reference, matching, uuid_of};
use super::super::refusal::Refusal;
use super::asked::{Asked, Search};
use super::{Given, allow, nobodys, of_card};
use crate::access::{Access, ReadResources};
use crate::app::App;
use crate::card;
use crate::interop::program::Authorized;
use crate::interop::store::{self, NOBODY};

/// Resources that an `_include` may add to a page.
const INCLUDES_MAX: usize = 1_000;

/// Answers a search with a Bundle of one page.
pub async fn search(
    app: &App,
    by: &Authorized,
    search: &Search<'_>,
) -> Result<Json<'static>, Refusal> {
    allow(by, search.kind, Operation::Search)?;
    let mut asked = Asked::read(search)?;
    let scope = scope_of(app, search.kind, &asked).await?;
    let (mut found, access) = match scope {
        Reach::Nobodys => (nobodys(app, search.kind).await?, None),
        Reach::Card(patient) => {
            let access = app.open::<ReadResources>(&by.caller, PatientId(patient)).await?;
            asked.whose = patients(&access).await?;
            for condition in &mut asked.conditions {
                condition.take_as_same(&asked.whose);
            }
            (of_card(&access, &[search.kind]).await?, Some(access))
        }
        Reach::Empty => (Vec::new(), None),
    };
    found.retain(|given| {
        asked.conditions.iter().all(|condition| condition.holds(&given.json, given.at))
    });
    for chain in &asked.chains {
        found = chained(app, by, access.as_ref(), chain, found).await?;
    }
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

/// Every Patient that is the owner of this card, as `Patient/id`.
async fn patients(access: &Access<ReadResources>) -> Result<Vec<String>, Refusal> {
    let mut all = vec![format!("Patient/{}", access.patient())];
    for row in store::of_card(access, &["Patient"]).await? {
        if let Some(whole) = store::reveal(access, &row)? {
            all.push(format!("Patient/{}", Given::of(&row, &whole)?.id));
        }
    }
    Ok(all)
}

/// Where a search looks.
enum Reach {
    Nobodys,
    Card(Uuid),
    Empty,
}

/// A search is of one card: nothing clinical is joined across patients. The card is told by any
/// reference that leads into it.
async fn scope_of(app: &App, kind: &str, asked: &Asked) -> Result<Reach, Refusal> {
    let db = app.db().read();
    let mut told = false;
    let direct = asked.conditions.iter().map(|condition| (kind, condition));
    // `patient.identifier=` names a card as well as `patient=` does.
    let through =
        asked.chains.iter().flat_map(Chain::links).filter_map(|(kind, link)| match link {
            Link::Condition(condition) => Some((*kind, condition)),
            Link::Chain(_) => None,
        });
    for (kind, condition) in direct.chain(through) {
        let mut candidates = Vec::new();
        if let Some(ids) = condition.ids() {
            candidates.extend(ids.iter().map(|id| format!("{kind}/{id}")));
        } else if let Some((_, references)) = condition.references() {
            candidates.extend(references);
        } else if let Some(identifiers) = condition.identifiers() {
            for (system, value) in identifiers {
                let found = bearing(app, db, kind, system, value).await?;
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
pub(super) async fn included(
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
    added.extend(pointed_at(app, by, Some(access), wanted).await?);
    for (kind, code) in &asked.revincludes {
        let Some(known) = definitions().parameter(kind, code) else { continue };
        if !by.scopes.allows(kind, Operation::Search) {
            continue;
        }
        let mut targets: HashSet<String> =
            page.iter().map(|given| format!("{}/{}", given.kind, given.id)).collect();
        if asked.whose.iter().any(|patient| targets.contains(patient)) {
            targets.extend(asked.whose.iter().cloned());
        }
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
    access: Option<&Access<ReadResources>>,
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
        let whole = match access {
            _ if row.patient_id == NOBODY => Some(store::reveal_nobodys(app, &row)?),
            Some(access) if row.patient_id == access.patient().0 => store::reveal(access, &row)?,
            Some(_) | None => None,
        };
        if let Some(whole) = whole {
            all.push(Given::of(&row, &whole)?);
        }
    }
    let known: HashSet<String> = all.iter().map(|given| given.id.clone()).collect();
    let born: Vec<(&str, &str)> = wanted
        .iter()
        .filter(|(kind, id)| !known.contains(id) && by.scopes.allows(kind, Operation::Read))
        .map(|(kind, id)| (kind.as_str(), id.as_str()))
        .collect();
    if let Some(access) = access {
        all.append(&mut born::these(access, &born).await?);
    }
    Ok(all)
}

/// Those of what was found whose references lead to something the chain holds of. Boxed: a chain may
/// go on.
fn chained<'c>(
    app: &'c App,
    by: &'c Authorized,
    access: Option<&'c Access<ReadResources>>,
    chain: &'c Chain,
    found: Vec<Given>,
) -> BoxFuture<'c, Result<Vec<Given>, Refusal>> {
    Box::pin(async move {
        let followed: HashSet<String> =
            found.iter().flat_map(|given| chain.followed(&given.json)).collect();
        let pairs = followed.iter().filter_map(|reference| reference.split_once('/'));
        let wanted = pairs.map(|(kind, id)| (kind.to_owned(), id.to_owned())).collect();
        let mut targets = pointed_at(app, by, access, wanted).await?;
        let mut held: HashSet<String> = HashSet::new();
        for (kind, link) in chain.links() {
            let (mut of_kind, others): (Vec<Given>, Vec<Given>) =
                targets.into_iter().partition(|given| given.kind == *kind);
            targets = others;
            match link {
                Link::Condition(condition) => {
                    of_kind.retain(|given| condition.holds(&given.json, given.at));
                }
                Link::Chain(chain) => {
                    of_kind = chained(app, by, access, chain, of_kind).await?;
                }
            }
            held.extend(of_kind.iter().map(|given| format!("{kind}/{}", given.id)));
        }
        let holds = |given: &Given| chain.followed(&given.json).iter().any(|to| held.contains(to));
        Ok(found.into_iter().filter(holds).collect())
    })
}

/// What bears this identifier. A card is known by its own number too.
async fn bearing(
    app: &App,
    db: &impl ConnectionTrait,
    kind: &str,
    system: &str,
    value: &str,
) -> Result<Vec<Uuid>, Refusal> {
    if kind == "Patient" && system == CARD_NUMBER_SYSTEM {
        let card = card::by_number(app, db, value).await?;
        return Ok(card.into_iter().map(|patient| patient.0).collect());
    }
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("identifier", &format!("{system}|{value}"))
        .finish();
    matching(app, db, kind, &query).await
}

pub(super) fn searchset(
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
