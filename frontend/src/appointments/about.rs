//! What the addresses of booking say.

use shared::appointments::model::{
    Appointment, ClinicKind, Payment, PractitionerQuery, Slot, Speciality, VisitFormat,
};
use shared::id::{AppointmentId, OrganizationId, PatientId, PractitionerRoleId};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::route::{Route, parameter};

/// What one looks for, and for whom. Words are not here: they stay out of addresses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// Clinics are looked for, and not doctors.
    pub clinics: bool,
    pub speciality: Option<Speciality>,
    pub clinic: Option<OrganizationId>,
    pub kind: Option<ClinicKind>,
    pub language: Option<String>,
    pub format: Option<VisitFormat>,
    pub payment: Option<Payment>,
    pub service: Option<Uuid>,
    /// The time that is wanted.
    pub at: Option<OffsetDateTime>,
    /// Whose visit it is to be; one's own where nobody is named.
    pub patient: Option<PatientId>,
    /// The visit that is moved.
    pub moves: Option<AppointmentId>,
}

impl About {
    pub fn parse(about: &str) -> Self {
        let word = |name| parameter(about, name).filter(|word| !word.is_empty());
        let at = word("at").and_then(|seconds| seconds.parse().ok());
        Self {
            clinics: word("view").as_deref() == Some("clinics"),
            speciality: word("speciality").and_then(|word| word.parse().ok()),
            clinic: word("clinic").and_then(|id| id.parse().ok()),
            kind: word("kind").and_then(|word| word.parse().ok()),
            language: word("language").filter(|code| is_language(code)),
            format: word("format").and_then(|word| word.parse().ok()),
            payment: word("payment").and_then(|word| word.parse().ok()),
            service: word("service").and_then(|id| id.parse().ok()),
            at: at.and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok()),
            patient: word("for").and_then(|id| id.parse().ok()),
            moves: word("moves").and_then(|id| id.parse().ok()),
        }
    }

    /// What follows the question mark.
    fn word(&self) -> String {
        let pairs = [
            ("view", self.clinics.then(|| "clinics".to_owned())),
            ("speciality", self.speciality.map(|it| it.to_string())),
            ("clinic", self.clinic.map(|it| it.to_string())),
            ("kind", self.kind.map(|it| it.to_string())),
            ("language", self.language.clone()),
            ("format", self.format.map(|it| it.to_string())),
            ("payment", self.payment.map(|it| it.to_string())),
            ("service", self.service.map(|it| it.to_string())),
            ("at", self.at.map(|at| at.unix_timestamp().to_string())),
            ("for", self.patient.map(|it| it.to_string())),
            ("moves", self.moves.map(|it| it.to_string())),
        ];
        let mut about = String::new();
        for (name, value) in pairs {
            if let Some(value) = value {
                if !about.is_empty() {
                    about.push('&');
                }
                about.push_str(name);
                about.push('=');
                about.push_str(&value);
            }
        }
        about
    }

    /// Where doctors or clinics are looked for.
    pub fn search(&self) -> Route {
        Route::Booking { about: self.word() }
    }

    /// The page of a doctor.
    pub fn doctor(&self, practitioner: PractitionerRoleId) -> Route {
        Route::Practitioner { practitioner, about: self.word() }
    }

    /// The form for a time of that doctor.
    pub fn slot(&self, slot: &Slot) -> Route {
        let about = Self { service: Some(slot.service), at: Some(slot.starts_at), ..self.clone() };
        about.doctor(slot.practitioner)
    }

    /// Where a visit is moved to another time.
    pub fn moving(patient: PatientId, visit: &Appointment) -> Route {
        let about = Self { patient: Some(patient), moves: Some(visit.id), ..Self::default() };
        about.doctor(visit.practitioner)
    }

    /// Whether anything narrows the doctors down.
    pub const fn is_narrowed(&self) -> bool {
        self.speciality.is_some()
            || self.clinic.is_some()
            || self.language.is_some()
            || self.format.is_some()
            || self.payment.is_some()
    }

    /// The doctors that are looked for.
    pub fn query(&self, words: &str) -> PractitionerQuery {
        PractitionerQuery {
            words: some(words),
            speciality: self.speciality,
            organization: self.clinic,
            language: self.language.clone(),
            format: self.format,
            payment: self.payment,
            cursor: None,
        }
    }
}

/// What was typed, where anything was.
pub fn some(words: &str) -> Option<String> {
    let words = words.trim();
    (!words.is_empty()).then(|| words.to_owned())
}

/// Two small letters, as ISO 639-1 has them.
fn is_language(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase())
}
