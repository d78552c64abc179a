use uuid::Uuid;

use super::model::{EmergencyCase, NewEmergency, NewReview, OpenedEmergency, ReviewedCase};
use crate::contract::{Route, route};
use crate::endpoint;
use crate::id::PatientId;

endpoint! {
    /// Opens a card without asking the patient: allergies, conditions and medicines, for 4 hours
    /// (ACL-5). The patient and the security officers are told at once.
    OpenEmergency {}
    Post "/emergencies" with NewEmergency => OpenedEmergency
}

endpoint! {
    /// Every case, for the security officer: those that wait first, the oldest of them first.
    ListEmergencies {}
    Get "/emergencies" => Vec<ReviewedCase>
}

endpoint! {
    /// Says what a review found. Done twice it changes nothing.
    ReviewEmergency { emergency: Uuid }
    Post "/emergencies/{emergency}/review" with NewReview => ReviewedCase
}

endpoint! {
    /// Who opened this card in an emergency, the newest first.
    ListCardEmergencies { patient: PatientId }
    Get "/patients/{patient}/emergencies" => Vec<EmergencyCase>
}

pub const ROUTES: &[Route] = &[
    route::<OpenEmergency>(),
    route::<ListEmergencies>(),
    route::<ReviewEmergency>(),
    route::<ListCardEmergencies>(),
];
