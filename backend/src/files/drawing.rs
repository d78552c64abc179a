//! Draws pages of PDFs, in a process of its own. A PDF may be made to do harm: to unpack into all
//! the memory there is, to go round for ever, to bring the process down. Then it is this process,
//! which serves nobody else, holds no key and is bound in memory and time.
//!
//! The PDF comes on standard input, the answer goes to standard output; how it ended says why there
//! is none.

use std::io::{Read as _, Write as _};
use std::process::ExitCode;
use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::font::{FontData, FontQuery, StandardFont};
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};
use shared::files::model::{FilePage, FilePages};
use shared::files::rules::{PAGES_MAX, page_pixels};

use crate::documents::pdf::{BOLD, PLAIN};

/// What the process is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// [`FilePages`] as JSON.
    Pages,
    /// A page, from 1, as PNG.
    Page { page: u32, width: u32 },
}

/// Why it has no answer. Everything else it may end with means the same as `Undrawable`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    NoSuchPage,
    Undrawable,
}

/// The most bytes of a PDF that is drawn.
pub const PDF_MAX: usize = 32 << 20;
/// A scan in colours unpacks to a hundred megabytes.
#[cfg(unix)]
const MEMORY_MAX: u64 = 3 << 29;
/// Seconds of the processor; whoever asked waits shorter.
#[cfg(unix)]
const SECONDS_MAX: u64 = 20;

impl Asked {
    /// How the program is called to answer it.
    pub fn arguments(self) -> Vec<String> {
        match self {
            Self::Pages => vec!["file-pages".to_owned()],
            Self::Page { page, width } => {
                vec!["file-page".to_owned(), page.to_string(), width.to_string()]
            }
        }
    }
}

impl Refused {
    /// How the process ends.
    pub const fn exit(self) -> u8 {
        match self {
            Self::NoSuchPage => 3,
            Self::Undrawable => 4,
        }
    }
}

/// Answers as a process.
pub fn answer(asked: Asked) -> ExitCode {
    bind();
    match read().and_then(|pdf| work(asked, pdf)) {
        Ok(answer) if write(&answer).is_ok() => ExitCode::SUCCESS,
        // Nobody listens any more.
        Ok(_) => ExitCode::FAILURE,
        Err(refused) => ExitCode::from(refused.exit()),
    }
}

fn write(answer: &[u8]) -> std::io::Result<()> {
    let mut output = std::io::stdout();
    output.write_all(answer)?;
    output.flush()
}

/// Takes from the process what it does not need.
fn bind() {
    #[cfg(unix)]
    {
        use nix::sys::resource::{Resource, setrlimit};
        let limits = [
            (Resource::RLIMIT_DATA, MEMORY_MAX),
            (Resource::RLIMIT_CPU, SECONDS_MAX),
            // What it was drawing must not be left on the disk.
            (Resource::RLIMIT_CORE, 0),
        ];
        for (resource, most) in limits {
            // Refused where it is bound more narrowly already.
            let _ = setrlimit(resource, most, most);
        }
    }
}

fn read() -> Result<Vec<u8>, Refused> {
    let (mut pdf, most) = (Vec::new(), u64::try_from(PDF_MAX).unwrap_or(u64::MAX));
    let read = std::io::stdin().take(most).read_to_end(&mut pdf);
    read.map(|_| pdf).map_err(|_| Refused::Undrawable)
}

fn work(asked: Asked, pdf: Vec<u8>) -> Result<Vec<u8>, Refused> {
    // One that wants a password is refused here.
    let pdf = Pdf::new(pdf).map_err(|_| Refused::Undrawable)?;
    if !(1..=PAGES_MAX).contains(&pdf.pages().len()) {
        return Err(Refused::Undrawable);
    }
    match asked {
        Asked::Pages => {
            let sizes = pdf.pages().iter().map(|page| size(page.render_dimensions()));
            let pages = FilePages { pages: sizes.collect() };
            serde_json::to_vec(&pages).map_err(|_| Refused::Undrawable)
        }
        Asked::Page { page, width } => draw(&pdf, page, width),
    }
}

fn draw(pdf: &Pdf, page: u32, width: u32) -> Result<Vec<u8>, Refused> {
    let index = usize::try_from(page).ok().and_then(|page| page.checked_sub(1));
    let page = index.and_then(|index| pdf.pages().get(index)).ok_or(Refused::NoSuchPage)?;
    let points = page.render_dimensions();
    let (width, height) = page_pixels(points, width);
    let settings = RenderSettings {
        x_scale: f32::from(width) / points.0,
        y_scale: f32::from(height) / points.1,
        width: Some(width),
        height: Some(height),
        bg_color: WHITE,
    };
    let cache = RenderCache::new();
    let interpreter =
        InterpreterSettings { font_resolver: Arc::new(font), ..InterpreterSettings::default() };
    let drawn = render(page, &cache, &interpreter, &settings);
    drawn.into_png().map_err(|_| Refused::Undrawable)
}

/// Letters for a PDF that brings none of its own: always with the Russian ones, which the fonts
/// every reader has lack. Words that are not drawn would be words the doctor does not say.
#[expect(clippy::unnecessary_wraps, reason = "hayro asks for it so")]
fn font(query: &FontQuery) -> Option<(FontData, u32)> {
    let standard = match query {
        FontQuery::Standard(standard) => *standard,
        FontQuery::Fallback(wanted) => wanted.pick_standard_font(),
    };
    let letters = match standard {
        StandardFont::Symbol | StandardFont::ZapfDingBats => return Some(standard.get_font_data()),
        StandardFont::HelveticaBold
        | StandardFont::HelveticaBoldOblique
        | StandardFont::CourierBold
        | StandardFont::CourierBoldOblique
        | StandardFont::TimesBold
        | StandardFont::TimesBoldItalic => BOLD,
        StandardFont::Helvetica
        | StandardFont::HelveticaOblique
        | StandardFont::Courier
        | StandardFont::CourierOblique
        | StandardFont::TimesRoman
        | StandardFont::TimesItalic => PLAIN,
    };
    Some((Arc::new(letters), 0))
}

/// Whole points; the smallest page has one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, and is at least 1"
)]
fn size((width, height): (f32, f32)) -> FilePage {
    FilePage { width: width.round().max(1.0) as u32, height: height.round().max(1.0) as u32 }
}
