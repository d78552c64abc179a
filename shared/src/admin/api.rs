use uuid::Uuid;

use super::model::{
    Closing, Department, DepartmentName, Employment, Ending, Invited, Member, NewDepartment,
    NewMember, OrganizationFacts, OrganizationPage, PendingInvitation, StaffChange, StaffPage,
    StaffQuery,
};
use crate::consent::model::Settled;
use crate::contract::{Route, route};
use crate::endpoint;
use crate::id::AccountId;

endpoint! {
    /// The organization the caller administers, with its departments.
    FindOrganization {}
    Get "/admin/organization" => OrganizationPage
}

endpoint! {
    /// Changes what the organization is called and how it is reached.
    ChangeOrganization {}
    Put "/admin/organization" with OrganizationFacts => OrganizationPage
}

endpoint! {
    /// Opens a department. The same key opens it once.
    AddDepartment {}
    Post "/admin/departments" with NewDepartment => Department
}

endpoint! {
    /// Calls a department otherwise.
    ChangeDepartment { department: Uuid }
    Put "/admin/departments/{department}" with DepartmentName => Department
}

endpoint! {
    /// Closes a department: nobody new comes there. Done twice it changes nothing.
    CloseDepartment { department: Uuid }
    Post "/admin/departments/{department}/closing" with Closing => Department
}

endpoint! {
    /// Who works in the organization, will or did, by name. A POST, since who is looked for does not
    /// belong in a URL.
    SearchStaff {}
    Post "/admin/staff/search" with StaffQuery => StaffPage
}

endpoint! {
    /// Invites somebody who has no account yet, by a letter with a link that is good for a week.
    InviteMember {}
    Post "/admin/staff" with NewMember => Invited
}

endpoint! {
    /// Who was invited and has not come yet, the newest first.
    ListInvitations {}
    Get "/admin/invitations" => Vec<PendingInvitation>
}

endpoint! {
    /// Takes an invitation back: its link opens nothing any more. Done twice it changes nothing.
    WithdrawInvitation { invitation: Uuid }
    Post "/admin/invitations/{invitation}/withdrawal" => Settled
}

endpoint! {
    /// Changes what somebody does here, where and until when.
    ChangeMember { account: AccountId }
    Put "/admin/staff/{account}" with StaffChange => Member
}

endpoint! {
    /// Ends somebody's work here at once, on every node. Done twice it changes nothing.
    EndMember { account: AccountId }
    Post "/admin/staff/{account}/ending" with Ending => Member
}

endpoint! {
    /// Takes somebody back whose work here has ended.
    EmployMember { account: AccountId }
    Post "/admin/staff/{account}/employment" with Employment => Member
}

pub const ROUTES: &[Route] = &[
    route::<FindOrganization>(),
    route::<ChangeOrganization>(),
    route::<AddDepartment>(),
    route::<ChangeDepartment>(),
    route::<CloseDepartment>(),
    route::<SearchStaff>(),
    route::<InviteMember>(),
    route::<ListInvitations>(),
    route::<WithdrawInvitation>(),
    route::<ChangeMember>(),
    route::<EndMember>(),
    route::<EmployMember>(),
];
