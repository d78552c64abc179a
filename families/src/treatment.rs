//! What is prescribed, done and written out at a visit.

use shared::id::EntryId;
use shared::record::model::{
    CarePlan, ClinicalStatus, Condition, Content, DocumentReference, MedicationRequest,
    MedicationStatement, MedicationStatus, Procedure, ProcedureStatus, ServiceRequest,
    ServiceRequestStatus,
};
use time::{Date, OffsetDateTime};

use crate::calendar::plus_days;
use crate::catalogue::{
    Disease, Medicine, SERVICES, coding, disease, medicine, medicines, procedure, specialty,
};
use crate::chronic::Chronic;
use crate::story::{Story, Visit};

impl Story<'_> {
    /// The diagnosis, as an entry of its own.
    pub fn diagnose(&mut self, visit: &Visit, code: &str, chronic: bool) -> Option<EntryId> {
        let is_over = !chronic && plus_days(visit.on, 14) < self.today;
        let condition = Condition {
            code: disease(code)?.coding(),
            clinical_status: if is_over {
                ClinicalStatus::Resolved
            } else {
                ClinicalStatus::Active
            },
            chronic,
            note: None,
        };
        Some(self.within(visit, Content::Condition(condition)))
    }

    /// A course of what is given for an illness at this age: one medicine or two.
    pub fn prescribe(&mut self, visit: &Visit, code: &str) {
        let reason = disease(code).map(|disease| disease.name.to_owned());
        let mut fitting: Vec<&'static Medicine> = medicines(code, self.age(visit.on));
        fitting.retain(|medicine| medicine.course_days.is_some() && self.bears(medicine));
        let wanted = if self.draw.chance(45) { 2 } else { 1 };
        for _ in 0..wanted {
            let Some(chosen) = self.draw.pick(&fitting).copied() else {
                return;
            };
            fitting.retain(|medicine| medicine.name != chosen.name);
            let days = chosen.course_days.unwrap_or(10);
            let ends = plus_days(visit.on, days + 1);
            let is_over = ends < self.today;
            let request = MedicationRequest {
                medicine: chosen.label(),
                dosage: chosen.dosage.to_owned(),
                status: if is_over {
                    MedicationStatus::Completed
                } else {
                    MedicationStatus::Active
                },
                reason: reason.clone(),
                valid_until: Some(plus_days(visit.on, if days > 30 { 90 } else { 30 })),
            };
            self.within(visit, Content::MedicationRequest(request));
        }
    }

    /// What is taken from now on, for years.
    pub fn put_on(
        &mut self,
        visit: &Visit,
        (name, strength): (&str, &str),
        status: MedicationStatus,
    ) -> Option<EntryId> {
        let medicine = medicine(name, strength).filter(|medicine| self.bears(medicine))?;
        let statement = MedicationStatement {
            medicine: medicine.label(),
            dosage: medicine.dosage.to_owned(),
            status,
        };
        Some(self.within(visit, Content::MedicationStatement(statement)))
    }

    /// An examination; one in `rarity` finds something.
    pub fn examine_by(&mut self, visit: &Visit, code: &str, rarity: u64, reason: &str) {
        let Some(text) = procedure(code) else {
            return;
        };
        let is_found = self.draw.below(rarity) == 0;
        let outcome = if is_found { text.finding } else { text.usual };
        let procedure = Procedure {
            code: coding(SERVICES, text.code, text.name),
            status: ProcedureStatus::Completed,
            outcome: Some(outcome.to_owned()),
            body_site: None,
            reason: (!reason.is_empty()).then(|| reason.to_owned()),
        };
        self.within(visit, Content::Procedure(procedure));
    }

    /// A referral to another specialist.
    pub fn refer(
        &mut self,
        visit: &Visit,
        to: &Disease,
        status: ServiceRequestStatus,
        urgent: bool,
    ) {
        let whose = specialty(to.specialty).map_or("врача", |terms| terms.genitive);
        let request = ServiceRequest {
            code: coding("", "", &format!("Консультация {whose}")),
            status,
            performer: visit.source.organization_name.clone(),
            reason: Some(to.name.to_owned()),
            urgent,
        };
        self.within(visit, Content::ServiceRequest(request));
    }

    pub fn plan_care(&mut self, visit: &Visit, illness: &Chronic) {
        if illness.plan.is_empty() {
            return;
        }
        let owned = |texts: &[&str]| -> Vec<String> {
            texts.iter().map(|text| (*text).to_owned()).collect()
        };
        let plan = CarePlan {
            title: illness.plan.to_owned(),
            active: true,
            activities: owned(illness.activities),
            goals: owned(illness.goals),
            ended_at: None,
        };
        self.within(visit, Content::CarePlan(plan));
    }

    /// A paper: its title, and what kind of paper it is.
    pub fn write_out(&mut self, visit: &Visit, category: &str, title: String) {
        let size = u64::try_from(self.draw.between(48_000, 410_000)).ok();
        let document = DocumentReference {
            category: Some(category.to_owned()),
            content_type: Some("application/pdf".to_owned()),
            size,
            ..DocumentReference::new(title)
        };
        self.within(visit, Content::DocumentReference(document));
    }

    /// Writes a new version of an entry; what is not there yet, or not before `until`, stays.
    pub fn revise(&mut self, id: EntryId, at: OffsetDateTime, change: impl FnOnce(&mut Content)) {
        let newest = self.entries.iter().rev().find(|entry| entry.id == id).cloned();
        if let Some(mut next) = newest.filter(|newest| newest.received_at < at && at <= self.until)
        {
            next.version += 1;
            next.received_at = at;
            change(&mut next.content);
            self.entries.push(next);
        }
    }

    /// Whether nothing is known against giving this.
    fn bears(&self, medicine: &Medicine) -> bool {
        !self.allergies.iter().any(|substance| match *substance {
            "Пенициллины" | "Амоксициллин" => {
                medicine.name.starts_with("Амоксициллин")
            }
            "Ацетилсалициловая кислота" | "Ибупрофен" | "Метамизол натрия" => {
                is_painkiller(medicine) || medicine.name == *substance
            }
            "Витамины группы B в инъекциях" => {
                medicine.name == "Цианокобаламин"
            }
            other => medicine.name == other,
        })
    }
}

/// Those that cross-react (ATC M01A and M02AA), whatever they are called.
fn is_painkiller(medicine: &Medicine) -> bool {
    const NAMES: [&str; 8] = [
        "Ибупрофен",
        "Диклофенак",
        "Мелоксикам",
        "Нимесулид",
        "Эторикоксиб",
        "Кетопрофен",
        "Кеторолак",
        "Метамизол натрия",
    ];
    NAMES.contains(&medicine.name)
}

/// «с 03.03.2025 по 10.03.2025»
pub fn days(from: Date, to: Date) -> String {
    let day =
        |date: Date| format!("{:02}.{:02}.{}", date.day(), u8::from(date.month()), date.year());
    format!("с {} по {}", day(from), day(to))
}
