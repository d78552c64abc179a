//! Reference lists (ADM-1): what diagnoses, medicines, tests and units there are (REC-6).
//!
//! An operator loads them from the files their keepers publish (`read`); a version is kept whole
//! or not at all, and stays readable by its number when the next one has come. Until then the
//! small set that comes with the program answers (`built_in`). All of it is public knowledge:
//! nothing is sealed, and whoever is signed in may ask.

mod api;
mod built_in;
mod read;
mod service;
mod store;

pub use api::ReferenceApi;
pub use read::{File, ReadError, read};
pub(crate) use service::by_codes;
pub use service::{Did, Error, How, LoadError, Loaded, load, versions};
