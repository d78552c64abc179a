use serde::{Deserialize, Serialize};

use super::model::{DemoAccount, Session};
use crate::contract::{Route, route};
use crate::endpoint;
use crate::id::AccountId;

endpoint! {
    /// Who is signed in.
    FindSession {}
    Get "/session" => Session
}

endpoint! {
    /// Signs out: the session ends on the server.
    EndSession {}
    Delete "/session" => Ended
}

endpoint! {
    /// The people of a demo server. Absent everywhere else.
    ListDemoAccounts {}
    Get "/demo/accounts" => Vec<DemoAccount>
}

endpoint! {
    /// Signs in as one of them. Absent everywhere but on a demo server.
    DemoSignIn {}
    Post "/demo/session" with DemoCredentials => Session
}

pub const ROUTES: &[Route] = &[
    route::<FindSession>(),
    route::<EndSession>(),
    route::<ListDemoAccounts>(),
    route::<DemoSignIn>(),
];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct DemoCredentials {
    pub account: AccountId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Ended {
    /// Always true: there is no session any more, whether there was one or not.
    pub ended: bool,
}
