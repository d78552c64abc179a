//! A real Chromium through its WebDriver.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use thirtyfour::extensions::cdp::ChromeDevTools;
use thirtyfour::{
    By, CapabilitiesHelper as _, ChromiumLikeCapabilities as _, DesiredCapabilities, Key,
    TypingData, WebDriver, WebElement,
};

use crate::process::Client;

/// How long something may take to appear on a page.
const PATIENCE: Duration = Duration::from_secs(15);

/// Widths and heights every page is looked at: phone, tablet, desktop.
pub const SCREENS: [(u32, u32); 3] = [(390, 844), (820, 1180), (1280, 900)];

pub struct Browser {
    pub driver: WebDriver,
    tools: ChromeDevTools,
    port: u16,
    session: String,
    width: AtomicU32,
    chromedriver: Child,
    _profile: tempfile::TempDir,
    _place: tokio::sync::SemaphorePermit<'static>,
}

/// Where the keyboard stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// As a screen reader says it.
    pub name: String,
    /// The tag with what tells it from others.
    pub element: String,
    pub in_dialog: bool,
    /// Not on the page as a whole, nor on the browser's own buttons.
    pub in_page: bool,
    /// Why a person would not see where they are; empty where they do.
    pub unseen: String,
}

/// What can be seen of the focus: that it is on the screen, that nothing covers it, and its mark.
const LOOK_AT_FOCUS: &str = "
    const e = document.activeElement;
    const inPage = !!e && e !== document.body && e !== document.documentElement;
    if (!inPage) return { inPage };
    const style = getComputedStyle(e), box = e.getBoundingClientRect(), unseen = [];
    const isMarked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
    if (!isMarked) unseen.push('no mark of the focus');
    if (box.width < 2 || box.height < 2) unseen.push('no size');
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (left >= right || top >= bottom) unseen.push('outside of the screen');
    else {
      const owner = e.closest('label') ?? e;
      const hit = [.1, .5, .9].some(y => [.1, .5, .9].some(x => {
        const at = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
        return at && owner.contains(at);
      }));
      if (!hit) unseen.push('covered');
    }
    const id = e.id ? '#' + e.id : e.getAttribute('href') ?? e.type ?? '';
    const all = [...document.querySelectorAll(e.localName)].indexOf(e);
    return { inPage, inDialog: !!e.closest('dialog[open]'), element: e.localName + ' ' + id + ' ' + all, unseen: unseen.join(', ') };";

/// Two browsers at once: more would only wait for each other on a small machine.
static PLACES: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

impl Browser {
    pub async fn start() -> Self {
        Self::start_in(PLACES.acquire().await.unwrap(), None, &[]).await
    }

    /// One in which frames of other sites share the process of their page: only so does a slow line
    /// or a slow processor, asked for of the page, slow them down too.
    pub async fn start_undivided() -> Self {
        let apart = [
            "--disable-site-isolation-trials",
            "--disable-features=IsolateOrigins,site-per-process",
        ];
        Self::start_in(PLACES.acquire().await.unwrap(), None, &apart).await
    }

    /// Two people's. The camera of the second sees the pictures of a file that may come later.
    pub async fn start_two(camera: &Path) -> (Self, Self) {
        // Both places or none: two tests with one each would wait for ever.
        let mut places = PLACES.acquire_many(2).await.unwrap();
        let place = places.split(1).unwrap();
        (Self::start_in(place, None, &[]).await, Self::start_in(places, Some(camera), &[]).await)
    }

    async fn start_in(
        place: tokio::sync::SemaphorePermit<'static>,
        camera: Option<&Path>,
        further: &[&str],
    ) -> Self {
        // The driver's HTTP client leaves it to the program.
        backend::choose_ciphers();
        let port = crate::postgres::free_port();
        let program = ["/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver"];
        let program =
            program.into_iter().find(|path| Path::new(path).exists()).unwrap_or("chromedriver");
        let chromedriver = Command::new(program)
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is missing: run `make test`, which installs it");
        let profile = tempfile::tempdir().unwrap();
        let mut wishes = DesiredCapabilities::chrome();
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--lang=ru",
            "--accept-lang=ru-RU,ru",
            &format!("--user-data-dir={}", profile.path().display()),
        ] {
            wishes.add_arg(argument).unwrap();
        }
        for argument in further {
            wishes.add_arg(argument).unwrap();
        }
        if let Some(camera) = camera {
            for argument in [
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                &format!("--use-file-for-fake-video-capture={}", camera.display()),
            ] {
                wishes.add_arg(argument).unwrap();
            }
        }
        wishes.set_base_capability("goog:loggingPrefs", json!({ "browser": "ALL" })).unwrap();
        let address = format!("http://127.0.0.1:{port}");
        let started = Instant::now();
        let driver = loop {
            match WebDriver::new(&address, wishes.clone()).await {
                Ok(driver) => break driver,
                Err(error) if started.elapsed() > Duration::from_secs(30) => {
                    panic!("Chromium: {error}")
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        };
        let tools = ChromeDevTools::new(driver.handle.clone());
        let session = driver.session_id().to_string();
        let width = AtomicU32::new(0);
        Self { driver, tools, port, session, width, chromedriver, _profile: profile, _place: place }
    }

    pub async fn cdp(&self, command: &str, parameters: Value) -> Value {
        self.tools.execute_cdp_with_params(command, parameters).await.unwrap()
    }

    /// The size of the screen in CSS pixels, and the theme the device asks for.
    pub async fn screen(&self, (width, height): (u32, u32), dark: bool) {
        self.width.store(width, Ordering::Relaxed);
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 640 });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.cdp("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// By how many pixels the page is wider than the screen. Not by `innerWidth`: on a phone that
    /// grows with the page.
    pub async fn overflow(&self) -> i64 {
        let wide = self.js("return document.documentElement.scrollWidth").await;
        wide.as_i64().unwrap() - i64::from(self.width.load(Ordering::Relaxed))
    }

    /// Puts a session's token into the browser.
    pub async fn keep_session(&self, origin: &str, token: &str) {
        let cookie = json!({ "name": "__Host-session", "value": token, "url": origin, "path": "/",
            "httpOnly": true, "secure": true, "sameSite": "Strict" });
        self.cdp("Network.setCookie", cookie).await;
    }

    /// Types into the field of that id, in the place of what stands there.
    pub async fn fill(&self, id: &str, text: &str) {
        let field = self.find(&format!("#{id}")).await;
        // As a person would: a value set from outside is put back by the page.
        field.send_keys(Key::Control + "a").await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Types into the field with that label.
    pub async fn write(&self, label: &str, text: &str) {
        let script = format!(
            "const label = [...document.querySelectorAll('label')]\
               .find(e => e.textContent.trim().startsWith({}) && e.offsetParent !== null);\
             const field = label && (label.control ?? document.getElementById(label.htmlFor));\
             if (!field) return false; field.scrollIntoView({{block: 'center'}}); field.focus(); field.select();\
             return document.activeElement === field;",
            json!(label)
        );
        self.until(&format!("a field «{label}»"), &script).await;
        self.keys(text).await;
    }

    /// Presses keys one after another, as a person without a mouse does.
    pub async fn keys(&self, keys: impl Into<TypingData>) {
        let chain = self.driver.action_chain_with_delay(None, Some(Duration::ZERO));
        chain.send_keys(keys.into()).perform().await.unwrap();
    }

    /// Moves the keyboard one stop on, or back, and says where it is then.
    pub async fn tab(&self, back: bool) -> Stop {
        let chain = self.driver.action_chain_with_delay(None, Some(Duration::ZERO));
        let chain = if back { chain.key_down(Key::Shift) } else { chain };
        let chain = chain.send_keys(Key::Tab);
        let chain = if back { chain.key_up(Key::Shift) } else { chain };
        chain.perform().await.unwrap();
        self.stop_at().await
    }

    /// Where the keyboard is.
    pub async fn stop_at(&self) -> Stop {
        let seen = self.js(LOOK_AT_FOCUS).await;
        let focused = json!({ "expression": "document.activeElement" });
        let object = self.cdp("Runtime.evaluate", focused).await["result"]["objectId"].clone();
        let wanted = json!({ "objectId": object, "fetchRelatives": false });
        let tree = self.cdp("Accessibility.getPartialAXTree", wanted).await;
        let name = tree["nodes"][0]["name"]["value"].as_str().unwrap_or_default();
        let text = |key: &str| seen[key].as_str().unwrap_or_default().to_owned();
        Stop {
            name: name.to_owned(),
            element: text("element"),
            in_dialog: seen["inDialog"] == true,
            in_page: seen["inPage"] == true,
            unseen: text("unseen"),
        }
    }

    pub async fn goto(&self, url: &str) {
        self.driver.goto(url).await.unwrap();
    }

    pub async fn js(&self, script: &str) -> Value {
        self.driver.execute(script, vec![]).await.unwrap().json().clone()
    }

    /// Waits until the page shows `words`.
    pub async fn sees(&self, words: &str) {
        let script = format!("return document.body.innerText.includes({})", json!(words));
        self.until(&format!("the words «{words}»"), &script).await;
    }

    /// Waits until `script` returns true.
    pub async fn until(&self, what: &str, script: &str) {
        let started = Instant::now();
        while self.js(script).await != json!(true) {
            if started.elapsed() > PATIENCE {
                let text = self.js("return location.href + '\\n' + document.body.innerText").await;
                panic!("not there: {what}\n{}", text.as_str().unwrap_or_default());
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }

    pub async fn find(&self, css: &str) -> WebElement {
        let started = Instant::now();
        loop {
            match self.driver.find(By::Css(css)).await {
                Ok(element) => return element,
                Err(error) if started.elapsed() > PATIENCE => panic!("{css}: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(40)).await,
            }
        }
    }

    /// Clicks the first visible link or button that holds `words`.
    pub async fn click(&self, words: &str) {
        let script = format!(
            "const found = [...document.querySelectorAll('a, button, label, summary')]\
               .find(e => e.innerText.includes({}) && e.offsetParent !== null && !e.closest('[inert]'));\
             if (!found) return false; found.scrollIntoView({{block: 'center'}}); found.click(); return true;",
            json!(words)
        );
        self.until(&format!("something to click: «{words}»"), &script).await;
    }

    /// JavaScript errors since the last time. A refused request is no error of the page.
    pub async fn errors(&self) -> Vec<String> {
        let mut client = Client::connect(self.port).await.unwrap();
        let path = format!("/session/{}/se/log", self.session);
        let (_, answer) =
            client.send("POST", &path, &json!({ "type": "browser" }), None).await.unwrap();
        let entries = answer["value"].as_array().cloned().unwrap_or_default();
        entries
            .iter()
            .filter(|entry| entry["level"] == "SEVERE" && entry["source"] != "network")
            .map(|entry| entry["message"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// What axe-core finds on the page as it is now, one line each.
    pub async fn axe(&self) -> Vec<String> {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("browser/node_modules/axe-core/axe.min.js");
        let source = std::fs::read_to_string(path).expect("axe-core is missing: run `make test`");
        // Through the debugger, for the page's own policy lets no foreign script in.
        self.cdp("Runtime.evaluate", json!({ "expression": source })).await;
        let run = "axe.run(document, {resultTypes: ['violations']}).then(r => JSON.stringify(r.violations.map(v => \
                   v.id + ': ' + v.help + ' at ' + v.nodes.map(n => n.target.join(' ') + ' (' + n.html.slice(0, 160) + ') ' + (n.any[0]?.message ?? '')).slice(0, 4).join('; '))))";
        let result = self
            .cdp(
                "Runtime.evaluate",
                json!({ "expression": run, "awaitPromise": true, "returnByValue": true }),
            )
            .await;
        let text = result["result"]["value"].as_str().unwrap_or_else(|| panic!("axe: {result}"));
        serde_json::from_str(text).unwrap()
    }

    /// Keeps a picture of the whole page as an artefact in `target/screenshots`.
    pub async fn picture(&self, name: &str) {
        let size = self.cdp("Page.getLayoutMetrics", json!({})).await;
        let height = size["cssContentSize"]["height"].as_f64().unwrap_or(900.0).min(6_000.0);
        let width = size["cssLayoutViewport"]["clientWidth"].as_f64().unwrap_or(1_280.0);
        let clip = json!({ "x": 0, "y": 0, "width": width, "height": height.max(size["cssLayoutViewport"]["clientHeight"].as_f64().unwrap_or(0.0)), "scale": 1 });
        let shot = self
            .cdp(
                "Page.captureScreenshot",
                json!({ "format": "png", "captureBeyondViewport": true, "clip": clip }),
            )
            .await;
        let folder = pictures();
        std::fs::create_dir_all(&folder).unwrap();
        let bytes = STANDARD.decode(shot["data"].as_str().unwrap()).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), bytes).unwrap();
    }

    pub async fn stop(mut self) {
        let _ = self.driver.clone().quit().await;
        let _ = self.chromedriver.kill();
        let _ = self.chromedriver.wait();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.chromedriver.kill();
        let _ = self.chromedriver.wait();
    }
}

/// Where pictures are kept.
pub fn pictures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots")
}
