//! PDF (ISO 32000): whole, not encrypted, and nothing in it that runs or is hidden.

use lopdf::xref::XrefRecovery;
use lopdf::{DecompressError, Dictionary, Document, Error, LoadOptions, Object};
use shared::contract::FieldReason;

/// What one stream of objects may unpack to.
const STREAM_MAX: usize = 4 << 20;
/// More streams of objects than this no document of five megabytes needs.
const OBJECT_STREAMS_MAX: usize = 256;
const OBJECTS_MAX: usize = 200_000;
/// The end stands in the last kilobyte; some programs write a little more after it.
const END_WITHIN: usize = 2_048;

/// Keys of what runs, plays or lies inside, wherever they stand.
const KEYS: &[&[u8]] = &[
    b"JS",
    b"JavaScript",
    b"AA",
    b"XFA",
    b"EF",
    b"EmbeddedFiles",
    b"RichMedia",
    b"RichMediaContent",
];
/// Values of `S`, `Type` and `Subtype` that say the same.
const VALUES: &[&[u8]] = &[
    b"JavaScript",
    b"Launch",
    b"ImportData",
    b"SubmitForm",
    b"GoToE",
    b"Rendition",
    b"RichMediaExecute",
    b"RichMedia",
    b"EmbeddedFile",
    b"FileAttachment",
    b"Movie",
    b"Sound",
    b"Screen",
    b"3D",
];
/// Those that nobody writes by chance: refused also where no table of objects leads to them.
const IN_CLEAR: &[&[u8]] = &[b"JavaScript", b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia"];

pub fn check(bytes: &[u8]) -> Result<(), FieldReason> {
    let end = bytes.get(bytes.len().saturating_sub(END_WITHIN)..).unwrap_or_default();
    if !end.windows(5).any(|window| window == b"%%EOF") {
        return Err(FieldReason::FileBroken);
    }
    let mut object_streams = 0;
    for name in names(bytes) {
        if IN_CLEAR.contains(&name.as_slice()) {
            return Err(FieldReason::PdfActive);
        }
        object_streams += usize::from(name == b"ObjStm");
    }
    if object_streams > OBJECT_STREAMS_MAX {
        return Err(FieldReason::PdfComplex);
    }
    let options = LoadOptions::with_max_decompressed_size(STREAM_MAX);
    let document =
        Document::load_mem_with_options(bytes, options).map_err(|error| match error {
            Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => {
                FieldReason::PdfComplex
            }
            Error::Decryption(_) | Error::InvalidPassword => FieldReason::PdfEncrypted,
            _ if names(bytes).any(|name| name == b"Encrypt") => FieldReason::PdfEncrypted,
            _ => FieldReason::FileBroken,
        })?;
    look_through(&document)
}

fn look_through(document: &Document) -> Result<(), FieldReason> {
    if document.was_encrypted() || document.trailer.has(b"Encrypt") {
        return Err(FieldReason::PdfEncrypted);
    }
    let is_rebuilt = matches!(document.xref_recovery, Some(XrefRecovery::Reconstructed));
    if is_rebuilt || document.page_iter().next().is_none() {
        return Err(FieldReason::FileBroken);
    }
    if document.objects.len() > OBJECTS_MAX {
        return Err(FieldReason::PdfComplex);
    }
    if is_active(document) { Err(FieldReason::PdfActive) } else { Ok(()) }
}

/// Whether something in it runs, plays or is a file of its own. What was in streams of objects has
/// been unpacked.
fn is_active(document: &Document) -> bool {
    let mut left: Vec<&Object> = document.objects.values().collect();
    left.extend(document.trailer.iter().map(|(_, value)| value));
    while let Some(object) = left.pop() {
        let dictionary = match object {
            Object::Array(items) => {
                left.extend(items);
                continue;
            }
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &stream.dict,
            Object::Null
            | Object::Boolean(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::Name(_)
            | Object::String(_, _)
            | Object::Reference(_) => continue,
        };
        if runs(dictionary) {
            return true;
        }
        left.extend(dictionary.iter().map(|(_, value)| value));
    }
    false
}

fn runs(dictionary: &Dictionary) -> bool {
    dictionary.iter().any(|(key, value)| {
        let says = matches!(key.as_slice(), b"S" | b"Type" | b"Subtype");
        let is_such = |value: &Object| {
            matches!(value, Object::Name(name) if VALUES.contains(&name.as_slice()))
        };
        KEYS.contains(&key.as_slice()) || (says && is_such(value))
    })
}

/// The names that stand in clear in these bytes, with `#xx` read (7.3.5).
fn names(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    bytes.split(|byte| *byte == b'/').skip(1).map(|rest| {
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"\0()<>[]{}%".contains(byte);
        let length = rest.iter().take(NAME_MAX).position(is_end);
        let raw = rest.get(..length.unwrap_or(rest.len().min(NAME_MAX))).unwrap_or_default();
        plain_name(raw)
    })
}

/// The most bytes of a name (annex C).
const NAME_MAX: usize = 127;

fn plain_name(raw: &[u8]) -> Vec<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|it| u8::try_from(it).ok());
    let mut plain = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let [first, after @ ..] = rest {
        let escaped = match (first, after) {
            (b'#', [high, low, after @ ..]) => {
                digit(high).zip(digit(low)).map(|(high, low)| (high << 4 | low, after))
            }
            _ => None,
        };
        let (byte, next) = escaped.unwrap_or((*first, after));
        plain.push(byte);
        rest = next;
    }
    plain
}
