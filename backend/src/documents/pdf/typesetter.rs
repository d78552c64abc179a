//! Typst with our fonts and our templates, and with nothing else: it reaches no file, no network
//! and no clock.

use std::path::PathBuf;

use serde_json::Value;
use time::{OffsetDateTime, UtcOffset};
use typst::diag::{FileError, FileResult, SourceDiagnostic, Warned};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World, WorldExt as _};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::letters::{Alphabet, Letters};
use super::{Error, Paper, Template};

macro_rules! asset {
    ($include:ident $path:literal) => {
        $include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/pdf/", $path))
    };
}

pub const PLAIN: &[u8] = asset!(include_bytes "fonts/PTSans-Regular.ttf");
pub const BOLD: &[u8] = asset!(include_bytes "fonts/PTSans-Bold.ttf");

/// The first one is the main one; the last one has the letters of many scripts, and signs.
const FONTS: [&[u8]; 3] = [PLAIN, BOLD, asset!(include_bytes "fonts/DejaVuSans.ttf")];

const PAGE: (&str, &str) = ("page.typ", asset!(include_str "page.typ"));
const RESULT: (&str, &str) = ("result.typ", asset!(include_str "result.typ"));
const SERIES: (&str, &str) = ("series.typ", asset!(include_str "series.typ"));

/// What a template reads: its data, and its picture.
const DATA: &str = "data.json";
const PICTURE: &str = "chart.svg";

impl Template {
    const fn name(self) -> &'static str {
        match self {
            Self::Result => RESULT.0,
            Self::Series => SERIES.0,
        }
    }
}

/// Everything that documents have in common.
pub(super) struct Typesetter {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: Vec<Source>,
    standards: PdfStandards,
    alphabet: Alphabet,
}

impl Typesetter {
    /// Nothing where a font that is built in cannot be read.
    pub(super) fn new() -> Option<Self> {
        let fonts = FONTS
            .into_iter()
            .map(|font| Font::new(Bytes::new(font), 0))
            .collect::<Option<Vec<Font>>>()?;
        let source = |(name, text): (&str, &str)| Some(Source::new(file(name)?, text.to_owned()));
        let sources =
            [PAGE, RESULT, SERIES].into_iter().map(source).collect::<Option<Vec<Source>>>()?;
        // Kept for long, read aloud in the right order: both of ISO's promises at once.
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).ok()?;
        Some(Self {
            library: LazyHash::new(Library::builder().build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            alphabet: Alphabet::of(&fonts),
            fonts,
            sources,
            standards,
        })
    }

    /// A paper as PDF, with such letters.
    pub(super) fn set(&self, paper: &Paper, letters: Letters) -> Result<Vec<u8>, Error> {
        let desk = Desk::of(self, paper, letters)?;
        let Warned { output, warnings } = typst::compile::<PagedDocument>(&desk);
        if let Some(place) = desk.place(&warnings) {
            tracing::warn!(%place, "typst warns of a template");
        }
        let document = output.map_err(|errors| {
            let place = desk.place(&errors).unwrap_or_default();
            tracing::error!(%place, "a template failed");
            Error::NotSet
        })?;
        let options = PdfOptions {
            ident: Smart::Custom(paper.ident.clone()),
            creator: Smart::Custom(Some("Medkarta".to_owned())),
            timestamp: timestamp(paper.made_at, paper.offset),
            page_ranges: None,
            standards: self.standards.clone(),
            tagged: true,
            pretty: false,
        };
        typst_pdf::pdf(&document, &options).map_err(|_| Error::NotWritten)
    }
}

/// One document being set.
struct Desk<'a> {
    typesetter: &'a Typesetter,
    main: FileId,
    data: Bytes,
    picture: Option<Bytes>,
}

impl<'a> Desk<'a> {
    fn of(typesetter: &'a Typesetter, paper: &Paper, letters: Letters) -> Result<Self, Error> {
        let alphabet = &typesetter.alphabet;
        let mut data = paper.data.clone();
        let mut is_replaced = alphabet.prepare(&mut data, letters, paper.lang);
        // Of letters that change by their neighbours a picture loses what they were.
        let picture = paper.picture.as_ref().map(|it| alphabet.known(it, Letters::Plain));
        is_replaced |= picture.as_ref().is_some_and(|(_, is_replaced)| *is_replaced);
        let fields = data.as_object_mut().ok_or(Error::NotSet)?;
        fields.insert("has_unknown".to_owned(), Value::Bool(is_replaced));
        let data = serde_json::to_vec(&data).map_err(|_| Error::NotSet)?;
        Ok(Self {
            typesetter,
            main: file(paper.template.name()).ok_or(Error::Unusable)?,
            data: Bytes::new(data),
            picture: picture.map(|(picture, _)| Bytes::from_string(picture)),
        })
    }

    /// Which line of which template is spoken of. The message may quote what is printed, so nobody
    /// is told it.
    fn place(&self, said: &[SourceDiagnostic]) -> Option<String> {
        let span = said.first()?.span;
        let line = || {
            let (id, range) = (span.id()?, self.range(span)?);
            let line = self.source(id).ok()?.lines().byte_to_line(range.start)?;
            Some(format!("{}:{}", id.vpath().get_without_slash(), line + 1))
        };
        Some(line().unwrap_or_else(|| "?".to_owned()))
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.typesetter.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.typesetter.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let source = self.typesetter.sources.iter().find(|source| source.id() == id);
        source.cloned().ok_or_else(|| absent(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = match id.vpath().get_without_slash() {
            DATA => Some(&self.data),
            PICTURE => self.picture.as_ref(),
            _ => None,
        };
        found.cloned().ok_or_else(|| absent(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.typesetter.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn absent(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.vpath().get_without_slash()))
}

/// There are a handful of names, and each is kept for ever.
fn file(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn timestamp(at: OffsetDateTime, offset: UtcOffset) -> Option<Timestamp> {
    let at = at.to_offset(offset);
    let (month, day) = (u8::from(at.month()), at.day());
    let at = Datetime::from_ymd_hms(at.year(), month, day, at.hour(), at.minute(), at.second())?;
    Timestamp::new_local(at, i32::from(offset.whole_minutes()))
}
