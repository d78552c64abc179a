//! What is new in a card, what is said against it and what patients tell of themselves.

use serde_json::json;
use tests::browser::{Browser, SCREENS};
use tests::process::Server;
use thirtyfour::Key;

use super::accounts::press_key_on;
use super::{ANNA, ANNAS_CARD};

const DOCTOR: u128 = 0xA0_000B;

/// The period of a list is chosen with the keyboard alone, and one stands there still when the list
/// has changed (REC-3, UX-3).
pub async fn filters_by_keyboard(browser: &Browser, origin: &str) {
    // The same address once more would keep the words that were looked for there.
    browser.goto(&format!("{origin}/settings")).await;
    browser.goto(&format!("{origin}/patients/{ANNAS_CARD}/entries")).await;
    browser.sees("Гликированный гемоглобин").await;
    press_key_on(browser, "Период, клиника и врач", Key::Enter).await;
    press_key_on(browser, "Год", Key::Space).await;
    browser.until("a year", "return location.search.startsWith('?from=')").await;
    browser.sees("Найдено").await;
    assert_eq!(browser.stop_at().await.name, "Год", "the focus stays where the choice was made");
    // A clinic, and a doctor of it: chosen with an arrow, and one stands there still.
    for (name, parameter) in [("Клиника", "organization="), ("Врач", "author=")] {
        // A field for a day is several stops, so this is not `tab_to`.
        let mut stop = browser.tab(false).await;
        for _ in 0..12 {
            if stop.name == name {
                break;
            }
            stop = browser.tab(false).await;
        }
        assert_eq!(stop.name, name);
        browser.keys(Key::Down).await;
        let is_chosen = format!("return location.search.includes('{parameter}')");
        browser.until(name, &is_chosen).await;
        // The first doctor may be of another clinic: then nothing is.
        browser.until("an answer", "return /Найден|Ничего/.test(document.body.innerText)").await;
        assert_eq!(browser.stop_at().await.name, name, "the focus stays where the choice was made");
    }
    // Back gives up one choice after the other.
    browser.driver.back().await.unwrap();
    browser.until("no doctor", "return !location.search.includes('author=')").await;
    browser.until("a clinic", "return location.search.includes('organization=')").await;
}

/// Whose the browser is from now on.
pub async fn become_(browser: &Browser, server: &Server, account: u128, path: &str) {
    let origin = format!("http://localhost:{}", server.port);
    // Not by way of the portal's own pages: whoever finds a session there is led on by them.
    browser.goto("about:blank").await;
    browser.cdp("Network.clearBrowserCookies", json!({})).await;
    let token = server.sign_in(account).await;
    browser.keep_session(&origin, &token).await;
    browser.goto(&format!("{origin}{path}")).await;
}

pub async fn whole(browser: &Browser, name: &str, found: &mut Vec<String>) {
    for (width, height) in SCREENS {
        for dark in [false, true] {
            browser.screen((width, height), dark).await;
            let case = format!("{name}-{width}-{}", if dark { "dark" } else { "light" });
            browser.picture(&case).await;
            found.extend(browser.axe().await.into_iter().map(|line| format!("{case}: {line}")));
            let wide = browser.overflow().await;
            if wide > 0 {
                found.push(format!("{case}: wider than the screen by {wide} px"));
            }
        }
    }
    browser.screen(SCREENS[2], false).await;
}

/// REC-14, REC-13, REC-8: the news lead to a visit that never was; it is said so, answered, and
/// the answer is on the patient's screen by itself.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_new_is_disputed_and_answered() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[], &["--demo"]).await;
    let (patients, doctors) = (Browser::start().await, Browser::start().await);
    let mut found = Vec::new();
    for browser in [&patients, &doctors] {
        browser.screen(SCREENS[2], false).await;
    }
    become_(&patients, &server, ANNA, "/").await;
    patients.sees("С прошлого раза").await;
    patients.sees("Биохимический анализ крови").await;
    let visit = "const a = [...document.querySelectorAll('.news a')].find(a => a.innerText.includes('Приём терапевта')); \
                 if (!a) return false; a.click(); return true;";
    patients.until("the visit among the news", visit).await;
    patients.click("Здесь что-то не так?").await;

    // Refused with a word at the question; what is typed survives closing and loading anew.
    patients.click("Отправить").await;
    patients.sees("Выберите, что не так").await;
    patients.click("Этого не было").await;
    patients.find("#report-words").await.send_keys("Я была в отъезде").await.unwrap();
    patients.driver.refresh().await.unwrap();
    patients.click("Здесь что-то не так?").await;
    let kept = "return document.querySelector('#report-words')?.value === 'Я была в отъезде' \
                && document.querySelector('dialog[open] input[type=radio]').checked";
    patients.until("what was typed before", kept).await;
    whole(&patients, "report-dialog", &mut found).await;
    patients.click("Отправить").await;
    patients.sees("ждёт ответа").await;
    whole(&patients, "report", &mut found).await;

    // The doctor finds it among the news and in the list, and answers.
    let path = patients.js("return location.pathname").await;
    become_(&doctors, &server, DOCTOR, &format!("/patients/{ANNAS_CARD}/entries")).await;
    doctors.sees("оспорено: «этого не было»").await;
    become_(&doctors, &server, DOCTOR, path.as_str().unwrap()).await;
    doctors.sees("Я была в отъезде").await;
    doctors.click("Оставить как есть").await;
    let send = "const b = document.querySelector('.report-form button[type=submit]'); b.click(); return true";
    doctors.until("the button", send).await;
    doctors.sees("Заполните это поле").await;
    doctors.find("textarea[id^=answer-text]").await.send_keys("Есть ваша подпись").await.unwrap();
    whole(&doctors, "report-answer", &mut found).await;
    doctors.until("the button", send).await;
    doctors.sees("не согласились").await;
    patients.sees("Есть ваша подпись").await;
    asks_for_what_is_missing(&patients, &doctors, &server, &mut found).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
    for browser in [patients, doctors] {
        assert_eq!(browser.errors().await, Vec::<String>::new());
        browser.stop().await;
    }
}

/// REC-11: out of an empty section a clinic is asked to send what never came; its doctor finds that
/// in a list of their own and answers, and the patient sees it by itself.
async fn asks_for_what_is_missing(
    patients: &Browser,
    doctors: &Browser,
    server: &Server,
    found: &mut Vec<String>,
) {
    let origin = format!("http://localhost:{}", server.port);
    patients.goto(&format!("{origin}/patients/{ANNAS_CARD}/entries?section=documents")).await;
    patients.sees("Здесь пока пусто").await;
    whole(patients, "empty-section", found).await;
    patients.click("Попросить прислать записи").await;
    patients.sees("Какая клиника").await;
    let section = "return document.querySelector('input[role=combobox]').value === 'Документы'";
    patients.until("the section one came from", section).await;
    patients.click("Отправить просьбу").await;
    patients.sees("Выберите клинику").await;
    let open = "const i = document.querySelectorAll('input[role=combobox]')[1]; i.focus(); i.click(); return true";
    patients.until("the field of clinics", open).await;
    patients.sees("Городская поликлиника № 7").await;
    patients.keys(Key::Enter).await;
    patients.find("#ask-missing-words").await.send_keys("Выписка из больницы").await.unwrap();
    // What was written survives loading anew.
    patients.driver.refresh().await.unwrap();
    let kept =
        "return document.querySelector('#ask-missing-words')?.value === 'Выписка из больницы'";
    patients.until("what was written", kept).await;
    whole(patients, "ask-missing", found).await;
    patients.click("Отправить просьбу").await;
    patients.sees("Ответ не позднее").await;
    whole(patients, "requests", found).await;

    doctors.goto(&format!("{origin}/")).await;
    doctors
        .until(
            "the number of cards",
            "return document.querySelector('.nav__count')?.innerText === '1'",
        )
        .await;
    doctors.click("Запросы").await;
    doctors.sees("Ждёт ответа 1").await;
    doctors.click("Ответить").await;
    doctors.sees("Выписка из больницы").await;
    doctors.click("Отправили в карту").await;
    whole(doctors, "asked", found).await;
    let send = "const b = document.querySelector('.report-form button[type=submit]'); b.click(); return true";
    doctors.until("the button", send).await;
    doctors.sees("На все запросы уже ответили").await;
    patients.sees("прислали").await;
}

/// REC-7: an allergy and a habit are told, confirmed, edited and removed, and stand apart.
#[tokio::test(flavor = "multi_thread")]
async fn a_patient_tells_of_themselves() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[], &["--demo"]).await;
    let (patients, doctors) = (Browser::start().await, Browser::start().await);
    let mut found = Vec::new();
    for browser in [&patients, &doctors] {
        browser.screen(SCREENS[2], false).await;
    }
    become_(&patients, &server, ANNA, "/").await;
    patients.sees("Пенициллин").await;
    patients.click("Добавить аллергию").await;
    patients.sees("На что аллергия").await;
    patients.click("Сохранить").await;
    patients.sees("Заполните это поле").await;
    patients.find("#own-name").await.send_keys("Орехи").await.unwrap();
    patients.click("Опасна для жизни").await;
    whole(&patients, "own-allergy", &mut found).await;
    patients.click("Сохранить").await;
    patients.sees("Изменить").await;
    let path = patients.js("return location.pathname").await.as_str().unwrap().to_owned();

    // The doctor sees the danger with its origin, and vouches for it.
    become_(&doctors, &server, DOCTOR, &path).await;
    doctors.sees("Орехи (со слов пациента)").await;
    doctors.click("Подтвердить").await;
    doctors.sees("подтверждено врачом").await;
    patients.sees("подтверждено врачом").await;
    whole(&patients, "own-entry", &mut found).await;

    patients.click("Изменить").await;
    let field = patients.find("#own-name").await;
    field.clear().await.unwrap();
    patients.fill("own-name", "Арахис").await;
    patients.click("Сохранить").await;
    patients.sees("Что было записано раньше").await;
    patients.goto(&format!("http://localhost:{}/", server.port)).await;
    patients.sees("С ваших слов").await;
    whole(&patients, "summary-told", &mut found).await;
    become_(&patients, &server, ANNA, &path).await;
    patients.click("Удалить").await;
    patients.sees("Удалить эту запись?").await;
    let yes = "document.querySelector('dialog[open] .button--danger').click(); return true";
    patients.until("the button", yes).await;
    patients.sees("Отозвано").await;

    become_(&patients, &server, ANNA, &format!("/patients/{ANNAS_CARD}/own?section=notes")).await;
    patients.click("Раньше курил(а)").await;
    whole(&patients, "own-habit", &mut found).await;
    patients.click("Сохранить").await;
    patients.sees("Изменить").await;
    let notes = format!("/patients/{ANNAS_CARD}/entries?section=notes");
    patients.goto(&format!("http://localhost:{}{notes}", server.port)).await;
    patients.sees("Раньше курил(а)").await;
    whole(&patients, "notes-told", &mut found).await;
    uploads_a_paper(&patients, &server, folder.path(), &mut found).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert_eq!(json!(patients.errors().await), json!([]));
    for browser in [patients, doctors] {
        browser.stop().await;
    }
}

/// RES-8: a photo is chosen, kept and looked at in the page.
async fn uploads_a_paper(
    browser: &Browser,
    server: &Server,
    folder: &std::path::Path,
    found: &mut Vec<String>,
) {
    let photo = folder.join("photo.png");
    let page = image::GrayImage::from_fn(1240, 1754, |x, y| {
        image::Luma([if x / 4 % 3 == 0 && y / 6 % 2 == 0 { 20 } else { 235 }])
    });
    page.save(&photo).unwrap();
    let papers = format!("/patients/{ANNAS_CARD}/entries?section=documents");
    browser.goto(&format!("http://localhost:{}{papers}", server.port)).await;
    browser.click("Загрузить документ").await;
    browser.sees("Что это за документ").await;
    // Everything that is missing is told at once.
    browser.click("Загрузить").await;
    browser.sees("Выберите хотя бы один файл").await;
    browser.click("Результаты анализов").await;
    browser.fill("document-title", "Анализ из Твери").await;
    browser.fill("document-date", "01.02.2024").await;
    let field = browser.find("input[type=file]").await;
    field.send_keys(photo.to_str().unwrap()).await.unwrap();
    browser.sees("photo.png").await;
    whole(browser, "document-form", found).await;
    browser.click("Загрузить").await;
    browser.sees("Скачать").await;
    whole(browser, "document", found).await;
    browser.click("Посмотреть").await;
    let is_drawn = "return document.querySelector('.viewer__image')?.naturalWidth === 1240";
    browser.until("the picture", is_drawn).await;
    browser.click("Крупнее").await;
    let is_large = "return document.querySelector('.viewer__image').width >= 620";
    browser.until("the picture in its own size", is_large).await;
    whole(browser, "document-viewer", found).await;
    looks_at_a_pdf(browser, server, folder, found).await;
}

/// RES-8: a PDF is looked at page by page, by buttons, keys and number, as pictures only.
async fn looks_at_a_pdf(
    browser: &Browser,
    server: &Server,
    folder: &std::path::Path,
    found: &mut Vec<String>,
) {
    let file = folder.join("discharge.pdf");
    std::fs::write(&file, tests::pdf::pages(&[(595, 842), (842, 595), (595, 842)])).unwrap();
    let papers = format!("/patients/{ANNAS_CARD}/entries?section=documents");
    browser.goto(&format!("http://localhost:{}{papers}", server.port)).await;
    browser.click("Загрузить документ").await;
    browser.sees("Что это за документ").await;
    browser.click("Выписка из стационара").await;
    browser.fill("document-title", "Выписка из Твери").await;
    browser.fill("document-date", "02.02.2024").await;
    let field = browser.find("input[type=file]").await;
    field.send_keys(file.to_str().unwrap()).await.unwrap();
    browser.sees("discharge.pdf").await;
    browser.click("Загрузить").await;
    browser.sees("Скачать").await;
    browser.click("Посмотреть").await;
    let page = |page: u32, shape: &str| {
        format!(
            "const it = document.querySelector('.viewer__image'); \
             return it?.alt === 'Страница {page} из 3' && it.complete && it.naturalWidth {shape} it.naturalHeight"
        )
    };
    browser.until("the first page", &page(1, "<")).await;
    browser.sees("Страница 1 из 3").await;
    whole(browser, "document-pages", found).await;
    browser.click("Дальше").await;
    browser.until("the second page", &page(2, ">")).await;
    // At the last page the button goes dead, and the keys go on working.
    browser.click("Дальше").await;
    browser.until("the third page", &page(3, "<")).await;
    browser.keys(Key::PageUp).await;
    browser.until("the second page again", &page(2, ">")).await;
    browser.keys(Key::PageDown).await;
    browser.until("the third page again", &page(3, "<")).await;
    // Drawn anew, finer than the 1200 pixels it had.
    for _ in 0..5 {
        browser.click("Крупнее").await;
    }
    let is_sharp = "const it = document.querySelector('.viewer__image'); \
                    return it?.width > 1200 && it.naturalWidth >= it.width";
    browser.until("a sharp page", is_sharp).await;
    let field = browser.find(".viewer__turns input").await;
    field.send_keys(Key::Control + "a").await.unwrap();
    field.send_keys("1").await.unwrap();
    browser.until("the first page by its number", &page(1, "<")).await;
}
