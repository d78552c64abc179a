//! Booking as a patient, a doctor and an administrator see it (APT-2 to APT-9, REC-15).

use tests::browser::{Browser, SCREENS};
use tests::process::Server;

use super::accounts::{press, press_in_dialog};
use super::record::{become_, whole};
use super::{ANNA, ANNAS_CARD};

const DOCTOR: u128 = 0xA0_000B;
const ADMINISTRATOR: u128 = 0xA0_000D;
/// The therapist of the demo's clinic, as one who can be booked.
const THERAPIST: &str = "00000000-0000-0000-0000-0000005e0001";

/// One of the times of the last free day in sight, counted from the last: a visit soon is not moved
/// any more.
async fn take_a_time(browser: &Browser, from_the_last: usize) {
    browser.until("a free time", "return !!document.querySelector('button.booking__time')").await;
    let day = "const days = [...document.querySelectorAll('.booking__day:not(.is-full)')]; \
               const last = days.at(-1); if (!last) return false; last.click(); return true;";
    browser.until("a free day", day).await;
    let script = format!(
        "const last = [...document.querySelectorAll('.booking__day:not(.is-full)')].at(-1); \
         if (!last || last.getAttribute('aria-pressed') !== 'true') return false; \
         const all = [...document.querySelectorAll('button.booking__time')]; \
         const wanted = all.at(-1 - {from_the_last}); if (!wanted) return false; wanted.click(); return true;"
    );
    browser.until("a free time of that day", &script).await;
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
    take_a_time(&browser, 0).await;
    browser.sees("вы открываете карту").await;
    let field = browser.find("textarea").await;
    field.send_keys("Болит голова по утрам").await.unwrap();
    whole(&browser, "booking-form", &mut found).await;
    // Kept once nothing more is typed for a moment.
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    let sent =
        "return performance.getEntriesByType('resource').some(e => e.name.endsWith('/words'))";
    browser.until("what is typed goes to the server", sent).await;
    browser.driver.refresh().await.unwrap();
    let typed = "return document.querySelector('textarea')?.value === 'Болит голова по утрам'";
    browser.until("what was typed before it was loaded anew", typed).await;
    press(&browser, "Записаться").await;
    browser.sees("Вы записаны").await;
    browser.sees("Болит голова по утрам").await;
    whole(&browser, "visit-card", &mut found).await;
    let visit = browser.js("return location.pathname").await;
    browser.js("window.print = () => { window.printed = document.querySelector('.paper-pass svg.qr') !== null }").await;
    press(&browser, "Напечатать пропуск").await;
    browser.until("a pass with its code on paper", "return window.printed === true").await;

    become_(&browser, &server, ANNA, "/").await;
    browser.sees("Ближайший визит").await;
    become_(&browser, &server, ANNA, &format!("/patients/{ANNAS_CARD}/visits")).await;
    browser.sees("Предстоят").await;
    whole(&browser, "visits", &mut found).await;
    move_and_cancel(&browser, &server, visit.as_str().unwrap(), &mut found).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert_eq!(browser.errors().await, Vec::<String>::new());
    browser.stop().await;
}

/// APT-6: both times are shown before the visit is moved; then it is cancelled.
async fn move_and_cancel(browser: &Browser, server: &Server, visit: &str, found: &mut Vec<String>) {
    become_(browser, server, ANNA, visit).await;
    press(browser, "Перенести визит").await;
    take_a_time(browser, 1).await;
    browser.sees("Было").await;
    browser.sees("Станет").await;
    let kept = "return document.querySelector('textarea')?.value === 'Болит голова по утрам'";
    browser.until("what was said of it", kept).await;
    whole(browser, "booking-move", found).await;
    press(browser, "Перенести").await;
    browser.sees("Визит перенесён").await;
    browser.until("the visit", &format!("return location.pathname === '{visit}'")).await;
    press(browser, "Отменить визит").await;
    browser.sees("Отменить этот визит?").await;
    press_in_dialog(browser, "Отменить визит").await;
    browser.sees("Визит отменён").await;
    let is_over = "return ![...document.querySelectorAll('a')].some(a => a.innerText.includes('Перенести визит'))";
    browser.until("nothing to move", is_over).await;
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
    wrong_hours_are_told(&browser, &mut found).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert_eq!(browser.errors().await, Vec::<String>::new());
    browser.stop().await;
}

/// APT-3: hours that overlap are told at the day they are in, and saving leads there.
async fn wrong_hours_are_told(browser: &Browser, found: &mut Vec<String>) {
    browser.js("document.querySelector('main a.button--secondary').click(); return true").await;
    browser.until("a week", "return !!document.querySelector('.schedule__row')").await;
    let add = "const day = document.querySelector('.schedule__row').closest('fieldset'); \
               [...day.querySelectorAll('button')].pop().click(); return true";
    browser.js(add).await;
    browser.sees("пересекаются с другими часами").await;
    let told = "return document.querySelectorAll('.schedule__row input[aria-invalid]').length >= 4";
    assert_eq!(browser.js(told).await, serde_json::json!(true));
    whole(browser, "schedule-overlapping", found).await;
    browser
        .js("document.querySelector('main form button[type=submit]').click(); return true")
        .await;
    browser
        .until("the focus is there", "return document.activeElement.id.startsWith('hours-')")
        .await;
}
