//! Accounts, memberships and sessions in the database.

use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DbErr, ExprTrait as _, Statement, TryGetable};
use shared::access::model::Role;
use shared::id::{AccountId, OrganizationId, PatientId, PersonId};
use uuid::Uuid;

/// A session, whose it is, and what they do.
pub struct SessionRow {
    pub account: AccountId,
    pub person: PersonId,
    pub created_at: i64,
    pub last_seen_at: i64,
    pub membership: Option<(Role, Option<OrganizationId>)>,
}

/// What an account does, where, and from when until when.
pub struct NewMembership {
    pub id: Uuid,
    pub account: AccountId,
    pub role: Role,
    pub organization: Option<OrganizationId>,
    pub starts_at: i64,
    pub ends_at: Option<i64>,
}

pub async fn find_session(
    db: &impl ConnectionTrait,
    token_hash: &[u8; 32],
    now: i64,
) -> Result<Option<SessionRow>, DbErr> {
    // Every request asks this: written once, not built anew each time.
    const FIND: &str = "
        select session.account_id, session.created_at, session.last_seen_at, account.person_id,
               membership.role, membership.organization_id
        from session
        join account on account.id = session.account_id
        left join membership on membership.account_id = session.account_id
            and membership.starts_at <= $2
            and (membership.ends_at is null or membership.ends_at > $2)
        where session.token_hash = $1 and session.ended_at is null
            and account.disabled_at is null
        limit 1";
    let values = [token_hash.to_vec().into(), now.into()];
    let find = Statement::from_sql_and_values(db.get_database_backend(), FIND, values);
    let Some(row) = db.query_one_raw(find).await? else { return Ok(None) };
    let role: Option<String> = row.try_get("", "role")?;
    let role = role
        .map(|word| word.parse::<Role>())
        .transpose()
        .map_err(|_| DbErr::Type("membership.role".into()))?;
    let organization: Option<Uuid> = row.try_get("", "organization_id")?;
    Ok(Some(SessionRow {
        account: AccountId(row.try_get("", "account_id")?),
        person: PersonId(row.try_get("", "person_id")?),
        created_at: row.try_get("", "created_at")?,
        last_seen_at: row.try_get("", "last_seen_at")?,
        membership: role.map(|role| (role, organization.map(OrganizationId))),
    }))
}

pub async fn insert_session(
    db: &impl ConnectionTrait,
    token_hash: &[u8; 32],
    account: AccountId,
    sealed: Vec<u8>,
    now: i64,
) -> Result<(), DbErr> {
    let insert = Query::insert()
        .into_table("session")
        .columns(["token_hash", "account_id", "created_at", "last_seen_at", "sealed"])
        .values_panic([
            token_hash.to_vec().into(),
            account.0.into(),
            now.into(),
            now.into(),
            sealed.into(),
        ])
        .to_owned();
    db.execute(&insert).await.map(drop)
}

pub async fn touch_session(
    db: &impl ConnectionTrait,
    token_hash: &[u8; 32],
    now: i64,
) -> Result<(), DbErr> {
    let update = Query::update()
        .table("session")
        .value("last_seen_at", now)
        .and_where(Expr::col("token_hash").eq(token_hash.to_vec()))
        .to_owned();
    db.execute(&update).await.map(drop)
}

pub async fn end_session(
    db: &impl ConnectionTrait,
    token_hash: &[u8; 32],
    now: i64,
) -> Result<(), DbErr> {
    let update = Query::update()
        .table("session")
        .value("ended_at", now)
        .and_where(Expr::col("token_hash").eq(token_hash.to_vec()))
        .and_where(Expr::col("ended_at").is_null())
        .to_owned();
    db.execute(&update).await.map(drop)
}

/// Removes sessions that can no longer be used. Their story stays in the journal.
pub async fn purge_sessions(db: &impl ConnectionTrait, created_before: i64) -> Result<u64, DbErr> {
    let delete = Query::delete()
        .from_table("session")
        .and_where(
            Expr::col("created_at").lt(created_before).or(Expr::col("ended_at").is_not_null()),
        )
        .to_owned();
    Ok(db.execute(&delete).await?.rows_affected())
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
