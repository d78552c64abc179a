use super::*;

fn dots(ys: impl IntoIterator<Item = f64>) -> Vec<Dot> {
    ys.into_iter()
        .zip(0_u32..)
        .map(|(y, x)| Dot { x: f64::from(x), y, is_out: false, is_broken: false })
        .collect()
}

#[test]
fn few_points_stay_as_they_are() {
    let all = dots([1.0, 2.0, 3.0]);
    assert_eq!(decimate(&all, 0.0, 2.0, 100), [0, 1, 2]);
    assert_eq!(decimate(&all, 0.0, 2.0, 0), [0; 0]);
    assert_eq!(decimate(&[], 0.0, 2.0, 10), [0; 0]);
}

#[test]
fn peaks_ends_breaks_and_what_is_out_stay() {
    let mut all = dots((0..100_000_u32).map(|x| f64::from(x % 7)));
    all[50_000].y = 900.0;
    all[50_003].y = -900.0;
    all[70_001].is_out = true;
    all[30_000].is_broken = true;
    let kept = decimate(&all, 0.0, 99_999.0, 500);
    for at in [0, 29_999, 30_000, 50_000, 50_003, 70_001, 99_999] {
        assert!(kept.contains(&at), "{at}");
    }
    assert!(kept.len() <= 8 * 502, "{}", kept.len());
    assert!(kept.is_sorted());
}

#[test]
fn the_line_leads_out_of_the_window() {
    let all = dots((0..10_u32).map(f64::from));
    assert_eq!(decimate(&all, 2.5, 4.5, 10), [2, 3, 4, 5]);
    assert_eq!(decimate(&all, 2.2, 2.8, 10), [2, 3]);
}

#[test]
fn what_is_no_number_is_not_drawn() {
    assert_eq!(decimate(&dots([1.0, f64::NAN, 3.0]), 0.0, 2.0, 10), [0, 2]);
}

proptest::proptest! {
    #[test]
    fn the_picture_keeps_its_height(ys in proptest::collection::vec(-1e6_f64..1e6, 1..300), columns in 1_u32..40) {
        let all = dots(ys.iter().copied());
        let kept = decimate(&all, 0.0, 300.0, columns);
        let ends = |of: &mut dyn Iterator<Item = f64>| {
            of.fold((f64::MAX, f64::MIN), |(low, high), y| (low.min(y), high.max(y)))
        };
        let drawn = ends(&mut kept.iter().map(|at| all[*at].y));
        proptest::prop_assert_eq!(drawn, ends(&mut ys.iter().copied()));
        proptest::prop_assert!(kept.is_sorted_by(|left, right| left < right));
    }
}
