//! What patients tell of themselves: a form for it, and what can be done about what was told.

mod actions;
mod form;

pub use actions::OwnActions;
pub use form::{OwnForm, Target};
