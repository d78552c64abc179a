//! ACC-11: staff come by invitation, with a passkey or an authenticator app.

use backend::accounts::{Invited, insert_organization, invite};
use backend::card::Identity;
use serde_json::json;
use shared::access::model::Role;
use shared::accounts::api::{
    AcceptInvitation, Acceptance, ConfirmTotp, FindSession, LinkToken, OpenInvitation, ProvePhone,
    RemovePasskey, RemoveTotp, SendContactProof, StartTotp, TypedCode,
};
use shared::accounts::model::{ContactKind, Factor};
use shared::card::api::ListCards;
use shared::contract::{Code, FieldReason};
use shared::id::OrganizationId;
use shared::lang::Lang;
use shared::record::model::{PersonName, Sex};
use tests::peers::{Key, totp};
use tests::visitor::{PASSWORD, phone};
use tests::{TestApp, on_both};
use time::Duration;
use time::macros::date;
use uuid::Uuid;

use super::code_of;

const CLINIC: OrganizationId = OrganizationId(Uuid::from_u128(0xC1));

async fn invited(test: &TestApp, n: u32, ends_at: Option<i64>) -> LinkToken {
    let db = test.raw().await;
    if backend::accounts::organization_name(db.read(), CLINIC).await.unwrap().is_none() {
        insert_organization(db.write(), CLINIC, "Поликлиника № 1", "clinic", 0).await.unwrap();
    }
    let invited = Invited {
        identity: Identity {
            name: PersonName {
                surname: "Врачёва".into(), given: "Елена".into(), patronymic: None
            },
            birth_date: date!(1979 - 08 - 09),
            sex: Sex::Female,
            snils: None,
            document: None,
            inn: None,
        },
        phone: phone(n),
        email: format!("doctor{n}@example.org"),
        role: Role::Doctor,
        organization: CLINIC,
        starts_at: None,
        ends_at,
        department: None,
        position: None,
    };
    let link = invite(&test.app, &invited, Lang::Ru).await.unwrap();
    let sent = test.link(&format!("doctor{n}@example.org")).await;
    assert_eq!(link, format!("http://localhost:8080/invitation#{}", sent.token));
    sent
}

fn accept(
    token: &LinkToken,
    totp_code: Option<String>,
    credential: Option<String>,
) -> AcceptInvitation {
    let body =
        Acceptance { token: token.token.clone(), password: PASSWORD.into(), totp_code, credential };
    AcceptInvitation { body }
}

on_both! {
    async fn a_doctor_comes_by_invitation_with_an_app_of_codes(on) {
        let test = TestApp::start(on).await;
        let link = invited(&test, 1, None).await;
        let doctor = test.visitor(1);
        let invitation = doctor.call(OpenInvitation { body: link.clone() }).await.unwrap();
        assert_eq!((invitation.name.as_str(), invitation.role, invitation.organization.as_str()), ("Врачёва Елена", Role::Doctor, "Поликлиника № 1"));
        let problem = doctor.call(accept(&link, None, None)).await.unwrap_err();
        assert_eq!((problem.code, problem.fields[0].reason), (Code::Invalid, FieldReason::Required), "a password alone is not enough");
        assert_eq!(code_of(test.visitor(2).call(accept(&link, Some("123456".into()), None)).await), Code::FlowExpired);
        let code = totp(&invitation.totp.uri, test.app.now()).await;
        let session = doctor.call(accept(&link, Some(code), None)).await.unwrap();
        assert_eq!((session.role, session.organization.as_deref()), (Role::Doctor, Some("Поликлиника № 1")));
        assert_eq!(session.unproved, [ContactKind::Phone]);
        assert_eq!(code_of(test.visitor(3).call(OpenInvitation { body: link }).await), Code::LinkExpired, "once");

        doctor.call(SendContactProof { contact: ContactKind::Phone }).await.unwrap();
        let code = test.code(&phone(1)).await;
        doctor.call(ProvePhone { body: TypedCode { code } }).await.unwrap();
        assert!(doctor.call(ListCards {}).await.is_ok());
        test.clock.forward(Duration::minutes(2));
        let again = test.visitor(4);
        let choice = again.password(&phone(1), PASSWORD).await.unwrap();
        assert_eq!(choice.factors, [Factor::Totp], "no SMS for staff");
        // The last strong factor stays.
        assert_eq!(code_of(doctor.call(RemoveTotp {}).await), Code::LastWayIn);
        let secret = doctor.call(StartTotp {}).await.unwrap();
        let code = totp(&secret.uri, test.app.now()).await;
        doctor.call(ConfirmTotp { body: TypedCode { code } }).await.unwrap();
        assert_eq!(test.verify().await.findings, []);
    }

    async fn a_passkey_does_as_well_and_the_term_ends(on) {
        let test = TestApp::start(on).await;
        let mut key = Key::start().await;
        let ends_at = test.app.now_micros() + 5 * 60_000_000;
        let link = invited(&test, 1, Some(ends_at)).await;
        let doctor = test.visitor(1);
        let invitation = doctor.call(OpenInvitation { body: link.clone() }).await.unwrap();
        let tampered = key.create(&invitation.passkey.options, json!({ "tamper": "origin" })).await;
        assert_eq!(code_of(doctor.call(accept(&link, None, Some(tampered))).await), Code::PasskeyRefused);
        let mut key = Key::start().await;
        let credential = key.create(&invitation.passkey.options, json!({})).await;
        let session = doctor.call(accept(&link, None, Some(credential))).await.unwrap();
        assert_eq!(session.role, Role::Doctor);
        let security = doctor.call(shared::accounts::api::FindSecurity {}).await.unwrap();
        assert_eq!(code_of(doctor.call(RemovePasskey { passkey: security.passkeys[0].id }).await), Code::LastWayIn);
        test.clock.forward(Duration::minutes(6));
        let after = doctor.call(FindSession {}).await.unwrap();
        assert_eq!((after.role, after.organization), (Role::Patient, None), "the term is over");
    }

    async fn an_invitation_lapses_and_lies_sealed(on) {
        let test = TestApp::start(on).await;
        let link = invited(&test, 1, None).await;
        for needle in ["Врачёва", "doctor1@example.org", "9110000001", &link.token] {
            assert!(!test.holds("link", needle).await, "{needle}");
        }
        test.clock.forward(Duration::days(8));
        assert_eq!(code_of(test.visitor(1).call(OpenInvitation { body: link }).await), Code::LinkExpired);
    }
}
