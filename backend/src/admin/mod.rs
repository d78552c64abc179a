//! An organization, its departments and who works there, for its administrators (ADM-1). None of it
//! opens a card.

mod api;
mod office;
mod service;
mod staff;
mod store;

pub use api::{AdminApi, StaffApi};
pub(crate) use office::Office;
pub use service::Error;
pub(crate) use store::{
    DepartmentRow, MemberRow, end_memberships, insert_department, members, place,
};
