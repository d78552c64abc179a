//! The desk where a laboratory's messages wait (RES-10, INT-7), with the mouse and without.

use serde_json::json;
use shared::feed::text;
use shared::lang::Lang;
use tests::browser::{Browser, SCREENS};
use tests::laboratory::Port;
use tests::process::Server;
use thirtyfour::Key;

use super::accounts::{press, press_key_on, tab_to};
use super::record::{become_, whole};
use super::{ANNA, ANNAS_CARD};

const LABORATORY: u128 = 0xA0_000E;
const ANNAS_NUMBER: &str = "0000-0001-8";

const UNKNOWN: &str = "Карты с таким номером нет";
const ANOTHER: &str = "На карте другое имя, дата рождения или пол";
const NOBODY: &str = "Нет ни одного номера пациента";

/// A result nobody else in the demo has, without a time: it is of now. `n` tells the orders apart.
fn message(n: u32, pid: &str) -> String {
    format!(
        "MSH|^~\\&|ЛИС|Лаб|||20251130101500+0300||ORU^R01^ORU_R01|{n}|P|2.5.1||||||UNICODE UTF-8\n\
         {pid}\n\
         OBR|1|З-{n}|Л-{n}|COP^Копрология^L{}F\n\
         OBX|1|NM|KLP^Кальпротектин^L||4{n}|мкг/г|0-50||||F",
        "|".repeat(21)
    )
}

/// What the button that opens a waiting message is called: its reason, and when it came.
async fn opener(browser: &Browser, reason: &str) -> String {
    button(browser, "Разобрать", reason).await
}

/// The same of one that was put away.
async fn reader(browser: &Browser, reason: &str) -> String {
    button(browser, "Подробнее", reason).await
}

async fn button(browser: &Browser, word: &str, reason: &str) -> String {
    browser.sees(reason).await;
    let script = format!(
        "return [...document.querySelectorAll('.rows button')].map(b => b.getAttribute('aria-label') ?? '')\
         .find(name => name.startsWith({}))",
        json!(format!("{word}: {reason}"))
    );
    browser.js(&script).await.as_str().expect("a button with the reason in its name").to_owned()
}

/// The list of what waits, loaded anew.
async fn open_desk(browser: &Browser, server: &Server, count: &str) {
    browser.goto(&format!("http://localhost:{}/feed", server.port)).await;
    browser.sees(count).await;
}

/// RES-10, UX-3: what found no card is seen with its reason, read, attached, put away, and its
/// test is called by its LOINC; on every screen, and with the keyboard alone.
#[tokio::test(flavor = "multi_thread")]
async fn what_found_no_card_is_sorted_out_at_the_desk() {
    let folder = tempfile::tempdir().unwrap();
    let port = tests::postgres::free_port();
    let listen = format!("127.0.0.1:{port}");
    let settings = [("MEDKARTA_MLLP_LISTEN", listen.as_str())];
    let server = Server::start(folder.path(), &settings, &["--demo"]).await;
    let wire = Port::at(port);
    for (n, pid) in [
        (1, "PID|1||55-1^^^LAB||Воробьёва^Анна^Петровна||19680417|F".to_owned()),
        (2, format!("PID|1||{ANNAS_NUMBER}||Другая^Анна||19680417|F")),
        (3, "PID|1||||Сидорова^Ольга||19700102|F".to_owned()),
    ] {
        let answer = wire.send(&message(n, &pid)).await;
        assert!(answer.contains(&format!("MSA|AA|{n}")), "{answer}");
    }
    let browser = Browser::start().await;
    browser.screen(SCREENS[2], false).await;
    let mut found = Vec::new();

    // Whoever works in a laboratory comes to the desk at once: there is nothing else for them.
    become_(&browser, &server, LABORATORY, "/").await;
    browser.until("the desk", "return location.pathname === '/feed'").await;
    browser.sees("Ждут 3 сообщения").await;
    for reason in [UNKNOWN, ANOTHER, NOBODY] {
        browser.sees(reason).await;
    }
    whole(&browser, "feed", &mut found).await;
    attach(&browser, &mut found).await;
    open_desk(&browser, &server, "Ждут 2 сообщения").await;
    map_code(&browser, &mut found).await;
    open_desk(&browser, &server, "Ждут 2 сообщения").await;
    attach_by_keyboard(&browser).await;
    open_desk(&browser, &server, "Ждёт 1 сообщение").await;
    dismiss_by_keyboard(&browser, &mut found).await;

    // What became of each is still said, and why the one was put away is not forgotten.
    press(&browser, "Все сообщения").await;
    for words in ["В карте", "Убрано", NOBODY] {
        browser.sees(words).await;
    }
    press(&browser, &reader(&browser, NOBODY).await).await;
    browser.sees("Почему убрано: Проба для обучения").await;
    whole(&browser, "feed-all", &mut found).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert_eq!(browser.errors().await, Vec::<String>::new());

    // Both results are in the card; the one that came after the code was told bears it.
    let results = format!("/patients/{ANNAS_CARD}/entries?section=results");
    become_(&browser, &server, ANNA, &results).await;
    browser.sees("Кальпротектин").await;
    let token = server.sign_in(ANNA).await;
    let (_, card) = server.get(&format!("/api/v1{results}"), Some(&token)).await.unwrap();
    let card = card.to_string();
    assert_eq!((card.matches("\"KLP\"").count(), card.matches("\"38445-3\"").count()), (1, 1));
    browser.stop().await;
}

/// The message of an unknown number: read, refused for a card that is none, attached.
async fn attach(browser: &Browser, found: &mut Vec<String>) {
    press(browser, &opener(browser, UNKNOWN).await).await;
    for words in ["Воробьёва Анна Петровна", "17.04.1968", "55-1", "Копрология"]
    {
        browser.sees(words).await;
    }
    let raw = "return document.querySelector('.raw-more').open";
    assert_eq!(browser.js(raw).await, json!(false), "what a person reads goes first");
    browser.click("Сообщение, как оно пришло").await;
    browser.sees("OBX|1|NM|KLP^Кальпротектин^L||41").await;
    whole(browser, "feed-message", found).await;

    let field = "return document.querySelector('input[id^=\"card-\"]').id";
    let field = browser.js(field).await.as_str().unwrap().to_owned();
    browser.fill(&field, "0000-0009-9").await;
    press(browser, "Прикрепить к карте").await;
    browser.sees("В номере опечатка").await;
    let focused = format!("return document.activeElement.id === {}", json!(field));
    browser.until("the focus on the field that is wrong", &focused).await;
    whole(browser, "feed-refused", found).await;
    // A card of somebody else is refused beside the field; why the message waits stays what it was.
    browser.fill(&field, "0000-0002-6").await;
    press(browser, "Прикрепить к карте").await;
    browser.sees(&format!("Не прикреплено. {ANOTHER}")).await;
    let headline = format!(
        "return document.getElementById({}).closest('li').querySelector('.rows__text b').innerText === {}",
        json!(field),
        json!(UNKNOWN)
    );
    browser.until("the reason in the row", &headline).await;
    whole(browser, "feed-another", found).await;
    press(browser, "Попробовать ещё раз").await;
    browser.sees("Пока не получилось: причина та же").await;
    // However its digits are grouped.
    browser.fill(&field, "0000 00018").await;
    press(browser, "Прикрепить к карте").await;
    browser.sees("Результаты в карте").await;
    browser.sees("Ждут 2 сообщения").await;
    on_the_next(browser).await;
    let gone = format!("return !document.body.innerText.includes({})", json!(UNKNOWN));
    browser.until("the message off the list", &gone).await;
}

/// With a message that is settled the place of the keyboard has gone: it is at the next one.
async fn on_the_next(browser: &Browser) {
    let next = "return (document.activeElement.getAttribute('aria-label') ?? '').startsWith('Разобрать: ')";
    browser.until("the keyboard on the next message", next).await;
}

/// The laboratory's own code gets its LOINC, after one with a slip in it was refused.
async fn map_code(browser: &Browser, found: &mut Vec<String>) {
    press_key_on(browser, "Коды тестов", Key::Enter).await;
    browser.sees("Кальпротектин").await;
    browser.sees("без LOINC").await;
    tab_to(browser, "LOINC для KLP Кальпротектин").await;
    browser.keys("38445-1").await;
    browser.keys(Key::Enter).await;
    browser.sees("Такого кода LOINC нет").await;
    let focused = "return document.activeElement.id === 'loinc-L-KLP'";
    browser.until("the focus on the field that is wrong", focused).await;
    whole(browser, "feed-codes", found).await;
    browser.fill("loinc-L-KLP", "38445-3").await;
    browser.keys(Key::Enter).await;
    browser.sees("Код сохранён").await;
    browser.until("it has one", "return !document.body.innerText.includes('без LOINC')").await;
}

/// The message that bears another name: read, refused as it is, and attached once a person has
/// said that it is the right card. Nothing is clicked.
async fn attach_by_keyboard(browser: &Browser) {
    press_key_on(browser, &opener(browser, ANOTHER).await, Key::Enter).await;
    browser.sees("Другая Анна").await;
    browser.sees("differs in: name").await;
    press_key_on(browser, "Сообщение, как оно пришло", Key::Enter).await;
    browser.sees("OBX|1|NM|KLP^Кальпротектин^L||42").await;
    // What may be wider than the screen is scrolled with the keyboard too.
    let raw = tab_to(browser, "Сообщение, как оно пришло").await;
    assert!(raw.element.starts_with("pre "), "{raw:?}");
    tab_to(browser, "Номер карты пациента").await;
    browser.keys(ANNAS_NUMBER).await;
    press_key_on(browser, "Прикрепить к карте", Key::Enter).await;
    browser.sees("Не прикреплено. На карте другое имя").await;
    // Refused, the keyboard is where it was, and the number is still there.
    assert_eq!(browser.stop_at().await.name, "Прикрепить к карте");
    assert_eq!(browser.tab(true).await.name, text::CONFIRM.get(Lang::Ru));
    browser.keys(Key::Space).await;
    assert_eq!(browser.tab(false).await.name, "Прикрепить к карте");
    browser.keys(Key::Enter).await;
    browser.sees("Ждёт 1 сообщение").await;
    on_the_next(browser).await;
}

/// The message of nobody: asked about first, left as it is, then put away.
async fn dismiss_by_keyboard(browser: &Browser, found: &mut Vec<String>) {
    press_key_on(browser, &opener(browser, NOBODY).await, Key::Enter).await;
    browser.sees("Сидорова Ольга").await;
    let button = press_key_on(browser, "Не для карты", Key::Enter).await;
    browser.sees("Убрать сообщение?").await;
    browser.keys(Key::Escape).await;
    browser.until("no dialog", "return !document.querySelector('dialog[open]')").await;
    assert_eq!(browser.stop_at().await.element, button.element, "the focus comes back");
    browser.sees("Ждёт 1 сообщение").await;
    browser.keys(Key::Enter).await;
    browser.sees("Убрать сообщение?").await;
    // Not without a reason.
    let sure = press_key_on(browser, "Не для карты", Key::Enter).await;
    assert!(sure.in_dialog, "{sure:?}");
    browser.sees("Заполните это поле").await;
    assert_eq!(browser.stop_at().await.name, "Почему оно не для карты");
    whole(browser, "feed-dismiss", found).await;
    browser.keys("Проба для обучения").await;
    browser.keys(Key::Enter).await;
    browser.sees("Все результаты нашли свои карты").await;
    let heading = "return document.activeElement.id === 'feed-list'";
    browser.until("the keyboard on the heading of the empty list", heading).await;
}
