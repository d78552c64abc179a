use std::cell::Cell;

use shared::shell;
use web_sys::Element;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;

thread_local! {
    /// The first page a person sees keeps the focus where the browser put it.
    static IS_FIRST: Cell<bool> = const { Cell::new(true) };
}

#[derive(Properties, PartialEq)]
pub struct TitleProps {
    /// The page's name: its heading and, before the product's name, the window's title.
    pub text: AttrValue,
    /// What the window says when it should say less than the heading.
    #[prop_or_default]
    pub window: Option<AttrValue>,
    #[prop_or_default]
    pub class: Classes,
}

/// The page's one heading of the first level. Whoever moves to the page starts reading here.
#[component]
pub fn Title(props: &TitleProps) -> Html {
    let lang = use_lang();
    let node = use_node_ref();
    {
        let text = props.window.clone().unwrap_or_else(|| props.text.clone());
        use_effect_with((text, lang), |(text, lang)| {
            if let Some(document) = browser::document() {
                document.set_title(&format!("{text} · {}", shell::PRODUCT.get(*lang)));
            }
        });
    }
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            if !IS_FIRST.replace(false)
                && let Some(heading) = node.cast::<Element>()
            {
                browser::focus_in_place(&heading);
            }
        });
    }
    html! { <h1 class={props.class.clone()} ref={node} tabindex="-1">{ &props.text }</h1> }
}
