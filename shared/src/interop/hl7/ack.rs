//! Answers to a message: ACK with MSA and ERR, chapter 2.9 and 2.15.

use time::OffsetDateTime;

use super::encoding::{Charset, names_no_charset};
use super::error::Hl7Error;
use super::escape::escape;
use super::header::{Header, Processing, Version};
use super::message::{MAX_BYTES, Separators, parse_all};
use super::timestamp::Timestamp;

/// Most bytes of an unreadable payload looked through for its header.
const SALVAGE: usize = 4096;
const V2_3: Version = Version { minor: 3, patch: 0 };
const V2_4: Version = Version { minor: 4, patch: 0 };
const V2_5: Version = Version { minor: 5, patch: 0 };

/// MSA-1, HL7 table 0008.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AckCode {
    /// Accepted: taken and kept.
    Aa,
    /// Error: something in the message is wrong; sent again unchanged it will be refused again.
    Ae,
    /// Rejected: for a reason outside the content (type, version, encoding) or one that may pass.
    Ar,
}

impl AckCode {
    /// As it is written in MSA-1.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aa => "AA",
            Self::Ae => "AE",
            Self::Ar => "AR",
        }
    }
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AckError {
    /// Name of the segment, e.g. `OBX`; empty when the whole message is meant
    pub segment: String,
    /// The how-manieth segment of this name it is, from 1
    pub sequence: usize,
    /// Number of the field
    pub field: Option<usize>,
    /// HL7 table 0357, e.g. 101 required field missing, 204 unknown key identifier
    pub code: u16,
    /// One sentence for the person at the other end
    pub text: String,
}

impl From<&Hl7Error> for AckError {
    fn from(error: &Hl7Error) -> Self {
        let place = error.place();
        Self {
            segment: if place.number > 0 { place.segment.to_owned() } else { String::new() },
            sequence: place.number,
            field: (place.field > 0).then_some(place.field),
            code: error.code(),
            text: error.to_string(),
        }
    }
}

/// The answer to a message, as text with CR after each segment; [`Charset::encode`] with
/// [`Header::charset`] gives the bytes. In version, separators, processing and encoding it is as
/// the message was. `control_id` is the answer's own MSH-10. Of the error, versions before 2.5 get
/// ERR-1 (and MSA-3, MSA-6), later ones ERR-2 to ERR-8.
#[must_use]
pub fn ack(
    header: &Header,
    code: AckCode,
    error: Option<&AckError>,
    control_id: &str,
    now: OffsetDateTime,
) -> String {
    let s = &header.separators;
    let version = header.version.unwrap_or(V2_3);
    let text = |raw: &str| escape(raw, s);
    let mut msh = vec![
        format!("MSH{}{}", s.field, s.encoding_characters()),
        header.receiving_application.clone(),
        header.receiving_facility.clone(),
        header.sending_application.clone(),
        header.sending_facility.clone(),
        stamp(header, now),
        String::new(),
        message_type(header, version),
        text(control_id),
        if header.processing_field.is_empty() {
            "P".to_owned()
        } else {
            header.processing_field.clone()
        },
        if Version::parse(&header.version_field) == Some(version) {
            header.version_field.clone()
        } else {
            version.to_string()
        },
    ];
    if !header.charset_field.is_empty() {
        msh.extend(std::iter::repeat_n(String::new(), 5));
        msh.push(charset_field(header));
    }
    let mut msa = vec!["MSA".to_owned(), code.as_str().to_owned(), text(&header.control_id)];
    if let Some(error) = error.filter(|_| version < V2_5) {
        msa.push(text(&error.text));
        if version >= V2_3 {
            msa.extend([String::new(), String::new(), table_0357(error.code, s.component)]);
        }
    }
    let err = error.map(|error| {
        if version < V2_5 { err_before_2_5(error, s) } else { err_since_2_5(error, code, s) }
    });
    let line = |fields: Vec<String>| {
        format!("{}\r", fields.join(&s.field.to_string()).trim_end_matches(s.field))
    };
    [Some(msh), Some(msa), err].into_iter().flatten().map(line).collect()
}

/// The answer AR to bytes no message could be read from. Sender, number, version and separators are
/// taken from them as far as a header can be made out; the rest is as in version 2.3.1 in UTF-8. To
/// be sent as ASCII or UTF-8 bytes.
#[must_use]
pub fn nack_unreadable(
    payload: &[u8],
    error: &Hl7Error,
    control_id: &str,
    now: OffsetDateTime,
) -> String {
    let header = salvaged(payload).unwrap_or_else(nobody);
    ack(&header, AckCode::Ar, Some(&AckError::from(error)), control_id, now)
}

/// The header of a payload that as a whole cannot be read: its first line alone, ASCII alone, any
/// version.
fn salvaged(payload: &[u8]) -> Option<Header> {
    let payload = payload.get(..payload.len().min(MAX_BYTES))?;
    let at = payload.windows(3).take(SALVAGE).position(|window| window == b"MSH")?;
    let line = payload.get(at..)?.split(|byte| matches!(byte, b'\r' | b'\n')).next()?;
    let mut ascii: Vec<u8> =
        line.iter().take(SALVAGE).map(|byte| if byte.is_ascii() { *byte } else { b'?' }).collect();
    let separator = *ascii.get(3)?;
    // What cannot be read is not claimed for the answer: version and encoding are ours.
    let mut fields: Vec<&[u8]> = ascii.split(|byte| *byte == separator).take(11).collect();
    if fields.len() == 11 {
        fields.push(b"2.3.1");
    }
    ascii = fields.join(&separator);
    parse_all(&ascii).into_iter().next()?.ok().map(|message| Header::read(&message))
}

fn nobody() -> Header {
    Header {
        separators: Separators::default(),
        sending_application: String::new(),
        sending_facility: String::new(),
        receiving_application: String::new(),
        receiving_facility: String::new(),
        sent: None,
        message_type: String::new(),
        event: String::new(),
        structure: String::new(),
        control_id: String::new(),
        processing: Processing::Production,
        processing_field: "P".to_owned(),
        version: Some(Version { minor: 3, patch: 1 }),
        version_field: "2.3.1".to_owned(),
        accept_acknowledgment: String::new(),
        application_acknowledgment: String::new(),
        charset_field: String::new(),
        charset: Charset::utf8(),
    }
}

/// MSH-18 as the sender wrote it, unless what it names is not what the message, and so the answer,
/// is in.
fn charset_field(header: &Header) -> String {
    let mut reps = header.charset_field.split(|c| Some(c) == header.separators.repetition);
    let first = reps.find(|name| !name.trim().is_empty()).unwrap_or_default().trim();
    let named = Charset::named(first);
    let is_true = match named {
        Some(named) => named == header.charset || named == Charset::windows1252(),
        None => header.charset == Charset::utf8() || names_no_charset(first),
    };
    if is_true { header.charset_field.clone() } else { header.charset.name().to_owned() }
}

/// `ACK` in 2.1 and 2.2, `ACK^R01` in 2.3, `ACK^R01^ACK` since 2.4; in 2.3.1 with the structure
/// when the sender wrote one: analysers of that version compare the field as a whole.
fn message_type(header: &Header, version: Version) -> String {
    let component = header.separators.component;
    if version < V2_3 || header.event.is_empty() {
        return "ACK".to_owned();
    }
    let event = escape(&header.event, &header.separators);
    let has_structure = version >= V2_4 || (version > V2_3 && !header.structure.is_empty());
    let structure = if has_structure { format!("{component}ACK") } else { String::new() };
    format!("ACK{component}{event}{structure}")
}

/// `YYYYMMDDHHMMSS`, with `+ZZZZ` when the sender writes an offset too.
fn stamp(header: &Header, now: OffsetDateTime) -> String {
    let (date, time) = (now.date(), now.time());
    let local = format!(
        "{:04}{:02}{:02}{:02}{:02}{:02}",
        date.year(),
        u8::from(date.month()),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    );
    let has_offset = header
        .sent
        .as_ref()
        .and_then(|sent| sent.time)
        .and_then(|time: Timestamp| time.offset())
        .is_some();
    if !has_offset {
        return local;
    }
    let minutes = now.offset().whole_minutes();
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{local}{sign}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// ERR-1 (ELD): segment, sequence, field and the code as subcomponents.
fn err_before_2_5(error: &AckError, s: &Separators) -> Vec<String> {
    let within = s.subcomponent.unwrap_or(' ');
    let place = place(error, s);
    vec!["ERR".to_owned(), format!("{place}{}{}", s.component, table_0357(error.code, within))]
}

/// ERR-2 place, ERR-3 code, ERR-4 severity, ERR-8 text for the person.
fn err_since_2_5(error: &AckError, code: AckCode, s: &Separators) -> Vec<String> {
    let severity = match code {
        AckCode::Aa => "W",
        AckCode::Ae | AckCode::Ar => "E",
    };
    let place = place(error, s);
    let place = place.trim_end_matches(s.component).to_owned();
    let mut fields = vec![
        "ERR".to_owned(),
        String::new(),
        place,
        table_0357(error.code, s.component),
        severity.to_owned(),
    ];
    fields.extend([String::new(), String::new(), String::new(), escape(&error.text, s)]);
    fields
}

fn place(error: &AckError, s: &Separators) -> String {
    let number = |number: usize| if number == 0 { String::new() } else { number.to_string() };
    let (sequence, field) = (number(error.sequence), number(error.field.unwrap_or(0)));
    [escape(&error.segment, s), sequence, field].join(&s.component.to_string())
}

fn table_0357(code: u16, separator: char) -> String {
    let text = match code {
        0 => "Message accepted",
        100 => "Segment sequence error",
        101 => "Required field missing",
        102 => "Data type error",
        103 => "Table value not found",
        200 => "Unsupported message type",
        201 => "Unsupported event code",
        202 => "Unsupported processing id",
        203 => "Unsupported version id",
        204 => "Unknown key identifier",
        205 => "Duplicate key identifier",
        206 => "Application record locked",
        _ => "Application internal error",
    };
    format!("{code}{separator}{text}{separator}HL70357")
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::super::message::Message;
    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-22 14:05:09 +3);

    fn header(msh: &str) -> Header {
        Header::read(&Message::parse(msh.as_bytes()).unwrap())
    }

    fn missing() -> AckError {
        AckError {
            segment: "OBR".to_owned(),
            sequence: 2,
            field: Some(3),
            code: 101,
            text: "Нет номера заказа | OBR-3".to_owned(),
        }
    }

    #[test]
    fn the_answer_goes_back_to_the_sender() {
        let header = header(
            "MSH|^~\\&|LAB^1.2^ISO|HOSP|CARD|MK|20260101120000+0300||ORU^R01^ORU_R01|A&B7|P^T|2.5.1||||||UNICODE UTF-8",
        );
        let text = ack(&header, AckCode::Aa, None, "K1", NOW);
        let expected = "MSH|^~\\&|CARD|MK|LAB^1.2^ISO|HOSP|20261122140509+0300||ACK^R01^ACK|K1|P^T|2.5.1||||||UNICODE UTF-8\rMSA|AA|A\\T\\B7\r";
        assert_eq!(text, expected);
        assert_eq!(Header::read(&Message::parse(text.as_bytes()).unwrap()).message_type, "ACK");
    }

    #[test]
    fn errors_have_the_form_of_the_version() {
        let new = ack(
            &header("MSH|^~\\&|L|H|C|M|2026||ORU^R01|7|P|2.5"),
            AckCode::Ae,
            Some(&missing()),
            "K1",
            NOW,
        );
        assert!(new.ends_with("MSA|AE|7\rERR||OBR^2^3|101^Required field missing^HL70357|E||||Нет номера заказа \\F\\ OBR-3\r"), "{new}");
        let old = ack(
            &header("MSH|^~\\&|L|H|C|M|2026||ORU^R01|7|P|2.3.1||||0||ASCII"),
            AckCode::Ae,
            Some(&missing()),
            "K1",
            NOW,
        );
        assert!(old.contains("|ACK^R01|K1|P|2.3.1||||||ASCII\r"), "{old}");
        assert!(
            old.contains(
                "MSA|AE|7|Нет номера заказа \\F\\ OBR-3|||101^Required field missing^HL70357\r"
            ),
            "{old}"
        );
        assert!(old.ends_with("ERR|OBR^2^3^101&Required field missing&HL70357\r"), "{old}");
        let first = ack(
            &header("MSH|^~\\&|L|H|C|M|||ORU^R01|7|P|2.1"),
            AckCode::Ar,
            Some(&missing()),
            "K1",
            NOW,
        );
        assert!(first.contains("||ACK|K1|P|2.1\r"), "{first}");
    }

    #[test]
    fn other_separators_and_encodings_are_answered_in_kind() {
        let header = header("MSH$%*!@$LAB$$$$2026$$ORU%R01%ORU_R01$7$P$2.3.1$$$$$$KOI8-R");
        let text = ack(&header, AckCode::Ae, Some(&missing()), "K$1", NOW);
        let bytes = header.charset.encode(&text);
        let read = Message::parse(&bytes).unwrap();
        assert_eq!(read.charset(), Charset::koi8r());
        assert_eq!(read.header().field(9).component(3).text(), "ACK");
        assert_eq!(read.header().field(10).text(), "K$1");
        assert_eq!(read.first("MSA").unwrap().field(3).text(), missing().text);
    }

    #[test]
    fn unreadable_bytes_are_rejected() {
        let error = Message::parse(b"GET / HTTP/1.1").unwrap_err();
        let text = nack_unreadable(b"GET / HTTP/1.1", &error, "K1", NOW);
        assert!(
            text.starts_with(
                "MSH|^~\\&|||||20261122140509||ACK|K1|P|2.3.1\rMSA|AR||no segment MSH"
            ),
            "{text}"
        );
        Message::parse(text.as_bytes()).unwrap();

        let payload = b"MSH|^~\\&|LAB|H|C|M|2026||ORU^R01|7|P|2.5||||||UTF-8\rPID|||||\xC8\xE2";
        let error = Message::parse(payload).unwrap_err();
        let text = nack_unreadable(payload, &error, "K1", NOW);
        assert!(text.starts_with("MSH|^~\\&|C|M|LAB|H|20261122140509||ACK^R01|K1|P|2.3.1\rMSA|AR|7|segment 1 (MSH), field 18"), "{text}");
        assert!(nack_unreadable(b"MSH", &Hl7Error::Empty, "", NOW).contains("\rMSA|AR||"));
    }
}
