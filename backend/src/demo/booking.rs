//! What can be booked in the demo: its clinic in Moscow, one at the other end of the country, who
//! receives there and when, and visits around the day of the first start.

use shared::access::model::Role;
use shared::appointments::model::{
    Clinic, ClinicKind, Payment, Service, Speciality, VisitFormat, VisitState,
};
use shared::appointments::schedule::{Hours, Pattern, Room};
use shared::id::{
    AccountId, AppointmentId, OrganizationId, PatientId, PersonId, PractitionerRoleId,
};
use shared::record::model::{PersonName, Sex};
use shared::widgets::model::WidgetKind;
use time::{Date, Duration};
use uuid::Uuid;

use super::Error;
use super::people::{CLINIC, DOCTOR, FAMILY_DOCTOR, PEOPLE};
use crate::accounts::{self, NewMembership};
use crate::app::{App, micros};
use crate::appointments::{
    NewRole, Seed, When, insert_clinic, keep_pattern, keep_role, keep_room, keep_service, seed,
};
use crate::card::{self, Identity};
use crate::db::sql::run;
use crate::widgets::{Widget, insert_ready, keep, order_hash};

/// Where the demo's site of the clinic is served, by both names of this machine.
const SITES: [&str; 2] = ["http://127.0.0.1:8081", "http://localhost:8081"];
/// An order whose results are there; any other number is not ready.
const READY_ORDER: &str = "ЛАБ-2026-0017";

const FAR: OrganizationId = OrganizationId(Uuid::from_u128(0xC0_0090));
const FAR_NAME: &str = "Камчатский центр семейной медицины";

/// Patients of the demo, by their numbers.
const fn patient(n: u128) -> PatientId {
    PatientId(Uuid::from_u128(0xD0_0000 + n))
}

/// Ids of what is offered, by numbers.
const fn role(n: u128) -> PractitionerRoleId {
    PractitionerRoleId(Uuid::from_u128(0x5E_0000 + n))
}

const fn service(n: u128) -> Uuid {
    Uuid::from_u128(0x5E_1000 + n)
}

const fn room(n: u128) -> Uuid {
    Uuid::from_u128(0x5E_2000 + n)
}

const fn visit(n: u128) -> AppointmentId {
    AppointmentId(Uuid::from_u128(0x5E_3000 + n))
}

/// Who receives patients and is signed in as by nobody.
struct Extra {
    n: u128,
    name: (&'static str, &'static str, &'static str),
    sex: Sex,
    born: i32,
    organization: OrganizationId,
    position: &'static str,
}

const CARDIOLOGIST: AccountId = AccountId(Uuid::from_u128(0xA0_0000 + 18));

const EXTRA: [Extra; 3] = [
    Extra {
        n: 18,
        name: ("Андреев", "Михаил", "Олегович"),
        sex: Sex::Male,
        born: 1976,
        organization: CLINIC,
        position: "врач-кардиолог",
    },
    Extra {
        n: 19,
        name: ("Ительменова", "Дарья", "Егоровна"),
        sex: Sex::Female,
        born: 1987,
        organization: FAR,
        position: "семейный врач",
    },
    Extra {
        n: 20,
        name: ("Вулканов", "Артём", "Ильич"),
        sex: Sex::Male,
        born: 1982,
        organization: FAR,
        position: "врач-невролог",
    },
];

/// Everything, once.
pub async fn add(app: &App) -> Result<(), Error> {
    let db = app.db().read();
    if accounts::organization_name(db, FAR).await?.is_some() {
        return Ok(());
    }
    let now = app.now_micros();
    let tx = app.db().begin().await?;
    accounts::insert_organization(&tx, FAR, FAR_NAME, "clinic", now).await?;
    for (id, address, phone) in [
        (CLINIC, "Москва, ул. Гиляровского, 41", "+7 495 000-00-07"),
        (FAR, "Петропавловск-Камчатский, ул. Ленинская, 12", "+7 415 200-00-90"),
    ] {
        const PLACE: &str =
            "update organization set address = $2, phone = $3 where id = $1 and address is null";
        run(&tx, PLACE, [id.0.into(), address.into(), phone.into()]).await?;
    }
    for clinic in [moscow(), kamchatka()] {
        insert_clinic(&tx, &clinic).await?;
    }
    for extra in &EXTRA {
        employ(app, &tx, extra).await?;
    }
    offer(app, &tx).await?;
    for visit in visits() {
        seed(app, &tx, &visit).await?;
    }
    show_on_sites(app, &tx).await?;
    tx.commit().await?;
    Ok(())
}

/// The clinic's own site, where the demo serves one, and what it shows there. Of two orders of Anna's
/// the first is ready.
async fn show_on_sites(app: &App, tx: &sea_orm::DatabaseTransaction) -> Result<(), Error> {
    let widget = Widget {
        origins: Vec::from(SITES.map(str::to_owned)),
        kinds: WidgetKind::ALL.to_vec(),
        version: 1,
    };
    keep(tx, CLINIC, &widget).await?;
    let Some(anna) = PEOPLE.first() else { return Ok(()) };
    if let Some(hash) = order_hash(app, READY_ORDER, anna.identity().birth_date)? {
        insert_ready(tx, hash, app.now_micros()).await?;
    }
    Ok(())
}

fn moscow() -> Clinic {
    Clinic {
        id: CLINIC,
        name: String::new(),
        kind: ClinicKind::Polyclinic,
        city: "Москва".to_owned(),
        district: Some("Мещанский".to_owned()),
        metro: Some("Проспект Мира".to_owned()),
        address: None,
        directions: Some(
            "От метро «Проспект Мира» 5 минут пешком. Вход со двора, регистратура на первом этаже"
                .to_owned(),
        ),
        phone: None,
        latitude: Some(5_578_200),
        longitude: Some(3_763_300),
        distance: None,
        licence: Some("Л041-01137-77/00000007 от 12.03.2020".to_owned()),
        accreditation: None,
        electronic_cards: true,
        payments: vec![Payment::Policy, Payment::Paid],
        specialities: Vec::new(),
        rating: None,
        price_from: None,
        time_zone: "Europe/Moscow".to_owned(),
    }
}

fn kamchatka() -> Clinic {
    Clinic {
        id: FAR,
        kind: ClinicKind::Center,
        city: "Петропавловск-Камчатский".to_owned(),
        district: None,
        metro: None,
        directions: Some("Остановка «Театр», вход с площади".to_owned()),
        latitude: Some(5_302_000),
        longitude: Some(15_864_900),
        licence: Some("Л041-01020-41/00000090 от 03.09.2021".to_owned()),
        payments: vec![Payment::Policy, Payment::Voluntary, Payment::Paid],
        time_zone: "Asia/Kamchatka".to_owned(),
        ..moscow()
    }
}

async fn employ(app: &App, tx: &sea_orm::DatabaseTransaction, extra: &Extra) -> Result<(), Error> {
    let (account, person) = (
        AccountId(Uuid::from_u128(0xA0_0000 + extra.n)),
        PersonId(Uuid::from_u128(0xB0_0000 + extra.n)),
    );
    let (surname, given, patronymic) = extra.name;
    let identity = Identity {
        name: PersonName {
            surname: surname.to_owned(),
            given: given.to_owned(),
            patronymic: Some(patronymic.to_owned()),
        },
        birth_date: Date::from_calendar_date(extra.born, time::Month::May, 14).unwrap_or(Date::MIN),
        sex: extra.sex,
        snils: None,
        document: None,
        inn: None,
    };
    let begun = micros(app.now() - Duration::days(400));
    card::create_person(app, tx, person, &identity).await?;
    accounts::insert_account(tx, account, person, begun).await?;
    let id = app.new_id();
    let membership = NewMembership {
        id,
        account,
        role: Role::Doctor,
        organization: Some(extra.organization),
        starts_at: begun,
        ends_at: None,
    };
    accounts::insert_membership(tx, membership).await?;
    Ok(accounts::place_membership(tx, id, None, Some(extra.position)).await?)
}

/// Kinds of visits, rooms, and who receives by which of them.
async fn offer(app: &App, tx: &sea_orm::DatabaseTransaction) -> Result<(), Error> {
    for (organization, first) in [(CLINIC, 1), (FAR, 11)] {
        for service in services(first) {
            keep_service(tx, organization, &service).await?;
        }
    }
    for (organization, n, name) in [
        (CLINIC, 1, "Кабинет 214"),
        (CLINIC, 2, "Кабинет 305"),
        (CLINIC, 3, "Кабинет 118"),
        (FAR, 11, "Кабинет 2"),
        (FAR, 12, "Кабинет 4"),
    ] {
        keep_room(tx, organization, &Room { id: room(n), name: name.to_owned() }).await?;
    }
    let from = (app.now() - Duration::DAY).to_offset(app.settings().offset).date();
    let account = |n: u128| AccountId(Uuid::from_u128(0xA0_0000 + n));
    for (n, account, organization, speciality, (from_minute, to_minute)) in [
        (1, DOCTOR, CLINIC, Speciality::Therapist, (480, 840)),
        (2, FAMILY_DOCTOR, CLINIC, Speciality::FamilyDoctor, (840, 1_200)),
        (3, CARDIOLOGIST, CLINIC, Speciality::Cardiologist, (540, 900)),
        (11, account(19), FAR, Speciality::FamilyDoctor, (540, 1_020)),
        (12, account(20), FAR, Speciality::Neurologist, (600, 960)),
    ] {
        let first = if organization == CLINIC { 1 } else { 11 };
        let new = NewRole {
            id: role(n),
            account,
            organization,
            speciality,
            languages: if n == 3 { vec!["en".to_owned()] } else { Vec::new() },
            services: (first..first + 3).map(service).collect(),
        };
        keep_role(tx, &new).await?;
        let pattern = week(from, room(n), (from_minute, to_minute));
        keep_pattern(tx, role(n), &pattern, 1).await?;
    }
    Ok(())
}

fn services(first: u128) -> [Service; 3] {
    let of = |n: u128, name: &str, minutes: u32, price: u32| Service {
        id: service(first + n),
        name: name.to_owned(),
        minutes,
        format: VisitFormat::InPerson,
        price: Some(price),
        payments: vec![Payment::Policy, Payment::Paid],
        preparation: Some(
            "Возьмите паспорт, полис и список лекарств, которые принимаете".to_owned(),
        ),
    };
    [
        of(0, "Первичный приём", 20, 250_000),
        of(1, "Повторный приём", 15, 180_000),
        Service {
            format: VisitFormat::Online,
            payments: vec![Payment::Paid],
            preparation: Some(
                "Проверьте камеру и микрофон, сядьте там, где вас никто не услышит".to_owned(),
            ),
            ..of(2, "Онлайн-консультация", 30, 200_000)
        },
    ]
}

/// Monday to Friday at the same hours.
fn week(from: Date, room: Uuid, (from_minute, to_minute): (u32, u32)) -> Pattern {
    let hours = (1..=5).map(|weekday| Hours {
        weekday,
        from: from_minute,
        to: to_minute,
        room: Some(room),
        services: Vec::new(),
    });
    Pattern {
        from,
        until: None,
        hours: hours.collect(),
        exceptions: Vec::new(),
        horizon: 60,
        notice: 60,
        widget_quota: Some(4),
        program_quota: Some(4),
    }
}

/// Three of Anna's, and the day of the doctor she goes to. Who opened the card to the doctor before
/// opens it no further by these.
fn visits() -> [Seed; 6] {
    let of = |n: u128, when: When, state: VisitState| Seed {
        id: visit(n),
        patient: patient(1),
        practitioner: role(1),
        service: service(1),
        when,
        state,
        payment: Payment::Policy,
        reason: "Контроль давления и сахара",
        opens: false,
        review: None,
    };
    [
        Seed {
            practitioner: role(3),
            reason: "Одышка на лестнице, хочу понять, что с сердцем",
            opens: true,
            ..of(1, When::In(3), VisitState::Booked)
        },
        Seed {
            review: Some((5, "Приняли вовремя, всё объяснили простыми словами")),
            ..of(2, When::Ago(12), VisitState::Done)
        },
        Seed { practitioner: role(2), ..of(3, When::In(6), VisitState::Cancelled) },
        of(4, When::Today(-1), VisitState::Done),
        Seed {
            patient: patient(2),
            reason: "Закончились лекарства",
            ..of(5, When::Today(0), VisitState::Arrived)
        },
        Seed {
            patient: patient(3),
            payment: Payment::Paid,
            reason: "Болит горло третий день",
            ..of(6, When::Today(1), VisitState::Booked)
        },
    ]
}
