//! A document as tags and texts, strictly: quick-xml splits it, and what quick-xml lets pass
//! (unbound prefixes, doubled attributes, a DTD, an end that is missing) is refused here.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::escape::{Place, decode, is_char};
use super::tag::{Start, read_attributes, split_name};

pub(super) const FHIR: &str = "http://hl7.org/fhir";
pub(super) const XHTML: &str = "http://www.w3.org/1999/xhtml";
const SCHEMA_INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// How many prefixes may be bound at once: each name is looked up among them.
const BINDINGS_MAX: usize = 32;

/// What is wrong, and at which byte of the text.
pub(super) struct Fault {
    pub at: usize,
    pub what: String,
}

pub(super) enum Token<'a> {
    Start(Start<'a>),
    /// Also follows a [`Start`] that is empty.
    End,
    /// Between tags of the root; references stand in it as written.
    Text(Raw<'a>),
    /// Stands for itself.
    CData(Raw<'a>),
    /// Everything is closed.
    Eof,
}

#[derive(Clone, Copy)]
pub(super) struct Raw<'a> {
    pub at: usize,
    pub text: &'a str,
}

/// A namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// Also that of an attribute without a prefix.
    None,
    Fhir,
    Xhtml,
    /// `xml:lang` and its like.
    Xml,
    /// `xsi:schemaLocation` and its like.
    SchemaInstance,
    /// That of an attribute which is itself a declaration: `xmlns`, `xmlns:f`.
    Declaration,
    Other,
}

pub(super) struct Tokens<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// Bytes read.
    at: usize,
    bindings: Vec<Binding<'a>>,
    /// How many elements are open.
    open: usize,
    has_root: bool,
    is_end_due: bool,
}

struct Binding<'a> {
    /// How many elements were open with the one that declares it.
    open: usize,
    /// Empty for the default namespace.
    prefix: &'a str,
    space: Space,
}

pub(super) fn fault(at: usize, what: impl Into<String>) -> Fault {
    Fault { at, what: what.into() }
}

/// The first characters of something a stranger sent, for a sentence.
pub(super) fn cut(text: &str) -> &str {
    text.char_indices().nth(60).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

impl<'a> Tokens<'a> {
    /// Of a text without a byte order mark.
    pub fn document(text: &'a str) -> Result<Self, Fault> {
        if let Some((at, c)) = text.char_indices().find(|(_, c)| !is_char(*c)) {
            return Err(fault(at, format!("XML has no character U+{:04X}", u32::from(c))));
        }
        // quick-xml would pass over it without counting it.
        if text.starts_with('\u{feff}') {
            return Err(fault(0, "a second byte order mark"));
        }
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_comments = true;
        Ok(Self {
            text,
            reader,
            at: 0,
            bindings: Vec::new(),
            open: 0,
            has_root: false,
            is_end_due: false,
        })
    }

    /// Of an element that stands where `space` is the default namespace.
    pub fn fragment(text: &'a str, space: Space) -> Result<Self, Fault> {
        let mut tokens = Self::document(text)?;
        tokens.bindings.push(Binding { open: 0, prefix: "", space });
        Ok(tokens)
    }

    /// The next one; comments and processing instructions are passed over.
    pub fn read(&mut self) -> Result<Token<'a>, Fault> {
        if std::mem::take(&mut self.is_end_due) {
            self.close();
            return Ok(Token::End);
        }
        loop {
            let at = self.at;
            let begins = self.text.get(at..).and_then(|rest| rest.get(..9));
            if begins.is_some_and(|begins| begins.eq_ignore_ascii_case("<!doctype")) {
                return Err(fault(at, "a document type definition is not taken"));
            }
            let event = self.reader.read_event().map_err(|error| {
                let what = error.to_string();
                fault(at, what.chars().take(200).collect::<String>())
            })?;
            self.at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
            let raw = self.text.get(at..self.at).unwrap_or_default();
            match event {
                Event::Start(_) => return self.start(at, raw, false),
                Event::Empty(_) => return self.start(at, raw, true),
                Event::End(_) => {
                    self.close();
                    return Ok(Token::End);
                }
                Event::Text(_) if self.open > 0 => return Ok(Token::Text(Raw { at, text: raw })),
                Event::Text(_) if is_blank(raw) => {}
                Event::CData(_) if self.open > 0 => {
                    let text = raw.get(9..raw.len().saturating_sub(3)).unwrap_or_default();
                    return Ok(Token::CData(Raw { at, text }));
                }
                Event::Text(_) | Event::CData(_) => {
                    return Err(fault(at, "text outside of the root element"));
                }
                Event::Comment(_) | Event::PI(_) => {}
                Event::Decl(_) if at == 0 => {}
                Event::Decl(_) => {
                    return Err(fault(at, "the XML declaration stands at the very start"));
                }
                Event::DocType(_) => {
                    return Err(fault(at, "a document type definition is not taken"));
                }
                Event::Eof if self.open > 0 => {
                    return Err(fault(at, "the text ends inside an element"));
                }
                Event::Eof if !self.has_root => return Err(fault(at, "there is no element")),
                Event::Eof => return Ok(Token::Eof),
            }
        }
    }

    fn start(&mut self, at: usize, raw: &'a str, is_empty: bool) -> Result<Token<'a>, Fault> {
        if self.open == 0 && self.has_root {
            return Err(fault(at, "a second root element"));
        }
        let tag = raw.get(1..raw.len().saturating_sub(1 + usize::from(is_empty)));
        let tag = tag.unwrap_or_default();
        let end = tag.find([' ', '\t', '\n', '\r']).unwrap_or(tag.len());
        let (prefix, name) = split_name(at, tag.get(..end).unwrap_or_default())?;
        let mut attributes = read_attributes(at, tag, end)?;
        self.has_root = true;
        self.open += 1;
        self.is_end_due = is_empty;
        for (prefix, attribute) in &mut attributes {
            match *prefix {
                "" if attribute.name == "xmlns" => {
                    self.bind(at, "", attribute.raw)?;
                    attribute.space = Space::Declaration;
                }
                "xmlns" => {
                    self.bind(at, attribute.name, attribute.raw)?;
                    attribute.space = Space::Declaration;
                }
                _ => {}
            }
        }
        for (prefix, attribute) in &mut attributes {
            if !prefix.is_empty() && attribute.space != Space::Declaration {
                attribute.space = self.find(at, prefix)?;
            }
        }
        Ok(Token::Start(Start {
            at,
            name,
            space: self.find(at, prefix)?,
            attributes: attributes.into_iter().map(|(_, attribute)| attribute).collect(),
            is_empty,
        }))
    }

    fn close(&mut self) {
        while self.bindings.last().is_some_and(|binding| binding.open == self.open) {
            self.bindings.pop();
        }
        self.open = self.open.saturating_sub(1);
    }

    fn bind(&mut self, at: usize, prefix: &'a str, raw: &str) -> Result<(), Fault> {
        let name = decode(raw, Place::Attribute)
            .map_err(|_| fault(at, "a reference that is none in a namespace"))?;
        let space = match name.as_ref() {
            "" if prefix.is_empty() => Space::None,
            "" => return Err(fault(at, "a prefix is bound to nothing")),
            FHIR => Space::Fhir,
            XHTML => Space::Xhtml,
            SCHEMA_INSTANCE => Space::SchemaInstance,
            XML => Space::Xml,
            _ => Space::Other,
        };
        if prefix == "xmlns" || (prefix == "xml") != (space == Space::Xml) {
            return Err(fault(at, "the prefixes `xml` and `xmlns` have their meaning already"));
        }
        if self.bindings.len() == BINDINGS_MAX {
            return Err(fault(at, "too many namespaces are declared"));
        }
        self.bindings.push(Binding { open: self.open, prefix, space });
        Ok(())
    }

    fn find(&self, at: usize, prefix: &str) -> Result<Space, Fault> {
        let bound = self.bindings.iter().rev().find(|binding| binding.prefix == prefix);
        match bound {
            Some(binding) => Ok(binding.space),
            None if prefix.is_empty() => Ok(Space::None),
            None if prefix == "xml" => Ok(Space::Xml),
            None => Err(fault(at, format!("the prefix `{}` is not declared", cut(prefix)))),
        }
    }
}

/// Only space, as XML counts it.
pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}
