//! The programs of accounts. They are apart because each may weigh no more than the app itself;
//! signing in is also a guest on the pages of the others.

use gloo_events::EventListener;
use shared::accounts::model::Session;
use shared::lang::Lang;
use wasm_bindgen::JsCast as _;
use web_sys::Element;
use yew::prelude::*;

use super::ask::Ask;
use super::invitation::InvitationPage;
use super::outbox::OutboxPage;
use super::prove_email::ProveEmailPage;
use super::recovery::RecoveryPage;
use super::register::RegisterPage;
use super::security::SecurityPage;
use super::sign_in::SignInPage;
use crate::browser;
use crate::prefs::PrefsProvider;
use crate::route::{Program, Route};
use crate::session::Wanted;
use crate::shell::{not_found_page, run, talk, tell};
use crate::ui::{Toasts, number_from};

/// What a program that invites puts on the page.
const GUEST_PLACE: &str = "[data-kind]";
/// So many ids the app may have given before.
const GUEST_IDS: u32 = 100_000;

/// Draws pages of its own, or waits until the program of the page it stands on calls.
pub fn start() {
    // Whoever is invited finds the place where they are to open; a page has none when it starts.
    let document = browser::document();
    let guest = document.as_ref().and_then(|page| page.query_selector(GUEST_PLACE).ok().flatten());
    if guest.is_none() {
        return run(Program::Account, pages);
    }
    number_from(GUEST_IDS);
    if let Some(document) = document {
        EventListener::new(&document, talk::OPEN, |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if let Some(element) = target {
                open_in(element);
            }
        })
        .forget();
    }
}

/// Registering.
pub fn start_register() {
    run(Program::Register, register_pages);
}

/// The safety of one's account.
pub fn start_security() {
    run(Program::Security, security_pages);
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

/// The pages of signing in.
fn pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::SignIn { next } => html! { <SignInPage {next} /> },
        Route::SignInCode { next } => html! { <SignInPage {next} is_second=true /> },
        Route::Recovery => html! { <RecoveryPage /> },
        Route::RecoveryCode => html! { <RecoveryPage has_code=true /> },
        Route::Outbox => html! { <OutboxPage /> },
        _ => not_found_page(lang),
    }
}

/// The pages of making an account.
fn register_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Register { step } => html! { <RegisterPage {step} /> },
        Route::Invitation => html! { <InvitationPage /> },
        Route::ProveEmail => html! { <ProveEmailPage /> },
        _ => not_found_page(lang),
    }
}

/// The page of its safety.
fn security_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Security => html! { <SecurityPage /> },
        _ => not_found_page(lang),
    }
}
