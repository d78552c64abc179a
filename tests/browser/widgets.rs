//! Widgets on a site of another origin, under the strictest policy a site may have (WID-1 to WID-6), and the page where an
//! administrator makes them (WID-7).

use std::path::Path;

use serde_json::{Value, json};
use tests::browser::{Browser, SCREENS};
use tests::process::{Server, code_in, told};
use tests::site::{FRAME, enter, leave, register, site};
use thirtyfour::Key;

use super::record::{become_, whole};

const ADMINISTRATOR: u128 = 0xA0_000D;
/// Of the loader, compressed.
const LOADER: u64 = 3 * 1_024;
/// Of everything a visitor of the site downloads for booking.
const WIDGET: f64 = 200.0 * 1_024.0;

const HEIGHT: &str =
    "return document.querySelector('medkarta-booking').getBoundingClientRect().height";

/// Walks by Tab until the focus stands on what says `words`, or is of that class.
async fn tab_to(browser: &Browser, words: &str) {
    let script = format!(
        "const e = document.activeElement; const name = e.getAttribute('aria-label') ?? \
         e.labels?.[0]?.innerText ?? e.innerText ?? ''; \
         return e !== document.body && (name.trim().startsWith({0}) || e.className === {0})",
        json!(words)
    );
    for _ in 0..150 {
        browser.keys(Key::Tab).await;
        if browser.js(&script).await == json!(true) {
            return;
        }
    }
    panic!("the keyboard does not reach «{words}»");
}

async fn type_into(browser: &Browser, label: &str, text: &str) {
    tab_to(browser, label).await;
    browser.keys(text).await;
}

async fn press(browser: &Browser, words: &str) {
    tab_to(browser, words).await;
    browser.keys(Key::Enter).await;
}

/// What axe finds in the frame, of which the page around sees nothing.
async fn axe_inside(browser: &Browser) -> Value {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("browser/node_modules/axe-core/axe.min.js");
    let source = std::fs::read_to_string(path).unwrap();
    browser.js(&source).await;
    let run = "return axe.run(document, {resultTypes: ['violations']}).then(r => \
               r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 160)).join('; ')))";
    browser.js(run).await
}

/// WID-1 to WID-6: a guest books on the site by keyboard while the browser refuses cookies of third parties; the site
/// learns that something was booked, and no more; nothing on it moves.
#[tokio::test(flavor = "multi_thread")]
async fn a_guest_books_by_keyboard_on_a_clinics_site() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[], &["--demo"]).await;
    let site = site(&format!("http://localhost:{}", server.port)).await;
    register(&server, &site).await;
    let browser = Browser::start().await;
    browser.screen(SCREENS[0], false).await;
    browser.cdp("Network.enable", json!({})).await;
    let refused = json!({ "enableThirdPartyCookieRestriction": true,
        "disableThirdPartyCookieMetadata": true, "disableThirdPartyCookieHeuristics": true });
    browser.cdp("Network.setCookieControls", refused).await;
    browser.goto(&site).await;
    let listen = "window.told = []; document.addEventListener('medkarta-booked', e => told.push(e.detail)); return true";
    browser.js(listen).await;

    enter(&browser).await;
    browser.sees("Соколова").await;
    assert_eq!(axe_inside(&browser).await, json!([]));
    leave(&browser).await;
    still_and_light(&browser).await;
    assert_eq!(browser.axe().await, Vec::<String>::new());

    enter(&browser).await;
    browser.js("window.focus(); document.querySelector('h1').focus(); return true").await;
    press(&browser, "Всё время, Соколова").await;
    browser.until("a time", "return !!document.querySelector('button.booking__time')").await;
    press(&browser, "booking__time").await;
    browser.sees("Кто придёт на приём").await;
    fill_in(&browser).await;
    assert_eq!(axe_inside(&browser).await, json!([]));
    press(&browser, "Получить код").await;
    browser.sees("Держим это время за вами").await;
    let code = code_in(&told(&server, "+79005550142", "для записи").await);
    type_into(&browser, "Шесть цифр", &code).await;
    browser.sees("Вы записаны").await;
    browser.sees("Номер записи").await;
    assert_eq!(axe_inside(&browser).await, json!([]));
    weigh(&browser).await;
    assert_eq!(browser.js("return document.cookie").await, json!(""));
    leave(&browser).await;
    browser.until("the event", "return told.length === 1 && told[0] === null").await;
    assert_eq!(browser.errors().await, Vec::<String>::new());
    look_at_the_visit(&browser, &server).await;
    browser.stop().await;
}

async fn fill_in(browser: &Browser) {
    // What is missing is told first, and the keyboard is led there.
    press(browser, "Получить код").await;
    browser.sees("Заполните это поле").await;
    browser.until("the first field", "return document.activeElement.id === 'surname'").await;
    browser.keys("Гостева").await;
    type_into(browser, "Имя", "Вера").await;
    type_into(browser, "Дата рождения", "12.03.1985").await;
    type_into(browser, "Мобильный телефон", "+7 900 555-01-42").await;
    tab_to(browser, "Согласен на обработку").await;
    browser.keys(" ").await;
    browser.until("the consent", "return document.activeElement.checked").await;
}

/// The page moved by nothing, has one frame though the loader came twice, and no name of ours.
async fn still_and_light(browser: &Browser) {
    let shift = "return new Promise(done => { let sum = 0; \
                 new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })\
                   .observe({ type: 'layout-shift', buffered: true }); setTimeout(() => done(sum), 500); })";
    assert_eq!(browser.js(shift).await.as_f64(), Some(0.0));
    let frames = "return document.querySelector('medkarta-booking').shadowRoot.querySelectorAll('iframe').length";
    assert_eq!(browser.js(frames).await, json!(1));
    let names = "return Object.keys(window).filter(name => /medkarta/i.test(name))";
    assert_eq!(browser.js(names).await, json!([]));
    let title = FRAME.replace("return ", "return (").replace("?? null", ").title");
    assert_eq!(browser.js(&title).await, json!("Запись в клинику"));
    let loader = Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist/widget.js.br");
    assert!(std::fs::metadata(loader).unwrap().len() <= LOADER);
}

/// Everything the frame fetched but for answers of the API.
async fn weigh(browser: &Browser) {
    let sizes = "return [...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]\
                 .filter(e => !e.name.includes('/api/')).map(e => e.encodedBodySize)";
    let sizes = browser.js(sizes).await;
    let sizes: Vec<f64> = sizes.as_array().unwrap().iter().filter_map(Value::as_f64).collect();
    let total: f64 = sizes.iter().sum();
    println!("widget: {total:.0} bytes in {} files", sizes.len());
    assert!(total > 20_000.0, "something was measured");
    assert!(total <= WIDGET, "{total} bytes: {sizes:?}");
}

/// To the last time in sight: both times are shown before.
async fn move_the_visit(browser: &Browser) {
    browser.click("Перенести визит").await;
    let last = |css: &str| {
        format!(
            "const it = [...document.querySelectorAll('{css}')].at(-1); if (!it) return false; it.click(); return true;"
        )
    };
    browser.until("a free day", &last(".booking__day:not(.is-full)")).await;
    browser.until("a free time", &last("button.booking__time")).await;
    browser.sees("Станет").await;
    assert_eq!(browser.axe().await, Vec::<String>::new());
    browser.until("the answer", &last("dialog[open] .button--primary")).await;
    browser.sees("Визит перенесён").await;
}

/// The link of the SMS shows the visit, moves and cancels it.
async fn look_at_the_visit(browser: &Browser, server: &Server) {
    let message = told(server, "+79005550142", "/guest-visit#").await;
    let link = message.split_whitespace().find(|word| word.contains("/guest-visit#")).unwrap();
    browser.goto(link).await;
    browser.sees("Ваша запись").await;
    browser.sees("Соколова").await;
    assert_eq!(browser.axe().await, Vec::<String>::new());
    // What can be changed hangs on how far away the first free time is.
    let text = browser.js("return document.body.innerText").await;
    if text.as_str().unwrap().contains("Перенести визит") {
        move_the_visit(browser).await;
    }
    let text = browser.js("return document.body.innerText").await;
    if text.as_str().unwrap().contains("Отменить визит") {
        browser.click("Отменить визит").await;
        browser.sees("Отменить этот визит?").await;
        let sure = "const b = document.querySelector('dialog[open] .button--danger'); \
                    if (!b) return false; b.click(); return true;";
        browser.until("the answer", sure).await;
        browser.sees("Отменён").await;
    }
}

/// WID-2: a page that is not registered shows no frame; messages of a wrong shape, or from another window, change nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_frames_nothing_and_is_not_heard() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[], &["--demo"]).await;
    let portal = format!("http://localhost:{}", server.port);
    let (known, stranger) = (site(&portal).await, site(&portal).await);
    register(&server, &known).await;
    let browser = Browser::start().await;
    browser.screen(SCREENS[2], false).await;

    browser.goto(&stranger).await;
    enter(&browser).await;
    let is_refused = "return location.protocol === 'chrome-error:'";
    browser.until("the browser's own refusal", is_refused).await;
    leave(&browser).await;

    browser.goto(&known).await;
    enter(&browser).await;
    browser.sees("Соколова").await;
    let accent = "return document.documentElement.style.getPropertyValue('--accent')";
    browser.until("the look", &format!("{accent} !== ''")).await;
    let seen = browser.js(accent).await;
    leave(&browser).await;
    let height = browser.js(HEIGHT).await;

    // From the page to itself, as if the frame had spoken; and to the frame in other words.
    let spoof = format!(
        "postMessage({{ medkarta: 1, kind: 'height', height: 3000, acted: true }}, '*'); \
         const frame = (() => {{ {FRAME} }})().contentWindow; \
         for (const words of [null, 1, 'look', {{}}, {{ medkarta: 2, kind: 'look', accent: '#ff0000' }}, \
           {{ medkarta: 1, kind: 'unknown' }}, {{ medkarta: 1, kind: 'height', accent: '#ff0000' }}]) frame.postMessage(words, '*'); \
         const other = document.createElement('iframe'); other.id = 'other'; document.body.append(other); return true"
    );
    browser.js(&spoof).await;
    // From another window of the very same origin.
    browser.find("#other").await.enter_frame().await.unwrap();
    let other = "parent.document.querySelector('medkarta-booking').shadowRoot.querySelector('iframe').contentWindow\
                 .postMessage({ medkarta: 1, kind: 'look', accent: '#ff0000' }, '*'); return true";
    browser.js(other).await;
    leave(&browser).await;
    enter(&browser).await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_eq!(browser.js(accent).await, seen);
    leave(&browser).await;
    assert_eq!(browser.js(HEIGHT).await, height);
    browser.stop().await;
}

/// WID-7: an administrator adds a site, takes the code and sees the widget.
#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_makes_a_widget() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[], &["--demo"]).await;
    let browser = Browser::start().await;
    browser.screen(SCREENS[2], false).await;
    let mut found = Vec::new();
    become_(&browser, &server, ADMINISTRATOR, "/widgets").await;
    browser.sees("Где показывать").await;
    browser.write("Адрес сайта", "http://clinic.example").await;
    browser.click("Добавить").await;
    browser.sees("Адрес начинается с https://").await;
    browser.write("Адрес сайта", "https://clinic.example").await;
    browser.click("Добавить").await;
    browser.until("the site", "return [...document.querySelectorAll('.rows code')].some(e => e.innerText === 'https://clinic.example')").await;
    browser.sees("<medkarta-booking clinic=").await;
    enter(&browser).await;
    browser.sees("Соколова").await;
    leave(&browser).await;
    whole(&browser, "widgets", &mut found).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
    browser.stop().await;
}
