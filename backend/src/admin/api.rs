use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::admin::model::{
    Closing, Department, DepartmentName, Employment, Ending, Invited, Member, NewDepartment,
    NewMember, OrganizationFacts, OrganizationPage, PendingInvitation, StaffChange, StaffPage,
    StaffQuery,
};
use shared::consent::model::Settled;
use shared::contract::{Code, Problem};
use shared::id::AccountId;
use uuid::Uuid;

use super::office::Office;
use super::service::Error;
use crate::access::Caller;
use crate::app::App;
use crate::http::{Failure, Wire, internal, unavailable};

pub struct AdminApi;

#[OpenApi]
impl AdminApi {
    /// The organization the caller administers, with its departments.
    #[oai(path = "/admin/organization", method = "get", operation_id = "find_organization")]
    async fn organization(
        &self,
        app: Data<&App>,
        caller: Caller,
    ) -> Result<Wire<OrganizationPage>, Failure> {
        Ok(Wire(Office::open(&app, &caller).await?.organization().await?))
    }

    /// Changes what the organization is called and how it is reached.
    #[oai(path = "/admin/organization", method = "put", operation_id = "change_organization")]
    async fn change_organization(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<OrganizationFacts>,
    ) -> Result<Wire<OrganizationPage>, Failure> {
        Ok(Wire(Office::open(&app, &caller).await?.change_organization(&body.0).await?))
    }

    /// Opens a department. The same key opens it once.
    #[oai(path = "/admin/departments", method = "post", operation_id = "add_department")]
    async fn add_department(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<NewDepartment>,
    ) -> Result<Wire<Department>, Failure> {
        Ok(Wire(Office::open(&app, &caller).await?.add_department(&body.0).await?))
    }

    /// Calls a department otherwise.
    #[oai(
        path = "/admin/departments/:department",
        method = "put",
        operation_id = "change_department"
    )]
    async fn change_department(
        &self,
        app: Data<&App>,
        caller: Caller,
        department: Path<Uuid>,
        body: Wire<DepartmentName>,
    ) -> Result<Wire<Department>, Failure> {
        let office = Office::open(&app, &caller).await?;
        Ok(Wire(office.change_department(department.0, &body.0).await?))
    }

    /// Closes a department: nobody new comes there. Done twice it changes nothing.
    #[oai(
        path = "/admin/departments/:department/closing",
        method = "post",
        operation_id = "close_department"
    )]
    async fn close_department(
        &self,
        app: Data<&App>,
        caller: Caller,
        department: Path<Uuid>,
        body: Wire<Closing>,
    ) -> Result<Wire<Department>, Failure> {
        let office = Office::open(&app, &caller).await?;
        Ok(Wire(office.close_department(department.0, body.0).await?))
    }
}

pub struct StaffApi;

#[OpenApi]
impl StaffApi {
    /// Who works in the organization, will or did, by name.
    #[oai(path = "/admin/staff/search", method = "post", operation_id = "search_staff")]
    async fn search(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<StaffQuery>,
    ) -> Result<Wire<StaffPage>, Failure> {
        Ok(Wire(Office::open(&app, &caller).await?.search_staff(&body.0).await?))
    }

    /// Invites somebody who has no account yet, by a letter with a link that is good for a week.
    #[oai(path = "/admin/staff", method = "post", operation_id = "invite_member")]
    async fn invite(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<NewMember>,
    ) -> Result<Wire<Invited>, Failure> {
        Ok(Wire(Office::open(&app, &caller).await?.invite(&body.0).await?))
    }

    /// Who was invited and has not come yet, the newest first.
    #[oai(path = "/admin/invitations", method = "get", operation_id = "list_invitations")]
    async fn invitations(
        &self,
        app: Data<&App>,
        caller: Caller,
    ) -> Result<Wire<Vec<PendingInvitation>>, Failure> {
        Ok(Wire(Office::open(&app, &caller).await?.invitations().await?))
    }

    /// Takes an invitation back: its link opens nothing any more. Done twice it changes nothing.
    #[oai(
        path = "/admin/invitations/:invitation/withdrawal",
        method = "post",
        operation_id = "withdraw_invitation"
    )]
    async fn withdraw(
        &self,
        app: Data<&App>,
        caller: Caller,
        invitation: Path<Uuid>,
    ) -> Result<Wire<Settled>, Failure> {
        let office = Office::open(&app, &caller).await?;
        Ok(Wire(office.withdraw(invitation.0).await?))
    }

    /// Changes what somebody does here, where and until when.
    #[oai(path = "/admin/staff/:account", method = "put", operation_id = "change_member")]
    async fn change(
        &self,
        app: Data<&App>,
        caller: Caller,
        account: Path<AccountId>,
        body: Wire<StaffChange>,
    ) -> Result<Wire<Member>, Failure> {
        let office = Office::open(&app, &caller).await?;
        Ok(Wire(office.change_member(account.0, &body.0).await?))
    }

    /// Ends somebody's work here at once, on every node. Done twice it changes nothing.
    #[oai(path = "/admin/staff/:account/ending", method = "post", operation_id = "end_member")]
    async fn end(
        &self,
        app: Data<&App>,
        caller: Caller,
        account: Path<AccountId>,
        body: Wire<Ending>,
    ) -> Result<Wire<Member>, Failure> {
        let office = Office::open(&app, &caller).await?;
        Ok(Wire(office.end_member(account.0, body.0).await?))
    }

    /// Takes somebody back whose work here has ended.
    #[oai(
        path = "/admin/staff/:account/employment",
        method = "post",
        operation_id = "employ_member"
    )]
    async fn employ(
        &self,
        app: Data<&App>,
        caller: Caller,
        account: Path<AccountId>,
        body: Wire<Employment>,
    ) -> Result<Wire<Member>, Failure> {
        let office = Office::open(&app, &caller).await?;
        Ok(Wire(office.employ_member(account.0, &body.0).await?))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Code::NotFound.into(),
            Error::Invalid { field, reason } => Problem::invalid([(field, reason)]).into(),
            Error::Conflict => Code::Conflict.into(),
            Error::Full => Code::LimitReached.into(),
            Error::LastAdministrator => Code::LastAdministrator.into(),
            Error::Denied(denied) => denied.into(),
            Error::Account(error) => error.into(),
            Error::Seal(_) | Error::Append(_) => internal(&error),
            Error::Journal(_) | Error::Key(_) | Error::Db(_) => unavailable(&error),
        }
    }
}
