//! Every address there is, with all it says: the address is the state of the page.

use shared::access::model::Section;
use shared::contract::encoded;
use shared::id::{AppointmentId, EntryId, PatientId, PractitionerRoleId};
use shared::record::model::Entry;
use time::{Date, Month};

/// What is downloaded only when a page of its own is opened. Who adds one: [`Route::part`] says which
/// addresses it draws, `portal/src/main.rs` cuts it off, and `PARTS` of `backend/src/http/assets.rs`
/// lets the browser fetch it together with the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The start, and the summary of a card.
    Home,
    /// The entries of a card.
    Record,
    /// One entry, and what is said of it.
    Entry,
    /// What patients tell of themselves.
    Own,
    /// What patients ask of organizations.
    Requests,
    /// Results of examinations, in lists.
    Results,
    /// A report or a value.
    Report,
    /// Results side by side.
    Comparison,
    /// The values of one analyte over time.
    Series,
    /// What patients measure themselves.
    Measurements,
    /// Who sees a card.
    Consent,
    /// Who asks to see one.
    Asks,
    /// The cards one acts in, and where a code is typed.
    People,
    /// What one was told, and how.
    Notifications,
    /// Entries that somebody shows by a link.
    Shares,
    /// Who looked at a card.
    Journal,
    /// All journals, for the security officer.
    Audit,
    /// Writing protocols, their versions and templates.
    Protocols,
    /// The desk of a laboratory.
    Feed,
    /// An organization, and who works there.
    Admin,
    /// Finding a doctor or a clinic.
    Booking,
    /// The times of a doctor, and the form for one of them.
    Practitioner,
    /// The visits that are booked.
    Visits,
    /// The visits of a day, for those who receive patients.
    Day,
    /// Who works when, for the administrators of a clinic.
    Schedules,
    /// What a clinic shows on its site, for its administrators.
    Widgets,
    /// Versions of protocols, and templates.
    Versions,
    /// What pages open only when it is wanted: no address leads there.
    Tools,
    /// The camera: no address leads there.
    Scan,
    /// Signing in.
    Account,
    /// A forgotten password.
    Recovery,
    /// The same over a page that waits: no address leads there.
    Guest,
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

/// Which entries of a card are shown. The words one looks for are not here: what they tell about
/// somebody's health does not belong in an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntryFilter {
    pub section: Option<Section>,
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub until: Option<Day>,
    /// The [`mark`] of an organization's name.
    pub organization: Option<u32>,
    /// The [`mark`] of the name of who wrote it.
    pub author: Option<u32>,
}

impl EntryFilter {
    fn parse(query: &str) -> Self {
        let day = |name| parameter(query, name).and_then(|word| Day::parse(&word));
        let mark = |name| {
            parameter(query, name).and_then(|word| u32::from_str_radix(&word, MARK_RADIX).ok())
        };
        Self {
            section: parameter(query, "section").and_then(|word| word.parse().ok()),
            from: day("from"),
            until: day("until"),
            organization: mark("organization"),
            author: mark("author"),
        }
    }

    /// What stands behind the path, with its question mark.
    fn query(&self) -> String {
        let mark = |mark: u32| format!("{mark:08x}");
        let pairs = [
            ("section", self.section.map(|section| section.to_string())),
            ("from", self.from.map(Day::word)),
            ("until", self.until.map(Day::word)),
            ("organization", self.organization.map(mark)),
            ("author", self.author.map(mark)),
        ];
        let mut query = String::new();
        for (name, value) in pairs {
            if let Some(value) = value {
                query.push(if query.is_empty() { '?' } else { '&' });
                query.push_str(name);
                query.push('=');
                query.push_str(&value);
            }
        }
        query
    }
}

const MARK_RADIX: u32 = 16;

/// A short sign of a name, by which an address chooses it without telling it (FNV-1a, 32 bits).
pub fn mark(name: &str) -> u32 {
    const PRIME: u32 = 16_777_619;
    name.bytes().fold(2_166_136_261, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(PRIME))
}

/// A day of an address, as the number `20260312`: the main part reads addresses, and the
/// calendar is in others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(u32);

impl Day {
    pub fn of(date: Date) -> Option<Self> {
        let year = u32::try_from(date.year()).ok()?;
        let month = u32::from(u8::from(date.month()));
        Some(Self(year * 10_000 + month * 100 + u32::from(date.day())))
    }

    /// `2026-03-12`
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.replace('-', "");
        (text.len() == 10 && digits.len() == 8).then(|| digits.parse().ok().map(Self)).flatten()
    }

    /// `2026-03-12`
    pub fn word(self) -> String {
        let mut word = (self.0 + 100_000_000).to_string();
        word.remove(0);
        word.insert(6, '-');
        word.insert(4, '-');
        word
    }

    /// The day, where the calendar has it.
    pub fn date(self) -> Option<Date> {
        let month = Month::try_from(u8::try_from(self.0 / 100 % 100).ok()?).ok()?;
        let day = u8::try_from(self.0 % 100).ok()?;
        Date::from_calendar_date(i32::try_from(self.0 / 10_000).ok()?, month, day).ok()
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
    Entries {
        patient: PatientId,
        filter: EntryFilter,
    },
    Entry {
        patient: PatientId,
        entry: EntryId,
    },
    /// Where patients tell of themselves. `about` is what follows the question mark: the part
    /// that draws the page reads it, the others carry it only.
    Own {
        patient: PatientId,
        about: String,
    },
    /// What a patient asked of organizations. `about` as in [`Route::Own`].
    Requests {
        patient: PatientId,
        about: String,
    },
    /// Results of a card. `about` as in [`Route::Own`].
    Results {
        patient: PatientId,
        about: String,
    },
    /// A report or a value, with what it is compared with.
    Report {
        patient: PatientId,
        entry: EntryId,
    },
    /// Results side by side. `about` as in [`Route::Own`].
    Comparison {
        patient: PatientId,
        about: String,
    },
    /// The values of one analyte over time.
    /// `about` as in [`Route::Own`].
    Series {
        patient: PatientId,
        entry: EntryId,
        about: String,
    },
    /// What a patient measures.
    Measurements {
        patient: PatientId,
    },
    /// Who sees a card, and who asks to.
    Consent {
        patient: PatientId,
    },
    /// How practitioners come to cards that are not open to them yet.
    Asks,
    /// The cards one may act in for somebody else.
    People,
    /// What one was told.
    Notifications,
    /// How one wishes to be told.
    NotificationSettings,
    /// Entries that somebody shows by a link; its secret stands behind the `#`.
    Shared,
    /// Who looked at a card. `about` as in [`Route::Own`].
    Journal {
        patient: PatientId,
        about: String,
    },
    /// All journals, for the security officer. `about` as in [`Route::Own`].
    Audit {
        about: String,
    },
    /// Where a doctor writes a protocol. `about` as in [`Route::Own`].
    Protocol {
        patient: PatientId,
        about: String,
    },
    /// The versions of an entry side by side.
    Versions {
        patient: PatientId,
        entry: EntryId,
    },
    /// A doctor's own templates. `about` as in [`Route::Own`].
    Templates {
        about: String,
    },
    /// What patients ask of the organization one works for.
    Desk,
    /// The desk of a laboratory.
    Feed,
    /// An organization, for its administrators. `about` as in [`Route::Own`].
    Admin {
        about: String,
    },
    /// Doctors and clinics. `about` as in [`Route::Own`].
    Booking {
        about: String,
    },
    /// One doctor and their free times. `about` as in [`Route::Own`].
    Practitioner {
        practitioner: PractitionerRoleId,
        about: String,
    },
    /// The visits of a card.
    Visits {
        patient: PatientId,
    },
    /// One visit.
    Visit {
        patient: PatientId,
        appointment: AppointmentId,
    },
    /// The visits of a day. `about` as in [`Route::Own`].
    Day {
        about: String,
    },
    /// Who works when. `about` as in [`Route::Own`].
    Schedules {
        about: String,
    },
    /// What a clinic shows on its site.
    Widgets,
    Settings,
    Help,
    NotFound,
}

impl Route {
    /// A card's entries, of one section if wished.
    pub fn entries(patient: PatientId, section: Option<Section>) -> Self {
        Self::Entries { patient, filter: EntryFilter { section, ..EntryFilter::default() } }
    }

    /// The values that an entry has one of.
    pub const fn series(patient: PatientId, entry: EntryId) -> Self {
        Self::Series { patient, entry, about: String::new() }
    }

    /// The page of an entry: results have one of their own.
    pub fn entry(patient: PatientId, entry: &Entry) -> Self {
        let is_result = entry.section == Section::Results;
        Self::entry_in(patient, entry.id, is_result)
    }

    /// The same where no more is known than whether it is a result.
    pub const fn entry_in(patient: PatientId, entry: EntryId, is_result: bool) -> Self {
        if is_result { Self::Report { patient, entry } } else { Self::Entry { patient, entry } }
    }

    /// The page of a path with its query, such as `/patients/…/entries?section=notes`.
    pub fn parse(address: &str) -> Self {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let mut words = path.split('/').filter(|word| !word.is_empty());
        let words = [words.next(), words.next(), words.next(), words.next(), words.next()];
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
            [Some("dev"), Some("outbox"), None, ..] => Self::Outbox,
            [Some("notifications"), Some("settings"), None, ..] => Self::NotificationSettings,
            [Some("audit"), None, ..] => Self::Audit { about: query.to_owned() },
            [Some("admin"), None, ..] => Self::Admin { about: query.to_owned() },
            [Some("booking"), None, ..] => Self::Booking { about: query.to_owned() },
            [Some("booking"), Some(practitioner), None, ..] => {
                practitioner.parse::<PractitionerRoleId>().map_or(Self::NotFound, |practitioner| {
                    Self::Practitioner { practitioner, about: query.to_owned() }
                })
            }
            [Some("day"), None, ..] => Self::Day { about: query.to_owned() },
            [Some("schedules"), None, ..] => Self::Schedules { about: query.to_owned() },
            [Some("widgets"), None, ..] => Self::Widgets,
            [Some("protocol-templates"), None, ..] => Self::Templates { about: query.to_owned() },
            [Some("patients"), Some(patient), Some(page), Some(entry), None] => {
                match (patient.parse(), entry.parse(), page) {
                    (Ok(patient), Ok(entry), "entries") => Self::Entry { patient, entry },
                    (Ok(patient), Ok(entry), "versions") => Self::Versions { patient, entry },
                    (Ok(patient), Ok(entry), "results") => Self::Report { patient, entry },
                    (Ok(patient), Ok(entry), "visits") => {
                        Self::Visit { patient, appointment: AppointmentId(entry.0) }
                    }
                    (Ok(patient), Ok(entry), "series") => {
                        Self::Series { patient, entry, about: query.to_owned() }
                    }
                    (Ok(_), Ok(_), _) | (Err(_), _, _) | (_, Err(_), _) => Self::NotFound,
                }
            }
            [Some("patients"), Some(patient), page, None, _] => Self::of_card(patient, page, query),
            [Some(word), None, ..] => Self::of_word(word),
            [Some(_), ..] => Self::NotFound,
        }
    }

    /// The page whose address is one word and says nothing more.
    fn of_word(word: &str) -> Self {
        match word {
            "invitation" => Self::Invitation,
            "prove-email" => Self::ProveEmail,
            "security" => Self::Security,
            "feed" => Self::Feed,
            "requests" => Self::Desk,
            "access" => Self::Asks,
            "people" => Self::People,
            "notifications" => Self::Notifications,
            "s" => Self::Shared,
            "settings" => Self::Settings,
            "help" => Self::Help,
            _ => Self::NotFound,
        }
    }

    /// A page of one card.
    fn of_card(patient: &str, page: Option<&str>, query: &str) -> Self {
        match (patient.parse(), page) {
            (Ok(patient), None) => Self::Summary { patient },
            (Ok(patient), Some("entries")) => {
                Self::Entries { patient, filter: EntryFilter::parse(query) }
            }
            (Ok(patient), Some("own")) => Self::Own { patient, about: query.to_owned() },
            (Ok(patient), Some("measurements")) => Self::Measurements { patient },
            (Ok(patient), Some("visits")) => Self::Visits { patient },
            (Ok(patient), Some("access")) => Self::Consent { patient },
            (Ok(patient), Some("journal")) => Self::Journal { patient, about: query.to_owned() },
            (Ok(patient), Some("protocol")) => Self::Protocol { patient, about: query.to_owned() },
            (Ok(patient), Some("requests")) => Self::Requests { patient, about: query.to_owned() },
            (Ok(patient), Some("results")) => Self::Results { patient, about: query.to_owned() },
            (Ok(patient), Some("comparison")) => {
                Self::Comparison { patient, about: query.to_owned() }
            }
            (Ok(_), Some(_)) | (Err(_), _) => Self::NotFound,
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
            Self::Entries { patient, filter } => {
                format!("/patients/{patient}/entries{}", filter.query())
            }
            Self::Entry { patient, entry } => format!("/patients/{patient}/entries/{entry}"),
            Self::Own { patient, about } => format!("/patients/{patient}/own?{about}"),
            Self::Measurements { patient } => format!("/patients/{patient}/measurements"),
            Self::Consent { patient } => format!("/patients/{patient}/access"),
            Self::Journal { patient, about } => card_page(*patient, "journal", about),
            Self::Protocol { patient, about } => card_page(*patient, "protocol", about),
            Self::Versions { patient, entry } => format!("/patients/{patient}/versions/{entry}"),
            Self::Templates { about } => page("/protocol-templates", about),
            Self::Requests { patient, about } => card_page(*patient, "requests", about),
            Self::Results { patient, about } => card_page(*patient, "results", about),
            Self::Comparison { patient, about } => card_page(*patient, "comparison", about),
            Self::Report { patient, entry } => format!("/patients/{patient}/results/{entry}"),
            Self::Series { patient, entry, about } => {
                card_page(*patient, &format!("series/{entry}"), about)
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
            Self::Feed => "/feed".to_owned(),
            Self::Audit { about } => page("/audit", about),
            Self::Admin { about } => page("/admin", about),
            Self::Booking { about } => page("/booking", about),
            Self::Practitioner { practitioner, about } => {
                page(&format!("/booking/{practitioner}"), about)
            }
            Self::Visits { patient } => card_page(*patient, "visits", ""),
            Self::Visit { patient, appointment } => {
                card_page(*patient, &format!("visits/{appointment}"), "")
            }
            Self::Day { about } => page("/day", about),
            Self::Schedules { about } => page("/schedules", about),
            Self::Widgets => "/widgets".to_owned(),
            Self::Desk => "/requests".to_owned(),
            Self::Asks => "/access".to_owned(),
            Self::People => "/people".to_owned(),
            Self::Notifications => "/notifications".to_owned(),
            Self::NotificationSettings => "/notifications/settings".to_owned(),
            Self::Shared => "/s".to_owned(),
            Self::Settings => "/settings".to_owned(),
            Self::Help => "/help".to_owned(),
            Self::NotFound => "/404".to_owned(),
        }
    }

    /// Whose card the page is of.
    pub const fn patient(&self) -> Option<PatientId> {
        match self {
            Self::Summary { patient }
            | Self::Entries { patient, .. }
            | Self::Entry { patient, .. }
            | Self::Own { patient, .. }
            | Self::Requests { patient, .. }
            | Self::Results { patient, .. }
            | Self::Report { patient, .. }
            | Self::Comparison { patient, .. }
            | Self::Series { patient, .. }
            | Self::Measurements { patient }
            | Self::Consent { patient }
            | Self::Protocol { patient, .. }
            | Self::Versions { patient, .. }
            | Self::Visits { patient }
            | Self::Visit { patient, .. }
            | Self::Journal { patient, .. } => Some(*patient),
            Self::SignIn { .. }
            | Self::SignInCode { .. }
            | Self::Register { .. }
            | Self::Recovery
            | Self::RecoveryCode
            | Self::Invitation
            | Self::ProveEmail
            | Self::Security
            | Self::Outbox
            | Self::Home
            | Self::Asks
            | Self::People
            | Self::Notifications
            | Self::NotificationSettings
            | Self::Shared
            | Self::Templates { .. }
            | Self::Audit { .. }
            | Self::Admin { .. }
            | Self::Booking { .. }
            | Self::Practitioner { .. }
            | Self::Day { .. }
            | Self::Schedules { .. }
            | Self::Widgets
            | Self::Desk
            | Self::Feed
            | Self::Settings
            | Self::Help
            | Self::NotFound => None,
        }
    }

    /// Which part draws it; `None`: what is always there.
    pub const fn part(&self) -> Option<Part> {
        match self {
            Self::SignIn { .. } | Self::SignInCode { .. } => Some(Part::Account),
            Self::Recovery | Self::RecoveryCode | Self::Outbox => Some(Part::Recovery),
            Self::Register { .. } | Self::Invitation | Self::ProveEmail => Some(Part::Register),
            Self::Security => Some(Part::Security),
            Self::Entries { .. } => Some(Part::Record),
            Self::Entry { .. } => Some(Part::Entry),
            Self::Own { .. } => Some(Part::Own),
            Self::Feed => Some(Part::Feed),
            Self::Admin { .. } => Some(Part::Admin),
            Self::Booking { .. } => Some(Part::Booking),
            Self::Practitioner { .. } => Some(Part::Practitioner),
            Self::Visits { .. } | Self::Visit { .. } => Some(Part::Visits),
            Self::Day { .. } => Some(Part::Day),
            Self::Schedules { .. } => Some(Part::Schedules),
            Self::Widgets => Some(Part::Widgets),
            Self::Protocol { .. } => Some(Part::Protocols),
            Self::Versions { .. } | Self::Templates { .. } => Some(Part::Versions),
            Self::Requests { .. } | Self::Desk => Some(Part::Requests),
            Self::Results { .. } => Some(Part::Results),
            Self::Report { .. } => Some(Part::Report),
            Self::Comparison { .. } => Some(Part::Comparison),
            Self::Series { .. } => Some(Part::Series),
            Self::Measurements { .. } => Some(Part::Measurements),
            Self::Consent { .. } => Some(Part::Consent),
            Self::Asks => Some(Part::Asks),
            Self::People => Some(Part::People),
            Self::Notifications | Self::NotificationSettings => Some(Part::Notifications),
            Self::Shared => Some(Part::Shares),
            Self::Journal { .. } => Some(Part::Journal),
            Self::Audit { .. } => Some(Part::Audit),
            Self::Home | Self::Summary { .. } => Some(Part::Home),
            Self::Settings | Self::Help | Self::NotFound => None,
        }
    }
}

fn card_page(patient: PatientId, name: &str, about: &str) -> String {
    page(&format!("/patients/{patient}/{name}"), about)
}

/// A path, with what follows the question mark where there is anything.
fn page(path: &str, about: &str) -> String {
    let question = if about.is_empty() { "" } else { "?" };
    format!("{path}{question}{about}")
}

fn is_code(query: &str) -> bool {
    parameter(query, "step").as_deref() == Some(RegisterStep::Code.word())
}

/// A field of what follows the question mark, decoded.
pub fn parameter(query: &str, name: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    js_sys::decode_uri_component(value).ok().map(String::from)
}
