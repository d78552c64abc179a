use shared::access::model::Role;
use shared::access::rules::{searches_journals, works_with_cards};
use shared::admin::rules::administers;
use shared::appointments::roles::receives;
use shared::appointments::text::day as days;
use shared::card::api::ListCards;
use shared::card::text;
use shared::consent::rules::asks_access;
use shared::consent::text as consent;
use shared::id::PatientId;
use shared::lang::Lang;
use shared::shell;
use yew::prelude::*;

use super::view::CardList;
use crate::browser::use_media;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::protocols::UnfinishedDrafts;
use crate::record::SummaryPage;
use crate::results::CriticalList;
use crate::route::Route;
use crate::router;
use crate::session::use_session;
use crate::shell::{Title, WIDE};
use crate::ui::{Icon, SkeletonKind, empty_state, failure, skeleton, slow_skeleton};

/// The first page after signing in: one's own card, or the cards of one's patients.
#[component]
pub fn HomePage() -> Html {
    let lang = use_lang();
    let is_wide = use_media(WIDE);
    let Some(session) = use_session().session() else { return Html::default() };
    if session.role == Role::Laboratory {
        return html! { <To route={Route::Feed} /> };
    }
    if administers(session.role) {
        return html! { <To route={Route::Admin { about: String::new() }} /> };
    }
    if searches_journals(session.role) {
        return html! { <To route={Route::Audit { about: String::new() }} /> };
    }
    if receives(session.role) && !works_with_cards(session.role) {
        return html! { <To route={Route::Day { about: String::new() }} /> };
    }
    if session.role.is_staff() && !works_with_cards(session.role) {
        return html! {
            <div class="page">
                <Title text={shell::HOME.get(lang)} />
                { empty_state(Icon::Lock, text::NO_CARDS_FOR_ROLE.get(lang), Html::default()) }
            </div>
        };
    }
    if session.role.is_staff() {
        return if is_wide {
            html! {
                <div class="page page--middle">
                    <CriticalList />
                    <UnfinishedDrafts />
                    { to_day(lang, session.role) }
                    { to_asks(lang, session.role) }
                    <Title text={text::CHOOSE.get(lang)} window={text::CARDS.get(lang)} class="muted" />
                </div>
            }
        } else {
            html! {
                <div class="page">
                    <Title text={text::CARDS.get(lang)} />
                    <CriticalList />
                    <UnfinishedDrafts />
                    { to_day(lang, session.role) }
                    { to_asks(lang, session.role) }
                    <Cards />
                </div>
            }
        };
    }
    match session.card {
        Some(patient) => html! { <SummaryPage {patient} /> },
        None => html! {
            <div class="page">
                <Title text={shell::HOME.get(lang)} />
                { empty_state(Icon::Folder, text::NO_OWN_CARD.get(lang), Html::default()) }
            </div>
        },
    }
}

/// The way to the visits of today.
fn to_day(lang: Lang, role: Role) -> Html {
    if !receives(role) {
        return Html::default();
    }
    let to = Route::Day { about: String::new() };
    html! { <p>{ router::link(to, "button button--primary", html! { days::TITLE.get(lang) }) }</p> }
}

/// The way to cards that are not open yet.
fn to_asks(lang: Lang, role: Role) -> Html {
    if !asks_access(role) {
        return Html::default();
    }
    let words = format!("{} · {}", consent::OPEN_BY_CODE.get(lang), consent::ASK.get(lang));
    html! { <p>{ router::link(Route::Asks, "button button--secondary", html! { words }) }</p> }
}

/// The desk of a laboratory is a program of its own: patients never download it.
#[derive(Properties, PartialEq)]
struct ToProps {
    route: Route,
}

/// Desks are programs of their own: patients never download them.
#[component]
fn To(ToProps { route }: &ToProps) -> Html {
    use_effect_with(route.clone(), |route| router::replace(route.clone()));
    let lang = use_lang();
    html! {
        <div class="page">
            <Title text={shell::OPENING_TITLE.get(lang)} />
            { skeleton(lang, SkeletonKind::List) }
        </div>
    }
}

/// The list of patients beside an open card.
pub fn cards_pane(lang: Lang, open: Option<PatientId>) -> Html {
    html! {
        <aside class="pane" aria-labelledby="pane-title">
            <h2 class="pane__title" id="pane-title">{ text::CARDS.get(lang) }</h2>
            <Cards {open} />
        </aside>
    }
}

#[derive(Properties, PartialEq)]
struct CardsProps {
    /// Whose card stands open beside the list.
    #[prop_or_default]
    open: Option<PatientId>,
}

#[component]
fn Cards(props: &CardsProps) -> Html {
    let lang = use_lang();
    let cards = use_load(ListCards {});
    match cards.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, cards.is_slow(), cards.cancel()),
        Load::Failed(problem) => failure(lang, &problem, Some(cards.reload())),
        Load::Ready(list) => html! { <CardList cards={list} open={props.open} /> },
    }
}
