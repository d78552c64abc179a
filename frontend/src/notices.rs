//! What somebody has not read yet: told by one line to the server, whatever page is open (MSG-3).

use js_sys::{JSON, Reflect};
use shared::contract::BASE;
use shared::notifications::api::NOTIFICATIONS_PATH;
use yew::prelude::*;

use crate::live::use_line;
use crate::session::use_session;

/// What is known of notifications just now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Notices {
    /// How many were not read.
    pub unread: u32,
    /// Counts the news: a list that is shown is asked for anew.
    pub turn: u32,
}

#[hook]
pub fn use_notices() -> Notices {
    use_context().unwrap_or_default()
}

#[derive(Properties, PartialEq)]
pub struct NoticesProviderProps {
    pub children: Html,
}

/// Keeps the line while somebody is signed in.
#[component]
pub fn NoticesProvider(props: &NoticesProviderProps) -> Html {
    let session = use_session();
    let notices = use_state_eq(Notices::default);
    let account = session.session().map(|session| session.account);
    let is_known = account.is_some() && !session.has_ended();
    let on_news = {
        let notices = notices.clone();
        Callback::from(move |unread: Option<String>| {
            let unread = unread.as_deref().and_then(count).unwrap_or(notices.unread);
            notices.set(Notices { unread, turn: notices.turn.wrapping_add(1) });
        })
    };
    let url = is_known.then(|| format!("{BASE}{NOTIFICATIONS_PATH}"));
    use_line(url, "unread", session.turn(), on_news);
    let known = if is_known { *notices } else { Notices::default() };
    html! {
        <ContextProvider<Notices> context={known}>{ props.children.clone() }</ContextProvider<Notices>>
    }
}

/// `{"unread":3}`
fn count(json: &str) -> Option<u32> {
    let unread = Reflect::get(&JSON::parse(json).ok()?, &"unread".into()).ok()?.as_f64()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "casts saturate")]
    let unread = unread as u32;
    Some(unread)
}
