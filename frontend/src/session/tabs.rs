//! What the tabs of one browser tell each other: who signed in, or that nobody is signed in.

use std::cell::{Cell, RefCell};

use gloo_events::EventListener;
use shared::id::AccountId;
use wasm_bindgen::JsCast as _;
use web_sys::{BroadcastChannel, MessageEvent};

use crate::browser;

const NAME: &str = "medkarta-session";

thread_local! {
    static CHANNEL: RefCell<Option<BroadcastChannel>> = const { RefCell::new(None) };
    /// Whose pages these are.
    static OWNER: Cell<Option<AccountId>> = const { Cell::new(None) };
}

pub fn are_owned() -> bool {
    OWNER.get().is_some()
}

pub fn belong_to(account: Option<AccountId>) {
    OWNER.set(account);
}

/// Tells the other tabs. An empty name: nobody.
pub fn tell(account: &str) {
    CHANNEL.with_borrow(|channel| {
        if let Some(channel) = channel {
            // A tab that does not hear it asks when it is looked at.
            let _ = channel.post_message(&account.into());
        }
    });
}

/// Leaves a page that is not the new person's.
pub fn listen() {
    let Ok(channel) = BroadcastChannel::new(NAME) else { return };
    EventListener::new(&channel, "message", |event| {
        let told = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
        let told = told.unwrap_or_default();
        if OWNER.get().is_some_and(|owner| owner.to_string() != told) {
            browser::load_afresh(if told.is_empty() { "/sign-in" } else { "/" });
        }
    })
    .forget();
    CHANNEL.set(Some(channel));
}
