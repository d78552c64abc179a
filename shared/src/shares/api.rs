use uuid::Uuid;

use super::model::{NewShare, ShareKey, ShareLink, SharedEntries, Shares};
use crate::consent::model::Settled;
use crate::contract::{Route, route};
use crate::endpoint;
use crate::id::PatientId;

endpoint! {
    /// The links of a card (ACL-8).
    ListShares { patient: PatientId }
    Get "/patients/{patient}/shares" => Shares
}

endpoint! {
    /// Makes a link that shows chosen entries (ACL-8, ACL-9).
    MakeShare { patient: PatientId }
    Post "/patients/{patient}/shares" with NewShare => ShareLink
}

endpoint! {
    /// Ends a link at once. Done twice it changes nothing.
    RevokeShare { patient: PatientId, share: Uuid }
    Post "/patients/{patient}/shares/{share}/revocation" => Settled
}

endpoint! {
    /// Opens a link by its code, without an account. Whatever does not open is one answer.
    OpenShare {}
    Post "/shares/opening" with ShareKey => SharedEntries
}

pub const ROUTES: &[Route] =
    &[route::<ListShares>(), route::<MakeShare>(), route::<RevokeShare>(), route::<OpenShare>()];
