//! Logs and traces (OPS-5). Neither holds personal data: ids of requests, names of routes,
//! numbers and error causes only.

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{ExporterBuildError, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};
use tracing_subscriber::{EnvFilter, Layer as _};

use crate::config::LogSettings;

const SILENT: [&str; 5] = ["rusmppc", "rusmpp", "rusmpp_core", "lettre", "reqwest"];

/// Sends what is left of the traces when dropped.
pub struct Telemetry(Option<SdkTracerProvider>);

#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    #[error("logging is started already")]
    Started(#[from] TryInitError),
    #[error("log_filter `{filter}` is not a filter: {reason}")]
    Filter { filter: String, reason: String },
    #[error("otlp_endpoint cannot be used")]
    Otlp(#[from] ExporterBuildError),
}

/// Starts logging to standard error, and traces where a collector is set. To be called once.
pub fn start(settings: &LogSettings) -> Result<Telemetry, TelemetryError> {
    let filter = EnvFilter::try_new(&settings.filter).map_err(|error| TelemetryError::Filter {
        filter: settings.filter.clone(),
        reason: error.to_string(),
    })?;
    // Libraries that write whole messages into their own traces, with numbers and codes in them.
    let filter =
        SILENT.iter().fold(filter, |filter, target| match format!("{target}=off").parse() {
            Ok(directive) => filter.add_directive(directive),
            Err(_) => filter,
        });
    let provider = settings.otlp_endpoint.as_deref().map(traces).transpose()?;
    let spans = provider
        .as_ref()
        .map(|provider| tracing_opentelemetry::layer().with_tracer(provider.tracer("medkarta")));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(false);
    let lines = if settings.json { lines.json().boxed() } else { lines.boxed() };
    tracing_subscriber::registry().with(filter).with(spans).with(lines).try_init()?;
    std::panic::set_hook(Box::new(|panic| {
        // Its message may quote what was being worked on.
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(%place, "a thread panicked");
    }));
    Ok(Telemetry(provider))
}

/// A provider that sends batches from a thread of its own: a slow collector delays nobody.
fn traces(endpoint: &str) -> Result<SdkTracerProvider, ExporterBuildError> {
    let address = format!("{}/v1/traces", endpoint.trim_end_matches('/'));
    let exporter = SpanExporter::builder().with_http().with_endpoint(address).build()?;
    let resource = Resource::builder().with_service_name("medkarta").build();
    Ok(SdkTracerProvider::builder().with_resource(resource).with_batch_exporter(exporter).build())
}

impl Drop for Telemetry {
    fn drop(&mut self) {
        if let Some(provider) = self.0.take() {
            // A collector that is away loses its last batch and nothing else.
            let _ = provider.shutdown();
        }
    }
}
