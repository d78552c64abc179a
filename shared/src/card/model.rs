use serde::{Deserialize, Serialize};
use time::Date;

use crate::access::model::Ground;
use crate::id::PatientId;
use crate::record::model::{PersonName, Sex};
use crate::wire_time;

/// A card somebody may open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct CardLink {
    pub patient: PatientId,
    pub name: PersonName,
    #[serde(with = "wire_time::date")]
    pub birth_date: Date,
    pub sex: Sex,
    /// On what ground it opens.
    pub ground: Ground,
}
