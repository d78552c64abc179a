//! The chart beside uPlot, Chart.js and a bare SVG line, in one Chromium, each in fresh pages (RES-5).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use poem::endpoint::make_sync;
use poem::listener::{Acceptor as _, Listener as _, TcpListener};
use poem::{EndpointExt as _, Request, Response, Server};
use serde_json::json;
use tests::browser::{Browser, SCREENS};

use crate::{Report, median};

const PAGES: usize = 10;
const SIZES: [u32; 3] = [200, 10_000, 100_000];
/// A hundred thousand elements of SVG, and a hundred thousand objects made of results, tell nothing
/// about what people are given.
const CASES: [(&str, &str, &[u32]); 5] = [
    ("ours", "ours", &SIZES),
    ("uPlot", "uplot", &SIZES),
    ("Chart.js", "chartjs", &SIZES),
    ("bare SVG line", "polyline", &[200]),
    ("ours with everything accessible", "component", &[200]),
];

/// What one page took, in milliseconds.
#[derive(Clone, Copy)]
struct Took {
    script: f64,
    painted: f64,
    pan_script: f64,
    pan_painted: f64,
}

pub async fn measure(report: &mut Report) {
    let pages = format!("medians of {PAGES} fresh pages");
    report.heading(
        &format!(
            "Chart with a band, 800 × 300 px, ms ({pages}; painted: two frames of the screen)"
        ),
        &[
            "points",
            "library",
            "script",
            "painted",
            "script of a pan",
            "pan painted",
            "script : uPlot",
            "pan : uPlot",
        ],
    );
    let port = serve().await;
    let browser = Browser::start().await;
    browser.screen(SCREENS[2], false).await;
    browser.cdp("Performance.enable", json!({})).await;
    let mut beside = BTreeMap::new();
    for size in SIZES {
        // In turns: what the machine does besides falls on all alike.
        let mut took: BTreeMap<&str, Vec<Took>> = BTreeMap::new();
        for _ in 0..PAGES {
            for (_, library, _) in CASES.iter().filter(|(_, _, sizes)| sizes.contains(&size)) {
                took.entry(library).or_default().push(once(&browser, port, library, size).await);
            }
        }
        let middle = |library: &str| {
            let of = |part: fn(&Took) -> f64| median(took[library].iter().map(part).collect());
            Took {
                script: of(|it| it.script),
                painted: of(|it| it.painted),
                pan_script: of(|it| it.pan_script),
                pan_painted: of(|it| it.pan_painted),
            }
        };
        beside.insert(size, middle("uplot"));
        for (name, library, _) in CASES.iter().filter(|(_, library, _)| took.contains_key(library))
        {
            let (ours, uplot) = (middle(library), beside[&size]);
            let moves = !matches!(*library, "polyline" | "component");
            let pan = |ms: f64| if moves { format!("{ms:.1}") } else { String::new() };
            let ratio = if moves {
                format!("{:.2}", ours.pan_script / uplot.pan_script)
            } else {
                String::new()
            };
            report.row(&[
                &size.to_string(),
                name,
                &format!("{:.1}", ours.script),
                &format!("{:.0}", ours.painted),
                &pan(ours.pan_script),
                &pan(ours.pan_painted),
                &format!("{:.2}", ours.script / uplot.script),
                &ratio,
            ]);
        }
    }
    browser.stop().await;
}

async fn once(browser: &Browser, port: u16, library: &str, size: u32) -> Took {
    browser.goto("about:blank").await;
    browser.goto(&format!("http://127.0.0.1:{port}/")).await;
    browser.until("the libraries are here", "return document.title === 'ready'").await;
    browser.js(&format!("return await bench.prepare({size}, '{library}')")).await;
    let (script, painted) = timed(browser, &format!("bench.draw('{library}')")).await;
    timed(browser, "bench.half()").await;
    let (mut scripts, mut paints) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        let (script, painted) = timed(browser, "bench.pan()").await;
        scripts.push(script);
        paints.push(painted);
    }
    Took { script, painted, pan_script: median(scripts), pan_painted: median(paints) }
}

/// The milliseconds that scripts ran, wherever they were called from, and those until it was painted.
async fn timed(browser: &Browser, call: &str) -> (f64, f64) {
    let before = script_time(browser).await;
    let painted = browser.js(&format!("return await {call}")).await;
    (script_time(browser).await - before, painted.as_f64().unwrap())
}

async fn script_time(browser: &Browser) -> f64 {
    let metrics = browser.cdp("Performance.getMetrics", json!({})).await;
    let found = metrics["metrics"].as_array().unwrap().iter();
    let script =
        found.filter(|it| it["name"] == "ScriptDuration").map(|it| it["value"].as_f64().unwrap());
    script.sum::<f64>() * 1e3
}

/// The page, the libraries and our program, on a port of its own.
async fn serve() -> u16 {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
    let port = acceptor.local_addr()[0].as_socket_addr().unwrap().port();
    let files = make_sync(move |request: Request| file(&root, request.uri().path()));
    tokio::spawn(Server::new_with_acceptor(acceptor).run(files.map_to_response()));
    port
}

fn file(root: &Path, path: &str) -> Response {
    let (from, kind): (PathBuf, &str) = match path {
        "/" => (root.join("tests/bench/chart.html"), "text/html"),
        "/styles.css" => return Response::builder().content_type("text/css").body(styles(root)),
        _ => match path.strip_prefix("/plot/") {
            Some(name) => (root.join("target/wasm/plot").join(name), kind(name)),
            None => (root.join("tests/bench").join(path.trim_start_matches('/')), kind(path)),
        },
    };
    let Ok(bytes) = std::fs::read(&from) else {
        return Response::builder().status(poem::http::StatusCode::NOT_FOUND).finish();
    };
    Response::builder().content_type(kind).body(bytes)
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("wasm") => "application/wasm",
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some(_) | None => "text/plain",
    }
}

/// As the pages of the portal have them.
fn styles(root: &Path) -> String {
    let mut sheets: Vec<PathBuf> = std::fs::read_dir(root.join("assets/styles"))
        .unwrap()
        .map(|it| it.unwrap().path())
        .collect();
    sheets.sort();
    sheets.iter().map(|sheet| std::fs::read_to_string(sheet).unwrap()).collect()
}
