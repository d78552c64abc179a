use shared::lang::Text;
use shared::shell;
use yew::prelude::*;

use super::Title;
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router::{self, use_route};
use crate::session::{Who, use_session};
use crate::ui::{SkeletonKind, failure, skeleton};

#[derive(Properties, PartialEq)]
pub struct SignedInProps {
    pub children: Html,
    /// What is on its way, while nobody knows who is there.
    #[prop_or(shell::OPENING_TITLE)]
    pub title: Text,
    #[prop_or(shell::OPENING)]
    pub lead: Text,
}

/// Shows its children to somebody who is signed in, and sends everybody else to sign in.
#[component]
pub fn SignedIn(props: &SignedInProps) -> Html {
    let lang = use_lang();
    let session = use_session();
    let here = use_route();
    let who = session.who();
    use_effect_with(who == Who::Nobody, move |&is_nobody| {
        if is_nobody {
            // People land at home anyway.
            let next = (here != Route::Home).then(|| here.address());
            router::replace(Route::SignIn { next });
        }
    });
    match who {
        Who::Known(_) => props.children.clone(),
        // The same words and shapes as in `index.html`: the program takes over without a jump.
        Who::Asking | Who::Nobody => html! {
            <div class="page">
                <h1>{ props.title.get(lang) }</h1>
                <p class="lead">{ props.lead.get(lang) }</p>
                { skeleton(lang, SkeletonKind::Cards) }
            </div>
        },
        Who::Unreachable(problem) => html! {
            <>
                <Title text={shell::ERROR_TITLE.get(lang)} class="unseen" />
                { failure(lang, &problem, Some(Callback::from(move |()| session.ask()))) }
            </>
        },
    }
}
