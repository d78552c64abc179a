//! One person's card while it is being written.

use shared::access::model::Sensitivity;
use shared::format::age;
use shared::id::EntryId;
use shared::record::model::{
    Content, Encounter, EncounterClass, EncounterStatus, Source, SourceKind,
};
use shared::record::rules::sensitivity_of;
use time::{Date, Duration, OffsetDateTime};

use crate::Happening;
use crate::calendar::{at, local_date, plus_days, plus_years, workday};
use crate::catalogue::{Disease, disease, specialty};
use crate::clinic::{Clinic, Doctor, doctor};
use crate::draw::{Draw, word};
use crate::household::{Household, Person};
use crate::laboratory::{Host, Spell};
use crate::numbers::{Kind, id, mix};

pub struct Story<'h> {
    pub household: &'h Household,
    pub person: &'h Person,
    pub draw: Draw,
    pub until: OffsetDateTime,
    /// The day of `until`.
    pub today: Date,
    /// The first day the card knows of.
    pub from: Date,
    pub spells: Vec<Spell>,
    /// Substances the person does not bear.
    pub allergies: Vec<&'static str>,
    pub entries: Vec<Happening>,
    count: u64,
}

/// What is to be written of a visit.
#[derive(Debug)]
pub struct Meeting {
    pub on: Date,
    pub specialty: &'static str,
    pub class: EncounterClass,
    /// ICD-10.
    pub code: Option<&'static str>,
    /// In place of the usual one.
    pub title: Option<String>,
    pub reason: Option<String>,
    pub conclusion: Option<String>,
    pub recommendations: Option<String>,
}

impl Meeting {
    pub fn new(on: Date, specialty: &'static str) -> Self {
        Self {
            on,
            specialty,
            class: EncounterClass::Ambulatory,
            code: None,
            title: None,
            reason: None,
            conclusion: None,
            recommendations: None,
        }
    }
}

/// A visit that took place, for what belongs to it.
#[derive(Clone, Debug)]
pub struct Visit {
    pub id: EntryId,
    pub on: Date,
    pub at: OffsetDateTime,
    pub end: OffsetDateTime,
    pub source: Source,
    pub sensitivity: Sensitivity,
}

/// What is put down, with everything about it.
#[derive(Debug)]
pub struct Fact {
    pub at: OffsetDateTime,
    pub received: OffsetDateTime,
    pub source: Source,
    pub encounter: Option<EntryId>,
    pub sensitivity: Sensitivity,
    pub content: Content,
}

impl<'h> Story<'h> {
    pub fn new(household: &'h Household, person: &'h Person, until: OffsetDateTime) -> Self {
        let own = [household.seed, household.index, person.member];
        let mut draw = Draw::new([own[0], own[1], own[2], word("story")]);
        let today = local_date(until);
        // Cards were begun about twenty years ago, not all in one month.
        let from = plus_days(plus_years(today, -20), draw.between(-300, 300));
        Self {
            household,
            person,
            draw,
            until,
            today,
            from: from.max(person.birth),
            spells: Vec::new(),
            allergies: Vec::new(),
            entries: Vec::new(),
            count: 0,
        }
    }

    pub fn age(&self, on: Date) -> i32 {
        age(self.person.birth, on)
    }

    pub fn is_child(&self, on: Date) -> bool {
        self.age(on) < 18
    }

    pub fn host(&self) -> Host<'_> {
        let Household { seed, index, .. } = self.household;
        Host {
            own: [*seed, *index, self.person.member],
            sex: self.person.sex,
            birth: self.person.birth,
            spells: &self.spells,
        }
    }

    /// Puts down a new entry.
    pub fn add(&mut self, fact: Fact) -> EntryId {
        let Household { seed, index, .. } = self.household;
        let id = EntryId(id(*seed, *index, self.person.member, Kind::Entry, self.count));
        self.count += 1;
        let Fact { at, received, source, encounter, sensitivity, content } = fact;
        self.entries.push(Happening {
            id,
            version: 1,
            occurred_at: at,
            received_at: received.clamp(at, self.until.max(at)),
            source,
            encounter,
            withdrawn: false,
            sensitivity,
            content,
        });
        id
    }

    /// Puts down what was done or said at a visit.
    pub fn within(&mut self, visit: &Visit, content: Content) -> EntryId {
        let sensitivity = match sensitivity_of(&content) {
            Sensitivity::Usual => visit.sensitivity,
            other @ (Sensitivity::MentalHealth
            | Sensitivity::ReproductiveHealth
            | Sensitivity::Hiv
            | Sensitivity::Addiction) => other,
        };
        let delay = Duration::minutes(self.draw.between(2, 60));
        self.add(Fact {
            at: visit.at,
            received: visit.end + delay,
            source: visit.source.clone(),
            encounter: Some(visit.id),
            sensitivity,
            content,
        })
    }

    /// Puts down a visit; nothing if it is not within the card's time.
    pub fn meet(&mut self, meeting: Meeting) -> Option<Visit> {
        let is_urgent =
            matches!(meeting.class, EncounterClass::Emergency | EncounterClass::Inpatient);
        let on = if is_urgent { meeting.on } else { workday(meeting.on) };
        let minute = if is_urgent {
            self.draw.between(0, 1_439)
        } else {
            8 * 60 + 10 * self.draw.between(0, 60)
        };
        let at = at(on, minute);
        let end = at + self.duration(meeting.class);
        if on < self.from || end > self.until {
            return None;
        }
        let (clinic, doctor) = self.doctor(&meeting, on)?;
        let source =
            Source { author: Some(doctor.author()), ..clinic.source(SourceKind::Clinical) };
        let sensitivity = meeting
            .code
            .and_then(disease)
            .map_or(Sensitivity::Usual, |disease| disease.sensitivity);
        let encounter = Encounter {
            ended_at: Some(end),
            place: place(meeting.class, clinic, doctor),
            ..encounter(meeting, doctor)
        };
        let delay = Duration::minutes(self.draw.between(5, 120));
        let id = self.add(Fact {
            at,
            received: end + delay,
            source: source.clone(),
            encounter: None,
            sensitivity,
            content: Content::Encounter(encounter),
        });
        Some(Visit { id, on, at, end, source, sensitivity })
    }

    /// Puts down a visit that is to come, booked some days ago.
    pub fn plan(&mut self, meeting: Meeting, preparation: &str) {
        let on = workday(meeting.on.max(plus_days(self.today, 1)));
        let at = at(on, 8 * 60 + 10 * self.draw.between(0, 60));
        let booked = crate::calendar::at(
            plus_days(self.today, -self.draw.between(1, 15)),
            9 * 60 + self.draw.between(0, 540),
        );
        let Some((clinic, doctor)) = self.doctor(&meeting, on) else {
            return;
        };
        let source =
            Source { author: Some(doctor.author()), ..clinic.source(SourceKind::Clinical) };
        let sensitivity = meeting
            .code
            .and_then(disease)
            .map_or(Sensitivity::Usual, |disease| disease.sensitivity);
        let content = Content::Encounter(Encounter {
            status: EncounterStatus::Planned,
            place: place(meeting.class, clinic, doctor),
            preparation: Some(preparation.to_owned()),
            ..encounter(meeting, doctor)
        });
        let fact = Fact { at, received: booked, source, encounter: None, sensitivity, content };
        self.add(fact);
        // Learnt of before it happens.
        if let Some(planned) = self.entries.last_mut() {
            planned.received_at = booked.min(self.until);
        }
    }

    fn duration(&mut self, class: EncounterClass) -> Duration {
        match class {
            EncounterClass::Inpatient => Duration::hours(self.draw.between(60, 190)),
            EncounterClass::Emergency => Duration::minutes(self.draw.between(60, 240)),
            EncounterClass::Ambulatory | EncounterClass::HomeVisit | EncounterClass::Virtual => {
                Duration::minutes(self.draw.between(15, 30))
            }
        }
    }

    /// The same doctor for years, then another.
    fn doctor(&self, meeting: &Meeting, on: Date) -> Option<(&'static Clinic, &'static Doctor)> {
        let is_child = self.is_child(on);
        let specialty = match (meeting.specialty, is_child) {
            ("therapist", true) => "pediatrician",
            ("pediatrician", false) => "therapist",
            (other, _) => other,
        };
        let places = &self.household.places;
        let clinic = places.clinic(specialty, meeting.class, meeting.code, is_child);
        let years = u64::try_from(on.year() / 7).unwrap_or(0);
        let luck = mix(word(specialty) ^ self.household.index.wrapping_mul(31) ^ years);
        let is_birth = meeting.code.is_some_and(|code| code.starts_with("O80"));
        let specialty = if is_birth { "gynecologist" } else { specialty };
        Some((clinic, doctor(clinic, specialty, luck)?))
    }
}

/// What a meeting says, without when and where it was.
fn encounter(meeting: Meeting, doctor: &Doctor) -> Encounter {
    let title = meeting.title.unwrap_or_else(|| title(meeting.class, doctor));
    Encounter {
        diagnosis: meeting.code.and_then(disease).map(Disease::coding),
        conclusion: meeting.conclusion,
        reason: meeting.reason,
        recommendations: meeting.recommendations,
        ..Encounter::new(meeting.class, title)
    }
}

fn title(class: EncounterClass, doctor: &Doctor) -> String {
    let terms = specialty(doctor.specialty);
    match class {
        EncounterClass::Ambulatory => {
            terms.map_or_else(String::new, |terms| terms.visit.to_owned())
        }
        EncounterClass::Virtual => {
            let whose = terms.map_or("врача", |terms| terms.genitive);
            format!("Телемедицинская консультация {whose}")
        }
        EncounterClass::HomeVisit => "Вызов врача на дом".to_owned(),
        EncounterClass::Inpatient => "Госпитализация".to_owned(),
        EncounterClass::Emergency => "Приёмное отделение".to_owned(),
    }
}

/// Where to go and how to get in.
fn place(class: EncounterClass, clinic: &Clinic, doctor: &Doctor) -> Option<String> {
    let Clinic { city, address, entrance, .. } = clinic;
    match class {
        EncounterClass::Ambulatory => {
            Some(format!("{city}, {address}, каб. {}. {entrance}", doctor.room))
        }
        EncounterClass::Inpatient | EncounterClass::Emergency => {
            Some(format!("{city}, {address}. {entrance}"))
        }
        EncounterClass::HomeVisit => Some("На дому".to_owned()),
        EncounterClass::Virtual => None,
    }
}
