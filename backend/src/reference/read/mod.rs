//! The files as their keepers publish them. Either the whole file is understood or none of it.

mod table;
mod tests_and_medicines;
mod units;

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Read as _;

use flate2::read::MultiGzDecoder;
use shared::reference::model::{ReferenceItem, ReferenceList};

/// What a packed file holds at most, in bytes.
const UNPACKED_MAX: u64 = 256 << 20;
/// One line, in bytes.
const LINE_MAX: usize = 64 << 10;
/// One text of a term, in characters.
const TEXT_MAX: usize = 4_000;
const ITEMS_MAX: usize = 500_000;
const GZIP: [u8; 2] = [0x1F, 0x8B];

/// A list as a file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where the file says it.
    pub version: Option<String>,
    pub items: Vec<ReferenceItem>,
}

/// Why a file was not understood, and where. Columns are counted in characters, both from one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {reason}")]
pub struct ReadError {
    pub line: usize,
    pub column: usize,
    pub reason: String,
}

impl ReadError {
    fn at(line: usize, column: usize, reason: impl Into<String>) -> Self {
        Self { line, column, reason: reason.into() }
    }

    /// What comes after these bytes is wrong.
    fn after(before: &[u8], reason: impl Into<String>) -> Self {
        let line = before.split(|byte| *byte == b'\n').count();
        let started = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        Self::at(line, String::from_utf8_lossy(started).chars().count() + 1, reason)
    }
}

/// A term and the line it began on.
struct Term {
    line: usize,
    item: ReferenceItem,
}

/// Reads the official file of a list, packed by gzip or not:
///
/// - `icd10`: reference book 1.2.643.5.1.13.13.11.1005 as `;`-separated table in UTF-8;
/// - `medicines`, `laboratory_tests`: a JSON object a line;
/// - `units`: `ucum-essence.xml`.
pub fn read(list: ReferenceList, bytes: &[u8]) -> Result<File, ReadError> {
    let bytes =
        if bytes.starts_with(&GZIP) { Cow::Owned(unpack(bytes)?) } else { Cow::Borrowed(bytes) };
    let text = decode(&bytes)?;
    check_text(text)?;
    let (version, terms) = match list {
        ReferenceList::Icd10 => (None, table::read(text)?),
        ReferenceList::Medicines => tests_and_medicines::read_medicines(text)?,
        ReferenceList::LaboratoryTests => tests_and_medicines::read_tests(text)?,
        ReferenceList::Units => units::read(text)?,
    };
    check_terms(&terms)?;
    Ok(File { version, items: terms.into_iter().map(|term| term.item).collect() })
}

fn unpack(packed: &[u8]) -> Result<Vec<u8>, ReadError> {
    let mut out = Vec::new();
    match MultiGzDecoder::new(packed).take(UNPACKED_MAX + 1).read_to_end(&mut out) {
        Err(error) => {
            Err(ReadError::after(&out, format!("the packed file is broken or cut off: {error}")))
        }
        Ok(count) if u64::try_from(count).is_ok_and(|count| count <= UNPACKED_MAX) => Ok(out),
        Ok(_) => Err(ReadError::at(1, 1, format!("unpacked it is over {UNPACKED_MAX} bytes"))),
    }
}

fn decode(bytes: &[u8]) -> Result<&str, ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        ReadError::after(before, "the file is not in UTF-8, or is cut off")
    })?;
    Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text))
}

fn check_text(text: &str) -> Result<(), ReadError> {
    if text.trim().is_empty() {
        return Err(ReadError::at(1, 1, "the file is empty"));
    }
    for (line, row) in (1..).zip(text.lines()) {
        if row.len() > LINE_MAX {
            let column = row.char_indices().take_while(|(at, _)| *at < LINE_MAX).count() + 1;
            return Err(ReadError::at(line, column, format!("a line over {LINE_MAX} bytes")));
        }
        let strange = (1..).zip(row.chars()).find(|(_, c)| c.is_control() && *c != '\t');
        if let Some((column, _)) = strange {
            return Err(ReadError::at(line, column, "a character that belongs in no text"));
        }
    }
    Ok(())
}

/// What holds of every list.
fn check_terms(terms: &[Term]) -> Result<(), ReadError> {
    let Some(last) = terms.last() else {
        return Err(ReadError::at(1, 1, "the file holds no terms"));
    };
    if terms.len() > ITEMS_MAX {
        return Err(ReadError::at(last.line, 1, format!("more than {ITEMS_MAX} terms")));
    }
    let mut codes = HashMap::new();
    for Term { line, item } in terms {
        let wrong = |reason: String| Err(ReadError::at(*line, 1, reason));
        if item.display.is_empty() {
            return wrong("a term without a name".to_owned());
        }
        for text in texts(item) {
            if text.chars().any(char::is_control) {
                return wrong("a character that belongs in no text".to_owned());
            }
            if text.chars().count() > TEXT_MAX {
                return wrong(format!("a text over {TEXT_MAX} characters"));
            }
        }
        if let Some(code) = item.code.as_deref() {
            if code.is_empty() {
                return wrong("a term without a code".to_owned());
            }
            if let Some(earlier) = codes.insert(code, *line) {
                return wrong(format!("the code {code} is on line {earlier} already"));
            }
        }
    }
    Ok(())
}

fn texts(item: &ReferenceItem) -> impl Iterator<Item = &str> {
    let details = &item.details;
    let some = [&item.code, &item.parent, &details.group].into_iter().flatten();
    let many = [&details.names, &details.units, &details.forms, &details.numbers];
    std::iter::once(&item.display).chain(some).chain(many.into_iter().flatten()).map(String::as_str)
}
