//! The journal (AUD-1, AUD-2): who saw and changed what, on what ground. Append-only.
//!
//! Each card has a chain of lines, each line's hash covers the one before. A line is sealed with
//! its chain and number as associated data, so it can be neither read, altered nor moved without
//! the journal's key. Signed checkpoints say what the newest line of a chain was, so that a line
//! cut off the end is missed too.

mod batch;
mod chain;
mod model;
mod read;
mod verify;
mod writer;

pub use chain::{AppendError, Head, NewLine, ReadLine, append, newest};
pub use model::{AdminAct, AuditAct, FeedAct, Line, Outcome, RepresentationAct, VisitAct, What};
pub use read::{
    Checkpoint, Days, KeptLine, Place, after, before, checkpoints_alone, each, everywhere, head,
    one, onwards,
};
pub use verify::{Finding, Report, verify};
pub use writer::{Journal, JournalDown};
