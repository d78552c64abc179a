//! Booking as a patient, a doctor and an administrator see it (APT-2 to APT-9, REC-15).

use tests::browser::{Browser, SCREENS};
use tests::process::Server;

use super::accounts::press;
use super::record::{become_, whole};
use super::{ANNA, ANNAS_CARD};

const DOCTOR: u128 = 0xA0_000B;
const ADMINISTRATOR: u128 = 0xA0_000D;
/// The therapist of the demo's clinic, as one who can be booked.
const THERAPIST: &str = "00000000-0000-0000-0000-0000005e0001";

/// The first of the free times on the page.
async fn take_a_time(browser: &Browser) {
    let script = "const b = document.querySelector('button.booking__time'); \
                  if (!b) return false; b.click(); return true;";
    browser.until("a free time", script).await;
    browser.sees("Проверьте и").await;
}

/// From the search to a visit, which is moved and cancelled; on every screen.
#[tokio::test(flavor = "multi_thread")]
async fn a_patient_books_moves_and_cancels_a_visit() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[], &["--demo"]).await;
    let browser = Browser::start().await;
    browser.screen(SCREENS[2], false).await;
    let mut found = Vec::new();

    become_(&browser, &server, ANNA, "/booking").await;
    browser.sees("Кто вам нужен").await;
    whole(&browser, "booking", &mut found).await;
    press(&browser, "Терапевт").await;
    browser.sees("Соколова").await;
    whole(&browser, "booking-doctors", &mut found).await;
    become_(&browser, &server, ANNA, "/booking?view=clinics").await;
    browser.sees("Проспект Мира").await;
    whole(&browser, "booking-clinics", &mut found).await;

    become_(&browser, &server, ANNA, &format!("/booking/{THERAPIST}")).await;
    browser.until("a free time", "return !!document.querySelector('button.booking__time')").await;
    whole(&browser, "booking-times", &mut found).await;
    take_a_time(&browser).await;
    browser.sees("вы открываете карту").await;
    let field = browser.find("textarea").await;
    field.send_keys("Болит голова по утрам").await.unwrap();
    whole(&browser, "booking-form", &mut found).await;
    press(&browser, "Записаться").await;
    browser.sees("Вы записаны").await;
    browser.sees("Болит голова по утрам").await;
    whole(&browser, "visit-card", &mut found).await;

    become_(&browser, &server, ANNA, "/").await;
    browser.sees("Ближайший визит").await;
    become_(&browser, &server, ANNA, &format!("/patients/{ANNAS_CARD}/visits")).await;
    browser.sees("Предстоят").await;
    whole(&browser, "visits", &mut found).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert_eq!(browser.errors().await, Vec::<String>::new());
    browser.stop().await;
}

/// Who comes today, and how far each visit is; when who works.
#[tokio::test(flavor = "multi_thread")]
async fn a_doctor_sees_the_day_and_an_administrator_sets_the_hours() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[], &["--demo"]).await;
    let browser = Browser::start().await;
    browser.screen(SCREENS[2], false).await;
    let mut found = Vec::new();

    become_(&browser, &server, DOCTOR, "/day").await;
    browser.sees("Пришёл").await;
    whole(&browser, "day", &mut found).await;
    let open = "const b = [...document.querySelectorAll('main button, main a')].find(e => e.innerText.includes('Пришёл')); \
                if (!b) return false; b.click(); return true;";
    browser.until("the patient who has come", open).await;
    browser.sees("Закончились лекарства").await;
    whole(&browser, "day-visit", &mut found).await;

    become_(&browser, &server, ADMINISTRATOR, "/schedules").await;
    browser.sees("Соколова").await;
    whole(&browser, "schedules", &mut found).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert_eq!(browser.errors().await, Vec::<String>::new());
    browser.stop().await;
}
