//! One picture of values over time, and what every part of it means (RES-4, RES-12).
//!
//! [`panes`] sorts values onto axes, [`scene`] lays them out in pixels, [`Drawing`] is what a pen
//! does for it. The page, the canvas, the saved file and the tests all take the picture from here,
//! so that none of them tells another story.

mod columns;
mod draw;
mod panes;
mod said;
mod save;
mod scene;
pub mod sound;
mod view;
mod walk;

pub use columns::{Columns, Mark, Meaning, Toward};
pub use draw::{Anchor, Drawing, Ink, Shape, Tone, Words};
pub use panes::{Layout, Line, Pane, Told, panes};
pub use said::{Said, said};
pub use save::{Paper, inner, standalone};
pub use scene::{
    Band, Bar, Course, Dot, Foot, GapMark, Limit, Marks, PaneScene, Scene, Sheet, Size, Stroke,
    Visit, scene,
};
pub use view::{Period, View};
pub use walk::{Cursor, Place, Step, cursors, nearest, place, step};

use time::OffsetDateTime;

/// A moment as the axis counts it: seconds since 1970.
pub fn seconds(at: OffsetDateTime) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 fit for ages")]
    let seconds = at.unix_timestamp() as f64;
    seconds
}

/// The moment of so many seconds since 1970; beyond the calendar its beginning.
pub fn moment(seconds: f64) -> OffsetDateTime {
    #[expect(clippy::cast_possible_truncation, reason = "a cast of floats saturates")]
    let seconds = seconds as i64;
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// A count as a number to reckon with.
fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests;
