//! What has come into a card since somebody signed in before (REC-14).

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::model::{Content, Entry};
use super::report::{ReportMark, ReportState};
use super::rules::name_of;
use crate::access::model::Section;
use crate::id::EntryId;
use crate::wire_time;

/// Items told when the caller does not say how many.
pub const NEWS_DEFAULT: u32 = 20;
/// The most items told.
pub const NEWS_MAX: u32 = 200;

/// What is new in one card, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct News {
    /// When the account had signed in before; absent the first time, and then nothing is new.
    #[serde(with = "wire_time::optional_moment")]
    pub since: Option<OffsetDateTime>,
    pub items: Vec<NewsItem>,
    /// How many items there are, told or not.
    pub total: u32,
}

/// One thing that is new: an entry, and what is told together with it. Names only, no values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
#[expect(clippy::struct_excessive_bools, reason = "each of them is told by itself")]
pub struct NewsItem {
    pub entry: EntryId,
    pub section: Section,
    /// What the entry is called; absent for notes.
    pub name: Option<String>,
    #[serde(with = "wire_time::moment")]
    pub occurred_at: OffsetDateTime,
    #[serde(with = "wire_time::moment")]
    pub received_at: OffsetDateTime,
    /// The organization it comes from.
    pub organization: Option<String>,
    /// A new version of what had been there before.
    pub is_correction: bool,
    /// Said to have been entered in error.
    pub withdrawn: bool,
    /// Told by the patient.
    pub is_own: bool,
    /// What was said against it, or answered, is new: how that stands.
    pub report: Option<ReportState>,
    /// It is no entry, but the answer to what the patient asked of an organization.
    #[serde(default)]
    pub is_request: bool,
    /// Other values of the same time and place, without a page that shows them together; of a visit
    /// what was written for it, which its page shows.
    pub more: u32,
}

impl NewsItem {
    fn of(entry: &Entry) -> Self {
        Self {
            entry: entry.id,
            section: entry.section,
            name: name_of(&entry.content).map(str::to_owned),
            occurred_at: entry.occurred_at,
            received_at: entry.received_at,
            organization: entry.source.organization_name.clone(),
            is_correction: entry.version > 1,
            withdrawn: entry.withdrawn,
            is_own: entry.source.is_told(),
            report: None,
            is_request: false,
            more: 0,
        }
    }
}

/// Makes a list of what is new: a report with its values is one item, and so are values without a
/// report that were taken at one time in one place. What was written for a new visit is told with
/// it, but results never are: they are what one looks for. `new` may come in any order.
pub fn gather(mut new: Vec<Entry>) -> Vec<NewsItem> {
    new.sort_by_key(|entry| Reverse((entry.received_at, entry.occurred_at, entry.id)));
    let reported: HashSet<EntryId> = new
        .iter()
        .filter_map(|entry| match &entry.content {
            Content::DiagnosticReport(report) => Some(report.results.iter().copied()),
            _ => None,
        })
        .flatten()
        .collect();
    let visits: HashSet<EntryId> = new
        .iter()
        .filter(|entry| matches!(entry.content, Content::Encounter(_)) && !entry.withdrawn)
        .map(|entry| entry.id)
        .collect();
    let mut of_visits: HashMap<EntryId, u32> = HashMap::new();
    let mut items: Vec<NewsItem> = Vec::new();
    let mut places = HashMap::new();
    for entry in new.iter().filter(|entry| !reported.contains(&entry.id)) {
        let visit = entry.encounter.filter(|visit| visits.contains(visit));
        if let Some(visit) = visit
            && entry.section != Section::Results
            && !entry.withdrawn
            && entry.version == 1
        {
            *of_visits.entry(visit).or_default() += 1;
            continue;
        }
        if let Content::Observation(observation) = &entry.content
            && !entry.withdrawn
        {
            // What was measured at home is told once, however many days it was measured on.
            let code = entry.source.is_told().then_some(&observation.code.code);
            let at = code.is_none().then_some(entry.occurred_at);
            let place = (at, code, &entry.source, entry.encounter, entry.version > 1);
            let at = *places.entry(place).or_insert(items.len());
            if let Some(item) = items.get_mut(at) {
                item.more += 1;
                continue;
            }
        }
        items.push(NewsItem::of(entry));
    }
    for item in &mut items {
        item.more += of_visits.get(&item.entry).copied().unwrap_or(0);
    }
    items
}

/// Tells with the items what was said against entries, or answered, each with its moment in
/// microseconds; `entries` are those it is about.
pub fn add_reports(items: &mut Vec<NewsItem>, entries: &[Entry], reports: &[(ReportMark, i64)]) {
    for (mark, at) in reports {
        if let Some(item) = items.iter_mut().find(|item| item.entry == mark.entry) {
            item.report = Some(mark.state);
        } else if let Some(entry) = entries.iter().find(|entry| entry.id == mark.entry)
            && let Ok(at) = OffsetDateTime::from_unix_timestamp_nanos(i128::from(*at) * 1_000)
        {
            let report = Some(mark.state);
            items.push(NewsItem { report, received_at: at, ..NewsItem::of(entry) });
        }
    }
    items.sort_by_key(|item| Reverse(item.received_at));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::model::{
        Coding, DiagnosticReport, Note, Observation, ResultStatus, Source, SourceKind, Value,
    };
    use time::macros::datetime;
    use uuid::Uuid;

    fn entry(n: u128, content: Content) -> Entry {
        let at = datetime!(2026-01-01 08:00 UTC);
        Entry {
            id: EntryId(Uuid::from_u128(n)),
            version: 1,
            section: content.section(),
            occurred_at: at,
            received_at: at,
            source: Source::of(SourceKind::Clinical),
            encounter: None,
            withdrawn: false,
            held_until: None,
            content,
        }
    }

    fn coding(display: &str) -> Coding {
        Coding { system: String::new(), code: String::new(), display: display.into() }
    }

    fn value(n: u128) -> Entry {
        let value = Value { number: Some(1.0), unit: String::new(), text: "1".into() };
        entry(n, Content::Observation(Observation::new(coding("Глюкоза"), value, None)))
    }

    fn report(n: u128, results: &[u128]) -> Entry {
        let results = results.iter().map(|n| EntryId(Uuid::from_u128(*n))).collect();
        entry(
            n,
            Content::DiagnosticReport(DiagnosticReport {
                code: coding("Анализ крови"),
                status: ResultStatus::Final,
                results,
                conclusion: None,
                issued_at: None,
                specimen: None,
                forms: Vec::new(),
                request: None,
            }),
        )
    }

    #[test]
    fn a_report_with_its_values_is_one_item() {
        let items = gather(vec![value(1), report(9, &[1, 2]), value(2)]);
        assert_eq!(items.len(), 1);
        assert_eq!((items[0].name.as_deref(), items[0].more), (Some("Анализ крови"), 0));
    }

    #[test]
    fn values_of_one_time_and_place_are_one_item_and_notes_are_not() {
        let note = |n| entry(n, Content::Note(Note::new("x".into())));
        let mut elsewhere = value(3);
        elsewhere.source.organization_name = Some("Лаборатория".into());
        let items = gather(vec![value(1), note(4), value(2), elsewhere, note(5)]);
        let told: Vec<_> = items.iter().map(|item| (item.section, item.more)).collect();
        assert_eq!(
            told,
            [
                (Section::Notes, 0),
                (Section::Notes, 0),
                (Section::Results, 0),
                (Section::Results, 1)
            ]
        );
    }

    #[test]
    fn what_was_measured_at_home_day_by_day_is_one_item_of_its_kind() {
        let told = |n, code: &str, days| {
            let mut told = value(n);
            told.source = Source::of(SourceKind::SelfReported);
            told.occurred_at += time::Duration::days(days);
            if let Content::Observation(observation) = &mut told.content {
                observation.code.code = code.into();
            }
            told
        };
        let items = gather(vec![told(1, "a", 0), told(2, "a", 1), told(3, "b", 1), value(4)]);
        let mut more: Vec<_> = items.iter().map(|item| (item.is_own, item.more)).collect();
        more.sort_unstable();
        assert_eq!(more, [(false, 0), (true, 0), (true, 1)]);
    }

    #[test]
    fn what_was_written_for_a_visit_is_told_with_it_and_results_are_not() {
        let visit = entry(
            9,
            Content::Encounter(crate::record::model::Encounter::new(
                crate::record::model::EncounterClass::Ambulatory,
                "Приём".into(),
            )),
        );
        let of_visit = |mut one: Entry| {
            one.encounter = Some(visit.id);
            one
        };
        let note = of_visit(entry(4, Content::Note(Note::new("x".into()))));
        let mut withdrawn = of_visit(entry(5, Content::Note(Note::new("y".into()))));
        withdrawn.withdrawn = true;
        let items = gather(vec![of_visit(value(1)), visit.clone(), note.clone(), withdrawn]);
        let told: Vec<_> = items.iter().map(|item| (item.section, item.more)).collect();
        assert_eq!(told, [(Section::Visits, 1), (Section::Notes, 0), (Section::Results, 0)]);
        assert_eq!(gather(vec![note]).len(), 1, "of a visit of long ago");
    }

    #[test]
    fn the_last_to_come_is_the_first_to_be_told() {
        let mut late = value(1);
        (late.received_at, late.version) = (datetime!(2026-02-01 08:00 UTC), 2);
        let items = gather(vec![value(2), late]);
        let told: Vec<_> = items.iter().map(|item| item.is_correction).collect();
        assert_eq!(told, [true, false]);
    }
}
