//! MLLP over TLS (INT-7): who is listened to, and what is refused before anything starts.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use backend::http::TlsFiles;
use backend::interop::feed::{MllpSettings, listen};
use tests::laboratory::{Authority, Port, Signed, Wire};
use tests::{On, TestApp};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};

use super::feed::{BLOOD, PID, is_ack, message, results};

/// Longer than a server waits for a handshake to end.
const PATIENCE: Duration = Duration::from_secs(20);

/// The answer to a result of this control id; nothing where the server hung up.
async fn ask<S: AsyncRead + AsyncWrite + Unpin>(
    wire: &mut Wire<S>,
    control: &str,
) -> Option<String> {
    let text = message(control, PID, BLOOD).replace('\n', "\r");
    let answer = tokio::time::timeout(PATIENCE, wire.ask(text.as_bytes())).await;
    let answer = answer.expect("neither an answer nor the end of the connection");
    answer.map(|bytes| String::from_utf8(bytes).unwrap())
}

/// Whether somebody who shows this certificate gets an answer at all.
async fn is_heard(port: &Port, trusted: &Authority, shown: Option<&Signed>, control: &str) -> bool {
    // A refusal may end the handshake or only what follows it.
    let Ok(mut wire) = port.connect_tls(trusted, shown).await else { return false };
    ask(&mut wire, control).await.is_some()
}

fn settings(tls: TlsFiles, client_ca: Option<PathBuf>) -> MllpSettings {
    MllpSettings { listen: SocketAddr::from(([127, 0, 0, 1], 0)), tls: Some(tls), client_ca }
}

/// INT-7: a result comes over TLS; what speaks plainly, or does not speak, is not heard and holds
/// up nobody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn results_come_over_tls_and_plain_speech_is_not_heard() {
    let test = TestApp::start(On::Sqlite).await;
    let (patient, anna) = test.patient(1).await;
    test.laboratory(1).await;
    let ours = Authority::new("Наша");
    let files = ours.sign("localhost").files(test.folder());
    let port = test.mllp_with(settings(files, None)).await;

    let _silent = port.connect().await;
    let mut half = port.connect().await;
    // A handshake record that promises more than comes.
    half.stream.write_all(&[0x16, 3, 1, 2, 0, 1]).await.unwrap();
    let mut plain = port.connect().await;
    assert_eq!(ask(&mut plain, "1").await, None);
    assert!(results(&anna, patient).await.is_empty());
    assert_eq!(test.count("feed_message").await, 0);

    let mut wire = port.connect_tls(&ours, None).await.unwrap();
    for control in ["2", "3"] {
        let answer = ask(&mut wire, control).await.unwrap();
        assert!(is_ack(&answer, &format!("AA|{control}")), "{answer}");
    }
    assert_eq!(results(&anna, patient).await.len(), 5);
    assert_eq!(test.count("feed_message").await, 2);
    // Whoever trusts somebody else finds that this is not them.
    assert!(port.connect_tls(&Authority::new("Наша"), None).await.is_err());
}

/// INT-7: where senders have to show a certificate, only those of the named authority are heard.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_senders_of_the_named_authority_are_heard() {
    let test = TestApp::start(On::Sqlite).await;
    let (patient, anna) = test.patient(1).await;
    test.laboratory(1).await;
    let (ours, senders) = (Authority::new("Наша"), Authority::new("Лаборатории"));
    let files = ours.sign("localhost").files(test.folder());
    let client_ca = senders.file(test.folder(), "senders.pem");
    let port = test.mllp_with(settings(files, Some(client_ca))).await;

    assert!(!is_heard(&port, &ours, None, "1").await, "without a certificate");
    // The name alone is no proof; and who vouches for the server vouches for no sender.
    let namesake = Authority::new("Лаборатории").sign("lis");
    assert!(!is_heard(&port, &ours, Some(&namesake), "2").await, "of a namesake");
    let server = ours.sign("lis");
    assert!(!is_heard(&port, &ours, Some(&server), "3").await, "of the server's authority");
    let mut plain = port.connect().await;
    assert_eq!(ask(&mut plain, "4").await, None);
    assert_eq!(test.count("feed_message").await, 0);
    assert!(results(&anna, patient).await.is_empty());

    let right = senders.sign("lis");
    let mut wire = port.connect_tls(&ours, Some(&right)).await.unwrap();
    let answer = ask(&mut wire, "5").await.unwrap();
    assert!(is_ack(&answer, "AA|5"), "{answer}");
    assert_eq!(results(&anna, patient).await.len(), 5);
}

/// INT-7: a new certificate, and another authority of senders, are taken up without a restart; who
/// is connected already goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_certificates_are_taken_up_without_a_restart() {
    let test = TestApp::start(On::Sqlite).await;
    test.patient(1).await;
    test.laboratory(1).await;
    let (ours, senders) = (Authority::new("Наша"), Authority::new("Лаборатории"));
    let files = ours.sign("localhost").files(test.folder());
    let client_ca = senders.file(test.folder(), "senders.pem");
    let port = test.mllp_with(settings(files.clone(), Some(client_ca))).await;
    let first = senders.sign("lis");
    let mut before = port.connect_tls(&ours, Some(&first)).await.unwrap();
    assert!(ask(&mut before, "1").await.is_some());

    // A broken file changes nothing.
    std::fs::write(&files.certificate, "-----BEGIN CERTIFICATE-----\nnonsense\n").unwrap();
    tokio::time::sleep(Duration::from_secs(11)).await;
    assert!(is_heard(&port, &ours, Some(&first), "2").await);

    let (next, others) = (Authority::new("Новая"), Authority::new("Другие"));
    next.sign("localhost").files(test.folder());
    others.file(test.folder(), "senders.pem");
    let second = others.sign("lis");
    let mut taken = false;
    for n in 0..40 {
        tokio::time::sleep(Duration::from_millis(500)).await;
        taken = is_heard(&port, &next, Some(&second), &format!("3{n}")).await;
        if taken {
            break;
        }
    }
    assert!(taken);
    assert!(!is_heard(&port, &next, Some(&first), "4").await, "of the former authority");
    let answer = ask(&mut before, "5").await.unwrap();
    assert!(is_ack(&answer, "AA|5"), "{answer}");
}

/// INT-7, OPS-1: a file that cannot be used, a key of another certificate and a busy port are told
/// with the setting that has to be mended, and nothing listens.
#[tokio::test]
async fn what_cannot_be_used_is_refused_by_the_name_of_its_setting() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let ours = Authority::new("Наша");
    let right = settings(
        ours.sign("localhost").files(folder.path()),
        Some(ours.file(folder.path(), "ca.pem")),
    );
    let whole = listen(&right).await.ok().unwrap();

    std::fs::write(path("empty.pem"), "").unwrap();
    std::fs::write(path("torn.pem"), "-----BEGIN CERTIFICATE-----\nnonsense\n").unwrap();
    let other = folder.path().join("other");
    std::fs::create_dir(&other).unwrap();
    let foreign = ours.sign("localhost").files(&other).key;
    let mut cases = Vec::new();
    for bad in ["empty.pem", "torn.pem", "missing.pem"] {
        let files = right.tls.clone().unwrap();
        let certificate = TlsFiles { certificate: path(bad), ..files.clone() };
        cases.push(("mllp_tls_certificate", bad, settings(certificate, None)));
        let key = TlsFiles { key: path(bad), ..files.clone() };
        cases.push(("mllp_tls_key", bad, settings(key, None)));
        cases.push(("mllp_client_ca", bad, settings(files, Some(path(bad)))));
    }
    let files = TlsFiles { key: foreign, ..right.tls.clone().unwrap() };
    cases.push(("mllp_tls_key", "mllp-key.pem", settings(files, None)));
    for (setting, file, bad) in cases {
        let told = listen(&bad).await.err().map(|error| error.to_string());
        let told = told.unwrap_or_else(|| panic!("{setting}: {file} is taken"));
        assert!(told.starts_with(&format!("{setting}: ")) && told.contains(file), "{told}");
    }

    let busy = MllpSettings { listen: whole.address().unwrap(), ..right };
    let told = listen(&busy).await.err().unwrap().to_string();
    assert!(told.contains("set MEDKARTA_MLLP_LISTEN to another port"), "{told}");
}
