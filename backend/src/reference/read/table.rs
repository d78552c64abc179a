//! МКБ-10 as the federal register of reference books gives it: a table of cells apart by `;`, some
//! in quotes, no cell longer than its line.

use std::collections::HashMap;
use std::iter::{Peekable, Zip};
use std::ops::RangeFrom;
use std::str::Chars;

use shared::reference::model::{ReferenceDetails, ReferenceItem};

use super::{ReadError, Term};

const HEADER: [&str; 8] =
    ["ID", "REC_CODE", "MKB_CODE", "MKB_NAME", "ID_PARENT", "ADDL_CODE", "ACTUAL", "DATE"];

struct Cell {
    column: usize,
    text: String,
}

/// Characters with their columns.
type Letters<'r> = Peekable<Zip<RangeFrom<usize>, Chars<'r>>>;

pub(super) fn read(text: &str) -> Result<Vec<Term>, ReadError> {
    let mut lines = (1..).zip(text.lines());
    let (line, header) = lines.next().unwrap_or((1, ""));
    check_header(line, header)?;
    let mut terms = Vec::new();
    let mut codes: HashMap<String, String> = HashMap::new();
    for (line, row) in lines.filter(|(_, row)| !row.trim().is_empty()) {
        let [id, _, code, name, parent, _, actual, _] = cells(line, row)?;
        let wrong = |cell: &Cell, reason: String| Err(ReadError::at(line, cell.column, reason));
        for (cell, title) in [(&id, "ID"), (&code, "MKB_CODE"), (&name, "MKB_NAME")] {
            if cell.text.trim().is_empty() {
                return wrong(cell, format!("{title} is empty"));
            }
        }
        let parent_code = match parent.text.trim() {
            "" => None,
            known => match codes.get(known) {
                Some(code) => Some(code.clone()),
                None => return wrong(&parent, format!("ID_PARENT: no line above has ID {known}")),
            },
        };
        let obsolete = match actual.text.trim() {
            "1" => false,
            "0" => true,
            _ => return wrong(&actual, "ACTUAL is 0 or 1".to_owned()),
        };
        let code = code.text.trim().to_owned();
        if codes.insert(id.text.trim().to_owned(), code.clone()).is_some() {
            return wrong(&id, format!("ID {} is there already", id.text.trim()));
        }
        let display = name.text.trim().to_owned();
        let details = ReferenceDetails::default();
        let item =
            ReferenceItem { code: Some(code), display, parent: parent_code, obsolete, details };
        terms.push(Term { line, item });
    }
    Ok(terms)
}

fn check_header(line: usize, header: &str) -> Result<(), ReadError> {
    let found = split(line, header)?;
    for (n, title) in HEADER.iter().enumerate() {
        let column = match found.get(n) {
            Some(cell) if cell.text.trim() == *title => continue,
            Some(cell) => cell.column,
            None => header.chars().count() + 1,
        };
        let reason =
            format!("the column {title} is expected; the columns are {}", HEADER.join(";"));
        return Err(ReadError::at(line, column, reason));
    }
    match found.get(HEADER.len()) {
        Some(cell) => Err(ReadError::at(line, cell.column, "a column nobody knows")),
        None => Ok(()),
    }
}

fn cells(line: usize, row: &str) -> Result<[Cell; 8], ReadError> {
    let found = split(line, row)?;
    let count = found.len();
    let column = found.get(HEADER.len()).map_or(row.chars().count() + 1, |cell| cell.column);
    found.try_into().map_err(|_| {
        let reason = format!("{count} cells where {} are expected", HEADER.len());
        ReadError::at(line, column, reason)
    })
}

fn split(line: usize, row: &str) -> Result<Vec<Cell>, ReadError> {
    let mut letters: Letters<'_> = (1..).zip(row.chars()).peekable();
    let end = row.chars().count() + 1;
    let mut cells = Vec::new();
    loop {
        let column = letters.peek().map_or(end, |(column, _)| *column);
        let (text, is_last) = if letters.next_if(|(_, c)| *c == '"').is_some() {
            quoted(line, column, &mut letters)?
        } else {
            bare(line, &mut letters)?
        };
        cells.push(Cell { column, text });
        if is_last {
            return Ok(cells);
        }
    }
}

/// What stands up to the next `;`, and whether it was the last cell.
fn bare(line: usize, letters: &mut Letters<'_>) -> Result<(String, bool), ReadError> {
    let mut text = String::new();
    loop {
        match letters.next() {
            None => return Ok((text, true)),
            Some((_, ';')) => return Ok((text, false)),
            Some((column, '"')) => {
                return Err(ReadError::at(line, column, "a quote inside a cell without quotes"));
            }
            Some((_, c)) => text.push(c),
        }
    }
}

/// What stands up to the closing quote; a doubled one is one of the text.
fn quoted(
    line: usize,
    opened: usize,
    letters: &mut Letters<'_>,
) -> Result<(String, bool), ReadError> {
    let mut text = String::new();
    loop {
        match letters.next() {
            None => return Err(ReadError::at(line, opened, "a quote is opened and not closed")),
            Some((_, '"')) => match letters.next() {
                None => return Ok((text, true)),
                Some((_, ';')) => return Ok((text, false)),
                Some((_, '"')) => text.push('"'),
                Some((column, _)) => {
                    return Err(ReadError::at(line, column, "something after a closing quote"));
                }
            },
            Some((_, c)) => text.push(c),
        }
    }
}
