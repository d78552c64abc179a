//! A closed load: so many connections, each asking again as soon as it is answered.

use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use serde_json::Value;
use tests::process::Client;

/// Requests per second and latencies in milliseconds.
#[derive(Clone, Copy)]
pub struct Measured {
    pub rate: f64,
    pub p50: f64,
    pub p99: f64,
}

const WARM_UP: Duration = Duration::from_millis(400);
const ROUND: Duration = Duration::from_secs(2);
const ROUNDS: usize = 3;

/// The round with the median rate.
pub async fn measure(port: u16, path: &str, token: Option<&str>, connections: usize) -> Measured {
    round(port, path, token, connections, WARM_UP).await;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push(round(port, path, token, connections, ROUND).await);
    }
    rounds.sort_by(|a, b| a.rate.total_cmp(&b.rate));
    rounds[rounds.len() / 2]
}

async fn round(
    port: u16,
    path: &str,
    token: Option<&str>,
    connections: usize,
    time: Duration,
) -> Measured {
    let started = Instant::now();
    let workers: Vec<_> = (0..connections)
        .map(|_| {
            let (path, token) = (path.to_owned(), token.map(str::to_owned));
            tokio::spawn(async move {
                let mut client = Client::connect(port).await.unwrap();
                let mut times = Histogram::<u64>::new(3).unwrap();
                while started.elapsed() < time {
                    let asked = Instant::now();
                    let (status, _) = client
                        .send_bytes("GET", &path, &Value::Null, token.as_deref())
                        .await
                        .unwrap();
                    assert_eq!(status, 200, "{path}");
                    times.record(asked.elapsed().as_micros().try_into().unwrap()).unwrap();
                }
                times
            })
        })
        .collect();
    let mut times = Histogram::<u64>::new(3).unwrap();
    for worker in workers {
        times.add(worker.await.unwrap()).unwrap();
    }
    Measured {
        rate: times.len() as f64 / started.elapsed().as_secs_f64(),
        p50: times.value_at_quantile(0.5) as f64 / 1e3,
        p99: times.value_at_quantile(0.99) as f64 / 1e3,
    }
}
