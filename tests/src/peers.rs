//! Programs that others wrote or that stand for devices: an SMPP server, a mail server, a browser with
//! a security key. They speak JSON lines; see `tests/peers`.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

pub struct Peer {
    #[expect(dead_code, reason = "killed when dropped")]
    child: Child,
    stdin: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    /// Where it listens, if it does.
    pub port: u16,
}

const PATIENCE: Duration = Duration::from_secs(20);

fn script(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers").join(format!("{name}.mjs"))
}

/// A program of the Python environment that `.ci/setup python` makes; where that could not, the
/// test says so and is skipped.
pub fn python(program: &str) -> Option<PathBuf> {
    installed("python", program)
}

/// A program that a step of `.ci/setup` gets from PyPI, with the same leniency.
pub fn installed(step: &str, program: &str) -> Option<PathBuf> {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")))?;
    let program = cache.join("medkarta").join(step).join("bin").join(program);
    let is_there = program.exists();
    if !is_there {
        println!("skipped: {} is not there, see .ci/setup {step}", program.display());
    }
    is_there.then_some(program)
}

impl Peer {
    pub async fn start(name: &str, arguments: &[&str]) -> Self {
        Self::run(Command::new("node").arg(script(name)), name, arguments).await
    }

    /// One in Python, where that is installed.
    pub async fn start_python(name: &str, arguments: &[&str]) -> Option<Self> {
        let script = script(name).with_extension("py");
        let python = python("python")?;
        Some(Self::run(Command::new(python).arg(script), name, arguments).await)
    }

    async fn run(command: &mut Command, name: &str, arguments: &[&str]) -> Self {
        let mut child = command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("a program is missing: run `make test`");
        let stdin = child.stdin.take().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut peer = Self { child, stdin, lines, port: 0 };
        let ready = peer.until("ready").await;
        assert_eq!(ready, true, "{name} did not start: run `make test`");
        peer
    }

    async fn line(&mut self) -> Value {
        let line = tokio::time::timeout(PATIENCE, self.lines.next_line()).await;
        let line = line.expect("a peer says nothing").unwrap().expect("a peer has ended");
        let line: Value = serde_json::from_str(&line).unwrap();
        if let Some(port) = line["port"].as_u64() {
            self.port = u16::try_from(port).unwrap();
        }
        line
    }

    /// The next thing of this kind that it tells.
    pub async fn until(&mut self, kind: &str) -> Value {
        loop {
            let mut line = self.line().await;
            if let Some(found) = line.get_mut(kind) {
                return found.take();
            }
        }
    }

    pub async fn order(&mut self, command: &Value) {
        self.stdin.write_all(format!("{command}\n").as_bytes()).await.unwrap();
        self.stdin.flush().await.unwrap();
    }

    /// Gives a command and waits until it is obeyed.
    pub async fn obey(&mut self, command: Value) {
        self.order(&command).await;
        self.until("obeyed").await;
    }

    /// Asks a question that is answered by one line.
    pub async fn ask(&mut self, command: Value) -> Value {
        self.order(&command).await;
        self.line().await
    }

    /// Whether something of this kind is told within so long.
    pub async fn tells_within(&mut self, kind: &str, wait: Duration) -> Option<Value> {
        tokio::time::timeout(wait, self.until(kind)).await.ok()
    }
}

/// A browser with a security key.
pub struct Key(Peer);

impl Key {
    pub async fn start() -> Self {
        Self(Peer::start("webauthn", &[]).await)
    }

    /// `settings` are those of `tests/peers/webauthn.mjs`; the answer is what a page would send.
    pub async fn create(&mut self, options: &str, settings: Value) -> String {
        self.hold("create", options, settings).await
    }

    pub async fn get(&mut self, options: &str, settings: Value) -> String {
        self.hold("get", options, settings).await
    }

    async fn hold(&mut self, what: &str, options: &str, settings: Value) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        let mut asked =
            json!({ "options": options, "origin": "http://localhost:8080", "userVerified": true });
        for (name, value) in settings.as_object().unwrap() {
            asked[name] = value.clone();
        }
        let answer = self.0.ask(json!({ what: asked })).await;
        assert!(answer["credential"].is_object(), "{answer}");
        answer["credential"].to_string()
    }
}

/// What an authenticator app shows for this address at that moment.
pub async fn totp(uri: &str, at: time::OffsetDateTime) -> String {
    let ms = (at.unix_timestamp_nanos() / 1_000_000).to_string();
    let output = Command::new("node").arg(script("totp")).args([uri, &ms]).output().await.unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    answer["code"].as_str().unwrap().to_owned()
}
