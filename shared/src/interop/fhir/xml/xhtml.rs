//! The `div` of a narrative: <https://hl7.org/fhir/R4/narrative.html#xhtml>. It is put together
//! anew of checked tags and texts, so that what goes on is well-formed, declares its namespace and
//! refers to nothing outside of itself.

use std::borrow::Cow;

use super::super::json::DEPTH_MAX;
use super::escape::{Place, clean, decode, normalise, push};
use super::tag::Start;
use super::tokens::{Fault, Raw, Space, Token, Tokens, XHTML, cut, fault};

/// The element that `start` begins, to its end.
pub(super) fn element<'a>(tokens: &mut Tokens<'a>, start: &Start<'a>) -> Result<String, Fault> {
    let mut out = String::new();
    let mut open: Vec<&str> = Vec::new();
    push_tag(start, true, &mut out)?;
    open.push(if start.is_empty { "" } else { start.name });
    loop {
        match tokens.read()? {
            Token::Start(start) => {
                if open.len() == DEPTH_MAX {
                    return Err(fault(start.at, "nested too deep"));
                }
                push_tag(&start, false, &mut out)?;
                open.push(if start.is_empty { "" } else { start.name });
            }
            Token::End => {
                // An empty tag has its end in it.
                if let Some(name) = open.pop().filter(|name| !name.is_empty()) {
                    out.push_str("</");
                    out.push_str(name);
                    out.push('>');
                }
                if open.is_empty() {
                    return Ok(out);
                }
            }
            Token::Text(raw) => push_text(raw, &mut out)?,
            Token::CData(raw) => {
                push(&normalise(raw.text, Place::Content), Place::Content, &mut out);
            }
            // Tokens give no end of a text inside an element.
            Token::Eof => return Ok(out),
        }
    }
}

/// The `div` that a string of JSON holds; where it is none, one that shows the string as it is.
pub(super) fn div(text: &str) -> String {
    let text = clean(text);
    let parsed = parse_div(text.trim());
    parsed.unwrap_or_else(|| {
        let mut out = format!(r#"<div xmlns="{XHTML}">"#);
        push(&text, Place::Content, &mut out);
        out.push_str("</div>");
        out
    })
}

fn parse_div(text: &str) -> Option<String> {
    let mut tokens = Tokens::fragment(text, Space::Xhtml).ok()?;
    let Token::Start(start) = tokens.read().ok()? else { return None };
    if start.name != "div" || start.space != Space::Xhtml {
        return None;
    }
    let out = element(&mut tokens, &start).ok()?;
    matches!(tokens.read(), Ok(Token::Eof)).then_some(out)
}

/// Prefixes go, so the outermost tag says the namespace, where it said it or else first.
fn push_tag(start: &Start, is_outermost: bool, out: &mut String) -> Result<(), Fault> {
    if start.space != Space::Xhtml {
        let what = format!("`{}` in a narrative is no element of XHTML", cut(start.name));
        return Err(fault(start.at, what));
    }
    out.push('<');
    out.push_str(start.name);
    let is_default = |name: &str| is_outermost && name == "xmlns";
    let says_it = start
        .attributes
        .iter()
        .any(|attribute| attribute.space == Space::Declaration && is_default(attribute.name));
    if is_outermost && !says_it {
        push_attribute("xmlns", XHTML, out);
    }
    for attribute in &start.attributes {
        match attribute.space {
            Space::Declaration if is_default(attribute.name) => push_attribute("xmlns", XHTML, out),
            Space::Declaration => {}
            Space::None => push_attribute(attribute.name, &spelling(start, attribute.raw)?, out),
            Space::Xml => {
                let name = format!("xml:{}", attribute.name);
                push_attribute(&name, &spelling(start, attribute.raw)?, out);
            }
            Space::Fhir | Space::Xhtml | Space::SchemaInstance | Space::Other => {
                let what =
                    format!("`{}` in a narrative is no attribute of XHTML", cut(attribute.name));
                return Err(fault(start.at, what));
            }
        }
    }
    out.push_str(if start.is_empty { "/>" } else { ">" });
    Ok(())
}

fn push_attribute(name: &str, escaped: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    out.push_str(escaped);
    out.push('"');
}

/// An attribute as it may stand in double quotes: as written, where that is possible.
fn spelling<'a>(start: &Start, raw: &'a str) -> Result<Cow<'a, str>, Fault> {
    let decoded = decode(raw, Place::Attribute)
        .map_err(|_| fault(start.at, "a reference that is none in a narrative"))?;
    let plain = normalise(raw, Place::Attribute);
    if plain.contains('"') || plain.contains("&#") {
        let mut out = String::new();
        push(&decoded, Place::Attribute, &mut out);
        return Ok(Cow::Owned(out));
    }
    Ok(plain)
}

/// A text as written; character references are resolved, so that who searches it for words that
/// may not be in it finds them.
fn push_text(raw: Raw, out: &mut String) -> Result<(), Fault> {
    let decoded = decode(raw.text, Place::Content)
        .map_err(|_| fault(raw.at, "a reference that is none in a narrative"))?;
    let plain = normalise(raw.text, Place::Content);
    if plain.contains("&#") || plain.contains("]]>") {
        push(&decoded, Place::Content, out);
    } else {
        out.push_str(&plain);
    }
    Ok(())
}
