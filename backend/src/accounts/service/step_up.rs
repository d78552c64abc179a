//! Showing again that one is there (ACC-19): the session goes on under a new token.

use shared::accounts::api::FactorCode;
use shared::accounts::model::{Ceremony, CodeSent, Factor, FactorChoice, SecurityEvent};
use shared::notifications::model::CodePurpose;
use webauthn_rs::prelude::SecurityKeyAuthentication;

use super::factor::{Means, send_code, verify};
use super::lock::{Lock, Try};
use super::session::{is_demo, rotate};
use super::sign_in::{CEREMONY_GOOD_FOR, usable_keys, use_key};
use super::{Actor, Error, Holder, Visitor, remark};
use crate::access::Caller;
use crate::accounts::store::{self, FlowKind};
use crate::app::App;

/// By what the caller may step up, the easiest first.
pub async fn find_step_up(app: &App, caller: &Caller) -> Result<FactorChoice, Error> {
    let mut factors = Means::of(app, caller.account()).await?.factors();
    if is_demo(app, caller.account()) {
        factors.push(Factor::Demo);
    }
    Ok(FactorChoice { factors })
}

pub async fn send_step_up_code(
    app: &App,
    visitor: &Visitor,
    caller: &Caller,
    factor: Factor,
) -> Result<CodeSent, Error> {
    let means = Means::of(app, caller.account()).await?;
    let holder = Holder::of_session(app, caller)?;
    send_code(app, visitor, &means, holder, CodePurpose::StepUp, factor).await
}

/// Returns the session's new token.
pub async fn finish_step_up(
    app: &App,
    caller: &Caller,
    typed: &FactorCode,
) -> Result<String, Error> {
    let (lock, is_last) = count(app, caller).await?;
    let means = Means::of(app, caller.account()).await?;
    let holder = Holder::of_session(app, caller)?;
    let checked = verify(app, &means, holder, CodePurpose::StepUp, typed.factor, &typed.code).await;
    match checked {
        Ok(()) => finish(app, caller, lock, typed.factor).await,
        Err(refusal @ (Error::CodeWrong | Error::CodeSpent)) => {
            wrong(app, caller, lock, is_last, typed.factor).await?;
            Err(refusal)
        }
        Err(other) => {
            lock.uncount(app).await?;
            Err(other)
        }
    }
}

/// Begins it with any of the caller's keys: a touch is enough.
pub async fn start_passkey_step_up(app: &App, caller: &Caller) -> Result<Ceremony, Error> {
    let means = Means::of(app, caller.account()).await?;
    let (options, state) = app.passkeys().start_asking(&usable_keys(app, &means)?)?;
    let holder = Holder::of_session(app, caller)?;
    holder.put(app, FlowKind::StepUp, &state, CEREMONY_GOOD_FOR).await?;
    Ok(Ceremony { options })
}

/// Returns the session's new token.
pub async fn finish_passkey_step_up(
    app: &App,
    caller: &Caller,
    answer: &str,
) -> Result<String, Error> {
    let holder = Holder::of_session(app, caller)?;
    let state: SecurityKeyAuthentication = holder.take(app, FlowKind::StepUp).await?;
    let (lock, is_last) = count(app, caller).await?;
    let means = Means::of(app, caller.account()).await?;
    let visitor = Visitor { origin: caller.origin().clone(), ..Visitor::default() };
    match use_key(app, &visitor, &means, answer, &state).await {
        Ok(factor) => finish(app, caller, lock, factor).await,
        Err(error) => {
            wrong(app, caller, lock, is_last, Factor::Passkey).await?;
            Err(error)
        }
    }
}

async fn count(app: &App, caller: &Caller) -> Result<(Lock, bool), Error> {
    let lock = Lock::of(app, "step_up", &caller.session_id().to_string())?;
    match lock.count(app).await? {
        Try::Allowed { is_last } => Ok((lock, is_last)),
        Try::Locked { .. } => Err(Error::CodeExpired),
    }
}

/// Whoever is wrong three times is perhaps not the one who signed in: the session ends.
async fn wrong(
    app: &App,
    caller: &Caller,
    lock: Lock,
    is_last: bool,
    factor: Factor,
) -> Result<(), Error> {
    remark(app, &Actor::caller(caller), SecurityEvent::StepUpFailed, Some(factor)).await?;
    if is_last {
        lock.lock(app).await?;
        store::end_session(app.db().write(), caller.session(), app.now_micros()).await?;
    }
    Ok(())
}

async fn finish(app: &App, caller: &Caller, lock: Lock, factor: Factor) -> Result<String, Error> {
    let token = rotate(app, caller, factor).await?;
    lock.clear(app).await?;
    Ok(token)
}
