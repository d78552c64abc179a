//! Deletes objects that no row names.

use uuid::Uuid;

use super::service::Error;
use super::store;
use crate::app::App;

const HOUR: i64 = 3_600 * 1_000_000;
const DAY: i64 = 24 * HOUR;

/// What an interrupted upload left behind more than a day ago. Each hour looks through its share of
/// the ids, a day through all.
pub async fn sweep(app: &App) -> Result<(), Error> {
    let now = app.now_micros();
    let hour = now.div_euclid(HOUR).rem_euclid(24);
    for first in (0..=u8::MAX).filter(|first| i64::from(*first) % 24 == hour) {
        let old = app.files().written_before(first, now - DAY).await?;
        forget(app, &old).await?;
    }
    Ok(())
}

/// Deletes those of these objects that no row names.
pub async fn forget(app: &App, ids: &[Uuid]) -> Result<(), Error> {
    for id in store::unnamed(app.db().read(), ids).await? {
        app.files().delete(id).await?;
    }
    Ok(())
}
