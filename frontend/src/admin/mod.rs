//! An organization, its departments and who works there, for its administrators.

mod departments;
mod invite;
mod member;
mod organization;
mod page;
mod pending;
mod staff;
mod work;

pub use page::AdminPage;
