use super::*;

fn series() -> Vec<ResultSeries> {
    vec![
        told(&[glucose(1, "5,0", None), glucose(2, "гемолиз", None), glucose(9, "5,4", None)]),
        told(&[glucose(8, "4,0", None), glucose(20, "4,1", None)]),
    ]
}

#[expect(clippy::unnecessary_wraps, reason = "where one stands may be nowhere")]
const fn at(series: usize, point: usize) -> Option<Cursor> {
    Some(Cursor { series, point })
}

/// RES-4: every value is reached by keys, those without a number too.
#[test]
fn keys_lead_to_every_value() {
    let all = series();
    let go = |from, to| step(&all, from, 0, to);
    assert_eq!(go(None, Step::Next), at(0, 2), "one begins with the newest");
    assert_eq!(go(None, Step::First), at(0, 0));
    assert_eq!(go(at(0, 0), Step::Next), at(0, 1));
    assert_eq!(go(at(0, 2), Step::Next), at(0, 2));
    assert_eq!(go(at(0, 0), Step::Previous), at(0, 0));
    assert_eq!(go(at(0, 0), Step::Last), at(0, 2));
    assert_eq!(go(at(0, 2), Step::Below), at(1, 0), "the nearest in time");
    assert_eq!(go(at(1, 1), Step::Above), at(0, 2));
    assert_eq!(go(at(1, 1), Step::Below), at(1, 1));
    assert_eq!(go(at(7, 7), Step::Next), at(0, 2), "what is no more is as nothing");
    assert_eq!(step(&[], None, 0, Step::Next), None);
    assert_eq!(cursors(&all, 0).count(), 3);
}

#[test]
fn the_pointer_means_what_is_nearest() {
    let all = series();
    let panes = panes(&all, Told::Converted, Layout::Stacked);
    let scene = drawn(&panes);
    for cursor in cursors(&all, 0).chain(cursors(&all, 1)) {
        let place = place(&panes, &scene, cursor).unwrap();
        assert_eq!(nearest(&panes, &scene, place.x + 3.0, place.y - 4.0), Some(cursor));
        assert_eq!(place.pane, cursor.series);
    }
    // Far from all it is the nearest in time of the pane that is pointed at.
    let last = place(&panes, &scene, Cursor { series: 1, point: 1 }).unwrap();
    assert_eq!(nearest(&panes, &scene, last.x + 90.0, last.y), at(1, 1));
    let words = place(&panes, &scene, Cursor { series: 0, point: 1 }).unwrap();
    assert!((words.y - scene.panes[0].foot).abs() < 1e-9);
    // What is out of sight stands nowhere.
    let marks = Marks::default();
    let past = super::super::scene(&sheet(&panes, &marks, View { from: 0.0, to: 9.0 }));
    assert_eq!(place(&panes, &past, Cursor { series: 0, point: 0 }), None);
    assert_eq!(nearest(&panes, &past, 10.0, 10.0), None);
}

#[test]
fn a_point_is_said_with_all_that_is_known_of_it() {
    let mut found = with(glucose(2, "<90", None), |it| {
        it.value.unit = "мг/дл".to_owned();
        it.reference_text = Some("до 100".to_owned());
        it.method = Some("Гексокиназный".to_owned());
    });
    found.source.organization_name = Some("Север".to_owned());
    let series = told(&[found, glucose(9, "5,4", None)]);
    let said = said(Lang::Ru, &series, &series.points[0], UtcOffset::UTC);
    assert_eq!(said.range.as_deref(), Some("до 100"));
    assert_eq!(said.laboratory.as_deref(), Some("Север"));
    assert_eq!(said.method.as_deref(), Some("Гексокиназный"));
    assert_eq!(
        said.line(Some("Глюкоза")).replace('\u{a0}', " "),
        "Глюкоза: <90 мг/дл = 5 ммоль/л, 2 марта 2026, в норме, точно не измерено: это или меньше"
    );
}

#[test]
fn higher_values_sound_higher() {
    let all = panes(&series()[..1], Told::Converted, Layout::Stacked);
    let tones = sound::tones(&all[0].lines[0].columns, whole(&all));
    assert_eq!(tones.len(), 2, "words make no tone");
    assert!(tones[0].hertz < tones[1].hertz && tones[0].at < tones[1].at);
    assert!(tones.iter().all(|tone| (220.0..=880.0).contains(&tone.hertz)));
}
