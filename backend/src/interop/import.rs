//! `medkarta import`: folders of Bundles and of NDJSON, as other systems export them.
//!
//! What was imported whole is remembered by a keyed hash of its content: an import that was cut
//! off goes on where it was when it is run again, and a file brought twice changes nothing.

use std::path::{Path, PathBuf};

use futures_util::future::BoxFuture;
use sha2::{Digest as _, Sha256};
use shared::interop::fhir::json::Json;
use shared::interop::fhir::outcome::Issue;
use shared::interop::fhir::validate::{check, is_id};
use tokio::task::JoinSet;

use super::fhir::{Did, How, Interaction, References, Refusal, Wanted, read_bundle, take};
use super::program::Authorized;
use super::store;
use crate::app::App;

/// One file of Bundles, in bytes; NDJSON is read line by line and has no such limit.
const FILE_MAX: u64 = 256 << 20;
/// One line of NDJSON, in bytes.
const LINE_MAX: usize = 16 << 20;
/// Lines of NDJSON that are kept in one transaction.
const LINES: usize = 500;
/// Files that are read while another is being written.
const AT_ONCE: usize = 3;

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub files: usize,
    /// Known from an earlier run, not read again.
    pub known_files: usize,
    pub bundles: usize,
    pub created: usize,
    pub updated: usize,
    pub unchanged: usize,
    /// What was refused, in the order of the files: where, and why.
    pub refused: Vec<String>,
}

impl Report {
    fn add(&mut self, other: Self) {
        self.files += other.files;
        self.known_files += other.known_files;
        self.bundles += other.bundles;
        self.created += other.created;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.refused.extend(other.refused);
    }

    fn count(&mut self, did: Did) {
        match did {
            Did::Created => self.created += 1,
            Did::Updated => self.updated += 1,
            Did::Unchanged => self.unchanged += 1,
        }
    }

    pub fn resources(&self) -> usize {
        self.created + self.updated + self.unchanged
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{path}: {reason}")]
    File { path: String, reason: String },
    #[error(transparent)]
    Refusal(#[from] Refusal),
}

/// Every `.json` and `.ndjson` file under the paths, those first that others point at.
pub fn list_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = Vec::new();
    let failed = |path: &Path, error: &std::io::Error| Error::File {
        path: path.display().to_string(),
        reason: error.to_string(),
    };
    for path in paths {
        let kind = std::fs::metadata(path).map_err(|error| failed(path, &error))?;
        if kind.is_dir() { folders.push(path.clone()) } else { files.push(path.clone()) }
    }
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| failed(&folder, &error))? {
            let path = entry.map_err(|error| failed(&folder, &error))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if matches!(extension(&path), "json" | "ndjson") {
                files.push(path);
            }
        }
    }
    files.sort_by_key(|path| (rank(path), path.clone()));
    Ok(files)
}

fn extension(path: &Path) -> &str {
    path.extension().and_then(|extension| extension.to_str()).unwrap_or_default()
}

/// By the type a file of an export is named after: what others point at comes before them.
fn rank(path: &Path) -> usize {
    const ORDER: [&str; 12] = [
        "hospital",
        "Organization",
        "practitioner",
        "Practitioner",
        "Location",
        "Medication.",
        "Patient",
        "Encounter",
        "Condition",
        "Procedure",
        "Observation",
        "DiagnosticReport",
    ];
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let bundles = ORDER.iter().position(|known| *known == "Patient").unwrap_or(0);
    let known = ORDER.iter().position(|known| name.starts_with(known));
    known.unwrap_or(if extension(path) == "json" { bundles } else { ORDER.len() })
}

/// Imports the files. `progress` hears of each that is done. Boxed, so that it is compiled once and
/// not again in every crate that calls it.
pub fn import<'i>(
    app: &'i App,
    by: &'i Authorized,
    files: Vec<PathBuf>,
    progress: &'i (dyn Fn(&Report) + Send + Sync),
) -> BoxFuture<'i, Result<Report, Error>> {
    Box::pin(import_files(app, by, files, progress))
}

async fn import_files(
    app: &App,
    by: &Authorized,
    files: Vec<PathBuf>,
    progress: &(dyn Fn(&Report) + Send + Sync),
) -> Result<Report, Error> {
    let mut report = Report::default();
    let mut running = JoinSet::new();
    let mut files = files.into_iter().peekable();
    let mut group = files.peek().map(|path| rank(path));
    loop {
        // Files of the next rank point at those of this one.
        while running.len() < AT_ONCE {
            let Some(path) = files.next_if(|path| Some(rank(path)) == group) else { break };
            let (app, by) = (app.clone(), by.clone());
            running.spawn(async move { import_file(&app, &by, &path).await });
        }
        match running.join_next().await {
            Some(done) => {
                let done = done.map_err(|error| Error::File {
                    path: String::new(),
                    reason: error.to_string(),
                })?;
                report.add(done?);
                progress(&report);
            }
            None => match files.peek() {
                Some(path) => group = Some(rank(path)),
                None => return Ok(report),
            },
        }
    }
}

async fn import_file(app: &App, by: &Authorized, path: &Path) -> Result<Report, Error> {
    let name = path.display().to_string();
    let failed = |reason: String| Error::File { path: name.clone(), reason };
    let length = std::fs::metadata(path).map_err(|error| failed(error.to_string()))?.len();
    let is_lines = extension(path) == "ndjson";
    if !is_lines && length > FILE_MAX {
        let refused = vec![format!("{name}: longer than {FILE_MAX} bytes")];
        return Ok(Report { files: 1, refused, ..Report::default() });
    }
    let bytes = tokio::fs::read(path).await.map_err(|error| failed(error.to_string()))?;
    let secret = [Sha256::digest(&bytes)];
    let hash = app.keys().deployment().secret_hash("imported_file", &[secret[0].as_slice()]);
    let hash = hash.map_err(Refusal::from)?;
    if store::is_imported(app.db().read(), &hash).await.map_err(Refusal::from)? {
        return Ok(Report { files: 1, known_files: 1, ..Report::default() });
    }
    let mut report = Report { files: 1, ..Report::default() };
    match String::from_utf8(bytes) {
        Err(_) => report.refused.push(format!("{name}: it is not UTF-8")),
        Ok(text) if is_lines => import_lines(app, by, &name, &text, &mut report).await?,
        Ok(text) => import_json(app, by, &name, &text, &mut report).await?,
    }
    if report.refused.is_empty() {
        let done = store::insert_imported(app.db().write(), &hash, app.now_micros()).await;
        done.map_err(Refusal::from)?;
    }
    Ok(report)
}

/// A Bundle, or one resource.
async fn import_json(
    app: &App,
    by: &Authorized,
    name: &str,
    text: &str,
    report: &mut Report,
) -> Result<(), Error> {
    let json = match Json::parse(text) {
        Ok(json) => json,
        Err(error) => {
            report.refused.push(format!("{name}: {error}"));
            return Ok(());
        }
    };
    if json.text("resourceType") != Some("Bundle") {
        return keep(app, by, name, vec![(name.to_owned(), json)], report).await;
    }
    report.bundles += 1;
    if matches!(json.text("type"), Some("collection" | "searchset" | "document" | "history")) {
        let resources = json.list("entry").iter().enumerate();
        let resources = resources.filter_map(|(n, entry)| {
            Some((format!("{name}: Bundle.entry[{n}]"), entry.get("resource")?.clone()))
        });
        return keep(app, by, name, resources.collect(), report).await;
    }
    let (is_transaction, interactions) = match read_bundle(&json) {
        Ok(read) => read,
        Err(refusal) => return note(name, refusal, report),
    };
    let wanted = interactions.into_iter().filter_map(|interaction| match interaction {
        Interaction::Take(wanted) => Some(wanted),
        Interaction::Get(_) => None,
    });
    let sets: Vec<Vec<Wanted>> =
        if is_transaction { vec![wanted.collect()] } else { wanted.map(|one| vec![one]).collect() };
    for set in sets {
        match take(app, by, set, References::Checked).await {
            Ok(taken) => taken.iter().for_each(|one| report.count(one.did)),
            Err(refusal) => note(name, refusal, report)?,
        }
    }
    Ok(())
}

async fn import_lines(
    app: &App,
    by: &Authorized,
    name: &str,
    text: &str,
    report: &mut Report,
) -> Result<(), Error> {
    let mut set = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let at = format!("{name}:{}", n + 1);
        if line.trim().is_empty() {
            continue;
        }
        if line.len() > LINE_MAX {
            report.refused.push(format!("{at}: longer than {LINE_MAX} bytes"));
            continue;
        }
        match Json::parse(line) {
            Ok(json) => set.push((at, json)),
            Err(error) => report.refused.push(format!("{at}: {error}")),
        }
        if set.len() == LINES {
            keep(app, by, name, std::mem::take(&mut set), report).await?;
        }
    }
    keep(app, by, name, set, report).await
}

/// Keeps resources under the ids they have, together where that goes, else one by one, so that
/// one that is wrong keeps no other out.
async fn keep(
    app: &App,
    by: &Authorized,
    name: &str,
    resources: Vec<(String, Json<'_>)>,
    report: &mut Report,
) -> Result<(), Error> {
    let mut wanted = Vec::with_capacity(resources.len());
    for (at, resource) in &resources {
        let kind = resource.text("resourceType").unwrap_or("resource");
        let issues = check(resource, kind);
        match resource.text("id").filter(|id| is_id(id)) {
            _ if !issues.is_empty() => note(at, Refusal::invalid(issues), report)?,
            None => report.refused.push(format!("{at}: it has no id to be known by")),
            Some(id) => wanted.push(Wanted {
                expression: at.clone(),
                full_url: None,
                resource: resource.clone(),
                how: How::Update { id, if_match: None },
            }),
        }
    }
    if wanted.is_empty() {
        return Ok(());
    }
    match take(app, by, wanted.clone(), References::MayComeLater).await {
        Ok(taken) => taken.iter().for_each(|one| report.count(one.did)),
        Err(Refusal::Refused { .. }) if wanted.len() > 1 => {
            for one in wanted {
                let at = one.expression.clone();
                match take(app, by, vec![one], References::MayComeLater).await {
                    Ok(taken) => taken.iter().for_each(|one| report.count(one.did)),
                    Err(refusal) => note(&at, refusal, report)?,
                }
            }
        }
        Err(refusal) => note(name, refusal, report)?,
    }
    Ok(())
}

/// What is wrong with what was brought is reported; what is wrong with us ends the import.
fn note(at: &str, refusal: Refusal, report: &mut Report) -> Result<(), Error> {
    let Refusal::Refused { issues, .. } = refusal else { return Err(refusal.into()) };
    for Issue { expression, diagnostics, .. } in issues {
        let place = expression.filter(|expression| expression != at);
        let place = place.map(|place| format!(" {place}:")).unwrap_or_default();
        report.refused.push(format!("{at}:{place} {diagnostics}"));
    }
    Ok(())
}
