//! Making PDF: how much of it at once, and for how long.

mod letters;
mod typesetter;

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use shared::lang::Lang;
use time::{OffsetDateTime, UtcOffset};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use self::letters::Letters;
use self::typesetter::Typesetter;
pub use self::typesetter::{BOLD, PLAIN};

/// Documents made at once: each keeps a core busy.
const AT_ONCE: usize = 2;
/// Documents that wait for their turn.
const WAITING: usize = 16;
/// Waiting included.
const WITHIN: Duration = Duration::from_secs(20);
/// What documents have in common, the templates and the measures of letters, is reckoned once; what
/// one of them alone had is forgotten after so many others.
const REMEMBERED: usize = 4;

/// Fonts and templates are read once, when the first document is wanted.
static TYPESETTER: LazyLock<Option<Typesetter>> = LazyLock::new(Typesetter::new);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("too many documents are being made")]
    Full,
    #[error("a document took too long")]
    Late,
    #[error("the fonts or templates that are built in cannot be used")]
    Unusable,
    #[error("a template does not take what it was given")]
    NotSet,
    #[error("the pages cannot be written as PDF")]
    NotWritten,
    /// Its message may quote what was printed, so it is not kept.
    #[error("making a document panicked")]
    Panicked,
}

/// The templates there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    Result,
    Series,
}

/// A document to be made. The same paper becomes the same bytes. Never printed in a log.
#[derive(Clone)]
pub struct Paper {
    template: Template,
    lang: Lang,
    /// What the template takes, an object.
    data: Value,
    /// The picture of the template, as SVG.
    picture: Option<String>,
    /// What stays the same when the document is made again; only its hash is written.
    ident: String,
    made_at: OffsetDateTime,
    offset: UtcOffset,
}

/// What a document is besides its content.
#[derive(Clone, Debug)]
pub struct Imprint {
    pub lang: Lang,
    pub ident: String,
    pub made_at: OffsetDateTime,
    /// Of the clock its moments are told by.
    pub offset: UtcOffset,
}

impl Paper {
    /// `data` is what the template takes.
    pub fn new(
        template: Template,
        imprint: Imprint,
        data: &impl Serialize,
        picture: Option<String>,
    ) -> Result<Self, serde_json::Error> {
        let Imprint { lang, ident, made_at, offset } = imprint;
        let data = serde_json::to_value(data)?;
        Ok(Self { template, lang, data, picture, ident, made_at, offset })
    }
}

/// Makes documents beside the threads that answer requests.
pub struct Press {
    /// Those being made.
    workers: Arc<Semaphore>,
    /// Those being made or waiting.
    places: Arc<Semaphore>,
    within: Duration,
}

impl Default for Press {
    fn default() -> Self {
        Self::new(AT_ONCE, WAITING, WITHIN)
    }
}

impl Press {
    pub fn new(at_once: usize, waiting: usize, within: Duration) -> Self {
        Self {
            workers: Arc::new(Semaphore::new(at_once)),
            places: Arc::new(Semaphore::new(at_once + waiting)),
            within,
        }
    }

    /// The bytes of a PDF. Fails at once where too many wait already.
    pub async fn make(&self, paper: Paper) -> Result<Vec<u8>, Error> {
        self.run(move || print(&paper)).await
    }

    /// Does `print` among the others. Fails at once where too many wait already.
    pub async fn run<P>(&self, print: P) -> Result<Vec<u8>, Error>
    where
        P: FnOnce() -> Result<Vec<u8>, Error> + Send + 'static,
    {
        let place = self.places.clone().try_acquire_owned().map_err(|_| Error::Full)?;
        let work = async {
            // Nobody closes it.
            let worker = self.workers.clone().acquire_owned().await.map_err(|_| Error::Full)?;
            let made = spawn_blocking(move || {
                // What was given up runs on, and counts until it ends.
                let _held = (place, worker);
                print()
            });
            made.await.map_err(|_| Error::Panicked)?
        };
        tokio::time::timeout(self.within, work).await.map_err(|_| Error::Late)?
    }
}

fn print(paper: &Paper) -> Result<Vec<u8>, Error> {
    let typesetter = TYPESETTER.as_ref().ok_or(Error::Unusable)?;
    let made = match typesetter.set(paper, Letters::All) {
        // The sign of one script over a letter of another is in no font: once more without such.
        Err(Error::NotWritten) => typesetter.set(paper, Letters::Plain),
        made => made,
    };
    typst::comemo::evict(REMEMBERED);
    made
}
