//! Values over time (RES-4): looked at, walked by keys, heard, read as a table, saved and printed.
//!
//! What is drawn where is decided in `shared::results::chart`. Here it is put on the page, by
//! elements where they are few and on a canvas where they are many, without a component for each.

mod canvas;
mod card;
mod figure;
mod file;
mod hands;
mod key;
mod list;
mod palette;
mod plot;
mod sound;
mod stage;
mod tools;
mod twin;

pub use plot::{Plot, draw_into};

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use shared::id::EntryId;
use shared::lang::Lang;
use shared::results::api::ResultSeries;
use shared::results::chart::{Layout, Marks, Told};
use shared::results::summary::summary;
use shared::results::text::chart as text;
use time::UtcOffset;
use yew::prelude::*;

use self::card::PointCard;
use self::figure::{Asked, Figure};
use self::hands::Hands;
use self::key::key;
use self::list::Points;
use self::sound::Listen;
use self::stage::Stage;
use self::tools::Tools;
use self::twin::Twin;
use super::button::{Button, ButtonKind};
use super::empty_state::empty_state;
use super::field::use_id;
use super::icon::Icon;
use crate::browser::{self, use_media};
use crate::prefs::use_prefs;

/// The table needs so long to be on the page before it can be printed.
const BEFORE_PRINT_MS: u32 = 100;
/// The height of the primary pane, in pixels.
const HEIGHT: u32 = 240;

#[derive(Properties, PartialEq)]
pub struct ChartProps {
    /// Names the chart for everybody, and its files.
    pub title: AttrValue,
    pub series: Rc<Vec<ResultSeries>>,
    /// Visits and medicines.
    #[prop_or_default]
    pub marks: Rc<Marks>,
    /// As printed, or all in one unit.
    #[prop_or_default]
    pub told: Told,
    #[prop_or_default]
    pub layout: Layout,
    /// The series whose pane is highest, and where keys begin.
    #[prop_or_default]
    pub primary: usize,
    /// The height of the primary pane, in pixels.
    #[prop_or(HEIGHT)]
    pub height: u32,
    /// By whose clock days are told.
    #[prop_or(UtcOffset::UTC)]
    pub offset: UtcOffset,
    /// Opens the result of a value. Without it nothing is opened.
    #[prop_or_default]
    pub on_open: Option<Callback<EntryId>>,
}

/// A chart with everything that can be done to it.
#[component]
pub fn Chart(props: &ChartProps) -> Html {
    let prefs = use_prefs().prefs;
    let lang = prefs.lang;
    let (id, summary_id) = (use_id(), use_id());
    let asked = Asked {
        series: props.series.clone(),
        marks: props.marks.clone(),
        told: props.told,
        layout: props.layout,
        primary: props.primary,
        lang,
        offset: props.offset,
        height: props.height,
    };
    let turn = use_mut_ref(|| 0_usize);
    let stage = use_memo((), |()| Stage::new());
    let figure = {
        let (stage, turn) = (stage.clone(), turn.clone());
        use_memo(asked, move |asked| {
            let figure = Rc::new(Figure::of(asked));
            *turn.borrow_mut() += 1;
            // Before its parts are drawn: they ask the stage what is shown.
            stage.set_figure(figure.clone());
            figure
        })
    };
    let is_table = use_state_eq(|| false);
    use_stage((*stage).clone(), props.on_open.clone(), is_table.setter(), *is_table);
    use_looks((*stage).clone(), figure.whole.is_some());
    if figure.whole.is_none() {
        return empty_state(Icon::Pulse, text::NOTHING.get(lang), Html::default());
    }
    let turn = *turn.borrow();
    let stage = (*stage).clone();
    html! {
        <figure class="chart" aria-label={props.title.clone()}>
            <Tools stage={stage.clone()} {turn} controls={id.clone()} />
            { frame(props, &stage, turn, &id, &summary_id) }
            <figcaption class="chart__told">
                { key(lang, &figure.used(), &figure.marks) }
                <p class="chart__summary" id={summary_id.clone()}>{ spoken(lang, props) }</p>
                { actions(lang, props, &stage, &is_table) }
                <details class="chart__keys not-on-paper">
                    <summary>{ text::KEYS.get(lang) }</summary>
                    <p>{ text::KEYS_TOLD.get(lang) }</p>
                </details>
            </figcaption>
            if *is_table {
                <Twin figure={(*figure).clone()} title={props.title.clone()} />
            }
        </figure>
    }
}

/// The picture, and over it the list of its values and the card of one.
fn frame(
    props: &ChartProps,
    stage: &Stage,
    turn: usize,
    id: &AttrValue,
    summary_id: &AttrValue,
) -> Html {
    let nodes = stage.nodes();
    html! {
        <div class="chart__frame" ref={nodes.frame.clone()}>
            <canvas class="chart__canvas" ref={nodes.canvas.clone()} aria-hidden="true" hidden=true></canvas>
            <svg class="chart__svg" ref={nodes.svg.clone()} aria-hidden="true" focusable="false"></svg>
            <div class="chart__ring" ref={nodes.ring.clone()} hidden=true></div>
            <Points stage={stage.clone()} {turn} id={id.clone()} title={props.title.clone()}
                described_by={summary_id.clone()} />
            <PointCard stage={stage.clone()} {turn} opens={props.on_open.is_some()} />
        </div>
    }
}

/// What is heard before one walks the values; everybody can read it below the picture.
fn spoken(lang: Lang, props: &ChartProps) -> String {
    let said = props.series.iter().map(|series| summary(lang, series, props.offset));
    said.collect::<Vec<_>>().join(" ")
}

fn actions(lang: Lang, props: &ChartProps, stage: &Stage, is_table: &UseStateHandle<bool>) -> Html {
    let quiet = |words: &'static str, on_click: Callback<()>| {
        html! { <Button kind={ButtonKind::Quiet} {on_click}>{ words }</Button> }
    };
    let act = |act: fn(&Stage, &str)| {
        let (stage, title) = (stage.clone(), props.title.clone());
        Callback::from(move |()| act(&stage, &title))
    };
    let turn_table = {
        let is_table = is_table.clone();
        Callback::from(move |_: MouseEvent| is_table.set(!*is_table))
    };
    let print = {
        let is_table = is_table.setter();
        Callback::from(move |()| {
            is_table.set(true);
            Timeout::new(BEFORE_PRINT_MS, browser::print).forget();
        })
    };
    html! {
        <div class="row chart__actions not-on-paper">
            <button type="button" class="button button--secondary" aria-expanded={(**is_table).to_string()}
                onclick={turn_table}>
                { text::TABLE.get(lang) }
            </button>
            <Listen stage={stage.clone()} />
            { quiet(text::SAVE_PNG.get(lang), act(file::save_png)) }
            { quiet(text::SAVE_SVG.get(lang), act(file::save_svg)) }
            { quiet(text::PRINT.get(lang), print) }
        </div>
    }
}

/// Tells the stage what a page does with a value, and what the key of the table does.
#[hook]
fn use_stage(
    stage: Stage,
    on_open: Option<Callback<EntryId>>,
    set_table: UseStateSetter<bool>,
    is_table: bool,
) {
    use_effect_with((on_open, is_table), move |(on_open, is_table)| {
        stage.on_open(on_open.clone().unwrap_or_default());
        let is_table = *is_table;
        stage.on_table(Callback::from(move |()| set_table.set(!is_table)));
    });
}

/// Listens while there is a frame, and draws anew when the page looks otherwise.
#[hook]
fn use_looks(stage: Stage, has_frame: bool) {
    let looks = (
        use_prefs().prefs,
        use_media("(prefers-color-scheme: dark)"),
        use_media("(prefers-contrast: more)"),
        use_media("(forced-colors: active)"),
    );
    {
        let stage = stage.clone();
        use_effect_with(has_frame, move |_| {
            let hands = stage.frame().map(|frame| Hands::on(&stage, &frame));
            stage.request();
            move || drop(hands)
        });
    }
    use_effect_with(looks, move |_| stage.forget_looks());
}
