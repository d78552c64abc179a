//! Registering programs, and letting them in: OAuth 2 client credentials with a signed assertion
//! (SMART Backend Services, RFC 7523), and short-lived tokens that are kept as keyed hashes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use sea_orm::DbErr;
use serde::Deserialize;
use shared::access::model::{Action, Role};
use shared::id::OrganizationId;
use shared::interop::scope::Scopes;
use uuid::Uuid;

use super::store::{self, Program};
use crate::access::{Caller, Origin};
use crate::app::App;
use crate::audit::{JournalDown, Line, Outcome, What};
use crate::keys::KeyError;

/// Seconds a token is good for.
pub const TOKEN_LIVES: i64 = 300;
const SECOND: i64 = 1_000_000;
/// The longest an assertion may be good for, as SMART Backend Services asks.
const ASSERTION_MAX: i64 = 300;
/// Only signatures with keys of two parts: a secret both sides know proves nothing.
const ALGORITHMS: [Algorithm; 5] =
    [Algorithm::ES384, Algorithm::RS384, Algorithm::ES256, Algorithm::RS256, Algorithm::EdDSA];

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the scope `{0}` is none: system/Observation.rs is one")]
    Scope(String),
    #[error("the keys are no JSON Web Key Set of public keys: {0}")]
    Keys(String),
    /// Who asks did not show who it is; which part failed is nobody else's business.
    #[error("the assertion is not accepted")]
    Assertion,
    /// None of the scopes asked for is granted.
    #[error("no scope is granted")]
    NoScope,
    #[error(transparent)]
    Journal(#[from] JournalDown),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Randomness(#[from] getrandom::Error),
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// A program that showed a live token.
#[derive(Clone)]
pub struct Authorized {
    /// What people know it by.
    pub name: String,
    pub caller: Caller,
    pub scopes: Scopes,
}

/// Registers a program: an operator's act, by the command line.
pub async fn add(
    app: &App,
    name: &str,
    organization: Option<OrganizationId>,
    scopes: &str,
    jwks: &str,
) -> Result<Program, Error> {
    let scopes = Scopes::parse(scopes).map_err(Error::Scope)?;
    let set: JwkSet = serde_json::from_str(jwks).map_err(|error| Error::Keys(error.to_string()))?;
    if jwks.contains("\"d\"") {
        return Err(Error::Keys("a private key is in it: send public ones only".into()));
    }
    if !set.keys.iter().any(|key| DecodingKey::from_jwk(key).is_ok()) {
        return Err(Error::Keys("no key in it can verify a signature".into()));
    }
    let program = Program {
        id: app.new_id(),
        name: name.to_owned(),
        organization,
        scopes: scopes.to_string(),
        jwks: Some(jwks.to_owned()),
        revoked_at: None,
    };
    store::insert(app.db().write(), program.clone(), app.now_micros()).await?;
    Ok(program)
}

/// A program on this machine, such as the import command: no credential lets one in as it from
/// outside. The same name is the same program.
pub async fn local(app: &App, name: &str) -> Result<Authorized, Error> {
    let hash = app.keys().deployment().lookup("local_program", name)?;
    let mut id = [0; 16];
    id.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    let id = Uuid::from_bytes(id);
    let scopes = Scopes::parse("system/*.cruds").map_err(Error::Scope)?;
    let program = Program {
        id,
        name: name.to_owned(),
        organization: None,
        scopes: scopes.to_string(),
        jwks: None,
        revoked_at: None,
    };
    store::insert(app.db().write(), program, app.now_micros()).await?;
    let caller = Caller::program(id, None, Origin::default());
    Ok(Authorized { name: name.to_owned(), caller, scopes })
}

pub async fn list(app: &App) -> Result<Vec<Program>, Error> {
    Ok(store::list(app.db().read()).await?)
}

/// Ends a program at once. Says whether there was one.
pub async fn revoke(app: &App, id: Uuid) -> Result<bool, Error> {
    Ok(store::revoke(app.db().write(), id, app.now_micros()).await?)
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    jti: String,
    exp: i64,
}

/// A token and its scopes, for an assertion that `audience` was asked with.
pub async fn issue(
    app: &App,
    assertion: &str,
    asked: &str,
    audience: &str,
    origin: Origin,
) -> Result<(String, Scopes), Error> {
    let now = app.now_micros();
    let named = named(assertion).ok_or(Error::Assertion)?;
    let program = store::find(app.db().read(), named).await?.filter(|it| it.revoked_at.is_none());
    let claims = program.as_ref().and_then(|program| check(program, assertion, audience));
    let (Some(program), Some(claims)) = (program, claims) else {
        return Err(refuse(app, named, None, origin).await?);
    };
    let caller = Caller::program(program.id, program.organization, origin.clone());
    let lives = claims.exp - now / SECOND;
    let is_right = claims.iss == program.id.to_string()
        && claims.sub == claims.iss
        && (1..=ASSERTION_MAX).contains(&lives);
    let used = [program.id.as_bytes().as_slice(), claims.jti.as_bytes()];
    let used = app.keys().deployment().secret_hash("program_assertion", &used)?;
    let expires_at = claims.exp.saturating_mul(SECOND);
    if !is_right || !store::use_assertion(app.db().write(), &used, expires_at).await? {
        return Err(refuse(app, named, program.organization, origin).await?);
    }
    let granted = Scopes::parse(&program.scopes).map_err(Error::Scope)?;
    let scopes = granted.narrowed_to(&Scopes::parse(asked).map_err(Error::Scope)?);
    if scopes.is_empty() {
        return Err(Error::NoScope);
    }
    let mut secret = [0; 32];
    getrandom::fill(&mut secret)?;
    let hash = token_hash(app, &secret)?;
    let expires_at = now + TOKEN_LIVES * SECOND;
    store::insert_token(app.db().write(), &hash, program.id, &scopes.to_string(), expires_at)
        .await?;
    let line = caller.line(What::SignedIn, None, Outcome::Allowed);
    app.journal().append(App::chain_of(caller.account()), now, line).await?;
    Ok((URL_SAFE_NO_PAD.encode(secret), scopes))
}

/// Journals that somebody came as this program and was not let in.
async fn refuse(
    app: &App,
    program: Uuid,
    organization: Option<OrganizationId>,
    origin: Origin,
) -> Result<Error, Error> {
    let caller = Caller::program(program, organization, origin);
    let line = caller.line(What::SignedIn, None, Outcome::Denied);
    app.journal().append(App::chain_of(caller.account()), app.now_micros(), line).await?;
    Ok(Error::Assertion)
}

/// Who an assertion says it is of; nothing of it is believed yet.
fn named(assertion: &str) -> Option<Uuid> {
    let payload = assertion.split('.').nth(1)?;
    let payload = URL_SAFE_NO_PAD.decode(payload).ok()?;
    let claims: Claims = serde_json::from_slice(&payload).ok()?;
    claims.iss.parse().ok()
}

/// The claims, where one of the program's keys signed them for us. The times are looked at by the
/// caller, with the server's clock.
fn check(program: &Program, assertion: &str, audience: &str) -> Option<Claims> {
    let set: JwkSet = serde_json::from_str(program.jwks.as_deref()?).ok()?;
    let header = decode_header(assertion).ok()?;
    if !ALGORITHMS.contains(&header.alg) {
        return None;
    }
    let is_meant = |key: &&Jwk| header.kid.is_none() || key.common.key_id == header.kid;
    let mut validation = Validation::new(header.alg);
    validation.set_audience(&[audience]);
    validation.validate_exp = false;
    set.keys.iter().filter(is_meant).find_map(|key| {
        let key = DecodingKey::from_jwk(key).ok()?;
        decode::<Claims>(assertion, &key, &validation).ok().map(|token| token.claims)
    })
}

fn token_hash(app: &App, secret: &[u8]) -> Result<[u8; 32], KeyError> {
    app.keys().deployment().secret_hash("program_token", &[secret])
}

/// Who a token lets in.
pub async fn authorize(
    app: &App,
    token: &str,
    origin: Origin,
) -> Result<Option<Authorized>, Error> {
    let Ok(secret) = URL_SAFE_NO_PAD.decode(token) else { return Ok(None) };
    let hash = token_hash(app, &secret)?;
    let found = store::find_token(app.db().read(), &hash, app.now_micros()).await?;
    let Some(store::Holder { id, name, organization, scopes }) = found else { return Ok(None) };
    let scopes = Scopes::parse(&scopes).map_err(Error::Scope)?;
    Ok(Some(Authorized { name, caller: Caller::program(id, organization, origin), scopes }))
}

/// That somebody came without a live token is in the deployment's journal.
pub async fn journal_stranger(app: &App, origin: Origin) -> Result<(), Error> {
    let Origin { address, device, request_id } = origin;
    let line = Line {
        outcome: Outcome::Denied,
        role: Some(Role::Program),
        address,
        device,
        request_id,
        ..Line::system(What::SignedIn)
    };
    Ok(app.journal().append(App::DEPLOYMENT_CHAIN, app.now_micros(), line).await?)
}

/// What a program was refused is in its own journal (INT-12).
pub async fn journal_refusal(app: &App, caller: &Caller, action: Action) -> Result<(), Error> {
    Ok(caller.was_refused(app, What::Access(action)).await?)
}
