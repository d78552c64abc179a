//! Whether a file may be kept, by its content.

mod pdf;
mod picture;

use shared::contract::FieldReason;
use shared::files::model::FileType;
use shared::files::rules::FILE_MAX;

/// A file that may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    pub kind: FileType,
    /// What is poor about it all the same.
    pub warning: Option<FieldReason>,
}

/// Takes up to a second: not for a thread that serves.
pub fn check(bytes: &[u8]) -> Result<Checked, FieldReason> {
    if bytes.is_empty() {
        return Err(FieldReason::FileEmpty);
    }
    if bytes.len() > FILE_MAX {
        return Err(FieldReason::FileTooLarge);
    }
    let kind = FileType::of(bytes).ok_or(FieldReason::FileFormat)?;
    let warning = match kind {
        FileType::Pdf => {
            pdf::check(bytes)?;
            None
        }
        FileType::Jpeg | FileType::Png => picture::check(bytes, kind)?,
    };
    Ok(Checked { kind, warning })
}
