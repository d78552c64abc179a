//! The commands of `medkarta` beside `serve`.

pub mod arguments;
mod feeds;
mod files;
mod keys;
mod programs;
mod references;
mod staff;

use std::sync::Arc;

use backend::accounts;
use backend::app::{App, Clock as _, RandomIds, SystemClock, micros};
use backend::config::Config;
use backend::db::{DatabaseUrl, Db};
use backend::keys::{FileProvider, KeyProvider, KeyRing};
use shared::id::OrganizationId;

pub use self::feeds::work_on_feeds;
pub use self::files::import;
pub use self::keys::{rotate, verify};
pub use self::programs::work_on_programs;
pub use self::references::work_on_references;
pub use self::staff::invite_staff;

/// What went wrong, in one message for the operator.
pub type Failed = Box<dyn std::error::Error + Send + Sync>;

/// The database and its master keys. A new key file is made for a new database only.
pub async fn open(config: &Config, create: bool) -> Result<(Db, Arc<dyn KeyProvider>), Failed> {
    if let (false, DatabaseUrl::Sqlite(path)) = (create, &config.database)
        && !path.exists()
    {
        return Err(format!("there is no database at {}", path.display()).into());
    }
    let db = Db::open(&config.database, config.pool).await?;
    let new = create && !backend::keys::is_sealed(&db).await?;
    let provider = FileProvider::open(&config.master_key_file, new)?;
    Ok((db, Arc::new(provider)))
}

pub async fn open_keys(config: &Config) -> Result<(Db, Arc<dyn KeyProvider>, KeyRing), Failed> {
    let (db, provider) = open(config, false).await?;
    let now = micros(SystemClock.now());
    let keys = KeyRing::open(&db, provider.clone(), now).await?;
    Ok((db, provider, keys))
}

/// The product without its server, for a command. The database is there already.
pub async fn start(config: &Config) -> Result<(App, Db), Failed> {
    let (db, provider) = open(config, false).await?;
    let settings = config.settings(false);
    let app = App::start(db.clone(), provider, SystemClock, RandomIds, settings).await?;
    Ok((app, db))
}

pub async fn find_or_make_organization(
    app: &App,
    db: &Db,
    name: &str,
) -> Result<OrganizationId, Failed> {
    if let Some(organization) = accounts::find_organization(db.read(), name).await? {
        return Ok(organization);
    }
    let id = OrganizationId(app.new_id());
    let now = micros(SystemClock.now());
    accounts::insert_organization(db.write(), id, name, "clinic", now).await?;
    Ok(id)
}

pub fn say(mut to: impl std::io::Write, text: &str) {
    // A closed pipe is no reason to stop serving.
    let _ = writeln!(to, "{text}");
}

pub fn print(text: &str) {
    say(std::io::stdout(), text);
}

pub fn say_error(error: &(dyn std::error::Error + 'static)) {
    let mut text = format!("medkarta: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    say(std::io::stderr(), &text);
}
