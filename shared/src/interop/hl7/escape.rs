//! Escape sequences of HL7 v2 chapter 2.7.

use std::borrow::Cow;

use super::encoding::Charset;
use super::message::Separators;

/// Most lines or blanks one formatting command (`\.sp9\`, `\.sk9\`) may ask for; a longer ask is
/// cut.
const MAX_REPEAT: usize = 100;

/// Text with its escape sequences replaced.
///
/// `\F\ \S\ \T\ \R\ \E\ \P\` give the separators of this message, `\.br\`, `\.sp\` and `\.ce\` line
/// breaks, `\.sk\` blanks, `\Xhh..\` the bytes in the encoding of the message; `\H\`, `\N\` and the
/// other formatting commands give nothing. What is not known (`\Z..\`, `\C..\`, `\M..\`, a lone
/// escape character) stays as it is.
#[must_use]
pub fn unescape<'t>(raw: &'t str, separators: &Separators, charset: Charset) -> Cow<'t, str> {
    let Some(mark) = separators.escape else { return Cow::Borrowed(raw) };
    if !raw.contains(mark) {
        return Cow::Borrowed(raw);
    }
    let mut out = Unescaped {
        text: String::with_capacity(raw.len()),
        bytes: Vec::new(),
        source: String::new(),
        charset,
    };
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once(mark) {
        out.push(before);
        let sequence = after.split_once(mark);
        rest = after;
        match sequence {
            Some((name, next)) if out.take(name, mark, separators) => rest = next,
            Some(_) | None => out.push_char(mark),
        }
    }
    out.push(rest);
    Cow::Owned(out.finish())
}

/// Text in which separators and line breaks are replaced by escape sequences; other control
/// characters are dropped.
#[must_use]
pub fn escape(text: &str, separators: &Separators) -> String {
    let mut out = String::with_capacity(text.len());
    let Some(mark) = separators.escape else {
        out.extend(
            text.chars().map(|c| if c.is_control() || separators.contains(c) { ' ' } else { c }),
        );
        return out;
    };
    if text == "\"\"" {
        // Two quotation marks alone would be the null.
        return format!("{mark}X2222{mark}");
    }
    let sequence = |name: &str, out: &mut String| {
        out.push(mark);
        out.push_str(name);
        out.push(mark);
    };
    let mut previous = ' ';
    for c in text.chars() {
        match c {
            '\n' if previous == '\r' => {}
            '\r' | '\n' => sequence(".br", &mut out),
            _ if c.is_control() => {}
            _ => match separators.name_of(c) {
                Some(name) => sequence(name, &mut out),
                None => out.push(c),
            },
        }
        previous = c;
    }
    out
}

/// Text being put together; bytes of neighbouring `\X..\` wait until the next character, as one
/// letter may need two.
struct Unescaped {
    text: String,
    bytes: Vec<u8>,
    source: String,
    charset: Charset,
}

impl Unescaped {
    fn push(&mut self, text: &str) {
        if !text.is_empty() {
            self.flush();
            self.text.push_str(text);
        }
    }

    fn push_char(&mut self, c: char) {
        self.flush();
        self.text.push(c);
    }

    fn flush(&mut self) {
        if self.source.is_empty() {
            return;
        }
        match self.charset.decode_exact(&self.bytes) {
            Some(text) => self.text.push_str(&text),
            None => self.text.push_str(&self.source),
        }
        self.bytes.clear();
        self.source.clear();
    }

    fn finish(mut self) -> String {
        self.flush();
        self.text
    }

    /// True when `name` is a sequence we know; it is then in the text.
    fn take(&mut self, name: &str, mark: char, separators: &Separators) -> bool {
        if let Some(hex) = name.strip_prefix('X').and_then(hex_bytes) {
            self.bytes.extend(hex);
            self.source.push(mark);
            self.source.push_str(name);
            self.source.push(mark);
            return true;
        }
        if let Some(c) = separators.named(name) {
            self.push_char(c);
            return true;
        }
        match name {
            "H" | "N" => true,
            _ => name.strip_prefix('.').is_some_and(|command| self.format(command)),
        }
    }

    fn format(&mut self, command: &str) -> bool {
        let number = |from: &str| {
            from.trim()
                .trim_start_matches('+')
                .parse::<usize>()
                .map_or(1, |n| n.clamp(1, MAX_REPEAT))
        };
        match (command.get(..2), command.get(2..)) {
            (Some("br" | "ce"), Some(_)) => self.push_char('\n'),
            (Some("sp"), Some(n)) => self.push(&"\n".repeat(number(n))),
            (Some("sk"), Some(n)) => self.push(&" ".repeat(number(n))),
            (Some("fi" | "nf" | "in" | "ti"), Some(_)) => {}
            _ => return false,
        }
        true
    }
}

fn hex_bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        hex.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits.filter(|d| !d.is_empty() && d.len() % 2 == 0)?;
    Some(
        digits
            .chunks_exact(2)
            .map(|pair| pair.iter().fold(0, |byte, digit| (byte << 4) | digit))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> String {
        unescape(raw, &Separators::default(), Charset::utf8()).into_owned()
    }

    #[test]
    fn separators_come_back() {
        assert_eq!(read(r"a\F\b\S\c\T\d\R\e\E\f\P\g"), r"a|b^c&d~e\f#g");
        assert_eq!(read(r"http://x?A=1\T\B=2"), "http://x?A=1&B=2");
        assert_eq!(read(r"10\S\9/L"), "10^9/L");
    }

    #[test]
    fn formatting_gives_lines_and_highlight_gives_nothing() {
        assert_eq!(read(r"one\.br\two\.sp2\three\.sk3\four"), "one\ntwo\n\nthree   four");
        assert_eq!(read(r"\H\bold\N\ plain\.in+4\\.fi\"), "bold plain");
        assert_eq!(read(r"\.sp99999999\").len(), MAX_REPEAT);
    }

    #[test]
    fn bytes_are_read_in_the_encoding_of_the_message() {
        assert_eq!(read(r"\XD09F\"), "П");
        assert_eq!(read(r"\XD0\\X9F\!"), "П!");
        assert_eq!(unescape(r"\XCFF0\", &Separators::default(), Charset::windows1251()), "Пр");
        assert_eq!(read(r"\X0D0A\"), "\r\n");
        assert_eq!(read(r"\XFF\x"), r"\XFF\x");
    }

    #[test]
    fn unknown_sequences_stay() {
        for raw in [
            r"\Z01\",
            r"\C2842\",
            r"\M242942\",
            r"C:\Temp\file",
            r"a\",
            r"\\",
            r"\X1\",
            r"\.zz\",
            r"\XZZ\",
        ] {
            assert_eq!(read(raw), raw);
        }
        assert_eq!(read(r"C:\Temp\F\x"), r"C:\Temp|x");
    }

    #[test]
    fn escaping_and_reading_give_the_same_text() {
        let text = r"a|b^c~d\e&f # привет";
        let separators = Separators { truncation: Some('#'), ..Separators::default() };
        let escaped = escape(text, &separators);
        assert!(!escaped.contains(['|', '^', '~', '&', '#']));
        assert_eq!(unescape(&escaped, &separators, Charset::utf8()), text);
        assert_eq!(escape("a\r\nb\u{b}", &separators), r"a\.br\b");
        assert_eq!(escape("\"\"", &separators), r"\X2222\");
        let without = Separators { escape: None, ..Separators::default() };
        assert_eq!(escape("a|b", &without), "a b");
    }
}
