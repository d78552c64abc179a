//! What an account usually does: as little of it as the scores need.
//!
//! Kept are thirty days in numbers, and of the last 24 hours which cards were touched when. Usual is
//! the median of the days worked: one wild day among them does not move it, and whoever wishes to
//! make many cards look usual has to read many for weeks.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime, UtcOffset};
use uuid::Uuid;

use super::model::AnomalyKind;
use crate::access::model::Ground;
use crate::wire_time;

/// A deed as it is judged. Whose it is, whoever keeps the habit knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    pub at: OffsetDateTime,
    pub kind: DeedKind,
    /// The card it was about, or the one that was asked for and refused.
    pub card: Option<Uuid>,
    pub ground: Option<Ground>,
    /// A visit was booked, whatever it was opened by.
    pub has_treatment: bool,
    pub spot: Spot,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeedKind {
    /// A card was opened, to read or to write.
    View,
    Refusal,
    /// Something of a card was saved: a file, a document, a journal.
    Download,
    SignIn,
}

/// From where something was done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    pub session: Option<Uuid>,
    /// The neighbourhood of the address: the first 24 bits of IPv4, the first 48 of IPv6.
    pub network: Option<String>,
    /// «Chrome, Windows»
    pub device: Option<String>,
    /// Where the network is, where the operator of the portal has said so.
    pub place: Option<Whereabouts>,
}

/// A place on the map; to about a kilometre, so that nothing finer is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whereabouts {
    pub name: String,
    /// In hundredths of a degree, north is positive.
    pub latitude: i32,
    /// In hundredths of a degree, east is positive.
    pub longitude: i32,
}

/// What is remembered of one account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Habit {
    /// Days that are over, the oldest first.
    days: VecDeque<Day>,
    today: Option<Day>,
    /// Cards of others that were touched within 24 hours.
    cards: BTreeMap<Uuid, Touched>,
    /// Cards that were refused within 24 hours, and when last; in seconds since 1970 UTC.
    refused: BTreeMap<Uuid, i64>,
    downloads: Vec<Saved>,
    spots: Vec<Stay>,
    /// Where the account was seen, and when last.
    networks: BTreeMap<String, i64>,
    devices: BTreeMap<String, i64>,
    told: Vec<Told>,
}

/// One day by the clock of the clinic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Day {
    #[serde(with = "wire_time::date")]
    date: Date,
    /// Cards of others.
    cards: u32,
    /// The most of them within an hour.
    busiest_hour: u32,
    unvisited: u32,
    downloads: u32,
    /// A bit for each hour something was done in.
    hours: u32,
}

/// When a card was touched last; in seconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Touched {
    at: i64,
    unvisited_at: Option<i64>,
    /// At an hour of the night that is not usual.
    night_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Saved {
    at: i64,
    /// Of one's own card.
    is_own: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stay {
    spot: Spot,
    at: i64,
}

/// What the security officers were shown already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    kind: AnomalyKind,
    at: i64,
}

/// Seconds.
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// A night is over after so long.
const NIGHT: i64 = 8 * HOUR;
/// Two stays further apart are not compared.
const STAY: i64 = 12 * HOUR;
/// A network or device not seen for so long is a new one.
const FAMILIAR: i64 = 60 * DAY;
/// Days that make a habit, and days worked before there is one.
const DAYS: usize = 30;
const DAYS_KNOWN: usize = 5;
/// An hour is usual that somebody was at work in on so many of the days.
const HOURS_USUAL: usize = 3;
/// What is kept at most: a thief's thousands tell no more than these.
const CARDS: usize = 2_000;
const SAVED: usize = 500;
const STAYS: usize = 8;
const KNOWN: usize = 30;

/// Whether it is night, by the clock of the clinic.
const fn is_night(hour: u8) -> bool {
    matches!(hour, 22.. | ..6)
}

impl Deed {
    /// Whether it is about a card that is neither one's own nor of somebody one acts for.
    pub fn is_of_others(&self) -> bool {
        self.card.is_some() && !matches!(self.ground, Some(Ground::Own | Ground::Representative))
    }

    /// Whether somebody's card was opened that no visit was booked for. Each emergency is reviewed
    /// by itself.
    fn is_unvisited(&self) -> bool {
        let is_told = matches!(self.ground, Some(Ground::Treatment | Ground::BreakGlass));
        self.is_of_others() && !is_told && !self.has_treatment
    }
}

impl Habit {
    /// Remembers a deed. `offset`: of the clinic's clock.
    pub fn take(&mut self, deed: &Deed, offset: UtcOffset) {
        let (at, local) = (deed.at.unix_timestamp(), deed.at.to_offset(offset));
        self.turn_to(local.date());
        self.forget(at);
        match deed.kind {
            DeedKind::View => self.touch(deed, offset),
            DeedKind::Refusal => {
                if let Some(card) = deed.card.filter(|_| self.refused.len() < CARDS) {
                    self.refused.insert(card, at);
                }
            }
            DeedKind::Download => {
                self.touch(deed, offset);
                self.save(deed);
            }
            DeedKind::SignIn => {}
        }
        if let Some(today) = &mut self.today {
            today.hours |= 1 << local.hour();
        }
        self.stay(deed);
    }

    /// Whether there are days enough to say what is usual.
    pub fn is_known(&self) -> bool {
        self.worked().count() >= DAYS_KNOWN
    }

    /// The most cards of others within an hour, on a usual day; nothing before it is known.
    pub fn usual_hour(&self) -> Option<u32> {
        self.usual(|day| day.busiest_hour)
    }

    /// Cards without a visit on a usual day.
    pub fn usual_unvisited(&self) -> Option<u32> {
        self.usual(|day| day.unvisited)
    }

    /// Files and documents saved on a usual day.
    pub fn usual_downloads(&self) -> Option<u32> {
        self.usual(|day| day.downloads)
    }

    /// Cards of others touched within so many seconds before `now`.
    pub fn cards_within(&self, now: i64, seconds: i64) -> u32 {
        count(self.cards.values().filter(|card| card.at > now - seconds))
    }

    /// Cards without a visit within 24 hours.
    pub fn unvisited(&self, now: i64) -> u32 {
        let is_new = |card: &&Touched| card.unvisited_at.is_some_and(|at| at > now - DAY);
        count(self.cards.values().filter(is_new))
    }

    /// Cards without a visit this night, at hours that are not usual.
    pub fn by_night(&self, now: i64) -> u32 {
        let is_new = |card: &&Touched| card.night_at.is_some_and(|at| at > now - NIGHT);
        count(self.cards.values().filter(is_new))
    }

    /// Different cards that were refused within so many seconds before `now`.
    pub fn refused_within(&self, now: i64, seconds: i64) -> u32 {
        count(self.refused.values().filter(|at| **at > now - seconds))
    }

    /// What was saved within 24 hours, and whether all of it is one's own.
    pub fn saved(&self, now: i64) -> (u32, bool) {
        let saved = || self.downloads.iter().filter(move |saved| saved.at > now - DAY);
        (count(saved()), saved().all(|saved| saved.is_own))
    }

    /// Where the account was within the last hours, and when; the newest first.
    pub fn stays(&self, now: i64) -> impl Iterator<Item = (&Spot, i64)> {
        let is_new = move |stay: &&Stay| stay.at > now - STAY;
        self.spots.iter().rev().filter(is_new).map(|stay| (&stay.spot, stay.at))
    }

    /// Whether both the network and the device were never seen, where others were.
    pub fn is_strange(&self, spot: &Spot) -> bool {
        let is_new = |known: &BTreeMap<String, i64>, word: Option<&str>| {
            !known.is_empty() && word.is_some_and(|word| !known.contains_key(word))
        };
        is_new(&self.networks, spot.network.as_deref())
            && is_new(&self.devices, spot.device.as_deref())
    }

    /// Whether officers were shown this kind within 24 hours before `now`.
    pub fn was_told(&self, kind: AnomalyKind, now: i64) -> bool {
        self.told.iter().any(|told| told.kind == kind && told.at > now - DAY)
    }

    /// Officers were shown it.
    pub fn tell(&mut self, kind: AnomalyKind, now: i64) {
        self.told.retain(|told| told.kind != kind && told.at > now - DAY);
        self.told.push(Told { kind, at: now });
    }

    /// The sessions were ended: what led to that is spent. Who signs in again is judged by what they
    /// do then, and what is usual stays.
    pub fn settle(&mut self) {
        self.cards.clear();
        self.refused.clear();
        self.downloads.clear();
        self.spots.clear();
    }

    fn worked(&self) -> impl Iterator<Item = &Day> {
        self.days.iter().filter(|day| day.cards > 0 || day.downloads > 0)
    }

    fn usual(&self, of: impl Fn(&Day) -> u32) -> Option<u32> {
        if !self.is_known() {
            return None;
        }
        let mut numbers: Vec<u32> = self.worked().map(of).collect();
        numbers.sort_unstable();
        numbers.get(numbers.len() / 2).copied()
    }

    fn is_usual_hour(&self, hour: u8) -> bool {
        let worked = self.days.iter().filter(|day| (day.hours >> hour) & 1 == 1);
        worked.count() >= HOURS_USUAL
    }

    /// Ends the day before, where there is one.
    fn turn_to(&mut self, date: Date) {
        let is_over = |day: &Day| day.date < date;
        if let Some(over) = self.today.filter(is_over) {
            self.days.push_back(over);
            self.today = None;
        }
        let first = date - Duration::days(30);
        while self.days.len() > DAYS || self.days.front().is_some_and(|day| day.date < first) {
            self.days.pop_front();
        }
        if self.today.is_none() {
            let (cards, busiest_hour, unvisited, downloads, hours) = (0, 0, 0, 0, 0);
            self.today = Some(Day { date, cards, busiest_hour, unvisited, downloads, hours });
        }
    }

    fn forget(&mut self, now: i64) {
        self.cards.retain(|_, card| card.at > now - DAY);
        self.refused.retain(|_, at| *at > now - DAY);
        self.downloads.retain(|saved| saved.at > now - DAY);
        self.spots.retain(|stay| stay.at > now - STAY);
        for known in [&mut self.networks, &mut self.devices] {
            known.retain(|_, at| *at > now - FAMILIAR);
        }
    }

    fn touch(&mut self, deed: &Deed, offset: UtcOffset) {
        let Some(card) = deed.card.filter(|_| deed.is_of_others()) else { return };
        let (at, local) = (deed.at.unix_timestamp(), deed.at.to_offset(offset));
        let known = self.cards.get(&card).copied();
        if known.is_none() && self.cards.len() >= CARDS {
            return;
        }
        let is_unvisited = deed.is_unvisited();
        let is_strange_hour = is_night(local.hour()) && !self.is_usual_hour(local.hour());
        let before = |of: fn(Touched) -> Option<i64>| known.and_then(of);
        let was_unvisited_at = before(|card| card.unvisited_at);
        let touched = Touched {
            at,
            unvisited_at: is_unvisited.then_some(at).or(was_unvisited_at),
            night_at: (is_unvisited && is_strange_hour)
                .then_some(at)
                .or(before(|card| card.night_at)),
        };
        self.cards.insert(card, touched);
        let within_hour = self.cards_within(at, HOUR);
        let is_today = |at: i64| {
            let at = OffsetDateTime::from_unix_timestamp(at);
            at.is_ok_and(|at| at.to_offset(offset).date() == local.date())
        };
        let is_first = known.is_none_or(|known| !is_today(known.at));
        let is_first_unvisited = is_unvisited && !was_unvisited_at.is_some_and(is_today);
        let Some(today) = &mut self.today else { return };
        today.busiest_hour = today.busiest_hour.max(within_hour);
        today.cards += u32::from(is_first);
        today.unvisited += u32::from(is_first_unvisited);
    }

    fn save(&mut self, deed: &Deed) {
        if self.downloads.len() >= SAVED {
            return;
        }
        let is_own = matches!(deed.ground, Some(Ground::Own | Ground::Representative));
        let at = deed.at.unix_timestamp();
        self.downloads.push(Saved { at, is_own });
        if let Some(today) = &mut self.today {
            today.downloads += 1;
        }
    }

    fn stay(&mut self, deed: &Deed) {
        let at = deed.at.unix_timestamp();
        self.spots.retain(|stay| stay.spot != deed.spot);
        self.spots.push(Stay { spot: deed.spot.clone(), at });
        if self.spots.len() > STAYS {
            self.spots.remove(0);
        }
        let Spot { network, device, .. } = &deed.spot;
        for (known, word) in [(&mut self.networks, network), (&mut self.devices, device)] {
            let Some(word) = word else { continue };
            known.insert(word.clone(), at);
            if known.len() > KNOWN {
                let oldest = known.iter().min_by_key(|(_, at)| **at).map(|(word, _)| word.clone());
                if let Some(oldest) = oldest {
                    known.remove(&oldest);
                }
            }
        }
    }
}

fn count(of: impl Iterator) -> u32 {
    u32::try_from(of.count()).unwrap_or(u32::MAX)
}
