//! A search as it was asked: what is looked for, and how it is to be given.

use shared::interop::fhir::definitions::definitions;
use shared::interop::fhir::json::{Json, object};
use shared::interop::fhir::outcome::{Issue, IssueCode};
use shared::interop::fhir::search::{Chain, Condition, Link};

use super::super::refusal::Refusal;

/// Results on a page when the caller does not say, and the most there are.
const COUNT_DEFAULT: usize = 50;
const COUNT_MAX: usize = 500;

/// A search as it was asked.
pub struct Search<'q> {
    pub kind: &'q str,
    /// Decoded, in their order.
    pub parameters: Vec<(String, String)>,
    /// `Prefer: handling=strict`.
    pub is_strict: bool,
}

pub(super) struct Asked {
    pub conditions: Vec<Condition>,
    /// Conditions on what a reference points at.
    pub chains: Vec<Chain>,
    /// The Patients of the card that is searched: one person.
    pub whose: Vec<String>,
    pub sort: Vec<(String, bool)>,
    pub count: usize,
    pub cursor: Option<String>,
    pub includes: Vec<(String, String)>,
    pub revincludes: Vec<(String, String)>,
    pub elements: Vec<String>,
    pub summary: Option<String>,
    /// What of the query was understood, for `self`.
    pub kept: Vec<(String, String)>,
    pub ignored: Vec<Issue>,
}

impl Asked {
    pub fn read(search: &Search) -> Result<Self, Refusal> {
        let mut asked = Self {
            conditions: Vec::new(),
            chains: Vec::new(),
            whose: Vec::new(),
            sort: Vec::new(),
            count: COUNT_DEFAULT,
            cursor: None,
            includes: Vec::new(),
            revincludes: Vec::new(),
            elements: Vec::new(),
            summary: None,
            kept: Vec::new(),
            ignored: Vec::new(),
        };
        for (name, value) in &search.parameters {
            if value.is_empty() {
                continue;
            }
            if asked.take(search.kind, name, value)? {
                if name != "_cursor" {
                    asked.kept.push((name.clone(), value.clone()));
                }
            } else {
                let what = format!("{} has no search parameter `{name}`", search.kind);
                let issue = Issue::error(IssueCode::NotSupported, what);
                if search.is_strict {
                    return Err(Refusal::new(400, issue));
                }
                asked.ignored.push(issue.warning());
            }
        }
        Ok(asked)
    }

    /// Says whether the parameter is known.
    fn take(&mut self, kind: &str, name: &str, value: &str) -> Result<bool, Refusal> {
        let bad = |what: &str| {
            Refusal::new(400, Issue::error(IssueCode::Value, format!("{name}: {what}")))
        };
        let pair = |value: &str| {
            let mut parts = value.split(':');
            Some((parts.next()?.to_owned(), parts.next()?.to_owned()))
        };
        match name {
            "_format" | "_pretty" | "_total" => {}
            "_count" => {
                let count: usize = value.parse().map_err(|_| bad("a number is expected"))?;
                self.count = count.min(COUNT_MAX);
            }
            "_cursor" => self.cursor = Some(value.to_owned()),
            "_sort" => {
                for code in value.split(',') {
                    let (code, is_down) = match code.strip_prefix('-') {
                        Some(code) => (code, true),
                        None => (code, false),
                    };
                    let is_known = matches!(code, "_id" | "_lastUpdated")
                        || definitions().parameter(kind, code).is_some();
                    if !is_known {
                        return Err(bad("not a parameter of this type"));
                    }
                    self.sort.push((code.to_owned(), is_down));
                }
            }
            "_include" | "_include:iterate" => {
                self.includes.push(pair(value).ok_or_else(|| bad("Type:parameter is expected"))?);
            }
            "_revinclude" | "_revinclude:iterate" => {
                self.revincludes
                    .push(pair(value).ok_or_else(|| bad("Type:parameter is expected"))?);
            }
            "_elements" => self.elements.extend(value.split(',').map(str::to_owned)),
            "_summary" => {
                if !matches!(value, "true" | "false" | "text" | "data" | "count") {
                    return Err(bad("true, false, text, data or count is expected"));
                }
                self.summary = Some(value.to_owned());
            }
            name => {
                let read = Link::read(kind, name, value);
                match read.map_err(|issue| Refusal::new(400, issue))? {
                    Some(Link::Condition(condition)) => self.conditions.push(condition),
                    Some(Link::Chain(chain)) => self.chains.push(*chain),
                    None => return Ok(false),
                }
            }
        }
        Ok(true)
    }
}

impl Asked {
    /// What `_elements` and `_summary` leave of a resource, marked as a part.
    pub fn cut(&self, mut json: Json<'static>) -> Json<'static> {
        let always = |name: &str| matches!(name, "resourceType" | "id" | "meta");
        let Json::Object(resource) = &mut json else { return json };
        let kind =
            resource.get("resourceType").and_then(Json::as_str).unwrap_or_default().to_owned();
        let required = |name: &str| {
            let known = definitions().resource(&kind);
            known.is_some_and(|known| {
                known.elements.iter().any(|element| element.name == name && element.is_required)
            })
        };
        if self.elements.is_empty() {
            match self.summary.as_deref() {
                Some("text") => {
                    resource.0.retain(|(name, _)| always(name) || required(name) || name == "text");
                }
                Some("data") => {
                    resource.remove("text");
                }
                Some("true") => {
                    for name in ["text", "contained", "extension"] {
                        resource.remove(name);
                    }
                }
                Some(_) | None => return json,
            }
        } else {
            resource.0.retain(|(name, _)| {
                always(name)
                    || required(name)
                    || self.elements.iter().any(|wanted| name.starts_with(wanted.as_str()))
            });
        }
        let subsetted = object([
            ("system", Json::str("http://terminology.hl7.org/CodeSystem/v3-ObservationValue")),
            ("code", Json::str("SUBSETTED")),
        ]);
        if let Some(Json::Object(meta)) = resource.get_mut("meta") {
            match meta.get_mut("tag") {
                Some(Json::Array(tags)) => tags.push(subsetted),
                Some(_) | None => meta.set("tag", Json::Array(vec![subsetted])),
            }
        }
        json
    }
}
