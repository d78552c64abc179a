//! MSH-18 to a decoder, and back for the answer.

use std::borrow::Cow;

use encoding_rs::{
    Encoding, IBM866, ISO_8859_5, KOI8_R, KOI8_U, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251,
    WINDOWS_1252,
};

use super::error::Hl7Error;

/// Runs of this many letters above 0xC0 mean Russian words in what is said to be Latin-1: a French
/// or German text hardly ever has four accented letters in a row.
const CYRILLIC_RUN: usize = 4;

/// The encoding a message is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charset(&'static Encoding);

/// Bytes read as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'b> {
    /// The text, without byte order mark.
    pub text: Cow<'b, str>,
    /// The encoding the text was read in; the answer goes back in it.
    pub charset: Charset,
    /// The encoding was not named, or what was named did not fit the bytes.
    pub is_guessed: bool,
}

impl Charset {
    /// UTF-8.
    #[must_use]
    pub const fn utf8() -> Self {
        Self(UTF_8)
    }

    /// windows-1251.
    #[must_use]
    pub const fn windows1251() -> Self {
        Self(WINDOWS_1251)
    }

    /// windows-1252: what `8859/1` is read as.
    #[must_use]
    pub const fn windows1252() -> Self {
        Self(WINDOWS_1252)
    }

    /// KOI8-R.
    #[must_use]
    pub const fn koi8r() -> Self {
        Self(KOI8_R)
    }

    /// ISO 8859-5.
    #[must_use]
    pub const fn iso8859_5() -> Self {
        Self(ISO_8859_5)
    }

    /// Name of the encoding as the WHATWG Encoding Standard writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The encoding MSH-18 names: values of HL7 table 0211 and what programs write instead of them.
    #[must_use]
    pub fn named(declared: &str) -> Option<Self> {
        let key: String = declared
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let encoding = match key.as_str() {
            // A header that could be read as far as MSH-18 is not in UTF-16, whatever it says;
            // `from_utf16` has been here.
            "UNICODEUTF8" | "UTF8" | "UNICODE" | "ISOIR196" | "IR196" | "UNICODEUTF16"
            | "UTF16" => UTF_8,
            "WINDOWS1251" | "WIN1251" | "CP1251" | "1251" | "ANSI1251" => WINDOWS_1251,
            "KOI8R" | "KOI8" | "KOI8RU" => KOI8_R,
            "KOI8U" => KOI8_U,
            "CP866" | "IBM866" | "866" | "DOS866" => IBM866,
            "88591" | "ISO88591" | "ISOIR100" | "IR100" | "WINDOWS1252" | "CP1252" => WINDOWS_1252,
            "88595" | "ISO88595" | "ISOIR144" | "IR144" => ISO_8859_5,
            "GB180302000" => encoding_rs::GB18030,
            _ => {
                let part = key.strip_prefix("ISO").unwrap_or(&key).strip_prefix("8859");
                let label = part
                    .map_or_else(|| declared.trim().to_owned(), |part| format!("iso-8859-{part}"));
                Encoding::for_label_no_replacement(label.as_bytes())?
            }
        };
        Some(Self(if encoding.is_ascii_compatible() { encoding } else { UTF_8 }))
    }

    /// Text of these bytes, or nothing when one of them is not valid here. No byte order mark is
    /// looked for.
    #[must_use]
    pub fn decode_exact(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        self.0.decode_without_bom_handling_and_without_replacement(bytes)
    }

    /// Bytes of this text; letters the encoding does not have become `?`.
    #[must_use]
    pub fn encode(self, text: &str) -> Vec<u8> {
        let (bytes, _, has_unmappable) = self.0.encode(text);
        if !has_unmappable {
            return bytes.into_owned();
        }
        let mut out = Vec::with_capacity(text.len());
        let mut buffer = [0; 4];
        for c in text.chars() {
            match self.0.encode(c.encode_utf8(&mut buffer)) {
                (bytes, _, false) => out.extend_from_slice(&bytes),
                (_, _, true) => out.push(b'?'),
            }
        }
        out
    }
}

/// Reads bytes in the encoding MSH-18 names (`declared`: its first repetition, empty when absent).
///
/// - nothing, `ASCII`: UTF-8 if the bytes are that, else windows-1251;
/// - `8859/1`: UTF-8 if the bytes are that, else windows-1251 if they hold Russian words, else
///   windows-1252;
/// - `UNICODE UTF-8`, `UTF-8`, `UNICODE`: UTF-8;
/// - `8859/5`, `WINDOWS-1251`, `CP1251`, `KOI8-R`, `KOI8`, `CP866` and other known names: as named;
/// - a name we do not know: UTF-8 if the bytes are that.
///
/// # Errors
/// An unknown name with bytes that are not UTF-8; bytes that are not valid in the named encoding.
pub fn decode<'b>(bytes: &'b [u8], declared: &str) -> Result<Decoded<'b>, Hl7Error> {
    let declared = declared.trim().trim_matches('"');
    let as_utf8 = || std::str::from_utf8(bytes).ok().map(Cow::Borrowed);
    if names_no_charset(declared) {
        return Ok(utf8_or(bytes, WINDOWS_1251, !declared.is_empty()));
    }
    let Some(charset) = Charset::named(declared) else {
        return match as_utf8() {
            Some(text) => Ok(Decoded { text, charset: Charset::utf8(), is_guessed: true }),
            None => Err(Hl7Error::UnknownEncoding { name: declared.to_owned() }),
        };
    };
    if charset.0 == WINDOWS_1252 {
        let other = if has_russian_words(bytes) { WINDOWS_1251 } else { WINDOWS_1252 };
        return Ok(utf8_or(bytes, other, true));
    }
    match charset.decode_exact(bytes) {
        Some(text) => Ok(Decoded { text, charset, is_guessed: false }),
        None => {
            Err(Hl7Error::NotInEncoding { charset: charset.name(), byte: first_bad_byte(bytes) })
        }
    }
}

/// True when MSH-18 leaves open what letters beyond ASCII are in: it is absent, or says `ASCII` as
/// most analysers do whatever they send.
pub(super) fn names_no_charset(declared: &str) -> bool {
    let key = declared.trim().to_ascii_uppercase();
    matches!(key.as_str(), "" | "ASCII" | "US-ASCII" | "ISO IR6" | "ISO IR14")
}

/// Text of a payload that starts with a UTF-16 byte order mark, as UTF-8 bytes.
pub(super) fn from_utf16(bytes: &[u8]) -> Option<String> {
    let (encoding, rest) = match bytes {
        [0xFF, 0xFE, rest @ ..] => (UTF_16LE, rest),
        [0xFE, 0xFF, rest @ ..] => (UTF_16BE, rest),
        _ => return None,
    };
    encoding.decode_without_bom_handling_and_without_replacement(rest).map(Cow::into_owned)
}

fn utf8_or<'b>(bytes: &'b [u8], other: &'static Encoding, is_named: bool) -> Decoded<'b> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded {
            text: Cow::Borrowed(text),
            charset: Charset::utf8(),
            is_guessed: !is_named && !text.trim_start_matches('\u{feff}').is_ascii(),
        };
    }
    let (text, _) = other.decode_without_bom_handling(bytes);
    Decoded { text, charset: Charset(other), is_guessed: other != WINDOWS_1252 }
}

fn first_bad_byte(bytes: &[u8]) -> usize {
    std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len)
}

fn has_russian_words(bytes: &[u8]) -> bool {
    bytes.split(|byte| *byte < 0xC0).any(|run| run.len() >= CYRILLIC_RUN)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUSSIAN: &str = "Иванов^Пётр^Сергеевич №5";

    #[test]
    fn every_way_to_name_an_encoding_is_known() {
        for (declared, name) in [
            ("UNICODE UTF-8", "UTF-8"),
            ("UTF-8", "UTF-8"),
            ("utf8", "UTF-8"),
            ("UNICODE", "UTF-8"),
            ("WINDOWS-1251", "windows-1251"),
            ("windows-1251", "windows-1251"),
            ("CP1251", "windows-1251"),
            ("KOI8-R", "KOI8-R"),
            ("KOI8", "KOI8-R"),
            ("8859/1", "windows-1252"),
            ("8859/5", "ISO-8859-5"),
            ("8859/2", "ISO-8859-2"),
            ("ISO-8859-15", "ISO-8859-15"),
            ("CP866", "IBM866"),
        ] {
            assert_eq!(Charset::named(declared).map(Charset::name), Some(name), "{declared}");
        }
        assert_eq!(Charset::named("ISO IR87"), None);
        assert_eq!(Charset::named("44"), None);
    }

    #[test]
    fn russian_text_comes_back_in_every_named_encoding() {
        for declared in ["UNICODE UTF-8", "WINDOWS-1251", "CP1251", "8859/5"] {
            let charset = Charset::named(declared).unwrap();
            let bytes = charset.encode(RUSSIAN);
            let read = decode(&bytes, declared).unwrap();
            assert_eq!((read.text.as_ref(), read.charset), (RUSSIAN, charset), "{declared}");
        }
        let bytes = Charset::koi8r().encode("Ёж и йод");
        assert_eq!(decode(&bytes, "KOI8-R").unwrap().text, "Ёж и йод");
        assert_eq!(Charset::koi8r().encode("а№"), [0xC1, b'?']);
    }

    #[test]
    fn an_unnamed_encoding_is_utf8_or_windows_1251() {
        for declared in ["", "ASCII"] {
            assert_eq!(decode(RUSSIAN.as_bytes(), declared).unwrap().charset, Charset::utf8());
            let read = decode(&Charset::windows1251().encode(RUSSIAN), declared).unwrap().charset;
            assert_eq!(read, Charset::windows1251());
        }
    }

    #[test]
    fn latin_1_is_believed_unless_the_bytes_are_russian() {
        assert_eq!(decode(b"caf\xE9 na\xEFve", "8859/1").unwrap().text, "café naïve");
        let read = decode(b"\xC8\xE2\xE0\xED\xEE\xE2", "8859/1").unwrap();
        assert_eq!((read.text.as_ref(), read.is_guessed), ("Иванов", true));
        assert_eq!(decode("Иванов".as_bytes(), "8859/1").unwrap().text, "Иванов");
    }

    #[test]
    fn an_unknown_name_is_an_error_only_when_it_matters() {
        assert_eq!(decode("Иван".as_bytes(), "ISO IR87").unwrap().text, "Иван");
        assert_eq!(
            decode(b"\xC8\xE2", "ISO IR87"),
            Err(Hl7Error::UnknownEncoding { name: "ISO IR87".to_owned() })
        );
        assert_eq!(
            decode(b"ab\xC8\xE2", "UTF-8"),
            Err(Hl7Error::NotInEncoding { charset: "UTF-8", byte: 2 })
        );
    }
}
