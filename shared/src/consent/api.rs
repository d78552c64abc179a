use uuid::Uuid;

use super::model::{
    AccessOverview, ChangedGrant, Grant, NewAccessRequest, NewGrant, NewHiding, NewPresentation,
    OpenedCard, Practitioner, Presentation, Preview, PreviewQuery, RequestAnswer, SentRequest,
    Settled, ShownCard,
};
use crate::contract::{Route, route};
use crate::endpoint;
use crate::id::{OrganizationId, PatientId};

endpoint! {
    /// To whom the card is open, who asks, and what is hidden (ACL-2, ACL-3, ACL-4).
    FindAccess { patient: PatientId }
    Get "/patients/{patient}/grants" => AccessOverview
}

endpoint! {
    /// Opens the card to a practitioner or an organization (ACL-2).
    GiveAccess { patient: PatientId }
    Post "/patients/{patient}/grants" with NewGrant => Grant
}

endpoint! {
    /// Opens more or less by a grant, or for longer.
    ChangeAccess { patient: PatientId, grant: Uuid }
    Put "/patients/{patient}/grants/{grant}" with ChangedGrant => Grant
}

endpoint! {
    /// Closes the card by ending a grant. Done twice it changes nothing.
    RevokeAccess { patient: PatientId, grant: Uuid }
    Post "/patients/{patient}/grants/{grant}/revocation" => Settled
}

endpoint! {
    /// The card as somebody would see it, by the filter that enforces the grant (ACL-12).
    PreviewAccess { patient: PatientId }
    Post "/patients/{patient}/preview" with PreviewQuery => Preview
}

endpoint! {
    /// Hides an entry or a topic (ACL-4).
    HideEntries { patient: PatientId }
    Post "/patients/{patient}/hidings" with NewHiding => Settled
}

endpoint! {
    /// Shows again what was hidden. Done twice it changes nothing.
    LiftHiding { patient: PatientId, hiding: Uuid }
    Post "/patients/{patient}/hidings/{hiding}/lifting" => Settled
}

endpoint! {
    /// Allows what a practitioner asks, or less of it, or refuses (ACL-3).
    AnswerAccess { patient: PatientId, request: Uuid }
    Post "/patients/{patient}/access-requests/{request}/answer" with RequestAnswer => Settled
}

endpoint! {
    /// Shows the card in person: a token for a camera and a code to be told (CARD-6).
    PresentCard { patient: PatientId }
    Post "/patients/{patient}/presentation" with NewPresentation => Presentation
}

endpoint! {
    /// Opens a card that is shown in person (CARD-7).
    OpenPresented {}
    Post "/presentations" with ShownCard => OpenedCard
}

endpoint! {
    /// Asks a patient to open the card (ACL-3). The answer is the same whether there is such a card
    /// or not.
    AskAccess {}
    Post "/access-requests" with NewAccessRequest => SentRequest
}

endpoint! {
    /// What the caller asked of patients within 90 days, newest first.
    ListSentRequests {}
    Get "/access-requests" => Vec<SentRequest>
}

endpoint! {
    /// The doctors and nurses of an organization, by name.
    ListPractitioners { organization: OrganizationId }
    Get "/organizations/{organization}/practitioners" => Vec<Practitioner>
}

pub const ROUTES: &[Route] = &[
    route::<FindAccess>(),
    route::<GiveAccess>(),
    route::<ChangeAccess>(),
    route::<RevokeAccess>(),
    route::<PreviewAccess>(),
    route::<HideEntries>(),
    route::<LiftHiding>(),
    route::<AnswerAccess>(),
    route::<PresentCard>(),
    route::<OpenPresented>(),
    route::<AskAccess>(),
    route::<ListSentRequests>(),
    route::<ListPractitioners>(),
];
