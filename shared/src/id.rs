//! Typed identifiers: a [`PatientId`] never stands where an [`AccountId`] belongs.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "server", derive(poem_openapi::NewType))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

typed_ids! {
    /// Who someone is: name, birth date, sex, identifiers.
    PersonId;
    /// A person with a card.
    PatientId;
    /// Who signs in: a patient, a representative or a member of staff.
    AccountId;
    /// A clinic, hospital, laboratory, pharmacy or insurer.
    OrganizationId;
    /// One clinical fact in all its versions.
    EntryId;
    /// Somebody who receives patients, in one organization (FHIR `PractitionerRole`).
    PractitionerRoleId;
    /// A visit that is booked, or was.
    AppointmentId;
}
