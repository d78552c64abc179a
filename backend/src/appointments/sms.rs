//! Answers by SMS (APT-15): what the provider hands over by HTTP or SMPP. It learns nothing from the
//! answer: neither whether the number is anybody's nor what came of it.

use poem::http::{StatusCode, header};
use poem::{Endpoint, IntoResponse, Request, Response};
use serde::Deserialize;
use shared::access::model::{Action, Role};
use shared::accounts::contacts::{Login, Phone};
use shared::appointments::waiting::{AnswerWay, OfferState, read_answer};
use shared::contract::Code;
use shared::id::AccountId;
use shared::notifications::model::Notice;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::service::Error;
use super::store::waiting::{self as store, Offer};
use super::waiting;
use crate::access::{Caller, Origin, SignedIn};
use crate::accounts;
use crate::app::App;
use crate::audit::{Line, Outcome, What};
use crate::http::Failure;
use crate::keys::KeyError;
use crate::notifications::Incoming;

/// `POST /sms/inbound` of `{"from","text","id"}`, with the shared secret as a bearer token. Nothing
/// where no secret is set, or another one is shown.
pub struct SmsEndpoint(pub App);

/// An SMS, as the provider hands it over.
#[derive(Deserialize)]
struct Inbound {
    from: String,
    text: String,
    /// What the provider calls it: the same however often it comes.
    id: String,
}

/// More is no SMS.
const BODY_MAX: usize = 4_096;
/// An answer is about an offer made so long ago at most, in microseconds.
const ANSWERED_WITHIN: i64 = 24 * 3_600 * 1_000_000;

impl Endpoint for SmsEndpoint {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let app = &self.0;
        if !is_provider(app, &request).map_err(|error| Failure::from(Error::Key(error)))? {
            return Ok(Failure::from(Code::NotFound).into_response());
        }
        let origin = request.data::<Origin>().cloned().unwrap_or_default();
        let body = request.take_body().into_bytes_limit(BODY_MAX).await;
        let message = body.ok().and_then(|body| serde_json::from_slice::<Inbound>(&body).ok());
        let Some(message) = message else {
            return Ok(Failure::from(Code::Malformed).into_response());
        };
        match hear(app, &origin, &message).await {
            Ok(()) => Ok(StatusCode::NO_CONTENT.into_response()),
            Err(error) => Ok(Failure::from(error).into_response()),
        }
    }
}

/// Whether people can answer by SMS here.
pub fn is_heard(app: &App) -> bool {
    app.settings().sms_inbound_secret.is_some() || app.providers().sms.is_answered()
}

/// Hears what the provider of SMS hands over by its own line, until told to stop.
pub async fn listen(app: App, stop: CancellationToken) {
    let provider = app.providers().sms.clone();
    if !provider.is_answered() {
        return;
    }
    loop {
        let message = tokio::select! {
            message = provider.next_incoming() => message,
            () = stop.cancelled() => return,
        };
        let Incoming { from, text } = message;
        // It has no name of its own: an answer heard twice takes one time, as one sent twice does.
        let message = Inbound { from, text, id: app.new_id().to_string() };
        if let Err(error) = hear(&app, &Origin::default(), &message).await {
            tracing::warn!(%error, "an SMS was not heard");
        }
    }
}

/// Whether the secret is shown. Keyed hashes are compared: how much of it is right takes no time.
fn is_provider(app: &App, request: &Request) -> Result<bool, KeyError> {
    let Some(secret) = &app.settings().sms_inbound_secret else { return Ok(false) };
    let shown = request.headers().get(header::AUTHORIZATION);
    let shown = shown.and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    let hash = |secret: &[u8]| app.keys().deployment().secret_hash("sms.provider", &[secret]);
    Ok(hash(shown.unwrap_or_default())? == hash(secret.as_bytes())?)
}

/// Hears an SMS once. Where that fails for a reason of ours the provider may send it again.
async fn hear(app: &App, origin: &Origin, message: &Inbound) -> Result<(), Error> {
    let (db, now) = (app.db().write(), app.now_micros());
    let id = app.keys().deployment().lookup("sms.inbound", &message.id)?;
    if !store::hear(db, id, now).await? {
        return Ok(());
    }
    let done = understand(app, origin, message).await;
    if done.is_err() {
        store::unhear(db, id).await?;
    }
    done
}

async fn understand(app: &App, origin: &Origin, message: &Inbound) -> Result<(), Error> {
    let db = app.db().read();
    let owner = match Phone::parse(&message.from) {
        Ok(phone) => accounts::find_accounts(app, &[Login::Phone(phone)]).await?.first().copied(),
        Err(_) => None,
    };
    let (Some(account), Some(take)) = (owner, read_answer(&message.text)) else {
        return note(app, origin, owner).await;
    };
    let now = app.now_micros();
    let offer = store::of_account(db, account, (now - ANSWERED_WITHIN, now)).await?;
    let Some(offer) = offer else { return note(app, origin, owner).await };
    let Some(person) = accounts::find_account(db, account).await? else {
        return note(app, origin, owner).await;
    };
    // Who answers from a proved phone acts for their own card, and for nothing that needs more.
    let caller = Caller::of(SignedIn {
        account,
        person,
        role: Role::Patient,
        organization: None,
        session: [0; 32],
        session_id: Uuid::nil(),
        strong_at: i64::MIN,
        previous_at: None,
        unproved: false,
        origin: Origin { device: Some("SMS".to_owned()), ..origin.clone() },
    });
    let done = app
        .change(&caller, offer.patient, async |change| {
            waiting::answer(app, change, offer.waiting, (take, AnswerWay::Sms)).await
        })
        .await;
    match done {
        Ok(_) => Ok(()),
        Err(
            Error::HoldEnded | Error::TooLate | Error::Full | Error::Conflict | Error::NotFound,
        ) => gone(app, origin, (account, &offer), take).await,
        Err(error) => Err(error),
    }
}

/// The time is not theirs any more: who wished to take it must not believe that it is.
async fn gone(
    app: &App,
    origin: &Origin,
    (account, offer): (AccountId, &Offer),
    take: bool,
) -> Result<(), Error> {
    if take && offer.state != OfferState::Taken {
        let (db, event) = (app.db().write(), format!("offer gone {}", offer.id));
        accounts::tell_owner(app, db, account, &event, &Notice::OfferGone).await?;
    }
    note(app, origin, Some(account)).await
}

/// The journal knows of an SMS that changed nothing: of nobody's in the chain of the deployment.
async fn note(app: &App, origin: &Origin, owner: Option<AccountId>) -> Result<(), Error> {
    let chain = owner.map_or(App::DEPLOYMENT_CHAIN, App::chain_of);
    let line = Line {
        account: owner,
        outcome: Outcome::Failed,
        address: origin.address.clone(),
        device: Some("SMS".to_owned()),
        request_id: origin.request_id.clone(),
        ..Line::system(What::Access(Action::ManageAppointments))
    };
    Ok(app.journal().append(chain, app.now_micros(), line).await?)
}
