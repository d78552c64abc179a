use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use poem::web::Data;
use poem::web::sse::Event;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::EventStream;
use shared::contract::{Code, Problem};
use shared::documents::api::DocumentLang;
use shared::id::AccountId;
use shared::lang::Lang;
use shared::notifications::centre::{
    NewPushDevice, NotificationPage, NotificationSettings, NotificationSettingsPage, PushDevice,
    ReadNotifications, Unread,
};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

use super::{Error, service};
use crate::access::Caller;
use crate::app::App;
use crate::http::{Failure, Wire, internal, unavailable};

/// How often an open line asks whether its session still lives.
const RECHECK: Duration = Duration::from_secs(15);

pub struct NotificationsApi;

#[OpenApi]
impl NotificationsApi {
    /// What the caller was told, the newest first (MSG-3).
    #[oai(path = "/notifications", method = "get", operation_id = "list_notifications")]
    async fn list(
        &self,
        app: Data<&App>,
        caller: Caller,
        lang: Query<Option<DocumentLang>>,
        before: Query<Option<Uuid>>,
        unread: Query<Option<bool>>,
    ) -> Result<Wire<NotificationPage>, Failure> {
        let lang = lang.0.map_or(Lang::Ru, Lang::from);
        let only_unread = unread.0.unwrap_or(false);
        Ok(Wire(service::list(&app, &caller, lang, before.0, only_unread).await?))
    }

    /// Marks notifications as read, on every device. What is none of the caller's changes nothing.
    #[oai(path = "/notifications/read", method = "post", operation_id = "mark_read")]
    async fn read(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<ReadNotifications>,
    ) -> Result<Wire<Unread>, Failure> {
        Ok(Wire(service::read(&app, &caller, &body.0).await?))
    }

    /// How the caller wishes to be told.
    #[oai(
        path = "/notifications/settings",
        method = "get",
        operation_id = "find_notification_settings"
    )]
    async fn settings(
        &self,
        app: Data<&App>,
        caller: Caller,
    ) -> Result<Wire<NotificationSettingsPage>, Failure> {
        Ok(Wire(service::settings(&app, &caller).await?))
    }

    /// Changes it; a version that is not the present one is a conflict.
    #[oai(
        path = "/notifications/settings",
        method = "put",
        operation_id = "change_notification_settings"
    )]
    async fn change(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<NotificationSettings>,
    ) -> Result<Wire<NotificationSettingsPage>, Failure> {
        Ok(Wire(service::change(&app, &caller, &body.0).await?))
    }

    /// Tells a browser from now on. The same browser twice is one.
    #[oai(path = "/notifications/devices", method = "post", operation_id = "add_push_device")]
    async fn add_device(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<NewPushDevice>,
    ) -> Result<Wire<PushDevice>, Failure> {
        Ok(Wire(service::add_device(&app, &caller, &body.0).await?))
    }

    /// Tells a browser no more. Done twice it changes nothing.
    #[oai(
        path = "/notifications/devices/:device",
        method = "delete",
        operation_id = "remove_push_device"
    )]
    async fn remove_device(
        &self,
        app: Data<&App>,
        caller: Caller,
        device: Path<Uuid>,
    ) -> Result<Wire<NotificationSettingsPage>, Failure> {
        Ok(Wire(service::remove_device(&app, &caller, device.0).await?))
    }

    /// Server-sent events: `unread`, once at the beginning and after every change.
    #[oai(path = "/notifications/events", method = "get", operation_id = "watch_notifications")]
    async fn watch(
        &self,
        app: Data<&App>,
        caller: Caller,
    ) -> Result<EventStream<BoxStream<'static, Unread>>, Failure> {
        // Subscribed before it is counted: nothing that happens in between is missed.
        let (notices, accounts) =
            (app.events().subscribe_notices(), app.events().subscribe_accounts());
        let place = app.limits().take_stream(caller.account())?;
        let app = (*app).clone();
        let watch = Watch { app, caller, notices, accounts, is_first: true, place };
        let stream = futures_util::stream::unfold(watch, Watch::next);
        Ok(EventStream::new(stream.boxed()).keep_alive(RECHECK).to_event(|unread| {
            match serde_json::to_string(&unread) {
                Ok(json) => Event::message(json).event_type("unread"),
                Err(_) => Event::retry(1_000),
            }
        }))
    }
}

struct Watch {
    app: App,
    caller: Caller,
    notices: Receiver<AccountId>,
    /// Who may do less than before.
    accounts: Receiver<AccountId>,
    is_first: bool,
    /// Held while the stream is open.
    #[expect(dead_code, reason = "given back when dropped")]
    place: crate::http::Place,
}

impl Watch {
    /// Waits for the next change; ends when the session or the server does.
    async fn next(mut self) -> Option<(Unread, Self)> {
        let app = self.app.clone();
        loop {
            let changed = if std::mem::take(&mut self.is_first) {
                true
            } else {
                tokio::select! {
                    received = self.notices.recv() => {
                        if !self.is_mine(received)? {
                            continue;
                        }
                        true
                    }
                    received = self.accounts.recv() => {
                        if !self.is_mine(received)? {
                            continue;
                        }
                        false
                    }
                    () = tokio::time::sleep(RECHECK) => false,
                    () = app.events().stopped() => return None,
                }
            };
            // What cannot be asked is a no.
            if !crate::accounts::is_live(&app, &self.caller).await.unwrap_or(false) {
                return None;
            }
            if changed {
                let unread = service::unread(&app, self.caller.account()).await.ok()?;
                return Some((unread, self));
            }
        }
    }

    /// Whether it is of this account, or may be; nothing when no more will come.
    fn is_mine(&self, received: Result<AccountId, RecvError>) -> Option<bool> {
        match received {
            Ok(account) => Some(account == self.caller.account()),
            Err(RecvError::Lagged(_)) => Some(true),
            Err(RecvError::Closed) => None,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Code::NotFound.into(),
            Error::Invalid { field, reason } => Problem::invalid([(field, reason)]).into(),
            Error::Conflict => Code::Conflict.into(),
            Error::Account(error) => error.into(),
            Error::NoKey | Error::Key(_) | Error::Seal(_) => internal(&error),
            Error::Db(_) => unavailable(&error),
        }
    }
}
