use poem::Request;
use poem_openapi::SecurityScheme;
use poem_openapi::auth::ApiKey;
use shared::access::model::{Ground, Role};
use shared::access::rules::Scope;
use shared::contract::Code;
use shared::id::{AccountId, OrganizationId, PersonId};
use uuid::Uuid;

use crate::accounts;
use crate::app::App;
use crate::audit::{JournalDown, Line, Outcome, What};
use crate::http::Failure;

/// Whoever holds the session cookie. Signed in, and nothing more.
#[derive(SecurityScheme)]
#[oai(
    rename = "session",
    ty = "api_key",
    key_in = "cookie",
    key_name = "__Host-session",
    checker = "find_session"
)]
#[derive(Clone)]
pub struct Caller(SignedIn);

/// What a session says.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub account: AccountId,
    pub person: PersonId,
    pub role: Role,
    pub organization: Option<OrganizationId>,
    /// The keyed hash of the session's token: changes at each step-up.
    pub session: [u8; 32],
    /// The same as long as the session lives.
    pub session_id: Uuid,
    /// When a second factor was shown last, in microseconds.
    pub strong_at: i64,
    /// When the account had signed in before this session, in microseconds; absent the first time.
    pub previous_at: Option<i64>,
    /// A contact waits to be proved: the card is closed (ACC-2, ACC-3).
    pub unproved: bool,
    pub origin: Origin,
}

/// How old a second factor may be where one is asked for (ACC-19), in microseconds.
pub const STRONG_FOR: i64 = 10 * 60 * 1_000_000;

/// Where a request comes from, for the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    pub address: Option<String>,
    pub device: Option<String>,
    pub request_id: Option<String>,
}

impl Caller {
    /// For jobs and tests that act for an account without a request.
    pub fn of(signed_in: SignedIn) -> Self {
        Self(signed_in)
    }

    /// A program by its own credential: who its operator is, is told by its organization.
    pub fn program(id: Uuid, organization: Option<OrganizationId>, origin: Origin) -> Self {
        Self(SignedIn {
            account: AccountId(id),
            person: PersonId(Uuid::nil()),
            role: Role::Program,
            organization,
            session: [0; 32],
            session_id: id,
            strong_at: i64::MIN,
            previous_at: None,
            unproved: false,
            origin,
        })
    }

    /// Somebody without an account, who has a link to chosen entries (ACL-8): on no ground but that.
    pub fn visitor(origin: Origin) -> Self {
        Self(SignedIn {
            account: AccountId(Uuid::nil()),
            person: PersonId(Uuid::nil()),
            role: Role::Patient,
            organization: None,
            session: [0; 32],
            session_id: Uuid::nil(),
            strong_at: i64::MIN,
            previous_at: None,
            unproved: false,
            origin,
        })
    }

    /// What a program may look at: every card, whole. What of it, its scopes say.
    pub fn system_scope(&self) -> Option<Scope> {
        (self.0.role == Role::Program).then(|| Scope { ground: Ground::System, ..Scope::own() })
    }

    pub fn account(&self) -> AccountId {
        self.0.account
    }

    pub fn person(&self) -> PersonId {
        self.0.person
    }

    pub fn role(&self) -> Role {
        self.0.role
    }

    pub fn organization(&self) -> Option<OrganizationId> {
        self.0.organization
    }

    pub fn session(&self) -> &[u8; 32] {
        &self.0.session
    }

    pub fn session_id(&self) -> Uuid {
        self.0.session_id
    }

    pub fn origin(&self) -> &Origin {
        &self.0.origin
    }

    /// When the account had signed in before this session (REC-14), in microseconds.
    pub fn previous_at(&self) -> Option<i64> {
        self.0.previous_at
    }

    /// Whether a contact waits to be proved.
    pub fn is_unproved(&self) -> bool {
        self.0.unproved
    }

    /// Whether a second factor was shown within the last ten minutes.
    pub fn is_strong(&self, now: i64) -> bool {
        now - self.0.strong_at <= STRONG_FOR
    }

    /// A journal line about something this caller does.
    pub fn line(&self, what: What, ground: Option<Ground>, outcome: Outcome) -> Line {
        let SignedIn { account, role, organization, session_id, origin, .. } = self.0.clone();
        Line {
            account: Some(account),
            role: Some(role),
            organization,
            what,
            view: None,
            object: None,
            ground,
            outcome,
            factor: None,
            terms: None,
            changes: Vec::new(),
            address: origin.address,
            device: origin.device,
            // Nil for who has none: a visitor, a session from before sessions had ids.
            session: (!session_id.is_nil()).then_some(session_id),
            request_id: origin.request_id,
        }
    }

    /// Journals under the account that somebody tried what is not theirs to do.
    pub async fn was_refused(&self, app: &App, what: What) -> Result<(), JournalDown> {
        let line = self.line(what, None, Outcome::Denied);
        app.journal().append(App::chain_of(self.account()), app.now_micros(), line).await
    }
}

async fn find_session(request: &Request, key: ApiKey) -> poem::Result<SignedIn> {
    let app: &App = request.data().ok_or(Failure::from(Code::Internal))?;
    let origin = request.data::<Origin>().cloned().unwrap_or_default();
    let signed_in = accounts::find_session(app, &key.key, origin).await?;
    let signed_in = signed_in.ok_or(Failure::from(Code::SignInRequired))?;
    app.limits().check_account(signed_in.account)?;
    Ok(signed_in)
}
