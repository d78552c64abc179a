use shared::format;
use shared::lang::Lang;
use time::Date;
use yew::prelude::*;

use super::table::{Column, table};

/// One measured value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub date: Date,
    pub value: f64,
}

/// What a chart shows, and in which words.
pub struct Series<'a> {
    pub name: &'a str,
    pub unit: &'a str,
    /// Oldest first.
    pub points: &'a [Point],
    /// The usual interval; a missing end is open.
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// The words «Date» and «Value» over the table behind the chart.
    pub columns: [&'a str; 2],
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 220.0;
const MARGIN: f64 = 24.0;

/// A line over time with the usual interval behind it. The same numbers stand in a table below,
/// for everybody who does not read charts.
pub fn chart(lang: Lang, series: &Series<'_>) -> Html {
    let Some(frame) = Frame::around(series) else { return Html::default() };
    let places: Vec<(f64, f64)> = series.points.iter().map(|point| frame.place(*point)).collect();
    let line: Vec<String> = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let top = series.high.map_or(MARGIN, |high| frame.y(high));
    let bottom = series.low.map_or(HEIGHT - MARGIN, |low| frame.y(low));
    let rows = series.points.iter().rev().map(|point| {
        let value = format!("{} {}", format::number(lang, point.value), series.unit);
        vec![html! { format::date(lang, point.date) }, html! { value }]
    });
    let [date, value] = series.columns;
    let columns = [
        Column { name: date.to_owned().into(), is_number: false },
        Column { name: value.to_owned().into(), is_number: true },
    ];
    html! {
        <figure class="chart">
            <svg viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img" focusable="false"
                aria-label={format!("{}, {}", series.name, series.unit)}>
                <rect class="chart__band" x="0" y={px(top)} width="100%" height={px(bottom - top)} />
                for limit in [series.low, series.high].into_iter().flatten() {
                    <line class="chart__limit" x1="0" x2="100%" y1={px(frame.y(limit))} y2={px(frame.y(limit))} />
                    <text class="chart__word" x="4" y={px(frame.y(limit) - 5.0)}>
                        { format::number(lang, limit) }
                    </text>
                }
                <polyline class="chart__line" points={line.join(" ")} fill="none" />
                for ((x, y), point) in places.iter().zip(series.points) {
                    <circle class={dot(series, point.value)} cx={px(*x)} cy={px(*y)} r="5" />
                }
            </svg>
            <figcaption>
                <details>
                    <summary>{ series.name }{ ", " }{ series.unit }</summary>
                    { table(series.name, &columns, rows.collect()) }
                </details>
            </figcaption>
        </figure>
    }
}

fn dot(series: &Series<'_>, value: f64) -> &'static str {
    let is_out =
        series.low.is_some_and(|low| value < low) || series.high.is_some_and(|high| value > high);
    if is_out { "chart__dot is-out" } else { "chart__dot" }
}

fn px(number: f64) -> String {
    format!("{number:.1}")
}

/// From which day to which, from which value to which.
struct Frame {
    first: Date,
    days: f64,
    from: f64,
    to: f64,
}

impl Frame {
    fn around(series: &Series<'_>) -> Option<Self> {
        let (first, last) = (series.points.first()?.date, series.points.last()?.date);
        let values = series.points.iter().map(|point| point.value);
        let (mut from, mut to) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.chain(series.low).chain(series.high) {
            (from, to) = (from.min(value), to.max(value));
        }
        #[expect(clippy::cast_precision_loss, reason = "days of a life are few")]
        let days = (last - first).whole_days().max(1) as f64;
        // Equal values still need a height to stand in.
        let to = if to > from { to } else { from + 1.0 };
        Some(Self { first, days, from, to })
    }

    fn y(&self, value: f64) -> f64 {
        HEIGHT - MARGIN - (value - self.from) / (self.to - self.from) * (HEIGHT - 2.0 * MARGIN)
    }

    fn place(&self, point: Point) -> (f64, f64) {
        #[expect(clippy::cast_precision_loss, reason = "days of a life are few")]
        let day = (point.date - self.first).whole_days() as f64;
        (MARGIN * 2.0 + day / self.days * (WIDTH - 3.0 * MARGIN), self.y(point.value))
    }
}
