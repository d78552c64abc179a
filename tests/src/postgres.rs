//! A private PostgreSQL cluster in a temporary folder, for one test program.
//!
//! A shell holds the server and waits on our pipe: however this program ends, the pipe closes
//! and the shell stops the server.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use backend::db::{DatabaseUrl, Db, PoolSettings};
use tempfile::TempDir;
use tokio::sync::OnceCell;

pub struct Cluster {
    folder: TempDir,
    port: u16,
    template: OnceCell<()>,
    next: AtomicU32,
    _shell: Child,
}

/// The cluster all tests of this program share. Speed over safety: it keeps nothing.
pub fn cluster() -> &'static Cluster {
    static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| Cluster::start(false));
    &CLUSTER
}

impl Cluster {
    /// `durable` waits for the disk at each commit, as a real server does.
    pub fn start(durable: bool) -> Self {
        let bin = binaries();
        let folder = tempfile::Builder::new().prefix("medkarta-pg").tempdir().unwrap();
        let data = folder.path().join("data");
        own(folder.path());
        let init = as_postgres(&bin.join("initdb"))
            .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"])
            .args(["--no-sync", "-D"])
            .arg(&data)
            .output()
            .unwrap();
        assert!(init.status.success(), "initdb: {}", String::from_utf8_lossy(&init.stderr));
        let port = free_port();
        let sync = if durable { "on" } else { "off" };
        let script = format!(
            "'{}' -D '{}' -p {port} -k '{}' -h 127.0.0.1 -c fsync={sync} \
             -c synchronous_commit={sync} -c full_page_writes={sync} -c max_connections=300 \
             -c shared_buffers=64MB -c log_min_messages=fatal 2>&1 & \
             server=$!; echo started; read -r _; kill -INT $server; wait $server",
            bin.join("postgres").display(),
            data.display(),
            folder.path().display(),
        );
        let mut shell = as_postgres(Path::new("sh"))
            .args(["-c", &script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(shell.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let cluster = Self {
            folder,
            port,
            template: OnceCell::new(),
            next: AtomicU32::new(0),
            _shell: shell,
        };
        cluster.wait(&bin);
        cluster
    }

    fn wait(&self, bin: &Path) {
        for _ in 0..200 {
            let ready = Command::new(bin.join("pg_isready"))
                .args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()])
                .status();
            if ready.is_ok_and(|status| status.success()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("PostgreSQL did not start within ten seconds");
    }

    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Where the cluster keeps its files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A database of its own, migrated already.
    pub async fn fresh_database(&self) -> String {
        self.template
            .get_or_init(|| async {
                self.admin("create database template_medkarta").await;
                let url = DatabaseUrl::Postgres(self.url("template_medkarta"));
                Db::open(&url, PoolSettings::default()).await.unwrap().close().await;
            })
            .await;
        let name = format!("test_{}", self.next.fetch_add(1, Ordering::Relaxed));
        self.admin(&format!("create database {name} template template_medkarta")).await;
        self.url(&name)
    }

    /// A database without anything in it.
    pub async fn empty_database(&self) -> String {
        let name = format!("empty_{}", self.next.fetch_add(1, Ordering::Relaxed));
        self.admin(&format!("create database {name}")).await;
        self.url(&name)
    }

    pub async fn admin(&self, sql: &str) {
        use sqlx::Connection as _;
        let mut connection = sqlx::PgConnection::connect(&self.url("postgres")).await.unwrap();
        let mut tries = 0;
        loop {
            match sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut connection).await {
                Ok(_) => break,
                // Another test copies the template at this moment.
                Err(error) if tries < 50 && error.to_string().contains("being accessed") => {
                    tries += 1;
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Err(error) => panic!("{sql}: {error}"),
            }
        }
        connection.close().await.unwrap();
    }
}

/// PostgreSQL refuses to run as root: then its own user runs it.
fn as_postgres(program: &Path) -> Command {
    if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command.current_dir("/");
        command
    } else {
        Command::new(program)
    }
}

fn own(folder: &Path) {
    if is_root() {
        let status = Command::new("chown").arg("postgres").arg(folder).status().unwrap();
        assert!(status.success());
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.starts_with(b"0\n")
}

fn binaries() -> PathBuf {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().unwrap_or_else(|| {
        let which = Command::new("sh").args(["-c", "command -v initdb"]).output().unwrap();
        let path = String::from_utf8(which.stdout).unwrap();
        let path = Path::new(path.trim());
        path.parent()
            .filter(|parent| parent.is_absolute())
            .expect("PostgreSQL's programs are missing: run `make test`, or install postgresql")
            .to_owned()
    })
}

/// A port nobody listens on at this moment.
pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
