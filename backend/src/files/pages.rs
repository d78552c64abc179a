//! Pages of PDFs to be looked at (RES-8). They are drawn at the server, so that no browser runs the
//! PDF; and not by the server itself but by a process of its own, see [`drawing`].

use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use shared::files::model::{FilePages, FileType};
use shared::id::EntryId;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::drawing::{Asked, PDF_MAX, Refused};
use super::service::{self, Error};
use crate::access::{Access, ReadEntries};
use crate::app::App;

/// Each may take more than a gigabyte for some seconds. Not those of uploads: who looks must not
/// keep others from uploading.
static DRAWING: Semaphore = Semaphore::const_new(2);

/// A heavy scan takes two seconds. Afterwards the process is killed and its place is free.
const PATIENCE: Duration = Duration::from_secs(10);
/// For a place.
const WAIT: Duration = Duration::from_secs(10);
/// More than 16 million pixels never make, even where nothing can be packed.
const ANSWER_MAX: u64 = 80 << 20;

/// The pages of a file and their sizes, for whoever may read its entry.
pub async fn list(
    app: &App,
    access: &Access<ReadEntries>,
    entry: EntryId,
    number: u32,
) -> Result<FilePages, Error> {
    let pdf = open(app, access, entry, number).await?;
    let answer = ask(app, Asked::Pages, &pdf).await?;
    serde_json::from_slice(&answer).map_err(|_| Error::Undrawable)
}

/// A page of a file as PNG, so many pixels wide, for whoever may read its entry.
pub async fn draw(
    app: &App,
    access: &Access<ReadEntries>,
    (entry, number): (EntryId, u32),
    page: u32,
    width: u32,
) -> Result<Vec<u8>, Error> {
    let pdf = open(app, access, entry, number).await?;
    ask(app, Asked::Page { page, width }, &pdf).await
}

async fn open(
    app: &App,
    access: &Access<ReadEntries>,
    entry: EntryId,
    number: u32,
) -> Result<Vec<u8>, Error> {
    let opened = service::open(app, access, entry, number).await?;
    let is_pdf = FileType::of(&opened.bytes) == Some(FileType::Pdf);
    if is_pdf && opened.bytes.len() <= PDF_MAX { Ok(opened.bytes) } else { Err(Error::Undrawable) }
}

/// Asks a process of its own.
async fn ask(app: &App, asked: Asked, pdf: &[u8]) -> Result<Vec<u8>, Error> {
    let Ok(Ok(_place)) = timeout(WAIT, DRAWING.acquire()).await else { return Err(Error::Busy) };
    let program = app.settings().drawer.clone().map_or_else(own_program, Ok);
    let mut child = start(&program.map_err(Error::Drawing)?, asked).map_err(Error::Drawing)?;
    let Ok(talked) = timeout(PATIENCE, talk(&mut child, pdf)).await else {
        tracing::warn!("a page was given up: it took too long to draw");
        child.kill().await.map_err(Error::Drawing)?;
        return Err(Error::Undrawable);
    };
    let (status, answer) = talked.map_err(Error::Drawing)?;
    let ended_as = |refused: Refused| status.code() == Some(i32::from(refused.exit()));
    if status.success() {
        Ok(answer)
    } else if ended_as(Refused::NoSuchPage) {
        Err(Error::NotFound)
    } else {
        if !ended_as(Refused::Undrawable) {
            tracing::warn!(%status, "a page brought down the process that drew it");
        }
        Err(Error::Undrawable)
    }
}

/// With nothing of the server's: no settings, no folder, no voice in the log. Gone when dropped.
fn start(program: &Path, asked: Asked) -> std::io::Result<Child> {
    Command::new(program)
        .args(asked.arguments())
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
}

async fn talk(child: &mut Child, pdf: &[u8]) -> std::io::Result<(ExitStatus, Vec<u8>)> {
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let tell = async move {
        if let Some(mut input) = input {
            // One that ends before it has heard all says why by how it ends.
            let _ = input.write_all(pdf).await;
        }
    };
    let hear = async move {
        let mut answer = Vec::new();
        if let Some(output) = output {
            output.take(ANSWER_MAX).read_to_end(&mut answer).await?;
        }
        Ok::<_, std::io::Error>(answer)
    };
    let ((), answer) = tokio::join!(tell, hear);
    Ok((child.wait().await?, answer?))
}

/// This very program, also where another version has been put in its place since.
fn own_program() -> std::io::Result<PathBuf> {
    let running = Path::new("/proc/self/exe");
    if running.exists() { Ok(running.to_owned()) } else { std::env::current_exe() }
}
