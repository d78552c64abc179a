use shared::representatives::model::ActingFor;
use shared::shell;
use yew::prelude::*;

use super::acting::{Acting, ActingBar};
use super::banners::Banners;
use super::header::Header;
use super::navigation::Navigation;
use crate::browser;
use crate::prefs::use_lang;
use crate::router::use_route;
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
    let represented = session.as_ref().map(|session| session.represents.as_slice());
    let patient = use_route().patient();
    let patient = patient.filter(|patient| represented.is_some_and(|all| all.contains(patient)));
    let known = use_state_eq(|| None::<ActingFor>);
    let on_known = {
        let known = known.setter();
        Callback::from(move |acting| known.set(acting))
    };
    // What was known of the card before is not told of this one.
    let acting = (*known).clone().filter(|acting| Some(acting.patient) == patient);
    let onclick = Callback::from(|event: MouseEvent| {
        event.prevent_default();
        browser::focus_id(MAIN);
    });
    html! {
        <div class={classes!("frame", props.pane.is_some().then_some("frame--panes"))}>
            <a class="skip" href="#main" {onclick}>{ shell::SKIP.get(lang) }</a>
            <Header />
            if let Some(patient) = patient {
                <ActingBar key={patient.to_string()} {patient} {on_known} />
            }
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
                    <ContextProvider<Acting> context={Acting(acting)}>
                        { props.children.clone() }
                    </ContextProvider<Acting>>
                </main>
            </div>
        </div>
    }
}
