use shared::widgets::words;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::ui::{Button, ButtonKind, Icon};

/// Narrow enough to stand beside the site.
const WINDOW: &str = "popup,width=520,height=860";

#[derive(Properties, PartialEq)]
pub struct PortalButtonProps {
    /// Of a page of the portal.
    pub path: AttrValue,
    pub text: AttrValue,
    #[prop_or_default]
    pub kind: ButtonKind,
}

/// Opens a page of the portal in a window of its own: there the person signs in, and no site sees how (WID-3). The window
/// tells nothing back: the portal keeps itself apart from whoever opened it.
#[component]
pub fn PortalButton(PortalButtonProps { path, text, kind }: &PortalButtonProps) -> Html {
    let lang = use_lang();
    let is_open = use_state_eq(|| false);
    let on_click = {
        let (is_open, path) = (is_open.setter(), path.clone());
        Callback::from(move |()| {
            if let Some(window) = browser::window() {
                // Where the browser opens no window, the link below does.
                let _ = window.open_with_url_and_target_and_features(&path, "_blank", WINDOW);
            }
            is_open.set(true);
        })
    };
    html! {
        <div class="stack">
            <p><Button kind={*kind} icon={Icon::Leave} {on_click}>{ text }</Button></p>
            <p role="status">
                if *is_open {
                    { words::GO_ON_THERE.get(lang) }{ " " }
                    <a href={path} target="_blank" rel="noopener">{ words::NO_WINDOW.get(lang) }</a>
                }
            </p>
        </div>
    }
}
