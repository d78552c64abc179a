//! What staff do with messages that wait, and with their laboratory's codes.

use std::collections::HashMap;

use futures_util::future::BoxFuture;
use shared::access::model::Role;
use shared::contract::{Code, FieldReason, Problem};
use shared::feed::api::PAGE;
use shared::feed::model::{
    AttachTo, Dismissal, FeedMessage, LocalCode, MessageDetail, MessagePage, MessageState,
    WaitingReason,
};
use shared::id::{OrganizationId, PatientId};
use shared::identity::model::luhn_digit;
use shared::interop::hl7::{Oru, parse_all, read_oru};
use uuid::Uuid;

use super::held::{self, Held};
use super::matching;
use super::service::{Attempt, Left};
use super::store::{self, Feed, Row};
use crate::access::{Caller, Changes, Denied, WriteResources};
use crate::app::{App, moment};
use crate::audit::{FeedAct, JournalDown, Outcome, What};
use crate::card;
use crate::http::{Failure, internal, unavailable};
use crate::interop::fhir::{Before, Refusal};
use crate::interop::store as resources;
use crate::keys::{KeyError, SealError};

/// The longest a code or its name may be, in characters.
const CODE_MAX: usize = 200;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not there, or not of the caller's organization, or none of the caller's business.
    #[error("no such message")]
    NotFound,
    /// It is in cards already, or was put away.
    #[error("it does not wait any more")]
    Settled,
    #[error("{field}: {reason:?}")]
    Invalid { field: &'static str, reason: FieldReason },
    #[error(transparent)]
    Refusal(#[from] Refusal),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Journal(#[from] JournalDown),
    #[error(transparent)]
    Db(#[from] sea_orm::DbErr),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Code::NotFound.into(),
            Error::Settled => Code::Conflict.into(),
            Error::Invalid { field, reason } => Problem::invalid([(field, reason)]).into(),
            Error::Refusal(Refusal::Denied(Denied::NotFound)) => Code::NotFound.into(),
            Error::Seal(_) => internal(&error),
            Error::Refusal(_) | Error::Key(_) | Error::Journal(_) | Error::Db(_) => {
                unavailable(&error)
            }
        }
    }
}

/// Whose desk it is: staff of the laboratory, and administrators of the organization.
pub struct Desk<'d> {
    app: &'d App,
    caller: &'d Caller,
    organization: OrganizationId,
}

impl<'d> Desk<'d> {
    /// Journals the refusal of everybody else.
    pub async fn open(app: &'d App, caller: &'d Caller) -> Result<Self, Error> {
        let is_theirs = matches!(caller.role(), Role::Laboratory | Role::Administrator);
        if let Some(organization) = caller.organization().filter(|_| is_theirs) {
            return Ok(Self { app, caller, organization });
        }
        caller.was_refused(app, What::Feed(FeedAct::Looked)).await?;
        Err(Error::NotFound)
    }

    async fn journal(&self, act: FeedAct, object: Option<Uuid>) -> Result<(), JournalDown> {
        let Self { app, caller, .. } = self;
        let mut line = caller.line(What::Feed(act), None, Outcome::Allowed);
        line.object = object;
        app.journal().append(self.organization.0, app.now_micros(), line).await
    }

    pub async fn list(
        &self,
        state: Option<MessageState>,
        cursor: Option<&str>,
    ) -> Result<MessagePage, Error> {
        let db = self.app.db().read();
        let invalid = Error::Invalid { field: "cursor", reason: FieldReason::Invalid };
        let before = match cursor {
            Some(text) => Some(parse_cursor(text).ok_or(invalid)?),
            None => None,
        };
        let limit = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let asked = u64::from(PAGE) + 1;
        let mut rows = store::page(db, self.organization, state, before, asked).await?;
        let is_last = rows.len() <= limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| !is_last);
        let names = self.names().await?;
        Ok(MessagePage {
            next_cursor: next.map(|row| format!("{}.{}", row.received_at, row.id.simple())),
            messages: rows
                .iter()
                .map(|row| Ok(message(row, &names, held::unseal(self.app, row)?.as_ref())))
                .collect::<Result<_, Error>>()?,
            waiting: store::count_waiting(db, self.organization).await?,
        })
    }

    async fn names(&self) -> Result<HashMap<Uuid, String>, Error> {
        let feeds = store::feeds(self.app.db().read()).await?;
        Ok(feeds.into_iter().map(|feed| (feed.program, feed.name)).collect())
    }

    /// One message with what it says. That somebody looked is journalled.
    pub async fn find(&self, id: Uuid) -> Result<MessageDetail, Error> {
        let (row, held) = self.held(id).await?;
        self.journal(FeedAct::Looked, Some(id)).await?;
        self.detail(&row, held.as_ref()).await
    }

    async fn held(&self, id: Uuid) -> Result<(Row, Option<Held>), Error> {
        let found = store::find(self.app.db().read(), self.organization, id).await?;
        let row = found.ok_or(Error::NotFound)?;
        let held = held::unseal(self.app, &row)?;
        Ok((row, held))
    }

    async fn detail(&self, row: &Row, held: Option<&Held>) -> Result<MessageDetail, Error> {
        let (segments, people) = held.map(held::told).unwrap_or_default();
        Ok(MessageDetail {
            message: message(row, &self.names().await?, held),
            segments,
            people,
            details: held.map(|held| held.details.clone()).unwrap_or_default(),
            dismissal: held.and_then(|held| held.dismissal.clone()),
            refused: None,
        })
    }

    /// Tries once more what waits.
    pub async fn retry(&self, id: Uuid) -> Result<MessageDetail, Error> {
        self.journal(FeedAct::TriedAgain, Some(id)).await?;
        self.attempt(id, None).await
    }

    /// Attaches it to the card of this number.
    pub async fn attach(&self, id: Uuid, to: &AttachTo) -> Result<MessageDetail, Error> {
        let patient = card::by_number(self.app, self.app.db().read(), to.card_number.trim()).await;
        let patient = patient.map_err(Refusal::from)?;
        self.journal(FeedAct::Attached, Some(id)).await?;
        let invalid = Error::Invalid { field: "card_number", reason: FieldReason::CheckDigit };
        let patient = patient.ok_or(invalid)?;
        self.attempt(id, Some((patient, to.confirmed))).await
    }

    async fn attempt(
        &self,
        id: Uuid,
        chosen: Option<(PatientId, bool)>,
    ) -> Result<MessageDetail, Error> {
        let (row, held) = self.held(id).await?;
        let Some(held) = held.filter(|_| row.state == MessageState::Waiting) else {
            return Err(Error::Settled);
        };
        let feeds = store::feeds(self.app.db().read()).await?;
        let feed = feeds.into_iter().find(|feed| feed.program == row.program);
        let feed = feed.ok_or(Error::NotFound)?;
        let messages: Vec<Oru> =
            parse_all(&held.bytes).into_iter().flatten().map(|it| read_oru(&it)).collect();
        let Some(oru) = messages.first().filter(|_| messages.len() == 1) else {
            let left = Left::Waits((WaitingReason::Unreadable, held.details.clone()));
            self.settle(self.app.db().write(), &row, &held, left).await?;
            return self.again(id).await;
        };
        let attempt = Attempt::prepare(self.app, &feed, oru, chosen).await?;
        let left = attempt.left.clone();
        let also = Also { desk: self, feed: &feed, row: &row, held: &held, oru, chosen, left };
        let Some(waits) = attempt.attach(&also).await? else { return self.again(id).await };
        // A card that does not fit says nothing of why the message waits.
        if chosen.is_some() {
            let detail = self.detail(&row, Some(&held)).await?;
            let (refused, details) = waits;
            return Ok(MessageDetail { refused: Some(refused), details, ..detail });
        }
        self.settle(self.app.db().write(), &row, &held, Left::Waits(waits)).await?;
        self.again(id).await
    }

    async fn again(&self, id: Uuid) -> Result<MessageDetail, Error> {
        let (row, held) = self.held(id).await?;
        self.detail(&row, held.as_ref()).await
    }

    async fn settle(
        &self,
        db: &impl sea_orm::ConnectionTrait,
        row: &Row,
        held: &Held,
        left: Left,
    ) -> Result<(), Refusal> {
        let (state, reason, details) = left.told();
        let kept = Held { bytes: held.bytes.clone(), details, dismissal: None };
        let sealed = match state {
            MessageState::Attached => None,
            MessageState::Waiting | MessageState::Control | MessageState::Dismissed => {
                Some(held::seal(self.app, row.id, &kept)?)
            }
        };
        let by = (self.caller.account().0, self.app.now_micros());
        // Somebody else at the same desk may have been first: what is in the card stays once.
        store::settle(db, row.id, state, reason, sealed, by).await.map(drop)?;
        Ok(())
    }

    /// Says that it belongs in no card. Why is kept sealed with it; the journal has the fact alone.
    pub async fn dismiss(&self, id: Uuid, why: &Dismissal) -> Result<MessageDetail, Error> {
        let why = why.check().map_err(|reason| Error::Invalid { field: "reason", reason })?;
        let (row, held) = self.held(id).await?;
        let Some(held) = held.filter(|_| row.state == MessageState::Waiting) else {
            return Err(Error::Settled);
        };
        let held = Held { dismissal: Some(why), ..held };
        self.journal(FeedAct::Dismissed, Some(id)).await?;
        let sealed = Some(held::seal(self.app, id, &held)?);
        let by = (self.caller.account().0, self.app.now_micros());
        let (db, state) = (self.app.db().write(), MessageState::Dismissed);
        if !store::settle(db, id, state, row.reason, sealed, by).await? {
            return Err(Error::Settled);
        }
        self.again(id).await
    }

    pub async fn codes(&self) -> Result<Vec<LocalCode>, Error> {
        Ok(store::codes(self.app.db().read(), self.organization).await?)
    }

    pub async fn map_code(&self, code: LocalCode) -> Result<LocalCode, Error> {
        let code = check_code(code)?;
        self.journal(FeedAct::CodeMapped, None).await?;
        let by = (self.caller.account().0, self.app.now_micros());
        store::map_code(self.app.db().write(), self.organization, &code, by).await?;
        self.app.feeds().forget();
        Ok(code)
    }
}

/// What is written together with the resources.
struct Also<'a> {
    desk: &'a Desk<'a>,
    feed: &'a Feed,
    row: &'a Row,
    held: &'a Held,
    oru: &'a Oru,
    chosen: Option<(PatientId, bool)>,
    left: Left,
}

impl Before for Also<'_> {
    fn run<'c>(
        &'c self,
        changes: &'c Changes<WriteResources>,
    ) -> BoxFuture<'c, Result<(), Refusal>> {
        Box::pin(self.write(changes))
    }
}

impl Also<'_> {
    async fn write(&self, changes: &Changes<WriteResources>) -> Result<(), Refusal> {
        let Self { desk, feed, row, held, oru, chosen, left } = self;
        // The laboratory's number of this patient leads to the card from now on.
        let whole = (chosen, oru.patients.as_slice(), left);
        if let (Some((patient, _)), [results], Left::Nothing) = whole {
            let keys = matching::own_keys(desk.app, feed, results)?;
            resources::insert_patient_keys(changes.db(), keys, *patient).await?;
        }
        desk.settle(changes.db(), row, held, left.clone()).await
    }
}

fn message(row: &Row, names: &HashMap<Uuid, String>, held: Option<&Held>) -> FeedMessage {
    FeedMessage {
        id: row.id,
        feed: names.get(&row.program).cloned().unwrap_or_default(),
        received_at: moment(row.received_at),
        state: row.state,
        reason: row.reason,
        attempts: row.attempts,
        orders: held.map(held::orders).unwrap_or_default(),
    }
}

fn parse_cursor(text: &str) -> Option<(i64, Uuid)> {
    let (at, id) = text.split_once('.')?;
    Some((at.parse().ok()?, Uuid::parse_str(id).ok()?))
}

/// LOINC: digits, a hyphen and the check digit of Luhn's formula (LOINC Users' Guide, appendix C).
fn is_loinc(code: &str) -> bool {
    let Some((digits, check)) = code.split_once('-') else { return false };
    let is_number = (1..=7).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if !is_number || check.len() != 1 {
        return false;
    }
    let digits: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    check.parse() == Ok(luhn_digit(&digits))
}

fn check_code(code: LocalCode) -> Result<LocalCode, Error> {
    let LocalCode { system, code, display, loinc } = code;
    let (code, display) = (code.trim().to_owned(), display.trim().to_owned());
    let loinc = loinc.map(|loinc| loinc.trim().to_owned()).filter(|loinc| !loinc.is_empty());
    let invalid = |field, reason| Err(Error::Invalid { field, reason });
    if code.is_empty() {
        return invalid("code", FieldReason::Required);
    }
    for (field, text) in [("system", &system), ("code", &code), ("display", &display)] {
        if text.chars().count() > CODE_MAX {
            return invalid(field, FieldReason::TooLong);
        }
    }
    if loinc.as_deref().is_some_and(|loinc| !is_loinc(loinc)) {
        return invalid("loinc", FieldReason::CheckDigit);
    }
    Ok(LocalCode { system, code, display, loinc })
}

#[cfg(test)]
mod tests {
    use super::is_loinc;

    #[test]
    fn loinc_has_a_check_digit() {
        for right in ["718-7", "4548-4", "85354-9", "2093-3", "882-1", "57021-8"] {
            assert!(is_loinc(right), "{right}");
        }
        for wrong in ["718-8", "718", "-7", "71A-7", "718-77", "12345678-1", "٧١٨-٧"] {
            assert!(!is_loinc(wrong), "{wrong}");
        }
    }
}
