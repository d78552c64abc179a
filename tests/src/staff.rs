//! A synthetic history of clinics' staff, with planted attacks: what the rules of AUD-5 find in it, and
//! how often they find something where there is nothing.
//!
//! Five clinics: doctors, nurses and registrars by day, nurses around the clock every fourth day,
//! doctors on duty by night; weekends, busy days, reports at the beginning of a month, telephones
//! beside the desk, a new duty, cards opened by mistake, work taken home. All of it is drawn from a
//! seed. The first half is learned from, the second is judged, as on a server that has just begun to
//! watch.

use shared::access::model::Ground;
use shared::anomalies::habit::{Deed, DeedKind, Habit, Spot, Whereabouts};
use shared::anomalies::model::AnomalyKind;
use shared::anomalies::rules::watch;
use time::macros::{datetime, offset};
use time::{Duration, OffsetDateTime, UtcOffset, Weekday};
use uuid::Uuid;

/// Midnight of a Monday in Moscow.
const BEGIN: OffsetDateTime = datetime!(2026-08-31 00:00 +3);
const MOSCOW: UtcOffset = offset!(+3);
const CLINICS: u64 = 5;
/// What is found so long after an attack is still found because of it.
const AFTER: Duration = Duration::hours(2);

/// How much history, and how many attacks of each of the six kinds.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub staff: u64,
    /// Half of them are judged.
    pub days: i64,
    pub attacks: u64,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Rates {
    /// Days somebody worked in the half that was judged.
    pub staff_days: u32,
    pub kinds: Vec<KindRates>,
}

#[derive(Clone, Debug)]
pub struct KindRates {
    pub kind: AnomalyKind,
    pub planted: u32,
    /// Of the planted: shown to officers, by whatever sign.
    pub found: u32,
    /// Of the planted: the sessions were ended.
    pub acted: u32,
    /// Where nothing was planted: shown to officers and nothing done.
    pub false_shown: u32,
    /// Where nothing was planted: the sessions were ended.
    pub false_acted: u32,
}

impl Rates {
    /// All kinds together.
    pub fn sum(&self, of: fn(&KindRates) -> u32) -> u32 {
        self.kinds.iter().map(of).sum()
    }

    /// Per thousand days of somebody's work.
    pub fn per_thousand(&self, count: u32) -> f64 {
        f64::from(count) * 1_000.0 / f64::from(self.staff_days.max(1))
    }
}

/// Draws a history and judges it.
pub fn measure(seed: u64, size: Size) -> Rates {
    let blank = |kind: &AnomalyKind| KindRates {
        kind: *kind,
        planted: 0,
        found: 0,
        acted: 0,
        false_shown: 0,
        false_acted: 0,
    };
    let kinds = AnomalyKind::ALL.iter().map(blank).collect();
    let mut rates = Rates { staff_days: 0, kinds };
    let attacks: Vec<AnomalyKind> = AnomalyKind::ALL
        .iter()
        .flat_map(|kind| std::iter::repeat_n(*kind, usize::try_from(size.attacks).unwrap()))
        .collect();
    // Attacked accounts come beside the staff, so that every day of the staff counts as quiet.
    let all = size.staff + u64::try_from(attacks.len()).unwrap();
    for n in 0..all {
        let attack =
            n.checked_sub(size.staff).and_then(|n| attacks.get(usize::try_from(n).unwrap()));
        let mut draw = Draw(seed ^ (n + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let worker = Worker::drawn(&mut draw, n, attack.copied());
        judge(&mut rates, &mut draw, &worker, size.days, attack.copied());
    }
    rates
}

fn judge(
    rates: &mut Rates,
    draw: &mut Draw,
    worker: &Worker,
    days: i64,
    attack: Option<AnomalyKind>,
) {
    let half = BEGIN + Duration::days(days / 2);
    let (mut deeds, mut worked) = (Vec::new(), Vec::new());
    for day in 0..days {
        let before = deeds.len();
        worker.work(draw, day, &mut deeds);
        if deeds.len() > before {
            worked.push(day);
        }
    }
    let planted = attack.map(|kind| worker.plant(draw, kind, half, &worked, &mut deeds));
    deeds.sort_by_key(|deed| deed.at);
    let mut habit = Habit::default();
    let (mut found, mut acted) = (false, false);
    for deed in &deeds {
        if deed.at < half {
            habit.take(deed, MOSCOW);
            continue;
        }
        let Some(alarm) = watch(&mut habit, deed, MOSCOW) else { continue };
        match planted {
            Some((from, until)) if deed.at >= from && deed.at <= until + AFTER => {
                (found, acted) = (true, acted || alarm.acts());
            }
            // An attacked account is no quiet one: what else it does is not counted.
            Some(_) => {}
            None => {
                let kind = rates.kinds.iter_mut().find(|it| it.kind == alarm.kind).unwrap();
                kind.false_acted += u32::from(alarm.acts());
                kind.false_shown += u32::from(!alarm.acts());
            }
        }
    }
    if let Some(kind) = attack {
        let kind = rates.kinds.iter_mut().find(|it| it.kind == kind).unwrap();
        kind.planted += 1;
        kind.found += u32::from(found);
        kind.acted += u32::from(acted);
    } else {
        let judged = worked.iter().filter(|day| **day >= days / 2).count();
        rates.staff_days += u32::try_from(judged).unwrap();
    }
}

/// SplitMix64: small, seeded, the same everywhere.
struct Draw(u64);

impl Draw {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both included.
    fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low + 1).unwrap();
        low + i64::try_from(self.bits() % span).unwrap()
    }

    /// So many times in ten thousand.
    fn happens(&mut self, of_ten_thousand: i64) -> bool {
        self.between(0, 9_999) < of_ten_thousand
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shift {
    /// Five days a week.
    Day,
    /// 24 hours, every fourth day.
    Round,
    /// By day, and a night every fifth day.
    OnDuty,
    /// By day; nights begin in the middle of the history.
    NewlyOnDuty,
}

struct Worker {
    n: u64,
    shift: Shift,
    begins: i64,
    works_saturdays: bool,
    /// Cards an hour, on an ordinary day.
    pace: i64,
    /// Of ten thousand cards, so many without a visit.
    unvisited: i64,
    /// Files saved on an ordinary day, at most.
    saves: i64,
    has_phone: bool,
}

impl Worker {
    /// Who is attacked by night works by day: the nights of who works them are usual.
    fn drawn(draw: &mut Draw, n: u64, attack: Option<AnomalyKind>) -> Self {
        let (pace, saves, is_nurse, is_doctor) = match draw.between(0, 9) {
            0..=4 => (draw.between(3, 5), draw.between(1, 4), false, true),
            5..=7 => (draw.between(4, 8), draw.between(0, 1), true, false),
            _ => (draw.between(10, 25), draw.between(0, 3), false, false),
        };
        let shift = match draw.between(0, 99) {
            _ if attack == Some(AnomalyKind::Nights) => Shift::Day,
            0..=39 if is_nurse => Shift::Round,
            0..=19 if is_doctor => Shift::OnDuty,
            20..=22 if is_doctor => Shift::NewlyOnDuty,
            _ => Shift::Day,
        };
        Self {
            n,
            shift,
            begins: draw.between(7, 13),
            works_saturdays: draw.happens(2_000),
            pace,
            unvisited: draw.between(300, 1_500),
            saves,
            has_phone: draw.happens(3_000),
        }
    }

    fn desk(&self, session: i64) -> Spot {
        let clinic = self.n % CLINICS;
        let towns =
            [(5_575, 3_762), (5_579, 4_912), (5_993, 3_034), (5_683, 6_060), (5_503, 8_292)];
        let (latitude, longitude) = towns[usize::try_from(clinic).unwrap()];
        Spot {
            session: Some(self.session(session)),
            network: Some(format!("10.{clinic}.{}.0", self.n % 3)),
            device: Some(
                if self.n.is_multiple_of(4) { "Firefox, Linux" } else { "Chrome, Windows" }
                    .to_owned(),
            ),
            place: Some(Whereabouts { name: format!("Город {clinic}"), latitude, longitude }),
        }
    }

    fn phone(&self, draw: &mut Draw, session: i64) -> Spot {
        Spot {
            session: Some(self.session(session)),
            network: Some(format!("100.64.{}.0", draw.between(0, 5))),
            device: Some("Safari, iPhone".to_owned()),
            place: None,
        }
    }

    fn session(&self, number: i64) -> Uuid {
        Uuid::from_u64_pair(self.n + 1, number.unsigned_abs())
    }

    /// All that is done on a day that begins at midnight, in any order.
    fn work(&self, draw: &mut Draw, day: i64, deeds: &mut Vec<Deed>) {
        let midnight = BEGIN + Duration::days(day);
        let weekday = midnight.weekday();
        let is_free =
            weekday == Weekday::Sunday || weekday == Weekday::Saturday && !self.works_saturdays;
        let turn = day + i64::try_from(self.n % 20).unwrap();
        match self.shift {
            Shift::Round if turn % 4 == 0 => {
                self.hours(draw, midnight, (8, 22), self.pace, self.unvisited, deeds);
                self.hours(draw, midnight, (22, 32), 2, 2_000, deeds);
            }
            Shift::Round => return,
            Shift::OnDuty | Shift::NewlyOnDuty
                if turn % 5 == 0 && (self.shift == Shift::OnDuty || day > 40) =>
            {
                self.hours(draw, midnight, (20, 32), 2, 2_000, deeds);
            }
            Shift::Day | Shift::OnDuty | Shift::NewlyOnDuty if is_free => return,
            Shift::Day | Shift::OnDuty | Shift::NewlyOnDuty => {
                let hours = (self.begins, self.begins + 7);
                self.hours(draw, midnight, hours, self.pace, self.unvisited, deeds);
            }
        }
        self.besides(draw, day, deeds);
    }

    /// What happens now and then.
    fn besides(&self, draw: &mut Draw, day: i64, deeds: &mut Vec<Deed>) {
        let midnight = BEGIN + Duration::days(day);
        let noon = midnight + Duration::hours(self.begins + 4);
        let is_report = midnight.day() == 1;
        let times = if is_report { 3 } else { 1 };
        for _ in 0..draw.between(0, self.saves) * times {
            let at = noon + Duration::minutes(draw.between(0, 120));
            let card = self.card(draw);
            deeds.push(deed(at, DeedKind::Download, card, Some(Ground::Treatment), self.desk(day)));
        }
        let mistakes = if draw.happens(30) { 4 } else { i64::from(draw.happens(400)) };
        for n in 0..mistakes {
            let card = Uuid::from_u64_pair(u64::MAX, draw.bits());
            let at = noon + Duration::minutes(n);
            deeds.push(deed(at, DeedKind::Refusal, card, None, self.desk(day)));
        }
        if self.has_phone && draw.happens(2_000) {
            let (at, spot) =
                (noon + Duration::minutes(draw.between(0, 90)), self.phone(draw, day + 500));
            let card = self.card(draw);
            deeds.push(deed(at, DeedKind::View, card, Some(Ground::Treatment), spot));
        }
        if draw.happens(150) {
            // Work taken home.
            let evening = midnight + Duration::hours(22);
            for _ in 0..draw.between(1, 4) {
                let at = evening + Duration::minutes(draw.between(0, 70));
                let (card, ground) = (self.card(draw), ground(draw, 2_000));
                let spot = Spot { place: None, ..self.phone(draw, day + 1_000) };
                deeds.push(deed(at, DeedKind::View, card, Some(ground), spot));
            }
        }
    }

    /// Hours of ordinary work: after midnight they are those of the next day.
    fn hours(
        &self,
        draw: &mut Draw,
        midnight: OffsetDateTime,
        (from, until): (i64, i64),
        pace: i64,
        unvisited: i64,
        deeds: &mut Vec<Deed>,
    ) {
        let day = (midnight - BEGIN).whole_days();
        // In hundredths: quiet days, ordinary ones, and a few twice as busy.
        let load = if draw.happens(200) { 200 } else { draw.between(60, 140) };
        for hour in from..until {
            let usual = pace * load / 100;
            for _ in 0..draw.between(usual / 2, usual + usual.div_euclid(2) + 1) {
                let at =
                    midnight + Duration::hours(hour) + Duration::seconds(draw.between(0, 3_599));
                let (card, ground) = (self.card(draw), ground(draw, unvisited));
                deeds.push(deed(at, DeedKind::View, card, Some(ground), self.desk(day)));
            }
        }
    }

    /// One of the patients of this worker.
    fn card(&self, draw: &mut Draw) -> Uuid {
        Uuid::from_u64_pair(self.n + 1, draw.bits() % 600)
    }

    /// Plants an attack on a day of work in the half that is judged. From when until when.
    fn plant(
        &self,
        draw: &mut Draw,
        kind: AnomalyKind,
        half: OffsetDateTime,
        worked: &[i64],
        deeds: &mut Vec<Deed>,
    ) -> (OffsetDateTime, OffsetDateTime) {
        let judged: Vec<i64> =
            worked.iter().copied().filter(|day| BEGIN + Duration::days(*day) > half).collect();
        let chosen = draw.bits() % u64::try_from(judged.len()).unwrap();
        let day = judged[usize::try_from(chosen).unwrap()];
        let morning = BEGIN + Duration::days(day) + Duration::hours(self.begins.max(8));
        let first = deeds.len();
        match kind {
            AnomalyKind::Travel => self.taken_over(draw, day, morning, deeds),
            AnomalyKind::ManyCards => {
                let (count, minutes) = (draw.between(35, 150), draw.between(8, 20));
                self.strangers(
                    draw,
                    (morning, minutes * 60, count),
                    Some(Ground::Treatment),
                    day,
                    deeds,
                );
            }
            AnomalyKind::Unvisited => {
                let count = draw.between(25, 75);
                self.strangers(draw, (morning, 6 * 3_600, count), Some(Ground::Grant), day, deeds);
            }
            AnomalyKind::Nights => {
                let night = BEGIN + Duration::days(day) + Duration::hours(draw.between(1, 3));
                let count = draw.between(4, 15);
                self.strangers(draw, (night, 5_400, count), Some(Ground::Grant), day, deeds);
            }
            AnomalyKind::Refusals => {
                let count = draw.between(5, 30);
                self.strangers(draw, (morning, 8 * 60, count), None, day, deeds);
            }
            AnomalyKind::Downloads => {
                let (count, minutes) = (draw.between(15, 80), draw.between(20, 120));
                self.strangers(
                    draw,
                    (morning, minutes * 60, count),
                    Some(Ground::Treatment),
                    day,
                    deeds,
                );
                for deed in deeds.iter_mut().skip(first) {
                    // Many files of few cards.
                    deed.kind = DeedKind::Download;
                    deed.card = Some(self.card(&mut Draw(draw.0 % 3)));
                }
            }
        }
        let planted = || deeds.iter().skip(first).map(|deed| deed.at);
        (planted().min().unwrap(), planted().max().unwrap())
    }

    /// Cards of strangers, spread over so many seconds from a moment on; without a ground, refusals.
    fn strangers(
        &self,
        draw: &mut Draw,
        (from, seconds, count): (OffsetDateTime, i64, i64),
        ground: Option<Ground>,
        day: i64,
        deeds: &mut Vec<Deed>,
    ) {
        for _ in 0..count {
            let at = from + Duration::seconds(draw.between(0, seconds));
            let card = Uuid::from_u64_pair(u64::MAX - 1, draw.bits());
            let kind = if ground.is_some() { DeedKind::View } else { DeedKind::Refusal };
            deeds.push(deed(at, kind, card, ground, self.desk(day)));
        }
    }

    /// Somebody else goes on with the session, or signs in from another town.
    fn taken_over(&self, draw: &mut Draw, day: i64, from: OffsetDateTime, deeds: &mut Vec<Deed>) {
        let card = self.card(draw);
        deeds.push(deed(from, DeedKind::View, card, Some(Ground::Treatment), self.desk(day)));
        let place =
            Some(Whereabouts {
                name: "Хабаровск".to_owned(), latitude: 4_848, longitude: 13_508
            });
        let elsewhere = Spot {
            network: Some("203.0.113.0".to_owned()),
            device: Some("Opera, macOS".to_owned()),
            place: None,
            ..self.desk(day)
        };
        let spot = if draw.happens(5_000) {
            elsewhere
        } else {
            Spot { session: Some(self.session(day + 5_000)), place, ..elsewhere }
        };
        for n in 1..draw.between(4, 9) {
            let at = from + Duration::minutes(n * 3);
            let card = self.card(draw);
            deeds.push(deed(at, DeedKind::View, card, Some(Ground::Treatment), spot.clone()));
        }
    }
}

/// Mostly a booked visit; so many times in ten thousand what the patient gave.
fn ground(draw: &mut Draw, unvisited: i64) -> Ground {
    if draw.happens(unvisited) { Ground::Grant } else { Ground::Treatment }
}

fn deed(
    at: OffsetDateTime,
    kind: DeedKind,
    card: Uuid,
    ground: Option<Ground>,
    spot: Spot,
) -> Deed {
    let has_treatment = ground == Some(Ground::Treatment);
    Deed { at, kind, card: Some(card), ground, has_treatment, spot }
}
