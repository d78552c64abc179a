//! Adding lines to chains, inside a transaction.

use sea_orm::sea_query::{Expr, LockType, OnConflict, Order, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExprTrait};
use sha2::{Digest as _, Sha256};
pub use shared::journal::proof::Head;
use shared::journal::proof::line_bytes;
use uuid::Uuid;

use super::Line;
use super::batch::{Batch, Covered, Heads};
use crate::keys::{Place, SealError, SealingKey};

/// A line to be written, and the chain it belongs to.
pub struct NewLine {
    pub chain: Uuid,
    pub at: i64,
    pub line: Line,
}

#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    #[error(transparent)]
    Db(#[from] DbErr),
    #[error(transparent)]
    Sqlx(#[from] sqlx::Error),
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// The hash of a line: SHA-256 over a fixed layout, so that anybody can check it from the rows.
pub fn line_hash(chain: Uuid, seq: i64, at: i64, previous: &[u8; 32], sealed: &[u8]) -> [u8; 32] {
    Sha256::digest(line_bytes(chain, seq, at, previous, sealed)).into()
}

/// Where a line lies.
pub fn place(chain: Uuid, seq: i64) -> Place {
    Place { table: "journal", row: chain, owner: chain, version: seq }
}

/// Adds lines in their order and returns the new heads. Takes the chains' rows in a fixed order,
/// so that two writers never wait for each other in a circle.
pub async fn append(
    tx: &DatabaseTransaction,
    key: &SealingKey,
    lines: &[NewLine],
) -> Result<Vec<Head>, AppendError> {
    append_for(tx, key, lines, Covered::Later).await
}

/// [`append`], by somebody who knows about the checkpoint.
pub async fn append_for(
    tx: &DatabaseTransaction,
    key: &SealingKey,
    lines: &[NewLine],
    covered: Covered,
) -> Result<Vec<Head>, AppendError> {
    let mut heads = Heads::new();
    for line in lines {
        heads.insert(line.chain, Head { chain: line.chain, seq: 0, hash: [0; 32] });
    }
    lock_heads(tx, &mut heads).await?;
    let batch = Batch::link(key, lines, heads)?;
    write(tx, &batch, covered).await?;
    Ok(batch.heads)
}

/// Puts a batch into the tables.
pub async fn write(tx: &DatabaseTransaction, batch: &Batch, covered: Covered) -> Result<(), DbErr> {
    tx.execute(&batch.insert()).await?;
    tx.execute(&batch.upsert_heads(covered)).await?;
    Ok(())
}

/// Reads the heads and keeps others from moving them until the transaction ends.
async fn lock_heads(tx: &DatabaseTransaction, heads: &mut Heads) -> Result<(), DbErr> {
    let found = read_heads(tx, heads.keys().copied()).await?;
    let missing: Vec<Uuid> = heads
        .keys()
        .copied()
        .filter(|chain| !found.iter().any(|head| head.chain == *chain))
        .collect();
    for head in found {
        heads.insert(head.chain, head);
    }
    if missing.is_empty() {
        return Ok(());
    }
    // Another node may make the same chain at this moment: make it, then read it locked.
    let mut insert = Query::insert()
        .into_table("journal_chain")
        .columns(["chain", "seq", "hash", "covered_seq"])
        .on_conflict(OnConflict::column("chain").do_nothing().to_owned())
        .to_owned();
    for chain in &missing {
        insert.values_panic([(*chain).into(), 0i64.into(), vec![0u8; 32].into(), 0i64.into()]);
    }
    tx.execute(&insert).await?;
    for head in read_heads(tx, missing.into_iter()).await? {
        heads.insert(head.chain, head);
    }
    Ok(())
}

async fn read_heads(
    tx: &DatabaseTransaction,
    chains: impl Iterator<Item = Uuid>,
) -> Result<Vec<Head>, DbErr> {
    let mut select = Query::select()
        .columns(["chain", "seq", "hash"])
        .from("journal_chain")
        .and_where(Expr::col("chain").is_in(chains))
        .order_by("chain", Order::Asc)
        .to_owned();
    // SQLite has one writer: the transaction itself is the lock.
    if tx.get_database_backend() == DbBackend::Postgres {
        select.lock(LockType::Update);
    }
    let rows = tx.query_all(&select).await?;
    rows.iter()
        .map(|row| {
            let hash: Vec<u8> = row.try_get("", "hash")?;
            let hash = hash.try_into().map_err(|_| DbErr::Type("a hash of 32 bytes".into()))?;
            Ok(Head { chain: row.try_get("", "chain")?, seq: row.try_get("", "seq")?, hash })
        })
        .collect()
}

/// A line with when it was written.
pub struct ReadLine {
    pub at: i64,
    pub line: Line,
}

/// The newest lines of one chain, the newest first. For the chain's own owner: whoever calls this
/// has made sure.
pub async fn newest(
    db: &impl ConnectionTrait,
    key: &SealingKey,
    chain: Uuid,
    most: u64,
) -> Result<Vec<ReadLine>, AppendError> {
    let select = Query::select()
        .columns(["seq", "at", "sealed"])
        .from("journal")
        .and_where(Expr::col("chain").eq(chain))
        .order_by("seq", Order::Desc)
        .limit(most)
        .to_owned();
    let mut lines = Vec::new();
    for row in db.query_all(&select).await? {
        let (seq, at): (i64, i64) = (row.try_get("", "seq")?, row.try_get("", "at")?);
        let sealed: Vec<u8> = row.try_get("", "sealed")?;
        lines.push(ReadLine { at, line: key.unseal_json(&place(chain, seq), &sealed)? });
    }
    Ok(lines)
}
