use shared::access::model::{Action, Ground, Level, Role};
use shared::access::rules::allows;
use shared::format;
use shared::id::PatientId;
use shared::protocols::api::{FindDraftKey, ListOwnDrafts};
use shared::protocols::text;
use yew::prelude::*;

use super::sealed;
use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router::link;
use crate::session::use_session;
use crate::ui::Icon;

/// Whether this role ever writes protocols; the server asks what the ground opens.
fn writes(role: Role) -> bool {
    allows(role, Ground::Treatment, Level::Full, Action::WriteProtocol)
}

/// Where a doctor's unfinished protocols wait: the card's number, and nothing of whom or what.
#[component]
pub fn UnfinishedDrafts() -> Html {
    let is_writer = use_session().session().is_some_and(|session| writes(session.role));
    if is_writer {
        html! { <Drafts /> }
    } else {
        Html::default()
    }
}

#[component]
fn Drafts() -> Html {
    let lang = use_lang();
    let loader = use_load(ListOwnDrafts {});
    let Load::Ready(drafts) = loader.load() else { return Html::default() };
    let is_unsent = !sealed::waiting().is_empty();
    if drafts.is_empty() {
        return if is_unsent {
            html! { <UnsentLine /> }
        } else {
            Html::default()
        };
    }
    html! {
        <section class="panel" aria-labelledby="unfinished-protocols">
            <h2 id="unfinished-protocols">{ text::UNFINISHED.get(lang) }</h2>
            if is_unsent {
                <UnsentLine />
            }
            <ul class="lines">
                for draft in drafts.iter() {
                    <li key={draft.id.to_string()} class="line">
                        { link(
                            Route::Protocol { patient: draft.patient, about: format!("draft={}", draft.id) },
                            "line__link",
                            html! { <>{ text::CARD_NUMBER.get(lang) }{ " " }{ &draft.card_number }</> },
                        ) }
                        <p class="line__more">
                            { format::moment(lang, draft.changed_at, browser::offset_at(draft.changed_at)) }
                        </p>
                    </li>
                }
            </ul>
        </section>
    }
}

/// The way to where drafts of this device are sent from, if they are this doctor's.
#[component]
fn UnsentLine() -> Html {
    let lang = use_lang();
    let key = use_load(FindDraftKey {});
    let Load::Ready(key) = key.load() else { return Html::default() };
    if !sealed::has_of(&key.mark) {
        return Html::default();
    }
    let route = Route::Templates { about: String::new() };
    html! { <p>{ link(route, "", html! { text::UNSENT_FOUND.get(lang) }) }</p> }
}

#[derive(Properties, PartialEq)]
pub struct WriteButtonProps {
    pub patient: PatientId,
}

/// The way to a new protocol, where the policy lets one write.
#[component]
pub fn WriteButton(&WriteButtonProps { patient }: &WriteButtonProps) -> Html {
    let lang = use_lang();
    let session = use_session().session();
    let is_writer =
        session.is_some_and(|session| writes(session.role) && session.card != Some(patient));
    if !is_writer {
        return Html::default();
    }
    let content = html! { <>{ Icon::Plus.draw() }<span>{ text::WRITE.get(lang) }</span></> };
    let route = Route::Protocol { patient, about: String::new() };
    html! { <p class="not-on-paper">{ link(route, "button button--primary", content) }</p> }
}
