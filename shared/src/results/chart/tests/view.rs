use super::*;

const DAY: f64 = 86_400.0;
const WHOLE: View = View { from: 0.0, to: 1_000.0 * DAY };

fn is_near(left: f64, right: f64) -> bool {
    (left - right).abs() < 1.0
}

#[test]
fn zooming_keeps_the_place_it_is_about() {
    let about = 300.0 * DAY;
    let near = WHOLE.zoomed(0.5, about, WHOLE);
    assert!(is_near(near.width(), 500.0 * DAY));
    assert!(is_near((about - near.from) / near.width() * 1000.0, 300.0));
    assert_eq!(near.zoomed(100.0, about, WHOLE), WHOLE, "never wider than all");
    let least = WHOLE.zoomed(1e-12, about, WHOLE);
    assert!(is_near(least.width(), 600.0), "never narrower than ten minutes");
    assert_eq!(WHOLE.zoomed(f64::NAN, about, WHOLE), WHOLE);
    assert_eq!(WHOLE.zoomed(0.0, about, WHOLE), WHOLE);
}

#[test]
fn panning_stops_at_the_ends() {
    let view = View { from: 400.0 * DAY, to: 500.0 * DAY };
    assert_eq!(view.panned(1.0, WHOLE), View { from: 500.0 * DAY, to: 600.0 * DAY });
    assert_eq!(view.panned(-9.0, WHOLE), View { from: 0.0, to: 100.0 * DAY });
    assert_eq!(view.panned(99.0, WHOLE), View { from: 900.0 * DAY, to: 1_000.0 * DAY });
}

#[test]
fn a_point_out_of_sight_is_brought_into_it() {
    let view = View { from: 400.0 * DAY, to: 500.0 * DAY };
    assert_eq!(view.showing(450.0 * DAY, WHOLE), view);
    for day in [0.0, 399.0, 501.0, 1_000.0] {
        let moved = view.showing(day * DAY, WHOLE);
        assert!(moved.holds(day * DAY) && is_near(moved.width(), view.width()), "{day}");
    }
}

#[test]
fn a_period_ends_with_the_newest_value() {
    let year = View::of(Period::Year, WHOLE);
    assert!(is_near(year.to, WHOLE.to) && year.width() > 365.0 * DAY);
    assert_eq!(year.period(WHOLE), Some(Period::Year));
    assert_eq!(View::of(Period::FiveYears, WHOLE), WHOLE, "there is no more");
    assert_eq!(WHOLE.period(WHOLE), Some(Period::All));
    assert_eq!(year.panned(-0.3, WHOLE).period(WHOLE), None);
}

#[test]
fn one_moment_has_days_around_it_and_nothing_has_no_window() {
    let one = View::around([(5.0, 5.0)]).unwrap();
    assert!(one.holds(5.0) && is_near(one.width(), 6.0 * DAY));
    assert_eq!(View::around([]), None);
    let all = View::around([(0.0, DAY), (3.0 * DAY, 10.0 * DAY)]).unwrap();
    assert!(all.from < 0.0 && all.to > 10.0 * DAY);
}
