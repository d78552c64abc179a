//! An id that is another card's, of another kind, hidden from who asks or invented, in every place
//! where an operation of a card takes one (ACL-10, ACL-11).

use backend::access::{Hiding, Target, hide};
use backend::accounts;
use backend::app::micros;
use poem::http::StatusCode;
use serde_json::{Value, json};
use shared::access::model::{Ground, Level, Role, Section, Sensitivity};
use shared::consent::api::{AskAccess, FindAccess, GiveAccess, HideEntries};
use shared::consent::model::{GrantTerm, NewAccessRequest, NewGrant, NewHiding};
use shared::contract::{Code, Problem};
use shared::id::{EntryId, OrganizationId, PatientId};
use tests::{Person, TestApp, entry, on_both};
use uuid::Uuid;

use super::strangers::{ask_about, of_a_card};

/// Places that say which part of something is meant, or of which kind it is; none is an id.
const NO_IDS: &[&str] = &["patient", "page", "number", "seq", "kind"];

/// Here the one who asks makes up the id: under an unknown one there is a new thing, and to remove
/// what is not there twice is no mistake.
const MADE_BY_CLIENTS: &[&str] = &[
    "PUT /patients/{patient}/protocol-drafts/{draft}",
    "POST /patients/{patient}/protocol-drafts/{draft}/removal",
    "POST /patients/{patient}/holds/{hold}/release",
];

/// One of each that a card has.
struct Things {
    entry: Uuid,
    grant: Uuid,
    hiding: Uuid,
    request: Uuid,
}

impl Things {
    async fn made(
        test: &TestApp,
        of: &Person<'_>,
        patient: PatientId,
        number: &str,
        n: u128,
    ) -> Self {
        let clinic = OrganizationId(Uuid::from_u128(0xC1));
        let doctor = test.member(300 + n, Role::Doctor, Some(clinic)).await;
        test.entry(patient, &entry(n, Section::Results, Sensitivity::Usual, 60)).await;
        let entry = Uuid::from_u128(0xE000 + n);
        let grant = NewGrant {
            account: Some(doctor.account),
            organization: None,
            level: Level::Full,
            sections: Section::ALL.to_vec(),
            term: GrantTerm::Week,
            purpose: None,
            key: Uuid::from_u128(0x6000 + n),
        };
        let grant = of.call(GiveAccess { patient, body: grant }).await.unwrap();
        let hiding = NewHiding {
            entry: Some(EntryId(entry)),
            topic: None,
            from: vec![doctor.account],
            is_told: false,
            key: Uuid::from_u128(0x7000 + n),
        };
        let hiding = of.call(HideEntries { patient, body: hiding }).await.unwrap();
        let request = NewAccessRequest {
            card_number: number.to_owned(),
            reason: "Перед операцией на колене".to_owned(),
            sections: vec![Section::Allergies],
            term: GrantTerm::Week,
            key: Uuid::from_u128(0x8000 + n),
        };
        doctor.call(AskAccess { body: request }).await.unwrap();
        let found = of.call(FindAccess { patient }).await.unwrap();
        let request = found.requests[0].id;
        Self { entry, grant: grant.id, hiding: hiding.id, request }
    }

    fn all(&self) -> [(&'static str, Uuid); 4] {
        [
            ("entry", self.entry),
            ("grant", self.grant),
            ("hiding", self.hiding),
            ("access-request", self.request),
        ]
    }
}

/// What kind of id an operation takes; nothing where it takes none.
fn kind(operation: &str) -> Option<&str> {
    let mut places = operation.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let place = places.find(|place| !NO_IDS.contains(place))?;
    Some(if operation.contains("/access-requests/") { "access-request" } else { place })
}

async fn finds_nothing(test: &TestApp, who: &Person<'_>, patient: PatientId, ids: &[(&str, Uuid)]) {
    let nothing: (StatusCode, Value) =
        (StatusCode::NOT_FOUND, json!(Problem::from(Code::NotFound)));
    let (mut tried, mut found) = (0, Vec::new());
    for operation in of_a_card() {
        if MADE_BY_CLIENTS.contains(&operation.as_str()) {
            continue;
        }
        let Some(kind) = kind(&operation) else { continue };
        for (of, id) in ids {
            // One's own, of the kind that is asked for, is no stranger's.
            if *of == kind {
                continue;
            }
            let lines = test.journal_length(patient.0).await;
            let answer = ask_about(test, &operation, patient.0, *id, Some(&who.token)).await;
            if answer != nothing {
                found.push(format!("{} {operation} with {of}: {answer:?}", who.role));
            }
            if test.journal_length(patient.0).await == lines {
                found.push(format!("{} {operation} with {of}: not in the journal", who.role));
            }
            tried += 1;
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(tried > 100, "{tried}");
}

on_both! {
    async fn an_id_that_is_not_of_this_card_or_not_for_these_eyes_is_none(on) {
        let test = TestApp::start(on).await;
        let clinic = OrganizationId(Uuid::from_u128(0xC1));
        accounts::insert_organization(test.raw().await.write(), clinic, "Поликлиника", "clinic", 0).await.unwrap();
        let (patient, anna) = test.patient(1).await;
        let (other, boris) = test.patient(2).await;
        let own = Things::made(&test, &anna, patient, "0001-0001-0", 1).await;
        let theirs = Things::made(&test, &boris, other, "0002-0002-0", 2).await;
        let strange = theirs.all().map(|(kind, id)| match kind {
            "entry" => ("another's entry", id),
            "grant" => ("another's grant", id),
            "hiding" => ("another's hiding", id),
            _ => ("another's request", id),
        });
        let invented = [("an invented id", Uuid::from_u128(0xFFFF)), ("no id", Uuid::nil())];

        let ids: Vec<_> = strange.into_iter().chain(invented).chain(own.all()).collect();
        finds_nothing(&test, &anna, patient, &ids).await;

        // To the doctor the entry that is hidden from them is as absent as all these.
        let doctor = test.member(100, Role::Doctor, Some(clinic)).await;
        test.open_card(patient, doctor.grantee(), Ground::Treatment, Level::Full, Section::ALL).await;
        let hidden = entry(9, Section::Results, Sensitivity::Usual, 60);
        test.entry(patient, &hidden).await;
        let hiding = Hiding::new(Target::Entry(hidden.id), vec![doctor.account]);
        let (db, key) = (test.raw().await, test.key_of(patient).await);
        hide(db.write(), &key, Uuid::from_u128(0x9000), patient, &hiding, micros(test.now())).await.unwrap();
        let ids: Vec<_> = ids.into_iter().chain([("a hidden entry", hidden.id.0)]).collect();
        finds_nothing(&test, &doctor, patient, &ids).await;
        assert_eq!(test.verify().await.findings, []);
    }
}
