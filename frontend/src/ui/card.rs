use shared::shell;
use yew::prelude::*;

use super::field::use_id;
use super::icon::Icon;
use crate::prefs::use_lang;

/// What a card has inside.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum CardState {
    /// Its children.
    #[default]
    Full,
    /// Nothing, and why.
    Empty(AttrValue),
    /// Something the viewer may not see.
    Closed(AttrValue),
}

#[derive(Properties, PartialEq)]
pub struct CardProps {
    pub title: AttrValue,
    #[prop_or_default]
    pub icon: Option<Icon>,
    #[prop_or_default]
    pub state: CardState,
    /// What stands at the end of the title's line.
    #[prop_or_default]
    pub aside: Html,
    /// Danger to health: drawn so that the eye goes there first.
    #[prop_or_default]
    pub critical: bool,
    #[prop_or_default]
    pub class: Classes,
    #[prop_or_default]
    pub children: Html,
}

/// A titled part of a page.
#[component]
pub fn Card(props: &CardProps) -> Html {
    let lang = use_lang();
    let id = use_id();
    let body = match &props.state {
        CardState::Full => props.children.clone(),
        CardState::Empty(why) => html! { <p class="card__empty">{ why }</p> },
        CardState::Closed(why) => html! {
            <p class="card__closed">
                { Icon::Lock.draw() }
                <span><b>{ shell::CLOSED.get(lang) }</b>{ " " }{ why }</span>
            </p>
        },
    };
    html! {
        <section
            class={classes!("card", props.critical.then_some("card--critical"), props.class.clone())}
            aria-labelledby={id.clone()}
        >
            <div class="card__head">
                if let Some(kind) = props.icon {
                    { kind.draw() }
                }
                <h2 {id} class="card__title">{ &props.title }</h2>
                { props.aside.clone() }
            </div>
            { body }
        </section>
    }
}
