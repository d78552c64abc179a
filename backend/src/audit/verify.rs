//! `medkarta audit verify`: reads the whole journal and names what does not hold.

use std::collections::BTreeMap;

use ed25519_dalek::{Signature, VerifyingKey};
use sea_orm::sea_query::{Expr, Order, Query};
use sea_orm::{ConnectionTrait as _, DbErr, ExprTrait as _, QueryResult};
use shared::journal::proof::decode_heads;
use uuid::Uuid;

use super::chain::{Head, line_hash, place};
use super::writer::checkpoint_hash;
use crate::db::Db;
use crate::keys::KeyRing;

/// Rows read at once.
const PAGE: u64 = 1_000;

/// One thing that does not hold, named by chain (card or account) and number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The line is not there, but a later line, the chain's head or a checkpoint knows it.
    Missing { chain: Uuid, seq: i64 },
    /// The line was altered, or stands where another one belongs.
    Altered { chain: Uuid, seq: i64 },
    /// The chain's head does not match its last line.
    HeadAltered { chain: Uuid, seq: i64 },
    /// A checkpoint says this line was another one.
    Contradicted { chain: Uuid, seq: i64 },
    /// The checkpoint is gone, though a later one follows.
    CheckpointMissing { writer: Uuid, seq: i64 },
    /// The checkpoint was altered or not signed by this deployment.
    CheckpointForged { writer: Uuid, seq: i64 },
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing { chain, seq } => write!(f, "chain {chain}: line {seq} is missing"),
            Self::Altered { chain, seq } => {
                write!(f, "chain {chain}: line {seq} was altered or moved")
            }
            Self::HeadAltered { chain, seq } => {
                write!(f, "chain {chain}: its head does not match line {seq}")
            }
            Self::Contradicted { chain, seq } => {
                write!(f, "chain {chain}: line {seq} is not the one a checkpoint signed")
            }
            Self::CheckpointMissing { writer, seq } => {
                write!(f, "checkpoints of {writer}: number {seq} is missing")
            }
            Self::CheckpointForged { writer, seq } => {
                write!(f, "checkpoints of {writer}: number {seq} was altered or forged")
            }
        }
    }
}

/// What was read and what does not hold: of each chain the first bad line, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub chains: u64,
    pub lines: u64,
    pub checkpoints: u64,
    /// Lines newer than the last checkpoint of their chain: a cut there would not be seen.
    pub uncovered: u64,
    pub findings: Vec<Finding>,
}

pub async fn verify(db: &Db, keys: &KeyRing) -> Result<Report, DbErr> {
    let mut report = Report::default();
    let signed = checkpoints(db, keys, &mut report).await?;
    let mut cursor = Uuid::nil();
    let mut seen = std::collections::BTreeSet::new();
    loop {
        let heads = heads_after(db, cursor).await?;
        let Some(last) = heads.last() else { break };
        cursor = last.chain;
        for head in heads {
            seen.insert(head.chain);
            let known = signed.get(&head.chain).map_or(&[][..], Vec::as_slice);
            chain(db, keys, head, known, &mut report).await?;
        }
    }
    for (chain, heads) in &signed {
        if !seen.contains(chain) && !heads.is_empty() {
            report.findings.push(Finding::Missing { chain: *chain, seq: 1 });
        }
    }
    // A chain whose head row is gone while its lines stand: whoever removed it hid the chain.
    let orphans = Query::select()
        .distinct()
        .column("chain")
        .from("journal")
        .and_where(
            Expr::col("chain")
                .not_in_subquery(Query::select().column("chain").from("journal_chain").to_owned()),
        )
        .to_owned();
    for row in db.read().query_all(&orphans).await? {
        report.findings.push(Finding::HeadAltered { chain: row.try_get("", "chain")?, seq: 0 });
    }
    Ok(report)
}

async fn heads_after(db: &Db, cursor: Uuid) -> Result<Vec<Head>, DbErr> {
    let select = Query::select()
        .columns(["chain", "seq", "hash"])
        .from("journal_chain")
        .and_where(Expr::col("chain").gt(cursor))
        .order_by("chain", Order::Asc)
        .limit(PAGE)
        .to_owned();
    let rows = db.read().query_all(&select).await?;
    rows.iter()
        .map(|row| {
            Ok(Head {
                chain: row.try_get("", "chain")?,
                seq: row.try_get("", "seq")?,
                hash: digest(row, "hash")?,
            })
        })
        .collect()
}

/// Reads one chain. Stops at its first bad line: what follows would only repeat it.
async fn chain(
    db: &Db,
    keys: &KeyRing,
    head: Head,
    signed: &[Head],
    report: &mut Report,
) -> Result<(), DbErr> {
    report.chains += 1;
    let Head { chain, .. } = head;
    let mut last = Head { chain, seq: 0, hash: [0; 32] };
    let mut signed = signed.iter().peekable();
    let mut covered = 0;
    loop {
        let rows = lines_after(db, chain, last.seq).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let seq: i64 = row.try_get("", "seq")?;
            if seq != last.seq + 1 {
                report.findings.push(Finding::Missing { chain, seq: last.seq + 1 });
                return Ok(());
            }
            let Some(hash) = check_line(keys, chain, seq, &last.hash, &row)? else {
                report.findings.push(Finding::Altered { chain, seq });
                return Ok(());
            };
            while let Some(known) = signed.next_if(|known| known.seq <= seq) {
                if known.seq == seq && known.hash != hash {
                    report.findings.push(Finding::Contradicted { chain, seq });
                    return Ok(());
                }
                covered = known.seq;
            }
            report.lines += 1;
            last = Head { chain, seq, hash };
        }
    }
    if signed.next().is_some() || head.seq > last.seq {
        report.findings.push(Finding::Missing { chain, seq: last.seq + 1 });
    } else if head != last {
        report.findings.push(Finding::HeadAltered { chain, seq: last.seq });
    }
    report.uncovered += u64::try_from(last.seq - covered).unwrap_or(0);
    Ok(())
}

async fn lines_after(db: &Db, chain: Uuid, seq: i64) -> Result<Vec<QueryResult>, DbErr> {
    let select = Query::select()
        .columns(["seq", "at", "sealed", "hash"])
        .from("journal")
        .and_where(Expr::col("chain").eq(chain))
        .and_where(Expr::col("seq").gt(seq))
        .order_by("seq", Order::Asc)
        .limit(PAGE)
        .to_owned();
    db.read().query_all(&select).await
}

/// The line's hash, or nothing if the line is not what was written.
fn check_line(
    keys: &KeyRing,
    chain: Uuid,
    seq: i64,
    previous: &[u8; 32],
    row: &QueryResult,
) -> Result<Option<[u8; 32]>, DbErr> {
    let sealed: Vec<u8> = row.try_get("", "sealed")?;
    let hash = line_hash(chain, seq, row.try_get("", "at")?, previous, &sealed);
    let opens = keys.deployment().journal.unseal(&place(chain, seq), &sealed).is_ok();
    Ok((opens && digest(row, "hash")? == hash).then_some(hash))
}

/// Checks every checkpoint and returns what they sign, by chain, oldest first.
async fn checkpoints(
    db: &Db,
    keys: &KeyRing,
    report: &mut Report,
) -> Result<BTreeMap<Uuid, Vec<Head>>, DbErr> {
    let key = keys.deployment().checkpoint.verifying_key();
    let mut signed: BTreeMap<Uuid, Vec<Head>> = BTreeMap::new();
    let (mut writer, mut seq, mut hash) = (Uuid::nil(), 0, [0; 32]);
    let mut broken = None;
    loop {
        let rows = checkpoints_after(db, writer, seq).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let row_writer: Uuid = row.try_get("", "writer")?;
            let row_seq: i64 = row.try_get("", "seq")?;
            if row_writer != writer {
                (writer, seq, hash) = (row_writer, 0, [0; 32]);
            }
            report.checkpoints += 1;
            if row_seq != seq + 1 && broken != Some(writer) {
                report.findings.push(Finding::CheckpointMissing { writer, seq: seq + 1 });
                broken = Some(writer);
            }
            match check_checkpoint(&key, writer, row_seq, &hash, &row)? {
                Some((own_hash, heads)) => {
                    hash = own_hash;
                    for head in heads {
                        signed.entry(head.chain).or_default().push(head);
                    }
                }
                None => {
                    if broken != Some(writer) {
                        report.findings.push(Finding::CheckpointForged { writer, seq: row_seq });
                        broken = Some(writer);
                    }
                    // Go on from what stands there: the ones after it may be whole.
                    hash = digest(&row, "hash")?;
                }
            }
            seq = row_seq;
        }
    }
    for heads in signed.values_mut() {
        heads.sort_by_key(|head| head.seq);
    }
    Ok(signed)
}

async fn checkpoints_after(db: &Db, writer: Uuid, seq: i64) -> Result<Vec<QueryResult>, DbErr> {
    let select = Query::select()
        .columns(["writer", "seq", "at", "heads", "hash", "signature"])
        .from("journal_checkpoint")
        .and_where(
            Expr::col("writer")
                .gt(writer)
                .or(Expr::col("writer").eq(writer).and(Expr::col("seq").gt(seq))),
        )
        .order_by("writer", Order::Asc)
        .order_by("seq", Order::Asc)
        .limit(PAGE)
        .to_owned();
    db.read().query_all(&select).await
}

/// A checkpoint's hash, and the heads it signs.
type Signed = ([u8; 32], Vec<Head>);

fn check_checkpoint(
    key: &VerifyingKey,
    writer: Uuid,
    seq: i64,
    previous: &[u8; 32],
    row: &QueryResult,
) -> Result<Option<Signed>, DbErr> {
    let heads: Vec<u8> = row.try_get("", "heads")?;
    let stored = digest(row, "hash")?;
    let signature: Vec<u8> = row.try_get("", "signature")?;
    let hash = checkpoint_hash(writer, seq, row.try_get("", "at")?, previous, &heads);
    let valid = hash == stored
        && Signature::from_slice(&signature)
            .is_ok_and(|signature| key.verify_strict(&hash, &signature).is_ok());
    Ok(if valid { decode_heads(&heads).map(|heads| (hash, heads)) } else { None })
}

fn digest(row: &QueryResult, column: &str) -> Result<[u8; 32], DbErr> {
    let bytes: Vec<u8> = row.try_get("", column)?;
    // A digest of the wrong length is an altered one, not a broken database.
    Ok(bytes.try_into().unwrap_or([0xff; 32]))
}
