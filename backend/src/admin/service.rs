//! The organization itself, and its departments.

use sea_orm::{ConnectionTrait, DbErr};
use shared::admin::model::{
    ChangedField, Closing, Department, DepartmentName, NewDepartment, OrganizationFacts,
    OrganizationPage, StaffState,
};
use shared::admin::rules::{
    DEPARTMENTS_MAX, NAME_MAX, changes, check_facts, check_line, folded, state,
};
use shared::contract::FieldReason;
use uuid::Uuid;

use super::office::Office;
use super::store::{self, DepartmentRow, MemberRow};
use crate::access::Denied;
use crate::accounts;
use crate::app::moment;
use crate::audit::{AdminAct, AppendError, JournalDown};
use crate::errors::{denied_is_not_found, fields_are_invalid, taken_is_conflict};
use crate::keys::{KeyError, SealError};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not there, or not of the caller's organization, or none of the caller's business.
    #[error("no such thing, or not this caller's")]
    NotFound,
    #[error("{field}: {reason:?}")]
    Invalid { field: &'static str, reason: FieldReason },
    #[error("somebody else changed it first")]
    Conflict,
    #[error("no more can be kept")]
    Full,
    #[error("nobody would be left to administer")]
    LastAdministrator,
    #[error(transparent)]
    Denied(Denied),
    #[error(transparent)]
    Account(#[from] accounts::Error),
    #[error(transparent)]
    Journal(#[from] JournalDown),
    #[error(transparent)]
    Append(#[from] AppendError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Db(DbErr),
}

denied_is_not_found!(Error);
taken_is_conflict!(Error);

fields_are_invalid!(Error);

/// A version as it crosses the wire.
pub fn version(kept: i64) -> u32 {
    u32::try_from(kept).unwrap_or(u32::MAX)
}

impl Office<'_> {
    /// The organization with its departments, and how many work there.
    pub async fn organization(&self) -> Result<OrganizationPage, Error> {
        self.page(self.app.db().read()).await
    }

    async fn page(&self, db: &impl ConnectionTrait) -> Result<OrganizationPage, Error> {
        let id = self.organization;
        let row = store::find_organization(db, id).await?.ok_or(Error::NotFound)?;
        let members = store::members(db, id).await?;
        let now = self.app.now_micros();
        let count = |wanted: StaffState| {
            let found = members.iter().filter(|it| state(it.starts_at, it.ends_at, now) == wanted);
            u32::try_from(found.count()).unwrap_or(u32::MAX)
        };
        let mut departments: Vec<Department> = store::departments(db, id)
            .await?
            .into_iter()
            .map(|department| told(department, &members, now))
            .collect();
        departments.sort_by_cached_key(|it| (it.closed_at.is_some(), folded(&it.name), it.id));
        Ok(OrganizationPage {
            id,
            name: row.name,
            kind: row.kind,
            address: row.address,
            phone: row.phone,
            version: version(row.version),
            departments,
            live: count(StaffState::Live),
            coming: count(StaffState::Coming),
            ended: count(StaffState::Ended),
        })
    }

    /// Changes what it is called and how it is reached.
    pub async fn change_organization(
        &self,
        facts: &OrganizationFacts,
    ) -> Result<OrganizationPage, Error> {
        let (name, address, phone) = check_facts(facts)?;
        let tx = self.begin().await?;
        let id = self.organization;
        let row = store::find_organization(&tx, id).await?.ok_or(Error::NotFound)?;
        if version(row.version) != facts.version {
            return Err(Error::Conflict);
        }
        let changed = changes([
            (ChangedField::Name, Some(row.name), Some(name.clone())),
            (ChangedField::Address, row.address, address.clone()),
            (ChangedField::Phone, row.phone, phone.clone()),
        ]);
        if changed.is_empty() {
            return self.page(&tx).await;
        }
        store::update_organization(&tx, id, name, address, phone).await?;
        let page = self.page(&tx).await?;
        self.keep(tx, AdminAct::OrganizationChanged, Some(id.0), changed).await?;
        Ok(page)
    }

    /// Opens a department. Two of one name would be mistaken for each other.
    pub async fn add_department(&self, new: &NewDepartment) -> Result<Department, Error> {
        let name = check_line(&new.name, NAME_MAX).map_err(|why| ("name", why))?;
        if new.key.is_nil() {
            return Err(("key", FieldReason::Required).into());
        }
        let here = self.organization;
        let id = self.app.keys().deployment().keyed_id("department.id", here.0, new.key)?;
        let tx = self.begin().await?;
        let known = store::departments(&tx, here).await?;
        if let Some(kept) = known.iter().find(|it| it.id == id) {
            let is_same = kept.name == name;
            return if is_same { self.department(&tx, kept).await } else { Err(Error::Conflict) };
        }
        if known.len() >= usize::try_from(DEPARTMENTS_MAX).unwrap_or(usize::MAX) {
            return Err(Error::Full);
        }
        is_free(&known, id, &name)?;
        let row = DepartmentRow { id, name: name.clone(), closed_at: None, version: 1 };
        store::insert_department(&tx, here, &row, self.app.now_micros()).await?;
        let changed = changes([(ChangedField::Name, None, Some(name))]);
        self.keep(tx, AdminAct::DepartmentAdded, Some(id), changed).await?;
        Ok(told(row, &[], 0))
    }

    /// Calls a department otherwise.
    pub async fn change_department(
        &self,
        id: Uuid,
        change: &DepartmentName,
    ) -> Result<Department, Error> {
        let name = check_line(&change.name, NAME_MAX).map_err(|why| ("name", why))?;
        let tx = self.begin().await?;
        let known = store::departments(&tx, self.organization).await?;
        let row = known.iter().find(|it| it.id == id).ok_or(Error::NotFound)?;
        if version(row.version) != change.version || row.closed_at.is_some() {
            return Err(Error::Conflict);
        }
        is_free(&known, id, &name)?;
        let changed = changes([(ChangedField::Name, Some(row.name.clone()), Some(name.clone()))]);
        if changed.is_empty() {
            return self.department(&tx, row).await;
        }
        store::rename_department(&tx, id, &name).await?;
        let row = DepartmentRow { name, version: row.version + 1, ..row.clone() };
        let department = self.department(&tx, &row).await?;
        self.keep(tx, AdminAct::DepartmentChanged, Some(id), changed).await?;
        Ok(department)
    }

    /// Closes a department. Who is there stays there, until somebody moves them.
    pub async fn close_department(&self, id: Uuid, closing: Closing) -> Result<Department, Error> {
        let tx = self.begin().await?;
        let known = store::departments(&tx, self.organization).await?;
        let row = known.iter().find(|it| it.id == id).ok_or(Error::NotFound)?;
        if row.closed_at.is_some() {
            return self.department(&tx, row).await;
        }
        if version(row.version) != closing.version {
            return Err(Error::Conflict);
        }
        let now = self.app.now_micros();
        store::close_department(&tx, id, now).await?;
        let row = DepartmentRow { closed_at: Some(now), version: row.version + 1, ..row.clone() };
        let department = self.department(&tx, &row).await?;
        let changed = changes([
            (ChangedField::Name, Some(row.name.clone()), Some(row.name.clone())),
            (ChangedField::Closed, None, Some(self.today().to_string())),
        ]);
        self.keep(tx, AdminAct::DepartmentClosed, Some(id), changed).await?;
        Ok(department)
    }

    async fn department(
        &self,
        db: &impl ConnectionTrait,
        row: &DepartmentRow,
    ) -> Result<Department, Error> {
        let members = store::members(db, self.organization).await?;
        Ok(told(row.clone(), &members, self.app.now_micros()))
    }
}

/// No other open department is called so.
fn is_free(known: &[DepartmentRow], id: Uuid, name: &str) -> Result<(), Error> {
    let is_taken = known
        .iter()
        .any(|it| it.id != id && it.closed_at.is_none() && folded(&it.name) == folded(name));
    if is_taken { Err(("name", FieldReason::Invalid).into()) } else { Ok(()) }
}

fn told(row: DepartmentRow, members: &[MemberRow], now: i64) -> Department {
    let here = members.iter().filter(|it| {
        it.department == Some(row.id) && state(it.starts_at, it.ends_at, now) != StaffState::Ended
    });
    Department {
        id: row.id,
        name: row.name,
        closed_at: row.closed_at.map(moment),
        staff: u32::try_from(here.count()).unwrap_or(u32::MAX),
        version: version(row.version),
    }
}
