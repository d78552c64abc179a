//! What all documents have: whose they are, by whom they were made, what is known of them.

use serde::Serialize;
use shared::documents::text;
use shared::format;
use shared::lang::Lang;
use shared::record::model::{PatientBrief, Value};
use shared::record::text as record;
use time::{OffsetDateTime, UtcOffset};

/// How a document is made.
#[derive(Clone, Debug)]
pub struct How {
    pub lang: Lang,
    /// Of the clock its moments are told by.
    pub offset: UtcOffset,
    pub now: OffsetDateTime,
    pub card_number: String,
}

impl How {
    pub fn day(&self, at: OffsetDateTime) -> String {
        format::date(self.lang, at.to_offset(self.offset).date())
    }

    pub fn moment(&self, at: OffsetDateTime) -> String {
        format::moment(self.lang, at, self.offset)
    }
}

/// What the template `page.typ` takes.
#[derive(Debug, Serialize)]
pub struct Sheet {
    /// The tag of its language.
    lang: &'static str,
    title: String,
    holder: Holder,
    made: String,
    pages: Pages,
    /// What has to be known before anything else is believed.
    pub notices: Vec<String>,
    /// Names with their values.
    pub facts: Vec<(String, String)>,
    copy: &'static str,
    /// Said where a letter could not be printed.
    unknown: &'static str,
}

/// Whose it is, at the head of each page.
#[derive(Debug, Serialize)]
struct Holder {
    name: String,
    more: String,
}

/// The words around the number of a page.
#[derive(Debug, Serialize)]
struct Pages {
    page: &'static str,
    of: &'static str,
}

/// A title is the name of a file's window too: this many letters are enough.
const TITLE_MAX: usize = 300;

impl Sheet {
    /// A document about one patient that says nothing yet.
    pub fn new(how: &How, patient: &PatientBrief, title: &str) -> Self {
        let lang = how.lang;
        let name = patient.name.full();
        let known = [
            (record::BIRTH_DATE, format::date(lang, patient.birth_date)),
            (record::CARD_NUMBER, how.card_number.clone()),
        ];
        let known = known.map(|(name, value)| (name.get(lang).to_owned(), value));
        let more = known.iter().map(|(name, value)| format!("{name}: {value}"));
        let holder = Holder { name: name.clone(), more: more.collect::<Vec<_>>().join(" · ") };
        let mut facts = vec![(text::PATIENT.get(lang).to_owned(), name)];
        facts.extend(known);
        Self {
            lang: lang.tag(),
            title: shortened(title, TITLE_MAX),
            holder,
            made: text::made(lang, how.now, how.offset),
            pages: Pages { page: text::PAGE.get(lang), of: text::OF.get(lang) },
            notices: Vec::new(),
            facts,
            copy: text::COPY.get(lang),
            unknown: text::UNKNOWN_LETTERS.get(lang),
        }
    }
}

/// At most so many letters.
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The paragraphs somebody wrote; empty where there is nothing in them.
pub fn lines(text: &str) -> Vec<String> {
    text.trim().lines().map(|line| line.trim_end().to_owned()).collect()
}

/// A value as printed, with its unit: «5,4 ммоль/л».
pub fn printed(lang: Lang, value: &Value) -> String {
    let text = record::value(lang, value);
    match record::unit(lang, value.unit.trim()) {
        "" => text,
        unit if text.ends_with(unit) => text,
        unit => format!("{text}{}{unit}", format::NBSP),
    }
}
