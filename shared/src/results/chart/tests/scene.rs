use super::*;
use crate::measurements::model::TargetOrigin;
use crate::results::api::SeriesGoal;

/// RES-4: one range, or the newest, was drawn over the whole history.
#[test]
fn each_interval_holds_from_its_value_until_another_one_is_printed() {
    let scene = picture(&[
        glucose(1, "5,0", Some(6.0)),
        glucose(3, "5,1", Some(6.0)),
        glucose(5, "5,2", Some(5.5)),
        glucose(9, "5,3", None),
        glucose(11, "5,4", None),
    ]);
    let pane = &scene.panes[0];
    let x: Vec<f64> = pane.dots.iter().map(|dot| dot.x).collect();
    let [old, new] = pane.bands.as_slice() else { panic!("{:?}", pane.bands) };
    assert!(old.from < x[0] && old.from > x[0] - 20.0, "nothing is claimed of earlier days");
    assert!((old.to - x[2]).abs() < 1e-6 && (new.from - x[2]).abs() < 1e-6);
    assert!((new.to - x[3]).abs() < 1e-6, "a value without an interval ends the one before");
    assert!(new.top > old.top, "a lower limit stands lower");
    assert!(old.has_top && old.has_bottom);
    let labels: Vec<&str> = pane.limits.iter().map(|it| it.label.as_str()).collect();
    assert_eq!(labels, ["6", "4", "5,5", "4"]);
}

/// RES-12: a line is not drawn across a change of method, and says why.
#[test]
fn a_line_breaks_and_names_the_reason() {
    let by = |day, method: &str| {
        with(glucose(day, "5,0", None), |it| it.method = Some(method.to_owned()))
    };
    let scene = picture(&[by(1, "А"), by(5, "А"), by(9, "Б"), by(13, "Б")]);
    let pane = &scene.panes[0];
    assert_eq!(pane.strokes.len(), 2);
    let [gap] = pane.gaps.as_slice() else { panic!("{:?}", pane.gaps) };
    assert_eq!(gap.label.as_deref(), Some("другой метод"));
    assert!(gap.x > pane.dots[1].x && gap.x < pane.dots[2].x);
}

/// RES-4: the flag is a shape, and a value that was not measured exactly says where it may lie.
#[test]
fn shapes_say_what_values_mean() {
    let sent = |day, text: &str, code: &str| {
        with(glucose(day, text, Some(6.0)), |it| it.interpretation = Some(code.to_owned()))
    };
    let scene = picture(&[
        glucose(1, "5,0", Some(6.0)),
        glucose(2, "7,0", Some(6.0)),
        glucose(3, "<3,0", Some(6.0)),
        glucose(4, "5,0", None),
        sent(5, "20", "HH"),
        sent(6, "1,1", "LL"),
        sent(7, "5,0", "A"),
    ]);
    let found: Vec<(Meaning, Option<Toward>)> =
        scene.panes[0].dots.iter().map(|dot| (dot.mark.meaning, dot.mark.toward)).collect();
    assert_eq!(
        found,
        [
            (Meaning::Within, None),
            (Meaning::Above, None),
            (Meaning::Below, Some(Toward::Lower)),
            (Meaning::Unclaimed, None),
            (Meaning::CriticalAbove, None),
            (Meaning::CriticalBelow, None),
            (Meaning::Abnormal, None),
        ]
    );
    let outlines: Vec<String> =
        Meaning::ALL.iter().map(|meaning| meaning.outline(0.0, 0.0, 5.0)).collect();
    // Only a filled and a hollow circle share an outline.
    for (at, one) in outlines.iter().enumerate() {
        let same = outlines.iter().filter(|other| *other == one).count();
        let is_round = matches!(Meaning::ALL[at], Meaning::Within | Meaning::Unclaimed);
        assert_eq!(same, if is_round { 2 } else { 1 }, "{:?}", Meaning::ALL[at]);
    }
}

#[test]
fn a_point_without_a_number_stands_at_the_foot() {
    let scene = picture(&[
        glucose(1, "5,0", None),
        glucose(2, "гемолиз", None),
        entry(3, 3, GLUCOSE, "7", "Ед/л"),
        glucose(4, "5,4", None),
    ]);
    let pane = &scene.panes[0];
    assert_eq!((pane.dots.len(), pane.feet.len()), (2, 2));
    assert!(pane.foot > pane.bottom);
    assert_eq!(pane.strokes.len(), 0, "over another unit no line leads");
}

/// RES-12: «как напечатано» has an axis for each unit, and joins nothing across one.
#[test]
fn what_is_told_as_printed_is_never_mixed() {
    let series = told(&[
        glucose(1, "5,0", Some(6.0)),
        entry(2, 2, GLUCOSE, "90", "мг/дл"),
        entry(3, 3, GLUCOSE, "гемолиз", ""),
        glucose(4, "5,4", Some(6.0)),
        glucose(5, "5,5", Some(6.0)),
    ]);
    let converted = panes(std::slice::from_ref(&series), Told::Converted, Layout::Stacked);
    assert_eq!(converted.len(), 1);
    assert_eq!(drawn(&converted).panes[0].strokes[0].points.len(), 4);
    let printed = panes(&[series], Told::Printed, Layout::Stacked);
    let units: Vec<&str> = printed.iter().map(|pane| pane.unit.as_str()).collect();
    assert_eq!(units, ["ммоль/л", "мг/дл"]);
    let scene = drawn(&printed);
    assert_eq!(scene.panes.iter().map(|pane| pane.dots.len()).collect::<Vec<_>>(), [3, 1]);
    let [joined] = scene.panes[0].strokes.as_slice() else { panic!("{scene:?}") };
    assert_eq!(joined.points.len(), 2);
    assert_eq!(scene.panes[0].gaps.len(), 1);
    let points: usize = printed.iter().map(|pane| pane.lines[0].columns.len()).sum();
    assert_eq!(points, 5, "every point is somewhere, and only once");
}

/// VIT-6: both values of a blood pressure share a pane.
#[test]
fn lines_of_one_unit_can_share_a_pane() {
    let named = |name: &str, text: &str| {
        let mut series = told(&[glucose(1, text, None), glucose(2, text, None)]);
        series.code.display = name.to_owned();
        series
    };
    let both = [named("Верхнее", "12"), named("Нижнее", "8")];
    assert_eq!(panes(&both, Told::Converted, Layout::Stacked).len(), 2);
    let overlaid = panes(&both, Told::Converted, Layout::Overlaid);
    let scene = drawn(&overlaid);
    assert_eq!(scene.panes.len(), 1);
    assert_eq!(scene.panes[0].keys, ["Верхнее", "Нижнее"]);
    assert_eq!(scene.panes[0].strokes.iter().map(|it| it.line).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn little_is_drawn_sensibly() {
    // Nothing in a window.
    let panes = panes(&[told(&[glucose(1, "5,0", None)])], Told::Converted, Layout::Stacked);
    let marks = Marks::default();
    let empty = super::super::scene(&sheet(&panes, &marks, View { from: 0.0, to: 1000.0 }));
    assert!(empty.panes[0].said.is_some() && empty.panes[0].ticks.is_empty());
    // Only words.
    let words = picture(&[glucose(1, "гемолиз", None)]);
    assert!(words.panes[0].said.is_some() && words.panes[0].feet.len() == 1);
    // One; all the same; all at one moment.
    let same = [glucose(1, "5,0", Some(6.0)), glucose(5, "5,0", Some(6.0))];
    let mut at_once = same.clone();
    at_once[1].occurred_at = at_once[0].occurred_at;
    for entries in [&same[..1], &same[..], &at_once[..]] {
        let scene = picture(entries);
        let pane = &scene.panes[0];
        assert_eq!(pane.dots.len(), entries.len());
        for dot in &pane.dots {
            assert!(dot.x > scene.left && dot.x < scene.right, "{dot:?}");
            assert!(dot.y > pane.top && dot.y < pane.bottom, "{dot:?}");
        }
        assert_eq!(pane.bands.len(), 1, "the interval of one value is seen");
        assert!(pane.bands[0].to > pane.bands[0].from);
    }
}

/// RES-4: nought is not forced, but how far all values are out is seen.
#[test]
fn the_axis_reaches_a_limit_that_all_values_are_beyond() {
    let near = picture(&[glucose(1, "136", None), glucose(2, "142", None)]);
    assert!(near.panes[0].low > 130.0);
    let out = picture(&[glucose(1, "50", Some(6.0))]);
    assert!(out.panes[0].low <= 6.0 && out.panes[0].bands[0].has_top);
    let far = picture(&[
        with(glucose(1, "100", None), |it| {
            it.reference = Some(Interval { low: Some(15.0), high: Some(6500.0) });
        }),
        glucose(2, "140", None),
    ]);
    assert!(far.panes[0].high < 1000.0, "a far limit does not press the values together");
}

/// VIT-3: a target is a line of its own at each of its ends, whatever interval was printed.
#[test]
fn a_target_is_drawn_across_the_pane() {
    let mut series = told(&[glucose(1, "5,0", None), glucose(20, "9,0", None)]);
    let interval = Interval { low: Some(3.9), high: Some(7.7) };
    series.goal = Some(SeriesGoal { interval, origin: TargetOrigin::Default, by: None });
    let scene = drawn(&panes(&[series], Told::Converted, Layout::Stacked));
    let pane = &scene.panes[0];
    assert!(pane.bands.is_empty());
    let goals: Vec<(&str, f64)> = pane.goals.iter().map(|it| (it.label.as_str(), it.y)).collect();
    assert_eq!(
        goals,
        [("цель\u{a0}7,7", pane.y(7.7)), ("цель\u{a0}3,9", pane.y(3.9))],
        "the scale has room for both"
    );
    let drawing = Drawing::of(&scene);
    assert!(drawing.shapes.iter().any(|shape| shape.ink == Ink::Goal));
    assert!(drawing.words.iter().any(|words| words.text == "цель\u{a0}7,7"));
}

/// Numbers of targets near each other stand apart, and not on the newest points.
#[test]
fn targets_near_each_other_are_told_apart() {
    let target = |low, high| {
        let interval = Interval { low: Some(low), high: Some(high) };
        Some(SeriesGoal { interval, origin: TargetOrigin::Default, by: None })
    };
    let mut high = told(&[glucose(1, "9,0", None), glucose(20, "8,1", None)]);
    let mut low = told(&[glucose(1, "5,0", None), glucose(20, "5,0", None)]);
    (high.goal, low.goal) = (target(7.0, 9.0), target(5.0, 6.9));
    (high.code.code, low.code.code) = ("high".to_owned(), "low".to_owned());
    let scene = drawn(&panes(&[high, low], Told::Converted, Layout::Overlaid));
    assert_eq!(scene.panes.len(), 1);
    let goals = &scene.panes[0].goals;
    let sides: Vec<_> = goals.iter().map(|it| (it.label.as_str(), it.is_above)).collect();
    assert_eq!(
        sides,
        [
            ("цель\u{a0}9", true),
            ("цель\u{a0}7", true),
            ("цель\u{a0}6,9", false),
            ("цель\u{a0}5", false)
        ],
        "each on the outer side of its line"
    );
    let second = &goals[1];
    assert!((second.x - scene.right).abs() < 1.0, "nothing stands in its way at the right");
}

/// RES-5: many points become as many as the screen can show, and those out of range stay.
#[test]
fn a_hundred_thousand_points_are_thinned_and_none_out_of_range_is_lost() {
    let x: Vec<f64> = (0..100_000_u32).map(|at| f64::from(at) * 60.0).collect();
    let y: Vec<f64> = (0..100_000_u32).map(|at| f64::from(at % 7)).collect();
    let mut out = vec![0_u8; 100_000];
    out[77_777] = 1;
    let columns = Columns::of_numbers(x, y, &out, None);
    let line = Line { series: 0, name: String::new(), columns };
    let panes = [Pane { unit: String::new(), lines: vec![line], goals: vec![] }];
    let scene = drawn(&panes);
    assert!(scene.is_dense);
    let [dot] = scene.panes[0].dots.as_slice() else { panic!("{}", scene.panes[0].dots.len()) };
    assert_eq!(dot.mark.meaning, Meaning::Above);
    assert!(scene.panes[0].strokes[0].points.len() < 8 * 402);
    // A window within is a part of it, whose line leads out on both sides.
    let marks = Marks::default();
    let view = View { from: 59_990.0, to: 60_610.0 };
    let part = super::super::scene(&sheet(&panes, &marks, view));
    assert!(!part.is_dense && part.panes[0].dots.len() == 11, "{}", part.panes[0].dots.len());
    let ends = &part.panes[0].strokes[0].points;
    assert!((ends[0].0 - part.left).abs() < 1e-6);
    assert!((ends[ends.len() - 1].0 - part.right).abs() < 1e-6);
}

/// Everything stands within the picture, also on the narrowest phone.
#[test]
fn nothing_leaves_the_picture() {
    let panes = panes(
        &[told(&[glucose(1, "5,0", Some(6.0)), glucose(20, "7,1", Some(5.5))])],
        Told::Converted,
        Layout::Stacked,
    );
    let day = 86_400.0;
    let first = whole(&panes).from;
    let name = "Метформин".to_owned();
    let marks = Marks {
        visits: vec![Visit { at: first + day * 4.0, name: "Приём".to_owned() }],
        courses: vec![
            Course { from: first - day, until: None, name: name.clone() },
            Course { from: first + day, until: Some(first + day * 2.0), name },
        ],
    };
    let size = Size { width: 320.0, ..SIZE };
    let scene = super::super::scene(&Sheet { size, ..sheet(&panes, &marks, whole(&panes)) });
    assert_eq!((scene.visits.len(), scene.bars.len()), (1, 2));
    assert!(scene.bars[0].top < scene.bars[1].top, "two at once stand in two rows");
    assert!(!scene.bars[0].is_named_before, "there is room for its name");
    let late =
        Course { from: whole(&panes).to - day, until: None, name: "Метформин".to_owned() };
    let marks_late = Marks { courses: vec![late], ..Marks::default() };
    let of_late = super::super::scene(&Sheet { size, ..sheet(&panes, &marks_late, whole(&panes)) });
    assert!(of_late.bars[0].is_named_before, "its name stands where it is not cut off");
    for bar in &scene.bars {
        assert!(bar.from >= scene.left && bar.to <= scene.right && bar.top < scene.height);
    }
    for words in &Drawing::of(&scene).words {
        assert!((0.0..=320.0).contains(&words.x), "{words:?}");
        assert!((0.0..=scene.height).contains(&words.y), "{words:?}");
    }
}

proptest::proptest! {
    #[test]
    fn every_value_in_sight_is_within_its_pane(
        values in proptest::collection::vec((0_u32..1_000, -1e9_f64..1e9), 1..80),
        from in 0_u32..900,
        width in 20_u32..1_000,
    ) {
        let mut values = values;
        values.sort_by_key(|(x, _)| *x);
        let (x, y) = values.iter().map(|(x, y)| (f64::from(*x), *y)).unzip();
        let line = Line { series: 0, name: String::new(), columns: Columns::of_numbers(x, y, &[], None) };
        let panes = [Pane { unit: String::new(), lines: vec![line], goals: vec![] }];
        let marks = Marks::default();
        let view = View { from: f64::from(from), to: f64::from(from + width) };
        let scene = super::super::scene(&sheet(&panes, &marks, view));
        let pane = &scene.panes[0];
        let hair = 1e-6;
        let seen = pane.dots.iter().map(|dot| (dot.x, dot.y));
        let led = pane.strokes.iter().flat_map(|stroke| stroke.points.iter().copied());
        for (x, y) in seen.chain(led) {
            proptest::prop_assert!(x >= scene.left - hair && x <= scene.right + hair);
            proptest::prop_assert!(y >= pane.top - hair && y <= pane.bottom + hair);
        }
    }
}
