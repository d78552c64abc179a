//! Whether a resource is what a search asks for: <https://hl7.org/fhir/R4/search.html>.

mod chain;

use time::{Duration, OffsetDateTime};

pub use chain::{Chain, Link};

use super::definitions::{Parameter, ParameterKind, Path, definitions};
use super::json::Json;
use super::outcome::{Issue, IssueCode};
use super::validate::target_type;
use super::when::Span;

/// One condition: any of the values, of one parameter.
#[derive(Debug)]
pub struct Condition {
    parameter: Asked,
    modifier: Option<Modifier>,
    values: Vec<String>,
}

/// What is looked at.
#[derive(Debug)]
enum Asked {
    Known(&'static Parameter),
    Id,
    LastUpdated,
    /// `_tag`, `_security` or `_profile`: a member of `meta`.
    Meta(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Modifier {
    Missing,
    Exact,
    Contains,
    Not,
    Text,
    Identifier,
    /// Of a reference: the type it points at.
    Type(&'static str),
}

impl Condition {
    /// Reads `code=value`, `code:modifier=value`. `Ok(None)` where the type has no such parameter.
    pub fn read(kind: &str, name: &str, value: &str) -> Result<Option<Self>, Issue> {
        let (code, modifier) = match name.split_once(':') {
            Some((code, modifier)) => (code, Some(modifier)),
            None => (name, None),
        };
        let parameter = match code {
            "_id" => Asked::Id,
            "_lastUpdated" => Asked::LastUpdated,
            "_tag" => Asked::Meta("tag"),
            "_security" => Asked::Meta("security"),
            "_profile" => Asked::Meta("profile"),
            code => match definitions().parameter(kind, code) {
                Some(known) => Asked::Known(known),
                None => return Ok(None),
            },
        };
        let modifier = match modifier {
            None => None,
            Some("missing") => Some(Modifier::Missing),
            Some("exact") => Some(Modifier::Exact),
            Some("contains") => Some(Modifier::Contains),
            Some("not") => Some(Modifier::Not),
            Some("text") => Some(Modifier::Text),
            Some("identifier") => Some(Modifier::Identifier),
            Some(other) => {
                let kind = definitions().resource_name(other);
                let unknown = || {
                    Issue::error(
                        IssueCode::NotSupported,
                        format!("the modifier `{other}` is not served"),
                    )
                };
                Some(Modifier::Type(kind.ok_or_else(unknown)?))
            }
        };
        let values: Vec<String> = split_values(value);
        let condition = Self { parameter, modifier, values };
        condition.check(name)?;
        Ok(Some(condition))
    }

    fn check(&self, name: &str) -> Result<(), Issue> {
        let wrong = |what: &str| Err(Issue::error(IssueCode::Value, format!("{name}: {what}")));
        if self.modifier == Some(Modifier::Missing) {
            let is_bool =
                self.values.iter().all(|value| matches!(value.as_str(), "true" | "false"));
            return if is_bool { Ok(()) } else { wrong("true or false is expected") };
        }
        let kind = match self.parameter {
            Asked::Known(known) => known.kind,
            Asked::LastUpdated => ParameterKind::Date,
            Asked::Id | Asked::Meta(_) => ParameterKind::Token,
        };
        match kind {
            ParameterKind::Date => {
                let is_date = |value: &String| Span::parse(prefix(value).1).is_some();
                if !self.values.iter().all(is_date) {
                    return wrong("a date is expected, such as ge2024-01-31");
                }
            }
            ParameterKind::Number | ParameterKind::Quantity => {
                let is_number = |value: &String| {
                    let number = prefix(value).1.split('|').next().unwrap_or_default();
                    number.parse::<f64>().is_ok_and(f64::is_finite)
                };
                if !self.values.iter().all(is_number) {
                    return wrong("a number is expected, such as gt5.4");
                }
            }
            ParameterKind::Token
            | ParameterKind::Reference
            | ParameterKind::String
            | ParameterKind::Uri => {}
        }
        Ok(())
    }

    /// The references the condition names, where it is one of a reference.
    pub fn references(&self) -> Option<(&'static str, Vec<String>)> {
        let Asked::Known(known) = self.parameter else { return None };
        let is_plain = matches!(self.modifier, None | Some(Modifier::Type(_)));
        if known.kind != ParameterKind::Reference || !is_plain {
            return None;
        }
        let kind = match self.modifier {
            Some(Modifier::Type(kind)) => Some(kind),
            _ => known.paths.iter().find_map(|path| path.target),
        };
        let whole = |value: &String| match (value.contains('/'), kind) {
            (false, Some(kind)) => format!("{kind}/{value}"),
            _ => value.clone(),
        };
        Some((known.code, self.values.iter().map(whole).collect()))
    }

    /// Where one of these references is asked for, the others mean the same: several systems each send
    /// a Patient of their own for one card.
    pub fn take_as_same(&mut self, references: &[String]) {
        let Some((_, asked)) = self.references() else { return };
        let is = |wanted: &String, known: &String| {
            wanted == known
                || wanted.strip_suffix(known.as_str()).is_some_and(|rest| rest.ends_with('/'))
        };
        if asked.iter().any(|wanted| references.iter().any(|known| is(wanted, known))) {
            self.values.extend_from_slice(references);
        }
    }

    /// The ids asked for, where this is `_id`.
    pub fn ids(&self) -> Option<&[String]> {
        matches!(self.parameter, Asked::Id).then_some(&self.values)
    }

    /// The identifiers asked for, as (system, value), where this is `identifier`.
    pub fn identifiers(&self) -> Option<Vec<(&str, &str)>> {
        let Asked::Known(known) = self.parameter else { return None };
        let is_plain = known.code == "identifier" && self.modifier.is_none();
        is_plain.then(|| {
            self.values.iter().map(|value| value.split_once('|').unwrap_or(("", value))).collect()
        })
    }

    /// Whether a resource last updated `at` meets the condition.
    pub fn holds(&self, resource: &Json, at: OffsetDateTime) -> bool {
        match self.parameter {
            Asked::Id => self.values.iter().any(|value| resource.text("id") == Some(value)),
            Asked::LastUpdated => {
                let span = Span { start: at, end: at + Duration::MICROSECOND, has_time: true };
                self.values.iter().any(|value| meets(value, span))
            }
            Asked::Meta(name) => {
                let found = resource.get("meta").map_or(&[][..], |meta| meta.list(name));
                self.any_token(&found.iter().collect::<Vec<_>>())
            }
            Asked::Known(known) => {
                let found: Vec<(&Json, &Path)> = known
                    .paths
                    .iter()
                    .flat_map(|path| {
                        values(resource, &path.names).into_iter().map(move |v| (v, path))
                    })
                    .collect();
                self.known_holds(known.kind, &found)
            }
        }
    }

    fn known_holds(&self, kind: ParameterKind, found: &[(&Json, &Path)]) -> bool {
        let plain: Vec<&Json> = found.iter().map(|(value, _)| *value).collect();
        if self.modifier == Some(Modifier::Missing) {
            return self.values.iter().any(|value| (value == "true") == plain.is_empty());
        }
        match kind {
            ParameterKind::Token => self.any_token(&plain),
            ParameterKind::Reference => found.iter().any(|(value, path)| {
                self.values.iter().any(|wanted| self.is_reference(value, path, wanted))
            }),
            ParameterKind::Date => plain
                .iter()
                .filter_map(|value| span(value))
                .any(|span| self.values.iter().any(|wanted| meets(wanted, span))),
            ParameterKind::String => plain
                .iter()
                .any(|value| self.values.iter().any(|wanted| self.has_words(value, wanted))),
            ParameterKind::Number | ParameterKind::Quantity => plain
                .iter()
                .any(|value| self.values.iter().any(|wanted| is_quantity(value, wanted))),
            ParameterKind::Uri => plain
                .iter()
                .any(|value| self.values.iter().any(|wanted| value.as_str() == Some(wanted))),
        }
    }

    fn any_token(&self, found: &[&Json]) -> bool {
        let holds = |wanted: &String| match self.modifier {
            Some(Modifier::Text) => found.iter().any(|value| has_text(value, wanted)),
            _ => found.iter().any(|value| is_token(value, wanted)),
        };
        let any = self.values.iter().any(holds);
        any != (self.modifier == Some(Modifier::Not))
    }

    fn is_reference(&self, value: &Json, path: &Path, wanted: &str) -> bool {
        if self.modifier == Some(Modifier::Identifier) {
            return value.get("identifier").is_some_and(|identifier| is_token(identifier, wanted));
        }
        let Some(reference) = value.text("reference").or_else(|| value.as_str()) else {
            return false;
        };
        let kind = target_type(reference);
        if path.target.is_some_and(|target| kind.is_some_and(|kind| kind != target)) {
            return false;
        }
        if let Some(Modifier::Type(target)) = self.modifier
            && kind != Some(target)
        {
            return false;
        }
        reference == wanted
            || reference.strip_suffix(wanted).is_some_and(|rest| rest.ends_with('/'))
            // A search by this server's own URL finds what is written shortly.
            || (wanted.contains("://")
                && wanted.strip_suffix(reference).is_some_and(|rest| rest.ends_with('/')))
    }

    fn has_words(&self, value: &Json, wanted: &str) -> bool {
        match value {
            Json::String(text) => match self.modifier {
                Some(Modifier::Exact) => text == wanted,
                Some(Modifier::Contains) => plain_text(text).contains(&plain_text(wanted)),
                _ => plain_text(text).starts_with(&plain_text(wanted)),
            },
            Json::Array(items) => items.iter().any(|item| self.has_words(item, wanted)),
            // A name or an address: any of its parts.
            Json::Object(object) => object.0.iter().any(|(name, part)| {
                !matches!(name.as_ref(), "use" | "period" | "extension" | "id" | "type")
                    && self.has_words(part, wanted)
            }),
            Json::Null | Json::Bool(_) | Json::Number(_) => false,
        }
    }
}

/// What `path` leads to; the last name may stand for any type of a choice element.
pub fn values<'v, 'j>(resource: &'v Json<'j>, names: &[&str]) -> Vec<&'v Json<'j>> {
    let Some((first, rest)) = names.split_first() else { return resource.items().iter().collect() };
    resource
        .items()
        .iter()
        .filter_map(|item| {
            let object = item.as_object()?;
            object.get(first).or_else(|| {
                let is_choice = |name: &str| {
                    let suffix = name.strip_prefix(first);
                    suffix
                        .is_some_and(|suffix| suffix.starts_with(|c: char| c.is_ascii_uppercase()))
                };
                object.0.iter().find(|(name, _)| is_choice(name)).map(|(_, value)| value)
            })
        })
        .flat_map(|value| values(value, rest))
        .collect()
}

/// Sorting: what a parameter's first value sorts as; dates as moments, the rest as text.
pub fn sort_key(kind: &str, code: &str, resource: &Json, at: OffsetDateTime) -> Option<String> {
    let moment = |at: OffsetDateTime| format!("{:020}", at.unix_timestamp_nanos() + (1 << 100));
    match code {
        "_id" => return resource.text("id").map(str::to_owned),
        "_lastUpdated" => return Some(moment(at)),
        _ => {}
    }
    let known = definitions().parameter(kind, code)?;
    let found = known.paths.iter().flat_map(|path| values(resource, &path.names)).next()?;
    match known.kind {
        ParameterKind::Date => span(found).map(|span| moment(span.start)),
        ParameterKind::Token
        | ParameterKind::Reference
        | ParameterKind::String
        | ParameterKind::Number
        | ParameterKind::Quantity
        | ParameterKind::Uri => Some(first_text(found)),
    }
}

fn first_text(value: &Json) -> String {
    match value {
        Json::String(text) | Json::Number(text) => plain_text(text),
        Json::Bool(is) => is.to_string(),
        Json::Array(items) => items.first().map(first_text).unwrap_or_default(),
        Json::Object(object) => {
            const NAMES: [&str; 8] =
                ["family", "code", "value", "coding", "reference", "text", "display", "given"];
            NAMES.iter().find_map(|name| object.get(name)).map(first_text).unwrap_or_default()
        }
        Json::Null => String::new(),
    }
}

/// At commas that are not escaped; `\,`, `\$`, `\|` and `\\` are what follows the backslash.
fn split_values(text: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            ',' => values.push(String::new()),
            '\\' => {
                if let (Some(last), Some(next)) = (values.last_mut(), chars.next()) {
                    last.push(next);
                }
            }
            other => {
                if let Some(last) = values.last_mut() {
                    last.push(other);
                }
            }
        }
    }
    values.retain(|value| !value.is_empty());
    values
}

/// Letters as people compare them: small, `ё` as `е`.
fn plain_text(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(|c| if c == 'ё' { 'е' } else { c }).collect()
}

fn prefix(value: &str) -> (&str, &str) {
    match value.split_at_checked(2) {
        Some((two, rest))
            if matches!(two, "eq" | "ne" | "gt" | "lt" | "ge" | "le" | "sa" | "eb" | "ap") =>
        {
            (two, rest)
        }
        _ => ("eq", value),
    }
}

/// The span of a date, a Period or the bounds of a Timing.
fn span(value: &Json) -> Option<Span> {
    if let Some(text) = value.as_str() {
        return Span::parse(text);
    }
    let far = |days: i64| OffsetDateTime::UNIX_EPOCH + Duration::days(days);
    let period = value.at("repeat.boundsPeriod").unwrap_or(value);
    let start = period.text("start").and_then(Span::parse).map(|span| span.start);
    let end = period.text("end").and_then(Span::parse).map(|span| span.end);
    if start.is_none() && end.is_none() {
        return value.list("event").iter().filter_map(Json::as_str).find_map(Span::parse);
    }
    // An open end never comes.
    let (start, end) =
        (start.unwrap_or_else(|| far(-100_000)), end.unwrap_or_else(|| far(100_000)));
    Some(Span { start, end, has_time: true })
}

/// <https://hl7.org/fhir/R4/search.html#prefix>
fn meets(wanted: &str, is: Span) -> bool {
    let (prefix, text) = prefix(wanted);
    let Some(wanted) = Span::parse(text) else { return false };
    let within = wanted.start <= is.start && is.end <= wanted.end;
    match prefix {
        "ne" => !within,
        "gt" => is.end > wanted.end,
        "lt" => is.start < wanted.start,
        "ge" => is.end > wanted.end || within || is.start >= wanted.start,
        "le" => is.start < wanted.start || within || is.end <= wanted.end,
        "sa" => is.start >= wanted.end,
        "eb" => is.end <= wanted.start,
        "ap" => {
            let slack = (wanted.end - wanted.start).max(Duration::DAY);
            is.start < wanted.end + slack && wanted.start - slack < is.end
        }
        _ => within,
    }
}

fn is_token(value: &Json, wanted: &str) -> bool {
    let (system, code) = match wanted.split_once('|') {
        Some((system, code)) => (Some(system), code),
        None => (None, wanted),
    };
    let matches = |found_system: Option<&str>, found: &str| {
        let system_fits = match system {
            None => true,
            Some("") => found_system.is_none(),
            Some(system) => found_system == Some(system),
        };
        system_fits && (code.is_empty() || found == code)
    };
    match value {
        Json::String(text) => matches(None, text) || (system.is_some() && code == text),
        Json::Bool(is) => code == if *is { "true" } else { "false" },
        Json::Number(text) => code == text,
        Json::Array(items) => items.iter().any(|item| is_token(item, wanted)),
        Json::Object(object) => {
            if let Some(codings) = object.get("coding") {
                return codings.items().iter().any(|coding| is_token(coding, wanted));
            }
            let found = object.get("code").or_else(|| object.get("value"));
            let found_system = object.get("system").and_then(Json::as_str);
            found.and_then(Json::as_str).is_some_and(|found| matches(found_system, found))
        }
        Json::Null => false,
    }
}

fn has_text(value: &Json, wanted: &str) -> bool {
    let codings = value.list("coding").iter().filter_map(|coding| coding.text("display"));
    let own = [value.text("text"), value.text("display")];
    let wanted = plain_text(wanted);
    codings.chain(own.into_iter().flatten()).any(|text| plain_text(text).contains(&wanted))
}

fn is_quantity(value: &Json, wanted: &str) -> bool {
    let (prefix, rest) = prefix(wanted);
    let mut parts = rest.split('|');
    let number = parts.next().unwrap_or_default();
    let (system, code) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let found = value.get("value").unwrap_or(value).as_f64();
    let (Some(found), Ok(wanted)) = (found, number.parse::<f64>()) else { return false };
    let fits = |name: &str, wanted: &str| wanted.is_empty() || value.text(name) == Some(wanted);
    if !fits("system", system) || !(fits("code", code) || fits("unit", code)) {
        return false;
    }
    // `5.4` means from 5.35 to below 5.45.
    let digits = number.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let half = 0.5 / 10f64.powi(i32::try_from(digits).unwrap_or(0));
    let same = (found - wanted).abs() <= half;
    match prefix {
        "ne" => !same,
        "gt" | "sa" => found > wanted,
        "lt" | "eb" => found < wanted,
        "ge" => found >= wanted,
        "le" => found <= wanted,
        "ap" => (found - wanted).abs() <= wanted.abs() * 0.1,
        _ => same,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const OBSERVATION: &str = r#"{"resourceType":"Observation","id":"a","status":"final",
        "meta":{"tag":[{"system":"urn:t","code":"x"}]},
        "category":[{"coding":[{"system":"urn:c","code":"laboratory"}]}],
        "code":{"coding":[{"system":"http://loinc.org","code":"718-7","display":"Гемоглобин"}]},
        "subject":{"reference":"Patient/1"},"effectiveDateTime":"2024-03-05T10:00:00+03:00",
        "valueQuantity":{"value":5.43,"unit":"ммоль/л","code":"mmol/L"},"device":{"display":"d"}}"#;

    fn holds(query: &str) -> bool {
        let (name, value) = query.split_once('=').unwrap();
        let json = Json::parse(OBSERVATION).unwrap();
        let condition = Condition::read("Observation", name, value).unwrap().unwrap();
        condition.holds(&json, datetime!(2026-01-01 00:00 UTC))
    }

    #[test]
    fn conditions_hold_as_the_standard_says() {
        for query in [
            "code=718-7",
            "code=http://loinc.org|718-7",
            "code=http://loinc.org|",
            "code=x,718-7",
            "code:text=гемо",
            "code:not=1",
            "status=final",
            "category=laboratory",
            "patient=1",
            "patient=Patient/1",
            "subject=Patient/1",
            "subject:Patient=1",
            "date=2024-03-05",
            "date=2024",
            "date=ge2024-03-05",
            "date=gt2024-03-04",
            "date=lt2024-03-06",
            "date=le2024-03-05",
            "date=sa2024-03-04",
            "date=eb2024-03-06",
            "date=ne2023",
            "date=ap2024-03-06",
            "value-quantity=5.4",
            "value-quantity=gt5||mmol/L",
            "_id=a",
            "_tag=urn:t|x",
            "_lastUpdated=ge2025",
            "encounter:missing=true",
            "code:missing=false",
        ] {
            assert!(holds(query), "{query}");
        }
        for query in [
            "code=718",
            "code=|718-7",
            "code=urn:x|718-7",
            "code:not=718-7",
            "patient=2",
            "patient=Group/1",
            "date=2024-03-04",
            "date=gt2024-03-05",
            "date=lt2024-03-05",
            "date=sa2024-03-05",
            "date=eb2024-03-05",
            "value-quantity=5.5",
            "value-quantity=gt5||g/L",
            "_id=b",
            "_lastUpdated=lt2025",
            "encounter:missing=false",
        ] {
            assert!(!holds(query), "{query}");
        }
    }

    #[test]
    fn words_are_found_in_all_parts_of_a_name() {
        let json = Json::parse(
            r#"{"resourceType":"Patient","name":[{"use":"official","family":"Королёва","given":["Анна","Ильинична"]}]}"#,
        )
        .unwrap();
        let holds = |name: &str, value: &str| {
            let condition = Condition::read("Patient", name, value).unwrap().unwrap();
            condition.holds(&json, OffsetDateTime::UNIX_EPOCH)
        };
        assert!(holds("name", "короле") && holds("family", "КОРОЛЁ") && holds("given", "ильин"));
        assert!(holds("name:contains", "нична") && holds("family:exact", "Королёва"));
        assert!(
            !holds("name", "нична")
                && !holds("family:exact", "Королева")
                && !holds("name", "official")
        );
    }

    #[test]
    fn what_cannot_be_meant_is_told() {
        assert!(Condition::read("Observation", "date", "yesterday").is_err());
        assert!(Condition::read("Observation", "value-quantity", "much").is_err());
        assert!(Condition::read("Observation", "code:above", "1").is_err());
        assert!(Condition::read("Observation", "colour", "red").unwrap().is_none());
    }
}
