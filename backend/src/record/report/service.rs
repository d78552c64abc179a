//! What can be said against an entry, by whom it is answered, and how it ends.

use std::collections::BTreeSet;

use shared::access::model::{Action, Ground, Level, Role, Section};
use shared::access::rules::answers;
use shared::contract::FieldReason;
use shared::id::{EntryId, OrganizationId};
use shared::record::api::{EntryAct, EntryDetail};
use shared::record::model::Entry;
use shared::record::news::NewsItem;
use shared::record::report::{
    Asked, NewAnswer, NewReport, Report, ReportAnswer, ReportKind, ReportMark, ReportOutcome,
    ReportState, SeenReport, check_answer, check_report, due_on,
};
use time::{OffsetDateTime, UtcOffset};
use uuid::Uuid;

use super::store::{self, Kept, Stand};
use crate::access::{
    Access, AnswerReport, Caller, Change, EntryPlace, Grantee, NewGround, ReadEntries, ReportEntry,
    Write, insert_ground, revoke_ground,
};
use crate::accounts;
use crate::app::App;
use crate::record::Error;
use crate::record::store as entries;

/// Reports about one entry, open and ended.
const REPORTS_MAX: usize = 40;

/// When something is done, by the clock of the clinic.
#[derive(Clone, Copy)]
pub struct Now {
    pub at: OffsetDateTime,
    pub offset: UtcOffset,
}

impl Now {
    pub fn of(app: &App) -> Self {
        Self { at: app.now(), offset: app.settings().offset }
    }
}

/// Whose staff somebody is, and as what.
#[derive(Clone, Copy)]
pub struct Reviewer {
    pub organization: Option<OrganizationId>,
    pub role: Role,
}

impl Reviewer {
    pub fn of(caller: &Caller) -> Self {
        Self { organization: caller.organization(), role: caller.role() }
    }

    /// Whether it is theirs to answer.
    pub fn answers(&self, organization: Option<OrganizationId>, section: Section) -> bool {
        self.organization.is_some()
            && self.organization == organization
            && answers(self.role, section)
    }
}

pub(super) type Done = (Report, Option<Uuid>);

/// Says that an entry is wrong.
pub async fn report(
    change: &Change<ReportEntry>,
    id: EntryId,
    new: NewReport,
    ground: Uuid,
    now: Now,
) -> Result<Done, Error> {
    let invalid = |field| move |reason| Error::Invalid { field, reason };
    if !ReportKind::OF_ENTRY.contains(&new.kind) {
        return Err(invalid("kind")(FieldReason::Invalid));
    }
    let words = check_report(new.kind, &new.words).map_err(invalid("words"))?;
    if new.key.is_nil() {
        return Err(invalid("key")(FieldReason::Required));
    }
    let (entry, sensitivity) = entries::find_guarded(change, id).await?.ok_or(Error::NotFound)?;
    let known = store::about_in(change, id).await?;
    if let Some(same) = known.iter().find(|kept| kept.stand.key == new.key) {
        let is_same = same.stand.kind == new.kind && same.stand.words == words;
        return if is_same {
            Ok(done(id, same.version, same.stand.clone()))
        } else {
            Err(Error::Conflict)
        };
    }
    if new.kind == ReportKind::NeverHappened && entry.occurred_at > now.at {
        // What is still to come may be wrong, but has not failed to happen.
        return Err(invalid("kind")(FieldReason::OutOfRange));
    }
    if entry.source.is_told() {
        // What one told oneself one mends oneself.
        return Err(invalid("kind")(FieldReason::Invalid));
    }
    let is_open = known.first().is_some_and(|kept| kept.stand.state == ReportState::Open);
    if entry.withdrawn || is_open {
        return Err(Error::Conflict);
    }
    if known.len() >= REPORTS_MAX {
        return Err(Error::Full);
    }
    let asked = asked(change.db(), &entry, now.at).await?;
    let due = asked.answers_here.then(|| due_on(now.at.to_offset(now.offset).date()));
    let asks = entry.source.organization.filter(|_| asked.answers_here);
    if let Some(organization) = asks {
        open_to(change, ground, organization, entry.section, now).await?;
    }
    let stand = Stand {
        sensitivity,
        key: new.key,
        kind: new.kind,
        words,
        made_at: now.at,
        organization: entry.source.organization,
        organization_name: entry.source.organization_name.clone(),
        due_on: due,
        state: ReportState::Open,
        answer: None,
        missing: None,
        look: None,
        ground: asks.map(|_| ground),
    };
    append(change, &entry, known.first(), stand, now).await
}

/// Lets the organization's staff see what is asked of it, until it is settled.
pub(super) async fn open_to(
    change: &Change<ReportEntry>,
    ground: Uuid,
    organization: OrganizationId,
    section: Section,
    now: Now,
) -> Result<(), Error> {
    let starts_at = crate::app::micros(now.at);
    let new = NewGround {
        id: ground,
        patient: change.patient(),
        to: Grantee::Organization(organization),
        kind: Ground::Asked,
        level: Level::Full,
        sections: BTreeSet::from([section]),
        starts_at,
        ends_at: None,
    };
    Ok(insert_ground(change.db(), new, starts_at).await?)
}

/// What is settled is nobody's business any more.
pub(super) async fn close<P: Write>(
    change: &Change<P>,
    stand: &Stand,
    now: Now,
) -> Result<(), Error> {
    if let Some(ground) = stand.ground {
        revoke_ground(change.db(), ground, crate::app::micros(now.at)).await?;
    }
    Ok(())
}

/// Takes back what was not answered yet.
pub async fn take_back(
    change: &Change<ReportEntry>,
    id: EntryId,
    seen: SeenReport,
    now: Now,
) -> Result<Done, Error> {
    let entry = entries::find(change, id).await?.ok_or(Error::NotFound)?;
    let known = store::about_in(change, id).await?;
    let newest = known.first().ok_or(Error::NotFound)?;
    if newest.stand.state == ReportState::TakenBack && follows(newest, seen.version) {
        return Ok(done(id, newest.version, newest.stand.clone()));
    }
    let stand = Stand { state: ReportState::TakenBack, ..open(newest, seen.version)? };
    close(change, &stand, now).await?;
    append(change, &entry, Some(newest), stand, now).await
}

/// Answers for the organization that wrote the entry, and for no other one. `by`: as printed,
/// `Соколова Е. В.`
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
    let entry = entries::find(change, id).await?.ok_or(Error::NotFound)?;
    if !reviewer.answers(entry.source.organization, entry.section) {
        return Err(Error::NotFound);
    }
    let known = store::about_in(change, id).await?;
    let newest = known.first().ok_or(Error::NotFound)?;
    check_outcome(newest, answer.outcome)?;
    let state = answer.outcome.state();
    if newest.stand.state == state
        && follows(newest, answer.version)
        && newest.by == change.account()
        && newest.stand.answer.as_ref().is_some_and(|given| given.text == text)
    {
        return Ok(done(id, newest.version, newest.stand.clone()));
    }
    let given = ReportAnswer { text, by, at: now.at };
    let stand = Stand { state, answer: Some(given), ..open(newest, answer.version)? };
    if answer.outcome == ReportOutcome::EntryWithdrawn && !entry.withdrawn {
        let version = i32::try_from(entry.version).unwrap_or(i32::MAX).saturating_add(1);
        entries::withdraw(change, id, version, now.at).await?;
    }
    close(change, &stand, now).await?;
    append(change, &entry, Some(newest), stand, now).await
}

/// A decision has to fit what was asked.
pub(super) fn check_outcome(asked: &Kept, outcome: ReportOutcome) -> Result<(), Error> {
    if asked.stand.kind.outcomes().contains(&outcome) {
        Ok(())
    } else {
        Err(Error::Invalid { field: "outcome", reason: FieldReason::Invalid })
    }
}

/// Adds to an entry's page what was said against it, and what the caller may do about it.
pub async fn about(
    access: &Access<ReadEntries>,
    detail: &mut EntryDetail,
    reviewer: Reviewer,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let entry = &detail.entry;
    let is_asked = reviewer.answers(entry.source.organization, entry.section);
    let is_of =
        reviewer.organization.is_some() && reviewer.organization == entry.source.organization;
    let is_party = is_of || matches!(access.ground(), Ground::Own | Ground::Representative);
    let mut seen = BTreeSet::new();
    let known = store::about(access, entry.id).await?;
    for kept in known.into_iter().filter(|kept| seen.insert(kept.stand.key)) {
        let mut report = kept.stand.report(kept.version);
        if !is_party {
            report.words = None;
            report.answer = report.answer.map(|answer| ReportAnswer { text: None, ..answer });
        }
        detail.reports.push(report);
    }
    let is_open = detail.reports.first().is_some_and(|report| report.state == ReportState::Open);
    let is_theirs = !entry.source.is_told() && !entry.withdrawn;
    detail.asked = if is_theirs { Some(asked(access.db(), entry, now).await?) } else { None };
    let may_say = access.may(Action::ReportEntry);
    detail.may.extend(
        [
            (is_theirs && !is_open && may_say).then_some(EntryAct::Report),
            (is_open && may_say).then_some(EntryAct::TakeBack),
            (is_open && is_asked && access.may(Action::AnswerReport)).then_some(EntryAct::Answer),
        ]
        .into_iter()
        .flatten(),
    );
    Ok(())
}

/// The marks of these entries.
pub async fn marks(
    access: &Access<ReadEntries>,
    entries: &[Entry],
) -> Result<Vec<ReportMark>, Error> {
    let shown: BTreeSet<EntryId> = entries.iter().map(|entry| entry.id).collect();
    let newest = store::newest(access).await?;
    Ok(newest.iter().filter(|kept| shown.contains(&kept.entry)).filter_map(mark).collect())
}

/// What others said against entries, or answered, after `since`: marks with their moments.
pub async fn since<P>(access: &Access<P>, since: i64) -> Result<Vec<(ReportMark, i64)>, Error> {
    let mine = access.account();
    let newest = store::newest(access).await?;
    let of_others = newest.iter().filter(|kept| kept.at > since && kept.by != mine);
    Ok(of_others.filter_map(|kept| Some((mark(kept)?, kept.at))).collect())
}

/// What organizations answered after `since` to what is about no entry.
pub async fn answered_since<P>(access: &Access<P>, since: i64) -> Result<Vec<NewsItem>, Error> {
    let newest = store::newest(access).await?;
    let is_answered =
        |kept: &Kept| kept.at > since && kept.stand.is_request() && kept.stand.answer.is_some();
    Ok(newest.into_iter().filter(is_answered).map(news_of).collect())
}

fn news_of(kept: Kept) -> NewsItem {
    NewsItem {
        entry: kept.entry,
        section: kept.section,
        name: None,
        occurred_at: kept.stand.made_at,
        received_at: crate::app::moment(kept.at),
        organization: kept.stand.organization_name,
        is_correction: false,
        withdrawn: false,
        is_own: false,
        report: Some(kept.stand.state),
        is_request: true,
        more: 0,
    }
}

/// What was taken back leaves no mark.
fn mark(kept: &Kept) -> Option<ReportMark> {
    let Stand { kind, state, .. } = kept.stand;
    (state != ReportState::TakenBack).then_some(ReportMark { entry: kept.entry, kind, state })
}

/// Who would answer for the entry.
async fn asked(
    db: &impl sea_orm::ConnectionTrait,
    entry: &Entry,
    now: OffsetDateTime,
) -> Result<Asked, Error> {
    let answers_here = match entry.source.organization {
        Some(organization) => answers_here(db, organization, entry.section, now).await?,
        None => false,
    };
    Ok(Asked { organization: entry.source.organization_name.clone(), answers_here })
}

/// Whether somebody of the organization can answer here what is asked about such entries.
pub async fn answers_here(
    db: &impl sea_orm::ConnectionTrait,
    organization: OrganizationId,
    section: Section,
    now: OffsetDateTime,
) -> Result<bool, sea_orm::DbErr> {
    let roles: Vec<Role> =
        Role::ALL.iter().copied().filter(|role| answers(*role, section)).collect();
    accounts::has_staff(db, organization, &roles, crate::app::micros(now)).await
}

/// What is done once more after a lost answer.
pub(super) fn follows(newest: &Kept, seen: u32) -> bool {
    u32::try_from(newest.version).ok() == seen.checked_add(1)
}

/// The open report the caller has seen; somebody was first where it is another one by now.
pub(super) fn open(newest: &Kept, seen: u32) -> Result<Stand, Error> {
    let is_seen = u32::try_from(newest.version) == Ok(seen);
    if is_seen && newest.stand.state == ReportState::Open {
        Ok(newest.stand.clone())
    } else {
        Err(Error::Conflict)
    }
}

async fn append<P: Write>(
    change: &Change<P>,
    entry: &Entry,
    newest: Option<&Kept>,
    stand: Stand,
    now: Now,
) -> Result<Done, Error> {
    let version = newest.map_or(0, |kept| kept.version).saturating_add(1);
    let place = EntryPlace { id: entry.id, version, section: entry.section };
    store::append(change, place, &stand, now.at).await?;
    Ok(done(entry.id, version, stand))
}

pub(super) fn done(id: EntryId, version: i32, stand: Stand) -> Done {
    (stand.report(version), Some(id.0))
}
