//! While values are on their way, a chart that nobody sees is drawn once: what a browser translates of
//! the program when it first runs is translated before they come.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use shared::id::EntryId;
use shared::record::model::{Coding, Interval, ResultStatus, Value};
use shared::results::api::{ResultSeries, SeriesPoint};
use shared::results::flag::{Flag, Flagged, Origin};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::{Chart, ChartProps};
use crate::browser;

/// It stays so long: its drawing comes with a frame.
const STAYS_MS: u32 = 50;

/// To be called by a page that waits for the values of a chart.
#[hook]
pub fn use_warm_chart() {
    use_effect_with((), |()| {
        let drawn = Timeout::new(0, || {
            let Some(host) = host() else { return };
            let props = yew::props!(ChartProps { title: "", series: Rc::new(vec![sample()]) });
            let root = host.clone().into();
            let shown = yew::Renderer::<Chart>::with_root_and_props(root, props).render();
            let end = move || {
                shown.destroy();
                host.remove();
            };
            Timeout::new(STAYS_MS, end).forget();
        });
        move || drop(drawn)
    });
}

/// A place on the page that is neither seen nor heard nor reached by keys, but has a width.
fn host() -> Option<HtmlElement> {
    let document = browser::document()?;
    let host: HtmlElement = document.create_element("div").ok()?.dyn_into().ok()?;
    let style = host.style();
    for (name, value) in [("position", "fixed"), ("visibility", "hidden"), ("width", "600px")] {
        // Fails only for a malformed name.
        let _ = style.set_property(name, value);
    }
    document.body()?.append_child(&host).ok()?;
    Some(host)
}

/// Two values, one of them outside of its interval.
fn sample() -> ResultSeries {
    let points = [(1, 5.0, Flag::N), (2, 8.0, Flag::H)];
    ResultSeries {
        code: Coding { system: String::new(), code: String::new(), display: String::new() },
        unit: String::new(),
        points: points.map(|(day, number, flag)| point(day, number, flag)).to_vec(),
        breaks: Vec::new(),
        conversions: Vec::new(),
        latest: None,
        meaning: None,
        goal: None,
    }
}

fn point(day: i64, number: f64, flag: Flag) -> SeriesPoint {
    let at = OffsetDateTime::UNIX_EPOCH + Duration::days(day);
    let interval = Some(Interval { low: Some(3.9), high: Some(6.1) });
    SeriesPoint {
        entry: EntryId(Uuid::nil()),
        at,
        received_at: at,
        value: Value { number: Some(number), unit: String::new(), text: number.to_string() },
        number: Some(number),
        drawn_at: Some(number),
        bound: None,
        conversion: None,
        reference: interval,
        reference_text: None,
        usual: interval,
        band: interval,
        critical: None,
        flag: Some(Flagged { flag, is_critical: false, origin: Origin::Computed }),
        status: ResultStatus::Final,
        specimen: None,
        method: None,
        is_told: false,
        laboratory: None,
    }
}
