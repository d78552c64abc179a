//! The buttons beside every drag and key, and what window they have led to.

use shared::results::chart::{Period, View, moment};
use shared::results::text::chart as text;
use yew::prelude::*;

use super::hands::{ASIDE, CLOSER, FARTHER};
use super::stage::Stage;
use crate::prefs::use_lang;
use crate::ui::icon::Icon;

#[derive(Properties, PartialEq)]
pub(super) struct ToolsProps {
    pub stage: Stage,
    /// Changes with what is shown.
    pub turn: usize,
    /// The id of the picture they move.
    pub controls: AttrValue,
}

/// Periods, zoom and both directions. Which period is seen, and how many values, is said when
/// nothing moves.
#[component]
pub(super) fn Tools(props: &ToolsProps) -> Html {
    let lang = use_lang();
    let seen = use_state_eq(|| None::<View>);
    {
        let (stage, seen) = (props.stage.clone(), seen.setter());
        use_effect_with(stage, move |stage| {
            stage.on_settled(Callback::from(move |view| seen.set(Some(view))));
        });
    }
    let Some(figure) = props.stage.figure() else { return Html::default() };
    let view = (*seen).or(figure.whole);
    let period = view.zip(figure.whole).and_then(|(view, whole)| view.period(whole));
    let said = view.map(|view| {
        let ends = (moment(view.from), moment(view.to));
        text::seen(lang, ends, figure.offset, figure.count_in(view))
    });
    let tool = |name: &'static str, icon: Icon, act: fn(&Stage)| {
        let stage = props.stage.clone();
        html! {
            <button type="button" class="icon-button" aria-label={name} title={name}
                aria-controls={props.controls.clone()} onclick={move |_: MouseEvent| act(&stage)}>
                { icon.draw() }
            </button>
        }
    };
    html! {
        <div class="chart__tools not-on-paper">
            <div class="chart__periods" role="group" aria-label={text::PERIOD.get(lang)}>
                for one in Period::ALL {
                    { choice(props, *one, period == Some(*one), one.text().get(lang)) }
                }
            </div>
            <div class="chart__moves" role="group" aria-label={text::MOVE.get(lang)}>
                { tool(text::EARLIER.get(lang), Icon::Back, |stage| stage.pan(-ASIDE)) }
                { tool(text::LATER.get(lang), Icon::ChevronRight, |stage| stage.pan(ASIDE)) }
                { tool(text::FARTHER.get(lang), Icon::Minus, |stage| stage.zoom(FARTHER)) }
                { tool(text::CLOSER.get(lang), Icon::Plus, |stage| stage.zoom(CLOSER)) }
            </div>
            <p class="chart__seen muted" role="status">{ said.unwrap_or_default() }</p>
        </div>
    }
}

fn choice(props: &ToolsProps, period: Period, is_pressed: bool, name: &'static str) -> Html {
    let stage = props.stage.clone();
    html! {
        <button type="button" class="chart__period" aria-pressed={is_pressed.to_string()}
            onclick={move |_: MouseEvent| stage.show_period(period)}>
            { name }
        </button>
    }
}
