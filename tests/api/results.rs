//! Results with what they are compared with (RES-10, RES-12, RES-13).

use backend::access::{Grantee, Origin};
use backend::accounts::start_session;
use backend::demo;
use backend::record::NewEntry;
use serde_json::Value as Json;
use shared::access::model::{Ground, Level, Role, Section, Sensitivity};
use shared::contract::{Code, FieldReason};
use shared::id::{AccountId, EntryId, PatientId};
use shared::record::api::{EntryPage, FindEntry, FindSummary, ListEntries, NewNote, SearchEntries};
use shared::record::model::{
    Coding, Content, DiagnosticReport, EncounterStatus, Entry, MedicationStatus, ResultStatus,
    Value,
};
use shared::results::api::{
    CommentResult, CompareResults, Comparison, FindRelease, FindResults, FindSeries, FoundSeries,
    NeighbourKind, OpenResult, SearchResults, SeriesQuery, SetRelease, StackSeries,
};
use shared::results::compare::ComparedEntries;
use shared::results::flag::Flag;
use shared::results::list::{FoundResultList, ResultKind, ResultQuery};
use shared::results::meaning::meaning_of;
use shared::results::release::ReleaseRule;
use tests::{Person, TestApp, entry, on_both};
use time::Duration;
use uuid::Uuid;

pub fn value(n: u128, minutes: i64, number: f64) -> NewEntry {
    let mut new = entry(n, Section::Results, Sensitivity::Usual, minutes);
    if let Content::Observation(observation) = &mut new.content {
        observation.code.code = "718-7".into();
        let text = number.to_string();
        observation.value = Value { number: Some(number), unit: "г/л".into(), text };
    }
    new
}

pub fn report(n: u128, values: &[&NewEntry]) -> NewEntry {
    let code =
        Coding { system: String::new(), code: String::new(), display: "Анализ".into() };
    let content = Content::DiagnosticReport(DiagnosticReport {
        code,
        status: ResultStatus::Final,
        results: values.iter().map(|value| value.id).collect(),
        conclusion: None,
        issued_at: None,
        specimen: None,
        forms: Vec::new(),
        request: None,
    });
    NewEntry { content, ..entry(n, Section::Results, Sensitivity::Usual, 10) }
}

fn visit(n: u128, minutes: i64, status: EncounterStatus) -> NewEntry {
    let mut new = entry(n, Section::Visits, Sensitivity::Usual, minutes);
    if let Content::Encounter(visit) = &mut new.content {
        visit.status = status;
    }
    new
}

fn medicine(n: u128, status: MedicationStatus) -> NewEntry {
    let mut new = entry(n, Section::Medicines, Sensitivity::Usual, 500);
    if let Content::MedicationStatement(medicine) = &mut new.content {
        medicine.status = status;
    }
    new
}

on_both! {
    async fn a_report_tells_each_value_with_the_one_before_it(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let (before, after) = (value(1, 60, 131.0), value(2, 30, 99.0));
        let mut ordered = value(3, 30, 0.0);
        if let Content::Observation(observation) = &mut ordered.content {
            observation.status = ResultStatus::Ordered;
        }
        let whole = report(4, &[&after, &ordered]);
        for new in [&before, &after, &ordered, &whole] {
            test.entry(patient, new).await;
        }

        let found = anna.call(FindResults { patient, entry: whole.id }).await.unwrap();

        assert_eq!(found.entry.id, whole.id);
        assert_eq!(found.without_value.iter().map(|it| it.id).collect::<Vec<_>>(), [ordered.id]);
        assert_eq!(found.values.len(), 1);
        assert_eq!(found.values[0].point.flag.map(|it| it.flag), Some(Flag::L));
        assert!(found.values[0].line.is_some());
        let change = &found.values[0].change;
        assert_eq!(change.comparison, Comparison::Between);
        assert_eq!(change.previous.as_ref().map(|it| it.entry), Some(before.id));
        assert_eq!(change.difference, Some(-32.0));

        let alone = anna.call(FindResults { patient, entry: before.id }).await.unwrap();
        assert_eq!(alone.values.len(), 1);
        assert_eq!(alone.values[0].change.comparison, Comparison::First);
    }

    /// RES-3: what an analyte is, in both languages and with its source; nothing of what nobody
    /// knows.
    async fn a_value_is_told_in_plain_words(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let (mut known, unknown) = (value(1, 30, 131.0), value(2, 30, 99.0));
        if let Content::Observation(observation) = &mut known.content {
            observation.code.system = "http://loinc.org".into();
        }
        let whole = report(3, &[&known, &unknown]);
        for new in [&known, &unknown, &whole] {
            test.entry(patient, new).await;
        }

        let found = anna.call(FindResults { patient, entry: whole.id }).await.unwrap();
        assert_eq!(found.values.len(), 2);
        let meaning = found.values[0].meaning.clone().unwrap();
        assert!(meaning.what.ru.contains("кислород"), "{meaning:?}");
        assert!(meaning.why.en.contains("oxygen"), "{meaning:?}");
        assert!(meaning.source_title.contains("Hemoglobin"), "{meaning:?}");
        assert!(meaning.source_url.starts_with("https://"), "{meaning:?}");
        assert_eq!(found.values[1].meaning, None);

        for (entry, expected) in [(known.id, Some(meaning)), (unknown.id, None)] {
            let found = anna.call(FindSeries { patient, entry }).await.unwrap();
            assert_eq!(found.series[0].meaning, expected);
        }
    }

    /// RES-3: whatever the demo's laboratory measured.
    async fn every_value_of_the_demo_is_told_in_plain_words(on) {
        let test = TestApp::start(on).await;
        demo::fill(&test.app).await.unwrap();
        let mut told = 0;
        for n in 1..=3 {
            let patient = PatientId(Uuid::from_u128(0xD0_0000 + n));
            let account = AccountId(Uuid::from_u128(0xA0_0000 + n));
            let token = start_session(&test.app, account, Origin::default()).await.unwrap();
            let path = format!("/api/v1/patients/{patient}/entries?limit=200");
            let (status, json) = test.send("GET", &path, &Json::Null, Some(&token)).await;
            assert!(status.is_success(), "{json}");
            let page: EntryPage = serde_json::from_value(json).unwrap();
            for entry in page.entries.iter().filter(|entry| entry.section == Section::Results) {
                if let Content::Observation(observation) = &entry.content {
                    assert!(meaning_of(&observation.code).is_some(), "{:?}", observation.code);
                    told += 1;
                }
            }
        }
        assert!(told > 20, "{told}");
    }

    async fn a_series_holds_every_value_of_its_code(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let (before, after) = (value(1, 60, 131.0), value(2, 30, 99.0));
        let note = entry(3, Section::Notes, Sensitivity::Usual, 20);
        for new in [&after, &before, &note] {
            test.entry(patient, new).await;
        }

        let found = anna.call(FindSeries { patient, entry: after.id }).await.unwrap();

        assert_eq!(found.series.len(), 1);
        let points = found.series[0].points.iter();
        assert_eq!(points.map(|it| it.entry).collect::<Vec<_>>(), [before.id, after.id]);
        assert_eq!(found.series[0].points[1].drawn_at, Some(99.0));
        assert_eq!(found.series[0].conversions, []);
        let latest = found.series[0].latest.as_ref().unwrap();
        assert_eq!(latest.difference, Some(-32.0));
        // What is no result has no series.
        let error = anna.call(FindSeries { patient, entry: note.id }).await.unwrap_err();
        assert_eq!(error.code, Code::NotFound);
        let error = anna.call(FindResults { patient, entry: note.id }).await.unwrap_err();
        assert_eq!(error.code, Code::NotFound);
    }

    /// RES-4: other analytes, visits and medicines stand on the same axis, as far as the caller may
    /// see them.
    async fn series_are_stacked_with_what_happened_meanwhile(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let (before, after) = (value(1, 60, 131.0), value(2, 30, 99.0));
        let mut glucose = entry(3, Section::Results, Sensitivity::Usual, 40);
        if let Content::Observation(observation) = &mut glucose.content {
            observation.code.code = "2345-7".into();
        }
        let (visit, planned, long_ago) = (
            visit(4, 45, EncounterStatus::Finished),
            visit(5, 44, EncounterStatus::Planned),
            visit(6, 900, EncounterStatus::Finished),
        );
        let (taken, stopped) =
            (medicine(7, MedicationStatus::Active), medicine(8, MedicationStatus::Stopped));
        let all = [&before, &after, &glucose, &visit, &planned, &long_ago, &taken, &stopped];
        for new in all {
            test.entry(patient, new).await;
        }
        let ask = async |who: &Person, entries: &[EntryId]| {
            who.call(StackSeries { patient, body: SeriesQuery { entries: entries.to_vec() } }).await
        };

        let one = ask(&anna, &[after.id]).await.unwrap();
        assert_eq!(one.series.len(), 1);
        let beside = |found: &FoundSeries, kind| -> Vec<EntryId> {
            found.beside(kind).map(|it| it.entry).collect()
        };
        assert_eq!(beside(&one, NeighbourKind::Visit), [visit.id]);
        assert_eq!(beside(&one, NeighbourKind::Medicine), [taken.id]);
        assert_eq!(beside(&one, NeighbourKind::Series), [glucose.id]);

        // A second value of the same series draws it once.
        let both = ask(&anna, &[after.id, glucose.id, before.id]).await.unwrap();
        let codes: Vec<&str> = both.series.iter().map(|it| it.code.code.as_str()).collect();
        assert_eq!(codes, ["718-7", "2345-7"]);
        assert_eq!(beside(&both, NeighbourKind::Series), []);

        // A doctor who was given results alone sees neither visits nor medicines.
        let doctor = test.person(2, Role::Doctor).await;
        let to = Grantee::Account(doctor.account);
        test.open_card(patient, to, Ground::Grant, Level::Full, &[Section::Results]).await;
        let theirs = ask(&doctor, &[after.id]).await.unwrap();
        assert_eq!(beside(&theirs, NeighbourKind::Visit), []);
        assert_eq!(beside(&theirs, NeighbourKind::Medicine), []);
        assert_eq!(theirs.series[0].points.len(), 2);

        for (entries, reason) in
            [(vec![], FieldReason::Required), (vec![after.id; 5], FieldReason::OutOfRange)]
        {
            let error = ask(&anna, &entries).await.unwrap_err();
            assert_eq!(error.fields.iter().map(|it| it.reason).collect::<Vec<_>>(), [reason]);
        }
        let unknown = EntryId(Uuid::from_u128(0xDEAD));
        for entries in [[after.id, unknown], [after.id, visit.id]] {
            assert_eq!(ask(&anna, &entries).await.unwrap_err().code, Code::NotFound);
        }
    }

    /// RES-1: what each line says, and what narrows the list.
    async fn results_are_listed_and_narrowed(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let (low, alone) = (value(1, 60, 99.0), value(2, 30, 131.0));
        let whole = report(3, &[&low]);
        for new in [&low, &alone, &whole] {
            test.entry(patient, new).await;
        }
        let ask = async |query: ResultQuery| {
            let body = query.clone();
            anna.call(SearchResults { patient, body }).await.unwrap()
        };

        let all = ask(ResultQuery::default()).await;
        assert_eq!(ids(&all), [whole.id, alone.id]);
        assert_eq!((all.total, all.out_total), (2, 1));
        assert_eq!(all.kinds, [ResultKind::Laboratory]);
        let line = &all.results[0];
        assert_eq!((line.values, line.compared), (1, 1));
        assert_eq!(line.out.iter().map(|out| out.flag).collect::<Vec<_>>(), [Flag::L]);
        assert_eq!(line.taken_at, whole.occurred_at);
        assert_eq!(all.results[1].value.as_ref().and_then(|value| value.number), Some(131.0));

        let out = ask(ResultQuery { out_only: true, ..ResultQuery::default() }).await;
        assert_eq!(ids(&out), [whole.id]);
        // A report is found by what it counts up.
        let words = Some("АНАЛИЗЫ".to_owned());
        assert_eq!(ids(&ask(ResultQuery { words, ..ResultQuery::default() }).await), [whole.id]);
        let until = Some(low.occurred_at.date().previous_day().unwrap());
        let before = ask(ResultQuery { until, ..ResultQuery::default() }).await;
        assert_eq!((before.total, before.out_total), (0, 1));
        let status = Some(ResultStatus::Preliminary);
        assert_eq!(ask(ResultQuery { status, ..ResultQuery::default() }).await.total, 0);

        // Page by page.
        let first = ask(ResultQuery { limit: Some(1), ..ResultQuery::default() }).await;
        assert_eq!(ids(&first), [whole.id]);
        let cursor = first.next_cursor;
        let rest = ask(ResultQuery { cursor, limit: Some(1), ..ResultQuery::default() }).await;
        assert_eq!((ids(&rest), rest.next_cursor), (vec![alone.id], None));

        for query in [
            ResultQuery { limit: Some(0), ..ResultQuery::default() },
            ResultQuery { cursor: Some("x".into()), ..ResultQuery::default() },
            ResultQuery { words: Some("а".repeat(201)), ..ResultQuery::default() },
        ] {
            let error = anna.call(SearchResults { patient, body: query }).await.unwrap_err();
            assert_eq!(error.code, Code::Invalid);
        }
    }

    /// RES-1: who may see no results is told so, and not that there are none.
    async fn closed_results_are_not_empty(on) {
        let test = TestApp::start(on).await;
        let (patient, _) = test.patient(1).await;
        test.entry(patient, &value(1, 60, 99.0)).await;
        let doctor = test.person(2, Role::Doctor).await;
        let to = Grantee::Account(doctor.account);
        test.open_card(patient, to, Ground::Grant, Level::Full, &[Section::Visits]).await;
        let body = ResultQuery::default();
        let found = doctor.call(SearchResults { patient, body }).await.unwrap();
        assert!(found.is_closed && found.results.is_empty());
    }

    /// RES-6
    async fn results_stand_side_by_side(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let (before, after) = (value(1, 60, 131.0), value(2, 30, 99.0));
        let whole = report(4, &[&after]);
        for new in [&before, &after, &whole] {
            test.entry(patient, new).await;
        }
        let ask = async |entries: &[EntryId]| {
            let body = ComparedEntries { entries: entries.to_vec() };
            anna.call(CompareResults { patient, body }).await
        };

        let found = ask(&[whole.id, before.id]).await.unwrap();
        assert_eq!(found.results.iter().map(|it| it.entry).collect::<Vec<_>>(), [before.id, whole.id]);
        assert_eq!(found.rows.len(), 1);
        let change = found.rows[0].cells[1].change.as_ref().unwrap();
        assert_eq!(change.difference, Some(-32.0));

        let alone = ask(&[whole.id]).await.unwrap_err();
        assert_eq!(alone.fields[0].reason, FieldReason::OutOfRange);
        let absent = EntryId(Uuid::from_u128(0xFFFF));
        assert_eq!(ask(&[whole.id, absent]).await.unwrap_err().code, Code::NotFound);
    }

    /// RES-14: what waits says so and until when; nothing of what was found is told to the patient by
    /// any way, and all of it to the doctor.
    async fn a_result_waits_as_the_patient_wished(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let doctor = treating(&test, patient).await;
        wish(&anna, patient, Some(7)).await;
        let before = test.now();
        let waiting = test.write(&doctor, patient, &fresh(&test, 1, 99.0)).await;
        let until = waiting.received_at + Duration::days(7);

        let found = anna.call(FindResults { patient, entry: waiting.id }).await.unwrap();
        assert_eq!(found.entry.held_until, Some(until));
        assert!(found.values.is_empty() && found.may_open && !found.may_comment);
        let said = whole_text(&anna, patient, waiting.id).await;
        assert!(!said.contains("99"), "{said}");
        let found = anna.call(FindSeries { patient, entry: waiting.id }).await;
        assert_eq!(found.unwrap_err().code, Code::NotFound);
        let list = anna.call(SearchResults { patient, body: ResultQuery::default() }).await.unwrap();
        assert_eq!(list.results[0].held_until, Some(until));
        assert_eq!((list.results[0].value.as_ref(), list.out_total), (None, 0));

        let seen = doctor.call(FindResults { patient, entry: waiting.id }).await.unwrap();
        assert_eq!(seen.values.len(), 1);
        assert!(seen.may_comment && seen.entry.held_until.is_none());

        // The day comes by itself.
        test.clock.forward(Duration::days(7));
        assert!(test.now() > before);
        let anna = test.signed_in(&anna).await;
        let found = anna.call(FindResults { patient, entry: waiting.id }).await.unwrap();
        assert_eq!((found.values.len(), found.entry.held_until), (1, None));
    }

    /// RES-14: a doctor's comment opens it, with its values.
    async fn a_comment_opens_a_result(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let doctor = treating(&test, patient).await;
        wish(&anna, patient, Some(3)).await;
        let measured = fresh(&test, 1, 99.0);
        let mut whole = report(2, &[&measured]);
        (whole.occurred_at, whole.received_at) = (measured.occurred_at, measured.received_at);
        test.write(&doctor, patient, &measured).await;
        test.write(&doctor, patient, &whole).await;
        let body = NewNote { text: "Это не опасно: обсудим на приёме.".into(), key: Uuid::from_u128(9) };
        let call = || CommentResult { patient, entry: whole.id, body: body.clone() };

        let waiting = anna.call(FindResults { patient, entry: whole.id }).await.unwrap();
        assert_eq!((waiting.values.len(), waiting.without_value.len()), (0, 1));
        let comment = doctor.call(call()).await.unwrap();
        // Sent twice after a lost answer.
        assert_eq!(doctor.call(call()).await.unwrap(), comment);
        let other = NewNote { text: "Другое".into(), ..body.clone() };
        let error = doctor.call(CommentResult { patient, entry: whole.id, body: other }).await;
        assert_eq!(error.unwrap_err().code, Code::Conflict);

        let open = anna.call(FindResults { patient, entry: whole.id }).await.unwrap();
        assert_eq!((open.values.len(), open.entry.held_until), (1, None));
        assert_eq!(open.comments.len(), 1);
        assert!(open.comments[0].source.author.is_some());
        assert_eq!(open.comments[0].section, Section::Results);
        // Patients say nothing in the name of a doctor.
        let error = anna.call(call()).await.unwrap_err();
        assert_eq!(error.code, Code::NotFound);
        let empty = NewNote { text: " ".into(), key: Uuid::from_u128(10) };
        let error = doctor.call(CommentResult { patient, entry: whole.id, body: empty }).await;
        assert_eq!(error.unwrap_err().fields[0].reason, FieldReason::Required);
    }

    /// RES-14: the card is the patient's: what they asked to wait they may see all the same, and
    /// wish otherwise at any time.
    async fn a_patient_changes_their_mind(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let doctor = treating(&test, patient).await;
        assert_eq!(anna.call(FindRelease { patient }).await.unwrap(), ReleaseRule::default());
        wish(&anna, patient, Some(30)).await;
        let (one, two) = (fresh(&test, 1, 99.0), fresh(&test, 2, 98.0));
        test.write(&doctor, patient, &one).await;
        test.write(&doctor, patient, &two).await;
        let waits = async |id| {
            let found = anna.call(FindResults { patient, entry: id }).await.unwrap();
            found.entry.held_until.is_some()
        };

        assert!(waits(one.id).await && waits(two.id).await);
        let opening = anna.call(OpenResult { patient, entry: one.id }).await.unwrap();
        assert_eq!(opening.opened, [one.id]);
        assert!(!waits(one.id).await && waits(two.id).await);
        wish(&anna, patient, None).await;
        assert!(!waits(two.id).await);
        let error = anna.call(OpenResult { patient, entry: EntryId(Uuid::from_u128(77)) }).await;
        assert_eq!(error.unwrap_err().code, Code::NotFound);
        let body = ReleaseRule { usual_days: Some(31), sensitive_days: None };
        let error = anna.call(SetRelease { patient, body }).await.unwrap_err();
        assert_eq!(error.fields[0].field, "usual_days");
    }

    /// RES-14: by sensitivity.
    async fn sensitive_results_wait_alone(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let doctor = treating(&test, patient).await;
        let body = ReleaseRule { usual_days: None, sensitive_days: Some(14) };
        anna.call(SetRelease { patient, body }).await.unwrap();
        let usual = fresh(&test, 1, 99.0);
        let sensitive = NewEntry { sensitivity: Sensitivity::Hiv, ..fresh(&test, 2, 98.0) };
        test.write(&doctor, patient, &usual).await;
        test.write(&doctor, patient, &sensitive).await;
        let list = anna.call(SearchResults { patient, body: ResultQuery::default() }).await.unwrap();
        let waiting: Vec<_> = list.results.iter().filter(|it| it.held_until.is_some()).collect();
        assert_eq!(waiting.iter().map(|it| it.entry).collect::<Vec<_>>(), [sensitive.id]);
    }
}

fn ids(found: &FoundResultList) -> Vec<EntryId> {
    found.results.iter().map(|result| result.entry).collect()
}

/// A value that comes in just now.
pub fn fresh(test: &TestApp, n: u128, number: f64) -> NewEntry {
    let now = test.now();
    NewEntry { received_at: now, ..value(n, 30, number) }
}

pub async fn wish(anna: &Person<'_>, patient: PatientId, usual_days: Option<u8>) {
    let body = ReleaseRule { usual_days, sensitive_days: None };
    assert_eq!(anna.call(SetRelease { patient, body }).await.unwrap(), body);
}

pub async fn treating<'a>(test: &'a TestApp, patient: PatientId) -> Person<'a> {
    let doctor = test.person(2, Role::Doctor).await;
    let to = Grantee::Account(doctor.account);
    test.open_card(patient, to, Ground::Grant, Level::Full, Section::ALL).await;
    doctor
}

/// Everything the patient is told of an entry, in whatever way.
async fn whole_text(anna: &Person<'_>, patient: PatientId, entry: EntryId) -> String {
    let detail = anna.call(FindEntry { patient, entry }).await.unwrap();
    let summary = anna.call(FindSummary { patient }).await.unwrap();
    let body = shared::record::api::EntryQuery::default();
    let search = anna.call(SearchEntries { patient, body }).await.unwrap();
    let list = ListEntries { patient, section: None, cursor: None, limit: None };
    let list = anna.call(list).await.unwrap();
    let entries: [Vec<&Entry>; 4] = [
        vec![&detail.entry],
        summary.out_of_range.iter().collect(),
        search.page.entries.iter().collect(),
        list.entries.iter().collect(),
    ];
    entries.iter().flatten().map(|entry| serde_json::to_string(&entry.content).unwrap()).collect()
}
