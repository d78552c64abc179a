//! Bytes to segments, fields, repetitions, components and subcomponents.
//!
//! A message keeps its text once and where its segments lie; everything else is looked up in the
//! text when asked for. Read leniently, each leniency counted in [`Repairs`]: lines before MSH,
//! line breaks inside a field, segments glued together by a blank, MSH-2 with fewer than four
//! characters.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::encoding::{Charset, decode, from_utf16};
use super::error::Hl7Error;
use super::escape::unescape;
use super::header::Version;

/// Longest message read, in bytes (16 MiB).
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// Most segments read in one message.
pub const MAX_SEGMENTS: usize = 100_000;

/// Batch and file envelopes: no part of a message.
const ENVELOPE: [&[u8]; 4] = [b"FHS", b"BHS", b"BTS", b"FTS"];
/// What may stand before the name of a segment on its line.
const LEADING: [char; 6] = [' ', '\t', '\u{b}', '\u{1c}', '\u{feff}', '\0'];
/// Segments that are recognised inside a line, where a line break was lost.
const GLUED: [&str; 14] = [
    "AL1", "DG1", "EVN", "GT1", "IN1", "IN2", "NK1", "NTE", "OBR", "OBX", "ORC", "PID", "PV1",
    "SPM",
];
/// Names that are segments even without a separator after them, or in small letters. Sorted.
const KNOWN: [&str; 66] = [
    "ACC", "ADD", "AIG", "AIL", "AIP", "AIS", "AL1", "ARV", "BLG", "CON", "CTD", "CTI", "DB1",
    "DG1", "DRG", "DSC", "DSP", "ERR", "EVN", "FT1", "GT1", "IAM", "IAR", "IN1", "IN2", "IN3",
    "INV", "MFE", "MFI", "MRG", "MSA", "MSH", "NK1", "NTE", "OBR", "OBX", "ODS", "ORC", "PD1",
    "PID", "PR1", "PRB", "PRD", "PRT", "PV1", "PV2", "QAK", "QPD", "QRD", "QRF", "RCP", "RF1",
    "RGS", "ROL", "RQD", "RXA", "RXE", "RXO", "RXR", "SAC", "SCH", "SFT", "SPM", "STF", "TQ1",
    "TXA",
];

/// The characters a message is divided by: MSH-1 and MSH-2. `None`: the sender does not use that
/// division.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Separators {
    /// MSH-1, usually `|`.
    pub field: char,
    /// Usually `^`.
    pub component: char,
    /// Usually `~`.
    pub repetition: Option<char>,
    /// Usually `\`.
    pub escape: Option<char>,
    /// Usually `&`.
    pub subcomponent: Option<char>,
    /// Since 2.7, usually `#`.
    pub truncation: Option<char>,
}

impl Default for Separators {
    fn default() -> Self {
        Self {
            field: '|',
            component: '^',
            repetition: Some('~'),
            escape: Some('\\'),
            subcomponent: Some('&'),
            truncation: None,
        }
    }
}

impl Separators {
    /// True when the character divides something in this message.
    #[must_use]
    pub fn contains(&self, c: char) -> bool {
        self.name_of(c).is_some()
    }

    /// MSH-2 as it is written in a message with these separators.
    #[must_use]
    pub fn encoding_characters(&self) -> String {
        let rest = [self.repetition, self.escape, self.subcomponent, self.truncation];
        std::iter::once(self.component).chain(rest.into_iter().flatten()).collect()
    }

    pub(super) fn name_of(&self, c: char) -> Option<&'static str> {
        let some = Some(c);
        if c == self.field {
            Some("F")
        } else if c == self.component {
            Some("S")
        } else if some == self.repetition {
            Some("R")
        } else if some == self.escape {
            Some("E")
        } else if some == self.subcomponent {
            Some("T")
        } else if some == self.truncation {
            Some("P")
        } else {
            None
        }
    }

    pub(super) fn named(&self, name: &str) -> Option<char> {
        match name {
            "F" => Some(self.field),
            "S" => Some(self.component),
            "R" => Some(self.repetition.unwrap_or('~')),
            "E" => self.escape,
            "T" => Some(self.subcomponent.unwrap_or('&')),
            "P" => Some(self.truncation.unwrap_or('#')),
            _ => None,
        }
    }

    /// Reads `MSH|^~\&…`; the flag says that MSH-2 was not quite right.
    fn read(header: &str) -> Result<(Self, bool), Hl7Error> {
        let mut rest = header.chars().skip(3);
        let field = rest.next().unwrap_or(' ');
        let written: Vec<char> = rest.take_while(|c| *c != field).take(16).collect();
        let error = |number| {
            let found: String = std::iter::once(field).chain(written.iter().copied()).collect();
            Hl7Error::Separators { found, field: number }
        };
        if !can_separate(field) {
            return Err(error(1));
        }
        let (standard, is_repaired) = match written.as_slice() {
            // In the second the backslash is lost: a program wrote "\&" in a string literal.
            [] | ['^', '~', '&'] => (vec!['^', '~', '\\', '&'], true),
            [first, second, third, fourth, '#'] => {
                (vec![*first, *second, *third, *fourth, '#'], false)
            }
            [first, second, third, fourth, _, _, ..] => {
                (vec![*first, *second, *third, *fourth], true)
            }
            some => (some.to_vec(), some.len() < 4),
        };
        let unique = standard.iter().enumerate().all(|(at, c)| {
            can_separate(*c) && *c != field && standard.iter().skip(at + 1).all(|other| other != c)
        });
        let mut each = standard.into_iter();
        match each.next().filter(|_| unique) {
            Some(component) => Ok((
                Self {
                    field,
                    component,
                    repetition: each.next(),
                    escape: each.next(),
                    subcomponent: each.next(),
                    truncation: each.next(),
                },
                is_repaired,
            )),
            None => Err(error(2)),
        }
    }
}

/// What was put right while reading; all zero for a message as the norm wants it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Repairs {
    /// Lines before the first MSH that belong to nothing (comments, blanks apart).
    pub skipped_lines: usize,
    /// Lines that do not start with the name of a segment and were joined to the segment before
    /// them.
    pub joined_lines: usize,
    /// Segments found inside a line because their line break was lost.
    pub split_segments: usize,
    /// MSH-2 was empty, too short, too long or had lost its backslash.
    pub has_odd_separators: bool,
    /// The encoding was not the one named, or none was named and the text is not ASCII.
    pub is_charset_guessed: bool,
}

/// One HL7 v2 message.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    text: String,
    spans: Vec<Range<usize>>,
    separators: Separators,
    charset: Charset,
    version: Option<Version>,
    repairs: Repairs,
}

impl fmt::Debug for Message {
    /// Without the text: a message is about a person and does not belong in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("segments", &self.spans.len())
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

impl Message {
    /// Reads the one message in `bytes`: segments divided by CR, LF or CRLF, batch envelopes left
    /// aside.
    ///
    /// # Errors
    /// No message, more than one ([`parse_all`] reads those), or one that breaks a rule of
    /// [`Hl7Error`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Hl7Error> {
        let mut all = parse_all(bytes);
        match (all.pop(), all.len()) {
            (Some(only), 0) => only,
            (Some(_), before) => Err(Hl7Error::SeveralMessages { count: before + 1 }),
            (None, _) => Err(Hl7Error::NoHeader),
        }
    }

    /// All segments in their order.
    pub fn segments(&self) -> impl Iterator<Item = Segment<'_>> {
        self.spans.iter().enumerate().map(|(at, span)| self.at(at, span))
    }

    /// The segment of this number, from 1.
    #[must_use]
    pub fn segment(&self, number: usize) -> Option<Segment<'_>> {
        let at = number.checked_sub(1)?;
        self.spans.get(at).map(|span| self.at(at, span))
    }

    /// The first segment of this name.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<Segment<'_>> {
        self.segments().find(|segment| segment.name() == name)
    }

    /// MSH.
    #[must_use]
    pub fn header(&self) -> Segment<'_> {
        self.segment(1).unwrap_or(Segment { message: self, number: 1, raw: "" })
    }

    /// The characters the message is divided by.
    #[must_use]
    pub fn separators(&self) -> &Separators {
        &self.separators
    }

    /// The encoding the message came in.
    #[must_use]
    pub fn charset(&self) -> Charset {
        self.charset
    }

    /// MSH-12; nothing when the sender left it out.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        self.version
    }

    /// What was put right while reading.
    #[must_use]
    pub fn repairs(&self) -> Repairs {
        self.repairs
    }

    fn at<'m>(&'m self, at: usize, span: &Range<usize>) -> Segment<'m> {
        Segment {
            message: self,
            number: at + 1,
            raw: self.text.get(span.clone()).unwrap_or_default(),
        }
    }

    fn read(bytes: &[u8], skipped_lines: usize, is_utf16: bool) -> Result<Self, Hl7Error> {
        let declared = if is_utf16 { "UTF-8".to_owned() } else { declared_charset(bytes) };
        let decoded = decode(bytes, &declared)?;
        let text = decoded.text.trim_start_matches(LEADING);
        let (separators, has_odd_separators) = Separators::read(text)?;
        let lines = Lines::join(text, separators.field)?;
        let spans = lines.split(&separators)?;
        let repairs = Repairs {
            skipped_lines,
            joined_lines: lines.joined,
            split_segments: spans.len() - lines.spans.len(),
            has_odd_separators,
            is_charset_guessed: decoded.is_guessed,
        };
        let charset = decoded.charset;
        let mut message =
            Self { text: lines.text, spans, separators, charset, version: None, repairs };
        let found = message.header().field(12).first().text().trim().to_owned();
        message.version = Version::parse(&found);
        if message.version.is_none() && !found.is_empty() {
            return Err(Hl7Error::Version { found });
        }
        Ok(message)
    }
}

/// Reads every message of a payload: one, or a batch. Never empty; a payload without any message is
/// one error.
#[must_use]
pub fn parse_all(bytes: &[u8]) -> Vec<Result<Message, Hl7Error>> {
    if bytes.len() > MAX_BYTES {
        return vec![Err(Hl7Error::TooLong { bytes: bytes.len() })];
    }
    let utf16 = from_utf16(bytes);
    let bytes = utf16.as_deref().map_or(bytes, str::as_bytes);
    let (blocks, mut skipped) = blocks(bytes);
    if blocks.is_empty() {
        let is_blank = bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0);
        return vec![Err(if is_blank { Hl7Error::Empty } else { Hl7Error::NoHeader })];
    }
    if blocks.len() > MAX_SEGMENTS {
        return vec![Err(Hl7Error::TooManySegments)];
    }
    let read = |block: &Range<usize>| {
        Message::read(
            bytes.get(block.clone()).unwrap_or_default(),
            std::mem::take(&mut skipped),
            utf16.is_some(),
        )
    };
    blocks.iter().map(read).collect()
}

/// One segment of a message.
#[derive(Clone, Copy)]
pub struct Segment<'m> {
    message: &'m Message,
    number: usize,
    raw: &'m str,
}

impl<'m> Segment<'m> {
    /// Its name, e.g. `OBX`.
    #[must_use]
    pub fn name(&self) -> &'m str {
        self.raw.get(..3).unwrap_or(self.raw)
    }

    /// Its number in the message, from 1.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }

    /// As it came, escape sequences included.
    #[must_use]
    pub fn raw(&self) -> &'m str {
        self.raw
    }

    /// The field of this number, as the norm counts: 1 is the first after the name, and in MSH 1 is
    /// the separator itself and 2 the four characters after it. A field that is not there is empty.
    #[must_use]
    pub fn field(&self, number: usize) -> Piece<'m> {
        let separator = self.message.separators.field;
        let is_header = matches!(self.name(), "MSH" | "FHS" | "BHS");
        let raw = match (is_header, number) {
            (true, 0) => Some(self.name()),
            (true, 1) => self.raw.get(3..3 + separator.len_utf8()),
            (true, _) => self.raw.split(separator).nth(number - 1),
            (false, _) => self.raw.split(separator).nth(number),
        };
        Piece {
            message: self.message,
            raw: raw.unwrap_or_default(),
            is_literal: is_header && number <= 2,
        }
    }

    /// How many fields were sent.
    #[must_use]
    pub fn len(&self) -> usize {
        let separators = self.raw.matches(self.message.separators.field).count();
        separators + usize::from(self.name() == "MSH")
    }

    /// True when nothing but the name was sent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A field or a part of one. A part that is not there is empty, so paths can be written without
/// asking at each step: `segment.field(3).rep(1).component(4).sub(2).text()`. Repetitions,
/// components and subcomponents count from 1; `component` of a field is that of its first
/// repetition, `sub` that of the first component.
#[derive(Clone, Copy)]
pub struct Piece<'m> {
    message: &'m Message,
    raw: &'m str,
    is_literal: bool,
}

impl<'m> Piece<'m> {
    /// As it came, escape sequences included.
    #[must_use]
    pub fn raw(&self) -> &'m str {
        self.raw
    }

    /// Escape sequences replaced; nothing for the null `""`.
    #[must_use]
    pub fn text(&self) -> Cow<'m, str> {
        if self.is_literal {
            return Cow::Borrowed(self.raw);
        }
        if self.is_null() {
            return Cow::Borrowed("");
        }
        unescape(self.raw, &self.message.separators, self.message.charset)
    }

    /// The text without blanks around it; nothing when none is left.
    #[must_use]
    pub fn value(&self) -> Option<String> {
        let text = self.text();
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Nothing was sent, which says nothing about what was known before.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    /// `""` was sent: what was known before is to be deleted.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.raw == "\"\""
    }

    /// The repetition of this number.
    #[must_use]
    pub fn rep(&self, number: usize) -> Self {
        self.part(self.message.separators.repetition, number)
    }

    /// All repetitions; one, empty, for an empty field.
    pub fn reps(&self) -> impl Iterator<Item = Self> + use<'m> {
        self.parts(self.message.separators.repetition)
    }

    /// The component of this number.
    #[must_use]
    pub fn component(&self, number: usize) -> Self {
        self.rep(1).part(Some(self.message.separators.component), number)
    }

    /// All components of the first repetition; one, empty, for an empty field.
    pub fn components(&self) -> impl Iterator<Item = Self> + use<'m> {
        self.rep(1).parts(Some(self.message.separators.component))
    }

    /// The subcomponent of this number.
    #[must_use]
    pub fn sub(&self, number: usize) -> Self {
        self.component(1).part(self.message.separators.subcomponent, number)
    }

    /// All subcomponents of the first component; one, empty, for an empty one.
    pub fn subs(&self) -> impl Iterator<Item = Self> + use<'m> {
        self.component(1).parts(self.message.separators.subcomponent)
    }

    /// First subcomponent of the first component of the first repetition.
    #[must_use]
    pub fn first(&self) -> Self {
        self.sub(1)
    }

    /// True when more than one component was sent.
    #[must_use]
    pub fn has_components(&self) -> bool {
        !self.is_literal && self.raw.contains(self.message.separators.component)
    }

    fn part(self, separator: Option<char>, number: usize) -> Self {
        let Some(at) = number.checked_sub(1) else { return Self { raw: "", ..self } };
        let raw = match separator.filter(|_| !self.is_literal) {
            Some(separator) => self.raw.split(separator).nth(at),
            None => (at == 0).then_some(self.raw),
        };
        Self { raw: raw.unwrap_or_default(), ..self }
    }

    fn parts(self, separator: Option<char>) -> impl Iterator<Item = Self> + use<'m> {
        let separator = separator.filter(|_| !self.is_literal);
        self.raw.split(move |c| Some(c) == separator).map(move |raw| Self { raw, ..self })
    }
}

/// The lines of a message with those joined that are one segment.
struct Lines {
    text: String,
    spans: Vec<Range<usize>>,
    joined: usize,
}

impl Lines {
    fn join(text: &str, separator: char) -> Result<Self, Hl7Error> {
        let mut lines =
            Self { text: String::with_capacity(text.len()), spans: Vec::new(), joined: 0 };
        for line in text.split(['\r', '\n']) {
            let line = line.trim_end_matches(['\u{1c}', '\0']);
            if line.trim_start_matches(LEADING).trim().is_empty() {
                continue;
            }
            match segment_start(line, separator) {
                Some(("ADD", rest)) => lines.extend(rest.strip_prefix(separator).unwrap_or(rest)),
                Some((name, rest)) => lines.start(name, rest)?,
                None => {
                    // A line break in the header is never meant; elsewhere it is part of a text.
                    let glue = if lines.spans.len() > 1 { "\n" } else { "" };
                    lines.extend(glue);
                    lines.extend(line);
                    lines.joined += 1;
                }
            }
        }
        Ok(lines)
    }

    fn start(&mut self, name: &str, rest: &str) -> Result<(), Hl7Error> {
        if self.spans.len() >= MAX_SEGMENTS {
            return Err(Hl7Error::TooManySegments);
        }
        let start = self.text.len();
        self.text.push_str(&name.to_ascii_uppercase());
        self.text.push_str(rest);
        self.spans.push(start..self.text.len());
        Ok(())
    }

    fn extend(&mut self, more: &str) {
        self.text.push_str(more);
        if let Some(last) = self.spans.last_mut() {
            last.end = self.text.len();
        }
    }

    /// Where the segments lie once those glued together are taken apart.
    fn split(&self, separators: &Separators) -> Result<Vec<Range<usize>>, Hl7Error> {
        let mut spans = Vec::with_capacity(self.spans.len());
        for span in &self.spans {
            let mut start = span.start;
            for at in
                glued_segments(self.text.get(span.clone()).unwrap_or_default(), separators.field)
            {
                let before = self.text.get(start..span.start + at).unwrap_or_default();
                spans.push(start..start + before.trim_end().len());
                start = span.start + at;
            }
            spans.push(start..span.end);
            if spans.len() > MAX_SEGMENTS {
                return Err(Hl7Error::TooManySegments);
            }
        }
        Ok(spans)
    }
}

/// Name and rest of a line that starts a segment: three capitals or digits and a separator; a known
/// name may also stand alone or in small letters.
fn segment_start(line: &str, separator: char) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(LEADING);
    let (name, rest) = (line.get(..3)?, line.get(3..)?);
    let mut letters = name.bytes();
    let is_name = letters.next().is_some_and(|c| c.is_ascii_uppercase())
        && letters.all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let is_known = || KNOWN.binary_search(&name.to_ascii_uppercase().as_str()).is_ok();
    let is_start = if rest.starts_with(separator) {
        is_name || is_known()
    } else {
        rest.trim().is_empty() && is_name && is_known()
    };
    is_start.then_some((name, rest))
}

/// Offsets of segment names inside a segment: `…| OBX|2|NM|…` or, after an empty last field,
/// `…||OBX|2|NM|…`. So that a word of a text is not taken for a segment, what follows must be what
/// such a segment starts with.
fn glued_segments(segment: &str, separator: char) -> impl Iterator<Item = usize> {
    let starts = move |at: usize| {
        let start = at.checked_sub(3)?;
        let name = segment.get(start..at)?;
        let before = segment.get(..start)?.chars().next_back()?;
        let after = segment.get(at + separator.len_utf8()..)?;
        let next = after.split(separator).next().filter(|next| next.len() < after.len())?;
        let is_apart =
            before.is_whitespace() || (before == separator && matches!(name, "OBR" | "OBX"));
        (is_apart && GLUED.contains(&name) && first_field_fits(name, next)).then_some(start)
    };
    segment
        .match_indices(separator)
        .filter_map(move |(at, _)| starts(at))
        .filter(|start| *start > 0)
}

fn first_field_fits(name: &str, field: &str) -> bool {
    let mut bytes = field.bytes();
    match name {
        "EVN" => field.len() == 3 && field.bytes().next().is_some_and(|c| c.is_ascii_uppercase()),
        "ORC" => field.len() == 2 && bytes.all(|c| c.is_ascii_uppercase()),
        _ => (1..=5).contains(&field.len()) && bytes.all(|c| c.is_ascii_digit()),
    }
}

fn can_separate(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control() && c != '"'
}

/// Where the messages lie, and how many lines before the first belong to nothing.
fn blocks(bytes: &[u8]) -> (Vec<Range<usize>>, usize) {
    let (mut blocks, mut skipped, mut at) = (Vec::<Range<usize>>::new(), 0, 0);
    let mut is_open = false;
    for line in bytes.split(|byte| matches!(byte, b'\r' | b'\n')) {
        let end = at + line.len();
        let start = trim_start(line);
        let follows = start
            .get(3)
            .is_some_and(|byte| !byte.is_ascii_alphanumeric() && !byte.is_ascii_whitespace());
        let name = start.get(..3).filter(|_| follows).unwrap_or_default();
        if name == b"MSH" {
            blocks.push(at..end);
            is_open = true;
        } else if ENVELOPE.contains(&name) {
            is_open = false;
        } else if !is_open {
            skipped += usize::from(blocks.is_empty() && !start.trim_ascii().is_empty());
        } else if let Some(block) = blocks.last_mut() {
            block.end = end;
        }
        at = end + 1;
    }
    (blocks, skipped)
}

fn trim_start(mut line: &[u8]) -> &[u8] {
    loop {
        line = match line {
            [b' ' | b'\t' | 0x0B | 0x1C | 0, rest @ ..] | [0xEF, 0xBB, 0xBF, rest @ ..] => rest,
            _ => return line,
        };
    }
}

/// MSH-18 before the encoding is known: every encoding we read keeps ASCII, and MSH-18 is ASCII.
fn declared_charset(bytes: &[u8]) -> String {
    let header =
        trim_start(bytes).split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    let Some(separator) = header.get(3).copied() else { return String::new() };
    let repetition = header.get(5).copied().filter(|byte| *byte != separator);
    let field = header.split(|byte| *byte == separator).nth(17).unwrap_or_default();
    let first =
        field.split(|byte| Some(*byte) == repetition).find(|name| !name.trim_ascii().is_empty());
    String::from_utf8_lossy(first.unwrap_or_default()).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Message {
        Message::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn the_header_counts_its_separator_as_the_first_field() {
        let message = read("MSH|^~\\&|LAB|HOSP&1.2&ISO|||20260101||ORU^R01^ORU_R01|77|P|2.5.1\r");
        let header = message.header();
        assert_eq!(header.field(1).text(), "|");
        assert_eq!(header.field(2).text(), "^~\\&");
        assert_eq!(header.field(3).text(), "LAB");
        assert_eq!(header.field(4).sub(2).text(), "1.2");
        assert_eq!(header.field(9).component(3).text(), "ORU_R01");
        assert_eq!(header.field(12).text(), "2.5.1");
        assert_eq!(header.len(), 12);
        assert_eq!(message.version(), Version::parse("2.5.1"));
    }

    #[test]
    fn repetitions_components_and_subcomponents_count_from_one() {
        let message = read(
            "MSH|^~\\&|||||||ADT^A01|1|P|2.3\rPID|1||A^^^X&1.2&ISO^MR~B^^^Y||Иванов^Пётр^Сергеевич",
        );
        let ids = message.first("PID").unwrap().field(3);
        assert_eq!(ids.reps().count(), 2);
        assert_eq!(ids.rep(2).component(4).text(), "Y");
        assert_eq!(ids.component(4).sub(3).text(), "ISO");
        assert_eq!(ids.component(5).text(), "MR");
        assert_eq!(ids.rep(3).text(), "");
        assert_eq!(ids.component(0).text(), "");
        assert_eq!(message.first("PID").unwrap().field(5).component(3).text(), "Сергеевич");
        assert_eq!(message.first("PID").unwrap().field(99).text(), "");
        assert_eq!(message.first("PID").unwrap().field(0).text(), "PID");
    }

    #[test]
    fn null_is_not_empty() {
        let message = read("MSH|^~\\&|||||||ADT^A08|1|P|2.3\rPID|1||\"\"|");
        let (null, empty) =
            (message.first("PID").unwrap().field(3), message.first("PID").unwrap().field(4));
        assert!(
            null.is_null() && !null.is_empty() && null.text().is_empty() && null.value().is_none()
        );
        assert!(!empty.is_null() && empty.is_empty());
    }

    #[test]
    fn segments_may_end_in_any_line_break() {
        for end in ["\r", "\n", "\r\n", "\r\r", "\n\n\r\n"] {
            let message = read(&format!(
                "\u{feff}\u{b} \r\nMSH|^~\\&|||||||ORU^R01|1|P|2.3{end}  PID|1{end}OBX{end}ZZZ|x{end}\u{1c}"
            ));
            let names: Vec<_> =
                message.segments().map(|segment| segment.name().to_owned()).collect();
            assert_eq!(names, ["MSH", "PID", "OBX", "ZZZ"], "{end:?}");
        }
    }

    #[test]
    fn other_separators_work_and_fewer_are_enough() {
        let message = read("MSH$%*!@$LAB$$$$$$ORU%R01$1$P$2.4\rPID$1$$a%b*c@d!F!");
        let field = message.first("PID").unwrap().field(3);
        assert_eq!(field.component(2).text(), "b");
        assert_eq!(field.rep(2).sub(2).text(), "d$");
        assert_eq!(message.separators().encoding_characters(), "%*!@");

        let fewer = read("MSH|^~|LAB||||||ORU^R01|1|P|2.4\rPID|1||a&b\\F\\");
        assert_eq!(fewer.first("PID").unwrap().field(3).sub(1).text(), "a&b\\F\\");
        assert!(fewer.repairs().has_odd_separators);

        let truncation = read("MSH|^~\\&#|LAB||||||ORU^R01|1|P|2.7\rPID|1||a\\P\\");
        assert_eq!(truncation.separators().truncation, Some('#'));
        assert_eq!(truncation.first("PID").unwrap().field(3).text(), "a#");

        for (header, escape) in [
            ("MSH|^~&|", Some('\\')),
            ("MSH||", Some('\\')),
            ("MSH|^~\\&amp;|", Some('\\')),
            ("MSH|^|", None),
        ] {
            let odd = read(&format!("{header}LAB||||||ORU^R01|1|P|2.4"));
            assert_eq!(
                (odd.separators().escape, odd.repairs().has_odd_separators),
                (escape, true),
                "{header}"
            );
            assert_eq!(odd.header().field(9).component(2).text(), "R01", "{header}");
        }
    }

    #[test]
    fn impossible_separators_name_their_field() {
        for (text, field) in [("MSH|LAB|x", 2), ("MSH|^^\\&|x", 2), ("MSH|^|~\\&|x", 0)] {
            match Message::parse(text.as_bytes()) {
                Err(error @ Hl7Error::Separators { .. }) => {
                    assert_eq!(error.place().field, field, "{text}");
                }
                Err(other) => panic!("{text}: {other}"),
                Ok(_) => assert_eq!(field, 0, "{text}"),
            }
        }
        let error = Message::parse(b"MSH|LAB|x").unwrap_err().to_string();
        assert!(error.starts_with("segment 1 (MSH), field 2: `|LAB`"), "{error}");
    }

    #[test]
    fn a_broken_line_belongs_to_the_segment_before_it() {
        let message = read(
            "# comment\nMSH|^~\\&|||||||MDM^T02|{6AF4-\n4563}|P|2.3\nOBX|1|TX|A||one\n\nОтвет: two|||F\nADD|more|x\n",
        );
        assert_eq!(message.header().field(10).text(), "{6AF4-4563}");
        let obx = message.first("OBX").unwrap();
        assert_eq!(obx.field(5).text(), "one\nОтвет: two");
        assert_eq!((obx.field(8).text().as_ref(), obx.field(9).text().as_ref()), ("Fmore", "x"));
        let repairs = message.repairs();
        assert_eq!((repairs.skipped_lines, repairs.joined_lines), (1, 2));
    }

    #[test]
    fn segments_glued_together_are_taken_apart() {
        let message = read(
            "MSH|^~\\&|||||||ADT^A01|1|P|2.3||| EVN|A01|2005| PID|1||7 OBX|1|TX|a||x||OBX|2|TX|b||see PID|ml",
        );
        let names: Vec<_> = message.segments().map(|segment| segment.name().to_owned()).collect();
        assert_eq!(names, ["MSH", "EVN", "PID", "OBX", "OBX"]);
        assert_eq!(message.first("PID").unwrap().field(3).text(), "7");
        assert_eq!(message.segment(5).unwrap().field(5).text(), "see PID");
        assert_eq!(message.repairs().split_segments, 4);
    }

    #[test]
    fn a_batch_is_several_messages() {
        let one = "MSH|^~\\&|||||||ORU^R01|1|P|2.3\rOBX|1\r";
        let batch =
            format!("FHS|^~\\&|x\rBHS|^~\\&|y\r{one}{}BTS|2\rFTS|1\r", one.replace("|1|P", "|2|P"));
        let all = parse_all(batch.as_bytes());
        let ids: Vec<_> = all
            .iter()
            .map(|message| message.as_ref().unwrap().header().field(10).text().into_owned())
            .collect();
        assert_eq!(ids, ["1", "2"]);
        assert_eq!(all[1].as_ref().unwrap().segments().count(), 2);
        assert_eq!(Message::parse(batch.as_bytes()), Err(Hl7Error::SeveralMessages { count: 2 }));
    }

    #[test]
    fn the_encoding_is_that_of_msh_18() {
        for (declared, charset) in [
            ("KOI8-R", Charset::koi8r()),
            ("", Charset::windows1251()),
            ("8859/5~UTF-8", Charset::iso8859_5()),
        ] {
            let text = format!("MSH|^~\\&|Лаб|||||||1|P|2.3||||||{declared}\rPID|||||Ёлкин");
            let message = Message::parse(&charset.encode(&text)).unwrap();
            assert_eq!(message.charset(), charset);
            assert_eq!(message.first("PID").unwrap().field(5).text(), "Ёлкин");
        }
        let utf16: Vec<u8> = "\u{feff}MSH|^~\\&|Лаб|||||||1|P|2.3"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(Message::parse(&utf16).unwrap().header().field(3).text(), "Лаб");
    }

    #[test]
    fn limits_have_clear_errors() {
        assert_eq!(Message::parse(b" \r\n"), Err(Hl7Error::Empty));
        assert_eq!(Message::parse(b"GET / HTTP/1.1\r\n"), Err(Hl7Error::NoHeader));
        assert_eq!(
            Message::parse(&vec![b' '; MAX_BYTES + 1]),
            Err(Hl7Error::TooLong { bytes: MAX_BYTES + 1 })
        );
        let many = format!("MSH|^~\\&|||||||ORU^R01|1|P|2.3\r{}", "OBX|\r".repeat(MAX_SEGMENTS));
        assert_eq!(Message::parse(many.as_bytes()), Err(Hl7Error::TooManySegments));
        let version = Message::parse(b"MSH|^~\\&|||||||ORU^R01|1|P|3.0").unwrap_err();
        assert_eq!((version.place().field, version.code()), (12, 203));
    }
}
