use yew::prelude::*;

/// The whole line, in per cent.
const WIDTH: f64 = 100.0;

/// Where a value lies against its limits; a missing limit is open. The band in the middle is the
/// usual interval, `name` says the same in words.
pub fn number_line(value: f64, low: Option<f64>, high: Option<f64>, name: &str) -> Html {
    let Some(scale) = Scale::around(low, high, value) else { return Html::default() };
    let from = low.map_or(0.0, |low| scale.place(low));
    let to = high.map_or(WIDTH, |high| scale.place(high));
    let is_out = low.is_some_and(|low| value < low) || high.is_some_and(|high| value > high);
    let mark = if is_out { "number-line__mark is-out" } else { "number-line__mark" };
    html! {
        <svg class="number-line" role="img" aria-label={name.to_owned()} focusable="false">
            <rect class="number-line__track" x="0" y="4" width="100%" height="4" rx="2" />
            <rect class="number-line__band" x={percent(from)} y="4" width={percent(to - from)} height="4" />
            <circle class={mark} cx={percent(scale.place(value))} cy="6" r="5" />
        </svg>
    }
}

fn percent(number: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 100")]
    let whole = number.round() as i32;
    format!("{whole}%")
}

/// From where to where the line runs.
struct Scale {
    from: f64,
    to: f64,
}

impl Scale {
    /// The interval takes the middle half; a value far outside stretches the line.
    fn around(low: Option<f64>, high: Option<f64>, value: f64) -> Option<Self> {
        let (from, to) = match (low, high) {
            (Some(low), Some(high)) if low < high => {
                let margin = (high - low) / 2.0;
                (low - margin, high + margin)
            }
            (Some(limit), None) | (None, Some(limit)) if limit != 0.0 => {
                (limit - limit.abs(), limit + limit.abs())
            }
            _ => return None,
        };
        let (from, to) = (from.min(value), to.max(value));
        (from.is_finite() && to.is_finite() && from < to).then_some(Self { from, to })
    }

    fn place(&self, value: f64) -> f64 {
        (value - self.from) / (self.to - self.from) * WIDTH
    }
}
