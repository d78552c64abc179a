//! Settings (OPS-3): one TOML file, overridden by the environment. Every mistake is told at once,
//! unknown keys are mistakes, and secrets are never printed.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use crate::anomalies::Places;
use crate::app::{CodesPerHour, Settings};
use crate::db::{DatabaseUrl, PoolSettings};
use crate::files::{BucketSettings, Keeping};
use crate::http::TlsFiles;
use crate::interop::feed::MllpSettings;
use crate::notifications::{CarrierError, HttpGateway, Providers, Smpp, Smtp};

/// Everything the program can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub listen: SocketAddr,
    pub origin: String,
    pub data_dir: PathBuf,
    pub files: Keeping,
    pub database: DatabaseUrl,
    pub pool: PoolSettings,
    pub master_key_file: PathBuf,
    pub tls: Option<TlsFiles>,
    pub trusted_proxies: Vec<ipnet::IpNet>,
    pub metrics_token: Option<String>,
    pub log: LogSettings,
    pub requests_per_second: u32,
    pub request_timeout: Duration,
    pub messages: MessageSettings,
    pub codes_per_hour: CodesPerHour,
    /// Where networks are, for what nobody travels so fast (AUD-5).
    pub places: Places,
    /// Where laboratories send their results; nowhere when absent.
    pub mllp: Option<MllpSettings>,
}

/// Who carries SMS and e-mail. Where nothing is set, messages only lie in the database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessageSettings {
    /// `smpp://…`, `smpps://…`, `https://…`; may hold a password.
    pub sms_url: Option<String>,
    pub sms_token: Option<String>,
    pub sms_inbound_secret: Option<String>,
    pub sms_from: String,
    /// `smtp://…`, `smtps://…`; may hold a password.
    pub smtp_url: Option<String>,
    pub smtp_ca: Option<PathBuf>,
    pub mail_from: Option<String>,
    pub support_email: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogSettings {
    pub json: bool,
    /// A `tracing` filter, such as `info` or `backend=debug`.
    pub filter: String,
    /// Where traces are sent by OTLP over HTTP; nowhere when absent.
    pub otlp_endpoint: Option<String>,
}

/// One setting: its key in the file, in the environment, and what it means.
pub struct Key {
    pub name: &'static str,
    pub default: &'static str,
    pub meaning: &'static str,
    pub secret: bool,
}

const fn key(name: &'static str, default: &'static str, meaning: &'static str) -> Key {
    Key { name, default, meaning, secret: false }
}

const fn secret(name: &'static str, meaning: &'static str) -> Key {
    Key { name, default: "", meaning, secret: true }
}

/// All settings; `docs/deployment.md` holds the same table.
pub const KEYS: &[Key] = &[
    key("listen", "127.0.0.1:8080", "address and port to listen on"),
    key("origin", "http://localhost:8080", "the portal's public origin, as browsers see it"),
    key("data_dir", "data", "folder of the SQLite file, the key file and people's files"),
    key("files_dir", "", "folder of people's files, sealed; by default files in data_dir"),
    key("files_bucket", "", "instead of files_dir: s3://BUCKET or s3://BUCKET/PREFIX"),
    key("s3_endpoint", "", "where the bucket is, such as https://s3.example.org; else Amazon"),
    key("s3_region", "us-east-1", "the bucket's region"),
    key("s3_access_key", "", "id of the key that opens the bucket"),
    secret("s3_secret_key", "secret of s3_access_key"),
    key("s3_path_style", "yes", "yes: the bucket is named in the path; no: before the host"),
    key("s3_ca", "", "PEM file of a certificate authority beside those of the system"),
    secret("database_url", "sqlite:PATH or postgres://…; by default medkarta.sqlite in data_dir"),
    key("database_connections", "16", "connections to PostgreSQL, 1 to 500"),
    key(
        "statement_cache",
        "100",
        "prepared statements per connection; 0 for PgBouncer before 1.21",
    ),
    key("master_key_file", "", "file of the master keys; by default master-keys.toml in data_dir"),
    key("tls_certificate", "", "PEM file of the certificate chain; taken up anew when it changes"),
    key("tls_key", "", "PEM file of the private key"),
    key("tls_min_version", "1.3", "1.3, or 1.2 for old devices"),
    key("trusted_proxies", "", "networks whose X-Forwarded-For is believed, separated by commas"),
    secret("metrics_token", "bearer token for /metrics; without one only loopback may read it"),
    key("log_format", "text", "text or json"),
    key("log_filter", "info", "which log lines are written"),
    key("otlp_endpoint", "", "collector for traces, such as http://127.0.0.1:4318"),
    key("requests_per_second", "50", "from one network or one account, 1 to 1000000"),
    key("request_timeout_seconds", "30", "1 to 600"),
    secret("sms_url", "smpp://ID:PASSWORD@host:2775, smpps://…, or a gateway's https://…"),
    secret("sms_token", "bearer token for the gateway of sms_url"),
    secret(
        "sms_inbound_secret",
        "what a gateway shows that hands over SMS, at least 20 characters",
    ),
    key("sms_from", "Medkarta", "sender of SMS: up to 11 letters, or a number"),
    secret("smtp_url", "smtp://USER:PASSWORD@host:587 (STARTTLS) or smtps://…:465"),
    key("smtp_ca", "", "PEM file of a certificate authority beside those of the system"),
    key("mail_from", "", "sender of letters, such as Medkarta <card@example.org>"),
    key("support_email", "", "where support reads that a ticket waits"),
    key("codes_per_hour", "5", "one-time codes to one phone or address, 1 to 1000"),
    key(
        "mllp_listen",
        "",
        "address and port for laboratories' HL7 v2 over MLLP; nowhere when absent",
    ),
    key("mllp_tls_certificate", "", "PEM file of the certificate chain MLLP is served with"),
    key("mllp_tls_key", "", "PEM file of its private key"),
    key("mllp_client_ca", "", "PEM file of the authority whose certificates MLLP senders show"),
    key("codes_per_hour_network", "5", "one-time codes asked for from one network, 1 to 100000"),
    key(
        "network_places",
        "",
        "file of where networks are: lines of NETWORK LATITUDE LONGITUDE NAME",
    ),
];

/// The shortest secret that is believed to be one, in characters.
const SECRET_MIN: usize = 20;

/// Names of the environment that are ours and are no settings.
const OTHER_NAMES: &[&str] = &["MEDKARTA_CONFIG", "MEDKARTA_HOME", "MEDKARTA_CLINIC_LISTEN"];

/// What is wrong with one setting, without its value where that is a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The file or variable it stands in.
    pub place: String,
    pub message: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// A value and where it came from.
struct Given {
    value: String,
    place: String,
}

/// Reads settings from a file's text (with its name) and the environment.
pub fn read(
    file: Option<(&str, &str)>,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, Vec<Mistake>> {
    let mut reader = Reader { given: BTreeMap::new(), mistakes: Vec::new() };
    if let Some((name, text)) = file {
        reader.take_file(name, text);
    }
    reader.take_environment(environment);
    let config = reader.config();
    if reader.mistakes.is_empty() { config.ok_or_else(Vec::new) } else { Err(reader.mistakes) }
}

/// The mistake is on the list already.
struct Told;

struct Reader {
    given: BTreeMap<&'static str, Given>,
    mistakes: Vec<Mistake>,
}

impl Reader {
    fn mistake(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.mistakes.push(Mistake { place: place.into(), message: message.into() });
    }

    fn take_file(&mut self, name: &str, text: &str) {
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            // The parser's message quotes the line, and the line may hold a secret.
            Err(error) => {
                let before = error.span().and_then(|span| text.get(..span.start));
                let line = before.map_or(1, |before| before.matches('\n').count() + 1);
                return self.mistake(name, format!("line {line} is not TOML: {}", error.message()));
            }
        };
        for (found, value) in table {
            let place = format!("{name}: {found}");
            let Some(key) = KEYS.iter().find(|key| key.name == found) else {
                let like = nearest(&found).map(|like| format!("; did you mean `{like}`?"));
                self.mistake(place, format!("unknown key{}", like.unwrap_or_default()));
                continue;
            };
            match plain(&value) {
                Some(value) => drop(self.given.insert(key.name, Given { value, place })),
                None => self.mistake(place, "must be a text, a number or a list of texts"),
            }
        }
    }

    fn take_environment(&mut self, environment: impl IntoIterator<Item = (String, String)>) {
        for (name, value) in environment {
            let Some(rest) = name.strip_prefix("MEDKARTA_") else { continue };
            if OTHER_NAMES.contains(&name.as_str()) {
                continue;
            }
            let wanted = rest.to_ascii_lowercase();
            match KEYS.iter().find(|key| key.name == wanted) {
                Some(key) => drop(self.given.insert(key.name, Given { value, place: name })),
                None => {
                    let like = nearest(&wanted).map(|like| {
                        format!("; did you mean `MEDKARTA_{}`?", like.to_ascii_uppercase())
                    });
                    self.mistake(name, format!("unknown variable{}", like.unwrap_or_default()));
                }
            }
        }
    }

    fn text(&self, name: &'static str) -> (String, String) {
        match self.given.get(name) {
            Some(given) => (given.value.trim().to_owned(), given.place.clone()),
            None => {
                let key = KEYS.iter().find(|key| key.name == name);
                (key.map_or("", |key| key.default).to_owned(), name.to_owned())
            }
        }
    }

    fn optional(&self, name: &'static str) -> Option<String> {
        Some(self.text(name).0).filter(|value| !value.is_empty())
    }

    fn parse<T: FromStr>(&mut self, name: &'static str, expected: &str) -> Option<T> {
        let (value, place) = self.text(name);
        let parsed = value.parse().ok();
        if parsed.is_none() {
            self.mistake(place, format!("`{value}` is not {expected}"));
        }
        parsed
    }

    fn number(&mut self, name: &'static str, low: u32, high: u32) -> Option<u32> {
        let number: u32 = self.parse(name, &format!("a number from {low} to {high}"))?;
        if (low..=high).contains(&number) {
            return Some(number);
        }
        let place = self.text(name).1;
        self.mistake(place, format!("{number} is not from {low} to {high}"));
        None
    }

    fn one_of(&mut self, name: &'static str, choices: &[&str]) -> Option<String> {
        let (value, place) = self.text(name);
        if choices.contains(&value.as_str()) {
            return Some(value);
        }
        self.mistake(place, format!("`{value}` is not one of {}", choices.join(", ")));
        None
    }

    fn config(&mut self) -> Option<Config> {
        let data_dir = PathBuf::from(self.text("data_dir").0);
        let listen =
            self.parse::<SocketAddr>("listen", "an address and port, such as 127.0.0.1:8080");
        let origin = self.origin();
        let database = self.database(&data_dir);
        let connections = self.number("database_connections", 1, 500);
        let statement_cache = self.number("statement_cache", 0, 10_000);
        let tls = self.tls();
        let trusted_proxies = self.proxies();
        let format = self.one_of("log_format", &["text", "json"]);
        let requests = self.number("requests_per_second", 1, 1_000_000);
        let timeout = self.number("request_timeout_seconds", 1, 600);
        let contact = self.number("codes_per_hour", 1, 1_000);
        let network = self.number("codes_per_hour_network", 1, 100_000);
        let messages = self.messages();
        let places = self.places();
        let mllp = self.mllp();
        let files = self.files(&data_dir);
        let master_key_file = self
            .optional("master_key_file")
            .map_or_else(|| data_dir.join("master-keys.toml"), PathBuf::from);
        let log = LogSettings {
            json: format? == "json",
            filter: self.text("log_filter").0,
            otlp_endpoint: self.otlp().ok()?,
        };
        let config = Config {
            listen: listen?,
            origin: origin?,
            data_dir,
            files: files.ok()?,
            database: database?,
            pool: PoolSettings {
                max_connections: connections?,
                statement_cache: usize::try_from(statement_cache?).unwrap_or(100),
            },
            master_key_file,
            tls: tls.ok()?,
            trusted_proxies: trusted_proxies?,
            metrics_token: self.optional("metrics_token"),
            log,
            requests_per_second: requests?,
            request_timeout: Duration::from_secs(timeout?.into()),
            messages,
            codes_per_hour: CodesPerHour { contact: contact?, network: network? },
            mllp: mllp.ok()?,
            places: places.ok()?,
        };
        self.check_together(&config);
        Some(config)
    }

    fn places(&mut self) -> Result<Places, Told> {
        let Some(path) = self.optional("network_places") else { return Ok(Places::default()) };
        Places::read(std::path::Path::new(&path)).map_err(|reason| {
            let place = self.text("network_places").1;
            self.mistake(place, reason);
            Told
        })
    }

    fn messages(&mut self) -> MessageSettings {
        let messages = MessageSettings {
            sms_url: self.optional("sms_url"),
            sms_token: self.optional("sms_token"),
            sms_inbound_secret: self.optional("sms_inbound_secret"),
            sms_from: self.text("sms_from").0,
            smtp_url: self.optional("smtp_url"),
            smtp_ca: self.optional("smtp_ca").map(PathBuf::from),
            mail_from: self.optional("mail_from"),
            support_email: self.optional("support_email"),
        };
        // By it anybody could answer for others: it must not be guessed.
        let is_short = |secret: &String| secret.chars().count() < SECRET_MIN;
        if messages.sms_inbound_secret.as_ref().is_some_and(is_short) {
            let place = self.text("sms_inbound_secret").1;
            self.mistake(place, format!("is shorter than {SECRET_MIN} characters"));
        }
        if let Err(error) = messages.providers() {
            let place = self.text(error.what).1;
            self.mistake(place, error.reason);
        }
        messages
    }

    fn origin(&mut self) -> Option<String> {
        let (value, place) = self.text("origin");
        let uri = value.parse::<http::Uri>().ok();
        let good = uri.is_some_and(|uri| {
            matches!(uri.scheme_str(), Some("http" | "https"))
                && uri.host().is_some_and(|host| !host.is_empty())
                && !value.ends_with('/')
                && uri.path() == "/"
                && uri.query().is_none()
        });
        if !good {
            self.mistake(
                place,
                format!("`{value}` is not an origin, such as https://card.example.org"),
            );
            return None;
        }
        Some(value)
    }

    fn database(&mut self, data_dir: &std::path::Path) -> Option<DatabaseUrl> {
        let Some(url) = self.optional("database_url") else {
            return Some(DatabaseUrl::Sqlite(data_dir.join("medkarta.sqlite")));
        };
        match DatabaseUrl::parse(&url) {
            Ok(url) => Some(url),
            Err(message) => {
                let place = self.text("database_url").1;
                self.mistake(place, message);
                None
            }
        }
    }

    fn tls(&mut self) -> Result<Option<TlsFiles>, Told> {
        self.tls_files("tls_certificate", "tls_key")
    }

    fn tls_files(
        &mut self,
        certificate: &'static str,
        key: &'static str,
    ) -> Result<Option<TlsFiles>, Told> {
        let tls12 = self.one_of("tls_min_version", &["1.3", "1.2"]).ok_or(Told)? == "1.2";
        match (self.optional(certificate), self.optional(key)) {
            (None, None) => Ok(None),
            (Some(certificate), Some(key)) => {
                Ok(Some(TlsFiles { certificate: certificate.into(), key: key.into(), tls12 }))
            }
            (Some(_), None) => {
                self.mistake(key, "is missing: a certificate needs its private key");
                Err(Told)
            }
            (None, Some(_)) => {
                self.mistake(certificate, "is missing: a private key needs its certificate");
                Err(Told)
            }
        }
    }

    fn mllp(&mut self) -> Result<Option<MllpSettings>, Told> {
        let tls = self.tls_files("mllp_tls_certificate", "mllp_tls_key")?;
        let client_ca = self.optional("mllp_client_ca").map(PathBuf::from);
        if client_ca.is_some() && tls.is_none() {
            self.mistake("mllp_client_ca", "asks for certificates, and TLS is not set for MLLP");
            return Err(Told);
        }
        if self.optional("mllp_listen").is_none() {
            return self.no_mllp();
        }
        let listen = self.parse("mllp_listen", "an address and port, such as 10.0.0.5:2575");
        Ok(Some(MllpSettings { listen: listen.ok_or(Told)?, tls, client_ca }))
    }

    /// What is set for a port that is not there would be believed to protect something.
    fn no_mllp(&mut self) -> Result<Option<MllpSettings>, Told> {
        let needless = ["mllp_tls_certificate", "mllp_tls_key", "mllp_client_ca"]
            .into_iter()
            .filter(|name| self.optional(name).is_some());
        let needless: Vec<String> = needless.map(|name| self.text(name).1).collect();
        if needless.is_empty() {
            return Ok(None);
        }
        for place in needless {
            self.mistake(place, "is set, and mllp_listen is not: no laboratory would be heard");
        }
        Err(Told)
    }

    /// In a bucket where one is named, else in a folder.
    fn files(&mut self, data_dir: &std::path::Path) -> Result<Keeping, Told> {
        let Some(address) = self.optional("files_bucket") else {
            return self.files_in_folder(data_dir);
        };
        if self.optional("files_dir").is_some() {
            let place = self.text("files_dir").1;
            self.mistake(place, "is set, and files_bucket too: files are kept in one place");
        }
        let path_style = self.one_of("s3_path_style", &["yes", "no"]).ok_or(Told)? == "yes";
        let bucket = BucketSettings {
            address,
            endpoint: self.optional("s3_endpoint"),
            region: self.text("s3_region").0,
            access_key: self.text("s3_access_key").0,
            secret_key: self.text("s3_secret_key").0,
            path_style,
            ca: self.optional("s3_ca").map(PathBuf::from),
        };
        if let Err(error) = bucket.store() {
            let place = self.text(error.what).1;
            self.mistake(place, error.reason);
            return Err(Told);
        }
        Ok(Keeping::Bucket(bucket))
    }

    /// What is set for a bucket that is not named would be believed to be used.
    fn files_in_folder(&mut self, data_dir: &std::path::Path) -> Result<Keeping, Told> {
        let given = self.given.iter().filter(|(name, _)| name.starts_with("s3_"));
        let needless: Vec<String> = given.map(|(_, given)| given.place.clone()).collect();
        if needless.is_empty() {
            let folder = self.optional("files_dir").map(PathBuf::from);
            return Ok(Keeping::Folder(folder.unwrap_or_else(|| data_dir.join("files"))));
        }
        for place in needless {
            self.mistake(place, "is set, and files_bucket is not: files would stay in a folder");
        }
        Err(Told)
    }

    fn proxies(&mut self) -> Option<Vec<ipnet::IpNet>> {
        let (value, place) = self.text("trusted_proxies");
        let mut nets = Vec::new();
        for word in value.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            let net = word.parse::<ipnet::IpNet>();
            match net.or_else(|_| word.parse::<std::net::IpAddr>().map(ipnet::IpNet::from)) {
                Ok(net) => nets.push(net),
                Err(_) => {
                    self.mistake(place, format!("`{word}` is not a network, such as 10.0.0.0/8"));
                    return None;
                }
            }
        }
        Some(nets)
    }

    fn otlp(&mut self) -> Result<Option<String>, Told> {
        let Some(endpoint) = self.optional("otlp_endpoint") else { return Ok(None) };
        if endpoint.starts_with("http://") || endpoint.starts_with("https://") {
            return Ok(Some(endpoint));
        }
        let place = self.text("otlp_endpoint").1;
        self.mistake(place, "is not an address that starts with http:// or https://");
        Err(Told)
    }

    /// Plain HTTP is for this machine, or for a proxy that speaks TLS itself.
    fn check_together(&mut self, config: &Config) {
        let open = !config.listen.ip().is_loopback();
        if open && config.tls.is_none() && config.trusted_proxies.is_empty() {
            let place = self.text("listen").1;
            self.mistake(
                place,
                format!(
                    "{} can be reached from outside without TLS: set tls_certificate and tls_key, \
                     or trusted_proxies to the proxy that speaks TLS, or listen on 127.0.0.1",
                    config.listen
                ),
            );
        }
        let local = config.origin.starts_with("http://localhost")
            || config.origin.starts_with("http://127.0.0.1");
        if config.origin.starts_with("http://") && !local {
            let place = self.text("origin").1;
            self.mistake(
                place,
                "must begin with https:// unless it is localhost: cookies and passkeys need it",
            );
        }
    }
}

impl MessageSettings {
    /// Connects to nobody yet. Needs no runtime.
    pub fn providers(&self) -> Result<Providers, CarrierError> {
        let mut providers = Providers::default();
        if let Some(url) = &self.sms_url {
            providers.sms = match url.split_once("://").map(|(scheme, _)| scheme) {
                Some("smpp" | "smpps") => Arc::new(Smpp::new(url, &self.sms_from)?),
                Some("http" | "https") => Arc::new(HttpGateway::new(url, self.sms_token.clone())?),
                _ => {
                    let reason = "begins with none of smpp://, smpps://, https://".to_owned();
                    return Err(CarrierError { what: "sms_url", reason });
                }
            };
        }
        if let Some(url) = &self.smtp_url {
            let ca = self.smtp_ca.as_ref().map(std::fs::read).transpose();
            let ca = ca.map_err(|error| CarrierError {
                what: "smtp_ca",
                reason: format!("cannot be read: {error}"),
            })?;
            let from = self.mail_from.as_deref().ok_or_else(|| CarrierError {
                what: "mail_from",
                reason: "is missing: letters need a sender".to_owned(),
            })?;
            providers.email = Arc::new(Smtp::new(url, from, ca.as_deref())?);
        }
        Ok(providers)
    }
}

impl Config {
    /// What the running server needs to know.
    pub fn settings(&self, demo: bool) -> Settings {
        Settings {
            origin: self.origin.clone(),
            demo,
            trusted_proxies: self.trusted_proxies.clone(),
            metrics_token: self.metrics_token.clone(),
            requests_per_second: self.requests_per_second,
            request_timeout: self.request_timeout,
            support_email: self.messages.support_email.clone(),
            sms_inbound_secret: self.messages.sms_inbound_secret.clone(),
            files: self.files.clone(),
            places: self.places.clone(),
            codes_per_hour: CodesPerHour {
                contact: self.codes_per_hour.contact,
                // Whoever tries the demo signs in as many people from one place.
                network: if demo { 1_000 } else { self.codes_per_hour.network },
            },
            ..Settings::default()
        }
    }

    /// The settings in force, secrets left out.
    pub fn explain(&self) -> String {
        let database = match &self.database {
            DatabaseUrl::Sqlite(path) => format!("SQLite in {}", path.display()),
            DatabaseUrl::Postgres(_) => "PostgreSQL (address not shown)".to_owned(),
        };
        let tls = match &self.tls {
            None => "none: plain HTTP".to_owned(),
            Some(files) => format!(
                "{}, from version {}",
                files.certificate.display(),
                if files.tls12 { "1.2" } else { "1.3" }
            ),
        };
        let mllp = match &self.mllp {
            None => "not served".to_owned(),
            Some(MllpSettings { listen, tls: None, .. }) => format!("{listen}, not encrypted"),
            Some(MllpSettings { listen, client_ca: None, .. }) => format!("{listen}, TLS"),
            Some(MllpSettings { listen, .. }) => format!("{listen}, TLS with client certificates"),
        };
        format!(
            "listen            {}\norigin            {}\ndata_dir          {}\nfiles             {}\ndatabase          {database}\n\
             master_key_file   {}\ntls               {tls}\ntrusted_proxies   {}\nmetrics_token     {}\n\
             log               {} ({})\nsms               {}\nmail              {}\nmllp              {mllp}\n",
            self.listen,
            self.origin,
            self.data_dir.display(),
            self.files,
            self.master_key_file.display(),
            self.trusted_proxies.len(),
            if self.metrics_token.is_some() { "set" } else { "not set" },
            if self.log.json { "json" } else { "text" },
            self.log.filter,
            if self.messages.sms_url.is_some() { "set" } else { "not sent" },
            if self.messages.smtp_url.is_some() { "set" } else { "not sent" },
        )
    }
}

fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Array(list) => {
            let words: Option<Vec<&str>> = list.iter().map(toml::Value::as_str).collect();
            words.map(|words| words.join(","))
        }
        toml::Value::Float(_)
        | toml::Value::Boolean(_)
        | toml::Value::Datetime(_)
        | toml::Value::Table(_) => None,
    }
}

/// The known key a misspelt one was probably meant to be: at most two letters away.
fn nearest(word: &str) -> Option<&'static str> {
    let names = KEYS.iter().map(|key| (distance(word, key.name), key.name));
    names.filter(|(distance, _)| *distance <= 2).min().map(|(_, name)| name)
}

/// Levenshtein distance over bytes; both words are short.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, above) in b.bytes().zip(row.iter().skip(1)) {
            let value = (diagonal + usize::from(x != y)).min(left + 1).min(above + 1);
            diagonal = *above;
            left = value;
            next.push(value);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
