use shared::shell;
use yew::prelude::*;

use super::banners::Banners;
use super::header::Header;
use super::navigation::Navigation;
use crate::browser;
use crate::prefs::use_lang;
use crate::session::{Who, use_session};

const MAIN: &str = "main";

#[derive(Properties, PartialEq)]
pub struct FrameProps {
    /// The page itself.
    pub children: Html,
    /// What stands between the navigation and the page.
    #[prop_or_default]
    pub pane: Option<Html>,
}

/// Header, navigation, and the page in the middle.
#[component]
pub fn Frame(props: &FrameProps) -> Html {
    let lang = use_lang();
    let handle = use_session();
    let session = handle.session();
    let onclick = Callback::from(|event: MouseEvent| {
        event.prevent_default();
        browser::focus_id(MAIN);
    });
    html! {
        <div class={classes!("frame", props.pane.is_some().then_some("frame--panes"))}>
            <a class="skip" href="#main" {onclick}>{ shell::SKIP.get(lang) }</a>
            <Header />
            <div class="frame__body">
                if let Some(session) = session {
                    <Navigation {session} />
                } else if handle.who() == Who::Asking {
                    // Its place, so that the page does not move when we know who is there.
                    <div class="nav" aria-hidden="true"></div>
                }
                { props.pane.clone().unwrap_or_default() }
                <main class="main" id={MAIN} tabindex="-1">
                    <Banners />
                    { props.children.clone() }
                </main>
            </div>
        </div>
    }
}
