use super::model::CardLink;
use crate::contract::{Route, route};
use crate::endpoint;

endpoint! {
    /// The cards the caller may open now, by name. Each one listed is journalled in its card.
    ListCards {}
    Get "/cards" => Vec<CardLink>
}

pub const ROUTES: &[Route] = &[route::<ListCards>()];
