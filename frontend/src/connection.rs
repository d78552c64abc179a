//! Whether the server can be reached, as far as we know.

use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use yew::prelude::*;

use crate::browser;
use crate::client::{self, Heard};
use crate::session::use_session;

/// While offline we knock this often.
const KNOCK_MS: u32 = 10_000;

/// Whether we are connected. When the connection comes back everything on the page is loaded anew.
/// For one component of the page: it does the knocking.
#[hook]
pub fn use_connection() -> bool {
    let online = use_state_eq(|| true);
    let session = use_session();
    {
        let online = online.setter();
        use_effect_with((), move |()| {
            let heard = online.clone();
            client::listen(Callback::from(move |said| heard.set(said != Heard::Silence)));
            let listeners = browser::window().map(|window| {
                let back = online.clone();
                [
                    EventListener::new(&window, "offline", move |_| online.set(false)),
                    EventListener::new(&window, "online", move |_| back.set(true)),
                ]
            });
            move || drop(listeners)
        });
    }
    let was_online = use_mut_ref(|| true);
    use_effect_with(*online, move |&online| {
        if was_online.replace(online) != online && online {
            session.renew();
        }
        // Whatever it answers, the listener above hears that there was an answer.
        let knocking = (!online).then(|| Interval::new(KNOCK_MS, move || session.ask()));
        move || drop(knocking)
    });
    *online
}
