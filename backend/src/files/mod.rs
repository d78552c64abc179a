//! Files of a card: paper copies that patients upload (RES-8), and files that came in with an
//! entry from outside.
//!
//! The bytes lie outside the database, in a folder or a bucket, each file an object of its own under
//! a random id, sealed with the patient's key for that very place. An object is written before the
//! transaction that keeps its row: what fails afterwards is deleted again, and what a crash leaves
//! behind nobody can read; the hourly purge deletes it a day later.

mod api;
mod bucket;
mod check;
pub mod drawing;
#[expect(clippy::disallowed_methods, reason = "written by sea_orm::model")]
mod entity;
mod objects;
mod pages;
mod service;
mod store;
mod sweep;

pub use api::FilesApi;
pub use bucket::BucketSettings;
pub use check::{Checked, check};
pub use objects::{FilesError, Keeping, Objects};
pub use service::{Error, list};
pub use sweep::sweep;
