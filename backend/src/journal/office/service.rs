//! Who may search all journals, and what becomes of it: a line in the officers' own journal, before
//! anything is told.

use shared::access::rules::searches_journals;
use shared::contract::FieldReason;
use shared::id::AccountId;
use shared::journal::model::Outcome;
use shared::journal::office::{AuditPage, AuditQuery, AuditedName};

use super::finder::{Finder, write_cursor};
use crate::access::{Caller, Denied};
use crate::accounts;
use crate::app::App;
use crate::audit::{AuditAct, What};
use crate::journal::Error;
use crate::keys::SealError;

/// Lines on a page.
const PAGE: usize = 100;
/// Lines looked through for one page.
const LOOKED_THROUGH: usize = 20_000;

/// Lets an officer in, with what is asked in their journal. Everybody else is refused, and that is
/// in the journal of their account.
pub async fn enter(
    app: &App,
    caller: &Caller,
    act: AuditAct,
    terms: &impl serde::Serialize,
) -> Result<(), Error> {
    let is_officer = searches_journals(caller.role());
    let (chain, outcome) = if is_officer {
        (App::OFFICE_CHAIN, Outcome::Allowed)
    } else {
        (App::chain_of(caller.account()), Outcome::Denied)
    };
    // Somebody's whole life lies open here: the same holds as for a card of somebody else.
    if is_officer && !caller.is_strong(app.now_micros()) {
        return Err(Denied::StepUp.into());
    }
    let mut line = caller.line(What::Audit(act), None, outcome);
    if is_officer {
        line.terms = Some(serde_json::to_string(terms).map_err(SealError::from)?);
    }
    app.journal().append(chain, app.now_micros(), line).await.map_err(Denied::from)?;
    if is_officer { Ok(()) } else { Err(Denied::NotFound.into()) }
}

/// A page of what was found, newest first.
pub async fn search(app: &App, caller: &Caller, query: AuditQuery) -> Result<AuditPage, Error> {
    enter(app, caller, AuditAct::Searched, &query).await?;
    check(&query)?;
    let Some(mut finder) = Finder::new(app, query).await? else {
        return Ok(AuditPage { lines: Vec::new(), next_cursor: None });
    };
    let mut lines = Vec::new();
    while lines.len() < PAGE && !finder.is_done() && finder.through() < LOOKED_THROUGH {
        lines.extend(finder.step(PAGE - lines.len()).await?);
    }
    let next = if finder.is_done() { None } else { finder.last() };
    Ok(AuditPage { lines, next_cursor: next.map(write_cursor) })
}

/// All of it, to be written as it is read; nothing where nothing can be found.
pub async fn export(
    app: &App,
    caller: &Caller,
    query: AuditQuery,
) -> Result<Option<Finder>, Error> {
    enter(app, caller, AuditAct::Exported, &query).await?;
    check(&query)?;
    Finder::new(app, query).await
}

/// What somebody is called.
pub async fn name(app: &App, caller: &Caller, account: AccountId) -> Result<AuditedName, Error> {
    enter(app, caller, AuditAct::Named, &account).await?;
    let name = accounts::name_of_anybody(app, app.db().read(), account).await?;
    let name = name.ok_or(Denied::NotFound)?;
    Ok(AuditedName { name: name.full() })
}

fn check(query: &AuditQuery) -> Result<(), Error> {
    let invalid = |(field, reason): (&'static str, FieldReason)| Error::Invalid { field, reason };
    query.check().map_err(invalid)
}
