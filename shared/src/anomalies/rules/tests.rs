use time::macros::{datetime, offset};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::*;
use crate::access::model::Ground;

/// A Monday in Moscow, 10:00 there.
const MONDAY: OffsetDateTime = datetime!(2026-11-02 07:00 UTC);
const MOSCOW: UtcOffset = offset!(+3);

fn spot(session: u128, network: &str, device: &str) -> Spot {
    Spot {
        session: Some(Uuid::from_u128(session)),
        network: Some(network.to_owned()),
        device: Some(device.to_owned()),
        place: None,
    }
}

fn at_work() -> Spot {
    spot(1, "10.0.0.0", "Chrome, Windows")
}

fn view(at: OffsetDateTime, card: u128, ground: Ground) -> Deed {
    Deed {
        at,
        kind: DeedKind::View,
        card: Some(Uuid::from_u128(card)),
        ground: Some(ground),
        has_treatment: ground == Ground::Treatment,
        spot: at_work(),
    }
}

fn deed(at: OffsetDateTime, kind: DeedKind, card: u128) -> Deed {
    let ground = (kind != DeedKind::Refusal).then_some(Ground::Treatment);
    Deed { kind, ground, ..view(at, card, Ground::Treatment) }
}

fn watched(habit: &mut Habit, deeds: impl IntoIterator<Item = Deed>) -> Vec<Alarm> {
    deeds.into_iter().filter_map(|deed| watch(habit, &deed, MOSCOW)).collect()
}

/// Three weeks of somebody who sees four patients an hour, from ten to four, and saves two papers a
/// day. Nothing of it is unusual.
fn worked() -> (Habit, OffsetDateTime) {
    let mut habit = Habit::default();
    for day in 0..21 {
        let morning = MONDAY + Duration::days(day);
        let visits = (0..24).map(|n| {
            let ground = if n % 6 == 0 { Ground::Grant } else { Ground::Treatment };
            view(morning + Duration::minutes(n * 15), u128::from(n.unsigned_abs()) + 100, ground)
        });
        assert_eq!(watched(&mut habit, visits), [], "day {day}");
        let papers =
            (0..2).map(|n| deed(morning + Duration::hours(6 + n), DeedKind::Download, 100));
        assert_eq!(watched(&mut habit, papers), [], "day {day}");
    }
    assert!(habit.is_known());
    assert_eq!((habit.usual_hour(), habit.usual_downloads()), (Some(4), Some(2)));
    assert_eq!(habit.usual_unvisited(), Some(4));
    (habit, MONDAY + Duration::days(21))
}

fn score_of(alarms: &[Alarm], kind: AnomalyKind) -> Option<u32> {
    let all = alarms.iter().flat_map(|alarm| &alarm.signs);
    all.filter(|sign| sign.kind == kind).map(|sign| sign.score).max()
}

/// AUD-5: many cards in minutes are acted on, also where nothing is known of the account yet.
#[test]
fn many_cards_in_minutes_end_the_session() {
    let minutes = |n: i64, from: OffsetDateTime| {
        view(
            from + Duration::seconds(n * 10),
            1_000 + u128::from(n.unsigned_abs()),
            Ground::Treatment,
        )
    };
    let alarms = watched(&mut Habit::default(), (0..42).map(|n| minutes(n, MONDAY)));
    assert!(alarms.iter().any(Alarm::acts));
    assert!(alarms.iter().all(|alarm| alarm.kind == AnomalyKind::ManyCards));
    let (mut habit, today) = worked();
    let alarms = watched(&mut habit, (0..42).map(|n| minutes(n, today)));
    assert!(alarms.iter().any(Alarm::acts));
    // The first is told, each further one only because it acts.
    assert_eq!(alarms.iter().filter(|alarm| !alarm.acts()).count(), 1);
}

/// AUD-5: twice as much as usual, all day long, is a busy day.
#[test]
fn a_busy_day_is_none_of_it() {
    let (mut habit, today) = worked();
    let visits = (0..48).map(|n| {
        let at = today + Duration::minutes(n * 7);
        view(at, 500 + u128::from(n.unsigned_abs()), Ground::Treatment)
    });
    assert_eq!(watched(&mut habit, visits), []);
}

/// AUD-5: a registrar who opens thirty cards an hour may open forty.
#[test]
fn what_is_much_for_one_is_usual_for_another() {
    let mut habit = Habit::default();
    let day = |from: OffsetDateTime, count: i64| {
        (0..count).map(move |n| {
            let at = from + Duration::seconds(n * 3_600 / count);
            view(at, 700 + u128::from(n.unsigned_abs()), Ground::Treatment)
        })
    };
    for n in 0..10 {
        // The first days are watched by what is usual for anybody.
        let _ = watched(&mut habit, day(MONDAY + Duration::days(n), 30));
    }
    assert_eq!(watched(&mut habit, day(MONDAY + Duration::days(10), 40)), []);
    let (mut doctor, today) = worked();
    assert!(score_of(&watched(&mut doctor, day(today, 40)), AnomalyKind::ManyCards) >= Some(ACT));
}

/// AUD-5: cards without a visit are counted beside those of a usual day; one's own are none.
#[test]
fn cards_without_a_visit_are_found() {
    let (mut habit, today) = worked();
    let slowly = |ground| {
        (0..34).map(move |n| {
            let at = today + Duration::minutes(n * 20);
            view(at, 900 + u128::from(n.unsigned_abs()), ground)
        })
    };
    for ground in [Ground::Treatment, Ground::Own, Ground::Representative, Ground::BreakGlass] {
        let alarms = watched(&mut habit.clone(), slowly(ground));
        assert_eq!(score_of(&alarms, AnomalyKind::Unvisited), None, "{ground}");
    }
    let alarms = watched(&mut habit, slowly(Ground::Grant));
    assert!(alarms.iter().any(Alarm::acts));
    let fresh = watched(&mut Habit::default(), slowly(Ground::Grant));
    assert_eq!(score_of(&fresh, AnomalyKind::Unvisited), None, "nothing is usual yet");
}

/// AUD-5: nights of who works by day are found; a booked visit and a habit of nights are none.
#[test]
fn nights_are_unusual_for_who_works_by_day() {
    let (habit, today) = worked();
    let night = today + Duration::hours(16);
    let looks = |from: OffsetDateTime, ground| {
        (0..12).map(move |n| {
            let at = from + Duration::minutes(n * 6);
            view(at, 300 + u128::from(n.unsigned_abs()), ground)
        })
    };
    let alarms = watched(&mut habit.clone(), looks(night, Ground::Grant));
    assert!(alarms.iter().any(|alarm| alarm.kind == AnomalyKind::Nights && alarm.acts()));
    assert_eq!(watched(&mut habit.clone(), looks(night, Ground::Treatment)), []);
    let mut on_duty = habit;
    for n in 0..3 {
        let _ = watched(&mut on_duty, looks(night + Duration::days(n), Ground::Treatment));
    }
    let alarms = watched(&mut on_duty, looks(night + Duration::days(3), Ground::Grant));
    assert_eq!(score_of(&alarms, AnomalyKind::Nights), None);
}

/// AUD-5: many different cards that were refused; one that is asked for again and again is one.
#[test]
fn bursts_of_refusals_are_found() {
    let refused = |many: bool| {
        (0..14).map(move |n: i64| {
            let at = MONDAY + Duration::seconds(n * 20);
            deed(at, DeedKind::Refusal, if many { u128::from(n.unsigned_abs()) + 1 } else { 1 })
        })
    };
    let alarms = watched(&mut Habit::default(), refused(true));
    assert!(alarms.iter().any(|alarm| alarm.kind == AnomalyKind::Refusals && alarm.acts()));
    assert_eq!(watched(&mut Habit::default(), refused(false)), []);
}

/// AUD-5: more saved than usual; one's own card is shown at most and never acted on.
#[test]
fn downloads_out_of_habit_are_found() {
    let (mut habit, today) = worked();
    let saved = |ground| {
        (0..60).map(move |n| {
            let at = today + Duration::minutes(n);
            Deed { ground: Some(ground), ..deed(at, DeedKind::Download, 100) }
        })
    };
    let own = watched(&mut Habit::default(), saved(Ground::Own));
    assert!(!own.is_empty() && !own.iter().any(Alarm::acts));
    let alarms = watched(&mut habit, saved(Ground::Treatment));
    assert!(alarms.iter().any(|alarm| alarm.kind == AnomalyKind::Downloads && alarm.acts()));
}

/// AUD-5: a session goes on elsewhere on another device; a telephone that changes its network, and a
/// second device of one's own, are none.
#[test]
fn a_session_that_was_taken_over_is_found() {
    let (habit, today) = worked();
    let after = |spot| {
        let begun = Deed { spot: at_work(), ..view(today, 100, Ground::Treatment) };
        let moved = Deed { spot, ..view(today + Duration::minutes(5), 100, Ground::Treatment) };
        watched(&mut habit.clone(), [begun, moved])
    };
    let taken = after(spot(1, "203.0.113.0", "Firefox, Linux"));
    assert!(taken.iter().any(|alarm| alarm.kind == AnomalyKind::Travel && alarm.acts()));
    assert_eq!(after(spot(1, "203.0.113.0", "Chrome, Windows")), []);
    assert_eq!(after(spot(2, "10.0.0.0", "Safari, iPhone")), []);
    // Another session on a device never seen, in a network never seen: worth a look.
    let strange = after(spot(2, "203.0.113.0", "Firefox, Linux"));
    assert_eq!(strange.iter().map(|alarm| alarm.score).collect::<Vec<_>>(), [60]);
}

/// AUD-5: faster than an airliner, where the operator has said where networks are.
#[test]
fn nobody_travels_faster_than_an_airliner() {
    let place = |name: &str, latitude, longitude| {
        Some(Whereabouts { name: name.to_owned(), latitude, longitude })
    };
    let moscow = Spot { place: place("Москва", 5_575, 3_762), ..at_work() };
    let kazan = Spot {
        place: place("Казань", 5_579, 4_912),
        ..spot(2, "192.0.2.0", "Firefox, Linux")
    };
    let after = |hours: i64| {
        let begun = Deed { spot: moscow.clone(), ..view(MONDAY, 100, Ground::Treatment) };
        let at = MONDAY + Duration::hours(hours);
        let moved = Deed { spot: kazan.clone(), ..view(at, 100, Ground::Treatment) };
        watched(&mut Habit::default(), [begun, moved])
    };
    let flown = after(0);
    let [alarm] = flown.as_slice() else { panic!("{flown:?}") };
    assert!(alarm.acts());
    let [sign] = alarm.signs.as_slice() else { panic!("{alarm:?}") };
    assert!((715..730).contains(&sign.count), "{} km", sign.count);
    assert_eq!((sign.from.as_deref(), sign.to.as_deref()), (Some("Москва"), Some("Казань")));
    assert_eq!(after(2), [], "a plane does that");
}

/// AUD-5: the strongest counts in full, others by half; nothing comes of hints alone.
#[test]
fn signs_add_up_and_hints_alone_do_not() {
    let of = |scores: &[u32]| {
        let kinds = AnomalyKind::ALL.iter().zip(scores);
        let signs = kinds.filter_map(|(kind, score)| sign(*kind, *score, 1, None, 60));
        together(signs).map(|alarm| alarm.score)
    };
    assert_eq!(of(&[50]), Some(50));
    assert_eq!(of(&[49, 49, 49, 49]), None);
    assert_eq!(of(&[60, 60]), Some(72));
    assert_eq!(of(&[75, 60]), Some(83));
    assert_eq!(of(&[100, 100]), Some(100));
    assert_eq!(of(&[]), None);
    for more in 0..=100 {
        assert!(of(&[70, more]) >= Some(70), "{more}");
    }
}

/// AUD-5: what acts acts again when it goes on, and not at the first deed after it.
#[test]
fn what_led_to_the_end_is_spent() {
    let mut habit = Habit::default();
    let looks = |from: OffsetDateTime, first: u128| {
        (0..42).map(move |n: i64| {
            let card = first + u128::from(n.unsigned_abs());
            view(from + Duration::seconds(n * 10), card, Ground::Treatment)
        })
    };
    let acted = |alarms: &[Alarm]| alarms.iter().filter(|alarm| alarm.acts()).count();
    assert_eq!(acted(&watched(&mut habit, looks(MONDAY, 1_000))), 1);
    let later = MONDAY + Duration::minutes(8);
    assert_eq!(watched(&mut habit, [view(later, 5_000, Ground::Treatment)]), []);
    assert_eq!(acted(&watched(&mut habit, looks(later, 6_000))), 1);
}

#[test]
fn a_network_is_the_neighbourhood_of_an_address() {
    assert_eq!(network("203.0.113.77").as_deref(), Some("203.0.113.0"));
    assert_eq!(network("::ffff:203.0.113.77").as_deref(), Some("203.0.113.0"));
    assert_eq!(network("2001:db8:1:2::3").as_deref(), Some("2001:db8:1::"));
    assert_eq!(network("где-то"), None);
}

#[test]
fn a_habit_reads_the_same_after_it_was_kept() {
    let (habit, _) = worked();
    let kept = serde_json::to_string(&habit).unwrap();
    assert_eq!(serde_json::from_str::<Habit>(&kept).unwrap(), habit);
}
