//! What a result says and how it is shown: values, intervals, flags, units, series and trends.
//!
//! Everything printed with a value stays what it was: the unit, the interval and the flag are the
//! laboratory's, never a catalogue's (RES-12). What is computed says from what.

pub mod api;
pub mod chart;
pub mod compare;
pub mod decimate;
pub mod flag;
pub mod interval;
pub mod line;
pub mod list;
#[cfg(feature = "server")]
pub mod meaning;
pub mod molar;
pub mod notes;
pub mod release;
pub mod series;
pub mod summary;
pub mod tell;
pub mod text;
pub mod ticks;
pub mod topic;
pub mod trend;
pub mod unit;
pub mod unit_table;
pub mod value;
pub mod variation;

/// Rows of a table kept beside the code: fields between tabs, lines that begin with `#` say what
/// the table is.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}
