//! Laboratories that send HL7 v2 results over MLLP (INT-7, RES-10).
//!
//! The way in: a connection is framed ([`listener`]) → the message is read
//! (`shared::interop::hl7`) → its sender is found by where it comes from and what it calls itself →
//! whose it is, by identifiers ([`matching`]) → FHIR resources with ids of our own making
//! ([`translate`]) → the one way in that all resources take (`fhir::take_with`), in whose
//! transaction name and birth date are compared and the message is noted as known → the answer.
//! What cannot go all the way lies sealed until somebody at the [`desk`] has looked at it.

mod api;
mod cache;
mod codes;
mod desk;
mod held;
mod listener;
mod matching;
mod service;
mod store;
mod translate;

pub use api::FeedApi;
pub use cache::FeedCache;
pub use listener::{MllpListening, MllpSettings, listen};
pub use service::receive;
pub use store::Feed;
pub(super) use translate::keep_listed;

use super::program::{self, Program};
use crate::app::App;

/// How long what settled messages said is kept, in microseconds: 30 days.
const KEPT: i64 = 30 * 24 * 3_600 * 1_000_000;

/// Registers a feed and its program: an operator's act, by the command line. The same id is the
/// same feed.
pub async fn add(app: &App, new: &Feed) -> Result<(), sea_orm::DbErr> {
    let program = Program {
        id: new.program,
        name: new.name.clone(),
        organization: Some(new.organization),
        scopes: String::new(),
        jwks: None,
        revoked_at: None,
    };
    let tx = app.db().begin().await?;
    program::insert(&tx, program, app.now_micros()).await?;
    store::insert_feed(&tx, new, app.now_micros()).await?;
    tx.commit().await?;
    app.feeds().forget();
    Ok(())
}

pub async fn list(app: &App) -> Result<Vec<Feed>, sea_orm::DbErr> {
    store::feeds(app.db().read()).await
}

pub(crate) async fn purge(app: &App) -> Result<(), sea_orm::DbErr> {
    store::purge(app.db().write(), app.now_micros() - KEPT).await
}
