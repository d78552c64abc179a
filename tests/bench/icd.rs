//! The search for a diagnosis as a doctor types it, letter by letter, in the whole of ICD-10 (REC-6),
//! beside a bare walk over all names in memory.

use std::path::Path;
use std::time::Instant;

use backend::reference::{self, How};
use shared::access::model::Role;
use shared::reference::api::SearchReference;
use shared::reference::model::ReferenceList;
use tests::{On, TestApp};

use crate::{Report, median};

/// The official file, where it lies beside the checkout.
const FILE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../shared/data/refdata/mkb10/1.2.643.5.1.13.13.11.1005_2.27.csv"
);
/// Every so many-th term is looked for.
const STEP: usize = 131;

pub async fn measure(report: &mut Report) {
    let Ok(text) = std::fs::read_to_string(FILE) else {
        return report.line("\nicd: skipped, ../shared/data/refdata/mkb10 is not there");
    };
    let terms: Vec<(String, String)> = text.lines().skip(1).filter_map(term).collect();
    let asked: Vec<String> =
        terms.iter().step_by(STEP).flat_map(|(code, name)| typed(code, name)).collect();
    report.heading(
        &format!(
            "Search in ICD-10 ({} terms, {} texts as they are typed)",
            terms.len(),
            asked.len()
        ),
        &[
            "database",
            "median, ms",
            "95 of 100, ms",
            "slowest, ms",
            "bare walk, median, ms",
            "ratio",
        ],
    );
    let lower: Vec<String> = terms.iter().map(|(_, name)| name.to_lowercase()).collect();
    for on in [On::Sqlite, On::Postgres] {
        let test = TestApp::start(on).await;
        let how = How { version: Some("2.27".into()), smaller: false };
        let path = Path::new(FILE);
        reference::load(&test.app, ReferenceList::Icd10, path, &how, &|_, _| {}).await.unwrap();
        let doctor = test.member(1, Role::Doctor, None).await;
        let (mut ours, mut bare) = (Vec::new(), Vec::new());
        for words in &asked {
            let started = Instant::now();
            let words_of = words.clone();
            doctor
                .call(SearchReference {
                    list: ReferenceList::Icd10,
                    words: Some(words_of),
                    version: None,
                    limit: None,
                })
                .await
                .unwrap();
            ours.push(started.elapsed().as_secs_f64() * 1e3);
            let (started, words) = (Instant::now(), words.to_lowercase());
            std::hint::black_box(lower.iter().filter(|name| name.contains(&words)).count());
            bare.push(started.elapsed().as_secs_f64() * 1e3);
        }
        ours.sort_by(f64::total_cmp);
        let at = |part: usize| ours[(ours.len() - 1) * part / 100];
        let (middle, walk) = (at(50), median(bare));
        report.row(&[
            &format!("{on:?}"),
            &format!("{middle:.2}"),
            &format!("{:.2}", at(95)),
            &format!("{:.2}", at(100)),
            &format!("{walk:.2}"),
            &format!("{:.1}", middle / walk),
        ]);
    }
    report.line(
        "\nFrom the request to the answer, with session, limits and JSON; the goal is under 50 ms.",
    );
}

/// A code and a name of the file.
fn term(line: &str) -> Option<(String, String)> {
    let mut parts = line.splitn(5, ';');
    let (_, _, code, name) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    Some((code.trim_matches('"').to_owned(), name.trim_matches('"').to_owned()))
}

/// What stands in the field while somebody looks for this term by its code, and by its words.
fn typed(code: &str, name: &str) -> Vec<String> {
    let start = |text: &str, letters: usize| text.chars().take(letters).collect::<String>();
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut typed: Vec<String> = (2..=code.chars().count()).map(|at| start(code, at)).collect();
    typed.extend([3, 5, 8].map(|letters| start(name, letters)));
    if let [first, second, ..] = words.as_slice() {
        typed.push(format!("{first} {}", start(second, 3)));
    }
    typed.push(start(name, 80));
    typed
}
