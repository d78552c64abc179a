//! A patient shows chosen entries by a link and a code (ACL-8, ACL-9).

use backend::access::{Grantee, Hiding, Target, hide};
use backend::app::micros;
use backend::audit::{Line, Outcome, What};
use poem::http::StatusCode;
use serde_json::json;
use shared::access::model::{Ground, Level, Role, Section, Sensitivity};
use shared::contract::{Code, FieldReason, Problem};
use shared::id::{EntryId, PatientId};
use shared::journal::api::SearchJournal;
use shared::journal::model::{Deed, JournalQuery};
use shared::lang::Lang;
use shared::shares::api::{ListShares, MakeShare, OpenShare, RevokeShare};
use shared::shares::model::{
    NewShare, Share, ShareKey, ShareLink, ShareRecipient, ShareState, ShareTerm,
};
use shared::shares::rules::CODE_TRIES;
use tests::visitor::{email, phone};
use tests::{NOW, Person, TestApp, entry, on_both};
use time::Duration;
use uuid::Uuid;

const PURPOSE: &str = "Выплата по страховке";

/// A patient with an entry in every section.
async fn stage(test: &TestApp) -> (PatientId, Person<'_>) {
    let (patient, anna) = test.patient(1).await;
    for (section, n) in Section::ALL.iter().zip(1..) {
        test.entry(patient, &entry(n, *section, Sensitivity::Usual, 60)).await;
    }
    (patient, anna)
}

fn id(n: u128) -> EntryId {
    EntryId(Uuid::from_u128(0xE000 + n))
}

fn share(patient: PatientId, entries: &[u128], n: u128) -> MakeShare {
    let body = NewShare {
        entries: entries.iter().map(|n| id(*n)).collect(),
        term: ShareTerm::Day,
        openings: 2,
        recipient: ShareRecipient::Insurer,
        purpose: PURPOSE.into(),
        key: Uuid::from_u128(n),
    };
    MakeShare { patient, body }
}

fn key(link: &ShareLink) -> OpenShare {
    let (_, token) = link.link.split_once("/s#").expect("the secret stands behind the #");
    OpenShare { body: ShareKey { token: token.to_owned(), code: link.code.clone() } }
}

/// The same with a code that is surely another one.
fn miskeyed(link: &ShareLink) -> OpenShare {
    let mut call = key(link);
    let last = if link.code.ends_with('0') { '1' } else { '0' };
    call.body.code = format!("{}{last}", &link.code[..5]);
    call
}

async fn shares(anna: &Person<'_>, patient: PatientId) -> Vec<Share> {
    anna.call(ListShares { patient }).await.unwrap().shares
}

/// Without what differs from call to call.
fn bare<T>(answer: Result<T, Problem>) -> Problem {
    Problem { request_id: None, ..answer.err().expect("refused") }
}

fn of_shares(lines: Vec<Line>) -> Vec<Line> {
    lines.into_iter().filter(|line| line.what == What::ShareOpened).collect()
}

on_both! {
    /// ACL-8, ACL-9: chosen entries and nothing else of the card, for the purpose stated, as often as
    /// was allowed; each opening is in the journal with its address, and the patient told of the first.
    async fn a_link_shows_what_was_chosen_as_often_as_it_may(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = stage(&test).await;
        let owner = test.visitor(3).confirmed(3).await.account;
        test.open_card(patient, Grantee::Account(owner), Ground::Own, Level::Full, Section::ALL).await;
        let letters = async || [test.told(&phone(3)).await.len(), test.told(&email(3)).await.len()];
        let before = letters().await;
        let link = anna.call(share(patient, &[2, 5], 7)).await.unwrap();
        assert_eq!((link.until, link.code.len()), (NOW + Duration::days(1), 6));
        assert_eq!(key(&link).body.token.len(), 32);
        for words in [PURPOSE, key(&link).body.token.as_str(), link.code.as_str()] {
            assert!(!test.holds("share", words).await, "{words}");
        }
        assert_eq!(letters().await, before);

        let insurer = test.visitor(9);
        for left in [1, 0] {
            let seen = insurer.call(key(&link)).await.unwrap();
            let mut ids: Vec<_> = seen.entries.iter().map(|entry| entry.id).collect();
            ids.sort_unstable();
            assert_eq!((ids, seen.openings_left), (vec![id(2), id(5)], left));
            assert_eq!((seen.name.full().as_str(), seen.birth_year), ("Испытаний1 Анна Петровна", 1980));
            assert_eq!((seen.purpose.as_str(), seen.recipient), (PURPOSE, ShareRecipient::Insurer));
            assert_eq!(letters().await, before.map(|count| count + 1), "told of the first opening alone");
        }
        assert_eq!(bare(insurer.call(key(&link)).await).code, Code::CodeWrong);
        let told = shares(&anna, patient).await.remove(0);
        assert_eq!((told.state, told.opened, told.last_opened_at), (ShareState::UsedUp, 2, Some(NOW)));

        let lines = of_shares(test.journal(patient.0).await);
        let outcomes: Vec<_> = lines.iter().map(|line| (line.outcome, line.ground)).collect();
        let shown = (Outcome::Allowed, Some(Ground::Grant));
        assert_eq!(outcomes, [shown, shown, (Outcome::Denied, None)]);
        assert!(lines.iter().all(|line| line.object == Some(link.id) && line.account.is_none()));
        assert!(lines.iter().all(|line| line.address.as_deref() == Some("10.1.0.9")));
        let page = anna.call(SearchJournal { patient, body: JournalQuery::default() }).await.unwrap();
        let line = page.lines.iter().find(|line| line.deed == Deed::ShareOpened).unwrap();
        assert_eq!(shared::journal::text::who(Lang::Ru, line), "Кто-то с вашей ссылкой");
        assert_eq!(test.verify().await.findings, []);
    }

    /// ACL-8: another code, an unknown link, one that is over, used up or taken back: one answer; after
    /// five wrong codes a link is dead.
    async fn whatever_does_not_open_is_answered_alike(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = stage(&test).await;
        let visitor = test.visitor(9);
        let unknown = OpenShare { body: ShareKey { token: "A".repeat(32), code: "000000".into() } };
        let refused = bare(visitor.call(unknown.clone()).await);
        assert_eq!(refused.code, Code::CodeWrong);

        let taken_back = anna.call(share(patient, &[2], 7)).await.unwrap();
        for _ in 0..2 {
            anna.call(RevokeShare { patient, share: taken_back.id }).await.unwrap();
        }
        assert_eq!(bare(visitor.call(key(&taken_back)).await), refused, "at once");
        let guessed = anna.call(share(patient, &[2], 8)).await.unwrap();
        for _ in 0..CODE_TRIES {
            assert_eq!(bare(visitor.call(miskeyed(&guessed)).await), refused);
        }
        assert_eq!(bare(visitor.call(key(&guessed)).await), refused, "dead after five");
        let late = anna.call(share(patient, &[2], 9)).await.unwrap();
        test.clock.forward(Duration::days(1));
        assert_eq!(bare(visitor.call(key(&late)).await), refused);
        let empty = OpenShare { body: ShareKey { token: String::new(), code: String::new() } };
        assert_eq!(bare(visitor.call(empty).await), refused);

        let anna = test.signed_in(&anna).await;
        let mut states: Vec<_> = shares(&anna, patient).await.into_iter().map(|share| share.state).collect();
        states.sort_unstable();
        assert_eq!(states, [ShareState::Ended, ShareState::Blocked, ShareState::Revoked]);
        let lines = of_shares(test.journal(patient.0).await);
        assert_eq!(lines.len(), 8, "every try at this card's links");
        assert!(lines.iter().all(|line| line.outcome == Outcome::Denied));
        assert_eq!(of_shares(test.journal(Uuid::nil()).await).len(), 2, "and at nobody's");
    }

    /// ACL-4, ACL-8, RES-14: what was hidden or taken back since is left out.
    async fn what_was_hidden_since_is_left_out(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = stage(&test).await;
        let link = anna.call(share(patient, &[2, 5], 7)).await.unwrap();
        let key_of = test.key_of(patient).await;
        let hiding = Hiding::new(Target::Entry(id(5)), vec![]);
        hide(test.raw().await.write(), &key_of, Uuid::from_u128(77), patient, &hiding, micros(NOW)).await.unwrap();
        let mut withdrawn = entry(2, Section::Results, Sensitivity::Usual, 60);
        let visitor = test.visitor(9);
        let seen = visitor.call(key(&link)).await.unwrap();
        assert_eq!(seen.entries.iter().map(|entry| entry.id).collect::<Vec<_>>(), [id(2)]);
        (withdrawn.version, withdrawn.withdrawn) = (2, true);
        test.entry(patient, &withdrawn).await;
        assert_eq!(visitor.call(key(&link)).await.unwrap().entries, []);
        // And is not shared anew.
        let again = anna.call(share(patient, &[2], 8)).await.unwrap_err();
        assert_eq!((again.fields[0].field.as_str(), again.fields[0].reason), ("entries", FieldReason::Invalid));
        let other = anna.call(share(patient, &[404], 8)).await.unwrap_err();
        assert_eq!(other.fields[0].field, "entries");
    }

    /// ACL-8, ACC-19: the patient alone shares, with a fresh second factor; taking back needs none.
    async fn the_patient_alone_shares(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = stage(&test).await;
        let (mother, doctor) = (test.person(110, Role::Patient).await, test.person(111, Role::Doctor).await);
        test.open_card(patient, mother.grantee(), Ground::Representative, Level::Full, Section::ALL).await;
        test.open_card(patient, doctor.grantee(), Ground::Grant, Level::Full, Section::ALL).await;
        for person in [&mother, &doctor] {
            assert_eq!(bare(person.call(share(patient, &[2], 7)).await).code, Code::NotFound);
        }
        let link = anna.call(share(patient, &[2], 7)).await.unwrap();
        let again = anna.call(share(patient, &[2], 7)).await.unwrap();
        assert_eq!((again.id, again.until, again.link == link.link), (link.id, link.until, false));
        let visitor = test.visitor(9);
        assert_eq!(bare(visitor.call(key(&link)).await).code, Code::CodeWrong, "the last one told works");
        assert!(visitor.call(key(&again)).await.is_ok());
        assert_eq!(bare(anna.call(share(patient, &[2], 7)).await).code, Code::Conflict, "it was opened");
        assert!(!mother.call(ListShares { patient }).await.unwrap().may_manage);
        test.clock.forward(Duration::minutes(11));
        assert_eq!(bare(anna.call(share(patient, &[2], 8)).await).code, Code::StepUpRequired);
        assert!(anna.call(RevokeShare { patient, share: again.id }).await.is_ok());
    }

    /// ACL-8: nothing of it is indexed, kept, or told to the next page.
    async fn an_opening_leaves_no_traces(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = stage(&test).await;
        let link = anna.call(share(patient, &[2], 7)).await.unwrap();
        let OpenShare { body } = key(&link);
        let body = json!({ "token": body.token, "code": body.code });
        let body = poem::Body::from_json(&body).unwrap();
        let (status, headers, _) = test.send_raw("POST", "/api/v1/shares/opening", body, None).await;
        assert_eq!(status, StatusCode::OK);
        for (name, value) in [("cache-control", "no-store"), ("x-robots-tag", "noindex"), ("referrer-policy", "no-referrer")] {
            assert_eq!(headers[name], value, "{name}");
        }
    }
}
