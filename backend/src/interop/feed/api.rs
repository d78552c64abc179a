use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::feed::model::{
    AttachTo, Dismissal, LocalCode, MessageDetail, MessagePage, MessageState,
};
use uuid::Uuid;

use super::desk::Desk;
use crate::access::Caller;
use crate::app::App;
use crate::http::{Failure, Wire};

pub struct FeedApi;

#[OpenApi]
impl FeedApi {
    /// Messages of the laboratories of the caller's organization, newest first. For staff of the
    /// laboratory and administrators.
    #[oai(path = "/feed/messages", method = "get", operation_id = "list_feed_messages")]
    async fn list(
        &self,
        app: Data<&App>,
        caller: Caller,
        state: Query<Option<MessageState>>,
        cursor: Query<Option<String>>,
    ) -> Result<Wire<MessagePage>, Failure> {
        let desk = Desk::open(&app, &caller).await?;
        Ok(Wire(desk.list(state.0, cursor.0.as_deref()).await?))
    }

    /// One message with what it says; looking at it is journalled.
    #[oai(path = "/feed/messages/:message", method = "get", operation_id = "find_feed_message")]
    async fn find(
        &self,
        app: Data<&App>,
        caller: Caller,
        message: Path<Uuid>,
    ) -> Result<Wire<MessageDetail>, Failure> {
        Ok(Wire(Desk::open(&app, &caller).await?.find(message.0).await?))
    }

    /// Tries to attach it once more: the card may be there by now.
    #[oai(
        path = "/feed/messages/:message/retry",
        method = "post",
        operation_id = "retry_feed_message"
    )]
    async fn retry(
        &self,
        app: Data<&App>,
        caller: Caller,
        message: Path<Uuid>,
    ) -> Result<Wire<MessageDetail>, Failure> {
        Ok(Wire(Desk::open(&app, &caller).await?.retry(message.0).await?))
    }

    /// Attaches it to the card a person names; from then on the laboratory's number of the patient
    /// leads there too.
    #[oai(
        path = "/feed/messages/:message/attach",
        method = "post",
        operation_id = "attach_feed_message"
    )]
    async fn attach(
        &self,
        app: Data<&App>,
        caller: Caller,
        message: Path<Uuid>,
        body: Wire<AttachTo>,
    ) -> Result<Wire<MessageDetail>, Failure> {
        Ok(Wire(Desk::open(&app, &caller).await?.attach(message.0, &body.0).await?))
    }

    /// Says that it belongs in no card, and why.
    #[oai(
        path = "/feed/messages/:message/dismiss",
        method = "post",
        operation_id = "dismiss_feed_message"
    )]
    async fn dismiss(
        &self,
        app: Data<&App>,
        caller: Caller,
        message: Path<Uuid>,
        body: Wire<Dismissal>,
    ) -> Result<Wire<MessageDetail>, Failure> {
        Ok(Wire(Desk::open(&app, &caller).await?.dismiss(message.0, &body.0).await?))
    }

    /// The laboratory's own codes that were seen, those without LOINC first.
    #[oai(path = "/feed/codes", method = "get", operation_id = "list_local_codes")]
    async fn codes(
        &self,
        app: Data<&App>,
        caller: Caller,
    ) -> Result<Wire<Vec<LocalCode>>, Failure> {
        Ok(Wire(Desk::open(&app, &caller).await?.codes().await?))
    }

    /// Says what a local code is in LOINC; of results that come from now on.
    #[oai(path = "/feed/codes", method = "put", operation_id = "map_local_code")]
    async fn map_code(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<LocalCode>,
    ) -> Result<Wire<LocalCode>, Failure> {
        Ok(Wire(Desk::open(&app, &caller).await?.map_code(body.0).await?))
    }
}
