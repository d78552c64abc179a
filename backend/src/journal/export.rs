//! The whole journal of a card in one file that anybody can check (AUD-2). Written as it is read,
//! so that a journal of many years takes no more memory than one of a day.

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use ed25519_dalek::Signer as _;
use futures_util::Stream;
use sha2::{Digest as _, Sha256};
use shared::journal::proof::{
    Bytes32, FORMAT, Head, PlainLine, ProofCheckpoint, ProofHead, ProofLine, decode_heads,
    head_bytes, words_bytes,
};
use shared::journal::text::plain;
use shared::lang::Lang;

use super::names::{Names, Reader};
use super::service::{Error, READ, add_entries};
use crate::access::{Access, ReadJournal};
use crate::app::App;
use crate::audit::{self, KeptLine, Line};
use crate::card;
use crate::http::Place;
use crate::keys::SealError;

/// Checkpoints of the card alone that go with the file, and how long before now they are sought.
const CHECKPOINTS: u64 = 20;
const SOUGHT: i64 = 3_600 * 1_000_000;

/// A file on its way out.
pub struct Export {
    app: App,
    access: Access<ReadJournal>,
    lang: Lang,
    reader: Reader,
    names: Names,
    /// The newest line when it was asked for: later ones are not in the file.
    head: Head,
    at: i64,
    stage: Stage,
    /// So that nobody takes many at once.
    _place: Place,
}

#[derive(Clone, Copy)]
enum Stage {
    Begin,
    /// Lines from above this number on.
    Lines(i64),
    Done,
}

impl Export {
    /// Finds where the journal ends now: the line of this very look is in it.
    pub async fn begin(
        app: &App,
        access: Access<ReadJournal>,
        lang: Lang,
        place: Place,
    ) -> Result<Self, Error> {
        let chain = access.patient().0;
        let nothing = Head { chain, seq: 0, hash: [0; 32] };
        let head = audit::head(access.db(), chain).await?.unwrap_or(nothing);
        let (identity, _) = card::find_header(&access).await?;
        let reader = Reader { account: access.account(), patient: identity.name.short() };
        Ok(Self {
            app: app.clone(),
            access,
            lang,
            reader,
            names: Names::default(),
            head,
            at: app.now_micros(),
            stage: Stage::Begin,
            _place: place,
        })
    }

    /// The bytes of the file. Where something fails it breaks off: a file that was cut is none.
    pub fn stream(self) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
        futures_util::stream::try_unfold(self, |mut export| async move {
            let chunk = export.next().await.map_err(|error| {
                tracing::error!(%error, "a journal was not exported to its end");
                io::Error::other("the journal cannot be read")
            })?;
            Ok::<_, io::Error>(chunk.map(|chunk| (Bytes::from(chunk), export)))
        })
    }

    async fn next(&mut self) -> Result<Option<String>, Error> {
        match self.stage {
            Stage::Begin => {
                self.stage = Stage::Lines(0);
                let key = self.app.keys().deployment().checkpoint.verifying_key();
                let key = STANDARD.encode(key.as_bytes());
                let chain = self.head.chain;
                let begin = format!(
                    "{{\"format\":\"{FORMAT}\",\"chain\":\"{chain}\",\"key\":\"{key}\",\"lines\":["
                );
                Ok(Some(begin))
            }
            Stage::Lines(after) => self.lines(after).await.map(Some),
            Stage::Done => Ok(None),
        }
    }

    /// The next lines, each on a line of the file too; what stands behind them once there are none.
    async fn lines(&mut self, after: i64) -> Result<String, Error> {
        let chain = self.head.chain;
        let mut kept = audit::after(self.access.db(), chain, after, READ).await?;
        kept.retain(|line| line.seq <= self.head.seq);
        let Some(last) = kept.last().map(|line| line.seq) else {
            self.stage = Stage::Done;
            return self.end().await;
        };
        self.stage = Stage::Lines(last);
        let key = &self.app.keys().deployment().journal;
        let mut found: Vec<(KeptLine, Line)> = Vec::with_capacity(kept.len());
        for kept in kept {
            let line = kept.open(key)?;
            found.push((kept, line));
        }
        let mut told = Vec::with_capacity(found.len());
        for (kept, line) in &found {
            told.push(self.names.tell(&self.app, &self.reader, kept, line).await?);
        }
        add_entries(&self.access, &found, &mut told).await?;
        let mut out = String::new();
        for ((kept, _), told) in found.iter().zip(&told) {
            let words = plain(self.lang, told, self.app.settings().offset);
            out.push_str(if kept.seq == 1 { "\n" } else { ",\n" });
            out.push_str(&json(&self.signed(kept, words))?);
        }
        Ok(out)
    }

    fn signed(&self, kept: &KeptLine, plain: PlainLine) -> ProofLine {
        let digest: Bytes32 = Sha256::digest(plain.bytes()).into();
        let message = words_bytes(kept.chain, kept.seq, &kept.hash, &digest);
        ProofLine {
            seq: kept.seq,
            at: kept.at,
            sealed: STANDARD.encode(&kept.sealed),
            hash: STANDARD.encode(kept.hash),
            plain,
            signature: self.sign(&message),
        }
    }

    fn sign(&self, message: &[u8]) -> String {
        STANDARD.encode(self.app.keys().deployment().checkpoint.sign(message).to_bytes())
    }

    async fn end(&self) -> Result<String, Error> {
        let Self { head, at, .. } = self;
        let signed = ProofHead {
            seq: head.seq,
            at: *at,
            hash: STANDARD.encode(head.hash),
            signature: self.sign(&head_bytes(head, *at)),
        };
        let db = self.access.db();
        let known = audit::checkpoints_alone(db, head.chain, at - SOUGHT, CHECKPOINTS).await?;
        let checkpoints: Vec<ProofCheckpoint> = known
            .into_iter()
            // One that covers a line written since would know more than the file.
            .filter(|known| covers_up_to(&known.heads, head.seq))
            .map(|known| ProofCheckpoint {
                writer: known.writer,
                seq: known.seq,
                at: known.at,
                previous: STANDARD.encode(known.previous),
                heads: STANDARD.encode(&known.heads),
                signature: STANDARD.encode(&known.signature),
            })
            .collect();
        Ok(format!("\n],\"head\":{},\"checkpoints\":{}}}\n", json(&signed)?, json(&checkpoints)?))
    }
}

fn covers_up_to(heads: &[u8], seq: i64) -> bool {
    decode_heads(heads).is_some_and(|heads| heads.iter().all(|head| head.seq <= seq))
}

fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    Ok(serde_json::to_string(value).map_err(SealError::from)?)
}
