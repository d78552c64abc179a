//! A server of S3 that others wrote: `rclone serve s3`, which checks every signature. What it keeps
//! lies in a folder, so that tests can look at it from behind.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use backend::files::BucketSettings;
use backend::http::TlsFiles;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::{peers, postgres};

pub const ACCESS_KEY: &str = "medkarta-test";
pub const SECRET_KEY: &str = "swordfish-of-the-bucket";

/// Stopped when dropped.
pub struct S3Server {
    program: PathBuf,
    folder: TempDir,
    tls: Option<TlsFiles>,
    child: Option<Child>,
    pub port: u16,
}

impl S3Server {
    /// With one bucket, `cards`. Nothing where the program is not installed: the test is skipped.
    pub async fn start() -> Option<Self> {
        Self::start_with(None).await
    }

    /// One that is spoken to over TLS.
    pub async fn start_with(tls: Option<TlsFiles>) -> Option<Self> {
        let program = peers::installed("s3", "rclone")?;
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("cards")).unwrap();
        let mut server = Self { program, folder, tls, child: None, port: postgres::free_port() };
        server.start_again().await;
        Some(server)
    }

    /// At the same port, with what it kept.
    pub async fn start_again(&mut self) {
        let mut command = Command::new(&self.program);
        // It looks at its disk anew each time; with no time at all it does nothing else.
        command
            .args(["serve", "s3", "--dir-cache-time", "1ms"])
            .args(["--addr", &format!("127.0.0.1:{}", self.port)])
            .args(["--auth-key", &format!("{ACCESS_KEY},{SECRET_KEY}")])
            .env("RCLONE_CONFIG", self.folder.path().join("rclone.conf"));
        if let Some(TlsFiles { certificate, key, .. }) = &self.tls {
            command.arg("--cert").arg(certificate).arg("--key").arg(key);
        }
        let child = command
            .arg(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        self.child = Some(child.unwrap());
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).await.is_err() {
            assert!(began.elapsed() < Duration::from_secs(20), "rclone did not start");
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// From one moment to the next, as by a power cut.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// The bucket `cards`, below `files`, with the right key.
    pub fn settings(&self) -> BucketSettings {
        BucketSettings {
            address: "s3://cards/files".to_owned(),
            endpoint: Some(format!("http://127.0.0.1:{}", self.port)),
            region: "us-east-1".to_owned(),
            access_key: ACCESS_KEY.to_owned(),
            secret_key: SECRET_KEY.to_owned(),
            path_style: true,
            ca: None,
        }
    }

    /// Where the objects lie on its disk.
    pub fn objects(&self) -> PathBuf {
        self.folder.path().join("cards/files")
    }

    /// Everything it has on its disk.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Stands before a server and, when told so, swallows its answers: everything asked is done there,
/// and whoever asked never hears of it.
pub struct Muffler {
    pub port: u16,
    mute: Arc<AtomicBool>,
}

impl Muffler {
    pub async fn before(server: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let mute = Arc::new(AtomicBool::new(false));
        let told = mute.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(carry(client, server, told.clone()));
            }
        });
        Self { port, mute }
    }

    pub fn mute(&self, is_mute: bool) {
        self.mute.store(is_mute, Ordering::SeqCst);
    }
}

async fn carry(client: TcpStream, server: u16, mute: Arc<AtomicBool>) {
    let Ok(server) = TcpStream::connect(("127.0.0.1", server)).await else { return };
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let asking = tokio::spawn(async move {
        let _ = tokio::io::copy(&mut from_client, &mut to_server).await;
    });
    let mut buffer = vec![0; 64 << 10];
    while let Ok(read) = from_server.read(&mut buffer).await {
        // An answer has begun: what was asked is done.
        if read == 0 || mute.load(Ordering::SeqCst) {
            break;
        }
        if to_client.write_all(&buffer[..read]).await.is_err() {
            break;
        }
    }
    asking.abort();
}
