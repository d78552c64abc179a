//! A list as it grows page by page, and stays whole when it is loaded again.

use std::rc::Rc;

use shared::contract::{Endpoint, Problem};
use shared::id::{EntryId, PatientId};
use shared::record::api::{PAGE_DEFAULT, PAGE_MAX};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::load::{Load, Loader, use_load};
use crate::ui::item_id;
use crate::{browser, client};

/// What is asked for, page by page.
pub trait Query: Clone + PartialEq + 'static {
    type Call: Endpoint<Response = Self::Page> + 'static;
    type Page: Page;

    /// The page after `cursor`, the first one without; of so many items where that is said.
    fn call(&self, patient: PatientId, cursor: Option<String>, limit: Option<u32>) -> Self::Call;
}

/// A page of a list.
pub trait Page: 'static {
    fn next_cursor(&self) -> Option<&String>;

    /// Its items, in order.
    fn ids(&self) -> impl ExactSizeIterator<Item = EntryId>;
}

/// Pages after the first, kept until the first one is asked for with another length.
#[derive(Clone)]
struct More<Q: Query> {
    /// Which list the pages belong to.
    query: Q,
    pages: Vec<Rc<Q::Page>>,
    busy: bool,
    problem: Option<Problem>,
}

impl<Q: Query> More<Q> {
    const fn of(query: Q) -> Self {
        Self { query, pages: Vec::new(), busy: false, problem: None }
    }
}

enum Step<Q: Query> {
    Ask,
    Answer(Q, Result<Q::Page, Problem>),
    Clear(Q),
}

impl<Q: Query> Reducible for More<Q> {
    type Action = Step<Q>;

    fn reduce(self: Rc<Self>, step: Step<Q>) -> Rc<Self> {
        let mut more = Self {
            query: self.query.clone(),
            pages: self.pages.clone(),
            busy: self.busy,
            problem: self.problem.clone(),
        };
        match step {
            Step::Ask => (more.busy, more.problem) = (true, None),
            // An answer to a question that is not asked any more.
            Step::Answer(query, _) if query != more.query => return self,
            Step::Answer(_, answer) => {
                more.busy = false;
                match answer {
                    Ok(page) => more.pages.push(Rc::new(page)),
                    Err(problem) => more.problem = Some(problem),
                }
            }
            Step::Clear(query) => more = Self::of(query),
        }
        Rc::new(more)
    }
}

/// What was found, as much of it as has been asked for.
pub struct Found<Q: Query> {
    first: Loader<Q::Page>,
    more: UseReducerHandle<More<Q>>,
    length: UseStateHandle<Option<u32>>,
    patient: PatientId,
}

/// Loads the first page of what is asked for; more on request.
#[hook]
pub fn use_found<Q: Query>(patient: PatientId, query: Q) -> Found<Q> {
    let length = use_state_eq(|| None::<u32>);
    let more = {
        let query = query.clone();
        use_reducer(move || More::of(query))
    };
    let first = use_load(query.call(patient, None, *length));
    {
        let (more, length) = (more.dispatcher(), length.clone());
        use_effect_with(query, move |query| {
            length.set(None);
            more.dispatch(Step::Clear(query.clone()));
        });
    }
    {
        // Whoever asked for more reads on at the first of it, also with the keyboard.
        let newest = more.pages.last().and_then(|found| found.ids().next());
        use_effect_with((more.pages.len(), newest), |(_, newest)| {
            if let Some(entry) = newest {
                browser::focus_in_place_id(&item_id(&entry.to_string()));
            }
        });
    }
    Found { first, more, length, patient }
}

impl<Q: Query> Found<Q> {
    pub fn first(&self) -> &Loader<Q::Page> {
        &self.first
    }

    /// Everything loaded so far, page by page. An item may come twice where a new one has pushed it
    /// over a page's edge.
    pub fn pages(&self) -> Vec<Rc<Q::Page>> {
        let mut pages = Vec::with_capacity(self.more.pages.len() + 1);
        if let Load::Ready(first) = self.first.load() {
            pages.push(first);
        }
        pages.extend(self.more.pages.iter().cloned());
        pages
    }

    pub fn is_busy(&self) -> bool {
        self.more.busy
    }

    pub fn problem(&self) -> Option<&Problem> {
        self.more.problem.as_ref()
    }

    /// Asks for the next page; `None` at the end of the list.
    pub fn show_more(&self) -> Option<Callback<()>> {
        let cursor = self.pages().last()?.next_cursor().cloned()?;
        let (more, patient, query) =
            (self.more.dispatcher(), self.patient, self.more.query.clone());
        Some(Callback::from(move |()| {
            more.dispatch(Step::Ask);
            let (more, query, cursor) = (more.clone(), query.clone(), cursor.clone());
            spawn_local(async move {
                let answer = client::ask(&query.call(patient, Some(cursor), None)).await;
                more.dispatch(Step::Answer(query, answer));
            });
        }))
    }

    /// Loads again what is on the screen. A list that has grown comes back in one piece, so that
    /// an item pushed over a page's edge by a new one is not lost.
    pub fn reload(&self) -> Callback<()> {
        let shown: usize = self.pages().iter().map(|found| found.ids().len()).sum();
        let shown = u32::try_from(shown).unwrap_or(PAGE_MAX);
        let (reload, length) = (self.first.reload(), self.length.clone());
        let more = (!self.more.pages.is_empty()).then(|| self.more.dispatcher());
        let query = self.more.query.clone();
        Callback::from(move |()| match &more {
            Some(more) => {
                length.set(Some(shown.clamp(PAGE_DEFAULT, PAGE_MAX)));
                more.dispatch(Step::Clear(query.clone()));
            }
            None => reload.emit(()),
        })
    }
}
