use uuid::Uuid;

use super::model::{Anomaly, NewAnomalyReview};
use crate::contract::{Route, route};
use crate::endpoint;

endpoint! {
    /// What was found unusual, for the security officer (AUD-5): what waits for its review first, the
    /// newest of it first. Journalled.
    ListAnomalies {}
    Get "/anomalies" => Vec<Anomaly>
}

endpoint! {
    /// Says what a review found. Nothing else comes of it. Done twice it changes nothing.
    ReviewAnomaly { anomaly: Uuid }
    Post "/anomalies/{anomaly}/review" with NewAnomalyReview => Anomaly
}

pub const ROUTES: &[Route] = &[route::<ListAnomalies>(), route::<ReviewAnomaly>()];
