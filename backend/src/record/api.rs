use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use poem::web::Data;
use poem::web::sse::Event;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::EventStream;
use shared::access::model::Section;
use shared::contract::{Code, Problem};
use shared::id::{AccountId, EntryId, PatientId};
use shared::journal::model::View;
use shared::record::api::{CardChanged, EntryDetail, EntryPage, EntryQuery, FoundEntries, NewNote};
use shared::record::model::{Entry, Summary};
use shared::record::news::News;
use tokio::sync::broadcast::error::RecvError;

use super::report::Reviewer;
use super::service::{self, Error};
use crate::access::{Caller, ReadSummary, Seen};
use crate::app::App;
use crate::appointments;
use crate::http::{Failure, Wire, internal, unavailable};

pub struct RecordApi;

/// An open stream asks again this often whether it may go on, and shows that it lives.
const RECHECK: std::time::Duration = std::time::Duration::from_secs(15);

#[OpenApi]
impl RecordApi {
    /// One screen about one patient: who, allergies, conditions, medicines, visits, what is out of range.
    #[oai(path = "/patients/:patient/summary", method = "get", operation_id = "find_summary")]
    async fn summary(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
    ) -> Result<Wire<Summary>, Failure> {
        let access = app.open(&caller, patient.0).await?;
        let summary = service::summary(&access, app.now()).await?;
        let next_visit = appointments::next_visit(&app, &access).await?;
        Ok(Wire(Summary { next_visit, ..summary }))
    }

    /// What has come into the card since the caller signed in before, newest first. What one wrote
    /// oneself is no news.
    #[oai(path = "/patients/:patient/news", method = "get", operation_id = "list_news")]
    async fn news(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        limit: Query<Option<u32>>,
    ) -> Result<Wire<News>, Failure> {
        let access = app.open(&caller, patient.0).await?;
        Ok(Wire(service::news(&access, caller.previous_at(), limit.0).await?))
    }

    /// Entries of one patient, newest first; `cursor` continues where the last page ended.
    #[oai(path = "/patients/:patient/entries", method = "get", operation_id = "list_entries")]
    async fn list(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        section: Query<Option<Section>>,
        cursor: Query<Option<String>>,
        limit: Query<Option<u32>>,
    ) -> Result<Wire<EntryPage>, Failure> {
        let access = app.open_at(&caller, patient.0, Seen::all(View::Entries)).await?;
        let page = service::list(&access, section.0, cursor.0.as_deref(), limit.0).await?;
        Ok(Wire(page))
    }

    /// Entries of one patient that meet all of the conditions, newest first, and what else there
    /// is to choose from. A POST, since words people search for do not belong in a URL.
    #[oai(
        path = "/patients/:patient/entries/search",
        method = "post",
        operation_id = "search_entries"
    )]
    async fn search(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<EntryQuery>,
    ) -> Result<Wire<FoundEntries>, Failure> {
        let access = app.open_at(&caller, patient.0, Seen::all(View::Entries)).await?;
        Ok(Wire(service::search(&access, &body.0, app.settings().offset).await?))
    }

    /// One entry with all that belongs to it: a visit with its results, a report with its values.
    #[oai(path = "/patients/:patient/entries/:entry", method = "get", operation_id = "find_entry")]
    async fn find(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
    ) -> Result<Wire<EntryDetail>, Failure> {
        let access = app.open_at(&caller, patient.0, Seen::one(View::Entry, entry.0)).await?;
        Ok(Wire(service::find(&access, entry.0, Reviewer::of(&caller), app.now()).await?))
    }

    /// Keeps a note of the patient's own.
    #[oai(path = "/patients/:patient/notes", method = "post", operation_id = "add_note")]
    async fn add_note(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<NewNote>,
    ) -> Result<Wire<Entry>, Failure> {
        let (note, now) = (body.0, app.now());
        let entry = app
            .change(&caller, patient.0, async |change| service::add_note(change, note, now).await)
            .await?;
        Ok(Wire(entry))
    }

    /// Server-sent events: one `changed` whenever the card changes while the caller may see it.
    #[oai(path = "/patients/:patient/events", method = "get", operation_id = "watch_card")]
    async fn watch(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
    ) -> Result<EventStream<BoxStream<'static, CardChanged>>, Failure> {
        // Subscribed before the gate answers: nothing that happens in between is missed.
        let (changes, accounts) = (app.events().subscribe(), app.events().subscribe_accounts());
        let seen = Seen::all(View::Live);
        let _access = app.open_at::<ReadSummary>(&caller, patient.0, seen).await?;
        let place = app.limits().take_stream(caller.account())?;
        let (app, patient) = ((*app).clone(), patient.0);
        let watch = Watch { app, caller, patient, changes, accounts, place };
        let stream = futures_util::stream::unfold(watch, Watch::next);
        Ok(EventStream::new(stream.boxed()).keep_alive(RECHECK).to_event(|changed| {
            match serde_json::to_string(&changed) {
                Ok(json) => Event::message(json).event_type("changed"),
                Err(_) => Event::retry(1_000),
            }
        }))
    }
}

struct Watch {
    app: App,
    caller: Caller,
    patient: PatientId,
    changes: tokio::sync::broadcast::Receiver<PatientId>,
    /// Who may do less than before.
    accounts: tokio::sync::broadcast::Receiver<AccountId>,
    /// Held while the stream is open.
    #[expect(dead_code, reason = "given back when dropped")]
    place: crate::http::Place,
}

impl Watch {
    /// Waits for the next change; ends when the ground or the server does.
    async fn next(mut self) -> Option<(CardChanged, Self)> {
        let app = self.app.clone();
        loop {
            let changed = tokio::select! {
                received = self.changes.recv() => match received {
                    Ok(patient) if patient != self.patient => continue,
                    Ok(_) | Err(RecvError::Lagged(_)) => true,
                    Err(RecvError::Closed) => return None,
                },
                received = self.accounts.recv() => match received {
                    Ok(account) if account != self.caller.account() => continue,
                    Ok(_) | Err(RecvError::Lagged(_)) => false,
                    Err(RecvError::Closed) => return None,
                },
                () = tokio::time::sleep(RECHECK) => false,
                () = app.events().stopped() => return None,
            };
            if !self.may_go_on().await {
                return None;
            }
            if changed {
                return Some((CardChanged { patient: self.patient }, self));
            }
        }
    }

    /// The ground still stands and the session is not ended. What cannot be asked is a no.
    async fn may_go_on(&self) -> bool {
        self.app.still_allowed::<ReadSummary>(&self.caller, self.patient).await.unwrap_or(false)
            && crate::accounts::is_live(&self.app, &self.caller).await.unwrap_or(false)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Code::NotFound.into(),
            Error::Invalid { field, reason } => Problem::invalid([(field, reason)]).into(),
            Error::Conflict => Code::Conflict.into(),
            Error::Full => Code::LimitReached.into(),
            Error::Card(error) => error.into(),
            Error::Denied(denied) => denied.into(),
            Error::Db(_) => unavailable(&error),
            Error::Seal(_) => internal(&error),
        }
    }
}
