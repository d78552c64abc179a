//! How much fits into what is written about a visit, in characters unless said otherwise.

/// Words one looks for a doctor or a clinic with.
pub const WORDS_MAX: usize = 200;
/// Why somebody comes.
pub const REASON_MAX: usize = 1_000;
/// Why a visit is cancelled.
pub const NOTE_MAX: usize = 300;
/// What a patient thinks of a visit.
pub const REVIEW_MAX: usize = 1_000;
/// Entries of the card opened to the doctor of a visit.
pub const ATTACHMENTS_MAX: usize = 20;
