//! HL7 v2 over MLLP (HL7 v2.5.1 appendix C; IHE ITI TF-2 3.5): one connection, one message at a
//! time, each answered before the next is read. What stalls, resets or sends garbage is closed and
//! holds up nobody else.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use shared::interop::hl7::{Frame, Framer, MAX_BYTES, wrap};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{self, RootCertStore, ServerConfig};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::service::receive;
use crate::app::App;
use crate::http::{ServeError, Tls, TlsFiles, read_chain};

/// Connections open at once, and from one address.
const CONNECTIONS: usize = 256;
const CONNECTIONS_FROM_ONE: usize = 16;
/// A sender keeps its connection open between messages; this long.
const IDLE: Duration = Duration::from_mins(15);
/// A message that was begun comes to its end within this time.
const WHOLE_WITHIN: Duration = Duration::from_mins(1);
const WRITE_WITHIN: Duration = Duration::from_secs(30);
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
/// Which settings name the certificate and its key.
const SETTINGS: [&str; 2] = ["mllp_tls_certificate", "mllp_tls_key"];
/// Bytes outside any frame before the connection is closed.
const GARBAGE_MAX: usize = 64 << 10;
const BUFFER: usize = 16 << 10;

/// What all connections together hold of messages that have not ended, in bytes.
const HELD_MAX: usize = 48 << 20;
/// A message no longer than this is collected however much others hold.
const HELD_ALWAYS: usize = 64 << 10;

/// Where to listen, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MllpSettings {
    pub listen: SocketAddr,
    pub tls: Option<TlsFiles>,
    /// Senders show a certificate of this authority.
    pub client_ca: Option<PathBuf>,
}

/// A bound socket, ready to take messages.
pub struct MllpListening {
    socket: TcpListener,
    tls: Option<Arc<Tls>>,
}

/// Binds the address and reads the certificates.
pub async fn listen(settings: &MllpSettings) -> Result<MllpListening, ServeError> {
    let tls = match &settings.tls {
        Some(files) => {
            let (files, client_ca) = (files.clone(), settings.client_ca.clone());
            let mut paths = vec![files.certificate.clone(), files.key.clone()];
            paths.extend(client_ca.clone());
            let read = move || read_config(&files, client_ca.as_ref());
            Some(Arc::new(Tls::new(paths, read)?))
        }
        None => None,
    };
    let address = settings.listen;
    let socket = TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            ServeError::InUse { address, setting: "MEDKARTA_MLLP_LISTEN" }
        }
        _ => ServeError::Listen { address, reason: error.to_string() },
    })?;
    Ok(MllpListening { socket, tls })
}

fn read_config(files: &TlsFiles, client_ca: Option<&PathBuf>) -> Result<ServerConfig, ServeError> {
    let verifier = match client_ca {
        Some(path) => {
            let bad = |reason: String| ServeError::Tls {
                setting: "mllp_client_ca",
                path: path.clone(),
                reason,
            };
            let mut roots = RootCertStore::empty();
            let certificates = CertificateDer::pem_file_iter(path)
                .and_then(Iterator::collect::<Result<Vec<_>, _>>)
                .map_err(|error| bad(error.to_string()))?;
            for certificate in certificates {
                roots.add(certificate).map_err(|error| bad(error.to_string()))?;
            }
            // The same ciphers as everything else, whatever the process has chosen.
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let roots = Arc::new(roots);
            let built = WebPkiClientVerifier::builder_with_provider(roots, provider).build();
            Some(built.map_err(|error| bad(error.to_string()))?)
        }
        None => None,
    };
    read_chain(files, SETTINGS, verifier)
}

impl MllpListening {
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    /// Takes messages until told to stop; the one in hand is answered first.
    pub async fn serve(self, app: App, stop: CancellationToken) {
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        let from_one = FromOne::default();
        let held = Arc::new(AtomicUsize::new(0));
        let tasks = TaskTracker::new();
        let reload = self.tls.clone().map(|tls| tokio::spawn(async move { tls.reload().await }));
        loop {
            let Ok(place) = places.clone().acquire_owned().await else { break };
            let accepted = tokio::select! {
                accepted = self.socket.accept() => accepted,
                () = stop.cancelled() => break,
            };
            let (stream, peer) = match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "cannot accept an MLLP connection");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            let Some(share) = from_one.take(peer.ip()) else {
                tracing::warn!("too many MLLP connections from one address");
                continue;
            };
            let held = Holding { all: held.clone(), own: 0 };
            let connection =
                Connection { app: app.clone(), peer: peer.ip(), stop: stop.clone(), held };
            // Of this moment: who is connected already goes on with the certificate of theirs.
            let tls = self.tls.as_ref().map(|tls| tls.acceptor());
            tasks.spawn(async move {
                connection.run(stream, tls).await;
                drop((place, share));
            });
        }
        if let Some(reload) = reload {
            reload.abort();
        }
        drop(self.socket);
        tasks.close();
        let _ = tokio::time::timeout(WRITE_WITHIN, tasks.wait()).await;
    }
}

/// How many connections each address holds.
#[derive(Clone, Default)]
struct FromOne(Arc<Mutex<HashMap<IpAddr, usize>>>);

struct Share(FromOne, IpAddr);

impl FromOne {
    fn take(&self, address: IpAddr) -> Option<Share> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(address).or_default();
        if *count >= CONNECTIONS_FROM_ONE {
            return None;
        }
        *count += 1;
        Some(Share(self.clone(), address))
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut held = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.1);
            }
        }
    }
}

/// How much a connection holds of what all of them may.
struct Holding {
    all: Arc<AtomicUsize>,
    own: usize,
}

impl Holding {
    /// Says whether so much may be held.
    fn set(&mut self, own: usize) -> bool {
        let before = self.all.fetch_add(own, Ordering::Relaxed);
        self.all.fetch_sub(self.own, Ordering::Relaxed);
        let others = before.saturating_sub(self.own);
        self.own = own;
        own <= HELD_ALWAYS || others + own <= HELD_MAX
    }
}

impl Drop for Holding {
    fn drop(&mut self) {
        self.all.fetch_sub(self.own, Ordering::Relaxed);
    }
}

struct Connection {
    app: App,
    peer: IpAddr,
    stop: CancellationToken,
    held: Holding,
}

impl Connection {
    async fn run(self, stream: TcpStream, tls: Option<TlsAcceptor>) {
        let _ = stream.set_nodelay(true);
        let Some(tls) = tls else { return self.speak(stream).await };
        let handshake = tokio::time::timeout(HANDSHAKE_WITHIN, tls.accept(stream));
        if let Ok(Ok(stream)) = handshake.await {
            self.speak(stream).await;
        }
    }

    async fn speak(mut self, mut stream: impl AsyncRead + AsyncWrite + Unpin) {
        let mut framer = Framer::new(MAX_BYTES);
        let mut buffer = vec![0; BUFFER];
        let mut garbage = 0;
        let mut begun: Option<tokio::time::Instant> = None;
        loop {
            let until = begun.map_or(IDLE, |begun| WHOLE_WITHIN.saturating_sub(begun.elapsed()));
            let read = tokio::select! {
                read = tokio::time::timeout(until, stream.read(&mut buffer)) => read,
                () = self.stop.cancelled() => return,
            };
            // Silent for too long, reset, or ended.
            let Ok(Ok(count @ 1..)) = read else { return };
            let complete = framer.feed(buffer.get(..count).unwrap_or_default());
            begun = (!framer.is_between()).then(|| match begun {
                Some(begun) if complete.is_empty() => begun,
                Some(_) | None => tokio::time::Instant::now(),
            });
            for frame in complete {
                match frame {
                    Frame::Message(payload) => {
                        if self.answer(&mut stream, &payload).await.is_none() {
                            return;
                        }
                    }
                    Frame::Garbage(bytes) => garbage += bytes,
                    Frame::Incomplete(_) => {}
                    Frame::TooLong { .. } => {
                        tracing::warn!("an MLLP message is too long");
                        return;
                    }
                }
            }
            if !self.held.set(framer.held()) {
                tracing::warn!("MLLP connections hold too much that does not end");
                return;
            }
            if garbage > GARBAGE_MAX {
                tracing::warn!("an MLLP connection sends no messages");
                return;
            }
        }
    }

    async fn answer(&self, stream: &mut (impl AsyncWrite + Unpin), payload: &[u8]) -> Option<()> {
        let mut answer = Vec::new();
        for one in receive(&self.app, self.peer, payload).await {
            answer.extend(wrap(&one));
        }
        let written = tokio::time::timeout(WRITE_WITHIN, async {
            stream.write_all(&answer).await?;
            stream.flush().await
        });
        written.await.ok()?.ok()
    }
}
