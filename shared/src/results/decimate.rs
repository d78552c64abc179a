//! Fewer points to draw, and the same picture.

/// A point of a line, in the order of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// Seconds, or any other measure that grows with time.
    pub x: f64,
    pub y: f64,
    /// Out of the range printed with it: it is drawn with a shape of its own.
    pub is_out: bool,
    /// The line breaks before it.
    pub is_broken: bool,
}

/// The indices of the points to draw on `columns` pixels from `from` to `to`, in order. Kept are of
/// every column, and of every unbroken piece of line within it, the first and the last point, the
/// least and the greatest, and the same of those out of range; so are the points on both sides of
/// every break, and the neighbours outside the window, to which the line leads. Takes one pass:
/// O(n). At most eight points a column are kept for every piece of line in it.
pub fn decimate(dots: &[Dot], from: f64, to: f64, columns: u32) -> Vec<usize> {
    decimate_each(dots.iter().copied().enumerate(), from, to, columns)
}

/// The same of points kept in any other way, each with its index.
pub fn decimate_each(
    dots: impl Iterator<Item = (usize, Dot)>,
    from: f64,
    to: f64,
    columns: u32,
) -> Vec<usize> {
    let width = to - from;
    if columns == 0 || !width.is_finite() || width <= 0.0 {
        return Vec::new();
    }
    let mut kept = Vec::new();
    let mut bucket: Option<(i64, Bucket)> = None;
    let mut before = None;
    for (at, dot) in dots {
        if !dot.x.is_finite() || !dot.y.is_finite() {
            continue;
        }
        if dot.x < from {
            before = Some(at);
            continue;
        }
        if dot.x > to {
            kept.extend(before.take());
            flush(&mut bucket, &mut kept);
            kept.push(at);
            break;
        }
        kept.extend(before.take());
        let column = column(dot.x, from, width, columns);
        let is_next = match &bucket {
            Some((last, _)) => *last != column || dot.is_broken,
            None => true,
        };
        if is_next {
            flush(&mut bucket, &mut kept);
        }
        let (_, bucket) = bucket.get_or_insert_with(|| (column, Bucket::default()));
        bucket.take(at, &dot);
    }
    flush(&mut bucket, &mut kept);
    kept
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a column lies between nought and their number, which is a u32"
)]
fn column(x: f64, from: f64, width: f64, columns: u32) -> i64 {
    let place = (x - from) / width * f64::from(columns);
    place.floor().clamp(0.0, f64::from(columns - 1)) as i64
}

/// What is kept of one column.
#[derive(Default)]
struct Bucket {
    ends: Option<(usize, usize)>,
    all: Extremes,
    out: Extremes,
    out_ends: Option<(usize, usize)>,
}

#[derive(Default)]
struct Extremes {
    least: Option<(usize, f64)>,
    greatest: Option<(usize, f64)>,
}

impl Bucket {
    fn take(&mut self, at: usize, dot: &Dot) {
        let ends = |ends: Option<(usize, usize)>| Some((ends.map_or(at, |(first, _)| first), at));
        self.ends = ends(self.ends);
        self.all.take(at, dot.y);
        if dot.is_out {
            self.out_ends = ends(self.out_ends);
            self.out.take(at, dot.y);
        }
    }

    fn kept(&self) -> impl Iterator<Item = usize> {
        let pair = |ends: Option<(usize, usize)>| {
            [ends.map(|(first, _)| first), ends.map(|(_, last)| last)]
        };
        [pair(self.ends), self.all.kept(), pair(self.out_ends), self.out.kept()]
            .into_iter()
            .flatten()
            .flatten()
    }
}

impl Extremes {
    fn take(&mut self, at: usize, y: f64) {
        if self.least.is_none_or(|(_, least)| y < least) {
            self.least = Some((at, y));
        }
        if self.greatest.is_none_or(|(_, greatest)| y > greatest) {
            self.greatest = Some((at, y));
        }
    }

    fn kept(&self) -> [Option<usize>; 2] {
        [self.least.map(|(at, _)| at), self.greatest.map(|(at, _)| at)]
    }
}

fn flush(bucket: &mut Option<(i64, Bucket)>, kept: &mut Vec<usize>) {
    let Some((_, bucket)) = bucket.take() else { return };
    // Eight at most: sorting them is nothing.
    let mut indices: Vec<usize> = bucket.kept().collect();
    indices.sort_unstable();
    indices.dedup();
    kept.extend(indices);
}

#[cfg(test)]
#[path = "tests/decimate.rs"]
mod tests;
