//! Whether a resource is what FHIR R4 says it is (INT-2): elements, how many, their formats, the
//! codes of required bindings, and at which types references point.

use std::fmt::Write as _;

use super::definitions::{Element, Kind, Member, Type, ValueSet, definitions};
use super::json::{Json, Object};
use super::outcome::{Issue, IssueCode};

/// How many issues are told: the rest would only be more of the same.
pub const ISSUES_MAX: usize = 20;
/// One string: FHIR's own limit is 1 MB.
const STRING_MAX: usize = 1 << 20;

/// Everything that is wrong with a resource; `path` names it: `Bundle.entry[3].resource`, or its
/// type.
pub fn check(resource: &Json, path: &str) -> Vec<Issue> {
    let mut checker = Checker { path: path.to_owned(), issues: Vec::new() };
    checker.resource(resource);
    checker.issues
}

struct Checker {
    path: String,
    issues: Vec<Issue>,
}

impl Checker {
    fn say(&mut self, code: IssueCode, what: impl Into<String>) {
        if self.issues.len() < ISSUES_MAX {
            self.issues.push(Issue::error(code, what).at(self.path.clone()));
        }
    }

    /// Goes one step down for the length of `work`.
    fn within(&mut self, name: &str, place: Option<usize>, work: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push('.');
        self.path.push_str(name);
        if let Some(place) = place {
            // Writing into a String does not fail.
            let _ = write!(self.path, "[{place}]");
        }
        work(self);
        self.path.truncate(length);
    }

    fn resource(&mut self, resource: &Json) {
        let Some(object) = resource.as_object() else {
            return self.say(IssueCode::Structure, "a resource is an object");
        };
        let Some(name) = resource.text("resourceType") else {
            return self.say(IssueCode::Structure, "`resourceType` is missing");
        };
        let Some(known) = definitions().resource(name) else {
            return self
                .say(IssueCode::Structure, format!("FHIR R4 has no resource `{}`", cut(name)));
        };
        self.members(object, known, true);
        if name == "Bundle" {
            return;
        }
        for (n, contained) in resource.list("contained").iter().enumerate() {
            if contained.get("contained").is_some() {
                self.within("contained", Some(n), |checker| {
                    checker.say(IssueCode::Invariant, "dom-2: what is contained contains nothing");
                });
            }
        }
    }

    fn members(&mut self, object: &Object, known: &Type, is_resource: bool) {
        let mut seen: Vec<usize> = Vec::new();
        for (name, value) in &object.0 {
            if name == "resourceType" && is_resource {
                continue;
            }
            let plain = name.strip_prefix('_').unwrap_or(name);
            let Some(member) = known.members.get(plain) else {
                self.within(cut(name), None, |checker| {
                    checker.say(IssueCode::Structure, "no such element in FHIR R4");
                });
                continue;
            };
            let Some((element, kind)) = element_of(known, *member) else { continue };
            if element.is_choice && plain == name && is_second_choice(object, known, *member, name)
            {
                self.within(element.name, None, |checker| {
                    checker.say(
                        IssueCode::Structure,
                        "only one type of a choice element may be given",
                    );
                });
            }
            seen.push(member.element);
            if plain == name {
                self.value(name, value, element, kind);
            } else {
                self.companion(name, value, element, kind);
            }
        }
        for (place, element) in known.elements.iter().enumerate() {
            if element.is_required && !seen.contains(&place) {
                self.within(element.name, None, |checker| {
                    checker.say(IssueCode::Required, "this element is required");
                });
            }
        }
        if object.0.len() <= usize::from(is_resource) && !is_resource {
            self.say(IssueCode::Invariant, "ele-1: an element has a value or children");
        }
    }

    fn value(&mut self, name: &str, value: &Json, element: &Element, kind: &Kind) {
        match (element.is_list, value) {
            (true, Json::Array(items)) => {
                if items.is_empty() {
                    self.within(name, None, |checker| {
                        checker.say(IssueCode::Structure, "an empty list is left out");
                    });
                }
                for (n, item) in items.iter().enumerate() {
                    self.within(name, Some(n), |checker| {
                        // A null keeps the place of an item that has only extensions.
                        if !(matches!(item, Json::Null) && matches!(kind, Kind::Primitive(_))) {
                            checker.single(item, element, kind);
                        }
                    });
                }
            }
            (false, Json::Array(_)) => self.within(name, None, |checker| {
                checker.say(IssueCode::Structure, "only one is allowed here, not a list");
            }),
            (true, _) => self.within(name, None, |checker| {
                checker.say(IssueCode::Structure, "this element is a list");
            }),
            (false, single) => {
                self.within(name, None, |checker| checker.single(single, element, kind));
            }
        }
    }

    fn single(&mut self, value: &Json, element: &Element, kind: &Kind) {
        match kind {
            Kind::Primitive(of) => {
                if let Err(what) = check_primitive(of, value) {
                    self.say(IssueCode::Value, format!("{of}: {what}"));
                } else if let (Some(codes), Some(code)) = (element.codes, value.as_str())
                    && !codes.systems.iter().any(|(_, known)| known.contains(code))
                {
                    self.not_in(codes, code);
                }
            }
            // A Bundle's answer holds an OperationOutcome.
            Kind::Complex(of) if definitions().resource(of).is_some() => self.resource(value),
            Kind::Complex(of) => {
                let (Some(object), Some(known)) = (value.as_object(), definitions().find(of))
                else {
                    return self.say(IssueCode::Structure, "this element is an object");
                };
                self.members(object, known, false);
                if let Some(codes) = element.codes {
                    self.coded(value, codes);
                }
            }
            Kind::Reference(targets) => {
                let Some(object) = value.as_object() else {
                    return self.say(IssueCode::Structure, "this element is an object");
                };
                if let Some(known) = definitions().find("Reference") {
                    self.members(object, known, false);
                }
                self.target(value, targets);
            }
            Kind::Resource => self.resource(value),
        }
    }

    /// A coding of a system the binding lists has to be one of its codes.
    fn coded(&mut self, value: &Json, codes: &ValueSet) {
        let codings =
            if value.get("coding").is_some() { value.list("coding") } else { value.items() };
        for coding in codings {
            let (Some(system), Some(code)) = (coding.text("system"), coding.text("code")) else {
                continue;
            };
            let known = codes.systems.iter().find(|(known, _)| *known == system);
            if known.is_some_and(|(_, known)| !known.contains(code)) {
                self.not_in(codes, code);
            }
        }
    }

    fn not_in(&mut self, codes: &ValueSet, code: &str) {
        let what = format!("`{}` is not in the value set {}", cut(code), codes.name);
        self.say(IssueCode::CodeInvalid, what);
    }

    fn target(&mut self, value: &Json, targets: &[&str]) {
        let Some(reference) = value.text("reference") else { return };
        let Some(target) = target_type(reference).or_else(|| value.text("type")) else { return };
        if !targets.is_empty() && !targets.contains(&target) {
            let what = format!("a reference to {} is not allowed here", cut(target));
            self.say(IssueCode::Structure, what);
        }
    }

    /// `_name`: id and extensions of a primitive.
    fn companion(&mut self, name: &str, value: &Json, element: &Element, kind: &Kind) {
        if !matches!(kind, Kind::Primitive(_)) {
            return self.within(name, None, |checker| {
                checker.say(IssueCode::Structure, "only a primitive element has such a companion");
            });
        }
        let Some(known) = definitions().find("Element") else { return };
        if element.is_list != matches!(value, Json::Array(_)) {
            return self.within(name, None, |checker| {
                checker.say(IssueCode::Structure, "it is a list exactly where its element is one");
            });
        }
        for (n, item) in value.items().iter().enumerate() {
            self.within(name, element.is_list.then_some(n), |checker| match item {
                Json::Object(object) => checker.members(object, known, false),
                Json::Null if element.is_list => {}
                Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Array(_) => {
                    checker.say(IssueCode::Structure, "this element is an object");
                }
            });
        }
    }
}

fn element_of(known: &Type, member: Member) -> Option<(&Element, &Kind)> {
    let element = known.elements.get(member.element)?;
    Some((element, element.kinds.get(member.kind)?))
}

/// Whether an earlier member is another type of the same choice.
fn is_second_choice(object: &Object, known: &Type, member: Member, name: &str) -> bool {
    object.0.iter().take_while(|(earlier, _)| earlier != name).any(|(earlier, _)| {
        known.members.get(earlier.as_ref()).is_some_and(|other| other.element == member.element)
    })
}

/// The type a literal reference names: `Patient/1`, `https://a.example/fhir/Patient/1/_history/2`.
pub fn target_type(reference: &str) -> Option<&str> {
    if reference.starts_with('#') || reference.starts_with("urn:") || reference.contains('?') {
        return None;
    }
    let path = reference.split("/_history/").next()?;
    let (rest, _) = path.rsplit_once('/')?;
    let name = rest.rsplit('/').next()?;
    definitions().resource(name).map(|_| name)
}

/// The first characters of something a stranger sent, for a sentence.
fn cut(text: &str) -> &str {
    text.char_indices().nth(60).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

/// The formats of <https://hl7.org/fhir/R4/datatypes.html#primitive>.
fn check_primitive(of: &str, value: &Json) -> Result<(), &'static str> {
    match (of, value) {
        ("boolean", Json::Bool(_)) | ("decimal", Json::Number(_)) => return Ok(()),
        ("boolean", _) => return Err("true or false is expected"),
        ("decimal", _) => return Err("a number is expected"),
        ("integer" | "unsignedInt" | "positiveInt", Json::Number(text)) => {
            let least = match of {
                "unsignedInt" => 0,
                "positiveInt" => 1,
                _ => i32::MIN,
            };
            return match text.parse::<i32>() {
                Ok(number) if number >= least => Ok(()),
                Ok(_) | Err(_) => Err("out of the range of this type"),
            };
        }
        ("integer" | "unsignedInt" | "positiveInt", _) => return Err("a whole number is expected"),
        _ => {}
    }
    let Some(text) = value.as_str() else { return Err("a string is expected") };
    if text.is_empty() {
        return Err("it may not be empty");
    }
    if text.len() > STRING_MAX && of != "base64Binary" {
        return Err("longer than 1 MB");
    }
    let is_right = match of {
        "date" => is_date(text),
        "dateTime" => is_date_time(text),
        "instant" => is_instant(text),
        "time" => is_time(text),
        "id" => is_id(text),
        "code" => {
            !text.starts_with(' ')
                && !text.ends_with(' ')
                && !text.contains("  ")
                && !text.contains(['\n', '\t', '\r'])
        }
        "uri" | "url" | "canonical" | "oid" | "uuid" => {
            !text.contains(char::is_whitespace)
                && (of != "oid" || text.starts_with("urn:oid:"))
                && (of != "uuid" || text.starts_with("urn:uuid:"))
        }
        "base64Binary" => text.bytes().all(|byte| {
            byte.is_ascii_alphanumeric()
                || matches!(byte, b'+' | b'/' | b'=' | b'\n' | b'\r' | b' ')
        }),
        "xhtml" => text.trim_start().starts_with('<') && !has_active_content(text),
        _ => !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')),
    };
    if is_right { Ok(()) } else { Err(wrong(of)) }
}

fn wrong(of: &str) -> &'static str {
    match of {
        "date" => "YYYY, YYYY-MM or YYYY-MM-DD is expected",
        "dateTime" => {
            "YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss with a time zone is expected"
        }
        "instant" => "YYYY-MM-DDThh:mm:ss with a time zone is expected",
        "time" => "hh:mm:ss is expected",
        "id" => "1 to 64 letters, digits, `-` and `.` are expected",
        "xhtml" => "a `div` without scripts, forms and frames is expected",
        _ => "not in the format of this type",
    }
}

pub fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let number = |part: Option<&str>, digits: usize| {
        let part = part?;
        let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<u16>().ok()).flatten()
    };
    let year = number(parts.next(), 4);
    let month = parts.next().map(|part| number(Some(part), 2));
    let day = parts.next().map(|part| number(Some(part), 2));
    let is_whole = parts.next().is_none();
    let (Some(year @ 1..), true) = (year, is_whole) else { return false };
    let Some(month) = month else { return true };
    let month = month.and_then(|month| u8::try_from(month).ok());
    let Some(Ok(month)) = month.map(time::Month::try_from) else { return false };
    let Some(day) = day else { return true };
    let day = day.and_then(|day| u8::try_from(day).ok());
    day.is_some_and(|day| time::Date::from_calendar_date(i32::from(year), month, day).is_ok())
}

fn is_date_time(text: &str) -> bool {
    if text.contains('T') { is_instant(text) } else { is_date(text) }
}

fn is_instant(text: &str) -> bool {
    let Some((date, rest)) = text.split_once('T') else { return false };
    let Some(zone_at) = rest.find(['Z', '+', '-']) else { return false };
    let Some((clock, zone)) = rest.split_at_checked(zone_at) else { return false };
    let is_zone = zone == "Z"
        || (zone.len() == 6
            && zone.get(1..).is_some_and(|zone| {
                zone.split_once(':')
                    .is_some_and(|(hours, minutes)| is_below(hours, 15) && is_below(minutes, 60))
            }));
    date.len() == 10 && is_date(date) && is_time(clock) && is_zone
}

/// A leap second is a time too.
fn is_time(text: &str) -> bool {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let mut parts = whole.split(':');
    let (hours, minutes, seconds) = (parts.next(), parts.next(), parts.next());
    parts.next().is_none()
        && hours.is_some_and(|hours| is_below(hours, 24))
        && minutes.is_some_and(|minutes| is_below(minutes, 60))
        && seconds.is_some_and(|seconds| is_below(seconds, 61))
        && fraction.is_none_or(|digits| {
            (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
        })
}

fn is_below(two_digits: &str, end: u8) -> bool {
    two_digits.len() == 2
        && two_digits.bytes().all(|byte| byte.is_ascii_digit())
        && two_digits.parse::<u8>().is_ok_and(|number| number < end)
}

/// A narrative is shown to nobody as it came; it is refused all the same, since what goes out
/// again may be shown elsewhere (txt-1).
fn has_active_content(xhtml: &str) -> bool {
    let lower = xhtml.to_ascii_lowercase();
    [
        "<script",
        "<iframe",
        "<object",
        "<embed",
        "<form",
        "<base",
        "<link",
        "<meta",
        "javascript:",
        "<!doctype",
        "<!entity",
    ]
    .iter()
    .any(|word| lower.contains(word))
        || lower.split('<').skip(1).any(|tag| {
            let tag = tag.split('>').next().unwrap_or_default();
            tag.split([' ', '\n', '\t', '\r', '/', '"', '\'']).any(|word| {
                word.strip_prefix("on").is_some_and(|rest| {
                    rest.split_once('=').is_some_and(|(name, _)| {
                        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase())
                    })
                })
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let json = Json::parse(text).unwrap();
        let name = json.text("resourceType").unwrap_or("?").to_owned();
        check(&json, &name)
            .into_iter()
            .map(|issue| format!("{} {}", issue.expression.unwrap(), issue.code.word()))
            .collect()
    }

    const GOOD: &str = r#""resourceType":"Observation","code":{"text":"Гемоглобин"}"#;

    #[test]
    fn a_good_resource_passes() {
        let text = format!(
            r#"{{{GOOD},"status":"final","_status":{{"extension":[{{"url":"urn:x","valueDecimal":1.10}}]}},
            "subject":{{"reference":"Patient/1"}},"effectiveDateTime":"2024-02-29T10:00:00.5+03:00",
            "valueQuantity":{{"value":1.10,"unit":"г/л"}},"category":[{{"text":"a"}}],
            "text":{{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">on = 5</div>"}}}}"#
        );
        assert_eq!(told(&text), [""; 0]);
    }

    #[test]
    fn each_mistake_is_named_with_its_element() {
        for (members, expected) in [
            (r#""status":"finished""#, "Observation.status code-invalid"),
            (r#""valueString":"a""#, "Observation.status required"),
            (r#""status":"final","colour":1"#, "Observation.colour structure"),
            (r#""status":["final"]"#, "Observation.status structure"),
            (r#""status":"final","category":{"text":"a"}"#, "Observation.category structure"),
            (r#""status":"final","category":[]"#, "Observation.category structure"),
            (
                r#""status":"final","valueString":"a","valueInteger":1"#,
                "Observation.value structure",
            ),
            (r#""status":"final","issued":"2024-02-30T10:00:00Z""#, "Observation.issued value"),
            (
                r#""status":"final","effectiveDateTime":"2024-01-01T10:00:00""#,
                "Observation.effectiveDateTime value",
            ),
            (
                r#""status":"final","subject":{"reference":"Encounter/1"}"#,
                "Observation.subject structure",
            ),
            (r#""status":"final","subject":{}"#, "Observation.subject invariant"),
            (r#""status":"final","valueInteger":1.5"#, "Observation.valueInteger value"),
            (
                r#""status":"final","component":[{"valueString":"a"}]"#,
                "Observation.component[0].code required",
            ),
            (r#""status":"final","valueString":"""#, "Observation.valueString value"),
            (r#""status":"final","_code":{"id":"a"}"#, "Observation._code structure"),
            (
                r#""status":"final","text":{"status":"generated","div":"<div><p ONCLICK='x'>a</p></div>"}"#,
                "Observation.text.div value",
            ),
        ] {
            assert_eq!(told(&format!("{{{GOOD},{members}}}")), [expected], "{members}");
        }
        assert_eq!(told(r#"{"resourceType":"Spaceship"}"#), ["Spaceship structure"]);
    }

    #[test]
    fn a_coding_of_the_bound_system_is_one_of_its_codes() {
        let condition = |code: &str| {
            format!(
                r#"{{"resourceType":"Condition","subject":{{"reference":"Patient/1"}},"clinicalStatus":{{"coding":[
                {{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"{code}"}}]}}}}"#
            )
        };
        assert_eq!(told(&condition("active")), [""; 0]);
        assert_eq!(told(&condition("happy")), ["Condition.clinicalStatus code-invalid"]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}") {
            for of in ["date", "dateTime", "instant", "time", "id", "code", "uri", "xhtml", "base64Binary", "string"] {
                let _ = check_primitive(of, &Json::str(text.clone()));
            }
        }
    }
}
