//! What patients tell of their own health (REC-7). It stays marked as their word.

use serde::{Deserialize, Serialize};

use super::api::NOTE_MAX;
use super::model::{
    AllergyIntolerance, ClinicalStatus, Coding, Condition, Content, Criticality, Note, Observation,
    ObservationCategory, Value,
};
use super::rules::check_words;
use crate::contract::FieldReason;
use crate::lang::Lang;
use crate::words::words;

/// The most characters of what an allergy or a condition is called.
pub const NAME_MAX: usize = 200;
/// The most characters of a remark.
pub const REMARK_MAX: usize = 1_000;

const LOINC: &str = "http://loinc.org";

words! {
    /// What one can tell.
    OwnKind {
        Allergy "allergy",
        /// An illness for years or for life.
        Condition "condition",
        Smoking "smoking",
        Alcohol "alcohol",
        Activity "activity",
        Note "note",
    }

    /// How it stands with a habit. The answers about alcohol are those of AUDIT-C.
    Habit {
        SmokingNever "smoking_never",
        SmokingFormer "smoking_former",
        SmokingSometimes "smoking_sometimes",
        SmokingDaily "smoking_daily",
        AlcoholNever "alcohol_never",
        /// Once a month or less.
        AlcoholRarely "alcohol_rarely",
        /// Two to four times a month.
        AlcoholMonthly "alcohol_monthly",
        /// Two or three times a week.
        AlcoholWeekly "alcohol_weekly",
        /// Four times a week or more.
        AlcoholOften "alcohol_often",
        ActivityNone "activity_none",
        /// One or two days a week.
        ActivityLittle "activity_little",
        /// Three or four days a week.
        ActivitySome "activity_some",
        /// Five days a week or more.
        ActivityEnough "activity_enough",
    }
}

impl Habit {
    pub const fn kind(self) -> OwnKind {
        match self {
            Self::SmokingNever
            | Self::SmokingFormer
            | Self::SmokingSometimes
            | Self::SmokingDaily => OwnKind::Smoking,
            Self::AlcoholNever
            | Self::AlcoholRarely
            | Self::AlcoholMonthly
            | Self::AlcoholWeekly
            | Self::AlcoholOften => OwnKind::Alcohol,
            Self::ActivityNone
            | Self::ActivityLittle
            | Self::ActivitySome
            | Self::ActivityEnough => OwnKind::Activity,
        }
    }

    /// The habit an observation tells of, if it is one of these.
    pub fn of(observation: &Observation) -> Option<Self> {
        let is_told = |habit: &&Self| {
            Some(observation.code.code.as_str()) == loinc(habit.kind())
                && observation.value.text == habit.text().get(Lang::Ru)
        };
        Self::ALL.iter().find(is_told).copied()
    }
}

/// LOINC codes of «Tobacco smoking status», «How often do you have a drink containing alcohol» and
/// «days per week of moderate to strenuous physical activity».
const fn loinc(kind: OwnKind) -> Option<&'static str> {
    match kind {
        OwnKind::Smoking => Some("72166-2"),
        OwnKind::Alcohol => Some("68518-0"),
        OwnKind::Activity => Some("89555-7"),
        OwnKind::Allergy | OwnKind::Condition | OwnKind::Note => None,
    }
}

/// Something told. Which fields count is told by the kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct OwnFact {
    pub kind: OwnKind,
    /// To what the allergy is, what the illness is called, the words of the note; empty for habits.
    pub name: String,
    /// What happens to whom is allergic, or a remark; may be empty.
    pub remark: String,
    /// Of an allergy.
    pub criticality: Option<Criticality>,
    /// Of a habit.
    pub habit: Option<Habit>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewOwn {
    pub fact: OwnFact,
    /// Made by the client once per entry: sending the same one twice keeps one.
    pub key: uuid::Uuid,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ChangedOwn {
    /// Of the same kind as before.
    pub fact: OwnFact,
    /// The version that is changed, as it was seen.
    pub version: u32,
}

/// Which version of an entry was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct SeenEntry {
    pub version: u32,
}

/// Why a field was refused, and which.
pub type Refused = (&'static str, FieldReason);

impl OwnFact {
    pub const fn new(kind: OwnKind) -> Self {
        let name = String::new();
        Self { kind, name, remark: String::new(), criticality: None, habit: None }
    }

    /// What it says, as a card keeps it.
    pub fn content(&self) -> Result<Content, Refused> {
        let remark = match check_words(&self.remark, REMARK_MAX) {
            Ok(remark) => Some(remark),
            Err(FieldReason::Required) => None,
            Err(reason) => return Err(("remark", reason)),
        };
        let name = |max| check_words(&self.name, max).map_err(|reason| ("name", reason));
        Ok(match self.kind {
            OwnKind::Allergy => Content::AllergyIntolerance(AllergyIntolerance {
                substance: name(NAME_MAX)?,
                criticality: self.criticality.unwrap_or(Criticality::Unknown),
                reaction: remark,
                clinical_status: ClinicalStatus::Active,
            }),
            OwnKind::Condition => Content::Condition(Condition {
                code: told(name(NAME_MAX)?),
                clinical_status: ClinicalStatus::Active,
                chronic: true,
                note: remark,
            }),
            OwnKind::Note => Content::Note(Note::new(name(NOTE_MAX)?)),
            OwnKind::Smoking | OwnKind::Alcohol | OwnKind::Activity => {
                let habit = self.habit.ok_or(("habit", FieldReason::Required))?;
                if habit.kind() != self.kind {
                    return Err(("habit", FieldReason::Invalid));
                }
                habit_content(habit, remark)
            }
        })
    }

    /// What was told, out of what the card keeps; nothing for what nobody can tell here.
    pub fn of(content: &Content) -> Option<Self> {
        let some = |text: &Option<String>| text.clone().unwrap_or_default();
        Some(match content {
            Content::AllergyIntolerance(allergy) => Self {
                name: allergy.substance.clone(),
                remark: some(&allergy.reaction),
                criticality: Some(allergy.criticality),
                ..Self::new(OwnKind::Allergy)
            },
            Content::Condition(condition) => Self {
                name: condition.code.display.clone(),
                remark: some(&condition.note),
                ..Self::new(OwnKind::Condition)
            },
            Content::Note(note) if note.about.is_none() => {
                Self { name: note.text.clone(), ..Self::new(OwnKind::Note) }
            }
            Content::Observation(observation) => {
                let habit = Habit::of(observation)?;
                let remark = some(&observation.note);
                Self { remark, habit: Some(habit), ..Self::new(habit.kind()) }
            }
            Content::Note(_)
            | Content::Encounter(_)
            | Content::MedicationStatement(_)
            | Content::DiagnosticReport(_)
            | Content::MedicationRequest(_)
            | Content::Immunization(_)
            | Content::Procedure(_)
            | Content::ServiceRequest(_)
            | Content::DocumentReference(_)
            | Content::CarePlan(_)
            | Content::Goal(_)
            | Content::Protocol(_) => return None,
        })
    }
}

/// A term nobody has coded: the person's own words.
fn told(display: String) -> Coding {
    Coding { system: String::new(), code: String::new(), display }
}

/// FHIR's way: an observation of the social history. Its words are Russian in the card and are
/// shown in the reader's language.
fn habit_content(habit: Habit, remark: Option<String>) -> Content {
    let kind = habit.kind();
    let code = Coding {
        system: LOINC.to_owned(),
        code: loinc(kind).unwrap_or_default().to_owned(),
        display: kind.text().get(Lang::Ru).to_owned(),
    };
    let text = habit.text().get(Lang::Ru).to_owned();
    let value = Value { number: None, unit: String::new(), text };
    Content::Observation(Observation {
        category: ObservationCategory::SocialHistory,
        note: remark,
        ..Observation::new(code, value, None)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_read_back_as_it_was_told() {
        for kind in OwnKind::ALL {
            let habit = Habit::ALL.iter().find(|habit| habit.kind() == *kind).copied();
            let name = if habit.is_some() { String::new() } else { "Орехи".to_owned() };
            let remark = if *kind == OwnKind::Note { String::new() } else { "сыпь".to_owned() };
            let criticality = (*kind == OwnKind::Allergy).then_some(Criticality::High);
            let fact = OwnFact { kind: *kind, name, remark, criticality, habit };
            assert_eq!(OwnFact::of(&fact.content().unwrap()), Some(fact));
        }
        for habit in Habit::ALL {
            let fact = OwnFact { habit: Some(*habit), ..OwnFact::new(habit.kind()) };
            assert_eq!(OwnFact::of(&fact.content().unwrap()), Some(fact));
        }
    }

    #[test]
    fn each_kind_needs_its_own_fields() {
        let refused = |fact: OwnFact| fact.content().unwrap_err();
        let nameless = OwnFact { name: "\u{200b}".into(), ..OwnFact::new(OwnKind::Allergy) };
        assert_eq!(refused(nameless), ("name", FieldReason::Required));
        let long = OwnFact { name: "ё".repeat(NAME_MAX + 1), ..OwnFact::new(OwnKind::Condition) };
        assert_eq!(refused(long), ("name", FieldReason::TooLong));
        assert_eq!(refused(OwnFact::new(OwnKind::Smoking)), ("habit", FieldReason::Required));
        let other = OwnFact { habit: Some(Habit::AlcoholOften), ..OwnFact::new(OwnKind::Smoking) };
        assert_eq!(refused(other), ("habit", FieldReason::Invalid));
    }
}
