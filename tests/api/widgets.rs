//! What clinics show on sites of their own: guests who book by a phone and a code, who may frame us,
//! whether an order is ready, and what an administrator sets (WID-1 to WID-7).

use backend::appointments::{self, NewRole, keep_pattern, keep_role};
use backend::audit::{AdminAct, What};
use backend::http::{self, Assets};
use poem::Endpoint as _;
use poem::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use shared::access::model::{Action, Role};
use shared::appointments::api::{CancelVisit, ChangePattern, ChangeVisitState, FindDay, TellLate};
use shared::appointments::model::{
    Cancelling, HoldRefusal, Late, Payment, Speciality, StateChange, VisitState,
};
use shared::appointments::schedule::{NewPattern, Remedy, VisitRemedy};
use shared::contract::{Code, FieldReason};
use shared::id::{OrganizationId, PractitionerRoleId};
use shared::record::model::PersonName;
use shared::widgets::api::{
    CancelGuestVisit, ChangeWidget, ConfirmGuestVisit, CountWidget, FindGuestVisit, FindOrder,
    FindWidget, FindWidgetDesk, MoveGuestVisit, StartGuestVisit,
};
use shared::widgets::model::{
    GuestBooking, GuestCode, GuestHold, GuestKey, GuestLang, GuestMoving, GuestVisit,
    NewGuestVisit, OrderQuery, WidgetChange, WidgetEvent, WidgetKind, WidgetStep,
};
use tests::visitor::{Visitor, phone};
use tests::{Person, TestApp, on_both};
use time::macros::date;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::appointments::{CLINIC, HALF, ROLE, TEN, VISIT, code_of, hold, pattern, refused, stage};

const SITE: &str = "https://clinic.example";
const SECOND_ROLE: PractitionerRoleId = PractitionerRoleId(Uuid::from_u128(0x60));
const PHONE: u32 = 77;

fn set(origins: &[&str], kinds: &[WidgetKind], version: u32) -> ChangeWidget {
    let origins = origins.iter().map(|origin| (*origin).to_owned()).collect();
    ChangeWidget { body: WidgetChange { origins, kinds: kinds.to_vec(), version } }
}

/// A clinic with a doctor, which shows everything on its site.
async fn open(test: &TestApp) -> (Person<'_>, Person<'_>) {
    let doctor = stage(test).await;
    let boss = test.member(210, Role::Administrator, Some(CLINIC)).await;
    boss.call(set(&[SITE], WidgetKind::ALL, 0)).await.unwrap();
    (doctor, boss)
}

fn wish(n: u32, starts_at: OffsetDateTime, key: u128) -> StartGuestVisit {
    let body = NewGuestVisit {
        clinic: CLINIC,
        practitioner: ROLE,
        service: VISIT,
        starts_at,
        payment: Payment::Paid,
        name: PersonName {
            surname: "Гостева".into(),
            given: "Нина".into(),
            patronymic: Some("Олеговна".into()),
        },
        phone: phone(n),
        birth_date: date!(1979 - 03 - 08),
        reason: "Кружится голова".into(),
        lang: GuestLang::Ru,
        consent: true,
        kind: WidgetKind::Booking,
        host: SITE.into(),
        key: Uuid::from_u128(key),
    };
    StartGuestVisit { body }
}

async fn begun(guest: &Visitor<'_>, call: StartGuestVisit) -> GuestHold {
    let answer = guest.call(call).await.unwrap();
    answer.hold.unwrap_or_else(|| panic!("{:?}", answer.refused))
}

async fn refusal(guest: &Visitor<'_>, call: StartGuestVisit) -> Option<HoldRefusal> {
    let answer = guest.call(call).await.unwrap();
    assert!(answer.hold.is_none());
    answer.refused
}

fn typed(hold: &GuestHold, code: &str) -> ConfirmGuestVisit {
    let (guest, token) = (hold.guest, hold.token.clone());
    ConfirmGuestVisit { body: GuestCode { guest, token, code: code.to_owned() } }
}

/// Types the code that was sent.
async fn confirmed(test: &TestApp, guest: &Visitor<'_>, n: u32, hold: &GuestHold) -> GuestBooking {
    let code = test.code(&phone(n)).await;
    guest.call(typed(hold, &code)).await.unwrap()
}

async fn booked(
    test: &TestApp,
    guest: &Visitor<'_>,
    n: u32,
    at: OffsetDateTime,
    key: u128,
) -> GuestVisit {
    let hold = begun(guest, wish(n, at, key)).await;
    let booking = confirmed(test, guest, n, &hold).await;
    booking.visit.unwrap_or_else(|| panic!("{:?}", booking.refused))
}

fn opening(secret: &str) -> FindGuestVisit {
    FindGuestVisit { body: GuestKey { secret: secret.to_owned() } }
}

fn cancelling(secret: &str) -> CancelGuestVisit {
    CancelGuestVisit { body: GuestKey { secret: secret.to_owned() } }
}

async fn newest(test: &TestApp, n: u32) -> String {
    let told = test.told(&phone(n)).await;
    told.first().cloned().unwrap_or_default().replace('\u{a0}', " ")
}

/// A page or a file of a server that has a frontend.
async fn page(test: &TestApp, path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap) {
    let files = [("widget.html", "<!doctype html><title>x</title>"), ("widget.js", "0")];
    let mut request = poem::Request::builder().uri(path.parse().unwrap());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let endpoint = http::endpoint(&test.app, Assets::of(&files));
    let response = endpoint.get_response(request.finish()).await;
    (response.status(), response.headers().clone())
}

/// What a laboratory sends of one order of the first patient.
fn results(number: &str, status: &str) -> String {
    format!(
        "MSH|^~\\&|ЛИС|Лаб|||20261130101500+0300||ORU^R01^ORU_R01|{status}1|P|2.5.1||||||UNICODE UTF-8\n\
         PID|1||0001-0001-0^^^MEDKARTA||Испытаний1^Анна^Петровна||19800517|F\n\
         OBR|1||{number}|CBC^Общий анализ крови^L|||20261130081500+0300|||||||20261130090000||||||||20261130101000|||{status}\n\
         OBX|1|NM|718-7^Гемоглобин^LN||131|г/л|120-140||||{status}"
    )
}

/// A report of the same patient by FHIR, which names its order.
fn report(order: &str, status: &str) -> Value {
    let entry = |n: u128, resource: Value| {
        let kind = resource["resourceType"].clone();
        let url = format!("urn:uuid:{}", Uuid::from_u128(n));
        json!({ "fullUrl": url, "resource": resource, "request": { "method": "POST", "url": kind } })
    };
    json!({ "resourceType": "Bundle", "type": "transaction", "entry": [
        entry(1, json!({
            "resourceType": "Patient",
            "identifier": [{ "system": "urn:medkarta:card-number", "value": "0001-0001-0" }],
            "name": [{ "use": "official", "family": "Испытаний1", "given": ["Анна", "Петровна"] }],
            "gender": "female", "birthDate": "1980-05-17",
        })),
        entry(2, json!({
            "resourceType": "DiagnosticReport", "status": status,
            "subject": { "reference": format!("urn:uuid:{}", Uuid::from_u128(1)) },
            "code": { "text": "Общий анализ крови" }, "effectiveDateTime": "2026-11-30T08:00:00+03:00",
            "basedOn": [{ "type": "ServiceRequest", "identifier": { "value": order } }],
        })),
    ]})
}

fn framed(headers: &HeaderMap) -> &str {
    let policy = headers["content-security-policy"].to_str().unwrap();
    policy.split("frame-ancestors ").nth(1).unwrap()
}

on_both! {
    /// WID-3, APT-4, APT-9: from a free time to the desk; what the guest typed lies sealed, and is shown
    /// to those who receive them.
    async fn a_guest_books_by_a_phone_and_a_code(on) {
        let test = TestApp::start(on).await;
        let (doctor, boss) = open(&test).await;
        let desk = test.member(211, Role::Registrar, Some(CLINIC)).await;
        let guest = test.visitor(5);
        let hold = begun(&guest, wish(PHONE, TEN, 1)).await;
        assert_eq!((hold.slot.starts_at, hold.hold_until), (TEN, test.now() + Duration::minutes(10)));
        assert_eq!(hold.seconds_left, 600);
        assert!(hold.phone.ends_with("-00-77") && !hold.phone.contains("911"), "{}", hold.phone);
        let again = begun(&guest, wish(PHONE, TEN, 1)).await;
        assert_eq!((again.guest, test.told(&phone(PHONE)).await.len()), (hold.guest, 1), "sent twice");
        let sms = newest(&test, PHONE).await;
        assert!(sms.contains("для записи: Поликлиника № 1"), "{sms}");
        let strange = GuestHold { token: "A".repeat(43), ..hold.clone() };
        let code = test.code(&phone(PHONE)).await;
        assert_eq!(code_of(guest.call(typed(&strange, &code)).await), Code::CodeExpired, "another's");

        let visit = confirmed(&test, &guest, PHONE, &hold).await.visit.unwrap();
        let again = guest.call(typed(&hold, &code)).await.unwrap();
        assert_eq!(again.visit.as_ref(), Some(&visit), "sent twice");
        assert_eq!((visit.state, visit.starts_at, visit.price), (VisitState::Booked, TEN, Some(250_000)));
        assert!(visit.calendar.starts_with("BEGIN:VCALENDAR") && !visit.calendar.contains("Первичный"));
        let sms = newest(&test, PHONE).await;
        assert!(sms.contains("вы записаны: Поликлиника № 1, 3 декабря 2026, 10:00. "), "{sms}");
        assert!(sms.contains(&format!("/guest-visit#{}", visit.secret)), "{sms}");
        for word in ["Первичный", "Испытаний", "Кружится", "Гостева", "ерапевт"] {
            assert!(!sms.contains(word), "{sms}");
        }
        assert_eq!(test.visitor(6).call(opening(&visit.secret)).await.unwrap(), visit);

        for table in ["guest_visit", "appointment", "appointment_change", "guest_code", "message"] {
            for word in ["Гостева", "Кружится", "9110000077", "1979-03-08", visit.secret.as_str()] {
                assert!(!test.holds(table, word).await, "{word} in {table}");
            }
        }

        test.clock.forward(TEN - Duration::HOUR - test.now());
        let (doctor, desk) = (test.signed_in(&doctor).await, test.signed_in(&desk).await);
        let day = async |who: &Person<'_>| who.call(FindDay { day: None }).await.unwrap().visits.remove(0);
        let seen = day(&doctor).await;
        assert_eq!((seen.id, seen.patient, seen.name.surname.as_str()), (visit.id, None, "Гостева"));
        assert_eq!((seen.reason.as_deref(), seen.birth_date), (Some("Кружится голова"), Some(date!(1979 - 03 - 08))));
        assert_eq!(seen.number.as_ref(), Some(&visit.number));
        let seen = day(&desk).await;
        assert_eq!((seen.reason, seen.phone.unwrap().replace('\u{a0}', " ")), (None, "+7 911 000-00-77".to_owned()));
        let lines = test.journal(CLINIC.0).await;
        let looks = lines.iter().filter(|line| line.what == What::Access(Action::ReadIdentity));
        let looked: Vec<_> = looks.map(|line| (line.account, line.object)).collect();
        assert_eq!(looked, [(Some(doctor.account), Some(visit.id.0)), (Some(desk.account), Some(visit.id.0))]);
        let come = StateChange { state: VisitState::Arrived, version: seen.version };
        let come = desk.call(ChangeVisitState { appointment: visit.id, body: come }).await.unwrap();
        assert_eq!((come.state, come.name.surname.as_str()), (VisitState::Arrived, "Гостева"));

        let counted = test.signed_in(&boss).await.call(FindWidgetDesk {}).await.unwrap().counts;
        assert_eq!((counted[0].origin.as_str(), counted[0].booked), (SITE, 1));
        assert_eq!(test.verify().await.findings, []);
    }

    /// WID-3: five wrong tries end it, and the time is free again.
    async fn five_wrong_codes_end_it(on) {
        let test = TestApp::start(on).await;
        open(&test).await;
        let guest = test.visitor(5);
        let hold = begun(&guest, wish(PHONE, TEN, 1)).await;
        let code = test.code(&phone(PHONE)).await;
        let other = if code == "000000" { "111111" } else { "000000" };
        for _ in 0..4 {
            assert_eq!(code_of(guest.call(typed(&hold, other)).await), Code::CodeWrong);
        }
        assert_eq!(code_of(guest.call(typed(&hold, other)).await), Code::CodeExpired);
        assert_eq!(code_of(guest.call(typed(&hold, &code)).await), Code::CodeExpired, "even the right one");
        begun(&test.visitor(6), wish(78, TEN, 2)).await;
    }

    /// WID-3, APT-4: after ten minutes the time is somebody else's.
    async fn a_hold_of_a_guest_ends_after_ten_minutes(on) {
        let test = TestApp::start(on).await;
        open(&test).await;
        let (patient, anna) = test.patient(1).await;
        let guest = test.visitor(5);
        let kept = begun(&guest, wish(PHONE, TEN, 1)).await;
        let code = test.code(&phone(PHONE)).await;
        let taken = refused(&anna, hold(patient, TEN, 1)).await;
        assert_eq!(taken.refused, Some(HoldRefusal::Taken));
        test.clock.forward(Duration::minutes(10));
        let anna = test.signed_in(&anna).await;
        assert_eq!(code_of(guest.call(typed(&kept, &code)).await), Code::HoldEnded);
        assert!(anna.call(hold(patient, TEN, 2)).await.unwrap().hold.is_some());
        let answer = guest.call(wish(PHONE, TEN, 2)).await.unwrap();
        assert_eq!(answer.refused, Some(HoldRefusal::Taken));
        assert_eq!(answer.free[0].starts_at, TEN + HALF, "the next free times are told");
        appointments::purge(&test.app).await.unwrap();
        assert_eq!(test.dump("guest_visit").await, "", "what was typed in vain is not kept");
    }

    /// APT-4: a guest and a patient who want the same time at the same moment: one has it.
    async fn of_a_guest_and_a_patient_one_has_the_time(on) {
        let test = TestApp::start(on).await;
        open(&test).await;
        let (patient, anna) = test.patient(1).await;
        let guest = test.visitor(5);
        for n in 0..5_i32 {
            let at = TEN + HALF * n;
            let key = u128::try_from(n).unwrap() + 1;
            let n = PHONE + u32::try_from(n).unwrap();
            let (first, second) = tokio::join!(guest.call(wish(n, at, key)), anna.call(hold(patient, at, key)));
            let (first, second) = (first.unwrap(), second.unwrap());
            assert_eq!(u8::from(first.hold.is_some()) + u8::from(second.hold.is_some()), 1, "{at}");
            assert!(first.hold.is_some() || first.refused == Some(HoldRefusal::Taken));
        }
    }

    /// WID-3: five codes a day and three visits to come for one phone, one visit at a time; what stands
    /// in the way is told only to who typed the code.
    async fn one_phone_has_its_limits(on) {
        let test = TestApp::start(on).await;
        open(&test).await;
        let second = test.member(201, Role::Doctor, Some(CLINIC)).await;
        let db = test.raw().await;
        let role = NewRole {
            id: SECOND_ROLE,
            account: second.account,
            organization: CLINIC,
            speciality: Speciality::Neurologist,
            languages: Vec::new(),
            services: vec![VISIT],
        };
        keep_role(db.write(), &role).await.unwrap();
        let mut hours = pattern(540, 1_020);
        for hours in &mut hours.hours {
            hours.room = None;
        }
        assert!(keep_pattern(db.write(), SECOND_ROLE, &hours, 1).await.unwrap());

        let guest = test.visitor(5);
        let mut late = wish(PHONE, TEN, 1);
        (late.body.consent, late.body.key) = (false, Uuid::from_u128(50));
        let problem = guest.call(late).await.unwrap_err();
        assert_eq!(problem.fields[0].reason, FieldReason::Required, "nothing without consent");
        let mut policy = wish(PHONE, TEN, 51);
        policy.body.payment = Payment::Policy;
        assert_eq!(refusal(&guest, policy).await, Some(HoldRefusal::PolicyUnconfirmed));

        booked(&test, &guest, PHONE, TEN, 1).await;
        let mut same = wish(PHONE, TEN, 2);
        same.body.practitioner = SECOND_ROLE;
        let hold = begun(&guest, same).await;
        assert_eq!(confirmed(&test, &guest, PHONE, &hold).await.refused, Some(HoldRefusal::Clash));
        booked(&test, &guest, PHONE, TEN + HALF, 3).await;
        booked(&test, &guest, PHONE, TEN + HALF * 2, 4).await;
        let hold = begun(&guest, wish(PHONE, TEN + HALF * 3, 5)).await;
        assert_eq!(confirmed(&test, &guest, PHONE, &hold).await.refused, Some(HoldRefusal::TooMany));
        let sixth = guest.call(wish(PHONE, TEN + HALF * 4, 6)).await;
        assert_eq!(code_of(sixth), Code::TooManyCodes);
        begun(&test.visitor(6), wish(78, TEN + HALF * 4, 6)).await;
    }

    /// WID-3, APT-6: who has the secret cancels, until a day before; any other secret is one answer.
    async fn a_guest_cancels_by_the_secret_of_the_visit(on) {
        let test = TestApp::start(on).await;
        open(&test).await;
        let guest = test.visitor(5);
        let visit = booked(&test, &guest, PHONE, TEN, 1).await;
        let absent = guest.call(opening("AAAAAAAAAAAAAAAAAAAAAA")).await.unwrap_err();
        let strange = guest.call(cancelling("")).await.unwrap_err();
        assert_eq!((absent.code, &absent.title), (Code::NotFound, &strange.title));
        for _ in 0..2 {
            let off = guest.call(cancelling(&visit.secret)).await.unwrap();
            assert_eq!((off.state, off.changeable_until), (VisitState::Cancelled, None));
        }
        assert!(newest(&test, PHONE).await.contains("визит отменён"));
        let next = booked(&test, &guest, PHONE, TEN, 2).await;
        test.clock.forward(TEN - Duration::hours(24) - test.now() + Duration::SECOND);
        assert_eq!(code_of(guest.call(cancelling(&next.secret)).await), Code::TooLateToChange);
    }

    /// WID-3, APT-6: who has the secret moves the visit to another time of the doctor, until a day before;
    /// it stays the same visit, and where the time is somebody's nothing is changed.
    async fn a_guest_moves_by_the_secret_of_the_visit(on) {
        let test = TestApp::start(on).await;
        open(&test).await;
        let (guest, other) = (test.visitor(5), test.visitor(6));
        let visit = booked(&test, &guest, PHONE, TEN, 1).await;
        booked(&test, &other, 78, TEN + HALF, 2).await;
        let own = booked(&test, &guest, PHONE, TEN + HALF * 4, 3).await;
        let moving = |secret: &str, starts_at| {
            MoveGuestVisit { body: GuestMoving { secret: secret.to_owned(), starts_at } }
        };
        let strange = guest.call(moving("AAAAAAAAAAAAAAAAAAAAAA", TEN + HALF * 2)).await;
        assert_eq!(code_of(strange), Code::NotFound);
        let taken = guest.call(moving(&visit.secret, TEN + HALF)).await.unwrap();
        assert_eq!((taken.visit, taken.refused), (None, Some(HoldRefusal::Taken)));
        assert_eq!(taken.free.first().map(|slot| slot.starts_at), Some(TEN + HALF * 2));
        let odd = guest.call(moving(&visit.secret, TEN + Duration::minutes(5))).await.unwrap();
        assert_eq!(odd.refused, Some(HoldRefusal::Taken), "no time begins then");
        assert_eq!(guest.call(opening(&visit.secret)).await.unwrap().starts_at, TEN, "as it was");

        let goal = TEN + HALF * 2;
        for _ in 0..2 {
            let moved = guest.call(moving(&visit.secret, goal)).await.unwrap().visit.unwrap();
            assert_eq!((moved.id, moved.starts_at, moved.state), (visit.id, goal, VisitState::Booked));
            assert!(moved.calendar.contains("SEQUENCE:1\r\n"), "sent twice it moves once");
        }
        assert!(newest(&test, PHONE).await.contains("визит перенесён"), "{}", newest(&test, PHONE).await);
        booked(&test, &test.visitor(7), 79, TEN, 4).await;
        assert_eq!(own.starts_at, TEN + HALF * 4);
        guest.call(cancelling(&own.secret)).await.unwrap();
        let gone = guest.call(moving(&own.secret, TEN + HALF * 5)).await;
        assert_eq!(code_of(gone), Code::TooLateToChange, "it was cancelled");
        test.clock.forward(goal - Duration::hours(24) - test.now() + Duration::SECOND);
        let late = guest.call(moving(&visit.secret, TEN + Duration::days(3))).await;
        assert_eq!(code_of(late), Code::TooLateToChange);
        assert_eq!(test.verify().await.findings, []);
    }

    /// APT-3, APT-7, APT-9: whatever the clinic does with a guest's visit, the guest is told by SMS; and a
    /// month later nobody knows who it was.
    async fn a_guest_is_told_of_everything_and_forgotten_after_a_month(on) {
        let test = TestApp::start(on).await;
        let (doctor, boss) = open(&test).await;
        let guest = test.visitor(5);
        let first = booked(&test, &guest, PHONE, TEN, 1).await;
        let second = booked(&test, &guest, 78, TEN + HALF, 2).await;
        let third = booked(&test, &guest, 79, TEN + HALF * 12, 3).await;
        let remedies = vec![VisitRemedy { appointment: third.id, remedy: Remedy::Move }];
        let body = NewPattern { pattern: pattern(540, 840), remedies, version: 2 };
        assert!(boss.call(ChangePattern { practitioner: ROLE, body }).await.unwrap().saved);
        assert!(newest(&test, 79).await.contains("визит перенесён"), "{}", newest(&test, 79).await);

        test.clock.forward(TEN - Duration::hours(23) - test.now());
        appointments::remind(&test.app).await.unwrap();
        appointments::remind(&test.app).await.unwrap();
        let told = test.told(&phone(PHONE)).await;
        let reminders = told.iter().filter(|text| text.contains("напоминаем о визите"));
        assert_eq!(reminders.count(), 1, "once");

        test.clock.forward(TEN - Duration::HOUR - test.now());
        let doctor = test.signed_in(&doctor).await;
        let late = Late { practitioner: ROLE, minutes: 20 };
        assert_eq!(doctor.call(TellLate { body: late }).await.unwrap().patients, 2);
        assert!(newest(&test, PHONE).await.contains("20 мин"));
        let visits = doctor.call(FindDay { day: None }).await.unwrap().visits;
        let seen = visits.iter().find(|visit| visit.id == second.id).unwrap();
        let body = Cancelling { note: "Позвоните Нине Гостевой".into(), version: seen.version };
        doctor.call(CancelVisit { appointment: second.id, body }).await.unwrap();
        assert!(newest(&test, 78).await.contains("визит отменён"));

        test.clock.forward(Duration::days(29));
        appointments::purge(&test.app).await.unwrap();
        assert!(guest.call(opening(&first.secret)).await.is_ok());
        test.clock.forward(Duration::days(3));
        appointments::purge(&test.app).await.unwrap();
        assert_eq!(code_of(guest.call(opening(&first.secret)).await), Code::NotFound);
        assert_eq!(test.dump("guest_visit").await, "");
        assert_eq!(test.verify().await.findings, []);
    }

    /// WID-2: only what the clinic registered frames us; what is unknown, closed or not shown looks the
    /// same; no cookie is set.
    async fn only_registered_sites_frame_the_page(on) {
        let test = TestApp::start(on).await;
        let (_, boss) = open(&test).await;
        let path = format!("/widget/booking/{CLINIC}");
        let (status, headers) = page(&test, &path, &[]).await;
        assert_eq!((status, framed(&headers)), (StatusCode::OK, "'self' https://clinic.example"));
        assert!(!headers.contains_key("x-frame-options") && !headers.contains_key("set-cookie"));
        assert_eq!(headers["cache-control"], "no-store");
        let from = |referer| [("sec-fetch-dest", "iframe"), ("referer", referer)];
        let (status, _) = page(&test, &path, &from("https://clinic.example/")).await;
        assert_eq!(status, StatusCode::OK);
        let (status, headers) = page(&test, &path, &from("https://evil.example/")).await;
        assert_eq!((status, framed(&headers)), (StatusCode::FORBIDDEN, "'none'"));

        boss.call(set(&[SITE], &[WidgetKind::Booking], 1)).await.unwrap();
        let unknown = Uuid::from_u128(0xFFFF);
        for path in [
            format!("/widget/card/{CLINIC}"),
            format!("/widget/booking/{unknown}"),
            format!("/widget/nothing/{CLINIC}"),
            "/widget/booking/x".to_owned(),
            "/widget.html".to_owned(),
        ] {
            let (status, headers) = page(&test, &path, &[]).await;
            assert_eq!((status, framed(&headers)), (StatusCode::NOT_FOUND, "'none'"), "{path}");
            assert_eq!(headers["x-frame-options"], "DENY", "{path}");
        }
        boss.call(set(&[SITE], &[], 2)).await.unwrap();
        assert_eq!(page(&test, &path, &[]).await.0, StatusCode::NOT_FOUND);
    }

    /// WID-1: any site loads the loader, by one name, and asks again within the hour.
    async fn any_site_loads_the_loader(on) {
        let test = TestApp::start(on).await;
        let (status, headers) = page(&test, "/widget.js", &[]).await;
        assert_eq!(status, StatusCode::OK);
        for (name, value) in [
            ("cache-control", "public, max-age=3600"),
            ("cross-origin-resource-policy", "cross-origin"),
            ("access-control-allow-origin", "*"),
        ] {
            assert_eq!(headers[name], value);
        }
        let etag = headers["etag"].to_str().unwrap();
        let (status, _) = page(&test, "/widget.js", &[("if-none-match", etag)]).await;
        assert_eq!(status, StatusCode::NOT_MODIFIED);
    }

    /// WID-7: an administrator registers sites, of the own clinic alone; what is used there is counted,
    /// and what is used elsewhere is not.
    async fn an_administrator_registers_sites_and_reads_counts(on) {
        let test = TestApp::start(on).await;
        let (_, boss) = open(&test).await;
        let other = OrganizationId(Uuid::from_u128(0xC9));
        let db = test.raw().await;
        backend::accounts::insert_organization(db.write(), other, "Другая", "clinic", 0).await.unwrap();
        let stranger = test.member(212, Role::Administrator, Some(other)).await;
        assert_eq!(code_of(stranger.call(FindWidgetDesk {}).await), Code::NotFound);
        assert_eq!(code_of(stranger.call(set(&[SITE], WidgetKind::ALL, 0)).await), Code::NotFound);

        let problem = boss.call(set(&["http://clinic.example"], &[], 1)).await.unwrap_err();
        assert_eq!(problem.fields[0].field, "origins");
        assert_eq!(code_of(boss.call(set(&[SITE], &[], 0)).await), Code::Conflict, "of an older version");
        let typed = ["HTTPS://Clinic.Example/", "http://localhost:8081", "https://clinic.example"];
        let desk = boss.call(set(&typed, WidgetKind::ALL, 1)).await.unwrap();
        assert_eq!((desk.origins, desk.version), (vec!["http://localhost:8081".to_owned(), SITE.to_owned()], 2));
        let lines = test.journal(CLINIC.0).await;
        let kept = lines.iter().filter(|line| line.what == What::Administration(AdminAct::WidgetChanged));
        assert_eq!(kept.count(), 2);

        let guest = test.visitor(5);
        let found = guest.call(FindWidget { clinic: CLINIC }).await.unwrap();
        assert_eq!((found.name.as_str(), found.kinds.len()), ("Поликлиника № 1", 4));
        let event = |step, host: &str| {
            let body = WidgetEvent { kind: WidgetKind::Booking, step, host: host.to_owned() };
            CountWidget { clinic: CLINIC, body }
        };
        for (step, host, counted) in [
            (WidgetStep::Shown, SITE, true),
            (WidgetStep::Shown, SITE, true),
            (WidgetStep::Started, SITE, true),
            (WidgetStep::Shown, "https://evil.example", false),
            (WidgetStep::Shown, "", false),
        ] {
            assert_eq!(guest.call(event(step, host)).await.unwrap().counted, counted, "{host}");
        }
        let counts = boss.call(FindWidgetDesk {}).await.unwrap().counts;
        assert_eq!((counts.len(), counts[0].shown, counts[0].started, counts[0].booked), (1, 2, 1, 0));
        assert_eq!(guest.cookie("__Host-session"), None);
    }

    /// WID-1: yes or not yet, and the same of what nobody knows; who asks too often is not answered.
    async fn an_order_is_ready_or_not_yet_and_nothing_else(on) {
        let test = TestApp::start(on).await;
        let (_, boss) = open(&test).await;
        test.patient(1).await;
        test.laboratory(1).await;
        let port = test.mllp().await;
        for (number, status) in [("Л-1001", "F"), ("Л-1002", "P")] {
            let answer = port.send(&results(number, status)).await;
            assert!(answer.contains("MSA|AA"), "{answer}");
        }
        let program = test.program("ЛИС", "system/*.cruds").await;
        for (number, status) in [("F-2001", "final"), ("F-2002", "partial")] {
            let (status, answer) = program.fhir("POST", "", &report(number, status)).await;
            assert_eq!(status, StatusCode::OK, "{answer}");
        }
        let (born, other) = (date!(1980 - 05 - 17), date!(1980 - 05 - 18));
        let guest = test.visitor(5);
        let ask = |number: &str, birth_date| {
            FindOrder { body: OrderQuery { clinic: CLINIC, number: number.to_owned(), birth_date } }
        };
        assert!(guest.call(ask("л 1001", born)).await.unwrap().ready);
        assert!(!guest.call(ask("Л-1001", other)).await.unwrap().ready);
        assert!(!guest.call(ask("Л-1002", born)).await.unwrap().ready, "not all of it is there");
        assert!(guest.call(ask("f2001", born)).await.unwrap().ready, "told by FHIR");
        assert!(!guest.call(ask("F-2002", born)).await.unwrap().ready);
        assert!(!guest.call(ask("Л-1003", born)).await.unwrap().ready, "nobody knows it");
        assert!(!test.holds("order_ready", "Л1001").await, "no number in clear");
        for n in 0..18 {
            assert!(test.visitor(100 + n).call(ask("Л-1001", other)).await.is_ok());
        }
        let too_many = test.visitor(200).call(ask("Л-1001", born)).await;
        assert_eq!(code_of(too_many), Code::TooManyRequests, "the right date is tried no more");
        boss.call(set(&[SITE], &[WidgetKind::Booking], 1)).await.unwrap();
        assert_eq!(code_of(guest.call(ask("Л-1001", born)).await), Code::NotFound);
    }
}
