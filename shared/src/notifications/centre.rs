//! What somebody was told, in one list; and how they wish to be told (MSG-3).

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::model::Notice;
use crate::contract::FieldReason;
use crate::wire_time;
use crate::words::words;

words! {
    /// What a notification is about: how one is told is chosen for each.
    NotificationTopic {
        /// What is new in the card.
        Entries "entries",
        Results "results",
        /// Who asks to see the card, and who looked at it.
        Requests "requests",
        Visits "visits",
        Reminders "reminders",
        /// For members of staff: what came for them.
        Work "work",
        /// For members of staff: what may not wait.
        Duty "duty",
        /// The safety of the account and of the card.
        Security "security",
    }

    /// A way to be told.
    NotificationWay {
        /// In the list of the portal.
        App "app",
        /// By a browser, also while the portal is closed.
        Push "push",
        Sms "sms",
        Email "email",
    }

    /// Where what was told is looked at.
    NotificationTarget {
        Home "home",
        Entries "entries",
        Results "results",
        /// Who sees the card.
        Access "access",
        /// Which cards one asked to see.
        Asked "asked",
        Journal "journal",
        People "people",
        Visits "visits",
        Security "security",
        /// All journals, for the security officer.
        Audit "audit",
    }
}

/// The most notifications in one answer.
pub const PAGE: usize = 30;
/// The most browsers of one account that are told.
pub const DEVICES_MAX: usize = 10;
/// The most characters of a browser's address.
pub const ENDPOINT_MAX: usize = 1_000;
/// Told in one go as read.
pub const READ_MAX: usize = 100;
/// How long notifications are kept, in days.
pub const KEPT_DAYS: i64 = 365;
const DAY: u32 = 24 * 60;

/// Something one was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Notification {
    pub id: Uuid,
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
    pub topic: NotificationTopic,
    pub title: String,
    pub body: String,
    pub target: NotificationTarget,
    pub is_read: bool,
}

/// Notifications, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NotificationPage {
    pub notifications: Vec<Notification>,
    /// Of all, not of this page.
    pub unread: u32,
    /// Whether there are older ones.
    pub has_more: bool,
}

/// Which notifications were read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ReadNotifications {
    /// These, at most [`READ_MAX`].
    pub ids: Vec<Uuid>,
    /// And this one with all before it: those that came since were not seen.
    pub until: Option<Uuid>,
}

/// How many notifications were not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Unread {
    pub unread: u32,
}

/// How one is told of one topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NotificationChoice {
    pub topic: NotificationTopic,
    /// None: not at all.
    pub ways: Vec<NotificationWay>,
}

/// When nothing is sent but what cannot wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct QuietHours {
    /// Minutes since midnight, 0 to 1439; from it on.
    pub from: u32,
    /// The same, up to it; before `from` it is of the next day.
    pub until: u32,
    /// By which clock: a name of the IANA time zone database.
    pub time_zone: String,
}

/// How one wishes to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NotificationSettings {
    /// Topics that are absent are told as usual.
    pub choices: Vec<NotificationChoice>,
    pub quiet: Option<QuietHours>,
    /// Changed by every change; 0 before the first.
    pub version: i64,
}

/// A browser that is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct PushDevice {
    pub id: Uuid,
    /// Which browser on what, as it calls itself.
    pub name: String,
    /// The [`endpoint_mark`] of where it is told: a browser knows itself by it.
    pub mark: String,
    #[serde(with = "wire_time::moment")]
    pub since: OffsetDateTime,
}

/// A browser that is to be told from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewPushDevice {
    /// Where its push service takes messages for it (RFC 8030).
    pub endpoint: String,
}

/// How one wishes to be told, and by what one can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NotificationSettingsPage {
    /// A choice for every topic that may concern the caller, in the order of the page.
    pub settings: NotificationSettings,
    /// Whether there is a proved phone.
    pub has_phone: bool,
    /// Whether there is a proved address of e-mail.
    pub has_email: bool,
    pub devices: Vec<PushDevice>,
    /// The public key push services know us by, an uncompressed P-256 point in base64url (RFC 8292).
    pub push_key: String,
}

/// What tells browsers apart without saying where they are told: FNV-1a of 64 bits.
pub fn endpoint_mark(endpoint: &str) -> String {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(PRIME);
    format!("{:016x}", endpoint.bytes().fold(BASIS, mix))
}

impl NotificationTopic {
    /// Whether it concerns somebody: what comes of work is of those who work, the rest of everybody.
    pub const fn concerns(self, is_staff: bool) -> bool {
        match self {
            Self::Work | Self::Duty => is_staff,
            Self::Entries
            | Self::Results
            | Self::Requests
            | Self::Visits
            | Self::Reminders
            | Self::Security => true,
        }
    }

    /// Whether one must be told by SMS or e-mail: a stranger at an open page could read it away, and
    /// nobody would know.
    pub const fn is_mandatory(self) -> bool {
        match self {
            Self::Duty | Self::Security => true,
            Self::Entries
            | Self::Results
            | Self::Requests
            | Self::Visits
            | Self::Reminders
            | Self::Work => false,
        }
    }
}

impl NotificationSettings {
    /// As it is where nothing was chosen: by every way there is.
    pub const fn usual() -> Self {
        Self { choices: Vec::new(), quiet: None, version: 0 }
    }

    /// How one is told of a topic.
    pub fn ways(&self, topic: NotificationTopic) -> &[NotificationWay] {
        let chosen = self.choices.iter().find(|choice| choice.topic == topic);
        chosen.map_or(NotificationWay::ALL, |choice| &choice.ways)
    }

    /// Checks what was chosen; whether there is such a time zone is the server's to say.
    ///
    /// # Errors
    /// A topic or a way that is named twice, a mandatory topic without SMS and e-mail, hours that are
    /// none or do not differ.
    pub fn check(&self) -> Result<(), (&'static str, FieldReason)> {
        let wrong = Err(("choices", FieldReason::Invalid));
        for (n, choice) in self.choices.iter().enumerate() {
            let is_twice = self.choices.iter().skip(n + 1).any(|it| it.topic == choice.topic);
            let has = |way| choice.ways.contains(&way);
            let ways = NotificationWay::ALL.iter().filter(|way| has(**way)).count();
            if is_twice || ways != choice.ways.len() {
                return wrong;
            }
            let is_outside = has(NotificationWay::Sms) || has(NotificationWay::Email);
            let is_kept = has(NotificationWay::App);
            if choice.topic.is_mandatory() && !(is_outside && is_kept) {
                return Err(("choices", FieldReason::Required));
            }
        }
        let Some(quiet) = &self.quiet else { return Ok(()) };
        if quiet.from >= DAY || quiet.until >= DAY || quiet.from == quiet.until {
            return Err(("quiet", FieldReason::Invalid));
        }
        Ok(())
    }
}

impl QuietHours {
    /// How many minutes it stays quiet, by a clock that shows so many since midnight; nothing where it
    /// is not quiet then.
    pub const fn left(&self, minute: u32) -> Option<u32> {
        let is_quiet = if self.from < self.until {
            self.from <= minute && minute < self.until
        } else {
            self.from <= minute || minute < self.until
        };
        if is_quiet { Some((self.until + DAY - minute) % DAY) } else { None }
    }
}

impl Notice {
    /// What it is about; nothing for what is no news but a key to a door, such as a code or a link,
    /// and for what is told to those who have no account.
    pub const fn topic(&self) -> Option<NotificationTopic> {
        use NotificationTopic as Topic;
        Some(match self {
            Self::Code { .. }
            | Self::ProveEmail { .. }
            | Self::Recovery { .. }
            | Self::Invitation { .. }
            | Self::Ticket { .. }
            | Self::GuestCode { .. }
            | Self::GuestBooked { .. } => return None,
            Self::AlreadyRegistered
            | Self::SignInLocked { .. }
            | Self::NewDevice { .. }
            | Self::CredentialsChanged { .. }
            | Self::PasskeyCloned { .. }
            | Self::SignInBlocked
            | Self::SessionsClosed
            | Self::EmergencyOpened
            | Self::EmergencyUnjustified
            | Self::RepresentativeAccepted
            | Self::RepresentativeEnded
            | Self::RepresentationEnded
            | Self::WorkChanged
            | Self::WorkEnded
            | Self::WorkBegun => Topic::Security,
            Self::AnomalyToReview
            | Self::CriticalResult
            | Self::EmergencyToReview
            | Self::EmergencyLimit => Topic::Duty,
            Self::Measurement | Self::ResultForDoctor | Self::AccessAllowed => Topic::Work,
            Self::Result => Topic::Results,
            Self::Protocol | Self::NewsOfRepresented => Topic::Entries,
            Self::AccessAsked | Self::ShareOpened | Self::Looked => Topic::Requests,
            Self::VisitBooked { .. }
            | Self::VisitMoved { .. }
            | Self::VisitCancelled { .. }
            | Self::VisitLate { .. }
            | Self::SlotOffered { .. }
            | Self::OffersMissed
            | Self::OfferGone => Topic::Visits,
            Self::VisitReminder { .. } => Topic::Reminders,
        })
    }

    /// Where it is looked at.
    pub const fn target(&self) -> NotificationTarget {
        use NotificationTarget as Target;
        match self {
            Self::Protocol => Target::Entries,
            Self::Result => Target::Results,
            Self::AccessAsked
            | Self::ShareOpened
            | Self::EmergencyOpened
            | Self::EmergencyUnjustified
            | Self::RepresentativeAccepted
            | Self::RepresentativeEnded => Target::Access,
            Self::AccessAllowed => Target::Asked,
            Self::Looked => Target::Journal,
            Self::NewsOfRepresented | Self::RepresentationEnded => Target::People,
            Self::VisitBooked { .. }
            | Self::VisitMoved { .. }
            | Self::VisitCancelled { .. }
            | Self::VisitLate { .. }
            | Self::VisitReminder { .. }
            | Self::SlotOffered { .. }
            | Self::OffersMissed
            | Self::OfferGone
            | Self::GuestBooked { .. } => Target::Visits,
            Self::AlreadyRegistered
            | Self::SignInLocked { .. }
            | Self::NewDevice { .. }
            | Self::CredentialsChanged { .. }
            | Self::PasskeyCloned { .. }
            | Self::SignInBlocked
            | Self::SessionsClosed => Target::Security,
            Self::AnomalyToReview | Self::EmergencyToReview | Self::EmergencyLimit => Target::Audit,
            Self::Measurement
            | Self::ResultForDoctor
            | Self::CriticalResult
            | Self::WorkChanged
            | Self::WorkEnded
            | Self::WorkBegun
            | Self::Code { .. }
            | Self::ProveEmail { .. }
            | Self::Recovery { .. }
            | Self::Invitation { .. }
            | Self::Ticket { .. }
            | Self::GuestCode { .. } => Target::Home,
        }
    }

    /// Whether it is told in quiet hours too: who sleeps through it loses something.
    pub const fn cannot_wait(&self) -> bool {
        match self.topic() {
            None | Some(NotificationTopic::Duty | NotificationTopic::Security) => true,
            Some(
                NotificationTopic::Entries
                | NotificationTopic::Results
                | NotificationTopic::Requests
                | NotificationTopic::Visits
                | NotificationTopic::Reminders
                | NotificationTopic::Work,
            ) => matches!(
                self,
                Self::VisitCancelled { .. }
                    | Self::VisitMoved { .. }
                    | Self::VisitLate { .. }
                    | Self::SlotOffered { .. }
                    | Self::OfferGone
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NIGHT: (u32, u32) = (22 * 60, 7 * 60 + 30);

    fn quiet((from, until): (u32, u32)) -> QuietHours {
        QuietHours { from, until, time_zone: "Europe/Moscow".into() }
    }

    fn chosen(topic: NotificationTopic, ways: &[NotificationWay]) -> NotificationSettings {
        let choices = vec![NotificationChoice { topic, ways: ways.to_vec() }];
        NotificationSettings { choices, ..NotificationSettings::usual() }
    }

    #[test]
    fn quiet_hours_go_over_midnight() {
        let night = quiet(NIGHT);
        assert_eq!(night.left(21 * 60 + 59), None);
        assert_eq!(night.left(22 * 60), Some(9 * 60 + 30));
        assert_eq!(night.left(0), Some(7 * 60 + 30));
        assert_eq!(night.left(7 * 60 + 29), Some(1));
        assert_eq!(night.left(7 * 60 + 30), None);
        let lunch = quiet((13 * 60, 14 * 60));
        assert_eq!((lunch.left(13 * 60), lunch.left(13 * 60 + 59)), (Some(60), Some(1)));
        assert_eq!((lunch.left(12 * 60), lunch.left(14 * 60)), (None, None));
        // Until midnight, which is the minute 0 of the next day.
        assert_eq!(quiet((20 * 60, 0)).left(23 * 60), Some(60));
    }

    #[test]
    fn what_keeps_people_safe_cannot_be_silenced() {
        use NotificationTopic as Topic;
        use NotificationWay as Way;
        let required = Err(("choices", FieldReason::Required));
        for topic in [Topic::Security, Topic::Duty] {
            for ways in [&[][..], &[Way::App], &[Way::App, Way::Push], &[Way::Sms, Way::Email]] {
                assert_eq!(chosen(topic, ways).check(), required, "{topic} {ways:?}");
            }
            assert_eq!(chosen(topic, &[Way::App, Way::Email]).check(), Ok(()));
        }
        for topic in Topic::ALL.iter().filter(|topic| !topic.is_mandatory()) {
            assert_eq!(chosen(*topic, &[]).check(), Ok(()));
        }
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        use NotificationTopic as Topic;
        use NotificationWay as Way;
        let wrong = Err(("choices", FieldReason::Invalid));
        assert_eq!(chosen(Topic::Results, &[Way::Sms, Way::Sms]).check(), wrong);
        let mut twice = chosen(Topic::Results, &[Way::Sms]);
        twice.choices.push(twice.choices[0].clone());
        assert_eq!(twice.check(), wrong);
        for hours in [(0, 0), (600, 600), (1_440, 60), (60, 1_440)] {
            let quiet = Some(quiet(hours));
            let settings = NotificationSettings { quiet, ..NotificationSettings::usual() };
            assert_eq!(settings.check(), Err(("quiet", FieldReason::Invalid)), "{hours:?}");
        }
    }

    /// The values of the authors' own page.
    #[test]
    fn marks_are_fnv_1a() {
        assert_eq!(endpoint_mark(""), "cbf29ce484222325");
        assert_eq!(endpoint_mark("a"), "af63dc4c8601ec8c");
        assert_eq!(endpoint_mark("foobar"), "85944171f73967e8");
    }

    #[test]
    fn nothing_chosen_is_every_way() {
        let usual = NotificationSettings::usual();
        for topic in NotificationTopic::ALL {
            assert_eq!(usual.ways(*topic), NotificationWay::ALL);
        }
        let none = chosen(NotificationTopic::Visits, &[]);
        assert_eq!(none.ways(NotificationTopic::Visits), []);
        assert_eq!(none.ways(NotificationTopic::Results), NotificationWay::ALL);
    }
}
