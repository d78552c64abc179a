//! The card beside a point: what it says, from whom, and against what.

use shared::results::chart::{Cursor, Said};
use shared::results::text::chart as text;
use shared::shell;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::stage::{Shown, Stage};
use crate::prefs::use_lang;
use crate::ui::icon::Icon;

/// Between the point and its card, in pixels.
const GAP: f64 = 14.0;

#[derive(Properties, PartialEq)]
pub(super) struct PointCardProps {
    pub stage: Stage,
    /// Changes with what is shown.
    pub turn: usize,
    /// Whether its result can be opened from here.
    pub opens: bool,
}

/// Follows the point that is told about. Nothing but this small piece is drawn anew for it.
#[component]
pub(super) fn PointCard(props: &PointCardProps) -> Html {
    let lang = use_lang();
    let shown = use_state_eq(|| None::<Shown>);
    let node = use_node_ref();
    {
        let (stage, shown) = (props.stage.clone(), shown.setter());
        use_effect_with(stage, move |stage| {
            stage.on_shown(Callback::from(move |to| shown.set(to)))
        });
    }
    {
        let node = node.clone();
        use_effect_with(*shown, move |shown| {
            if let (Some(shown), Some(card)) = (shown, node.cast::<HtmlElement>()) {
                put(&card, shown);
            }
        });
    }
    let Some(Shown { cursor, is_chosen, .. }) = *shown else { return Html::default() };
    let Some(figure) = props.stage.figure() else { return Html::default() };
    let Some((name, said)) = figure.said(cursor) else { return Html::default() };
    let count = figure.series.get(cursor.series).map_or(0, |series| series.points.len());
    let position = text::position(lang, cursor.point + 1, count);
    let (close, open) = {
        let (one, other) = (props.stage.clone(), props.stage.clone());
        (
            Callback::from(move |_: MouseEvent| one.choose(None)),
            Callback::from(move |_: MouseEvent| other.open()),
        )
    };
    html! {
        // Hidden from a screen reader: the list says the same of the point one is on.
        <div class={classes!("chart__card", is_chosen.then_some("is-chosen"))} ref={node}>
            <div aria-hidden="true">
                if let Some(name) = name {
                    <p class="chart__card-name">{ name.to_owned() }</p>
                }
                <p class="chart__card-value">{ &said.value }</p>
                { facts(&said) }
                <p class="muted">{ position }</p>
            </div>
            if is_chosen {
                <div class="row">
                    if props.opens {
                        <button type="button" class="button button--quiet" onclick={open}>{ text::OPEN.get(lang) }</button>
                    }
                    <button type="button" class="icon-button" aria-label={shell::CLOSE.get(lang)} onclick={close}>
                        { Icon::Close.draw() }
                    </button>
                </div>
            }
        </div>
    }
}

fn facts(said: &Said) -> Html {
    let line = |words: &str| html! { <p>{ words.to_owned() }</p> };
    html! {
        <>
            if let Some(flag) = said.flag {
                <p class="chart__card-flag">{ flag }</p>
            }
            { for said.converted.as_deref().map(line) }
            { for said.censored.map(line) }
            { line(&said.day) }
            { for said.range.as_deref().map(line) }
            { for said.laboratory.as_deref().map(line) }
        </>
    }
}

/// Above the point, or under it where there is no room; never out of the frame.
fn put(card: &HtmlElement, shown: &Shown) {
    let (width, height) = (f64::from(card.offset_width()), f64::from(card.offset_height()));
    let left = (shown.x - width / 2.0).min(shown.width - width).max(0.0);
    let above = shown.y - GAP - height;
    let under = shown.y + GAP;
    let top = if above >= 0.0 || under + height > shown.height { above } else { under };
    let top = top.min(shown.height - height).max(0.0);
    // Fails for no place.
    let _ = card.style().set_property("transform", &format!("translate({left:.1}px, {top:.1}px)"));
}

/// The id of a point's option in the list.
pub(super) fn option_id(list: &str, cursor: Cursor) -> String {
    format!("{list}-{}-{}", cursor.series, cursor.point)
}
