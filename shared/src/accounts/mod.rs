//! Who signs in. Registration, passkeys and codes come with their own capability; until then a
//! demo server signs its own people in.

pub mod api;
pub mod contacts;
pub mod model;
pub mod rules;
pub mod text;
