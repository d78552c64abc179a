//! FHIR as XML: <https://hl7.org/fhir/R4/xml.html>. A document becomes the FHIR JSON everything
//! else here works on, and that JSON becomes a document.

mod escape;
mod read;
mod tag;
mod tokens;
mod write;
mod xhtml;

#[cfg(test)]
mod tests;

use super::json::Json;
use tokens::Tokens;

/// Why a text is no FHIR document that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlError {
    pub line: usize,
    /// In bytes, from 1.
    pub column: usize,
    /// With the path of the element it is about, where that is known: `Patient.name.colour: no
    /// such element in FHIR R4`.
    pub what: String,
}

impl std::fmt::Display for XmlError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.what)
    }
}

impl std::error::Error for XmlError {}

/// Reads one resource as FHIR JSON: `resourceType` first, then `id` and `url` attributes, then
/// elements in the order of the document. Numbers keep their digits.
///
/// Refuses what JSON cannot say or what two readers would understand as two things: elements and
/// attributes FHIR R4 does not have, an element repeated where one is allowed, text between
/// elements, a DTD, more depth than [`super::json::DEPTH_MAX`] (counted in the JSON that comes
/// out, and once more inside a narrative). Items of a list that do not stand together are taken
/// together in their order. A value is not checked: a boolean or a number that is none stays a
/// string, for [`super::validate::check`] to tell.
///
/// A narrative comes out with `xmlns` as its default namespace, without comments, its character
/// references resolved and its attributes in double quotes, and else as it was written.
pub fn parse(text: &str) -> Result<Json<'static>, XmlError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Tokens::document(text).and_then(read::document).map_err(|fault| {
        let before = text.get(..fault.at).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |place| place + 1);
        XmlError {
            line: before.matches('\n').count() + 1,
            column: before.len() - line_start + 1,
            what: fault.what,
        }
    })
}

/// Writes a resource as a document, elements in the order FHIR gives them.
///
/// What comes out is well-formed whatever goes in, and [`parse`] makes the same JSON of it where
/// `resource` is valid (members' order and the spelling of narratives aside). Members FHIR R4 does
/// not have, values that are no value of their element's type, and lists of nothing but nulls are
/// left out; a narrative that is not well-formed is shown as the text it is; characters XML
/// cannot hold become U+FFFD. Goes as deep as `resource` does.
pub fn write(resource: &Json) -> String {
    write::document(resource)
}
