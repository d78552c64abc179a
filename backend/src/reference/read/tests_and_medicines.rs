//! Medicines and laboratory tests: a JSON object a line, before them one that says of what the
//! file is an extract.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use shared::reference::model::{ReferenceDetails, ReferenceItem};
use shared::reference::rules::version_in_words;

use super::{ReadError, Term};

/// `{"_meta": "ГРЛС grls2026-06-02-1.zip"}`
#[derive(Deserialize)]
struct Meta {
    #[serde(rename = "_meta")]
    meta: String,
}

#[derive(Deserialize)]
struct Medicine {
    name: String,
    #[serde(rename = "type")]
    kind: NameKind,
    statuses: Vec<String>,
    /// The international name.
    mnn: Option<String>,
    #[serde(default)]
    reg_numbers: Vec<String>,
}

/// What a medicine is called by.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum NameKind {
    Trade,
    /// Международное непатентованное наименование.
    Mnn,
    Both,
}

#[derive(Deserialize)]
struct Analyte {
    name: String,
    synonyms: Vec<String>,
    units: Vec<String>,
    group: String,
}

type Read = (Option<String>, Vec<Term>);

pub(super) fn read_medicines(text: &str) -> Result<Read, ReadError> {
    read(text, |medicine: Medicine| {
        let Medicine { name, kind, statuses, mnn, reg_numbers } = medicine;
        let parent = match kind {
            NameKind::Trade => mnn,
            NameKind::Mnn | NameKind::Both => mnn.filter(|mnn| *mnn != name),
        };
        let has = |words: &[&str]| statuses.iter().any(|status| words.contains(&status.as_str()));
        ReferenceItem {
            code: None,
            display: name,
            parent,
            // Of «modified» alone nobody knows.
            obsolete: has(&["expired", "excluded"]) && !has(&["active", "eaeu", "foreign_pkg"]),
            details: ReferenceDetails { numbers: reg_numbers, ..Default::default() },
        }
    })
}

pub(super) fn read_tests(text: &str) -> Result<Read, ReadError> {
    read(text, |Analyte { name, synonyms, units, group }: Analyte| {
        let group = Some(group).filter(|group| !group.is_empty());
        ReferenceItem {
            display: name,
            details: ReferenceDetails { group, names: synonyms, units, ..Default::default() },
            ..Default::default()
        }
    })
}

fn read<T: DeserializeOwned>(
    text: &str,
    item: impl Fn(T) -> ReferenceItem,
) -> Result<Read, ReadError> {
    let mut lines = (1..).zip(text.lines()).peekable();
    let meta = lines.next_if(|(_, row)| serde_json::from_str::<Meta>(row).is_ok());
    let meta = meta.and_then(|(_, row)| serde_json::from_str::<Meta>(row).ok());
    let version = meta.and_then(|Meta { meta }| version_in_words(&meta).map(str::to_owned));
    let mut terms = Vec::new();
    for (line, row) in lines.filter(|(_, row)| !row.trim().is_empty()) {
        let read: T = serde_json::from_str(row).map_err(|error| wrong(line, row, &error))?;
        terms.push(Term { line, item: item(read) });
    }
    Ok((version, terms))
}

/// Every line is a text of its own to the reader: its number is ours.
fn wrong(line: usize, row: &str, error: &serde_json::Error) -> ReadError {
    // Its columns count bytes.
    let before = row.as_bytes().get(..error.column().saturating_sub(1)).unwrap_or_default();
    let column = String::from_utf8_lossy(before).chars().count() + 1;
    let told = error.to_string();
    let reason = told.split(" at line ").next().unwrap_or_default();
    ReadError::at(line, column, reason)
}
