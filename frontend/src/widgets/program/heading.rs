use std::cell::Cell;

use web_sys::Element;
use yew::prelude::*;

use crate::browser;

thread_local! {
    /// The first one leaves the focus where the person is on the site.
    static IS_FIRST: Cell<bool> = const { Cell::new(true) };
}

#[derive(Properties, PartialEq)]
pub struct HeadingProps {
    pub text: AttrValue,
}

/// The name of a step. Whoever comes to it starts reading here.
#[component]
pub fn Heading(HeadingProps { text }: &HeadingProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(text.clone(), move |text| {
            if let Some(document) = browser::document() {
                document.set_title(text);
            }
            if !IS_FIRST.replace(false)
                && let Some(heading) = node.cast::<Element>()
            {
                browser::focus(&heading);
            }
        });
    }
    html! { <h1 ref={node} tabindex="-1">{ text }</h1> }
}
