//! Reports of a laboratory and the values in them.

use std::collections::BTreeMap;

use shared::access::model::Sensitivity;
use shared::id::EntryId;
use shared::record::model::{
    Coding, Content, DiagnosticReport, Observation, ResultStatus, Source, SourceKind, Value,
};
use shared::record::rules::{BLOOD_GROUP, sensitivity_of};
use time::{Date, Duration, OffsetDateTime};

use crate::calendar::{at, plus_days, workday};
use crate::catalogue::{LOINC, coding};
use crate::clinic::Clinic;
use crate::draw::{Draw, word};
use crate::laboratory::{Analyte, analyte, derive, flag, level, panel, printed, rounded, wording};
use crate::story::{Fact, Story, Visit};

/// «Laboratory report», for panels without a code of their own.
const REPORT: &str = "11502-2";
/// The test for HIV is nobody's business even where it finds nothing.
const HIV_TEST: &str = "56888-1";

/// What is examined as one, and when.
struct Sample<'v> {
    visit: Option<&'v Visit>,
    laboratory: &'static Clinic,
    on: Date,
    taken: OffsetDateTime,
    received: OffsetDateTime,
}

impl Story<'_> {
    /// Orders tests at a visit; they are taken together, some mornings later.
    pub fn examine(&mut self, tests: &[&str], visit: &Visit) {
        let on = workday(plus_days(visit.on, self.draw.between(1, 5)));
        for test in tests {
            self.report(test, Some(visit), on);
        }
    }

    /// A report on what was taken that morning; nothing yet if it was not.
    pub fn report(&mut self, test: &str, visit: Option<&Visit>, on: Date) -> Option<EntryId> {
        let laboratory = self.household.places.laboratory(on);
        self.report_of(test, visit, on, laboratory)
    }

    pub fn report_of(
        &mut self,
        test: &str,
        visit: Option<&Visit>,
        on: Date,
        laboratory: &'static Clinic,
    ) -> Option<EntryId> {
        let (code, codes) = ordered(test)?;
        let taken = at(on, 8 * 60 + self.draw.between(0, 150));
        let issued = if self.draw.chance(60) {
            at(on, 14 * 60 + self.draw.between(0, 280))
        } else {
            at(workday(plus_days(on, 1)), 9 * 60 + self.draw.between(0, 480))
        };
        let received = issued + Duration::minutes(self.draw.between(5, 45));
        let sample = Sample { visit, laboratory, on, taken, received };
        if received > self.until {
            return self.awaited(code, &sample);
        }
        let observations = self.observations(&codes, &sample);
        if observations.is_empty() {
            return None;
        }
        let specimens = specimens(&observations);
        let mut results = Vec::new();
        for observation in observations {
            let sensitivity = match observation.code.code.as_str() {
                HIV_TEST => Sensitivity::Hiv,
                _ => Sensitivity::Usual,
            };
            let content = Content::Observation(observation);
            results.push(self.add(sample.fact(sensitivity, content)));
        }
        let report = DiagnosticReport {
            code,
            status: ResultStatus::Final,
            results,
            conclusion: None,
            issued_at: Some(issued),
            specimen: specimens,
            forms: vec!["Бланк результатов".to_owned()],
            request: None,
        };
        Some(self.add(sample.fact(Sensitivity::Usual, Content::DiagnosticReport(report))))
    }

    /// A report that is not there yet: ordered at a visit, or being made.
    fn awaited(&mut self, code: Coding, sample: &Sample<'_>) -> Option<EntryId> {
        let visit = sample.visit?;
        let is_taken = sample.taken <= self.until;
        let report = DiagnosticReport {
            code,
            status: if is_taken { ResultStatus::InProgress } else { ResultStatus::Ordered },
            results: Vec::new(),
            conclusion: None,
            issued_at: None,
            specimen: None,
            forms: Vec::new(),
            request: None,
        };
        let at = if is_taken { sample.taken } else { visit.end };
        let content = Content::DiagnosticReport(report);
        let fact = sample.fact(Sensitivity::Usual, content);
        Some(self.add(Fact { at, received: at, ..fact }))
    }

    fn observations(&mut self, codes: &[&'static str], sample: &Sample<'_>) -> Vec<Observation> {
        let age = self.age(sample.on);
        let sex = self.person.sex;
        let analytes: Vec<&'static Analyte> = codes
            .iter()
            .filter_map(|code| analyte(code))
            .filter(|analyte| is_measured_at(analyte.code, age))
            .collect();
        let mut draw = self.draw.clone();
        let host = self.host();
        let mut values: BTreeMap<&'static str, f64> = analytes
            .iter()
            .filter(|analyte| analyte.words.is_empty())
            .map(|analyte| (analyte.code, level(analyte, &host, sample.on, &mut draw)))
            .collect();
        derive(&mut values, sex, age);
        let words: BTreeMap<&'static str, usize> = analytes
            .iter()
            .map(|analyte| (analyte.code, wording(analyte, &host, sample.on, &mut draw)))
            .collect();
        self.draw = draw;
        let group = blood_group(&self.own_draw("blood group"));
        analytes
            .iter()
            .map(|analyte| {
                let form = printed(analyte, sample.laboratory.key, sex, age);
                let mut observation = Observation::new(
                    coding(LOINC, analyte.code, analyte.name),
                    Value { number: None, unit: String::new(), text: group.to_owned() },
                    None,
                );
                observation.specimen = analyte.specimen.map(str::to_owned);
                observation.method = form.method.map(str::to_owned);
                if let Some(value) = values.get(analyte.code) {
                    let (number, text) = rounded(value * form.factor, form.decimals);
                    let unit = form.unit.to_owned();
                    observation.value = Value { number: Some(number), unit, text };
                    observation.reference = form.interval;
                    observation.interpretation = flag(number, form.interval).map(str::to_owned);
                } else if analyte.code != BLOOD_GROUP {
                    let place = words.get(analyte.code).copied().unwrap_or(0);
                    let text = analyte.words.get(place).copied().unwrap_or_default();
                    text.clone_into(&mut observation.value.text);
                    observation.interpretation =
                        is_abnormal(analyte.code, place).then(|| "A".to_owned());
                }
                observation
            })
            .collect()
    }

    /// A stream of the person's own, the same whatever else happens.
    pub fn own_draw(&self, about: &str) -> Draw {
        let [seed, family, member] = self.host().own;
        Draw::new([seed, family, member, word(about)])
    }
}

impl Sample<'_> {
    fn fact(&self, sensitivity: Sensitivity, content: Content) -> Fact {
        let of_visit = self.visit.map_or(Sensitivity::Usual, |visit| visit.sensitivity);
        Fact {
            at: self.taken,
            received: self.received,
            source: source(self.laboratory),
            encounter: self.visit.map(|visit| visit.id),
            sensitivity: [sensitivity, sensitivity_of(&content)]
                .into_iter()
                .find(|topic| *topic != Sensitivity::Usual)
                .unwrap_or(of_visit),
            content,
        }
    }
}

/// The title of a panel or of a single test, and what is measured for it.
fn ordered(test: &str) -> Option<(Coding, Vec<&'static str>)> {
    if let Some(panel) = panel(test) {
        let code = coding(LOINC, panel.loinc.unwrap_or(REPORT), panel.name);
        return Some((code, panel.analytes.clone()));
    }
    let analyte = analyte(test)?;
    Some((coding(LOINC, analyte.code, analyte.name), vec![analyte.code]))
}

/// Some are measured, computed or looked for in adults only.
fn is_measured_at(code: &str, age: i32) -> bool {
    match code {
        "62238-1" => age >= 18,
        "29771-3" => age >= 40,
        _ => true,
    }
}

fn is_abnormal(code: &str, place: usize) -> bool {
    match code {
        "5778-6" => place >= 4,
        "25145-4" | "8247-9" => place >= 2,
        _ => place >= 1,
    }
}

/// «Цельная кровь, Моча», each once.
fn specimens(observations: &[Observation]) -> Option<String> {
    let mut names: Vec<&str> =
        observations.iter().filter_map(|observation| observation.specimen.as_deref()).collect();
    names.dedup();
    names.sort_unstable();
    names.dedup();
    (!names.is_empty()).then(|| names.join(", "))
}

/// Sent by the laboratory's own program: «ЛИС «Рубин-Лаб»».
fn source(laboratory: &Clinic) -> Source {
    let (_, name) = laboratory.name.split_once(' ').unwrap_or(("", laboratory.name));
    Source { system: Some(format!("ЛИС {name}")), ..laboratory.source(SourceKind::Imported) }
}

/// How often each is met in Russia.
fn blood_group(draw: &Draw) -> &'static str {
    const GROUPS: [(&str, u64); 8] = [
        ("0(I) Rh+", 29),
        ("A(II) Rh+", 31),
        ("B(III) Rh+", 18),
        ("AB(IV) Rh+", 7),
        ("0(I) Rh−", 5),
        ("A(II) Rh−", 6),
        ("B(III) Rh−", 3),
        ("AB(IV) Rh−", 1),
    ];
    draw.clone().weighted(GROUPS).unwrap_or("0(I) Rh+")
}
