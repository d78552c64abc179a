use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::demo::Demo;
use super::form::{SignInForm, Signed};
use super::offer::{self, PasskeyOffer};
use crate::route::Route;
use crate::router;
use crate::session::{Who, use_session};

#[derive(Properties, PartialEq)]
pub struct SignInPageProps {
    /// The address to go to afterwards.
    pub next: Option<String>,
    /// The password was right; what remains is the second factor.
    #[prop_or_default]
    pub is_second: bool,
}

/// The way in. Whoever is in already goes on to where they wanted.
#[component]
pub fn SignInPage(props: &SignInPageProps) -> Html {
    let session = use_session();
    let offers = use_state_eq(|| false);
    let is_known = matches!(session.who(), Who::Known(_));
    use_effect_with((is_known && !*offers, props.next.clone()), |(goes_on, next)| {
        if *goes_on {
            // Only ever a page of ours: a link from outside cannot choose where people land.
            router::replace(match Route::parse(next.as_deref().unwrap_or_default()) {
                Route::NotFound | Route::SignIn { .. } | Route::SignInCode { .. } => Route::Home,
                page => page,
            });
        }
    });
    if *offers {
        let offers = offers.clone();
        return html! {
            <div class="page page--narrow">
                <PasskeyOffer titled=true on_done={Callback::from(move |()| offers.set(false))} />
            </div>
        };
    }
    let on_demo = {
        let session = session.clone();
        Callback::from(move |signed| session.signed_in(signed))
    };
    let on_done = Callback::from(move |Signed { session: signed, by_passkey }| {
        let (session, offers) = (session.clone(), offers.clone());
        spawn_local(async move {
            if !by_passkey && offer::is_due().await {
                offers.set(true);
            }
            session.signed_in(signed);
        });
    });
    // A step of its own in the history: «back» leads to the login, not out of here.
    let on_second = {
        let next = props.next.clone();
        Callback::from(move |is_second| {
            let next = next.clone();
            if is_second {
                router::open(Route::SignInCode { next });
            } else if !is_known {
                router::replace(Route::SignIn { next });
            }
        })
    };
    html! {
        <div class="page page--narrow">
            <SignInForm {on_done} second={props.is_second} {on_second} />
            if !props.is_second {
                <Demo on_done={on_demo} />
            }
        </div>
    }
}
