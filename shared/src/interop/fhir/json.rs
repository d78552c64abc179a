//! JSON as FHIR needs it: members stay in their order and numbers stay as they were written, since
//! `1.0` and `1.00` are two precisions. `serde_json` keeps neither without switches that change it
//! for the whole workspace.

use std::borrow::Cow;
use std::fmt::Write as _;

/// How deep a value may be nested: FHIR's own examples stay under 20.
pub const DEPTH_MAX: usize = 64;

/// A JSON value that borrows from its text what it can.
#[derive(Clone, Debug, PartialEq)]
pub enum Json<'a> {
    Null,
    Bool(bool),
    /// As written.
    Number(Cow<'a, str>),
    String(Cow<'a, str>),
    Array(Vec<Json<'a>>),
    Object(Object<'a>),
}

/// Members in the order they were written; no name occurs twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object<'a>(pub Vec<(Cow<'a, str>, Json<'a>)>);

/// Why a text is no JSON that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    pub line: usize,
    /// In bytes, from 1.
    pub column: usize,
    pub what: &'static str,
}

impl std::fmt::Display for JsonError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.what)
    }
}

impl std::error::Error for JsonError {}

impl<'a> Json<'a> {
    /// Reads one value and nothing after it. Refuses a member named twice: two readers would
    /// understand two things.
    pub fn parse(text: &'a str) -> Result<Self, JsonError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = Reader { text, at: 0 };
        reader.skip_space();
        let value = reader.value(0)?;
        reader.skip_space();
        if reader.at < text.len() {
            return Err(reader.error("something follows the value"));
        }
        Ok(value)
    }

    pub fn str(text: impl Into<Cow<'a, str>>) -> Self {
        Self::String(text.into())
    }

    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Array(_) | Self::Object(_) => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(is) => Some(*is),
            Self::Null | Self::String(_) | Self::Number(_) | Self::Array(_) | Self::Object(_) => {
                None
            }
        }
    }

    /// A number's value; its text is in [`Json::Number`].
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(text) => text.parse().ok(),
            Self::Null | Self::Bool(_) | Self::String(_) | Self::Array(_) | Self::Object(_) => None,
        }
    }

    pub fn as_object(&self) -> Option<&Object<'a>> {
        match self {
            Self::Object(object) => Some(object),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::String(_) | Self::Array(_) => None,
        }
    }

    /// A member of an object.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.as_object()?.get(name)
    }

    /// A member that is a string.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// The items of an array; of anything else itself alone.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::Array(items) => items,
            other => std::slice::from_ref(other),
        }
    }

    /// The items of a member, none where it is absent.
    pub fn list(&self, name: &str) -> &[Self] {
        self.get(name).map_or(&[], Json::items)
    }

    /// The value one reaches by members, through the first item of every array on the way.
    pub fn at(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |value, name| value.items().first()?.get(name))
    }

    pub fn text_at(&self, path: &str) -> Option<&str> {
        self.at(path)?.items().first()?.as_str()
    }

    /// Lets go of the text it was read from.
    pub fn into_owned(self) -> Json<'static> {
        match self {
            Self::Null => Json::Null,
            Self::Bool(is) => Json::Bool(is),
            Self::Number(text) => Json::Number(Cow::Owned(text.into_owned())),
            Self::String(text) => Json::String(Cow::Owned(text.into_owned())),
            Self::Array(items) => Json::Array(items.into_iter().map(Json::into_owned).collect()),
            Self::Object(object) => Json::Object(Object(
                object
                    .0
                    .into_iter()
                    .map(|(name, value)| (Cow::Owned(name.into_owned()), value.into_owned()))
                    .collect(),
            )),
        }
    }

    /// Appends the value as compact JSON.
    pub fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Number(text) => out.push_str(text),
            Self::String(text) => write_string(text, out),
            Self::Array(items) => {
                out.push('[');
                for (n, item) in items.iter().enumerate() {
                    if n > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(Object(members)) => {
                out.push('{');
                for (n, (name, value)) in members.iter().enumerate() {
                    if n > 0 {
                        out.push(',');
                    }
                    write_string(name, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

impl std::fmt::Display for Json<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = String::new();
        self.write(&mut out);
        f.write_str(&out)
    }
}

impl<'a> Object<'a> {
    pub fn get(&self, name: &str) -> Option<&Json<'a>> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub fn get_mut(&mut self, name: &str) -> Option<&mut Json<'a>> {
        self.0.iter_mut().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Puts a member in the place of the one of this name, else at the end.
    pub fn set(&mut self, name: &'static str, value: Json<'a>) {
        match self.get_mut(name) {
            Some(old) => *old = value,
            None => self.0.push((Cow::Borrowed(name), value)),
        }
    }

    /// Puts a new member at the end where there is something to put.
    pub fn add(&mut self, name: &'static str, value: Option<Json<'a>>) {
        if let Some(value) = value {
            self.0.push((Cow::Borrowed(name), value));
        }
    }

    pub fn remove(&mut self, name: &str) -> Option<Json<'a>> {
        let place = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.remove(place).1)
    }
}

/// An object of the members given: `object([("code", Json::str("718-7"))])`.
pub fn object<'a>(members: impl IntoIterator<Item = (&'static str, Json<'a>)>) -> Json<'a> {
    let members = members.into_iter().map(|(name, value)| (Cow::Borrowed(name), value));
    Json::Object(Object(members.collect()))
}

/// An object of those members that are there.
pub fn present<'a>(
    members: impl IntoIterator<Item = (&'static str, Option<Json<'a>>)>,
) -> Json<'a> {
    object(members.into_iter().filter_map(|(name, value)| Some((name, value?))))
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(place) = rest.find(|c: char| matches!(c, '"' | '\\') || u32::from(c) < 0x20) {
        let (plain, special) = rest.split_at(place);
        out.push_str(plain);
        let mut chars = special.chars();
        match chars.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(control) => {
                // Writing into a String does not fail.
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

struct Reader<'a> {
    text: &'a str,
    /// Bytes read.
    at: usize,
}

impl<'a> Reader<'a> {
    fn error(&self, what: &'static str) -> JsonError {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |place| place + 1);
        JsonError {
            line: before.matches('\n').count() + 1,
            column: before.len() - line_start + 1,
            what,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Result<Json<'a>, JsonError> {
        if depth > DEPTH_MAX {
            return Err(self.error("nested too deep"));
        }
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string().map(Json::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => {
                for (word, value) in
                    [("true", Json::Bool(true)), ("false", Json::Bool(false)), ("null", Json::Null)]
                {
                    if self.rest().starts_with(word) {
                        self.at += word.len();
                        return Ok(value);
                    }
                }
                Err(self.error("no value begins so"))
            }
            None => Err(self.error("the text ends too early")),
        }
    }

    fn array(&mut self, depth: usize) -> Result<Json<'a>, JsonError> {
        self.at += 1;
        let mut items = Vec::new();
        self.skip_space();
        if self.take(b']') {
            return Ok(Json::Array(items));
        }
        loop {
            self.skip_space();
            items.push(self.value(depth + 1)?);
            self.skip_space();
            if self.take(b']') {
                return Ok(Json::Array(items));
            }
            if !self.take(b',') {
                return Err(self.error("`,` or `]` is missing"));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json<'a>, JsonError> {
        self.at += 1;
        let mut object = Object::default();
        self.skip_space();
        if self.take(b'}') {
            return Ok(Json::Object(object));
        }
        loop {
            self.skip_space();
            if self.peek() != Some(b'"') {
                return Err(self.error("the name of a member is missing"));
            }
            let start = self.at;
            let name = self.string()?;
            self.skip_space();
            if !self.take(b':') {
                return Err(self.error("`:` is missing"));
            }
            self.skip_space();
            let value = self.value(depth + 1)?;
            object.0.push((name, value));
            self.skip_space();
            if self.take(b'}') {
                if is_double(&object) {
                    self.at = start;
                    return Err(self.error("a member of this object is named twice"));
                }
                return Ok(Json::Object(object));
            }
            if !self.take(b',') {
                return Err(self.error("`,` or `}` is missing"));
            }
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn number(&mut self) -> Result<Json<'a>, JsonError> {
        let rest = self.rest();
        let end = rest
            .find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E'))
            .unwrap_or(rest.len());
        let number = rest.get(..end).unwrap_or_default();
        if !is_number(number) {
            return Err(self.error("this is no number of JSON"));
        }
        self.at += end;
        Ok(Json::Number(Cow::Borrowed(number)))
    }

    fn string(&mut self) -> Result<Cow<'a, str>, JsonError> {
        self.at += 1;
        let rest = self.rest();
        let end = rest.find(['"', '\\']).ok_or_else(|| self.error("a string does not end"))?;
        let plain = rest.get(..end).unwrap_or_default();
        if rest.as_bytes().get(end) == Some(&b'"') {
            self.check_plain(plain)?;
            self.at += end + 1;
            return Ok(Cow::Borrowed(plain));
        }
        let mut out = String::new();
        loop {
            let rest = self.rest();
            let end = rest.find(['"', '\\']).ok_or_else(|| self.error("a string does not end"))?;
            let plain = rest.get(..end).unwrap_or_default();
            self.check_plain(plain)?;
            out.push_str(plain);
            self.at += end;
            if self.take(b'"') {
                return Ok(Cow::Owned(out));
            }
            out.push(self.escape()?);
        }
    }

    fn check_plain(&self, plain: &str) -> Result<(), JsonError> {
        if plain.bytes().any(|byte| byte < 0x20) {
            return Err(self.error("a control character in a string has to be escaped"));
        }
        Ok(())
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        let escaped = self.text.as_bytes().get(self.at + 1).copied();
        self.at += 2;
        Ok(match escaped {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let first = self.hex()?;
                let unit = match first {
                    // The first half of a pair needs the second.
                    0xd800..=0xdbff => {
                        if !(self.take(b'\\') && self.take(b'u')) {
                            return Err(self.error("half a surrogate pair"));
                        }
                        let second = self.hex()?;
                        if !(0xdc00..=0xdfff).contains(&second) {
                            return Err(self.error("half a surrogate pair"));
                        }
                        0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
                    }
                    other => other,
                };
                char::from_u32(unit).ok_or_else(|| self.error("half a surrogate pair"))?
            }
            Some(_) | None => return Err(self.error("no such escape")),
        })
    }

    fn hex(&mut self) -> Result<u32, JsonError> {
        let digits = self.text.get(self.at..self.at + 4);
        let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let unit = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let unit = unit.ok_or_else(|| self.error("four hexadecimal digits are missing"))?;
        self.at += 4;
        Ok(unit)
    }
}

/// Many members are compared through a sorted list, so that a hostile object costs no square.
fn is_double(object: &Object) -> bool {
    let members = &object.0;
    if members.len() <= 16 {
        return members
            .iter()
            .enumerate()
            .any(|(n, (name, _))| members.iter().take(n).any(|(earlier, _)| earlier == name));
    }
    let mut names: Vec<&str> = members.iter().map(|(name, _)| name.as_ref()).collect();
    names.sort_unstable();
    names.windows(2).any(|pair| matches!(pair, [a, b] if a == b))
}

/// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`, at most 40 characters.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text_without_sign = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text_without_sign.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text_without_sign, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    text.len() <= 40
        && digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent
            .is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(text: &str) -> String {
        Json::parse(text).unwrap().to_string()
    }

    #[test]
    fn order_and_digits_stay() {
        let text = r#"{"b":1.00,"a":[1e3,-0.50,"\u0041\n\ud83d\ude00"],"c":{"x":null,"y":true}}"#;
        assert_eq!(round(text), r#"{"b":1.00,"a":[1e3,-0.50,"A\n😀"],"c":{"x":null,"y":true}}"#);
        assert_eq!(round(&round(text)), round(text));
    }

    #[test]
    fn what_is_no_json_is_told_with_its_place() {
        for (text, line, column) in [
            ("", 1, 1),
            ("{\n \"a\": 01}", 2, 7),
            ("[1,]", 1, 4),
            ("\"\\ud800x\"", 1, 8),
            ("\"a\nb\"", 1, 2),
            ("{\"a\":1,\"a\":2}", 1, 8),
            ("1 2", 1, 3),
            ("[+1]", 1, 2),
        ] {
            let error = Json::parse(text).unwrap_err();
            assert_eq!((error.line, error.column), (line, column), "{text:?}: {error}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |n: usize| "[".repeat(n) + &"]".repeat(n);
        assert!(Json::parse(&nested(DEPTH_MAX)).is_ok());
        assert_eq!(Json::parse(&nested(1_000_000)).unwrap_err().what, "nested too deep");
    }

    proptest::proptest! {
        #[test]
        fn it_agrees_with_serde_json(text in r#"[\[\]{},:"a1.\-e\\un \x00-\x{7f}]{0,24}"#) {
            let ours = Json::parse(&text);
            let theirs = serde_json::from_str::<serde_json::Value>(&text);
            if let Ok(ours) = &ours {
                let again: serde_json::Value = serde_json::from_str(&ours.to_string()).unwrap();
                proptest::prop_assert_eq!(&again, theirs.as_ref().unwrap());
            }
            // It refuses names said twice; else it takes what is JSON.
            let is_double = matches!(&ours, Err(error) if error.what.contains("twice"));
            proptest::prop_assert!(theirs.is_err() || ours.is_ok() || is_double, "{}", text);
        }
    }
}
