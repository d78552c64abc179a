//! Accepting connections: TLS 1.3, limits on how many and how slow, and a graceful end.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use poem::http::uri::Scheme;
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Endpoint, Response};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::danger::ClientCertVerifier;
use tokio_rustls::rustls::{self, ServerConfig};

/// Connections open at once; the next ones wait in the kernel's queue.
const CONNECTIONS: usize = 4_096;
/// A client that takes longer to say what it wants is not a browser.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
const HEADER_BYTES: usize = 32 * 1024;
/// How often the certificate files are looked at.
const RELOAD_EVERY: Duration = Duration::from_secs(10);
/// How long running requests may take after the stop signal.
const STOP_WITHIN: Duration = Duration::from_secs(20);

/// Certificate chain and private key, PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    pub certificate: PathBuf,
    pub key: PathBuf,
    /// Also speak TLS 1.2, for old devices.
    pub tls12: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("{address} is in use by another program: stop it, or set {setting} to another port")]
    InUse { address: SocketAddr, setting: &'static str },
    #[error("cannot listen on {address}: {reason}")]
    Listen { address: SocketAddr, reason: String },
    #[error("{setting}: the TLS file {path} cannot be used: {reason}")]
    Tls { setting: &'static str, path: PathBuf, reason: String },
}

/// A bound socket, ready to serve.
pub struct Listening {
    socket: TcpListener,
    tls: Option<Arc<Tls>>,
}

struct Tls {
    files: TlsFiles,
    config: RwLock<Arc<ServerConfig>>,
}

/// Binds the address and reads the certificate.
pub async fn listen(address: SocketAddr, tls: Option<TlsFiles>) -> Result<Listening, ServeError> {
    let tls = match tls {
        Some(files) => {
            let config = RwLock::new(Arc::new(read_config(&files)?));
            Some(Arc::new(Tls { files, config }))
        }
        None => None,
    };
    let socket = TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => ServeError::InUse { address, setting: "MEDKARTA_LISTEN" },
        _ => ServeError::Listen { address, reason: error.to_string() },
    })?;
    Ok(Listening { socket, tls })
}

impl Listening {
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    /// Serves until `stop` resolves, then finishes what runs.
    pub async fn serve(
        self,
        endpoint: impl Endpoint<Output = Response> + 'static,
        stop: impl Future<Output = ()>,
    ) {
        let endpoint = Arc::new(endpoint);
        let graceful = GracefulShutdown::new();
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        let reload = tokio::spawn(reload(self.tls.clone()));
        tokio::pin!(stop);
        loop {
            let Ok(place) = places.clone().acquire_owned().await else { break };
            let accepted = tokio::select! {
                accepted = self.socket.accept() => accepted,
                () = &mut stop => break,
            };
            let (stream, peer) = match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, most likely: give others time to close.
                    tracing::warn!(%error, "cannot accept");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            let connection = Connection {
                endpoint: endpoint.clone(),
                tls: self.tls.clone(),
                local: self.socket.local_addr().ok(),
                peer,
            };
            let watcher = graceful.watcher();
            tokio::spawn(async move {
                connection.run(stream, watcher).await;
                drop(place);
            });
        }
        reload.abort();
        drop(self.socket);
        if tokio::time::timeout(STOP_WITHIN, graceful.shutdown()).await.is_err() {
            tracing::warn!("some requests did not end in time");
        }
    }
}

struct Connection<E> {
    endpoint: Arc<E>,
    tls: Option<Arc<Tls>>,
    local: Option<SocketAddr>,
    peer: SocketAddr,
}

impl<E: Endpoint<Output = Response> + 'static> Connection<E> {
    async fn run(self, stream: TcpStream, watcher: hyper_util::server::graceful::Watcher) {
        let _ = stream.set_nodelay(true);
        let Some(tls) = &self.tls else {
            return self.speak(stream, Scheme::HTTP, watcher).await;
        };
        let config = tls.config.read().unwrap_or_else(PoisonError::into_inner).clone();
        let handshake = TlsAcceptor::from(config).accept(stream);
        if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE_TIMEOUT, handshake).await {
            self.speak(stream, Scheme::HTTPS, watcher).await;
        }
    }

    async fn speak(
        self,
        stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
        scheme: Scheme,
        watcher: hyper_util::server::graceful::Watcher,
    ) {
        let Self { endpoint, local, peer, .. } = self;
        let local = LocalAddr(local.unwrap_or(peer).into());
        let remote = RemoteAddr(peer.into());
        let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
            let endpoint = endpoint.clone();
            let request = (request, local.clone(), remote.clone(), scheme.clone()).into();
            async move {
                Ok::<hyper::Response<_>, Infallible>(endpoint.get_response(request).await.into())
            }
        });
        let mut builder = auto::Builder::new(TokioExecutor::new());
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_TIMEOUT)
            .max_buf_size(HEADER_BYTES)
            .http2()
            .timer(TokioTimer::new())
            .max_concurrent_streams(100)
            .max_header_list_size(u32::try_from(HEADER_BYTES).unwrap_or(u32::MAX))
            .keep_alive_interval(Duration::from_secs(30))
            .keep_alive_timeout(Duration::from_secs(20));
        let connection =
            builder.serve_connection_with_upgrades(TokioIo::new(stream), service).into_owned();
        // A peer that went away is no error of ours.
        let _ = watcher.watch(connection).await;
    }
}

fn read_config(files: &TlsFiles) -> Result<ServerConfig, ServeError> {
    let mut config = read_chain(files, ["tls_certificate", "tls_key"], None)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
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

/// Takes up new certificate files without a restart. A broken file changes nothing.
async fn reload(tls: Option<Arc<Tls>>) {
    let Some(tls) = tls else { return };
    let mut seen = stamps(&tls.files);
    loop {
        tokio::time::sleep(RELOAD_EVERY).await;
        let now = stamps(&tls.files);
        if now == seen {
            continue;
        }
        match read_config(&tls.files) {
            Ok(config) => {
                *tls.config.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(config);
                tracing::info!("TLS certificate taken up");
                seen = now;
            }
            Err(error) => tracing::error!(%error, "new TLS files not used; the old ones stay"),
        }
    }
}

fn stamps(files: &TlsFiles) -> [Option<SystemTime>; 2] {
    [&files.certificate, &files.key]
        .map(|path| std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok())
}
