//! UCUM as `ucum-essence.xml`. Prefixes are no units and are left out; what they make of a unit is
//! put together by whoever writes it.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use shared::reference::model::{ReferenceDetails, ReferenceItem};

use super::{ReadError, Term};

/// What is read of a unit.
#[derive(Clone, Copy)]
enum Field {
    Name,
    Symbol,
    Property,
}

struct Units<'x> {
    text: &'x str,
    reader: Reader<&'x [u8]>,
    /// How far lines were counted.
    counted: usize,
    line: usize,
    depth: usize,
    version: Option<String>,
    unit: Option<Term>,
    field: Option<(Field, String)>,
    terms: Vec<Term>,
}

pub(super) fn read(text: &str) -> Result<(Option<String>, Vec<Term>), ReadError> {
    let mut units = Units {
        text,
        reader: Reader::from_str(text),
        counted: 0,
        line: 1,
        depth: 0,
        version: None,
        unit: None,
        field: None,
        terms: Vec::new(),
    };
    while units.step()? {}
    Ok((units.version, units.terms))
}

impl Units<'_> {
    /// Reads what comes next. False at the end.
    fn step(&mut self) -> Result<bool, ReadError> {
        let event = match self.reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = self.reader.error_position();
                return Err(self.wrong(at, &error.to_string()));
            }
        };
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                self.open(&tag)?;
            }
            Event::Empty(tag) => {
                self.depth += 1;
                self.open(&tag)?;
                self.close();
            }
            Event::End(_) => self.close(),
            Event::Text(told) => {
                if let Some((_, so_far)) = &mut self.field {
                    match told.unescape() {
                        Ok(told) => so_far.push_str(&told),
                        Err(error) => return Err(self.here(&error.to_string())),
                    }
                }
            }
            Event::Eof if self.depth > 0 => return Err(self.here("the file is cut off")),
            Event::Eof if self.version.is_none() => {
                return Err(self.here("no <root> of UCUM essence is in it"));
            }
            Event::Eof => return Ok(false),
            Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => {}
        }
        Ok(true)
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        let name = tag.name();
        let name: &[u8] = name.as_ref();
        match (self.depth, name) {
            (1, b"root") if self.version.is_none() => {
                let version = self.attribute(tag, "version")?;
                self.version = Some(version);
            }
            (1, _) => return Err(self.here("one <root> of UCUM essence is expected")),
            (2, b"unit" | b"base-unit") => {
                let code = Some(self.attribute(tag, "Code")?);
                let line = self.line_now();
                self.unit = Some(Term { line, item: ReferenceItem { code, ..Default::default() } });
            }
            (3, b"name") if self.unit.is_some() => self.field = Some((Field::Name, String::new())),
            (3, b"printSymbol") if self.unit.is_some() => {
                self.field = Some((Field::Symbol, String::new()));
            }
            (3, b"property") if self.unit.is_some() => {
                self.field = Some((Field::Property, String::new()));
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self) {
        if self.depth == 3
            && let Some((field, told)) = self.field.take()
            && let Some(Term { item, .. }) = &mut self.unit
        {
            let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
            note(item, field, told);
        }
        if self.depth == 2 {
            self.terms.extend(self.unit.take());
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn attribute(&self, tag: &BytesStart<'_>, name: &str) -> Result<String, ReadError> {
        let value = match tag.try_get_attribute(name) {
            Ok(Some(attribute)) => attribute.unescape_value().map(std::borrow::Cow::into_owned),
            Ok(None) => return Err(self.here(&format!("the attribute {name} is missing"))),
            Err(error) => Err(error),
        };
        value.map_err(|error| self.here(&error.to_string()))
    }

    /// The line what is being read ends on.
    fn line_now(&mut self) -> usize {
        let now = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        let passed = self.text.as_bytes().get(self.counted..now).unwrap_or_default();
        self.line += passed.split(|byte| *byte == b'\n').count().saturating_sub(1);
        self.counted = self.counted.max(now);
        self.line
    }

    fn here(&self, reason: &str) -> ReadError {
        self.wrong(self.reader.buffer_position(), reason)
    }

    fn wrong(&self, at: u64, reason: &str) -> ReadError {
        let bytes = self.text.as_bytes();
        let at = usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
        ReadError::after(bytes.get(..at).unwrap_or_default(), reason)
    }
}

fn note(item: &mut ReferenceItem, field: Field, told: String) {
    let ReferenceItem { code, display, details, .. } = item;
    let ReferenceDetails { group, names, .. } = details;
    let is_new = !told.is_empty() && !names.contains(&told) && code.as_ref() != Some(&told);
    match field {
        Field::Name if display.is_empty() => *display = told,
        Field::Property => *group = Some(told).filter(|told| !told.is_empty()),
        Field::Name | Field::Symbol if is_new => names.push(told),
        Field::Name | Field::Symbol => {}
    }
}
