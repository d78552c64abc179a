//! Results as patients and doctors meet them: the list, a report, the chart, side by side, what waits,
//! and what people measure themselves.

use serde_json::Value;
use tests::browser::{Browser, SCREENS};
use tests::process::Server;
use thirtyfour::Key;

use super::record::{become_, whole};
use super::{ANNA, ANNAS_CARD};

const DOCTOR: u128 = 0xA0_000B;

/// RES-1, RES-3, RES-6, RES-14, RES-15, RES-16
#[tokio::test(flavor = "multi_thread")]
async fn results_are_listed_read_and_compared() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[], &["--demo"]).await;
    let browser = Browser::start().await;
    let mut found = Vec::new();
    browser.screen(SCREENS[2], false).await;
    become_(&browser, &server, ANNA, &format!("/patients/{ANNAS_CARD}/results")).await;

    // RES-1: a report with what is out of range in it; every link of the list has a name.
    browser.sees("Найдено 11 результатов").await;
    browser.sees("Выше нормы: Гликированный гемоглобин, Глюкоза").await;
    let unnamed = "return [...document.querySelectorAll('main a, main button')].filter(a => !a.textContent.trim() && !a.ariaLabel).length";
    assert_eq!(browser.js(unnamed).await, Value::from(0), "links and buttons without a name");
    whole(&browser, "results", &mut found).await;
    browser.click("Только вне нормы (9)").await;
    browser.sees("Найдено 9 результатов").await;
    let is_there = "return location.search === '?out=1'";
    browser.until("the choice in the address", is_there).await;
    browser.driver.back().await.unwrap();
    browser.sees("Найдено 11 результатов").await;

    // RES-3, RES-15, RES-16
    browser.click("Биохимический анализ крови").await;
    browser.sees("Вне нормы 2 из 4").await;
    browser.sees("Взят").await;
    browser.sees("норма: 4,1–6,1").await;
    let lines = "return [...document.querySelectorAll('.value-line__drawing')].map(line => line.getAttribute('aria-label')).join('; ')";
    let lines = browser.js(lines).await;
    assert!(lines.as_str().unwrap().contains("Глюкоза: 8,4 ммоль/л; от"), "{lines}");
    what_it_means(&browser).await;
    browser.click("Глюкоза: 8,4").await;
    assert_eq!(browser.js("return document.activeElement.id").await, Value::from("value-1"));
    whole(&browser, "result", &mut found).await;

    // RES-6
    browser.driver.back().await.unwrap();
    browser.click("Сравнить").await;
    for nth in [0, 1] {
        let choose =
            format!("document.querySelectorAll('.result-row input')[{nth}].click(); return true");
        browser.until("a choice", &choose).await;
    }
    browser.click("Сравнить выбранные (2)").await;
    browser.sees("не измеряли").await;
    browser.sees("+1,3").await;
    whole(&browser, "comparison", &mut found).await;

    // RES-14: the wish is kept.
    browser.goto(&format!("http://localhost:{}/patients/{ANNAS_CARD}/results", server.port)).await;
    browser.click("Когда показывать новые результаты").await;
    browser.sees("Обычные результаты").await;
    let second = "const all = document.querySelectorAll('dialog[open] input[type=radio]'); if (!all.length) return false; all[2].click(); return true";
    browser.until("seven days", second).await;
    whole(&browser, "release", &mut found).await;
    browser.click("Сохранить").await;
    browser.sees("Сохранено: это для новых результатов").await;

    // A doctor says something of it, and the patient reads it.
    let report = "const a = [...document.querySelectorAll('.result-row a')].find(a => a.innerText.includes('Биохимический')); return a?.getAttribute('href') ?? ''";
    let report = browser.js(report).await.as_str().unwrap().to_owned();
    become_(&browser, &server, DOCTOR, &report).await;
    browser.sees("Ваш комментарий для пациента").await;
    browser.find("#comment-text").await.send_keys("Сахар подрос: обсудим в среду.").await.unwrap();
    browser.driver.refresh().await.unwrap();
    let kept = "return document.querySelector('#comment-text')?.value === 'Сахар подрос: обсудим в среду.'";
    browser.until("what was typed before", kept).await;
    browser.click("Отправить пациенту").await;
    browser.sees("Что говорит врач").await;
    become_(&browser, &server, ANNA, &report).await;
    browser.sees("Сахар подрос: обсудим в среду.").await;
    assert!(found.is_empty(), "{found:#?}");
}

/// RES-3, UX-8: what an analyte is is told when asked for, by keyboard too, and not before; its source
/// is another site's, which learns of nobody.
async fn what_it_means(browser: &Browser) {
    let closed = "const all = [...document.querySelectorAll('.meaning')]; return all.length === 4 && all.every(one => !one.open)";
    browser.until("one for each value, closed", closed).await;
    let focus = "const s = [...document.querySelectorAll('.meaning summary')].find(s => s.textContent.includes('Глюкоза')); s?.focus(); return !!s && s === document.activeElement";
    browser.until("the way to the meaning", focus).await;
    let name = browser.stop_at().await.name;
    assert!(name.contains("Что это значит?") && name.contains("Глюкоза"), "{name}");
    browser.keys(Key::Enter).await;
    browser.sees("главный источник энергии для клеток").await;
    browser.sees("Источник, на английском: MedlinePlus: Blood Glucose Test").await;
    let link = "const a = document.querySelector('.meaning[open] a'); return a?.target === '_blank' && a.relList.contains('noopener') && a.relList.contains('noreferrer') && a.href.startsWith('https://medlineplus.gov/')";
    browser.until("a link to the source", link).await;
}

/// RES-4, RES-12, RES-13: every point is reached and named by keyboard alone; the table has the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_chart_is_walked_by_keyboard() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[], &["--demo"]).await;
    let browser = Browser::start().await;
    let mut found = Vec::new();
    browser.screen(SCREENS[2], false).await;
    become_(&browser, &server, ANNA, &format!("/patients/{ANNAS_CARD}/results")).await;
    browser.click("Глюкоза").await;
    browser.click("График").await;
    browser.sees("Наименьшее 7,1").await;
    browser.sees("Изменение настоящее?").await;
    browser.sees("главный источник энергии для клеток").await;
    whole(&browser, "chart", &mut found).await;

    let role =
        "const l = document.querySelector('[role=listbox]'); l?.focus(); return l?.ariaLabel ?? ''";
    assert!(browser.js(role).await.as_str().unwrap().contains("Глюкоза"));
    let chosen = "const l = document.querySelector('[role=listbox]'); return document.getElementById(l.getAttribute('aria-activedescendant'))?.textContent ?? ''";
    browser.keys(Key::Home).await;
    let mut said = Vec::new();
    for nth in 1..=4 {
        let is_at = format!(
            "const l = document.querySelector('[role=listbox]'); const o = document.getElementById(l.getAttribute('aria-activedescendant')); return o?.getAttribute('aria-posinset') === '{nth}' && o.getAttribute('aria-setsize') === '4'"
        );
        browser.until("the next point", &is_at).await;
        said.push(browser.js(chosen).await.as_str().unwrap().to_owned());
        browser.keys(Key::Right).await;
    }
    for (said, expected) in said.iter().zip(["9,2", "7,9", "7,1", "8,4"]) {
        assert!(said.contains(expected) && said.contains("выше нормы"), "{said}");
    }
    browser.keys("t").await;
    browser
        .until("the table", "return document.querySelectorAll('main table tbody tr').length === 4")
        .await;
    whole(&browser, "chart-table", &mut found).await;
    let drawn = "const s = document.querySelector('.chart__svg'); return s.querySelectorAll('path').length > 2 && s.querySelectorAll('text').length > 5";
    browser.until("a drawing", drawn).await;

    let faint = browser.js(FAINT_MARKS).await;
    assert_eq!(faint, serde_json::json!([]), "marks that are hard to see");

    // Another analyte stands under it, and the address keeps it.
    let choose = "const list = document.querySelector('main select'); list.selectedIndex = [...list.options].findIndex(o => o.text === 'Гемоглобин'); list.dispatchEvent(new Event('change', { bubbles: true }))";
    browser.js(choose).await;
    let chip = "return [...document.querySelectorAll('main .chip')].some(chip => chip.textContent === 'Убрать: Гемоглобин')";
    browser.until("it can be taken away", chip).await;
    browser.until("both are in the address", "return location.search.startsWith('?with=')").await;
    browser.sees("Гемоглобин, г/л: ").await;
    browser.click("Что было в это время").await;
    browser.sees("принимается с").await;
    whole(&browser, "chart-stacked", &mut found).await;
    assert!(found.is_empty(), "{found:#?}");
}

/// Marks of a chart with less than 3:1 against what is behind them, words with less than 4.5:1, in
/// each of the four looks (WCAG 1.4.11, 1.4.3).
const FAINT_MARKS: &str = "
    const root = document.documentElement, before = { ...root.dataset }, faint = [];
    const place = document.querySelector('.chart').appendChild(document.createElement('span'));
    const colour = (name) => { place.style.color = `var(--chart-${name})`; return getComputedStyle(place).color.match(/[\\d.]+/g).map(Number); };
    const part = (c) => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
    const light = ([r, g, b]) => .2126 * part(r) + .7152 * part(g) + .0722 * part(b);
    const ratio = (one, other) => { const [less, more] = [light(one), light(other)].sort((a, b) => a - b); return (more + .05) / (less + .05); };
    let seen = 0;
    for (const theme of ['light', 'dark']) for (const vision of ['', 'contrast']) {
      root.dataset.theme = theme; root.dataset.vision = vision;
      for (const mark of ['limit', 'line', 'second', 'out', 'critical', 'text', 'muted']) for (const behind of ['ground', 'band']) {
        const found = ratio(colour(mark), colour(behind)); seen++;
        if (!(found >= (['text', 'muted'].includes(mark) ? 4.5 : 3))) faint.push(`${theme} ${vision}: ${mark} on ${behind} ${found.toFixed(2)}`);
      }
    }
    place.remove();
    Object.assign(root.dataset, before);
    for (const name of ['theme', 'vision']) if (!(name in before)) delete root.dataset[name];
    return seen === 56 ? faint : ['nothing was measured'];";

/// VIT-1, VIT-3: two presses and a number; what is unlikely is asked about, what is typed stays.
#[tokio::test(flavor = "multi_thread")]
async fn a_measurement_is_written_down_in_two_presses() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[], &["--demo"]).await;
    let browser = Browser::start().await;
    let mut found = Vec::new();
    browser.screen(SCREENS[0], false).await;
    become_(&browser, &server, ANNA, &format!("/patients/{ANNAS_CARD}/measurements")).await;
    browser.sees("137/85").await;
    browser.click("Температура тела").await;
    browser
        .until("the field has the focus", "return document.activeElement?.inputMode === 'decimal'")
        .await;
    browser.keys("46").await;
    browser.click("Сохранить").await;
    browser
        .until("it is refused", "return !!document.querySelector('main [aria-invalid=true]')")
        .await;
    let field = browser.js("return document.activeElement.id").await;
    browser.fill(field.as_str().unwrap(), "38,4").await;
    whole(&browser, "measurement-form", &mut found).await;
    browser.click("Сохранить").await;
    browser.sees("38,4").await;
    whole(&browser, "measurements-saved", &mut found).await;
    assert!(found.is_empty(), "{found:#?}");
}
