//! JSON Patch (RFC 6902) over FHIR's JSON, which keeps numbers as they were written.

use super::json::{Json, Object};

/// Operations of one patch.
const OPERATIONS_MAX: usize = 1_000;
/// What all `copy` operations of a patch may add, in bytes of JSON: each could double the resource.
const COPIED_MAX: usize = 4 << 20;

/// Why a patch is not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatchError {
    /// The operation that failed, from 0.
    pub operation: usize,
    pub what: &'static str,
}

impl std::fmt::Display for PatchError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "operation {}: {}", self.operation, self.what)
    }
}

impl std::error::Error for PatchError {}

/// Applies all operations to `target` or, where one fails, says which and leaves it half done: throw
/// it away then.
pub fn apply(target: &mut Json<'static>, patch: &Json) -> Result<(), PatchError> {
    let Json::Array(operations) = patch else {
        return Err(PatchError { operation: 0, what: "a patch is a list of operations" });
    };
    if operations.len() > OPERATIONS_MAX {
        return Err(PatchError { operation: OPERATIONS_MAX, what: "too many operations" });
    }
    let mut copied = 0;
    for (operation, one) in operations.iter().enumerate() {
        apply_one(target, one, &mut copied).map_err(|what| PatchError { operation, what })?;
    }
    Ok(())
}

type Done<T = ()> = Result<T, &'static str>;

const NO_PLACE: &str = "there is nothing at this path";

fn apply_one(target: &mut Json<'static>, one: &Json, copied: &mut usize) -> Done {
    let path = one.text("path").ok_or("`path` is missing")?;
    let path = pointer(path)?;
    let from = || pointer(one.text("from").ok_or("`from` is missing")?);
    let value = || one.get("value").ok_or("`value` is missing").map(|it| it.clone().into_owned());
    match one.text("op") {
        Some("add") => add(target, &path, value()?),
        Some("remove") => remove(target, &path).map(drop),
        Some("replace") => {
            *find_mut(target, &path).ok_or(NO_PLACE)? = value()?;
            Ok(())
        }
        Some("move") => {
            let from = from()?;
            if path.len() > from.len() && path.starts_with(&from) {
                return Err("nothing moves into itself");
            }
            let moved = remove(target, &from)?;
            add(target, &path, moved)
        }
        Some("copy") => {
            let value = find(target, &from()?).ok_or(NO_PLACE)?.clone();
            *copied += value.to_string().len();
            if *copied > COPIED_MAX {
                return Err("the copies grow too long");
            }
            add(target, &path, value)
        }
        Some("test") => {
            let found = find(target, &path).ok_or(NO_PLACE)?;
            let wanted = value()?;
            if is_same(found, &wanted) { Ok(()) } else { Err("the test fails") }
        }
        _ => Err("`op` is add, remove, replace, move, copy or test"),
    }
}

/// The steps of a JSON Pointer (RFC 6901).
fn pointer(text: &str) -> Done<Vec<String>> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let rest = text.strip_prefix('/').ok_or("a path begins with `/`")?;
    let plain = |step: &str| step.replace("~1", "/").replace("~0", "~");
    Ok(rest.split('/').map(plain).collect())
}

/// `0` or digits that begin with another one.
fn index(step: &str) -> Option<usize> {
    let is_plain = step == "0" || !step.starts_with(['0', '+']);
    is_plain.then(|| step.parse().ok()).flatten()
}

fn find<'v>(value: &'v Json<'static>, path: &[String]) -> Option<&'v Json<'static>> {
    path.iter().try_fold(value, |value, step| match value {
        Json::Object(object) => object.get(step),
        Json::Array(items) => items.get(index(step)?),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => None,
    })
}

fn find_mut<'v>(value: &'v mut Json<'static>, path: &[String]) -> Option<&'v mut Json<'static>> {
    path.iter().try_fold(value, |value, step| match value {
        Json::Object(object) => object.get_mut(step),
        Json::Array(items) => items.get_mut(index(step)?),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => None,
    })
}

fn add(target: &mut Json<'static>, path: &[String], value: Json<'static>) -> Done {
    let Some((last, parent)) = path.split_last() else {
        *target = value;
        return Ok(());
    };
    match find_mut(target, parent).ok_or("there is nothing to add it to")? {
        Json::Object(object) => {
            match object.get_mut(last) {
                Some(old) => *old = value,
                None => object.0.push((last.clone().into(), value)),
            }
            Ok(())
        }
        Json::Array(items) => {
            let at = if last == "-" { items.len() } else { index(last).ok_or("no such index")? };
            if at > items.len() {
                return Err("no such index");
            }
            items.insert(at, value);
            Ok(())
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {
            Err("there is nothing to add it to")
        }
    }
}

fn remove(target: &mut Json<'static>, path: &[String]) -> Done<Json<'static>> {
    let (last, parent) = path.split_last().ok_or("the whole is not removed")?;
    match find_mut(target, parent).ok_or(NO_PLACE)? {
        Json::Object(Object(members)) => {
            let at = members.iter().position(|(name, _)| name == last).ok_or(NO_PLACE)?;
            Ok(members.remove(at).1)
        }
        Json::Array(items) => {
            let at = index(last).filter(|at| *at < items.len()).ok_or(NO_PLACE)?;
            Ok(items.remove(at))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => Err(NO_PLACE),
    }
}

/// Numbers by value, members in any order.
fn is_same(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Object(left), Json::Object(right)) => {
            let is_in = |(name, value): &(std::borrow::Cow<'_, str>, Json)| {
                right.get(name).is_some_and(|other| is_same(value, other))
            };
            left.0.len() == right.0.len() && left.0.iter().all(is_in)
        }
        (Json::Array(left), Json::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(a, b)| is_same(a, b))
        }
        (Json::Number(left), Json::Number(right)) => left == right || a.as_f64() == b.as_f64(),
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patched(target: &str, patch: &str) -> Result<String, PatchError> {
        let mut target = Json::parse(target).unwrap().into_owned();
        apply(&mut target, &Json::parse(patch).unwrap())?;
        Ok(target.to_string())
    }

    /// (before, patch, after): of RFC 6902, appendix A.
    const EXAMPLES: [(&str, &str, &str); 12] = [
        (
            r#"{"foo":"bar"}"#,
            r#"[{"op":"add","path":"/baz","value":"qux"}]"#,
            r#"{"foo":"bar","baz":"qux"}"#,
        ),
        (
            r#"{"foo":["bar","baz"]}"#,
            r#"[{"op":"add","path":"/foo/1","value":"qux"}]"#,
            r#"{"foo":["bar","qux","baz"]}"#,
        ),
        (r#"{"baz":"qux","foo":"bar"}"#, r#"[{"op":"remove","path":"/baz"}]"#, r#"{"foo":"bar"}"#),
        (
            r#"{"foo":["bar","qux","baz"]}"#,
            r#"[{"op":"remove","path":"/foo/1"}]"#,
            r#"{"foo":["bar","baz"]}"#,
        ),
        (
            r#"{"baz":"qux","foo":"bar"}"#,
            r#"[{"op":"replace","path":"/baz","value":"boo"}]"#,
            r#"{"baz":"boo","foo":"bar"}"#,
        ),
        (
            r#"{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}"#,
            r#"[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]"#,
            r#"{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}"#,
        ),
        (
            r#"{"foo":["all","grass","cows","eat"]}"#,
            r#"[{"op":"move","from":"/foo/1","path":"/foo/3"}]"#,
            r#"{"foo":["all","cows","eat","grass"]}"#,
        ),
        (
            r#"{"baz":"qux","foo":["a",2,"c"]}"#,
            r#"[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2.0}]"#,
            r#"{"baz":"qux","foo":["a",2,"c"]}"#,
        ),
        (
            r#"{"foo":"bar"}"#,
            r#"[{"op":"add","path":"/child","value":{"grandchild":{}}}]"#,
            r#"{"foo":"bar","child":{"grandchild":{}}}"#,
        ),
        (r#"{"/":9,"~1":10}"#, r#"[{"op":"test","path":"/~01","value":10}]"#, r#"{"/":9,"~1":10}"#),
        (
            r#"{"foo":["bar"]}"#,
            r#"[{"op":"add","path":"/foo/-","value":["abc","def"]}]"#,
            r#"{"foo":["bar",["abc","def"]]}"#,
        ),
        (
            r#"{"a":{"v":1.00}}"#,
            r#"[{"op":"copy","from":"/a","path":"/b"}]"#,
            r#"{"a":{"v":1.00},"b":{"v":1.00}}"#,
        ),
    ];

    #[test]
    fn the_examples_of_the_standard_come_out() {
        for (target, patch, wanted) in EXAMPLES {
            assert_eq!(patched(target, patch).unwrap(), wanted, "{patch}");
        }
    }

    #[test]
    fn what_cannot_be_done_is_told_with_its_operation() {
        let target = r#"{"foo":{"bar":1},"list":[1]}"#;
        for (patch, operation) in [
            (
                r#"[{"op":"test","path":"/foo/bar","value":1},{"op":"test","path":"/foo/bar","value":2}]"#,
                1,
            ),
            (r#"[{"op":"remove","path":"/baz"}]"#, 0),
            (r#"[{"op":"replace","path":"/foo/baz","value":1}]"#, 0),
            (r#"[{"op":"add","path":"/baz/bat","value":"qux"}]"#, 0),
            (r#"[{"op":"add","path":"/list/2","value":1}]"#, 0),
            (r#"[{"op":"add","path":"/list/01","value":1}]"#, 0),
            (r#"[{"op":"remove","path":"/list/-"}]"#, 0),
            (r#"[{"op":"add","path":"foo","value":1}]"#, 0),
            (r#"[{"op":"add","path":"/x"}]"#, 0),
            (r#"[{"op":"move","from":"/foo","path":"/foo/bar"}]"#, 0),
            (r#"[{"op":"remove","path":""}]"#, 0),
            (r#"[{"op":"spin","path":"/foo"}]"#, 0),
            (r#"{"op":"remove","path":"/foo"}"#, 0),
        ] {
            assert_eq!(patched(target, patch).unwrap_err().operation, operation, "{patch}");
        }
    }

    /// Each copies the whole into itself: without a limit a resource of 2^1000 items.
    #[test]
    fn copies_do_not_grow_without_end() {
        let doubles = r#"{"op":"copy","from":"/list","path":"/list/-"}"#;
        let patch = format!("[{}]", vec![doubles; 1_000].join(","));
        assert_eq!(
            patched(r#"{"list":["x"]}"#, &patch).unwrap_err().what,
            "the copies grow too long"
        );
        let patch = format!("[{}]", vec![r#"{"op":"test","path":"","value":1}"#; 1_001].join(","));
        assert_eq!(patched("1", &patch).unwrap_err().what, "too many operations");
    }
}
