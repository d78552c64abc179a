//! Flags: as the laboratory sent them, else computed from the value and its own interval.

use serde::{Deserialize, Serialize};
use time::Date;

use super::interval::{self, Limits, Norm, Person, Place};
use super::value::{self, Parsed};
use crate::record::model::{Component, Content, Entry, Observation};
use crate::words::words;

words! {
    /// Where a value lies (HL7 v2 table 0078, as RES-3 shows them).
    Flag {
        /// Dangerously low.
        LL "LL",
        L "L",
        N "N",
        H "H",
        /// Dangerously high.
        HH "HH",
        /// Not as it should be, with no side to it.
        A "A",
    }

    /// Who says so.
    Origin {
        /// The laboratory.
        Sent "sent",
        /// Computed from the interval printed with the value.
        Computed "computed",
    }
}

/// A flag and who gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Flagged {
    pub flag: Flag,
    /// Somebody has to be told at once (RES-9): LL, HH, or `AA` as it was sent.
    pub is_critical: bool,
    pub origin: Origin,
}

impl Flag {
    /// Anything but normal.
    pub const fn is_out(self) -> bool {
        !matches!(self, Self::N)
    }

    const fn severity(self) -> u8 {
        match self {
            Self::LL | Self::HH => 3,
            Self::L | Self::H => 2,
            Self::A => 1,
            Self::N => 0,
        }
    }
}

/// Reads what was sent: codes of HL7 v2 table 0078 and FHIR v3-ObservationInterpretation, arrows,
/// and the words Russian laboratories print. Of several the gravest counts. What is no statement
/// on high or low (`POS`, `R`, `IND` …) is nothing. So is a Cyrillic «Н»: it is printed for
/// «норма» and for `H` alike.
pub fn sent(codes: &str) -> Option<Flagged> {
    let parts = codes.split(['~', ',', ';', '|']).flat_map(|part| {
        let part = part.trim();
        // `H A`, but «выше нормы».
        let is_codes = part.split_whitespace().all(|word| read_code(word).is_some());
        if is_codes { part.split_whitespace().collect() } else { vec![part] }
    });
    parts
        .filter_map(read_code)
        .max_by_key(|(flag, is_critical)| (*is_critical, flag.severity()))
        .map(|(flag, is_critical)| Flagged { flag, is_critical, origin: Origin::Sent })
}

fn read_code(code: &str) -> Option<(Flag, bool)> {
    Some(match code {
        "LL" | "PL" | "↓↓" => (Flag::LL, true),
        "HH" | "PH" | "↑↑" => (Flag::HH, true),
        "AA" | "!!" => (Flag::A, true),
        // `<` and `>`: off the scale of the instrument; LU and HU: significantly, not critically.
        "L" | "LU" | "<" | "↓" | "LX" => (Flag::L, false),
        "H" | "HU" | ">" | "↑" | "HX" => (Flag::H, false),
        "N" => (Flag::N, false),
        "A" | "*" | "!" => (Flag::A, false),
        other => match other.to_lowercase().as_str() {
            "ниже нормы" | "низкий" | "понижен" | "снижен" | "low" => {
                (Flag::L, false)
            }
            "выше нормы" | "высокий" | "повышен" | "high" => {
                (Flag::H, false)
            }
            "норма" | "в норме" | "normal" => (Flag::N, false),
            "отклонение" | "вне нормы" | "abnormal" => (Flag::A, false),
            "критически низкий" | "critical low" | "critically low" => {
                (Flag::LL, true)
            }
            "критически высокий" | "critical high" | "critically high" => {
                (Flag::HH, true)
            }
            _ => return None,
        },
    })
}

/// The flag of a value: the one that was sent, else the one that its own interval makes certain.
/// A value is critical only where the laboratory says so or sent the limits; `critical` is what
/// lies between them.
pub fn flag(
    codes: Option<&str>,
    value: &Parsed,
    norm: Option<&Norm>,
    critical: Option<&Limits>,
) -> Option<Flagged> {
    codes.and_then(sent).or_else(|| {
        let flag = critical
            .and_then(|limits| beyond(value, limits))
            .or_else(|| norm.and_then(|norm| computed(value, norm)))?;
        let is_critical = matches!(flag, Flag::LL | Flag::HH);
        Some(Flagged { flag, is_critical, origin: Origin::Computed })
    })
}

/// The flag of an observation by what the record keeps of it, of a person nothing is known of.
pub fn of(observation: &Observation) -> Option<Flagged> {
    of_person(observation, &Person::default(), Date::MIN)
}

/// Says of a value, and of its parts, where they lie.
pub fn judge(entry: &mut Entry) {
    if let Content::Observation(observation) = &mut entry.content {
        observation.flagged = of(observation);
        for component in &mut observation.components {
            component.flagged = of_component(component);
        }
    }
}

/// The flag of an observation of a person on the day the specimen was taken.
pub fn of_person(observation: &Observation, person: &Person, specimen_on: Date) -> Option<Flagged> {
    let norm = norm(observation, *person, specimen_on);
    let critical = observation.critical.and_then(Option::<Limits>::from);
    let codes = observation.interpretation.as_deref();
    flag(codes, &value::of(&observation.value), norm.as_ref(), critical.as_ref())
}

/// The limits of what is usual for a person; nothing where words are.
pub(super) fn usual(
    observation: &Observation,
    person: Person,
    specimen_on: Date,
) -> Option<Limits> {
    match norm(observation, person, specimen_on)? {
        Norm::Limits(limits) => Some(limits),
        Norm::Words(_) => None,
    }
}

/// What is usual: by the printed words where they choose a line for this person, since they tell
/// `<5` from `≤5`, else by the numbers that were sent. Where the two differ nothing is compared.
fn norm(observation: &Observation, person: Person, specimen_on: Date) -> Option<Norm> {
    let sent = observation.reference.and_then(Option::<Limits>::from);
    let printed = observation.reference_text.as_deref().map(interval::read);
    let chosen = printed.as_ref().and_then(|it| it.choose(&person, specimen_on).ok()).cloned();
    match (sent, chosen) {
        (Some(sent), Some(Norm::Limits(limits))) => {
            sent.has_ends_of(&limits).then_some(Norm::Limits(limits))
        }
        (Some(sent), Some(Norm::Words(_)) | None) => Some(Norm::Limits(sent)),
        (None, chosen) => chosen,
    }
}

/// The flag of a part: a flag of the whole says nothing of its parts.
pub fn of_component(component: &Component) -> Option<Flagged> {
    let norm = component.reference.and_then(Option::<Limits>::from).map(Norm::Limits);
    flag(None, &value::of(&component.value), norm.as_ref(), None)
}

fn beyond(value: &Parsed, critical: &Limits) -> Option<Flag> {
    match critical.place(&value.span()?) {
        Place::Below => Some(Flag::LL),
        Place::Above => Some(Flag::HH),
        Place::Within | Place::Uncertain => None,
    }
}

fn computed(value: &Parsed, norm: &Norm) -> Option<Flag> {
    match (norm, value) {
        (Norm::Words(usual), Parsed::Words(found)) => by_words(found, usual),
        (Norm::Words(_), _) | (_, Parsed::Words(_) | Parsed::Nothing) => None,
        // A dilution has no unit a plain interval could be in.
        (Norm::Limits(_), Parsed::Titre(..)) => None,
        (Norm::Limits(limits), Parsed::Number(_) | Parsed::Censored(..) | Parsed::Range(..)) => {
            match limits.place(&value.span()?) {
                Place::Below => Some(Flag::L),
                Place::Above => Some(Flag::H),
                Place::Within => Some(Flag::N),
                Place::Uncertain => None,
            }
        }
    }
}

/// The same words are usual, words that mean the contrary are not; of others nothing is said.
fn by_words(found: &str, usual: &str) -> Option<Flag> {
    let same = |text: &str| {
        let lower = text.to_lowercase().replace('ё', "е");
        lower.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned()
    };
    let (found, usual) = (same(found), same(usual));
    if found == usual {
        return Some(Flag::N);
    }
    match (is_found(&found), is_found(&usual)) {
        (Some(left), Some(right)) if left == right => Some(Flag::N),
        (Some(_), Some(_)) => Some(Flag::A),
        _ => None,
    }
}

/// Whether words tell that something was found; nothing where they tell something else.
fn is_found(words: &str) -> Option<bool> {
    match words {
        "отрицательно"
        | "отрицательный"
        | "отрицательная"
        | "отриц"
        | "не обнаружено"
        | "не обнаружен"
        | "не обнаружена"
        | "не обнаружены"
        | "не выявлено"
        | "нет"
        | "отсутствует"
        | "отсутствуют"
        | "abs"
        | "neg"
        | "negative"
        | "not detected"
        | "absent"
        | "none" => Some(false),
        "положительно"
        | "положительный"
        | "положительная"
        | "полож"
        | "обнаружено"
        | "обнаружен"
        | "обнаружена"
        | "обнаружены"
        | "выявлено"
        | "pos"
        | "positive"
        | "detected"
        | "present" => Some(true),
        _ => None,
    }
}

#[cfg(test)]
#[path = "tests/flag.rs"]
mod tests;
