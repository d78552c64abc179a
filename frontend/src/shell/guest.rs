use shared::accounts::text;
use shared::lang::Lang;
use shared::shell;
use yew::prelude::*;

use crate::parts::{PartHandle, use_part};
use crate::prefs::use_lang;
use crate::route::{Part, Route};
use crate::session::{Wanted, use_session};
use crate::ui::{Button, ButtonKind, Dialog, SkeletonKind, skeleton};

/// Where the server wants to know once more who is there, the part of accounts asks. Until that is
/// fetched, a dialog of our own hides the page; the other then opens on top of it.
#[component]
pub fn Guest() -> Html {
    let lang = use_lang();
    let session = use_session();
    let wanted = session.wanted().filter(|_| session.session().is_some());
    let was_wanted = use_mut_ref(|| false);
    let is_used = *was_wanted.borrow() || wanted.is_some();
    *was_wanted.borrow_mut() = is_used;
    let PartHandle { draw, has_failed, retry } = use_part(is_used.then_some(Part::Guest));
    let is_missing = wanted.is_some() && draw.is_none();
    let is_below = use_state_eq(|| false);
    {
        let is_below = is_below.setter();
        // Closed after the one above it: under that one the focus could not go back to the page.
        use_effect_with((is_missing, wanted.is_some()), move |&(is_missing, is_wanted)| {
            if is_missing || !is_wanted {
                is_below.set(is_missing);
            }
        });
    }
    let title = match wanted {
        Some(Wanted::StepUp) => text::STEP_UP_TITLE,
        Some(Wanted::SignIn) | None => text::SESSION_ENDED_TITLE,
    };
    let leave = Callback::from(move |()| match wanted {
        Some(Wanted::StepUp) => session.decline(),
        Some(Wanted::SignIn) | None => session.leave(),
    });
    html! {
        <>
            <Dialog open={is_missing || *is_below} opaque={wanted != Some(Wanted::StepUp)}
                title={title.get(lang)}>
                if has_failed {
                    { unfetched(lang, retry, leave) }
                } else {
                    { skeleton(lang, SkeletonKind::List) }
                }
            </Dialog>
            if let Some(draw) = draw {
                <div class="guest">{ draw(lang, Route::NotFound) }</div>
            }
        </>
    }
}

fn unfetched(lang: Lang, retry: Callback<()>, leave: Callback<()>) -> Html {
    html! {
        <>
            <p role="alert">{ text::GUEST_FAILED.get(lang) }</p>
            <div class="row">
                <Button on_click={retry}>{ shell::RETRY.get(lang) }</Button>
                <Button kind={ButtonKind::Quiet} on_click={leave}>{ shell::CANCEL.get(lang) }</Button>
            </div>
        </>
    }
}
