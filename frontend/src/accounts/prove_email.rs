use shared::accounts::api::{LinkToken, ProveEmail};
use shared::accounts::text;
use shared::accounts::text::links as words;
use yew::prelude::*;

use super::link::use_token;
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router::link;
use crate::session::use_session;
use crate::shell::Title;
use crate::submit::use_act;
use crate::ui::{Button, failure};

/// Proves an e-mail by the link sent there. Not before a person presses: letters are opened by
/// programs too.
#[component]
pub fn ProveEmailPage() -> Html {
    let lang = use_lang();
    let token = use_token();
    let session = use_session();
    let act = use_act();
    let is_done = use_state_eq(|| false);
    if *is_done {
        return html! {
            <div class="page page--narrow">
                <Title key="done" text={words::PROVED.get(lang)} />
                <p class="lead">{ words::PROVED_LEAD.get(lang) }</p>
                <p>{ link(Route::Home, "button button--primary", html! { text::CONTINUE.get(lang) }) }</p>
            </div>
        };
    }
    let on_click = {
        let (act, token) = (act.clone(), token.clone().unwrap_or_default());
        Callback::from(move |()| {
            let (is_done, session) = (is_done.clone(), session.clone());
            act.send(ProveEmail { body: LinkToken { token: token.clone() } }, move |_| {
                is_done.set(true);
                // Whether the card is open may have changed.
                session.ask();
            });
        })
    };
    html! {
        <div class="page page--narrow">
            <Title key="ask" text={words::PROVE_EMAIL.get(lang)} />
            if token.is_some() {
                <p class="lead">{ words::PROVE_EMAIL_LEAD.get(lang) }</p>
                if let Some(problem) = act.problem() {
                    { failure(lang, problem, None) }
                }
                <p><Button busy={act.is_busy()} {on_click}>{ words::PROVE.get(lang) }</Button></p>
            } else {
                <p class="lead">{ words::NO_TOKEN.get(lang) }</p>
            }
        </div>
    }
}
