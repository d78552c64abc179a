//! `CapabilityStatement`: made of what is served, so that it cannot say anything else.

use shared::interop::fhir::definitions::definitions;
use shared::interop::fhir::json::{Json, object};

use crate::app::App;

/// Parameters every type has.
const COMMON: [(&str, &str); 5] = [
    ("_id", "token"),
    ("_lastUpdated", "date"),
    ("_tag", "token"),
    ("_security", "token"),
    ("_profile", "uri"),
];

/// Interactions with one resource or type, as `api.rs` routes them.
const INTERACTIONS: [&str; 8] =
    ["read", "vread", "history-instance", "search-type", "create", "update", "patch", "delete"];

/// What is done with visits, as `booking` does it.
const BOOKING: [(&str, &str); 4] = [
    ("find", "urn:medkarta:operation:appointment-find"),
    ("hold", "urn:medkarta:operation:appointment-hold"),
    ("book", "urn:medkarta:operation:appointment-book"),
    ("cancel", "urn:medkarta:operation:appointment-cancel"),
];

pub fn capability(app: &App) -> Json<'static> {
    let base = format!("{}/fhir/R4", app.settings().origin);
    let resources = definitions().resources().into_iter().filter(|name| !is_transient(name));
    let rest = object([
        ("mode", Json::str("server")),
        ("security", security(&base)),
        ("resource", Json::Array(resources.map(resource).collect())),
        ("interaction", codes(&["transaction", "batch"])),
    ]);
    object([
        ("resourceType", Json::str("CapabilityStatement")),
        ("status", Json::str("active")),
        ("date", Json::str("2026-11-22")),
        ("kind", Json::str("instance")),
        (
            "software",
            object([
                ("name", Json::str("Medkarta")),
                ("version", Json::str(env!("CARGO_PKG_VERSION"))),
            ]),
        ),
        (
            "implementation",
            object([("description", Json::str("Medkarta")), ("url", Json::str(base))]),
        ),
        ("fhirVersion", Json::str("4.0.1")),
        ("format", words(&["json", "application/fhir+json", "xml", "application/fhir+xml"])),
        ("patchFormat", words(&["application/json-patch+json"])),
        ("rest", Json::Array(vec![rest])),
    ])
}

/// What is answered and never kept.
pub fn is_transient(kind: &str) -> bool {
    matches!(kind, "Bundle" | "Parameters" | "OperationOutcome" | "CapabilityStatement")
}

fn security(base: &str) -> Json<'static> {
    let service = object([(
        "coding",
        Json::Array(vec![object([
            ("system", Json::str("http://terminology.hl7.org/CodeSystem/restful-security-service")),
            ("code", Json::str("SMART-on-FHIR")),
        ])]),
    )]);
    let token =
        object([("url", Json::str("token")), ("valueUri", Json::str(format!("{base}/token")))]);
    let uris = object([
        ("url", Json::str("http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris")),
        ("extension", Json::Array(vec![token])),
    ]);
    object([("extension", Json::Array(vec![uris])), ("service", Json::Array(vec![service]))])
}

fn words(of: &[&'static str]) -> Json<'static> {
    Json::Array(of.iter().map(|word| Json::str(*word)).collect())
}

fn codes(of: &[&'static str]) -> Json<'static> {
    Json::Array(of.iter().map(|code| object([("code", Json::str(*code))])).collect())
}

fn resource(name: &'static str) -> Json<'static> {
    let known = definitions().parameters(name).iter();
    let own = known.map(|parameter| (parameter.code, parameter.kind.word()));
    let parameters = COMMON
        .iter()
        .copied()
        .chain(own)
        .map(|(name, kind)| object([("name", Json::str(name)), ("type", Json::str(kind))]));
    let mut members = vec![
        ("type", Json::str(name)),
        ("interaction", codes(&INTERACTIONS)),
        ("versioning", Json::str("versioned-update")),
        ("readHistory", Json::Bool(true)),
        ("updateCreate", Json::Bool(true)),
        ("conditionalCreate", Json::Bool(true)),
        ("conditionalRead", Json::str("not-match")),
        ("conditionalUpdate", Json::Bool(true)),
        ("searchInclude", Json::Array(vec![Json::str("*")])),
        ("searchParam", Json::Array(parameters.collect())),
    ];
    let operation = |name: &'static str, definition: &'static str| {
        object([("name", Json::str(name)), ("definition", Json::str(definition))])
    };
    let mut operations =
        vec![operation("validate", "http://hl7.org/fhir/OperationDefinition/Resource-validate")];
    if name == "Patient" {
        let definition = "http://hl7.org/fhir/OperationDefinition/Patient-everything";
        operations.push(operation("everything", definition));
    }
    if name == "Appointment" {
        // Our own: `docs/fhir.md` tells what they take and answer.
        for (name, definition) in BOOKING {
            operations.push(operation(name, definition));
        }
    }
    members.push(("operation", Json::Array(operations)));
    object(members)
}
