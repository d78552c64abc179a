//! Lists that come page by page.

use shared::contract::Endpoint;
use shared::lang::Lang;
use yew::prelude::*;

use crate::submit::{Act, use_act};
use crate::ui::{failure, show_more};

/// The pages after the first one, and the way to the next.
pub struct Further<P> {
    pages: UseStateHandle<Vec<P>>,
    act: Act,
}

#[hook]
pub fn use_further<P: 'static>() -> Further<P> {
    Further { pages: use_state(Vec::new), act: use_act() }
}

impl<P: Clone + 'static> Further<P> {
    /// Those that have come so far.
    pub fn pages(&self) -> &[P] {
        &self.pages
    }

    /// The button for more, and why it did not come; nothing below the last page. `next`: where the
    /// page after one starts. `ask`: the call for the page that starts there.
    pub fn more<E: Endpoint<Response = P> + 'static>(
        &self,
        lang: Lang,
        first: &P,
        next: fn(&P) -> Option<&String>,
        ask: impl Fn(Option<String>) -> E + 'static,
    ) -> Html {
        let Some(cursor) = next(self.pages.last().unwrap_or(first)).cloned() else {
            return Html::default();
        };
        let on_more = {
            let (act, pages) = (self.act.clone(), self.pages.clone());
            Callback::from(move |()| {
                let pages = pages.clone();
                act.send(ask(Some(cursor.clone())), move |page| {
                    let mut all = (*pages).clone();
                    all.push(page);
                    pages.set(all);
                });
            })
        };
        html! {
            <>
                if let Some(problem) = self.act.problem() {
                    { failure(lang, problem, None) }
                }
                { show_more(lang, self.act.is_busy(), on_more) }
            </>
        }
    }
}
