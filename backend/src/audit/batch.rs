//! One batch of lines, sealed and linked, and the ways it gets into the database.

use std::collections::BTreeMap;

use sea_orm::sea_query::{InsertStatement, OnConflict, Query};
use sqlx::PgPool;
use uuid::Uuid;

use super::chain::{Head, NewLine, line_hash, place};
use crate::keys::{SealError, SealingKey};

/// The heads of chains, by chain: in the one order everybody locks them in.
pub type Heads = BTreeMap<Uuid, Head>;

/// Lines as they will lie in the table.
pub struct Batch {
    rows: Vec<Row>,
    /// The chains' heads after the lines.
    pub heads: Vec<Head>,
}

struct Row {
    chain: Uuid,
    seq: i64,
    at: i64,
    sealed: Vec<u8>,
    hash: [u8; 32],
}

/// A signed checkpoint as it will lie in the table.
pub struct Checkpoint {
    pub writer: Uuid,
    pub seq: i64,
    pub at: i64,
    pub heads: Vec<u8>,
    pub hash: [u8; 32],
    pub signature: [u8; 64],
}

/// Whether the new heads go under a checkpoint in the same transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covered {
    Now,
    Later,
}

impl Batch {
    /// Links the lines, in their order, to the ends of their chains.
    pub fn link(key: &SealingKey, lines: &[NewLine], mut heads: Heads) -> Result<Self, SealError> {
        let mut rows = Vec::with_capacity(lines.len());
        for NewLine { chain, at, line } in lines {
            let Some(head) = heads.get_mut(chain) else { continue };
            head.seq += 1;
            let sealed = key.seal_json(&place(*chain, head.seq), line)?;
            head.hash = line_hash(*chain, head.seq, *at, &head.hash, &sealed);
            rows.push(Row { chain: *chain, seq: head.seq, at: *at, sealed, hash: head.hash });
        }
        Ok(Self { rows, heads: heads.into_values().collect() })
    }

    pub fn insert(&self) -> InsertStatement {
        let mut insert = Query::insert()
            .into_table("journal")
            .columns(["chain", "seq", "at", "sealed", "hash"])
            .to_owned();
        for row in &self.rows {
            insert.values_panic([
                row.chain.into(),
                row.seq.into(),
                row.at.into(),
                row.sealed.clone().into(),
                row.hash.to_vec().into(),
            ]);
        }
        insert
    }

    pub fn upsert_heads(&self, covered: Covered) -> InsertStatement {
        let updated: &[&'static str] = match covered {
            Covered::Now => &["seq", "hash", "covered_seq"],
            Covered::Later => &["seq", "hash"],
        };
        let conflict =
            OnConflict::column("chain").update_columns(updated.iter().copied()).to_owned();
        let mut upsert = Query::insert()
            .into_table("journal_chain")
            .columns(["chain", "seq", "hash", "covered_seq"])
            .on_conflict(conflict)
            .to_owned();
        for head in &self.heads {
            let covered_seq = match covered {
                Covered::Now => head.seq,
                Covered::Later => 0,
            };
            upsert.values_panic([
                head.chain.into(),
                head.seq.into(),
                head.hash.to_vec().into(),
                covered_seq.into(),
            ]);
        }
        upsert
    }

    /// Lines, heads and checkpoint in one statement, one way to the server instead of six. Writes
    /// nothing and returns false where a chain has moved on from `before`.
    pub async fn write_at_once(
        &self,
        pool: &PgPool,
        before: &Heads,
        checkpoint: &Checkpoint,
    ) -> Result<bool, sqlx::Error> {
        // The heads are locked in the order of their chains, as everywhere.
        const WRITE: &str = "
            with held as materialized (
                select chain, seq from journal_chain where chain = any($1)
                order by chain for update
            ),
            unmoved as materialized (
                select count(*) = cardinality($1) as ok
                from held join unnest($1::uuid[], $2::bigint[]) as known (chain, seq)
                using (chain, seq)
            ),
            lines as (
                insert into journal (chain, seq, at, sealed, hash)
                select line.* from unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::bytea[],
                                          $7::bytea[]) as line, unmoved
                where unmoved.ok
            ),
            heads as (
                update journal_chain
                set seq = head.seq, hash = head.hash, covered_seq = head.seq
                from unnest($1::uuid[], $8::bigint[], $9::bytea[]) as head (chain, seq, hash), unmoved
                where unmoved.ok and journal_chain.chain = head.chain
            )
            insert into journal_checkpoint (writer, seq, at, heads, hash, signature)
            select $10, $11, $12, $13, $14, $15 from unmoved where unmoved.ok";
        let column = |value: fn(&Row) -> i64| self.rows.iter().map(value).collect::<Vec<_>>();
        let written = sqlx::query(WRITE)
            .bind(before.keys().copied().collect::<Vec<_>>())
            .bind(before.values().map(|head| head.seq).collect::<Vec<_>>())
            .bind(self.rows.iter().map(|row| row.chain).collect::<Vec<_>>())
            .bind(column(|row| row.seq))
            .bind(column(|row| row.at))
            .bind(self.rows.iter().map(|row| row.sealed.as_slice()).collect::<Vec<_>>())
            .bind(self.rows.iter().map(|row| row.hash.as_slice()).collect::<Vec<_>>())
            .bind(self.heads.iter().map(|head| head.seq).collect::<Vec<_>>())
            .bind(self.heads.iter().map(|head| head.hash.as_slice()).collect::<Vec<_>>())
            .bind(checkpoint.writer)
            .bind(checkpoint.seq)
            .bind(checkpoint.at)
            .bind(&checkpoint.heads)
            .bind(checkpoint.hash.as_slice())
            .bind(checkpoint.signature.as_slice())
            .execute(pool)
            .await?;
        Ok(written.rows_affected() == 1)
    }
}

impl Checkpoint {
    pub fn insert(&self) -> InsertStatement {
        Query::insert()
            .into_table("journal_checkpoint")
            .columns(["writer", "seq", "at", "heads", "hash", "signature"])
            .values_panic([
                self.writer.into(),
                self.seq.into(),
                self.at.into(),
                self.heads.clone().into(),
                self.hash.to_vec().into(),
                self.signature.to_vec().into(),
            ])
            .to_owned()
    }
}
