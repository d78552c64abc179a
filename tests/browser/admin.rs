//! An organization and who works there, as its administrator sees it (ADM-1).

use tests::browser::{Browser, SCREENS};
use tests::process::Server;

use super::accounts::press;
use super::record::{become_, whole};

const ADMINISTRATOR: u128 = 0xA0_000D;

/// ADM-1, UX-3: staff are found, somebody who left is taken back and let go again, on every
/// screen.
#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_keeps_the_staff_of_a_clinic() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[], &["--demo"]).await;
    let browser = Browser::start().await;
    browser.screen(SCREENS[2], false).await;
    let mut found = Vec::new();

    become_(&browser, &server, ADMINISTRATOR, "/admin").await;
    for words in ["Соколова Елена Викторовна", "участковый терапевт", "Терапевтическое отделение"]
    {
        browser.sees(words).await;
    }
    whole(&browser, "admin-staff", &mut found).await;
    press(&browser, "Не работает").await;
    press(&browser, "Открыть: Орлова Светлана Юрьевна").await;
    press(&browser, "Вернуть на работу").await;
    whole(&browser, "admin-employ", &mut found).await;
    press(&browser, "Вернуть на работу").await;
    browser.sees("Сотрудник снова работает").await;
    press(&browser, "Работает").await;
    press(&browser, "Открыть: Орлова Светлана Юрьевна").await;
    press(&browser, "Уволить").await;
    browser.sees("Доступ закроется сразу").await;
    whole(&browser, "admin-end", &mut found).await;
    press(&browser, "Уволить сейчас").await;
    browser.sees("Доступ закрыт на всех устройствах").await;

    press(&browser, "Пригласить").await;
    browser.sees("На почту придёт ссылка").await;
    whole(&browser, "admin-invite", &mut found).await;

    become_(&browser, &server, ADMINISTRATOR, "/admin?view=departments").await;
    browser.sees("Процедурный кабинет").await;
    whole(&browser, "admin-departments", &mut found).await;
    become_(&browser, &server, ADMINISTRATOR, "/admin?view=organization").await;
    browser.sees("Поликлиника или больница").await;
    whole(&browser, "admin-organization", &mut found).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert_eq!(browser.errors().await, Vec::<String>::new());
    browser.stop().await;
}
