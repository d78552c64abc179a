//! Writing protocols beside the record, reading their versions, own templates (REC-4, REC-5, REC-6,
//! REC-12).

mod aside;
mod check;
mod choose;
mod correct;
mod form;
mod keeping;
mod page;
mod rows;
mod sealed;
mod seek;
mod templates;
mod unsent;
mod versions;
mod waiting;
mod write;

pub use page::ProtocolPage;
pub use templates::TemplatesPage;
pub use versions::VersionsPage;
pub use waiting::{UnfinishedDrafts, WriteButton};

use shared::lang::Lang;
use shared::protocols::text;

/// The id of the field of a path, such as `findings.2.text`.
fn field_id(path: &str) -> String {
    format!("protocol-{}", path.replace('.', "-"))
}

/// A label with whether it has to be filled in, in words.
fn label(lang: Lang, name: &str, is_required: bool) -> String {
    if is_required {
        format!("{name} ({})", text::REQUIRED_MARK.get(lang))
    } else {
        name.to_owned()
    }
}
