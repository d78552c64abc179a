use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::contract::{Code, FieldProblem, Problem};
use shared::id::{EntryId, PatientId};
use shared::journal::model::View;
use shared::protocols::model::{
    ChangedDraft, ChangedTemplate, DraftKey, DraftLink, EntryVersions, KeptDraft, KeptTemplate,
    NewCorrection, NewSignature, NewTemplate, Removed,
};
use shared::record::model::Entry;
use uuid::Uuid;

use super::service::{self, Error};
use super::{templates, versions};
use crate::access::{Caller, Seen};
use crate::accounts;
use crate::app::App;
use crate::http::{Failure, Wire, internal, unavailable};

pub struct ProtocolsApi;

#[OpenApi]
impl ProtocolsApi {
    /// The caller's own drafts on all cards: where they wait, and nothing of what they say.
    #[oai(path = "/protocol-drafts", method = "get", operation_id = "list_own_drafts")]
    async fn waiting(
        &self,
        app: Data<&App>,
        caller: Caller,
    ) -> Result<Wire<Vec<DraftLink>>, Failure> {
        Ok(Wire(service::waiting(&app, &caller).await?))
    }

    /// What seals the caller's drafts in their browsers while there is no line.
    #[oai(path = "/protocol-drafts/key", method = "get", operation_id = "find_draft_key")]
    async fn key(&self, app: Data<&App>, caller: Caller) -> Result<Wire<DraftKey>, Failure> {
        Ok(Wire(service::draft_key(&app, &caller).await?))
    }

    /// The caller's own drafts on a card, the one changed last first.
    #[oai(
        path = "/patients/:patient/protocol-drafts",
        method = "get",
        operation_id = "list_drafts"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
    ) -> Result<Wire<Vec<KeptDraft>>, Failure> {
        let access = app.open(&caller, patient.0).await?;
        Ok(Wire(service::list(&access).await?))
    }

    /// A draft of the caller's own.
    #[oai(
        path = "/patients/:patient/protocol-drafts/:draft",
        method = "get",
        operation_id = "find_draft"
    )]
    async fn find(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        draft: Path<Uuid>,
    ) -> Result<Wire<KeptDraft>, Failure> {
        let access = app.open(&caller, patient.0).await?;
        Ok(Wire(service::find(&access, draft.0).await?))
    }

    /// Keeps a draft. Where the version is not the one kept, nothing is overwritten.
    #[oai(
        path = "/patients/:patient/protocol-drafts/:draft",
        method = "put",
        operation_id = "keep_draft"
    )]
    async fn keep(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        draft: Path<Uuid>,
        body: Wire<ChangedDraft>,
    ) -> Result<Wire<KeptDraft>, Failure> {
        let (id, changed, now) = (draft.0, body.0, app.now());
        let kept = app
            .change(&caller, patient.0, async |change| {
                service::keep(change, id, changed, now).await
            })
            .await?;
        Ok(Wire(kept))
    }

    /// Removes a draft of the caller's own. Done twice it changes nothing.
    #[oai(
        path = "/patients/:patient/protocol-drafts/:draft/removal",
        method = "post",
        operation_id = "remove_draft"
    )]
    async fn remove(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        draft: Path<Uuid>,
    ) -> Result<Wire<Removed>, Failure> {
        let id = draft.0;
        let removed = app
            .change(&caller, patient.0, async |change| service::remove(change, id).await)
            .await?;
        Ok(Wire(removed))
    }

    /// Signs a draft: it becomes an entry, and the patient is told. Refused field by field.
    #[oai(
        path = "/patients/:patient/protocol-drafts/:draft/signature",
        method = "post",
        operation_id = "sign_draft"
    )]
    async fn sign(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        draft: Path<Uuid>,
        body: Wire<NewSignature>,
    ) -> Result<Wire<Entry>, Failure> {
        let (id, new) = (draft.0, body.0);
        let source = accounts::signature(&app, &caller).await?.clinical();
        let entry = app
            .change(&caller, patient.0, async |change| {
                service::sign(&app, change, id, new, source).await
            })
            .await?;
        Ok(Wire(entry))
    }

    /// Corrects a signed protocol by a new version.
    #[oai(
        path = "/patients/:patient/protocols/:entry/correction",
        method = "post",
        operation_id = "correct_protocol"
    )]
    async fn correct(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
        body: Wire<NewCorrection>,
    ) -> Result<Wire<Entry>, Failure> {
        let (id, new, organization) = (entry.0, body.0, caller.organization());
        let source = accounts::signature(&app, &caller).await?.clinical();
        let entry = app
            .change(&caller, patient.0, async |change| {
                service::correct(&app, change, id, new, source, organization).await
            })
            .await?;
        Ok(Wire(entry))
    }

    /// Every version of an entry, newest first, as far as the caller may see them.
    #[oai(
        path = "/patients/:patient/entries/:entry/versions",
        method = "get",
        operation_id = "find_versions"
    )]
    async fn versions(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
    ) -> Result<Wire<EntryVersions>, Failure> {
        let access = app.open_at(&caller, patient.0, Seen::one(View::Versions, entry.0)).await?;
        Ok(Wire(versions::find(&access, entry.0).await?))
    }
}

pub struct TemplatesApi;

#[OpenApi]
impl TemplatesApi {
    /// The caller's own templates, the one changed last first.
    #[oai(path = "/protocol-templates", method = "get", operation_id = "list_templates")]
    async fn list(
        &self,
        app: Data<&App>,
        caller: Caller,
    ) -> Result<Wire<Vec<KeptTemplate>>, Failure> {
        Ok(Wire(templates::list(&app, &caller).await?))
    }

    /// Keeps a template of the caller's own.
    #[oai(path = "/protocol-templates", method = "post", operation_id = "add_template")]
    async fn add(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<NewTemplate>,
    ) -> Result<Wire<KeptTemplate>, Failure> {
        Ok(Wire(templates::add(&app, &caller, body.0).await?))
    }

    /// Changes a template of the caller's own.
    #[oai(path = "/protocol-templates/:template", method = "put", operation_id = "change_template")]
    async fn change(
        &self,
        app: Data<&App>,
        caller: Caller,
        template: Path<Uuid>,
        body: Wire<ChangedTemplate>,
    ) -> Result<Wire<KeptTemplate>, Failure> {
        Ok(Wire(templates::change(&app, &caller, template.0, body.0).await?))
    }

    /// Removes a template of the caller's own. Done twice it changes nothing.
    #[oai(
        path = "/protocol-templates/:template/removal",
        method = "post",
        operation_id = "remove_template"
    )]
    async fn remove(
        &self,
        app: Data<&App>,
        caller: Caller,
        template: Path<Uuid>,
    ) -> Result<Wire<Removed>, Failure> {
        Ok(Wire(templates::remove(&app, &caller, template.0).await?))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Code::NotFound.into(),
            Error::Refused(fields) => {
                let fields = fields.into_iter();
                let fields = fields.map(|(field, reason)| FieldProblem { field, reason });
                Problem { fields: fields.collect(), ..Code::Invalid.into() }.into()
            }
            Error::Conflict => Code::Conflict.into(),
            Error::Full => Code::LimitReached.into(),
            Error::Denied(denied) => denied.into(),
            Error::Record(error) => error.into(),
            Error::Card(error) => error.into(),
            Error::Account(error) => error.into(),
            Error::Seal(_) => internal(&error),
            Error::Journal(_) | Error::Key(_) | Error::Db(_) => unavailable(&error),
        }
    }
}
