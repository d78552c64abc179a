//! Doses, and substances that harm: what a prescription is compared with.

use super::{Around, Found, allergens, taken};
use crate::protocols::model::{DoseUnit, Prescription, ProblemReason, Severity};
use crate::results::value::Decimal;

/// How much of a medicine an adult takes a day at most, as its instruction says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DailyMaximum {
    /// The international nonproprietary name in Russian, in small letters.
    pub name: &'static str,
    pub milligrams: f64,
    pub source: &'static str,
}

/// Where a limit is from: the instruction of the medicine in the state register (ГРЛС), which says
/// the same as the European summary of product characteristics (`SmPC`).
const SMPC: &str = "Инструкция по применению (ГРЛС); SmPC, раздел 4.2";

const fn at_most(name: &'static str, milligrams: f64) -> DailyMaximum {
    DailyMaximum { name, milligrams, source: SMPC }
}

/// By mouth, for adults. What is not among them is not checked, and that is told.
pub const MAXIMA: &[DailyMaximum] = &[
    at_most("парацетамол", 4_000.0),
    at_most("ибупрофен", 2_400.0),
    at_most("мелоксикам", 15.0),
    at_most("эторикоксиб", 120.0),
    at_most("азитромицин", 500.0),
    at_most("кларитромицин", 1_000.0),
    at_most("ципрофлоксацин", 1_500.0),
    at_most("левофлоксацин", 1_000.0),
    at_most("цетиризин", 10.0),
    at_most("лоратадин", 10.0),
    at_most("дезлоратадин", 5.0),
    at_most("монтелукаст", 10.0),
    at_most("эналаприл", 40.0),
    at_most("лизиноприл", 80.0),
    at_most("периндоприл", 10.0),
    at_most("лозартан", 100.0),
    at_most("валсартан", 320.0),
    at_most("телмисартан", 80.0),
    at_most("амлодипин", 10.0),
    at_most("индапамид", 2.5),
    at_most("бисопролол", 20.0),
    at_most("метопролол", 400.0),
    at_most("спиронолактон", 400.0),
    at_most("аторвастатин", 80.0),
    at_most("розувастатин", 40.0),
    at_most("апиксабан", 20.0),
    at_most("ривароксабан", 30.0),
    at_most("клопидогрел", 600.0),
    at_most("метформин", 3_000.0),
    at_most("гликлазид", 320.0),
    at_most("дапаглифлозин", 10.0),
    at_most("эмпаглифлозин", 25.0),
    at_most("ситаглиптин", 100.0),
    at_most("левотироксин натрия", 0.3),
    at_most("сертралин", 200.0),
    at_most("габапентин", 3_600.0),
    at_most("прегабалин", 600.0),
];

/// Groups that cross: who is allergic to the first is warned of the others.
const GROUPS: &[(&str, &[&str])] = &[
    (
        "пенициллин",
        &["амоксициллин", "ампициллин", "оксациллин", "бензилпенициллин", "пиперациллин"],
    ),
    ("цефалоспорин", &["цефиксим", "цефтриаксон", "цефазолин", "цефуроксим", "цефотаксим"]),
    ("сульфаниламид", &["сульфаметоксазол", "сульфасалазин"]),
    ("аспирин", &["ацетилсалициловая"]),
    ("макролид", &["азитромицин", "кларитромицин", "джозамицин", "эритромицин"]),
];

/// Words of many names that name no substance.
const COMMON: &[&str] = &[
    "кислота",
    "натрия",
    "калия",
    "кальция",
    "магния",
    "бромид",
    "хлорид",
    "гидрохлорид",
    "препарат",
    "препараты",
    "вещества",
    "средства",
    "контрастные",
];

/// The age from which the limits hold, in years.
const ADULT: i32 = 18;

pub(super) fn check(at: usize, one: &Prescription, around: &Around<'_>, found: &mut Found) {
    let field = |name: &str| format!("prescriptions.{at}.{name}");
    if one.medicine.trim().is_empty() {
        found.error(field("medicine"), ProblemReason::Required);
        return;
    }
    let dose = Decimal::read(&one.dose).map(|dose| dose.value).filter(|dose| *dose > 0.0);
    let times = one.times_a_day.filter(|times| (1..=24).contains(times));
    if dose.is_none() {
        found.error(field("dose"), ProblemReason::NotADose);
    }
    if times.is_none() {
        found.error(field("times_a_day"), ProblemReason::NotACount);
    }
    if one.days.is_some_and(|days| !(1..=366).contains(&days)) {
        found.error(field("days"), ProblemReason::NotACount);
    }
    if is_other_kind(&one.form, one.unit) {
        found.put(field("unit"), Severity::Warning, ProblemReason::UnitMismatch);
    }
    if let (Some(dose), Some(times)) = (dose, times) {
        let daily = milligrams(dose, one).map(|once| once * f64::from(times));
        let limit = limit_of(&one.medicine).filter(|_| is_adult(around));
        match (daily, limit) {
            (Some(daily), Some(limit)) if daily > limit.milligrams * 1.000_001 => {
                found.put(field("dose"), Severity::Warning, ProblemReason::DoseAboveUsual);
            }
            (Some(_), Some(_)) => {}
            (None, _) | (_, None) => {
                found.put(field("dose"), Severity::Note, ProblemReason::DoseNotChecked);
            }
        }
    }
    if allergens(around).any(|substance| is_of(substance, &one.medicine)) {
        found.put(field("medicine"), Severity::Warning, ProblemReason::Allergy);
    }
    if taken(around).any(|name| is_same(name, &one.medicine)) {
        found.put(field("medicine"), Severity::Note, ProblemReason::AlreadyTaken);
    }
}

/// On the day of the check; whole years.
fn is_adult(around: &Around<'_>) -> bool {
    let today = around.now.to_offset(around.offset).date();
    let birth = around.birth_date;
    let had_birthday =
        (u8::from(today.month()), today.day()) >= (u8::from(birth.month()), birth.day());
    today.year() - birth.year() - i32::from(!had_birthday) >= ADULT
}

fn limit_of(medicine: &str) -> Option<DailyMaximum> {
    let name = medicine.trim().to_lowercase();
    let begins = |limit: &&DailyMaximum| {
        // «Метформин 500 мг» is metformin; «Метформин+Ситаглиптин» is something else.
        name.strip_prefix(limit.name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',']))
    };
    MAXIMA.iter().find(begins).copied().filter(|_| !name.contains('+'))
}

/// How much is taken at once; nothing where that cannot be told.
fn milligrams(dose: f64, one: &Prescription) -> Option<f64> {
    Some(match one.unit {
        DoseUnit::Milligram => dose,
        DoseUnit::Gram => dose * 1_000.0,
        DoseUnit::Microgram => dose / 1_000.0,
        DoseUnit::Piece => dose * strength(&one.form)?,
        DoseUnit::Millilitre | DoseUnit::Unit | DoseUnit::Drop | DoseUnit::Puff => return None,
    })
}

/// Milligrams in a piece: of «таблетки, 500 мг». Nothing where there are several numbers, as in
/// «500 мг + 125 мг» or «100 мг/5 мл».
fn strength(form: &str) -> Option<f64> {
    let form = form.to_lowercase().replace('\u{a0}', " ");
    if form.contains(['+', '/']) {
        return None;
    }
    let words: Vec<&str> = form.split([' ', ';']).filter(|word| !word.is_empty()).collect();
    let mut found = words.iter().zip(words.iter().skip(1)).filter_map(|(number, unit)| {
        let number = Decimal::read(number.trim_end_matches(','))?.value;
        match unit.trim_end_matches([',', '.']) {
            "мг" | "mg" => Some(number),
            "г" | "g" => Some(number * 1_000.0),
            "мкг" | "mcg" => Some(number / 1_000.0),
            _ => None,
        }
    });
    let first = found.next();
    first.filter(|_| found.next().is_none())
}

/// Whether the form is not counted in such units: what is liquid not in pieces, what is solid not
/// in drops.
fn is_other_kind(form: &str, unit: DoseUnit) -> bool {
    const SOLID: [&str; 6] = ["таблет", "капсул", "драже", "пастил", "суппозитор", "tablet"];
    const LIQUID: [&str; 6] = ["раствор", "сироп", "суспенз", "капли", "эмульс", "solution"];
    let form = form.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| form.contains(word));
    let (solid, liquid) = (has(&SOLID), has(&LIQUID));
    match unit {
        DoseUnit::Millilitre | DoseUnit::Drop | DoseUnit::Puff => solid && !liquid,
        DoseUnit::Piece => liquid && !solid,
        DoseUnit::Milligram | DoseUnit::Gram | DoseUnit::Microgram | DoseUnit::Unit => false,
    }
}

/// Whether a medicine is of a substance: by words they share, or as one of its group.
fn is_of(substance: &str, medicine: &str) -> bool {
    if is_same(substance, medicine) {
        return true;
    }
    let (substance, medicine) = (substance.to_lowercase(), medicine.to_lowercase());
    GROUPS.iter().any(|(group, members)| {
        substance.contains(group) && members.iter().any(|member| medicine.contains(member))
    })
}

/// Whether two names share a word that names a substance, in any of its forms.
fn is_same(one: &str, other: &str) -> bool {
    let others: Vec<String> = names(other).collect();
    let is_same = |name: &str, other: &str| name.starts_with(other) || other.starts_with(name);
    names(one).any(|name| others.iter().any(|other| is_same(&name, other)))
}

/// Words of a name without their endings: Russian ones bend the last two letters.
fn names(text: &str) -> impl Iterator<Item = String> {
    let text = text.to_lowercase().replace('ё', "е");
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.chars().count() >= 5 && !COMMON.contains(word))
        .map(|word| {
            let count = word.chars().count();
            word.chars().take(count.saturating_sub(2).max(5)).collect()
        })
        .collect();
    words.into_iter()
}
