//! OBX-5 by OBX-2.

use super::coded::Coded;
use super::message::Piece;
use super::quirk::Quirk;
use super::timestamp::Moment;

/// Longest text taken for a number, in characters.
const MAX_NUMBER: usize = 40;
/// Shortest run of base64 letters taken for a document where nothing says that it is one.
const MIN_DOCUMENT: usize = 32;

/// How a censored value compares with its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparator {
    /// `<`
    Less,
    /// `<=`, `≤`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`, `≥`
    GreaterOrEqual,
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
}

/// One repetition of OBX-5.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObxValue {
    /// A number, censored (`<0.5`) or not.
    Number {
        /// Nothing for an exact value
        comparator: Option<Comparator>,
        /// Decimal number with a point, digits as printed: `5.60`, `-1`, `1.2e3`
        digits: String,
    },
    /// Words; line breaks are `\n`.
    Text(String),
    /// A code with its name and system.
    Coded(Coded),
    /// A structured number (SN): `>100`, `1:128`, `5-10`, `2+`.
    Structured {
        /// Component 1
        comparator: Option<Comparator>,
        /// Component 2, as [`ObxValue::Number`]'s digits
        first: Option<String>,
        /// Component 3: `-` range, `:` `/` ratio, `+` category
        separator: Option<String>,
        /// Component 4
        second: Option<String>,
    },
    /// A time or date.
    Time(Moment),
    /// A document inside the message (ED).
    Document {
        /// MIME type, e.g. `application/pdf`; `application/octet-stream` when not known
        content_type: String,
        /// Component 4 as it came: `Base64`, `Hex`, `A`; `Base64` when nothing was said
        encoding: String,
        /// Name of the observation
        title: Option<String>,
        /// The content as it came, still encoded; empty when the sender left it out
        base64: String,
        /// Length of the content decoded, in bytes
        bytes: usize,
    },
    /// Where a document lies outside the message (RP).
    Reference {
        /// Component 1, often a URL
        pointer: String,
        /// Component 2: the system that keeps it
        application: Option<String>,
        /// MIME type, when said
        content_type: Option<String>,
    },
    /// Nothing, or the null `""`.
    Empty,
    /// Not understood; as it came.
    Unreadable(String),
}

/// What the rest of the OBX says about its value.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context<'c> {
    /// OBX-6 as text
    pub unit: Option<&'c str>,
    /// Name of the observation
    pub title: Option<&'c str>,
    /// The sender writes signal and concentration into OBX-5
    pub has_signal: bool,
}

/// A value, the unit found with it, and what was odd about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Read {
    pub value: ObxValue,
    pub unit: Option<String>,
    pub quirk: Option<Quirk>,
}

impl From<ObxValue> for Read {
    fn from(value: ObxValue) -> Self {
        Self { value, unit: None, quirk: None }
    }
}

impl Read {
    fn with(self, quirk: Quirk) -> Self {
        Self { quirk: Some(self.quirk.unwrap_or(quirk)), ..self }
    }
}

/// Reads one repetition of OBX-5 as the type OBX-2 names; where it is not of that type, as what it
/// is.
pub(super) fn read_value(kind: &str, rep: Piece<'_>, context: Context<'_>) -> Read {
    if rep.raw().trim().is_empty() || rep.is_null() {
        return ObxValue::Empty.into();
    }
    match kind {
        "NM" | "SI" | "N" | "NUM" | "CQ" => number(rep, context),
        "SN" | "NR" => structured(kind, rep),
        "ST" => match number(rep, context) {
            // A quantity sent as a string, as for `<0.5` before there was SN: the unit tells it
            // from a code or a text.
            Read { value: value @ ObxValue::Number { .. }, unit: None, .. }
                if context.unit.is_some() =>
            {
                value.into()
            }
            _ => text(rep, context),
        },
        // A time of day without a day (TM) is no moment.
        "TX" | "FT" | "TM" => text(rep, context),
        "CE" | "CWE" | "CNE" | "CF" | "IS" | "ID" => coded(rep, context),
        "DT" | "TS" | "DTM" => match Moment::read(rep) {
            Some(moment) if moment.time.is_some() => ObxValue::Time(moment).into(),
            Some(_) | None => unreadable(rep),
        },
        "ED" => document(rep, context).map_or_else(|| unreadable(rep), Read::from),
        "RP" => reference(rep),
        // Persons, addresses, waveforms and the like: a single part is a text.
        "AD" | "CP" | "CX" | "EI" | "HD" | "MA" | "MO" | "NA" | "OG" | "PN" | "TN" | "XAD"
        | "XCN" | "XON" | "XPN" | "XTN" => {
            if rep.has_components() {
                unreadable(rep)
            } else {
                text(rep, context)
            }
        }
        _ => guessed(rep, context).with(Quirk::TypeGuessed),
    }
}

/// A decimal number, written alone: `5.6`, `5,6`, `-1`, `.5`, `105 600`, `1,234.5`, `1.2E+3`; given
/// back with a point.
pub(super) fn read_number(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > MAX_NUMBER {
        return None;
    }
    let (sign, body) = match text.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = body
        .split_once(['e', 'E'])
        .map_or((body, None), |(mantissa, exponent)| (mantissa, Some(exponent)));
    let exponent = match exponent {
        Some(exponent) => Some(exponent.parse::<i16>().ok().filter(|power| power.abs() < 100)?),
        None => None,
    };
    let (whole, fraction) = whole_and_fraction(mantissa)?;
    let whole = if whole.is_empty() { "0" } else { whole.as_str() };
    let point = if fraction.is_empty() { "" } else { "." };
    let power = exponent.map_or(String::new(), |power| format!("e{power}"));
    Some(format!("{sign}{whole}{point}{fraction}{power}"))
}

/// A comparator at the start of a text, and what follows it.
pub(super) fn read_comparator(text: &str) -> Option<(Comparator, &str)> {
    const SIGNS: [(&str, Comparator); 14] = [
        ("<>", Comparator::NotEqual),
        ("<=", Comparator::LessOrEqual),
        ("=<", Comparator::LessOrEqual),
        (">=", Comparator::GreaterOrEqual),
        ("=>", Comparator::GreaterOrEqual),
        ("≤", Comparator::LessOrEqual),
        ("≥", Comparator::GreaterOrEqual),
        ("<", Comparator::Less),
        (">", Comparator::Greater),
        ("&lt;=", Comparator::LessOrEqual),
        ("&gt;=", Comparator::GreaterOrEqual),
        ("&lt;", Comparator::Less),
        ("&gt;", Comparator::Greater),
        ("=", Comparator::Equal),
    ];
    const WORDS: [(&str, Comparator); 20] = [
        ("не более", Comparator::LessOrEqual),
        ("не больше", Comparator::LessOrEqual),
        ("не выше", Comparator::LessOrEqual),
        ("не менее", Comparator::GreaterOrEqual),
        ("не меньше", Comparator::GreaterOrEqual),
        ("не ниже", Comparator::GreaterOrEqual),
        ("до", Comparator::LessOrEqual),
        ("менее", Comparator::Less),
        ("меньше", Comparator::Less),
        ("ниже", Comparator::Less),
        ("более", Comparator::Greater),
        ("больше", Comparator::Greater),
        ("свыше", Comparator::Greater),
        ("выше", Comparator::Greater),
        ("up to", Comparator::LessOrEqual),
        ("at least", Comparator::GreaterOrEqual),
        ("less than", Comparator::Less),
        ("more than", Comparator::Greater),
        ("greater than", Comparator::Greater),
        ("below", Comparator::Less),
    ];
    let text = text.trim();
    let sign = SIGNS
        .iter()
        .find_map(|(sign, comparator)| text.strip_prefix(sign).map(|rest| (*comparator, rest)));
    sign.or_else(|| {
        WORDS.iter().find_map(|(word, comparator)| {
            let start = text.get(..word.len()).filter(|start| start.to_lowercase() == **word)?;
            let rest = text.get(start.len()..)?;
            rest.starts_with(char::is_whitespace).then_some((*comparator, rest))
        })
    })
    .map(|(comparator, rest)| (comparator, rest.trim_start()))
}

/// A number, or a number with a comparator.
fn read_measure(text: &str) -> Option<ObxValue> {
    let (comparator, rest) = match read_comparator(text) {
        Some((comparator, rest)) => (Some(comparator).filter(|c| *c != Comparator::Equal), rest),
        None => (None, text),
    };
    read_number(rest).map(|digits| ObxValue::Number { comparator, digits })
}

fn number(rep: Piece<'_>, context: Context<'_>) -> Read {
    if rep.has_components() {
        return number_in_components(rep, context);
    }
    let text = rep.text();
    let text = text.trim();
    if let Some(measure) = read_measure(text) {
        return measure.into();
    }
    match number_and_unit(text) {
        Some((value, unit)) if context.unit.is_none_or(|own| own.eq_ignore_ascii_case(unit)) => {
            Read { value, unit: Some(unit.to_owned()), quirk: Some(Quirk::UnitInValue) }
        }
        Some(_) | None => Read::from(ObxValue::Text(text.to_owned())).with(Quirk::TypeContradicted),
    }
}

/// `^182` and `>^100` are SN in a field said to be NM, `5.6^mmol/L` has its unit with it,
/// `41765^4.17` a signal before it.
fn number_in_components(rep: Piece<'_>, context: Context<'_>) -> Read {
    let part = |number: usize| rep.component(number).text();
    let (first, second) = (part(1), part(2));
    let (first, second) = (first.trim(), second.trim());
    let has_more = rep.components().skip(2).any(|part| !part.raw().trim().is_empty());
    match (read_measure(first), read_number(second)) {
        (Some(value), None) if second.is_empty() && !has_more => value.into(),
        (Some(value), None)
            if !has_more && context.unit.is_none_or(|own| own.eq_ignore_ascii_case(second)) =>
        {
            Read { value, unit: Some(second.to_owned()), quirk: Some(Quirk::UnitInValue) }
        }
        (Some(_), Some(digits)) if !has_more && context.has_signal => {
            Read::from(ObxValue::Number { comparator: None, digits }).with(Quirk::SignalBeforeValue)
        }
        (None, Some(_)) => match read_structured(rep) {
            Some(value) => Read::from(value).with(Quirk::TypeContradicted),
            None => unreadable(rep),
        },
        _ => unreadable(rep),
    }
}

fn structured(kind: &str, rep: Piece<'_>) -> Read {
    if kind == "NR" {
        let (first, second) =
            (read_number(&rep.component(1).text()), read_number(&rep.component(2).text()));
        if first.is_none() && second.is_none() {
            return unreadable(rep);
        }
        return ObxValue::Structured {
            comparator: None,
            first,
            separator: Some("-".to_owned()),
            second,
        }
        .into();
    }
    match read_structured(rep) {
        Some(value) => value.into(),
        None if rep.has_components() => unreadable(rep),
        None => {
            Read::from(ObxValue::Text(rep.text().trim().to_owned())).with(Quirk::TypeContradicted)
        }
    }
}

/// `comparator^number^separator^number`; written in one component also `>100`, `1:128`, `5-10`,
/// `2+`.
fn read_structured(rep: Piece<'_>) -> Option<ObxValue> {
    if rep.has_components() {
        let part = |number: usize| rep.component(number).value();
        let comparator = match part(1) {
            Some(sign) => match read_comparator(&sign) {
                Some((comparator, "")) => Some(comparator),
                Some(_) | None => return None,
            },
            None => None,
        };
        let number = |at: usize| match part(at) {
            Some(text) => read_number(&text).map(Some),
            None => Some(None),
        };
        let (first, separator, second) = (number(2)?, part(3), number(4)?);
        let is_there = first.is_some() || second.is_some();
        return is_there.then_some(ObxValue::Structured { comparator, first, separator, second });
    }
    let text = rep.text();
    let text = text.trim();
    let whole = |comparator, first, separator: Option<char>, second| ObxValue::Structured {
        comparator,
        first: Some(first),
        separator: separator.map(String::from),
        second,
    };
    if let Some(ObxValue::Number { comparator, digits }) = read_measure(text) {
        return Some(whole(comparator, digits, None, None));
    }
    if let Some(first) = text.strip_suffix('+').and_then(read_number) {
        return Some(whole(None, first, Some('+'), None));
    }
    [':', '/', '-'].into_iter().find_map(|mark| {
        let (first, second) = text.split_once(mark)?;
        Some(whole(None, read_number(first)?, Some(mark), Some(read_number(second)?)))
    })
}

fn coded(rep: Piece<'_>, context: Context<'_>) -> Read {
    if context.has_signal
        && let read @ Read { value: ObxValue::Number { .. }, .. } = number(rep, context)
    {
        return read;
    }
    match Coded::read_words(rep) {
        Some(coded) => ObxValue::Coded(coded).into(),
        None => unreadable(rep),
    }
}

fn text(rep: Piece<'_>, context: Context<'_>) -> Read {
    let raw = rep.raw();
    if raw.len() > MIN_DOCUMENT
        && is_signature(raw)
        && let Some(document) = document(rep, context)
    {
        return Read::from(document).with(Quirk::TypeContradicted);
    }
    ObxValue::Text(rep.text().trim_end().to_owned()).into()
}

fn unreadable(rep: Piece<'_>) -> Read {
    ObxValue::Unreadable(rep.raw().to_owned()).into()
}

fn guessed(rep: Piece<'_>, context: Context<'_>) -> Read {
    if !rep.has_components() {
        return match read_measure(&rep.text()) {
            Some(measure) => measure.into(),
            None => text(rep, context),
        };
    }
    let encoding = rep.component(4).text().to_ascii_lowercase();
    if matches!(encoding.as_str(), "base64" | "hex") {
        return document(rep, context).map_or_else(|| unreadable(rep), Read::from);
    }
    if let Some(value) = read_structured(rep) {
        return value.into();
    }
    match number_in_components(rep, context) {
        read @ Read { value: ObxValue::Number { .. }, .. } => read,
        Read { .. } => coded(rep, context),
    }
}

/// `source^type^subtype^encoding^data`; parts before the data are often left out.
fn document(rep: Piece<'_>, context: Context<'_>) -> Option<ObxValue> {
    let named = rep.component(5);
    let is_data = |part: &Piece<'_>| {
        part.raw().len() >= MIN_DOCUMENT
            && part.raw().bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=\\.- _\n".contains(&b))
    };
    let mut place = 5;
    let data = if named.raw().is_empty() {
        match rep.components().enumerate().find(|(_, part)| is_data(part)) {
            Some((at, part)) => {
                place = at + 1;
                part.raw()
            }
            None => "",
        }
    } else {
        named.raw()
    };
    let part = |number: usize| rep.component(number).value().filter(|_| number < place);
    if data.is_empty() && (2..=4).all(|number| part(number).is_none()) {
        return None;
    }
    let encoding = part(4).unwrap_or_else(|| "Base64".to_owned());
    let content_type = content_type(part(2).as_deref(), part(3).as_deref(), data);
    let bytes = decoded_length(&encoding, data);
    let title = context.title.map(str::to_owned);
    Some(ObxValue::Document { content_type, encoding, title, base64: data.to_owned(), bytes })
}

fn reference(rep: Piece<'_>) -> Read {
    let part = |number: usize| rep.component(number).value();
    let Some(pointer) = part(1) else { return unreadable(rep) };
    let content_type = (part(3).is_some() || part(4).is_some())
        .then(|| content_type(part(3).as_deref(), part(4).as_deref(), ""));
    ObxValue::Reference { pointer, application: part(2), content_type }.into()
}

/// MIME type of HL7 tables 0191 and 0291, of a MIME type written there, or of the first bytes.
fn content_type(kind: Option<&str>, subtype: Option<&str>, data: &str) -> String {
    let subtype = subtype.unwrap_or_default().to_ascii_lowercase();
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    if kind.contains('/') {
        return kind;
    }
    if subtype.contains('/') {
        return subtype;
    }
    let subtype = match subtype.as_str() {
        "jpg" => "jpeg",
        "tif" => "tiff",
        "txt" => "plain",
        "" | "octet-stream" => {
            return signature(data).unwrap_or("application/octet-stream").to_owned();
        }
        other => other,
    };
    match (subtype, kind.as_str()) {
        ("pdf" | "rtf" | "zip" | "msword" | "dicom", _) => format!("application/{subtype}"),
        ("html" | "plain" | "xml", _) => format!("text/{subtype}"),
        ("jpeg" | "png" | "gif" | "tiff" | "bmp" | "pict", _)
        | (_, "im" | "image" | "ns" | "sd" | "si") => format!("image/{subtype}"),
        (_, "au" | "audio") => format!("audio/{subtype}"),
        (_, "tx" | "ft" | "text") => format!("text/{subtype}"),
        (_, "multipart") => format!("multipart/{subtype}"),
        (_, "video") => format!("video/{subtype}"),
        _ => format!("application/{subtype}"),
    }
}

/// MIME type of the first bytes in base64.
fn signature(data: &str) -> Option<&'static str> {
    let signatures = [
        ("JVBERi0", "application/pdf"),
        ("/9j/", "image/jpeg"),
        ("iVBORw0KGgo", "image/png"),
        ("e1xydGY", "application/rtf"),
    ];
    signatures.iter().find(|(start, _)| data.starts_with(start)).map(|(_, kind)| *kind)
}

fn is_signature(data: &str) -> bool {
    data.starts_with("JVBERi0") || data.starts_with("iVBORw0KGgo")
}

/// Length of the content in bytes; line breaks, also escaped ones, are not content.
fn decoded_length(encoding: &str, data: &str) -> usize {
    let data = data.replace("\\.br\\", "");
    let letters = data.bytes().filter(|byte| !byte.is_ascii_whitespace());
    match encoding.to_ascii_lowercase().as_str() {
        "base64" => letters.filter(|byte| *byte != b'=').count() * 3 / 4,
        "hex" => letters.count() / 2,
        _ => data.len(),
    }
}

/// A number followed by a unit, with a blank between or without.
fn number_and_unit(text: &str) -> Option<(ObxValue, &str)> {
    let start = text.find(|c: char| c.is_alphabetic() || c == '%').filter(|at| *at > 0);
    let (value, unit) = text.split_at_checked(start?)?;
    let unit = unit.trim();
    let is_unit = (unit == "%" || unit.contains('/') || unit.chars().count() > 1)
        && !unit.contains(char::is_whitespace);
    read_measure(value).filter(|_| is_unit).map(|value| (value, unit))
}

/// The digits before and after the decimal point or comma, without marks between thousands.
fn whole_and_fraction(mantissa: &str) -> Option<(String, String)> {
    let mantissa: String = mantissa
        .chars()
        .map(|c| if matches!(c, '\u{a0}' | '\u{202f}' | '\'') { ' ' } else { c })
        .collect();
    let (commas, points) = (mantissa.matches(',').count(), mantissa.matches('.').count());
    let decimal = match (commas, points) {
        (_, 1) if mantissa.rfind('.') > mantissa.rfind(',') => Some('.'),
        (1, _) => Some(','),
        (0, 0) => None,
        (_, 0) if commas > 1 => None,
        _ => return None,
    };
    let (whole, fraction) = match decimal {
        Some(mark) => mantissa.rsplit_once(mark)?,
        None => (mantissa.as_str(), ""),
    };
    let mut groups = whole.split([' ', ',', '.']);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let is_grouped = rest.is_empty()
        || ((1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3));
    let whole = format!("{first}{}", rest.concat());
    let all_digits = whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    (is_grouped && all_digits && !(whole.is_empty() && fraction.is_empty()))
        .then(|| (whole, fraction.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::super::message::Message;
    use super::*;

    fn read_in(kind: &str, raw: &str, context: Context<'_>) -> Read {
        let message =
            Message::parse(format!("MSH|^~\\&|||||||ORU^R01|1|P|2.5\rOBX|{raw}").as_bytes())
                .unwrap();
        read_value(kind, message.first("OBX").unwrap().field(1), context)
    }

    fn read(kind: &str, raw: &str) -> ObxValue {
        read_in(kind, raw, Context::default()).value
    }

    fn number(comparator: Option<Comparator>, digits: &str) -> ObxValue {
        ObxValue::Number { comparator, digits: digits.to_owned() }
    }

    fn structured(
        comparator: Option<Comparator>,
        first: &str,
        separator: &str,
        second: &str,
    ) -> ObxValue {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        ObxValue::Structured {
            comparator,
            first: some(first),
            separator: some(separator),
            second: some(second),
        }
    }

    #[test]
    fn numbers_are_read_as_they_are_written_in_russia_and_elsewhere() {
        for (raw, digits) in [
            ("5.60", "5.60"),
            ("5,6", "5.6"),
            ("-1", "-1"),
            ("+7", "7"),
            (".5", "0.5"),
            ("5.", "5"),
            ("105 600", "105600"),
            ("1,234.5", "1234.5"),
            ("1.234,5", "1234.5"),
            ("1,234,567", "1234567"),
            ("5.000000", "5.000000"),
            ("1.2E+3", "1.2e3"),
            (" 98.2 ", "98.2"),
        ] {
            assert_eq!(read("NM", raw), number(None, digits), "{raw}");
        }
        for raw in ["27.11.2020", "12-3", "1 23", "--1", ".", "1e9999", "NaN", "inf", "0x10", "١٢"]
        {
            assert_eq!(read_number(raw), None, "{raw}");
        }
    }

    #[test]
    fn censored_values_keep_their_comparator() {
        for raw in ["<0.5", "< 0,5", "менее 0,5", "&lt;0.5", r"\T\lt;0.5"] {
            assert_eq!(read("NM", raw), number(Some(Comparator::Less), "0.5"), "{raw}");
        }
        assert_eq!(read("NM", "≥100"), number(Some(Comparator::GreaterOrEqual), "100"));
        let with_unit = Context { unit: Some("ng/mL"), ..Context::default() };
        assert_eq!(read_in("ST", "<0.01", with_unit).value, number(Some(Comparator::Less), "0.01"));
        assert_eq!(read("ST", "<0.01"), ObxValue::Text("<0.01".to_owned()));
    }

    #[test]
    fn a_text_in_a_number_field_stays_a_text() {
        for raw in ["NEGATIVE", "----", "гемолиз", "12.5*", "-"] {
            let read = read_in("NM", raw, Context::default());
            assert_eq!(
                (read.value, read.quirk),
                (ObxValue::Text(raw.to_owned()), Some(Quirk::TypeContradicted)),
                "{raw}"
            );
        }
        assert_eq!(
            (read("NM", ""), read("NM", "\"\""), read("TX", "  ")),
            (ObxValue::Empty, ObxValue::Empty, ObxValue::Empty)
        );
    }

    #[test]
    fn a_unit_beside_the_number_is_found() {
        for raw in ["5.6 mmol/L", "5.6mmol/L", "5.6^mmol/L"] {
            let read = read_in("NM", raw, Context::default());
            assert_eq!(
                (read.value, read.unit.as_deref()),
                (number(None, "5.6"), Some("mmol/L")),
                "{raw}"
            );
        }
        let other = Context { unit: Some("g/L"), ..Context::default() };
        assert_eq!(
            read_in("NM", "5.6 mmol/L", other).value,
            ObxValue::Text("5.6 mmol/L".to_owned())
        );
    }

    #[test]
    fn a_signal_before_the_value_is_left_out_only_where_the_sender_writes_so() {
        let autobio = Context { has_signal: true, ..Context::default() };
        for kind in ["NM", "CE"] {
            let read = read_in(kind, "41765^4.17", autobio);
            assert_eq!(
                (read.value, read.quirk),
                (number(None, "4.17"), Some(Quirk::SignalBeforeValue))
            );
        }
        assert_eq!(read("NM", "41765^4.17"), ObxValue::Unreadable("41765^4.17".to_owned()));
    }

    #[test]
    fn structured_numbers_have_their_parts() {
        assert_eq!(read("SN", "^182"), structured(None, "182", "", ""));
        assert_eq!(read("SN", ">^11.0"), structured(Some(Comparator::Greater), "11.0", "", ""));
        assert_eq!(read("SN", "^1^:^128"), structured(None, "1", ":", "128"));
        assert_eq!(read("SN", "^2^+"), structured(None, "2", "+", ""));
        assert_eq!(read("SN", "1:128"), structured(None, "1", ":", "128"));
        assert_eq!(read("SN", "5-10"), structured(None, "5", "-", "10"));
        assert_eq!(read("SN", "<5"), structured(Some(Comparator::Less), "5", "", ""));
        assert_eq!(read("SN", "нет"), ObxValue::Text("нет".to_owned()));
        assert_eq!(read("SN", "about^5"), ObxValue::Unreadable("about^5".to_owned()));
        assert_eq!(read("NR", "5^10"), structured(None, "5", "-", "10"));
        assert_eq!(read("NM", "<^0.5"), structured(Some(Comparator::Less), "0.5", "", ""));
    }

    #[test]
    fn codes_texts_and_times_are_read() {
        let ObxValue::Coded(code) = read("CWE", "260415000^not detected^SCT^^^^^^None seen") else {
            panic!()
        };
        assert_eq!(
            (code.code.as_deref(), code.original.as_deref()),
            (Some("260415000"), Some("None seen"))
        );
        let ObxValue::Coded(words) = read("CE", "Не обнаружено") else { panic!() };
        assert_eq!((words.code, words.text.as_deref()), (None, Some("Не обнаружено")));
        assert_eq!(
            read("TX", r"one\.br\two ^ three"),
            ObxValue::Text("one\ntwo ^ three".to_owned())
        );
        assert!(matches!(read("DT", "20150624"), ObxValue::Time(_)));
        assert_eq!(read("TS", "yesterday"), ObxValue::Unreadable("yesterday".to_owned()));
        assert_eq!(read("HD", "1.2.840.317"), ObxValue::Text("1.2.840.317".to_owned()));
        assert_eq!(read("MA", "1^2^3"), ObxValue::Unreadable("1^2^3".to_owned()));
    }

    #[test]
    fn documents_keep_their_content_and_tell_its_length() {
        let title = Context { title: Some("Thumbnail"), ..Context::default() };
        let ObxValue::Document { content_type, encoding, title, base64, bytes } =
            read_in("ED", "^IM^JPEG^Base64^VGhpcyBpcyBhIEJhc2U2NCBzdHJpbmc=", title).value
        else {
            panic!()
        };
        assert_eq!(
            (content_type.as_str(), encoding.as_str(), title.as_deref()),
            ("image/jpeg", "Base64", Some("Thumbnail"))
        );
        assert_eq!((base64.len(), bytes), (32, 23));
        for (raw, expected) in [
            ("^application^pdf^Base64^", "application/pdf"),
            ("App5^NS^Octet-stream^Base64", "application/octet-stream"),
            ("^^PDF^Base64^JVBERi0xLjQK", "application/pdf"),
            ("^AP^octet-stream^Base64^JVBERi0xLjQK", "application/pdf"),
            ("JVBERi0xLjQKJeLjz9MKMyAwIG9iago8PC9UeXBlIC9QYWdl", "application/pdf"),
            ("LIS^TEXT^HTML^A^<b>", "text/html"),
        ] {
            let ObxValue::Document { content_type, .. } = read("ED", raw) else { panic!("{raw}") };
            assert_eq!(content_type, expected, "{raw}");
        }
        assert!(matches!(
            read("TX", "JVBERi0xLjQKJeLjz9MKMyAwIG9iago8PC9UeXBlIC9QYWdl"),
            ObxValue::Document { .. }
        ));
        let ObxValue::Reference { pointer, content_type, .. } =
            read("RP", "https://x/?a=1\\T\\b=2^^image^PICT")
        else {
            panic!()
        };
        assert_eq!(
            (pointer.as_str(), content_type.as_deref()),
            ("https://x/?a=1&b=2", Some("image/pict"))
        );
    }

    #[test]
    fn a_missing_type_is_guessed() {
        for kind in ["", "XX"] {
            assert_eq!(read(kind, "5,6"), number(None, "5.6"));
            assert_eq!(read(kind, ">^100"), structured(Some(Comparator::Greater), "100", "", ""));
            assert_eq!(read(kind, "белок"), ObxValue::Text("белок".to_owned()));
            assert!(matches!(read(kind, "260373001^Detected^SCT"), ObxValue::Coded(_)));
            assert!(matches!(
                read(kind, "^IM^PNG^Base64^iVBORw0KGgoAAAA"),
                ObxValue::Document { .. }
            ));
        }
        assert_eq!(read_in("", "7", Context::default()).quirk, Some(Quirk::TypeGuessed));
    }
}
