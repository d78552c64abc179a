//! How unusual a deed is, and what comes of it; decided on values only.
//!
//! Six detectors, each with a score of its own from 0 to 100. [`WATCH`] and [`ACT`] mean the same for
//! all of them: each says at what count it is worth a look, and at what count nobody waits for one,
//! and between the two the score grows evenly. What is usual is asked of the account's own habit; where
//! there is none yet, the counts are higher, and what means nothing without a habit is silent.
//!
//! Together: the strongest sign counts in full, each further one adds half of what it would add by
//! itself. Chances of independent signs would multiply in full; but these look at the same deeds (many
//! cards by night are many cards too), so half is taken. And where no sign reaches `WATCH` by
//! itself, there is nothing: what is usual does not become strange in company.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use time::UtcOffset;

use super::habit::{Deed, DeedKind, Habit, Spot, Whereabouts};
use super::model::{AnomalyKind, AnomalySign, AnomalyVerdict, NewAnomalyReview};
use crate::contract::FieldReason;
use crate::record::rules::check_words;

/// From this score on it is recorded, and the security officer sees it.
pub const WATCH: u32 = 50;
/// From this score on the sessions end at once, and the owner and the officers are told.
pub const ACT: u32 = 80;
/// The most characters of what a review says.
pub const WORDS_MAX: usize = 1_000;

/// Seconds.
const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Another device in another network so soon after the last one was not carried there.
const AT_ONCE: i64 = 30 * MINUTE;
/// Faster than an airliner, in km/h.
const TOO_FAST: f64 = 900.0;
/// Nearer than this the places of networks tell nothing, in km.
const NEAR: f64 = 100.0;
/// Where the habit says less, so much is taken to be usual.
const USUAL_HOUR_LEAST: u32 = 8;
const USUAL_UNVISITED_LEAST: u32 = 4;
const USUAL_DOWNLOADS_LEAST: u32 = 2;
/// Where there is no habit.
const USUAL_HOUR_UNKNOWN: u32 = 12;

/// Something unusual enough to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// Of the strongest sign.
    pub kind: AnomalyKind,
    /// All signs together.
    pub score: u32,
    /// The strongest first.
    pub signs: Vec<AnomalySign>,
}

impl Alarm {
    /// Whether the sessions end.
    pub const fn acts(&self) -> bool {
        self.score >= ACT
    }
}

/// Remembers a deed and says whether it is to be shown. The same kind is shown once in 24 hours;
/// what acts acts each time, and begins to count anew after it. `offset`: of the clinic's clock.
pub fn watch(habit: &mut Habit, deed: &Deed, offset: UtcOffset) -> Option<Alarm> {
    let travel = travel(habit, deed);
    habit.take(deed, offset);
    let now = deed.at.unix_timestamp();
    let alarm = together(signs(habit, deed, travel, now))?;
    if alarm.acts() {
        habit.settle();
    } else if habit.was_told(alarm.kind, now) {
        return None;
    }
    habit.tell(alarm.kind, now);
    Some(alarm)
}

/// What this deed can have made strange: a refusal says nothing new of downloads.
fn signs(
    habit: &Habit,
    deed: &Deed,
    travel: Option<AnomalySign>,
    now: i64,
) -> impl Iterator<Item = AnomalySign> {
    let is_look = matches!(deed.kind, DeedKind::View | DeedKind::Download) && deed.is_of_others();
    let looks =
        is_look.then(|| [many_cards(habit, now), unvisited(habit, now), nights(habit, now)]);
    let refusals = (deed.kind == DeedKind::Refusal).then(|| refusals(habit, now)).flatten();
    let downloads = (deed.kind == DeedKind::Download).then(|| downloads(habit, now)).flatten();
    let looks = looks.into_iter().flatten().flatten();
    looks.chain([travel, refusals, downloads].into_iter().flatten())
}

/// All signs in one: nothing where none is worth a look by itself.
pub fn together(signs: impl Iterator<Item = AnomalySign>) -> Option<Alarm> {
    let mut signs: Vec<AnomalySign> = signs.collect();
    signs.sort_by_key(|sign| std::cmp::Reverse(sign.score));
    let strongest = signs.first().filter(|sign| sign.score >= WATCH)?;
    let kind = strongest.kind;
    // In ten thousandths, so that nothing is lost by rounding on the way.
    let mut rest = (100 - strongest.score.min(100)) * 100;
    for sign in signs.iter().skip(1) {
        rest = rest * (200 - sign.score.min(100)) / 200;
    }
    Some(Alarm { kind, score: 100 - rest / 100, signs })
}

/// The score of a count: [`WATCH`] at `watch`, [`ACT`] at `act`, evenly between and on; a hint of
/// it from three quarters of `watch` on, for what comes together with others.
fn ramp(count: u32, watch: u32, act: u32) -> u32 {
    let act = act.max(watch + 1);
    if count < watch {
        return if count * 4 >= watch * 3 { WATCH * count / watch } else { 0 };
    }
    // Counts are bounded by what a habit keeps, far from an overflow.
    (WATCH + (ACT - WATCH) * (count - watch) / (act - watch)).min(100)
}

fn sign(
    kind: AnomalyKind,
    score: u32,
    count: u32,
    usual: Option<u32>,
    seconds: i64,
) -> Option<AnomalySign> {
    let minutes = minutes(seconds);
    let (from, to) = (None, None);
    (score > 0).then_some(AnomalySign { kind, score, count, usual, minutes, from, to })
}

/// Begun minutes.
fn minutes(seconds: i64) -> u32 {
    u32::try_from((seconds.max(0) + MINUTE - 1) / MINUTE).unwrap_or(u32::MAX)
}

/// By the hour beside the busiest hour of a usual day; and by ten minutes, since nobody reads as
/// fast as a program saves.
fn many_cards(habit: &Habit, now: i64) -> Option<AnomalySign> {
    let usual = habit.usual_hour();
    let base = usual.map_or(USUAL_HOUR_UNKNOWN, |usual| usual.max(USUAL_HOUR_LEAST));
    let by = |seconds, watch, act| {
        let count = habit.cards_within(now, seconds);
        sign(AnomalyKind::ManyCards, ramp(count, watch, act), count, usual, seconds)
    };
    let hour = by(HOUR, base * 5 / 2, base * 5);
    let burst = by(10 * MINUTE, (base * 2).max(25), (base * 3).max(40));
    strongest([burst, hour])
}

/// Beside a usual day; nothing where there is no habit: where no visits are booked at all, every
/// card would be one without a visit.
fn unvisited(habit: &Habit, now: i64) -> Option<AnomalySign> {
    let usual = habit.usual_unvisited()?;
    let (base, count) = (usual.max(USUAL_UNVISITED_LEAST), habit.unvisited(now));
    // A night on duty and the day after it lie within 24 hours: three times a day is not rare.
    let score = ramp(count, base * 4, base * 8);
    sign(AnomalyKind::Unvisited, score, count, Some(usual), DAY)
}

/// Cards without a visit at hours of the night at which this account is not usually at work; nothing
/// where it is not known when it is.
fn nights(habit: &Habit, now: i64) -> Option<AnomalySign> {
    let count = habit.by_night(now);
    let score = if habit.is_known() { ramp(count, 4, 12) } else { 0 };
    sign(AnomalyKind::Nights, score, count, None, 8 * HOUR)
}

/// Different cards: a page that asks five times for one closed card is one refusal.
fn refusals(habit: &Habit, now: i64) -> Option<AnomalySign> {
    let by = |seconds, watch, act| {
        let count = habit.refused_within(now, seconds);
        sign(AnomalyKind::Refusals, ramp(count, watch, act), count, None, seconds)
    };
    strongest([by(10 * MINUTE, 5, 12), by(DAY, 12, 30)])
}

/// Beside a usual day. Whoever saves their own card is in their right: it is shown where it is very
/// much, and never acted on by itself.
fn downloads(habit: &Habit, now: i64) -> Option<AnomalySign> {
    let usual = habit.usual_downloads();
    let (count, is_own) = habit.saved(now);
    let score = match usual.map(|usual| usual.max(USUAL_DOWNLOADS_LEAST)) {
        _ if is_own => ramp(count, 30, 120).min(ACT - 1),
        // Reports of a month are made in a day.
        Some(usual) => ramp(count, usual * 7, usual * 14),
        None => ramp(count, 15, 40),
    };
    sign(AnomalyKind::Downloads, score, count, usual, DAY)
}

/// Beside each place and network the account was in within the last hours, before this deed.
fn travel(habit: &Habit, deed: &Deed) -> Option<AnomalySign> {
    let now = deed.at.unix_timestamp();
    let is_strange = habit.is_strange(&deed.spot);
    let compared = habit.stays(now).map(|(spot, at)| {
        let seconds = (now - at).max(1);
        let (score, km) = moved(spot, &deed.spot, seconds, is_strange);
        let sign = sign(AnomalyKind::Travel, score, km, None, seconds)?;
        let (from, to) = (named(spot), named(&deed.spot));
        Some(AnomalySign { from, to, ..sign })
    });
    strongest(compared)
}

/// The score of having been there so many seconds ago and being here now, and how many kilometres
/// lie between, where that is known.
fn moved(from: &Spot, to: &Spot, seconds: i64, is_strange: bool) -> (u32, u32) {
    let is_other = |a: Option<&str>, b: Option<&str>| a.is_some() && b.is_some() && a != b;
    let network = is_other(from.network.as_deref(), to.network.as_deref());
    let device = is_other(from.device.as_deref(), to.device.as_deref());
    let session = from.session.is_some() && from.session == to.session;
    let km = match (&from.place, &to.place) {
        (Some(from), Some(to)) => Some(distance(from, to)),
        (None, _) | (_, None) => None,
    };
    let hours = span(seconds) / 3_600.0;
    let is_flight = km.is_some_and(|km| km > NEAR && km / hours > TOO_FAST);
    let score = match (session, network, device) {
        // A session is held by one browser: somebody took it over.
        (true, true, true) => 90,
        _ if is_flight && is_strange => 85,
        _ if is_flight && device => 75,
        _ if is_flight => 60,
        // A browser may give itself another name, for «the page as on a computer».
        (true, false, true) => 55,
        // A telephone walks from one network into another.
        _ if is_strange && network && device && seconds < AT_ONCE => 60,
        _ => 0,
    };
    (score, km.map_or(0, whole))
}

/// What people call it: the place, or else the network.
fn named(spot: &Spot) -> Option<String> {
    spot.place.as_ref().map(|place| place.name.clone()).or_else(|| spot.network.clone())
}

fn strongest(signs: impl IntoIterator<Item = Option<AnomalySign>>) -> Option<AnomalySign> {
    signs.into_iter().flatten().max_by_key(|sign| sign.score)
}

/// Kilometres along a great circle, by the haversine formula on a sphere of 6 371 km.
fn distance(from: &Whereabouts, to: &Whereabouts) -> f64 {
    let radians = |hundredths: i32| (f64::from(hundredths) / 100.0).to_radians();
    let (north, south) = (radians(from.latitude), radians(to.latitude));
    let across = radians(to.longitude) - radians(from.longitude);
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let chord = half(south - north) + north.cos() * south.cos() * half(across);
    2.0 * 6_371.0 * chord.clamp(0.0, 1.0).sqrt().asin()
}

#[expect(clippy::cast_precision_loss, reason = "seconds of a few hours")]
fn span(seconds: i64) -> f64 {
    seconds as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a distance on Earth: 0 to 20 016 km"
)]
fn whole(km: f64) -> u32 {
    km.round() as u32
}

/// The neighbourhood of an address: the first 24 bits of IPv4, the first 48 of IPv6.
pub fn network(address: &str) -> Option<String> {
    let address: IpAddr = address.parse().ok()?;
    Some(match address.to_canonical() {
        IpAddr::V4(address) => Ipv4Addr::from(u32::from(address) & !0xFF).to_string(),
        IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) & (u128::MAX << 80)).to_string(),
    })
}

/// What a review says, as it may be kept.
pub fn check_review(new: &NewAnomalyReview) -> Result<String, (&'static str, FieldReason)> {
    check_words(&new.words, WORDS_MAX).map_err(|why| ("words", why))
}

/// Whether a review that found this may still be changed.
pub const fn may_change(verdict: AnomalyVerdict) -> bool {
    match verdict {
        AnomalyVerdict::Unclear => true,
        AnomalyVerdict::Confirmed | AnomalyVerdict::FalseAlarm => false,
    }
}

#[cfg(test)]
mod tests;
