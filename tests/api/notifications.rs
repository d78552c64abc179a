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
