//! A laboratory as seen from outside: it is registered, connects over MLLP, with TLS where it has
//! to, and sends HL7 v2.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use backend::http::TlsFiles;
use backend::interop::feed::{self, Feed, MllpSettings};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use sea_orm::ConnectionTrait as _;
use shared::id::OrganizationId;
use shared::interop::hl7::{Frame, Framer, MAX_BYTES, wrap};
use time::macros::offset;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};
use tokio_util::sync::{CancellationToken, DropGuard};
use uuid::Uuid;

use crate::TestApp;

/// A served MLLP port; closed when dropped, where the test itself serves it.
pub struct Port {
    pub port: u16,
    _stop: Option<DropGuard>,
}

/// An open connection to it.
pub struct Wire<S = TcpStream> {
    pub stream: S,
    framer: Framer,
}

/// Somebody who signs certificates.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    der: CertificateDer<'static>,
    pem: String,
}

/// A certificate of an authority, and its private key.
pub struct Signed {
    der: CertificateDer<'static>,
    pem: String,
    key: KeyPair,
}

impl TestApp {
    /// A laboratory whose messages of any name are taken from anywhere.
    pub async fn laboratory(&self, n: u128) -> Feed {
        self.laboratory_named(n, "", "").await
    }

    pub async fn laboratory_named(&self, n: u128, application: &str, facility: &str) -> Feed {
        let organization = OrganizationId(Uuid::from_u128(0xC000 + n));
        let name = format!("Лаборатория {n}");
        let db = self.raw().await;
        let known = backend::accounts::organization_name(db.read(), organization).await;
        if known.unwrap().is_none() {
            backend::accounts::insert_organization(
                db.write(),
                organization,
                &name,
                "laboratory",
                0,
            )
            .await
            .unwrap();
        }
        let feed = Feed {
            program: self.app.new_id(),
            name: format!("ЛИС {n}"),
            organization,
            organization_name: name,
            application: application.to_owned(),
            facility: facility.to_owned(),
            networks: Vec::new(),
            offset: offset!(+3),
        };
        feed::add(&self.app, &feed).await.unwrap();
        feed
    }

    pub async fn mllp(&self) -> Port {
        let listen = "127.0.0.1:0".parse().unwrap();
        self.mllp_with(MllpSettings { listen, tls: None, client_ca: None }).await
    }

    pub async fn mllp_with(&self, settings: MllpSettings) -> Port {
        let listening = feed::listen(&settings).await.unwrap();
        let port = listening.address().unwrap().port();
        let stop = CancellationToken::new();
        tokio::spawn(listening.serve(self.app.clone(), stop.clone()));
        Port { port, _stop: Some(stop.drop_guard()) }
    }

    /// How many rows a table has.
    pub async fn count(&self, table: &str) -> i64 {
        let db = self.raw().await;
        let sql = format!("select count(*) from {table}");
        let backend = db.read().get_database_backend();
        let row = db.read().query_one_raw(sea_orm::Statement::from_string(backend, sql)).await;
        row.unwrap().unwrap().try_get_by_index(0).unwrap()
    }
}

impl Authority {
    /// Two of one name are still two.
    pub fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        let (der, pem) = (certificate.der().clone(), certificate.pem());
        Self { issuer: Issuer::new(params, key), der, pem }
    }

    pub fn sign(&self, name: &str) -> Signed {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Signed { der: certificate.der().clone(), pem: certificate.pem(), key }
    }

    /// A file with its certificate.
    pub fn file(&self, folder: &Path, name: &str) -> PathBuf {
        let path = folder.join(name);
        std::fs::write(&path, &self.pem).unwrap();
        path
    }
}

impl Signed {
    /// `mllp.pem` and `mllp-key.pem` in the folder.
    pub fn files(&self, folder: &Path) -> TlsFiles {
        let (certificate, key) = (folder.join("mllp.pem"), folder.join("mllp-key.pem"));
        std::fs::write(&certificate, &self.pem).unwrap();
        std::fs::write(&key, self.key.serialize_pem()).unwrap();
        TlsFiles { certificate, key, tls12: false }
    }
}

impl Port {
    /// Shakes hands as one who trusts the authority and shows a certificate, or none. Whether that
    /// one is accepted, TLS 1.3 tells only with the first answer.
    pub async fn connect_tls(
        &self,
        trusted: &Authority,
        shown: Option<&Signed>,
    ) -> std::io::Result<Wire<TlsStream<TcpStream>>> {
        let mut roots = RootCertStore::empty();
        roots.add(trusted.der.clone()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots);
        let config = match shown {
            Some(signed) => {
                let key = PrivateKeyDer::try_from(signed.key.serialize_der()).unwrap();
                config.with_client_auth_cert(vec![signed.der.clone()], key).unwrap()
            }
            None => config.with_no_client_auth(),
        };
        let stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
        let name = ServerName::try_from("localhost").unwrap();
        let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
        Ok(Wire { stream, framer: Framer::new(MAX_BYTES) })
    }

    /// Of a server that runs elsewhere.
    pub fn at(port: u16) -> Self {
        Self { port, _stop: None }
    }

    pub async fn connect(&self) -> Wire {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Wire { stream, framer: Framer::new(MAX_BYTES) }
    }

    /// The answer to one message, in UTF-8; segments are parted by line breaks.
    pub async fn send(&self, text: &str) -> String {
        let answer = self.send_bytes(text.trim().replace('\n', "\r").as_bytes()).await;
        String::from_utf8(answer).unwrap()
    }

    pub async fn send_bytes(&self, message: &[u8]) -> Vec<u8> {
        self.connect().await.ask(message).await.expect("no answer")
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<S> {
    /// Sends a message and waits for its answer; nothing where the connection was closed.
    pub async fn ask(&mut self, message: &[u8]) -> Option<Vec<u8>> {
        self.stream.write_all(&wrap(message)).await.ok()?;
        self.stream.flush().await.ok()?;
        self.answer().await
    }

    pub async fn answer(&mut self) -> Option<Vec<u8>> {
        let mut buffer = [0; 4_096];
        loop {
            let count = self.stream.read(&mut buffer).await.ok().filter(|count| *count > 0)?;
            if let Some(Frame::Message(answer)) =
                self.framer.feed(&buffer[..count]).into_iter().next()
            {
                return Some(answer);
            }
        }
    }
}
