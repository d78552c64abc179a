use uuid::Uuid;

use super::model::{
    AcceptedRepresentation, Acting, ChangedRepresentative, NewRepresentative, NoticeChoice,
    RepresentationCode, RepresentationPreview, RepresentativeInvitation, Representatives,
    Represented,
};
use crate::consent::model::Settled;
use crate::contract::{Route, route};
use crate::endpoint;
use crate::id::PatientId;

endpoint! {
    /// Who acts for the patient, who is invited, and whose right has ended (CARD-12).
    ListRepresentatives { patient: PatientId }
    Get "/patients/{patient}/representatives" => Representatives
}

endpoint! {
    /// Invites somebody to act for the patient (CARD-12).
    InviteRepresentative { patient: PatientId }
    Post "/patients/{patient}/representatives" with NewRepresentative => RepresentativeInvitation
}

endpoint! {
    /// Opens more or less to a trusted person, or for longer.
    ChangeRepresentative { patient: PatientId, representative: Uuid }
    Put "/patients/{patient}/representatives/{representative}" with ChangedRepresentative => Settled
}

endpoint! {
    /// Ends the right of a trusted person, or takes an invitation back. Done twice it changes
    /// nothing.
    RevokeRepresentative { patient: PatientId, representative: Uuid }
    Post "/patients/{patient}/representatives/{representative}/revocation" => Settled
}

endpoint! {
    /// In whose place the caller acts in this card (CARD-13).
    FindActing { patient: PatientId }
    Get "/patients/{patient}/acting" => Acting
}

endpoint! {
    /// The cards the caller may act in.
    ListRepresentations {}
    Get "/representations" => Vec<Represented>
}

endpoint! {
    /// What an invitation asks of the caller. A code that is wrong, used, too old or for one's own
    /// card are one answer.
    PreviewRepresentation {}
    Post "/representations/preview" with RepresentationCode => RepresentationPreview
}

endpoint! {
    /// Accepts an invitation: the card opens.
    AcceptRepresentation {}
    Post "/representations" with RepresentationCode => AcceptedRepresentation
}

endpoint! {
    /// Refuses an invitation. It needs no reason.
    RefuseRepresentation { representation: Uuid }
    Post "/representations/{representation}/refusal" with RepresentationCode => Settled
}

endpoint! {
    /// Gives back the right to act for a patient. Done twice it changes nothing.
    ResignRepresentation { representation: Uuid }
    Post "/representations/{representation}/resignation" => Settled
}

endpoint! {
    /// Chooses whether one is told of what the patient is told.
    SetRepresentationNotices { representation: Uuid }
    Put "/representations/{representation}/notices" with NoticeChoice => NoticeChoice
}

pub const ROUTES: &[Route] = &[
    route::<ListRepresentatives>(),
    route::<InviteRepresentative>(),
    route::<ChangeRepresentative>(),
    route::<RevokeRepresentative>(),
    route::<FindActing>(),
    route::<ListRepresentations>(),
    route::<PreviewRepresentation>(),
    route::<AcceptRepresentation>(),
    route::<RefuseRepresentation>(),
    route::<ResignRepresentation>(),
    route::<SetRepresentationNotices>(),
];
