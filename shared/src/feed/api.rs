use uuid::Uuid;

use super::model::{AttachTo, Dismissal, LocalCode, MessageDetail, MessagePage, MessageState};
use crate::contract::{Route, route};
use crate::endpoint;

endpoint! {
    /// Messages of the laboratories of the caller's organization, newest first (RES-10). For staff
    /// of the laboratory and administrators.
    ListFeedMessages {} ? { state: Option<MessageState>, cursor: Option<String> }
    Get "/feed/messages" => MessagePage
}

endpoint! {
    /// One message with what it says; looking at it is journalled.
    FindFeedMessage { message: Uuid }
    Get "/feed/messages/{message}" => MessageDetail
}

endpoint! {
    /// Tries to attach it once more: the card may be there by now.
    RetryFeedMessage { message: Uuid }
    Post "/feed/messages/{message}/retry" => MessageDetail
}

endpoint! {
    /// Attaches it to the card a person names; from then on the laboratory's number of the patient
    /// leads there too.
    AttachFeedMessage { message: Uuid }
    Post "/feed/messages/{message}/attach" with AttachTo => MessageDetail
}

endpoint! {
    /// Says that it belongs in no card, and why.
    DismissFeedMessage { message: Uuid }
    Post "/feed/messages/{message}/dismiss" with Dismissal => MessageDetail
}

endpoint! {
    /// The laboratory's own codes that were seen, those without LOINC first.
    ListLocalCodes {}
    Get "/feed/codes" => Vec<LocalCode>
}

endpoint! {
    /// Says what a local code is in LOINC; of results that come from now on.
    MapLocalCode {}
    Put "/feed/codes" with LocalCode => LocalCode
}

pub const ROUTES: &[Route] = &[
    route::<ListFeedMessages>(),
    route::<FindFeedMessage>(),
    route::<RetryFeedMessage>(),
    route::<AttachFeedMessage>(),
    route::<DismissFeedMessage>(),
    route::<ListLocalCodes>(),
    route::<MapLocalCode>(),
];

/// Messages on a page.
pub const PAGE: u32 = 50;
