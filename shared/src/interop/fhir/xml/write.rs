//! FHIR JSON as a document, by what the definitions say of each element.

use super::super::definitions::{Element, Kind, Type, definitions};
use super::super::json::{Json, Object};
use super::escape::{Place, push};
use super::read::is_attribute;
use super::tokens::FHIR;
use super::xhtml;

pub(super) fn document(resource: &Json) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    push_resource(resource, Some(FHIR), &mut out);
    out
}

/// What an object says of one element.
struct Part<'j> {
    place: usize,
    name: &'j str,
    element: &'static Element,
    kind: &'static Kind,
    value: &'j Json<'j>,
    /// Whether `value` is that of `_name`.
    is_companion: bool,
}

/// A document has to have a root even where no resource is known.
fn push_resource(resource: &Json, namespace: Option<&str>, out: &mut String) {
    let name = resource.text("resourceType").and_then(|name| definitions().resource_name(name));
    let name = name.unwrap_or("Resource");
    out.push('<');
    out.push_str(name);
    if let Some(namespace) = namespace {
        push_attribute("xmlns", namespace, out);
    }
    push_rest(name, name, resource.as_object(), out);
}

/// What follows the start of a tag: attributes, children, and the end.
fn push_rest(name: &str, of: &str, object: Option<&Object>, out: &mut String) {
    let known = definitions().find(of);
    let (Some(object), Some(known)) = (object, known) else { return out.push_str("/>") };
    for attribute in ["id", "url"] {
        if let Some(text) = object.get(attribute).and_then(Json::as_str)
            && is_attribute(of, known, attribute)
        {
            push_attribute(attribute, text, out);
        }
    }
    let parts = parts(of, known, object);
    if parts.is_empty() {
        return out.push_str("/>");
    }
    out.push('>');
    // A value and its companion are neighbours.
    for part in parts.chunk_by(|a, b| a.name == b.name) {
        push_part(part, out);
    }
    push_end(name, out);
}

/// In the order of XML, values before their companions.
fn parts<'j>(of: &str, known: &'static Type, object: &'j Object<'j>) -> Vec<Part<'j>> {
    let mut parts: Vec<_> = object
        .0
        .iter()
        .filter_map(|(name, value)| {
            let plain = name.strip_prefix('_').unwrap_or(name);
            let member = known.members.get(plain)?;
            let element = known.elements.get(member.element)?;
            let kind = element.kinds.get(member.kind)?;
            let is_companion = plain != name;
            let is_child = !is_attribute(of, known, plain)
                && (!is_companion || matches!(kind, Kind::Primitive(of) if *of != "xhtml"));
            let place = member.element;
            is_child.then_some(Part { place, name: plain, element, kind, value, is_companion })
        })
        .collect();
    parts.sort_by_key(|part| (part.place, part.name, part.is_companion));
    parts
}

fn push_part(parts: &[Part], out: &mut String) {
    let side = |is_companion| {
        let part = parts.iter().find(|part| part.is_companion == is_companion);
        part.map_or::<&[Json], _>(&[], |part| part.value.items())
    };
    let (values, companions) = (side(false), side(true));
    let Some(Part { name, element, kind, .. }) = parts.first() else { return };
    let most = if element.is_list { usize::MAX } else { 1 };
    for place in 0..values.len().max(companions.len()).min(most) {
        let value = values.get(place).unwrap_or(&Json::Null);
        match kind {
            Kind::Primitive("xhtml") => {
                out.push_str(&value.as_str().map_or_else(String::new, xhtml::div));
            }
            Kind::Primitive(_) => push_primitive(name, value, companions.get(place), out),
            Kind::Complex(of) => push_object(name, of, value, out),
            Kind::Reference(_) => push_object(name, "Reference", value, out),
            Kind::Resource => push_holder(name, value, out),
        }
    }
}

fn push_object(name: &str, of: &str, value: &Json, out: &mut String) {
    if definitions().resource(of).is_some() {
        push_holder(name, value, out);
    } else if let Some(object) = value.as_object() {
        push_start(name, out);
        push_rest(name, of, Some(object), out);
    }
}

/// The element that has a resource for its only child.
fn push_holder(name: &str, value: &Json, out: &mut String) {
    if value.as_object().is_some() {
        push_start(name, out);
        out.push('>');
        push_resource(value, None, out);
        push_end(name, out);
    }
}

fn push_primitive(name: &str, value: &Json, companion: Option<&Json>, out: &mut String) {
    let text = match value {
        Json::Bool(true) => Some("true"),
        Json::Bool(false) => Some("false"),
        Json::Number(text) | Json::String(text) => Some(text.as_ref()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    };
    let companion = companion.and_then(Json::as_object).filter(|object| !object.0.is_empty());
    if text.is_none() && companion.is_none() {
        return;
    }
    push_start(name, out);
    if let Some(text) = text {
        push_attribute("value", text, out);
    }
    push_rest(name, "Element", companion, out);
}

fn push_start(name: &str, out: &mut String) {
    out.push('<');
    out.push_str(name);
}

fn push_end(name: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

fn push_attribute(name: &str, text: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push(text, Place::Attribute, out);
    out.push('"');
}
