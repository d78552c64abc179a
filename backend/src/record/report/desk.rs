//! Everything that is asked: in one card, for the patient; of one organization, for its staff.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use shared::access::model::{Ground, Role};
use shared::access::rules::answers_any;
use shared::id::EntryId;
use shared::record::asked::{AskedItem, Asking, OrganizationLink};
use shared::record::model::Entry;
use shared::record::report::ReportState;
use shared::results::flag::judge;

use super::service::Reviewer;
use super::store::{self, Kept};
use crate::access::{Access, Caller, ReadAsked, ReadEntries};
use crate::accounts;
use crate::app::App;
use crate::card;
use crate::record::Error;
use crate::record::store as entries;

/// What the patient asked, newest first. Of an entry the last that was said about it.
/// What one asks an organization is nobody else's business who may read the card.
pub async fn of_card(access: &Access<ReadEntries>) -> Result<Vec<Asking>, Error> {
    if !matches!(access.ground(), Ground::Own | Ground::Representative) {
        return Err(Error::NotFound);
    }
    let mut all = with_entries(access, store::newest(access).await?).await?;
    all.sort_by_key(|asking| Reverse(asking.report.made_at));
    Ok(all)
}

/// What waits for an answer of the caller's organization, what is due first first.
pub async fn waiting(app: &App, caller: &Caller) -> Result<Vec<AskedItem>, Error> {
    let reviewer = Reviewer::of(caller);
    let mut items = Vec::new();
    for access in app.open_all::<ReadAsked>(caller).await? {
        let mut asked = store::newest(&access).await?;
        asked.retain(|kept| {
            kept.stand.state == ReportState::Open
                && reviewer.answers(kept.stand.organization, kept.section)
        });
        let (identity, facts) = card::find_header(&access).await?;
        for asking in with_entries(&access, asked).await? {
            items.push(AskedItem {
                patient: access.patient(),
                name: identity.name.clone(),
                birth_date: identity.birth_date,
                card_number: facts.number.clone(),
                asking,
            });
        }
    }
    items.sort_by_key(|item| {
        let report = &item.asking.report;
        (report.due_on, report.made_at, item.asking.id)
    });
    Ok(items)
}

/// Organizations that answer here something at least.
pub async fn organizations(app: &App) -> Result<Vec<OrganizationLink>, Error> {
    let roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| answers_any(*role)).collect();
    let found = accounts::organizations_with(app.db().read(), &roles, app.now_micros()).await?;
    Ok(found.into_iter().map(|(id, name)| OrganizationLink { id, name }).collect())
}

async fn with_entries<P>(access: &Access<P>, asked: Vec<Kept>) -> Result<Vec<Asking>, Error> {
    let ids: BTreeSet<EntryId> = asked.iter().map(|kept| kept.entry).collect();
    let known: Vec<Entry> = entries::these(access, &ids).await?;
    let asking = asked.into_iter().filter_map(|kept| {
        let Kept { entry: id, version, stand, .. } = kept;
        let (missing, look) = (stand.missing, stand.look.clone());
        let mut entry = known.iter().find(|entry| entry.id == id).cloned();
        entry.iter_mut().for_each(judge);
        // An entry that is hidden from the caller is not told of here either.
        let is_shown = stand.is_request() || entry.is_some();
        is_shown.then(|| Asking { id, report: stand.report(version), missing, look, entry })
    });
    Ok(asking.collect())
}
