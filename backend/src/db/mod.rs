//! The database: SQLite in one file, or PostgreSQL. The same code and the same migrations.

mod migrations;
pub mod sql;

use std::path::PathBuf;
use std::str::FromStr as _;
use std::time::Duration;

use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode,
    SqlxPostgresConnector, SqlxSqliteConnector, TransactionOptions, TransactionTrait as _,
};
use sea_orm_migration::MigratorTrait as _;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

/// Where the data lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseUrl {
    Sqlite(PathBuf),
    /// May hold a password: never printed.
    Postgres(String),
}

/// Connections. SQLite has one writer and several readers, PostgreSQL one pool for both.
#[derive(Clone)]
pub struct Db {
    read: DatabaseConnection,
    write: DatabaseConnection,
    postgres: Option<sqlx::PgPool>,
}

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the SQLite file {path} cannot be opened: {reason}")]
    Sqlite { path: PathBuf, reason: String },
    #[error("PostgreSQL at {place} cannot be reached: {reason}")]
    Postgres { place: String, reason: String },
    #[error("the database is locked by another program; stop it or wait for it")]
    Locked,
    #[error("the schema cannot be brought up to date: {0}")]
    Migration(String),
}

const SQLITE_READERS: u32 = 4;
/// How long a writer waits for another program at the same SQLite file, or for its turn in this one: a slow disk
/// makes people wait, it does not lose what they wrote. Less than a request may take.
const BUSY_TIMEOUT: Duration = Duration::from_secs(20);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// A connection that rested longer is asked whether it still lives before it is used.
const RESTED: Duration = Duration::from_secs(2);

/// How a pool of PostgreSQL connections is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolSettings {
    pub max_connections: u32,
    /// Prepared statements remembered per connection; 0 behind PgBouncer before 1.21 in
    /// transaction mode, which loses named ones.
    pub statement_cache: usize,
}

impl Default for PoolSettings {
    fn default() -> Self {
        Self { max_connections: 16, statement_cache: 100 }
    }
}

impl DatabaseUrl {
    pub fn parse(url: &str) -> Result<Self, String> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path.contains(":memory:") {
                return Err("a SQLite database needs a file: sqlite:PATH".into());
            }
            Ok(Self::Sqlite(path.into()))
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            PgConnectOptions::from_str(url)
                .map(|_| Self::Postgres(url.to_owned()))
                .map_err(|_| "not a PostgreSQL address: postgres://user@host:port/name".into())
        } else {
            Err("starts with neither sqlite: nor postgres://".into())
        }
    }
}

impl Db {
    /// Connects and brings the schema up to date.
    pub async fn open(url: &DatabaseUrl, pool: PoolSettings) -> Result<Self, OpenError> {
        Self::open_after(url, pool, None).await
    }

    /// Connects with the schema as it was after so many steps: for tests of what comes next.
    pub async fn open_after(
        url: &DatabaseUrl,
        pool: PoolSettings,
        steps: Option<u32>,
    ) -> Result<Self, OpenError> {
        let db = match url {
            DatabaseUrl::Sqlite(path) => open_sqlite(path).await?,
            DatabaseUrl::Postgres(url) => open_postgres(url, pool).await?,
        };
        db.migrate(steps).await?;
        Ok(db)
    }

    async fn migrate(&self, steps: Option<u32>) -> Result<(), OpenError> {
        let failed = |error: DbErr| {
            let text = error.to_string();
            if text.contains("locked") { OpenError::Locked } else { OpenError::Migration(text) }
        };
        if let Some(pool) = &self.postgres {
            // Nodes that start together take turns; the lock ends with its connection.
            let mut guard = pool.acquire().await.map_err(|error| failed(conn_error(&error)))?;
            sqlx::query("select pg_advisory_lock(20260101)")
                .execute(&mut *guard)
                .await
                .map_err(|error| failed(conn_error(&error)))?;
            let result = migrations::Migrator::up(&self.write, steps).await.map_err(failed);
            let _ = sqlx::query("select pg_advisory_unlock(20260101)").execute(&mut *guard).await;
            return result;
        }
        migrations::Migrator::up(&self.write, steps).await.map_err(failed)
    }

    /// For statements that only read.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// For statements that write.
    pub fn write(&self) -> &DatabaseConnection {
        &self.write
    }

    /// A transaction that writes. On SQLite it takes the write lock at once, so that it cannot
    /// fail half-way for having read too early.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        self.write.begin_with_options(options).await
    }

    /// The pool to LISTEN on, where there is one.
    pub fn postgres(&self) -> Option<&sqlx::PgPool> {
        self.postgres.as_ref()
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.read.execute_unprepared("select 1").await.map(drop)
    }

    /// Finishes what runs and closes every connection. SQLite folds its log into the file.
    pub async fn close(&self) {
        let _ = self.read.clone().close().await;
        let _ = self.write.clone().close().await;
    }
}

fn conn_error(error: &sqlx::Error) -> DbErr {
    DbErr::Custom(error.to_string())
}

async fn open_sqlite(path: &PathBuf) -> Result<Db, OpenError> {
    let failed = |reason: String| {
        if reason.contains("locked") {
            OpenError::Locked
        } else {
            OpenError::Sqlite { path: path.clone(), reason }
        }
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // Every commit reaches the disk: an answered write survives a power cut.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT);
    let pool = |size: u32, options: SqliteConnectOptions| {
        SqlitePoolOptions::new()
            .max_connections(size)
            // Later than SQLite gives up, so that its own answer is the one that is told.
            .acquire_timeout(BUSY_TIMEOUT + CONNECT_TIMEOUT)
            // A file does not go away between two questions.
            .test_before_acquire(false)
            .after_release(|connection, _| Box::pin(is_clean(connection)))
            .connect_with(options)
    };
    let write = pool(1, options.clone()).await.map_err(|error| failed(error.to_string()))?;
    keep_to_owner(path).map_err(|error| failed(error.to_string()))?;
    let read = pool(SQLITE_READERS, options.read_only(true).create_if_missing(false))
        .await
        .map_err(|error| failed(error.to_string()))?;
    Ok(Db {
        read: SqlxSqliteConnector::from_sqlx_sqlite_pool(read),
        write: SqlxSqliteConnector::from_sqlx_sqlite_pool(write),
        postgres: None,
    })
}

/// Whether nothing is left open on a connection that is given back. A full disk makes SQLite end a
/// transaction by itself, and whoever counts them still counts one: what is written afterwards
/// would be inside a transaction that nobody commits. Such a connection is closed.
async fn is_clean(connection: &mut sqlx::SqliteConnection) -> Result<bool, sqlx::Error> {
    Ok(sqlx::raw_sql("begin; rollback").execute(connection).await.is_ok())
}

/// Sealed or not, the file and its log are nobody else's business.
#[cfg(unix)]
fn keep_to_owner(path: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    for suffix in ["", "-wal", "-shm"] {
        let mut file = path.as_os_str().to_owned();
        file.push(suffix);
        if std::path::Path::new(&file).exists() {
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600))?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn keep_to_owner(_path: &std::path::Path) -> std::io::Result<()> {
    Ok(())
}

async fn open_postgres(url: &str, settings: PoolSettings) -> Result<Db, OpenError> {
    let options = PgConnectOptions::from_str(url).map_err(|_| OpenError::Postgres {
        place: "the configured address".into(),
        reason: "it is not a PostgreSQL address".into(),
    })?;
    let options = options.statement_cache_capacity(settings.statement_cache);
    // Host, port and name only: the address may hold a password.
    let place = format!(
        "{}:{}/{}",
        options.get_host(),
        options.get_port(),
        options.get_database().unwrap_or_default()
    );
    let pool = PgPoolOptions::new()
        .max_connections(settings.max_connections)
        .acquire_timeout(CONNECT_TIMEOUT)
        // A server may have gone away, but hardly since a moment ago: ask only after a rest.
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > RESTED {
                    sqlx::Connection::ping(connection).await?;
                }
                Ok(true)
            })
        })
        .connect_with(options)
        .await
        .map_err(|error| OpenError::Postgres { place, reason: error.to_string() })?;
    let connection = SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone());
    Ok(Db { read: connection.clone(), write: connection, postgres: Some(pool) })
}

/// Whether a row with this key is there already.
pub fn is_taken(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
}
