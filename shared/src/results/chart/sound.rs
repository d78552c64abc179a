//! A series as tones: higher is higher, and later is later.

use super::columns::Columns;
use super::float;
use super::view::View;

/// About as many tones as anybody would listen to.
const TONES: u32 = 120;
/// The lowest and the highest tone: two octaves around the middle of a piano.
const LOW_HERTZ: f64 = 220.0;
const OCTAVES: f64 = 2.0;

/// One tone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tone {
    /// From 0, the first, to 1, the last, in true time.
    pub at: f64,
    pub hertz: f64,
    /// It sounds otherwise.
    pub is_out: bool,
}

/// The tones of a window, the least number the lowest; peaks stay where there are more than can be
/// heard. Nothing where nothing stands at a height.
pub fn tones(columns: &Columns, view: View) -> Vec<Tone> {
    let kept: Vec<usize> =
        columns.kept(view, TONES / 4).into_iter().filter(|at| view.holds(columns.x(*at))).collect();
    let heights = kept.iter().map(|at| columns.y(*at));
    let (low, high) = heights
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| (low.min(y), high.max(y)));
    let (Some(first), Some(last)) = (kept.first(), kept.last()) else { return Vec::new() };
    let (first, last) = (columns.x(*first), columns.x(*last));
    kept.iter()
        .enumerate()
        .map(|(index, at)| {
            let height = if high > low { (columns.y(*at) - low) / (high - low) } else { 0.5 };
            let place = if last > first {
                (columns.x(*at) - first) / (last - first)
            } else {
                float(index) / float(kept.len())
            };
            let hertz = LOW_HERTZ * (OCTAVES * height).exp2();
            Tone { at: place, hertz, is_out: columns.mark(*at).meaning.is_out() }
        })
        .collect()
}
