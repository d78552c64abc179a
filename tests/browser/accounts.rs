//! ACC on a screen: a person registers on a phone, adds a passkey to a (virtual) device, and lives
//! with it.

use backend::db::{DatabaseUrl, Db, PoolSettings};
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use tests::browser::{Browser, SCREENS};
use tests::process::Server;
use tests::visitor::{PASSWORD, snils};

const PHONE: &str = "+79110000077";
const EMAIL: &str = "anna77@example.org";

/// A device with a screen lock, or a key without one.
async fn add_device(browser: &Browser, transport: &str, verifies: bool) -> String {
    let options = json!({
        "protocol": "ctap2", "transport": transport, "hasResidentKey": verifies,
        "hasUserVerification": verifies, "isUserVerified": verifies,
        "automaticPresenceSimulation": true,
    });
    let added =
        browser.cdp("WebAuthn.addVirtualAuthenticator", json!({ "options": options })).await;
    added["authenticatorId"].as_str().unwrap().to_owned()
}

async fn remove_device(browser: &Browser, device: &str) {
    let device = json!({ "authenticatorId": device });
    browser.cdp("WebAuthn.removeVirtualAuthenticator", device).await;
}

async fn keys_of(browser: &Browser, device: &str) -> Vec<Value> {
    let device = json!({ "authenticatorId": device });
    let keys = browser.cdp("WebAuthn.getCredentials", device).await;
    keys["credentials"].as_array().unwrap().clone()
}

/// The newest message to somebody, once it is there.
async fn told(server: &Server, to: &str, words: &str) -> String {
    for _ in 0..200 {
        let (_, messages) = server.get("/api/v1/dev/messages", None).await.unwrap();
        let found = messages.as_array().unwrap().iter().find(|message| {
            message["to"] == to && message["body"].as_str().unwrap().contains(words)
        });
        if let Some(found) = found {
            return found["body"].as_str().unwrap().to_owned();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("nothing with «{words}» was sent to {to}");
}

fn code_in(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_digit());
    words.into_iter().find(|word| word.len() == 6).unwrap().to_owned()
}

/// Makes the last second factor of every session older than ten minutes.
async fn grow_old(folder: &std::path::Path) {
    let url = DatabaseUrl::Sqlite(folder.join("medkarta.sqlite"));
    let db = Db::open(&url, PoolSettings::default()).await.unwrap();
    let sql = "update session set strong_at = strong_at - 660000000";
    assert!(db.write().execute_unprepared(sql).await.unwrap().rows_affected() > 0);
    db.close().await;
}

async fn whole(browser: &Browser, name: &str, found: &mut Vec<String>) {
    browser.picture(name).await;
    found.extend(browser.axe().await.into_iter().map(|line| format!("{name}: axe: {line}")));
    let wide = browser.overflow().await;
    if wide > 0 {
        found.push(format!("{name}: wider than the screen by {wide} px"));
    }
    found.extend(browser.errors().await.into_iter().map(|line| format!("{name}: {line}")));
}

async fn choose(browser: &Browser, words: &str) {
    let script = format!(
        "const l = [...document.querySelectorAll('label')].find(l => l.innerText.trim().startsWith({}));\
         if (!l) return false; l.click(); return true;",
        json!(words)
    );
    browser.until(&format!("the choice «{words}»"), &script).await;
}

/// Presses the button or link of exactly these words, or of this name.
async fn press(browser: &Browser, words: &str) {
    let script = format!(
        "const all = [...document.querySelectorAll('button, a')].filter(e => e.offsetParent !== null && !e.disabled && !e.closest('[inert]'));\
         const e = all.find(e => (e.getAttribute('aria-label') ?? e.innerText).trim() === {0});\
         if (!e) return false; e.scrollIntoView({{block: 'center'}}); e.click(); return true;",
        json!(words)
    );
    browser.until(&format!("the button «{words}»"), &script).await;
}

async fn register(browser: &Browser, server: &Server, origin: &str, found: &mut Vec<String>) {
    browser.goto(&format!("{origin}/register")).await;
    browser.sees("Нет отчества").await;
    press(browser, "Дальше").await;
    browser.sees("Заполните это поле").await;
    browser.until("the focus on the summary", "return document.activeElement.id === 'errors' || document.activeElement.closest('#errors') !== null").await;
    whole(browser, "register-errors-390-light", found).await;
    browser.fill("surname", "Константинопольская-Задунайская").await;
    browser.fill("given", "Анна").await;
    browser.fill("patronymic", "Ильинична").await;
    press(browser, "Дальше").await;
    browser.until("the second step", "return location.search === '?step=birth'").await;
    // Nothing is lost by a reload, nor by going back.
    browser.driver.back().await.unwrap();
    browser
        .until(
            "the name again",
            "return document.querySelector('#surname')?.value.startsWith('Константинопольская')",
        )
        .await;
    browser.driver.refresh().await.unwrap();
    browser
        .until(
            "the name after a reload",
            "return document.querySelector('#surname')?.value.startsWith('Константинопольская')",
        )
        .await;
    press(browser, "Дальше").await;
    browser.fill("birth_date", "12 марта 1985").await;
    choose(browser, "Женский").await;
    whole(browser, "register-birth-390-light", found).await;
    press(browser, "Дальше").await;
    browser.until("documents", "return location.search === '?step=documents'").await;
    browser.fill("snils", &snils(77)).await;
    choose(browser, "Паспорт России").await;
    browser.fill("document_number", "4504 123456").await;
    whole(browser, "register-documents-390-light", found).await;
    press(browser, "Дальше").await;
    browser.until("contacts", "return location.search === '?step=contacts'").await;
    browser.fill("phone", "8 911 000 00 77").await;
    browser.fill("email", EMAIL).await;
    whole(browser, "register-contacts-390-light", found).await;
    press(browser, "Дальше").await;
    browser.until("the password", "return location.search === '?step=password'").await;
    browser.fill("new-password", "Anna").await;
    whole(browser, "register-password-390-light", found).await;
    browser.fill("new-password", PASSWORD).await;
    press(browser, "Зарегистрироваться").await;
    browser.until("the code", "return location.search === '?step=code'").await;
    whole(browser, "register-code-390-light", found).await;
    browser.driver.refresh().await.unwrap();
    let code = code_in(&told(server, PHONE, "код").await);
    browser.fill("code", &code).await;
    browser.until("done", "return location.search === '?step=done'").await;
    whole(browser, "register-done-390-light", found).await;
}

/// Register, prove, add a passkey, sign out, sign in with nothing typed, step up, a second device,
/// a copied key, a key without a screen lock, remove.
#[tokio::test(flavor = "multi_thread")]
async fn a_person_registers_on_a_phone_and_lives_with_passkeys() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[], &["--demo"]).await;
    let origin = format!("http://localhost:{}", server.port);
    let browser = Browser::start().await;
    browser.screen(SCREENS[0], false).await;
    let mut found = Vec::new();
    register(&browser, &server, &origin, &mut found).await;

    // A passkey at once, from the last page.
    browser.cdp("WebAuthn.enable", json!({})).await;
    let device = add_device(&browser, "internal", true).await;
    press(&browser, "Добавить ключ доступа").await;
    browser.until("on to the card", "return location.pathname === '/'").await;
    assert_eq!(keys_of(&browser, &device).await.len(), 1);

    // The card is closed until the e-mail is proved, and says so.
    browser.sees("Карта откроется").await;
    whole(&browser, "card-closed-390-light", &mut found).await;
    let letter = told(&server, EMAIL, "/prove-email#").await;
    let link = letter.split_whitespace().find(|word| word.contains("/prove-email#")).unwrap();
    browser.goto(link).await;
    press(&browser, "Да, это мой адрес").await;
    browser.until("no secret in the address", "return !location.hash").await;
    browser.sees("подтвержд").await;
    browser.goto(&format!("{origin}/")).await;
    browser.sees("Аллергии и непереносимость").await;

    // Signed out and in again, nothing typed.
    browser.goto(&format!("{origin}/settings")).await;
    press(&browser, "Выйти").await;
    browser.until("signed out", "return location.pathname === '/sign-in'").await;
    let inside = "return location.pathname === '/'";
    // The browser may offer the key by itself; the button does it where it does not.
    if browser
        .js("return new Promise(r => setTimeout(() => r(location.pathname !== '/'), 1500))")
        .await
        == json!(true)
    {
        press(&browser, "Войти ключом доступа").await;
    }
    browser.until("inside again", inside).await;
    browser.sees("Аллергии и непереносимость").await;

    // Ten minutes later results ask who is there; a touch is enough, in place.
    grow_old(folder.path()).await;
    press(&browser, "Карта").await;
    browser.sees("Подтвердите, что это вы").await;
    whole(&browser, "step-up-390-light", &mut found).await;
    press(&browser, "Использовать ключ доступа").await;
    browser.until("the list of the card", "return !document.querySelector('dialog[open]') && location.pathname.endsWith('/entries')").await;
    browser.until("no skeleton", "return !document.querySelector('[aria-busy=\"true\"]')").await;
    assert_eq!(
        browser.js("return document.body.innerText.includes('Не получилось')").await,
        json!(false)
    );

    // A second device.
    browser.goto(&format!("{origin}/security")).await;
    browser.sees("Ключи доступа").await;
    whole(&browser, "security-new-390-light", &mut found).await;
    remove_device(&browser, &device).await;
    let second = add_device(&browser, "internal", true).await;
    press(&browser, "Добавить ключ доступа").await;
    browser.fill("passkey-name", "Второй телефон").await;
    press(&browser, "Продолжить").await;
    browser.sees("Второй телефон").await;
    let added = keys_of(&browser, &second).await;
    assert_eq!(added.len(), 1);

    // A copy of it: used once more elsewhere, so that its counter is behind.
    let sign_out = async || {
        browser.goto(&format!("{origin}/settings")).await;
        press(&browser, "Выйти").await;
        browser.until("signed out", "return location.pathname === '/sign-in'").await;
    };
    let sign_in = async || {
        if browser.js("return new Promise(r => setTimeout(() => r(location.pathname === '/sign-in'), 1500))").await == json!(true) {
            press(&browser, "Войти ключом доступа").await;
        }
    };
    sign_out().await;
    sign_in().await;
    browser.until("inside with the second", inside).await;
    sign_out_by_cookie(&browser).await;
    let mut copy = added[0].clone();
    copy["signCount"] = json!(0);
    remove_device(&browser, &second).await;
    let thief = add_device(&browser, "internal", true).await;
    browser
        .cdp("WebAuthn.addCredential", json!({ "authenticatorId": thief, "credential": copy }))
        .await;
    browser.goto(&format!("{origin}/sign-in")).await;
    sign_in().await;
    browser.sees("Ключ доступа не подошёл").await;
    whole(&browser, "passkey-refused-390-light", &mut found).await;
    told(&server, EMAIL, "копия").await;
    remove_device(&browser, &thief).await;

    // Without a screen lock a device is no passkey: the browser or the server refuses.
    let unlocked = add_device(&browser, "internal", true).await;
    let mut original = copy.clone();
    original["signCount"] = json!(1_000);
    browser
        .cdp(
            "WebAuthn.addCredential",
            json!({ "authenticatorId": unlocked, "credential": original }),
        )
        .await;
    browser
        .cdp(
            "WebAuthn.setUserVerified",
            json!({ "authenticatorId": unlocked, "isUserVerified": false }),
        )
        .await;
    browser.goto(&format!("{origin}/sign-in")).await;
    sign_in().await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    assert_eq!(browser.js("return location.pathname").await, json!("/sign-in"));
    remove_device(&browser, &unlocked).await;

    // By password and SMS, then a hardware key without a PIN as the second factor.
    browser.goto(&format!("{origin}/sign-in")).await;
    browser.sees("Забыли пароль?").await;
    browser.fill("login", "8 (911) 000-00-77").await;
    browser.fill("password", PASSWORD).await;
    press(&browser, "Войти").await;
    press(&browser, "Получить код по SMS").await;
    let code = code_in(&told(&server, PHONE, "код для входа").await);
    browser.fill("code", &code).await;
    browser.until("inside by SMS", "return location.pathname !== '/sign-in' || document.body.innerText.includes('Не сейчас')").await;
    let usb = add_device(&browser, "usb", false).await;
    browser.goto(&format!("{origin}/security")).await;
    press(&browser, "Добавить аппаратный ключ").await;
    browser.fill("passkey-name", "Брелок").await;
    press(&browser, "Продолжить").await;
    browser.sees("Брелок").await;
    sign_out().await;
    browser.fill("login", EMAIL).await;
    browser.fill("password", PASSWORD).await;
    press(&browser, "Войти").await;
    press(&browser, "Аппаратным ключом").await;
    press(&browser, "Использовать аппаратный ключ").await;
    browser.until("inside by the hardware key", inside).await;

    // Removed: asked about by name first.
    browser.goto(&format!("{origin}/security")).await;
    press(&browser, "Удалить: Брелок").await;
    browser.sees("Брелок").await;
    press(&browser, "Удалить").await;
    browser.until("the key is gone", "return !document.querySelector('dialog[open]') && !document.querySelector('#passkeys').innerText.includes('Брелок')").await;
    remove_device(&browser, &usb).await;
    for (screen, name) in [(SCREENS[1], "820"), (SCREENS[2], "1280")] {
        browser.screen(screen, true).await;
        browser.goto(&format!("{origin}/security")).await;
        browser.sees("Второй телефон").await;
        whole(&browser, &format!("security-full-{name}-dark"), &mut found).await;
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    browser.stop().await;
}

async fn sign_out_by_cookie(browser: &Browser) {
    browser.driver.delete_cookie("__Host-session").await.unwrap();
}
