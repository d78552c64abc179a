//! Sealing and unsealing beside AES-256-GCM alone.

use std::hint::black_box;
use std::time::{Duration, Instant};

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use backend::keys::{DataKey, Place};
use uuid::Uuid;

use crate::{Report, median};

const SIZES: [usize; 3] = [512, 4_096, 65_536];
const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_millis(200);

pub fn measure(report: &mut Report) {
    let title = "Sealing (MB/s, one core, medians of 7)";
    report.heading(
        title,
        &["bytes", "seal", "raw encrypt", "ratio", "unseal", "raw decrypt", "ratio"],
    );
    let key = DataKey::generate().unwrap();
    let (sealing, raw) = (key.sealing(), Aes256Gcm::new(key.bytes().into()));
    let place =
        Place { table: "entry", row: Uuid::from_u128(1), owner: Uuid::from_u128(2), version: 1 };
    for size in SIZES {
        let plain = vec![0x5a; size];
        let sealed = sealing.seal(&place, &plain).unwrap();
        let nonce = Nonce::from([7; 12]);
        let aad = [0; 46];
        let encrypted = raw.encrypt(&nonce, Payload { msg: &plain, aad: &aad }).unwrap();
        let seal = rate(size, || drop(black_box(sealing.seal(&place, &plain).unwrap())));
        let encrypt = rate(size, || {
            drop(black_box(raw.encrypt(&nonce, Payload { msg: &plain, aad: &aad }).unwrap()));
        });
        let unseal = rate(size, || drop(black_box(sealing.unseal(&place, &sealed).unwrap())));
        let decrypt = rate(size, || {
            drop(black_box(raw.decrypt(&nonce, Payload { msg: &encrypted, aad: &aad }).unwrap()));
        });
        report.row(&[
            &size.to_string(),
            &format!("{seal:.0}"),
            &format!("{encrypt:.0}"),
            &format!("{:.2}", seal / encrypt),
            &format!("{unseal:.0}"),
            &format!("{decrypt:.0}"),
            &format!("{:.2}", unseal / decrypt),
        ]);
    }
}

fn rate(bytes: usize, mut work: impl FnMut()) -> f64 {
    let round = |work: &mut dyn FnMut()| {
        let (started, mut done) = (Instant::now(), 0u32);
        while started.elapsed() < ROUND {
            for _ in 0..16 {
                work();
            }
            done += 16;
        }
        f64::from(done) * bytes as f64 / started.elapsed().as_secs_f64() / 1e6
    };
    median((0..ROUNDS).map(|_| round(&mut work)).collect())
}
