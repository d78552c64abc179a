//! Every operation, called by people who have no business there (ACL-1, ACL-6, ACL-10, ACL-11).

use poem::http::StatusCode;
use serde_json::{Value, json};
use shared::access::model::Role;
use shared::accounts::model::RegistrationForm;
use shared::contract::{BASE, Code, Problem};
use tests::{Person, TestApp, on_both};
use uuid::Uuid;

use super::contract::PUBLIC;

/// A body the operation would accept from someone it trusts.
fn sample_body(operation: &str) -> Value {
    match operation {
        "POST /notifications/read" => json!({ "ids": [Uuid::from_u128(5)], "until": null }),
        "PUT /notifications/settings" => json!({ "choices": [], "quiet": null, "version": 0 }),
        "POST /notifications/devices" => json!({ "endpoint": "https://push.example.org/v1/x" }),
        "POST /patients/{patient}/entries/search" => json!({ "words": "анализ" }),
        "POST /patients/{patient}/series/search" => json!({ "entries": [Uuid::from_u128(5)] }),
        "POST /patients/{patient}/results/search" => json!({ "words": "глюкоза" }),
        "PUT /patients/{patient}/release" => json!({ "usual_days": 3, "sensitive_days": null }),
        "POST /patients/{patient}/results/{entry}/opening"
        | "POST /patients/{patient}/results/{entry}/acknowledgement"
        | "POST /patients/{patient}/entries/{entry}/attestation-code"
        | "POST /admin/invitations/{invitation}/withdrawal" => Value::Null,
        "POST /patients/{patient}/entries/{entry}/attestation" => json!({ "code": "visit.AAAA" }),
        "POST /patients/{patient}/results/{entry}/comments" => {
            json!({ "text": "Всё хорошо", "key": Uuid::from_u128(5) })
        }
        "POST /patients/{patient}/results/comparison" => {
            json!({ "entries": [Uuid::from_u128(5), Uuid::from_u128(6)] })
        }
        "POST /feed/messages/{message}/attach" => {
            json!({ "card_number": "0000-0001-8", "confirmed": true })
        }
        "POST /feed/messages/{message}/retry" => Value::Null,
        "POST /feed/messages/{message}/dismiss" => json!({ "reason": "проба" }),
        "PUT /feed/codes" => json!({ "system": "L", "code": "WBC", "display": "x", "loinc": null }),
        "POST /patients/{patient}/notes" => json!({ "text": "болит", "key": Uuid::from_u128(5) }),
        "POST /patients/{patient}/documents" => json!({
            "key": Uuid::from_u128(5),
            "facts": { "title": "Выписка", "kind": "other", "date": "2026-11-01", "comment": "" },
            "files": [{ "name": "a.pdf", "data": "JVBERi0xLjQK" }],
        }),
        "POST /patients/{patient}/measurements" => json!({
            "at": "2026-11-01T08:00:00Z", "is_confirmed": false,
            "values": [{ "kind": "pulse", "text": "72", "key": Uuid::from_u128(5) }],
        }),
        "POST /patients/{patient}/measurements/preview" => {
            json!({ "name": "a.csv", "data": "0JTQsNGC0LA=", "offset_minutes": 180 })
        }
        "POST /patients/{patient}/measurements/import" => json!({
            "is_confirmed": false,
            "rows": [{
                "kind": "pulse", "text": "72", "at": "2026-11-01T08:00:00Z",
                "key": Uuid::from_u128(5),
            }],
        }),
        "PUT /patients/{patient}/targets/{kind}" => {
            json!({ "parts": [{ "low": 50, "high": 90 }], "tell_doctor": false, "version": 0 })
        }
        "POST /patients/{patient}/own" => json!({ "key": Uuid::from_u128(5), "fact": fact() }),
        "PUT /patients/{patient}/own/{entry}" => json!({ "version": 1, "fact": fact() }),
        "POST /patients/{patient}/own/{entry}/withdrawal"
        | "POST /patients/{patient}/own/{entry}/confirmation" => json!({ "version": 1 }),
        "POST /patients/{patient}/entries/{entry}/reports" => {
            json!({ "kind": "never_happened", "words": "", "key": Uuid::from_u128(5) })
        }
        "POST /patients/{patient}/entries/{entry}/reports/withdrawal" => json!({ "version": 1 }),
        "POST /patients/{patient}/entries/{entry}/reports/answer" => {
            json!({ "version": 1, "outcome": "declined", "text": "Проверили" })
        }
        "POST /patients/{patient}/requests" => json!({
            "section": "results", "organization": Uuid::from_u128(0xC1), "from": null,
            "until": null, "words": "анализ крови", "key": Uuid::from_u128(5),
        }),
        "POST /patients/{patient}/requests/{request}/withdrawal" => json!({ "version": 1 }),
        "POST /patients/{patient}/requests/{request}/answer" => {
            json!({ "version": 1, "outcome": "resent", "text": "" })
        }
        "POST /patients/{patient}/grants" => json!({
            "account": Uuid::from_u128(7), "level": "full", "sections": ["results"],
            "term": "week", "key": Uuid::from_u128(5),
        }),
        "PUT /patients/{patient}/grants/{grant}" => {
            json!({ "level": "limited", "sections": ["results"] })
        }
        "POST /patients/{patient}/grants/{grant}/revocation"
        | "POST /patients/{patient}/hidings/{hiding}/lifting" => Value::Null,
        "POST /patients/{patient}/preview" => json!({ "level": "full", "sections": ["results"] }),
        "POST /patients/{patient}/hidings" => {
            json!({ "topic": "hiv", "from": [], "key": Uuid::from_u128(5) })
        }
        "POST /patients/{patient}/access-requests/{request}/answer" => json!({ "allowed": null }),
        "POST /patients/{patient}/presentation" => json!({ "sections": [] }),
        "POST /presentations" => json!({ "card_number": "0000-0001-8", "code": "000000" }),
        "POST /access-requests" => json!({
            "card_number": "0000-0001-8", "reason": "Перед операцией", "sections": ["results"],
            "term": "week", "key": Uuid::from_u128(5),
        }),
        "POST /patients/{patient}/journal/search" => json!({ "refused_only": true }),
        "POST /patients/{patient}/journal/{seq}/question" => {
            json!({ "text": "Зачем?", "key": Uuid::from_u128(5) })
        }
        "PUT /patients/{patient}/digest" => json!({ "rhythm": "daily" }),
        "POST /audit/search" | "POST /audit/export" => {
            json!({ "from": "2026-12-01", "until": "2026-12-01", "card_number": "0000-0001-8" })
        }
        "POST /audit/names" => json!({ "account": Uuid::from_u128(5) }),
        "POST /emergencies" => json!({
            "card_number": "0000-0001-8", "reason": "Без сознания на улице",
            "key": Uuid::from_u128(5),
        }),
        "POST /anomalies/{anomaly}/review" => {
            json!({ "verdict": "unclear", "words": "Спросим врача" })
        }
        "POST /emergencies/{emergency}/review" => {
            json!({ "verdict": "unclear", "words": "Ждём ответа больницы" })
        }
        "POST /patients/{patient}/representatives" => json!({
            "name": "Дочь Мария", "relation": "child", "level": "full", "until": "2027-05-12",
            "key": Uuid::from_u128(5),
        }),
        "PUT /patients/{patient}/representatives/{representative}" => {
            json!({ "level": "limited", "until": "2027-05-12" })
        }
        "POST /patients/{patient}/representatives/{representative}/revocation"
        | "POST /representations/{representation}/resignation" => Value::Null,
        "POST /representations"
        | "POST /representations/preview"
        | "POST /representations/{representation}/refusal" => json!({ "code": "AB3HK-MPTYX" }),
        "POST /patients/{patient}/shares" => json!({
            "entries": [Uuid::from_u128(5)], "term": "day", "openings": 1, "recipient": "insurer",
            "purpose": "Выплата", "key": Uuid::from_u128(5),
        }),
        "POST /patients/{patient}/shares/{share}/revocation" => Value::Null,
        "POST /shares/opening" => json!({ "token": "A".repeat(32), "code": "000000" }),
        "PUT /representations/{representation}/notices" => json!({ "is_on": true }),
        "PUT /patients/{patient}/protocol-drafts/{draft}" => {
            json!({ "version": 0, "form": protocol() })
        }
        "POST /patients/{patient}/protocol-drafts/{draft}/removal"
        | "POST /protocol-templates/{template}/removal" => Value::Null,
        "POST /patients/{patient}/protocol-drafts/{draft}/signature" => {
            json!({ "version": 1, "acknowledged": [], "key": Uuid::from_u128(5) })
        }
        "POST /patients/{patient}/protocols/{entry}/correction" => json!({
            "version": 1, "form": protocol(), "reason": "Опечатка в дозе", "acknowledged": [],
        }),
        "POST /protocol-templates" => json!({ "template": template(), "key": Uuid::from_u128(5) }),
        "PUT /protocol-templates/{template}" => json!({ "template": template(), "version": 1 }),
        "PUT /admin/organization" => {
            json!({ "name": "Лаборатория", "address": "", "phone": "", "version": 0 })
        }
        "POST /admin/departments" => json!({ "name": "Приёмная", "key": Uuid::from_u128(5) }),
        "PUT /admin/departments/{department}" => json!({ "name": "Приёмная", "version": 1 }),
        "POST /admin/departments/{department}/closing" | "POST /admin/staff/{account}/ending" => {
            json!({ "version": 1 })
        }
        "POST /admin/staff/search" => json!({ "words": "иван" }),
        "POST /admin/staff" => json!({
            "surname": "Новикова", "given": "Ирина", "birth_date": "1990-05-12", "sex": "female",
            "phone": "+79110000404", "email": "new@example.org", "role": "nurse",
        }),
        "PUT /admin/staff/{account}" | "POST /admin/staff/{account}/employment" => {
            json!({ "role": "nurse", "version": 0 })
        }
        "POST /patients/{patient}/holds" => json!({
            "practitioner": Uuid::from_u128(5), "service": Uuid::from_u128(5),
            "starts_at": "2026-12-03T08:00:00Z", "payment": "paid", "key": Uuid::from_u128(5),
        }),
        "PUT /patients/{patient}/holds/{hold}/words" => {
            json!({ "reason": "Кашель", "attachments": [] })
        }
        "POST /patients/{patient}/appointments" => {
            json!({ "hold": Uuid::from_u128(5), "reason": "", "attachments": [] })
        }
        "POST /patients/{patient}/appointments/{appointment}/cancellation"
        | "POST /day/{appointment}/cancellation" => json!({ "note": "", "version": 1 }),
        "POST /patients/{patient}/appointments/{appointment}/review" => {
            json!({ "stars": 5, "words": "" })
        }
        "POST /patients/{patient}/holds/{hold}/release"
        | "POST /patients/{patient}/appointments/{appointment}/pass"
        | "POST /patients/{patient}/appointments/{appointment}/paper-pass"
        | "POST /patients/{patient}/calendar-feed" => Value::Null,
        "PUT /patients/{patient}/appointments/reminders" => json!({ "leads": [120] }),
        "POST /patients/{patient}/waiting" => json!({
            "service": Uuid::from_u128(5), "payment": "paid", "from": "2026-12-02",
            "until": "2026-12-20", "key": Uuid::from_u128(5),
        }),
        "POST /patients/{patient}/waiting/{waiting}/answer" => json!({ "take": true }),
        "POST /patients/{patient}/waiting/{waiting}/leaving" => Value::Null,
        "POST /day/{appointment}/state" => json!({ "state": "arrived", "version": 1 }),
        "POST /day/check-in" => json!({ "token": "A".repeat(75) }),
        "POST /day/late" => json!({ "practitioner": Uuid::from_u128(5), "minutes": 20 }),
        "PUT /admin/schedules/{practitioner}" => json!({
            "pattern": {
                "from": "2026-12-01", "until": null, "hours": [], "exceptions": [],
                "horizon": 30, "notice": 60, "widget_quota": null, "program_quota": null,
            },
            "remedies": [], "version": 1,
        }),
        "PUT /admin/rooms" => json!({ "id": Uuid::from_u128(5), "name": "Кабинет 5" }),
        "PUT /admin/services" => json!({
            "id": Uuid::from_u128(5), "name": "Приём", "minutes": 20, "format": "in_person",
            "price": null, "payments": ["policy"], "preparation": null,
        }),
        "PUT /admin/practitioners" => json!({
            "practitioner": Uuid::from_u128(5), "speciality": "therapist", "languages": [],
            "services": [],
        }),
        "POST /demo/session" => json!({ "account": Uuid::from_u128(0xA0_0001) }),
        "PUT /registration" => json!(RegistrationForm::default()),
        "POST /registration" => json!({ "form": RegistrationForm::default(), "password": "" }),
        "POST /registration/confirm"
        | "PUT /security/totp"
        | "POST /security/contacts/phone/prove" => json!({ "code": "000000" }),
        "POST /sign-in" => json!({ "login": "+79110000404", "password": "x" }),
        "POST /sign-in/code" | "POST /step-up/code" => json!({ "factor": "sms" }),
        "POST /sign-in/verify" | "POST /step-up/verify" => {
            json!({ "factor": "sms", "code": "000000" })
        }
        "POST /sign-in/passkey" | "POST /sign-in/security-key" | "POST /step-up/passkey" => {
            json!({ "credential": "{}" })
        }
        "POST /recovery" => json!({ "login": "+79110000404" }),
        "POST /recovery/open" | "POST /email/prove" | "POST /invitation/open" => {
            json!({ "token": "A".repeat(43) })
        }
        "POST /recovery/finish" => json!({ "code": "000000", "password": "x" }),
        "POST /invitation/accept" => json!({ "token": "A".repeat(43), "password": "x" }),
        "PUT /security/password" => json!({ "password": "Синий-кит-42-плывёт" }),
        "POST /security/passkeys/options" => json!({ "kind": "passkey" }),
        "POST /security/passkeys" => json!({ "name": "x", "credential": "{}" }),
        "PUT /security/passkeys/{passkey}" => json!({ "name": "x" }),
        "PUT /security/email-codes" => json!({ "is_on": false }),
        "PUT /security/contacts/{contact}" => json!({ "value": "x" }),
        "POST /registration/code"
        | "POST /sign-in/passkey/options"
        | "POST /sign-in/security-key/options"
        | "POST /recovery/code"
        | "POST /security/totp"
        | "POST /security/recovery-codes"
        | "POST /security/contacts/{contact}/proof"
        | "POST /security/not-me"
        | "POST /step-up/passkey/options" => Value::Null,
        "POST /clinics/search" => json!({ "words": "поликлиника" }),
        "POST /practitioners/search" => json!({ "speciality": "therapist" }),
        "POST /guest-visits" => json!({
            "clinic": Uuid::nil(), "practitioner": Uuid::nil(), "service": Uuid::nil(),
            "starts_at": "2026-12-03T08:00:00Z", "payment": "paid",
            "name": { "surname": "Гостева", "given": "Нина" }, "phone": "+79110000404",
            "birth_date": "1990-05-12", "reason": "", "lang": "ru", "consent": true,
            "kind": "booking", "host": "", "key": Uuid::from_u128(5),
        }),
        "POST /guest-visits/confirmation" => {
            json!({ "guest": Uuid::from_u128(5), "token": "A".repeat(43), "code": "000000" })
        }
        "POST /guest-visits/opening" | "POST /guest-visits/cancellation" => {
            json!({ "secret": "A".repeat(22) })
        }
        "POST /guest-visits/moving" => {
            json!({ "secret": "A".repeat(22), "starts_at": "2026-12-03T08:00:00Z" })
        }
        "POST /orders/search" => {
            json!({ "clinic": Uuid::nil(), "number": "0017", "birth_date": "1990-05-12" })
        }
        "POST /widgets/{clinic}/counts" => {
            json!({ "kind": "booking", "step": "shown", "host": "https://clinic.example" })
        }
        "PUT /admin/widget" => json!({ "origins": [], "kinds": [], "version": 0 }),
        "POST /slots/search" => json!({
            "practitioner": Uuid::nil(), "service": Uuid::nil(), "from": "2026-12-01", "days": 7,
        }),
        read if read.starts_with("GET ") || read.starts_with("DELETE ") => Value::Null,
        other => panic!("{other}: add a sample body"),
    }
}

fn fact() -> Value {
    json!({ "kind": "allergy", "name": "Орехи", "remark": "", "criticality": "high", "habit": null })
}

fn protocol() -> Value {
    json!({
        "title": "Приём", "template": null, "performed_at": null, "findings": [],
        "conclusion": "", "diagnoses": [], "plan": "", "prescriptions": [], "next_visit": null,
    })
}

fn template() -> Value {
    let part = json!({ "code": "a", "title": "Жалобы", "text": "", "required": true });
    json!({ "title": "Мой", "parts": [part], "conclusion": "", "plan": "", "diagnoses": [] })
}

fn fill(path: &str, patient: Uuid, id: Uuid) -> String {
    let id = id.to_string();
    let path = path
        .replace("{patient}", &patient.to_string())
        .replace("{contact}", "email")
        .replace("{entry}", &id)
        .replace("{request}", &id)
        .replace("{grant}", &id)
        .replace("{hiding}", &id)
        .replace("{emergency}", &id)
        .replace("{anomaly}", &id)
        .replace("{representative}", &id)
        .replace("{representation}", &id)
        .replace("{share}", &id)
        .replace("{hold}", &id)
        .replace("{appointment}", &id)
        .replace("{practitioner}", &id)
        .replace("{department}", &id)
        .replace("{invitation}", &id)
        .replace("{clinic}", &id)
        .replace("{waiting}", &id)
        .replace("{account}", &id)
        .replace("{draft}", &id)
        .replace("{device}", &id)
        .replace("{template}", &id)
        .replace("{organization}", &id)
        .replace("{page}", "1")
        .replace("{seq}", "1")
        .replace("{kind}", "pulse");
    let path = path.replace("{message}", &id).replace("{list}", "icd10").replace("{number}", "1");
    format!("{BASE}{}", path.replace("{passkey}", &id).replace("{session}", &id))
}

/// What everybody who is signed in may ask: about themselves, or about what is open to them.
const ABOUT_ONESELF: &[&str] = &[
    "GET /session",
    "DELETE /session",
    "GET /cards",
    "GET /requests",
    "GET /critical",
    "GET /access-requests",
    "GET /protocol-drafts",
    // A stream has no end to wait for: `notification_centre` opens it.
    "GET /notifications/events",
];

/// How everybody is told, and of what; each about themselves alone.
const OF_NOTIFICATIONS: &[(&str, u16)] = &[
    ("GET /notifications", 200),
    ("POST /notifications/read", 200),
    ("GET /notifications/settings", 200),
    ("PUT /notifications/settings", 200),
    ("POST /notifications/devices", 200),
    ("DELETE /notifications/devices/{device}", 200),
];

/// What everybody may do to the safety of their own account, and to nobody else's: none of it
/// takes an account's id. With what each answers somebody who has set nothing up.
const OWN_SAFETY: &[(&str, u16)] = &[
    ("GET /security", 200),
    ("PUT /security/password", 200),
    ("POST /security/passkeys/options", 200),
    ("POST /security/passkeys", 403),
    ("PUT /security/passkeys/{passkey}", 404),
    ("DELETE /security/passkeys/{passkey}", 404),
    ("POST /security/totp", 200),
    ("PUT /security/totp", 403),
    ("DELETE /security/totp", 404),
    ("PUT /security/email-codes", 200),
    ("POST /security/recovery-codes", 200),
    ("PUT /security/contacts/{contact}", 400),
    ("POST /security/contacts/{contact}/proof", 404),
    ("POST /security/contacts/phone/prove", 404),
    ("DELETE /security/sessions/{session}", 404),
    ("DELETE /security/sessions", 200),
    ("GET /step-up", 200),
    ("POST /step-up/code", 400),
    ("POST /step-up/verify", 400),
    ("POST /step-up/passkey/options", 403),
    ("POST /step-up/passkey", 409),
    // The last: it ends the session.
    ("POST /security/not-me", 200),
];

/// What the laboratory's own staff and its administrators may do, each in their organization.
const OF_A_LABORATORY: &[(&str, u16)] = &[
    ("GET /feed/messages", 200),
    ("GET /feed/messages/{message}", 404),
    ("POST /feed/messages/{message}/retry", 404),
    ("POST /feed/messages/{message}/attach", 400),
    ("POST /feed/messages/{message}/dismiss", 404),
    ("GET /feed/codes", 200),
    ("PUT /feed/codes", 200),
];

/// What administrators may do, each in their organization; nobody else of it is there.
const OF_AN_ADMINISTRATOR: &[(&str, u16)] = &[
    ("GET /admin/organization", 200),
    ("PUT /admin/organization", 200),
    ("POST /admin/departments", 200),
    ("PUT /admin/departments/{department}", 404),
    ("POST /admin/departments/{department}/closing", 404),
    ("POST /admin/staff/search", 200),
    ("POST /admin/staff", 200),
    ("GET /admin/invitations", 200),
    ("GET /admin/waiting/report", 200),
    ("POST /admin/invitations/{invitation}/withdrawal", 200),
    ("PUT /admin/staff/{account}", 404),
    ("POST /admin/staff/{account}/ending", 404),
    ("POST /admin/staff/{account}/employment", 404),
    ("GET /admin/schedules", 200),
    ("PUT /admin/schedules/{practitioner}", 404),
    ("PUT /admin/rooms", 200),
    ("PUT /admin/services", 200),
    ("PUT /admin/practitioners", 404),
    // A laboratory is no clinic, and shows nothing on sites.
    ("GET /admin/widget", 404),
    ("PUT /admin/widget", 404),
];

/// What those who receive patients may do, each in their organization; no visit of it is there.
const OF_THE_RECEPTION: &[(&str, u16)] = &[
    ("GET /day", 200),
    ("GET /day/{appointment}/papers", 404),
    ("POST /day/{appointment}/state", 404),
    ("POST /day/{appointment}/cancellation", 404),
    ("POST /day/check-in", 403),
    ("POST /day/late", 404),
];

/// What doctors and nurses may ask of patients who are not theirs yet.
const OF_A_PRACTITIONER: &[(&str, u16)] =
    &[("POST /access-requests", 200), ("POST /presentations", 403)];

/// What whoever was told a code may do; nobody was, here.
const OF_THE_INVITED: &[(&str, u16)] = &[
    ("GET /representations", 200),
    ("POST /representations/preview", 403),
    ("POST /representations", 403),
    ("POST /representations/{representation}/refusal", 403),
    ("POST /representations/{representation}/resignation", 404),
    ("PUT /representations/{representation}/notices", 404),
];

/// What a doctor alone may do: there is no such card, and the try is in a journal.
const OF_A_DOCTOR: &str = "POST /emergencies";

/// What doctors do with templates of their own, and with what they write without a line.
const OF_TEMPLATES: &[(&str, u16)] = &[
    ("GET /protocol-drafts/key", 200),
    ("GET /protocol-templates", 200),
    ("POST /protocol-templates", 200),
    ("PUT /protocol-templates/{template}", 404),
    ("POST /protocol-templates/{template}/removal", 404),
];

/// What the security officer may do with all journals.
const OF_THE_OFFICER: &[(&str, u16)] = &[
    ("POST /audit/search", 200),
    ("POST /audit/export", 200),
    ("POST /audit/names", 404),
    ("GET /emergencies", 200),
    ("POST /emergencies/{emergency}/review", 404),
    ("GET /anomalies", 200),
    ("POST /anomalies/{anomaly}/review", 404),
];

/// What everybody who is signed in may read: it is about nobody, or where somebody works.
const PUBLIC_KNOWLEDGE: &[&str] = &[
    "GET /reference",
    "GET /reference/{list}",
    "GET /organizations",
    "GET /organizations/{organization}/practitioners",
    "GET /journal/key",
];

pub fn of_a_card() -> Vec<String> {
    let operations = TestApp::operations();
    operations.into_iter().map(|(name, _)| name).filter(|name| name.contains("{patient}")).collect()
}

pub async fn ask(
    test: &TestApp,
    operation: &str,
    patient: Uuid,
    token: Option<&str>,
) -> (StatusCode, Value) {
    ask_about(test, operation, patient, patient, token).await
}

/// Asks with an id in every place of the path that takes one.
pub async fn ask_about(
    test: &TestApp,
    operation: &str,
    patient: Uuid,
    id: Uuid,
    token: Option<&str>,
) -> (StatusCode, Value) {
    let (method, path) = operation.split_once(' ').unwrap();
    let (status, mut json) =
        test.send(method, &fill(path, patient, id), &sample_body(operation), token).await;
    if let Some(id) = json.get_mut("request_id") {
        assert!(id.is_string(), "{operation}");
        *id = Value::Null;
    }
    (status, json)
}

async fn finds_nothing(test: &TestApp, person: &Person<'_>, patient: Uuid) {
    let absent = Uuid::from_u128(0xFFFF);
    for operation in of_a_card() {
        let in_card = test.journal_length(patient).await;
        let in_own = test.journal_length(person.account.0).await;

        let real = ask(test, &operation, patient, Some(&person.token)).await;
        let invented = ask(test, &operation, absent, Some(&person.token)).await;

        let role = person.role;
        let nothing = (StatusCode::NOT_FOUND, json!(Problem::from(Code::NotFound)));
        assert_eq!(real, nothing, "{role} {operation}");
        assert_eq!(invented, nothing, "{role} {operation}");
        assert_eq!(test.journal_length(patient).await, in_card + 1, "{role} {operation}");
        assert_eq!(test.journal_length(person.account.0).await, in_own + 1, "{role} {operation}");
    }
}

on_both! {
    async fn nobody_is_asked_to_sign_in_everywhere(on) {
        let test = TestApp::start(on).await;
        let (patient, _) = test.patient(1).await;
        for (operation, _) in TestApp::operations() {
            if PUBLIC.contains(&operation.as_str()) {
                continue;
            }
            let (status, json) = ask(&test, &operation, patient.0, None).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{operation}");
            assert_eq!(json, json!(Problem::from(Code::SignInRequired)), "{operation}");
        }
    }

    /// A demo's doors are walls on every other server.
    async fn demo_operations_are_absent_without_a_demo(on) {
        let test = TestApp::start(on).await;
        backend::demo::fill(&test.app).await.unwrap();
        for operation in ["GET /demo/accounts", "POST /demo/session", "GET /dev/messages"] {
            let (status, json) = ask(&test, operation, Uuid::nil(), None).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{operation}");
            assert_eq!(json, json!(Problem::from(Code::NotFound)), "{operation}");
        }
    }

    /// Every role, without a ground: an absent card and a closed one look alike, and both tries
    /// are in the journal.
    async fn a_stranger_of_any_role_finds_nothing_everywhere_and_the_journal_knows(on) {
        let test = TestApp::start(on).await;
        let (patient, _) = test.patient(1).await;
        for (role, n) in Role::ALL.iter().zip(100..) {
            let stranger = test.person(n, *role).await;
            finds_nothing(&test, &stranger, patient.0).await;
        }
    }

    async fn everybody_may_ask_about_themselves_and_nothing_else(on) {
        let test = TestApp::start(on).await;
        let others: Vec<_> = TestApp::operations()
            .into_iter()
            .map(|(name, _)| name)
            .filter(|name| !name.contains("{patient}") && !PUBLIC.contains(&name.as_str()))
            .collect();
        for operation in &others {
            let is_known = ABOUT_ONESELF.contains(&operation.as_str())
                || PUBLIC_KNOWLEDGE.contains(&operation.as_str())
                || operation == OF_A_DOCTOR
                || OWN_SAFETY
                    .iter()
                    .chain(OF_A_LABORATORY)
                    .chain(OF_AN_ADMINISTRATOR)
                    .chain(OF_A_PRACTITIONER)
                    .chain(OF_THE_RECEPTION)
                    .chain(OF_THE_INVITED)
                    .chain(OF_THE_OFFICER)
                    .chain(OF_TEMPLATES)
                    .chain(OF_NOTIFICATIONS)
                    .any(|(own, _)| own == operation);
            assert!(is_known, "{operation}: who may call it?");
        }
        for (role, n) in Role::ALL.iter().zip(100..) {
            let person = test.person(n, *role).await;
            let (status, cards) = ask(&test, "GET /cards", Uuid::nil(), Some(&person.token)).await;
            assert_eq!((status, cards), (StatusCode::OK, json!([])), "{role}");
            let (status, asked) =
                ask(&test, "GET /requests", Uuid::nil(), Some(&person.token)).await;
            assert_eq!((status, asked), (StatusCode::OK, json!([])), "{role}");
            let (status, critical) =
                ask(&test, "GET /critical", Uuid::nil(), Some(&person.token)).await;
            assert_eq!((status, critical), (StatusCode::OK, json!([])), "{role}");
            let (status, sent) =
                ask(&test, "GET /access-requests", Uuid::nil(), Some(&person.token)).await;
            assert_eq!((status, sent), (StatusCode::OK, json!([])), "{role}");
            let (status, drafts) =
                ask(&test, "GET /protocol-drafts", Uuid::nil(), Some(&person.token)).await;
            assert_eq!((status, drafts), (StatusCode::OK, json!([])), "{role}");
            let (status, session) =
                ask(&test, "GET /session", Uuid::nil(), Some(&person.token)).await;
            assert_eq!(status, StatusCode::OK, "{role}");
            assert_eq!(session["role"], role.wire());
            let (status, _) = ask(&test, "DELETE /session", Uuid::nil(), Some(&person.token)).await;
            assert_eq!(status, StatusCode::OK, "{role}");
            let (status, _) = ask(&test, "GET /session", Uuid::nil(), Some(&person.token)).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{role}");
        }
    }

    /// ADM-1: in every role; looking at it is nobody's business and in no journal.
    async fn everybody_reads_what_is_public_knowledge(on) {
        let test = TestApp::start(on).await;
        for (role, n) in Role::ALL.iter().zip(100..) {
            let person = test.person(n, *role).await;
            let lines = test.journal(person.account.0).await.len();
            for operation in PUBLIC_KNOWLEDGE {
                let (status, json) = ask(&test, operation, Uuid::nil(), Some(&person.token)).await;
                assert_eq!(status, StatusCode::OK, "{role} {operation}: {json}");
            }
            assert_eq!(test.journal(person.account.0).await.len(), lines, "{role}");
        }
    }

    /// MSG-3: in every role, about oneself; nobody's notification or browser is another's.
    async fn everybody_chooses_how_they_are_told(on) {
        let test = TestApp::start(on).await;
        for (role, n) in Role::ALL.iter().zip(100..) {
            let person = test.person(n, *role).await;
            for (operation, expected) in OF_NOTIFICATIONS {
                let (status, json) = ask(&test, operation, Uuid::nil(), Some(&person.token)).await;
                assert_eq!(status.as_u16(), *expected, "{role} {operation}: {json}");
            }
        }
    }

    /// ACC-17: in every role, about oneself.
    async fn everybody_keeps_their_own_account_safe(on) {
        let test = TestApp::start(on).await;
        for (role, n) in Role::ALL.iter().zip(100..) {
            let person = test.person(n, *role).await;
            for (operation, expected) in OWN_SAFETY {
                let (status, json) = ask(&test, operation, Uuid::nil(), Some(&person.token)).await;
                assert_eq!(status.as_u16(), *expected, "{role} {operation}: {json}");
            }
            let (status, _) = ask(&test, "GET /session", Uuid::nil(), Some(&person.token)).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{role}");
        }
    }

    /// ACL-3, CARD-7: in every role; a refusal is in the journal.
    async fn only_doctors_and_nurses_ask_for_cards(on) {
        let test = TestApp::start(on).await;
        for (role, n) in Role::ALL.iter().zip(100..) {
            let person = test.person(n, *role).await;
            let asks = matches!(role, Role::Doctor | Role::Nurse);
            for (operation, expected) in OF_A_PRACTITIONER {
                let lines = test.journal(person.account.0).await.len();
                let (status, json) = ask(&test, operation, Uuid::nil(), Some(&person.token)).await;
                let expected = if asks { *expected } else { 404 };
                assert_eq!(status.as_u16(), expected, "{role} {operation}: {json}");
                assert_eq!(test.journal(person.account.0).await.len(), lines + 1, "{role} {operation}");
            }
        }
    }

    /// CARD-12: in every role; whoever was told no code acts for nobody, and each try is in the
    /// journal of their account.
    async fn nobody_acts_for_somebody_without_an_invitation(on) {
        let test = TestApp::start(on).await;
        test.patient(1).await;
        for (role, n) in Role::ALL.iter().zip(100..) {
            let person = test.person(n, *role).await;
            for (operation, expected) in OF_THE_INVITED {
                let (status, json) = ask(&test, operation, Uuid::nil(), Some(&person.token)).await;
                assert_eq!(status.as_u16(), *expected, "{role} {operation}: {json}");
            }
            let lines = test.journal(person.account.0).await;
            let tried = lines.iter().filter(|line| line.outcome == backend::audit::Outcome::Denied).count();
            assert_eq!(tried, 3, "{role}");
        }
    }

    /// ACL-5: in every role. Who may not and who names no card are answered alike; only the doctor's
    /// try is kept, and all are in the journal.
    async fn only_doctors_open_cards_in_an_emergency(on) {
        let test = TestApp::start(on).await;
        for (role, n) in Role::ALL.iter().zip(100..) {
            let person = test.person(n, *role).await;
            let (status, json) = ask(&test, OF_A_DOCTOR, Uuid::nil(), Some(&person.token)).await;
            let nothing = (StatusCode::NOT_FOUND, json!(Problem::from(Code::NotFound)));
            assert_eq!((status, json), nothing, "{role}");
            let lines = test.journal(person.account.0).await;
            let tried = lines.iter().filter(|line| line.what == backend::audit::What::EmergencyOpened);
            let tried: Vec<bool> = tried.map(|line| line.object.is_some()).collect();
            assert_eq!(tried, [*role == Role::Doctor], "{role}");
        }
    }

    /// RES-10: in every role, with an organization and without; a refusal is in the journal.
    async fn a_laboratorys_desk_is_for_its_staff(on) {
        let test = TestApp::start(on).await;
        let laboratory = test.laboratory(1).await.organization;
        for (role, n) in Role::ALL.iter().zip(100..) {
            for (organization, n) in [(Some(laboratory), n), (None, n + 100)] {
                let person = test.member(n, *role, organization).await;
                let is_theirs = matches!(role, Role::Laboratory | Role::Administrator) && organization.is_some();
                for (operation, expected) in OF_A_LABORATORY {
                    let (status, json) = ask(&test, operation, Uuid::nil(), Some(&person.token)).await;
                    let expected = if is_theirs { *expected } else { 404 };
                    assert_eq!(status.as_u16(), expected, "{role} {operation}: {json}");
                }
                let lines = test.journal(person.account.0).await;
                let refused = lines.iter().filter(|line| line.outcome == backend::audit::Outcome::Denied).count();
                assert_eq!(refused, if is_theirs { 0 } else { OF_A_LABORATORY.len() }, "{role}");
            }
        }
    }

    /// ADM-1: in every role, with an organization and without; a refusal is in the journal.
    async fn an_organization_is_administered_by_its_administrators(on) {
        let test = TestApp::start(on).await;
        let laboratory = test.laboratory(1).await.organization;
        for (role, n) in Role::ALL.iter().zip(100..) {
            for (organization, n) in [(Some(laboratory), n), (None, n + 100)] {
                let person = test.member(n, *role, organization).await;
                let is_theirs = *role == Role::Administrator && organization.is_some();
                for (operation, expected) in OF_AN_ADMINISTRATOR {
                    let (status, json) = ask(&test, operation, Uuid::nil(), Some(&person.token)).await;
                    let expected = if is_theirs { *expected } else { 404 };
                    assert_eq!(status.as_u16(), expected, "{role} {operation}: {json}");
                }
                let lines = test.journal(person.account.0).await;
                let refused = lines.iter().filter(|line| line.outcome == backend::audit::Outcome::Denied).count();
                assert_eq!(refused, if is_theirs { 0 } else { OF_AN_ADMINISTRATOR.len() }, "{role}");
            }
        }
    }

    /// APT-9: in every role, with an organization and without; whoever reaches for a visit that is
    /// not theirs is in the journal.
    async fn visits_are_received_by_those_who_work_there(on) {
        let test = TestApp::start(on).await;
        let laboratory = test.laboratory(1).await.organization;
        for (role, n) in Role::ALL.iter().zip(100..) {
            for (organization, n) in [(Some(laboratory), n), (None, n + 100)] {
                let person = test.member(n, *role, organization).await;
                let receives = matches!(role, Role::Doctor | Role::Nurse | Role::Registrar);
                let is_theirs = receives && organization.is_some();
                for (operation, expected) in OF_THE_RECEPTION {
                    let (status, json) = ask(&test, operation, Uuid::nil(), Some(&person.token)).await;
                    let expected = if is_theirs { *expected } else { 404 };
                    assert_eq!(status.as_u16(), expected, "{role} {operation}: {json}");
                }
                let lines = test.journal(person.account.0).await;
                let refused = lines.iter().filter(|line| line.outcome == backend::audit::Outcome::Denied).count();
                assert_eq!(refused, OF_THE_RECEPTION.len() - usize::from(is_theirs), "{role}");
            }
        }
    }

    /// AUD-3, ACL-6: in every role; a refusal is in the journal.
    async fn the_journals_are_for_the_security_officer(on) {
        let test = TestApp::start(on).await;
        for (role, n) in Role::ALL.iter().zip(100..) {
            let person = test.person(n, *role).await;
            let is_theirs = *role == Role::SecurityOfficer;
            for (operation, expected) in OF_THE_OFFICER {
                let (status, json) = ask(&test, operation, Uuid::nil(), Some(&person.token)).await;
                let expected = if is_theirs { *expected } else { 404 };
                assert_eq!(status.as_u16(), expected, "{role} {operation}: {json}");
            }
            let lines = test.journal(person.account.0).await;
            let refused = lines.iter().filter(|line| line.outcome == backend::audit::Outcome::Denied).count();
            assert_eq!(refused, if is_theirs { 0 } else { OF_THE_OFFICER.len() }, "{role}");
        }
        assert_eq!(test.journal(Uuid::from_u128(2)).await.len(), OF_THE_OFFICER.len());
    }

    /// REC-12: in every role; a refusal is in the journal.
    async fn only_doctors_have_templates(on) {
        let test = TestApp::start(on).await;
        for (role, n) in Role::ALL.iter().zip(100..) {
            let person = test.person(n, *role).await;
            let is_theirs = *role == Role::Doctor;
            for (operation, expected) in OF_TEMPLATES {
                let (status, json) = ask(&test, operation, Uuid::nil(), Some(&person.token)).await;
                let expected = if is_theirs { *expected } else { 404 };
                assert_eq!(status.as_u16(), expected, "{role} {operation}: {json}");
            }
            let lines = test.journal(person.account.0).await;
            let refused = lines.iter().filter(|line| line.outcome == backend::audit::Outcome::Denied).count();
            assert_eq!(refused, if is_theirs { 0 } else { OF_TEMPLATES.len() }, "{role}");
        }
    }

    /// What anybody may call without a session gives nothing to somebody who has begun nothing.
    async fn public_doors_lead_nowhere_by_themselves(on) {
        let test = TestApp::start(on).await;
        for operation in PUBLIC {
            let expected = match *operation {
                "GET /registration" | "PUT /registration" | "DELETE /registration" => 200,
                "POST /recovery" | "POST /sign-in/passkey/options" => 200,
                "POST /clinics/search" | "POST /practitioners/search" => 200,
                "POST /slots/search" | "POST /orders/search" => 404,
                "POST /guest-visits/confirmation" => 403,
                guest if guest.contains("/guest-visits") || guest.contains("/widgets/") => 404,
                clinic if clinic.starts_with("GET /clinics/") => 404,
                doctor if doctor.starts_with("GET /practitioners/") => 404,
                "POST /registration" => 400,
                "POST /sign-in" | "POST /shares/opening" => 403,
                "POST /email/prove" | "POST /invitation/open" | "POST /recovery/open" => 410,
                demo if demo.contains("/demo/") || demo.contains("/dev/") => 404,
                _ => 409,
            };
            let (status, json) = ask(&test, operation, Uuid::nil(), None).await;
            assert_eq!(status.as_u16(), expected, "{operation}: {json}");
        }
    }

    async fn an_invented_or_broken_session_is_none(on) {
        let test = TestApp::start(on).await;
        let long = "A".repeat(5_000);
        for token in ["", "x", "AAAA", "не токен", long.as_str()] {
            let request = poem::Request::builder()
                .uri("/api/v1/session".parse().unwrap())
                .header("cookie", poem::http::HeaderValue::from_bytes(format!("__Host-session={token}").as_bytes()).unwrap())
                .finish();
            let (status, _, _) = test.ask(request).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{token:.20}");
        }
    }
}
