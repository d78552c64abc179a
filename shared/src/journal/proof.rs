//! The one layout of what the journal hashes and signs, and the check of a saved journal. Which
//! bytes are hashed stands here; hashing itself is given in, since the server, the browser and the
//! tests each have their own.
//!
//! A saved journal holds every line of one card as it lies sealed, with its hash over the line
//! before; what it says in plain words, signed together with that hash; and the signed newest line.
//! Checkpoints cover several cards at once: only those of this card alone are in the file, so that
//! nobody's file tells of another card.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::words::words;

/// What `format` of a saved journal says.
pub const FORMAT: &str = "medkarta-journal-1";
/// SHA-256, and an Ed25519 public key.
pub type Bytes32 = [u8; 32];

/// The newest line of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub chain: Uuid,
    /// The line's number; the first line is 1.
    pub seq: i64,
    pub hash: Bytes32,
}

/// What is hashed for a line. `at` in microseconds since 1970 UTC; `previous` is the hash of the
/// line before, zeros before the first.
pub fn line_bytes(chain: Uuid, seq: i64, at: i64, previous: &Bytes32, sealed: &[u8]) -> Vec<u8> {
    let mut bytes = begun(b"medkarta journal 1\0", chain, seq, at);
    bytes.extend_from_slice(previous);
    bytes.extend_from_slice(sealed);
    bytes
}

/// What is hashed for a checkpoint; the hash is signed.
pub fn checkpoint_bytes(
    writer: Uuid,
    seq: i64,
    at: i64,
    previous: &Bytes32,
    heads: &[u8],
) -> Vec<u8> {
    let mut bytes = begun(b"medkarta checkpoint 1\0", writer, seq, at);
    bytes.extend_from_slice(previous);
    bytes.extend_from_slice(heads);
    bytes
}

/// What is signed so that the words of a line belong to it: its hash, and the digest of
/// [`PlainLine::bytes`].
pub fn words_bytes(chain: Uuid, seq: i64, hash: &Bytes32, digest: &Bytes32) -> Vec<u8> {
    let mut bytes = b"medkarta journal words 1\0".to_vec();
    bytes.extend_from_slice(chain.as_bytes());
    bytes.extend_from_slice(&seq.to_be_bytes());
    bytes.extend_from_slice(hash);
    bytes.extend_from_slice(digest);
    bytes
}

/// What is signed of the newest line of a saved journal. `at`: when it was saved.
pub fn head_bytes(head: &Head, at: i64) -> Vec<u8> {
    let mut bytes = begun(b"medkarta journal head 1\0", head.chain, head.seq, at);
    bytes.extend_from_slice(&head.hash);
    bytes
}

fn begun(mark: &[u8], owner: Uuid, seq: i64, at: i64) -> Vec<u8> {
    let mut bytes = mark.to_vec();
    bytes.extend_from_slice(owner.as_bytes());
    bytes.extend_from_slice(&seq.to_be_bytes());
    bytes.extend_from_slice(&at.to_be_bytes());
    bytes
}

/// 56 bytes a head: chain, number, hash.
pub fn encode_heads(heads: &[Head]) -> Vec<u8> {
    let mut out = Vec::with_capacity(heads.len() * 56);
    for head in heads {
        out.extend_from_slice(head.chain.as_bytes());
        out.extend_from_slice(&head.seq.to_be_bytes());
        out.extend_from_slice(&head.hash);
    }
    out
}

/// The inverse of [`encode_heads`]; `None` where the bytes are not heads.
pub fn decode_heads(bytes: &[u8]) -> Option<Vec<Head>> {
    let chunks = bytes.chunks_exact(56);
    if !chunks.remainder().is_empty() {
        return None;
    }
    chunks
        .map(|chunk| {
            let (chain, rest) = chunk.split_at_checked(16)?;
            let (seq, hash) = rest.split_at_checked(8)?;
            Some(Head {
                chain: Uuid::from_slice(chain).ok()?,
                seq: i64::from_be_bytes(seq.try_into().ok()?),
                hash: hash.try_into().ok()?,
            })
        })
        .collect()
}

/// A line in plain words, in the language it was asked for; empty where nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct PlainLine {
    /// By the clock of the clinic.
    pub when: String,
    pub who: String,
    /// Their work, and for which organization.
    pub post: String,
    pub what: String,
    /// Why it was allowed, or why not.
    pub why: String,
    pub outcome: String,
    /// Device and network address.
    pub place: String,
    /// What the entry it was about is called.
    pub about: String,
}

impl PlainLine {
    /// What is digested: each field as its length in four bytes and its UTF-8, in their order.
    pub fn bytes(&self) -> Vec<u8> {
        let Self { when, who, post, what, why, outcome, place, about } = self;
        let mut bytes = b"medkarta plain line 1\0".to_vec();
        for field in [when, who, post, what, why, outcome, place, about] {
            let length = u32::try_from(field.len()).unwrap_or(u32::MAX);
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(field.as_bytes());
        }
        bytes
    }
}

/// A line of a saved journal. What is binary stands in base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ProofLine {
    /// The line's number; the first line is 1.
    pub seq: i64,
    /// Microseconds since 1970 UTC.
    pub at: i64,
    /// The line as it lies in the journal.
    pub sealed: String,
    /// SHA-256 of [`line_bytes`].
    pub hash: String,
    pub plain: PlainLine,
    /// Ed25519 over [`words_bytes`].
    pub signature: String,
}

/// The newest line of a saved journal, signed: what comes after it is not missing from the file,
/// what comes before it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ProofHead {
    /// The number of the newest line.
    pub seq: i64,
    /// When the journal was saved, in microseconds since 1970 UTC.
    pub at: i64,
    /// The hash of the newest line.
    pub hash: String,
    /// Ed25519 over [`head_bytes`].
    pub signature: String,
}

/// A checkpoint of this card alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ProofCheckpoint {
    /// One run of one node: checkpoints of a writer are a chain of their own.
    pub writer: Uuid,
    /// Its number among those of its writer.
    pub seq: i64,
    /// Microseconds since 1970 UTC.
    pub at: i64,
    /// The hash of the writer's checkpoint before.
    pub previous: String,
    /// [`encode_heads`].
    pub heads: String,
    /// Ed25519 over SHA-256 of [`checkpoint_bytes`].
    pub signature: String,
}

/// A saved journal: `lines` may be many, so that who checks reads them one by one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct SavedJournal {
    /// [`FORMAT`].
    pub format: String,
    /// Whose journal it is: the card.
    pub chain: Uuid,
    /// The Ed25519 public key that signed it.
    pub key: String,
    /// Every line there was, oldest first.
    pub lines: Vec<ProofLine>,
    pub head: ProofHead,
    pub checkpoints: Vec<ProofCheckpoint>,
}

/// A saved journal but for its lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    pub format: String,
    pub chain: Uuid,
    pub key: String,
    pub head: ProofHead,
    pub checkpoints: Vec<ProofCheckpoint>,
}

impl SavedJournal {
    /// The same in two parts.
    pub fn parts(self) -> (Frame, Vec<ProofLine>) {
        let Self { format, chain, key, lines, head, checkpoints } = self;
        (Frame { format, chain, key, head, checkpoints }, lines)
    }
}

words! {
    /// What does not hold in a saved journal.
    FaultKind {
        /// It is no saved journal, or not all of it.
        Unreadable "unreadable",
        /// Signed by another key than the portal's.
        OtherKey "other_key",
        /// The line is not what its hash was made of.
        Changed "changed",
        /// The line is not there, and later ones are.
        Missing "missing",
        /// The line stands elsewhere in the file.
        Reordered "reordered",
        /// This line and what followed it are not there.
        CutOff "cut_off",
        /// The words were not signed for this line.
        WordsForged "words_forged",
        /// The newest line was not signed as such.
        HeadForged "head_forged",
        /// The checkpoint of this number was altered or not signed.
        CheckpointForged "checkpoint_forged",
        /// A checkpoint knows another line of this number.
        Contradicted "contradicted",
    }
}

/// The first thing that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// `seq`: of the line, or of the checkpoint; 0 where it is the file as a whole.
    Fault { kind: FaultKind, seq: i64 },
    /// Nothing is known: whoever checks cannot check signatures.
    Unable,
}

/// What hashes and checks signatures.
pub trait Crypto {
    /// SHA-256; `None` where that cannot be done.
    fn sha256(&self, bytes: Vec<u8>) -> impl Future<Output = Option<Bytes32>>;

    /// Whether an Ed25519 signature is right; `None` where that cannot be told.
    fn verifies(
        &self,
        key: &Bytes32,
        message: Vec<u8>,
        signature: Vec<u8>,
    ) -> impl Future<Output = Option<bool>>;
}

/// Checks a saved journal against the key of the portal. `line` gives the n-th of `count` lines,
/// nothing where it cannot be read; `on_done` hears how many are done.
///
/// Returns how many lines hold, or the first thing that does not.
pub async fn check<C: Crypto>(
    crypto: &C,
    key: &Bytes32,
    frame: &Frame,
    count: usize,
    line: impl Fn(usize) -> Option<ProofLine>,
    on_done: impl Fn(usize),
) -> Result<i64, Flaw> {
    if frame.format != FORMAT {
        return Err(fault(FaultKind::Unreadable, 0));
    }
    if digest(&frame.key) != Some(*key) {
        return Err(fault(FaultKind::OtherKey, 0));
    }
    let check = Check { crypto, key, chain: frame.chain };
    let signed_head = check.head(&frame.head).await?;
    let mut known = Vec::new();
    for checkpoint in &frame.checkpoints {
        known.extend(check.checkpoint(checkpoint).await?);
    }
    known.push(signed_head);
    let mut last = Head { chain: frame.chain, seq: 0, hash: [0; 32] };
    for n in 0..count {
        let read = line(n).ok_or(fault(FaultKind::Unreadable, last.seq + 1))?;
        if read.seq != last.seq + 1 {
            let is_elsewhere = (n..count).any(|n| line(n).is_some_and(|it| it.seq == last.seq + 1));
            let kind = if is_elsewhere { FaultKind::Reordered } else { FaultKind::Missing };
            return Err(fault(kind, last.seq + 1));
        }
        last = check.line(&last, &read).await?;
        if known.iter().any(|head| head.seq == last.seq && head.hash != last.hash) {
            return Err(fault(FaultKind::Contradicted, last.seq));
        }
        on_done(n + 1);
    }
    match known.iter().map(|head| head.seq).max() {
        Some(newest) if newest > last.seq => Err(fault(FaultKind::CutOff, last.seq + 1)),
        Some(_) | None => Ok(last.seq),
    }
}

const fn fault(kind: FaultKind, seq: i64) -> Flaw {
    Flaw::Fault { kind, seq }
}

struct Check<'c, C> {
    crypto: &'c C,
    key: &'c Bytes32,
    chain: Uuid,
}

impl<C: Crypto> Check<'_, C> {
    async fn sha256(&self, bytes: Vec<u8>) -> Result<Bytes32, Flaw> {
        self.crypto.sha256(bytes).await.ok_or(Flaw::Unable)
    }

    async fn signed(&self, message: Vec<u8>, signature: &str, flaw: Flaw) -> Result<(), Flaw> {
        let signature = unbase64(signature).filter(|bytes| bytes.len() == 64).ok_or(flaw)?;
        match self.crypto.verifies(self.key, message, signature).await {
            Some(true) => Ok(()),
            Some(false) => Err(flaw),
            None => Err(Flaw::Unable),
        }
    }

    async fn head(&self, head: &ProofHead) -> Result<Head, Flaw> {
        let forged = fault(FaultKind::HeadForged, head.seq);
        let hash = digest(&head.hash).ok_or(forged)?;
        let known = Head { chain: self.chain, seq: head.seq, hash };
        self.signed(head_bytes(&known, head.at), &head.signature, forged).await?;
        Ok(known)
    }

    /// What a checkpoint knows of this card.
    async fn checkpoint(&self, it: &ProofCheckpoint) -> Result<Vec<Head>, Flaw> {
        let forged = fault(FaultKind::CheckpointForged, it.seq);
        let (previous, heads) = digest(&it.previous).zip(unbase64(&it.heads)).ok_or(forged)?;
        let bytes = checkpoint_bytes(it.writer, it.seq, it.at, &previous, &heads);
        let hash = self.sha256(bytes).await?;
        self.signed(hash.to_vec(), &it.signature, forged).await?;
        let mut heads = decode_heads(&heads).ok_or(forged)?;
        heads.retain(|head| head.chain == self.chain);
        Ok(heads)
    }

    async fn line(&self, last: &Head, it: &ProofLine) -> Result<Head, Flaw> {
        let changed = fault(FaultKind::Changed, it.seq);
        let (told, sealed) = digest(&it.hash).zip(unbase64(&it.sealed)).ok_or(changed)?;
        let bytes = line_bytes(self.chain, it.seq, it.at, &last.hash, &sealed);
        let hash = self.sha256(bytes).await?;
        if hash != told {
            return Err(changed);
        }
        let words = self.sha256(it.plain.bytes()).await?;
        let forged = fault(FaultKind::WordsForged, it.seq);
        let message = words_bytes(self.chain, it.seq, &hash, &words);
        self.signed(message, &it.signature, forged).await?;
        Ok(Head { chain: self.chain, seq: it.seq, hash })
    }
}

/// 32 bytes of base64.
pub fn digest(text: &str) -> Option<Bytes32> {
    unbase64(text)?.try_into().ok()
}

/// What base64 (RFC 4648, 4) holds.
pub fn unbase64(text: &str) -> Option<Vec<u8>> {
    let (mut bits, mut held) = (0_u32, 0_u32);
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from(bits >> held).ok()?);
            bits &= (1 << held) - 1;
        }
    }
    // What is left over fills the last letter and says nothing.
    (bits == 0 && held < 6).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_as_it_is_written_elsewhere() {
        let cases: [(&str, &[u8]); 6] = [
            ("", b""),
            ("Zg==", b"f"),
            ("Zm8=", b"fo"),
            ("Zm9v", b"foo"),
            ("Zm9vYg==", b"foob"),
            ("//79", &[0xff, 0xfe, 0xfd]),
        ];
        for (text, bytes) in cases {
            assert_eq!(unbase64(text).as_deref(), Some(bytes), "{text}");
        }
        for text in ["Z", "Zh==", "Zm9v*", "Zm 9v", "Zm9vй"] {
            assert_eq!(unbase64(text), None, "{text}");
        }
    }

    #[test]
    fn heads_are_read_as_they_are_written() {
        let head =
            |n: u8| Head { chain: Uuid::from_u128(n.into()), seq: i64::from(n), hash: [n; 32] };
        let heads = [head(1), head(200)];
        assert_eq!(decode_heads(&encode_heads(&heads)), Some(heads.to_vec()));
        assert_eq!(decode_heads(&[0; 57]), None);
    }

    /// AUD-2: no two lines of words have the same bytes.
    #[test]
    fn words_cannot_move_from_one_field_to_the_next() {
        let one = PlainLine { who: "ab".into(), post: "c".into(), ..PlainLine::default() };
        let other = PlainLine { who: "a".into(), post: "bc".into(), ..PlainLine::default() };
        assert_ne!(one.bytes(), other.bytes());
    }
}
