//! Every version of an entry, side by side (REC-5).

use shared::access::model::Action;
use shared::id::EntryId;
use shared::protocols::model::EntryVersions;
use shared::record::api::{EntryAct, EntryDetail};
use shared::record::model::Content;
use shared::results::flag::judge;

use super::service::{Error, may_correct};
use crate::access::{Access, ReadEntries};
use crate::record::{self, Reviewer};

/// Every version the caller may see, newest first. Nothing where the newest is closed to them: what
/// an entry said before is not told without it.
pub async fn find(access: &Access<ReadEntries>, id: EntryId) -> Result<EntryVersions, Error> {
    let mut versions = record::versions(access, id).await?;
    if versions.is_empty() {
        return Err(Error::NotFound);
    }
    versions.iter_mut().for_each(judge);
    Ok(EntryVersions { versions, patient: record::brief(access).await? })
}

/// Adds to an entry's page whether the caller may correct it as a signed protocol.
pub async fn about(
    access: &Access<ReadEntries>,
    detail: &mut EntryDetail,
    reviewer: Reviewer,
) -> Result<(), record::Error> {
    let entry = &detail.entry;
    let is_protocol = matches!(entry.content, Content::Protocol(_)) && !entry.withdrawn;
    if is_protocol && access.may(Action::SignProtocol) {
        let is_author = record::first_written_by(access, entry.id).await? == Some(access.account());
        if may_correct(entry, is_author, reviewer.organization) {
            detail.may.push(EntryAct::Correct);
        }
    }
    Ok(())
}
