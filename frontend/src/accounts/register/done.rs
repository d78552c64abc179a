use shared::accounts::api::DropRegistration;
use shared::accounts::text;
use shared::accounts::text::register as words;
use shared::lang::Lang;
use yew::prelude::*;

use crate::accounts::confirm::{Question, confirm};
use crate::accounts::sign_in::PasskeyOffer;
use crate::browser;
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router::{self, link};
use crate::shell::Title;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind};

/// The account is there: what is left to do.
pub fn done_page(lang: Lang) -> Html {
    let security = html! { text::SECURITY.get(lang) };
    html! {
        <div class="page page--narrow page--told">
            <Title text={words::DONE.get(lang)} />
            <p class="lead">{ words::DONE_LEAD.get(lang) }</p>
            <p class="muted">
                { words::NO_LETTER.get(lang) }{ " " }{ link(Route::Security, "", security) }
            </p>
            <section class="panel stack" aria-labelledby="offer">
                <h2 id="offer">{ text::OFFER_TITLE.get(lang) }</h2>
                <PasskeyOffer on_done={Callback::from(|()| router::open(Route::Home))} />
            </section>
            <p>{ link(Route::Home, "button button--primary", html! { words::TO_CARD.get(lang) }) }</p>
        </div>
    }
}

/// Forgets everything that was typed, once it is meant.
#[component]
pub fn StartOver() -> Html {
    let lang = use_lang();
    let asked = use_state_eq(|| false);
    let act = use_act();
    let ask = |is_asked: bool| {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(is_asked))
    };
    let on_erase = {
        let act = act.clone();
        // Loaded afresh, so that nothing stays in memory either.
        Callback::from(move |()| {
            act.send(DropRegistration {}, |_| browser::load_afresh("/register"));
        })
    };
    let text = html! { <p>{ words::START_OVER_LEAD.get(lang) }</p> };
    let question = Question {
        is_open: *asked,
        no: words::KEEP.get(lang),
        on_yes: on_erase,
        on_no: ask(false),
        ..Question::new(lang, words::START_OVER_ASK.get(lang), text, words::ERASE.get(lang))
    };
    html! {
        <>
            <p>
                <Button kind={ButtonKind::Quiet} on_click={ask(true)}>{ words::START_OVER.get(lang) }</Button>
            </p>
            { confirm(lang, &act, question) }
        </>
    }
}
