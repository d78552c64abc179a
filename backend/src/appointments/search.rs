//! What anybody may look for: clinics, who receives there, and free times (APT-1, APT-2). Nothing of
//! it is about a patient, and where somebody is who asks is not kept.

use sea_orm::ConnectionTrait;
use shared::admin::rules::folded;
use shared::appointments::model::{
    Clinic, ClinicPage, ClinicQuery, Clinics, FreeDay, FreeTimes, PractitionerQuery,
    PractitionerRole, Practitioners, Service, Slot, SlotQuery,
};
use shared::contract::FieldReason;
use shared::id::{OrganizationId, PractitionerRoleId};
use time::{Date, Duration};
use uuid::Uuid;

use super::directory::Practice;
use super::matching::Matcher;
use super::service::{Error, number};
use super::slots::{self, Taken, Time, cells};
use super::store::{claims, offered};
use crate::app::{App, micros, moment};
use crate::words::tokens;

const PAGE: usize = 20;
const REVIEWS: i64 = 20;
const WORDS_MAX: usize = 200;
const DAYS_MAX: u32 = 31;
/// How far ahead the nearest free time is looked for, in days.
const AHEAD: i64 = 30;
/// How far ahead the next day with a free time is looked for.
const NEXT_WITHIN: i64 = 60;
/// Most have a free time soon: what is taken is read of the next days first.
const STEPS: [(i64, i64); 3] = [(0, 2), (2, 9), (9, AHEAD + 1)];
const DAY: i64 = 24 * 3_600 * 1_000_000;
/// Of how many days what is taken is read at a time, where the first free times are asked for.
const AT_A_TIME: i64 = 2 * DAY;

/// Clinics, the nearest first where it is known from where, else by name.
pub async fn clinics(app: &App, query: &ClinicQuery) -> Result<Clinics, Error> {
    let words = wanted(query.words.as_deref())?;
    let from = match (query.latitude, query.longitude) {
        (Some(latitude), Some(longitude)) => Some(check_place(latitude, longitude)?),
        (None, None) => None,
        (Some(_), None) => return Err(("longitude", FieldReason::Required).into()),
        (None, Some(_)) => return Err(("latitude", FieldReason::Required).into()),
    };
    let (directory, now) = (app.directory_now().await?, app.now_micros());
    let open = || directory.clinics.values().filter(|place| place.is_published);
    let matcher = Matcher::new(words, open().map(|place| place.words.as_str()));
    let mut found: Vec<Clinic> = open()
        .filter(|place| matcher.fits(&place.words))
        .filter_map(|place| directory.clinic(place.clinic.id, now))
        .filter(|clinic| {
            query.kind.is_none_or(|kind| clinic.kind == kind)
                && query.speciality.is_none_or(|it| clinic.specialities.contains(&it))
                && query.payment.is_none_or(|it| clinic.payments.contains(&it))
                && (clinic.electronic_cards || !query.electronic_cards)
        })
        .collect();
    for clinic in &mut found {
        let place = clinic.latitude.zip(clinic.longitude);
        clinic.distance = from.zip(place).map(|(from, to)| distance(from, to));
    }
    found.sort_by_cached_key(|clinic| {
        (clinic.distance.unwrap_or(u32::MAX), folded(&clinic.name), clinic.id)
    });
    let total = count(found.len());
    let after = match &query.cursor {
        None => 0,
        Some(cursor) => {
            let last: OrganizationId = cursor.parse().map_err(|_| bad_cursor())?;
            found.iter().position(|clinic| clinic.id == last).ok_or_else(bad_cursor)? + 1
        }
    };
    let is_more = found.len() > after + PAGE;
    let clinics: Vec<Clinic> = found.into_iter().skip(after).take(PAGE).collect();
    let next_cursor = clinics.last().filter(|_| is_more).map(|clinic| clinic.id.to_string());
    Ok(Clinics { clinics, total, next_cursor })
}

/// A clinic with who receives there, by name, and what patients say.
pub async fn clinic(app: &App, id: OrganizationId) -> Result<ClinicPage, Error> {
    let (directory, now) = (app.directory_now().await?, app.now_micros());
    directory.clinics.get(&id).filter(|place| place.is_published).ok_or(Error::NotFound)?;
    let clinic = directory.clinic(id, now).ok_or(Error::NotFound)?;
    let here: Vec<(&Practice, Vec<&Service>)> = directory
        .all_offered(now)
        .filter(|practice| practice.organization == id)
        .map(|practice| (practice, practice.practitioner.services.iter().collect()))
        .collect();
    let mut practitioners = with_next_free(app, &here).await?;
    practitioners.sort_by_cached_key(|it| (folded(&it.name.full()), it.id));
    let reviews = offered::reviews(app.db().read(), id, REVIEWS).await?;
    Ok(ClinicPage { clinic, practitioners, reviews })
}

/// Who receives patients, the nearest free time first.
pub async fn practitioners(app: &App, query: &PractitionerQuery) -> Result<Practitioners, Error> {
    let words = wanted(query.words.as_deref())?;
    let (directory, now) = (app.directory_now().await?, app.now_micros());
    let asks_service = query.format.is_some() || query.payment.is_some();
    let texts = directory.all_offered(now).map(|practice| practice.words.as_str());
    let matcher = Matcher::new(words, texts);
    let found: Vec<(&Practice, Vec<&Service>)> = directory
        .all_offered(now)
        .filter(|practice| matcher.fits(&practice.words))
        .filter(|Practice { practitioner, .. }| {
            query.speciality.is_none_or(|it| practitioner.speciality == it)
                && query.organization.is_none_or(|it| practitioner.organization == it)
                && query.language.as_ref().is_none_or(|it| practitioner.languages.contains(it))
        })
        .map(|practice| (practice, fitting(practice, query)))
        .filter(|(_, services)| !asks_service || !services.is_empty())
        .collect();
    let total = count(found.len());
    let mut practitioners = with_next_free(app, &found).await?;
    practitioners.sort_by_key(place_in_list);
    if let Some(cursor) = &query.cursor {
        let last = read_cursor(cursor).ok_or_else(bad_cursor)?;
        practitioners.retain(|practitioner| place_in_list(practitioner) > last);
    }
    let is_more = practitioners.len() > PAGE;
    practitioners.truncate(PAGE);
    let next_cursor = practitioners.last().filter(|_| is_more).map(|last| {
        let (at, id) = place_in_list(last);
        format!("{at}.{id}")
    });
    Ok(Practitioners { practitioners, total, next_cursor })
}

/// Somebody patients may book with.
pub async fn practitioner(app: &App, id: PractitionerRoleId) -> Result<PractitionerRole, Error> {
    let directory = app.directory_now().await?;
    let practice = directory.offered(id, app.now_micros()).ok_or(Error::NotFound)?;
    let services = practice.practitioner.services.iter().collect();
    with_next_free(app, &[(practice, services)]).await?.pop().ok_or(Error::NotFound)
}

/// The free times of one of them, day by day.
pub async fn slots(app: &App, query: &SlotQuery) -> Result<FreeTimes, Error> {
    if query.days == 0 || query.days > DAYS_MAX {
        return Err(("days", FieldReason::OutOfRange).into());
    }
    let (directory, now) = (app.directory_now().await?, app.now_micros());
    let practice = directory.offered(query.practitioner, now).ok_or(Error::NotFound)?;
    let service = practice.service(query.service).ok_or(Error::NotFound)?;
    let today = practice.zone.day(now);
    let far = today.checked_add(Duration::days(400)).unwrap_or(Date::MAX);
    if query.from > far {
        return Err(("from", FieldReason::OutOfRange).into());
    }
    let last = add(query.from, i64::from(query.days));
    let first = query.from.max(today);
    let taken = taken_by(app, app.db().read(), &[practice], (first, last)).await?;
    let days = days(first, last)
        .map(|day| FreeDay {
            day,
            slots: free_on(practice, service, day, &taken, app),
            works: practice.pattern.as_ref().is_some_and(|pattern| slots::works(pattern, day)),
        })
        .collect();
    let next = next_day(app, practice, service, last.max(today)).await?;
    Ok(FreeTimes { days, next, time_zone: practice.zone.name().to_owned() })
}

/// The next free times of a service from a moment on, at most so many.
pub async fn next_times(
    app: &App,
    db: &impl ConnectionTrait,
    practice: &Practice,
    service: &Service,
    from: i64,
    most: usize,
) -> Result<Vec<Slot>, Error> {
    let first = practice.zone.day(from.max(app.now_micros()));
    let mut found = Vec::new();
    for (start, end) in STEPS {
        let (start, end) = (add(first, start), add(first, end));
        let taken = taken_by(app, db, &[practice], (start, end)).await?;
        for day in days(start, end) {
            let free = free_on(practice, service, day, &taken, app);
            found.extend(free.into_iter().filter(|slot| micros(slot.starts_at) >= from));
        }
        if found.len() >= most {
            break;
        }
    }
    found.truncate(most);
    Ok(found)
}

/// The free times of a service that patients may book now, from the first day to before the last.
pub async fn times_between(
    app: &App,
    db: &impl ConnectionTrait,
    practice: &Practice,
    service: &Service,
    (first, last): (Date, Date),
) -> Result<Vec<Time>, Error> {
    let taken = taken_by(app, db, &[practice], (first, last)).await?;
    let on = |day: Date| times_on(practice, service, day, &taken, app);
    Ok(days(first, last).flat_map(on).collect())
}

/// The free times that begin within a span, of several services of several people, the earliest first
/// and at most so many.
pub async fn first_times(
    app: &App,
    of: &[(&Practice, Vec<&Service>)],
    (from, to): (i64, i64),
    most: usize,
) -> Result<Vec<Slot>, Error> {
    let practices: Vec<&Practice> = of.iter().map(|(practice, _)| *practice).collect();
    let mut found: Vec<Slot> = Vec::new();
    let mut start = from.max(app.now_micros());
    while start < to && found.len() < most {
        let stop = to.min(start.saturating_add(AT_A_TIME));
        let span = (add(moment(start).date(), -1), add(moment(stop).date(), 2));
        let taken = taken_by(app, app.db().read(), &practices, span).await?;
        let mut here = Vec::new();
        for (practice, services) in of {
            let (first, last) = (practice.zone.day(start), practice.zone.day(stop));
            for day in days(first, add(last, 1)) {
                let free = services.iter().flat_map(|it| free_on(practice, it, day, &taken, app));
                here.extend(free.filter(|slot| (start..stop).contains(&micros(slot.starts_at))));
            }
        }
        here.sort_by_key(|slot| (slot.starts_at, slot.practitioner, slot.service));
        found.extend(here);
        start = stop;
    }
    found.truncate(most);
    Ok(found)
}

async fn next_day(
    app: &App,
    practice: &Practice,
    service: &Service,
    from: Date,
) -> Result<Option<Date>, Error> {
    let end = add(from, NEXT_WITHIN);
    let mut start = from;
    while start < end {
        let stop = add(start, 14).min(end);
        let taken = taken_by(app, app.db().read(), &[practice], (start, stop)).await?;
        let found =
            days(start, stop).find(|day| !free_on(practice, service, *day, &taken, app).is_empty());
        if found.is_some() {
            return Ok(found);
        }
        start = stop;
    }
    Ok(None)
}

/// Each with the nearest free time of the services beside them, in one pass over all of them.
async fn with_next_free(
    app: &App,
    of: &[(&Practice, Vec<&Service>)],
) -> Result<Vec<PractitionerRole>, Error> {
    let now = app.now_micros();
    let mut done: Vec<Option<Slot>> = vec![None; of.len()];
    for (start, end) in STEPS {
        let waiting: Vec<&Practice> = of
            .iter()
            .zip(&done)
            .filter(|((practice, _), slot)| slot.is_none() && practice.pattern.is_some())
            .map(|((practice, _), _)| *practice)
            .collect();
        if waiting.is_empty() {
            break;
        }
        let today = moment(now).date();
        let span = (add(today, start - 1), add(today, end + 1));
        let taken = taken_by(app, app.db().read(), &waiting, span).await?;
        for ((practice, services), slot) in of.iter().zip(&mut done) {
            if slot.is_none() {
                let today = practice.zone.day(now);
                let span = (add(today, start), add(today, end));
                *slot = first_free(practice, services, span, &taken, app);
            }
        }
    }
    let with = |((practice, _), next_free): (&(&Practice, Vec<&Service>), Option<Slot>)| {
        PractitionerRole { next_free, ..practice.practitioner.clone() }
    };
    Ok(of.iter().zip(done).map(with).collect())
}

fn first_free(
    practice: &Practice,
    services: &[&Service],
    (start, end): (Date, Date),
    taken: &Taken,
    app: &App,
) -> Option<Slot> {
    days(start, end).find_map(|day| {
        let of_day = services.iter().filter_map(|service| {
            times_on(practice, service, day, taken, app).next().map(|time| (time, service.id))
        });
        let (time, service) = of_day.min_by_key(|(time, service)| (time.starts_at, *service))?;
        Some(slot(practice, service, time))
    })
}

fn free_on(
    practice: &Practice,
    service: &Service,
    day: Date,
    taken: &Taken,
    app: &App,
) -> Vec<Slot> {
    let times = times_on(practice, service, day, taken, app);
    times.map(|time| slot(practice, service.id, time)).collect()
}

/// The times of a day that patients may book now.
fn times_on<'t>(
    practice: &'t Practice,
    service: &Service,
    day: Date,
    taken: &'t Taken,
    app: &App,
) -> impl Iterator<Item = Time> + use<'t> {
    let (times, (from, to)) = match &practice.pattern {
        Some(pattern) => (
            slots::times(pattern, &practice.zone, (service.id, service.minutes), day),
            slots::window(pattern, &practice.zone, app.now()),
        ),
        None => (Vec::new(), (0, 0)),
    };
    let is_open = move |time: &Time| from <= time.starts_at && time.starts_at < to;
    times.into_iter().filter(is_open).filter(move |time| time.is_free(practice.person.0, taken))
}

/// A time as it crosses the wire.
pub fn slot(practice: &Practice, service: Uuid, time: Time) -> Slot {
    Slot {
        practitioner: practice.id,
        service,
        starts_at: moment(time.starts_at),
        ends_at: moment(time.ends_at),
        utc_offset: practice.zone.offset(time.starts_at),
    }
}

/// What is taken of people and their rooms on some days, with a day on either side: clocks differ.
async fn taken_by(
    app: &App,
    db: &impl ConnectionTrait,
    practices: &[&Practice],
    (first, last): (Date, Date),
) -> Result<Taken, Error> {
    let mut resources: Vec<Uuid> = practices.iter().map(|practice| practice.person.0).collect();
    let patterns = practices.iter().filter_map(|practice| practice.pattern.as_ref());
    for pattern in patterns {
        let exceptions = pattern.exceptions.iter().flat_map(|exception| &exception.hours);
        resources.extend(pattern.hours.iter().chain(exceptions).filter_map(|hours| hours.room));
    }
    resources.sort_unstable();
    resources.dedup();
    let start = micros(first.midnight().assume_utc()) - DAY;
    let end = micros(last.midnight().assume_utc()) + DAY;
    Ok(claims::taken(db, &resources, cells(start, end), app.now_micros()).await?)
}

/// Days from the first to before the last.
fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(first), |day| day.next_day()).take_while(move |day| *day < last)
}

fn add(day: Date, days: i64) -> Date {
    day.checked_add(Duration::days(days)).unwrap_or(Date::MAX)
}

/// The services that are asked for.
fn fitting<'p>(practice: &'p Practice, query: &PractitionerQuery) -> Vec<&'p Service> {
    let fits = |service: &&Service| {
        query.format.is_none_or(|format| service.format == format)
            && query.payment.is_none_or(|payment| service.payments.contains(&payment))
    };
    practice.practitioner.services.iter().filter(fits).collect()
}

/// Words to be found, small, `ё` as `е`.
fn wanted(words: Option<&str>) -> Result<Vec<String>, Error> {
    let words = words.unwrap_or_default();
    if words.chars().count() > WORDS_MAX {
        return Err(("words", FieldReason::TooLong).into());
    }
    Ok(tokens(words).collect())
}

fn check_place(latitude: i32, longitude: i32) -> Result<(i32, i32), Error> {
    if latitude.abs() > 9_000_000 {
        return Err(("latitude", FieldReason::OutOfRange).into());
    }
    if longitude.abs() > 18_000_000 {
        return Err(("longitude", FieldReason::OutOfRange).into());
    }
    Ok((latitude, longitude))
}

/// Metres along a great circle, by the haversine formula on a sphere of the Earth's mean radius
/// (IUGG R₁): within half a percent of the ellipsoid.
fn distance(from: (i32, i32), to: (i32, i32)) -> u32 {
    const RADIUS: f64 = 6_371_008.8;
    let angle = |units: i32| (f64::from(units) / 100_000.0).to_radians();
    let ((lat_a, lon_a), (lat_b, lon_b)) =
        ((angle(from.0), angle(from.1)), (angle(to.0), angle(to.1)));
    let (north, east) = (((lat_b - lat_a) / 2.0).sin(), ((lon_b - lon_a) / 2.0).sin());
    let chord = north.mul_add(north, lat_a.cos() * lat_b.cos() * east * east);
    let metres = 2.0 * RADIUS * chord.clamp(0.0, 1.0).sqrt().asin();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most half way round the Earth, and never below zero"
    )]
    let metres = metres.round() as u32;
    metres
}

/// Where somebody stands in the list: by the nearest free time; those without one last.
fn place_in_list(practitioner: &PractitionerRole) -> (i64, PractitionerRoleId) {
    let at = practitioner.next_free.as_ref().map_or(i64::MAX, |slot| micros(slot.starts_at));
    (at, practitioner.id)
}

fn read_cursor(text: &str) -> Option<(i64, PractitionerRoleId)> {
    let (at, id) = text.split_once('.')?;
    Some((at.parse().ok()?, id.parse().ok()?))
}

fn bad_cursor() -> Error {
    ("cursor", FieldReason::Invalid).into()
}

fn count(found: usize) -> u32 {
    number(i64::try_from(found).unwrap_or(i64::MAX))
}
