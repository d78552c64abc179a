//! A report of forty values as PDF, from the question to its bytes, beside typst alone that sets an
//! empty page.

use std::path::Path;
use std::time::Instant;

use poem::Body;
use poem::http::StatusCode;
use shared::access::model::{Section, Sensitivity};
use shared::documents::api::{result_url, series_url};
use shared::id::EntryId;
use shared::lang::Lang;
use shared::record::model::{Coding, Content, DiagnosticReport, ResultStatus};
use tests::{On, TestApp, entry};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use uuid::Uuid;

use crate::accounts::resident;
use crate::{Report, median};

/// More cards than documents are remembered: each is made anew.
const CARDS: u128 = 12;
const VALUES: u128 = 40;
const ROUNDS: usize = 8;

/// A document, and whose token asks for it.
type Asked = (String, String);

pub async fn measure(report: &mut Report) {
    report.heading(
        "PDF of a result and of a series, SQLite (medians; a second by two at once)",
        &[
            "document",
            "bytes",
            "ms",
            "a second",
            "empty page by bare typst, ms",
            "ratio",
            "more memory, MiB",
        ],
    );
    let test = TestApp::start(On::Sqlite).await;
    let (results, series) = cards(&test).await;
    let bare = bare();
    for (name, asked) in [("result of 40 values", results), ("series of 40 values", series)] {
        // The first one reads fonts and templates.
        let bytes = make(&test, &asked[0]).await;
        let before = resident();
        let mut times = Vec::new();
        for one in asked.iter().cycle().take(ROUNDS * asked.len()) {
            let started = Instant::now();
            make(&test, one).await;
            times.push(started.elapsed().as_secs_f64() * 1e3);
        }
        let (left, right) = asked.split_at(asked.len() / 2);
        let started = Instant::now();
        tokio::join!(rounds(&test, left), rounds(&test, right));
        let done = u32::try_from(ROUNDS * asked.len()).unwrap();
        let rate = f64::from(done) / started.elapsed().as_secs_f64();
        let ms = median(times);
        report.row(&[
            name,
            &bytes.to_string(),
            &format!("{ms:.1}"),
            &format!("{rate:.0}"),
            &format!("{bare:.1}"),
            &format!("{:.1}", ms / bare),
            &format!("{:.0}", resident() - before),
        ]);
    }
}

async fn rounds(test: &TestApp, asked: &[Asked]) {
    for one in asked.iter().cycle().take(ROUNDS * asked.len()) {
        make(test, one).await;
    }
}

/// How many bytes it has.
async fn make(test: &TestApp, (url, token): &Asked) -> usize {
    let (status, _, bytes) = test.send_raw("GET", url, Body::empty(), Some(token)).await;
    assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&bytes));
    bytes.len()
}

/// Cards with a report of many values each, and with as many values of one analyte.
async fn cards(test: &TestApp) -> (Vec<Asked>, Vec<Asked>) {
    let (mut results, mut series) = (Vec::new(), Vec::new());
    for card in 1..=CARDS {
        let (patient, anna) = test.patient(card).await;
        let mut ids = Vec::new();
        for n in 0..VALUES {
            let id = card * 1_000 + n;
            let minutes = i64::try_from(n).unwrap() * 40_000;
            let once = entry(id, Section::Results, Sensitivity::Usual, 60);
            let mut again = entry(id + 500, Section::Results, Sensitivity::Usual, 90 + minutes);
            if let Content::Observation(observation) = &mut again.content {
                observation.code.code = "718-7".into();
                observation.value.number = Some(f64::from(u32::try_from(90 + n).unwrap()));
                observation.value.text = (90 + n).to_string();
            }
            ids.push(once.id);
            test.entry(patient, &once).await;
            test.entry(patient, &again).await;
        }
        let code =
            Coding { system: String::new(), code: String::new(), display: "Анализ".into() };
        let mut whole = entry(card * 1_000 + 999, Section::Results, Sensitivity::Usual, 30);
        whole.content = Content::DiagnosticReport(DiagnosticReport {
            code,
            status: ResultStatus::Final,
            results: ids,
            conclusion: Some("Без особенностей".into()),
            issued_at: None,
            specimen: None,
            forms: Vec::new(),
            request: None,
        });
        test.entry(patient, &whole).await;
        results.push((result_url(patient, whole.id, Lang::Ru), anna.token.clone()));
        let value = EntryId(Uuid::from_u128(0xE000 + card * 1_000 + 500));
        series.push((series_url(patient, value, Lang::Ru), anna.token.clone()));
    }
    (results, series)
}

/// What typst needs to set an empty page.
struct Bare {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    font: Font,
    main: Source,
}

impl World for Bare {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _id: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        (index == 0).then(|| self.font.clone())
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Milliseconds of an empty page, nothing of it remembered.
fn bare() -> f64 {
    let font = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/pdf/fonts/PTSans-Regular.ttf");
    let font = Font::new(Bytes::new(std::fs::read(font).unwrap()), 0).unwrap();
    let world = Bare {
        library: LazyHash::new(Library::builder().build()),
        book: LazyHash::new(FontBook::from_fonts([&font])),
        font,
        main: Source::detached(""),
    };
    let once = || {
        let started = Instant::now();
        let document = typst::compile::<PagedDocument>(&world).output.unwrap();
        assert!(!typst_pdf::pdf(&document, &PdfOptions::default()).unwrap().is_empty());
        typst::comemo::evict(0);
        started.elapsed().as_secs_f64() * 1e3
    };
    median((0..50).map(|_| once()).collect())
}
