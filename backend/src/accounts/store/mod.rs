//! Accounts and what they sign in with, in the database. Identifying values come as keyed hashes or
//! sealed; nothing here decides.

mod code;
mod contact;
mod credential;
mod flow;
mod link;
mod lock;
mod session;

use sea_orm::sea_query::{Expr, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExprTrait as _, QueryResult, TryGetable};
use shared::access::model::Role;
use shared::id::{AccountId, OrganizationId, PatientId, PersonId};
use uuid::Uuid;

use crate::db::sql::{all, one, run};

pub use code::*;
pub use contact::*;
pub use credential::*;
pub use flow::*;
pub use link::*;
pub use lock::*;
pub use session::*;

/// What an account does, where, and from when until when.
pub struct NewMembership {
    pub id: Uuid,
    pub account: AccountId,
    pub role: Role,
    pub organization: Option<OrganizationId>,
    pub starts_at: i64,
    pub ends_at: Option<i64>,
}

/// An account as sign-in finds it.
pub struct AccountRow {
    pub person: PersonId,
    /// The owner said «это был не я».
    pub is_blocked: bool,
    pub lang: String,
    pub role: Role,
}

/// The person of an account that may sign in.
pub async fn find_account(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<PersonId>, DbErr> {
    let select = Query::select()
        .column("person_id")
        .from("account")
        .and_where(Expr::col("id").eq(account.0))
        .and_where(Expr::col("disabled_at").is_null())
        .to_owned();
    Ok(first(db, &select).await?.map(PersonId))
}

/// The person of an account, whether it may still sign in or not.
pub async fn find_holder(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<PersonId>, DbErr> {
    let select = Query::select()
        .column("person_id")
        .from("account")
        .and_where(Expr::col("id").eq(account.0))
        .to_owned();
    Ok(first(db, &select).await?.map(PersonId))
}

/// The sealed identity of a person.
pub async fn find_person(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Option<Vec<u8>>, DbErr> {
    let select = Query::select()
        .column("sealed")
        .from("person")
        .and_where(Expr::col("id").eq(person.0))
        .to_owned();
    first(db, &select).await
}

/// The person's own card.
pub async fn find_card(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Option<PatientId>, DbErr> {
    let select = Query::select()
        .column("id")
        .from("patient")
        .and_where(Expr::col("person_id").eq(person.0))
        .limit(1)
        .to_owned();
    Ok(first(db, &select).await?.map(PatientId))
}

pub async fn organization_name(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
) -> Result<Option<String>, DbErr> {
    let select = Query::select()
        .column("name")
        .from("organization")
        .and_where(Expr::col("id").eq(organization.0))
        .to_owned();
    first(db, &select).await
}

/// The one value a query asks for.
async fn first<T: TryGetable>(
    db: &impl ConnectionTrait,
    select: &SelectStatement,
) -> Result<Option<T>, DbErr> {
    db.query_one(select).await?.map(|row| row.try_get_by_index(0)).transpose()
}

pub async fn insert_account(
    db: &impl ConnectionTrait,
    account: AccountId,
    person: PersonId,
    now: i64,
) -> Result<(), DbErr> {
    let insert = Query::insert()
        .into_table("account")
        .columns(["id", "person_id", "created_at"])
        .values_panic([account.0.into(), person.0.into(), now.into()])
        .to_owned();
    db.execute(&insert).await.map(drop)
}

pub async fn insert_membership(db: &impl ConnectionTrait, new: NewMembership) -> Result<(), DbErr> {
    let insert = Query::insert()
        .into_table("membership")
        .columns(["id", "account_id", "role", "organization_id", "starts_at", "ends_at"])
        .values_panic([
            new.id.into(),
            new.account.0.into(),
            new.role.wire().into(),
            new.organization.map(|organization| organization.0).into(),
            new.starts_at.into(),
            new.ends_at.into(),
        ])
        .to_owned();
    db.execute(&insert).await.map(drop)
}

pub async fn insert_organization(
    db: &impl ConnectionTrait,
    id: OrganizationId,
    name: &str,
    kind: &str,
    now: i64,
) -> Result<(), DbErr> {
    let insert = Query::insert()
        .into_table("organization")
        .columns(["id", "name", "kind", "created_at"])
        .values_panic([id.0.into(), name.into(), kind.into(), now.into()])
        .to_owned();
    db.execute(&insert).await.map(drop)
}

/// An account that is not disabled, with what it does now.
pub async fn find_account_row(
    db: &impl ConnectionTrait,
    account: AccountId,
    now: i64,
) -> Result<Option<AccountRow>, DbErr> {
    const FIND: &str = "
        select account.person_id, account.blocked_at, account.lang,
               membership.role
        from account
        left join membership on membership.account_id = account.id
            and membership.starts_at <= $2
            and (membership.ends_at is null or membership.ends_at > $2)
        where account.id = $1 and account.disabled_at is null
        order by membership.starts_at desc, membership.id desc
        limit 1";
    let Some(row) = one(db, FIND, [account.0.into(), now.into()]).await? else { return Ok(None) };
    let role: Option<String> = row.try_get("", "role")?;
    let role = role.map_or(Ok(Role::Patient), |word| word.parse());
    Ok(Some(AccountRow {
        person: PersonId(row.try_get("", "person_id")?),
        is_blocked: row.try_get::<Option<i64>>("", "blocked_at")?.is_some(),
        lang: row.try_get("", "lang")?,
        role: role.map_err(|_| DbErr::Type("membership.role".into()))?,
    }))
}

/// Closes or opens the account's card: a contact waits to be proved, or none does.
pub async fn set_unproved(
    db: &impl ConnectionTrait,
    account: AccountId,
    since: Option<i64>,
) -> Result<(), DbErr> {
    const SET: &str = "update account set unproved_since = $2 where id = $1";
    run(db, SET, [account.0.into(), since.into()]).await.map(drop)
}

/// Closes or opens signing in.
pub async fn set_blocked(
    db: &impl ConnectionTrait,
    account: AccountId,
    since: Option<i64>,
) -> Result<(), DbErr> {
    const SET: &str = "update account set blocked_at = $2 where id = $1";
    run(db, SET, [account.0.into(), since.into()]).await.map(drop)
}

pub async fn set_lang(
    db: &impl ConnectionTrait,
    account: AccountId,
    lang: &str,
) -> Result<(), DbErr> {
    const SET: &str = "update account set lang = $2 where id = $1 and lang <> $2";
    run(db, SET, [account.0.into(), lang.into()]).await.map(drop)
}

pub async fn find_organization(
    db: &impl ConnectionTrait,
    name: &str,
) -> Result<Option<OrganizationId>, DbErr> {
    let row = one(db, "select id from organization where name = $1", [name.into()]).await?;
    row.map(|row| row.try_get("", "id").map(OrganizationId)).transpose()
}

/// Whether somebody of the organization works here now in one of these roles.
pub async fn has_staff(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    roles: &[Role],
    now: i64,
) -> Result<bool, DbErr> {
    let mut select = staff(roles, now);
    select
        .expr(Expr::value(1))
        .and_where(Expr::col(("membership", "organization_id")).eq(organization.0))
        .limit(1);
    Ok(db.query_one(&select).await?.is_some())
}

/// What an account does now, and where; nothing for who is a patient only.
pub async fn membership_of(
    db: &impl ConnectionTrait,
    account: AccountId,
    now: i64,
) -> Result<Option<(Role, Option<OrganizationId>)>, DbErr> {
    let mut select = staff(Role::ALL, now);
    select
        .column(("membership", "role"))
        .column(("membership", "organization_id"))
        .and_where(Expr::col(("membership", "account_id")).eq(account.0))
        .limit(1);
    let Some(row) = db.query_one(&select).await? else { return Ok(None) };
    let organization: Option<Uuid> = row.try_get("", "organization_id")?;
    Ok(Some((role_of(&row)?, organization.map(OrganizationId))))
}

/// Whether an account works now in this role, in this organization or in none.
pub async fn works_as(
    db: &impl ConnectionTrait,
    account: AccountId,
    role: Role,
    organization: Option<OrganizationId>,
    now: i64,
) -> Result<bool, DbErr> {
    let place = Expr::col(("membership", "organization_id"));
    let place = match organization {
        Some(organization) => place.eq(organization.0),
        None => place.is_null(),
    };
    let mut select = staff(&[role], now);
    select
        .expr(Expr::value(1))
        .and_where(Expr::col(("membership", "account_id")).eq(account.0))
        .and_where(place)
        .limit(1);
    Ok(db.query_one(&select).await?.is_some())
}

/// Puts somebody's work into a department, with what it is called.
pub async fn place_membership(
    db: &impl ConnectionTrait,
    membership: Uuid,
    department: Option<Uuid>,
    position: Option<&str>,
) -> Result<(), DbErr> {
    const PLACE: &str = "update membership set department_id = $2, position = $3 where id = $1";
    let values = [membership.into(), department.into(), position.map(str::to_owned).into()];
    run(db, PLACE, values).await.map(drop)
}

/// Who works in an organization now in one of these roles.
pub async fn staff_of(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    roles: &[Role],
    now: i64,
) -> Result<Vec<(AccountId, PersonId, Role)>, DbErr> {
    let mut select = staff(roles, now);
    select
        .distinct()
        .column(("membership", "account_id"))
        .column(("account", "person_id"))
        .column(("membership", "role"))
        .and_where(Expr::col(("membership", "organization_id")).eq(organization.0));
    let rows = db.query_all(&select).await?;
    rows.iter()
        .map(|row| {
            let account = AccountId(row.try_get("", "account_id")?);
            Ok((account, PersonId(row.try_get("", "person_id")?), role_of(row)?))
        })
        .collect()
}

/// Who works here now in this role, wherever.
pub async fn holders_of(
    db: &impl ConnectionTrait,
    role: Role,
    now: i64,
) -> Result<Vec<AccountId>, DbErr> {
    let mut select = staff(&[role], now);
    select.distinct().column(("membership", "account_id"));
    let rows = db.query_all(&select).await?;
    rows.iter().map(|row| row.try_get("", "account_id").map(AccountId)).collect()
}

fn role_of(row: &QueryResult) -> Result<Role, DbErr> {
    let role: String = row.try_get("", "role")?;
    role.parse().map_err(|_| DbErr::Type("membership.role".into()))
}

/// Organizations somebody of whom works here now in one of these roles, by name.
pub async fn organizations_with(
    db: &impl ConnectionTrait,
    roles: &[Role],
    now: i64,
) -> Result<Vec<(OrganizationId, String)>, DbErr> {
    let mut select = staff(roles, now);
    select
        .distinct()
        .column(("organization", "id"))
        .column(("organization", "name"))
        .inner_join(
            "organization",
            Expr::col(("organization", "id")).equals(("membership", "organization_id")),
        )
        .order_by(("organization", "name"), Order::Asc);
    let rows = db.query_all(&select).await?;
    rows.iter()
        .map(|row| Ok((OrganizationId(row.try_get("", "id")?), row.try_get("", "name")?)))
        .collect()
}

/// Memberships that hold now, of accounts that are not disabled.
fn staff(roles: &[Role], now: i64) -> SelectStatement {
    let starts = Expr::col(("membership", "starts_at")).lte(now);
    let ends = Expr::col(("membership", "ends_at"));
    Query::select()
        .from("membership")
        .inner_join("account", Expr::col(("account", "id")).equals(("membership", "account_id")))
        .and_where(Expr::col(("membership", "role")).is_in(roles.iter().map(|role| role.wire())))
        .and_where(starts)
        .and_where(ends.clone().is_null().or(ends.gt(now)))
        .and_where(Expr::col(("account", "disabled_at")).is_null())
        .to_owned()
}

/// Something support has to look at.
pub async fn insert_ticket(
    db: &impl ConnectionTrait,
    id: Uuid,
    kind: &str,
    account: AccountId,
    sealed: Vec<u8>,
    now: i64,
) -> Result<(), DbErr> {
    const INSERT: &str = "
        insert into ticket (id, kind, account_id, sealed, created_at) values ($1, $2, $3, $4, $5)";
    let values = [id.into(), kind.into(), account.0.into(), sealed.into(), now.into()];
    run(db, INSERT, values).await.map(drop)
}

/// Lets nobody else who names the same key go on until this transaction ends. SQLite has one
/// writer anyway.
pub async fn take_turns(tx: &impl ConnectionTrait, key: &[u8; 32]) -> Result<(), DbErr> {
    if tx.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let number = key.first_chunk().map_or(0, |bytes| i64::from_be_bytes(*bytes));
    one(tx, "select pg_advisory_xact_lock($1)", [number.into()]).await.map(drop)
}

fn hash_of(row: &QueryResult, column: &str) -> Result<[u8; 32], DbErr> {
    let bytes: Vec<u8> = row.try_get("", column)?;
    bytes.try_into().map_err(|_| DbErr::Type(column.to_owned()))
}
