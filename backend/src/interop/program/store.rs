//! Programs and their tokens in the database.

use sea_orm::sea_query::{Expr, OnConflict, Order, Query};
use sea_orm::{ConnectionTrait, DbErr, ExprTrait as _, QueryResult};
use shared::id::OrganizationId;
use uuid::Uuid;

/// A program that was registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    pub id: Uuid,
    pub name: String,
    pub organization: Option<OrganizationId>,
    pub scopes: String,
    /// Its public keys, a JSON Web Key Set; a program on this machine has none.
    pub jwks: Option<String>,
    /// In microseconds.
    pub revoked_at: Option<i64>,
}

const COLUMNS: [&str; 6] = ["id", "name", "organization_id", "scopes", "jwks", "revoked_at"];

fn program(row: &QueryResult) -> Result<Program, DbErr> {
    Ok(Program {
        id: row.try_get("", "id")?,
        name: row.try_get("", "name")?,
        organization: row.try_get::<Option<Uuid>>("", "organization_id")?.map(OrganizationId),
        scopes: row.try_get("", "scopes")?,
        jwks: row.try_get("", "jwks")?,
        revoked_at: row.try_get("", "revoked_at")?,
    })
}

pub async fn insert(db: &impl ConnectionTrait, new: Program, now: i64) -> Result<(), DbErr> {
    let insert = Query::insert()
        .into_table("program")
        .columns(["id", "name", "organization_id", "scopes", "jwks", "created_at"])
        .values_panic([
            new.id.into(),
            new.name.into(),
            new.organization.map(|organization| organization.0).into(),
            new.scopes.into(),
            new.jwks.into(),
            now.into(),
        ])
        .on_conflict(OnConflict::column("id").do_nothing().to_owned())
        .to_owned();
    db.execute(&insert).await.map(drop)
}

pub async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Program>, DbErr> {
    let select = Query::select()
        .columns(COLUMNS)
        .from("program")
        .and_where(Expr::col("id").eq(id))
        .to_owned();
    db.query_one(&select).await?.as_ref().map(program).transpose()
}

pub async fn list(db: &impl ConnectionTrait) -> Result<Vec<Program>, DbErr> {
    let select = Query::select()
        .columns(COLUMNS)
        .from("program")
        .order_by("created_at", Order::Asc)
        .to_owned();
    db.query_all(&select).await?.iter().map(program).collect()
}

/// Ends a program and its tokens. Says whether there was one to end.
pub async fn revoke(db: &impl ConnectionTrait, id: Uuid, now: i64) -> Result<bool, DbErr> {
    let update = Query::update()
        .table("program")
        .value("revoked_at", now)
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("revoked_at").is_null())
        .to_owned();
    let revoked = db.execute(&update).await?.rows_affected() > 0;
    let delete = Query::delete()
        .from_table("program_token")
        .and_where(Expr::col("program_id").eq(id))
        .to_owned();
    db.execute(&delete).await?;
    Ok(revoked)
}

pub async fn insert_token(
    db: &impl ConnectionTrait,
    hash: &[u8; 32],
    program: Uuid,
    scopes: &str,
    expires_at: i64,
) -> Result<(), DbErr> {
    let insert = Query::insert()
        .into_table("program_token")
        .columns(["hash", "program_id", "scopes", "expires_at"])
        .values_panic([hash.to_vec().into(), program.into(), scopes.into(), expires_at.into()])
        .to_owned();
    db.execute(&insert).await.map(drop)
}

/// Who holds a live token, and the token's scopes.
pub struct Holder {
    pub id: Uuid,
    pub name: String,
    pub organization: Option<OrganizationId>,
    pub scopes: String,
}

/// The program a live token belongs to.
pub async fn find_token(
    db: &impl ConnectionTrait,
    hash: &[u8; 32],
    now: i64,
) -> Result<Option<Holder>, DbErr> {
    let select = Query::select()
        .column(("program_token", "program_id"))
        .column(("program", "name"))
        .column(("program", "organization_id"))
        .column(("program_token", "scopes"))
        .from("program_token")
        .inner_join("program", Expr::col(("program", "id")).equals(("program_token", "program_id")))
        .and_where(Expr::col("hash").eq(hash.to_vec()))
        .and_where(Expr::col("expires_at").gt(now))
        .and_where(Expr::col(("program", "revoked_at")).is_null())
        .to_owned();
    let Some(row) = db.query_one(&select).await? else { return Ok(None) };
    let organization: Option<Uuid> = row.try_get("", "organization_id")?;
    Ok(Some(Holder {
        id: row.try_get("", "program_id")?,
        name: row.try_get("", "name")?,
        organization: organization.map(OrganizationId),
        scopes: row.try_get("", "scopes")?,
    }))
}

/// Remembers an assertion until it expires. False where it was used before.
pub async fn use_assertion(
    db: &impl ConnectionTrait,
    hash: &[u8; 32],
    expires_at: i64,
) -> Result<bool, DbErr> {
    let insert = Query::insert()
        .into_table("program_assertion")
        .columns(["hash", "expires_at"])
        .values_panic([hash.to_vec().into(), expires_at.into()])
        .on_conflict(OnConflict::column("hash").do_nothing().to_owned())
        .to_owned();
    Ok(db.execute(&insert).await?.rows_affected() > 0)
}

/// Forgets tokens and assertions that are over.
pub async fn purge(db: &impl ConnectionTrait, now: i64) -> Result<(), DbErr> {
    for table in ["program_token", "program_assertion"] {
        let delete =
            Query::delete().from_table(table).and_where(Expr::col("expires_at").lt(now)).to_owned();
        db.execute(&delete).await?;
    }
    Ok(())
}
