//! Signing in: how many a second, whether time tells who has an account, and what many at once
//! need.

use std::time::{Duration, Instant};

use backend::accounts::{Cost, Passwords};
use backend::app::Settings;
use backend::notifications::Providers;
use serde_json::json;
use shared::accounts::api::{
    AddPasskey, Credential, FinishPasskeySignIn, NewPasskey, NewPasskeyKind, StartPasskey,
    StartPasskeySignIn,
};
use shared::accounts::model::KeyKind;
use tests::peers::Key;
use tests::visitor::{PASSWORD, phone};
use tests::{On, TestApp};
use zeroize::Zeroizing;

use crate::{Report, median};

const SIGN_INS: u16 = 200;
/// Of each kind.
const TRIES: u16 = 1_000;
const AT_ONCE: usize = 64;
/// Who registers while nothing is measured.
const ANNA: u32 = 1;

pub async fn measure(report: &mut Report) {
    let settings = Settings { password_cost: Cost::OWASP, ..Settings::default() };
    let test = TestApp::start_as_it_is(On::Sqlite, settings, Providers::default()).await;
    test.visitor(1).confirmed(ANNA).await;
    sign_ins(report, &test).await;
    timing(report, &test).await;
    memory(report).await;
}

/// One after another, SQLite: what the server itself takes.
async fn sign_ins(report: &mut Report, test: &TestApp) {
    report.heading(
        "Signing in (a second, one after another, SQLite)",
        &["what", "ours", "reference", "ratio"],
    );
    let passwords = Passwords::new(Zeroizing::new([1; 32]), 2, Cost::OWASP).unwrap();
    let stored = passwords.hash(PASSWORD).await.unwrap();
    let (mut bare, mut ours) = (Vec::new(), Vec::new());
    for n in 0..SIGN_INS {
        let started = Instant::now();
        assert!(passwords.is_right(PASSWORD, Some(stored.clone())).await.unwrap());
        bare.push(started.elapsed().as_secs_f64());
        let visitor = test.visitor(1_000 + n);
        let started = Instant::now();
        visitor.password(&phone(ANNA), PASSWORD).await.unwrap();
        ours.push(started.elapsed().as_secs_f64());
    }
    let (bare, ours) = (1.0 / median(bare), 1.0 / median(ours));
    row(report, "password, the first factor : bare Argon2id", ours, bare);

    let mut key = Key::start().await;
    let anna = test.visitor(2);
    by_sms(&anna).await;
    let start = StartPasskey { body: NewPasskeyKind { kind: KeyKind::Passkey } };
    let ceremony = anna.call(start).await.unwrap();
    let credential = key.create(&ceremony.options, json!({})).await;
    anna.call(AddPasskey { body: NewPasskey { name: "1".into(), credential } }).await.unwrap();
    let mut passkeys = Vec::new();
    for n in 0..SIGN_INS {
        let visitor = test.visitor(2_000 + n);
        let started = Instant::now();
        let ceremony = visitor.call(StartPasskeySignIn {}).await.unwrap();
        let first = started.elapsed();
        let credential = key.get(&ceremony.options, json!({})).await;
        let started = Instant::now();
        let finish = FinishPasskeySignIn { body: Credential { credential } };
        visitor.call(finish).await.unwrap();
        passkeys.push((first + started.elapsed()).as_secs_f64());
    }
    row(report, "passkey, to the open session : password alone", 1.0 / median(passkeys), ours);
}

fn row(report: &mut Report, what: &str, ours: f64, reference: f64) {
    let cells =
        [format!("{ours:.0}"), format!("{reference:.0}"), format!("{:.2}", ours / reference)];
    report.row(&[what, &cells[0], &cells[1], &cells[2]]);
}

async fn by_sms(visitor: &tests::visitor::Visitor<'_>) {
    use shared::accounts::api::{CodeRequest, FactorCode, FinishSignIn, SendSignInCode};
    use shared::accounts::model::Factor;
    visitor.test.clock.forward(time::Duration::minutes(20));
    visitor.password(&phone(ANNA), PASSWORD).await.unwrap();
    visitor.call(SendSignInCode { body: CodeRequest { factor: Factor::Sms } }).await.unwrap();
    let code = visitor.test.code(&phone(ANNA)).await;
    visitor.call(FinishSignIn { body: FactorCode { factor: Factor::Sms, code } }).await.unwrap();
}

/// A login that nobody has beside a wrong password, in turns, each from a network of its own.
/// Told apart by nothing: one takes longer than the other as often as not (Mann and Whitney's U
/// over all pairs is 0.5), within three standard errors.
async fn timing(report: &mut Report, test: &TestApp) {
    let (mut unknown, mut wrong) = (Vec::new(), Vec::new());
    for n in 0..2 * TRIES {
        let is_known = n % 2 == 0;
        let login = if is_known { phone(ANNA) } else { phone(100_000) };
        let visitor = test.visitor(10_000 + n);
        let started = Instant::now();
        visitor.password(&login, "Не-тот-пароль-1").await.unwrap_err();
        let seconds = started.elapsed().as_secs_f64();
        if is_known { wrong.push(seconds) } else { unknown.push(seconds) }
    }
    let longer = |a: &f64, b: &f64| f64::from(u8::from(a > b)) + f64::from(u8::from(a == b)) / 2.0;
    let pairs: f64 = unknown.iter().flat_map(|a| wrong.iter().map(move |b| longer(a, b))).sum();
    let count = f64::from(TRIES);
    let u = pairs / (count * count);
    let error = ((2.0 * count + 1.0) / (12.0 * count * count)).sqrt();
    report.heading(
        "Does time tell who has an account? (1 000 tries each, in turns)",
        &[
            "unknown login, median ms",
            "wrong password, median ms",
            "U",
            "three standard errors",
            "told apart",
        ],
    );
    report.row(&[
        &format!("{:.2}", median(unknown) * 1e3),
        &format!("{:.2}", median(wrong) * 1e3),
        &format!("{u:.3}"),
        &format!("0.500 ± {:.3}", 3.0 * error),
        if (u - 0.5).abs() <= 3.0 * error { "no" } else { "YES" },
    ]);
}

/// Resident memory while 64 passwords are checked at once: as many hashes as there are cores.
async fn memory(report: &mut Report) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let passwords = Passwords::new(Zeroizing::new([1; 32]), cores, Cost::OWASP).unwrap();
    let stored = passwords.hash(PASSWORD).await.unwrap();
    let before = resident();
    let checks: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (passwords, stored) = (passwords.clone(), stored.clone());
            tokio::spawn(async move { passwords.is_right(PASSWORD, Some(stored)).await })
        })
        .collect();
    let mut peak = before;
    while checks.iter().any(|check| !check.is_finished()) {
        peak = peak.max(resident());
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    for check in checks {
        assert!(check.await.unwrap().unwrap());
    }
    report.heading(
        "Memory of 64 simultaneous password checks (MiB)",
        &["more than before", "bound: cores × 19", "all 64 at once would need"],
    );
    report.row(&[
        &format!("{:.0}", (peak - before).max(0.0)),
        &format!("{}", cores * 19),
        &format!("{}", AT_ONCE * 19),
    ]);
}

/// Resident memory of this process, in MiB.
pub fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}
