//! Reminders of visits (APT-7), and the list of those who wait for a better time (APT-8, APT-15).

use backend::access::Grantee;
use backend::app::Settings;
use backend::config::MessageSettings;
use backend::{appointments, jobs};
use poem::http::StatusCode;
use serde_json::json;
use shared::access::model::{Ground, Level, Role, Section};
use shared::appointments::api::{
    AnswerOffer, BookAppointment, ChangeReminders, FindAppointment, FindOfferReport, FindReminders,
    JoinWaiting, LeaveWaiting, ListAppointments, ListWaiting,
};
use shared::appointments::model::{Appointment, Booking, HoldRefusal, Payment};
use shared::appointments::reminders::ReminderSettings;
use shared::appointments::waiting::{AgeGroup, NewWaiting, OfferAnswer, WaitingEntry};
use shared::contract::{Code, FieldReason};
use shared::id::PatientId;
use tests::peers::Peer;
use tests::visitor::phone;
use tests::{On, Person, TestApp, on_both};
use time::macros::{date, datetime};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::appointments::{
    CLINIC, HALF, ROLE, TEN, VISIT, booked, cancel, code_of, held, hold, pattern, refused, stage,
};

/// What the provider of SMS shows.
const SECRET: &str = "a-secret-of-the-provider";

/// Somebody with a phone of their own, whose card this is too.
async fn with_phone(test: &TestApp, patient: PatientId, n: u16) -> String {
    let owner = test.visitor(n).confirmed(n.into()).await.account;
    let to = Grantee::Account(owner);
    test.open_card(patient, to, Ground::Own, Level::Full, Section::ALL).await;
    phone(n.into())
}

/// The reminders somebody has, the newest first.
async fn reminders(test: &TestApp, phone: &str) -> Vec<String> {
    let told = test.told(phone).await.into_iter().map(|text| text.replace('\u{a0}', " "));
    told.filter(|text| text.contains("напоминаем о визите")).collect()
}

/// Lets the clock go to a moment, and the server look who is to be reminded.
async fn remind_at(test: &TestApp, at: OffsetDateTime) {
    test.clock.forward(at - test.now());
    appointments::remind(&test.app).await.unwrap();
}

fn settings(patient: PatientId, leads: &[u32], time_zone: Option<&str>) -> ChangeReminders {
    let time_zone = time_zone.map(str::to_owned);
    ChangeReminders { patient, body: ReminderSettings { leads: leads.to_vec(), time_zone } }
}

/// A clinic in which one doctor has one visit a day left: from ten to half past, in Moscow.
async fn one_time_a_day(test: &TestApp) -> Person<'_> {
    let doctor = stage(test).await;
    let db = test.raw().await;
    let kept = backend::appointments::keep_pattern(db.write(), ROLE, &pattern(600, 630), 2).await;
    assert!(kept.unwrap());
    doctor
}

/// Wishes for the day of [`TEN`], with that doctor.
fn join(patient: PatientId, key: u128) -> JoinWaiting {
    let body = NewWaiting {
        practitioner: Some(ROLE),
        service: VISIT,
        payment: Payment::Policy,
        from: date!(2026 - 12 - 03),
        until: date!(2026 - 12 - 03),
        part: None,
        moves: None,
        key: Uuid::from_u128(key),
    };
    JoinWaiting { patient, body }
}

fn answer(patient: PatientId, waiting: Uuid, take: bool) -> AnswerOffer {
    AnswerOffer { patient, waiting, body: OfferAnswer { take } }
}

/// The one thing a card waits for.
async fn waits(who: &Person<'_>, patient: PatientId) -> WaitingEntry {
    who.call(ListWaiting { patient }).await.unwrap().entries.remove(0)
}

async fn offer(test: &TestApp) {
    appointments::offer(&test.app).await.unwrap();
}

/// Hands an SMS over as the provider does.
async fn sms(test: &TestApp, secret: &str, id: &str, from: &str, text: &str) -> StatusCode {
    let body = json!({ "from": from, "text": text, "id": id });
    let header = format!("Bearer {secret}");
    let headers = [("authorization", header.as_str())];
    test.visitor(99).send("POST", "/sms/inbound", &body, &headers).await.0
}

async fn coming(who: &Person<'_>, patient: PatientId) -> Vec<Appointment> {
    who.call(ListAppointments { patient, cursor: None }).await.unwrap().coming
}

on_both! {
    /// APT-8, APT-15: what is freed is offered to the first who joined, kept for them alone, and goes to
    /// the next when they are silent or refuse.
    async fn what_is_freed_goes_from_one_to_the_next_in_the_order_they_joined(on) {
        let test = TestApp::start(on).await;
        one_time_a_day(&test).await;
        let (patient, anna) = test.patient(1).await;
        let (first, boris) = test.patient(2).await;
        let (second, vera) = test.patient(3).await;
        let (third, gleb) = test.patient(4).await;
        let (fourth, dina) = test.patient(5).await;
        let visit = booked(&anna, patient, TEN, 1).await;
        let told = boris.call(join(first, 1)).await.unwrap();
        assert_eq!(boris.call(join(first, 1)).await.unwrap(), told, "sent twice");
        test.clock.forward(Duration::SECOND);
        let of_vera = vera.call(join(second, 1)).await.unwrap();
        test.clock.forward(Duration::SECOND);
        let of_gleb = gleb.call(join(third, 1)).await.unwrap();
        assert_eq!((told.place, of_vera.place, of_gleb.place), (1, 2, 3));
        offer(&test).await;
        assert!(waits(&boris, first).await.offer.is_none(), "nothing is free");

        anna.call(cancel(patient, &visit)).await.unwrap();
        // The queue does it by itself.
        while jobs::run_one(&test.app).await.unwrap() {}
        let offered = waits(&boris, first).await.offer.unwrap();
        assert_eq!((offered.slot.starts_at, offered.until), (TEN, test.now() + Duration::minutes(30)));
        offer(&test).await;
        assert!(waits(&vera, second).await.offer.is_none(), "one at a time");
        let taken = refused(&dina, hold(fourth, TEN, 1)).await;
        assert_eq!(taken.refused, Some(HoldRefusal::Taken), "nobody else has it");
        let strange = answer(second, told.id, true);
        assert_eq!(code_of(vera.call(strange).await), Code::NotFound, "another's");

        test.clock.forward(Duration::minutes(30));
        let (boris, vera, gleb) = (
            test.signed_in(&boris).await,
            test.signed_in(&vera).await,
            test.signed_in(&gleb).await,
        );
        offer(&test).await;
        let of_boris = waits(&boris, first).await;
        assert!(of_boris.offer.is_none() && (of_boris.lapsed, of_boris.place) == (1, 1));
        assert!(code_of(boris.call(answer(first, told.id, true)).await) == Code::HoldEnded);
        assert!(waits(&vera, second).await.offer.is_some());
        for _ in 0..2 {
            assert!(vera.call(answer(second, of_vera.id, false)).await.unwrap().visit.is_none());
        }
        offer(&test).await;
        assert!(waits(&gleb, third).await.offer.is_some());
        let got = gleb.call(answer(third, of_gleb.id, true)).await.unwrap().visit.unwrap();
        assert_eq!(gleb.call(answer(third, of_gleb.id, true)).await.unwrap().visit, Some(got.clone()));
        assert_eq!(coming(&gleb, third).await, [got]);
        assert!(gleb.call(ListWaiting { patient: third }).await.unwrap().entries.is_empty());
        for _ in 0..2 {
            boris.call(LeaveWaiting { patient: first, waiting: told.id }).await.unwrap();
        }
        assert!(boris.call(ListWaiting { patient: first }).await.unwrap().entries.is_empty());
        assert_eq!(test.verify().await.findings, []);
    }

    /// APT-8: an earlier time moves the visit, opens the card, and frees the old time for the next.
    async fn an_earlier_time_moves_the_visit_and_frees_the_old_one(on) {
        let test = TestApp::start(on).await;
        one_time_a_day(&test).await;
        let next_day = TEN + Duration::DAY;
        let (patient, anna) = test.patient(1).await;
        let (other, boris) = test.patient(2).await;
        let (third, vera) = test.patient(3).await;
        let first = booked(&anna, patient, TEN, 1).await;
        let visit = booked(&boris, other, next_day, 1).await;
        let mut earlier = join(other, 1);
        (earlier.body.moves, earlier.body.until) = (Some(visit.id), date!(2026 - 12 - 10));
        let of_boris = boris.call(earlier).await.unwrap();
        let mut any = join(third, 1);
        (any.body.from, any.body.until) = (date!(2026 - 12 - 04), date!(2026 - 12 - 04));
        vera.call(any).await.unwrap();
        offer(&test).await;
        assert!(waits(&boris, other).await.offer.is_none(), "later is not better");
        anna.call(cancel(patient, &first)).await.unwrap();
        offer(&test).await;
        assert_eq!(waits(&boris, other).await.offer.unwrap().slot.starts_at, TEN);
        let moved = boris.call(answer(other, of_boris.id, true)).await.unwrap().visit.unwrap();
        assert_eq!((moved.id, moved.starts_at, moved.sequence), (visit.id, TEN, 1));
        let card = boris.call(FindAppointment { patient: other, appointment: visit.id }).await.unwrap();
        assert_eq!(card.reason.as_deref(), Some("Болит колено"), "what was said stays");
        assert!(card.card_open_until.is_some());
        offer(&test).await;
        assert_eq!(waits(&vera, third).await.offer.unwrap().slot.starts_at, next_day);
    }

    /// APT-8: longer where it is far, nothing at night, and who is silent twice is told that they stay.
    async fn offers_are_kept_longer_when_far_and_wait_for_the_morning(on) {
        let test = TestApp::start(on).await;
        one_time_a_day(&test).await;
        let (patient, anna) = test.patient(1).await;
        let phone = with_phone(&test, patient, 3).await;
        let mut wish = join(patient, 1);
        (wish.body.from, wish.body.until) = (date!(2026 - 12 - 08), date!(2026 - 12 - 10));
        anna.call(wish).await.unwrap();
        test.clock.forward(datetime!(2026-12-01 22:00 +3) - test.now());
        let anna = test.signed_in(&anna).await;
        offer(&test).await;
        assert!(waits(&anna, patient).await.offer.is_none());
        test.clock.forward(Duration::hours(10));
        let anna = test.signed_in(&anna).await;
        for day in [datetime!(2026-12-08 10:00 +3), datetime!(2026-12-09 10:00 +3)] {
            let anna = test.signed_in(&anna).await;
            offer(&test).await;
            let offered = waits(&anna, patient).await.offer.unwrap();
            assert_eq!(offered.slot.starts_at, day);
            assert_eq!(offered.until, test.now() + Duration::hours(2));
            test.clock.forward(Duration::hours(2));
        }
        offer(&test).await;
        let anna = test.signed_in(&anna).await;
        let told = test.told(&phone).await;
        assert_eq!(told.iter().filter(|text| text.contains("по-прежнему в листе")).count(), 1);
        assert_eq!(waits(&anna, patient).await.lapsed, 2);
    }

    /// APT-8: what cannot be wished for is named.
    async fn what_stands_in_the_way_of_waiting_is_named(on) {
        let test = TestApp::start(on).await;
        one_time_a_day(&test).await;
        let (patient, anna) = test.patient(1).await;
        let mut back = join(patient, 1);
        back.body.from = date!(2026 - 12 - 04);
        assert_eq!(anna.call(back).await.unwrap_err().fields[0].reason, FieldReason::BeforeBegin);
        let mut far = join(patient, 1);
        far.body.until = date!(2027 - 12 - 03);
        assert_eq!(anna.call(far).await.unwrap_err().fields[0].reason, FieldReason::OutOfRange);
        let mut unpaid = join(patient, 1);
        unpaid.body.payment = Payment::Voluntary;
        assert_eq!(anna.call(unpaid).await.unwrap_err().fields[0].reason, FieldReason::Invalid);
        let mut nobody = join(patient, 1);
        nobody.body.service = Uuid::from_u128(0xFFFF);
        assert_eq!(code_of(anna.call(nobody).await), Code::NotFound);
        for key in 1..=10 {
            anna.call(join(patient, key)).await.unwrap();
        }
        assert_eq!(code_of(anna.call(join(patient, 11)).await), Code::LimitReached);
    }

    /// APT-15: an SMS «ДА» of the proved phone takes the time, once; the provider learns nothing.
    async fn an_sms_takes_what_is_offered_and_tells_the_provider_nothing(on) {
        let settings = Settings { sms_inbound_secret: Some(SECRET.into()), ..Settings::default() };
        let test = TestApp::start_with(on, settings).await;
        one_time_a_day(&test).await;
        let (patient, anna) = test.patient(1).await;
        let phone = with_phone(&test, patient, 3).await;
        anna.call(join(patient, 1)).await.unwrap();
        assert_eq!(sms(&test, SECRET, "0", &phone, "ДА").await, StatusCode::NO_CONTENT, "too early");
        offer(&test).await;
        let told = test.told(&phone).await[0].replace('\u{a0}', " ");
        let words = "освободилось время: 3 декабря 2026, 10:00, Поликлиника № 1. Ответьте ДА до 15:30";
        assert!(told.contains(words), "{told}");
        for private in ["Первичный", "Испытаний", "ерапевт"] {
            assert!(!told.contains(private), "{private}");
        }
        assert_eq!(sms(&test, "another-secret-than-his", "1", &phone, "ДА").await, StatusCode::NOT_FOUND);
        let heard = [("2", "+79990000000", "ДА"), ("3", phone.as_str(), "может быть"), ("0", phone.as_str(), "ДА")];
        for (id, from, text) in heard {
            assert_eq!(sms(&test, SECRET, id, from, text).await, StatusCode::NO_CONTENT, "{text}");
        }
        assert!(coming(&anna, patient).await.is_empty(), "a stranger, nonsense, and one heard before");
        for id in ["4", "4", "5"] {
            assert_eq!(sms(&test, SECRET, id, &phone, " Да! ").await, StatusCode::NO_CONTENT);
        }
        assert_eq!(coming(&anna, patient).await.len(), 1);
        let lines = test.journal(patient.0).await;
        let by_sms = lines.iter().filter(|line| line.device.as_deref() == Some("SMS"));
        assert!(by_sms.clone().count() >= 1 && by_sms.clone().all(|line| line.account.is_some()));
        assert!(!test.holds("sms_inbound", &phone).await);
        assert_eq!(test.verify().await.findings, []);
    }

    /// APT-15: «нет» passes on, and who says «да» too late is told that they have nothing.
    async fn an_sms_that_comes_too_late_is_answered_to_the_patient(on) {
        let settings = Settings { sms_inbound_secret: Some(SECRET.into()), ..Settings::default() };
        let test = TestApp::start_with(on, settings).await;
        one_time_a_day(&test).await;
        let (patient, anna) = test.patient(1).await;
        let (other, boris) = test.patient(2).await;
        let phone = with_phone(&test, patient, 3).await;
        anna.call(join(patient, 1)).await.unwrap();
        test.clock.forward(Duration::SECOND);
        boris.call(join(other, 1)).await.unwrap();
        offer(&test).await;
        sms(&test, SECRET, "1", &phone, "НЕТ").await;
        offer(&test).await;
        assert!(waits(&anna, patient).await.offer.is_none());
        assert!(waits(&boris, other).await.offer.is_some());
        sms(&test, SECRET, "2", &phone, "ДА").await;
        let newest = test.told(&phone).await.remove(0);
        assert!(newest.contains("этого времени уже нет"), "{newest}");
        assert!(coming(&anna, patient).await.is_empty());
    }

    /// APT-15: without a secret nothing is heard.
    async fn without_a_secret_no_sms_is_heard(on) {
        let test = TestApp::start(on).await;
        let refused = [sms(&test, "", "1", "+79990000000", "ДА").await, sms(&test, SECRET, "1", "+79990000000", "ДА").await];
        assert_eq!(refused, [StatusCode::NOT_FOUND; 2]);
    }

    /// APT-15: counts by age and way, of the own clinic, and none below five.
    async fn the_report_counts_offers_and_hides_what_is_small(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let boss = test.member(210, Role::Administrator, Some(CLINIC)).await;
        for n in 0..6_u32 {
            let (patient, person) = test.patient(300 + u128::from(n)).await;
            let entry = person.call(join(patient, 1)).await.unwrap();
            offer(&test).await;
            let offered = waits(&person, patient).await.offer.unwrap();
            let nth = TEN - HALF * 2 + HALF * i32::try_from(n).unwrap();
            assert_eq!(offered.slot.starts_at, nth, "each the next one");
            person.call(answer(patient, entry.id, n < 5)).await.unwrap();
        }
        let report = boss.call(FindOfferReport {}).await.unwrap();
        let ages: Vec<AgeGroup> = report.rows.iter().map(|row| row.age).collect();
        assert_eq!(ages, AgeGroup::ALL);
        // Everybody here was born in 1980.
        let row = report.rows[2];
        assert_eq!((row.made, row.taken_app, row.taken_sms), (Some(6), Some(5), None));
        assert_eq!((row.refused, row.lapsed), (None, None));
        assert_eq!(report.rows[0].made, None);
        let (_, anna) = test.patient(1).await;
        assert_eq!(code_of(anna.call(FindOfferReport {}).await), Code::NotFound);
    }

    /// APT-7: a day and two hours before, each once, however many nodes look and however often.
    async fn each_reminder_is_told_once_on_any_number_of_nodes(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        let phone = with_phone(&test, patient, 3).await;
        booked(&anna, patient, TEN, 1).await;
        remind_at(&test, TEN - Duration::DAY - Duration::SECOND).await;
        assert!(reminders(&test, &phone).await.is_empty());
        test.clock.forward(Duration::SECOND);
        // SQLite belongs to one program; nodes of it share a file in turns.
        let other = if on == On::Postgres { Some(test.another_node().await) } else { None };
        let second = other.as_ref().map_or(&test.app, |other| &other.app);
        for _ in 0..2 {
            let both = futures_util::future::join(
                appointments::remind(&test.app),
                appointments::remind(second),
            );
            let (first, second) = both.await;
            first.unwrap();
            second.unwrap();
        }
        let told = reminders(&test, &phone).await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("Поликлиника № 1, 3 декабря 2026, 10:00."), "{}", told[0]);
        for private in ["Первичный", "Испытаний", "Болит", "терапевт"] {
            assert!(!told[0].to_lowercase().contains(&private.to_lowercase()), "{private}");
        }
        remind_at(&test, TEN - Duration::hours(2)).await;
        remind_at(&test, TEN).await;
        assert_eq!(reminders(&test, &phone).await.len(), 2);
    }

    /// APT-7: what had passed when the visit was booked is no reminder.
    async fn a_visit_that_is_booked_late_has_only_the_reminders_that_are_left(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        let phone = with_phone(&test, patient, 3).await;
        test.clock.forward(TEN - Duration::hours(20) - test.now());
        let anna = test.signed_in(&anna).await;
        booked(&anna, patient, TEN, 1).await;
        remind_at(&test, TEN - Duration::hours(19)).await;
        assert!(reminders(&test, &phone).await.is_empty());
        remind_at(&test, TEN - Duration::hours(2)).await;
        assert_eq!(reminders(&test, &phone).await.len(), 1);
    }

    /// APT-7: a moved visit is reminded of anew, a cancelled one never.
    async fn a_moved_visit_is_reminded_of_anew_and_a_cancelled_one_never(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        let phone = with_phone(&test, patient, 3).await;
        let visit = booked(&anna, patient, TEN, 1).await;
        remind_at(&test, TEN - Duration::DAY).await;
        assert_eq!(reminders(&test, &phone).await.len(), 1);
        let anna = test.signed_in(&anna).await;
        let mut moving = hold(patient, TEN + Duration::DAY, 2);
        moving.body.moves = Some(visit.id);
        let kept = held(&anna, moving).await;
        let body = Booking { hold: kept, reason: String::new(), attachments: Vec::new() };
        let moved = anna.call(BookAppointment { patient, body }).await.unwrap();
        remind_at(&test, TEN - Duration::hours(2)).await;
        assert_eq!(reminders(&test, &phone).await.len(), 1, "not of the time it had");
        remind_at(&test, TEN).await;
        let told = reminders(&test, &phone).await;
        assert_eq!(told.len(), 2);
        assert!(told[0].contains("4 декабря 2026, 10:00"), "{}", told[0]);
        let anna = test.signed_in(&anna).await;
        anna.call(cancel(patient, &moved)).await.unwrap();
        remind_at(&test, TEN + Duration::hours(22)).await;
        assert_eq!(reminders(&test, &phone).await.len(), 2);
    }

    /// APT-7, MSG-3: quiet is the night of the patient's clock, and both clocks are named.
    async fn a_patient_far_away_is_told_both_times_and_not_at_night(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        test.harm("update clinic_profile set time_zone = 'Asia/Kamchatka'").await;
        let (patient, anna) = test.patient(1).await;
        let (other, boris) = test.patient(2).await;
        let in_moscow = with_phone(&test, patient, 3).await;
        let at_home = with_phone(&test, other, 4).await;
        boris.call(settings(other, &[1_440], Some("Asia/Kamchatka"))).await.unwrap();
        // Noon there is three at night in Moscow.
        let noon = datetime!(2026-12-04 12:00 +12);
        booked(&anna, patient, noon, 1).await;
        booked(&boris, other, noon + Duration::minutes(30), 1).await;
        remind_at(&test, datetime!(2026-12-02 21:58:59 +3)).await;
        assert!(reminders(&test, &in_moscow).await.is_empty());
        assert!(reminders(&test, &at_home).await.is_empty());
        remind_at(&test, datetime!(2026-12-02 21:59 +3)).await;
        let told = reminders(&test, &in_moscow).await;
        assert_eq!(told.len(), 1, "the last minute before the night");
        let both = "4 декабря 2026, 12:00 по времени клиники (03:00 по вашему времени).";
        assert!(told[0].contains(both), "{}", told[0]);
        remind_at(&test, datetime!(2026-12-03 12:30 +12)).await;
        let told = reminders(&test, &at_home).await;
        assert!(told.len() == 1 && told[0].contains("12:30."), "{told:?}");
        assert_eq!(reminders(&test, &in_moscow).await.len(), 1);
    }

    /// APT-7: who chooses is reminded as they chose; who wants none, never.
    async fn a_patient_chooses_when_to_be_reminded(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        let phone = with_phone(&test, patient, 3).await;
        let usual = anna.call(FindReminders { patient }).await.unwrap();
        assert_eq!(usual, ReminderSettings::default());
        let wrong = anna.call(settings(patient, &[30], None)).await.unwrap_err();
        assert_eq!((wrong.code, wrong.fields[0].reason), (Code::Invalid, FieldReason::Invalid));
        let nowhere = anna.call(settings(patient, &[60], Some("Луна/Море"))).await;
        assert_eq!(code_of(nowhere), Code::Invalid);
        let kept = anna.call(settings(patient, &[60, 720, 60], None)).await.unwrap();
        assert_eq!(kept.leads, [720, 60]);
        assert_eq!(anna.call(FindReminders { patient }).await.unwrap(), kept);
        booked(&anna, patient, TEN + Duration::hours(4), 1).await;
        let visit = TEN + Duration::hours(4);
        remind_at(&test, visit - Duration::DAY).await;
        assert!(reminders(&test, &phone).await.is_empty(), "a day before is not wished for");
        // Twelve hours before is two at night: the evening before.
        remind_at(&test, datetime!(2026-12-02 22:05 +3)).await;
        assert_eq!(reminders(&test, &phone).await.len(), 1);
        let anna = test.signed_in(&anna).await;
        anna.call(settings(patient, &[], None)).await.unwrap();
        remind_at(&test, visit - Duration::HOUR).await;
        assert_eq!(reminders(&test, &phone).await.len(), 1);
    }

    /// APT-7: the reminders run by themselves.
    async fn the_queue_reminds_of_visits_every_minute(on) {
        let test = TestApp::start(on).await;
        let now = backend::app::micros(test.app.now());
        let (db, id) = (test.raw().await, test.app.new_id());
        jobs::enqueue(db.write(), id, jobs::Kind::RemindVisits, now, now).await.unwrap();
        assert!(jobs::run_one(&test.app).await.unwrap());
        assert!(!jobs::run_one(&test.app).await.unwrap());
        test.clock.forward(Duration::MINUTE);
        assert!(jobs::run_one(&test.app).await.unwrap());
    }
}

/// APT-15: an SMS «ДА» to our number comes in over SMPP, also while nothing was sent by it; where the
/// sender is a name nobody can answer it, and offers do not say so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_sms_that_comes_in_over_smpp_takes_what_is_offered() {
    let mut centre =
        Peer::start("smpp", &["--system-id", "medkarta", "--password", "swordfis"]).await;
    let port = centre.port;
    let providers = |from: &str| {
        let sms_url = Some(format!("smpp://medkarta:swordfis@127.0.0.1:{port}"));
        let settings = MessageSettings { sms_url, sms_from: from.into(), ..Default::default() };
        settings.providers().unwrap()
    };
    assert!(!providers("Medkarta").sms.is_answered(), "a name");

    let ours = "79990001122";
    let test =
        TestApp::start_with_providers(On::Sqlite, Settings::default(), providers(ours)).await;
    one_time_a_day(&test).await;
    let (patient, anna) = test.patient(1).await;
    let phone = with_phone(&test, patient, 3).await;
    anna.call(join(patient, 1)).await.unwrap();
    offer(&test).await;
    let told = test.told(&phone).await[0].replace('\u{a0}', " ");
    assert!(told.contains("Ответьте ДА до 15:30"), "{told}");

    let stop = tokio_util::sync::CancellationToken::new();
    let ear = tokio::spawn(appointments::listen(test.app.clone(), stop.clone()));
    centre.until("bound").await;
    let number = phone.trim_start_matches('+');
    for (from, text) in
        [("79995550000", "ДА"), (number, "Может быть"), (number, "Да!"), (number, "YES")]
    {
        centre.order(&json!({ "write": { "from": from, "to": ours, "text": text } })).await;
        let heard = centre.until("heard").await;
        assert_eq!(heard, json!({ "from": from, "status": "0x00000000" }));
    }
    for _ in 0..200 {
        if !coming(&anna, patient).await.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(coming(&anna, patient).await.len(), 1, "one visit, however often it was answered");
    stop.cancel();
    ear.await.unwrap();
}
