//! Links out of letters: their secret stands behind the `#`, which browsers never send anywhere.

use yew::prelude::*;

use crate::browser;

/// The secret the page was opened with. It leaves the address bar and the history at once.
#[hook]
pub fn use_token() -> Option<String> {
    let token = use_memo((), |()| {
        let token = browser::fragment();
        if token.is_empty() {
            return None;
        }
        browser::forget_fragment();
        Some(token)
    });
    (*token).clone()
}
