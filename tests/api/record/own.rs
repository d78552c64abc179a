//! What patients tell of themselves, and what doctors vouch for (REC-7).

use shared::access::model::{Ground, Level, Role, Section, Sensitivity};
use shared::contract::{Code, FieldReason};
use shared::id::{EntryId, OrganizationId, PatientId};
use shared::record::api::{
    AddOwn, ChangeOwn, ConfirmOwn, EntryAct, FindEntry, FindSummary, ListEntries, RemoveOwn,
};
use shared::record::model::{Content, Criticality, Entry, SourceKind};
use shared::record::own::{ChangedOwn, Habit, NAME_MAX, NewOwn, OwnFact, OwnKind, SeenEntry};
use tests::{NOW, TestApp, entry, on_both};
use uuid::Uuid;

use super::{all, note};

fn allergy(name: &str) -> OwnFact {
    let (name, criticality) = (name.into(), Some(Criticality::High));
    OwnFact { name, criticality, ..OwnFact::new(OwnKind::Allergy) }
}

fn add(patient: PatientId, n: u128, fact: OwnFact) -> AddOwn {
    AddOwn { patient, body: NewOwn { fact, key: Uuid::from_u128(n) } }
}

fn change(patient: PatientId, entry: EntryId, version: u32, fact: OwnFact) -> ChangeOwn {
    ChangeOwn { patient, entry, body: ChangedOwn { fact, version } }
}

fn remove(patient: PatientId, entry: EntryId, version: u32) -> RemoveOwn {
    RemoveOwn { patient, entry, body: SeenEntry { version } }
}

fn confirm(patient: PatientId, entry: EntryId, version: u32) -> ConfirmOwn {
    ConfirmOwn { patient, entry, body: SeenEntry { version } }
}

fn substance(entry: &Entry) -> &str {
    let Content::AllergyIntolerance(allergy) = &entry.content else { panic!("not an allergy") };
    &allergy.substance
}

on_both! {
    /// Told, it stands in the summary and in the banner of danger, marked as told.
    async fn an_allergy_the_patient_tells_counts_and_is_marked(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let kept = anna.call(add(patient, 5, allergy(" Орехи "))).await.unwrap();
        assert_eq!((kept.section, kept.source.kind), (Section::Allergies, SourceKind::SelfReported));
        assert_eq!((substance(&kept), kept.version), ("Орехи", 1));
        let summary = anna.call(FindSummary { patient }).await.unwrap();
        assert_eq!(summary.allergies, std::slice::from_ref(&kept));

        let mut clinical = entry(1, Section::Allergies, Sensitivity::Usual, 60);
        let Content::AllergyIntolerance(it) = &mut clinical.content else { unreachable!("an allergy") };
        it.substance = "Пенициллин".into();
        test.entry(patient, &clinical).await;
        let doctor = test.person(100, Role::Doctor).await;
        test.open_card(patient, doctor.grantee(), Ground::Treatment, Level::Full, Section::ALL).await;
        let page = doctor.call(all(patient)).await.unwrap();
        let mut dangers = page.patient.dangerous_allergies;
        dangers.sort();
        assert_eq!(dangers, ["Орехи", "Пенициллин"]);
        assert_eq!(page.patient.told_allergies, ["Орехи"]);
        assert!(!test.holds("entry", "Орехи").await);
    }

    /// Habits are observations of the social history and stand with one's own notes, never among
    /// results of a laboratory.
    async fn habits_stand_apart_from_results(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        for (habit, n) in [Habit::SmokingFormer, Habit::AlcoholRarely, Habit::ActivityEnough].into_iter().zip(5..) {
            let fact = OwnFact { habit: Some(habit), ..OwnFact::new(habit.kind()) };
            let kept = anna.call(add(patient, n, fact.clone())).await.unwrap();
            assert_eq!((kept.section, OwnFact::of(&kept.content)), (Section::Notes, Some(fact)));
        }
        let results = ListEntries { section: Some(Section::Results), ..all(patient) };
        assert_eq!(anna.call(results).await.unwrap().entries, []);
        let summary = anna.call(FindSummary { patient }).await.unwrap();
        assert_eq!((summary.out_of_range.len(), summary.compared_results), (0, 0));
    }

    /// An edit is a new version, a removal a withdrawal; both can be sent twice, neither out of turn.
    async fn what_is_told_is_edited_and_removed_by_versions(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let kept = anna.call(add(patient, 5, allergy("Орехи"))).await.unwrap();
        let call = change(patient, kept.id, 1, allergy("Арахис"));
        let edited = anna.call(call.clone()).await.unwrap();
        assert_eq!((substance(&edited), edited.version, edited.occurred_at), ("Арахис", 2, NOW));
        assert_eq!(anna.call(call).await.unwrap(), edited, "sent twice");
        let late = anna.call(change(patient, kept.id, 1, allergy("Мёд"))).await.unwrap_err();
        assert_eq!(late.code, Code::Conflict);
        let kind = OwnFact { name: "Астма".into(), ..OwnFact::new(OwnKind::Condition) };
        let other = anna.call(change(patient, kept.id, 2, kind)).await.unwrap_err();
        assert_eq!((other.code, other.fields[0].field.as_str()), (Code::Invalid, "kind"));

        let removed = anna.call(remove(patient, kept.id, 2)).await.unwrap();
        assert!(removed.withdrawn && removed.version == 3);
        assert_eq!(anna.call(remove(patient, kept.id, 2)).await.unwrap(), removed, "sent twice");
        let dead = anna.call(change(patient, kept.id, 3, allergy("Мёд"))).await.unwrap_err();
        assert_eq!(dead.code, Code::Conflict);
        assert_eq!(anna.call(FindSummary { patient }).await.unwrap().allergies, []);
        let page = anna.call(all(patient)).await.unwrap();
        assert_eq!((page.patient.dangerous_allergies.len(), page.patient.told_allergies.len()), (0, 0));
        let found = anna.call(FindEntry { patient, entry: kept.id }).await.unwrap();
        assert_eq!((found.earlier.len(), found.may(EntryAct::Edit), found.may(EntryAct::Confirm)), (2, false, false));
        assert_eq!(test.verify().await.findings, []);
    }

    /// A doctor vouches for it: it says so and stays the patient's word; an edit ends that.
    async fn a_doctor_confirms_what_was_told(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let clinic = OrganizationId(Uuid::from_u128(0xC1));
        let doctor = test.member(100, Role::Doctor, Some(clinic)).await;
        let nurse = test.member(101, Role::Nurse, Some(clinic)).await;
        for person in [&doctor, &nurse] {
            test.open_card(patient, person.grantee(), Ground::Treatment, Level::Full, Section::ALL).await;
        }
        let told = anna.call(add(patient, 5, allergy("Орехи"))).await.unwrap();
        for person in [&anna, &nurse] {
            let refused = person.call(confirm(patient, told.id, 1)).await.unwrap_err();
            assert_eq!(refused.code, Code::NotFound);
        }
        assert!(doctor.call(FindEntry { patient, entry: told.id }).await.unwrap().may(EntryAct::Confirm));
        let kept = doctor.call(confirm(patient, told.id, 1)).await.unwrap();
        assert_eq!(doctor.call(confirm(patient, told.id, 1)).await.unwrap(), kept, "sent twice");
        let confirmed = kept.source.confirmed.clone().unwrap();
        assert_eq!((confirmed.by.as_str(), confirmed.at), ("Испытаний100\u{a0}А.\u{a0}П.", NOW));
        assert_eq!((kept.source.kind, kept.version, substance(&kept)), (SourceKind::SelfReported, 2, "Орехи"));
        let page = doctor.call(all(patient)).await.unwrap();
        assert_eq!((page.patient.dangerous_allergies.len(), page.patient.told_allergies.len()), (1, 0));
        assert!(!doctor.call(FindEntry { patient, entry: told.id }).await.unwrap().may(EntryAct::Confirm));
        let stale = doctor.call(confirm(patient, told.id, 2)).await.unwrap_err();
        assert_eq!(stale.code, Code::Conflict);

        let edited = anna.call(change(patient, told.id, 2, allergy("Арахис"))).await.unwrap();
        assert_eq!((edited.source.confirmed, edited.version), (None, 3));
        // What the clinic wrote is nobody's own, and somebody's own words are theirs alone.
        let clinical = entry(1, Section::Allergies, Sensitivity::Usual, 60);
        test.entry(patient, &clinical).await;
        let words = anna.call(note(patient, 6, "болит")).await.unwrap();
        assert_eq!(doctor.call(confirm(patient, clinical.id, 1)).await.unwrap_err().code, Code::NotFound);
        assert_eq!(doctor.call(confirm(patient, words.id, 1)).await.unwrap_err().code, Code::Invalid);
        assert_eq!(anna.call(change(patient, clinical.id, 1, allergy("Мёд"))).await.unwrap_err().code, Code::NotFound);
        assert_eq!(anna.call(remove(patient, clinical.id, 1)).await.unwrap_err().code, Code::NotFound);
    }

    async fn what_cannot_be_kept_leaves_nothing_and_twice_is_once(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let lines = test.journal(patient.0).await.len();
        let long = "ё".repeat(NAME_MAX + 1);
        for (n, fact, field, reason) in [
            (5, allergy(" "), "name", FieldReason::Required),
            (5, allergy(&long), "name", FieldReason::TooLong),
            (5, OwnFact::new(OwnKind::Smoking), "habit", FieldReason::Required),
            (0, allergy("Орехи"), "key", FieldReason::Required),
        ] {
            let refused = anna.call(add(patient, n, fact)).await.unwrap_err();
            assert_eq!((refused.fields[0].field.as_str(), refused.fields[0].reason), (field, reason));
        }
        assert_eq!(test.journal(patient.0).await.len(), lines);
        let tries = (0..8).map(|_| anna.call(add(patient, 5, allergy("Орехи"))));
        let answers = futures_util::future::join_all(tries).await;
        assert!(answers.iter().any(Result::is_ok));
        let other = anna.call(add(patient, 5, allergy("Мёд"))).await.unwrap_err();
        assert_eq!(other.code, Code::Conflict);
        assert_eq!(anna.call(all(patient)).await.unwrap().entries.len(), 1);
        // Two edits at once: one of them.
        let id = EntryId(Uuid::from_u128(5));
        let edits = ["А", "Б", "В"].map(|name| anna.call(change(patient, id, 1, allergy(name))));
        let edits = futures_util::future::join_all(edits).await;
        assert_eq!(edits.iter().filter(|edit| edit.is_ok()).count(), 1);
    }

    /// A representative with full rights may tell too; with limited ones, and everybody else, not.
    async fn who_may_tell(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let (full, limited) = (test.person(103, Role::Patient).await, test.person(104, Role::Patient).await);
        let doctor = test.person(105, Role::Doctor).await;
        for (person, ground, level) in [
            (&full, Ground::Representative, Level::Full),
            (&limited, Ground::Representative, Level::Limited),
            (&doctor, Ground::Treatment, Level::Full),
        ] {
            test.open_card(patient, person.grantee(), ground, level, Section::ALL).await;
        }
        let kept = full.call(add(patient, 5, allergy("Орехи"))).await.unwrap();
        assert!(anna.call(FindEntry { patient, entry: kept.id }).await.unwrap().may(EntryAct::Edit));
        for person in [&limited, &doctor] {
            assert_eq!(person.call(add(patient, 6, allergy("Мёд"))).await.unwrap_err().code, Code::NotFound);
            let call = remove(patient, kept.id, 1);
            assert_eq!(person.call(call).await.unwrap_err().code, Code::NotFound);
        }
    }
}
