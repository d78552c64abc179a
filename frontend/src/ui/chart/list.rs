//! The drawing as a list of values, for whoever walks it by keys and hears it.

use shared::results::chart::{Cursor, cursors};
use yew::prelude::*;

use super::card::option_id;
use super::figure::Figure;
use super::stage::Stage;

/// So many values are all in the page; of more only those about the current one are.
const ALL: usize = 60;
const BESIDE: usize = 15;

#[derive(Properties, PartialEq)]
pub(super) struct PointsProps {
    pub stage: Stage,
    /// Changes with what is shown.
    pub turn: usize,
    pub id: AttrValue,
    pub title: AttrValue,
    /// The ids of what tells about it in full.
    pub described_by: AttrValue,
}

/// One stop of the keyboard; within it keys lead from value to value (ARIA listbox, the current one
/// by `aria-activedescendant`).
#[component]
pub(super) fn Points(props: &PointsProps) -> Html {
    let chosen = use_state_eq(|| None::<Cursor>);
    {
        let (stage, chosen) = (props.stage.clone(), chosen.setter());
        use_effect_with(stage, move |stage| {
            stage.on_chosen(Callback::from(move |to| chosen.set(to)));
        });
    }
    let Some(figure) = props.stage.figure() else { return Html::default() };
    let chosen = (*chosen).filter(|cursor| figure.point(*cursor).is_some());
    let list = props.stage.nodes().list.clone();
    let active = chosen.map(|cursor| option_id(&props.id, cursor));
    html! {
        <ul class="chart__points" id={props.id.clone()} ref={list} role="listbox" tabindex="0"
            aria-label={props.title.clone()} aria-describedby={props.described_by.clone()}
            aria-orientation="horizontal" aria-activedescendant={active}>
            { for window(&figure, chosen).map(|cursor| option(props, &figure, cursor, chosen)) }
        </ul>
    }
}

/// The values of the current series that are in the page.
fn window(figure: &Figure, chosen: Option<Cursor>) -> impl Iterator<Item = Cursor> {
    let count = |of: usize| figure.series.get(of).map_or(0, |series| series.points.len());
    // Where keys begin: a list without options would be none.
    let mut first = std::iter::once(figure.primary).chain(0..figure.series.len());
    let of = chosen.map(|cursor| cursor.series).or_else(|| first.find(|of| count(*of) > 0));
    let of = of.unwrap_or_default();
    let count = count(of);
    let at = chosen.map_or(count, |cursor| cursor.point);
    let (from, to) = if count <= ALL {
        (0, count)
    } else {
        (at.saturating_sub(BESIDE), (at + BESIDE + 1).min(count))
    };
    cursors(&figure.series, of).skip(from).take(to - from)
}

fn option(props: &PointsProps, figure: &Figure, cursor: Cursor, chosen: Option<Cursor>) -> Html {
    let count = figure.series.get(cursor.series).map_or(0, |series| series.points.len());
    let line = figure.said(cursor).map(|(name, said)| said.line(name)).unwrap_or_default();
    let id = option_id(&props.id, cursor);
    html! {
        <li key={id.clone()} {id} class="unseen" role="option"
            aria-selected={(chosen == Some(cursor)).to_string()}
            aria-posinset={(cursor.point + 1).to_string()} aria-setsize={count.to_string()}>
            { line }
        </li>
    }
}
