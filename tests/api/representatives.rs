//! Trusted people act for a patient, and it is always told for whom (CARD-12, CARD-13).

use backend::access::{Grantee, live_of};
use backend::app::micros;
use backend::audit::{Outcome, RepresentationAct, What};
use backend::representatives as trusted;
use poem::http::StatusCode;
use serde_json::Value;
use shared::access::model::{Ground, Level, Role, Section, Sensitivity};
use shared::accounts::api::FindSession;
use shared::consent::api::{FindAccess, GiveAccess, RevokeAccess};
use shared::consent::model::{GrantTerm, NewGrant};
use shared::contract::{Code, FieldReason, Problem};
use shared::documents::api::result_url;
use shared::id::{EntryId, PatientId};
use shared::journal::api::SearchJournal;
use shared::journal::model::{Deed, JournalQuery};
use shared::lang::Lang;
use shared::record::api::{FindEntry, FindSummary};
use shared::representatives::api::{
    AcceptRepresentation, ChangeRepresentative, FindActing, InviteRepresentative,
    ListRepresentations, ListRepresentatives, PreviewRepresentation, RefuseRepresentation,
    ResignRepresentation, RevokeRepresentative, SetRepresentationNotices,
};
use shared::representatives::model::{
    AcceptedRepresentation, ChangedRepresentative, NewRepresentative, NoticeChoice,
    PowerOfAttorney, Relation, RepresentationCode, RepresentationState, RepresentativeInvitation,
    TrustedPerson,
};
use shared::representatives::rules::CODE_TRIES;
use tests::visitor::{email, phone};
use tests::{NOW, Person, TestApp, entry, on_both};
use time::macros::date;
use time::{Date, Duration};
use uuid::Uuid;

use super::record::{all, note};

const UNTIL: Date = date!(2027 - 05 - 12);

/// A patient with an entry in every section, and somebody close to them.
async fn stage(test: &TestApp) -> (PatientId, Person<'_>, Person<'_>) {
    let (patient, anna) = test.patient(1).await;
    for (section, n) in Section::ALL.iter().zip(1..) {
        test.entry(patient, &entry(n, *section, Sensitivity::Usual, 60)).await;
    }
    let (_, maria) = test.patient(2).await;
    (patient, anna, maria)
}

fn invitation(patient: PatientId, level: Level, n: u128) -> InviteRepresentative {
    let body = NewRepresentative {
        name: "Дочь Мария".into(),
        relation: Relation::Child,
        level,
        sections: vec![],
        until: UNTIL,
        document: None,
        key: Uuid::from_u128(n),
    };
    InviteRepresentative { patient, body }
}

fn code(of: &RepresentativeInvitation) -> RepresentationCode {
    RepresentationCode { code: of.code.clone() }
}

fn accept(of: &RepresentativeInvitation) -> AcceptRepresentation {
    AcceptRepresentation { body: code(of) }
}

fn preview(of: &RepresentativeInvitation) -> PreviewRepresentation {
    PreviewRepresentation { body: code(of) }
}

/// Invites and accepts. Says under which id.
async fn trust(anna: &Person<'_>, maria: &Person<'_>, patient: PatientId, level: Level) -> Uuid {
    let invited = anna.call(invitation(patient, level, 5)).await.unwrap();
    maria.call(accept(&invited)).await.unwrap().id
}

async fn people(anna: &Person<'_>, patient: PatientId) -> Vec<TrustedPerson> {
    anna.call(ListRepresentatives { patient }).await.unwrap().people
}

fn code_of<T>(answer: Result<T, Problem>) -> Code {
    answer.err().expect("refused").code
}

/// Without what differs from call to call.
fn bare<T>(answer: Result<T, Problem>) -> Problem {
    Problem { request_id: None, ..answer.err().expect("refused") }
}

fn revocation(patient: PatientId, representative: Uuid) -> RevokeRepresentative {
    RevokeRepresentative { patient, representative }
}

on_both! {
    /// CARD-12, CARD-13: invited, told whose card it is, accepted, acts, is told as «A for B», ends.
    async fn a_trusted_person_acts_until_the_patient_closes(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, maria) = stage(&test).await;
        let invited = anna.call(invitation(patient, Level::Full, 5)).await.unwrap();
        assert_eq!((invited.code.len(), invited.expires_at), (11, NOW + Duration::days(7)));
        let waiting = people(&anna, patient).await.remove(0);
        assert_eq!((waiting.state, waiting.called.as_deref()), (RepresentationState::Waiting, Some("Дочь Мария")));
        assert_eq!(code_of(maria.call(FindSummary { patient }).await), Code::NotFound);

        let asked = maria.call(preview(&invited)).await.unwrap();
        assert_eq!((asked.patient.full().as_str(), asked.until), ("Испытаний1 Анна Петровна", UNTIL));
        assert_eq!((asked.called.as_str(), asked.relation), ("Дочь Мария", Relation::Child));
        let accepted = maria.call(accept(&invited)).await.unwrap();
        assert_eq!(accepted, AcceptedRepresentation { id: invited.id, patient });
        for words in ["Мария", invited.code.as_str()] {
            assert!(!test.holds("representation", words).await, "{words}");
        }

        assert_eq!(maria.call(FindSession {}).await.unwrap().represents, [patient]);
        let theirs = maria.call(ListRepresentations {}).await.unwrap().remove(0);
        assert_eq!((theirs.id, theirs.patient, theirs.until), (Some(invited.id), patient, Some(UNTIL)));
        assert_eq!((theirs.card_number.as_str(), theirs.relation), ("0001-0001-0", Some(Relation::Child)));
        let acting = maria.call(FindActing { patient }).await.unwrap().for_whom.unwrap();
        assert_eq!((acting.name.as_str(), acting.until), ("Анна Испытаний1", Some(UNTIL)));
        assert_eq!(anna.call(FindActing { patient }).await.unwrap().for_whom, None);
        assert!(maria.call(all(patient)).await.is_ok());
        maria.call(note(patient, 7, "Мама спала хорошо")).await.unwrap();

        let live = people(&anna, patient).await.remove(0);
        assert_eq!((live.state, live.name.as_deref()), (RepresentationState::Live, Some("Испытаний2 Анна Петровна")));
        assert!(live.may_change && live.may_close);
        let page = anna.call(SearchJournal { patient, body: JournalQuery::default() }).await.unwrap();
        let of_maria: Vec<_> = page.lines.iter().filter(|line| line.account == Some(maria.account) && line.ground.is_some()).collect();
        assert!(of_maria.len() >= 3);
        for line in &of_maria {
            assert_eq!(line.for_whom.as_deref(), Some("Испытаний1\u{a0}А.\u{a0}П."), "{:?}", line.deed);
            let told = shared::journal::text::who(Lang::Ru, line);
            assert!(told.starts_with("Испытаний2\u{a0}А.\u{a0}П.") && told.contains("Испытаний1"), "{told}");
        }
        assert!(of_maria.iter().any(|line| line.deed == Deed::InvitationAccepted));

        for _ in 0..2 {
            anna.call(revocation(patient, invited.id)).await.unwrap();
        }
        assert_eq!(code_of(maria.call(FindSummary { patient }).await), Code::NotFound);
        assert_eq!(maria.call(ListRepresentations {}).await.unwrap(), []);
        assert_eq!(maria.call(FindSession {}).await.unwrap().represents, []);
        let ended = people(&anna, patient).await.remove(0);
        assert_eq!((ended.state, ended.ended_at, ended.may_close), (RepresentationState::Ended, Some(NOW), false));
        test.clock.forward(Duration::days(91));
        let anna = test.signed_in(&anna).await;
        assert_eq!(people(&anna, patient).await, [], "what ended long ago is shown no more");
        assert_eq!(test.verify().await.findings, []);
    }

    /// CARD-12: a code opens once; wrong, used, taken back, too old and for one's own card are one
    /// answer; who guesses is stopped.
    async fn a_code_opens_once_and_is_not_guessed(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, maria) = stage(&test).await;
        let used = anna.call(invitation(patient, Level::Full, 5)).await.unwrap();
        maria.call(accept(&used)).await.unwrap();
        let taken_back = anna.call(invitation(patient, Level::Full, 6)).await.unwrap();
        anna.call(revocation(patient, taken_back.id)).await.unwrap();
        let waits = anna.call(invitation(patient, Level::Full, 7)).await.unwrap();
        let renewed = anna.call(invitation(patient, Level::Full, 7)).await.unwrap();
        assert_eq!((waits.id, waits.code == renewed.code), (renewed.id, false), "each is told once");
        let wrong = PreviewRepresentation { body: RepresentationCode { code: "22222-22222".into() } };
        let short = PreviewRepresentation { body: RepresentationCode { code: "?".into() } };

        let (_, other) = test.patient(3).await;
        let first = bare(other.call(wrong.clone()).await);
        assert_eq!(first.code, Code::CodeWrong);
        for call in [short, preview(&used), preview(&taken_back), preview(&waits)] {
            assert_eq!(bare(other.call(call).await), first);
        }
        assert_eq!(bare(anna.call(accept(&renewed)).await), first, "nobody represents themselves");
        // Five were wrong: now not even the right one is looked at, for an hour.
        assert_eq!(CODE_TRIES, 5);
        assert_eq!(code_of(other.call(preview(&renewed)).await), Code::TooManyCodes);
        test.clock.forward(Duration::minutes(61));
        let other = test.signed_in(&other).await;
        assert!(other.call(preview(&renewed)).await.is_ok());
        let lines = test.journal(other.account.0).await;
        let tried = |line: &&backend::audit::Line| {
            line.what == What::Representation(RepresentationAct::Tried) && line.outcome == Outcome::Denied
        };
        assert_eq!(lines.iter().filter(tried).count(), 5);

        let refused = RefuseRepresentation { representation: renewed.id, body: code(&renewed) };
        other.call(refused).await.unwrap();
        let anna = test.signed_in(&anna).await;
        let stands = people(&anna, patient).await;
        assert!(stands.iter().any(|one| one.id == renewed.id && one.state == RepresentationState::Refused));
        let late = anna.call(invitation(patient, Level::Full, 8)).await.unwrap();
        test.clock.forward(Duration::days(7));
        let other = test.signed_in(&other).await;
        assert_eq!(bare(other.call(accept(&late)).await), first);
    }

    /// CARD-12: the right ends with its last day, by the clock of the clinic, and an attorney's with
    /// the paper; both sides are told, once.
    async fn a_right_ends_with_its_day_and_both_are_told(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, _) = stage(&test).await;
        let owner = test.visitor(3).confirmed(3).await.account;
        test.open_card(patient, Grantee::Account(owner), Ground::Own, Level::Full, Section::ALL).await;
        let attorney = test.visitor(4);
        let account = attorney.confirmed(4).await.account;
        let paper = |until| Some(PowerOfAttorney { number: "77 АБ 1234567".into(), until });
        let mut call = invitation(patient, Level::Full, 5);
        call.body.relation = Relation::Attorney;
        call.body.until = date!(2026 - 12 - 10);
        call.body.document = paper(date!(2026 - 12 - 09));
        let refused = anna.call(call.clone()).await.unwrap_err();
        assert_eq!((refused.fields[0].field.as_str(), refused.fields[0].reason), ("until", FieldReason::OutOfRange));
        call.body.document = paper(date!(2026 - 12 - 10));
        let invited = anna.call(call).await.unwrap();
        let counts = async || {
            [test.told(&phone(3)).await.len(), test.told(&email(3)).await.len(), test.told(&phone(4)).await.len()]
        };
        let before = counts().await;
        attorney.call(accept(&invited)).await.unwrap();
        let accepted = counts().await;
        assert_eq!(accepted, [before[0] + 1, before[1] + 1, before[2]], "the patient is told");
        let longer = ChangedRepresentative { level: Level::Full, sections: vec![], until: date!(2026 - 12 - 11) };
        let change = ChangeRepresentative { patient, representative: invited.id, body: longer };
        assert_eq!(code_of(anna.call(change).await), Code::Invalid, "no longer than the paper");

        // The day ends at 21:00 UTC.
        test.clock.forward(Duration::days(9) + Duration::hours(8));
        trusted::tell_ended(&test.app).await.unwrap();
        assert_eq!(counts().await, accepted);
        let grounds = async || live_of(test.raw().await.read(), patient, account, None, micros(test.now())).await.unwrap();
        assert_eq!(grounds().await.len(), 1);
        test.clock.forward(Duration::hours(1));
        assert_eq!(grounds().await, []);
        for _ in 0..2 {
            trusted::tell_ended(&test.app).await.unwrap();
        }
        let ended = counts().await;
        assert_eq!(ended, accepted.map(|count| count + 1), "both are told, once");
        for letter in [test.told(&email(3)).await.remove(0), test.told(&email(4)).await.remove(0)] {
            for word in ["Испытаний", "Мария", "0001-0001", "http"] {
                assert!(!letter.contains(word), "{word}: {letter}");
            }
        }
    }

    /// CARD-12, ACL-2: a limited right shows the summary, and nothing is downloaded by it.
    async fn a_limited_right_shows_the_summary_and_no_more(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, maria) = stage(&test).await;
        let id = trust(&anna, &maria, patient, Level::Limited).await;
        assert!(maria.call(FindSummary { patient }).await.is_ok());
        assert_eq!(code_of(maria.call(all(patient)).await), Code::NotFound);
        let results = EntryId(Uuid::from_u128(0xE002));
        assert_eq!(code_of(maria.call(FindEntry { patient, entry: results }).await), Code::NotFound);
        let url = result_url(patient, results, Lang::Ru);
        let (status, _) = test.send("GET", &url, &Value::Null, Some(&maria.token)).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{url}");
        assert_eq!(code_of(maria.call(note(patient, 7, "x")).await), Code::NotFound);
        let wish = SetRepresentationNotices { representation: id, body: NoticeChoice { is_on: true } };
        assert!(maria.call(wish).await.is_ok());
        assert!(!maria.call(ListRepresentations {}).await.unwrap()[0].may_be_told);

        let body = ChangedRepresentative { level: Level::Full, sections: vec![Section::Allergies], until: UNTIL };
        anna.call(ChangeRepresentative { patient, representative: id, body }).await.unwrap();
        let page = maria.call(all(patient)).await.unwrap();
        assert!(page.entries.iter().all(|entry| entry.section == Section::Allergies));
        assert_eq!(page.entries.len(), 1);
    }

    /// CARD-12: who acts for a patient opens the card to nobody else, and ends nobody's right.
    async fn a_trusted_person_gives_nothing_further(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, maria) = stage(&test).await;
        let id = trust(&anna, &maria, patient, Level::Full).await;
        let doctor = test.person(100, Role::Doctor).await;
        let body = NewGrant {
            account: Some(doctor.account),
            organization: None,
            level: Level::Full,
            sections: Section::ALL.to_vec(),
            term: GrantTerm::Week,
            purpose: None,
            key: Uuid::from_u128(9),
        };
        assert_eq!(code_of(maria.call(GiveAccess { patient, body }).await), Code::NotFound);
        assert_eq!(code_of(maria.call(invitation(patient, Level::Full, 8)).await), Code::NotFound);
        let longer = ChangedRepresentative { level: Level::Full, sections: vec![], until: date!(2029 - 01 - 01) };
        let change = ChangeRepresentative { patient, representative: id, body: longer };
        assert_eq!(code_of(maria.call(change).await), Code::NotFound);
        assert_eq!(code_of(maria.call(revocation(patient, id)).await), Code::NotFound);
        let seen = maria.call(ListRepresentatives { patient }).await.unwrap();
        assert!(!seen.may_manage && seen.people.iter().all(|one| !one.may_change && !one.may_close));
        // The ground itself is not the grants' to end: it has its own place.
        let ground = anna.call(FindAccess { patient }).await.unwrap().grants.remove(0);
        assert_eq!(ground.ground, Ground::Representative);
        let refused = anna.call(RevokeAccess { patient, grant: ground.id }).await.unwrap_err();
        assert_eq!(refused.fields[0].field, "grant");
        // But the person gives it back whenever they wish.
        for _ in 0..2 {
            maria.call(ResignRepresentation { representation: id }).await.unwrap();
        }
        assert_eq!(code_of(maria.call(FindSummary { patient }).await), Code::NotFound);
        let resigned = |line: &backend::audit::Line| line.what == What::Representation(RepresentationAct::Resigned);
        assert_eq!(test.journal(patient.0).await.iter().filter(|line| resigned(line)).count(), 1);
        let stranger = ResignRepresentation { representation: id };
        assert_eq!(code_of(doctor.call(stranger).await), Code::NotFound);
    }

    /// ACC-19: to trust somebody, or for longer, asks for a second factor; to close never does.
    async fn to_trust_asks_for_a_second_factor_and_to_close_does_not(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, maria) = stage(&test).await;
        let id = trust(&anna, &maria, patient, Level::Full).await;
        test.clock.forward(Duration::minutes(11));
        assert_eq!(code_of(anna.call(invitation(patient, Level::Full, 6)).await), Code::StepUpRequired);
        let body = ChangedRepresentative { level: Level::Full, sections: vec![], until: UNTIL };
        let change = ChangeRepresentative { patient, representative: id, body };
        assert_eq!(code_of(anna.call(change).await), Code::StepUpRequired);
        assert!(anna.call(revocation(patient, id)).await.is_ok());
    }

    /// CARD-12: who wishes it is told of what the patient is told; who does not, is not.
    async fn who_acts_is_told_by_their_own_choice(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, _) = stage(&test).await;
        let daughter = test.visitor(4);
        let account = daughter.confirmed(4).await.account;
        let invited = anna.call(invitation(patient, Level::Full, 5)).await.unwrap();
        daughter.call(accept(&invited)).await.unwrap();
        let told = async || {
            trusted::told_of(test.raw().await.read(), patient, Some(Section::Results), micros(test.now())).await.unwrap()
        };
        assert_eq!(told().await, []);
        let choose = |is_on| SetRepresentationNotices { representation: invited.id, body: NoticeChoice { is_on } };
        daughter.call(choose(true)).await.unwrap();
        assert_eq!(told().await, [account]);
        // What does not open to them is not told either.
        let body = ChangedRepresentative { level: Level::Full, sections: vec![Section::Allergies], until: UNTIL };
        anna.call(ChangeRepresentative { patient, representative: invited.id, body }).await.unwrap();
        assert_eq!(told().await, []);
        daughter.call(choose(false)).await.unwrap();
        let body = ChangedRepresentative { level: Level::Full, sections: vec![], until: UNTIL };
        anna.call(ChangeRepresentative { patient, representative: invited.id, body }).await.unwrap();
        assert_eq!(told().await, []);
    }
}
