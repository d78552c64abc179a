use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::browser;

/// One tab: a link, so that it can be opened, kept and shared as an address.
#[derive(Clone, Debug, PartialEq)]
pub struct Tab {
    pub text: AttrValue,
    pub href: AttrValue,
    pub is_current: bool,
    pub on_open: Callback<()>,
}

#[derive(Properties, PartialEq)]
pub struct TabsProps {
    /// Tells a screen reader what they choose between.
    pub name: &'static str,
    pub tabs: Vec<Tab>,
}

/// Views of one page, each with its own address. On a narrow screen the row scrolls; the current
/// one is always in sight.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let row = use_node_ref();
    {
        let row = row.clone();
        let current = props.tabs.iter().position(|tab| tab.is_current);
        use_effect_with(current, move |_| {
            if let Some(row) = row.cast::<HtmlElement>()
                && let Ok(Some(tab)) = row.query_selector("[aria-current]")
                && let Some(tab) = tab.dyn_ref::<HtmlElement>()
            {
                browser::show_in_row(&row, tab);
            }
        });
    }
    html! {
        <nav class="tabs" aria-label={props.name} ref={row}>
            <ul>
                for tab in &props.tabs {
                    <li>{ link(tab.clone()) }</li>
                }
            </ul>
        </nav>
    }
}

fn link(tab: Tab) -> Html {
    let Tab { text, href, is_current, on_open } = tab;
    let onclick = Callback::from(move |event: MouseEvent| {
        // A press with a key held asks for a new tab or window: that is the browser's business.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            on_open.emit(());
        }
    });
    html! {
        <a class="tab" {href} aria-current={is_current.then_some("page")} {onclick}>{ text }</a>
    }
}
