//! Checks that hold for the whole API at once (INT-13).

use std::collections::BTreeSet;
use std::path::Path;

use shared::contract::{Code, FieldReason};
use shared::lang::Lang;
use tests::TestApp;

/// Operations anyone may call. Adding one here is a decision, not a formality.
pub const PUBLIC: &[&str] = &[
    "POST /clinics/search",
    "GET /clinics/{clinic}",
    "GET /demo/accounts",
    "POST /demo/session",
    "GET /dev/messages",
    "POST /email/prove",
    "POST /guest-visits",
    "POST /guest-visits/cancellation",
    "POST /guest-visits/confirmation",
    "POST /guest-visits/moving",
    "POST /guest-visits/opening",
    "POST /invitation/accept",
    "POST /invitation/open",
    "POST /orders/search",
    "POST /practitioners/search",
    "GET /practitioners/{practitioner}",
    "POST /recovery",
    "POST /recovery/code",
    "POST /recovery/finish",
    "POST /recovery/open",
    "DELETE /registration",
    "GET /registration",
    "POST /registration",
    "PUT /registration",
    "POST /registration/code",
    "POST /registration/confirm",
    "POST /shares/opening",
    "POST /sign-in",
    "POST /sign-in/code",
    "POST /sign-in/passkey",
    "POST /sign-in/passkey/options",
    "POST /sign-in/security-key",
    "POST /sign-in/security-key/options",
    "POST /sign-in/verify",
    "POST /slots/search",
    "GET /widgets/{clinic}",
    "POST /widgets/{clinic}/counts",
];

#[test]
fn the_server_serves_exactly_what_the_contract_promises() {
    let served: BTreeSet<_> = TestApp::operations().into_iter().map(|(name, _)| name).collect();
    let promised: BTreeSet<_> =
        shared::routes().map(|(method, path)| format!("{} {path}", method.name())).collect();
    assert_eq!(served, promised);
}

#[test]
fn every_operation_needs_a_session_unless_listed() {
    let open: Vec<_> = TestApp::operations()
        .into_iter()
        .filter(|(_, operation)| {
            operation["security"].as_array().is_none_or(|schemes| schemes.is_empty())
        })
        .map(|(name, _)| name)
        .collect();
    assert_eq!(open, PUBLIC);
}

#[test]
fn the_committed_openapi_document_is_the_served_one() {
    committed("openapi.json", &backend::http::openapi());
}

#[test]
fn every_code_has_its_line_in_the_docs() {
    let mut text = String::from(
        "# Error codes\n\nEvery failed call answers with an RFC 9457 problem \
         (`application/problem+json`) that holds one of these codes. The list is closed; \
         this page is made from it.\n\n| code | status | what the person is told | in English |\n\
         |---|---|---|---|\n",
    );
    for code in Code::ALL {
        let status = match code.status() {
            0 => "made in the browser".to_owned(),
            status => status.to_string(),
        };
        let (ru, en) = (code.text().get(Lang::Ru), code.text().get(Lang::En));
        text.push_str(&format!("| `{}` | {status} | {ru} | {en} |\n", code.wire()));
    }
    text.push_str("\n## Reasons for a field\n\n| reason | what the person is told | in English |\n|---|---|---|\n");
    for reason in FieldReason::ALL {
        let (ru, en) = (reason.text().get(Lang::Ru), reason.text().get(Lang::En));
        text.push_str(&format!("| `{}` | {ru} | {en} |\n", reason.wire()));
    }
    committed("error-codes.md", &text);
}

/// Compares with a file in `docs`; `UPDATE_DOCS=1 cargo test` writes it.
pub fn committed(name: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "docs/{name} is out of date: run UPDATE_DOCS=1 cargo test -p tests --test api"
    );
}
