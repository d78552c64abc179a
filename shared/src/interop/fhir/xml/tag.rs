//! One tag: its name and its attributes.

use std::borrow::Cow;

use quick_xml::events::attributes::Attributes;

use super::escape::{Place, decode};
use super::tokens::{Fault, Space, cut, fault};

/// An element of FHIR has three; this is for the tags of narratives. Small, since each attribute
/// is compared with those before it.
const ATTRIBUTES_MAX: usize = 64;

pub(super) struct Start<'a> {
    pub at: usize,
    /// Without its prefix.
    pub name: &'a str,
    pub space: Space,
    /// No name twice.
    pub attributes: Vec<Attribute<'a>>,
    /// Written as `<name/>`.
    pub is_empty: bool,
}

pub(super) struct Attribute<'a> {
    pub space: Space,
    /// Without its prefix.
    pub name: &'a str,
    /// As written between the quotes; no `<` in it.
    pub raw: &'a str,
}

impl<'a> Start<'a> {
    /// What an attribute stands for.
    pub fn value(&self, attribute: &Attribute<'a>) -> Result<Cow<'a, str>, Fault> {
        decode(attribute.raw, Place::Attribute).map_err(|_| {
            let what = format!("a reference that is none in the attribute `{}`", attribute.name);
            fault(self.at, what)
        })
    }
}

/// With their prefixes; declarations are not told from others yet.
pub(super) fn read_attributes(
    at: usize,
    tag: &str,
    from: usize,
) -> Result<Vec<(&str, Attribute<'_>)>, Fault> {
    let mut found: Vec<(&str, Attribute)> = Vec::new();
    // Its own search for doubles costs a square.
    for attribute in Attributes::new(tag, from).with_checks(false) {
        let attribute = attribute.map_err(|error| fault(at, error.to_string()))?;
        let name = std::str::from_utf8(attribute.key.into_inner()).unwrap_or_default();
        let (prefix, name) = split_name(at, name)?;
        let raw = match attribute.value {
            Cow::Borrowed(raw) => std::str::from_utf8(raw).ok(),
            Cow::Owned(_) => None,
        };
        let raw = raw.filter(|raw| !raw.contains('<'));
        let raw = raw.ok_or_else(|| fault(at, format!("`<` in the attribute `{}`", cut(name))))?;
        if found.iter().any(|(other, known)| known.name == name && *other == prefix) {
            return Err(fault(at, format!("the attribute `{}` is given twice", cut(name))));
        }
        if found.len() == ATTRIBUTES_MAX {
            return Err(fault(at, "too many attributes"));
        }
        found.push((prefix, Attribute { space: Space::None, name, raw }));
    }
    Ok(found)
}

/// (prefix, rest). All names of FHIR and XHTML are ASCII.
pub(super) fn split_name(at: usize, name: &str) -> Result<(&str, &str), Fault> {
    let (prefix, rest) = match name.split_once(':') {
        Some((prefix, rest)) if is_name(prefix) => (prefix, rest),
        Some(_) => return Err(fault(at, format!("`{}` is no name", cut(name)))),
        None => ("", name),
    };
    if !is_name(rest) {
        return Err(fault(at, format!("`{}` is no name", cut(name))));
    }
    Ok((prefix, rest))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}
