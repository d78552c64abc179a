//! Cards: one's own, and the list of those a member of staff may open.

mod page;
mod view;

pub use page::{HomePage, cards_pane};
pub use view::CardList;
