//! The real program, started, watched and killed.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use serde_json::Value;

/// `medkarta` as cargo built it beside this test.
pub fn binary() -> PathBuf {
    find_binary().expect("the program is not built: run `cargo build -p backend`")
}

/// The same, for whoever may do without.
pub fn find_binary() -> Option<PathBuf> {
    let test = std::env::current_exe().ok()?;
    let folder = test.ancestors().find(|folder| folder.join("medkarta").is_file());
    folder.map(|folder| folder.join("medkarta"))
}

/// The program with the settings of one test and no others.
pub fn command(folder: &Path, settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(binary());
    for (name, _) in std::env::vars() {
        if name.starts_with("MEDKARTA_") {
            command.env_remove(name);
        }
    }
    command.current_dir(folder).env("MEDKARTA_DATA_DIR", folder);
    for (name, value) in settings {
        command.env(name, value);
    }
    command
}

pub fn run(folder: &Path, settings: &[(&str, &str)], arguments: &[&str]) -> Output {
    command(folder, settings).args(arguments).stdin(Stdio::null()).output().unwrap()
}

/// The newest message to somebody, once it is there.
pub async fn told(server: &Server, to: &str, words: &str) -> String {
    for _ in 0..200 {
        let (_, messages) = server.get("/api/v1/dev/messages", None).await.unwrap();
        let found = messages.as_array().unwrap().iter().find(|message| {
            message["to"] == to && message["body"].as_str().unwrap().contains(words)
        });
        if let Some(found) = found {
            return found["body"].as_str().unwrap().to_owned();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("nothing with «{words}» was sent to {to}");
}

pub fn code_in(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_digit());
    words.into_iter().find(|word| word.len() == 6).unwrap().to_owned()
}

/// A running server; killed when dropped.
pub struct Server {
    pub child: Child,
    pub port: u16,
    pub log: PathBuf,
}

impl Server {
    /// Starts `serve` and waits until it is ready.
    pub async fn start(folder: &Path, settings: &[(&str, &str)], arguments: &[&str]) -> Self {
        let port = crate::postgres::free_port();
        let listen = format!("127.0.0.1:{port}");
        let log = folder.join(format!("server-{port}.log"));
        let file = std::fs::File::create(&log).unwrap();
        let child = command(folder, settings)
            .env("MEDKARTA_LISTEN", &listen)
            .env("MEDKARTA_ORIGIN", format!("http://localhost:{port}"))
            .env("MEDKARTA_REQUESTS_PER_SECOND", "1000000")
            .arg("serve")
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(file.try_clone().unwrap())
            .stderr(file)
            .spawn()
            .unwrap();
        let mut server = Self { child, port, log };
        let started = Instant::now();
        while server.get("/readyz", None).await.is_none_or(|(status, _)| status != 200) {
            let ended = server.child.try_wait().unwrap();
            assert!(
                ended.is_none() && started.elapsed() < Duration::from_secs(60),
                "the server did not start: {}",
                std::fs::read_to_string(&server.log).unwrap()
            );
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        server
    }

    pub async fn get(&self, path: &str, token: Option<&str>) -> Option<(u16, Value)> {
        let mut client = Client::connect(self.port).await?;
        client.send("GET", path, &Value::Null, token).await
    }

    /// Signs in as somebody of the demo.
    pub async fn sign_in(&self, account: u128) -> String {
        let mut client = Client::connect(self.port).await.unwrap();
        let account = uuid::Uuid::from_u128(account).to_string();
        let body = serde_json::json!({ "account": account });
        client.send("POST", "/api/v1/demo/session", &body, None).await.unwrap();
        client.token.clone().unwrap()
    }

    /// `kill -9`: no time to say goodbye.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, as a service manager stops it. Returns whether it ended well.
    pub fn terminate(&mut self) -> bool {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap().success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One HTTP/1.1 connection, kept open.
pub struct Client {
    sender: hyper::client::conn::http1::SendRequest<Full<Bytes>>,
    port: u16,
    /// The session of the last answer that set one.
    pub token: Option<String>,
}

impl Client {
    pub async fn connect(port: u16) -> Option<Self> {
        let stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok()?;
        stream.set_nodelay(true).ok()?;
        let (sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.ok()?;
        tokio::spawn(connection);
        Some(Self { sender, port, token: None })
    }

    /// `None` where the connection broke before the whole answer was there.
    pub async fn send(
        &mut self,
        method: &str,
        path: &str,
        body: &Value,
        token: Option<&str>,
    ) -> Option<(u16, Value)> {
        let (status, bytes) = self.send_bytes(method, path, body, token).await?;
        Some((status, serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
    }

    pub async fn send_bytes(
        &mut self,
        method: &str,
        path: &str,
        body: &Value,
        token: Option<&str>,
    ) -> Option<(u16, Bytes)> {
        let mut request = hyper::Request::builder()
            .method(method)
            .uri(path)
            .header("host", format!("localhost:{}", self.port))
            .header("content-type", "application/json");
        if let Some(token) = token {
            request = request.header("cookie", format!("__Host-session={token}"));
        }
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let request = request.body(Full::new(Bytes::from(body))).ok()?;
        // The connection may still be putting the last answer away.
        self.sender.ready().await.ok()?;
        let response = self.sender.send_request(request).await.ok()?;
        let status = response.status().as_u16();
        for cookie in response.headers().get_all("set-cookie") {
            let cookie = cookie.to_str().ok()?.split(';').next()?;
            if let Some(value) = cookie.strip_prefix("__Host-session=") {
                self.token = Some(value.to_owned());
            }
        }
        let bytes = response.into_body().collect().await.ok()?.to_bytes();
        Some((status, bytes))
    }
}
