//! A document as FHIR JSON, by what the definitions say of each element.

use std::borrow::Cow;

use super::super::definitions::{Element, Kind, Type, definitions};
use super::super::json::{DEPTH_MAX, Json, Object};
use super::tag::Start;
use super::tokens::{Fault, Raw, Space, Token, Tokens, cut, fault, is_blank};
use super::xhtml;

type Members = Vec<(Cow<'static, str>, Json<'static>)>;

/// The one resource of a document.
pub(super) fn document(mut tokens: Tokens) -> Result<Json<'static>, Fault> {
    let Token::Start(start) = tokens.read()? else {
        // Tokens refuse a document without an element.
        return Err(fault(0, "there is no element"));
    };
    let mut reader = Reader { tokens, path: cut(start.name).to_owned() };
    let resource = reader.resource(&start, 0)?;
    // What follows the root is refused by the tokens.
    reader.tokens.read()?;
    Ok(resource)
}

struct Reader<'a> {
    tokens: Tokens<'a>,
    /// Of the element that is being read: `Bundle.entry.resource`.
    path: String,
}

/// All occurrences of one element.
struct Slot {
    name: &'static str,
    element: &'static Element,
    values: Vec<Json<'static>>,
    /// As many as there are values, from the first that has an id or extensions on.
    companions: Vec<Json<'static>>,
}

impl<'a> Reader<'a> {
    /// `depth` is that of the value in JSON, here and below.
    fn resource(&mut self, start: &Start<'a>, depth: usize) -> Result<Json<'static>, Fault> {
        if start.space != Space::Fhir {
            return Err(self.fault(start.at, "a resource of http://hl7.org/fhir is expected"));
        }
        let name = definitions().resource_name(start.name);
        let known = name.and_then(|name| Some((name, definitions().resource(name)?)));
        let Some((name, known)) = known else {
            let what = format!("FHIR R4 has no resource `{}`", cut(start.name));
            return Err(self.fault(start.at, &what));
        };
        self.attributes(start, &[])?;
        let members = vec![(Cow::Borrowed("resourceType"), Json::str(name))];
        self.children(start, name, known, members, depth)
    }

    fn object(
        &mut self,
        start: &Start<'a>,
        of: &str,
        depth: usize,
    ) -> Result<Json<'static>, Fault> {
        let Some(known) = definitions().find(of) else {
            return Err(self.fault(start.at, "this element has no definition"));
        };
        // `Bundle.entry.response.outcome`: a resource, of which only the type is known before.
        if known.is_resource {
            return self.holder(start, depth);
        }
        let allowed: &[_] = if of == "Extension" { &["id", "url"] } else { &["id"] };
        let attributes = self.attributes(start, allowed)?;
        let members = attributes.into_iter().map(|(name, text)| (name.into(), Json::str(text)));
        self.children(start, of, known, members.collect(), depth)
    }

    /// The value, and the companion that has its id and extensions; null where there is none.
    fn primitive(
        &mut self,
        start: &Start<'a>,
        of: &str,
        depth: usize,
    ) -> Result<(Json<'static>, Json<'static>), Fault> {
        let Some(known) = definitions().find("Element") else {
            return Err(self.fault(start.at, "this element has no definition"));
        };
        let mut value = Json::Null;
        let mut members = Vec::new();
        for (name, text) in self.attributes(start, &["id", "value"])? {
            if name == "value" {
                value = typed(of, text);
            } else {
                members.push((Cow::Borrowed(name), Json::str(text)));
            }
        }
        let companion = match self.children(start, "Element", known, members, depth)? {
            Json::Object(object) if object.0.is_empty() => Json::Null,
            other => other,
        };
        if value == Json::Null && companion == Json::Null {
            return Err(self.fault(start.at, "ele-1: an element has a value or children"));
        }
        Ok((value, companion))
    }

    /// The element that holds a resource, which is its only child.
    fn holder(&mut self, start: &Start<'a>, depth: usize) -> Result<Json<'static>, Fault> {
        self.attributes(start, &[])?;
        let mut resource = None;
        loop {
            match self.tokens.read()? {
                Token::Start(child) if resource.is_none() => {
                    resource = Some(self.resource(&child, depth)?);
                }
                Token::Start(child) => {
                    return Err(self.fault(child.at, "only one resource is allowed here"));
                }
                Token::Text(raw) | Token::CData(raw) => self.check_blank(raw)?,
                Token::End | Token::Eof => break,
            }
        }
        resource.ok_or_else(|| self.fault(start.at, "a resource is missing here"))
    }

    /// All up to the end of the element that `start` began.
    fn children(
        &mut self,
        start: &Start<'a>,
        of: &str,
        known: &'static Type,
        mut members: Members,
        depth: usize,
    ) -> Result<Json<'static>, Fault> {
        if depth > DEPTH_MAX {
            return Err(self.fault(start.at, "nested too deep"));
        }
        let mut slots: Vec<Slot> = Vec::new();
        loop {
            match self.tokens.read()? {
                Token::Start(child) => {
                    let length = self.path.len();
                    self.path.push('.');
                    self.path.push_str(cut(child.name));
                    self.child(&child, of, known, &mut slots, depth)?;
                    self.path.truncate(length);
                }
                Token::Text(raw) | Token::CData(raw) => self.check_blank(raw)?,
                Token::End | Token::Eof => break,
            }
        }
        for slot in slots {
            slot.give(&mut members);
        }
        Ok(Json::Object(Object(members)))
    }

    fn child(
        &mut self,
        start: &Start<'a>,
        of: &str,
        known: &'static Type,
        slots: &mut Vec<Slot>,
        depth: usize,
    ) -> Result<(), Fault> {
        let Some((name, element, kind)) = find(of, known, start.name) else {
            return Err(self.fault(start.at, "no such element in FHIR R4"));
        };
        let is_narrative = matches!(kind, Kind::Primitive("xhtml"));
        if start.space != if is_narrative { Space::Xhtml } else { Space::Fhir } {
            return Err(self.fault(start.at, "an element of another namespace"));
        }
        // A type has few elements, so that a search costs little.
        let place = slots.iter().position(|slot| slot.name == name).unwrap_or_else(|| {
            slots.push(Slot { name, element, values: Vec::new(), companions: Vec::new() });
            slots.len() - 1
        });
        if !element.is_list && slots.get(place).is_some_and(|slot| !slot.values.is_empty()) {
            return Err(self.fault(start.at, "only one is allowed here"));
        }
        let depth = depth + 1 + usize::from(element.is_list);
        let (value, companion) = match kind {
            Kind::Primitive(_) if is_narrative => {
                let div = xhtml::element(&mut self.tokens, start);
                (Json::str(div.map_err(|fault| self.fault(fault.at, &fault.what))?), Json::Null)
            }
            Kind::Primitive(of) => self.primitive(start, of, depth)?,
            Kind::Complex(of) => (self.object(start, of, depth)?, Json::Null),
            Kind::Reference(_) => (self.object(start, "Reference", depth)?, Json::Null),
            Kind::Resource => (self.holder(start, depth)?, Json::Null),
        };
        if let Some(slot) = slots.get_mut(place) {
            slot.put(value, companion);
        }
        Ok(())
    }

    /// Those that are allowed, in the order in which they are.
    fn attributes(
        &self,
        start: &Start<'a>,
        allowed: &[&'static str],
    ) -> Result<Vec<(&'static str, String)>, Fault> {
        let mut found = Vec::new();
        for attribute in &start.attributes {
            match attribute.space {
                // Where a schema is to be found is nothing a reader goes by.
                Space::Declaration | Space::SchemaInstance => {}
                Space::None if allowed.contains(&attribute.name) => {}
                Space::None | Space::Fhir | Space::Xhtml | Space::Xml | Space::Other => {
                    let what = format!("no attribute `{}` is allowed here", cut(attribute.name));
                    return Err(self.fault(start.at, &what));
                }
            }
        }
        for name in allowed {
            let attribute = start
                .attributes
                .iter()
                .find(|attribute| attribute.name == *name && attribute.space == Space::None);
            if let Some(attribute) = attribute {
                let value = start.value(attribute);
                let value = value.map_err(|fault| self.fault(fault.at, &fault.what))?;
                found.push((*name, value.into_owned()));
            }
        }
        Ok(found)
    }

    fn check_blank(&self, raw: Raw) -> Result<(), Fault> {
        if is_blank(raw.text) {
            return Ok(());
        }
        Err(self.fault(raw.at, "text between elements; a value is in the attribute `value`"))
    }

    fn fault(&self, at: usize, what: &str) -> Fault {
        fault(at, format!("{}: {what}", self.path))
    }
}

impl Slot {
    fn put(&mut self, value: Json<'static>, companion: Json<'static>) {
        if companion != Json::Null || !self.companions.is_empty() {
            self.companions.resize(self.values.len(), Json::Null);
            self.companions.push(companion);
        }
        self.values.push(value);
    }

    /// A null keeps the place of an item without a value, or without a companion; a list of
    /// nothing else is left out.
    fn give(mut self, members: &mut Members) {
        let is_list = self.element.is_list;
        let is_there = |items: &[Json]| items.iter().any(|item| *item != Json::Null);
        let mut join = |name, mut items: Vec<_>| {
            let value = if is_list { Some(Json::Array(items)) } else { items.pop() };
            members.extend(value.map(|value| (name, value)));
        };
        if is_there(&self.values) {
            join(Cow::Borrowed(self.name), std::mem::take(&mut self.values));
        }
        if is_there(&self.companions) {
            join(Cow::Owned(format!("_{}", self.name)), self.companions);
        }
    }
}

/// The element that is a child of this name, not one that is an attribute.
fn find(
    of: &str,
    known: &'static Type,
    name: &str,
) -> Option<(&'static str, &'static Element, &'static Kind)> {
    if is_attribute(of, known, name) {
        return None;
    }
    let (name, member) = known.members.get_key_value(name)?;
    let element = known.elements.get(member.element)?;
    Some((name, element, element.kinds.get(member.kind)?))
}

/// Whether this element stands in the tag in XML.
pub(super) fn is_attribute(of: &str, known: &Type, name: &str) -> bool {
    !known.is_resource && (name == "id" || (name == "url" && of == "Extension"))
}

/// What is no boolean or no number stays a string.
fn typed(of: &str, text: String) -> Json<'static> {
    match of {
        "boolean" if text == "true" => Json::Bool(true),
        "boolean" if text == "false" => Json::Bool(false),
        "decimal" | "integer" | "unsignedInt" | "positiveInt" if is_number(&text) => {
            Json::Number(Cow::Owned(text))
        }
        _ => Json::str(text),
    }
}

fn is_number(text: &str) -> bool {
    matches!(Json::parse(text), Ok(Json::Number(number)) if number == text)
}
