use shared::accounts::api::FindRegistration;
use shared::accounts::text::register as words;
use yew::prelude::*;

use super::done::done_page;
use super::wizard::Wizard;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::route::{RegisterStep, Route};
use crate::router;
use crate::session::{Who, use_session};
use crate::shell::Title;
use crate::ui::{SkeletonKind, failure, slow_skeleton};

#[derive(Properties, PartialEq)]
pub struct RegisterPageProps {
    pub step: RegisterStep,
}

/// What has been typed before is there again; whoever is signed in has nothing to register.
#[component]
pub fn RegisterPage(props: &RegisterPageProps) -> Html {
    let lang = use_lang();
    let session = use_session();
    let is_known = matches!(session.who(), Who::Known(_));
    let kept = use_load(FindRegistration {});
    let is_done = props.step == RegisterStep::Done;
    use_effect_with((is_known, is_done), |&(is_known, is_done)| {
        if is_known && !is_done {
            router::replace(Route::Home);
        }
    });
    if is_done && is_known {
        return done_page(lang);
    }
    let body = match kept.load() {
        Load::Waiting => html! {
            <>
                <Title text={words::TITLE.get(lang)} />
                { slow_skeleton(lang, SkeletonKind::List, kept.is_slow(), kept.cancel()) }
            </>
        },
        Load::Failed(problem) => html! {
            <>
                <Title text={words::TITLE.get(lang)} />
                { failure(lang, &problem, Some(kept.reload())) }
            </>
        },
        Load::Ready(start) => html! { <Wizard start={(*start).clone()} step={props.step} /> },
    };
    html! { <div class="page page--narrow">{ body }</div> }
}
