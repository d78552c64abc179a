//! Reading the journal of a card, and asking why somebody looked.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::DbErr;
use shared::access::model::Role;
use shared::contract::FieldReason;
use shared::id::{AccountId, EntryId};
use shared::journal::model::{
    AskedLook, Deed, JournalLine, JournalPage, JournalQuery, LineEntry, NewQuestion, Outcome,
    PAGE_DEFAULT, PAGE_MAX, Whose,
};
use shared::journal::rules::in_order;
use shared::record::asked::Asking;
use shared::record::rules::name_of;
use time::{Date, Duration, UtcOffset};
use uuid::Uuid;

use super::names::{Names, Reader, bare};
use crate::access::{Access, Caller, Change, Denied, KeepError, ReadJournal, ReportEntry};
use crate::app::{App, micros};
use crate::audit::{self, Days, KeptLine, Line};
use crate::errors::{Absence, sealed_or_db};
use crate::interop::program;
use crate::keys::{KeyError, SealError};
use crate::record::{self, Now, Question};
use crate::{accounts, card};

/// Lines read at once.
pub const READ: u64 = 500;
/// Lines looked through for one page.
const LOOKED_THROUGH: usize = 5_000;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{field}: {reason:?}")]
    Invalid { field: &'static str, reason: FieldReason },
    #[error(transparent)]
    Record(#[from] record::Error),
    #[error(transparent)]
    Card(#[from] card::Error),
    #[error(transparent)]
    Accounts(#[from] accounts::Error),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Db(#[from] DbErr),
}

impl Absence for Error {
    fn is_absence(&self) -> bool {
        matches!(self, Self::Record(error) if error.is_absence())
    }
}

sealed_or_db!(Error, KeepError);

/// A page of the journal, newest first (AUD-3, ACL-7).
pub async fn search(
    app: &App,
    access: &Access<ReadJournal>,
    query: &JournalQuery,
) -> Result<JournalPage, Error> {
    let wanted = Wanted::of(query, access.account(), app.settings().offset)?;
    let (found, next) = wanted.find(app, access).await?;
    let (identity, _) = card::find_header(access).await?;
    let reader = Reader { account: access.account(), patient: identity.name.short() };
    let questions = record::looks(access).await?;
    let mut names = Names::default();
    let mut lines = Vec::with_capacity(found.len());
    for (kept, line) in &found {
        let mut told = names.tell(app, &reader, kept, line).await?;
        told.question = questions.get(&kept.seq).cloned();
        lines.push(told);
    }
    add_entries(access, &found, &mut lines).await?;
    let next_cursor = next.map(|seq| seq.to_string());
    Ok(JournalPage { lines, next_cursor, name: identity.name })
}

/// Names the entries that lines are about, as far as the reader may see them.
pub async fn add_entries(
    access: &Access<ReadJournal>,
    found: &[(KeptLine, Line)],
    lines: &mut [JournalLine],
) -> Result<(), Error> {
    let objects: BTreeMap<i64, EntryId> = found
        .iter()
        .filter(|(_, line)| line.outcome == Outcome::Allowed && line.what.deed() == Deed::Access)
        .filter_map(|(kept, line)| Some((kept.seq, EntryId(line.object?))))
        .collect();
    if objects.is_empty() {
        return Ok(());
    }
    let ids: BTreeSet<EntryId> = objects.values().copied().collect();
    let known: BTreeMap<EntryId, LineEntry> = record::these(access, &ids)
        .await?
        .into_iter()
        .map(|entry| {
            let name = name_of(&entry.content).map(str::to_owned);
            (entry.id, LineEntry { id: entry.id, section: entry.section, name })
        })
        .collect();
    for line in lines {
        line.entry = objects.get(&line.seq).and_then(|id| known.get(id)).cloned();
    }
    Ok(())
}

/// What a query means.
struct Wanted {
    days: Days,
    who: Whose,
    refused_only: bool,
    reader: AccountId,
    before: Option<i64>,
    limit: usize,
}

impl Wanted {
    fn of(query: &JournalQuery, reader: AccountId, offset: UtcOffset) -> Result<Self, Error> {
        let invalid = |field, reason| Error::Invalid { field, reason };
        let limit = query.limit.unwrap_or(PAGE_DEFAULT);
        if limit == 0 || limit > PAGE_MAX {
            return Err(invalid("limit", FieldReason::OutOfRange));
        }
        let before = match &query.cursor {
            Some(cursor) => {
                let seq = cursor.parse().map_err(|_| invalid("cursor", FieldReason::Invalid))?;
                Some(seq)
            }
            None => None,
        };
        Ok(Self {
            days: days(query.from, query.until, offset),
            who: query.who.unwrap_or(Whose::Everybody),
            refused_only: query.refused_only,
            reader,
            before,
            limit: usize::try_from(limit).unwrap_or(usize::MAX),
        })
    }

    fn holds(&self, line: &Line) -> bool {
        let is_program = line.role == Some(Role::Program);
        let is_theirs = match self.who {
            Whose::Everybody => true,
            Whose::People => {
                line.account.is_some_and(|account| account != self.reader) && !is_program
            }
            Whose::Programs => is_program,
            Whose::Me => line.account == Some(self.reader),
        };
        is_theirs && (!self.refused_only || line.outcome == Outcome::Denied)
    }

    /// Looks through so many lines and no more. With where to go on, if there may be more.
    async fn find(
        &self,
        app: &App,
        access: &Access<ReadJournal>,
    ) -> Result<(Vec<(KeptLine, Line)>, Option<i64>), Error> {
        let (key, chain) = (&app.keys().deployment().journal, access.patient().0);
        let (mut found, mut before, mut through) = (Vec::new(), self.before, 0);
        while through < LOOKED_THROUGH {
            let kept = audit::before(access.db(), chain, before, self.days, READ).await?;
            let is_last = u64::try_from(kept.len()).unwrap_or(u64::MAX) < READ;
            through += kept.len();
            for kept in kept {
                if found.len() == self.limit {
                    return Ok((found, before));
                }
                before = Some(kept.seq);
                let line = kept.open(key)?;
                if self.holds(&line) {
                    found.push((kept, line));
                }
            }
            if is_last {
                return Ok((found, None));
            }
        }
        Ok((found, before))
    }
}

/// Whole days by the clock of the clinic.
pub fn days(from: Option<Date>, until: Option<Date>, offset: UtcOffset) -> Days {
    let (from, until) = in_order(from, until);
    let begins = |day: Date| micros(day.midnight().assume_offset(offset));
    let ends = |day: Date| micros(day.midnight().assume_offset(offset) + Duration::days(1));
    Days { from: from.map(begins), until: until.map(ends) }
}

/// What an organization is asked about a line of the journal (ACL-7): nothing where there is no
/// such line, or none anybody here answers for.
async fn question(
    app: &App,
    caller: &Caller,
    change: &Change<ReportEntry>,
    seq: i64,
    new: NewQuestion,
) -> Result<Question, record::Error> {
    let kept = audit::one(change.db(), change.patient().0, seq).await?;
    let kept = kept.ok_or(record::Error::NotFound)?;
    let line = kept.open(&app.keys().deployment().journal)?;
    let is_own = line.account == Some(caller.account());
    let organization = line.organization.filter(|_| !is_own).ok_or(record::Error::NotFound)?;
    let told = bare(caller.account(), &kept, &line);
    let name = match line.account {
        Some(account) => name(app, change, account, line.role).await?,
        None => None,
    };
    let JournalLine { at, role, action, view, outcome, .. } = told;
    let look = AskedLook { seq, at, name, role, action, view, outcome };
    Ok(Question { look, organization, words: new.text, key: new.key })
}

/// As printed on what the organization reads.
async fn name(
    app: &App,
    change: &Change<ReportEntry>,
    account: AccountId,
    role: Option<Role>,
) -> Result<Option<String>, record::Error> {
    if role == Some(Role::Program) {
        let program = program::find(change.db(), account.0).await?;
        return Ok(program.map(|program| program.name));
    }
    match accounts::name_of_anybody(app, change.db(), account).await {
        Ok(name) => Ok(name.map(|name| name.short())),
        Err(accounts::Error::Db(error)) => Err(record::Error::Db(error)),
        Err(error) => {
            // The question can be asked without the name: the number of the line stands for it.
            tracing::warn!(%error, "a name was not found for a question");
            Ok(None)
        }
    }
}

/// Asks why somebody looked.
pub async fn ask_why(
    app: &App,
    caller: &Caller,
    change: &Change<ReportEntry>,
    seq: i64,
    new: NewQuestion,
    ground: Uuid,
) -> Result<(Asking, Option<Uuid>), record::Error> {
    let question = question(app, caller, change, seq, new).await?;
    record::ask_why(change, question, ground, Now::of(app)).await
}
