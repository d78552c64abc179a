use poem::web::Data;
use poem_openapi::OpenApi;
use shared::card::model::CardLink;
use shared::contract::Code;

use super::service::{self, Error};
use crate::access::Caller;
use crate::app::App;
use crate::http::{Failure, Wire, internal, unavailable};

pub struct CardApi;

#[OpenApi]
impl CardApi {
    /// The cards the caller may open now, by name. Each one listed is journalled in its card.
    #[oai(path = "/cards", method = "get", operation_id = "list_cards")]
    async fn list(&self, app: Data<&App>, caller: Caller) -> Result<Wire<Vec<CardLink>>, Failure> {
        Ok(Wire(service::list(&app, &caller).await?))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Code::NotFound.into(),
            Error::Denied(denied) => denied.into(),
            Error::Key(_) | Error::Db(_) | Error::Journal(_) => unavailable(&error),
            Error::Seal(_) => internal(&error),
        }
    }
}
