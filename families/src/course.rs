//! How an illness that stays goes on: found, treated, watched, and at times over.

use shared::id::EntryId;
use shared::record::model::{ClinicalStatus, Content, MedicationStatus, ServiceRequestStatus};
use time::{Date, Duration};

use crate::calendar::{plus_days, plus_months};
use crate::catalogue::{Disease, VisitText, disease, visit_texts};
use crate::chronic::{Chronic, ILLNESSES};
use crate::laboratory::Spell;
use crate::story::{Meeting, Story, Visit};

/// An illness of one person.
#[derive(Debug)]
pub struct Case {
    illness: &'static Chronic,
    disease: &'static Disease,
    onset: Date,
    /// When it was over.
    end: Option<Date>,
}

/// What is written at a control visit where the table has no text of one.
const COMPLAINTS: [&str; 4] = [
    "Контрольный приём, новых жалоб нет.",
    "Плановое наблюдение, самочувствие прежнее.",
    "Явка по плану наблюдения, назначения выполняет, переносит хорошо.",
    "Контроль лечения, отмечает улучшение самочувствия.",
];
const CONCLUSIONS: [&str; 4] = [
    "Состояние стабильное, ухудшения нет.",
    "Состояние удовлетворительное, лечение эффективно.",
    "Без отрицательной динамики.",
    "Течение благоприятное, коррекция лечения не требуется.",
];
const ADVICE: [&str; 4] = [
    "Продолжить лечение в прежнем объёме, контроль в плановом порядке.",
    "Наблюдение продолжить, при ухудшении обратиться раньше.",
    "Лечение без изменений, анализы перед следующим приёмом.",
    "Сохранить режим и назначения, следующий осмотр по графику.",
];
const PREPARATION: &str = "Взять с собой паспорт, полис и список лекарств, которые принимаете.";

impl Story<'_> {
    /// Which illnesses there are, and since when: drawn before anything is told, as they show in
    /// the blood before anybody knows of them.
    pub fn draw_cases(&mut self) -> Vec<Case> {
        let mut cases = Vec::new();
        for illness in &ILLNESSES {
            let month = self.draw.between(illness.onset.0 * 12 + 1, illness.onset.1 * 12 - 1);
            let onset = plus_months(self.person.birth, month);
            let is_met = self.draw.chance(illness.frequency);
            let end = (illness.months > 0).then(|| plus_months(onset, illness.months));
            let Some(disease) = disease(illness.code) else {
                continue;
            };
            let is_over = end.is_some_and(|end| end <= plus_days(self.from, 200));
            let is_recent = onset > plus_days(self.today, -60);
            if !is_met
                || is_over
                || is_recent
                || !disease.may_begin(self.person.sex, self.age(onset))
            {
                continue;
            }
            self.spells.push(Spell {
                code: illness.code,
                from: onset,
                treated: plus_days(onset.max(self.from), 25),
                to: end,
                is_slow: true,
            });
            cases.push(Case { illness, disease, onset, end });
        }
        cases
    }

    /// Tells an illness from its beginning, or from that of the card.
    pub fn follow(&mut self, case: &Case, others: usize) {
        let was_known = case.onset < self.from;
        let start =
            if was_known { plus_days(self.from, self.draw.between(20, 240)) } else { case.onset };
        let Some(visit) = self.find_out(case, start, was_known) else {
            return;
        };
        let condition = self.diagnose(&visit, case.illness.code, true);
        self.plan_care(&visit, case.illness);
        self.examine_all(case, &visit, 2);
        let taken = self.begin_treatment(case, &visit);
        self.watch(case, &visit, others);
        if let Some(end) = case.end.filter(|end| *end < self.today) {
            self.close(condition, &taken, end);
        }
    }

    /// The visit at which it is found, often on a referral.
    fn find_out(&mut self, case: &Case, start: Date, was_known: bool) -> Option<Visit> {
        let text = visit_texts(case.illness.code).first()?;
        let is_for_specialist = !matches!(case.disease.specialty, "therapist" | "pediatrician");
        let mut on = start;
        if is_for_specialist && !was_known && self.draw.chance(55) {
            let first = self.meet(Meeting {
                code: Some(case.illness.code),
                reason: Some(text.complaint.to_owned()),
                conclusion: Some("Требуется уточнение диагноза у специалиста.".to_owned()),
                recommendations: Some(
                    "Консультация специалиста, анализы по направлению.".to_owned(),
                ),
                ..Meeting::new(start, "therapist")
            });
            if let Some(first) = first {
                self.refer(&first, case.disease, ServiceRequestStatus::Completed, false);
                on = plus_days(first.on, self.draw.between(6, 21));
            }
        }
        let meeting = if was_known { self.control(case, on) } else { told(case, on, text) };
        let visit = self.meet(meeting)?;
        let tests: Vec<&str> = text.tests.iter().take(2).copied().collect();
        self.examine(&tests, &visit);
        Some(visit)
    }

    fn examine_all(&mut self, case: &Case, visit: &Visit, rarity: u64) {
        for service in case.illness.procedures {
            self.examine_by(visit, service, rarity, case.disease.name);
        }
    }

    fn begin_treatment(&mut self, case: &Case, visit: &Visit) -> Vec<EntryId> {
        if case.illness.code == "I10" && self.draw.chance(35) {
            self.put_on(visit, ("Эналаприл", "10 мг"), MedicationStatus::Stopped);
        }
        let mut taken = Vec::new();
        let mut later = visit.clone();
        for pair in case.illness.lasting {
            taken.extend(self.put_on(&later, *pair, MedicationStatus::Active));
            // The next one is added at a visit of its own, if ever.
            let on = plus_months(later.on, self.draw.between(5, 40));
            let meeting = self.control(case, on);
            match self.meet(meeting) {
                Some(next) => later = next,
                None => break,
            }
        }
        if case.illness.lasting.is_empty() {
            self.prescribe(visit, case.illness.code);
        }
        taken
    }

    /// Control visits; those of long ago were fewer, and who has many illnesses is seen for
    /// several at once.
    fn watch(&mut self, case: &Case, first: &Visit, others: usize) {
        let crowd = i64::try_from(others / 3).unwrap_or(0) + 1;
        let mut on = first.on;
        let until = case.end.unwrap_or(self.today).min(self.today);
        loop {
            let years_ago = (self.today - on).whole_days() / 365;
            let months = case.illness.every_months * crowd * (1 + years_ago / 6);
            on = plus_days(plus_months(on, months), self.draw.between(-12, 12));
            if on > until {
                break;
            }
            let meeting = self.control(case, on);
            let Some(visit) = self.meet(meeting) else {
                break;
            };
            if matches!(case.disease.specialty, "cardiologist" | "nephrologist" | "endocrinologist")
            {
                self.take_pressure(&visit);
            }
            if self.draw.chance(75) {
                self.examine(case.illness.tests, &visit);
            }
            if let Some(service) = case.illness.procedures.first()
                && self.draw.chance(22)
            {
                self.examine_by(&visit, service, 3, case.disease.name);
            }
            if case.illness.lasting.is_empty() && self.draw.chance(35) {
                self.prescribe(&visit, case.illness.code);
            }
        }
    }

    /// It is over: what was said to go on is said to be finished.
    fn close(&mut self, condition: Option<EntryId>, taken: &[EntryId], end: Date) {
        let at = crate::calendar::at(end, 15 * 60) + Duration::minutes(self.draw.between(0, 90));
        for id in condition.iter().chain(taken) {
            self.revise(*id, at, |content| match content {
                Content::Condition(condition) => {
                    condition.clinical_status = ClinicalStatus::Resolved;
                }
                Content::MedicationStatement(statement) => {
                    statement.status = MedicationStatus::Completed;
                }
                Content::Encounter(_)
                | Content::AllergyIntolerance(_)
                | Content::Observation(_)
                | Content::Note(_)
                | Content::DiagnosticReport(_)
                | Content::MedicationRequest(_)
                | Content::Immunization(_)
                | Content::Procedure(_)
                | Content::ServiceRequest(_)
                | Content::DocumentReference(_)
                | Content::CarePlan(_)
                | Content::Goal(_)
                | Content::Protocol(_) => {}
            });
        }
    }

    /// A control visit that is to come.
    pub fn book(&mut self, case: &Case) {
        if case.end.is_some_and(|end| end <= self.today) {
            return;
        }
        let texts = visit_texts(case.illness.code);
        let prepare = texts.iter().find_map(|text| text.prepare).unwrap_or(PREPARATION);
        let on = plus_days(self.today, self.draw.between(4, 45));
        let meeting = Meeting {
            code: Some(case.illness.code),
            reason: Some("Плановый осмотр по графику наблюдения.".to_owned()),
            ..Meeting::new(on, case.disease.specialty)
        };
        self.plan(meeting, prepare);
    }

    fn control(&mut self, case: &Case, on: Date) -> Meeting {
        // The second text of an illness is that of a control visit.
        if let Some(text) = visit_texts(case.illness.code).get(1)
            && self.draw.chance(60)
        {
            return told(case, on, text);
        }
        Meeting {
            code: Some(case.illness.code),
            reason: Some(self.draw.text(&COMPLAINTS).to_owned()),
            conclusion: Some(self.draw.text(&CONCLUSIONS).to_owned()),
            recommendations: Some(self.draw.text(&ADVICE).to_owned()),
            ..Meeting::new(on, case.disease.specialty)
        }
    }
}

/// A visit in the words of the table.
fn told(case: &Case, on: Date, text: &VisitText) -> Meeting {
    Meeting {
        code: Some(case.illness.code),
        reason: Some(text.complaint.to_owned()),
        conclusion: Some(format!("{} {}", text.conclusion, text.findings)),
        recommendations: Some(text.recommendations.to_owned()),
        ..Meeting::new(on, case.disease.specialty)
    }
}
