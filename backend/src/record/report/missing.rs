//! Asking an organization to send what never came (REC-11, DQ-5), or why somebody of it looked
//! (ACL-7). What is asked is about no entry: it lies under an id of its own, beside what is said of
//! entries.

use shared::access::model::{Section, Sensitivity};
use shared::contract::FieldReason;
use shared::id::{EntryId, OrganizationId};
use shared::journal::model::AskedLook;
use shared::record::asked::{Asking, NewMissing};
use shared::record::report::{
    NewAnswer, Report, ReportAnswer, ReportKind, ReportState, SeenReport, check_answer,
    check_report, due_on,
};
use uuid::Uuid;

use super::service::{
    Done, Now, Reviewer, answers_here, check_outcome, close, done, follows, open, open_to,
};
use super::store::{self, Kept, Stand};
use crate::access::{AnswerReport, Change, EntryPlace, ReportEntry, Write};
use crate::accounts;
use crate::record::Error;

/// Things one card may ask for and wait for at once.
const OPEN_MAX: usize = 20;
/// Things one card may have asked for in all.
const ALL_MAX: usize = 1_000;
/// As what it is asked why somebody looked: no entry is of it, so that the question opens none.
pub const OF_LOOKS: Section = Section::Administrative;

/// Asks. The same key asks once, however often it is sent.
pub async fn ask(
    change: &Change<ReportEntry>,
    new: NewMissing,
    ground: Uuid,
    now: Now,
) -> Result<(Asking, Option<Uuid>), Error> {
    let today = now.at.to_offset(now.offset).date();
    let invalid = |(field, reason)| Error::Invalid { field, reason };
    let (missing, words) = new.check(today).map_err(invalid)?;
    let id = EntryId(new.key);
    if let Some(kept) = store::about_in(change, id).await?.into_iter().next() {
        let stand = &kept.stand;
        let is_same = stand.missing == Some(missing) && stand.words.as_deref() == Some(&words);
        return if is_same { Ok(asking(kept)) } else { Err(Error::Conflict) };
    }
    let known = store::newest_in(change).await?;
    let is_open = |kept: &&Kept| kept.stand.state == ReportState::Open;
    if known.iter().filter(is_open).count() >= OPEN_MAX || known.len() >= ALL_MAX {
        return Err(Error::Full);
    }
    let name = accounts::organization_name(change.db(), new.organization).await?;
    let is_there = answers_here(change.db(), new.organization, missing.section, now.at).await?;
    let Some(name) = name.filter(|_| is_there) else {
        return Err(invalid(("organization", FieldReason::Invalid)));
    };
    open_to(change, ground, new.organization, missing.section, now).await?;
    let stand = Stand {
        sensitivity: Sensitivity::Usual,
        key: new.key,
        kind: ReportKind::Missing,
        words: Some(words),
        made_at: now.at,
        organization: Some(new.organization),
        organization_name: Some(name),
        due_on: Some(due_on(today)),
        state: ReportState::Open,
        answer: None,
        missing: Some(missing),
        look: None,
        ground: Some(ground),
    };
    keep_new(change, id, missing.section, stand, now).await
}

/// A look whose reason is asked for, and who is asked.
pub struct Question {
    pub look: AskedLook,
    pub organization: OrganizationId,
    pub words: String,
    pub key: Uuid,
}

/// Asks why somebody looked. The same key asks once; about one look one question is open.
pub async fn ask_why(
    change: &Change<ReportEntry>,
    question: Question,
    ground: Uuid,
    now: Now,
) -> Result<(Asking, Option<Uuid>), Error> {
    let invalid = |field, reason| Error::Invalid { field, reason };
    let Question { look, organization, words, key } = question;
    let words = check_report(ReportKind::WhyLooked, &words).map_err(|why| invalid("text", why))?;
    if key.is_nil() {
        return Err(invalid("key", FieldReason::Required));
    }
    let id = EntryId(key);
    if let Some(kept) = store::about_in(change, id).await?.into_iter().next() {
        let is_same = kept.stand.look.as_ref() == Some(&look) && kept.stand.words == words;
        return if is_same { Ok(asking(kept)) } else { Err(Error::Conflict) };
    }
    let known = store::newest_in(change).await?;
    let is_open = |kept: &&Kept| kept.stand.state == ReportState::Open;
    let is_of = |kept: &Kept| kept.stand.look.as_ref().is_some_and(|it| it.seq == look.seq);
    if known.iter().filter(is_open).any(is_of) {
        return Err(Error::Conflict);
    }
    if known.iter().filter(is_open).count() >= OPEN_MAX || known.len() >= ALL_MAX {
        return Err(Error::Full);
    }
    let name = accounts::organization_name(change.db(), organization).await?;
    let is_there = answers_here(change.db(), organization, OF_LOOKS, now.at).await?;
    let name = name.filter(|_| is_there).ok_or(Error::NotFound)?;
    open_to(change, ground, organization, OF_LOOKS, now).await?;
    let stand = Stand {
        sensitivity: Sensitivity::Usual,
        key,
        kind: ReportKind::WhyLooked,
        words,
        made_at: now.at,
        organization: Some(organization),
        organization_name: Some(name),
        due_on: Some(due_on(now.at.to_offset(now.offset).date())),
        state: ReportState::Open,
        answer: None,
        missing: None,
        look: Some(look),
        ground: Some(ground),
    };
    keep_new(change, id, OF_LOOKS, stand, now).await
}

async fn keep_new(
    change: &Change<ReportEntry>,
    id: EntryId,
    section: Section,
    stand: Stand,
    now: Now,
) -> Result<(Asking, Option<Uuid>), Error> {
    store::append(change, EntryPlace { id, version: 1, section }, &stand, now.at).await?;
    let (missing, look) = (stand.missing, stand.look.clone());
    Ok((Asking { id, report: stand.report(1), missing, look, entry: None }, Some(id.0)))
}

fn asking(kept: Kept) -> (Asking, Option<Uuid>) {
    let Kept { entry: id, version, stand, .. } = kept;
    let (missing, look) = (stand.missing, stand.look.clone());
    (Asking { id, report: stand.report(version), missing, look, entry: None }, Some(id.0))
}

/// Takes back what was not answered yet.
pub async fn take_back(
    change: &Change<ReportEntry>,
    id: EntryId,
    seen: SeenReport,
    now: Now,
) -> Result<Done, Error> {
    let newest = newest(change, id).await?;
    if newest.stand.state == ReportState::TakenBack && follows(&newest, seen.version) {
        return Ok(done(id, newest.version, newest.stand));
    }
    let stand = Stand { state: ReportState::TakenBack, ..open(&newest, seen.version)? };
    settle(change, &newest, stand, now).await
}

/// Answers for the organization that was asked, and for no other one. `by`: as printed.
pub async fn answer(
    change: &Change<AnswerReport>,
    id: EntryId,
    answer: NewAnswer,
    reviewer: Reviewer,
    by: String,
    now: Now,
) -> Result<Done, Error> {
    let text = check_answer(answer.outcome, &answer.text)
        .map_err(|reason| Error::Invalid { field: "text", reason })?;
    let newest = newest(change, id).await?;
    if !reviewer.answers(newest.stand.organization, newest.section) {
        return Err(Error::NotFound);
    }
    check_outcome(&newest, answer.outcome)?;
    let state = answer.outcome.state();
    if newest.stand.state == state
        && follows(&newest, answer.version)
        && newest.by == change.account()
        && newest.stand.answer.as_ref().is_some_and(|given| given.text == text)
    {
        return Ok(done(id, newest.version, newest.stand));
    }
    let given = ReportAnswer { text, by, at: now.at };
    let stand = Stand { state, answer: Some(given), ..open(&newest, answer.version)? };
    settle(change, &newest, stand, now).await
}

/// What is said of entries is not found here.
async fn newest<P: Write>(change: &Change<P>, id: EntryId) -> Result<Kept, Error> {
    let kept = store::about_in(change, id).await?.into_iter().next();
    kept.filter(|kept| kept.stand.is_request()).ok_or(Error::NotFound)
}

async fn settle<P: Write>(
    change: &Change<P>,
    newest: &Kept,
    stand: Stand,
    now: Now,
) -> Result<(Report, Option<Uuid>), Error> {
    close(change, &stand, now).await?;
    let version = newest.version.saturating_add(1);
    let place = EntryPlace { id: newest.entry, version, section: newest.section };
    store::append(change, place, &stand, now.at).await?;
    Ok(done(newest.entry, version, stand))
}
