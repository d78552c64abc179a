//! Results and series as PDF (RES-4, RES-11), read by programs that others wrote.

use std::process::Command;
use std::time::Duration;

use backend::documents::pdf::{Error, Imprint, Paper, Press, Template};
use backend::record::NewEntry;
use poem::Body;
use poem::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use shared::access::model::{Role, Section, Sensitivity};
use shared::contract::{Code, Problem};
use shared::documents::api::{result_url, series_url};
use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::record::api::NewNote;
use shared::record::model::Content;
use shared::results::api::CommentResult;
use tests::{NOW, Person, TestApp, entry, on_both};
use time::UtcOffset;
use uuid::Uuid;

use super::results::{fresh, report, treating, value, wish};

/// Poppler up to 22 at least takes the `/Suspects false` that PDF/UA asks for as a mistake.
const FALSE_ALARM: &str = "Syntax Error: Suspects object is wrong type (boolean)";

/// A PDF as other programs see it.
struct Pdf {
    folder: tempfile::TempDir,
}

impl Pdf {
    fn of(bytes: &[u8]) -> Self {
        assert!(bytes.starts_with(b"%PDF-1.7"), "{:?}", String::from_utf8_lossy(bytes));
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.pdf"), bytes).unwrap();
        Self { folder }
    }

    /// What a program prints of it; none may warn.
    fn tool(&self, program: &str, arguments: &[&str]) -> String {
        let mut command = Command::new(program);
        let output = command.args(arguments).current_dir(self.folder.path()).output();
        let output = output.expect("a program is missing: run .ci/setup pdf");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let said: Vec<&str> = said.lines().filter(|line| *line != FALSE_ALARM).collect();
        assert_eq!(said, [""; 0], "{program}");
        assert!(output.status.success(), "{program}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn text(&self) -> String {
        self.tool("pdftotext", &["a.pdf", "-"])
    }

    /// PDF/A-2a and PDF/UA-1 say so, and what can be checked of them holds.
    fn is_sound(&self) {
        let checked = self.tool("qpdf", &["--check", "a.pdf"]);
        assert!(checked.contains("No syntax or stream encoding errors found"), "{checked}");
        let info = self.tool("pdfinfo", &["a.pdf"]);
        let is = |name: &str, value: &str| {
            info.lines().any(|line| line.strip_prefix(name).is_some_and(|it| it.trim() == value))
        };
        assert!(is("Tagged:", "yes") && is("Encrypted:", "no"), "{info}");
        assert!(is("JavaScript:", "no") && is("Form:", "none"), "{info}");
        let metadata = self.tool("pdfinfo", &["-meta", "a.pdf"]);
        for fact in ["pdfaid:part>2<", "pdfaid:conformance>A<", "pdfuaid:part>1<"] {
            assert!(metadata.contains(fact), "{fact}: {metadata}");
        }
        let fonts = self.tool("pdffonts", &["a.pdf"]);
        let fonts: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(
            !fonts.is_empty() && fonts.iter().all(|font| font.contains(" yes yes yes ")),
            "{fonts:?}"
        );
        self.tool("pdftocairo", &["-png", "-r", "30", "a.pdf", "page"]);
    }
}

/// Without spaces, line ends and what is not seen: a narrow column parts words.
fn squeezed(text: &str) -> String {
    let is_unseen = |letter: char| {
        letter.is_whitespace()
            || letter.is_control()
            || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
    };
    text.chars().filter(|letter| !is_unseen(*letter)).collect()
}

/// Whether all parts stand in the text, one after the other.
fn follows(text: &str, parts: &[&str]) {
    let text = squeezed(text);
    let mut rest = text.as_str();
    for part in parts {
        let at = rest.find(&squeezed(part)).unwrap_or_else(|| panic!("{part}: {rest}"));
        rest = &rest[at..];
    }
}

async fn get(test: &TestApp, by: &Person<'_>, url: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
    test.send_raw("GET", url, Body::empty(), Some(&by.token)).await
}

async fn pdf(test: &TestApp, by: &Person<'_>, url: &str) -> Pdf {
    let (status, _, bytes) = get(test, by, url).await;
    assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&bytes));
    Pdf::of(&bytes)
}

async fn refused(test: &TestApp, by: &Person<'_>, url: &str) -> Code {
    let (_, _, bytes) = get(test, by, url).await;
    serde_json::from_slice::<Problem>(&bytes).unwrap().code
}

/// A value of that name, below its range.
fn named(n: u128, name: &str) -> NewEntry {
    let mut new = entry(n, Section::Results, Sensitivity::Usual, 30);
    if let Content::Observation(observation) = &mut new.content {
        observation.code.display = name.to_owned();
    }
    new
}

/// A report with a value of each name.
async fn reported(test: &TestApp, patient: PatientId, names: &[&str]) -> EntryId {
    let values: Vec<NewEntry> = names.iter().zip(1..).map(|(name, n)| named(n, name)).collect();
    let whole = report(1_000, &values.iter().collect::<Vec<_>>());
    for new in values.iter().chain([&whole]) {
        test.entry(patient, new).await;
    }
    whole.id
}

/// Names that would do something where they were not text.
const ODD: [&str; 12] = [
    "#let x = 1",
    "#read(\"/etc/passwd\")",
    "$ E = mc^2 $",
    "\\ обратная \\u{41}",
    "@кто <метка> *жирно* _косо_ `код` // нет /* да */",
    "= Заголовок",
    "[ссылка](https://example.org/x)",
    "Улыбка 😀",
    "שלום",
    "\u{202e}задом наперёд\u{202c}",
    "x0123456789x0123456789x0123456789x0123456789x0123456789x0123456789",
    "ДезоксирибонуклеазоподобныйферментДезоксирибонуклеазоподобныйфермент",
];

on_both! {
    async fn a_report_of_forty_values_is_a_sound_pdf_in_the_order_of_the_page(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let names: Vec<String> = (0..40).map(|n| format!("Показатель {n}-й")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let whole = reported(&test, patient, &names).await;

        let (status, headers, bytes) = get(&test, &anna, &result_url(patient, whole, Lang::Ru)).await;

        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers["content-type"], "application/pdf");
        assert_eq!(headers["cache-control"], "no-store");
        let disposition = "attachment; filename=\"result-2026-12-01.pdf\"";
        assert_eq!(headers["content-disposition"], disposition);
        let pdf = Pdf::of(&bytes);
        pdf.is_sound();
        let info = pdf.tool("pdfinfo", &["a.pdf"]);
        assert!(info.contains("Анализ") && info.contains("Medkarta"), "{info}");
        let text = pdf.text();
        let mut parts = vec![
            "Испытаний1 Анна Петровна", "17 мая 1980", "0001-0001-0", "Анализ", "Взят: 1 декабря 2026, 14:50",
            "Вне нормы 40 из 40", "Показатель", "Значение", "Оценка", "Норма", "Прежнее значение",
        ];
        for name in &names {
            parts.extend([*name, "99 г/л", "▼ ниже нормы", "120–160 г/л", "первое значение"]);
        }
        parts.push("Это копия из медицинской карты");
        follows(&text, &parts);
        // The head of the table, the holder and the number of the page stand on each of them.
        let pages = text.split('\u{c}').filter(|page| !page.trim().is_empty()).count();
        assert!(pages > 1);
        for (words, times) in [("Прежнее значение", pages), ("Номер карты: 0001-0001-0", pages)] {
            assert!(squeezed(&text).matches(&squeezed(words)).count() >= times, "{words}");
        }
        follows(&text, &[&format!("Страница 1 из {pages}"), &format!("Страница {pages} из {pages}")]);
    }

    /// Data is never markup.
    async fn odd_names_come_out_as_text(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let whole = reported(&test, patient, &ODD).await;
        let pdf = pdf(&test, &anna, &result_url(patient, whole, Lang::Ru)).await;
        pdf.is_sound();
        follows(&pdf.text(), &ODD);
        assert!(!pdf.text().contains('\u{fffd}'));
        assert!(!pdf.tool("pdfinfo", &["-url", "a.pdf"]).contains("example.org"));
    }

    /// A letter no font has is told as such; a sign no letter takes does not spoil the rest.
    async fn what_cannot_be_printed_says_so(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let names = ["中文 глюкоза", "e\u{5b0}\u{64b} натрий", "\u{1f468}\u{200d}\u{1f469} калий"];
        let whole = reported(&test, patient, &names).await;
        let pdf = pdf(&test, &anna, &result_url(patient, whole, Lang::Ru)).await;
        pdf.is_sound();
        let last = "букву напечатать не удалось";
        follows(&pdf.text(), &["\u{fffd}\u{fffd} глюкоза", "натрий", "калий", last]);
    }

    async fn a_document_is_written_in_the_language_one_asks_for(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let whole = reported(&test, patient, &["Глюкоза"]).await;
        let url = result_url(patient, whole, Lang::En);
        let english = pdf(&test, &anna, &url).await;
        english.is_sound();
        let parts = ["Specimen taken: 1 December 2026, 14:50", "below range", "Page 1 of 1"];
        follows(&english.text(), &parts);
        follows(&pdf(&test, &anna, url.split('?').next().unwrap()).await.text(), &["Взят"]);
        assert_eq!(refused(&test, &anna, &url.replace("=en", "=xx")).await, Code::Malformed);
    }

    /// RES-4, RES-12: the chart is drawn of lines, said in words, and told once more in a table.
    async fn a_series_is_printed_with_its_chart(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let (before, mut after) = (value(1, 6_000, 131.0), value(2, 30, 99.0));
        if let Content::Observation(observation) = &mut after.content {
            observation.method = Some("Другой метод".to_owned());
            observation.code.display = "Гемоглобин <b>&</b> #1".to_owned();
        }
        let mut before = before;
        if let Content::Observation(observation) = &mut before.content {
            observation.method = Some("Прежний метод".to_owned());
        }
        for new in [&before, &after] {
            test.entry(patient, new).await;
        }

        let (status, headers, bytes) = get(&test, &anna, &series_url(patient, after.id, Lang::Ru)).await;

        assert_eq!(status, StatusCode::OK);
        let disposition = "attachment; filename=\"series-2026-12-01.pdf\"";
        assert_eq!(headers["content-disposition"], disposition);
        let pdf = Pdf::of(&bytes);
        pdf.is_sound();
        let parts = [
            "Гемоглобин <b>&</b> #1", "2 значения", "Где линия прерывается", "сменился метод",
            "Все значения", "99 г/л", "▼ ниже нормы", "Другой метод", "131 г/л", "● в норме", "Прежний метод",
        ];
        follows(&pdf.text(), &parts);
        // No pixels, and words in its place for who does not see.
        assert_eq!(pdf.tool("pdfimages", &["-list", "a.pdf"]).lines().count(), 2);
        pdf.tool("qpdf", &["--qdf", "--object-streams=disable", "a.pdf", "b.pdf"]);
        let plain = std::fs::read(pdf.folder.path().join("b.pdf")).unwrap();
        let alt = format!("/Alt <feff{}", hex("График. Гемоглобин"));
        assert!(plain.windows(alt.len()).any(|part| part == alt.as_bytes()));

        let note = entry(3, Section::Notes, Sensitivity::Usual, 20);
        test.entry(patient, &note).await;
        for url in [series_url(patient, note.id, Lang::Ru), result_url(patient, note.id, Lang::Ru)] {
            assert_eq!(refused(&test, &anna, &url).await, Code::NotFound);
        }
    }

    /// RES-14: what waits says so; nothing of what was found is in it. The doctor's words come with
    /// the values.
    async fn what_waits_is_not_printed(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let doctor = treating(&test, patient).await;
        wish(&anna, patient, Some(7)).await;
        let waiting = test.write(&doctor, patient, &fresh(&test, 1, 73.25)).await;
        let url = result_url(patient, waiting.id, Lang::Ru);

        let pdf_of_anna = pdf(&test, &anna, &url).await;
        pdf_of_anna.is_sound();
        let text = pdf_of_anna.text();
        follows(&text, &["Результат готов и ждёт", "8 декабря 2026"]);
        assert!(!text.contains("73") && !text.contains("нормы"), "{text}");
        let series = series_url(patient, waiting.id, Lang::Ru);
        assert_eq!(refused(&test, &anna, &series).await, Code::NotFound);
        follows(&pdf(&test, &doctor, &url).await.text(), &["73,25 г/л", "ниже нормы"]);

        let body = NewNote { text: "Это не опасно.\nОбсудим.".into(), key: Uuid::from_u128(9) };
        doctor.call(CommentResult { patient, entry: waiting.id, body }).await.unwrap();
        let text = pdf(&test, &anna, &url).await.text();
        follows(&text, &["Что говорит врач", "Это не опасно.", "Обсудим.", "73,25 г/л"]);
        assert!(!text.contains("ждёт"), "{text}");
    }

    /// ACC-19, ACL-1: as for the results themselves.
    async fn a_document_opens_to_whom_its_results_open(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let alone = value(1, 60, 99.0);
        test.entry(patient, &alone).await;
        let urls = [result_url(patient, alone.id, Lang::Ru), series_url(patient, alone.id, Lang::Ru)];
        let stranger = test.person(2, Role::Doctor).await;
        for url in &urls {
            let lines = test.journal(patient.0).await.len();
            pdf(&test, &anna, url).await;
            assert_eq!(test.journal(patient.0).await.len(), lines + 1);
            assert_eq!(refused(&test, &stranger, url).await, Code::NotFound);
            let (status, _, _) = test.send_raw("GET", url, Body::empty(), None).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED);
        }
        test.clock.forward(time::Duration::minutes(11));
        for url in &urls {
            assert_eq!(refused(&test, &anna, url).await, Code::StepUpRequired);
        }
    }

    /// The same question at the same moment has the same answer, byte for byte.
    async fn the_same_document_is_the_same_bytes(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let whole = reported(&test, patient, &["Глюкоза", "Калий"]).await;
        let value = EntryId(Uuid::from_u128(0xE001));
        for url in [result_url(patient, whole, Lang::Ru), series_url(patient, value, Lang::Ru)] {
            let ((_, _, one), (_, _, other)) =
                tokio::join!(get(&test, &anna, &url), get(&test, &anna, &url));
            assert!(one.starts_with(b"%PDF") && one == other);
            test.clock.forward(time::Duration::minutes(1));
            assert_ne!(get(&test, &anna, &url).await.2, one);
        }
    }
}

fn hex(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("{unit:04x}")).collect()
}

/// A result that says nothing yet.
fn paper(data: &Value) -> Paper {
    let imprint =
        Imprint { lang: Lang::Ru, ident: "1".into(), made_at: NOW, offset: UtcOffset::UTC };
    Paper::new(Template::Result, imprint, data, None).unwrap()
}

fn empty() -> Value {
    json!({
        "lang": "ru", "title": "Анализ", "holder": { "name": "Анна", "more": "" }, "made": "",
        "pages": { "page": "Страница", "of": "из" }, "notices": [], "facts": [],
        "copy": "Копия", "unknown": "",
        "comments": { "title": "", "items": [] }, "conclusion": { "title": "", "lines": [] },
        "values": { "title": "", "count": "", "head": [], "rows": [] },
        "notes": [], "without": { "title": "", "items": [] },
    })
}

/// More than may wait are refused at once; what takes too long is given up.
#[tokio::test]
async fn the_press_takes_only_so_much() {
    let press = Press::new(1, 1, Duration::from_secs(60));
    // The first of them ends when it is let go, and no sooner.
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let slow = move || {
        wait.recv().unwrap();
        Ok(vec![1])
    };
    let third = async {
        let answer = press.make(paper(&empty())).await;
        go.send(()).unwrap();
        answer
    };
    let (one, two, three) =
        tokio::join!(biased; press.run(slow), press.make(paper(&empty())), third);
    assert_eq!((one, three), (Ok(vec![1]), Err(Error::Full)));
    let two = two.unwrap();
    Pdf::of(&two).is_sound();
    // There is room again.
    assert_eq!(press.make(paper(&empty())).await, Ok(two));

    let hurried = Press::new(1, 0, Duration::ZERO);
    let (_go, wait) = std::sync::mpsc::channel::<()>();
    let never = move || {
        let _gone = wait.recv_timeout(Duration::from_secs(5));
        Ok(vec![])
    };
    assert_eq!(hurried.run(never).await, Err(Error::Late));
    // What was given up keeps its place until it ends.
    assert_eq!(hurried.make(paper(&empty())).await, Err(Error::Full));
}

#[tokio::test]
async fn what_a_template_does_not_take_is_an_error() {
    let press = Press::default();
    assert_eq!(press.make(paper(&json!({}))).await, Err(Error::NotSet));
    assert_eq!(press.make(paper(&json!([]))).await, Err(Error::NotSet));
    let mut data = empty();
    data["values"]["rows"] = json!([1]);
    assert_eq!(press.make(paper(&data)).await, Err(Error::NotSet));
}
