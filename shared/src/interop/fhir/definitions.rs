//! What FHIR R4 says of its types: elements, how many, of which kinds, which codes; what can be
//! searched for; and which references put a resource into a patient's compartment.
//!
//! Made by `definitions/generate.py` of HL7's own `StructureDefinitions`, `ValueSets`,
//! `SearchParameters` and `CompartmentDefinition`, version 4.0.1 (public domain, CC0).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A resource type, data type or part of one, such as `Observation.referenceRange`.
#[derive(Debug)]
pub struct Type {
    pub is_resource: bool,
    /// By the name in JSON: `value[x]` is here as `valueQuantity`, `valueString` and so on.
    pub members: HashMap<String, Member>,
    /// In the order they have in XML.
    pub elements: Vec<Element>,
}

#[derive(Debug)]
pub struct Element {
    /// Without `[x]`.
    pub name: &'static str,
    pub is_required: bool,
    pub is_list: bool,
    pub is_choice: bool,
    pub kinds: Vec<Kind>,
    /// The codes a required binding allows, where they can be listed.
    pub codes: Option<&'static ValueSet>,
}

/// One name an element has in JSON.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Its place in [`Type::elements`].
    pub element: usize,
    /// Its place in [`Element::kinds`].
    pub kind: usize,
}

#[derive(Debug)]
pub enum Kind {
    Primitive(&'static str),
    /// The name of a [`Type`].
    Complex(&'static str),
    /// The types it may point at; any where empty.
    Reference(Vec<&'static str>),
    /// A resource in a resource.
    Resource,
}

#[derive(Debug, Default)]
pub struct ValueSet {
    pub name: &'static str,
    /// (system, codes).
    pub systems: Vec<(&'static str, HashSet<&'static str>)>,
}

/// A search parameter of one resource type.
#[derive(Debug)]
pub struct Parameter {
    pub code: &'static str,
    pub kind: ParameterKind,
    pub paths: Vec<Path>,
}

/// Where to look, and at which type a reference there has to point.
#[derive(Debug)]
pub struct Path {
    pub names: Vec<&'static str>,
    pub target: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    Token,
    Reference,
    Date,
    String,
    Number,
    Quantity,
    Uri,
}

impl ParameterKind {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Reference => "reference",
            Self::Date => "date",
            Self::String => "string",
            Self::Number => "number",
            Self::Quantity => "quantity",
            Self::Uri => "uri",
        }
    }
}

/// Everything, read once.
pub struct Definitions {
    types: HashMap<&'static str, Type>,
    parameters: HashMap<&'static str, Vec<Parameter>>,
    compartment: HashMap<&'static str, Vec<&'static str>>,
}

static DEFINITIONS: LazyLock<Definitions> = LazyLock::new(Definitions::read);
static VALUE_SETS: LazyLock<HashMap<&'static str, ValueSet>> = LazyLock::new(read_value_sets);

pub fn definitions() -> &'static Definitions {
    &DEFINITIONS
}

impl Definitions {
    pub fn find(&self, name: &str) -> Option<&Type> {
        self.types.get(name)
    }

    /// A type that can be asked for by itself: `Patient`, not `HumanName` nor `DomainResource`.
    pub fn resource(&self, name: &str) -> Option<&Type> {
        self.types.get(name).filter(|known| known.is_resource)
    }

    /// The name of a resource type, as it lives here.
    pub fn resource_name(&self, name: &str) -> Option<&'static str> {
        let (name, known) = self.types.get_key_value(name)?;
        known.is_resource.then_some(*name)
    }

    /// The types' names, in order.
    pub fn resources(&self) -> Vec<&'static str> {
        let resources = self.types.iter().filter(|(_, known)| known.is_resource);
        let mut names: Vec<_> = resources.map(|(name, _)| *name).collect();
        names.sort_unstable();
        names
    }

    pub fn parameters(&self, resource: &str) -> &[Parameter] {
        self.parameters.get(resource).map_or(&[], Vec::as_slice)
    }

    pub fn parameter(&self, resource: &str, code: &str) -> Option<&Parameter> {
        self.parameters(resource).iter().find(|parameter| parameter.code == code)
    }

    /// The search parameters whose reference puts a resource into a patient's compartment, the
    /// one that says whose it is first.
    pub fn compartment(&self, resource: &str) -> &[&'static str] {
        self.compartment.get(resource).map_or(&[], Vec::as_slice)
    }

    fn read() -> Self {
        let lines = include_str!("definitions/types.txt").lines();
        let lines: Lines = lines.filter_map(|line| line.split_once('<')).collect();
        let types = lines.keys().map(|name| (*name, read_type(&lines, name))).collect();
        let mut parameters: HashMap<_, Vec<Parameter>> = HashMap::new();
        for line in include_str!("definitions/search.txt").lines() {
            if let Some((resource, parameter)) = read_parameter(line) {
                parameters.entry(resource).or_default().push(parameter);
            }
        }
        let compartment = include_str!("definitions/compartment.txt").lines().filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, cells.collect()))
        });
        Self { types, parameters, compartment: compartment.collect() }
    }
}

/// From a type's name to what follows it in its line.
type Lines = HashMap<&'static str, &'static str>;

fn read_type(lines: &Lines, name: &str) -> Type {
    let elements = read_elements(lines, name);
    let mut members = HashMap::new();
    for (element, known) in elements.iter().enumerate() {
        for (kind, what) in known.kinds.iter().enumerate() {
            let name = if known.is_choice {
                format!("{}{}", known.name, what.suffix())
            } else {
                known.name.to_owned()
            };
            members.entry(name).or_insert(Member { element, kind });
        }
    }
    let mut base = base_of(lines, name);
    while !matches!(base, None | Some("Resource")) {
        base = base.and_then(|base| base_of(lines, base));
    }
    Type { is_resource: base.is_some() && name != "DomainResource", members, elements }
}

fn base_of(lines: &Lines, name: &str) -> Option<&'static str> {
    lines.get(name)?.split('\t').next().filter(|base| !base.is_empty())
}

/// What a type has of its base comes first, as in XML.
fn read_elements(lines: &Lines, name: &str) -> Vec<Element> {
    let mut elements =
        base_of(lines, name).map_or_else(Vec::new, |base| read_elements(lines, base));
    let own = lines.get(name).into_iter().flat_map(|line| line.split('\t').skip(1));
    elements.extend(own.filter_map(read_element));
    elements
}

impl Kind {
    fn read(word: &'static str) -> Self {
        if let Some(path) = word.strip_prefix('@') {
            return Self::Complex(path);
        }
        if let Some(targets) = word.strip_prefix("Reference") {
            let targets = targets.trim_matches(['(', ')']);
            return Self::Reference(targets.split(',').filter(|name| !name.is_empty()).collect());
        }
        match word {
            "Resource" => Self::Resource,
            word if word.starts_with(|c: char| c.is_ascii_lowercase()) => Self::Primitive(word),
            word => Self::Complex(word),
        }
    }

    /// What a choice element's name ends in: `Quantity`, `DateTime`.
    pub fn suffix(&self) -> String {
        let word = match self {
            Self::Primitive(word) | Self::Complex(word) => word,
            Self::Reference(_) => "Reference",
            Self::Resource => "Resource",
        };
        let mut chars = word.chars();
        chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
    }
}

fn read_element(cell: &'static str) -> Option<Element> {
    let (cell, codes) = match cell.split_once('=') {
        Some((cell, set)) => (cell, VALUE_SETS.get(set)),
        None => (cell, None),
    };
    let place = cell.find(['?', '!', '*', '+'])?;
    let (name, rest) = cell.split_at_checked(place)?;
    let (card, kinds) = rest.split_at_checked(1)?;
    Some(Element {
        name: name.trim_end_matches("[x]"),
        is_required: matches!(card, "!" | "+"),
        is_list: matches!(card, "*" | "+"),
        is_choice: name.ends_with("[x]"),
        kinds: kinds.split('|').map(Kind::read).collect(),
        codes,
    })
}

fn read_value_sets() -> HashMap<&'static str, ValueSet> {
    let lines = include_str!("definitions/value_sets.txt").lines();
    lines
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let name = cells.next()?;
            let systems = cells.filter_map(|cell| {
                let (system, codes) = cell.split_once('|')?;
                Some((system, codes.split(' ').collect()))
            });
            Some((name, ValueSet { name, systems: systems.collect() }))
        })
        .collect()
}

fn read_parameter(line: &'static str) -> Option<(&'static str, Parameter)> {
    let mut cells = line.split('\t');
    let (resource, code) = (cells.next()?, cells.next()?);
    let kind = match cells.next()? {
        "token" => ParameterKind::Token,
        "reference" => ParameterKind::Reference,
        "date" => ParameterKind::Date,
        "string" => ParameterKind::String,
        "number" => ParameterKind::Number,
        "quantity" => ParameterKind::Quantity,
        "uri" => ParameterKind::Uri,
        _ => return None,
    };
    let paths = cells.map(|cell| {
        let (path, target) = match cell.split_once(':') {
            Some((path, target)) => (path, Some(target)),
            None => (cell, None),
        };
        Path { names: path.split('.').collect(), target }
    });
    Some((resource, Parameter { code, kind, paths: paths.collect() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_observation_is_what_the_standard_says() {
        let observation = definitions().resource("Observation").unwrap();
        let status = observation.members["status"];
        let element = &observation.elements[status.element];
        assert!(element.is_required && !element.is_list);
        assert!(element.codes.unwrap().systems[0].1.contains("entered-in-error"));
        assert!(observation.members.contains_key("valueQuantity"));
        assert!(observation.members.contains_key("effectiveDateTime"));
        // Inherited, and first.
        assert_eq!(observation.elements[0].name, "id");
        assert!(observation.members.contains_key("contained"));
        assert_eq!(definitions().compartment("Observation")[0], "subject");
        assert!(definitions().resource("HumanName").is_none());
        assert!(definitions().resource("DomainResource").is_none());
        assert_eq!(definitions().resources().len(), 146);
    }

    #[test]
    fn every_kind_named_is_defined() {
        for (name, known) in &definitions().types {
            for element in &known.elements {
                for kind in &element.kinds {
                    if let Kind::Complex(of) = kind {
                        assert!(definitions().find(of).is_some(), "{name}.{}: {of}", element.name);
                    }
                }
            }
        }
    }
}
