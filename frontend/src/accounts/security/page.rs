use std::rc::Rc;

use shared::accounts::api::FindSecurity;
use shared::accounts::model::Security;
use shared::accounts::text;
use shared::accounts::text::security as words;
use yew::prelude::*;

use super::contacts::Contacts;
use super::history::history;
use super::means::Means;
use super::not_me::NotMe;
use super::passkeys::Passkeys;
use super::password::Password;
use super::recovery_codes::RecoveryCodesPart;
use super::sessions::Sessions;
use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router::link;
use crate::session::use_session;
use crate::shell::{SignedIn, Title};
use crate::ui::{SkeletonKind, failure, slow_skeleton};

/// What every part of the page gets.
#[derive(Clone, Properties, PartialEq)]
pub struct PartProps {
    pub security: Rc<Security>,
    /// Something is not as it was: load again.
    pub on_changed: Callback<()>,
}

/// Everything about the safety of one's account; or, once access is closed, the page of somebody
/// who is signed out.
#[component]
pub fn SecurityPage() -> Html {
    let lang = use_lang();
    let session = use_session();
    let is_closed = use_state_eq(|| false);
    let security = use_load(FindSecurity {});
    let is_ready = session.session().is_some() && matches!(security.load(), Load::Ready(_));
    use_effect_with(is_ready, |is_ready| {
        // Links of other pages lead to a part of this one, which was not there when they were opened.
        if *is_ready && !browser::fragment().is_empty() {
            browser::focus_id(&browser::fragment());
        }
    });
    if *is_closed {
        let to_recovery = html! { words::SET_PASSWORD.get(lang) };
        return html! {
            <div class="page page--narrow">
                <Title key="closed" text={words::NOT_ME_DONE.get(lang)} />
                <p class="lead">{ words::NOT_ME_DONE_LEAD.get(lang) }</p>
                <p>{ link(Route::Recovery, "button button--primary", to_recovery) }</p>
            </div>
        };
    }
    let on_closed = {
        let session = session.clone();
        Callback::from(move |()| {
            is_closed.set(true);
            session.forget();
        })
    };
    let on_changed = {
        let (reload, session) = (security.reload(), session.clone());
        Callback::from(move |()| {
            reload.emit(());
            // Whether the card is open may have changed too.
            session.ask();
        })
    };
    let body = match security.load() {
        Load::Waiting => {
            slow_skeleton(lang, SkeletonKind::List, security.is_slow(), security.cancel())
        }
        Load::Failed(problem) => failure(lang, &problem, Some(security.reload())),
        Load::Ready(security) => parts(PartProps { security, on_changed }, on_closed),
    };
    html! {
        <SignedIn title={text::SECURITY} lead={text::OPENING}>
            <div class="page page--narrow">
                <Title key="open" text={text::SECURITY.get(lang)} />
                <p class="lead">{ words::LEAD.get(lang) }</p>
                { body }
            </div>
        </SignedIn>
    }
}

fn parts(props: PartProps, on_closed: Callback<()>) -> Html {
    let security = props.security.clone();
    html! {
        <>
            <Contacts ..props.clone() />
            <NotMe {on_closed} />
            <Passkeys ..props.clone() />
            <Password ..props.clone() />
            <Means ..props.clone() />
            <RecoveryCodesPart ..props.clone() />
            <Sessions ..props />
            { history(&security.history) }
        </>
    }
}
