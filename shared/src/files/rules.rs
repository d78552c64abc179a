//! What a file may be like, as far as it can be told without decoding it.

use time::{Date, Duration};

use super::model::{DocumentFacts, FileBrief, FilePage, FileType, PaperKind};
use crate::contract::FieldReason;
use crate::lang::Lang;
use crate::record::api::NOTE_MAX;
use crate::record::model::{Content, DocumentReference};
use crate::record::own::Refused;
use crate::record::rules::check_words;

/// The most bytes of one file (IDV-2).
pub const FILE_MAX: usize = 5 << 20;
/// The most bytes of all files of one document.
pub const TOTAL_MAX: usize = 20 << 20;
/// The most files of one document.
pub const FILES_MAX: usize = 10;
/// The most characters of a document's title.
pub const TITLE_MAX: usize = 200;
/// The most characters of a comment.
pub const COMMENT_MAX: usize = NOTE_MAX;
/// The most characters of a file's name.
const NAME_MAX: usize = 120;
/// Nobody keeps papers of longer ago than anybody lives.
const LIFE: Duration = Duration::days(130 * 366);

/// The most pages of a PDF that is shown in the page.
pub const PAGES_MAX: usize = 500;
/// How many pixels wide a page of a PDF may be drawn.
pub const PAGE_WIDTHS: [u32; 4] = [800, 1200, 1600, 2400];
/// More than this it never has: 64 megabytes of memory while it is drawn.
const PIXELS_MAX: f64 = 16_000_000.0;
/// How wide it is drawn where nothing else is asked for.
pub const PAGE_WIDTH: u32 = 1200;

const FIELDS: [&str; FILES_MAX] = [
    "files.0", "files.1", "files.2", "files.3", "files.4", "files.5", "files.6", "files.7",
    "files.8", "files.9",
];

/// What a problem calls the file of this place in the list.
pub fn file_field(index: usize) -> &'static str {
    FIELDS.get(index).copied().unwrap_or("files")
}

/// The width to ask for, to see a page sharp on so many pixels.
pub fn page_width(pixels: u32) -> u32 {
    let [.., widest] = PAGE_WIDTHS;
    PAGE_WIDTHS.into_iter().find(|width| *width >= pixels).unwrap_or(widest)
}

/// How many pixels a page of this size, in any unit, has that is to be so wide: narrower where it
/// would have too many.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole numbers from 1 to 65 535"
)]
pub fn page_pixels((wide, high): (f32, f32), width: u32) -> (u16, u16) {
    let ratio = f64::from(high) / f64::from(wide);
    let ratio = if ratio.is_finite() && ratio > 0.0 { ratio } else { 1.0 };
    let most = f64::from(u16::MAX);
    let fits = (PIXELS_MAX / ratio).sqrt().min(most / ratio);
    let width = f64::from(width).min(fits).floor().clamp(1.0, most);
    let height = (width * ratio).round().clamp(1.0, most);
    (width as u16, height as u16)
}

impl FilePage {
    /// Pixels of the browser, of which 96 are an inch.
    pub fn natural_width(self) -> u32 {
        self.width.saturating_mul(4) / 3
    }
}

impl FileType {
    /// What these bytes begin like: ISO 32000, ITU T.81 and ISO 15948.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"%PDF-") {
            Some(Self::Pdf)
        } else if bytes.starts_with(b"\xFF\xD8\xFF") {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
            Some(Self::Png)
        } else {
            None
        }
    }

    /// What names of such files end with.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }

    pub const fn is_image(self) -> bool {
        match self {
            Self::Jpeg | Self::Png => true,
            Self::Pdf => false,
        }
    }
}

impl PaperKind {
    /// The kind an entry names. Cards keep the Russian words.
    pub fn of(category: &str) -> Option<Self> {
        Self::ALL.iter().find(|kind| kind.text().get(Lang::Ru) == category).copied()
    }
}

impl DocumentFacts {
    /// What does not stand, before any file is opened.
    pub fn check(&self, files: usize, today: Date) -> Vec<Refused> {
        let date = if self.date > today {
            Some(FieldReason::InFuture)
        } else if today - self.date > LIFE {
            Some(FieldReason::TooLongAgo)
        } else {
            None
        };
        let count = match files {
            0 => Some(FieldReason::FileMissing),
            1..=FILES_MAX => None,
            _ => Some(FieldReason::TooManyFiles),
        };
        let found = [
            ("title", check_words(&self.title, TITLE_MAX).err()),
            ("date", date),
            ("comment", self.said().err()),
            ("files", count),
        ];
        found.into_iter().filter_map(|(field, reason)| Some((field, reason?))).collect()
    }

    fn said(&self) -> Result<Option<String>, FieldReason> {
        match check_words(&self.comment, COMMENT_MAX) {
            Ok(comment) => Ok(Some(comment)),
            Err(FieldReason::Required) => Ok(None),
            Err(reason) => Err(reason),
        }
    }

    /// What a card keeps of it.
    pub fn content(&self, files: Vec<FileBrief>) -> Result<Content, Refused> {
        let title = check_words(&self.title, TITLE_MAX).map_err(|reason| ("title", reason))?;
        Ok(Content::DocumentReference(DocumentReference {
            category: Some(self.kind.text().get(Lang::Ru).to_owned()),
            comment: self.said().map_err(|reason| ("comment", reason))?,
            files,
            ..DocumentReference::new(title)
        }))
    }
}

/// A file's name as it may be kept: without folders, without what cannot be seen, not too long.
pub fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let one_line: String = last.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let cut: String = one_line.chars().take(NAME_MAX).collect();
    check_words(&cut, NAME_MAX).unwrap_or_else(|_| "file".to_owned())
}

/// How many bytes so much base64 stands for, about.
pub const fn decoded_size(base64: usize) -> usize {
    base64 / 4 * 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn facts() -> DocumentFacts {
        DocumentFacts {
            title: " Анализ крови ".into(),
            kind: PaperKind::Results,
            date: date!(2026 - 11 - 30),
            comment: String::new(),
        }
    }

    #[test]
    fn a_file_is_what_it_begins_like() {
        assert_eq!(FileType::of(b"%PDF-1.7\n"), Some(FileType::Pdf));
        assert_eq!(FileType::of(b"\xFF\xD8\xFF\xE0"), Some(FileType::Jpeg));
        assert_eq!(FileType::of(b"\x89PNG\r\n\x1A\n"), Some(FileType::Png));
        for other in [&b""[..], b"PK\x03\x04", b"<svg", b"GIF89a", b" %PDF-1.7", b"\xFF\xD8"] {
            assert_eq!(FileType::of(other), None);
        }
    }

    #[test]
    fn what_does_not_stand_is_told_at_once() {
        let today = date!(2026 - 12 - 01);
        assert_eq!(facts().check(1, today), []);
        let wrong = DocumentFacts {
            title: "\u{200b}".into(),
            date: date!(2026 - 12 - 02),
            comment: "ё".repeat(COMMENT_MAX + 1),
            ..facts()
        };
        let expected = [
            ("title", FieldReason::Required),
            ("date", FieldReason::InFuture),
            ("comment", FieldReason::TooLong),
            ("files", FieldReason::TooManyFiles),
        ];
        assert_eq!(wrong.check(FILES_MAX + 1, today), expected);
        let old = DocumentFacts { date: date!(1890 - 01 - 01), ..facts() };
        assert_eq!(
            old.check(0, today),
            [("date", FieldReason::TooLongAgo), ("files", FieldReason::FileMissing)]
        );
    }

    #[test]
    fn a_card_keeps_what_was_told() {
        let Ok(Content::DocumentReference(kept)) = facts().content(Vec::new()) else { panic!() };
        assert_eq!((kept.title.as_str(), kept.comment), ("Анализ крови", None));
        let kind = kept.category.as_deref().and_then(PaperKind::of);
        assert_eq!(kind, Some(PaperKind::Results));
    }

    #[test]
    fn a_page_is_asked_for_no_smaller_than_it_is_seen() {
        for (pixels, width) in [(0, 800), (800, 800), (801, 1200), (1588, 1600), (9_000, 2400)] {
            assert_eq!(page_width(pixels), width);
        }
        assert!(PAGE_WIDTHS.contains(&PAGE_WIDTH) && PAGE_WIDTHS.is_sorted());
        // A4 is 210 mm wide: at 96 pixels an inch, 794.
        assert_eq!(FilePage { width: 595, height: 842 }.natural_width(), 793);
        assert_eq!(FilePage { width: u32::MAX, height: 1 }.natural_width(), u32::MAX / 3);
    }

    #[test]
    fn a_page_is_as_wide_as_asked_unless_it_is_too_much() {
        assert_eq!(page_pixels((595.0, 842.0), 1200), (1200, 1698));
        assert_eq!(page_pixels((842.0, 595.0), 2400), (2400, 1696));
        // A strip of an electrocardiogram, on its side and upright.
        assert_eq!(page_pixels((14_400.0, 72.0), 2400), (2400, 12));
        assert_eq!(page_pixels((72.0, 14_400.0), 2400), (282, 56_400));
        for points in [(1.0, f32::MAX), (f32::MAX, 1.0), (1.0, f32::INFINITY), (0.0, 0.0)] {
            let (width, height) = page_pixels(points, 2400);
            assert!(width >= 1 && height >= 1, "{points:?}");
            assert!(u32::from(width) * u32::from(height) <= 16_000_000, "{points:?}");
        }
    }

    #[test]
    fn a_name_leads_nowhere() {
        assert_eq!(file_name("..\\..\\etc/анализ крови.pdf"), "анализ крови.pdf");
        assert_eq!(file_name("a\r\nSet-Cookie: x"), "a  Set-Cookie: x");
        assert_eq!(file_name("\u{202e}gpj.exe"), "gpj.exe");
        assert_eq!(file_name("/"), "file");
        assert_eq!(file_name(&"ё".repeat(500)).chars().count(), NAME_MAX);
    }

    #[test]
    fn fields_are_named_by_their_place() {
        assert_eq!((file_field(0), file_field(9), file_field(10)), ("files.0", "files.9", "files"));
    }
}
