//! Clinics, free times, and visits booked, moved, cancelled and received (APT-1 to APT-14, ACL-1).

use std::collections::BTreeSet;

use backend::access::ReadEntries;
use backend::accounts::{self, insert_organization};
use backend::appointments::{
    NewRole, insert_clinic, keep_pattern, keep_role, keep_room, keep_service,
};
use backend::audit::{AdminAct, Outcome, VisitAct, What};
use backend::card::{self, CardFacts, NewPatient};
use poem::Body;
use poem::http::StatusCode;
use shared::access::model::{Action, Ground, Level, Role, Section, Sensitivity};
use shared::appointments::api::{
    BookAppointment, CancelAppointment, CancelVisit, ChangePattern, ChangeReminders,
    ChangeVisitState, CheckInVisit, CloseCalendarFeed, FindAppointment, FindBookingTerms,
    FindClinic, FindDay, FindPractitioner, FindScheduleDesk, FindVisitPapers, HoldSlot,
    KeepHoldWords, ListAppointments, MakeCalendarFeed, MakePaperPass, MakeVisitPass, ReleaseHold,
    ReviewAppointment, SearchClinics, SearchPractitioners, SearchSlots, TellLate, calendar_url,
};
use shared::appointments::model::{
    Appointment, Booking, BookingTerms, Cancelling, CheckIn, Clinic, ClinicKind, ClinicQuery,
    HoldAnswer, HoldRefusal, HoldWords, Late, NewHold, NewVisitReview, Payment, PractitionerQuery,
    Service, SlotQuery, Speciality, StateChange, VisitActor, VisitEvent, VisitFormat, VisitState,
};
use shared::appointments::reminders::ReminderSettings;
use shared::appointments::rules::COMING_MAX;
use shared::appointments::schedule::{Hours, NewPattern, Pattern, Remedy, Room, VisitRemedy};
use shared::consent::api::HideEntries;
use shared::consent::model::NewHiding;
use shared::contract::{Code, FieldReason, Problem};
use shared::id::{EntryId, OrganizationId, PatientId, PractitionerRoleId};
use shared::protocols::api::{KeepDraft, SignDraft};
use shared::protocols::model::{ChangedDraft, NewSignature, ProtocolForm};
use shared::record::api::FindSummary;
use tests::peers::Peer;
use tests::visitor::phone;
use tests::{NOW, On, Person, TestApp, entry, on_both};
use time::macros::{date, datetime};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::protocols::{form, signed};
use super::record::all;

pub const CLINIC: OrganizationId = OrganizationId(Uuid::from_u128(0xC1));
const FAR: OrganizationId = OrganizationId(Uuid::from_u128(0xC2));
pub const ROLE: PractitionerRoleId = PractitionerRoleId(Uuid::from_u128(0x50));
pub const VISIT: Uuid = Uuid::from_u128(0x51);
const ROOM: Uuid = Uuid::from_u128(0x52);
/// Ten in the morning in Moscow, two days after the tests' clock.
pub const TEN: OffsetDateTime = datetime!(2026-12-03 07:00 UTC);
pub const HALF: Duration = Duration::minutes(30);
/// How many try at once to book, and how many times there are.
const TRIES: u128 = 1_000;
const TIMES: usize = 10;

fn clinic(id: OrganizationId, name: &str, city: &str, time_zone: &str) -> Clinic {
    Clinic {
        id,
        name: name.into(),
        kind: ClinicKind::Polyclinic,
        city: city.into(),
        district: None,
        metro: Some("Проспект Мира".into()),
        address: None,
        directions: Some("Вход со двора".into()),
        phone: None,
        latitude: Some(5_575_000),
        longitude: Some(3_761_000),
        distance: None,
        licence: None,
        accreditation: None,
        electronic_cards: true,
        payments: vec![Payment::Policy, Payment::Paid],
        specialities: Vec::new(),
        rating: None,
        price_from: None,
        time_zone: time_zone.into(),
    }
}

/// Every day from nine to five, in one room.
pub fn pattern(from: u32, to: u32) -> Pattern {
    let hours = (1..=7).map(|weekday| {
        let (room, services) = (Some(ROOM), Vec::new());
        Hours { weekday, from, to, room, services }
    });
    Pattern {
        from: date!(2026 - 11 - 01),
        until: None,
        hours: hours.collect(),
        exceptions: Vec::new(),
        horizon: 30,
        notice: 60,
        widget_quota: None,
        program_quota: None,
    }
}

/// A clinic in Moscow with a doctor who receives by the half-hour.
pub async fn stage(test: &TestApp) -> Person<'_> {
    let db = test.raw().await;
    let db = db.write();
    insert_organization(db, CLINIC, "Поликлиника № 1", "clinic", 0).await.unwrap();
    insert_clinic(db, &clinic(CLINIC, "", "Москва", "Europe/Moscow")).await.unwrap();
    let doctor = test.member(200, Role::Doctor, Some(CLINIC)).await;
    let service = Service {
        id: VISIT,
        name: "Первичный приём".into(),
        minutes: 30,
        format: VisitFormat::InPerson,
        price: Some(250_000),
        payments: vec![Payment::Policy, Payment::Paid],
        preparation: Some("Возьмите полис".into()),
    };
    keep_service(db, CLINIC, &service).await.unwrap();
    keep_room(db, CLINIC, &Room { id: ROOM, name: "Кабинет 214".into() }).await.unwrap();
    let role = NewRole {
        id: ROLE,
        account: doctor.account,
        organization: CLINIC,
        speciality: Speciality::Therapist,
        languages: vec!["en".into()],
        services: vec![VISIT],
    };
    keep_role(db, &role).await.unwrap();
    assert!(keep_pattern(db, ROLE, &pattern(540, 1_020), 1).await.unwrap());
    doctor
}

pub fn hold(patient: PatientId, starts_at: OffsetDateTime, key: u128) -> HoldSlot {
    let key = Uuid::from_u128(key);
    let (practitioner, service, payment, moves) = (ROLE, VISIT, Payment::Policy, None);
    HoldSlot { patient, body: NewHold { practitioner, service, starts_at, payment, moves, key } }
}

pub fn booking(patient: PatientId, hold: Uuid) -> BookAppointment {
    let body = Booking { hold, reason: "Болит колено".into(), attachments: Vec::new() };
    BookAppointment { patient, body }
}

pub async fn held(who: &Person<'_>, call: HoldSlot) -> Uuid {
    let answer = who.call(call).await.unwrap();
    answer.hold.unwrap_or_else(|| panic!("{:?}", answer.refused)).id
}

pub async fn refused(who: &Person<'_>, call: HoldSlot) -> HoldAnswer {
    let answer = who.call(call).await.unwrap();
    assert!(answer.hold.is_none());
    answer
}

pub async fn booked(
    who: &Person<'_>,
    patient: PatientId,
    at: OffsetDateTime,
    key: u128,
) -> Appointment {
    let hold = held(who, hold(patient, at, key)).await;
    who.call(booking(patient, hold)).await.unwrap()
}

pub fn cancel(patient: PatientId, visit: &Appointment) -> CancelAppointment {
    let body = Cancelling { note: "Заболела".into(), version: visit.version };
    CancelAppointment { patient, appointment: visit.id, body }
}

pub fn code_of<T>(answer: Result<T, Problem>) -> Code {
    answer.err().expect("refused").code
}

fn slots(from: time::Date, days: u32) -> SearchSlots {
    SearchSlots { body: SlotQuery { practitioner: ROLE, service: VISIT, from, days } }
}

async fn is_free(who: &Person<'_>, at: OffsetDateTime) -> bool {
    let found = who.call(slots(at.date(), 1)).await.unwrap();
    found.days.iter().flat_map(|day| &day.slots).any(|slot| slot.starts_at == at)
}

/// Whether the doctor reads the card.
async fn reads(test: &TestApp, doctor: &Person<'_>, patient: PatientId) -> bool {
    test.app.open::<ReadEntries>(&doctor.caller(), patient).await.is_ok()
}

/// The results the doctor sees.
async fn seen(doctor: &Person<'_>, patient: PatientId) -> Vec<EntryId> {
    let page = doctor.call(all(patient)).await.unwrap();
    page.entries.iter().map(|entry| entry.id).collect()
}

/// The text of something that is no JSON.
async fn text(test: &TestApp, url: &str, token: Option<&str>) -> (StatusCode, String) {
    let (status, _, bytes) = test.send_raw("GET", url, Body::empty(), token).await;
    (status, String::from_utf8(bytes).unwrap())
}

on_both! {
    /// APT-4, ACL-1, REC-15: a time is held, booked once, told of, shown, and cancelled; the card is open
    /// to the doctor from the booking on and closed by the cancellation at once.
    async fn a_visit_goes_from_a_free_time_to_its_cancellation(on) {
        let test = TestApp::start(on).await;
        let doctor = stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        assert!(is_free(&anna, TEN).await && !reads(&test, &doctor, patient).await);
        let answer = anna.call(hold(patient, TEN, 1)).await.unwrap();
        let kept = answer.hold.unwrap();
        assert_eq!((kept.slot.starts_at, kept.slot.ends_at, kept.slot.utc_offset), (TEN, TEN + HALF, 180));
        assert_eq!(kept.card_open_until, TEN + HALF + Duration::days(14));
        assert_eq!(anna.call(hold(patient, TEN, 1)).await.unwrap().hold.unwrap(), kept, "the same twice");
        assert!(!is_free(&anna, TEN).await && !reads(&test, &doctor, patient).await);

        let visit = anna.call(booking(patient, kept.id)).await.unwrap();
        assert_eq!(anna.call(booking(patient, kept.id)).await.unwrap(), visit, "sent twice");
        assert_eq!((visit.state, visit.sequence, visit.version), (VisitState::Booked, 0, 1));
        assert_eq!((visit.room.as_deref(), visit.price), (Some("Кабинет 214"), None));
        assert_eq!(visit.changeable_until, Some(TEN - Duration::DAY));
        assert!(reads(&test, &doctor, patient).await);
        let card = anna.call(FindAppointment { patient, appointment: visit.id }).await.unwrap();
        assert_eq!(card.reason.as_deref(), Some("Болит колено"));
        assert_eq!(card.preparation.as_deref(), Some("Возьмите полис"));
        assert_eq!(card.card_open_until, Some(TEN + HALF + Duration::days(14)));
        assert!(!test.holds("appointment", "Болит колено").await, "sealed");
        let listed = anna.call(ListAppointments { patient, cursor: None }).await.unwrap();
        assert_eq!((listed.coming.len(), listed.past.len(), listed.may_book), (1, 0, true));

        let cancelled = anna.call(cancel(patient, &visit)).await.unwrap();
        assert_eq!((cancelled.state, cancelled.sequence), (VisitState::Cancelled, 1));
        assert_eq!(anna.call(cancel(patient, &visit)).await.unwrap(), cancelled, "done twice");
        assert!(is_free(&anna, TEN).await && !reads(&test, &doctor, patient).await);
        let card = anna.call(FindAppointment { patient, appointment: visit.id }).await.unwrap();
        let events: Vec<_> = card.history.iter().map(|it| (it.event, it.note.as_deref())).collect();
        assert_eq!(events, [(VisitEvent::Booked, None), (VisitEvent::Cancelled, Some("Заболела"))]);
        let listed = anna.call(ListAppointments { patient, cursor: None }).await.unwrap();
        assert_eq!((listed.coming.len(), listed.past.len()), (0, 1));

        let lines = test.journal(patient.0).await;
        let done = lines.iter().filter(|line| line.what == What::Access(Action::ManageAppointments));
        assert_eq!(done.filter(|line| line.object == Some(visit.id.0)).count(), 4, "sent twice, each");
        assert_eq!(test.verify().await.findings, []);
    }

    /// REC-15: afterwards the visit leads to what its doctor wrote of it, and to nothing else.
    async fn a_visit_leads_to_what_was_written_of_it(on) {
        let test = TestApp::start(on).await;
        let doctor = stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        let visit = booked(&anna, patient, TEN, 1).await;
        let written = async || {
            let call = FindAppointment { patient, appointment: visit.id };
            test.signed_in(&anna).await.call(call).await.unwrap().protocols
        };
        assert_eq!(written().await, []);
        test.clock.forward(TEN + HALF - NOW);
        let doctor = test.signed_in(&doctor).await;
        let of = |at: OffsetDateTime| ProtocolForm { performed_at: Some(at), ..form() };
        let protocol = signed(&doctor, patient, of(TEN)).await;
        assert_eq!(written().await, [protocol.id]);
        let body = ChangedDraft { form: of(TEN - Duration::DAY), version: 0 };
        let draft = Uuid::from_u128(0xD2);
        doctor.call(KeepDraft { patient, draft, body }).await.unwrap();
        let body = NewSignature { version: 1, acknowledged: Vec::new(), key: Uuid::from_u128(0xD3) };
        doctor.call(SignDraft { patient, draft, body }).await.unwrap();
        assert_eq!(written().await, [protocol.id], "what was the day before is not of it");
    }

    /// APT-4: five minutes; afterwards it is whose who comes first. Who is late learns it plainly.
    async fn a_hold_ends_and_then_somebody_else_may_have_it(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        let (other, boris) = test.patient(2).await;
        let kept = held(&anna, hold(patient, TEN, 1)).await;
        let answer = refused(&boris, hold(other, TEN, 1)).await;
        assert_eq!(answer.refused, Some(HoldRefusal::Taken));
        let next: Vec<_> = answer.free.iter().map(|slot| slot.starts_at).collect();
        assert_eq!((next.len(), next[0]), (6, TEN + HALF));
        test.clock.forward(Duration::minutes(5) + Duration::SECOND);
        assert!(is_free(&boris, TEN).await);
        let second = held(&boris, hold(other, TEN, 2)).await;
        assert_eq!(code_of(anna.call(booking(patient, kept)).await), Code::HoldEnded);
        boris.call(booking(other, second)).await.unwrap();

        // What nobody took meanwhile is booked all the same.
        let late = held(&anna, hold(patient, TEN + HALF, 3)).await;
        test.clock.forward(Duration::minutes(6));
        anna.call(booking(patient, late)).await.unwrap();
        // A page that was loaded anew finds what it kept, with the seconds that are left of it; who pays
        // otherwise asks for another hold.
        let first = anna.call(hold(patient, TEN + HALF * 2, 30)).await.unwrap().hold.unwrap();
        assert_eq!(first.seconds_left, 300);
        test.clock.forward(Duration::seconds(100));
        let again = anna.call(hold(patient, TEN + HALF * 2, 31)).await.unwrap().hold.unwrap();
        assert_eq!((again.id, again.until, again.seconds_left), (first.id, first.until, 200));
        let mut paid = hold(patient, TEN + HALF * 2, 32);
        paid.body.payment = Payment::Paid;
        assert_ne!(held(&anna, paid).await, first.id);
        // What was typed comes with it, sealed, and goes with it.
        let third = held(&anna, hold(patient, TEN + HALF * 2, 33)).await;
        let typed = HoldWords { reason: "Болит локоть".into(), attachments: Vec::new() };
        let keep = |hold| KeepHoldWords { patient, hold, body: typed.clone() };
        anna.call(keep(third)).await.unwrap();
        assert!(!test.holds("slot_hold", "локоть").await, "sealed");
        let again = anna.call(hold(patient, TEN + HALF * 2, 34)).await.unwrap().hold.unwrap();
        assert_eq!((again.id, again.words), (third, Some(typed.clone())));
        assert_eq!(code_of(anna.call(keep(first.id)).await), Code::NotFound, "it was let go");
        let strange = KeepHoldWords { patient: other, hold: third, body: typed.clone() };
        assert_eq!(code_of(boris.call(strange).await), Code::NotFound);
        anna.call(ReleaseHold { patient, hold: third }).await.unwrap();
        let anew = anna.call(hold(patient, TEN + HALF * 2, 35)).await.unwrap().hold.unwrap();
        assert_eq!(anew.words, None);
        test.clock.forward(Duration::minutes(6));
        assert_eq!(code_of(anna.call(keep(anew.id)).await), Code::NotFound, "it is over");
        // Let go, it is free at once; and another hold lets the one before go.
        let third = held(&anna, hold(patient, TEN + HALF * 2, 4)).await;
        for _ in 0..2 {
            anna.call(ReleaseHold { patient, hold: third }).await.unwrap();
        }
        assert!(is_free(&anna, TEN + HALF * 2).await);
        held(&anna, hold(patient, TEN + HALF * 2, 5)).await;
        held(&anna, hold(patient, TEN + HALF * 3, 6)).await;
        assert!(is_free(&anna, TEN + HALF * 2).await);
    }

    /// APT-4, APT-14: what stands in the way is said in so many words, and nothing is held.
    async fn what_stands_in_the_way_of_a_booking_is_named(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        let visit = booked(&anna, patient, TEN, 1).await;
        let answer = refused(&anna, hold(patient, TEN, 2)).await;
        assert_eq!((answer.refused, answer.clash), (Some(HoldRefusal::Clash), Some(visit.id)));
        let soon = datetime!(2026-12-01 12:30 UTC);
        assert_eq!(refused(&anna, hold(patient, soon, 3)).await.refused, Some(HoldRefusal::TooLate));
        let odd = refused(&anna, hold(patient, TEN + Duration::minutes(5), 4)).await;
        assert_eq!(odd.refused, Some(HoldRefusal::Taken), "no time begins then");
        test.harm("update patient set state = 'suspended'").await;
        let next = TEN + HALF;
        assert_eq!(refused(&anna, hold(patient, next, 5)).await.refused, Some(HoldRefusal::CardSuspended));
        test.harm("update patient set state = 'active'").await;
        for n in 1..u128::try_from(COMING_MAX).unwrap() {
            let at = TEN + Duration::days(1 + i64::try_from(n).unwrap());
            booked(&anna, patient, at, 100 + n).await;
        }
        assert_eq!(refused(&anna, hold(patient, next, 6)).await.refused, Some(HoldRefusal::TooMany));
        let mut moving = hold(patient, next, 7);
        moving.body.moves = Some(visit.id);
        held(&anna, moving).await;
    }

    /// APT-14: what stands in the way is told before anything is kept or filled in, and it is true.
    async fn what_a_card_may_book_is_told_beforehand(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        let terms = async |who: &Person<'_>, patient| {
            who.call(FindBookingTerms { patient }).await.unwrap()
        };
        let usual = BookingTerms { is_active: true, is_policy_confirmed: true, is_full: false };
        assert_eq!(terms(&anna, patient).await, usual);
        for n in 0..u128::try_from(COMING_MAX).unwrap() {
            assert!(!terms(&anna, patient).await.is_full, "{n} are booked");
            booked(&anna, patient, TEN + Duration::days(i64::try_from(n).unwrap()), n + 1).await;
        }
        assert!(terms(&anna, patient).await.is_full);
        test.harm("update patient set state = 'suspended'").await;
        assert!(!terms(&anna, patient).await.is_active);
        test.harm("update patient set state = 'active'").await;

        let boris = test.person(2, Role::Patient).await;
        let other = PatientId(Uuid::from_u128(0xD002));
        let facts = CardFacts { number: "0002-0002-0".into(), policy_number: None };
        let new = NewPatient {
            patient: other,
            person: boris.person,
            account: Some(boris.account),
            facts,
        };
        let raw = test.raw().await;
        let tx = raw.begin().await.unwrap();
        card::create_patient(&test.app, &tx, new).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(terms(&boris, other).await, BookingTerms { is_policy_confirmed: false, ..usual });
        let mut wanted = hold(other, TEN + HALF, 1);
        let answer = refused(&boris, wanted.clone()).await;
        assert_eq!(answer.refused, Some(HoldRefusal::PolicyUnconfirmed));
        (wanted.body.payment, wanted.body.key) = (Payment::Paid, Uuid::from_u128(2));
        held(&boris, wanted).await;
        assert_eq!(code_of(boris.call(FindBookingTerms { patient }).await), Code::NotFound);
    }

    /// APT-6, APT-12: moved, also over its own time; it stays the same visit in every calendar.
    async fn a_moved_visit_keeps_its_history_and_its_place_in_calendars(on) {
        let test = TestApp::start(on).await;
        let doctor = stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        let visit = booked(&anna, patient, TEN, 1).await;
        let url = calendar_url(patient, visit.id);
        let (status, before) = text(&test, &url, Some(&anna.token)).await;
        assert_eq!(status, StatusCode::OK);
        assert!(before.contains("DTSTART:20261203T070000Z\r\n") && before.contains("SEQUENCE:0\r\n"));
        for private in ["Болит", "Испытаний", "Первичный"] {
            assert!(!before.contains(private), "{private}");
        }
        let mut moving = hold(patient, TEN + HALF, 2);
        moving.body.moves = Some(visit.id);
        let kept = held(&anna, moving).await;
        let body = Booking { hold: kept, reason: String::new(), attachments: Vec::new() };
        let moved = anna.call(BookAppointment { patient, body }).await.unwrap();
        assert_eq!((moved.id, moved.sequence, moved.starts_at), (visit.id, 1, TEN + HALF));
        assert!(is_free(&anna, TEN).await && !is_free(&anna, TEN + HALF).await);
        assert!(reads(&test, &doctor, patient).await);
        let card = anna.call(FindAppointment { patient, appointment: visit.id }).await.unwrap();
        assert_eq!(card.reason.as_deref(), Some("Болит колено"), "what was said stays");
        let last = card.history.last().unwrap();
        assert_eq!((last.event, last.from, last.to), (VisitEvent::Moved, Some(TEN), Some(TEN + HALF)));
        let (_, after) = text(&test, &url, Some(&anna.token)).await;
        let uid = |text: &str| text.lines().find(|line| line.starts_with("UID:")).map(str::to_owned);
        assert_eq!(uid(&before), uid(&after));
        assert!(after.contains("SEQUENCE:1\r\n") && after.contains("DTSTART:20261203T073000Z\r\n"));
    }

    /// APT-6: until 24 hours before; later only the clinic. ACL-1: the card closes 14 days after.
    async fn a_day_before_a_visit_only_the_clinic_changes_it(on) {
        let test = TestApp::start(on).await;
        let doctor = stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        let visit = booked(&anna, patient, TEN, 1).await;
        test.clock.forward(TEN - Duration::DAY - test.now());
        let anna = test.signed_in(&anna).await;
        let mut moving = hold(patient, TEN + HALF, 2);
        moving.body.moves = Some(visit.id);
        held(&anna, moving.clone()).await;
        test.clock.forward(Duration::SECOND);
        assert_eq!(code_of(anna.call(cancel(patient, &visit)).await), Code::TooLateToChange);
        moving.body.key = Uuid::from_u128(3);
        assert_eq!(code_of(anna.call(moving).await), Code::TooLateToChange);
        test.clock.forward(TEN + HALF + Duration::days(14) - Duration::SECOND - test.now());
        assert!(reads(&test, &doctor, patient).await);
        test.clock.forward(Duration::SECOND);
        assert!(!reads(&test, &doctor, patient).await);
    }

    /// ACL-1: a visit is its patient's, not another's and not its doctor's, by any call; who acts for
    /// the patient books for them, and the history says so.
    async fn a_visit_is_its_patients_alone(on) {
        let test = TestApp::start(on).await;
        let doctor = stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        let (other, boris) = test.patient(2).await;
        let visit = booked(&anna, patient, TEN, 1).await;
        let appointment = visit.id;
        for (who, patient) in [(&boris, other), (&boris, patient), (&doctor, patient)] {
            let found = who.call(FindAppointment { patient, appointment }).await;
            assert_eq!(code_of(found), Code::NotFound);
            assert_eq!(code_of(who.call(cancel(patient, &visit)).await), Code::NotFound);
            assert_eq!(code_of(who.call(MakeVisitPass { patient, appointment }).await), Code::NotFound);
            let (status, _) = text(&test, &calendar_url(patient, appointment), Some(&who.token)).await;
            assert_eq!(status, StatusCode::NOT_FOUND);
        }
        assert!(boris.call(ListAppointments { patient: other, cursor: None }).await.unwrap().coming.is_empty());
        let daughter = test.person(50, Role::Patient).await;
        test.open_card(patient, daughter.grantee(), Ground::Representative, Level::Full, Section::ALL).await;
        let visit = booked(&daughter, patient, TEN + HALF * 2, 7).await;
        let card = anna.call(FindAppointment { patient, appointment: visit.id }).await.unwrap();
        assert_eq!(card.history[0].by, VisitActor::Representative);
        assert_eq!(anna.call(FindAppointment { patient, appointment }).await.unwrap().history.len(), 1);
    }

    /// APT-4: entries that the caller reads whole go with the visit, and no others.
    async fn what_is_attached_is_of_this_card(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        test.entry(patient, &entry(1, Section::Results, Sensitivity::Usual, 60)).await;
        let kept = held(&anna, hold(patient, TEN, 1)).await;
        let with = |entries: Vec<EntryId>| {
            let body = Booking { hold: kept, reason: String::new(), attachments: entries };
            BookAppointment { patient, body }
        };
        let own = EntryId(Uuid::from_u128(0xE001));
        let strange = anna.call(with(vec![EntryId(Uuid::from_u128(5))])).await.unwrap_err();
        assert_eq!(strange.fields[0].reason, FieldReason::Invalid);
        let visit = anna.call(with(vec![own])).await.unwrap();
        let card = anna.call(FindAppointment { patient, appointment: visit.id }).await.unwrap();
        assert_eq!(card.attachments, [own]);
    }

    /// APT-4, ACL-4: what is attached is shown to that doctor though it is hidden from everybody, to
    /// nobody else, and no longer than the visit opens the card.
    async fn what_is_attached_is_opened_to_that_doctor_only(on) {
        let test = TestApp::start(on).await;
        let doctor = stage(&test).await;
        let other = test.member(201, Role::Doctor, Some(CLINIC)).await;
        let (patient, anna) = test.patient(1).await;
        test.open_card(patient, other.grantee(), Ground::Grant, Level::Full, Section::ALL).await;
        for n in [1, 2] {
            test.entry(patient, &entry(n, Section::Results, Sensitivity::Usual, 60)).await;
            let body = NewHiding {
                entry: Some(EntryId(Uuid::from_u128(0xE000 + n))),
                topic: None,
                from: Vec::new(),
                is_told: false,
                key: Uuid::from_u128(0xF0 + n),
            };
            anna.call(HideEntries { patient, body }).await.unwrap();
        }
        let own = EntryId(Uuid::from_u128(0xE001));
        let hold = held(&anna, hold(patient, TEN, 1)).await;
        let body = Booking { hold, reason: String::new(), attachments: vec![own] };
        let visit = anna.call(BookAppointment { patient, body }).await.unwrap();
        assert_eq!(seen(&doctor, patient).await, [own], "what is attached, and nothing else hidden");
        assert_eq!(seen(&other, patient).await, []);
        assert!(!test.holds("ground", "0e001").await, "which entry it is lies sealed");
        let papers = FindVisitPapers { appointment: visit.id };
        let found = doctor.call(papers.clone()).await.unwrap();
        let named: Vec<_> = found.papers.iter().map(|paper| paper.id).collect();
        assert_eq!((named, found.closed), (vec![own], 0));
        let newest = test.journal(patient.0).await.pop().unwrap();
        let read = (What::Access(Action::ReadEntries), Some(doctor.account), Some(Ground::Treatment));
        assert_eq!((newest.what, newest.account, newest.ground), read, "the patient reads who looked");
        let desk = test.member(202, Role::Registrar, Some(CLINIC)).await;
        for who in [&other, &desk, &anna] {
            assert_eq!(code_of(who.call(papers.clone()).await), Code::NotFound);
        }
        let told = async |who: &Person<'_>| {
            let day = who.call(FindDay { day: Some("2026-12-03".into()) }).await.unwrap();
            day.visits[0].papers
        };
        assert_eq!((told(&doctor).await, told(&desk).await), (1, 0));
        anna.call(cancel(patient, &visit)).await.unwrap();
        assert_eq!(code_of(doctor.call(papers).await), Code::NotFound, "it was called off");
        assert!(!reads(&test, &doctor, patient).await);
        booked(&anna, patient, TEN, 2).await;
        assert_eq!(seen(&doctor, patient).await, [], "without it the next visit shows nothing hidden");
    }

    /// APT-4: a time is sold once, under any number of simultaneous tries, on two nodes.
    async fn many_who_try_at_once_get_each_time_once(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        // SQLite belongs to one program; nodes of it share a file in turns.
        let other = if on == On::Postgres { Some(test.another_node().await) } else { None };
        let people = test.crowd(1_000, TRIES).await;
        let tries = people.iter().zip(0_usize..).map(|((patient, person), n)| {
            let at = TEN + HALF * i32::try_from(n % TIMES).unwrap();
            let here = match &other {
                Some(other) if n % 2 == 0 => other.again(person),
                _ => test.again(person),
            };
            async move {
                let answer = here.call(hold(*patient, at, 1)).await.unwrap();
                let Some(kept) = answer.hold else {
                    assert_eq!(answer.refused, Some(HoldRefusal::Taken));
                    return Err(answer.free.len());
                };
                Ok(here.call(booking(*patient, kept.id)).await.unwrap())
            }
        });
        let done = futures_util::future::join_all(tries).await;
        let (sold, told): (Vec<_>, Vec<_>) = done.into_iter().partition(Result::is_ok);
        assert!(told.iter().all(|next| matches!(next, Err(1..))), "each is told the next free times");
        let sold: Vec<OffsetDateTime> =
            sold.into_iter().flatten().map(|visit| visit.starts_at).collect();
        assert_eq!(sold.len(), TIMES, "exactly so many are booked");
        assert_eq!(sold.iter().collect::<BTreeSet<_>>().len(), TIMES, "each once");
    }

    /// APT-4: a node that dies in the middle leaves nothing half done: what it held ends by itself, and
    /// every time is sold once or is free.
    async fn a_node_that_dies_leaves_nothing_stuck(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let people = test.crowd(1_000, 60).await;
        let mut halves = 0;
        for (round, crowd) in people.chunks(20).enumerate() {
            let node = if on == On::Postgres { Some(test.another_node().await) } else { None };
            let tries = crowd.iter().zip(0_usize..).map(|((patient, person), n)| {
                let at = TEN + HALF * i32::try_from(n % TIMES).unwrap();
                let here = node.as_ref().map_or_else(|| test.again(person), |node| node.again(person));
                async move {
                    let answer = here.call(hold(*patient, at, 1)).await.unwrap();
                    if let Some(kept) = answer.hold {
                        here.call(booking(*patient, kept.id)).await.unwrap();
                    }
                }
            });
            // Everything it was doing stops where it stands.
            let life = std::time::Duration::from_millis(15 + 20 * u64::try_from(round).unwrap());
            let died = tokio::time::timeout(life, futures_util::future::join_all(tries)).await;
            halves += usize::from(died.is_err());
        }
        assert!(halves > 0, "at least one died in the middle");
        let nobodys = "update slot_claim set cell = cell where owner not in (select id from slot_hold) \
                       and owner not in (select id from appointment)";
        assert_eq!(test.harm(nobodys).await, 0, "a time is nobody's");
        test.clock.forward(Duration::minutes(6));
        backend::appointments::purge(&test.app).await.unwrap();
        let (patient, person) = test.patient(1).await;
        let mut free = 0;
        for n in 0..TIMES {
            let at = TEN + HALF * i32::try_from(n).unwrap();
            let answer = person.call(hold(patient, at, u128::try_from(n).unwrap() + 1)).await.unwrap();
            free += u64::from(answer.hold.is_some());
        }
        let booked = test.harm("update appointment set version = version where state = 'booked'").await;
        assert_eq!(free + booked, u64::try_from(TIMES).unwrap());
    }

    /// APT-9: a doctor's own day, the reception's all without what it is about; states, and a pass.
    async fn a_visit_is_received(on) {
        let test = TestApp::start(on).await;
        let doctor = stage(&test).await;
        let colleague = test.member(201, Role::Doctor, Some(CLINIC)).await;
        let desk = test.member(202, Role::Registrar, Some(CLINIC)).await;
        insert_organization(test.raw().await.write(), FAR, "Другая", "clinic", 0).await.unwrap();
        let elsewhere = test.member(203, Role::Registrar, Some(FAR)).await;
        let (patient, anna) = test.patient(1).await;
        let visit = booked(&anna, patient, TEN, 1).await;
        for state in [VisitState::Arrived, VisitState::InProgress, VisitState::NoShow] {
            let body = StateChange { state, version: visit.version };
            let early = desk.call(ChangeVisitState { appointment: visit.id, body }).await;
            assert_eq!(code_of(early), Code::TooEarly, "{state}: the day before");
        }
        test.clock.forward(TEN - Duration::minutes(20) - test.now());
        let (doctor, colleague, desk, elsewhere, anna) = (
            test.signed_in(&doctor).await,
            test.signed_in(&colleague).await,
            test.signed_in(&desk).await,
            test.signed_in(&elsewhere).await,
            test.signed_in(&anna).await,
        );
        let day = async |who: &Person<'_>| who.call(FindDay { day: None }).await.unwrap().visits;
        let missed = StateChange { state: VisitState::NoShow, version: visit.version };
        let missed = ChangeVisitState { appointment: visit.id, body: missed };
        assert_eq!(code_of(desk.call(missed).await), Code::TooEarly, "it has not begun");
        let seen = day(&doctor).await.remove(0);
        assert_eq!((seen.id, seen.reason.as_deref()), (visit.id, Some("Болит колено")));
        assert_eq!(seen.name.surname, "Испытаний1");
        let seen = day(&desk).await.remove(0);
        assert_eq!((seen.id, seen.reason), (visit.id, None));
        assert!(day(&colleague).await.is_empty() && day(&elsewhere).await.is_empty());
        let looked = async || {
            let lines = test.journal(patient.0).await;
            lines.iter().filter(|line| line.what == What::Access(Action::ReadIdentity)).count()
        };
        let before = looked().await;
        day(&desk).await;
        assert_eq!(looked().await, before, "a list that renews itself is one look");

        let pass = anna.call(MakeVisitPass { patient, appointment: visit.id }).await.unwrap();
        let show = |token: &str| CheckInVisit { body: CheckIn { token: token.to_owned() } };
        assert_eq!(code_of(elsewhere.call(show(&pass.token)).await), Code::CodeWrong);
        assert_eq!(code_of(desk.call(show("AAAA")).await), Code::CodeWrong);
        let come = desk.call(show(&pass.token)).await.unwrap();
        assert_eq!((come.state, come.arrived_at), (VisitState::Arrived, Some(test.now())));
        assert_eq!(desk.call(show(&pass.token)).await.unwrap().state, VisitState::Arrived);
        test.clock.forward(Duration::minutes(5) + Duration::SECOND);
        assert_eq!(code_of(desk.call(show(&pass.token)).await), Code::CodeWrong, "too old");

        let paper = anna.call(MakePaperPass { patient, appointment: visit.id }).await.unwrap();
        assert_eq!(paper.until, visit.ends_at);
        test.clock.forward(Duration::minutes(6));
        assert_eq!(desk.call(show(&paper.token)).await.unwrap().id, visit.id, "paper lives longer");
        assert_eq!(code_of(elsewhere.call(show(&paper.token)).await), Code::CodeWrong);

        let to = |state, version| {
            ChangeVisitState { appointment: visit.id, body: StateChange { state, version } }
        };
        assert_eq!(code_of(doctor.call(to(VisitState::Done, come.version)).await), Code::Conflict);
        assert_eq!(code_of(doctor.call(to(VisitState::InProgress, 1)).await), Code::Conflict);
        assert_eq!(code_of(colleague.call(to(VisitState::InProgress, come.version)).await), Code::NotFound);
        let begun = doctor.call(to(VisitState::InProgress, come.version)).await.unwrap();
        let done = doctor.call(to(VisitState::Done, begun.version)).await.unwrap();
        assert_eq!(done.state, VisitState::Done);
        let lines = test.journal(patient.0).await;
        let acts = lines.iter().filter_map(|line| match line.what {
            What::Visit(act) => Some((act, line.ground)),
            _ => None,
        });
        let ground = Some(Ground::Treatment);
        let expected = [(VisitAct::CheckedIn, ground), (VisitAct::Noted, ground), (VisitAct::Noted, ground)];
        assert_eq!(acts.collect::<Vec<_>>(), expected);

        // APT-1: who was there says what they think, once, and nobody reads whose it is.
        let review = |stars| ReviewAppointment {
            patient,
            appointment: visit.id,
            body: NewVisitReview { stars, words: "Внимательный врач".into() },
        };
        assert!(anna.call(review(5)).await.unwrap().review.is_some());
        assert_eq!(code_of(anna.call(review(1)).await), Code::Conflict);
        let page = anna.call(FindClinic { clinic: CLINIC }).await.unwrap();
        assert_eq!(page.reviews[0].words, "Внимательный врач");
        assert_eq!(page.clinic.rating.map(|rating| (rating.tenths, rating.count)), Some((50, 1)));
    }

    /// APT-9: a mark that was a mistake is taken back on the same day, and not later; the patient
    /// reads both in the history, and the visit is as it was.
    async fn a_mistaken_mark_is_taken_back_on_the_same_day(on) {
        let test = TestApp::start(on).await;
        let doctor = stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        let visit = booked(&anna, patient, TEN, 1).await;
        let mut version = visit.version;
        test.clock.forward(TEN + Duration::minutes(10) - test.now());
        let doctor = test.signed_in(&doctor).await;
        let to = |state, version| {
            ChangeVisitState { appointment: visit.id, body: StateChange { state, version } }
        };
        for mistake in [VisitState::NoShow, VisitState::Arrived] {
            let marked = doctor.call(to(mistake, version)).await.unwrap();
            test.clock.forward(Duration::SECOND);
            let back = doctor.call(to(VisitState::Booked, marked.version)).await.unwrap();
            assert_eq!((back.state, back.arrived_at), (VisitState::Booked, None), "{mistake}");
            version = back.version;
            test.clock.forward(Duration::SECOND);
        }
        let anna = test.signed_in(&anna).await;
        let card = anna.call(FindAppointment { patient, appointment: visit.id }).await.unwrap();
        assert_eq!(card.appointment.state, VisitState::Booked);
        let events: Vec<_> = card.history.iter().map(|it| it.event).collect();
        let back = VisitEvent::Reverted;
        let expected = [VisitEvent::Booked, VisitEvent::Missed, back, VisitEvent::Arrived, back];
        assert_eq!(events, expected);
        let missed = doctor.call(to(VisitState::NoShow, version)).await.unwrap();
        test.clock.forward(Duration::DAY);
        let doctor = test.signed_in(&doctor).await;
        let late = doctor.call(to(VisitState::Booked, missed.version)).await;
        assert_eq!(code_of(late), Code::Conflict, "nobody is expected yesterday");
        let came = doctor.call(to(VisitState::Arrived, missed.version)).await.unwrap();
        assert_eq!(came.state, VisitState::Arrived, "they came after all");
    }

    /// APT-9: what is printed days before checks in on the visit's day, and nobody once it was moved.
    async fn a_printed_pass_is_of_the_visit_as_it_was_booked(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let desk = test.member(202, Role::Registrar, Some(CLINIC)).await;
        let (patient, anna) = test.patient(1).await;
        let visit = booked(&anna, patient, TEN, 1).await;
        let paper = anna.call(MakePaperPass { patient, appointment: visit.id }).await.unwrap();
        let show = CheckInVisit { body: CheckIn { token: paper.token } };
        assert_eq!(code_of(desk.call(show.clone()).await), Code::CodeWrong, "days before");
        let mut moving = hold(patient, TEN + Duration::DAY, 2);
        moving.body.moves = Some(visit.id);
        let body = Booking { hold: held(&anna, moving).await, reason: String::new(), attachments: Vec::new() };
        anna.call(BookAppointment { patient, body }).await.unwrap();
        test.clock.forward(TEN - test.now());
        let desk = test.signed_in(&desk).await;
        assert_eq!(code_of(desk.call(show.clone()).await), Code::CodeWrong, "it is another day now");
        test.clock.forward(Duration::DAY);
        let desk = test.signed_in(&desk).await;
        assert_eq!(code_of(desk.call(show).await), Code::CodeWrong, "the paper says another time");
    }

    /// APT-9: what was called off stays in the list of the day with who did it, so that nobody is waited
    /// for; why the patient did is for the doctor alone, and nobody reads what it was about any more.
    async fn what_was_called_off_stays_in_the_day(on) {
        let test = TestApp::start(on).await;
        let doctor = stage(&test).await;
        let desk = test.member(202, Role::Registrar, Some(CLINIC)).await;
        let (patient, anna) = test.patient(1).await;
        let (other, boris) = test.patient(2).await;
        let visit = booked(&anna, patient, TEN, 1).await;
        let theirs = booked(&boris, other, TEN + HALF, 1).await;
        anna.call(cancel(patient, &visit)).await.unwrap();
        let body = Cancelling { note: "Врач заболел".into(), version: theirs.version };
        doctor.call(CancelVisit { appointment: theirs.id, body }).await.unwrap();
        let third = TEN + HALF * 2;
        booked(&anna, patient, third, 2).await;
        let day = async |who: &Person<'_>| {
            who.call(FindDay { day: Some("2026-12-03".into()) }).await.unwrap().visits
        };
        let told = async |who: &Person<'_>| {
            let all = day(who).await.into_iter();
            let line = all.map(|it| (it.state, it.reason, it.called_off.map(|off| (off.by, off.note))));
            line.collect::<Vec<_>>()
        };
        let off = VisitState::Cancelled;
        let (sick, ill) = (Some("Заболела".to_owned()), Some("Врач заболел".to_owned()));
        let knee = Some("Болит колено".to_owned());
        let (patient_did, clinic_did) = (VisitActor::Patient, VisitActor::Clinic);
        assert_eq!(told(&doctor).await, [
            (off, None, Some((patient_did, sick))),
            (off, None, Some((clinic_did, ill.clone()))),
            (VisitState::Booked, knee, None),
        ]);
        assert_eq!(told(&desk).await, [
            (off, None, Some((patient_did, None))),
            (off, None, Some((clinic_did, ill))),
            (VisitState::Booked, None, None),
        ]);
        assert!(day(&desk).await.iter().all(|it| !it.name.surname.is_empty()));
        test.clock.forward(third - test.now() + Duration::DAY);
        let doctor = test.signed_in(&doctor).await;
        assert_eq!(day(&doctor).await.len(), 1, "the day is over, and nobody waits for anybody");
    }

    /// APT-5, APT-9: letters tell when and where; who waits is told that the doctor is late, and who
    /// was cancelled that they need not come. None of them names the doctor or what it is about.
    async fn patients_are_told_when_and_where_and_nothing_else(on) {
        let test = TestApp::start(on).await;
        let doctor = stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        let owner = test.visitor(3).confirmed(3).await.account;
        let to = backend::access::Grantee::Account(owner);
        test.open_card(patient, to, Ground::Own, Level::Full, Section::ALL).await;
        let newest = async || test.told(&phone(3)).await.into_iter().next().unwrap_or_default();
        let visit = booked(&anna, patient, TEN, 1).await;
        let told = newest().await.replace('\u{a0}', " ");
        assert!(told.contains("вы записаны: Поликлиника № 1, 3 декабря 2026, 10:00"), "{told}");
        assert!(!told.contains("Первичный") && !told.contains("Испытаний") && !told.contains("Болит"));
        test.clock.forward(TEN - Duration::HOUR - test.now());
        let doctor = test.signed_in(&doctor).await;
        let late = |minutes| TellLate { body: Late { practitioner: ROLE, minutes } };
        assert_eq!(doctor.call(late(5)).await.unwrap().patients, 0, "not worth a letter");
        assert_eq!(doctor.call(late(20)).await.unwrap().patients, 1);
        assert!(newest().await.contains("20 мин"), "{}", newest().await);
        let seen = doctor.call(FindDay { day: None }).await.unwrap();
        assert_eq!(seen.practitioners[0].late_minutes, 20);
        let body = Cancelling { note: "Врач заболел".into(), version: seen.visits[0].version };
        let off = doctor.call(CancelVisit { appointment: visit.id, body }).await.unwrap();
        assert_eq!((off.state, off.reason), (VisitState::Cancelled, None));
        assert!(newest().await.contains("визит отменён"), "{}", newest().await);
        assert!(!reads(&test, &doctor, patient).await);
    }

    /// APT-3: nothing is dropped silently: what a pattern touches is listed, kept, moved or cancelled.
    async fn a_changed_pattern_asks_about_every_visit_it_touches(on) {
        let test = TestApp::start(on).await;
        let doctor = stage(&test).await;
        let boss = test.member(210, Role::Administrator, Some(CLINIC)).await;
        let mut visits = Vec::new();
        let mut people = Vec::new();
        for n in 1..=4 {
            let (patient, person) = test.patient(n).await;
            let at = TEN + HALF * i32::try_from(n).unwrap();
            visits.push(booked(&person, patient, at, 1).await);
            people.push((patient, person));
        }
        // From now on until eleven: the second, third and fourth have no place.
        let change = |remedies: &[(usize, Remedy)]| ChangePattern {
            practitioner: ROLE,
            body: NewPattern {
                pattern: pattern(540, 660),
                remedies: remedies
                    .iter()
                    .map(|(n, remedy)| VisitRemedy { appointment: visits[*n].id, remedy: *remedy })
                    .collect(),
                version: 2,
            },
        };
        let answer = boss.call(change(&[(1, Remedy::Keep)])).await.unwrap();
        assert!(!answer.saved);
        let touched: Vec<_> = answer.affected.iter().map(|it| it.visit.id).collect();
        assert_eq!(touched, [visits[1].id, visits[2].id, visits[3].id]);
        assert!(answer.affected.iter().all(|it| it.visit.patient.is_none()), "not theirs to know");
        assert!(answer.affected.iter().all(|it| it.visit.name.surname.is_empty()));
        let goals: BTreeSet<_> = answer.affected.iter().map(|it| it.moves_to).collect();
        assert_eq!(goals.len(), 3, "each to a time of its own");
        let all = [(1, Remedy::Keep), (2, Remedy::Move), (3, Remedy::Cancel)];
        let answer = boss.call(change(&all)).await.unwrap();
        assert!(answer.saved && answer.schedule.version == 3);
        assert_eq!(code_of(boss.call(change(&all)).await), Code::Conflict, "of an older version");
        let now = async |n: usize| {
            let (patient, person) = &people[n];
            let call = FindAppointment { patient: *patient, appointment: visits[n].id };
            person.call(call).await.unwrap()
        };
        assert_eq!(now(1).await.appointment.starts_at, visits[1].starts_at);
        let moved = now(2).await;
        let goal = answer.affected[1].moves_to.unwrap();
        assert_eq!((moved.appointment.starts_at, moved.appointment.sequence), (goal, 1));
        assert_eq!(moved.history.last().unwrap().event, VisitEvent::Moved);
        assert_eq!(now(3).await.appointment.state, VisitState::Cancelled);
        assert!(!reads(&test, &doctor, people[3].0).await && reads(&test, &doctor, people[2].0).await);
        let desk = boss.call(FindScheduleDesk {}).await.unwrap();
        assert_eq!(desk.schedules[0].pattern.as_ref().unwrap(), &pattern(540, 660));
        let lines = test.journal(CLINIC.0).await;
        let line = lines.iter().find(|it| it.what == What::Administration(AdminAct::ScheduleChanged)).unwrap();
        assert!(line.changes[0].before.is_some() && line.changes[0].after.is_some());
        let told = test.journal(people[2].0.0).await;
        assert!(told.iter().any(|line| line.what == What::Visit(VisitAct::Moved)));
    }

    /// APT-1, APT-2: found by words, place and what is offered; who has left is not.
    async fn clinics_and_doctors_are_found_by_anybody(on) {
        let test = TestApp::start(on).await;
        let doctor = stage(&test).await;
        let raw = test.raw().await;
        insert_organization(raw.write(), FAR, "Медцентр «Ёлки»", "clinic", 0).await.unwrap();
        let far = Clinic {
            latitude: Some(5_302_000),
            longitude: Some(15_865_000),
            electronic_cards: false,
            kind: ClinicKind::Center,
            ..clinic(FAR, "", "Петропавловск-Камчатский", "Asia/Kamchatka")
        };
        insert_clinic(raw.write(), &far).await.unwrap();
        let anybody = test.visitor(9);
        let find = async |query: ClinicQuery| {
            let found = anybody.call(SearchClinics { body: query }).await.unwrap();
            found.clinics.into_iter().map(|clinic| clinic.id).collect::<Vec<_>>()
        };
        let words = |words: &str| ClinicQuery { words: Some(words.into()), ..ClinicQuery::default() };
        assert_eq!(find(words("ЕЛКИ камчатский")).await, [FAR]);
        assert_eq!(find(words("поликлиника проспект")).await, [CLINIC]);
        assert!(find(words("поликлиника камчатский")).await.is_empty());
        let only = ClinicQuery { electronic_cards: true, ..ClinicQuery::default() };
        assert_eq!(find(only).await, [CLINIC]);
        let therapists = ClinicQuery { speciality: Some(Speciality::Therapist), ..ClinicQuery::default() };
        assert_eq!(find(therapists).await, [CLINIC]);
        let near = ClinicQuery {
            latitude: Some(5_302_000),
            longitude: Some(15_865_000),
            ..ClinicQuery::default()
        };
        assert_eq!(find(near.clone()).await, [FAR, CLINIC], "the nearest first");
        let found = anybody.call(SearchClinics { body: near }).await.unwrap().clinics;
        let metres = found[1].distance.unwrap();
        assert!((6_700_000..6_850_000).contains(&metres), "{metres}");
        let half = ClinicQuery { latitude: Some(0), ..ClinicQuery::default() };
        assert_eq!(code_of(anybody.call(SearchClinics { body: half }).await), Code::Invalid);

        let doctors = async |query: PractitionerQuery| {
            anybody.call(SearchPractitioners { body: query }).await.unwrap().practitioners
        };
        let english = PractitionerQuery { language: Some("en".into()), ..PractitionerQuery::default() };
        let shown = doctors(english).await.remove(0);
        // Three in the afternoon in Moscow, and an hour's notice.
        let next = shown.next_free.unwrap();
        assert_eq!((next.starts_at, next.utc_offset), (datetime!(2026-12-01 13:00 UTC), 180));
        for said in ["терапевт", "Участковый", "терпевт"] {
            let query = PractitionerQuery { words: Some(said.into()), ..PractitionerQuery::default() };
            assert_eq!(doctors(query).await[0].id, ROLE, "{said}");
        }
        let nobody = PractitionerQuery { words: Some("марсианин".into()), ..PractitionerQuery::default() };
        assert!(doctors(nobody).await.is_empty());
        let online = PractitionerQuery { format: Some(VisitFormat::Online), ..PractitionerQuery::default() };
        assert!(doctors(online).await.is_empty());
        let days = anybody.call(slots(date!(2026 - 12 - 01), 2)).await.unwrap();
        assert_eq!(days.days.iter().map(|day| day.slots.len()).collect::<Vec<_>>(), [2, 16]);
        assert_eq!((days.next, days.time_zone.as_str()), (Some(date!(2026 - 12 - 03)), "Europe/Moscow"));
        assert_eq!(code_of(anybody.call(slots(date!(2026 - 12 - 01), 32)).await), Code::Invalid);

        test.harm("update membership set ends_at = 1, version = version + 1").await;
        assert!(doctors(PractitionerQuery::default()).await.is_empty());
        let gone = anybody.call(FindPractitioner { practitioner: ROLE }).await;
        assert_eq!(code_of(gone), Code::NotFound);
        drop(doctor);
    }

    /// APT-12: the first page tells of the visit that comes next whoever may move it, and nobody else
    /// who reads the card.
    async fn the_first_page_tells_of_the_next_visit(on) {
        let test = TestApp::start(on).await;
        let doctor = stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        let next = async |who: &Person<'_>| {
            who.call(FindSummary { patient }).await.unwrap().next_visit
        };
        assert_eq!(next(&anna).await, None);
        let later = booked(&anna, patient, TEN + HALF * 2, 2).await;
        let visit = booked(&anna, patient, TEN, 1).await;
        let told = next(&anna).await.unwrap();
        assert_eq!((told.id, told.starts_at, told.utc_offset), (visit.id, TEN, 180));
        assert_eq!(told.organization_name, visit.organization_name);
        assert_eq!(next(&doctor).await, None, "it is for the patient");
        anna.call(cancel(patient, &visit)).await.unwrap();
        assert_eq!(next(&anna).await.unwrap().id, later.id);
        test.clock.forward(TEN + Duration::DAY - test.now());
        let anna = test.signed_in(&anna).await;
        assert_eq!(next(&anna).await, None, "nobody noted that they came");
    }

    /// APT-5, APT-6: calendars of others (npm's `ical.js`, PyPI's `icalendar`) take a moved and a
    /// cancelled visit for the same event, and keep it as it is now.
    async fn calendars_of_others_follow_a_visit(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        let visit = booked(&anna, patient, TEN, 1).await;
        let url = calendar_url(patient, visit.id);
        let folder = tempfile::tempdir().unwrap();
        let mut files = Vec::new();
        let mut keep = |text: String| {
            let file = folder.path().join(format!("{}.ics", files.len()));
            std::fs::write(&file, text).unwrap();
            files.push(file.to_str().unwrap().to_owned());
        };
        keep(text(&test, &url, Some(&anna.token)).await.1);
        let mut moving = hold(patient, TEN + HALF, 2);
        moving.body.moves = Some(visit.id);
        let body = Booking { hold: held(&anna, moving).await, reason: String::new(), attachments: Vec::new() };
        let moved = anna.call(BookAppointment { patient, body }).await.unwrap();
        keep(text(&test, &url, Some(&anna.token)).await.1);
        anna.call(cancel(patient, &moved)).await.unwrap();
        keep(text(&test, &url, Some(&anna.token)).await.1);

        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let in_node = Some(Peer::start("calendars", &files).await);
        for calendar in [in_node, Peer::start_python("calendars", &files).await] {
            let Some(mut calendar) = calendar else { continue };
            let read = calendar.until("read").await;
            let of = |name: &str| read["seen"].as_array().unwrap().iter().map(|event| event[name].clone()).collect::<Vec<_>>();
            assert_eq!(of("sequence"), [0, 1, 2]);
            assert_eq!(of("start"), ["20261203T070000Z", "20261203T073000Z", "20261203T073000Z"]);
            assert_eq!(of("end"), ["20261203T073000Z", "20261203T080000Z", "20261203T080000Z"]);
            assert_eq!(of("status"), ["CONFIRMED", "CONFIRMED", "CANCELLED"]);
            assert_eq!(read["kept"].as_array().unwrap().len(), 1, "one event: {read}");
            assert_eq!(read["kept"][0]["status"], "CANCELLED");
        }
    }

    /// APT-5, APT-7: a calendar rings when the portal would remind, by night as little as the portal; of
    /// whoever wants no reminders it rings never.
    async fn a_calendar_rings_when_its_patient_wishes_to_be_reminded(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        let visit = booked(&anna, patient, TEN, 1).await;
        let feed = anna.call(MakeCalendarFeed { patient }).await.unwrap().url;
        let feed = feed[feed.find("/calendar/").unwrap()..].to_owned();
        let rings = async || {
            let (_, one) = text(&test, &calendar_url(patient, visit.id), Some(&anna.token)).await;
            let (_, all) = text(&test, &feed, None).await;
            let of = |calendar: &str| {
                let lines = calendar.lines().filter_map(|line| line.strip_prefix("TRIGGER:"));
                lines.map(str::to_owned).collect::<Vec<_>>()
            };
            assert_eq!(of(&one), of(&all), "the file and the feed");
            of(&one)
        };
        assert_eq!(rings().await, ["-PT2H", "-PT24H"], "as usual");
        let set = async |leads: Vec<u32>, zone: Option<&'static str>| {
            let body = ReminderSettings { leads, time_zone: zone.map(str::to_owned) };
            anna.call(ChangeReminders { patient, body }).await.unwrap();
        };
        set(vec![4_320, 60], None).await;
        assert_eq!(rings().await, ["-PT1H", "-PT72H"]);
        // Seven in the morning UTC is seven in London, where nobody is woken: 21:59 the evening before.
        set(vec![60, 120], Some("Europe/London")).await;
        assert_eq!(rings().await, ["-PT541M"], "both at once");
        set(Vec::new(), None).await;
        assert!(rings().await.is_empty());
    }

    /// APT-5: an address that calendars read; another one is nothing, and each reading is journalled.
    async fn a_calendar_reads_visits_by_its_address_alone(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        booked(&anna, patient, TEN, 1).await;
        let first = anna.call(MakeCalendarFeed { patient }).await.unwrap().url;
        let path = |url: &str| url[url.find("/calendar/").unwrap()..].to_owned();
        let secret = path(&first).replace("/calendar/", "").replace(".ics", "");
        assert!(secret.len() == 43 && !test.holds("calendar_feed", &secret).await);
        let (status, calendar) = text(&test, &path(&first), None).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 1);
        let newest = test.journal(patient.0).await.pop().unwrap();
        assert_eq!((newest.what, newest.outcome), (What::Access(Action::ReadAppointments), Outcome::Allowed));
        let second = anna.call(MakeCalendarFeed { patient }).await.unwrap().url;
        assert_eq!(text(&test, &path(&first), None).await.0, StatusCode::NOT_FOUND);
        assert_eq!(text(&test, &path(&second), None).await.0, StatusCode::OK);
        for _ in 0..2 {
            anna.call(CloseCalendarFeed { patient }).await.unwrap();
        }
        assert_eq!(text(&test, &path(&second), None).await.0, StatusCode::NOT_FOUND);
    }

    /// APT-4: one doctor who works in two clinics is in one place at a time.
    async fn a_doctor_of_two_clinics_is_in_one_place_at_a_time(on) {
        let test = TestApp::start(on).await;
        let doctor = stage(&test).await;
        let raw = test.raw().await;
        insert_organization(raw.write(), FAR, "Вторая", "clinic", 0).await.unwrap();
        insert_clinic(raw.write(), &clinic(FAR, "", "Москва", "Europe/Moscow")).await.unwrap();
        let membership = accounts::NewMembership {
            id: Uuid::from_u128(0x77),
            account: doctor.account,
            role: Role::Doctor,
            organization: Some(FAR),
            starts_at: 0,
            ends_at: None,
        };
        accounts::insert_membership(raw.write(), membership).await.unwrap();
        let (there, service) = (PractitionerRoleId(Uuid::from_u128(0x60)), Uuid::from_u128(0x61));
        let visit = Service {
            id: service,
            name: "Приём".into(),
            minutes: 60,
            format: VisitFormat::InPerson,
            price: None,
            payments: vec![Payment::Policy],
            preparation: None,
        };
        keep_service(raw.write(), FAR, &visit).await.unwrap();
        let role = NewRole {
            id: there,
            account: doctor.account,
            organization: FAR,
            speciality: Speciality::Therapist,
            languages: Vec::new(),
            services: vec![service],
        };
        keep_role(raw.write(), &role).await.unwrap();
        let mut hours = pattern(540, 1_020);
        hours.hours.iter_mut().for_each(|hours| hours.room = None);
        assert!(keep_pattern(raw.write(), there, &hours, 1).await.unwrap());
        let (patient, anna) = test.patient(1).await;
        let (other, boris) = test.patient(2).await;
        booked(&anna, patient, TEN, 1).await;
        let mut elsewhere = hold(other, TEN, 1);
        (elsewhere.body.practitioner, elsewhere.body.service) = (there, service);
        assert_eq!(refused(&boris, elsewhere).await.refused, Some(HoldRefusal::Taken));
    }
}

/// APT-5: RFC 5545: lines of at most 75 octets that part no letter, and text that is escaped.
#[test]
fn a_calendar_is_written_as_its_standard_says() {
    use backend::appointments::calendar::{Event, write};
    let long = "Вход со двора, третий подъезд; домофон 12\\34\nвторой этаж ".repeat(4);
    let event = Event {
        uid: "1@example.org".into(),
        sequence: 3,
        made_at: datetime!(2026-12-01 12:00 UTC),
        starts_at: datetime!(2026-12-03 10:00 +3),
        ends_at: datetime!(2026-12-03 10:30 +3),
        is_cancelled: true,
        summary: "Визит: Поликлиника № 1".into(),
        location: None,
        description: Some(long.clone()),
        alarms: vec![120, 631],
    };
    let text = write("Визиты", std::slice::from_ref(&event));
    assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains('\n'));
    assert!(text.split("\r\n").all(|line| line.len() <= 75));
    let whole = text.replace("\r\n ", "");
    let escaped = long.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;");
    assert!(whole.contains(&format!("DESCRIPTION:{}\r\n", escaped.replace('\n', "\\n"))));
    for line in ["STATUS:CANCELLED", "METHOD:PUBLISH", "SEQUENCE:3", "DTSTART:20261203T070000Z"] {
        assert!(whole.contains(&format!("{line}\r\n")), "{line}");
    }
    assert!(!whole.contains("VALARM"), "nobody is reminded of what was cancelled");
    let kept = write("Визиты", &[Event { is_cancelled: false, ..event }]);
    assert!(kept.contains("TRIGGER:-PT2H\r\n") && kept.contains("TRIGGER:-PT631M\r\n"));
    assert_eq!(kept.matches("BEGIN:VALARM").count(), 2);
}
