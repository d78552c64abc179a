//! What is typed while a time is kept lies with it on the server, sealed: a page that is loaded anew
//! finds it there, and the browser keeps nothing of it.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use shared::appointments::api::KeepHoldWords;
use shared::appointments::model::{Hold, HoldWords};
use shared::id::PatientId;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::book::Draft;
use crate::client;

/// Somebody who has typed nothing for so long has paused.
const PAUSE_MS: u32 = 1_500;

/// What the server has, and of which hold.
type Known = Rc<RefCell<Option<(Uuid, Draft)>>>;

/// Keeps what is typed with the hold, and brings back what was typed before the page was loaded anew.
/// `is_move`: the draft is what was said of the visit, until something else is typed.
#[hook]
pub fn use_kept_words(
    patient: PatientId,
    hold: Option<&Hold>,
    draft: &Draft,
    is_move: bool,
    on_change: &Callback<Draft>,
) {
    let known: Known = use_mut_ref(|| None);
    {
        let (known, draft, on_change) = (known.clone(), draft.clone(), on_change.clone());
        use_effect_with(hold.cloned(), move |hold| {
            let Some(hold) = hold else { return };
            let words = hold.words.clone().map(Draft::of).unwrap_or_default();
            let is_first = known.replace(Some((hold.id, words.clone()))).is_none();
            let is_free = is_move || draft == Draft::default();
            if is_first && is_free && words != Draft::default() {
                on_change.emit(words);
            }
        });
    }
    let wanted = (patient, hold.map(|hold| hold.id), draft.clone());
    use_effect_with(wanted, move |(patient, hold, draft)| {
        let patient = *patient;
        let later = hold.and_then(|hold| {
            let now = (hold, draft.clone());
            let is_new = known.borrow().as_ref() != Some(&now);
            is_new.then(|| keep_later(patient, now, known.clone()))
        });
        move || drop(later)
    });
}

fn keep_later(patient: PatientId, (hold, draft): (Uuid, Draft), known: Known) -> Timeout {
    Timeout::new(PAUSE_MS, move || {
        spawn_local(async move {
            let Draft { reason, attachments } = draft.clone();
            let body = HoldWords { reason, attachments };
            // Where that is lost, what is typed next is kept with it.
            if client::call(&KeepHoldWords { patient, hold, body }).await.is_ok() {
                known.replace(Some((hold, draft)));
            }
        });
    })
}
