//! Files of a card: uploading paper copies, opening what an entry brought.

mod form;
mod pages;
mod rows;
mod transfer;
mod viewer;

pub use form::DocumentForm;
pub use rows::EntryFiles;
pub use transfer::base64_of;
