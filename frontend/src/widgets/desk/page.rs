use std::rc::Rc;

use shared::admin::rules::administers;
use shared::admin::text as admin;
use shared::widgets::api::FindWidgetDesk;
use shared::widgets::model::WidgetDesk;
use shared::widgets::words;
use yew::prelude::*;

use super::counts::counts;
use super::sites::{Kinds, Sites};
use super::snippet::Snippet;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router::link;
use crate::session::use_session;
use crate::shell::Title;
use crate::ui::{Icon, SkeletonKind, empty_state, failure, slow_skeleton};

/// «Виджеты для сайта»: which sites show what, the code for them, and how often it is used (WID-7).
#[component]
pub fn WidgetsPage() -> Html {
    let lang = use_lang();
    let session = use_session().session();
    let may_set =
        session.is_some_and(|session| administers(session.role) && session.organization.is_some());
    let up = Route::Admin { about: String::new() };
    html! {
        <div class="page">
            <div class="row">
                { link(up, "back", html! { <>{ Icon::Back.draw() }{ admin::TITLE_SHORT.get(lang) }</> }) }
            </div>
            <Title text={words::TITLE.get(lang)} />
            if may_set {
                <p class="lead">{ words::LEAD.get(lang) }</p>
                <Desk />
            } else {
                { empty_state(Icon::Lock, words::NOT_YOURS.get(lang), Html::default()) }
            }
        </div>
    }
}

#[component]
fn Desk() -> Html {
    let lang = use_lang();
    let loader = use_load(FindWidgetDesk {});
    // What was saved is newer than what was loaded.
    let saved = use_state_eq(|| None::<Rc<WidgetDesk>>);
    let on_saved = {
        let saved = saved.setter();
        Callback::from(move |desk: WidgetDesk| saved.set(Some(Rc::new(desk))))
    };
    let on_reload = {
        let (saved, reload) = (saved.setter(), loader.reload());
        Callback::from(move |()| {
            saved.set(None);
            reload.emit(());
        })
    };
    let loaded = match loader.load() {
        Load::Waiting => {
            return slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel());
        }
        Load::Failed(problem) => return failure(lang, &problem, Some(on_reload)),
        Load::Ready(desk) => desk,
    };
    let desk = match &*saved {
        Some(saved) if saved.version >= loaded.version => saved.clone(),
        Some(_) | None => loaded,
    };
    html! {
        <>
            <Sites desk={desk.clone()} on_saved={on_saved.clone()} on_reload={on_reload.clone()} />
            <Kinds desk={desk.clone()} {on_saved} {on_reload} />
            <Snippet desk={desk.clone()} />
            { counts(lang, &desk) }
        </>
    }
}
