//! Results with what they are compared with, as they cross the wire.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::chart::{Course, Marks, Visit, seconds};
use super::compare::{ComparedEntries, FoundComparison};
use super::flag::Flagged;
use super::line::Mark;
use super::list::{FoundResultList, ResultQuery};
use super::release::ReleaseRule;
use super::trend::Direction;
use super::value::Bound;
use crate::contract::{Route, route};
use crate::endpoint;
use crate::files::model::EntryFile;
use crate::id::{EntryId, PatientId};
use crate::lang::{Lang, Text};
use crate::measurements::model::TargetOrigin;
use crate::record::api::NewNote;
use crate::record::model::{
    Coding, Entry, Interval, PatientBrief, PersonName, ResultStatus, Value,
};
use crate::wire_time;
use crate::words::words;

endpoint! {
    /// A report with its values, or one value; each with its interval, its flag and the value
    /// before it (RES-10, RES-13, RES-15).
    FindResults { patient: PatientId, entry: EntryId }
    Get "/patients/{patient}/results/{entry}" => FoundResults
}

endpoint! {
    /// The series that the values of an entry belong to, with the places where they are no longer
    /// comparable (RES-12).
    FindSeries { patient: PatientId, entry: EntryId }
    Get "/patients/{patient}/series/{entry}" => FoundSeries
}

endpoint! {
    /// Several series to stand on one axis of time (RES-4), with what happened besides and what else
    /// can be put beside them. A POST, since the entries are many; nothing changes.
    StackSeries { patient: PatientId }
    Post "/patients/{patient}/series/search" with SeriesQuery => FoundSeries
}

endpoint! {
    /// Reports and single values that meet all of the conditions, newest specimen first, and what
    /// else there is to choose from (RES-1). A POST, since words people search for do not belong in
    /// a URL.
    SearchResults { patient: PatientId }
    Post "/patients/{patient}/results/search" with ResultQuery => FoundResultList
}

endpoint! {
    /// Two to six results side by side, each analyte in a row (RES-6).
    CompareResults { patient: PatientId }
    Post "/patients/{patient}/results/comparison" with ComparedEntries => FoundComparison
}

endpoint! {
    /// When the patient wishes to see new results (RES-14).
    FindRelease { patient: PatientId }
    Get "/patients/{patient}/release" => ReleaseRule
}

endpoint! {
    /// Wishes to see new results at once, or after a doctor's comment or some days.
    SetRelease { patient: PatientId }
    Put "/patients/{patient}/release" with ReleaseRule => ReleaseRule
}

endpoint! {
    /// Shows the patient a result that waits, all the same.
    OpenResult { patient: PatientId, entry: EntryId }
    Post "/patients/{patient}/results/{entry}/opening" => Opening
}

endpoint! {
    /// Says something of a result to the patient; a result that waited opens with it.
    CommentResult { patient: PatientId, entry: EntryId }
    Post "/patients/{patient}/results/{entry}/comments" with NewNote => Entry
}

endpoint! {
    /// Critical results that no doctor has acknowledged, of cards that are open to the caller, the
    /// oldest first (RES-9). Who and since when; what was found is on the result's page.
    ListCritical {}
    Get "/critical" => Vec<CriticalItem>
}

endpoint! {
    /// Says that a doctor knows of a critical value; said twice it stays the first one's.
    AcknowledgeCritical { patient: PatientId, entry: EntryId }
    Post "/patients/{patient}/results/{entry}/acknowledgement" => CriticalState
}

pub const ROUTES: &[Route] = &[
    route::<FindResults>(),
    route::<FindSeries>(),
    route::<StackSeries>(),
    route::<SearchResults>(),
    route::<CompareResults>(),
    route::<FindRelease>(),
    route::<SetRelease>(),
    route::<OpenResult>(),
    route::<CommentResult>(),
    route::<ListCritical>(),
    route::<AcknowledgeCritical>(),
];

words! {
    /// Whether there is something to compare a value with.
    Comparison {
        /// There is nothing earlier.
        First "first",
        /// The method, the specimen or the unit changed, or one of the two is no number.
        NotComparable "not_comparable",
        Between "between",
    }

    /// Whether a change is more than chance.
    ChangeReality {
        /// More than published variation explains.
        Real "real",
        /// Within published variation.
        Usual "usual",
        /// Nothing is published, or there are no two exact numbers.
        NotClaimed "not_claimed",
    }

    /// What stands beside a series.
    NeighbourKind {
        Visit "visit",
        /// One that is still taken: of others the card seldom says when they ended.
        Medicine "medicine",
        /// Other values over time.
        Series "series",
    }

    /// What changed between two values that cannot be compared.
    BreakKind {
        Specimen "specimen",
        Method "method",
        Unit "unit",
    }

    /// Where the factor of a conversion comes from.
    ConversionBasis {
        /// By the definition of the units (UCUM).
        Units "units",
        /// By the molar mass of the substance.
        MolarMass "molar_mass",
        /// By the master equation between the two scales of `HbA1c`.
        IfccMaster "ifcc_master",
    }
}

/// A report and its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct FoundResults {
    /// The report, or the value where it was asked for by itself.
    pub entry: Entry,
    /// In the order of the report.
    pub values: Vec<ResultValue>,
    /// What the report counts up that has no value: not measured yet or no more, or withdrawn.
    pub without_value: Vec<Entry>,
    /// Earlier and later ones of the same name to compare it with, the nearest in time first.
    pub alike: Vec<ResultLink>,
    /// The critical ones among its values, and who knows of them.
    pub critical: Vec<CriticalState>,
    /// Whether the caller may say that they know.
    pub may_acknowledge: bool,
    /// What doctors said of it, the oldest first.
    pub comments: Vec<Entry>,
    /// Whether the caller may say something of it.
    pub may_comment: bool,
    /// Whether it waits, and the caller may see it all the same.
    pub may_open: bool,
    /// The referral it answers.
    pub request: Option<Entry>,
    /// The visit it belongs to.
    pub visit: Option<Entry>,
    /// Its files, to be opened by their numbers.
    pub files: Vec<EntryFile>,
    pub patient: PatientBrief,
}

/// A critical result nobody has acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct CriticalItem {
    pub patient: PatientId,
    /// Whose it is.
    pub name: PersonName,
    #[serde(with = "wire_time::date")]
    pub birth_date: Date,
    /// The value.
    pub entry: EntryId,
    #[serde(with = "wire_time::moment")]
    pub raised_at: OffsetDateTime,
}

/// Who knows of a critical value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct CriticalState {
    /// The value.
    pub entry: EntryId,
    #[serde(with = "wire_time::moment")]
    pub raised_at: OffsetDateTime,
    /// Absent until a doctor has said that they know.
    #[serde(default, with = "wire_time::optional_moment")]
    pub acknowledged_at: Option<OffsetDateTime>,
    /// Who did, as printed: `Соколова Е. В.`
    #[serde(default)]
    pub acknowledged_by: Option<String>,
}

/// Which results wait no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Opening {
    pub opened: Vec<EntryId>,
}

/// Where another result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ResultLink {
    pub entry: EntryId,
    /// When the specimen was taken.
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
}

/// One value among the others of its series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ResultValue {
    /// What was measured, by the name it was sent with.
    pub code: Coding,
    pub point: SeriesPoint,
    /// Only where there is an interval and a number.
    pub line: Option<ValueLine>,
    pub change: ValueChange,
    /// What was measured, in plain words; absent where nothing certain can be said.
    pub meaning: Option<AnalyteMeaning>,
}

/// What an analyte is, for somebody without medical training. It says nothing of a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct AnalyteMeaning {
    /// What it is: one sentence.
    pub what: Bilingual,
    /// Why it is measured: one or two sentences.
    pub why: Bilingual,
    /// The page that says so, by its name; in English.
    pub source_title: String,
    /// Where that page is: another site, asked for nothing until a person goes there.
    pub source_url: String,
}

/// The same words in every language, so that nobody who changes theirs has to ask again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Bilingual {
    /// In Russian.
    pub ru: String,
    /// In English.
    pub en: String,
}

impl Bilingual {
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ru => &self.ru,
            Lang::En => &self.en,
        }
    }
}

impl From<Text> for Bilingual {
    fn from(text: Text) -> Self {
        Self { ru: text.get(Lang::Ru).to_owned(), en: text.get(Lang::En).to_owned() }
    }
}

/// All values of one analyte that the caller may see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct FoundSeries {
    /// Several for an entry of several parts, such as a blood pressure; in its order.
    pub series: Vec<ResultSeries>,
    /// Medicines that are taken now and visits between the first and the last value, the oldest
    /// first; then other series with a number, by name.
    pub neighbours: Vec<SeriesNeighbour>,
    pub patient: PatientBrief,
}

/// Which series are asked for: those that these entries have values of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct SeriesQuery {
    /// One to four; the first is the one that was opened.
    pub entries: Vec<EntryId>,
}

/// As many entries stand on one axis of time.
pub const STACKED_MAX: usize = 4;

/// Something of the card that can stand beside a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct SeriesNeighbour {
    pub kind: NeighbourKind,
    /// The entry: of another series its newest value.
    pub entry: EntryId,
    /// When the visit was, since when the medicine is taken, when the newest value was taken.
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
    /// «Приём терапевта», «Метформин 1000 мг», «Глюкоза».
    pub name: String,
}

impl SeriesQuery {
    /// That of one entry.
    pub fn of(entry: EntryId) -> Self {
        Self { entries: vec![entry] }
    }
}

impl FoundSeries {
    /// Whether all of it are the parts of one measurement, which are read together.
    pub fn is_one_measurement(&self) -> bool {
        let newest = |series: &ResultSeries| series.points.last().map(|point| point.entry);
        let mut newest = self.series.iter().map(newest);
        let first = newest.next();
        self.series.len() > 1 && newest.all(|entry| Some(entry) == first)
    }

    /// What happened besides, as the chart takes it.
    pub fn marks(&self) -> Marks {
        let mut marks = Marks::default();
        for it in &self.neighbours {
            let (at, name) = (seconds(it.at), it.name.clone());
            match it.kind {
                NeighbourKind::Visit => marks.visits.push(Visit { at, name }),
                NeighbourKind::Medicine => {
                    marks.courses.push(Course { from: at, until: None, name });
                }
                NeighbourKind::Series => {}
            }
        }
        marks
    }

    /// Those of a kind, in their order.
    pub fn beside(&self, kind: NeighbourKind) -> impl DoubleEndedIterator<Item = &SeriesNeighbour> {
        self.neighbours.iter().filter(move |it| it.kind == kind)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ResultSeries {
    /// By the newest name it was sent with.
    pub code: Coding,
    /// The unit of the axis: the one printed with the newest number; empty where none was.
    pub unit: String,
    /// In the order their specimens were taken.
    pub points: Vec<SeriesPoint>,
    pub breaks: Vec<SeriesBreak>,
    /// How numbers printed in other units came onto the axis; none where all are as printed.
    pub conversions: Vec<UnitConversion>,
    /// How the newest number moved; absent where there is no number.
    pub latest: Option<ValueChange>,
    /// What was measured, in plain words; absent where nothing certain can be said.
    pub meaning: Option<AnalyteMeaning>,
    /// Where the patient's own measurements should lie; absent where there are none, or no target.
    #[serde(default)]
    pub goal: Option<SeriesGoal>,
}

/// The target of a series in which the patient's own measurements are (VIT-3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct SeriesGoal {
    /// In the unit of the axis.
    pub interval: Interval,
    pub origin: TargetOrigin,
    /// Who set it, as printed: `Соколова Е. В.`
    pub by: Option<String>,
}

/// How one unit became another (RES-12): `to = from × factor + offset`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct UnitConversion {
    /// As printed.
    pub from: String,
    /// The unit of the axis, as printed.
    pub to: String,
    pub factor: f64,
    /// Nought for all but `HbA1c`.
    pub offset: f64,
    pub basis: ConversionBasis,
    /// The substance whose molar mass it is.
    pub component: Option<String>,
    /// Its molar mass.
    pub grams_per_mole: Option<f64>,
    /// Where the molar mass is published.
    pub source: Option<String>,
}

/// One value of a series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct SeriesPoint {
    pub entry: EntryId,
    /// When the specimen was taken.
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
    /// When this system learnt of it.
    #[serde(with = "wire_time::moment")]
    pub received_at: OffsetDateTime,
    /// As printed.
    pub value: Value,
    /// In the unit of the axis; absent where it has no number or cannot be told in that unit.
    pub number: Option<f64>,
    /// Where it stands in its own unit: its number, or the limit of one that was not measured
    /// exactly.
    pub drawn_at: Option<f64>,
    /// On which side of that limit it lies; absent where it was measured exactly.
    pub bound: Option<Bound>,
    /// Which of the conversions of its series gave the number; absent where none was needed, and
    /// wherever it is told without its series.
    pub conversion: Option<u32>,
    /// The interval printed with this very value, in its own unit.
    pub reference: Option<Interval>,
    /// In the words it was printed in.
    pub reference_text: Option<String>,
    /// What of it is for this person, in the value's own unit.
    pub usual: Option<Interval>,
    /// The same in the unit of the axis.
    pub band: Option<Interval>,
    /// Beyond it the value is critical, in its own unit.
    pub critical: Option<Interval>,
    /// Absent where nothing can be claimed.
    pub flag: Option<Flagged>,
    pub status: ResultStatus,
    pub specimen: Option<String>,
    pub method: Option<String>,
    /// The patient's own word, and not a clinic's.
    #[serde(default)]
    pub is_told: bool,
    /// The laboratory it comes from, or whoever else sent it.
    pub laboratory: Option<String>,
}

/// A place where no line is drawn, and why, as printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct SeriesBreak {
    /// The index of the first point after it.
    pub before: u32,
    pub kind: BreakKind,
    pub from: String,
    pub to: String,
}

/// How a value moved since the one before it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ValueChange {
    pub comparison: Comparison,
    /// Also where the two cannot be compared.
    pub previous: Option<SeriesPoint>,
    /// Why not, where something changed between them.
    pub breaks: Vec<SeriesBreak>,
    pub direction: Option<Direction>,
    /// In the unit of the axis; only between exact numbers.
    pub difference: Option<f64>,
    /// Of the earlier value, in per cent; only between exact numbers above nought.
    pub percent: Option<f64>,
    pub reality: ChangeReality,
    /// What `reality` rests on; absent where nothing is claimed.
    pub usual: Option<UsualChange>,
}

/// The change that chance alone explains, in per cent of the earlier value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct UsualChange {
    /// Above nought.
    pub up: f64,
    /// Below nought.
    pub down: f64,
    /// What the measurement is taken to vary by.
    pub measured: f64,
    /// The publication.
    pub source: String,
}

/// The number line beside a value, from 0, its left end, to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ValueLine {
    /// The numbers at its ends, in the unit of the value.
    pub from: f64,
    pub to: f64,
    pub usual: LinePart,
    pub marks: Vec<Mark>,
    /// Where the value is drawn.
    pub value: f64,
    /// Where it may lie: a censored value, or a range.
    pub may_lie: LinePart,
    /// It lies beyond the end it is drawn at.
    pub is_beyond: bool,
}

/// A part of a number line.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct LinePart {
    pub from: f64,
    pub to: f64,
}
