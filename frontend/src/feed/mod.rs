//! The desk where a laboratory's messages wait.

mod codes;
mod message;
mod page;

pub use page::FeedPage;
