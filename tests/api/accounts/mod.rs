//! Accounts from outside: registration, ways in, locks, sessions and their owner's view.

mod invitation;
mod locks;
mod passkeys;
mod recovery;
mod registration;
mod safety;
mod sign_in;

use shared::accounts::api::{CodeRequest, FactorCode, FinishSignIn, SendSignInCode};
use shared::accounts::model::{Factor, Session};
use shared::contract::{Code, Problem};
use tests::visitor::{PASSWORD, Visitor, phone};

/// Signs in with the password and the code of an SMS.
async fn sign_in_by_sms(visitor: &Visitor<'_>, n: u32) -> Result<Session, Problem> {
    visitor.password(&phone(n), PASSWORD).await?;
    visitor.call(SendSignInCode { body: CodeRequest { factor: Factor::Sms } }).await?;
    let code = visitor.test.code(&phone(n)).await;
    visitor.call(FinishSignIn { body: FactorCode { factor: Factor::Sms, code } }).await
}

fn code_of<T>(result: Result<T, Problem>) -> Code {
    result.err().map(|problem| problem.code).expect("it went through")
}
