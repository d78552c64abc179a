//! What people measure themselves, and where doctors want it to lie (VIT).

use backend::record::{self, NewEntry};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use shared::access::model::{Ground, Level, Role, Section, Sensitivity};
use shared::contract::{Code, FieldReason, Problem};
use shared::id::{EntryId, OrganizationId, PatientId};
use shared::measurements::api::{
    AddMeasurements, ImportMeasurements, ListMeasurements, PreviewMeasurements, SetTarget,
};
use shared::measurements::model::{
    AdviceLevel, ImportRow, KeptTarget, MeasuredKind, MeasurementFile, MeasurementKind,
    MeasurementPreview, NewImport, NewMeasurements, NewTarget, NewValue, ROWS_MAX, RowState,
    TargetOrigin,
};
use shared::measurements::target::goal;
use shared::record::api::{FindEntry, FindSummary, ListEntries, RemoveOwn};
use shared::record::model::{Coding, Content, Interval, Observation, SourceKind, Value};
use shared::record::own::SeenEntry;
use shared::results::api::{FindResults, FindSeries, ResultSeries};
use tests::visitor::phone;
use tests::{NOW, Person, TestApp, entry, on_both};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

const PRESSURE: MeasurementKind = MeasurementKind::BloodPressure;

fn at(
    patient: PatientId,
    at: OffsetDateTime,
    values: &[(u128, MeasurementKind, &str)],
) -> AddMeasurements {
    let value = |(n, kind, text): &(u128, MeasurementKind, &str)| NewValue {
        kind: *kind,
        text: (*text).to_owned(),
        key: Uuid::from_u128(*n),
    };
    let values = values.iter().map(value).collect();
    AddMeasurements { patient, body: NewMeasurements { at, values, is_confirmed: false } }
}

fn add(patient: PatientId, n: u128, kind: MeasurementKind, text: &str) -> AddMeasurements {
    at(patient, NOW, &[(n, kind, text)])
}

fn confirmed(mut call: AddMeasurements) -> AddMeasurements {
    call.body.is_confirmed = true;
    call
}

async fn listed(person: &Person<'_>, patient: PatientId, kind: MeasurementKind) -> MeasuredKind {
    let found = person.call(ListMeasurements { patient }).await.unwrap();
    found.kinds.into_iter().find(|it| it.kind == kind).unwrap()
}

/// The entries of the card that are measurements.
async fn kept(person: &Person<'_>, patient: PatientId) -> usize {
    let call =
        ListEntries { patient, section: Some(Section::Notes), cursor: None, limit: Some(200) };
    person.call(call).await.unwrap().entries.len()
}

fn wrong(problem: &Problem) -> Vec<(&str, FieldReason)> {
    assert_eq!(problem.code, Code::Invalid);
    problem.fields.iter().map(|it| (it.field.as_str(), it.reason)).collect()
}

fn set(patient: PatientId, high: f64, version: u32, tell_doctor: bool) -> SetTarget {
    let upper = Interval { low: Some(90.0), high: Some(high) };
    let lower = Interval { low: None, high: Some(79.0) };
    let body = NewTarget { parts: vec![upper, lower], tell_doctor, version };
    SetTarget { patient, kind: PRESSURE, body }
}

fn preview(patient: PatientId, bytes: &[u8]) -> PreviewMeasurements {
    let (name, data) = ("diary.csv".to_owned(), STANDARD.encode(bytes));
    PreviewMeasurements { patient, body: MeasurementFile { name, data, offset_minutes: 180 } }
}

/// What the browser sends of what it was shown.
fn import(patient: PatientId, shown: &MeasurementPreview) -> ImportMeasurements {
    let is_new = |state| matches!(state, RowState::New | RowState::Unlikely);
    let row = |row: &shared::measurements::model::PreviewRow| ImportRow {
        kind: row.kind.unwrap(),
        text: row.text.clone(),
        at: row.at.unwrap(),
        key: row.key.unwrap(),
    };
    let rows = shown.rows.iter().filter(|it| is_new(it.state)).map(row).collect();
    ImportMeasurements { patient, body: NewImport { rows, is_confirmed: false } }
}

/// In which Russian spreadsheets save.
fn windows_1251(text: &str) -> Vec<u8> {
    let letter = |c: char| match u32::from(c) {
        code @ 0x410..=0x44F => u8::try_from(code - 0x410 + 0xC0).unwrap(),
        code => u8::try_from(code).unwrap(),
    };
    text.chars().map(letter).collect()
}

const DIARY: &str =
    "Дата;Время;Верхнее;Нижнее;Пульс\n12.11.2026;08:30;134;82;72\n13.11.2026;09:00;128;79;\n";

on_both! {
    /// VIT-1, VIT-6: several at once; a blood pressure is one observation, marked as told, and not
    /// among results.
    async fn what_is_measured_is_kept_once_and_marked(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let call = at(
            patient,
            NOW,
            &[(5, PRESSURE, "134/82"), (6, MeasurementKind::Pulse, "72")],
        );
        let answer = anna.call(call.clone()).await.unwrap();
        assert_eq!(answer.len(), 2);
        assert_eq!(answer[0].measured.values, [134.0, 82.0]);
        assert_eq!(answer[0].advice.unwrap().level, AdviceLevel::Usual);
        assert_eq!(answer[0].target.as_ref().unwrap().origin, TargetOrigin::Default);
        assert_eq!(anna.call(call).await.unwrap(), answer, "sent twice");
        assert_eq!(kept(&anna, patient).await, 2);

        let found = anna.call(FindEntry { patient, entry: answer[0].measured.entry }).await.unwrap();
        assert_eq!(found.entry.source.kind, SourceKind::SelfReported);
        assert_eq!(found.entry.section, Section::Notes);
        let Content::Observation(observation) = &found.entry.content else { panic!() };
        assert_eq!(observation.code.code, "85354-9");
        let codes: Vec<_> = observation.components.iter().map(|it| it.code.code.as_str()).collect();
        assert_eq!(codes, ["8480-6", "8462-4"]);
        let summary = anna.call(FindSummary { patient }).await.unwrap();
        assert_eq!((summary.out_of_range.len(), summary.compared_results), (0, 0));
        assert!(!test.holds("entry", "давление").await);
        assert_eq!(test.verify().await.findings, []);
    }

    /// VIT-3
    async fn what_cannot_be_is_refused_and_leaves_nothing(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let lines = test.journal(patient.0).await.len();
        let (glucose, pulse) = (MeasurementKind::Glucose, MeasurementKind::Pulse);
        for (call, field, reason) in [
            (add(patient, 5, glucose, "400"), "glucose", FieldReason::OutOfRange),
            (add(patient, 5, glucose, "сладко"), "glucose", FieldReason::Invalid),
            (add(patient, 5, PRESSURE, "80/120"), "blood_pressure", FieldReason::Invalid),
            (add(patient, 0, glucose, "5,4"), "key", FieldReason::Required),
            (at(patient, NOW, &[]), "values", FieldReason::Required),
            (at(patient, NOW, &[(5, pulse, "70"), (6, pulse, "71")]), "values", FieldReason::Invalid),
            (at(patient, NOW + Duration::HOUR, &[(5, pulse, "70")]), "at", FieldReason::InFuture),
            (at(patient, NOW - Duration::days(40_000), &[(5, pulse, "70")]), "at", FieldReason::BeforeBirth),
        ] {
            let refused = anna.call(confirmed(call)).await.unwrap_err();
            assert_eq!(wrong(&refused), [(field, reason)]);
        }
        let both = at(patient, NOW, &[(5, pulse, "70"), (6, glucose, "")]);
        let refused = anna.call(both).await.unwrap_err();
        assert_eq!(wrong(&refused), [("glucose", FieldReason::Required)], "all or nothing");
        assert_eq!(kept(&anna, patient).await, 0);
        // Looking at the list is journalled, what was refused is not.
        assert_eq!(test.journal(patient.0).await.len(), lines + 1);
    }

    /// VIT-3: unlikely values are asked about, once.
    async fn what_hardly_ever_is_is_asked_about(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let call = at(patient, NOW, &[(5, PRESSURE, "230/120"), (6, MeasurementKind::Pulse, "90")]);
        let asked = anna.call(call.clone()).await.unwrap_err();
        assert_eq!(wrong(&asked), [("blood_pressure", FieldReason::Unlikely)]);
        assert_eq!(kept(&anna, patient).await, 0);
        let answer = anna.call(confirmed(call)).await.unwrap();
        assert_eq!(answer[0].advice.unwrap().level, AdviceLevel::CallEmergency);
        assert_eq!(kept(&anna, patient).await, 2);
    }

    async fn two_at_once_are_one_and_another_value_is_a_conflict(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let tries = (0..8).map(|_| anna.call(add(patient, 5, PRESSURE, "120/80")));
        let answers = futures_util::future::join_all(tries).await;
        assert!(answers.iter().any(Result::is_ok));
        assert_eq!(kept(&anna, patient).await, 1);
        let other = anna.call(add(patient, 5, PRESSURE, "121/80")).await.unwrap_err();
        assert_eq!(other.code, Code::Conflict);
        let later = at(patient, NOW - Duration::HOUR, &[(5, PRESSURE, "120/80")]);
        assert_eq!(anna.call(later).await.unwrap_err().code, Code::Conflict);
    }

    /// The last values by kinds; what was taken back counts no more, what is long past is no alarm.
    async fn the_list_tells_each_kind_with_what_it_means(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        for (n, days, text) in [(5, 40, "130/80"), (6, 3, "185/110"), (7, 1, "141/85")] {
            let call = at(patient, NOW - Duration::days(days), &[(n, PRESSURE, text)]);
            anna.call(call).await.unwrap();
        }
        let found = anna.call(ListMeasurements { patient }).await.unwrap();
        assert_eq!(found.kinds.len(), MeasurementKind::ALL.len());
        assert!(found.may_add && !found.may_set_target && !found.is_closed);
        let pressure = listed(&anna, patient, PRESSURE).await;
        assert_eq!(pressure.total, 3);
        let values: Vec<_> = pressure.recent.iter().map(|it| it.values[0]).collect();
        assert_eq!(values, [130.0, 185.0, 141.0]);
        assert_eq!(pressure.advice.unwrap().level, AdviceLevel::Outside);

        let last = pressure.recent[2].clone();
        let body = SeenEntry { version: last.version };
        anna.call(RemoveOwn { patient, entry: last.entry, body }).await.unwrap();
        let pressure = listed(&anna, patient, PRESSURE).await;
        assert_eq!((pressure.total, pressure.recent[1].values[0]), (2, 185.0));
        // A crisis of three days ago asks nobody to call now.
        assert_eq!(pressure.advice.unwrap().level, AdviceLevel::Outside);
        let weight = listed(&anna, patient, MeasurementKind::Weight).await;
        assert_eq!((weight.total, weight.target, weight.advice), (0, None, None));
    }

    /// VIT-3: a doctor's target counts from now on, for both of them, by versions.
    async fn a_doctor_sets_where_it_should_lie(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let clinic = OrganizationId(Uuid::from_u128(0xC1));
        let doctor = test.member(100, Role::Doctor, Some(clinic)).await;
        let nurse = test.member(101, Role::Nurse, Some(clinic)).await;
        for person in [&doctor, &nurse] {
            test.open_card(patient, person.grantee(), Ground::Treatment, Level::Full, Section::ALL).await;
        }
        anna.call(add(patient, 5, PRESSURE, "132/78")).await.unwrap();
        for person in [&anna, &nurse] {
            let refused = person.call(set(patient, 129.0, 0, false)).await.unwrap_err();
            assert_eq!(refused.code, Code::NotFound);
        }
        assert!(doctor.call(ListMeasurements { patient }).await.unwrap().may_set_target);
        let set_once = doctor.call(set(patient, 129.0, 0, true)).await.unwrap();
        let target = set_once.target.clone().unwrap();
        assert_eq!((target.origin, target.tell_doctor), (TargetOrigin::Doctor, true));
        assert_eq!(target.by.as_deref(), Some("Испытаний100\u{a0}А.\u{a0}П."));
        assert_eq!(doctor.call(set(patient, 129.0, 0, true)).await.unwrap(), set_once, "sent twice");
        let late = doctor.call(set(patient, 125.0, 0, true)).await.unwrap_err();
        assert_eq!(late.code, Code::Conflict);
        let found = listed(&anna, patient, PRESSURE).await;
        assert_eq!((found.target, found.target_version), (set_once.target, 1));
        assert_eq!(found.advice.unwrap().level, AdviceLevel::Outside);
        // The chart of each part has its limits, for both of them.
        for person in [&anna, &doctor] {
            let series = FindSeries { patient, entry: found.recent[0].entry };
            let goals = |one: &ResultSeries| one.goal.clone().map(|goal| (goal.interval.high, goal.by));
            let all: Vec<_> = person.call(series).await.unwrap().series.iter().map(goals).collect();
            let by = target.by.clone();
            assert_eq!(all, [Some((Some(129.0), by.clone())), Some((Some(79.0), by))]);
        }

        let impossible = doctor.call(set(patient, 1_290.0, 1, true)).await.unwrap_err();
        assert_eq!(wrong(&impossible), [("parts", FieldReason::OutOfRange)]);
        // Without limits it is taken back, and what is usual counts again.
        let mut nothing = set(patient, 129.0, 1, false);
        nothing.body.parts = vec![Interval { low: None, high: None }; 2];
        let gone = doctor.call(nothing).await.unwrap();
        assert_eq!(gone, KeptTarget { target: None, version: 2 });
        let found = listed(&anna, patient, PRESSURE).await;
        assert_eq!(found.target.unwrap().origin, TargetOrigin::Default);
        assert_eq!(found.advice.unwrap().level, AdviceLevel::Usual);
        assert_eq!(test.verify().await.findings, []);
    }

    /// VIT-3: the doctor who asked is told, once a day, without a name or a number, and never of
    /// what is long past.
    async fn the_doctor_who_asked_is_told(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let doctor = test.visitor(1).confirmed(1).await.account;
        let before = test.told(&phone(1)).await.len();
        let parts = [Interval { low: Some(90.0), high: Some(129.0) }, Interval { low: None, high: Some(79.0) }];
        let target = NewEntry {
            content: Content::Goal(goal(PRESSURE, &parts, true)),
            ..entry(9, Section::CarePlans, Sensitivity::Usual, 60)
        };
        let key = test.key_of(patient).await;
        record::insert_unchecked(test.raw().await.write(), &key, patient, doctor, &target).await.unwrap();

        anna.call(add(patient, 5, PRESSURE, "120/75")).await.unwrap();
        anna.call(at(patient, NOW - Duration::days(3), &[(6, PRESSURE, "150/90")])).await.unwrap();
        assert_eq!(test.told(&phone(1)).await.len(), before, "nothing to tell");
        let call = add(patient, 7, PRESSURE, "150/90");
        for call in [call.clone(), call, add(patient, 8, PRESSURE, "151/91")] {
            anna.call(call).await.unwrap();
            // Messages of one moment are told apart by nothing else.
            test.clock.forward(Duration::MINUTE);
        }
        let told = test.told(&phone(1)).await;
        assert_eq!(told.len(), before + 1, "once a day: {told:?}");
        assert!(!told[0].contains(|c: char| c.is_ascii_digit()), "{}", told[0]);
        assert!(!told[0].contains("Испытаний"), "{}", told[0]);
        // What is grave is told for itself.
        anna.call(add(patient, 10, PRESSURE, "190/120")).await.unwrap();
        assert_eq!(test.told(&phone(1)).await.len(), before + 2);
    }

    /// VIT-1: a file in every encoding is shown first and kept by nobody; sent, it is kept once.
    async fn a_file_is_shown_first_and_then_kept_once(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let utf_16: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain(DIARY.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let windows = windows_1251(DIARY);
        let with_mark = format!("\u{feff}{DIARY}").into_bytes();
        let mut shown = Vec::new();
        for bytes in [DIARY.as_bytes(), with_mark.as_slice(), utf_16.as_slice(), windows.as_slice()] {
            shown.push(anna.call(preview(patient, bytes)).await.unwrap());
        }
        assert!(shown.windows(2).all(|pair| pair[0] == pair[1]), "the same keys each time");
        assert_eq!(kept(&anna, patient).await, 0, "a preview keeps nothing");
        let shown = shown.remove(0);
        let told: Vec<_> = shown.rows.iter().map(|row| (row.line, row.text.as_str(), row.state)).collect();
        let new = RowState::New;
        assert_eq!(told, [(2, "134/82", new), (2, "72", new), (3, "128/79", new)]);
        let imported = anna.call(import(patient, &shown)).await.unwrap();
        assert_eq!((imported.kept, imported.there), (3, 0));
        let again = anna.call(import(patient, &shown)).await.unwrap();
        assert_eq!((again.kept, again.there), (0, 3), "sent twice");
        let shown = anna.call(preview(patient, DIARY.as_bytes())).await.unwrap();
        assert!(shown.rows.iter().all(|row| row.state == RowState::There));
        let pressure = listed(&anna, patient, PRESSURE).await;
        assert_eq!((pressure.total, pressure.recent[1].values.clone()), (2, vec![128.0, 79.0]));
        assert_eq!(test.verify().await.findings, []);
    }

    async fn what_is_wrong_in_a_file_is_told_line_by_line(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let text = "Дата;Вес;Температура\n12.11.2026;=1+71;36,6\n01.01.2030;72;\n12.11.1901;72;\n12.11.2026;251;\n12.11.2026;;36,6\n";
        let shown = anna.call(preview(patient, text.as_bytes())).await.unwrap();
        let told: Vec<_> = shown.rows.iter().map(|row| (row.line, row.state, row.reason)).collect();
        assert_eq!(told, [
            (2, RowState::Wrong, Some(FieldReason::Invalid)),
            (2, RowState::New, None),
            (3, RowState::Wrong, Some(FieldReason::InFuture)),
            (4, RowState::Wrong, Some(FieldReason::BeforeBirth)),
            (5, RowState::Unlikely, None),
            (6, RowState::Twice, None),
        ]);
        assert_eq!(shown.rows[0].said, "=1+71");
        for (bytes, reason) in [
            (&b""[..], FieldReason::FileEmpty),
            (&b"PK\x03\x04\x00\x00\x00\x00"[..], FieldReason::FileFormat),
            ("Имя;Возраст\nАнна;58\n".as_bytes(), FieldReason::UnknownColumns),
        ] {
            let refused = anna.call(preview(patient, bytes)).await.unwrap_err();
            assert_eq!(wrong(&refused), [("file", reason)]);
        }
        let mut broken = preview(patient, b"x");
        broken.body.data = "не base64".into();
        assert_eq!(wrong(&anna.call(broken).await.unwrap_err()), [("file", FieldReason::FileBroken)]);
        assert_eq!(kept(&anna, patient).await, 0);
    }

    /// All rows or none.
    async fn one_wrong_row_keeps_all_of_them_out(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let row = |n: u128, text: &str| ImportRow {
            kind: MeasurementKind::Weight,
            text: text.into(),
            at: NOW - Duration::days(1),
            key: Uuid::from_u128(n),
        };
        let send = |rows: Vec<ImportRow>, is_confirmed| ImportMeasurements {
            patient,
            body: NewImport { rows, is_confirmed },
        };
        let refused = anna.call(send(vec![row(5, "72"), row(6, "9000")], true)).await.unwrap_err();
        assert_eq!(wrong(&refused), [("rows.1", FieldReason::OutOfRange)]);
        let refused = anna.call(send(vec![row(5, "72"), row(6, "251")], false)).await.unwrap_err();
        assert_eq!(wrong(&refused), [("rows.1", FieldReason::Unlikely)]);
        let refused = anna.call(send(vec![row(5, "72"), row(5, "73")], true)).await.unwrap_err();
        assert_eq!(wrong(&refused), [("rows.1", FieldReason::Invalid)]);
        assert_eq!(wrong(&anna.call(send(vec![], true)).await.unwrap_err()), [("rows", FieldReason::Required)]);
        assert_eq!(kept(&anna, patient).await, 0);
        let many = (0..=ROWS_MAX as u128).map(|n| row(n + 1, "72")).collect();
        let refused = anna.call(send(many, true)).await.unwrap_err();
        assert_eq!(wrong(&refused), [("rows", FieldReason::TooManyRows)]);
        let full = (0..ROWS_MAX as u128).map(|n| row(n + 1, "72")).collect();
        let imported = anna.call(send(full, true)).await.unwrap();
        assert_eq!(imported.kept as usize, ROWS_MAX);
        assert_eq!(listed(&anna, patient, MeasurementKind::Weight).await.total as usize, ROWS_MAX);
    }

    /// VIT-2: what is measured at home stands with the laboratory's, and says whose word it is; a
    /// laboratory's value is compared with a laboratory's.
    async fn a_series_holds_what_was_measured_at_home(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let of_laboratory = |n, minutes, number: f64| {
            let coding = Coding {
                system: "http://loinc.org".into(),
                code: "14749-6".into(),
                display: "Глюкоза".into(),
            };
            let text = number.to_string();
            let value = Value { number: Some(number), unit: "ммоль/л".into(), text };
            let content = Content::Observation(Observation::new(coding, value, None));
            NewEntry { content, ..entry(n, Section::Results, Sensitivity::Usual, minutes) }
        };
        let (before, after) = (of_laboratory(1, 600, 5.0), of_laboratory(2, 60, 5.5));
        for new in [&before, &after] {
            test.entry(patient, new).await;
        }
        let home = at(patient, NOW - Duration::minutes(300), &[(5, MeasurementKind::Glucose, "6,1")]);
        let home = anna.call(home).await.unwrap()[0].measured.entry;

        for id in [home, after.id] {
            let found = anna.call(FindSeries { patient, entry: id }).await.unwrap();
            assert_eq!(found.series.len(), 1);
            let points: Vec<_> = found.series[0].points.iter().map(|it| (it.entry, it.is_told)).collect();
            assert_eq!(points, [(before.id, false), (home, true), (after.id, false)]);
        }
        let found = anna.call(FindResults { patient, entry: after.id }).await.unwrap();
        let previous = found.values[0].change.previous.as_ref().map(|it| it.entry);
        assert_eq!(previous, Some(before.id));
        let found = anna.call(FindResults { patient, entry: home }).await.unwrap();
        assert!(found.values[0].point.is_told);
    }

    /// VIT-6: over FHIR too, and a target is a Goal.
    async fn other_systems_read_one_observation_and_a_goal(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let doctor = test.person(100, Role::Doctor).await;
        test.open_card(patient, doctor.grantee(), Ground::Treatment, Level::Full, Section::ALL).await;
        anna.call(add(patient, 5, PRESSURE, "134/82")).await.unwrap();
        doctor.call(set(patient, 129.0, 0, false)).await.unwrap();
        let program = test.program("Портал", "system/*.rs").await;
        let id = EntryId(Uuid::from_u128(5));
        let (status, read) = program.fhir("GET", &format!("/Observation/{id}"), &serde_json::Value::Null).await;
        assert_eq!(status, 200, "{read}");
        assert_eq!(read["code"]["coding"][0]["code"], "85354-9");
        assert_eq!(read["category"][0]["coding"][0]["code"], "vital-signs");
        assert!(read["valueQuantity"].is_null() && read["dataAbsentReason"].is_null());
        let components = read["component"].as_array().unwrap();
        assert_eq!(components.len(), 2);
        assert_eq!(components[0]["code"]["coding"][0]["code"], "8480-6");
        assert_eq!(components[0]["valueQuantity"]["value"], 134);
        assert_eq!(components[0]["valueQuantity"]["code"], "mm[Hg]");
        let path = format!("/Goal?patient={patient}");
        let (status, goals) = program.fhir("GET", &path, &serde_json::Value::Null).await;
        assert_eq!(status, 200, "{goals}");
        let goal = &goals["entry"][0]["resource"];
        assert_eq!(goal["lifecycleStatus"], "active");
        assert_eq!(goal["target"][0]["measure"]["coding"][0]["code"], "8480-6");
        assert_eq!(goal["target"][0]["detailRange"]["high"]["value"], 129);
    }

    /// A representative with full rights measures for a child; limited ones, doctors and everybody
    /// else do not. What is closed is told as closed.
    async fn who_may_write_down_and_who_may_look(on) {
        let test = TestApp::start(on).await;
        let (patient, _) = test.patient(1).await;
        let (full, limited) = (test.person(103, Role::Patient).await, test.person(104, Role::Patient).await);
        let doctor = test.person(105, Role::Doctor).await;
        let specialist = test.person(106, Role::Doctor).await;
        for (person, ground, level, sections) in [
            (&full, Ground::Representative, Level::Full, Section::ALL),
            (&limited, Ground::Representative, Level::Limited, Section::ALL),
            (&doctor, Ground::Treatment, Level::Full, Section::ALL),
            (&specialist, Ground::Grant, Level::Full, &[Section::Results][..]),
        ] {
            test.open_card(patient, person.grantee(), ground, level, sections).await;
        }
        full.call(add(patient, 5, PRESSURE, "120/80")).await.unwrap();
        for person in [&limited, &doctor] {
            let refused = person.call(add(patient, 6, PRESSURE, "120/80")).await.unwrap_err();
            assert_eq!(refused.code, Code::NotFound);
            let refused = person.call(preview(patient, DIARY.as_bytes())).await.unwrap_err();
            assert_eq!(refused.code, Code::NotFound);
        }
        let refused = limited.call(ListMeasurements { patient }).await.unwrap_err();
        assert_eq!(refused.code, Code::NotFound);
        assert_eq!(listed(&doctor, patient, PRESSURE).await.total, 1);
        let found = specialist.call(ListMeasurements { patient }).await.unwrap();
        assert!(found.is_closed && !found.may_add);
        assert!(found.kinds.iter().all(|it| it.total == 0));
    }
}
