//! Two people, each with a device of their own: a patient with a phone and a doctor with a tablet.

use std::path::Path;

use tests::browser::{Browser, SCREENS};
use tests::process::Server;

use super::accounts::press_in_dialog;
use super::record::become_;
use super::{ANNA, ANNAS_CARD};

/// A doctor to whom no card of the demo is open.
const DOCTOR: u128 = 0xA0_000F;
const ANNAS_NUMBER: &str = "0000-0001-8";
/// Of the picture a camera sees, in pixels.
const WIDE: u32 = 640;
const HIGH: u32 = 480;

/// ACL-2, ACL-3, ACL-7, ACL-12, REC-4, REC-9, CARD-6, CARD-7: a doctor asks, the patient looks through
/// the doctor's eyes and allows, the doctor reads, writes and signs, the patient is told, finds it in
/// the journal and closes the card: it is gone from the open tablet. Then the card is shown in person,
/// and the tablet's camera reads it off the phone.
#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_asked_for_opened_written_and_closed_again() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[], &["--demo"]).await;
    let origin = format!("http://localhost:{}", server.port);
    let camera = folder.path().join("camera.y4m");
    film(&camera, |_, _| 0xFF);
    let (phone, tablet) = Browser::start_two(&camera).await;
    phone.screen(SCREENS[0], false).await;
    tablet.screen(SCREENS[1], false).await;
    let summary = format!("/patients/{ANNAS_CARD}");
    let access = format!("{origin}{summary}/access");

    become_(&phone, &server, ANNA, "/").await;
    phone.sees("Пенициллин").await;
    become_(&tablet, &server, DOCTOR, "/access").await;
    ask(&tablet).await;

    allow(&phone).await;
    tablet.goto(&format!("{origin}/access")).await;
    tablet.click("К карте").await;
    tablet.sees("Пенициллин").await;
    sign(&tablet).await;

    // Told without loading anew: the phone's page was open all the time.
    phone.goto(&format!("{origin}{summary}/entries?section=visits")).await;
    phone.sees("Контроль давления").await;
    phone.goto(&format!("{origin}{summary}/journal")).await;
    phone.sees("Кузьмин").await;
    phone.sees("Протокол подписан").await;

    writes_without_a_line(&tablet, &format!("{origin}{summary}/protocol")).await;

    tablet.goto(&format!("{origin}{summary}")).await;
    tablet.sees("Пенициллин").await;
    phone.goto(&access).await;
    close(&phone, "Кузьмин").await;
    let is_gone = "return !document.body.innerText.includes('Пенициллин')";
    tablet.until("the card is gone from the open page", is_gone).await;

    show(&phone, &camera).await;
    tablet.goto(&format!("{origin}/access")).await;
    tablet.click("Навести камеру").await;
    tablet.until("the card", &format!("return location.pathname === '{summary}'")).await;
    tablet.sees("Пенициллин").await;
    for browser in [&phone, &tablet] {
        assert_eq!(browser.errors().await, Vec::<String>::new());
    }
    phone.stop().await;
    tablet.stop().await;
}

/// The doctor asks by the card's number.
async fn ask(tablet: &Browser) {
    tablet.sees("Запросить доступ").await;
    let second = "const form = document.querySelector('[aria-labelledby=\"ask-title\"] form');\
                  const field = form && form.querySelector('input[inputmode=\"numeric\"]');\
                  if (!field) return false; field.scrollIntoView({block: 'center'}); field.focus();\
                  return document.activeElement === field;";
    tablet.until("the number", second).await;
    tablet.keys(ANNAS_NUMBER).await;
    tablet.write("Зачем нужен доступ", "Контроль давления").await;
    tablet.click("Отправить запрос").await;
    tablet.sees("Ждёт ответа").await;
}

/// The patient learns of it where she is, looks at what would be seen, and allows.
async fn allow(phone: &Browser) {
    phone.sees("У вас просят доступ к карте").await;
    let way = "const banner = [...document.querySelectorAll('[role=\"status\"] a')].find(a => a.pathname.endsWith('/access'));\
               if (!banner) return false; banner.click(); return true;";
    phone.until("the way to the request", way).await;
    phone.sees("Контроль давления").await;
    phone.click("Глазами врача").await;
    phone.sees("Пенициллин").await;
    phone.click("Разрешить").await;
    phone.sees("Доступ разрешён").await;
}

/// The doctor writes a protocol with the record beside it, and signs.
async fn sign(tablet: &Browser) {
    tablet.click("Написать протокол").await;
    tablet.click("Приём терапевта, повторный").await;
    tablet.write("Что изменилось с прошлого приёма", "Давление дома 128/80").await;
    tablet.write("Жалобы", "Жалоб нет").await;
    tablet.write("Общее состояние", "Удовлетворительное. Температура тела 36,6 °C").await;
    tablet.sees("Пенициллин").await;
    tablet.write("Заключение", "Контроль давления: цель достигнута").await;
    tablet.click("I10").await;
    tablet.click("Проверить и подписать").await;
    tablet.sees("Проверка перед подписью").await;
    let sign = "const button = [...document.querySelectorAll('button')].find(b => b.innerText.trim() === 'Подписать');\
                if (!button || button.disabled) return false; button.click(); return true;";
    tablet.until("the button that signs", sign).await;
    tablet.sees("Протокол подписан").await;
}

/// OFF-2: what is typed without a line lies sealed on the tablet, comes back with the page, is sent
/// once, and nothing of it stays. So does what the server never heard of.
async fn writes_without_a_line(tablet: &Browser, protocol: &str) {
    // A draft of the same name may be in the list of those that wait.
    let template = "const buttons = [...document.querySelectorAll('.protocol__templates button')]; \
                    const wanted = buttons.find(b => b.innerText.includes('Приём терапевта, повторный')); \
                    if (!wanted) return false; wanted.click(); return true;";
    let begin = async || {
        tablet.goto(protocol).await;
        tablet.until("the template", template).await;
        tablet.write("Заключение", "Острый бронхит").await;
        tablet.sees("Сохранено").await;
    };
    let has = |words: &str| {
        format!(
            "return [...document.querySelectorAll('textarea')].some(area => area.value.includes('{words}'))"
        )
    };
    let nothing_waits = "return localStorage.length === 0";

    // Typed over what the server has.
    begin().await;
    lose_the_line(tablet).await;
    tablet.write("Жалобы", "Кашель вторую неделю").await;
    tablet.sees("Нет связи: черновик ждёт на этом устройстве").await;
    assert_sealed(tablet, &["Кашель", "бронхит", "d00001"]).await;
    let draft = tablet.js("return location.href").await;
    tablet.goto("about:blank").await;
    tablet.goto(draft.as_str().unwrap()).await;
    tablet.until("what was typed", &has("Кашель вторую неделю")).await;
    tablet.sees("Сохранено").await;
    tablet.until("nothing waits", nothing_waits).await;

    // The server never heard of it: it is sent where protocols are begun.
    tablet.goto(protocol).await;
    tablet.until("the template", template).await;
    tablet.sees("Черновик пуст").await;
    let key = "return performance.getEntriesByName(location.origin + '/api/v1/protocol-drafts/key').length > 0";
    tablet.until("the key", key).await;
    lose_the_line(tablet).await;
    tablet.write("Вид осмотра", "Осмотр на дому").await;
    tablet.sees("Нет связи: черновик ждёт на этом устройстве").await;
    assert_sealed(tablet, &["дому", "d00001"]).await;
    tablet.goto("about:blank").await;
    tablet.goto(protocol).await;
    tablet.sees("Написанное без связи отправлено").await;
    tablet.sees("Осмотр на дому").await;
    tablet.until("nothing waits", nothing_waits).await;
}

/// Every call fails from now on until the page is loaded anew: also those that are made while it is
/// left, which the browser's own emulation lets through.
async fn lose_the_line(tablet: &Browser) {
    tablet.js("window.fetch = () => Promise.reject(new TypeError('no line')); return true").await;
}

/// One text lies in the browser, and none of the words does.
async fn assert_sealed(tablet: &Browser, words: &[&str]) {
    let kept = tablet.js("return JSON.stringify(Object.entries(localStorage))").await;
    let kept = kept.as_str().unwrap();
    assert_eq!(kept.matches("protocol-draft.").count(), 1, "{kept}");
    for word in words {
        assert!(!kept.contains(word), "{word} lies open");
    }
}

/// The patient closes what is open to somebody.
async fn close(phone: &Browser, name: &str) {
    phone.sees(name).await;
    let script = format!(
        "const part = [...document.querySelectorAll('article, li, section.panel')].find(e => e.innerText.includes('{name}') && \
           [...e.querySelectorAll('button')].some(b => b.innerText.includes('Закрыть доступ')));\
         const button = part && [...part.querySelectorAll('button')].find(b => b.innerText.includes('Закрыть доступ'));\
         if (!button) return false; button.scrollIntoView({{block: 'center'}}); button.click(); return true;"
    );
    phone.until("the button that closes", &script).await;
    press_in_dialog(phone, "Закрыть доступ").await;
    phone.sees("Доступ закрыт").await;
}

/// The patient shows the card, and the camera films the screen of the phone.
async fn show(phone: &Browser, camera: &Path) {
    phone.click("Показать код").await;
    let code = phone.find(".present .qr").await;
    code.scroll_into_view().await.unwrap();
    let picture = image::load_from_memory(&code.screenshot_as_png().await.unwrap()).unwrap();
    let side = HIGH - 40;
    let small = picture.resize(side, side, image::imageops::FilterType::Triangle).to_luma8();
    let (left, top) = ((WIDE - small.width()) / 2, (HIGH - small.height()) / 2);
    film(camera, |x, y| {
        let (x, y) = (x.wrapping_sub(left), y.wrapping_sub(top));
        small.get_pixel_checked(x, y).map_or(0xFF, |pixel| pixel.0[0])
    });
}

/// A film of one grey picture, which a camera shows again and again.
fn film(path: &Path, grey: impl Fn(u32, u32) -> u8) {
    let mut film =
        format!("YUV4MPEG2 W{WIDE} H{HIGH} F10:1 Ip A1:1 C420jpeg\nFRAME\n").into_bytes();
    film.extend((0..HIGH).flat_map(|y| (0..WIDE).map(move |x| (x, y))).map(|(x, y)| grey(x, y)));
    let half = usize::try_from(WIDE * HIGH / 2).unwrap();
    film.resize(film.len() + half, 0x80);
    std::fs::write(path, film).unwrap();
}
