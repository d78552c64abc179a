use std::rc::Rc;

use gloo_events::EventListener;
use shared::accounts::model::Session;
use shared::accounts::text;
use shared::shell;
use web_sys::{Element, Event, EventInit};
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::session::{Wanted, use_session};
use crate::ui::{Button, ButtonKind, Dialog, SkeletonKind, skeleton};

/// The names of the events by which two programs on a page talk, and of the attributes that say
/// what is wanted. `start.js` knows `account-wanted`, `account-open` and `account-failed`.
pub mod talk {
    /// To `start.js`: load the account program and let it open.
    pub const WANTED: &str = "account-wanted";
    /// To the account program: open in the element that hears it.
    pub const OPEN: &str = "account-open";
    /// To the account program: nobody waits any more.
    pub const LEFT: &str = "account-left";
    /// To the app: the person has signed in, or shown that it is them.
    pub const DONE: &str = "account-done";
    /// To the app: the person does not want to.
    pub const DECLINED: &str = "account-declined";
    /// To the app: the account program could not be loaded.
    pub const FAILED: &str = "account-failed";

    /// `sign-in` or `step-up`.
    pub const KIND: &str = "data-kind";
    pub const ACCOUNT: &str = "data-account";
    pub const NAME: &str = "data-name";

    pub const SIGN_IN: &str = "sign-in";
    pub const STEP_UP: &str = "step-up";
}

/// Tells an element something; whoever listens above it hears it too.
pub fn tell(element: &Element, event: &str) {
    let init = EventInit::new();
    init.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict(event, &init) {
        // Fails only for an event that is on its way already.
        let _ = element.dispatch_event(&event);
    }
}

/// Where the server wants to know once more who is there, asks the account program to ask. Until
/// that is loaded, a dialog of our own hides the page; the other then opens on top of it.
#[component]
pub fn Guest() -> Html {
    let lang = use_lang();
    let session = use_session();
    let failed = use_state_eq(|| false);
    let open_above = use_state_eq(|| false);
    let known = session.session();
    let wanted = session.wanted().filter(|_| known.is_some());
    {
        let (failed, session) = (failed.clone(), session.clone());
        let open_above = open_above.setter();
        use_effect_with((wanted, *failed, known.map(Whose)), move |(wanted, has_failed, known)| {
            let open = wanted.zip(known.as_ref()).filter(|_| !has_failed);
            let open = open.and_then(|(wanted, Whose(known))| {
                let done = session.clone();
                let element = invite(wanted, known)?;
                let listeners = [
                    EventListener::new(&element, talk::DONE, move |_| done.proved()),
                    EventListener::new(&element, talk::DECLINED, move |_| session.decline()),
                    EventListener::new(&element, talk::FAILED, move |_| failed.set(true)),
                ];
                tell(&element, talk::WANTED);
                open_above.set(true);
                Some((element, listeners))
            });
            move || {
                if let Some((element, listeners)) = open {
                    drop(listeners);
                    tell(&element, talk::LEFT);
                    element.remove();
                    open_above.set(false);
                }
            }
        });
    }
    let title = match wanted {
        Some(Wanted::StepUp) => text::STEP_UP_TITLE,
        Some(Wanted::SignIn) | None => text::SESSION_ENDED_TITLE,
    };
    let retry = {
        let failed = failed.clone();
        Callback::from(move |()| failed.set(false))
    };
    let leave = Callback::from(move |()| match wanted {
        Some(Wanted::StepUp) => session.decline(),
        Some(Wanted::SignIn) | None => session.leave(),
    });
    html! {
        // Closed after the one above it: under that one the focus could not go back to the page.
        <Dialog open={wanted.is_some() || *open_above} opaque={wanted != Some(Wanted::StepUp)}
            title={title.get(lang)}>
            if *failed {
                <p role="alert">{ text::GUEST_FAILED.get(lang) }</p>
                <div class="row">
                    <Button on_click={retry}>{ shell::RETRY.get(lang) }</Button>
                    <Button kind={ButtonKind::Quiet} on_click={leave}>{ shell::CANCEL.get(lang) }</Button>
                </div>
            } else {
                { skeleton(lang, SkeletonKind::List) }
            }
        </Dialog>
    }
}

/// Whose session it is. Another answer about the same person does not open the dialog anew.
struct Whose(Rc<Session>);

impl PartialEq for Whose {
    fn eq(&self, other: &Self) -> bool {
        self.0.account == other.0.account
    }
}

/// The element the account program opens in. Before everything else on the page and outside of
/// what this program draws: two of them must not hear each other's clicks.
fn invite(wanted: Wanted, known: &Session) -> Option<Element> {
    let document = browser::document()?;
    let element = document.create_element("div").ok()?;
    let kind = match wanted {
        Wanted::SignIn => talk::SIGN_IN,
        Wanted::StepUp => talk::STEP_UP,
    };
    let account = known.account.to_string();
    for (name, value) in
        [(talk::KIND, kind), (talk::ACCOUNT, account.as_str()), (talk::NAME, known.name.as_str())]
    {
        element.set_attribute(name, value).ok()?;
    }
    document.body()?.prepend_with_node_1(&element).ok()?;
    Some(element)
}
