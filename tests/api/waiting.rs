//! Reminders of visits (APT-7), and the list of those who wait for a better time (APT-8, APT-15).

use backend::access::Grantee;
use backend::{appointments, jobs};
use shared::access::model::{Ground, Level, Section};
use shared::appointments::api::{BookAppointment, ChangeReminders, FindReminders};
use shared::appointments::model::Booking;
use shared::appointments::reminders::ReminderSettings;
use shared::contract::{Code, FieldReason};
use shared::id::PatientId;
use tests::visitor::phone;
use tests::{On, TestApp, on_both};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use super::appointments::{TEN, booked, cancel, code_of, held, hold, stage};

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

on_both! {
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
