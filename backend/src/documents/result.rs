//! A report, or one value, as a document.

use serde::Serialize;
use shared::documents::text;
use shared::format;
use shared::lang::{Lang, Text};
use shared::record::model::{Content, Entry, ResultStatus};
use shared::record::rules::name_of;
use shared::record::text as record;
use shared::results::api::{FoundResults, ResultValue, SeriesPoint, ValueChange};
use shared::results::chart::Meaning;
use shared::results::flag::Flagged;
use shared::results::text as results;
use shared::results::text::page;

use super::sheet::{How, Sheet, lines, printed};

/// What the template `result.typ` takes.
#[derive(Debug, Serialize)]
pub struct ResultSheet {
    #[serde(flatten)]
    sheet: Sheet,
    comments: Titled<Said>,
    conclusion: Paragraphs,
    values: Values,
    /// Remarks of the laboratory.
    notes: Vec<(String, String)>,
    without: Titled<String>,
}

#[derive(Debug, Serialize)]
struct Titled<T> {
    title: &'static str,
    items: Vec<T>,
}

#[derive(Debug, Serialize)]
struct Paragraphs {
    title: &'static str,
    lines: Vec<String>,
}

/// What somebody said of it.
#[derive(Debug, Serialize)]
struct Said {
    lines: Vec<String>,
    who: String,
}

#[derive(Debug, Serialize)]
struct Values {
    title: &'static str,
    /// How many are out of range.
    count: String,
    head: Vec<&'static str>,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    name: String,
    /// By what method, and by whose word.
    remark: Option<String>,
    value: String,
    is_out: bool,
    flag: Option<Sign>,
    /// Said where there is no flag.
    none: &'static str,
    range: String,
    before: Vec<String>,
}

/// A flag in a sign and in words.
#[derive(Debug, Serialize)]
struct Sign {
    sign: &'static str,
    words: &'static str,
}

/// What a result says.
pub fn sheet(found: &FoundResults, how: &How) -> ResultSheet {
    let lang = how.lang;
    let entry = &found.entry;
    let title = name_of(&entry.content).filter(|name| !name.trim().is_empty());
    let mut sheet = Sheet::new(how, &found.patient, title.unwrap_or(record::RESULT.get(lang)));
    sheet.notices = notices(found, how);
    sheet.facts.extend(facts(found, how));
    let report = entry.content.as_report();
    let conclusion = report.and_then(|report| report.conclusion.as_deref()).unwrap_or_default();
    let note = entry.content.as_observation().and_then(|it| it.note.clone());
    ResultSheet {
        sheet,
        comments: Titled { title: page::COMMENTS.get(lang), items: comments(found, how) },
        conclusion: Paragraphs { title: page::CONCLUSION.get(lang), lines: lines(conclusion) },
        values: values(found, how),
        notes: note
            .map(|note| (record::LABORATORY_NOTE.get(lang).to_owned(), note))
            .into_iter()
            .collect(),
        without: Titled { title: page::WITHOUT_VALUE.get(lang), items: without(found, how) },
    }
}

fn status(entry: &Entry) -> ResultStatus {
    let status = entry.content.as_report().map(|report| report.status);
    status.or_else(|| entry.content.as_observation().map(|it| it.status)).unwrap_or_default()
}

/// What waits, was taken back, or may still change.
fn notices(found: &FoundResults, how: &How) -> Vec<String> {
    let lang = how.lang;
    let entry = &found.entry;
    let mut said = Vec::new();
    let all = std::iter::once(entry).chain(&found.without_value);
    if let Some(until) = all.filter_map(|entry| entry.held_until).max() {
        said.push(format!("{}. {}", page::HELD.get(lang), page::held_until(lang, &how.day(until))));
    }
    if entry.withdrawn {
        said.push(record::WITHDRAWN.get(lang).to_owned());
    }
    let words = match status(entry) {
        ResultStatus::Preliminary => Some(page::NOT_SIGNED),
        ResultStatus::Corrected => Some(page::CORRECTED),
        ResultStatus::Ordered
        | ResultStatus::InProgress
        | ResultStatus::Final
        | ResultStatus::Cancelled => None,
    };
    said.extend(words.map(|words| words.get(lang).to_owned()));
    said
}

/// When it was taken, signed and received, each by its name (RES-16), where, by whom.
fn facts(found: &FoundResults, how: &How) -> Vec<(String, String)> {
    let lang = how.lang;
    let entry = &found.entry;
    let report = entry.content.as_report();
    let specimen = report.and_then(|report| report.specimen.clone());
    let of_value = || entry.content.as_observation().and_then(|it| it.specimen.clone());
    let told = entry.source.is_told().then(|| record::SELF_REPORTED.get(lang).to_owned());
    let files: Vec<&str> = found.files.iter().map(|file| file.name.as_str()).collect();
    let facts: [(Text, Option<String>); 9] = [
        (results::TAKEN, Some(how.moment(entry.occurred_at))),
        (results::SIGNED, report.and_then(|report| report.issued_at).map(|at| how.moment(at))),
        (results::RECEIVED, Some(how.moment(entry.received_at))),
        (page::LABORATORY, entry.source.organization_name.clone()),
        (page::SIGNED_BY, entry.source.author.clone()),
        (record::SOURCE, told),
        (page::STATUS, Some(status(entry).text().get(lang).to_owned())),
        (record::SPECIMEN, specimen.or_else(of_value)),
        (record::FILES, Some(files.join(", ")).filter(|names| !names.is_empty())),
    ];
    let facts = facts.into_iter();
    facts.filter_map(|(name, value)| Some((name.get(lang).to_owned(), value?))).collect()
}

/// What doctors said of it.
fn comments(found: &FoundResults, how: &How) -> Vec<Said> {
    let said = |entry: &Entry| {
        let Content::Note(note) = &entry.content else { return None };
        let at = how.moment(entry.occurred_at);
        let source = &entry.source;
        let who = [source.author.as_deref(), source.organization_name.as_deref(), Some(&at)];
        let who = who.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        Some(Said { lines: lines(&note.text), who })
    };
    found.comments.iter().filter_map(said).collect()
}

fn values(found: &FoundResults, how: &How) -> Values {
    let lang = how.lang;
    let flags = || found.values.iter().filter_map(|value| value.point.flag);
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let out = number(flags().filter(|it| it.flag.is_out()).count());
    let (compared, all) = (number(flags().count()), number(found.values.len()));
    let head = [record::ANALYTE, record::VALUE, record::ASSESSMENT, text::RANGE, text::BEFORE];
    Values {
        title: page::VALUES.get(lang),
        count: page::out_count(lang, out, compared, all),
        head: head.into_iter().map(|name| name.get(lang)).collect(),
        rows: found.values.iter().map(|value| row(value, how)).collect(),
    }
}

fn row(value: &ResultValue, how: &How) -> Row {
    let lang = how.lang;
    let point = &value.point;
    let method = point.method.as_deref().map(str::trim).filter(|method| !method.is_empty());
    let method = method.map(|method| format!("{}: {method}", record::METHOD.get(lang)));
    let told = point.is_told.then(|| record::SELF_REPORTED.get(lang).to_owned());
    let remarks: Vec<String> = [told, method].into_iter().flatten().collect();
    Row {
        name: value.code.display.clone(),
        remark: Some(remarks.join("; ")).filter(|remarks| !remarks.is_empty()),
        value: printed(lang, &point.value),
        is_out: point.flag.is_some_and(|it| it.flag.is_out()),
        flag: point.flag.map(|flag| sign(lang, flag)),
        none: text::NOTHING.get(lang),
        range: range(lang, point),
        before: before(&value.change, &point.value.unit, how),
    }
}

fn sign(lang: Lang, flag: Flagged) -> Sign {
    let meaning = Meaning::from(Some(flag));
    Sign { sign: meaning.sign(), words: meaning.text().get(lang) }
}

/// The interval in the words it was printed in, else in its numbers (RES-12).
fn range(lang: Lang, point: &SeriesPoint) -> String {
    let words = point.reference_text.as_deref().map(str::trim).filter(|words| !words.is_empty());
    let limits = || {
        let limits = point.reference.and_then(|it| record::limits(lang, it.low, it.high))?;
        Some(match record::unit(lang, point.value.unit.trim()) {
            "" => limits,
            unit => format!("{limits}{}{unit}", format::NBSP),
        })
    };
    let printed = words.map(str::to_owned).or_else(limits);
    printed.unwrap_or_else(|| page::NO_RANGE.get(lang).to_owned())
}

/// The value before with its day, by how much it changed, and whether that is more than chance
/// (RES-13).
fn before(change: &ValueChange, unit: &str, how: &How) -> Vec<String> {
    let lang = how.lang;
    let told = change.text().get(lang).to_owned();
    let Some(previous) = &change.previous else { return vec![told] };
    let mut said = vec![format!("{}, {}", printed(lang, &previous.value), how.day(previous.at))];
    said.extend(change.by(lang, unit));
    said.push(told);
    said.extend(change.breaks.iter().map(|gap| gap.text(lang)));
    said
}

/// What is on its way still, waits, or was taken back.
fn without(found: &FoundResults, how: &How) -> Vec<String> {
    let lang = how.lang;
    let state = |entry: &Entry| match entry.held_until {
        Some(until) => page::opens_by(lang, &how.day(until)),
        None if entry.withdrawn => record::WITHDRAWN.get(lang).to_owned(),
        None => status(entry).text().get(lang).to_owned(),
    };
    // A single value without one has said so above.
    let others = found.without_value.iter().filter(|entry| entry.id != found.entry.id);
    others
        .map(|entry| {
            let name = name_of(&entry.content).unwrap_or(record::RESULT.get(lang));
            format!("{name}: {}", state(entry))
        })
        .collect()
}
