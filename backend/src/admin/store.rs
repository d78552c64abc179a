//! Organizations, departments and terms of work in the database. What somebody is called lies
//! sealed under the person's own key.

use std::collections::HashSet;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, QueryResult};
use shared::access::model::Role;
use shared::id::{AccountId, OrganizationId, PersonId};
use uuid::Uuid;

use crate::db::sql::{all, one, run};

pub struct OrganizationRow {
    pub name: String,
    pub kind: String,
    pub address: Option<String>,
    pub phone: Option<String>,
    pub version: i64,
}

#[derive(Clone)]
pub struct DepartmentRow {
    pub id: Uuid,
    pub name: String,
    pub closed_at: Option<i64>,
    pub version: i64,
}

/// Somebody's newest term of work in an organization; moments in microseconds.
#[derive(Clone)]
pub struct MemberRow {
    pub id: Uuid,
    pub account: AccountId,
    pub person: PersonId,
    /// Who it is.
    pub sealed: Vec<u8>,
    pub role: Role,
    pub department: Option<Uuid>,
    pub position: Option<String>,
    pub starts_at: i64,
    /// When it ends or has ended, also because the account was closed.
    pub ends_at: Option<i64>,
    pub version: i64,
}

/// Holds back other changes of the organization until this transaction ends. SQLite lets one write
/// at a time anyway.
pub async fn hold(tx: &DatabaseTransaction, id: OrganizationId) -> Result<(), DbErr> {
    if tx.get_database_backend() == DbBackend::Postgres {
        all(tx, "select id from organization where id = $1 for update", [id.0.into()]).await?;
    }
    Ok(())
}

pub async fn find_organization(
    db: &impl ConnectionTrait,
    id: OrganizationId,
) -> Result<Option<OrganizationRow>, DbErr> {
    const FIND: &str = "select name, kind, address, phone, version from organization where id = $1";
    let Some(row) = one(db, FIND, [id.0.into()]).await? else { return Ok(None) };
    Ok(Some(OrganizationRow {
        name: row.try_get("", "name")?,
        kind: row.try_get("", "kind")?,
        address: row.try_get("", "address")?,
        phone: row.try_get("", "phone")?,
        version: row.try_get("", "version")?,
    }))
}

pub async fn update_organization(
    tx: &DatabaseTransaction,
    id: OrganizationId,
    name: String,
    address: Option<String>,
    phone: Option<String>,
) -> Result<(), DbErr> {
    const UPDATE: &str = "
        update organization set name = $2, address = $3, phone = $4, version = version + 1
        where id = $1";
    let values = [id.0.into(), name.into(), address.into(), phone.into()];
    run(tx, UPDATE, values).await.map(drop)
}

/// Every department, closed ones too.
pub async fn departments(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
) -> Result<Vec<DepartmentRow>, DbErr> {
    const LIST: &str =
        "select id, name, closed_at, version from department where organization_id = $1";
    all(db, LIST, [organization.0.into()]).await?.iter().map(department).collect()
}

fn department(row: &QueryResult) -> Result<DepartmentRow, DbErr> {
    Ok(DepartmentRow {
        id: row.try_get("", "id")?,
        name: row.try_get("", "name")?,
        closed_at: row.try_get("", "closed_at")?,
        version: row.try_get("", "version")?,
    })
}

pub async fn insert_department(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    row: &DepartmentRow,
    now: i64,
) -> Result<(), DbErr> {
    const INSERT: &str = "
        insert into department (id, organization_id, name, created_at, closed_at, version)
        values ($1, $2, $3, $4, $5, $6)";
    let values = [
        row.id.into(),
        organization.0.into(),
        row.name.clone().into(),
        now.into(),
        row.closed_at.into(),
        row.version.into(),
    ];
    run(db, INSERT, values).await.map(drop)
}

pub async fn rename_department(
    tx: &DatabaseTransaction,
    id: Uuid,
    name: &str,
) -> Result<(), DbErr> {
    const RENAME: &str = "update department set name = $2, version = version + 1 where id = $1";
    run(tx, RENAME, [id.into(), name.into()]).await.map(drop)
}

pub async fn close_department(tx: &DatabaseTransaction, id: Uuid, now: i64) -> Result<(), DbErr> {
    const CLOSE: &str = "update department set closed_at = $2, version = version + 1 where id = $1";
    run(tx, CLOSE, [id.into(), now.into()]).await.map(drop)
}

/// Everybody who works, will work or has worked here, each by the newest term.
pub async fn members(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
) -> Result<Vec<MemberRow>, DbErr> {
    const LIST: &str = "
        select membership.id, membership.account_id, membership.role, membership.department_id,
               membership.position, membership.starts_at, membership.ends_at, membership.version,
               account.disabled_at, account.person_id, person.sealed
        from membership
        join account on account.id = membership.account_id
        join person on person.id = account.person_id
        where membership.organization_id = $1
        order by membership.starts_at desc, membership.id desc";
    let rows = all(db, LIST, [organization.0.into()]).await?;
    let rows = rows.iter().map(member).collect::<Result<Vec<_>, DbErr>>()?;
    let mut seen = HashSet::new();
    Ok(rows.into_iter().filter(|row| seen.insert(row.account)).collect())
}

fn member(row: &QueryResult) -> Result<MemberRow, DbErr> {
    let role: String = row.try_get("", "role")?;
    let ends: [Option<i64>; 2] = [row.try_get("", "ends_at")?, row.try_get("", "disabled_at")?];
    Ok(MemberRow {
        id: row.try_get("", "id")?,
        account: AccountId(row.try_get("", "account_id")?),
        person: PersonId(row.try_get("", "person_id")?),
        sealed: row.try_get("", "sealed")?,
        role: role.parse().map_err(|_| DbErr::Type("membership.role".into()))?,
        department: row.try_get("", "department_id")?,
        position: row.try_get("", "position")?,
        starts_at: row.try_get("", "starts_at")?,
        ends_at: ends.into_iter().flatten().min(),
        version: row.try_get("", "version")?,
    })
}

/// The same of one account.
pub async fn find_member(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    account: AccountId,
) -> Result<Option<MemberRow>, DbErr> {
    Ok(members(db, organization).await?.into_iter().find(|row| row.account == account))
}

/// Keeps a term as it is from now on.
pub async fn update_member(tx: &DatabaseTransaction, row: &MemberRow) -> Result<(), DbErr> {
    const UPDATE: &str = "
        update membership
        set role = $2, department_id = $3, position = $4, ends_at = $5, version = version + 1
        where id = $1";
    let values = [
        row.id.into(),
        row.role.wire().into(),
        row.department.into(),
        row.position.clone().into(),
        row.ends_at.into(),
    ];
    run(tx, UPDATE, values).await.map(drop)
}

/// Puts everything an account does in an organization into a department: for the demo.
pub async fn place(
    tx: &impl ConnectionTrait,
    organization: OrganizationId,
    account: AccountId,
    department: Uuid,
    position: &str,
) -> Result<(), DbErr> {
    const PLACE: &str = "
        update membership set department_id = $3, position = $4
        where organization_id = $1 and account_id = $2";
    let values = [organization.0.into(), account.0.into(), department.into(), position.into()];
    run(tx, PLACE, values).await.map(drop)
}

/// Ends every term of an account in an organization that has not ended: also one that has not
/// begun. Who asks for memberships by the clock finds none from this moment on.
pub async fn end_memberships(
    tx: &impl ConnectionTrait,
    organization: OrganizationId,
    account: AccountId,
    now: i64,
) -> Result<u64, DbErr> {
    const END: &str = "
        update membership
        set ends_at = $3, ended_at = $3, version = version + 1,
            starts_at = case when starts_at > $3 then $3 else starts_at end
        where organization_id = $1 and account_id = $2 and (ends_at is null or ends_at > $3)";
    run(tx, END, [organization.0.into(), account.0.into(), now.into()]).await
}

/// Whether the account may sign in at all.
pub async fn is_open(db: &impl ConnectionTrait, account: AccountId) -> Result<bool, DbErr> {
    const FIND: &str = "select id from account where id = $1 and disabled_at is null";
    Ok(one(db, FIND, [account.0.into()]).await?.is_some())
}
