//! Chained conditions: `subject:Patient.family=Ким` asks something of what a reference points at.
//! <https://hl7.org/fhir/R4/search.html#chaining>

use super::super::definitions::{Parameter, ParameterKind, definitions};
use super::super::json::Json;
use super::super::outcome::{Issue, IssueCode};
use super::super::validate::target_type;
use super::{Condition, values};

/// How many references one condition may follow.
const STEPS_MAX: usize = 3;

/// A condition on what a reference of a resource leads to.
#[derive(Debug)]
pub struct Chain {
    parameter: &'static Parameter,
    /// What is asked, by the type that is pointed at.
    links: Vec<(&'static str, Link)>,
}

#[derive(Debug)]
pub enum Link {
    Condition(Condition),
    Chain(Box<Chain>),
}

impl Link {
    /// Reads a condition or a chain. `Ok(None)` where the type has no such parameter.
    pub fn read(kind: &str, name: &str, value: &str) -> Result<Option<Self>, Issue> {
        Self::read_step(kind, name, value, STEPS_MAX)
    }

    fn read_step(kind: &str, name: &str, value: &str, steps: usize) -> Result<Option<Self>, Issue> {
        match name.split_once('.') {
            None => Ok(Condition::read(kind, name, value)?.map(Self::Condition)),
            Some((head, rest)) => {
                let chain = Chain::read(kind, (head, rest), value, steps)?;
                Ok(chain.map(|chain| Self::Chain(Box::new(chain))))
            }
        }
    }
}

impl Chain {
    fn read(
        kind: &str,
        (head, rest): (&str, &str),
        value: &str,
        steps: usize,
    ) -> Result<Option<Self>, Issue> {
        if steps == 0 {
            let what = format!("a chain follows {STEPS_MAX} references at most");
            return Err(Issue::error(IssueCode::TooCostly, what));
        }
        let (code, named) = match head.split_once(':') {
            Some((code, named)) => (code, Some(named)),
            None => (head, None),
        };
        let reference = |known: &&Parameter| known.kind == ParameterKind::Reference;
        let Some(parameter) = definitions().parameter(kind, code).filter(reference) else {
            return Ok(None);
        };
        let (mut links, mut wrong) = (Vec::new(), None);
        for target in targets(parameter, named)? {
            match Link::read_step(target, rest, value, steps - 1) {
                Ok(Some(link)) => links.push((target, link)),
                Ok(None) => {}
                Err(issue) => wrong = Some(issue),
            }
        }
        match (links.is_empty(), wrong) {
            (true, Some(issue)) => Err(issue),
            (true, None) => Ok(None),
            (false, _) => Ok(Some(Self { parameter, links })),
        }
    }

    /// What is asked of each type that is pointed at.
    pub fn links(&self) -> &[(&'static str, Link)] {
        &self.links
    }

    /// What of a resource is followed, as `Type/id`.
    pub fn followed(&self, resource: &Json) -> Vec<String> {
        let paths = self.parameter.paths.iter();
        let found = paths.flat_map(|path| values(resource, &path.names));
        let texts = found.filter_map(|value| value.text("reference"));
        texts.filter_map(|text| self.leads(text)).collect()
    }

    fn leads(&self, reference: &str) -> Option<String> {
        let kind = target_type(reference)?;
        let path = reference.split("/_history/").next()?;
        let id = path.rsplit('/').next()?;
        self.links.iter().any(|(known, _)| *known == kind).then(|| format!("{kind}/{id}"))
    }
}

/// The types a chain may go on with: the one that is named, the one the parameter is about, else all.
fn targets(parameter: &Parameter, named: Option<&str>) -> Result<Vec<&'static str>, Issue> {
    if let Some(named) = named {
        let known = definitions().resource_name(named);
        let unknown = || {
            let what = format!("FHIR R4 has no resource `{named}`");
            Issue::error(IssueCode::NotSupported, what)
        };
        return Ok(vec![known.ok_or_else(unknown)?]);
    }
    let about: Vec<&str> = parameter.paths.iter().filter_map(|path| path.target).collect();
    if about.is_empty() { Ok(definitions().resources()) } else { Ok(about) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(kind: &str, name: &str) -> Option<Chain> {
        match Link::read(kind, name, "x").unwrap() {
            Some(Link::Chain(chain)) => Some(*chain),
            Some(Link::Condition(_)) | None => None,
        }
    }

    #[test]
    fn a_chain_asks_the_type_that_is_meant() {
        let kinds = |name: &str| -> Vec<&str> {
            chain("Observation", name).unwrap().links().iter().map(|(kind, _)| *kind).collect()
        };
        assert_eq!(kinds("patient.family"), ["Patient"]);
        assert_eq!(kinds("subject:Patient.name:exact"), ["Patient"]);
        // Whatever has a name or bears a status, where it is not said what is meant.
        assert!(kinds("performer.name").contains(&"Organization"));
        assert!(!kinds("performer.family").contains(&"Organization"));
        assert!(kinds("encounter.status").contains(&"Encounter"));
    }

    #[test]
    fn only_what_is_asked_about_is_followed() {
        let chain = chain("Observation", "performer:Practitioner.family").unwrap();
        let resource = Json::parse(
            r#"{"resourceType":"Observation","performer":[{"reference":"Practitioner/1"},
            {"reference":"https://a.example/fhir/Practitioner/2/_history/3"},{"reference":"Organization/1"},
            {"display":"x"}]}"#,
        )
        .unwrap();
        assert_eq!(chain.followed(&resource), ["Practitioner/1", "Practitioner/2"]);
    }

    #[test]
    fn what_cannot_be_followed_is_told() {
        assert!(chain("Observation", "code.text").is_none());
        assert!(chain("Observation", "patient.colour").is_none());
        assert!(Link::read("Observation", "subject:Person1.name", "x").is_err());
        assert!(Link::read("Observation", "patient.birthdate", "yesterday").is_err());
        let long = "encounter.part-of.part-of.part-of.status";
        assert!(Link::read("Observation", long, "finished").is_err());
    }
}
