//! What somebody was told, and how they wish to be told (MSG-3), as a patient sees it.

use std::path::Path;

use serde_json::{Value, json};
use tests::browser::{Browser, SCREENS};
use tests::ear::Ear;
use tests::process::{Client, Server};
use uuid::Uuid;

use super::record::{become_, whole};
use super::{ANNA, ANNAS_CARD};

/// A doctor who has nothing to do with Anna.
const STRANGER: u128 = 0xA0_000F;

/// Something Anna is told of at once: a doctor opens her card in an emergency.
async fn open_in_an_emergency(server: &Server) {
    let body = json!({
        "card_number": "0000-0001-8",
        "reason": "Без сознания на улице, нужен анамнез",
        "key": Uuid::from_u128(1),
    });
    ask(server, STRANGER, "POST", "/api/v1/emergencies", &body).await;
}

/// Another thing: she calls off the visit she has.
async fn cancel_a_visit(server: &Server) {
    let visits = format!("/api/v1/patients/{ANNAS_CARD}/appointments");
    let found = ask(server, ANNA, "GET", &visits, &Value::Null).await;
    let all: Vec<&Value> =
        found.as_object().unwrap().values().filter_map(Value::as_array).flatten().collect();
    let visit = all.into_iter().find(|visit| visit["state"] == "booked").expect("a visit to come");
    let path = format!("{visits}/{}/cancellation", visit["id"].as_str().unwrap());
    ask(server, ANNA, "POST", &path, &json!({ "note": "", "version": visit["version"] })).await;
}

async fn ask(server: &Server, account: u128, method: &str, path: &str, body: &Value) -> Value {
    let token = server.sign_in(account).await;
    let mut client = Client::connect(server.port).await.unwrap();
    let (status, answer) = client.send(method, path, body, Some(&token)).await.unwrap();
    assert_eq!(status, 200, "{path}: {answer}");
    answer
}

async fn count(browser: &Browser) -> u64 {
    let script = "return Number(document.querySelector('.header__count')?.innerText ?? 0)";
    browser.js(script).await.as_u64().unwrap()
}

async fn until_count(browser: &Browser, count: u64) {
    let script = format!(
        "return Number(document.querySelector('.header__count')?.innerText ?? 0) === {count}"
    );
    browser.until("the bell's count", &script).await;
}

/// Presses the box of a topic and a way.
async fn choose(browser: &Browser, topic: &str, way: &str) {
    let script = format!(
        "[...document.querySelectorAll('.ways')].find(e => e.innerText.startsWith({}))\
         .querySelectorAll('label').forEach(l => {{ if (l.innerText.trim() === {}) l.querySelector('input').click(); }}); \
         return true",
        json!(topic),
        json!(way)
    );
    browser.js(&script).await;
}

/// What is chosen for a topic.
async fn chosen(browser: &Browser, topic: &str) -> Value {
    let script = format!(
        "return [...[...document.querySelectorAll('.ways')].find(e => e.innerText.startsWith({}))\
         .querySelectorAll('label')].filter(l => l.querySelector('input').checked).map(l => l.innerText.trim())",
        json!(topic)
    );
    browser.js(&script).await
}

/// The bell counts without a reload; the list leads to what it tells of, and is read on every device.
#[tokio::test(flavor = "multi_thread")]
async fn a_patient_is_told_reads_and_chooses_how() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[], &["--demo"]).await;
    let origin = format!("http://localhost:{}", server.port);
    let (browser, phone) = (Browser::start().await, Browser::start().await);
    let mut found = Vec::new();
    browser.screen(SCREENS[2], false).await;
    phone.screen(SCREENS[0], false).await;
    become_(&browser, &server, ANNA, "/notifications").await;
    browser.sees("Уведомления").await;
    become_(&phone, &server, ANNA, "/").await;
    phone.sees("Пенициллин").await;
    let before = count(&phone).await;

    open_in_an_emergency(&server).await;
    until_count(&phone, before + 1).await;
    phone.picture("bell-390-light").await;
    until_count(&browser, before + 1).await;
    browser
        .until("the row came by itself", "return !!document.querySelector('.notice.is-unread')")
        .await;
    whole(&browser, "notifications", &mut found).await;
    phone.js("document.querySelector('.header__bell').click(); return true").await;
    phone.until("a row", "return !!document.querySelector('.notice.is-unread')").await;
    phone.js("document.querySelector('.notice.is-unread').click(); return true").await;
    phone
        .until(
            "where it is looked at",
            &format!("return location.pathname === '/patients/{ANNAS_CARD}/access'"),
        )
        .await;
    until_count(&phone, before).await;
    until_count(&browser, before).await;

    settings(&browser, &origin, &mut found).await;
    push(&browser, &server, &mut found).await;
    browser.goto(&format!("{origin}/notifications")).await;
    until_count(&browser, before + 1).await;
    browser.click("Прочитать все").await;
    until_count(&browser, 0).await;
    until_count(&phone, 0).await;
    browser.click("Только непрочитанные").await;
    browser.sees("Всё прочитано").await;
    browser.picture("notifications-read-1280-light").await;
    assert!(found.is_empty(), "{}", found.join("\n"));
    browser.stop().await;
    phone.stop().await;
}

/// What is chosen stays; what keeps one safe cannot be silenced, and it is said so.
async fn settings(browser: &Browser, origin: &str, found: &mut Vec<String>) {
    browser.goto(&format!("{origin}/notifications/settings")).await;
    browser.sees("О чём и как сообщать").await;
    whole(browser, "notification-settings", found).await;
    assert_eq!(chosen(browser, "Результаты").await, json!(["Портал", "Браузер", "SMS", "Почта"]));
    choose(browser, "Безопасность", "SMS").await;
    choose(browser, "Безопасность", "Почта").await;
    browser.click("Сохранить").await;
    browser.sees("выберите одно из них").await;
    browser.picture("notification-settings-wrong-1280-light").await;
    choose(browser, "Безопасность", "Почта").await;
    for way in ["Портал", "Браузер", "SMS", "Почта"] {
        choose(browser, "Новое в карте", way).await;
    }
    browser.sees("Об этом не сообщаем нигде").await;
    browser.js("[...document.querySelectorAll('label')].find(l => l.innerText.includes('Не беспокоить')).click(); return true").await;
    browser.sees("До").await;
    whole(browser, "notification-settings-quiet", found).await;
    browser.click("Сохранить").await;
    browser.sees("Настройки сохранены").await;
    browser.goto(&format!("{origin}/notifications/settings")).await;
    browser.sees("О чём и как сообщать").await;
    assert_eq!(chosen(browser, "Новое в карте").await, json!([]));
    assert_eq!(chosen(browser, "Безопасность").await, json!(["Портал", "Браузер", "Почта"]));
    let hours = "return [...document.querySelectorAll('.quiet select')].map(s => s.value)";
    assert_eq!(browser.js(hours).await, json!(["1320", "480"]));
}

/// A browser is turned on, called without a word, shows what there is to know, and is turned off.
async fn push(browser: &Browser, server: &Server, found: &mut Vec<String>) {
    let ear = Ear::open(&[]).await;
    // The browser's own push service is out on the internet: its answer alone is made up.
    browser
        .js(&format!(
            "Object.defineProperty(Notification, 'permission', {{ get: () => 'granted' }}); \
             Notification.requestPermission = async () => 'granted'; \
             PushManager.prototype.subscribe = async function(options) {{ window.asked = options; \
               return Object.create(PushSubscription.prototype, {{ endpoint: {{ value: {} }} }}); }}; return true",
            json!(ear.address)
        ))
        .await;
    browser.click("Включить на этом устройстве").await;
    browser.sees("На этом устройстве включены").await;
    let asked = browser
        .js("return [window.asked.userVisibleOnly, window.asked.applicationServerKey.length]")
        .await;
    assert_eq!(asked, json!([true, 87]), "an uncompressed point in base64url");
    let worker = "return navigator.serviceWorker.getRegistration('/notifications').then(r => [new URL(r.scope).pathname, new URL(r.active.scriptURL).pathname])";
    assert_eq!(browser.js(worker).await, json!(["/notifications", "/push.js"]));
    whole(browser, "notification-settings-device", found).await;

    cancel_a_visit(server).await;
    for _ in 0..50 {
        if !ear.heard().is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    let heard = ear.heard();
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].1, "", "nothing goes by the push service");
    let shown = shown(browser).await;
    assert!(shown[0].as_str().unwrap().contains("отмен"), "{shown}");
    assert!(shown[1].as_str().unwrap().starts_with("Medkarta · "), "{shown}");

    browser.js("document.querySelector('.device button').click(); return true").await;
    browser.sees("Включить на этом устройстве").await;
}

/// What the script that a push service wakes shows: run here with what it is given there.
async fn shown(browser: &Browser) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/push.js");
    let script = std::fs::read_to_string(path).unwrap();
    let run = format!(
        "const on = {{}}; let shown; \
         const self = {{ addEventListener: (name, act) => {{ on[name] = act; }}, \
           registration: {{ showNotification: async (title, rest) => {{ shown = [title, rest.body]; }} }} }}; \
         const location = {{ href: 'http://localhost/push.js?lang=ru' }};\n{script}\n\
         let done; on.push({{ waitUntil: promise => {{ done = promise; }} }}); return done.then(() => shown)"
    );
    browser.js(&run).await
}
