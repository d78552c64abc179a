//! A whole server in memory on either database, a clock that stands still until it is moved, and
//! people to sign in as.

pub mod browser;
pub mod bucket;
pub mod ear;
pub mod laboratory;
pub mod pdf;
pub mod peers;
pub mod postgres;
pub mod process;
pub mod program;
pub mod site;
pub mod staff;
pub mod visitor;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use backend::access::{Caller, Grantee, NewGround, Origin, SignedIn, insert_ground};
use backend::accounts::{self, Cost};
use backend::app::{App, Clock, Ids, Settings, micros, moment};
use backend::card::{self, CardFacts, Identity, NewPatient};
use backend::db::{DatabaseUrl, Db, PoolSettings};
use backend::files::Keeping;
use backend::http::{self, Assets};
use backend::keys::{FileProvider, KeyProvider, Owner};
use backend::notifications::Providers;
use backend::record::{self, NewEntry};
use futures_util::future::BoxFuture;
use poem::endpoint::BoxEndpoint;
use poem::http::{HeaderMap, StatusCode, Uri};
use poem::{Body, Endpoint as _, EndpointExt as _, Request};
use serde_json::Value;
use shared::access::model::{Ground, Level, Role, Section, Sensitivity};
use shared::contract::{Endpoint, Problem};
use shared::id::{AccountId, EntryId, OrganizationId, PatientId, PersonId};
use shared::record::model::{Content, Entry, Note, PersonName, Sex, Source, SourceKind};
use tempfile::TempDir;
use time::OffsetDateTime;
use time::macros::{date, datetime};
use uuid::Uuid;

pub const NOW: OffsetDateTime = datetime!(2026-12-01 12:00 UTC);

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    Sqlite,
    Postgres,
}

/// Makes of one test two: one on SQLite, one on PostgreSQL.
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($on:ident) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            $(#[$meta])*
            async fn run($on: $crate::On) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run($crate::On::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                run($crate::On::Postgres).await;
            }
        }
    )+};
}

pub struct TestApp {
    pub app: App,
    pub url: DatabaseUrl,
    pub clock: TestClock,
    pub provider: Arc<dyn KeyProvider>,
    folder: Arc<TempDir>,
    settings: Settings,
    providers: Providers,
    /// Made at the first request: making it costs more than most requests do.
    endpoint: OnceLock<BoxEndpoint<'static>>,
}

/// Somebody with an account and a live session.
pub struct Person<'a> {
    test: &'a TestApp,
    pub account: AccountId,
    pub person: PersonId,
    pub role: Role,
    pub token: String,
}

/// Stands still; `forward` moves it.
#[derive(Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    pub fn forward(&self, by: time::Duration) {
        let by = i64::try_from(by.whole_microseconds()).unwrap();
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> OffsetDateTime {
        moment(self.0.load(Ordering::SeqCst))
    }
}

/// Counts up, but never repeats between the nodes of one test.
struct Counting;

impl Ids for Counting {
    fn next(&self) -> Uuid {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Uuid::from_u128(0x1D_0000_0000 + u128::from(NEXT.fetch_add(1, Ordering::Relaxed)))
    }
}

impl TestApp {
    pub async fn start(on: On) -> Self {
        Self::start_with(on, Settings::default()).await
    }

    pub async fn start_with(on: On, settings: Settings) -> Self {
        Self::start_with_providers(on, settings, Providers::default()).await
    }

    /// With somebody of the test's own to carry messages.
    pub async fn start_with_providers(on: On, settings: Settings, providers: Providers) -> Self {
        // Tests sign in more often than people do.
        let settings = Settings { password_cost: Cost::LEAST, ..settings };
        Self::start_as_it_is(on, settings, providers).await
    }

    /// With every setting as it is given, but the limit of requests.
    pub async fn start_as_it_is(on: On, settings: Settings, providers: Providers) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let url = match on {
            On::Sqlite => DatabaseUrl::Sqlite(folder.path().join("test.sqlite")),
            On::Postgres => DatabaseUrl::Postgres(postgres::cluster().fresh_database().await),
        };
        let clock = TestClock(Arc::new(AtomicI64::new(micros(NOW))));
        // Tests ask faster than people do.
        let settings = Settings {
            requests_per_second: if settings.requests_per_second == 50 {
                1_000_000
            } else {
                settings.requests_per_second
            },
            ..settings
        };
        Self::node(folder, url, clock, settings, providers).await
    }

    /// Another node on the same database and key file.
    pub async fn another_node(&self) -> Self {
        let (folder, url) = (self.folder.clone(), self.url.clone());
        let (settings, providers) = (self.settings.clone(), self.providers.clone());
        Self::node(folder, url, self.clock.clone(), settings, providers).await
    }

    async fn node(
        folder: Arc<TempDir>,
        url: DatabaseUrl,
        clock: TestClock,
        settings: Settings,
        providers: Providers,
    ) -> Self {
        let db = Db::open(&url, PoolSettings { max_connections: 6, ..Default::default() })
            .await
            .unwrap();
        let key_file = folder.path().join("master-keys.toml");
        let provider: Arc<dyn KeyProvider> = Arc::new(FileProvider::open(&key_file, true).unwrap());
        // All nodes of a test keep their files in one place.
        let files = match settings.files.clone() {
            Keeping::Memory => Keeping::Folder(folder.path().join("files")),
            named => named,
        };
        // A test is not the program that draws pages.
        let settings = Settings { files, drawer: process::find_binary(), ..settings };
        let (carriers, known) = (providers.clone(), settings.clone());
        let app = App::start_with(db, provider.clone(), clock.clone(), Counting, carriers, known)
            .await
            .unwrap();
        let endpoint = OnceLock::new();
        Self { app, url, clock, provider, folder, settings, providers, endpoint }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A connection beside the app's, for looking and for doing harm.
    pub async fn raw(&self) -> Db {
        Db::open(&self.url, PoolSettings { max_connections: 2, ..Default::default() })
            .await
            .unwrap()
    }

    /// A person with an account, a card of their own and a session.
    pub async fn patient(&self, n: u128) -> (PatientId, Person<'_>) {
        let someone = self.person(n, Role::Patient).await;
        let patient = PatientId(Uuid::from_u128(0xD000 + n));
        let tx = self.raw().await;
        let tx = tx.begin().await.unwrap();
        let facts = CardFacts {
            number: format!("{n:04}-{n:04}-0"),
            policy_number: Some("7700001111222233".into()),
        };
        let new =
            NewPatient { patient, person: someone.person, account: Some(someone.account), facts };
        card::create_patient(&self.app, &tx, new).await.unwrap();
        tx.commit().await.unwrap();
        (patient, someone)
    }

    /// Many people with cards of their own, made at once.
    pub async fn crowd(&self, first: u128, count: u128) -> Vec<(PatientId, Person<'_>)> {
        let db = self.raw().await;
        let tx = db.begin().await.unwrap();
        let now = micros(self.clock.now());
        let ids = |n: u128| {
            (
                AccountId(Uuid::from_u128(0xA000 + n)),
                PersonId(Uuid::from_u128(0xB000 + n)),
                PatientId(Uuid::from_u128(0xD000 + n)),
            )
        };
        for n in first..first + count {
            let (account, person, patient) = ids(n);
            let name = PersonName {
                surname: format!("Испытаний{n}"),
                given: "Анна".into(),
                patronymic: None,
            };
            let (birth_date, sex) = (date!(1980 - 05 - 17), Sex::Female);
            let (snils, document, inn) = (None, None, None);
            let identity = Identity { name, birth_date, sex, snils, document, inn };
            card::create_person(&self.app, &tx, person, &identity).await.unwrap();
            accounts::insert_account(&tx, account, person, now).await.unwrap();
            let facts = CardFacts {
                number: format!("{n:04}-{n:04}-0"),
                policy_number: Some("7700001111222233".into()),
            };
            let new = NewPatient { patient, person, account: Some(account), facts };
            card::create_patient(&self.app, &tx, new).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut people = Vec::new();
        for n in first..first + count {
            let (account, person, patient) = ids(n);
            let origin = Origin::default();
            let token = accounts::start_session(&self.app, account, origin).await.unwrap();
            people.push((
                patient,
                Person { test: self, account, person, role: Role::Patient, token },
            ));
        }
        people
    }

    /// A person with an account in a role, and a session.
    pub async fn person(&self, n: u128, role: Role) -> Person<'_> {
        self.member(n, role, None).await
    }

    pub async fn member(
        &self,
        n: u128,
        role: Role,
        organization: Option<OrganizationId>,
    ) -> Person<'_> {
        let (account, person) =
            (AccountId(Uuid::from_u128(0xA000 + n)), PersonId(Uuid::from_u128(0xB000 + n)));
        let identity = Identity {
            name: PersonName {
                surname: format!("Испытаний{n}"),
                given: "Анна".into(),
                patronymic: Some("Петровна".into()),
            },
            birth_date: date!(1980 - 05 - 17),
            sex: Sex::Female,
            snils: None,
            document: None,
            inn: None,
        };
        let db = self.raw().await;
        let tx = db.begin().await.unwrap();
        let now = micros(self.clock.now());
        card::create_person(&self.app, &tx, person, &identity).await.unwrap();
        accounts::insert_account(&tx, account, person, now).await.unwrap();
        if role != Role::Patient {
            let id = self.app.new_id();
            let membership = accounts::NewMembership {
                id,
                account,
                role,
                organization,
                starts_at: now,
                ends_at: None,
            };
            accounts::insert_membership(&tx, membership).await.unwrap();
        }
        tx.commit().await.unwrap();
        let token = accounts::start_session(&self.app, account, Origin::default()).await.unwrap();
        Person { test: self, account, person, role, token }
    }

    /// The same person, asking another node.
    pub fn again<'a>(&'a self, person: &Person<'_>) -> Person<'a> {
        let Person { account, person, role, ref token, .. } = *person;
        Person { test: self, account, person, role, token: token.clone() }
    }

    /// Opens a card to somebody, from now on. Returns the ground's id.
    pub async fn open_card(
        &self,
        patient: PatientId,
        to: Grantee,
        kind: Ground,
        level: Level,
        sections: &[Section],
    ) -> Uuid {
        let id = self.app.new_id();
        let now = micros(self.clock.now());
        let new = NewGround {
            id,
            patient,
            to,
            kind,
            level,
            sections: sections.iter().copied().collect::<BTreeSet<_>>(),
            starts_at: now,
            ends_at: None,
        };
        insert_ground(self.raw().await.write(), new, now).await.unwrap();
        id
    }

    /// Puts an entry into a card.
    pub async fn entry(&self, patient: PatientId, new: &NewEntry) {
        let db = self.raw().await;
        let key = self.key_of(patient).await;
        let nobody = AccountId(Uuid::nil());
        record::insert_unchecked(db.write(), &key, patient, nobody, new).await.unwrap();
    }

    /// The patient's key, unlocked beside the gate: only tests can.
    pub async fn key_of(&self, patient: PatientId) -> Arc<backend::keys::SealingKey> {
        let db = self.raw().await;
        let ring = backend::keys::KeyRing::open(&db, self.provider.clone(), 0).await.unwrap();
        ring.find(db.read(), Owner::patient(patient.0)).await.unwrap().unwrap()
    }

    /// One request, with or without a session.
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        body: &Value,
        token: Option<&str>,
    ) -> (StatusCode, Value) {
        let body = if body.is_null() { Body::empty() } else { Body::from_json(body).unwrap() };
        let (status, _, bytes) = self.send_raw(method, path, body, token).await;
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    pub async fn send_raw(
        &self,
        method: &str,
        path: &str,
        body: Body,
        token: Option<&str>,
    ) -> (StatusCode, HeaderMap, Vec<u8>) {
        let mut request = Request::builder()
            .method(method.parse().unwrap())
            .uri(path.parse::<Uri>().unwrap())
            .content_type("application/json");
        if let Some(token) = token {
            request = request.header("cookie", format!("__Host-session={token}"));
        }
        self.ask(request.body(body)).await
    }

    /// Boxed: else the whole server is compiled once more into every test that asks it.
    pub fn ask(&self, request: Request) -> BoxFuture<'_, (StatusCode, HeaderMap, Vec<u8>)> {
        Box::pin(async move {
            let make = || http::endpoint(&self.app, Assets::none()).boxed();
            let response = self.endpoint.get_or_init(make).get_response(request).await;
            let (status, headers) = (response.status(), response.headers().clone());
            (status, headers, response.into_body().into_vec().await.unwrap_or_default())
        })
    }

    /// `GET /patients/{patient}/summary` and the operation itself, for each one served.
    pub fn operations() -> Vec<(String, Value)> {
        let spec: Value = serde_json::from_str(&http::openapi()).unwrap();
        let mut operations = Vec::new();
        for (path, methods) in spec["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                operations.push((format!("{} {path}", method.to_uppercase()), operation.clone()));
            }
        }
        operations
    }

    /// How many lines there are of a chain. Reading them all to count them takes most of a test.
    pub async fn journal_length(&self, chain: Uuid) -> i64 {
        use sea_orm::{ConnectionTrait as _, Statement};
        let db = self.raw().await;
        let backend = db.read().get_database_backend();
        let sql = match backend {
            sea_orm::DbBackend::Postgres => "select count(*) as n from journal where chain = $1",
            _ => "select count(*) as n from journal where chain = ?",
        };
        let query = Statement::from_sql_and_values(backend, sql, [chain.into()]);
        db.read().query_one_raw(query).await.unwrap().unwrap().try_get("", "n").unwrap()
    }

    /// The lines of one chain, oldest first, unsealed.
    pub async fn journal(&self, chain: Uuid) -> Vec<backend::audit::Line> {
        use sea_orm::{ConnectionTrait as _, Statement};
        let db = self.raw().await;
        let ring = backend::keys::KeyRing::open(&db, self.provider.clone(), 0).await.unwrap();
        let backend = db.read().get_database_backend();
        let sql = match backend {
            sea_orm::DbBackend::Postgres => {
                "select seq, sealed from journal where chain = $1 order by seq"
            }
            _ => "select seq, sealed from journal where chain = ? order by seq",
        };
        let query = Statement::from_sql_and_values(backend, sql, [chain.into()]);
        let rows = db.read().query_all_raw(query).await.unwrap();
        rows.iter()
            .map(|row| {
                let seq: i64 = row.try_get("", "seq").unwrap();
                let sealed: Vec<u8> = row.try_get("", "sealed").unwrap();
                let place = backend::keys::Place {
                    table: "journal",
                    row: chain,
                    owner: chain,
                    version: seq,
                };
                ring.deployment().journal.unseal_json(&place, &sealed).unwrap()
            })
            .collect()
    }

    /// What `audit verify` says.
    pub async fn verify(&self) -> backend::audit::Report {
        let db = self.raw().await;
        let ring = backend::keys::KeyRing::open(&db, self.provider.clone(), 0).await.unwrap();
        backend::audit::verify(&db, &ring).await.unwrap()
    }

    /// All rows of a table as text, what is binary in hexadecimal digits.
    pub async fn dump(&self, table: &str) -> String {
        use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
        let db = self.raw().await;
        let backend = db.read().get_database_backend();
        let one = async |sql: String| {
            let rows = db.read().query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
            rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect::<Vec<_>>()
        };
        let columns = match backend {
            DbBackend::Postgres => format!("{table}::text"),
            _ => {
                let names = one(format!("select name from pragma_table_info('{table}')")).await;
                let quoted: Vec<_> = names.iter().map(|name| format!("quote({name})")).collect();
                quoted.join(" || ' ' || ")
            }
        };
        one(format!("select {columns} from {table}")).await.join("\n").to_lowercase()
    }

    /// The name of the folder PostgreSQL keeps this database in.
    pub async fn own_folder(&self) -> String {
        use sea_orm::{ConnectionTrait as _, Statement};
        let sql = "select oid::text from pg_database where datname = current_database()";
        let db = self.raw().await;
        let statement = Statement::from_string(db.read().get_database_backend(), sql);
        db.read().query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }

    /// Whether the words stand anywhere in a table, in clear.
    pub async fn holds(&self, table: &str, words: &str) -> bool {
        let rows = self.dump(table).await;
        assert!(!rows.is_empty(), "{table} is empty");
        let hex: String = words.bytes().map(|byte| format!("{byte:02x}")).collect();
        rows.contains(&words.to_lowercase()) || rows.contains(&hex)
    }

    /// What the app's clock says.
    pub fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    /// An entry a practitioner writes, as the gate lets them.
    pub async fn write(&self, by: &Person<'_>, patient: PatientId, new: &NewEntry) -> Entry {
        let caller = by.caller();
        let written =
            self.app.change(&caller, patient, async |change| record::write(change, new).await);
        written.await.unwrap()
    }

    /// The same person in a session of today.
    pub async fn signed_in<'a>(&'a self, person: &Person<'_>) -> Person<'a> {
        let account = person.account;
        let token = accounts::start_session(&self.app, account, Origin::default()).await.unwrap();
        Person { token, ..self.again(person) }
    }

    /// Runs SQL beside the app.
    pub async fn harm(&self, sql: &str) -> u64 {
        use sea_orm::ConnectionTrait as _;
        self.raw().await.write().execute_unprepared(sql).await.unwrap().rows_affected()
    }
}

impl Person<'_> {
    /// Calls the server with the same types the browser uses.
    pub async fn call<E: Endpoint>(&self, endpoint: E) -> Result<E::Response, Problem> {
        let body = match endpoint.body() {
            Some(body) => serde_json::to_value(body).unwrap(),
            None => Value::Null,
        };
        let (status, json) =
            self.test.send(E::METHOD.name(), &endpoint.url(), &body, Some(&self.token)).await;
        if status.is_success() {
            Ok(serde_json::from_value(json).unwrap())
        } else {
            Err(serde_json::from_value(json).unwrap())
        }
    }

    /// The same person at the gate itself.
    pub fn caller(&self) -> Caller {
        Caller::of(SignedIn {
            account: self.account,
            person: self.person,
            role: self.role,
            organization: None,
            session: [0; 32],
            session_id: Uuid::nil(),
            strong_at: micros(self.test.clock.now()),
            previous_at: None,
            unproved: false,
            origin: Origin::default(),
        })
    }

    pub fn grantee(&self) -> Grantee {
        Grantee::Account(self.account)
    }
}

/// A small entry of the section, `minutes` before [`NOW`].
pub fn entry(n: u128, section: Section, sensitivity: Sensitivity, minutes: i64) -> NewEntry {
    use shared::record::model::{
        AllergyIntolerance, CarePlan, ClinicalStatus, Coding, Condition, Criticality,
        DocumentReference, Encounter, EncounterClass, Immunization, ImmunizationStatus, Interval,
        MedicationStatement, MedicationStatus, Observation, Procedure, ProcedureStatus,
        ServiceRequest, ServiceRequestStatus, Value,
    };
    let coding = |code: &str| Coding {
        system: "http://example.org".into(),
        code: code.into(),
        display: format!("Запись {n}"),
    };
    let content = match section {
        Section::Visits => Content::Encounter(Encounter {
            diagnosis: Some(coding("I10")),
            ..Encounter::new(EncounterClass::Ambulatory, format!("Приём {n}"))
        }),
        Section::Conditions => Content::Condition(Condition {
            code: coding("E11.9"),
            clinical_status: ClinicalStatus::Active,
            chronic: true,
            note: None,
        }),
        Section::Allergies => Content::AllergyIntolerance(AllergyIntolerance {
            substance: format!("Вещество {n}"),
            criticality: Criticality::High,
            reaction: None,
            clinical_status: ClinicalStatus::Active,
        }),
        Section::Medicines => Content::MedicationStatement(MedicationStatement {
            medicine: format!("Лекарство {n}"),
            dosage: "1 раз в день".into(),
            status: MedicationStatus::Active,
        }),
        Section::Results => Content::Observation(Observation::new(
            coding(&format!("718-{n}")),
            Value { number: Some(99.0), unit: "г/л".into(), text: "99".into() },
            Some(Interval { low: Some(120.0), high: Some(160.0) }),
        )),
        Section::Notes => Content::Note(Note::new(format!("Заметка {n}"))),
        Section::Immunizations => Content::Immunization(Immunization {
            vaccine: coding("03"),
            status: ImmunizationStatus::Completed,
            disease: Some("Корь".into()),
            dose: Some("1".into()),
            series: Some("V1".into()),
            lot: Some("А123".into()),
            manufacturer: None,
            site: None,
            route: None,
            reaction: None,
        }),
        Section::Procedures => Content::Procedure(Procedure {
            code: coding("A05"),
            status: ProcedureStatus::Completed,
            outcome: None,
            body_site: None,
            reason: None,
        }),
        Section::Referrals => Content::ServiceRequest(ServiceRequest {
            code: coding("B01"),
            status: ServiceRequestStatus::Active,
            performer: None,
            reason: None,
            urgent: false,
        }),
        Section::Documents => Content::DocumentReference(DocumentReference {
            content_type: Some("application/pdf".into()),
            size: Some(1_024),
            ..DocumentReference::new(format!("Документ {n}"))
        }),
        // Nothing of the kind is an entry: what other systems send of it is kept whole only.
        Section::CarePlans | Section::Administrative => Content::CarePlan(CarePlan {
            title: format!("План {n}"),
            active: true,
            activities: vec!["Диета".into()],
            goals: vec![],
            ended_at: None,
        }),
    };
    let at = NOW - time::Duration::minutes(minutes);
    NewEntry {
        id: EntryId(Uuid::from_u128(0xE000 + n)),
        version: 1,
        occurred_at: at,
        received_at: at,
        source: Source::of(SourceKind::Clinical),
        encounter: None,
        withdrawn: false,
        sensitivity,
        content,
    }
}
