//! The first page in a real browser with an empty cache.

use serde_json::json;
use tests::browser::{Browser, SCREENS};
use tests::process::Server;

use crate::{Report, median};

const PAGES: usize = 5;
/// «Slow 4G» of Chrome's own tools: 1.6 Mbit/s down, 150 ms there and back.
const DOWN: f64 = 1.6e6 / 8.0;

pub async fn measure(report: &mut Report) {
    report.heading(
        "First page, empty cache, brotli, 390 px (medians of 5)",
        &["line", "bytes", "requests", "first paint ms", "program starts ms"],
    );
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[], &["--demo"]).await;
    let browser = Browser::start().await;
    browser.screen(SCREENS[0], false).await;
    browser.cdp("Network.enable", json!({})).await;
    for (name, latency, down) in [("loopback", 0.0, -1.0), ("slow 4G", 150.0, DOWN)] {
        let (mut bytes, mut requests, mut paint, mut start) = (vec![], vec![], vec![], vec![]);
        for _ in 0..PAGES {
            browser.goto("about:blank").await;
            browser.cdp("Network.clearBrowserCache", json!({})).await;
            let line = json!({ "offline": false, "latency": latency, "downloadThroughput": down, "uploadThroughput": down });
            browser.cdp("Network.emulateNetworkConditions", line).await;
            browser.goto(&format!("http://localhost:{}/", server.port)).await;
            browser.sees("Воробьёва").await;
            let script = "const all = [...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]; \
                          const wasm = all.filter(e => e.name.endsWith('.wasm')).map(e => e.responseEnd); \
                          return [all.reduce((sum, e) => sum + e.transferSize, 0), all.length, \
                          performance.getEntriesByName('first-contentful-paint')[0].startTime, Math.max(...wasm)]";
            let seen = browser.js(script).await;
            for (values, i) in
                [(&mut bytes, 0), (&mut requests, 1), (&mut paint, 2), (&mut start, 3)]
            {
                values.push(seen[i].as_f64().unwrap());
            }
        }
        report.row(&[
            name,
            &format!("{:.0}", median(bytes)),
            &format!("{:.0}", median(requests)),
            &format!("{:.0}", median(paint)),
            &format!("{:.0}", median(start)),
        ]);
    }
    report.line("\nReferences, measured on their sign-in pages: two open peers 285 KB and 134 KB; a bare Yew app with a router 92 KB.");
    browser.stop().await;
}
