//! ACC-9, SEC-6: locks that grow and that a stranger cannot use against the owner.

use shared::accounts::api::{CodeRequest, FactorCode, FinishSignIn, SendSignInCode};
use shared::accounts::model::Factor;
use shared::contract::Code;
use tests::visitor::{PASSWORD, email, phone};
use tests::{TestApp, on_both};
use time::Duration;

use super::{code_of, sign_in_by_sms};

const WRONG: &str = "Не-тот-пароль-1";

async fn warnings(test: &TestApp, n: u32) -> usize {
    let told = test.told(&email(n)).await;
    told.iter().filter(|text| text.contains("закрыт")).count()
}

on_both! {
    /// Three wrong ones lock for 15 minutes, an hour, a day; the owner is told from where.
    async fn three_wrong_tries_lock_for_longer_each_time(on) {
        let test = TestApp::start(on).await;
        test.visitor(1).confirmed(1).await;
        let visitor = test.visitor(600);
        for minutes in [15, 60, 24 * 60, 24 * 60] {
            assert_eq!(code_of(visitor.password(&phone(1), WRONG).await), Code::SignInRefused);
            assert_eq!(code_of(visitor.password(&phone(1), WRONG).await), Code::SignInRefused);
            assert_eq!(code_of(visitor.password(&phone(1), WRONG).await), Code::SignInLocked, "{minutes}");
            assert_eq!(code_of(visitor.password(&phone(1), PASSWORD).await), Code::SignInLocked, "also the right one");
            test.clock.forward(Duration::minutes(minutes) - Duration::seconds(1));
            assert_eq!(code_of(visitor.password(&phone(1), PASSWORD).await), Code::SignInLocked);
            test.clock.forward(Duration::seconds(2));
        }
        assert_eq!(warnings(&test, 1).await, 3, "the first two lie within an hour");
        let letter = test.told(&email(1)).await.into_iter().find(|text| text.contains("закрыт")).unwrap();
        assert!(letter.contains("10.1.2.88"), "{letter}");
        assert!(test.told(&phone(1)).await.iter().any(|text| text.contains("закрыт")), "by SMS too");
        sign_in_by_sms(&visitor, 1).await.unwrap();
        assert_eq!(code_of(visitor.password(&phone(1), WRONG).await), Code::SignInRefused, "counted anew");
    }

    /// Another login of the same account is the same account, and is not told to be.
    async fn another_login_is_no_way_round_a_lock(on) {
        let test = TestApp::start(on).await;
        test.visitor(1).confirmed(1).await;
        let visitor = test.visitor(2);
        for _ in 0..3 {
            let _ = visitor.password(&phone(1), WRONG).await;
        }
        for login in [email(1), tests::visitor::snils(1)] {
            assert_eq!(code_of(visitor.password(&login, PASSWORD).await), Code::SignInRefused, "{login}");
        }
        test.visitor(600).password(&email(1), PASSWORD).await.expect("from elsewhere");
    }

    /// A right code pressed twice at the same moment opens one session and counts as no wrong try.
    async fn a_code_pressed_twice_is_not_a_wrong_one(on) {
        let test = TestApp::start(on).await;
        test.visitor(1).confirmed(1).await;
        let visitor = test.visitor(2);
        for _ in 0..3 {
            test.clock.forward(Duration::minutes(2));
            visitor.password(&phone(1), PASSWORD).await.unwrap();
            visitor.call(SendSignInCode { body: CodeRequest { factor: Factor::Sms } }).await.unwrap();
            let code = test.code(&phone(1)).await;
            let press = || visitor.call(FinishSignIn { body: FactorCode { factor: Factor::Sms, code: code.clone() } });
            let (one, two) = tokio::join!(press(), press());
            assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1, "{one:?} {two:?}");
        }
        assert_eq!(warnings(&test, 1).await, 0);
    }

    /// The answer says until when, and a login that nobody has locks alike.
    async fn the_answer_says_until_when(on) {
        let test = TestApp::start(on).await;
        let visitor = test.visitor(1);
        let mut last = None;
        for _ in 0..3 {
            let body = serde_json::json!({ "login": phone(404), "password": WRONG });
            last = Some(visitor.send("POST", "/api/v1/sign-in", &body, &[]).await);
        }
        let (status, headers, _) = last.unwrap();
        assert_eq!(status.as_u16(), 429);
        assert_eq!(headers["retry-after"], "900");
    }

    /// A stranger on another network does not keep the owner out; on the owner's device not even
    /// a storm from everywhere does.
    async fn a_stranger_cannot_keep_the_owner_out(on) {
        let test = TestApp::start(on).await;
        let anna = test.visitor(1);
        anna.confirmed(1).await;
        test.clock.forward(Duration::minutes(2));
        for n in 100..120 {
            for _ in 0..3 {
                let _ = test.visitor(n).password(&phone(1), WRONG).await;
            }
        }
        // From everywhere it is closed by now, and looks like a wrong password.
        assert_eq!(code_of(test.visitor(300).password(&phone(1), PASSWORD).await), Code::SignInRefused);
        sign_in_by_sms(&anna, 1).await.unwrap();
        assert!(warnings(&test, 1).await <= 2, "the owner's letters are few: {}", warnings(&test, 1).await);
    }

    /// Many at the same moment are no more than three.
    async fn a_hundred_at_once_are_three(on) {
        let test = TestApp::start(on).await;
        test.visitor(1).confirmed(1).await;
        let visitor = test.visitor(2);
        let login = phone(1);
        let tries = (0..40).map(|_| visitor.password(&login, WRONG));
        let answers = futures_util::future::join_all(tries).await;
        let refused = answers.into_iter().filter(|answer| answer.as_ref().is_err_and(|problem| problem.code == Code::SignInRefused)).count();
        assert!(refused <= 2, "{refused} were judged without the lock");
    }

    /// ACC-9, SEC-6: ten thousand guesses of a code from many addresses; the three that are judged do not hit.
    async fn ten_thousand_guesses_of_a_code_are_three(on) {
        let test = TestApp::start(on).await;
        test.visitor(1).confirmed(1).await;
        test.clock.forward(Duration::minutes(2));
        let victim = test.visitor(2);
        victim.password(&phone(1), PASSWORD).await.unwrap();
        victim.call(SendSignInCode { body: CodeRequest { factor: Factor::Sms } }).await.unwrap();
        let right = test.code(&phone(1)).await;
        let mut judged = 0;
        for n in 0..10_000u32 {
            // The flow is stolen and tried from everywhere.
            let thief = test.visitor(u16::try_from(1_000 + n % 5_000).unwrap());
            *thief.cookies.lock().unwrap() = victim.cookies.lock().unwrap().clone();
            let guess = format!("{n:06}");
            if guess == right {
                continue;
            }
            let answer = thief.call(FinishSignIn { body: FactorCode { factor: Factor::Sms, code: guess } }).await;
            judged += u32::from(code_of(answer) == Code::CodeWrong);
        }
        assert!(judged <= 3, "{judged}");
        let late = victim.call(FinishSignIn { body: FactorCode { factor: Factor::Sms, code: right } }).await;
        assert!(late.is_err(), "the code is spent");
    }

    /// Passwords from six hundred addresses: ten are judged, then even the right one looks wrong.
    async fn guesses_of_a_password_from_everywhere_are_ten(on) {
        let test = TestApp::start(on).await;
        test.visitor(1).confirmed(1).await;
        for n in 0..600u16 {
            let answer = test.visitor(1_000 + n).password(&phone(1), WRONG).await;
            assert_eq!(code_of(answer), Code::SignInRefused);
            if n >= 10 && n % 200 == 0 {
                assert_eq!(code_of(test.visitor(9_000 + n).password(&phone(1), PASSWORD).await), Code::SignInRefused, "after {n}");
            }
        }
        // Another login of the same account is the same account.
        assert_eq!(code_of(test.visitor(10_001).password(&email(1), PASSWORD).await), Code::SignInRefused);
        test.clock.forward(Duration::minutes(16));
        sign_in_by_sms(&test.visitor(10_002), 1).await.unwrap();
    }
}
