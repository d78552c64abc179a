//! Sealing (SEC-2, SEC-3): what lies in the database tells nothing, and does not open elsewhere.

use std::path::Path;

use backend::audit::Report;
use backend::demo;
use backend::keys::{FileProvider, KeyError, KeyProvider as _, KeyRing};
use serde_json::Value;
use shared::access::model::{Section, Sensitivity};
use shared::contract::Code;
use shared::record::api::{FindSummary, ListEntries};
use tests::{On, TestApp, entry, on_both, postgres};
use uuid::Uuid;

/// Every text of a JSON document that could identify somebody or tell what ails them.
fn secrets(json: &Value, found: &mut Vec<String>) {
    match json {
        // Short texts would be found in random bytes by chance.
        Value::String(text) if text.len() >= 6 => found.push(text.clone()),
        Value::Number(number) => found.push(format!("\"number\":{number},\"unit\"")),
        Value::Array(list) => list.iter().for_each(|json| secrets(json, found)),
        Value::Object(map) => {
            for (name, value) in map {
                // Ids and moments stand in clear; so do the names of organizations.
                let clear = [
                    "id",
                    "kind",
                    "section",
                    "organization",
                    "organization_name",
                    "occurred_at",
                    "received_at",
                    "as_of",
                    "system",
                    "version",
                    "class",
                    "clinical_status",
                    "criticality",
                    "status",
                    // Judged when it is told, and nowhere kept.
                    "flagged",
                    "category",
                    "sex",
                    "closed_sections",
                ];
                if !clear.contains(&name.as_str()) {
                    secrets(value, found);
                }
            }
        }
        Value::String(_) | Value::Bool(_) | Value::Null => {}
    }
}

fn files(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if let Ok(bytes) = std::fs::read(&path) {
            // Temporary files of other tests may go while we look.
            found.push((path.display().to_string(), bytes));
        }
    }
}

on_both! {
    /// SEC-3: a stolen database shows no name, no number, no diagnosis and no value.
    async fn the_files_of_a_full_database_tell_nothing(on) {
        let test = TestApp::start(on).await;
        demo::fill(&test.app).await.unwrap();
        let mut words = Vec::new();
        for account in demo::accounts() {
            words.extend(account.name.split(' ').filter(|word| word.len() >= 8).map(str::to_owned));
        }
        for (n, facts) in [(1, true), (2, true), (3, true)] {
            let patient = shared::id::PatientId(Uuid::from_u128(0xD0_0000 + n));
            let account = shared::id::AccountId(Uuid::from_u128(0xA0_0000 + n));
            let token = backend::accounts::start_session(&test.app, account, Default::default()).await.unwrap();
            for path in ["summary", "entries?limit=200"] {
                let path = format!("/api/v1/patients/{patient}/{path}");
                let (status, json) = test.send("GET", &path, &Value::Null, Some(&token)).await;
                assert!(status.is_success() && facts);
                secrets(&json, &mut words);
            }
        }
        words.extend(["00100200382", "+79000000001", "7700001111222233", "0000-0001-8"].map(str::to_owned));
        words.sort();
        words.dedup();
        // The names of sections are no secret: grants say in clear what they open.
        words.retain(|word| word.parse::<Section>().is_err());
        assert!(words.len() > 60, "{}", words.len());
        assert!(words.iter().any(|word| word.contains("диабет")), "a diagnosis is among them");

        let mut found = Vec::new();
        match on {
            On::Sqlite => files(test.folder(), &mut found),
            On::Postgres => {
                test.harm("checkpoint").await;
                // Its own files, and the log that all databases share.
                let data = postgres::cluster().folder().join("data");
                files(&data.join("base").join(test.own_folder().await), &mut found);
                files(&data.join("pg_wal"), &mut found);
            }
        }
        assert!(found.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > 100_000);
        let needle = b"patient_id";
        assert!(found.iter().any(|(_, bytes)| bytes.windows(needle.len()).any(|part| part == needle)), "the search finds what is there");
        let finder = Finder::new(&words);
        for (path, bytes) in &found {
            if let Some(word) = finder.find(bytes) {
                panic!("{path} holds «{word}»");
            }
        }
    }

    /// SEC-2: a ciphertext changed, moved to another row or another patient does not open.
    async fn swapped_and_altered_ciphertexts_are_refused(on) {
        let test = TestApp::start(on).await;
        let (one, anna) = test.patient(1).await;
        let (two, _) = test.patient(2).await;
        test.entry(one, &entry(1, Section::Allergies, Sensitivity::Usual, 1)).await;
        test.entry(one, &entry(2, Section::Allergies, Sensitivity::Usual, 2)).await;
        test.entry(two, &entry(3, Section::Allergies, Sensitivity::Usual, 3)).await;
        test.harm("create table kept as select * from entry").await;
        let id = |n: u128| match on {
            On::Sqlite => format!("x'{}'", Uuid::from_u128(0xE000 + n).simple()),
            On::Postgres => format!("'{}'", Uuid::from_u128(0xE000 + n)),
        };
        let flipped = match on {
            On::Sqlite => "cast(x'01' || substr(sealed, 2, 20) || x'00' || substr(sealed, 23) as blob)",
            On::Postgres => "set_byte(sealed, 21, (get_byte(sealed, 21) + 1) % 256)",
        };
        for harm in [
            format!("sealed = (select sealed from kept where id = {})", id(2)),
            format!("sealed = (select sealed from kept where id = {})", id(3)),
            format!("sealed = {flipped}"),
            "version = 2".to_owned(),
        ] {
            test.harm(&format!("update entry set {harm} where id = {}", id(1))).await;
            // Rows remembered from before the harm are not looked at.
            test.harm("update patient set revision = revision + 1").await;
            let list = ListEntries { patient: one, section: None, cursor: None, limit: None };
            let answer = anna.call(list).await;
            assert_eq!(answer.map_err(|problem| problem.code), Err(Code::Internal), "{harm}");
            assert!(anna.call(FindSummary { patient: one }).await.is_err(), "{harm}");
            test.harm("delete from entry").await;
            test.harm("insert into entry select * from kept").await;
        }
        test.harm("update patient set revision = revision + 1").await;
        assert!(anna.call(FindSummary { patient: one }).await.is_ok());
    }

    async fn a_patients_key_under_another_name_does_not_open(on) {
        let test = TestApp::start(on).await;
        let (one, _) = test.patient(1).await;
        let (two, boris) = test.patient(2).await;
        let id = |id: Uuid| match on {
            On::Sqlite => format!("x'{}'", id.simple()),
            On::Postgres => format!("'{id}'"),
        };
        test.harm(&format!(
            "update data_key set wrapped = (select wrapped from data_key where owner_id = {} and purpose = 'patient') \
             where owner_id = {} and purpose = 'patient'",
            id(one.0), id(two.0)
        )).await;
        let answer = boris.call(FindSummary { patient: two }).await;
        assert_eq!(answer.map_err(|problem| problem.code), Err(Code::Unavailable));
    }

    /// Master keys rotate while nodes serve; old wraps are gone, old data opens.
    async fn master_keys_rotate_while_nodes_serve(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        test.entry(patient, &entry(1, Section::Allergies, Sensitivity::Usual, 1)).await;
        let before = anna.call(FindSummary { patient }).await.unwrap();
        let file = test.folder().join("master-keys.toml");
        let old = std::fs::read_to_string(&file).unwrap();

        // Another process rotates, as `medkarta key rotate` does.
        let provider = std::sync::Arc::new(FileProvider::open(&file, false).unwrap());
        let db = test.raw().await;
        let ring = KeyRing::open(&db, provider.clone(), 0).await.unwrap();
        let fresh = provider.rotate().await.unwrap();
        let count = ring.rewrap(&db).await.unwrap();
        provider.retire_old().await.unwrap();

        assert!(count >= 6, "{count}");
        assert!(!std::fs::read_to_string(&file).unwrap().contains(old.lines().nth(1).unwrap()));
        let stale = test.harm(&format!("update data_key set master = master where master <> '{}'", fresh.0)).await;
        assert_eq!(stale, 0);
        // The running node has the patient's key in memory; a fresh node and new cards do not.
        assert_eq!(anna.call(FindSummary { patient }).await.unwrap(), before);
        let (later, boris) = test.patient(2).await;
        assert!(boris.call(FindSummary { patient: later }).await.is_ok());
        let node = test.another_node().await;
        assert_eq!(node.again(&anna).call(FindSummary { patient }).await.unwrap(), before);
        assert_eq!(test.verify().await.findings, Report::default().findings);
    }

    async fn a_wrong_master_key_is_told_and_changes_nothing(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let stranger = test.folder().join("other-keys.toml");
        let provider = std::sync::Arc::new(FileProvider::open(&stranger, true).unwrap());
        let db = test.raw().await;

        let error = KeyRing::open(&db, provider, 0).await.err().unwrap();

        assert!(matches!(error, KeyError::Unknown(_)), "{error}");
        assert!(error.to_string().contains("restore the file"), "{error}");
        assert!(anna.call(FindSummary { patient }).await.is_ok());
    }
}

#[cfg(unix)]
#[test]
fn a_key_file_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.toml");
    FileProvider::open(&path, true).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let error = FileProvider::open(&path, false).err().unwrap();
    assert!(error.to_string().contains("chmod 600"), "{error}");
}

#[test]
fn a_broken_key_file_is_told_without_its_content() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.toml");
    for text in ["", "[[key]]\nid = \"a\"\nsecret = \"c2VjcmV0\"\n", "secret = \"c2VjcmV0"] {
        write_private(&path, text);
        let error = FileProvider::open(&path, false).err().unwrap().to_string();
        assert!(!error.contains("c2VjcmV0"), "{error}");
        assert!(error.contains("keys.toml"), "{error}");
    }
}

fn write_private(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}

/// Looks for many words at once: by their first two bytes.
struct Finder<'a>(Vec<Vec<&'a str>>);

impl<'a> Finder<'a> {
    fn new(words: &'a [String]) -> Self {
        let mut heads = vec![Vec::new(); 1 << 16];
        for word in words {
            let bytes = word.as_bytes();
            heads[head(bytes[0], bytes[1])].push(word.as_str());
        }
        Self(heads)
    }

    fn find(&self, bytes: &[u8]) -> Option<&'a str> {
        bytes.windows(2).enumerate().find_map(|(at, pair)| {
            let words = &self.0[head(pair[0], pair[1])];
            words.iter().copied().find(|word| bytes[at..].starts_with(word.as_bytes()))
        })
    }
}

fn head(first: u8, second: u8) -> usize {
    usize::from(u16::from_be_bytes([first, second]))
}
