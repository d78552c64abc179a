//! What goes wrong in laboratories: values corrected, results withdrawn, results not final yet.

use shared::id::EntryId;
use shared::record::model::{Content, DiagnosticReport, Observation, ResultStatus};
use time::{Duration, OffsetDateTime};

use crate::Happening;
use crate::calendar::{plus_days, workday};
use crate::laboratory::{flag, rounded};
use crate::story::Story;

/// A report that is there, and its values.
struct Issued {
    id: EntryId,
    received: OffsetDateTime,
    results: Vec<EntryId>,
}

impl Story<'_> {
    pub fn suffer_mishaps(&mut self) {
        for _ in 0..self.draw.between(0, 2) {
            let reports = self.issued();
            if let Some(report) = self.draw.pick(&reports) {
                self.correct(report);
            }
        }
        if self.draw.chance(40) {
            let reports = self.issued();
            if let Some(report) = self.draw.pick(&reports) {
                self.send_early(report);
            }
        }
        if self.draw.chance(35) {
            self.mix_up_tubes();
        }
    }

    /// Final reports nothing has happened to.
    fn issued(&self) -> Vec<Issued> {
        let is_touched =
            |id: EntryId| self.entries.iter().any(|entry| entry.id == id && entry.version > 1);
        self.entries
            .iter()
            .filter(|entry| final_report(entry).is_some() && !is_touched(entry.id))
            .filter_map(|entry| {
                Some(Issued {
                    id: entry.id,
                    received: entry.received_at,
                    results: final_report(entry)?.results.clone(),
                })
            })
            .collect()
    }

    /// A value was first sent wrong.
    fn correct(&mut self, report: &Issued) {
        let at = report.received + Duration::minutes(self.draw.between(180, 2_400));
        let Some(wrong) = self.draw.pick(&report.results).copied() else {
            return;
        };
        let Some(right) = self.value_of(wrong).filter(|value| value.value.number.is_some()) else {
            return;
        };
        let share = if self.draw.chance(50) { 1.35 } else { 0.72 };
        let first = distorted(&right, share);
        if at > self.until || first.value == right.value {
            return;
        }
        if let Some(observation) = self.value_mut(wrong) {
            *observation = first;
        }
        self.revise(wrong, at, |content| {
            if let Content::Observation(observation) = content {
                *observation = Observation {
                    status: ResultStatus::Corrected,
                    note: Some("Значение исправлено лабораторией после проверки.".to_owned()),
                    ..right
                };
            }
        });
        self.revise(report.id, at, |content| {
            if let Content::DiagnosticReport(report) = content {
                report.status = ResultStatus::Corrected;
            }
        });
    }

    /// A report was sent before it was signed.
    fn send_early(&mut self, report: &Issued) {
        let signed = report.received + Duration::minutes(self.draw.between(200, 1_500));
        for id in report.results.iter().chain([&report.id]) {
            for entry in self.entries.iter_mut().filter(|entry| entry.id == *id) {
                set_status(&mut entry.content, ResultStatus::Preliminary, None);
            }
            self.revise(*id, signed, |content| {
                set_status(content, ResultStatus::Final, Some(signed));
            });
        }
    }

    /// Somebody else's tube under this name: taken back some days later.
    fn mix_up_tubes(&mut self) {
        let days = (self.today - self.from).whole_days();
        let on = workday(plus_days(self.from, self.draw.between(days / 2, days.max(40) - 20)));
        let laboratory = self.household.places.other_laboratory(on);
        let before = self.entries.len();
        if self.report_of("cbc", None, on, laboratory).is_none() {
            return;
        }
        let hours = self.draw.between(20, 90);
        let sent: Vec<Happening> = self.entries.iter().skip(before).cloned().collect();
        for entry in sent {
            let received_at = entry.received_at + Duration::hours(hours);
            if received_at <= self.until {
                let version = entry.version + 1;
                self.entries.push(Happening { version, received_at, withdrawn: true, ..entry });
            }
        }
    }

    fn value_of(&self, id: EntryId) -> Option<Observation> {
        self.entries.iter().find(|entry| entry.id == id).and_then(|entry| match &entry.content {
            Content::Observation(observation) => Some(observation.clone()),
            Content::Encounter(_)
            | Content::Condition(_)
            | Content::AllergyIntolerance(_)
            | Content::MedicationStatement(_)
            | Content::Note(_)
            | Content::DiagnosticReport(_)
            | Content::MedicationRequest(_)
            | Content::Immunization(_)
            | Content::Procedure(_)
            | Content::ServiceRequest(_)
            | Content::DocumentReference(_)
            | Content::CarePlan(_)
            | Content::Goal(_)
            | Content::Protocol(_) => None,
        })
    }

    fn value_mut(&mut self, id: EntryId) -> Option<&mut Observation> {
        let entry = self.entries.iter_mut().find(|entry| entry.id == id)?;
        if let Content::Observation(observation) = &mut entry.content {
            Some(observation)
        } else {
            None
        }
    }
}

fn final_report(entry: &Happening) -> Option<&DiagnosticReport> {
    if let Content::DiagnosticReport(report) = &entry.content {
        let is_whole = report.status == ResultStatus::Final && !report.results.is_empty();
        is_whole.then_some(report)
    } else {
        None
    }
}

/// The same value, wrong by so much; printed with the digits it had.
fn distorted(right: &Observation, share: f64) -> Observation {
    let mut wrong = right.clone();
    if let Some(number) = right.value.number {
        let decimals = right.value.text.split_once(',').map_or(0, |(_, digits)| digits.len());
        let (number, text) = rounded(number * share, decimals);
        wrong.value.number = Some(number);
        wrong.value.text = text;
        wrong.interpretation = flag(number, right.reference).map(str::to_owned);
    }
    wrong
}

fn set_status(content: &mut Content, status: ResultStatus, signed: Option<OffsetDateTime>) {
    if let Content::Observation(observation) = content {
        observation.status = status;
    } else if let Content::DiagnosticReport(report) = content {
        report.status = status;
        report.issued_at = signed;
    }
}
