//! Logs and traces (OPS-5). Neither holds personal data: ids of requests, names of routes,
//! numbers and error causes only.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};

use crate::config::LogSettings;

/// Starts logging to standard error. To be called once.
pub fn start(settings: &LogSettings) -> Result<(), TryInitError> {
    // sqlx logs slow statements with their text; ours hold no values, but keep it short.
    let filter = EnvFilter::try_new(&settings.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(false);
    let registry = tracing_subscriber::registry().with(filter);
    if settings.json {
        registry.with(lines.json()).try_init()
    } else {
        registry.with(lines).try_init()
    }
}
