//! ACC on a screen: a person registers on a phone, adds a passkey to a (virtual) device, and lives
//! with it.

use backend::db::{DatabaseUrl, Db, PoolSettings};
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use tests::browser::{Browser, SCREENS, Stop};
use tests::process::{Server, code_in, told};
use tests::visitor::{PASSWORD, snils};
use thirtyfour::Key;

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
pub async fn press(browser: &Browser, words: &str) {
    let script = format!(
        "const all = [...document.querySelectorAll('button, a')].filter(e => e.offsetParent !== null && !e.disabled && !e.closest('[inert]'));\
         const e = all.find(e => (e.getAttribute('aria-label') ?? e.innerText).trim() === {0});\
         if (!e) return false; e.scrollIntoView({{block: 'center'}}); e.click(); return true;",
        json!(words)
    );
    browser.until(&format!("the button «{words}»"), &script).await;
}

/// Presses the button of these words in a dialog that is open.
pub async fn press_in_dialog(browser: &Browser, words: &str) {
    let script = format!(
        "const button = [...document.querySelectorAll('dialog[open] button')].find(b => b.innerText.includes({0}));\
         if (!button) return false; button.click(); return true;",
        json!(words)
    );
    browser.until(&format!("the dialog's button «{words}»"), &script).await;
}

async fn register(browser: &Browser, server: &Server, origin: &str, found: &mut Vec<String>) {
    browser.goto(&format!("{origin}/register")).await;
    browser.sees("Нет отчества").await;
    press(browser, "Дальше").await;
    browser.sees("Заполните это поле").await;
    browser.until("the focus on the summary", "return document.activeElement.id === 'errors' || document.activeElement.closest('#errors') !== null").await;
    whole(browser, "register-errors-390-light", found).await;
    // Ticked and left before it was sent: still so after a reload.
    choose(browser, "Нет отчества").await;
    let ticked = "return document.querySelector('input[type=checkbox]')?.checked === true";
    browser.until("no patronymic", ticked).await;
    browser.until("it is kept", "return fetch('/api/v1/registration').then(r => r.json()).then(r => r.form.no_patronymic)").await;
    browser.driver.refresh().await.unwrap();
    browser.until("no patronymic after a reload", ticked).await;
    choose(browser, "Нет отчества").await;
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
    // What is left of the minute is the server's to say, not begun anew by a reload.
    let waits = "return Number(/через (\\d+)/.exec(document.body.innerText)?.[1] ?? 0) < 59";
    browser.until("a second or two", waits).await;
    browser.driver.refresh().await.unwrap();
    browser.sees("Новый код можно запросить").await;
    assert_eq!(browser.js(waits).await, json!(true), "the wait goes on");
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
    browser.sees("Ключ доступа не принят").await;
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
    press(&browser, "Код из SMS").await;
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
    press(&browser, "Аппаратный ключ").await;
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

/// Moves the keyboard on until it stands on what is called `name`. Every stop on the way can be
/// seen and has a name, and the keyboard moves each time.
pub async fn tab_to(browser: &Browser, name: &str) -> Stop {
    let mut before = browser.stop_at().await;
    for _ in 0..80 {
        let stop = browser.tab(false).await;
        assert!(stop.in_page || before.in_page, "nothing on the page takes the focus: {before:?}");
        assert_ne!(stop.element, before.element, "a trap: {stop:?}");
        if stop.in_page {
            look_at_stop(browser, &stop).await;
        }
        // A space that does not break is a space.
        if stop.name.replace('\u{a0}', " ") == name.replace('\u{a0}', " ") {
            return stop;
        }
        before = stop;
    }
    panic!("no «{name}» within eighty stops");
}

async fn look_at_stop(browser: &Browser, stop: &Stop) {
    let page = browser.js("return location.pathname + location.search").await;
    assert!(!stop.name.trim().is_empty(), "{page}: no name: {stop:?}");
    assert!(stop.unseen.is_empty(), "{page}: {stop:?}");
}

/// Goes once round the page: no stop holds the keyboard, and none of what can be pressed is left
/// out. Then one step back.
async fn walk_round(browser: &Browser) {
    let first = tab_to(browser, "Перейти к содержанию").await;
    let mut seen = vec![first.element.clone()];
    loop {
        let stop = browser.tab(false).await;
        if !stop.in_page {
            continue;
        }
        look_at_stop(browser, &stop).await;
        if stop == first {
            break;
        }
        assert!(!seen.contains(&stop.element), "the keyboard goes in a circle: {stop:?}");
        seen.push(stop.element);
    }
    let count = "const all = [...document.querySelectorAll('a[href], button:not([disabled]), input:not([disabled]):not([hidden]), summary, select, textarea')]\
                 .filter(e => e.offsetParent !== null || getComputedStyle(e).position === 'fixed');\
                 const groups = new Set(all.filter(e => e.type === 'radio').map(e => e.name));\
                 return all.filter(e => e.type !== 'radio').length + groups.size";
    assert_eq!(json!(seen.len()), browser.js(count).await, "{seen:?}");
    let last = seen.pop().unwrap();
    let mut back = browser.tab(true).await;
    if !back.in_page {
        back = browser.tab(true).await;
    }
    assert_eq!(back.element, last, "back the same way");
}

/// The open dialog keeps the keyboard, both ways; Escape gives it back to `opener`.
async fn held_and_left(browser: &Browser, opener: &Stop) {
    let mut inside = Vec::new();
    for back in [false, false, false, false, false, false, true, true, true] {
        let stop = browser.tab(back).await;
        // Between the last stop and the first one stand the browser's own buttons.
        if stop.in_page {
            assert!(stop.in_dialog, "out of the dialog: {stop:?}");
            look_at_stop(browser, &stop).await;
            inside.push(stop.name);
        }
    }
    assert!(inside.len() > 4, "{inside:?}");
    browser.keys(Key::Escape).await;
    browser.until("no dialog", "return !document.querySelector('dialog[open]')").await;
    assert_eq!(&browser.stop_at().await.element, &opener.element, "the focus comes back");
}

pub async fn press_key_on(browser: &Browser, name: &str, key: Key) -> Stop {
    let stop = tab_to(browser, name).await;
    browser.keys(key).await;
    stop
}

async fn type_into(browser: &Browser, name: &str, text: &str) {
    tab_to(browser, name).await;
    browser.keys(text).await;
}

/// From the first field to the code, nothing clicked.
async fn register_by_keyboard(browser: &Browser, server: &Server) {
    walk_round(browser).await;
    type_into(browser, "Фамилия", "Щукина").await;
    type_into(browser, "Имя", "Анна").await;
    press_key_on(browser, "Нет отчества", Key::Space).await;
    press_key_on(browser, "Дальше", Key::Enter).await;
    browser.until("birth", "return location.search === '?step=birth'").await;
    // Nothing chosen, nothing typed: the summary takes the focus and leads to the field.
    press_key_on(browser, "Дальше", Key::Space).await;
    browser.until("the summary", "return !!document.activeElement.closest('#errors')").await;
    press_key_on(browser, "Дата рождения: Заполните это поле", Key::Enter).await;
    assert_eq!(browser.stop_at().await.name, "Дата рождения");
    browser.keys("12.03.1985").await;
    press_key_on(browser, "Женский", Key::Space).await;
    browser.keys(Key::Down).await;
    assert_eq!(browser.stop_at().await.name, "Мужской", "arrows choose within the group");
    browser.keys(Key::Up).await;
    press_key_on(browser, "Дальше", Key::Enter).await;
    browser.until("documents", "return location.search === '?step=documents'").await;
    type_into(browser, "СНИЛС", &snils(78)).await;
    tab_to(browser, "Паспорт России").await;
    type_into(browser, "Серия и номер", "4504 123456").await;
    press_key_on(browser, "Ещё номера, если они под рукой (можно не заполнять)", Key::Enter).await;
    tab_to(browser, "Полис ОМС").await;
    press_key_on(browser, "Дальше", Key::Enter).await;
    browser.until("contacts", "return location.search === '?step=contacts'").await;
    type_into(browser, "Мобильный телефон", "8 911 000 00 78").await;
    type_into(browser, "Электронная почта", "anna78@example.org").await;
    // A form is also sent from its field.
    browser.keys(Key::Enter).await;
    browser.until("the password", "return location.search === '?step=password'").await;
    type_into(browser, "Новый пароль", PASSWORD).await;
    press_key_on(browser, "Показать пароль", Key::Space).await;
    press_key_on(browser, "Зарегистрироваться", Key::Enter).await;
    browser.until("the code", "return location.search === '?step=code'").await;
    tab_to(browser, "Код из шести цифр").await;
    browser.keys(code_in(&told(server, "+79110000078", "код").await)).await;
    browser.until("done", "return location.search === '?step=done'").await;
    browser.sees("Перейти к карте").await;
    press_key_on(browser, "Перейти к карте", Key::Enter).await;
    browser.sees("Карта откроется").await;
}

/// Registers, signs in, looks after the account and signs out without a mouse; wherever the
/// keyboard stands can be seen and heard.
#[tokio::test(flavor = "multi_thread")]
async fn everything_of_an_account_is_done_with_the_keyboard_alone() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[], &["--demo"]).await;
    let origin = format!("http://localhost:{}", server.port);
    let browser = Browser::start().await;
    browser.screen(SCREENS[0], false).await;
    browser.goto(&format!("{origin}/register")).await;
    browser.sees("Нет отчества").await;
    register_by_keyboard(&browser, &server).await;

    // On another device: the session of the first one lives on.
    browser.driver.delete_all_cookies().await.unwrap();
    browser.goto(&format!("{origin}/sign-in")).await;
    browser.sees("Забыли пароль?").await;
    type_into(&browser, "Телефон, почта или СНИЛС", "8 911 000 00 78").await;
    type_into(&browser, "Пароль", PASSWORD).await;
    press_key_on(&browser, "Войти", Key::Enter).await;
    browser.find("#code").await;
    tab_to(&browser, "Код из шести цифр").await;
    browser.keys(code_in(&told(&server, "+79110000078", "код для входа").await)).await;
    browser.sees("Не сейчас").await;
    press_key_on(&browser, "Не сейчас", Key::Space).await;
    browser.sees("Карта откроется").await;
    press_key_on(&browser, "Ещё", Key::Enter).await;
    browser.sees("Для слабовидящих").await;
    let security = "Безопасность Пароль, ключи доступа, входы на устройствах";
    press_key_on(&browser, security, Key::Enter).await;
    browser.sees("Входы на устройствах").await;
    walk_round(&browser).await;

    // A question, and the page that asks who is there: both keep the keyboard and give it back.
    let opener = press_key_on(&browser, "Это был не я", Key::Enter).await;
    browser.sees("Закрыть доступ к карте?").await;
    held_and_left(&browser, &opener).await;
    grow_old(folder.path()).await;
    let opener = press_key_on(&browser, "Подключить приложение", Key::Space).await;
    browser.find("dialog[open] #code").await;
    held_and_left(&browser, &opener).await;

    // The first device is signed out from here, then this one.
    press_key_on(&browser, "Завершить: Chrome, Linux", Key::Enter).await;
    browser.sees("Вход завершён").await;
    browser.until("one device", "return !document.body.innerText.includes('Завершить все')").await;
    press_key_on(&browser, "Ещё", Key::Enter).await;
    browser.sees("Для слабовидящих").await;
    press_key_on(&browser, "Выйти", Key::Enter).await;
    browser.until("signed out", "return location.pathname === '/sign-in'").await;
    let errors = browser.errors().await;
    assert!(errors.is_empty(), "{errors:?}");
    browser.stop().await;
}
