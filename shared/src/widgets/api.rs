use super::model::{
    GuestAnswer, GuestBooking, GuestCode, GuestKey, GuestMoved, GuestMoving, GuestVisit,
    NewGuestVisit, OrderQuery, OrderReadiness, WidgetChange, WidgetClinic, WidgetCounted,
    WidgetDesk, WidgetEvent,
};
use crate::contract::{Route, route};
use crate::endpoint;
use crate::id::OrganizationId;

endpoint! {
    /// The clinic of a widget. Open to everybody; absent where the clinic shows nothing on sites.
    FindWidget { clinic: OrganizationId }
    Get "/widgets/{clinic}" => WidgetClinic
}

endpoint! {
    /// Counts that a widget was shown or used (WID-7). Open to everybody.
    CountWidget { clinic: OrganizationId }
    Post "/widgets/{clinic}/counts" with WidgetEvent => WidgetCounted
}

endpoint! {
    /// Keeps a time for a guest for 10 minutes and sends a code by SMS (WID-3). Open to everybody.
    StartGuestVisit {}
    Post "/guest-visits" with NewGuestVisit => GuestAnswer
}

endpoint! {
    /// Books what is kept for a guest. Sent twice it books once.
    ConfirmGuestVisit {}
    Post "/guest-visits/confirmation" with GuestCode => GuestBooking
}

endpoint! {
    /// A guest's visit, by its secret. A POST, since a secret does not belong in a URL. Whatever
    /// opens nothing is one answer.
    FindGuestVisit {}
    Post "/guest-visits/opening" with GuestKey => GuestVisit
}

endpoint! {
    /// Cancels a guest's visit up to 24 hours before it. Done twice it changes nothing.
    CancelGuestVisit {}
    Post "/guest-visits/cancellation" with GuestKey => GuestVisit
}

endpoint! {
    /// Moves a guest's visit up to 24 hours before it. Sent twice it moves once.
    MoveGuestVisit {}
    Post "/guest-visits/moving" with GuestMoving => GuestMoved
}

endpoint! {
    /// Whether a result is ready, by order number and birth date. Tells nothing else.
    FindOrder {}
    Post "/orders/search" with OrderQuery => OrderReadiness
}

endpoint! {
    /// The widgets of the clinic that the caller administers (WID-7).
    FindWidgetDesk {}
    Get "/admin/widget" => WidgetDesk
}

endpoint! {
    /// Sets what may be framed, and where.
    ChangeWidget {}
    Put "/admin/widget" with WidgetChange => WidgetDesk
}

pub const ROUTES: &[Route] = &[
    route::<FindWidget>(),
    route::<CountWidget>(),
    route::<StartGuestVisit>(),
    route::<ConfirmGuestVisit>(),
    route::<FindGuestVisit>(),
    route::<CancelGuestVisit>(),
    route::<MoveGuestVisit>(),
    route::<FindOrder>(),
    route::<FindWidgetDesk>(),
    route::<ChangeWidget>(),
];
