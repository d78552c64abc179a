//! The chart alone, as `make bench` measures it beside other libraries: a page gets
//! `window.medkarta` with `draw` and `pan`, and with `wait` and `arrive` for a page that has been
//! waiting for its values when they come.

use std::cell::RefCell;
use std::rc::Rc;

use frontend::catalogue::of_many;
use frontend::ui::{Chart, Plot, SkeletonKind, draw_into, slow_skeleton};
use js_sys::{Float64Array, Object, Reflect, Uint8Array};
use shared::lang::Lang;
use shared::record::model::Interval;
use shared::results::api::ResultSeries;
use shared::results::chart::Columns;
use time::UtcOffset;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::{Closure, WasmClosure};
use web_sys::{Element, HtmlCanvasElement};
use yew::Renderer;
use yew::prelude::*;

/// Columns of moments, numbers and what is out of range, the interval, and the size in pixels.
type Draw = dyn FnMut(HtmlCanvasElement, Float64Array, Float64Array, Uint8Array, JsValue, JsValue);

fn main() {
    let kept: Rc<RefCell<Option<Plot>>> = Rc::default();
    let draw: Closure<Draw> = Closure::new({
        let kept = kept.clone();
        move |canvas: HtmlCanvasElement,
              x: Float64Array,
              y: Float64Array,
              out: Uint8Array,
              band: JsValue,
              size: JsValue| {
            let (low, high) = pair(&band);
            let (width, height) = pair(&size);
            let band = Interval { low: Some(low), high: Some(high) };
            let columns = Columns::of_numbers(x.to_vec(), y.to_vec(), &out.to_vec(), Some(band));
            *kept.borrow_mut() = draw_into(&canvas, columns, width, height);
        }
    });
    let pan: Closure<dyn FnMut(f64, f64)> = Closure::new(move |zoom: f64, by: f64| {
        if let Some(plot) = kept.borrow_mut().as_mut() {
            if (zoom - 1.0).abs() > f64::EPSILON {
                plot.zoom(zoom);
            }
            plot.pan(by);
        }
    });
    let come: Rc<RefCell<Callback<()>>> = Rc::default();
    let wait: Closure<dyn FnMut(Element, u32)> = Closure::new({
        let come = come.clone();
        move |place, count| {
            let props = PageProps {
                series: Rc::new(vec![of_many(Lang::Ru, count)]),
                come: Come(come.clone()),
            };
            Renderer::<Page>::with_root_and_props(place, props).render();
        }
    });
    let arrive: Closure<dyn FnMut()> = Closure::new(move || {
        let come = come.borrow().clone();
        come.emit(());
    });
    let all = Object::new();
    give(&all, "draw", draw);
    give(&all, "pan", pan);
    give(&all, "wait", wait);
    give(&all, "arrive", arrive);
    // A page always has its own object to write on.
    let _ = Reflect::set(&js_sys::global(), &"medkarta".into(), &all);
}

/// Called when the values come.
#[derive(Clone)]
struct Come(Rc<RefCell<Callback<()>>>);

impl PartialEq for Come {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Properties, PartialEq)]
struct PageProps {
    series: Rc<Vec<ResultSeries>>,
    come: Come,
}

/// As a page of the portal is when its values come: it has drawn its waiting, and now draws them.
#[component]
fn Page(props: &PageProps) -> Html {
    let is_there = use_state_eq(|| false);
    {
        let setter = is_there.setter();
        let come = props.come.clone();
        use_effect_with((), move |()| {
            *come.0.borrow_mut() = Callback::from(move |()| setter.set(true));
        });
    }
    if *is_there {
        html! { <Chart title="Глюкоза" series={props.series.clone()} offset={UtcOffset::UTC} /> }
    } else {
        slow_skeleton(Lang::Ru, SkeletonKind::List, false, Callback::noop())
    }
}

fn give<T: ?Sized + WasmClosure>(all: &Object, name: &str, closure: Closure<T>) {
    let _ = Reflect::set(all, &name.into(), &closure.into_js_value());
}

/// The first two numbers of an array; nought for what is no number.
fn pair(of: &JsValue) -> (f64, f64) {
    let at = |index| Reflect::get_u32(of, index).ok().and_then(|it| it.as_f64()).unwrap_or(0.0);
    (at(0), at(1))
}
