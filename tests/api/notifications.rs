//! Telling people outside the portal (MSG-4).

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use backend::app::Settings;
use backend::notifications::{
    self, Delivered, Letter, Outgoing, Provider, Providers, SendError, Way,
};
use shared::lang::Lang;
use shared::notifications::model::{Channel, CodePurpose, Delivery, Notice};
use tests::{TestApp, on_both};

/// A provider that does what it is told and remembers what it was given.
#[derive(Clone, Default)]
struct Fake {
    answers: Arc<Mutex<VecDeque<SendError>>>,
    sent: Arc<Mutex<Vec<Outgoing>>>,
    tries: Arc<Mutex<usize>>,
}

impl Fake {
    fn down(times: usize) -> Self {
        let fake = Self::default();
        let later = SendError::Later("down".into());
        fake.answers.lock().unwrap().extend(std::iter::repeat_n(later, times));
        fake
    }

    fn sent(&self) -> Vec<Outgoing> {
        self.sent.lock().unwrap().clone()
    }

    fn tries(&self) -> usize {
        *self.tries.lock().unwrap()
    }
}

#[async_trait]
impl Provider for Fake {
    async fn send(&self, message: &Outgoing) -> Result<Delivered, SendError> {
        *self.tries.lock().unwrap() += 1;
        tokio::time::sleep(Duration::from_millis(5)).await;
        match self.answers.lock().unwrap().pop_front() {
            Some(error) => Err(error),
            None => {
                self.sent.lock().unwrap().push(message.clone());
                Ok(Delivered { reference: Some("1".into()) })
            }
        }
    }
}

async fn start(on: tests::On, sms: &Fake, email: &Fake) -> TestApp {
    let providers = Providers { sms: Arc::new(sms.clone()), email: Arc::new(email.clone()) };
    TestApp::start_with_providers(on, Settings::default(), providers).await
}

/// A code by SMS and, failing that, by e-mail; good for five minutes.
fn code(test: &TestApp, ways: &[Channel]) -> Letter {
    let way = |channel: &Channel| Way {
        channel: *channel,
        to: match channel {
            Channel::Sms => "+79001234567".into(),
            Channel::Email => "anna@example.org".into(),
            Channel::Push => "https://push.example.org/1".into(),
        },
    };
    Letter {
        notice: Notice::Code { purpose: CodePurpose::SignIn, code: "012345".into() },
        lang: Lang::Ru,
        ways: ways.iter().map(way).collect(),
        useless_after: test.app.now_micros() + 300_000_000,
    }
}

async fn tell(test: &TestApp, event: &str, letter: &Letter) {
    let db = test.raw().await;
    notifications::tell(&test.app, db.write(), event, letter).await.unwrap();
}

/// Lets the worker go on, a second after a second.
async fn seconds(test: &TestApp, seconds: u32) {
    for _ in 0..seconds {
        notifications::run_once(&test.app).await.unwrap();
        test.clock.forward(time::Duration::SECOND);
    }
}

async fn state(test: &TestApp) -> Vec<Delivery> {
    let shown = notifications::outbox(&test.app, 10).await.unwrap();
    shown.iter().map(|message| message.state).collect()
}

on_both! {
    async fn one_event_is_told_once(on) {
        let (sms, email) = (Fake::default(), Fake::default());
        let test = start(on, &sms, &email).await;
        let letter = code(&test, &[Channel::Sms]);
        for _ in 0..3 {
            tell(&test, "sign-in 1", &letter).await;
        }
        tell(&test, "sign-in 2", &letter).await;
        seconds(&test, 3).await;

        let sent = sms.sent();
        assert_eq!(sent.len(), 2);
        assert_eq!(sent[0].to, "+79001234567");
        assert!(sent[0].body.ends_with("\n\n@localhost #012345"), "{}", sent[0].body);
        assert_eq!(email.tries(), 0);
        assert_eq!(state(&test).await, [Delivery::Sent, Delivery::Sent]);
    }

    /// Down for a minute: asked again, later each time, and told once.
    async fn a_provider_that_was_down_is_asked_again(on) {
        let (sms, email) = (Fake::down(5), Fake::default());
        let test = start(on, &sms, &email).await;
        tell(&test, "sign-in", &code(&test, &[Channel::Sms])).await;
        seconds(&test, 59).await;
        assert_eq!((sms.tries(), sms.sent().len()), (5, 0), "after 0, 2, 6, 14 and 30 seconds");
        seconds(&test, 10).await;
        assert_eq!((sms.tries(), sms.sent().len()), (6, 1));
        seconds(&test, 120).await;
        assert_eq!(sms.tries(), 6);
    }

    async fn the_next_way_is_taken_when_one_fails(on) {
        let (sms, email) = (Fake::down(100), Fake::default());
        let test = start(on, &sms, &email).await;
        tell(&test, "sign-in", &code(&test, &[Channel::Sms, Channel::Email])).await;
        seconds(&test, 60).await;
        assert_eq!((sms.tries(), email.sent().len()), (4, 1));
        assert_eq!(email.sent()[0].to, "anna@example.org");
        assert!(!email.sent()[0].subject.contains("012345"));

        // A refusal is not asked about again.
        let (sms, email) = (Fake::default(), Fake::default());
        sms.answers.lock().unwrap().push_back(SendError::Refused("no such number".into()));
        let test = start(on, &sms, &email).await;
        tell(&test, "sign-in", &code(&test, &[Channel::Sms, Channel::Email])).await;
        seconds(&test, 2).await;
        assert_eq!((sms.tries(), email.sent().len()), (1, 1));
    }

    async fn what_came_too_late_is_not_told(on) {
        let (sms, email) = (Fake::down(100), Fake::default());
        let test = start(on, &sms, &email).await;
        tell(&test, "sign-in", &code(&test, &[Channel::Sms])).await;
        seconds(&test, 700).await;
        let tries = sms.tries();
        assert!((5..=9).contains(&tries), "{tries}");
        assert_eq!(state(&test).await, [Delivery::Failed]);
    }

    /// Two nodes at the same moment; then a node that died with a message in its hands.
    async fn nodes_do_not_tell_twice_and_take_over_what_another_left(on) {
        let (sms, email) = (Fake::default(), Fake::default());
        let test = start(on, &sms, &email).await;
        let other = test.another_node().await;
        for n in 0..20 {
            tell(&test, &format!("sign-in {n}"), &code(&test, &[Channel::Sms])).await;
        }
        for _ in 0..20 {
            let (one, two) = tokio::join!(notifications::run_once(&test.app), notifications::run_once(&other.app));
            one.unwrap();
            two.unwrap();
        }
        assert_eq!(sms.sent().len(), 20);

        tell(&test, "last", &code(&test, &[Channel::Sms])).await;
        let until = test.app.now_micros() + 60_000_000;
        test.harm(&format!("update message set locked_until = {until} where state = 'waiting'")).await;
        seconds(&test, 30).await;
        assert_eq!(sms.sent().len(), 20, "somebody holds it");
        seconds(&test, 40).await;
        assert_eq!(sms.sent().len(), 21);
    }

    /// SEC-3: neither address nor text lies in the table.
    async fn what_is_told_lies_sealed(on) {
        let (sms, email) = (Fake::down(1), Fake::default());
        let test = start(on, &sms, &email).await;
        tell(&test, "sign-in +79001234567", &code(&test, &[Channel::Sms, Channel::Email])).await;
        for needle in ["9001234567", "anna@example.org", "012345"] {
            let found = test.harm(&format!(
                "update message set attempts = attempts where {} or provider_ref like '%{needle}%'",
                match on {
                    tests::On::Sqlite => format!("instr(sealed, cast('{needle}' as blob)) > 0 or instr(event, cast('{needle}' as blob)) > 0"),
                    tests::On::Postgres => format!("position('{needle}'::bytea in sealed) > 0 or position('{needle}'::bytea in event) > 0"),
                }
            )).await;
            assert_eq!(found, 0, "{needle}");
        }
    }
}

/// With peers that others wrote: an SMPP server, a mail server, a gateway.
mod peers {
    use super::*;
    use backend::config::MessageSettings;
    use serde_json::json;
    use tests::On;
    use tests::peers::Peer;

    async fn start(settings: MessageSettings) -> TestApp {
        let providers = settings.providers().unwrap();
        TestApp::start_with_providers(On::Sqlite, Settings::default(), providers).await
    }

    /// Sends what waits until nothing does, at most for so long; the clock goes on meanwhile.
    async fn until_sent(test: &TestApp, wanted: Delivery) {
        for _ in 0..300 {
            notifications::run_once(&test.app).await.unwrap();
            if state(test).await.iter().all(|state| *state == wanted) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
            test.clock.forward(time::Duration::seconds(1));
        }
        panic!("{:?} and not {wanted}", state(test).await);
    }

    fn smpp(port: u16) -> MessageSettings {
        MessageSettings {
            sms_url: Some(format!("smpp://medkarta:swordfis@127.0.0.1:{port}")),
            sms_from: "Medkarta".into(),
            ..Default::default()
        }
    }

    const SMPP: &[&str] = &["--system-id", "medkarta", "--password", "swordfis"];

    /// MSG-4: a Russian code in UCS-2, in parts, and the receipt that it arrived.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_smpp_server_takes_a_russian_code_and_says_that_it_arrived() {
        let mut server = Peer::start("smpp", SMPP).await;
        let test = start(smpp(server.port)).await;
        let stop = tokio_util::sync::CancellationToken::new();
        let worker = tokio::spawn(notifications::work(test.app.clone(), stop.clone()));
        tell(&test, "sign-in", &code(&test, &[Channel::Sms])).await;

        let message = server.until("message").await;
        assert_eq!(message["to"], "79001234567");
        assert_eq!(message["from"], "Medkarta");
        assert_eq!(message["dataCoding"], 8);
        let text = message["text"].as_str().unwrap();
        assert!(text.starts_with("Medkarta: 012345 — код для входа."), "{text}");
        assert!(text.ends_with("\n\n@localhost #012345"), "{text}");
        assert!(message["parts"].as_u64().unwrap() >= 2, "{message}");
        for _ in 0..100 {
            if state(&test).await == [Delivery::Delivered] {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(state(&test).await, [Delivery::Delivered]);
        stop.cancel();
        worker.await.unwrap();
    }

    /// Down for a minute: the code arrives, once. Dropped connections are opened anew.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_smpp_server_that_was_down_gets_the_code_once() {
        let port = tests::postgres::free_port();
        let test = start(smpp(port)).await;
        tell(&test, "sign-in", &code(&test, &[Channel::Sms])).await;
        for _ in 0..60 {
            notifications::run_once(&test.app).await.unwrap();
            test.clock.forward(time::Duration::SECOND);
        }
        assert_eq!(state(&test).await, [Delivery::Waiting], "nobody listens");
        let server_port = port.to_string();
        let mut arguments = SMPP.to_vec();
        arguments.extend(["--port", &server_port]);
        let mut server = Peer::start("smpp", &arguments).await;
        until_sent(&test, Delivery::Sent).await;
        server.until("message").await;
        assert_eq!(server.tells_within("message", Duration::from_secs(1)).await, None, "once");

        server.obey(json!({ "drop": true })).await;
        tell(&test, "sign-in 2", &code(&test, &[Channel::Sms])).await;
        until_sent(&test, Delivery::Sent).await;
        server.until("message").await;
        server.obey(json!({ "throttle": 1 })).await;
        tell(&test, "sign-in 3", &code(&test, &[Channel::Sms])).await;
        until_sent(&test, Delivery::Sent).await;
        server.until("message").await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_number_an_smpp_server_refuses_takes_the_next_way() {
        let mut server = Peer::start("smpp", SMPP).await;
        let mut settings = smpp(server.port);
        let mut mail = start_mail(&[]).await;
        settings.smtp_url = Some(format!("smtp://localhost:{}", mail.0.port));
        settings.smtp_ca = Some(mail.1.path().join("ca.pem"));
        settings.mail_from = Some("Medkarta <card@example.org>".into());
        let test = start(settings).await;
        server.obey(json!({ "refuse": "0x0000000B" })).await;
        tell(&test, "sign-in", &code(&test, &[Channel::Sms, Channel::Email])).await;
        until_sent(&test, Delivery::Sent).await;
        let letter = mail.0.until("mail").await;
        assert_eq!(letter["to"], json!(["anna@example.org"]));
        // A receipt that it never will arrive does the same.
        server.obey(json!({ "stat": "UNDELIV" })).await;
        tell(&test, "sign-in 2", &code(&test, &[Channel::Sms, Channel::Email])).await;
        let stop = tokio_util::sync::CancellationToken::new();
        let worker = tokio::spawn(notifications::work(test.app.clone(), stop.clone()));
        let letter = mail.0.until("mail").await;
        assert_eq!(letter["to"], json!(["anna@example.org"]));
        stop.cancel();
        worker.await.unwrap();
    }

    /// A mail server with a certificate of its own authority.
    async fn start_mail(more: &[&str]) -> (Peer, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let key = rcgen::KeyPair::generate().unwrap();
        let certificate = rcgen::CertificateParams::new(vec!["localhost".into()])
            .unwrap()
            .self_signed(&key)
            .unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        std::fs::write(path("ca.pem"), certificate.pem()).unwrap();
        std::fs::write(path("key.pem"), key.serialize_pem()).unwrap();
        let (certificate, key) = (path("ca.pem"), path("key.pem"));
        let mut arguments = vec!["--cert", &certificate, "--key", &key];
        arguments.extend(more);
        (Peer::start("smtp", &arguments).await, folder)
    }

    /// MSG-4, SEC-1: over STARTTLS, with a password; never without TLS, never to a stranger.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_mail_server_takes_a_letter_over_starttls_only() {
        let (mut server, folder) = start_mail(&["--user", "card", "--password", "pass word"]).await;
        let ca = Some(folder.path().join("ca.pem"));
        let settings = |ca| MessageSettings {
            smtp_url: Some(format!("smtp://card:pass%20word@localhost:{}", server.port)),
            smtp_ca: ca,
            mail_from: Some("Медкарта <card@example.org>".into()),
            ..Default::default()
        };
        let (trusting, distrusting) = (settings(ca), settings(None));
        let test = start(trusting).await;
        tell(&test, "sign-in", &code(&test, &[Channel::Email])).await;
        until_sent(&test, Delivery::Sent).await;
        let mail = server.until("mail").await;
        assert_eq!((&mail["tls"], &mail["auth"]), (&json!(true), &json!("card")));
        assert_eq!(mail["from"], "card@example.org");
        assert_eq!(mail["subject"], "Medkarta: код подтверждения");
        assert!(mail["text"].as_str().unwrap().starts_with("012345 — код для входа."), "{mail}");

        // A domain of Cyrillic letters reaches a server that knows Latin ones only.
        let mut letter = code(&test, &[Channel::Email]);
        letter.ways[0].to = "anna@почта.рф".into();
        tell(&test, "sign-in, Cyrillic", &letter).await;
        until_sent(&test, Delivery::Sent).await;
        let mail = server.until("mail").await;
        let to = mail["to"][0].as_str().unwrap();
        assert!(["anna@почта.рф", "anna@xn--80a1acny.xn--p1ai"].contains(&to), "{mail}");

        server.obey(json!({ "down": true })).await;
        tell(&test, "sign-in 2", &code(&test, &[Channel::Email])).await;
        for _ in 0..40 {
            notifications::run_once(&test.app).await.unwrap();
            test.clock.forward(time::Duration::SECOND);
        }
        server.obey(json!({ "down": false })).await;
        until_sent(&test, Delivery::Sent).await;
        server.until("mail").await;
        assert_eq!(server.tells_within("mail", Duration::from_secs(1)).await, None, "once");

        let test = start(distrusting).await;
        tell(&test, "sign-in", &code(&test, &[Channel::Email])).await;
        notifications::run_once(&test.app).await.unwrap();
        assert_eq!(state(&test).await, [Delivery::Waiting], "an unknown authority");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_gateway_takes_an_sms_over_http() {
        let mut server = Peer::start("http-sms", &["--token", "sesame"]).await;
        let settings = |token: &str| MessageSettings {
            sms_url: Some(format!("http://127.0.0.1:{}/send", server.port)),
            sms_token: Some(token.into()),
            ..Default::default()
        };
        let (right, wrong) = (settings("sesame"), settings("simsim"));
        let test = start(right).await;
        server.obey(json!({ "status": 503 })).await;
        tell(&test, "sign-in", &code(&test, &[Channel::Sms])).await;
        notifications::run_once(&test.app).await.unwrap();
        assert_eq!(state(&test).await, [Delivery::Waiting]);
        server.obey(json!({ "status": 200 })).await;
        until_sent(&test, Delivery::Sent).await;
        let message = server.until("message").await;
        assert_eq!(message["to"], "+79001234567");
        assert!(message["text"].as_str().unwrap().contains("код для входа"));
        let test = start(wrong).await;
        tell(&test, "sign-in", &code(&test, &[Channel::Sms])).await;
        notifications::run_once(&test.app).await.unwrap();
        assert_eq!(state(&test).await, [Delivery::Waiting], "the operator will mend the token");
    }
}

/// Letters of the version before, which did not say what had changed, are still sent.
#[test]
fn a_letter_of_an_older_version_is_understood() {
    let old: Notice = serde_json::from_str(r#"{"kind":"credentials_changed"}"#).unwrap();
    assert_eq!(old, Notice::CredentialsChanged { what: None });
}
