//! Whose each resource is.

use std::collections::HashMap;

use shared::interop::fhir::definitions::definitions;
use shared::interop::fhir::outcome::{Issue, IssueCode};
use uuid::Uuid;

use super::super::refusal::Refusal;
use super::reference::{each_reference, follow};
use super::{Plan, Planned};
use crate::interop::store::NOBODY;

/// What is said about nobody in particular.
const NOBODYS: [&str; 18] = [
    "Organization",
    "Practitioner",
    "PractitionerRole",
    "Location",
    "Medication",
    "Substance",
    "HealthcareService",
    "Endpoint",
    "Device",
    "DeviceDefinition",
    "Questionnaire",
    "ValueSet",
    "CodeSystem",
    "PlanDefinition",
    "ActivityDefinition",
    "Schedule",
    "Slot",
    "OrganizationAffiliation",
];

impl Plan<'_> {
    /// Says whose each resource is: of the Patient it is about, else of what it points at.
    pub fn assign(&mut self, cards: &HashMap<Uuid, Uuid>) -> Result<(), Refusal> {
        for item in &mut self.items {
            if item.kind == "Patient" {
                item.patient = cards.get(&item.id).copied();
            } else if let Some(before) = &item.before {
                item.patient = Some(before.patient_id);
            }
        }
        let mut found: HashMap<Uuid, Uuid> = self.known_patients();
        // What points at what is somebody's is theirs too, through as many steps as there are.
        loop {
            let mut moved = false;
            for n in 0..self.items.len() {
                let Some(item) = self.items.get(n) else { continue };
                if item.patient.is_some() {
                    continue;
                }
                if let Some(patient) = self.patient_of(item, &found) {
                    let id = item.id;
                    found.insert(id, patient);
                    if let Some(item) = self.items.get_mut(n) {
                        item.patient = Some(patient);
                    }
                    moved = true;
                }
            }
            if !moved {
                break;
            }
        }
        for item in &mut self.items {
            let about = definitions().compartment(item.kind);
            match item.patient {
                Some(_) => {}
                None if NOBODYS.contains(&item.kind) || about.is_empty() => {
                    item.patient = Some(NOBODY);
                }
                None => {
                    let names = about.join(" or ");
                    let what = format!("whose it is, is not said: a Patient in {names} is needed");
                    let issue = Issue::error(IssueCode::Required, what);
                    return Err(Refusal::new(422, issue.at(item.wanted.expression.clone())));
                }
            }
        }
        self.check_owners()
    }

    /// A resource stays in the card it is in.
    fn check_owners(&self) -> Result<(), Refusal> {
        let found = self.known_patients();
        for item in &self.items {
            let Some(before) = &item.before else { continue };
            if item.kind != "Patient"
                && self.patient_of(item, &found).is_some_and(|patient| patient != before.patient_id)
            {
                let what = "it belongs to another patient: withdraw it there and create it anew";
                let issue = Issue::error(IssueCode::Conflict, what);
                return Err(Refusal::new(409, issue.at(item.wanted.expression.clone())));
            }
        }
        Ok(())
    }

    fn known_patients(&self) -> HashMap<Uuid, Uuid> {
        let own = self.items.iter().filter_map(|item| Some((item.id, item.patient?)));
        let others = self.targets.values().filter_map(|target| Some((target.id, target.patient?)));
        own.chain(others).filter(|(_, patient)| *patient != NOBODY).collect()
    }

    fn patient_of(&self, item: &Planned, found: &HashMap<Uuid, Uuid>) -> Option<Uuid> {
        let resource = &item.wanted.resource;
        // First by the elements that say whose it is.
        for code in definitions().compartment(item.kind) {
            let Some(parameter) = definitions().parameter(item.kind, code) else { continue };
            for path in &parameter.paths {
                for reference in follow(resource, &path.names) {
                    let target =
                        reference.text("reference").and_then(|text| self.targets.get(text));
                    let patient = target.filter(|target| target.kind == "Patient");
                    if let Some(patient) = patient.and_then(|target| found.get(&target.id)) {
                        return Some(*patient);
                    }
                }
            }
        }
        if NOBODYS.contains(&item.kind) {
            return None;
        }
        // Then by whatever it points at: a Provenance is about what it is the provenance of.
        let mut patient = None;
        each_reference(resource, &mut |reference| {
            if patient.is_none() {
                patient =
                    self.targets.get(reference).and_then(|target| found.get(&target.id)).copied();
            }
        });
        patient
    }
}
