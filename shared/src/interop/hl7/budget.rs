//! How much of a message may be repeated: a short field repeated a million times must not become
//! gigabytes.

use super::message::Piece;

/// Most repetitions of one field of PID, PV1, OBR or OBX other than OBX-5; the norm's own examples
/// have 2–5.
const MAX_IN_FIELD: usize = 100;
/// Most repetitions over all fields of a message, beside the first of each.
const MAX_IN_MESSAGE: usize = 200_000;

/// Repetitions that may still be read in this message. The first repetition of a field is always
/// read.
#[derive(Debug)]
pub(super) struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(MAX_IN_MESSAGE)
    }
}

impl Budget {
    /// The repetitions of a field, so many as are allowed; more are not read.
    pub(super) fn reps<'m>(
        &mut self,
        field: Piece<'m>,
    ) -> impl Iterator<Item = Piece<'m>> + use<'m> {
        let count = field.reps().take(MAX_IN_FIELD.min(self.0 + 1)).count();
        self.0 = self.0.saturating_sub(count - 1);
        field.reps().take(count)
    }

    /// All repetitions of a field, or nothing when there are more than are left.
    pub(super) fn all_reps<'m>(
        &mut self,
        field: Piece<'m>,
    ) -> Option<impl Iterator<Item = Piece<'m>> + use<'m>> {
        let count = field.reps().take(self.0 + 2).count();
        self.0 = self.0.checked_sub(count - 1)?;
        Some(field.reps())
    }

    #[cfg(test)]
    pub(super) fn of(repetitions: usize) -> Self {
        Self(repetitions)
    }
}
