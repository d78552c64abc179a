//! Accepting connections: TLS 1.3, limits on how many and how slow, and a graceful end.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use poem::http::uri::Scheme;
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Endpoint, Response};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::rustls::ServerConfig;

use super::tls::{Tls, TlsFiles, read_chain};

/// Connections open at once; the next ones wait in the kernel's queue.
const CONNECTIONS: usize = 4_096;
/// A client that takes longer to say what it wants is not a browser.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
const HEADER_BYTES: usize = 32 * 1024;
/// How long running requests may take after the stop signal.
const STOP_WITHIN: Duration = Duration::from_secs(20);

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

/// Binds the address and reads the certificate.
pub async fn listen(address: SocketAddr, tls: Option<TlsFiles>) -> Result<Listening, ServeError> {
    let tls = match tls {
        Some(files) => {
            let paths = vec![files.certificate.clone(), files.key.clone()];
            Some(Arc::new(Tls::new(paths, move || read_config(&files))?))
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
        let reload = self.tls.clone().map(|tls| tokio::spawn(async move { tls.reload().await }));
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
        if let Some(reload) = reload {
            reload.abort();
        }
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
        let handshake = tls.acceptor().accept(stream);
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
