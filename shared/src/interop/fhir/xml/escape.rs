//! Characters and references of XML 1.0.

use std::borrow::Cow;

use quick_xml::escape::{resolve_xml_entity, unescape_with};

/// What stands between `&` and `;` is no name of ours, or stands for no character of XML.
pub(super) struct BadReference;

/// Where a text stands decides what has to be escaped, and what a line end means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Content,
    /// In double quotes.
    Attribute,
}

/// `Char` of <https://www.w3.org/TR/xml/#charsets>.
pub(super) fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// The text without characters that XML cannot hold even as references.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_char) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if is_char(c) { c } else { '\u{fffd}' }).collect()
}

/// Line ends as a reader of XML has to see them, in an attribute as spaces; references stay.
pub(super) fn normalise(raw: &str, place: Place) -> Cow<'_, str> {
    let mut out = Cow::Borrowed(raw);
    if out.contains('\r') {
        out = Cow::Owned(out.replace("\r\n", "\n").replace('\r', "\n"));
    }
    if place == Place::Attribute && out.contains(['\n', '\t']) {
        out = Cow::Owned(out.replace(['\n', '\t'], " "));
    }
    out
}

/// What a raw text stands for. There is no DTD, so there are five entities and none that grows.
pub(super) fn decode(raw: &str, place: Place) -> Result<Cow<'_, str>, BadReference> {
    let plain = normalise(raw, place);
    if !plain.contains('&') {
        return Ok(plain);
    }
    let decoded = unescape_with(&plain, resolve_xml_entity).map_err(|_| BadReference)?;
    if !decoded.chars().all(is_char) {
        return Err(BadReference);
    }
    Ok(Cow::Owned(decoded.into_owned()))
}

/// Appends a text so that [`decode`] gives it back, but for characters XML cannot hold.
pub(super) fn push(text: &str, place: Place, out: &mut String) {
    for c in text.chars() {
        match (c, place) {
            ('&', _) => out.push_str("&amp;"),
            ('<', _) => out.push_str("&lt;"),
            ('>', _) => out.push_str("&gt;"),
            ('\r', _) => out.push_str("&#13;"),
            ('"', Place::Attribute) => out.push_str("&quot;"),
            ('\n', Place::Attribute) => out.push_str("&#10;"),
            ('\t', Place::Attribute) => out.push_str("&#9;"),
            (c, _) if is_char(c) => out.push(c),
            _ => out.push('\u{fffd}'),
        }
    }
}
