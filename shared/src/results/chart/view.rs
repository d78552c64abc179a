//! The window in time, and how it moves.

/// The narrowest window, in seconds: ten minutes.
const NARROWEST: f64 = 600.0;
const DAY: f64 = 86_400.0;
/// Air on each side of all values, as a part of their width.
const AIR: f64 = 0.03;

/// From when to when is seen, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    pub from: f64,
    pub to: f64,
}

/// A length of time one can ask for, up to the newest value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    ThreeMonths,
    Year,
    FiveYears,
    All,
}

impl Period {
    pub const ALL: &[Self] = &[Self::ThreeMonths, Self::Year, Self::FiveYears, Self::All];

    /// In seconds, by the mean year of the calendar; nothing for all.
    const fn width(self) -> Option<f64> {
        const YEAR: f64 = 365.2425 * DAY;
        match self {
            Self::ThreeMonths => Some(YEAR / 4.0),
            Self::Year => Some(YEAR),
            Self::FiveYears => Some(5.0 * YEAR),
            Self::All => None,
        }
    }
}

impl View {
    /// Around all values, with some air. One moment gets the days around it; without values it is
    /// nothing.
    pub fn around(ends: impl IntoIterator<Item = (f64, f64)>) -> Option<Self> {
        let ends = ends.into_iter().filter(|(from, to)| from.is_finite() && to.is_finite());
        let (from, to) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |whole, (from, to)| {
            (whole.0.min(from), whole.1.max(to))
        });
        if from > to {
            return None;
        }
        let air = ((to - from) * AIR).max(if to > from { NARROWEST } else { 3.0 * DAY });
        Some(Self { from: from - air, to: to + air })
    }

    pub fn width(self) -> f64 {
        self.to - self.from
    }

    pub fn middle(self) -> f64 {
        f64::midpoint(self.from, self.to)
    }

    pub fn holds(self, x: f64) -> bool {
        (self.from..=self.to).contains(&x)
    }

    /// The part of it that a period shows: its end. A period longer than the whole is the whole.
    pub fn of(period: Period, whole: Self) -> Self {
        match period.width() {
            Some(width) if width < whole.width() => {
                Self { from: whole.to - width * (1.0 + AIR), to: whole.to }.within(whole)
            }
            Some(_) | None => whole,
        }
    }

    /// The period that shows just this, the shortest where several do.
    pub fn period(self, whole: Self) -> Option<Period> {
        let is_it = |period: &Period| self.is_near(Self::of(*period, whole));
        // All is all, however short.
        let all = Some(Period::All).filter(is_it);
        all.or_else(|| Period::ALL.iter().copied().find(is_it))
    }

    fn is_near(self, other: Self) -> bool {
        let hair = other.width() * 1e-6;
        (self.from - other.from).abs() <= hair && (self.to - other.to).abs() <= hair
    }

    /// Made narrower (`factor` under 1) or wider, so that the moment `about` stays where it is seen.
    #[must_use]
    pub fn zoomed(self, factor: f64, about: f64, whole: Self) -> Self {
        if !factor.is_finite() || factor <= 0.0 || !about.is_finite() {
            return self;
        }
        let least = NARROWEST.min(whole.width());
        let width = (self.width() * factor).clamp(least, whole.width().max(least));
        let place = (about - self.from) / self.width();
        let from = about - width * place;
        Self { from, to: from + width }.within(whole)
    }

    /// Moved by a part of its own width: above nought towards later.
    #[must_use]
    pub fn panned(self, by: f64, whole: Self) -> Self {
        if !by.is_finite() {
            return self;
        }
        let by = self.width() * by;
        Self { from: self.from + by, to: self.to + by }.within(whole)
    }

    /// Moved just so far that a moment is in sight, and not at the very edge.
    #[must_use]
    pub fn showing(self, x: f64, whole: Self) -> Self {
        let air = self.width() * AIR;
        let by = if x < self.from + air {
            x - air - self.from
        } else if x > self.to - air {
            x + air - self.to
        } else {
            return self;
        };
        Self { from: self.from + by, to: self.to + by }.within(whole)
    }

    /// Pushed back into the whole; what is wider than it becomes it.
    #[must_use]
    pub fn within(self, whole: Self) -> Self {
        let width = self.width();
        if !width.is_finite() || width >= whole.width() {
            return whole;
        }
        if self.from < whole.from {
            Self { from: whole.from, to: whole.from + width }
        } else if self.to > whole.to {
            Self { from: whole.to - width, to: whole.to }
        } else {
            self
        }
    }
}
