//! «Кто смотрел мою карту»: the lines of a card's journal, questions about them, and the check of a
//! saved one; and all journals, for the security officer.

mod ask;
mod check;
mod crypto;
mod digest;
mod filter;
mod office;
mod page;
mod view;

pub use digest::DigestLine;
pub use office::AuditPage;
pub use page::JournalPage;
