//! What clinics show on sites of their own: the program of the frames, and the page where an administrator makes them.

mod desk;
mod program;

pub use desk::WidgetsPage;
pub use program::start;
