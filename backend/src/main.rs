//! The command line: one binary, `medkarta`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use backend::app::{App, Clock as _, RandomIds, Settings, SystemClock, micros};
use backend::card::Identity;
use backend::config::{self, Config};
use backend::db::{DatabaseUrl, Db};
use backend::http::{self, Assets};
use backend::interop::feed::{MllpListening, MllpSettings};
use backend::interop::{feed, import, program};
use backend::keys::{FileProvider, KeyProvider, KeyRing};
use backend::{accounts, audit, demo, jobs, notifications, reference, telemetry};
use clap::{Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use shared::access::model::Role;
use shared::accounts::contacts::{Email, Phone};
use shared::accounts::rules::{check_name, parse_date};
use shared::contract::FieldReason;
use shared::id::OrganizationId;
use shared::lang::Lang;
use shared::record::model::PersonName;
use shared::reference::model::ReferenceList;
use tokio_util::sync::CancellationToken;

/// Medkarta: the electronic medical card.
#[derive(Parser)]
#[command(name = "medkarta", version)]
struct Cli {
    /// The settings file; by default ./medkarta.toml where there is one.
    #[arg(long, global = true, env = "MEDKARTA_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the portal.
    Serve {
        /// Fills an empty database with invented people and lets one sign in as them.
        #[arg(long)]
        demo: bool,
    },
    /// Brings the database's schema up to date.
    Migrate,
    /// Prints the OpenAPI document.
    Openapi,
    /// Works on the settings.
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Works on the journal.
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Works on the accounts of staff.
    Staff {
        #[command(subcommand)]
        command: StaffCommand,
    },
    /// Takes in FHIR R4: files and folders of Bundles (.json) and of NDJSON (.ndjson). Run again it
    /// goes on where it was.
    Import {
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Works on the programs of other systems.
    Program {
        #[command(subcommand)]
        command: ProgramCommand,
    },
    /// Works on the laboratories that send HL7 v2 results.
    Feed {
        #[command(subcommand)]
        command: FeedCommand,
    },
    /// Works on the lists of diagnoses, medicines, laboratory tests and units.
    Reference {
        #[command(subcommand)]
        command: ReferenceCommand,
    },
    /// Works on the keys.
    Key {
        #[command(subcommand)]
        command: KeyCommand,
    },
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Explains every mistake in the settings, or shows those in force.
    Check,
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Reads the whole journal and names what was removed, changed or moved.
    Verify,
}

#[derive(Subcommand)]
enum StaffCommand {
    /// Sends somebody a link by which they make their account. It works once, within a week.
    Invite(Box<StaffInvite>),
}

#[derive(clap::Args)]
struct StaffInvite {
    #[arg(long)]
    surname: String,
    #[arg(long)]
    given: String,
    #[arg(long)]
    patronymic: Option<String>,
    /// Such as 12.03.1985.
    #[arg(long)]
    birth_date: String,
    /// female or male
    #[arg(long)]
    sex: String,
    /// Where the link is sent.
    #[arg(long)]
    email: String,
    /// For notices; proved by its owner after the first sign-in.
    #[arg(long)]
    phone: String,
    /// doctor, nurse, registrar, laboratory, pharmacist, insurer, support, `identity_operator`,
    /// `security_officer` or administrator
    #[arg(long)]
    role: String,
    /// Made if there is none of this name yet.
    #[arg(long)]
    organization: String,
    /// The last day of work, such as 31.12.2027; without it the term is open.
    #[arg(long)]
    until: Option<String>,
    /// Also prints the link, to be handed over in person.
    #[arg(long)]
    print_link: bool,
    /// Writes the letter in English.
    #[arg(long)]
    english: bool,
}

#[derive(Subcommand)]
enum ProgramCommand {
    /// Registers a program and prints the id it signs in by.
    Add {
        /// What people read in their journal: «ЛИС Инвитро».
        #[arg(long)]
        name: String,
        /// Made if there is none of this name yet.
        #[arg(long)]
        organization: Option<String>,
        /// Such as "system/Observation.cruds system/Patient.rs".
        #[arg(long)]
        scope: String,
        /// A file with its public keys, a JSON Web Key Set.
        #[arg(long)]
        jwks: PathBuf,
    },
    /// Shows the programs.
    List,
    /// Ends a program and its tokens at once.
    Revoke { id: uuid::Uuid },
}

#[derive(Subcommand)]
enum FeedCommand {
    /// Registers a laboratory's sender.
    Add(FeedAdd),
    /// Shows the senders.
    List,
}

#[derive(clap::Args)]
struct FeedAdd {
    /// What people read as the source: «ЛИС Инвитро».
    #[arg(long)]
    name: String,
    /// The laboratory; made if there is none of this name yet.
    #[arg(long)]
    organization: String,
    /// What it calls itself in MSH-3; without it anything.
    #[arg(long, default_value = "")]
    application: String,
    /// What it calls itself in MSH-4; without it anything.
    #[arg(long, default_value = "")]
    facility: String,
    /// Where it sends from, such as 10.1.0.0/16; may be given several times, without it anywhere.
    #[arg(long)]
    network: Vec<ipnet::IpNet>,
    /// Of times that state none, in hours east of UTC.
    #[arg(long, default_value_t = 3.0, allow_negative_numbers = true)]
    utc_offset: f32,
}

#[derive(Subcommand)]
enum ReferenceCommand {
    /// Loads a version from the file its keeper publishes, whole or not at all. Running servers
    /// search it at once.
    Load(ReferenceLoad),
    /// Shows the versions there are.
    List,
}

#[derive(clap::Args)]
struct ReferenceLoad {
    /// icd10, medicines, `laboratory_tests` or units
    list: ReferenceList,
    /// The official file, packed by gzip or not.
    path: PathBuf,
    /// Its number, where the file does not say it.
    #[arg(long = "version", value_name = "VERSION")]
    number: Option<String>,
    /// It is right that it has less than half of the terms of the version before.
    #[arg(long)]
    smaller: bool,
}

#[derive(Subcommand)]
enum KeyCommand {
    /// Makes a new master key and wraps every data key under it, while nodes go on serving.
    Rotate {
        /// Also destroys the old master keys once nothing needs them. Backups made before
        /// can then no longer be opened.
        #[arg(long)]
        retire_old: bool,
    },
}

/// What went wrong, in one message for the operator.
type Failed = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    let cli = Cli::parse();
    backend::choose_ciphers();
    let result = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failed::from)
        .and_then(|runtime| runtime.block_on(run(cli)));
    match result {
        Ok(code) => code,
        Err(error) => {
            say_error(&*error);
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<ExitCode, Failed> {
    if matches!(cli.command, Command::Openapi) {
        print(http::openapi().trim_end());
        return Ok(ExitCode::SUCCESS);
    }
    let config = match read_config(cli.config)? {
        Ok(config) => config,
        Err(mistakes) => {
            for mistake in mistakes {
                say(std::io::stderr(), &format!("medkarta: {mistake}"));
            }
            return Ok(ExitCode::from(2));
        }
    };
    match cli.command {
        Command::Serve { demo } => serve(config, demo).await,
        Command::Migrate => {
            Db::open(&config.database, config.pool).await?.close().await;
            print("The schema is up to date.");
            Ok(ExitCode::SUCCESS)
        }
        Command::Config { command: ConfigCommand::Check } => {
            print(&format!("{}The settings are right.", config.explain()));
            Ok(ExitCode::SUCCESS)
        }
        Command::Audit { command: AuditCommand::Verify } => verify(&config).await,
        Command::Key { command: KeyCommand::Rotate { retire_old } } => {
            rotate(&config, retire_old).await
        }
        Command::Staff { command: StaffCommand::Invite(invite) } => {
            invite_staff(&config, *invite).await
        }
        Command::Import { paths } => import(&config, &paths).await,
        Command::Program { command } => work_on_programs(&config, command).await,
        Command::Feed { command } => work_on_feeds(&config, command).await,
        Command::Reference { command } => work_on_references(&config, command).await,
        Command::Openapi => Ok(ExitCode::SUCCESS),
    }
}

/// The file named, or ./medkarta.toml where there is one, and the environment over it.
fn read_config(path: Option<PathBuf>) -> Result<Result<Config, Vec<config::Mistake>>, Failed> {
    let usual = PathBuf::from("medkarta.toml");
    let path = path.or_else(|| usual.exists().then_some(usual));
    let file = match &path {
        Some(path) => {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(path)
                .map_err(|error| format!("the settings file {name} cannot be read: {error}"))?;
            Some((name, text))
        }
        None => None,
    };
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Ok(config::read(file.as_ref().map(|(name, text)| (name.as_str(), text.as_str())), environment))
}

async fn serve(config: Config, demo: bool) -> Result<ExitCode, Failed> {
    let telemetry = telemetry::start(&config.log)?;
    let signal = stop_signal()?;
    // Bound first: a port in use must not touch the database.
    let listening = http::listen(config.listen, config.tls.clone()).await?;
    let mllp = listen_mllp(&config, demo).await?;
    let (db, provider) = open(&config, true).await?;
    let (providers, settings) = (config.messages.providers()?, config.settings(demo));
    let app = App::start_with(db, provider, SystemClock, RandomIds, providers, settings).await?;
    if demo {
        demo::fill(&app).await?;
        print(&demo::greeting(&config.origin));
    }
    print(&format!("Medkarta serves {} on {}", config.origin, listening.address()?));
    let stop = CancellationToken::new();
    let families = demo.then(|| tokio::spawn(demo::settle(app.clone(), stop.clone())));
    let laboratories = mllp.map(|mllp| tokio::spawn(mllp.serve(app.clone(), stop.clone())));
    let worker = tokio::spawn(jobs::work(app.clone(), stop.clone()));
    let postman = tokio::spawn(notifications::work(app.clone(), stop.clone()));
    let stopping = {
        let app = app.clone();
        async move {
            signal.await;
            // Open event streams would keep their connections open for ever.
            app.events().stop();
        }
    };
    listening.serve(http::endpoint(&app, Assets::load()), stopping).await;
    stop.cancel();
    let _ = tokio::join!(worker, postman);
    for task in [laboratories, families].into_iter().flatten() {
        let _ = task.await;
    }
    app.stop().await;
    // Waits for a collector: not on the threads that serve.
    tokio::task::spawn_blocking(move || drop(telemetry)).await?;
    print("Medkarta stopped; everything answered is kept.");
    Ok(ExitCode::SUCCESS)
}

/// Where laboratories send results. The demo listens on this machine where nothing else is set and
/// the port is free.
async fn listen_mllp(config: &Config, demo: bool) -> Result<Option<MllpListening>, Failed> {
    let listening = match &config.mllp {
        Some(settings) => Some(feed::listen(settings).await?),
        None if demo => {
            let settings = MllpSettings { listen: DEMO_MLLP, tls: None, client_ca: None };
            feed::listen(&settings).await.ok()
        }
        None => None,
    };
    if let Some(listening) = &listening {
        print(&format!("HL7 v2 results are taken over MLLP on {}", listening.address()?));
    }
    Ok(listening)
}

/// MLLP's own port (IANA: hl7), on this machine only.
const DEMO_MLLP: std::net::SocketAddr =
    std::net::SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 2575);

/// The database and its master keys. A new key file is made for a new database only.
async fn open(config: &Config, create: bool) -> Result<(Db, Arc<dyn KeyProvider>), Failed> {
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

async fn open_keys(config: &Config) -> Result<(Db, Arc<dyn KeyProvider>, KeyRing), Failed> {
    let (db, provider) = open(config, false).await?;
    let now = micros(SystemClock.now());
    let keys = KeyRing::open(&db, provider.clone(), now).await?;
    Ok((db, provider, keys))
}

async fn verify(config: &Config) -> Result<ExitCode, Failed> {
    let (db, _, keys) = open_keys(config).await?;
    let report = audit::verify(&db, &keys).await?;
    db.close().await;
    for finding in &report.findings {
        print(&finding.to_string());
    }
    let audit::Report { chains, lines, checkpoints, uncovered, findings } = report;
    print(&format!(
        "{lines} lines in {chains} chains, {checkpoints} checkpoints; {uncovered} lines not yet \
         under a checkpoint; {} findings",
        findings.len()
    ));
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Puts an invitation into the queue; a running server sends it.
async fn invite_staff(config: &Config, invite: StaffInvite) -> Result<ExitCode, Failed> {
    let invited = read_invited(&invite)?;
    let (app, db) = start(config).await?;
    let organization = find_or_make_organization(&app, &db, invite.organization.trim()).await?;
    let invited = accounts::Invited { organization, ..invited };
    let lang = if invite.english { Lang::En } else { Lang::Ru };
    let link = accounts::invite(&app, &invited, lang).await?;
    app.stop().await;
    print(&format!("The invitation waits to be sent to {}.", invited.email));
    if invite.print_link {
        print(&link);
    }
    Ok(ExitCode::SUCCESS)
}

/// The product without its server, for a command. The database is there already.
async fn start(config: &Config) -> Result<(App, Db), Failed> {
    let (db, provider) = open(config, false).await?;
    let settings = config.settings(false);
    let app = App::start(db.clone(), provider, SystemClock, RandomIds, settings).await?;
    Ok((app, db))
}

async fn find_or_make_organization(
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

async fn work_on_feeds(config: &Config, command: FeedCommand) -> Result<ExitCode, Failed> {
    let (app, db) = start(config).await?;
    match command {
        FeedCommand::Add(new) => {
            let organization =
                find_or_make_organization(&app, &db, new.organization.trim()).await?;
            let minutes = (new.utc_offset * 60.0).round();
            if minutes.abs() > 18.0 * 60.0 {
                return Err("the offset is from -18 to 18 hours".into());
            }
            #[expect(clippy::cast_possible_truncation, reason = "no more than 18 hours")]
            let offset = time::UtcOffset::from_whole_seconds(minutes as i32 * 60)?;
            let feed = feed::Feed {
                program: app.new_id(),
                name: new.name.trim().to_owned(),
                organization,
                organization_name: new.organization.trim().to_owned(),
                application: new.application,
                facility: new.facility,
                networks: new.network,
                offset,
            };
            feed::add(&app, &feed).await?;
            print(&format!("{} may send; a running server knows it within seconds.", feed.name));
        }
        FeedCommand::List => {
            for feed in feed::list(&app).await? {
                let networks: Vec<String> = feed.networks.iter().map(ToString::to_string).collect();
                let part = |text: &str| if text.is_empty() { "any" } else { text }.to_owned();
                print(&format!(
                    "{}  {} ({})  MSH-3 {}  MSH-4 {}  from {}  UTC{}",
                    feed.program,
                    feed.name,
                    feed.organization_name,
                    part(&feed.application),
                    part(&feed.facility),
                    part(&networks.join(", ")),
                    feed.offset,
                ));
            }
        }
    }
    app.stop().await;
    Ok(ExitCode::SUCCESS)
}

async fn work_on_references(
    config: &Config,
    command: ReferenceCommand,
) -> Result<ExitCode, Failed> {
    let (app, _) = start(config).await?;
    match command {
        ReferenceCommand::Load(wanted) => {
            let ReferenceLoad { list, path, number, smaller } = wanted;
            let bar = ProgressBar::new(0).with_style(ProgressStyle::with_template(
                "{bar:40} {pos}/{len} terms, {elapsed}, about {eta} more",
            )?);
            let how = reference::How { version: number, smaller };
            let loaded = reference::load(&app, list, &path, &how, &|done, of| {
                bar.set_length(of as u64);
                bar.set_position(done as u64);
            })
            .await;
            bar.finish_and_clear();
            let reference::Loaded { did, version } = loaded?;
            let told = match did {
                reference::Did::Loaded => "is loaded",
                reference::Did::MadeCurrent => "was there and is searched again",
                reference::Did::Unchanged => "is there already; nothing was changed",
            };
            print(&format!("{list} {}, {} terms, {told}.", version.version, version.items));
        }
        ReferenceCommand::List => {
            for version in reference::versions(&app).await? {
                let mark = if version.is_current { "*" } else { " " };
                let loaded =
                    version.loaded_at.map(|at| format!("  {}  {}", at.date(), version.source));
                print(&format!(
                    "{mark} {}  {}  {} terms{}",
                    version.list,
                    version.version,
                    version.items,
                    loaded.unwrap_or_default(),
                ));
            }
        }
    }
    app.stop().await;
    Ok(ExitCode::SUCCESS)
}

async fn import(config: &Config, paths: &[PathBuf]) -> Result<ExitCode, Failed> {
    let files = import::list_files(paths)?;
    let (app, _) = start(config).await?;
    let by = program::local(&app, "medkarta import").await?;
    let bar = ProgressBar::new(files.len() as u64).with_style(ProgressStyle::with_template(
        "{bar:40} {pos}/{len} files, {elapsed}, about {eta} more; {msg}",
    )?);
    let started = std::time::Instant::now();
    let report = import::import(&app, &by, files, &|report| {
        bar.set_position(report.files as u64);
        bar.set_message(format!("{} resources", report.resources()));
    })
    .await?;
    bar.finish_and_clear();
    app.stop().await;
    let seconds = started.elapsed().as_secs_f64();
    let import::Report { files, known_files, bundles, created, updated, unchanged, refused } =
        &report;
    print(&format!(
        "{files} files ({known_files} known from before), {bundles} Bundles, {} resources: \
         {created} created, {updated} updated, {unchanged} unchanged; {} refused; {seconds:.1} s.",
        report.resources(),
        refused.len(),
    ));
    for line in refused {
        print(&format!("refused: {line}"));
    }
    Ok(if refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn work_on_programs(config: &Config, command: ProgramCommand) -> Result<ExitCode, Failed> {
    let (app, db) = start(config).await?;
    let code = match command {
        ProgramCommand::Add { name, organization, scope, jwks } => {
            let jwks = std::fs::read_to_string(&jwks)
                .map_err(|error| format!("{}: {error}", jwks.display()))?;
            let organization = match organization {
                Some(name) => Some(find_or_make_organization(&app, &db, name.trim()).await?),
                None => None,
            };
            let added = program::add(&app, name.trim(), organization, &scope, &jwks).await?;
            print(&format!("{}", added.id));
            ExitCode::SUCCESS
        }
        ProgramCommand::List => {
            for program in program::list(&app).await? {
                let state = if program.revoked_at.is_some() { "revoked" } else { "active" };
                print(&format!("{} {state} {} [{}]", program.id, program.name, program.scopes));
            }
            ExitCode::SUCCESS
        }
        ProgramCommand::Revoke { id } => {
            let was_there = program::revoke(&app, id).await?;
            print(if was_there {
                "It is revoked."
            } else {
                "There is no active program of this id."
            });
            if was_there { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
    };
    app.stop().await;
    Ok(code)
}

fn read_invited(invite: &StaffInvite) -> Result<accounts::Invited, Failed> {
    let wrong = |what: &str, reason: FieldReason| -> Failed {
        format!("--{what}: {}", reason.text().get(Lang::En)).into()
    };
    let name = |what: &str, text: &str| check_name(text).map_err(|reason| wrong(what, reason));
    let date = |what: &str, text: &str| parse_date(text).map_err(|reason| wrong(what, reason));
    let patronymic = invite.patronymic.as_deref().map(|text| name("patronymic", text));
    let until = invite.until.as_deref().map(|text| date("until", text)).transpose()?;
    let role: Role = invite.role.parse().map_err(|_| "--role is none of those --help lists")?;
    if !role.is_staff() {
        return Err("--role: patients register by themselves".into());
    }
    Ok(accounts::Invited {
        identity: Identity {
            name: PersonName {
                surname: name("surname", &invite.surname)?,
                given: name("given", &invite.given)?,
                patronymic: patronymic.transpose()?,
            },
            birth_date: date("birth-date", &invite.birth_date)?,
            sex: invite.sex.parse().map_err(|_| "--sex is female or male")?,
            snils: None,
            document: None,
            inn: None,
        },
        phone: Phone::parse(&invite.phone).map_err(|why| wrong("phone", why))?.as_str().to_owned(),
        email: Email::parse(&invite.email).map_err(|why| wrong("email", why))?.as_str().to_owned(),
        role,
        organization: OrganizationId(uuid::Uuid::nil()),
        // The whole of the last day, by the clock of the clinic.
        ends_at: until
            .and_then(time::Date::next_day)
            .map(|day| micros(day.midnight().assume_offset(Settings::default().offset))),
    })
}

async fn rotate(config: &Config, retire_old: bool) -> Result<ExitCode, Failed> {
    let (db, provider, keys) = open_keys(config).await?;
    let new = provider.rotate().await?;
    let count = keys.rewrap(&db).await?;
    print(&format!("{count} data keys are now under the master key {}.", new.0));
    if retire_old {
        let retired = provider.retire_old().await?;
        print(&format!("{} old master keys destroyed.", retired.len()));
    } else {
        print("Old master keys stay in the file: backups made before need them.");
    }
    db.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Resolves at SIGTERM from a service manager, or at Ctrl-C. Heard from the moment this returns,
/// not only from when the future is first polled.
fn stop_signal() -> Result<impl Future<Output = ()>, Failed> {
    #[cfg(unix)]
    let mut terminate = {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::terminate())?
    };
    Ok(async move {
        #[cfg(unix)]
        tokio::select! { _ = terminate.recv() => {}, _ = tokio::signal::ctrl_c() => {} }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    })
}

fn say(mut to: impl std::io::Write, text: &str) {
    // A closed pipe is no reason to stop serving.
    let _ = writeln!(to, "{text}");
}

fn print(text: &str) {
    say(std::io::stdout(), text);
}

fn say_error(error: &(dyn std::error::Error + 'static)) {
    let mut text = format!("medkarta: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    say(std::io::stderr(), &text);
}
