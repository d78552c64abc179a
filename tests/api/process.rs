//! The real program: what it says when something is wrong, and that nothing acknowledged is lost.

use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tests::process::{Client, Server, command, run};
use tests::{On, postgres};
use uuid::Uuid;

const ANNA: u128 = 0xA0_0001;
const NOTES: &str = "/api/v1/patients/00000000-0000-0000-0000-000000d00001/notes";
const LIST: &str =
    "/api/v1/patients/00000000-0000-0000-0000-000000d00001/entries?section=notes&limit=200";

async fn database(on: On) -> Option<String> {
    match on {
        On::Sqlite => None,
        On::Postgres => Some(postgres::cluster().empty_database().await),
    }
}

fn settings(url: Option<&String>) -> Vec<(&str, &str)> {
    url.map(|url| ("MEDKARTA_DATABASE_URL", url.as_str())).into_iter().collect()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

/// Fails with one message that holds `words`.
fn fails(output: &Output, words: &str) {
    let said = said(output);
    assert!(!output.status.success(), "{said}");
    assert!(said.contains(words), "{words}\n{said}");
    assert!(!said.contains("panicked"), "{said}");
}

/// Everything in the list of notes, page by page.
async fn notes(server: &Server, token: &str) -> Vec<String> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let (status, page) = server.get(&format!("{LIST}{cursor}"), Some(token)).await.unwrap();
        assert_eq!(status, 200, "{page}");
        let entries = page["entries"].as_array().unwrap();
        found.extend(entries.iter().map(|entry| entry["id"].as_str().unwrap().to_owned()));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

/// Writes notes until the connection breaks. Returns those that were acknowledged.
async fn write_until_killed(port: u16, token: String) -> Vec<String> {
    let mut kept = Vec::new();
    let Some(mut client) = Client::connect(port).await else { return kept };
    loop {
        let key = Uuid::new_v4().to_string();
        let body = json!({ "text": format!("заметка {key}"), "key": key });
        match client.send("POST", NOTES, &body, Some(&token)).await {
            Some((200, _)) => kept.push(key),
            Some((status, answer)) => panic!("{status} {answer}"),
            None => return kept,
        }
    }
}

/// OPS-6: `kill -9` at any moment under load, twenty times over one database.
async fn kill_nine(on: On) {
    let folder = tempfile::tempdir().unwrap();
    let url = database(on).await;
    let settings = settings(url.as_ref());
    let mut acknowledged = Vec::new();
    for round in 0..20u64 {
        let mut server = Server::start(folder.path(), &settings, &["--demo"]).await;
        let token = server.sign_in(ANNA).await;
        let writers: Vec<_> =
            (0..4).map(|_| tokio::spawn(write_until_killed(server.port, token.clone()))).collect();
        // A different moment each time, some of them before the first answer.
        tokio::time::sleep(Duration::from_millis(3 + round * round)).await;
        server.kill();
        for writer in writers {
            acknowledged.extend(writer.await.unwrap());
        }
        let verified = run(folder.path(), &settings, &["audit", "verify"]);
        assert!(verified.status.success(), "round {round}: {}", said(&verified));
    }
    assert!(acknowledged.len() > 100, "only {} notes were written", acknowledged.len());
    let server = Server::start(folder.path(), &settings, &["--demo"]).await;
    let token = server.sign_in(ANNA).await;
    let found = notes(&server, &token).await;
    for key in &acknowledged {
        assert!(found.contains(key), "{key} was acknowledged and is gone");
    }
    println!("{on:?}: {} acknowledged notes survived 20 kills", acknowledged.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn kill_nine_under_load_loses_nothing_acknowledged_on_sqlite() {
    kill_nine(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn kill_nine_under_load_loses_nothing_acknowledged_on_postgres() {
    kill_nine(On::Postgres).await;
}

/// OPS-6: a stop by the service manager ends open streams and says so.
async fn stops_well(on: On) {
    let folder = tempfile::tempdir().unwrap();
    let url = database(on).await;
    let settings = settings(url.as_ref());
    let mut server = Server::start(folder.path(), &settings, &["--demo"]).await;
    let token = server.sign_in(ANNA).await;
    let stream = "/api/v1/patients/00000000-0000-0000-0000-000000d00001/events";
    let mut client = Client::connect(server.port).await.unwrap();
    let open =
        tokio::spawn(
            async move { client.send_bytes("GET", stream, &Value::Null, Some(&token)).await },
        );
    tokio::time::sleep(Duration::from_millis(300)).await;

    let started = std::time::Instant::now();
    assert!(server.terminate(), "{}", std::fs::read_to_string(&server.log).unwrap());

    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    open.await.unwrap();
    assert!(std::fs::read_to_string(&server.log).unwrap().contains("everything answered is kept"));
    let verified = run(folder.path(), &settings, &["audit", "verify"]);
    assert!(said(&verified).contains("0 lines not yet under a checkpoint"), "{}", said(&verified));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminated_server_ends_its_streams_and_covers_its_journal() {
    stops_well(On::Sqlite).await;
    stops_well(On::Postgres).await;
}

/// OPS-5, SEC-8: logs hold no personal data, also when they say everything.
#[tokio::test(flavor = "multi_thread")]
async fn logs_name_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [("MEDKARTA_LOG_FILTER", "trace"), ("MEDKARTA_LOG_FORMAT", "json")];
    let mut server = Server::start(folder.path(), &settings, &["--demo"]).await;
    let token = server.sign_in(ANNA).await;
    let mut client = Client::connect(server.port).await.unwrap();
    let body = json!({ "text": "тайная заметка", "key": Uuid::from_u128(77) });
    assert_eq!(client.send("POST", NOTES, &body, Some(&token)).await.unwrap().0, 200);
    notes(&server, &token).await;
    server
        .get("/api/v1/patients/00000000-0000-0000-0000-000000d00001/summary", Some(&token))
        .await
        .unwrap();
    server.get("/api/v1/cards", Some(&token)).await.unwrap();
    assert!(server.terminate());

    let log = std::fs::read_to_string(&server.log).unwrap();
    let lines: Vec<&str> = log.lines().filter(|line| line.starts_with('{')).collect();
    assert!(lines.len() > 20, "{log}");
    assert!(lines.iter().any(|line| line.contains("answered")), "requests are logged");
    for word in
        ["Воробьёва", "тайная", "Пенициллин", "диабет", "0000-0001-8", "7700001111222233", &token]
    {
        let leak = lines.iter().find(|line| line.contains(word));
        assert_eq!(leak, None, "{word}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_settings_are_told_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("medkarta.toml"), "lisen = \"x\"\nlog_format = \"xml\"\n")
        .unwrap();
    for arguments in [&["config", "check"][..], &["serve"]] {
        let output = run(folder.path(), &[], arguments);
        fails(&output, "did you mean `listen`?");
        fails(&output, "`xml` is not one of text, json");
    }
    assert!(!folder.path().join("medkarta.sqlite").exists(), "nothing was begun");
    std::fs::write(folder.path().join("medkarta.toml"), "log_format = \"json\"\n").unwrap();
    let output =
        run(folder.path(), &[("MEDKARTA_METRICS_TOKEN", "swordfish")], &["config", "check"]);
    assert!(output.status.success() && said(&output).contains("The settings are right"));
    assert!(!said(&output).contains("swordfish"));
    fails(
        &run(folder.path(), &[], &["--config", "absent.toml", "config", "check"]),
        "absent.toml cannot be read",
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_in_use_is_told_and_touches_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let output = run(folder.path(), &[("MEDKARTA_LISTEN", &listen)], &["serve"]);
    fails(&output, "is in use by another program");
    assert!(!folder.path().join("medkarta.sqlite").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_away_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let port = postgres::free_port();
    let url = format!("postgres://medkarta:hunter2@127.0.0.1:{port}/medkarta");
    let output = run(folder.path(), &[("MEDKARTA_DATABASE_URL", &url)], &["migrate"]);
    fails(&output, &format!("PostgreSQL at 127.0.0.1:{port}/medkarta cannot be reached"));
    assert!(!said(&output).contains("hunter2"));

    let absent = postgres::cluster().url("never_created");
    let output = run(folder.path(), &[("MEDKARTA_DATABASE_URL", &absent)], &["migrate"]);
    fails(&output, "does not exist");

    fails(&run(folder.path(), &[], &["audit", "verify"]), "there is no database at");
    std::fs::write(folder.path().join("medkarta.sqlite"), "this is not a database, it is a letter")
        .unwrap();
    fails(&run(folder.path(), &[], &["serve"]), "medkarta.sqlite cannot be opened");
    let kept = std::fs::read_to_string(folder.path().join("medkarta.sqlite")).unwrap();
    assert!(kept.starts_with("this is not a database"), "nothing was damaged");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_database_is_told() {
    use sqlx::Connection as _;
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), &[], &["migrate"]).status.success());
    let path = format!("sqlite:{}", folder.path().join("medkarta.sqlite").display());
    let mut holder = sqlx::SqliteConnection::connect(&path).await.unwrap();
    sqlx::query("pragma locking_mode = exclusive").execute(&mut holder).await.unwrap();
    sqlx::query("begin exclusive").execute(&mut holder).await.unwrap();
    let output = run(folder.path(), &[("MEDKARTA_LISTEN", "127.0.0.1:0")], &["serve"]);
    fails(&output, "locked by another program");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_or_missing_master_key_is_told_and_damages_nothing() {
    for on in [On::Sqlite, On::Postgres] {
        let folder = tempfile::tempdir().unwrap();
        let url = database(on).await;
        let mut settings = settings(url.as_ref());
        settings.push(("MEDKARTA_LISTEN", "127.0.0.1:0"));
        let mut server =
            Server::start(folder.path(), &settings[..settings.len() - 1], &["--demo"]).await;
        assert!(server.terminate());
        let key = folder.path().join("master-keys.toml");
        let away = folder.path().join("away.toml");
        std::fs::rename(&key, &away).unwrap();

        fails(&run(folder.path(), &settings, &["serve"]), "already sealed under it");
        assert!(!key.exists(), "no new key is made for a sealed database");

        // The key of another installation.
        let other = tempfile::tempdir().unwrap();
        let mut stranger = Server::start(other.path(), &[], &[]).await;
        assert!(stranger.terminate());
        std::fs::copy(other.path().join("master-keys.toml"), &key).unwrap();
        fails(
            &run(folder.path(), &settings, &["serve"]),
            "restore the file that belongs to this database",
        );

        std::fs::rename(&away, &key).unwrap();
        let verified = run(folder.path(), &settings, &["audit", "verify"]);
        assert!(verified.status.success(), "{}", said(&verified));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_rotate_by_command_while_the_server_runs() {
    for on in [On::Sqlite, On::Postgres] {
        let folder = tempfile::tempdir().unwrap();
        let url = database(on).await;
        let settings = settings(url.as_ref());
        let server = Server::start(folder.path(), &settings, &["--demo"]).await;
        let token = server.sign_in(ANNA).await;
        let before = notes(&server, &token).await;

        let output = run(folder.path(), &settings, &["key", "rotate", "--retire-old"]);

        assert!(output.status.success(), "{}", said(&output));
        assert!(
            said(&output).contains("data keys are now under the master key"),
            "{}",
            said(&output)
        );
        // This card's key was not yet in the server's memory.
        let token = server.sign_in(ANNA + 1).await;
        let path = "/api/v1/patients/00000000-0000-0000-0000-000000d00002/summary";
        assert_eq!(server.get(path, Some(&token)).await.unwrap().0, 200);
        drop(server);
        let server = Server::start(folder.path(), &settings, &["--demo"]).await;
        let token = server.sign_in(ANNA).await;
        assert_eq!(notes(&server, &token).await, before);
    }
}

/// A disk that takes no more: requests are refused by code, reads of what is there come back
/// with space, and the journal holds. The limit on a file's size stands in for the disk.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_and_damages_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path(), &[], &["--demo"]).await;
    assert!(server.terminate());
    // In the blocks of 512 bytes that `ulimit` counts, with room for what a start writes.
    let blocks = std::fs::metadata(folder.path().join("medkarta.sqlite")).unwrap().len() / 512;
    let port = postgres::free_port();
    let mut child = std::process::Command::new("sh")
        .args([
            "-c",
            &format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" serve --demo", blocks + 1_024),
        ])
        .arg(tests::process::binary())
        .current_dir(folder.path())
        .env("MEDKARTA_DATA_DIR", folder.path())
        .env("MEDKARTA_LISTEN", format!("127.0.0.1:{port}"))
        .env("MEDKARTA_REQUESTS_PER_SECOND", "1000000")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut client = loop {
        if let Some(client) = Client::connect(port).await {
            break client;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    let account = json!({ "account": Uuid::from_u128(ANNA) });
    client.send("POST", "/api/v1/demo/session", &account, None).await.unwrap();
    let token = client.token.clone().unwrap();
    let (mut kept, mut refused) = (Vec::new(), None);
    for n in 0..2_000u128 {
        let key = Uuid::from_u128(0xF00_0000 + n).to_string();
        let body = json!({ "text": "слово ".repeat(600), "key": key });
        let (status, answer) = client.send("POST", NOTES, &body, Some(&token)).await.unwrap();
        if status == 200 {
            kept.push(key);
        } else {
            refused = Some((status, answer["code"].clone()));
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(refused, Some((503, json!("unavailable"))));

    let verified = run(folder.path(), &[], &["audit", "verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
    let server = Server::start(folder.path(), &[], &["--demo"]).await;
    let token = server.sign_in(ANNA).await;
    let found = notes(&server, &token).await;
    let lost: Vec<&String> = kept.iter().filter(|key| !found.contains(key)).collect();
    assert!(
        lost.is_empty(),
        "{} of {} lost, {} found: {lost:?}",
        lost.len(),
        kept.len(),
        found.len()
    );
}

const INVITE: [&str; 11] = [
    "staff",
    "invite",
    "--surname=Врачёва",
    "--given=Елена",
    "--birth-date=09.08.1979",
    "--sex=female",
    "--email=doctor@example.org",
    "--phone=+7 911 000-05-01",
    "--role=doctor",
    "--organization=Поликлиника № 7",
    "--until=31.12.2099",
];

/// ACC-11: the command puts an invitation into the queue of a server that runs; what it prints and
/// what is sent is the same link, and it opens.
async fn staff_are_invited(on: On) {
    let folder = tempfile::tempdir().unwrap();
    let url = database(on).await;
    let mut settings = settings(url.as_ref());
    let invite = |settings: &[(&str, &str)], arguments: &[&str]| {
        run(folder.path(), settings, &[&INVITE[..], arguments].concat())
    };
    let server = Server::start(folder.path(), &settings, &["--demo"]).await;
    let origin = format!("http://localhost:{}", server.port);
    settings.push(("MEDKARTA_ORIGIN", &origin));

    for (argument, words) in [
        ("--role=patient", "--role: patients register by themselves"),
        ("--role=wizard", "--role is none of those --help lists"),
        ("--email=doctor", "--email: Check the address"),
        ("--phone=12", "--phone: Check the number"),
        ("--sex=x", "--sex is female or male"),
        ("--birth-date=31.02.1979", "--birth-date: There is no such date"),
        ("--until=soon", "--until: There is no such date"),
        ("--surname=2", "--surname: Use letters"),
    ] {
        let name = argument.split('=').next().unwrap();
        let others = INVITE.iter().filter(|known| !known.starts_with(name));
        let arguments: Vec<&str> = others.copied().chain([argument]).collect();
        let output = run(folder.path(), &settings, &arguments);
        fails(&output, words);
        assert_eq!(output.status.code(), Some(1), "{argument}");
    }
    let output = run(folder.path(), &settings, &INVITE[..6]);
    fails(&output, "--email <EMAIL>");
    assert_eq!(output.status.code(), Some(2));

    let quiet = invite(&settings, &[]);
    assert!(quiet.status.success(), "{}", said(&quiet));
    assert_eq!(said(&quiet), "The invitation waits to be sent to doctor@example.org.\n");
    let told = invite(&settings, &["--print-link"]);
    let printed = said(&told).lines().last().unwrap().to_owned();
    let (page, secret) = printed.split_once('#').unwrap();
    assert_eq!(page, format!("{origin}/invitation"));

    let mut client = Client::connect(server.port).await.unwrap();
    let body = json!({ "token": secret });
    let open = "/api/v1/invitation/open";
    let (status, invitation) = client.send("POST", open, &body, None).await.unwrap();
    assert_eq!(status, 200, "{invitation}");
    assert_eq!(invitation["name"], "Врачёва Елена");
    assert_eq!(
        (&invitation["role"], &invitation["organization"]),
        (&json!("doctor"), &json!("Поликлиника № 7"))
    );
    assert!(invitation["ends_at"].as_str().unwrap().starts_with("2099-12-31"), "{invitation}");
    let started = std::time::Instant::now();
    let letters = loop {
        let (_, messages) = server.get("/api/v1/dev/messages", None).await.unwrap();
        let mine =
            messages.as_array().unwrap().iter().filter(|it| it["to"] == "doctor@example.org");
        let bodies: Vec<_> = mine.map(|it| it["body"].as_str().unwrap().to_owned()).collect();
        if bodies.len() >= 2 || started.elapsed() > Duration::from_secs(20) {
            break bodies;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    assert_eq!(letters.len(), 2, "the two that were right, and none of the wrong ones");
    assert!(letters.iter().any(|letter| letter.contains(&printed)), "the same link");
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_are_invited_by_command() {
    staff_are_invited(On::Sqlite).await;
    staff_are_invited(On::Postgres).await;
    let nowhere = tempfile::tempdir().unwrap();
    fails(&run(nowhere.path(), &[], &INVITE), "there is no database at");
}

#[test]
fn the_openapi_command_prints_the_served_document() {
    let output = run(Path::new("."), &[], &["openapi"]);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), backend::http::openapi());
}

#[test]
fn help_names_every_command() {
    let output = command(Path::new("."), &[]).arg("--help").output().unwrap();
    for word in ["serve", "migrate", "openapi", "config", "audit", "staff", "key"] {
        assert!(said(&output).contains(word), "{word}");
    }
}

/// OPS-5: spans reach a collector, and name nobody.
#[tokio::test(flavor = "multi_thread")]
async fn traces_reach_a_collector_and_name_nobody() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let collector = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", collector.local_addr().unwrap());
    let received = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let sink = received.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = collector.accept().await {
            let sink = sink.clone();
            tokio::spawn(async move {
                let mut chunk = vec![0; 65_536];
                while let Ok(read @ 1..) = stream.read(&mut chunk).await {
                    sink.lock().unwrap().extend_from_slice(&chunk[..read]);
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
                }
            });
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let settings = [("MEDKARTA_OTLP_ENDPOINT", endpoint.as_str())];
    let mut server = Server::start(folder.path(), &settings, &["--demo"]).await;
    let token = server.sign_in(ANNA).await;
    notes(&server, &token).await;
    assert!(server.terminate());

    let received = String::from_utf8_lossy(&received.lock().unwrap()).into_owned();
    assert!(received.contains("POST /v1/traces"), "{received:.200}");
    assert!(received.contains("medkarta") && received.contains("request"));
    for word in ["Воробьёва", "Пенициллин", "0000-0001-8", &token, "d00001"] {
        assert!(!received.contains(word), "{word}");
    }
}

/// INT-10, INT-12: an operator registers a program, lets it book in a clinic, sees it and ends it;
/// what is wrong is said, and the key of its webhook is shown once.
async fn programs_by_the_command_line(on: On) {
    let folder = tempfile::tempdir().unwrap();
    let url = database(on).await;
    let settings = settings(url.as_ref());
    drop(Server::start(folder.path(), &settings, &["--demo"]).await);
    let program =
        |arguments: &[&str]| run(folder.path(), &settings, &[&["program"], arguments].concat());
    let done = |output: &Output| {
        assert!(output.status.success(), "{}", said(output));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    let keys = folder.path().join("keys.json");
    let jwks = keys.display().to_string();
    let scope = "system/Schedule.rs system/Slot.rs system/Appointment.crus";
    let add = [
        "add",
        "--name",
        "Агрегатор",
        "--organization",
        "Клиника у моста",
        "--scope",
        scope,
        "--jwks",
        &jwks,
    ];
    fails(&program(&add), "keys.json");
    std::fs::write(&keys, "{}").unwrap();
    assert!(!program(&add).status.success(), "no keys");
    std::fs::write(&keys, jwk_set()).unwrap();
    let id = done(&program(&add));
    assert!(id.parse::<Uuid>().is_ok(), "{id}");

    let stranger = Uuid::from_u128(1).to_string();
    fails(&program(&["booking", &stranger, "--clinic", "Клиника у моста"]), "no active program");
    fails(&program(&["booking", &id, "--clinic", "Нигде"]), "there is no clinic «Нигде»");
    let open =
        ["booking", &id, "--clinic", "Клиника у моста", "--webhook", "http://aggregator.example/"];
    fails(&program(&open), "is not https");
    let address = "https://aggregator.example/medkarta";
    let booking =
        ["booking", &id, "--clinic", "Клиника у моста", "--holds", "3", "--webhook", address];
    let key = done(&program(&booking));
    assert!(key.len() >= 40, "a key of 32 bytes");
    assert_eq!(done(&program(&booking)), "", "the same address keeps its key");

    let line =
        format!("books in «Клиника у моста»: 3 holds at once, 100 visits a day, told: {address}");
    let list = done(&program(&["list"]));
    assert!(list.contains(&format!("{id} active Агрегатор [{scope}]")), "{list}");
    assert!(list.contains(&line) && !list.contains(&key), "{list}");
    done(&program(&["revoke", &id]));
    assert!(done(&program(&["list"])).contains(&format!("{id} revoked")));
    fails(&program(&["revoke", &id]), "no active program");
    fails(&program(&booking), "no active program");
}

/// A set of one public key, made for this test.
fn jwk_set() -> String {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use ring::signature::{Ed25519KeyPair, KeyPair as _};
    let pkcs8 = Ed25519KeyPair::generate_pkcs8(&ring::rand::SystemRandom::new()).unwrap();
    let pair = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).unwrap();
    let x = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
    json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": "1", "x": x }] })
        .to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_by_the_command_line_on_sqlite() {
    programs_by_the_command_line(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_by_the_command_line_on_postgres() {
    programs_by_the_command_line(On::Postgres).await;
}
