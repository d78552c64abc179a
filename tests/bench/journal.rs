//! Journal lines per second: commits shared by those who wait, beside one commit each.

use std::sync::Arc;
use std::time::{Duration, Instant};

use backend::app::{App, Clock as _, RandomIds, Settings, SystemClock, micros};
use backend::audit::{self, Line, NewLine, What};
use backend::db::{DatabaseUrl, Db, PoolSettings};
use backend::keys::{FileProvider, KeyRing};
use tests::On;
use tests::postgres::Cluster;
use uuid::Uuid;

use crate::Report;

const WRITERS: [usize; 3] = [1, 16, 64];
const TIME: Duration = Duration::from_secs(2);

pub async fn measure(report: &mut Report) {
    let cluster = Cluster::start(true);
    report.heading(
        "Journal (durable lines/s, 50 cards)",
        &["database", "writers", "group commit", "one commit each", "ratio"],
    );
    for on in [On::Sqlite, On::Postgres] {
        let folder = tempfile::tempdir().unwrap();
        let url = match on {
            On::Sqlite => DatabaseUrl::Sqlite(folder.path().join("bench.sqlite")),
            On::Postgres => DatabaseUrl::Postgres(cluster.empty_database().await),
        };
        let db = Db::open(&url, PoolSettings::default()).await.unwrap();
        let provider =
            Arc::new(FileProvider::open(&folder.path().join("keys.toml"), true).unwrap());
        let keys = Arc::new(KeyRing::open(&db, provider.clone(), 0).await.unwrap());
        let app = App::start(db.clone(), provider, SystemClock, RandomIds, Settings::default())
            .await
            .unwrap();
        for writers in WRITERS {
            let grouped = rate(writers, async |chain| {
                let line = Line::system(What::SignedIn);
                app.journal().append(chain, micros(SystemClock.now()), line).await.unwrap();
            })
            .await;
            let single = rate(writers, async |chain| {
                let (at, line) = (micros(SystemClock.now()), Line::system(What::SignedIn));
                let tx = db.begin().await.unwrap();
                audit::append(&tx, &keys.deployment().journal, &[NewLine { chain, at, line }])
                    .await
                    .unwrap();
                tx.commit().await.unwrap();
            })
            .await;
            report.row(&[
                &format!("{on:?}"),
                &writers.to_string(),
                &format!("{grouped:.0}"),
                &format!("{single:.0}"),
                &format!("{:.1}", grouped / single),
            ]);
        }
    }
}

async fn rate(writers: usize, append: impl AsyncFn(Uuid)) -> f64 {
    let started = Instant::now();
    let work = (0..writers).map(async |writer| {
        let mut done = 0u32;
        while started.elapsed() < TIME {
            let card = (writer as u128 * 31 + u128::from(done)) % 50;
            append(Uuid::from_u128(card + 1)).await;
            done += 1;
        }
        done
    });
    let done: u32 = futures_util::future::join_all(work).await.into_iter().sum();
    f64::from(done) / started.elapsed().as_secs_f64()
}
