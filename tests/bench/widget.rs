//! The booking widget on a site of another origin, empty cache, as a guest has it (WID-5).

use serde_json::json;
use tests::browser::{Browser, SCREENS};
use tests::process::{Server, code_in, told};
use tests::site::{enter, leave, register, site};

use crate::{Report, median};

const PAGES: usize = 5;
/// Lines as WebPageTest has them: ms there and back, bit/s down and up; and how many times slower than
/// this machine's the processor is.
const LINES: [(&str, f64, f64, f64, u32); 3] = [
    ("loopback", 0.0, -1.0, -1.0, 1),
    ("LTE, a mid phone", 70.0, 12e6, 12e6, 4),
    ("4G, a mid phone", 170.0, 9e6, 9e6, 4),
];

pub async fn measure(report: &mut Report) {
    report.heading(
        "Booking widget on a clinic's site, empty cache, 390 px (medians of 5; a mid phone: a processor 4 times slower)",
        &["line", "bytes", "site alone, painted ms", "first content ms", "free times ms", "booked ms"],
    );
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[], &["--demo"]).await;
    let origin = site(&format!("http://localhost:{}", server.port)).await;
    register(&server, &origin).await;
    let browser = Browser::start_undivided().await;
    browser.screen(SCREENS[0], false).await;
    browser.cdp("Network.enable", json!({})).await;
    let mut guest = 0;
    for (name, latency, down, up, slower) in LINES {
        let mut took: [Vec<f64>; 5] = Default::default();
        for _ in 0..PAGES {
            browser.goto("about:blank").await;
            browser.cdp("Network.clearBrowserCache", json!({})).await;
            let rate = |bits: f64| if bits > 0.0 { bits / 8.0 } else { bits };
            let line = json!({ "offline": false, "latency": latency, "downloadThroughput": rate(down), "uploadThroughput": rate(up) });
            browser.cdp("Network.emulateNetworkConditions", line).await;
            browser.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": slower })).await;
            browser.goto(&origin).await;
            guest += 1;
            for (all, one) in took.iter_mut().zip(once(&browser, &server, guest).await) {
                all.push(one);
            }
            browser.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await;
        }
        let row = took.map(|all| format!("{:.0}", median(all)));
        report.row(&[name, &row[0], &row[1], &row[2], &row[3], &row[4]]);
    }
    report.line("\nFirst content: the first paint within the frame, counted from the opening of the site; booked: all steps with what a guest types, typed at once. The goals are 1 000 ms and 153 600 bytes.");
    browser.stop().await;
}

/// Bytes, then moments in milliseconds since the site was opened.
async fn once(browser: &Browser, server: &Server, guest: u32) -> [f64; 5] {
    let opened = browser.js("return performance.timeOrigin").await.as_f64().unwrap();
    enter(browser).await;
    browser.sees("Соколова").await;
    browser
        .until(
            "a free time",
            "return !!document.querySelector('.booking__time, .card button, a.button')",
        )
        .await;
    let script = "const all = [...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]; \
                  return [all.filter(e => !e.name.includes('/api/')).reduce((sum, e) => sum + e.encodedBodySize, 0), \
                  performance.timeOrigin + performance.getEntriesByName('first-contentful-paint')[0].startTime, Date.now()]";
    let seen = browser.js(script).await;
    let at = |i: usize| seen[i].as_f64().unwrap();
    let phone = format!("+7900555{guest:04}");
    browser.click("Всё время").await;
    let time = "const b = document.querySelector('button.booking__time'); if (!b) return false; b.click(); return true";
    browser.until("a time", time).await;
    for (label, words) in [
        ("Фамилия", "Гостева"),
        ("Имя", "Вера"),
        ("Дата рождения", "12.03.1985"),
        ("Мобильный телефон", &phone),
    ] {
        browser.write(label, words).await;
    }
    browser.click("Согласен на обработку").await;
    browser.click("Получить код").await;
    browser.sees("Держим это время за вами").await;
    let code = code_in(&told(server, &phone, "для записи").await);
    browser.write("Шесть цифр", &code).await;
    browser.sees("Вы записаны").await;
    let booked = browser.js("return Date.now()").await.as_f64().unwrap();
    leave(browser).await;
    let painted = "return performance.getEntriesByName('first-contentful-paint')[0].startTime";
    let painted = browser.js(painted).await.as_f64().unwrap();
    [at(0), painted, at(1) - opened, at(2) - opened, booked - opened]
}
