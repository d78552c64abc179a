use yew::prelude::*;

/// One tab: a link, so that it can be opened, kept and shared as an address.
#[derive(Clone, Debug, PartialEq)]
pub struct Tab {
    pub text: AttrValue,
    pub href: AttrValue,
    pub is_current: bool,
    pub on_open: Callback<()>,
}

/// Views of one page, each with its own address. `name` tells a screen reader what they choose
/// between.
pub fn tabs(name: &'static str, tabs: impl Iterator<Item = Tab>) -> Html {
    html! {
        <nav class="tabs" aria-label={name}>
            <ul>
                for tab in tabs {
                    <li>{ link(tab) }</li>
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
