//! Certificates: read from files, and taken up anew when the files change.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::danger::ClientCertVerifier;
use tokio_rustls::rustls::{self, ServerConfig};

use super::ServeError;

/// How often the certificate files are looked at.
const RELOAD_EVERY: Duration = Duration::from_secs(10);

/// Certificate chain and private key, PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    pub certificate: PathBuf,
    pub key: PathBuf,
    /// Also speak TLS 1.2, for old devices.
    pub tls12: bool,
}

type Read = Box<dyn Fn() -> Result<ServerConfig, ServeError> + Send + Sync>;

/// What a port is served with.
pub struct Tls {
    files: Vec<PathBuf>,
    read: Read,
    /// Of what is in use.
    seen: Vec<Option<SystemTime>>,
    config: RwLock<Arc<ServerConfig>>,
}

impl Tls {
    /// `files`: all that `read` reads.
    pub fn new(
        files: Vec<PathBuf>,
        read: impl Fn() -> Result<ServerConfig, ServeError> + Send + Sync + 'static,
    ) -> Result<Self, ServeError> {
        // Looked at before they are read: a change in between is a change.
        let seen = stamps(&files);
        let config = RwLock::new(Arc::new(read()?));
        Ok(Self { files, read: Box::new(read), seen, config })
    }

    /// With the newest certificate that could be used.
    pub fn acceptor(&self) -> TlsAcceptor {
        self.config.read().unwrap_or_else(PoisonError::into_inner).clone().into()
    }

    /// Takes up new files without a restart, for ever. A broken file changes nothing.
    pub async fn reload(&self) {
        let mut seen = self.seen.clone();
        loop {
            tokio::time::sleep(RELOAD_EVERY).await;
            let now = stamps(&self.files);
            if now == seen {
                continue;
            }
            match (self.read)() {
                Ok(config) => {
                    *self.config.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(config);
                    tracing::info!(file = ?self.files.first(), "TLS certificate taken up");
                    seen = now;
                }
                Err(error) => tracing::error!(%error, "new TLS files not used; the old ones stay"),
            }
        }
    }
}

fn stamps(files: &[PathBuf]) -> Vec<Option<SystemTime>> {
    let changed =
        |path: &PathBuf| std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    files.iter().map(changed).collect()
}

/// TLS with this certificate; with a verifier, clients show one too.
/// `settings`: which ones name the certificate and its key, for whoever has to mend them.
pub fn read_chain(
    files: &TlsFiles,
    settings: [&'static str; 2],
    clients: Option<Arc<dyn ClientCertVerifier>>,
) -> Result<ServerConfig, ServeError> {
    let [of_certificate, of_key] = settings;
    let bad_certificate = |reason: String| ServeError::Tls {
        setting: of_certificate,
        path: files.certificate.clone(),
        reason,
    };
    let bad_key =
        |reason: String| ServeError::Tls { setting: of_key, path: files.key.clone(), reason };
    let chain = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| bad_certificate(error.to_string()))?;
    let key =
        PrivateKeyDer::from_pem_file(&files.key).map_err(|error| bad_key(error.to_string()))?;
    let versions: &[_] = if files.tls12 {
        &[&rustls::version::TLS13, &rustls::version::TLS12]
    } else {
        &[&rustls::version::TLS13]
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_protocol_versions(versions);
    let verified = builder.map(|builder| match clients {
        Some(verifier) => builder.with_client_cert_verifier(verifier),
        None => builder.with_no_client_auth(),
    });
    verified.and_then(|builder| builder.with_single_cert(chain, key)).map_err(|error| match error {
        rustls::Error::InconsistentKeys(_) => {
            bad_key(format!("it is not the key of the certificate in {of_certificate}"))
        }
        other => bad_certificate(other.to_string()),
    })
}
