//! Results with what they are compared with (RES-10, RES-12, RES-13).

use backend::record::NewEntry;
use shared::access::model::{Section, Sensitivity};
use shared::contract::Code;
use shared::record::model::{Coding, Content, DiagnosticReport, ResultStatus, Value};
use shared::results::api::{Comparison, FindResults, FindSeries};
use shared::results::flag::Flag;
use tests::{TestApp, entry, on_both};

fn value(n: u128, minutes: i64, number: f64) -> NewEntry {
    let mut new = entry(n, Section::Results, Sensitivity::Usual, minutes);
    if let Content::Observation(observation) = &mut new.content {
        observation.code.code = "718-7".into();
        let text = number.to_string();
        observation.value = Value { number: Some(number), unit: "г/л".into(), text };
    }
    new
}

fn report(n: u128, values: &[&NewEntry]) -> NewEntry {
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
}
