//! Drafts that wait on this device: found again when a draft is opened, and sent by themselves where
//! a protocol is begun (OFF-2).

use shared::contract::{Code, Problem};
use shared::id::PatientId;
use shared::lang::Lang;
use shared::protocols::api::KeepDraft;
use shared::protocols::model::ChangedDraft;
use shared::protocols::text;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::sealed::{self, Unsent};
use crate::client;
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router::link;
use crate::session::use_session;
use crate::ui::{Button, ButtonKind, say};

/// What waits of a draft: nothing while it is looked for.
#[hook]
pub fn use_unsent(draft: Uuid) -> Option<Option<Unsent>> {
    let found = use_state_eq(|| (!sealed::waiting().contains(&draft)).then_some(None));
    {
        let found = found.clone();
        use_effect_with(draft, move |&draft| {
            if found.is_none() {
                spawn_local(async move { found.set(Some(sealed::find(draft).await)) });
            }
        });
    }
    (*found).clone()
}

/// One that could not be sent.
#[derive(Clone, Debug, PartialEq)]
struct Left {
    draft: Uuid,
    unsent: Unsent,
    problem: Problem,
}

/// Sends what waits, one after another, and says how many were, and what is left.
async fn send_all() -> (usize, Vec<Left>) {
    let (mut sent, mut left) = (0, Vec::new());
    for draft in sealed::waiting() {
        let Some(unsent) = sealed::find(draft).await else { continue };
        let (patient, version) = (unsent.patient, unsent.version);
        let body = ChangedDraft { form: unsent.form.clone(), version };
        match client::call(&KeepDraft { patient, draft, body }).await {
            Ok(_) => {
                sealed::forget(draft);
                sent += 1;
            }
            Err(problem) => left.push(Left { draft, unsent, problem }),
        }
    }
    (sent, left)
}

#[derive(Properties, PartialEq)]
pub struct UnsentDraftsProps {
    /// Something that waited is with the server now.
    pub on_sent: Callback<()>,
}

/// Sends what this doctor wrote on this device without a line, and shows what could not be sent.
#[component]
pub fn UnsentDrafts(props: &UnsentDraftsProps) -> Html {
    let lang = use_lang();
    let left = use_state_eq(Vec::<Left>::new);
    let tries = use_state_eq(|| 0_u32);
    let turn = use_session().turn();
    {
        let (left, on_sent) = (left.setter(), props.on_sent.clone());
        use_effect_with((*tries, turn), move |_| {
            if !sealed::waiting().is_empty() {
                spawn_local(async move {
                    let (sent, rest) = send_all().await;
                    left.set(rest);
                    if sent > 0 {
                        say(text::UNSENT_SENT.get(lang));
                        on_sent.emit(());
                    }
                });
            }
        });
    }
    {
        let tries = tries.clone();
        use_effect_with(*tries, move |&tried| {
            let listener = crate::browser::window().map(|window| {
                gloo_events::EventListener::new(&window, "online", move |_| tries.set(tried + 1))
            });
            move || drop(listener)
        });
    }
    if left.is_empty() {
        return Html::default();
    }
    let on_removed = {
        let left = left.clone();
        Callback::from(move |draft: Uuid| {
            sealed::forget(draft);
            left.set(left.iter().filter(|one| one.draft != draft).cloned().collect());
        })
    };
    html! {
        <section class="panel stack" aria-labelledby="protocol-unsent">
            <h2 id="protocol-unsent">{ text::UNSENT.get(lang) }</h2>
            <p>{ text::UNSENT_BODY.get(lang) }</p>
            <ul class="lines">
                for one in left.iter() {
                    { row(lang, one, &on_removed) }
                }
            </ul>
        </section>
    }
}

fn row(lang: Lang, left: &Left, on_removed: &Callback<Uuid>) -> Html {
    let Left { draft, unsent, problem } = left;
    let (draft, patient): (Uuid, PatientId) = (*draft, unsent.patient);
    let title = unsent.form.title.trim();
    let title = if title.is_empty() { text::PROTOCOL.get(lang) } else { title }.to_owned();
    let is_closed = problem.code == Code::NotFound;
    let why = match problem.code {
        Code::Conflict => text::UNSENT_CONFLICT,
        Code::NotFound => text::UNSENT_CLOSED,
        other => other.text(),
    };
    let on_remove = on_removed.reform(move |()| draft);
    let about = match &unsent.form.correcting {
        Some(_) => format!("entry={draft}"),
        None => format!("draft={draft}"),
    };
    html! {
        <li key={draft.to_string()} class="line">
            if is_closed {
                <b>{ title }</b>
            } else {
                { link(Route::Protocol { patient, about }, "line__link", html! { title }) }
            }
            <p class="line__more">{ why.get(lang) }</p>
            if is_closed {
                <Button kind={ButtonKind::Quiet} on_click={on_remove}>{ text::DELETE_DRAFT.get(lang) }</Button>
            }
        </li>
    }
}
