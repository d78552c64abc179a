//! Files that came in with a resource: they lie in it, and it is kept whole.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use sea_orm::DbErr;
use shared::id::EntryId;
use shared::interop::fhir::json::Json;

use super::store;
use crate::access::{Access, ReadEntries};
use crate::keys::SealError;

/// FHIR's Attachment, as far as a file is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    pub title: Option<String>,
    pub content_type: Option<String>,
    pub size: Option<u64>,
    /// The bytes in base64; absent where only an address came.
    pub data: Option<String>,
}

/// What cannot be read of a kept resource.
#[derive(Debug, thiserror::Error)]
pub enum AttachmentError {
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// The files of the resource an entry was made of, in its order; none where nobody sent it.
pub async fn attachments(
    access: &Access<ReadEntries>,
    entry: EntryId,
) -> Result<Vec<Attachment>, AttachmentError> {
    let mut rows = store::newest(access.db(), [entry.0]).await?;
    let row = rows.remove(&entry.0);
    let row = row.filter(|row| row.patient_id == access.patient().0 && !row.deleted);
    let Some(row) = row else { return Ok(Vec::new()) };
    let Some(whole) = store::reveal(access, &row)? else { return Ok(Vec::new()) };
    // What was kept has been read before: it is JSON.
    let Ok(resource) = Json::parse(&whole.json) else { return Ok(Vec::new()) };
    Ok(match resource.text("resourceType") {
        Some("DocumentReference") => {
            let contents = resource.list("content").iter();
            contents.filter_map(|content| content.get("attachment")).map(attachment).collect()
        }
        Some("DiagnosticReport") => resource.list("presentedForm").iter().map(attachment).collect(),
        Some(_) | None => Vec::new(),
    })
}

fn attachment(json: &Json<'_>) -> Attachment {
    let text = |name: &str| json.text(name).filter(|text| !text.is_empty()).map(str::to_owned);
    let size = match json.get("size") {
        Some(Json::Number(digits)) => digits.parse().ok(),
        Some(_) | None => None,
    };
    Attachment { title: text("title"), content_type: text("contentType"), size, data: text("data") }
}

/// Senders differ in whether they fill up the last four digits.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The bytes, where it is base64; what separates its lines is skipped.
pub fn decode_base64(text: &str) -> Option<Vec<u8>> {
    if text.bytes().any(|byte| byte.is_ascii_whitespace()) {
        let digits: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        return BASE64.decode(digits).ok();
    }
    BASE64.decode(text).ok()
}
