//! Checking a saved journal in this very browser (AUD-2).

use js_sys::{Array, JSON, Reflect};
use shared::contract::Problem;
use shared::journal::api::FindJournalKey;
use shared::journal::proof::{self, FaultKind, Flaw, Frame, ProofLine};
use shared::journal::text;
use shared::lang::Lang;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;
use yew::prelude::*;

use super::crypto::Browser;
use crate::client;
use crate::prefs::use_lang;
use crate::ui::{Button, ButtonKind, FileDrop, Icon, failed, failure, progress};

/// After so many lines the page hears how far it has come.
const TOLD_EVERY: usize = 250;

#[derive(Clone, Debug, PartialEq)]
enum State {
    Idle,
    Checking {
        done: usize,
        all: usize,
    },
    Whole(i64),
    Flawed(Flaw),
    /// The portal's key could not be asked for.
    Failed(Problem),
}

/// Where a saved journal is checked.
#[component]
pub fn CheckPart() -> Html {
    let lang = use_lang();
    let state = use_state_eq(|| State::Idle);
    let on_files = {
        let state = state.setter();
        Callback::from(move |files: Vec<File>| {
            let Some(file) = files.into_iter().next() else { return };
            let state = state.clone();
            spawn_local(async move {
                state.set(State::Checking { done: 0, all: 0 });
                let told = state.clone();
                let on_done = move |done: usize, all: usize| {
                    if done.is_multiple_of(TOLD_EVERY) || done == all {
                        told.set(State::Checking { done, all });
                    }
                };
                state.set(checked(&file, on_done).await);
            });
        })
    };
    let again = {
        let state = state.setter();
        Callback::from(move |()| state.set(State::Idle))
    };
    html! {
        <details class="filters__more">
            <summary>{ text::CHECK.get(lang) }</summary>
            <div class="stack">
                <p class="muted">{ text::CHECK_LEAD.get(lang) }</p>
                if *state == State::Idle {
                    <FileDrop label={text::CHECK_FILE.get(lang)} accept=".json" {on_files} />
                } else {
                    <div role="status">{ said(lang, &state) }</div>
                    if !matches!(&*state, State::Checking { .. }) {
                        <p>
                            <Button kind={ButtonKind::Secondary} on_click={again}>
                                { text::CHECK_AGAIN.get(lang) }
                            </Button>
                        </p>
                    }
                }
            </div>
        </details>
    }
}

fn said(lang: Lang, state: &State) -> Html {
    match state {
        State::Idle => Html::default(),
        State::Checking { done, all } => {
            let part = (*all > 0).then(|| part(*done, *all));
            progress(&text::checking(lang, *done as u64, *all as u64), part)
        }
        State::Whole(lines) => {
            let lines = u64::try_from(*lines).unwrap_or(0);
            html! { <p>{ Icon::Check.draw() }{ " " }{ text::holds(lang, lines) }</p> }
        }
        State::Flawed(Flaw::Unable) => html! { <p>{ text::CHECK_UNABLE.get(lang) }</p> },
        State::Flawed(Flaw::Fault { kind, seq }) => {
            failed(html! { <p>{ text::fault(lang, *kind, *seq) }</p> })
        }
        State::Failed(problem) => failure(lang, problem, None),
    }
}

fn part(done: usize, all: usize) -> f64 {
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    count(done) / count(all)
}

async fn checked(file: &File, on_done: impl Fn(usize, usize)) -> State {
    let key = match client::ask(&FindJournalKey {}).await {
        Ok(answer) => proof::digest(&answer.key),
        Err(problem) => return State::Failed(problem),
    };
    let unreadable = State::Flawed(Flaw::Fault { kind: FaultKind::Unreadable, seq: 0 });
    let Some(key) = key else { return State::Flawed(Flaw::Unable) };
    let Some((frame, lines)) = read(file).await else { return unreadable };
    let Some(crypto) = Browser::with(&key).await else { return State::Flawed(Flaw::Unable) };
    let all = usize::try_from(lines.length()).unwrap_or(usize::MAX);
    // Lines are taken out of what the browser has parsed one by one: many years of them fit.
    let line = |n: usize| -> Option<ProofLine> {
        serde_wasm_bindgen::from_value(lines.get(u32::try_from(n).ok()?)).ok()
    };
    match proof::check(&crypto, &key, &frame, all, line, |done| on_done(done, all)).await {
        Ok(whole) => State::Whole(whole),
        Err(flaw) => State::Flawed(flaw),
    }
}

/// The file but for its lines, and these as the browser has parsed them.
async fn read(file: &File) -> Option<(Frame, Array)> {
    let text = JsFuture::from(file.text()).await.ok()?.as_string()?;
    let json = JSON::parse(&text).ok()?;
    let lines = Reflect::get(&json, &"lines".into()).ok()?.dyn_into::<Array>().ok()?;
    Some((serde_wasm_bindgen::from_value(json).ok()?, lines))
}
