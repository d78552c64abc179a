//! Reading lines out of their chains: for whoever has made sure that they may be read.

use sea_orm::sea_query::{Expr, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DbErr, ExprTrait as _, QueryResult, Statement};
use uuid::Uuid;

use super::Line;
use super::chain::{Head, place};
use crate::keys::{SealError, SealingKey};

/// A line as it lies in its chain.
pub struct KeptLine {
    pub chain: Uuid,
    /// Its number; the first line is 1.
    pub seq: i64,
    /// In microseconds.
    pub at: i64,
    pub sealed: Vec<u8>,
    pub hash: [u8; 32],
}

impl KeptLine {
    pub fn open(&self, key: &SealingKey) -> Result<Line, SealError> {
        key.unseal_json(&place(self.chain, self.seq), &self.sealed)
    }
}

/// From when until when, in microseconds; the end is not in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    pub from: Option<i64>,
    pub until: Option<i64>,
}

/// Where a line stands among those of all chains: the order of [`everywhere`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub at: i64,
    pub chain: Uuid,
    pub seq: i64,
}

/// Lines of one chain, newest first, from below `seq` on.
pub async fn before(
    db: &impl ConnectionTrait,
    chain: Uuid,
    seq: Option<i64>,
    days: Days,
    most: u64,
) -> Result<Vec<KeptLine>, DbErr> {
    let mut select = lines(days);
    select.and_where(Expr::col("chain").eq(chain)).order_by("seq", Order::Desc).limit(most);
    if let Some(seq) = seq {
        select.and_where(Expr::col("seq").lt(seq));
    }
    read(db, &select).await
}

/// Reads of a chain at once.
const AT_ONCE: u64 = 500;

/// Shows the lines of one chain, newest first, and of many no more than about `most`. Says whether
/// there may be more.
pub async fn each<E: From<DbErr> + From<SealError>>(
    db: &impl ConnectionTrait,
    key: &SealingKey,
    chain: Uuid,
    days: Days,
    most: usize,
    mut show: impl FnMut(&KeptLine, &Line),
) -> Result<bool, E> {
    let (mut seq, mut through) = (None, 0);
    while through < most {
        let kept = before(db, chain, seq, days, AT_ONCE).await?;
        for kept in &kept {
            show(kept, &kept.open(key)?);
        }
        if u64::try_from(kept.len()).unwrap_or(u64::MAX) < AT_ONCE {
            return Ok(false);
        }
        through += kept.len();
        seq = kept.last().map(|kept| kept.seq);
    }
    Ok(true)
}

/// Lines of one chain, oldest first, from above `seq` on.
pub async fn after(
    db: &impl ConnectionTrait,
    chain: Uuid,
    seq: i64,
    most: u64,
) -> Result<Vec<KeptLine>, DbErr> {
    let mut select = lines(Days::default());
    select
        .and_where(Expr::col("chain").eq(chain))
        .and_where(Expr::col("seq").gt(seq))
        .order_by("seq", Order::Asc)
        .limit(most);
    read(db, &select).await
}

/// One line of a chain.
pub async fn one(
    db: &impl ConnectionTrait,
    chain: Uuid,
    seq: i64,
) -> Result<Option<KeptLine>, DbErr> {
    let mut select = lines(Days::default());
    select.and_where(Expr::col("chain").eq(chain)).and_where(Expr::col("seq").eq(seq));
    Ok(read(db, &select).await?.into_iter().next())
}

/// Lines of all chains, or of one, newest first, from behind `last` on.
pub async fn everywhere(
    db: &impl ConnectionTrait,
    days: Days,
    chain: Option<Uuid>,
    last: Option<Place>,
    most: u64,
) -> Result<Vec<KeptLine>, DbErr> {
    let mut select = lines(days);
    if let Some(chain) = chain {
        select.and_where(Expr::col("chain").eq(chain));
    }
    for column in ["at", "chain", "seq"] {
        select.order_by(column, Order::Desc);
    }
    select.limit(most);
    if let Some(Place { at, chain, seq }) = last {
        let in_chain = Expr::col("chain").eq(chain).and(Expr::col("seq").lt(seq));
        let at_once = Expr::col("at").eq(at).and(Expr::col("chain").lt(chain).or(in_chain));
        // The first condition alone lets the index by time be used.
        select.and_where(Expr::col("at").lte(at)).and_where(Expr::col("at").lt(at).or(at_once));
    }
    read(db, &select).await
}

/// Lines of all chains written from that moment on, oldest first, from behind `last` on.
pub async fn onwards(
    db: &impl ConnectionTrait,
    from: i64,
    last: Option<Place>,
    most: u64,
) -> Result<Vec<KeptLine>, DbErr> {
    let mut select = lines(Days { from: Some(from), until: None });
    for column in ["at", "chain", "seq"] {
        select.order_by(column, Order::Asc);
    }
    select.limit(most);
    if let Some(Place { at, chain, seq }) = last {
        let in_chain = Expr::col("chain").eq(chain).and(Expr::col("seq").gt(seq));
        let at_once = Expr::col("at").eq(at).and(Expr::col("chain").gt(chain).or(in_chain));
        // The first condition alone lets the index by time be used.
        select.and_where(Expr::col("at").gte(at)).and_where(Expr::col("at").gt(at).or(at_once));
    }
    read(db, &select).await
}

/// The newest line of a chain, if there is any.
pub async fn head(db: &impl ConnectionTrait, chain: Uuid) -> Result<Option<Head>, DbErr> {
    let select = Query::select()
        .columns(["chain", "seq", "hash"])
        .from("journal")
        .and_where(Expr::col("chain").eq(chain))
        .order_by("seq", Order::Desc)
        .limit(1)
        .to_owned();
    let row = db.query_one(&select).await?;
    row.map(|row| Ok(Head { chain, seq: row.try_get("", "seq")?, hash: hash_of(&row, "hash")? }))
        .transpose()
}

/// A checkpoint with what its hash is made of.
pub struct Checkpoint {
    pub writer: Uuid,
    pub seq: i64,
    pub at: i64,
    /// The hash of the writer's checkpoint before it; zeros before the first.
    pub previous: [u8; 32],
    pub heads: Vec<u8>,
    pub signature: Vec<u8>,
}

/// Checkpoints of this chain alone that were made since a moment, newest first. Those that cover
/// other chains too are nobody's business who may read one.
pub async fn checkpoints_alone(
    db: &impl ConnectionTrait,
    chain: Uuid,
    since: i64,
    most: u64,
) -> Result<Vec<Checkpoint>, DbErr> {
    // A head is 56 bytes, and begins with its chain.
    const FIND: &str = "
        select it.writer, it.seq, it.at, it.heads, it.signature, earlier.hash as previous
        from journal_checkpoint it
        left join journal_checkpoint earlier
            on earlier.writer = it.writer and earlier.seq = it.seq - 1
        where it.at >= $1 and length(it.heads) = 56 and substr(it.heads, 1, 16) = $2
        order by it.at desc, it.writer, it.seq desc
        limit $3";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let values = [since.into(), chain.as_bytes().to_vec().into(), most.into()];
    let find = Statement::from_sql_and_values(db.get_database_backend(), FIND, values);
    let rows = db.query_all_raw(find).await?;
    rows.iter().filter_map(|row| checkpoint(row).transpose()).collect()
}

/// Nothing where the one before it is gone: `audit verify` names that.
fn checkpoint(row: &QueryResult) -> Result<Option<Checkpoint>, DbErr> {
    let seq: i64 = row.try_get("", "seq")?;
    let previous: Option<Vec<u8>> = row.try_get("", "previous")?;
    let previous = match previous {
        Some(hash) => hash.try_into().map_err(|_| DbErr::Type("a hash of 32 bytes".into()))?,
        None if seq == 1 => [0; 32],
        None => return Ok(None),
    };
    Ok(Some(Checkpoint {
        writer: row.try_get("", "writer")?,
        seq,
        at: row.try_get("", "at")?,
        previous,
        heads: row.try_get("", "heads")?,
        signature: row.try_get("", "signature")?,
    }))
}

fn lines(days: Days) -> SelectStatement {
    let mut select = Query::select()
        .columns(["chain", "seq", "at", "sealed", "hash"])
        .from("journal")
        .to_owned();
    if let Some(from) = days.from {
        select.and_where(Expr::col("at").gte(from));
    }
    if let Some(until) = days.until {
        select.and_where(Expr::col("at").lt(until));
    }
    select
}

async fn read(db: &impl ConnectionTrait, select: &SelectStatement) -> Result<Vec<KeptLine>, DbErr> {
    let rows = db.query_all(select).await?;
    rows.iter()
        .map(|row| {
            Ok(KeptLine {
                chain: row.try_get("", "chain")?,
                seq: row.try_get("", "seq")?,
                at: row.try_get("", "at")?,
                sealed: row.try_get("", "sealed")?,
                hash: hash_of(row, "hash")?,
            })
        })
        .collect()
}

fn hash_of(row: &QueryResult, column: &str) -> Result<[u8; 32], DbErr> {
    let bytes: Vec<u8> = row.try_get("", column)?;
    bytes.try_into().map_err(|_| DbErr::Type("a hash of 32 bytes".into()))
}
