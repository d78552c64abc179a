use poem::Request;
use poem::web::Data;
use poem::web::cookie::CookieJar;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::accounts::api::{
    Done, EmailCodes, NewContact, NewPasskey, NewPasskeyKind, NewPassword, PasskeyName, TypedCode,
};
use shared::accounts::model::{
    Ceremony, CodeSent, Contact, ContactKind, Passkey, RecoveryCodes, Security, TotpSecret,
};
use uuid::Uuid;

use super::cookies;
use crate::access::Caller;
use crate::accounts::service;
use crate::app::App;
use crate::http::{Failure, Wire};

pub struct SafetyApi;

const DONE: Wire<Done> = Wire(Done { done: true });

#[OpenApi]
impl SafetyApi {
    /// Everything about the safety of one's account.
    #[oai(path = "/security", method = "get", operation_id = "find_security")]
    async fn find(&self, app: Data<&App>, caller: Caller) -> Result<Wire<Security>, Failure> {
        Ok(Wire(service::security(&app, &caller).await?))
    }

    /// Changes the password and ends all other sessions.
    #[oai(path = "/security/password", method = "put", operation_id = "change_password")]
    async fn change_password(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<NewPassword>,
    ) -> Result<Wire<Done>, Failure> {
        service::change_password(&app, &caller, &body.0.password).await?;
        Ok(DONE)
    }

    /// Begins adding a passkey or a hardware key.
    #[oai(path = "/security/passkeys/options", method = "post", operation_id = "start_passkey")]
    async fn start_passkey(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<NewPasskeyKind>,
    ) -> Result<Wire<Ceremony>, Failure> {
        Ok(Wire(service::start_passkey(&app, &caller, body.0.kind).await?))
    }

    /// Adds it.
    #[oai(path = "/security/passkeys", method = "post", operation_id = "add_passkey")]
    async fn add_passkey(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<NewPasskey>,
    ) -> Result<Wire<Passkey>, Failure> {
        Ok(Wire(service::add_passkey(&app, &caller, &body.0).await?))
    }

    /// Gives it another name.
    #[oai(path = "/security/passkeys/:passkey", method = "put", operation_id = "rename_passkey")]
    async fn rename_passkey(
        &self,
        app: Data<&App>,
        caller: Caller,
        passkey: Path<Uuid>,
        body: Wire<PasskeyName>,
    ) -> Result<Wire<Passkey>, Failure> {
        Ok(Wire(service::rename_passkey(&app, &caller, passkey.0, &body.0.name).await?))
    }

    /// Removes it. Refused for the last way in.
    #[oai(path = "/security/passkeys/:passkey", method = "delete", operation_id = "remove_passkey")]
    async fn remove_passkey(
        &self,
        app: Data<&App>,
        caller: Caller,
        passkey: Path<Uuid>,
    ) -> Result<Wire<Done>, Failure> {
        service::remove_passkey(&app, &caller, passkey.0).await?;
        Ok(DONE)
    }

    /// Makes a TOTP secret, good for ten minutes until a code confirms it.
    #[oai(path = "/security/totp", method = "post", operation_id = "start_totp")]
    async fn start_totp(
        &self,
        app: Data<&App>,
        caller: Caller,
    ) -> Result<Wire<TotpSecret>, Failure> {
        Ok(Wire(service::start_totp(&app, &caller).await?))
    }

    /// Confirms it by a code of the app.
    #[oai(path = "/security/totp", method = "put", operation_id = "confirm_totp")]
    async fn confirm_totp(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<TypedCode>,
    ) -> Result<Wire<Done>, Failure> {
        service::confirm_totp(&app, &caller, &body.0.code).await?;
        Ok(DONE)
    }

    /// Takes the app away.
    #[oai(path = "/security/totp", method = "delete", operation_id = "remove_totp")]
    async fn remove_totp(&self, app: Data<&App>, caller: Caller) -> Result<Wire<Done>, Failure> {
        service::remove_totp(&app, &caller).await?;
        Ok(DONE)
    }

    /// Sets codes by e-mail up as a second factor, or takes them away.
    #[oai(path = "/security/email-codes", method = "put", operation_id = "set_email_codes")]
    async fn set_email_codes(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<EmailCodes>,
    ) -> Result<Wire<Done>, Failure> {
        service::set_email_codes(&app, &caller, body.0.is_on).await?;
        Ok(DONE)
    }

    /// Makes ten recovery codes; the old ones are void.
    #[oai(path = "/security/recovery-codes", method = "post", operation_id = "make_recovery_codes")]
    async fn make_recovery_codes(
        &self,
        app: Data<&App>,
        caller: Caller,
    ) -> Result<Wire<RecoveryCodes>, Failure> {
        Ok(Wire(service::make_recovery_codes(&app, &caller).await?))
    }

    /// Changes the phone or the e-mail. The card closes until it is proved.
    #[oai(path = "/security/contacts/:contact", method = "put", operation_id = "change_contact")]
    async fn change_contact(
        &self,
        app: Data<&App>,
        caller: Caller,
        contact: Path<ContactKind>,
        body: Wire<NewContact>,
    ) -> Result<Wire<Contact>, Failure> {
        Ok(Wire(service::change_contact(&app, &caller, contact.0, &body.0.value).await?))
    }

    /// Sends a code to the phone, or a link to the e-mail.
    #[oai(
        path = "/security/contacts/:contact/proof",
        method = "post",
        operation_id = "send_contact_proof"
    )]
    async fn send_contact_proof(
        &self,
        app: Data<&App>,
        caller: Caller,
        request: &Request,
        cookies: &CookieJar,
        contact: Path<ContactKind>,
    ) -> Result<Wire<CodeSent>, Failure> {
        let visitor = cookies::visitor(request, cookies);
        Ok(Wire(service::send_contact_proof(&app, &visitor, &caller, contact.0).await?))
    }

    /// Proves the phone by the code sent to it.
    #[oai(path = "/security/contacts/phone/prove", method = "post", operation_id = "prove_phone")]
    async fn prove_phone(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<TypedCode>,
    ) -> Result<Wire<Contact>, Failure> {
        Ok(Wire(service::prove_phone(&app, &caller, &body.0.code).await?))
    }

    /// Ends one of one's sessions.
    #[oai(
        path = "/security/sessions/:session",
        method = "delete",
        operation_id = "end_one_session"
    )]
    async fn end_one_session(
        &self,
        app: Data<&App>,
        caller: Caller,
        session: Path<Uuid>,
    ) -> Result<Wire<Done>, Failure> {
        service::end_one_session(&app, &caller, session.0).await?;
        Ok(DONE)
    }

    /// Ends all of one's sessions but this one.
    #[oai(path = "/security/sessions", method = "delete", operation_id = "end_other_sessions")]
    async fn end_other_sessions(
        &self,
        app: Data<&App>,
        caller: Caller,
    ) -> Result<Wire<Done>, Failure> {
        service::end_other_sessions(&app, &caller).await?;
        Ok(DONE)
    }

    /// «Это был не я»: ends every session, blocks sign-in until identity is proved again, and
    /// writes to support.
    #[oai(path = "/security/not-me", method = "post", operation_id = "report_not_me")]
    async fn report_not_me(
        &self,
        app: Data<&App>,
        caller: Caller,
        cookies: &CookieJar,
    ) -> Result<Wire<Done>, Failure> {
        service::report_not_me(&app, &caller).await?;
        cookies::forget_session(cookies);
        Ok(DONE)
    }
}
