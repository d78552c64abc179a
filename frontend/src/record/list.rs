//! The list of entries as it grows page by page, and stays whole when it is loaded again.

use std::rc::Rc;

use shared::contract::Problem;
use shared::id::PatientId;
use shared::record::api::{EntryQuery, FoundEntries, PAGE_DEFAULT, PAGE_MAX, SearchEntries};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::load::{Load, Loader, use_load};
use crate::ui::item_id;
use crate::{browser, client};

/// Pages after the first, kept until the first one is asked for with another length.
#[derive(Clone, Debug, Default)]
struct More {
    /// Which list the pages belong to.
    query: EntryQuery,
    pages: Vec<Rc<FoundEntries>>,
    busy: bool,
    problem: Option<Problem>,
}

enum Step {
    Ask,
    Answer(EntryQuery, Result<FoundEntries, Problem>),
    Clear(EntryQuery),
}

impl Reducible for More {
    type Action = Step;

    fn reduce(self: Rc<Self>, step: Step) -> Rc<Self> {
        let mut more = (*self).clone();
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
            Step::Clear(query) => more = Self { query, ..Self::default() },
        }
        Rc::new(more)
    }
}

/// What was found, as much of it as has been asked for.
pub struct Entries {
    first: Loader<FoundEntries>,
    more: UseReducerHandle<More>,
    length: UseStateHandle<Option<u32>>,
    patient: PatientId,
}

/// Loads the newest entries that are asked for; more on request.
#[hook]
pub fn use_entries(patient: PatientId, query: EntryQuery) -> Entries {
    let length = use_state_eq(|| None::<u32>);
    let more = use_reducer(|| More { query: query.clone(), ..More::default() });
    let body = EntryQuery { limit: *length, ..query.clone() };
    let first = use_load(SearchEntries { patient, body });
    {
        let (more, length) = (more.dispatcher(), length.clone());
        use_effect_with(query, move |query| {
            length.set(None);
            more.dispatch(Step::Clear(query.clone()));
        });
    }
    {
        // Whoever asked for more reads on at the first of it, also with the keyboard.
        let newest = more.pages.last().and_then(|found| found.page.entries.first());
        use_effect_with((more.pages.len(), newest.map(|entry| entry.id)), |(_, newest)| {
            if let Some(entry) = newest {
                browser::focus_in_place_id(&item_id(&entry.to_string()));
            }
        });
    }
    Entries { first, more, length, patient }
}

impl Entries {
    pub fn first(&self) -> &Loader<FoundEntries> {
        &self.first
    }

    /// Everything loaded so far, page by page, newest first. An entry may come twice where a new
    /// one has pushed it over a page's edge.
    pub fn pages(&self) -> Vec<Rc<FoundEntries>> {
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
        let cursor = self.pages().last()?.page.next_cursor.clone()?;
        let (more, patient, query) =
            (self.more.dispatcher(), self.patient, self.more.query.clone());
        Some(Callback::from(move |()| {
            more.dispatch(Step::Ask);
            let (more, query, cursor) = (more.clone(), query.clone(), Some(cursor.clone()));
            spawn_local(async move {
                let body = EntryQuery { cursor, ..query.clone() };
                let answer = client::ask(&SearchEntries { patient, body }).await;
                more.dispatch(Step::Answer(query, answer));
            });
        }))
    }

    /// Loads again what is on the screen. A list that has grown comes back in one piece, so that
    /// an entry pushed over a page's edge by a new one is not lost.
    pub fn reload(&self) -> Callback<()> {
        let shown: usize = self.pages().iter().map(|found| found.page.entries.len()).sum();
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
