use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::access::model::Role;
use crate::id::{AccountId, PatientId};
use crate::wire_time;
use crate::words::words;

words! {
    /// What somebody shows to be let in, or to be let further (ACC-7, ACC-8, ACC-19).
    Factor {
        /// A discoverable credential whose device verifies its user: enough by itself.
        Passkey "passkey",
        /// A hardware key that is touched: only after a password.
        SecurityKey "security_key",
        /// A code of an authenticator app (RFC 6238).
        Totp "totp",
        Sms "sms",
        Email "email",
        /// One of ten codes on paper.
        RecoveryCode "recovery_code",
        /// Nothing at all: the invented people of a demo server.
        Demo "demo",
    }

    /// What a WebAuthn credential may be used for.
    KeyKind {
        Passkey "passkey",
        SecurityKey "security_key",
    }

    /// A way to reach the owner of an account.
    ContactKind {
        Phone "phone",
        Email "email",
    }

    /// The document somebody registers with.
    DocumentKind {
        RussianPassport "russian_passport",
        ForeignPassport "foreign_passport",
        BirthCertificate "birth_certificate",
        ResidencePermit "residence_permit",
        Other "other",
    }

    /// How far a registration has come.
    RegistrationStage {
        /// Fields are being filled in.
        Form "form",
        /// A code was sent to the phone.
        Code "code",
    }

    /// What happened to an account, as its owner reads it.
    SecurityEvent {
        Registered "registered",
        SignedIn "signed_in",
        SignInFailed "sign_in_failed",
        SignInLocked "sign_in_locked",
        SignedOut "signed_out",
        SessionEnded "session_ended",
        OtherSessionsEnded "other_sessions_ended",
        SteppedUp "stepped_up",
        StepUpFailed "step_up_failed",
        PasswordChanged "password_changed",
        PasswordReset "password_reset",
        RecoveryAsked "recovery_asked",
        PasskeyAdded "passkey_added",
        PasskeyRenamed "passkey_renamed",
        PasskeyRemoved "passkey_removed",
        /// A counter that went back: perhaps a copy of the device.
        PasskeyCloned "passkey_cloned",
        TotpAdded "totp_added",
        TotpRemoved "totp_removed",
        EmailCodesOn "email_codes_on",
        EmailCodesOff "email_codes_off",
        RecoveryCodesMade "recovery_codes_made",
        PhoneChanged "phone_changed",
        EmailChanged "email_changed",
        PhoneProved "phone_proved",
        EmailProved "email_proved",
        NotMe "not_me",
        /// What was done looked like somebody else's doing: every session was ended (AUD-5).
        SessionsClosed "sessions_closed",
        Invited "invited",
        InvitationAccepted "invitation_accepted",
    }
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Session {
    pub account: AccountId,
    pub role: Role,
    /// «Анна Петровна» for a greeting.
    pub name: String,
    /// The account's own card, where it has one.
    pub card: Option<PatientId>,
    /// The clinic a member of staff works for.
    pub organization: Option<String>,
    /// Seconds until the session ends when nothing is done.
    pub idle_seconds: u32,
    /// Contacts that have to be proved before a card opens (ACC-2, ACC-3).
    pub unproved: Vec<ContactKind>,
    /// How much waits for an answer: of what is asked of the caller’s organization; for patients,
    /// who asks to see their card.
    #[serde(default)]
    pub asked: u32,
    /// The caller's own card is open to a doctor in an emergency just now (ACL-5).
    #[serde(default)]
    pub has_emergency: bool,
    /// The cards the caller may act in for somebody else (CARD-13).
    #[serde(default)]
    pub represents: Vec<PatientId>,
}

/// Somebody a demo server lets one sign in as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct DemoAccount {
    pub account: AccountId,
    pub role: Role,
    pub name: String,
    /// What there is to see: «Диабет второго типа, аллергия на пенициллин».
    pub about: String,
}

/// A registration as it is typed, nothing checked; `accounts::rules::check_registration` checks it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct RegistrationForm {
    pub surname: String,
    pub given: String,
    /// Empty where there is none.
    pub patronymic: String,
    /// Said to be none, as against not filled in yet. Only for the page.
    #[serde(default)]
    #[cfg_attr(feature = "server", oai(default))]
    pub no_patronymic: bool,
    /// Any form people write dates in.
    pub birth_date: String,
    /// `female` or `male`; empty until chosen.
    pub sex: String,
    pub snils: String,
    /// A word of `DocumentKind`; empty until chosen.
    pub document_kind: String,
    /// Series and number.
    pub document_number: String,
    /// ЕНП; may be empty.
    pub policy_number: String,
    /// ИНН; may be empty.
    pub inn: String,
    pub phone: String,
    pub email: String,
}

/// A registration on its way. It lies sealed on the server for an hour, under a cookie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Registration {
    pub stage: RegistrationStage,
    pub form: RegistrationForm,
    /// The code that is waited for, at the stage `code`.
    pub code: Option<CodeSent>,
}

/// A one-time code is on its way, or would be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct CodeSent {
    /// `sms` or `email`.
    pub factor: Factor,
    /// `+7 ··· ···-45-67` or `а···@example.org`.
    pub to: String,
    /// Another one may be asked for after so many seconds.
    pub resend_seconds: u32,
    /// The code is good for so many seconds.
    pub valid_seconds: u32,
}

/// What a sign-in needs next. No session exists yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct FactorChoice {
    /// The strongest first; never empty.
    pub factors: Vec<Factor>,
}

/// A WebAuthn ceremony that the browser is to hold (WebAuthn Level 3, 5.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Ceremony {
    /// JSON text of `PublicKeyCredentialCreationOptionsJSON` or `…RequestOptionsJSON`.
    pub options: String,
}

/// A new TOTP secret, to be confirmed by a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct TotpSecret {
    /// Base32, for typing.
    pub secret: String,
    /// `otpauth://totp/…`, for a QR code.
    pub uri: String,
}

/// Ten codes, shown this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct RecoveryCodes {
    /// `abcd-efgh-jkmn`
    pub codes: Vec<String>,
}

/// What staff are invited to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Invitation {
    /// «Соколова Елена Викторовна»
    pub name: String,
    pub role: Role,
    pub organization: String,
    /// When the term of work ends, if it does.
    #[serde(with = "wire_time::optional_moment")]
    pub ends_at: Option<OffsetDateTime>,
    /// For those who take an authenticator app.
    pub totp: TotpSecret,
    /// For those who take a passkey.
    pub passkey: Ceremony,
}

/// Everything about the safety of one's account on one screen (ACC-17).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Security {
    pub contacts: Vec<Contact>,
    #[serde(with = "wire_time::optional_moment")]
    pub password_changed_at: Option<OffsetDateTime>,
    pub passkeys: Vec<Passkey>,
    #[serde(with = "wire_time::optional_moment")]
    pub totp_since: Option<OffsetDateTime>,
    /// Whether codes by e-mail are set up as a second factor.
    pub email_codes: bool,
    /// How many are not used yet.
    pub recovery_codes_left: u32,
    /// The present one first, then the last used.
    pub sessions: Vec<LiveSession>,
    /// The newest first, at most 50.
    pub history: Vec<SecurityLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Contact {
    pub kind: ContactKind,
    /// `+7 900 123-45-67` or the address.
    pub value: String,
    pub is_proved: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Passkey {
    pub id: Uuid,
    pub kind: KeyKind,
    /// As the owner calls it.
    pub name: String,
    #[serde(with = "wire_time::moment")]
    pub added_at: OffsetDateTime,
    #[serde(with = "wire_time::optional_moment")]
    pub last_used_at: Option<OffsetDateTime>,
    /// Refused since its counter went back.
    pub is_cloned: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct LiveSession {
    pub id: Uuid,
    pub is_current: bool,
    /// «Chrome, Windows», by what the browser says of itself.
    pub device: Option<String>,
    pub address: Option<String>,
    pub factor: Option<Factor>,
    #[serde(with = "wire_time::moment")]
    pub started_at: OffsetDateTime,
    #[serde(with = "wire_time::moment")]
    pub seen_at: OffsetDateTime,
}

/// One line of the account's own journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct SecurityLine {
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
    pub event: SecurityEvent,
    pub factor: Option<Factor>,
    pub device: Option<String>,
    pub address: Option<String>,
}
