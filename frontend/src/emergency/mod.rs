//! Opening a card in an emergency: the doctor's form, the patient's cases, the officer's reviews
//! (ACL-5).

mod case;
mod open;
mod review;

pub use case::CaseCard;
pub use open::EmergencyForm;
pub use review::ReviewQueue;
