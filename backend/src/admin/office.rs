//! Where an administrator stands: one organization, its line in the journal, and the clinic's clock.

use sea_orm::DatabaseTransaction;
use shared::access::model::Role;
use shared::admin::model::FieldChange;
use shared::admin::rules::administers;
use shared::id::{AccountId, OrganizationId};
use shared::notifications::model::Notice;
use time::Date;
use uuid::Uuid;

use super::service::Error;
use super::store;
use crate::access::{Caller, Denied};
use crate::accounts;
use crate::app::{App, micros, moment};
use crate::audit::{self, AdminAct, Head, NewLine, Outcome, What};

/// The organization the caller administers, and no other.
pub struct Office<'o> {
    pub(crate) app: &'o App,
    pub(crate) caller: &'o Caller,
    pub(crate) organization: OrganizationId,
}

impl<'o> Office<'o> {
    /// Journals the refusal of everybody else.
    pub async fn open(app: &'o App, caller: &'o Caller) -> Result<Self, Error> {
        let is_theirs = administers(caller.role());
        let Some(organization) = caller.organization().filter(|_| is_theirs) else {
            caller.was_refused(app, What::Administration(AdminAct::Tried)).await?;
            return Err(Error::NotFound);
        };
        if caller.is_unproved() {
            return Err(Denied::Unproved.into());
        }
        Ok(Self { app, caller, organization })
    }

    /// Begins a change: with a fresh second factor, one at a time in the organization, by who
    /// administers it still. Two who end each other's work leave one of them so.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, Error> {
        let now = self.app.now_micros();
        if !self.caller.is_strong(now) {
            return Err(Denied::StepUp.into());
        }
        let tx = self.app.db().begin().await?;
        store::hold(&tx, self.organization).await?;
        let (account, here) = (self.caller.account(), Some(self.organization));
        if !accounts::works_as(&tx, account, Role::Administrator, here, now).await? {
            return Err(Error::NotFound);
        }
        Ok(tx)
    }

    /// Keeps what was done together with its line, which tells before and after.
    pub(crate) async fn keep(
        &self,
        tx: DatabaseTransaction,
        act: AdminAct,
        object: Option<Uuid>,
        changes: Vec<FieldChange>,
    ) -> Result<(), Error> {
        let heads = self.write(&tx, act, object, changes).await?;
        tx.commit().await?;
        self.app.journal().cover(heads).await;
        Ok(())
    }

    /// The line alone: for who commits and covers more than this.
    pub(crate) async fn write(
        &self,
        tx: &DatabaseTransaction,
        act: AdminAct,
        object: Option<Uuid>,
        changes: Vec<FieldChange>,
    ) -> Result<Vec<Head>, Error> {
        let mut line = self.caller.line(What::Administration(act), None, Outcome::Allowed);
        (line.object, line.changes) = (object, changes);
        let line = NewLine { chain: self.organization.0, at: self.app.now_micros(), line };
        Ok(audit::append(tx, &self.app.keys().deployment().journal, &[line]).await?)
    }

    /// Tells a member of what was done. Whose contacts can be read no more keeps nobody from it.
    pub(crate) async fn tell(
        &self,
        tx: &DatabaseTransaction,
        account: AccountId,
        notice: &Notice,
    ) -> Result<(), Error> {
        let event = format!("work {}", self.app.new_id());
        match accounts::write_to_owner(self.app, tx, account, &event, notice).await {
            Err(accounts::Error::NotFound) => {
                tracing::warn!("a member was not told of their work: their contacts are gone");
                Ok(())
            }
            other => other.map_err(Error::from),
        }
    }

    pub(crate) fn today(&self) -> Date {
        self.day_of(self.app.now_micros())
    }

    /// The day of a moment, by the clock of the clinic.
    pub(crate) fn day_of(&self, at: i64) -> Date {
        moment(at).to_offset(self.app.settings().offset).date()
    }

    /// The last day of a term that ends then.
    pub(crate) fn last_day(&self, ends_at: i64) -> Date {
        self.day_of(ends_at - 1)
    }

    /// When a day begins.
    pub(crate) fn start_of(&self, day: Date) -> i64 {
        micros(day.midnight().assume_offset(self.app.settings().offset))
    }

    /// When a term with this last day ends: the whole of it counts.
    pub(crate) fn end_of(&self, day: Date) -> i64 {
        day.next_day().map_or(i64::MAX, |next| self.start_of(next))
    }
}
