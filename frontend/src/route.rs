//! Every address there is, with all it says: the address is the state of the page.

use shared::access::model::Section;
use shared::contract::encoded;
use shared::id::PatientId;

/// What draws a page. Each is downloaded by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// The summary, and the pages of nobody in particular.
    App,
    /// The entries of a card.
    Record,
    /// Signing in, and a new password.
    Account,
    /// Making an account.
    Register,
    /// The safety of one's account.
    Security,
}

/// One thing a registration asks for, in the order of asking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum RegisterStep {
    #[default]
    Name,
    Birth,
    Documents,
    Contacts,
    Password,
    /// The code of the SMS.
    Code,
    Done,
}

impl RegisterStep {
    pub const ALL: &[Self] = &[
        Self::Name,
        Self::Birth,
        Self::Documents,
        Self::Contacts,
        Self::Password,
        Self::Code,
        Self::Done,
    ];

    const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Birth => "birth",
            Self::Documents => "documents",
            Self::Contacts => "contacts",
            Self::Password => "password",
            Self::Code => "code",
            Self::Done => "done",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    Home,
    /// `next` is the address to go to afterwards.
    SignIn {
        next: Option<String>,
    },
    /// The second step of signing in.
    SignInCode {
        next: Option<String>,
    },
    Register {
        step: RegisterStep,
    },
    Recovery,
    /// A code is on its way, and is typed with the new password.
    RecoveryCode,
    Invitation,
    ProveEmail,
    Security,
    /// The messages a demo server has sent.
    Outbox,
    Summary {
        patient: PatientId,
    },
    /// All entries, or those of one section.
    Entries {
        patient: PatientId,
        section: Option<Section>,
    },
    Settings,
    Help,
    NotFound,
}

impl Route {
    /// The page of a path with its query, such as `/patients/…/entries?section=notes`.
    pub fn parse(address: &str) -> Self {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let mut words = path.split('/').filter(|word| !word.is_empty());
        let words = [words.next(), words.next(), words.next(), words.next()];
        match words {
            [None, ..] => Self::Home,
            [Some("sign-in"), None, ..] if is_code(query) => {
                Self::SignInCode { next: parameter(query, "next") }
            }
            [Some("sign-in"), None, ..] => Self::SignIn { next: parameter(query, "next") },
            [Some("register"), None, ..] => {
                let word = parameter(query, "step").unwrap_or_default();
                let step = RegisterStep::ALL.iter().find(|step| step.word() == word);
                Self::Register { step: step.copied().unwrap_or_default() }
            }
            [Some("recovery"), None, ..] if is_code(query) => Self::RecoveryCode,
            [Some("recovery"), None, ..] => Self::Recovery,
            [Some("invitation"), None, ..] => Self::Invitation,
            [Some("prove-email"), None, ..] => Self::ProveEmail,
            [Some("security"), None, ..] => Self::Security,
            [Some("dev"), Some("outbox"), None, ..] => Self::Outbox,
            [Some("settings"), None, ..] => Self::Settings,
            [Some("help"), None, ..] => Self::Help,
            [Some("patients"), Some(patient), page, None] => match (patient.parse(), page) {
                (Ok(patient), None) => Self::Summary { patient },
                (Ok(patient), Some("entries")) => {
                    let section = parameter(query, "section").and_then(|word| word.parse().ok());
                    Self::Entries { patient, section }
                }
                (Ok(_), Some(_)) | (Err(_), _) => Self::NotFound,
            },
            [Some(_), ..] => Self::NotFound,
        }
    }

    /// The path with its query.
    pub fn address(&self) -> String {
        match self {
            Self::SignIn { next: Some(next) } => format!("/sign-in?next={}", encoded(next)),
            Self::SignInCode { next: Some(next) } => {
                format!("/sign-in?step=code&next={}", encoded(next))
            }
            Self::SignInCode { next: None } => "/sign-in?step=code".to_owned(),
            Self::Register { step } if *step != RegisterStep::Name => {
                format!("/register?step={}", step.word())
            }
            Self::Summary { patient } => format!("/patients/{patient}"),
            Self::Entries { patient, section: None } => format!("/patients/{patient}/entries"),
            Self::Entries { patient, section: Some(section) } => {
                format!("/patients/{patient}/entries?section={section}")
            }
            Self::Home => "/".to_owned(),
            Self::SignIn { next: None } => "/sign-in".to_owned(),
            Self::Register { .. } => "/register".to_owned(),
            Self::Recovery => "/recovery".to_owned(),
            Self::RecoveryCode => "/recovery?step=code".to_owned(),
            Self::Invitation => "/invitation".to_owned(),
            Self::ProveEmail => "/prove-email".to_owned(),
            Self::Security => "/security".to_owned(),
            Self::Outbox => "/dev/outbox".to_owned(),
            Self::Settings => "/settings".to_owned(),
            Self::Help => "/help".to_owned(),
            Self::NotFound => "/404".to_owned(),
        }
    }

    /// Which program draws it; `None`: each can.
    pub const fn program(&self) -> Option<Program> {
        match self {
            Self::SignIn { .. }
            | Self::SignInCode { .. }
            | Self::Recovery
            | Self::RecoveryCode
            | Self::Outbox => Some(Program::Account),
            Self::Register { .. } | Self::Invitation | Self::ProveEmail => Some(Program::Register),
            Self::Security => Some(Program::Security),
            Self::Entries { .. } => Some(Program::Record),
            Self::Home | Self::Summary { .. } | Self::Settings | Self::Help => Some(Program::App),
            Self::NotFound => None,
        }
    }
}

fn is_code(query: &str) -> bool {
    parameter(query, "step").as_deref() == Some(RegisterStep::Code.word())
}

fn parameter(query: &str, name: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    js_sys::decode_uri_component(value).ok().map(String::from)
}
