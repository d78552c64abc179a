//! What the parts of accounts draw. They are apart because each would weigh on the first page of
//! everybody; signing in is also a guest on the pages of the others.

use shared::lang::Lang;
use yew::prelude::*;

use super::ask::Ask;
use super::invitation::InvitationPage;
use super::outbox::OutboxPage;
use super::prove_email::ProveEmailPage;
use super::recovery::RecoveryPage;
use super::register::RegisterPage;
use super::security::SecurityPage;
use super::sign_in::SignInPage;
use crate::route::Route;
use crate::session::use_session;
use crate::shell::not_found_page;

/// The dialog that asks who is there, over a page that waits.
pub fn guest(_: Lang, _: Route) -> Html {
    html! { <Guest /> }
}

#[component]
fn Guest() -> Html {
    let session = use_session();
    let Some(known) = session.session() else { return Html::default() };
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
    let (account, name) = (known.account, AttrValue::from(known.name.clone()));
    html! { <Ask {wanted} {account} {name} {on_done} {on_declined} {on_leave} /> }
}

/// The pages of signing in.
pub fn pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::SignIn { next } => html! { <SignInPage {next} /> },
        Route::SignInCode { next } => html! { <SignInPage {next} is_second=true /> },
        _ => not_found_page(lang),
    }
}

/// The pages of a forgotten password, and what a server for trying out sends.
pub fn recovery_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Recovery => html! { <RecoveryPage /> },
        Route::RecoveryCode => html! { <RecoveryPage has_code=true /> },
        Route::Outbox => html! { <OutboxPage /> },
        _ => not_found_page(lang),
    }
}

/// The pages of making an account.
pub fn register_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Register { step } => html! { <RegisterPage {step} /> },
        Route::Invitation => html! { <InvitationPage /> },
        Route::ProveEmail => html! { <ProveEmailPage /> },
        _ => not_found_page(lang),
    }
}

/// The page of its safety.
pub fn security_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Security => html! { <SecurityPage /> },
        _ => not_found_page(lang),
    }
}
