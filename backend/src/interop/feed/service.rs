//! A message of a laboratory: read, matched with a card by its identifiers, kept there; or, where
//! that cannot be, kept sealed until a person has looked at it. Answered in every case.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use futures_util::future::BoxFuture;
use shared::feed::model::{LocalCode, MessageState, WaitingReason};
use shared::id::PatientId;
use shared::interop::fhir::outcome::Issue;
use shared::interop::fhir::validate::check;
use shared::interop::hl7::{
    AckCode, AckError, Coded, Header, Hl7Error, Message, Oru, PatientResults, Processing, RunKind,
    ack, nack_unreadable, parse_all, read_oru,
};
use uuid::Uuid;

use super::held::{self, Held};
use super::matching;
use super::store::{self, Feed};
use super::{codes, translate};
use crate::access::{Caller, Changes, Origin, WriteResources};
use crate::app::App;
use crate::audit::{Line, Outcome, What};
use crate::interop::fhir::{Before, How, References, Refusal, Wanted, take_with};
use crate::interop::program::Authorized;

/// The longest name of a code that is kept, in characters.
const DISPLAY_MAX: usize = 200;

/// What is to be written to the sender: one answer for each message of a frame.
pub fn receive<'r>(app: &'r App, peer: IpAddr, payload: &'r [u8]) -> BoxFuture<'r, Vec<Vec<u8>>> {
    Box::pin(async move {
        let mut answers = Vec::new();
        for message in parse_all(payload) {
            answers.push(match message {
                Ok(message) => receive_one(app, peer, &message).await,
                Err(error) => unreadable(app, peer, payload, &error).await,
            });
        }
        answers
    })
}

async fn receive_one(app: &App, peer: IpAddr, message: &Message) -> Vec<u8> {
    let header = Header::read(message);
    let done = match Delivery::open(app, peer, message).await {
        Ok(delivery) => delivery.keep().await,
        Err(answer) => Err(answer),
    };
    let (code, error) = match done {
        Ok(()) => (AckCode::Aa, None),
        Err((code, error)) => (code, Some(error)),
    };
    metrics::counter!("medkarta_hl7_messages_total", "answer" => code.as_str()).increment(1);
    let text = ack(&header, code, error.as_ref(), &control_id(app), app.now());
    header.charset.encode(&text)
}

/// An answer's own MSH-10: 20 characters at most.
fn control_id(app: &App) -> String {
    app.new_id().simple().to_string().split_off(12)
}

async fn unreadable(app: &App, peer: IpAddr, payload: &[u8], error: &Hl7Error) -> Vec<u8> {
    metrics::counter!("medkarta_hl7_messages_total", "answer" => "AR").increment(1);
    // Of an empty frame nothing is to be looked at.
    let is_empty = payload.iter().all(u8::is_ascii_whitespace);
    if !is_empty && let Ok(Some(feed)) = find_feed(app, peer, None).await {
        let kept = hold_unreadable(app, &feed, payload, error).await;
        if let Err(error) = kept {
            tracing::error!(%error, "an unreadable message is not kept");
        }
    }
    nack_unreadable(payload, error, &control_id(app), app.now()).into_bytes()
}

async fn hold_unreadable(
    app: &App,
    feed: &Feed,
    payload: &[u8],
    error: &Hl7Error,
) -> Result<(), Refusal> {
    let hash = hash(app, feed, payload)?;
    let details = vec![error.to_string()];
    let held = Held { bytes: payload.to_vec(), details, dismissal: None };
    let told = (MessageState::Waiting, Some(WaitingReason::Unreadable));
    let new = held::new_message(app, feed, hash, told, &held)?;
    Ok(store::insert(app.db().write(), new, app.now_micros()).await?)
}

fn hash(app: &App, feed: &Feed, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let keys = app.keys().deployment();
    Ok(keys.secret_hash("feed_message", &[feed.program.as_bytes(), bytes])?.to_vec())
}

/// The feed a message belongs to: by where it comes from, and by what its sender calls itself.
async fn find_feed(
    app: &App,
    peer: IpAddr,
    header: Option<&Header>,
) -> Result<Option<Feed>, Refusal> {
    let first = |raw: &str, header: &Header| {
        raw.split(header.separators.component).next().unwrap_or_default().trim().to_owned()
    };
    let named = header.map(|header| {
        (first(&header.sending_application, header), first(&header.sending_facility, header))
    });
    let fits = |wanted: &str, name: Option<&String>| {
        wanted.is_empty() || name.is_none_or(|name| name.eq_ignore_ascii_case(wanted))
    };
    let known = app.feeds().all(app.db().read()).await?;
    let fitting = known.iter().filter(|feed| {
        let is_near = feed.networks.is_empty()
            || feed.networks.iter().any(|network| network.contains(&peer.to_canonical()));
        is_near
            && fits(&feed.application, named.as_ref().map(|(application, _)| application))
            && fits(&feed.facility, named.as_ref().map(|(_, facility)| facility))
    });
    // The one that says most of its sender.
    let says = |feed: &Feed| {
        usize::from(!feed.application.is_empty()) + usize::from(!feed.facility.is_empty())
    };
    let mut best: Option<&Feed> = None;
    for feed in fitting {
        if best.is_none_or(|best| says(feed) > says(best)) {
            best = Some(feed);
        }
    }
    Ok(best.cloned())
}

type Nack = (AckCode, AckError);

fn nack(code: AckCode, place: (&str, usize), number: u16, what: &str) -> Nack {
    let (segment, field) = place;
    let error = AckError {
        segment: segment.to_owned(),
        sequence: usize::from(!segment.is_empty()),
        field: (field > 0).then_some(field),
        code: number,
        text: what.to_owned(),
    };
    (code, error)
}

/// What is ours to mend: the sender may try again.
fn down(error: &dyn std::error::Error) -> Nack {
    tracing::error!(error = %error, "a message is not kept");
    nack(AckCode::Ar, ("", 0), 207, "not kept: something needed is away, send it again")
}

/// A message on its way in.
struct Delivery<'d> {
    app: &'d App,
    feed: Feed,
    oru: Oru,
    bytes: Vec<u8>,
    hash: Vec<u8>,
}

impl<'d> Delivery<'d> {
    async fn open(app: &'d App, peer: IpAddr, message: &Message) -> Result<Self, Nack> {
        let oru = read_oru(message);
        let header = &oru.header;
        let feed = find_feed(app, peer, Some(header)).await.map_err(|error| down(&error))?;
        let Some(feed) = feed else {
            journal_stranger(app, peer).await.map_err(|error| down(&error))?;
            return Err(nack(AckCode::Ar, ("MSH", 3), 204, "this sender is not known here"));
        };
        check_kind(header)?;
        let has_results = oru.observations().next().is_some()
            || oru.patients.iter().any(|patient| !patient.orders.is_empty());
        if !has_results {
            let what = "there is neither an order nor a result";
            return Err(nack(AckCode::Ae, ("OBR", 0), 100, what));
        }
        let bytes = held::bytes_of(message);
        let hash = hash(app, &feed, &bytes).map_err(|error| down(&error))?;
        Ok(Self { app, feed, oru, bytes, hash })
    }

    async fn keep(self) -> Result<(), Nack> {
        let is_known = store::is_known(self.app.db().read(), &self.hash).await;
        if is_known.map_err(|error| down(&error))? {
            return Ok(());
        }
        self.deliver().await.map_err(|error| down(&error))
    }

    async fn deliver(&self) -> Result<(), Refusal> {
        let Self { app, feed, oru, .. } = self;
        let attempt = Attempt::prepare(app, feed, oru, None).await?;
        let left = attempt.left.clone();
        let row = self.row(left)?;
        let noted = Noted { row, now: app.now_micros() };
        if let Some(left) = attempt.attach(&noted).await? {
            store::insert(app.db().write(), self.row(Left::Waits(left))?, app.now_micros()).await?;
        }
        Ok(())
    }

    fn row(&self, left: Left) -> Result<store::NewMessage, Refusal> {
        let Self { app, feed, hash, bytes, .. } = self;
        let (state, reason, details) = left.told();
        let held = Held { bytes: bytes.clone(), details, dismissal: None };
        held::new_message(app, feed, hash.clone(), (state, reason), &held)
    }
}

/// Remembers a message in the transaction that keeps what it says.
struct Noted {
    row: store::NewMessage,
    now: i64,
}

impl Before for Noted {
    fn run<'c>(
        &'c self,
        changes: &'c Changes<WriteResources>,
    ) -> BoxFuture<'c, Result<(), Refusal>> {
        Box::pin(async { Ok(store::insert(changes.db(), self.row.clone(), self.now).await?) })
    }
}

/// Results are taken; orders, visits and appointments are not spoken of here yet.
fn check_kind(header: &Header) -> Result<(), Nack> {
    match (header.message_type.as_str(), header.event.as_str()) {
        ("ORU", "" | "R01" | "R03" | "R30" | "R31" | "R32" | "R40" | "W01")
        | ("OUL", "" | "R20" | "R21" | "R22" | "R23" | "R24") => {}
        ("ORU" | "OUL", _) => {
            return Err(nack(AckCode::Ar, ("MSH", 9), 201, "this event is not taken here"));
        }
        (_, _) => {
            let what = "messages of this type are not taken here: ORU and OUL are";
            return Err(nack(AckCode::Ar, ("MSH", 9), 200, what));
        }
    }
    if header.control_id.is_empty() {
        return Err(nack(AckCode::Ae, ("MSH", 10), 101, "a message needs a control id"));
    }
    Ok(())
}

/// What becomes of a message, or of what is left of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    Nothing,
    /// A control or calibration run.
    Control,
    Waits((WaitingReason, Vec<String>)),
}

impl Left {
    pub fn told(self) -> (MessageState, Option<WaitingReason>, Vec<String>) {
        match self {
            Self::Nothing => (MessageState::Attached, None, Vec::new()),
            Self::Control => (MessageState::Control, None, Vec::new()),
            Self::Waits((reason, details)) => (MessageState::Waiting, Some(reason), details),
        }
    }
}

/// One try to attach a message.
pub struct Attempt<'t> {
    app: &'t App,
    by: Authorized,
    whose: Vec<(PatientId, &'t PatientResults)>,
    made: Vec<(String, translate::Made)>,
    /// A person chose the card and said that it is the right one.
    is_confirmed: bool,
    pub left: Left,
}

impl<'t> Attempt<'t> {
    /// Finds out what goes where. `chosen` is the card a person named, and whether it is to be
    /// taken as it is.
    pub async fn prepare(
        app: &'t App,
        feed: &Feed,
        oru: &'t Oru,
        chosen: Option<(PatientId, bool)>,
    ) -> Result<Self, Refusal> {
        let mut attempt = Self {
            app,
            by: authorized(feed)?,
            whose: Vec::new(),
            made: Vec::new(),
            is_confirmed: chosen.is_some_and(|(_, confirmed)| confirmed),
            left: Left::Nothing,
        };
        if oru.kind != RunKind::Patient {
            attempt.left = Left::Control;
            return Ok(attempt);
        }
        if !matches!(oru.header.processing, Processing::Production) && chosen.is_none() {
            attempt.left = Left::Waits((WaitingReason::Training, Vec::new()));
            return Ok(attempt);
        }
        let wait = |attempt: &mut Self, reason, detail: Option<String>| {
            if attempt.left == Left::Nothing {
                attempt.left = Left::Waits((reason, detail.into_iter().collect()));
            }
        };
        if !oru.loose.is_empty() {
            let detail = format!("OBX under no order: {}", oru.loose.len());
            wait(&mut attempt, WaitingReason::NoPlace, Some(detail));
        }
        for results in &oru.patients {
            if !results.orders.iter().any(|order| order.kind == RunKind::Patient) {
                continue;
            }
            let found = match chosen {
                // With nothing to compare, a person has to say that it is the right card.
                Some((_, false)) if !matching::has_more(results) => Err(WaitingReason::Unconfirmed),
                Some((patient, _)) => Ok(patient),
                None => matching::whose(app, feed, results).await?,
            };
            match found {
                Ok(patient) => attempt.whose.push((patient, results)),
                Err(reason) => wait(&mut attempt, reason, None),
            }
        }
        attempt.translate(feed, oru).await?;
        Ok(attempt)
    }

    async fn translate(&mut self, feed: &Feed, oru: &Oru) -> Result<(), Refusal> {
        if self.whose.is_empty() {
            return Ok(());
        }
        let known = self.app.feeds().codes(self.app.db().read(), feed.organization).await?;
        self.remember_codes(feed, &known).await?;
        let local_system = format!("urn:uuid:{}", feed.program);
        for (patient, results) in self.whose.clone() {
            let belongs = matching::belongs(self.app, patient, results).await?;
            let keys = self.app.keys().deployment();
            let id = |name: &str| {
                let parts = [feed.program.as_bytes(), patient.0.as_bytes(), name.as_bytes()];
                keys.secret_hash("feed_resource", &parts).map_or(Uuid::nil(), |hash| uuid_of(&hash))
            };
            let context = translate::Context {
                patient: patient.0,
                laboratory: &feed.organization_name,
                local_system: &local_system,
                offset: feed.offset,
                id: &id,
                loinc: &known,
                encounter: belongs.visit,
                requests: &belongs.requests,
                header: &oru.header,
            };
            let made = translate::resources(results, &context);
            self.made.extend(made.into_iter().map(|made| (made.id.to_string(), made)));
        }
        let now = self.app.now();
        let wrong = |made: &translate::Made| {
            let mut issues = check(&made.resource, made.kind);
            issues.extend(matching::implausible(&made.resource, now));
            issues
        };
        let issues: Vec<Issue> = self.made.iter().flat_map(|(_, made)| wrong(made)).collect();
        if !issues.is_empty() {
            self.made.clear();
            self.left = Left::Waits((WaitingReason::Invalid, said(&issues)));
        }
        Ok(())
    }

    /// Codes nobody has mapped yet are on the list of those who can.
    async fn remember_codes(
        &self,
        feed: &Feed,
        known: &HashMap<(String, String), Option<String>>,
    ) -> Result<(), Refusal> {
        let mut seen = HashSet::new();
        let orders = self.whose.iter().flat_map(|(_, results)| &results.orders);
        let codes =
            orders.flat_map(|order| &order.observations).filter_map(|one| one.code.as_ref());
        let new = codes.filter(|code| !codes::has_loinc(code)).filter_map(|code| {
            let local = codes::local(code)?;
            let is_new = !known.contains_key(&local) && seen.insert(local.clone());
            is_new.then(|| LocalCode {
                system: local.0,
                code: local.1,
                display: label(code),
                loinc: None,
            })
        });
        let new: Vec<LocalCode> = new.collect();
        if new.is_empty() {
            return Ok(());
        }
        self.app.feeds().forget();
        let (db, now) = (self.app.db().write(), self.app.now_micros());
        Ok(store::insert_codes(db, feed.organization, &new, now).await?)
    }

    /// Keeps what can be kept, and with it what `also` writes. Says why where nothing was kept
    /// after all.
    pub async fn attach(
        &self,
        also: &dyn Before,
    ) -> Result<Option<(WaitingReason, Vec<String>)>, Refusal> {
        let wanted = self.made.iter().map(|(id, made)| Wanted {
            expression: format!("{}/{id}", made.kind),
            full_url: None,
            resource: made.resource.clone(),
            how: How::Amend { id },
        });
        let wanted: Vec<Wanted<'_>> = wanted.collect();
        let checked = Checked { attempt: self, also };
        let done = take_with(self.app, &self.by, wanted, References::Checked, &checked).await;
        match done {
            Ok(_) => Ok(None),
            Err(Refusal::Refused { issues, .. }) => {
                let reason = matching::reason(&issues).unwrap_or(WaitingReason::Invalid);
                Ok(Some((reason, said(&issues))))
            }
            Err(other) => Err(other),
        }
    }
}

/// Compares who the cards are of before anything is kept in them.
struct Checked<'c, 't> {
    attempt: &'c Attempt<'t>,
    also: &'c dyn Before,
}

impl Before for Checked<'_, '_> {
    fn run<'c>(
        &'c self,
        changes: &'c Changes<WriteResources>,
    ) -> BoxFuture<'c, Result<(), Refusal>> {
        Box::pin(async {
            if !self.attempt.is_confirmed {
                for (patient, results) in &self.attempt.whose {
                    matching::check_same(changes, *patient, results).await?;
                }
            }
            self.also.run(changes).await
        })
    }
}

fn said(issues: &[Issue]) -> Vec<String> {
    let say = |issue: &Issue| match &issue.expression {
        Some(place) => format!("{place}: {}", issue.diagnostics),
        None => issue.diagnostics.clone(),
    };
    issues.iter().take(20).map(say).collect()
}

fn label(code: &Coded) -> String {
    code.label().unwrap_or_default().chars().take(DISPLAY_MAX).collect()
}

/// An id of version 8 (RFC 9562): of our own making.
fn uuid_of(hash: &[u8]) -> Uuid {
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(hash).for_each(|(to, from)| *to = *from);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// A feed acts as its program.
pub fn authorized(feed: &Feed) -> Result<Authorized, Refusal> {
    let scopes = "system/DiagnosticReport.cruds system/Observation.cruds";
    let scopes = shared::interop::scope::Scopes::parse(scopes).map_err(Refusal::malformed)?;
    let caller = Caller::program(feed.program, Some(feed.organization), Origin::default());
    Ok(Authorized { name: feed.name.clone(), caller, scopes })
}

/// Somebody unknown came: the deployment's journal says from where.
async fn journal_stranger(app: &App, peer: IpAddr) -> Result<(), Refusal> {
    // Each is a line in a journal: not as many as somebody likes.
    if app.limits().check_sign_in(peer).is_err() {
        return Ok(());
    }
    let line = Line {
        outcome: Outcome::Denied,
        role: Some(shared::access::model::Role::Program),
        address: Some(peer.to_string()),
        ..Line::system(What::SignedIn)
    };
    Ok(app.journal().append(App::DEPLOYMENT_CHAIN, app.now_micros(), line).await?)
}
