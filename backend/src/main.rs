//! The command line: one binary, `medkarta`.

mod cli;

use std::path::PathBuf;
use std::process::ExitCode;

use backend::app::{App, RandomIds, SystemClock};
use backend::config::{self, Config};
use backend::db::Db;
use backend::demo::site::{self, Site};
use backend::files::drawing::{self, Asked};
use backend::http::{self, Assets};
use backend::interop::feed::{self, MllpListening, MllpSettings};
use backend::{appointments, demo, jobs, notifications, telemetry};
use clap::Parser as _;
use tokio_util::sync::CancellationToken;

use crate::cli::arguments::{AuditCommand, Cli, Command, ConfigCommand, KeyCommand, StaffCommand};
use crate::cli::{
    Failed, import, invite_staff, open, print, rotate, say, say_error, verify, work_on_feeds,
    work_on_programs, work_on_references,
};

fn main() -> ExitCode {
    let cli = Cli::parse();
    // In a process of its own, with nothing of the server in it.
    if matches!(cli.command, Command::FilePages) {
        return drawing::answer(Asked::Pages);
    }
    if let Command::FilePage { page, width } = cli.command {
        return drawing::answer(Asked::Page { page, width });
    }
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
        Command::Openapi | Command::FilePages | Command::FilePage { .. } => Ok(ExitCode::SUCCESS),
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
    let site = open_site(&config, demo).await;
    print(&format!("Medkarta serves {} on {}", config.origin, listening.address()?));
    let stop = CancellationToken::new();
    let families = demo.then(|| tokio::spawn(demo::settle(app.clone(), stop.clone())));
    let site = site.map(|site| tokio::spawn(site.serve(stop.clone())));
    let laboratories = mllp.map(|mllp| tokio::spawn(mllp.serve(app.clone(), stop.clone())));
    let worker = tokio::spawn(jobs::work(app.clone(), stop.clone()));
    let postman = tokio::spawn(notifications::work(app.clone(), stop.clone()));
    let answers = tokio::spawn(appointments::listen(app.clone(), stop.clone()));
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
    let _ = tokio::join!(worker, postman, answers);
    for task in [laboratories, families, site].into_iter().flatten() {
        let _ = task.await;
    }
    app.stop().await;
    // Waits for a collector: not on the threads that serve.
    tokio::task::spawn_blocking(move || drop(telemetry)).await?;
    print("Medkarta stopped; everything answered is kept.");
    Ok(ExitCode::SUCCESS)
}

/// The site of the demo clinic, in the demo only and where its port is free.
async fn open_site(config: &Config, demo: bool) -> Option<Site> {
    if !demo {
        return None;
    }
    let site = site::open(&config.origin).await?;
    print(&format!("A clinic's site with widgets (invented): open {}", site.address()));
    Some(site)
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
