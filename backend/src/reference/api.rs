use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::contract::{Code, Problem};
use shared::reference::model::{FoundReference, ReferenceList, ReferenceVersion};

use super::service::{self, Error};
use crate::access::Caller;
use crate::app::App;
use crate::http::{Failure, Wire, unavailable};

pub struct ReferenceApi;

#[OpenApi]
impl ReferenceApi {
    /// Terms of a list by the beginning of their code, or by words in any of their forms; without
    /// words those the list begins with. Of the current version where none is named. Public
    /// knowledge: for whoever is signed in.
    #[oai(path = "/reference/:list", method = "get", operation_id = "search_reference")]
    async fn search(
        &self,
        app: Data<&App>,
        caller: Caller,
        list: Path<ReferenceList>,
        words: Query<Option<String>>,
        version: Query<Option<String>>,
        limit: Query<Option<u32>>,
    ) -> Result<Wire<FoundReference>, Failure> {
        let words = words.0.as_deref().unwrap_or_default();
        let version = version.0.as_deref();
        Ok(Wire(service::search(&app, &caller, list.0, words, version, limit.0).await?))
    }

    /// Every version of every list there is, by list, newest first.
    #[oai(path = "/reference", method = "get", operation_id = "list_references")]
    async fn list(
        &self,
        app: Data<&App>,
        caller: Caller,
    ) -> Result<Wire<Vec<ReferenceVersion>>, Failure> {
        Ok(Wire(service::list(&app, &caller).await?))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Code::NotFound.into(),
            Error::Invalid { field, reason } => Problem::invalid([(field, reason)]).into(),
            Error::Db(_) => unavailable(&error),
        }
    }
}
