//! «Кто смотрел мою карту»: the lines of a card's journal, questions about them, and the check of a
//! saved one.

mod ask;
mod check;
mod crypto;
mod digest;
mod filter;
mod page;
mod view;

pub use digest::DigestLine;
pub use page::JournalPage;
