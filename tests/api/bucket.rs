//! Files in a bucket (RES-8, SEC-2, OPS-1), on a server of S3 that others wrote.

use backend::app::Settings;
use backend::files::{BucketSettings, Keeping, sweep};
use poem::Body;
use poem::http::StatusCode;
use shared::contract::Code;
use shared::record::api::RemoveOwn;
use shared::record::own::SeenEntry;
use tests::bucket::{ACCESS_KEY, Muffler, S3Server, SECRET_KEY};
use tests::laboratory::Authority;
use tests::process::run;
use tests::{On, TestApp, on_both, postgres};
use time::Duration;
use uuid::Uuid;

use super::files::{document, files_below, holds, open, png, refused, upload};

fn keeping(bucket: BucketSettings) -> Settings {
    Settings { files: Keeping::Bucket(bucket), ..Settings::default() }
}

async fn ready(test: &TestApp) -> (StatusCode, String) {
    let (status, _, body) = test.send_raw("GET", "/readyz", Body::empty(), None).await;
    (status, String::from_utf8(body).unwrap())
}

/// What `/readyz` says once it asks the store anew.
async fn ready_anew(test: &TestApp) -> (StatusCode, String) {
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    ready(test).await
}

on_both! {
    /// RES-8, SEC-2: what is uploaded lies sealed in the bucket, is opened by every node, and what
    /// came in vain does not stay.
    async fn a_paper_is_kept_sealed_in_a_bucket(on) {
        let Some(server) = S3Server::start().await else { return };
        let test = TestApp::start_with(on, keeping(server.settings())).await;
        // What the start tried has gone again.
        assert_eq!(files_below(server.folder()), Vec::<std::path::PathBuf>::new());
        let (patient, anna) = test.patient(1).await;
        let kept = upload(&anna, patient, 5).await;
        let stored = files_below(server.folder());
        assert_eq!(stored.len(), 1);
        assert!(stored[0].starts_with(server.objects()), "{stored:?}");
        let sealed = std::fs::read(&stored[0]).unwrap();
        assert!(sealed.len() >= png().len() && !holds(&sealed, &png()[..32]));
        assert_eq!(files_below(&test.folder().join("files")), Vec::<std::path::PathBuf>::new());

        let (status, _, given) = open(&test, &anna, patient, kept.entry.id, 1).await;
        assert_eq!((status, given), (StatusCode::OK, png()));
        let other = test.another_node().await;
        let (status, _, given) = open(&other, &other.again(&anna), patient, kept.entry.id, 1).await;
        assert_eq!((status, given), (StatusCode::OK, png()));
        assert_eq!(ready(&test).await, (StatusCode::OK, "ready\n".to_owned()));

        // Sent again it stays one; sent again with something else it is refused and leaves nothing.
        assert_eq!(upload(&anna, patient, 5).await, kept);
        let again = anna.call(document(patient, 5, &[("анализ крови.png", &png()), ("b.png", &png())])).await;
        assert_eq!(again.unwrap_err().code, Code::Conflict);
        assert_eq!(files_below(server.folder()), stored);

        let body = SeenEntry { version: 1 };
        assert!(anna.call(RemoveOwn { patient, entry: kept.entry.id, body }).await.unwrap().withdrawn);
        assert_eq!(open(&test, &anna, patient, kept.entry.id, 1).await.0, StatusCode::OK);
        // SEC-4: altered or lost there, it is told and not given.
        std::fs::write(&stored[0], b"something else").unwrap();
        assert_eq!(refused(&test, &anna, patient, kept.entry.id, 1).await, Code::FileDamaged);
        std::fs::remove_file(&stored[0]).unwrap();
        assert_eq!(refused(&test, &anna, patient, kept.entry.id, 1).await, Code::FileDamaged);
    }

    /// What a crash left behind goes a day later; what a row names, what is fresh and what belongs
    /// to somebody else stays.
    async fn what_nothing_names_is_swept_out_of_a_bucket(on) {
        let Some(server) = S3Server::start().await else { return };
        let test = TestApp::start_with(on, keeping(server.settings())).await;
        let (patient, anna) = test.patient(1).await;
        upload(&anna, patient, 5).await;
        let kept = files_below(&server.objects()).remove(0);
        let put = |path: std::path::PathBuf, at: time::OffsetDateTime| {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, "sealed").unwrap();
            std::fs::File::options().write(true).open(&path).unwrap().set_modified(at.into()).unwrap();
            path
        };
        let name = |n: u128| Uuid::from_u128((0x0C << 120) + n).simple().to_string();
        let (long_ago, to_come) = (tests::NOW - Duration::days(3), tests::NOW + Duration::days(3));
        let orphan = put(server.objects().join("0c").join(name(1)), long_ago);
        let fresh = put(server.objects().join("0c").join(name(2)), to_come);
        let beside = put(server.folder().join("cards/0c").join(name(3)), long_ago);
        let foreign = put(server.objects().join("0c/readme.txt"), long_ago);
        std::fs::File::options().write(true).open(&kept).unwrap().set_modified(long_ago.into()).unwrap();
        for _ in 0..24 {
            sweep(&test.app).await.unwrap();
            test.clock.forward(Duration::HOUR);
        }
        let there = [&orphan, &fresh, &beside, &foreign, &kept].map(|path| path.exists());
        assert_eq!(there, [false, true, true, true, true]);
    }
}

/// While the bucket is away, files are neither kept nor opened, the rest of the card works, nothing
/// is half kept; when it is back, so is everything.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_that_goes_away_leaves_nothing_half_kept() {
    let Some(mut server) = S3Server::start().await else { return };
    let test = TestApp::start_with(On::Sqlite, keeping(server.settings())).await;
    let (patient, anna) = test.patient(1).await;
    let first = upload(&anna, patient, 5).await;
    let (rows, stored) = (test.dump("file").await, files_below(server.folder()));
    server.stop();
    let call = || document(patient, 6, &[("a.png", &png()), ("b.png", &png())]);
    assert_eq!(anna.call(call()).await.unwrap_err().code, Code::Unavailable);
    assert_eq!(refused(&test, &anna, patient, first.entry.id, 1).await, Code::Unavailable);
    assert_eq!(anna.call(crate::record::all(patient)).await.unwrap().entries.len(), 1);
    assert_eq!(ready_anew(&test).await, (StatusCode::OK, "ready, files away\n".to_owned()));
    assert_eq!((test.dump("file").await, files_below(server.folder())), (rows, stored));

    server.start_again().await;
    assert_eq!(ready_anew(&test).await, (StatusCode::OK, "ready\n".to_owned()));
    let second = anna.call(call()).await.unwrap();
    for (entry, number) in [(first.entry.id, 1), (second.entry.id, 1), (second.entry.id, 2)] {
        let (status, _, given) = open(&test, &anna, patient, entry, number).await;
        assert_eq!((status, given), (StatusCode::OK, png()));
    }
    assert_eq!(files_below(server.folder()).len(), 3);

    // A bucket that is gone is away, and no file of it is called damaged.
    std::fs::remove_dir_all(server.folder().join("cards")).unwrap();
    assert_eq!(refused(&test, &anna, patient, first.entry.id, 1).await, Code::Unavailable);
    let lines = test.journal(patient.0).await;
    assert!(lines.iter().all(|line| line.what != backend::audit::What::FileDamaged));
}

/// An answer that is lost on its way tells nothing: the upload is refused, and neither a row nor an
/// object of it stays.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_answer_keeps_nothing() {
    let Some(server) = S3Server::start().await else { return };
    let muffler = Muffler::before(server.port).await;
    let endpoint = Some(format!("http://127.0.0.1:{}", muffler.port));
    let bucket = BucketSettings { endpoint, ..server.settings() };
    let test = TestApp::start_with(On::Sqlite, keeping(bucket)).await;
    let (patient, anna) = test.patient(1).await;
    muffler.mute(true);
    let call = || document(patient, 5, &[("a.png", &png())]);
    assert_eq!(anna.call(call()).await.unwrap_err().code, Code::Unavailable);
    assert_eq!((test.dump("file").await, files_below(server.folder())), (String::new(), vec![]));
    assert_eq!(anna.call(crate::record::all(patient)).await.unwrap().entries, []);

    muffler.mute(false);
    let kept = anna.call(call()).await.unwrap();
    assert_eq!(open(&test, &anna, patient, kept.entry.id, 1).await.0, StatusCode::OK);
    assert_eq!(files_below(server.folder()).len(), 1);
}

/// OPS-1: a bucket that cannot be used stops the start with the reason, and the secret is not in it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_that_cannot_be_used_stops_the_start() {
    let Some(server) = S3Server::start().await else { return };
    let nobody = postgres::free_port();
    let (here, away) =
        (format!("http://127.0.0.1:{}", server.port), format!("http://127.0.0.1:{nobody}"));
    let wrong = "of-somebody-else";
    for (address, endpoint, key, secret, reason) in [
        (
            "s3://cards",
            &here,
            ACCESS_KEY,
            wrong,
            "s3_secret_key is not the secret of s3_access_key",
        ),
        ("s3://cards", &here, wrong, SECRET_KEY, "the server does not know s3_access_key"),
        ("s3://charts", &here, ACCESS_KEY, SECRET_KEY, "the server has no such bucket"),
        ("s3://cards", &away, ACCESS_KEY, SECRET_KEY, "objects cannot be listed there: "),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let listen = format!("127.0.0.1:{}", postgres::free_port());
        let settings = [
            ("MEDKARTA_LISTEN", listen.as_str()),
            ("MEDKARTA_FILES_BUCKET", address),
            ("MEDKARTA_S3_ENDPOINT", endpoint.as_str()),
            ("MEDKARTA_S3_ACCESS_KEY", key),
            ("MEDKARTA_S3_SECRET_KEY", secret),
        ];
        let output = run(folder.path(), &settings, &["serve"]);
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(!output.status.success() && said.contains(reason), "{reason}\n{said}");
        assert!(said.contains(address) && !said.contains(secret), "{said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}

/// A server of one's own has a certificate of one's own: it is trusted where it is named, and nowhere
/// else.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_is_reached_over_tls() {
    let folder = tempfile::tempdir().unwrap();
    let ours = Authority::new("Наша");
    let tls = ours.sign("localhost").files(folder.path());
    let Some(server) = S3Server::start_with(Some(tls)).await else { return };
    let bucket = |ca| BucketSettings {
        endpoint: Some(format!("https://localhost:{}", server.port)),
        ca: Some(ca),
        ..server.settings()
    };
    let right = bucket(ours.file(folder.path(), "ca.pem"));
    let test = TestApp::start_with(On::Sqlite, keeping(right)).await;
    let (patient, anna) = test.patient(1).await;
    let kept = upload(&anna, patient, 5).await;
    assert_eq!(open(&test, &anna, patient, kept.entry.id, 1).await.0, StatusCode::OK);

    let other = bucket(Authority::new("Чужая").file(folder.path(), "other.pem"));
    let refused = backend::files::Objects::open(&Keeping::Bucket(other)).await.unwrap_err();
    assert!(refused.to_string().contains("objects cannot be listed there: "), "{refused}");
}
