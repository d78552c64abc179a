//! The first page in a real browser with an empty cache.

use crate::Report;

pub async fn measure(report: &mut Report) {
    let _ = report;
}
