//! Group commit: lines that wait at the same moment share one durable commit.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use ed25519_dalek::Signer as _;
use sea_orm::sea_query::{CaseStatement, Expr, Order, Query};
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbErr, ExprTrait as _};
use sha2::{Digest as _, Sha256};
use shared::journal::proof::{checkpoint_bytes, encode_heads};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::Line;
use super::batch::{Batch, Checkpoint, Covered, Heads};
use super::chain::{AppendError, Head, NewLine, append_for, write};
use crate::db::{Db, is_taken};
use crate::keys::KeyRing;

/// The journal cannot be written: whoever asked gets no data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the journal cannot be written")]
pub struct JournalDown;

/// Writes lines in batches. Cheap to clone.
#[derive(Clone)]
pub struct Journal {
    sender: mpsc::Sender<Message>,
}

enum Message {
    Append(Box<NewLine>, oneshot::Sender<Result<(), JournalDown>>),
    /// Lines that a change committed itself and that the next checkpoint has to cover.
    Cover(Vec<Head>),
    Stop(oneshot::Sender<()>),
}

/// Lines in one commit.
const BATCH: usize = 256;
/// Requests that may wait for the journal.
const QUEUE: usize = 4096;
/// How long a change may stay without a checkpoint while nothing else happens.
const COVER_WITHIN: Duration = Duration::from_millis(250);
/// Heads a writer remembers.
const REMEMBERED: usize = 10_000;
/// How long a request waits for the journal before it fails.
const PATIENCE: Duration = Duration::from_secs(10);

struct Writer {
    db: Db,
    keys: Arc<KeyRing>,
    /// This run of this node: the name of its chain of checkpoints.
    id: Uuid,
    seq: i64,
    hash: [u8; 32],
    /// Whether a commit may have happened that `seq` and `hash` do not know of.
    unsure: bool,
    /// Heads as this writer left them. Others may have moved them since: writing tells.
    heads: HashMap<Uuid, Head>,
    clock: Arc<dyn crate::app::Clock>,
}

impl Journal {
    /// Starts the writer. `writer` is a fresh id for this run.
    pub fn start(
        db: Db,
        keys: Arc<KeyRing>,
        writer: Uuid,
        clock: Arc<dyn crate::app::Clock>,
    ) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let writer = Writer {
            db,
            keys,
            id: writer,
            seq: 0,
            hash: [0; 32],
            unsure: false,
            heads: HashMap::new(),
            clock,
        };
        tokio::spawn(writer.run(receiver));
        Self { sender }
    }

    /// Returns once the line is durable.
    pub async fn append(&self, chain: Uuid, at: i64, line: Line) -> Result<(), JournalDown> {
        let (done, answer) = oneshot::channel();
        let message = Message::Append(Box::new(NewLine { chain, at, line }), done);
        let wait = async {
            self.sender.send(message).await.map_err(|_| JournalDown)?;
            answer.await.map_err(|_| JournalDown)?
        };
        tokio::time::timeout(PATIENCE, wait).await.map_err(|_| JournalDown)?
    }

    /// Tells of lines written in a transaction of their own.
    pub async fn cover(&self, heads: Vec<Head>) {
        // A node that stops now leaves them to the next start.
        let _ = self.sender.send(Message::Cover(heads)).await;
    }

    /// Writes what waits and stops.
    pub async fn stop(&self) {
        let (done, answer) = oneshot::channel();
        if self.sender.send(Message::Stop(done)).await.is_ok() {
            let _ = answer.await;
        }
    }
}

impl Writer {
    async fn run(mut self, mut receiver: mpsc::Receiver<Message>) {
        let mut uncovered = self.left_uncovered().await;
        loop {
            let first = if uncovered.is_empty() {
                receiver.recv().await
            } else {
                match tokio::time::timeout(COVER_WITHIN, receiver.recv()).await {
                    Ok(message) => message,
                    Err(_) => Some(Message::Cover(Vec::new())),
                }
            };
            let Some(first) = first else { return };
            let (mut lines, mut waiting, mut stopping) = (Vec::new(), Vec::new(), None);
            let mut next = Some(first);
            while let Some(message) = next {
                match message {
                    Message::Append(line, done) => {
                        lines.push(*line);
                        waiting.push(done);
                    }
                    Message::Cover(heads) => uncovered.extend(heads),
                    Message::Stop(done) => stopping = Some(done),
                }
                next = if lines.len() < BATCH { receiver.try_recv().ok() } else { None };
            }
            let result = self.commit(&lines, &uncovered).await;
            let answer = match result {
                Ok(()) => {
                    uncovered.clear();
                    Ok(())
                }
                Err(error) => {
                    tracing::error!(%error, lines = lines.len(), "journal not written");
                    metrics::counter!("medkarta_journal_failures_total").increment(1);
                    // Do not spin on a database that is away.
                    tokio::time::sleep(COVER_WITHIN).await;
                    Err(JournalDown)
                }
            };
            for done in waiting {
                // Whoever stopped waiting has been refused already.
                let _ = done.send(answer);
            }
            if let Some(done) = stopping {
                let _ = done.send(());
                return;
            }
        }
    }

    /// What earlier runs committed and did not live to cover.
    async fn left_uncovered(&self) -> Vec<Head> {
        let select = Query::select()
            .columns(["chain", "seq", "hash"])
            .from("journal_chain")
            .and_where(Expr::col("covered_seq").lt(Expr::col("seq")))
            .to_owned();
        let rows = self.db.read().query_all(&select).await.unwrap_or_default();
        rows.iter()
            .filter_map(|row| {
                let hash: Vec<u8> = row.try_get("", "hash").ok()?;
                Some(Head {
                    chain: row.try_get("", "chain").ok()?,
                    seq: row.try_get("", "seq").ok()?,
                    hash: hash.try_into().ok()?,
                })
            })
            .collect()
    }

    async fn commit(&mut self, lines: &[NewLine], uncovered: &[Head]) -> Result<(), AppendError> {
        if lines.is_empty() && uncovered.is_empty() {
            return Ok(());
        }
        if self.unsure {
            self.read_own_checkpoint().await?;
        }
        // Until the answer is in, nobody knows what of this reached the disk.
        self.unsure = true;
        let result = self.write(lines, uncovered).await;
        // What failed before its commit left nothing behind, but who can tell.
        if result.is_err() {
            self.heads.clear();
        }
        result?;
        self.unsure = false;
        metrics::histogram!("medkarta_journal_batch_lines").record(as_f64(lines.len()));
        Ok(())
    }

    /// By the remembered heads if they still hold, else by those in the database.
    async fn write(&mut self, lines: &[NewLine], uncovered: &[Head]) -> Result<(), AppendError> {
        if uncovered.is_empty() && self.write_remembered(lines).await? {
            return Ok(());
        }
        let tx = self.db.begin().await?;
        let mut heads = Vec::new();
        if !lines.is_empty() {
            let key = &self.keys.deployment().journal;
            heads = append_for(&tx, key, lines, Covered::Now).await?;
        }
        let mut late = uncovered.to_vec();
        late.retain(|head| {
            !heads.iter().any(|known| known.chain == head.chain && known.seq >= head.seq)
        });
        heads.extend(&late);
        let checkpoint = self.checkpoint(&heads);
        tx.execute(&checkpoint.insert()).await?;
        if !late.is_empty() {
            mark_covered(&tx, &late).await?;
        }
        tx.commit().await?;
        self.went(&heads, &checkpoint);
        Ok(())
    }

    /// Without asking for the heads. False, and nothing written, where somebody else moved one.
    async fn write_remembered(&mut self, lines: &[NewLine]) -> Result<bool, AppendError> {
        let mut before = Heads::new();
        for line in lines {
            let Some(head) = self.heads.get(&line.chain) else { return Ok(false) };
            before.insert(line.chain, *head);
        }
        let batch = Batch::link(&self.keys.deployment().journal, lines, before.clone())?;
        let checkpoint = self.checkpoint(&batch.heads);
        let written = match self.db.postgres() {
            Some(pool) => batch.write_at_once(pool, &before, &checkpoint).await?,
            None => self.write_in_turn(&batch, &checkpoint).await?,
        };
        if written {
            self.went(&batch.heads, &checkpoint);
        } else {
            self.heads.clear();
        }
        Ok(written)
    }

    /// The table's key refuses a second line of the same number.
    async fn write_in_turn(
        &self,
        batch: &Batch,
        checkpoint: &Checkpoint,
    ) -> Result<bool, AppendError> {
        let tx = self.db.begin().await?;
        match write(&tx, batch, Covered::Now).await {
            Ok(()) => {}
            Err(error) if is_taken(&error) => {
                tx.rollback().await?;
                return Ok(false);
            }
            Err(error) => return Err(error.into()),
        }
        tx.execute(&checkpoint.insert()).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The heads are in the database and under the checkpoint.
    fn went(&mut self, heads: &[Head], checkpoint: &Checkpoint) {
        (self.seq, self.hash) = (checkpoint.seq, checkpoint.hash);
        if self.heads.len() > REMEMBERED {
            self.heads.clear();
        }
        self.heads.extend(heads.iter().map(|head| (head.chain, *head)));
    }

    /// The next checkpoint of this writer, over `heads`.
    fn checkpoint(&self, heads: &[Head]) -> Checkpoint {
        let (seq, at) = (self.seq + 1, crate::app::micros(self.clock.now()));
        let heads = encode_heads(heads);
        let hash = checkpoint_hash(self.id, seq, at, &self.hash, &heads);
        let signature = self.keys.deployment().checkpoint.sign(&hash).to_bytes();
        Checkpoint { writer: self.id, seq, at, heads, hash, signature }
    }

    /// After a commit without an answer: what the newest checkpoint of this writer really is.
    async fn read_own_checkpoint(&mut self) -> Result<(), DbErr> {
        let select = Query::select()
            .columns(["seq", "hash"])
            .from("journal_checkpoint")
            .and_where(Expr::col("writer").eq(self.id))
            .order_by("seq", Order::Desc)
            .limit(1)
            .to_owned();
        if let Some(row) = self.db.write().query_one(&select).await? {
            let hash: Vec<u8> = row.try_get("", "hash")?;
            self.hash = hash.try_into().map_err(|_| DbErr::Type("a hash of 32 bytes".into()))?;
            self.seq = row.try_get("", "seq")?;
        }
        Ok(())
    }
}

/// `covered_seq` of many chains in one statement.
async fn mark_covered(tx: &DatabaseTransaction, heads: &[Head]) -> Result<(), DbErr> {
    let mut seqs = CaseStatement::new();
    for head in heads {
        seqs = seqs.case(
            Expr::col("chain").eq(head.chain).and(Expr::col("covered_seq").lt(head.seq)),
            head.seq,
        );
    }
    let update = Query::update()
        .table("journal_chain")
        .value("covered_seq", seqs.finally(Expr::col("covered_seq")))
        .and_where(Expr::col("chain").is_in(heads.iter().map(|head| head.chain)))
        .to_owned();
    tx.execute(&update).await.map(drop)
}

pub(super) fn checkpoint_hash(
    writer: Uuid,
    seq: i64,
    at: i64,
    previous: &[u8; 32],
    heads: &[u8],
) -> [u8; 32] {
    Sha256::digest(checkpoint_bytes(writer, seq, at, previous, heads)).into()
}

/// Batches are far below the 2^52 where this would round.
#[expect(clippy::cast_precision_loss, reason = "a batch holds at most a few hundred lines")]
fn as_f64(n: usize) -> f64 {
    n as f64
}
