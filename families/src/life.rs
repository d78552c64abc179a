//! One member of a family, from the first entry of the card to the last.

use std::collections::BTreeSet;

use shared::id::{EntryId, PatientId, PersonId};
use shared::record::model::{Content, DiagnosticReport};
use shared::record::rules::BLOOD_GROUP;
use time::OffsetDateTime;

use crate::household::{Household, Person};
use crate::numbers::{Kind, MEMBERS, id, policy, snils};
use crate::story::Story;
use crate::{Happening, Member};

/// Entries a card keeps before mishaps and what is to come.
const ENOUGH: usize = 340;
/// Visits that are booked at most.
const BOOKED: usize = 2;

pub fn member(household: &Household, person: &Person, until: OffsetDateTime) -> Member {
    let Household { seed, index, .. } = household;
    let place = index.wrapping_mul(MEMBERS).wrapping_add(person.member);
    let mut story = Story::new(household, person, until);
    story.live();
    let has_policy = story.own_draw("policy").chance(94);
    let mut entries = story.entries;
    entries.sort_by_key(|entry| (entry.occurred_at, entry.id, entry.version));
    Member {
        patient: PatientId(id(*seed, *index, person.member, Kind::Patient, 0)),
        person: PersonId(id(*seed, *index, person.member, Kind::Person, 0)),
        name: person.name.clone(),
        birth_date: person.birth,
        sex: person.sex,
        snils: snils(place),
        policy: has_policy.then(|| policy(place)),
        kin: person.kin,
        entries,
    }
}

impl Story<'_> {
    fn live(&mut self) {
        let allergens = self.draw_allergies();
        let cases = self.draw_cases();
        self.tell_acute();
        self.tell_pregnancies();
        self.tell_checkups();
        self.be_vaccinated();
        for allergen in allergens {
            self.tell_allergy(allergen);
        }
        for case in &cases {
            self.follow(case, cases.len());
        }
        self.keep_notes();
        self.thin_out();
        self.suffer_mishaps();
        for case in cases.iter().take(BOOKED) {
            self.book(case);
        }
    }

    /// Old results were on paper: what is too much goes, the oldest first. After them go old
    /// visits nothing lasting began at.
    fn thin_out(&mut self) {
        let reports: Vec<BTreeSet<EntryId>> =
            self.by_age().into_iter().filter_map(report_and_results).collect();
        self.leave_out(reports);
        let visits: Vec<BTreeSet<EntryId>> = self
            .by_age()
            .into_iter()
            .filter(|entry| matches!(entry.content, Content::Encounter(_)))
            .filter_map(|visit| self.visit_and_all(visit.id))
            .collect();
        self.leave_out(visits);
    }

    fn by_age(&self) -> Vec<&Happening> {
        let mut entries: Vec<&Happening> = self.entries.iter().collect();
        entries.sort_by_key(|entry| (entry.occurred_at, entry.id));
        entries
    }

    /// A visit with what belongs to it; nothing if something of that lasts.
    fn visit_and_all(&self, visit: EntryId) -> Option<BTreeSet<EntryId>> {
        let mut all = BTreeSet::from([visit]);
        for entry in self.entries.iter().filter(|entry| entry.encounter == Some(visit)) {
            if lasts(&entry.content) {
                return None;
            }
            all.insert(entry.id);
        }
        Some(all)
    }

    fn leave_out(&mut self, groups: Vec<BTreeSet<EntryId>>) {
        let mut excess = self.entries.len().saturating_sub(ENOUGH);
        let mut gone = BTreeSet::new();
        for group in groups {
            if excess == 0 {
                break;
            }
            excess = excess.saturating_sub(group.len());
            gone.extend(group);
        }
        self.entries.retain(|entry| !gone.contains(&entry.id));
    }
}

fn report_and_results(entry: &Happening) -> Option<BTreeSet<EntryId>> {
    if let Content::DiagnosticReport(DiagnosticReport { code, results, .. }) = &entry.content
        && code.code != BLOOD_GROUP
    {
        Some(results.iter().copied().chain([entry.id]).collect())
    } else {
        None
    }
}

fn lasts(content: &Content) -> bool {
    match content {
        Content::Condition(_)
        | Content::AllergyIntolerance(_)
        | Content::MedicationStatement(_)
        | Content::Immunization(_)
        | Content::CarePlan(_)
        | Content::Goal(_) => true,
        Content::Encounter(_)
        | Content::Protocol(_)
        | Content::Observation(_)
        | Content::Note(_)
        | Content::DiagnosticReport(_)
        | Content::MedicationRequest(_)
        | Content::Procedure(_)
        | Content::ServiceRequest(_)
        | Content::DocumentReference(_) => false,
    }
}
