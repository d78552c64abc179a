//! The account program: pages of its own, and a guest on the pages of the app.

use gloo_events::EventListener;
use shared::accounts::model::Session;
use shared::accounts::text;
use shared::lang::Lang;
use web_sys::Element;
use yew::prelude::*;

use super::ask::Ask;
use super::register::RegisterPage;
use super::security::SecurityPage;
use super::sign_in::SignInPage;
use crate::browser;
use crate::prefs::{PrefsProvider, use_lang};
use crate::route::{Program, Route};
use crate::router::{self, Router, use_route};
use crate::session::{SessionProvider, Wanted, use_session};
use crate::shell::{Frame, SignedIn, not_found_page, talk, tell};
use crate::ui::{Toasts, number_from};

/// So many ids the app may have given before.
const GUEST_IDS: u32 = 100_000;

/// Draws a page of its own, or waits until the app of the page it stands on calls.
pub fn start() {
    router::serve(Program::Account);
    if let Some(place) = browser::by_id("account") {
        yew::Renderer::<Account>::with_root(place).render();
        return;
    }
    number_from(GUEST_IDS);
    if let Some(document) = browser::document() {
        EventListener::new(&document, talk::OPEN, |event| {
            let element = event.target().and_then(|target| {
                use wasm_bindgen::JsCast as _;
                target.dyn_into::<Element>().ok()
            });
            if let Some(element) = element {
                open_in(element);
            }
        })
        .forget();
    }
}

fn open_in(element: Element) {
    let said = |name| element.get_attribute(name).unwrap_or_default();
    let Ok(account) = said(talk::ACCOUNT).parse() else { return };
    let wanted = if said(talk::KIND) == talk::STEP_UP { Wanted::StepUp } else { Wanted::SignIn };
    let answer = |event: &'static str| {
        let element = element.clone();
        Callback::from(move |()| tell(&element, event))
    };
    let props = GuestProps {
        wanted,
        account,
        name: said(talk::NAME).into(),
        on_done: answer(talk::DONE),
        on_declined: answer(talk::DECLINED),
    };
    let guest = yew::Renderer::<Guest>::with_root_and_props(element.clone(), props).render();
    EventListener::once(&element, talk::LEFT, move |_| guest.destroy()).forget();
}

#[derive(Properties, PartialEq)]
pub struct GuestProps {
    pub wanted: Wanted,
    pub account: shared::id::AccountId,
    pub name: AttrValue,
    pub on_done: Callback<()>,
    pub on_declined: Callback<()>,
}

/// The dialog alone, on a page of the app.
#[component]
pub fn Guest(props: &GuestProps) -> Html {
    let account = props.account;
    let done = props.on_done.clone();
    let on_done = Callback::from(move |session: Session| {
        if session.account == account {
            done.emit(());
        } else {
            // Somebody else signed in: nothing on this page is theirs.
            browser::load_afresh("/");
        }
    });
    html! {
        <PrefsProvider>
            <Ask wanted={props.wanted} {account} name={props.name.clone()} {on_done}
                on_declined={props.on_declined.clone()}
                on_leave={Callback::from(|()| browser::load_afresh("/sign-in"))} />
            <Toasts />
        </PrefsProvider>
    }
}

/// The whole program.
#[component]
pub fn Account() -> Html {
    html! {
        <PrefsProvider>
            <SessionProvider>
                <Router>
                    <Page />
                    <Toasts />
                </Router>
            </SessionProvider>
        </PrefsProvider>
    }
}

#[component]
fn Page() -> Html {
    let lang = use_lang();
    let session = use_session();
    let route = use_route();
    let ask = session.session().map(|known| {
        let on_done = {
            let session = session.clone();
            Callback::from(move |signed| session.signed_in(signed))
        };
        let on_declined = {
            let session = session.clone();
            Callback::from(move |()| session.decline())
        };
        let wanted = session.wanted();
        let on_leave = Callback::from(move |()| session.leave());
        html! {
            <Ask {wanted} account={known.account} name={known.name.clone()} {on_done} {on_declined}
                {on_leave} />
        }
    });
    html! {
        <>
            <Frame>{ page(lang, route) }</Frame>
            { ask.unwrap_or_default() }
        </>
    }
}

fn page(lang: Lang, route: Route) -> Html {
    match route {
        Route::SignIn { next } => html! { <SignInPage {next} /> },
        Route::Register { step } => html! { <RegisterPage {step} /> },
        Route::Security => html! {
            <SignedIn title={text::SECURITY} lead={text::OPENING}><SecurityPage /></SignedIn>
        },
        Route::Recovery
        | Route::Invitation
        | Route::ProveEmail
        | Route::Outbox
        // The app's, never drawn here.
        | Route::Home
        | Route::Summary { .. }
        | Route::Entries { .. }
        | Route::Settings
        | Route::Help
        | Route::NotFound => not_found_page(lang),
    }
}
