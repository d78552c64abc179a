use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::accounts::model::SecurityEvent;
use crate::wire_time;
use crate::words::words;

words! {
    /// A way to reach somebody outside the portal.
    Channel {
        Sms "sms",
        Email "email",
        /// To a browser, without a word in it: what there is to know the browser asks itself.
        Push "push",
    }

    /// What a one-time code is for (ACC-10): a code for one purpose is none for another.
    CodePurpose {
        ProvePhone "prove_phone",
        SignIn "sign_in",
        Recovery "recovery",
        StepUp "step_up",
    }

    /// How far a message has come.
    Delivery {
        /// To be sent, perhaps again.
        Waiting "waiting",
        /// A provider has taken it.
        Sent "sent",
        /// The provider says that it arrived.
        Delivered "delivered",
        /// No channel took it.
        Failed "failed",
    }
}

/// Something to be told. Rendered when it is sent; until then it lies sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Notice {
    /// A one-time code, six digits.
    Code { purpose: CodePurpose, code: String },
    /// A link that proves an address.
    ProveEmail { link: String },
    /// A link that begins setting a new password.
    Recovery { link: String },
    /// Somebody registered with what is this account's already.
    AlreadyRegistered,
    /// Sign-in is locked after wrong attempts.
    SignInLocked {
        #[serde(with = "wire_time::moment")]
        until: OffsetDateTime,
        address: Option<String>,
    },
    /// A sign-in from where there was none before.
    NewDevice {
        #[serde(with = "wire_time::moment")]
        at: OffsetDateTime,
        address: Option<String>,
        device: Option<String>,
    },
    /// Something one signs in with was added, changed or removed.
    CredentialsChanged {
        /// What happened; unknown in letters written before it was kept.
        #[serde(default)]
        what: Option<SecurityEvent>,
    },
    /// A passkey's counter went back.
    PasskeyCloned { name: String },
    /// The owner said «это был не я»: nobody signs in until identity is proved.
    SignInBlocked,
    /// What was done looked like somebody else's doing: every session was ended. Names nobody, and
    /// not what it was (AUD-5).
    SessionsClosed,
    /// For a security officer: sessions were ended so, and it waits for a review. Names nobody.
    AnomalyToReview,
    /// A link by which a member of staff makes an account.
    Invitation { link: String, organization: String },
    /// For support: a ticket waits. Names nobody.
    Ticket { ticket: uuid::Uuid },
    /// For a doctor: a patient measured what the doctor asked to be told of. Names nobody, and no
    /// value.
    Measurement,
    /// For a patient: a result has come. Names nothing of it.
    Result,
    /// For a doctor: a result of what they ordered has come. Names nobody, and nothing of it.
    ResultForDoctor,
    /// For a doctor: a critical result waits to be acknowledged. Names nobody, and nothing of it.
    CriticalResult,
    /// For a patient: somebody asks to see the card. Names nobody, and no reason.
    AccessAsked,
    /// For a practitioner: a patient opened the card they asked for. Names nobody.
    AccessAllowed,
    /// For a patient: a doctor opened the card in an emergency. Names nobody, and no reason (ACL-5).
    EmergencyOpened,
    /// For a security officer: an emergency waits for its review. Names nobody.
    EmergencyToReview,
    /// For a security officer: somebody opens more cards in emergencies than they may. Names nobody.
    EmergencyLimit,
    /// For a patient: an emergency was reviewed, and there was no good reason.
    EmergencyUnjustified,
    /// For a patient: somebody they invited acts for them from now on. Names nobody (CARD-12).
    RepresentativeAccepted,
    /// For a patient: the right of somebody who acted for them has ended. Names nobody.
    RepresentativeEnded,
    /// For who acted for somebody: that right has ended. Names nobody.
    RepresentationEnded,
    /// For who acts for somebody and wishes to be told: there is something new in that card. Names
    /// nobody, and nothing of it.
    NewsOfRepresented,
    /// For a patient: a link to chosen entries was opened for the first time. Names nobody, and
    /// nothing of it (ACL-8).
    ShareOpened,
    /// For a patient: others looked at the card. Names nobody, and not how often: many looks in a
    /// short time would tell that somebody is ill (ACL-13).
    Looked,
    /// For a member of staff: what they do in an organization, or until when, has changed. Names
    /// nobody (ADM-1).
    WorkChanged,
    /// For a member of staff: their work in an organization has ended, and their access with it.
    WorkEnded,
    /// For a member of staff: an organization took them back.
    WorkBegun,
    /// For a patient: a doctor signed a protocol, or corrected one. Names nobody, and nothing of it
    /// (REC-4).
    Protocol,
    /// For a patient: a visit is booked. Names the clinic and the time, and neither the doctor nor
    /// what it is about: that would tell of somebody's health (APT-5).
    VisitBooked { visit: VisitTime },
    /// For a patient: a visit was moved, to this time.
    VisitMoved { visit: VisitTime },
    /// For a patient: a visit was cancelled.
    VisitCancelled { visit: VisitTime },
    /// For a patient who waits: it begins later, by so many minutes; 0 where it is on time again.
    VisitLate { visit: VisitTime, minutes: u32 },
    /// For a patient: a visit comes soon (APT-7). Names the clinic and how to get there, and neither
    /// the doctor nor what it is about.
    VisitReminder { reminder: VisitReminder },
    /// For a patient who waits for a better time: one is free and kept for them (APT-8). Names
    /// neither the doctor nor what it is about.
    SlotOffered { offer: OfferedTime },
    /// For a patient who waits: two times went unanswered. They stay in the list.
    OffersMissed,
    /// For a patient who answered an offer by SMS: it was not theirs any more. They stay in the list.
    OfferGone,
    /// For a guest on a clinic's site: a code to show that the phone is theirs (WID-3). Names the
    /// clinic, and neither the doctor nor what it is about.
    GuestCode { clinic: String, code: String },
    /// For a guest: a visit is booked, and by what link it is looked at and cancelled.
    GuestBooked { visit: VisitTime, link: String },
}

/// When and where a visit is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitTime {
    /// As the clinic is called.
    pub clinic: String,
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
    /// How far the clinic's clock is ahead of UTC then, in minutes.
    pub utc_offset: i32,
}

/// A visit that comes soon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitReminder {
    pub visit: VisitTime,
    /// How far the patient's own clock is ahead of UTC then, in minutes.
    pub patient_offset: i32,
    pub address: Option<String>,
    pub directions: Option<String>,
}

/// A free time that is kept for somebody until a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedTime {
    pub visit: VisitTime,
    #[serde(with = "wire_time::moment")]
    pub until: OffsetDateTime,
    /// Whether an SMS in answer is heard.
    pub by_sms: bool,
}

/// A message as the outbox page of a demo server shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Message {
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
    pub channel: Channel,
    pub to: String,
    /// Empty for an SMS.
    pub subject: String,
    pub body: String,
    pub state: Delivery,
}
