//! Saying that an entry is wrong, and answering it.

mod ask;
mod reply;
mod view;

pub use ask::ReportButton;
pub use reply::ReplyForm;
pub use view::{Reports, TakeBack, said};
