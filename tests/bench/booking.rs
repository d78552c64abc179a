//! Free times of 200 doctors over 30 days, and visits booked a second, beside the one query of what is
//! taken that both come from (APT-2, APT-4).

use std::time::Instant;

use backend::accounts::insert_organization;
use backend::appointments::{
    NewRole, insert_clinic, keep_pattern, keep_role, keep_room, keep_service,
};
use sea_orm::{ConnectionTrait as _, Statement};
use shared::access::model::Role;
use shared::appointments::api::{BookAppointment, HoldSlot, SearchPractitioners, SearchSlots};
use shared::appointments::model::{
    Booking, Clinic, ClinicKind, NewHold, Payment, PractitionerQuery, Service, SlotQuery,
    Speciality, VisitFormat,
};
use shared::appointments::schedule::{Hours, Pattern, Room};
use shared::id::{OrganizationId, PractitionerRoleId};
use tests::{On, TestApp};
use time::macros::date;
use time::{Date, Duration};
use uuid::Uuid;

use crate::{Report, median};

const CLINIC: OrganizationId = OrganizationId(Uuid::from_u128(0xC1));
const SERVICE: Uuid = Uuid::from_u128(0x51);
const DOCTORS: u128 = 200;
/// Their numbers come after this one.
const FIRST_DOCTOR: u128 = 10_000;
/// The day of the clock that stands still in tests.
const TODAY: Date = date!(2026 - 12 - 01);
const ROUNDS: usize = 40;
const PATIENTS: u128 = 60;

pub async fn measure(report: &mut Report) {
    report.heading(
        "Free times of 200 doctors, 30 days ahead, a third of them taken (medians, ms)",
        &[
            "database",
            "doctors by the nearest time",
            "one doctor, 30 days",
            "the query of what is taken alone",
            "ratio",
            "visits booked a second",
        ],
    );
    for on in [On::Sqlite, On::Postgres] {
        let test = TestApp::start(on).await;
        offer(&test).await;
        let booked = book(&test).await;
        take(&test).await;
        let (_, anna) = test.patient(1).await;
        let nearest = SearchPractitioners {
            body: PractitionerQuery {
                speciality: Some(Speciality::Therapist),
                ..PractitionerQuery::default()
            },
        };
        let month = |n: u128| SearchSlots {
            body: SlotQuery { practitioner: role(n), service: SERVICE, from: TODAY, days: 30 },
        };
        let found = anna.call(nearest.clone()).await.unwrap();
        assert_eq!(u128::from(found.total), DOCTORS);
        let (mut all, mut one, mut bare) = (Vec::new(), Vec::new(), Vec::new());
        let db = test.raw().await;
        let backend = db.read().get_database_backend();
        for round in 0..ROUNDS {
            let started = Instant::now();
            anna.call(nearest.clone()).await.unwrap();
            all.push(started.elapsed().as_secs_f64() * 1e3);
            let started = Instant::now();
            anna.call(month(u128::try_from(round).unwrap() + 1)).await.unwrap();
            one.push(started.elapsed().as_secs_f64() * 1e3);
            let started = Instant::now();
            let query = Statement::from_string(backend, "select resource, cell from slot_claim");
            std::hint::black_box(db.read().query_all_raw(query).await.unwrap());
            bare.push(started.elapsed().as_secs_f64() * 1e3);
        }
        let (all, one, bare) = (median(all), median(one), median(bare));
        report.row(&[
            &format!("{on:?}"),
            &format!("{all:.1}"),
            &format!("{one:.1}"),
            &format!("{bare:.1}"),
            &format!("{:.2}", all / bare),
            &format!("{booked:.0}"),
        ]);
    }
    report.line("\nFrom the request to the answer, with limits and JSON; the goal of the first is under 20 ms. A visit is held and booked, with its ground, journal and letters.");
}

const fn role(n: u128) -> PractitionerRoleId {
    PractitionerRoleId(Uuid::from_u128(0x5000 + n))
}

/// One clinic, its doctors, every day from nine to five by the half-hour.
async fn offer(test: &TestApp) {
    let db = test.raw().await;
    let db = db.write();
    insert_organization(db, CLINIC, "Поликлиника", "clinic", 0).await.unwrap();
    let clinic = Clinic {
        id: CLINIC,
        name: String::new(),
        kind: ClinicKind::Polyclinic,
        city: "Москва".into(),
        district: None,
        metro: None,
        address: None,
        directions: None,
        phone: None,
        latitude: None,
        longitude: None,
        distance: None,
        licence: None,
        accreditation: None,
        electronic_cards: true,
        payments: vec![Payment::Policy],
        specialities: Vec::new(),
        rating: None,
        price_from: None,
        time_zone: "Europe/Moscow".into(),
    };
    insert_clinic(db, &clinic).await.unwrap();
    let service = Service {
        id: SERVICE,
        name: "Приём".into(),
        minutes: 30,
        format: VisitFormat::InPerson,
        price: None,
        payments: vec![Payment::Policy],
        preparation: None,
    };
    keep_service(db, CLINIC, &service).await.unwrap();
    for n in 1..=DOCTORS {
        let doctor = test.member(FIRST_DOCTOR + n, Role::Doctor, Some(CLINIC)).await;
        let room = Uuid::from_u128(0x7000 + n);
        keep_room(db, CLINIC, &Room { id: room, name: format!("Кабинет {n}") }).await.unwrap();
        let new = NewRole {
            id: role(n),
            account: doctor.account,
            organization: CLINIC,
            speciality: Speciality::Therapist,
            languages: Vec::new(),
            services: vec![SERVICE],
        };
        keep_role(db, &new).await.unwrap();
        let hours = (1..=7).map(|weekday| Hours {
            weekday,
            from: 540,
            to: 1_020,
            room: Some(room),
            services: Vec::new(),
        });
        let pattern = Pattern {
            from: date!(2026 - 11 - 01),
            until: None,
            hours: hours.collect(),
            exceptions: Vec::new(),
            horizon: 60,
            notice: 0,
            widget_quota: None,
            program_quota: None,
        };
        assert!(keep_pattern(db, role(n), &pattern, 1).await.unwrap());
    }
}

/// A third of all times of the month, as claims of nobody's: what a search has to look past.
async fn take(test: &TestApp) {
    let db = test.raw().await;
    let backend = db.write().get_database_backend();
    let first = TODAY.midnight().assume_utc().unix_timestamp() / 300;
    for n in 1..=DOCTORS {
        // By whom the times of a doctor are taken: the person.
        let resource = Uuid::from_u128(0xB000 + FIRST_DOCTOR + n);
        let mut values = Vec::new();
        for day in 0..30_i64 {
            for slot in (0..16_i64).filter(|slot| slot % 3 == 0) {
                // Nine in Moscow is six by UTC.
                let from = first + day * 288 + 72 + slot * 6;
                values.extend((from..from + 6).map(|cell| value(resource, cell, backend)));
            }
        }
        let sql = format!(
            "insert into slot_claim (resource, cell, owner, until) values {} on conflict do nothing",
            values.join(",")
        );
        db.write().execute_unprepared(&sql).await.unwrap();
    }
}

fn value(resource: Uuid, cell: i64, backend: sea_orm::DbBackend) -> String {
    let id = |id: Uuid| match backend {
        sea_orm::DbBackend::Postgres => format!("'{id}'"),
        _ => format!("x'{}'", id.simple()),
    };
    format!("({},{cell},{},null)", id(resource), id(Uuid::from_u128(0x99)))
}

/// Patients who hold and book a time each, eight at once.
async fn book(test: &TestApp) -> f64 {
    let patients = test.crowd(20_000, PATIENTS).await;
    let started = Instant::now();
    for group in patients.chunks(8) {
        let all = group.iter().enumerate().map(async |(at, (patient, who))| {
            let n = who.account.0.as_u128() % DOCTORS + 1;
            let starts_at = TODAY.midnight().assume_utc()
                + Duration::days(2)
                + Duration::hours(6)
                + Duration::minutes(30 * i64::try_from(at).unwrap());
            let key = Uuid::from_u128(who.account.0.as_u128() ^ 0x1234_0000);
            let body = NewHold {
                practitioner: role(n),
                service: SERVICE,
                starts_at,
                payment: Payment::Policy,
                moves: None,
                key,
            };
            let answer = who.call(HoldSlot { patient: *patient, body }).await.unwrap();
            let hold = answer.hold.unwrap_or_else(|| panic!("{:?}", answer.refused)).id;
            let body = Booking { hold, reason: "Проба".into(), attachments: Vec::new() };
            who.call(BookAppointment { patient: *patient, body }).await.unwrap();
        });
        futures_util::future::join_all(all).await;
    }
    f64::from(u32::try_from(PATIENTS).unwrap()) / started.elapsed().as_secs_f64()
}
