use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::model::{
    Ceremony, CodeSent, Contact, ContactKind, DemoAccount, Factor, FactorChoice, Invitation,
    KeyKind, Passkey, RecoveryCodes, Registration, RegistrationForm, Security, Session, TotpSecret,
};
use crate::contract::{Route, route};
use crate::endpoint;
use crate::id::AccountId;
use crate::notifications::model::Message;

endpoint! {
    /// Who is signed in.
    FindSession {}
    Get "/session" => Session
}

endpoint! {
    /// Signs out: the session ends on the server.
    EndSession {}
    Delete "/session" => Ended
}

endpoint! {
    /// The people of a demo server. Absent everywhere else.
    ListDemoAccounts {}
    Get "/demo/accounts" => Vec<DemoAccount>
}

endpoint! {
    /// Signs in as one of them. Absent everywhere but on a demo server.
    DemoSignIn {}
    Post "/demo/session" with DemoCredentials => Session
}

endpoint! {
    /// The last SMS and e-mails. Absent everywhere but on a demo server.
    ListMessages {}
    Get "/dev/messages" => Vec<Message>
}

endpoint! {
    /// What was typed so far, under the flow's cookie; an empty form without one.
    FindRegistration {}
    Get "/registration" => Registration
}

endpoint! {
    /// Keeps what was typed so far, checked or not.
    SaveRegistration {}
    Put "/registration" with RegistrationForm => Registration
}

endpoint! {
    /// Forgets what was typed.
    DropRegistration {}
    Delete "/registration" => Done
}

endpoint! {
    /// Checks everything and sends a code to the phone. Answers the same whether any of it is
    /// taken or not.
    Register {}
    Post "/registration" with NewAccount => Registration
}

endpoint! {
    /// Sends another code.
    SendRegistrationCode {}
    Post "/registration/code" => CodeSent
}

endpoint! {
    /// Makes the account and signs in. A link goes to the e-mail.
    ConfirmRegistration {}
    Post "/registration/confirm" with TypedCode => Session
}

endpoint! {
    /// The first factor. Wrong login and wrong password look alike. Opens no session.
    SignIn {}
    Post "/sign-in" with Credentials => FactorChoice
}

endpoint! {
    /// Sends a code by SMS or e-mail as the second factor.
    SendSignInCode {}
    Post "/sign-in/code" with CodeRequest => CodeSent
}

endpoint! {
    /// The second factor, typed.
    FinishSignIn {}
    Post "/sign-in/verify" with FactorCode => Session
}

endpoint! {
    /// Begins signing in with a passkey alone, nothing typed.
    StartPasskeySignIn {}
    Post "/sign-in/passkey/options" => Ceremony
}

endpoint! {
    FinishPasskeySignIn {}
    Post "/sign-in/passkey" with Credential => Session
}

endpoint! {
    /// Begins the second factor with a hardware key, after the password.
    StartSecurityKeySignIn {}
    Post "/sign-in/security-key/options" => Ceremony
}

endpoint! {
    FinishSecurityKeySignIn {}
    Post "/sign-in/security-key" with Credential => Session
}

endpoint! {
    /// Asks for a link by e-mail. Answers the same whether there is such an account or not.
    AskRecovery {}
    Post "/recovery" with RecoveryRequest => Done
}

endpoint! {
    /// Opens the link of the e-mail and sends a code to the phone.
    OpenRecovery {}
    Post "/recovery/open" with LinkToken => CodeSent
}

endpoint! {
    SendRecoveryCode {}
    Post "/recovery/code" => CodeSent
}

endpoint! {
    /// Sets a new password by the code of the SMS or a recovery code. Ends every session.
    FinishRecovery {}
    Post "/recovery/finish" with NewPasswordByCode => Done
}

endpoint! {
    /// Proves an e-mail address by the link sent to it. Needs no session: the link may be opened
    /// on another device.
    ProveEmail {}
    Post "/email/prove" with LinkToken => Done
}

endpoint! {
    /// What an invitation is for, and what is needed to accept it.
    OpenInvitation {}
    Post "/invitation/open" with LinkToken => Invitation
}

endpoint! {
    /// Makes the member of staff's account and signs in.
    AcceptInvitation {}
    Post "/invitation/accept" with Acceptance => Session
}

endpoint! {
    /// Everything about the safety of one's account.
    FindSecurity {}
    Get "/security" => Security
}

endpoint! {
    ChangePassword {}
    Put "/security/password" with NewPassword => Done
}

endpoint! {
    /// Begins adding a passkey or a hardware key.
    StartPasskey {}
    Post "/security/passkeys/options" with NewPasskeyKind => Ceremony
}

endpoint! {
    AddPasskey {}
    Post "/security/passkeys" with NewPasskey => Passkey
}

endpoint! {
    RenamePasskey { passkey: Uuid }
    Put "/security/passkeys/{passkey}" with PasskeyName => Passkey
}

endpoint! {
    /// Refused for the last way in.
    RemovePasskey { passkey: Uuid }
    Delete "/security/passkeys/{passkey}" => Done
}

endpoint! {
    /// Makes a TOTP secret, good for ten minutes until a code confirms it.
    StartTotp {}
    Post "/security/totp" => TotpSecret
}

endpoint! {
    ConfirmTotp {}
    Put "/security/totp" with TypedCode => Done
}

endpoint! {
    RemoveTotp {}
    Delete "/security/totp" => Done
}

endpoint! {
    /// Sets codes by e-mail up as a second factor, or takes them away.
    SetEmailCodes {}
    Put "/security/email-codes" with EmailCodes => Done
}

endpoint! {
    /// Makes ten recovery codes; the old ones are void.
    MakeRecoveryCodes {}
    Post "/security/recovery-codes" => RecoveryCodes
}

endpoint! {
    /// Changes the phone or the e-mail. The card closes until it is proved.
    ChangeContact { contact: ContactKind }
    Put "/security/contacts/{contact}" with NewContact => Contact
}

endpoint! {
    /// Sends a code to the phone, or a link to the e-mail.
    SendContactProof { contact: ContactKind }
    Post "/security/contacts/{contact}/proof" => CodeSent
}

endpoint! {
    /// Proves the phone by the code sent to it.
    ProvePhone {}
    Post "/security/contacts/phone/prove" with TypedCode => Contact
}

endpoint! {
    /// Ends one of one's sessions.
    EndOneSession { session: Uuid }
    Delete "/security/sessions/{session}" => Done
}

endpoint! {
    /// Ends all of one's sessions but this one.
    EndOtherSessions {}
    Delete "/security/sessions" => Done
}

endpoint! {
    /// «Это был не я»: ends every session, blocks sign-in until identity is proved again, and
    /// writes to support.
    ReportNotMe {}
    Post "/security/not-me" => Done
}

endpoint! {
    /// By what one may show again that one is there.
    FindStepUp {}
    Get "/step-up" => FactorChoice
}

endpoint! {
    SendStepUpCode {}
    Post "/step-up/code" with CodeRequest => CodeSent
}

endpoint! {
    FinishStepUp {}
    Post "/step-up/verify" with FactorCode => Session
}

endpoint! {
    /// Begins the step-up with any of one's passkeys and hardware keys.
    StartPasskeyStepUp {}
    Post "/step-up/passkey/options" => Ceremony
}

endpoint! {
    FinishPasskeyStepUp {}
    Post "/step-up/passkey" with Credential => Session
}

pub const ROUTES: &[Route] = &[
    route::<FindSession>(),
    route::<EndSession>(),
    route::<ListDemoAccounts>(),
    route::<DemoSignIn>(),
    route::<ListMessages>(),
    route::<FindRegistration>(),
    route::<SaveRegistration>(),
    route::<DropRegistration>(),
    route::<Register>(),
    route::<SendRegistrationCode>(),
    route::<ConfirmRegistration>(),
    route::<SignIn>(),
    route::<SendSignInCode>(),
    route::<FinishSignIn>(),
    route::<StartPasskeySignIn>(),
    route::<FinishPasskeySignIn>(),
    route::<StartSecurityKeySignIn>(),
    route::<FinishSecurityKeySignIn>(),
    route::<AskRecovery>(),
    route::<OpenRecovery>(),
    route::<SendRecoveryCode>(),
    route::<FinishRecovery>(),
    route::<ProveEmail>(),
    route::<OpenInvitation>(),
    route::<AcceptInvitation>(),
    route::<FindSecurity>(),
    route::<ChangePassword>(),
    route::<StartPasskey>(),
    route::<AddPasskey>(),
    route::<RenamePasskey>(),
    route::<RemovePasskey>(),
    route::<StartTotp>(),
    route::<ConfirmTotp>(),
    route::<RemoveTotp>(),
    route::<SetEmailCodes>(),
    route::<MakeRecoveryCodes>(),
    route::<ChangeContact>(),
    route::<SendContactProof>(),
    route::<ProvePhone>(),
    route::<EndOneSession>(),
    route::<EndOtherSessions>(),
    route::<ReportNotMe>(),
    route::<FindStepUp>(),
    route::<SendStepUpCode>(),
    route::<FinishStepUp>(),
    route::<StartPasskeyStepUp>(),
    route::<FinishPasskeyStepUp>(),
];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct DemoCredentials {
    pub account: AccountId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Ended {
    /// Always true: there is no session any more, whether there was one or not.
    pub ended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Done {
    /// Always true.
    pub done: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewAccount {
    pub form: RegistrationForm,
    pub password: String,
}

/// Six digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct TypedCode {
    pub code: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Credentials {
    /// Phone, e-mail or СНИЛС, in any form people write them.
    pub login: String,
    pub password: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct CodeRequest {
    /// `sms` or `email`.
    pub factor: Factor,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct FactorCode {
    /// `sms`, `email`, `totp` or `recovery_code`.
    pub factor: Factor,
    pub code: String,
}

/// What `navigator.credentials` gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Credential {
    /// JSON text of `RegistrationResponseJSON` or `AuthenticationResponseJSON`.
    pub credential: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct RecoveryRequest {
    /// Phone, e-mail or СНИЛС.
    pub login: String,
}

/// The secret of a link, from behind its `#`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct LinkToken {
    pub token: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewPasswordByCode {
    /// Six digits of the SMS, or a recovery code.
    pub code: String,
    pub password: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewPassword {
    pub password: String,
}

/// Exactly one of the two factors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Acceptance {
    pub token: String,
    pub password: String,
    /// A code of the authenticator app.
    pub totp_code: Option<String>,
    /// JSON text of `RegistrationResponseJSON`.
    pub credential: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewPasskeyKind {
    pub kind: KeyKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewPasskey {
    pub name: String,
    /// JSON text of `RegistrationResponseJSON`.
    pub credential: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct PasskeyName {
    pub name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct EmailCodes {
    pub is_on: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewContact {
    pub value: String,
}
