//! The list of entries as it grows page by page, and stays whole when it is loaded again.

use std::rc::Rc;

use shared::access::model::Section;
use shared::contract::Problem;
use shared::id::PatientId;
use shared::record::api::{EntryPage, ListEntries, PAGE_DEFAULT, PAGE_MAX};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::load::{Load, Loader, use_load};
use crate::ui::item_id;
use crate::{browser, client};

/// Pages after the first, kept until the first one is asked for with another length.
#[derive(Clone, Debug, Default)]
struct More {
    /// Which list the pages belong to.
    section: Option<Section>,
    pages: Vec<Rc<EntryPage>>,
    busy: bool,
    problem: Option<Problem>,
}

enum Step {
    Ask,
    Answer(Option<Section>, Result<EntryPage, Problem>),
    Clear(Option<Section>),
}

impl Reducible for More {
    type Action = Step;

    fn reduce(self: Rc<Self>, step: Step) -> Rc<Self> {
        let mut more = (*self).clone();
        match step {
            Step::Ask => (more.busy, more.problem) = (true, None),
            // An answer for a section that has been left.
            Step::Answer(section, _) if section != more.section => return self,
            Step::Answer(_, answer) => {
                more.busy = false;
                match answer {
                    Ok(page) => more.pages.push(Rc::new(page)),
                    Err(problem) => more.problem = Some(problem),
                }
            }
            Step::Clear(section) => more = Self { section, ..Self::default() },
        }
        Rc::new(more)
    }
}

/// One section's entries, as many as have been asked for.
pub struct Entries {
    first: Loader<EntryPage>,
    more: UseReducerHandle<More>,
    length: UseStateHandle<Option<u32>>,
    patient: PatientId,
}

/// Loads a section's newest entries; more on request.
#[hook]
pub fn use_entries(patient: PatientId, section: Option<Section>) -> Entries {
    let length = use_state_eq(|| None::<u32>);
    let more = use_reducer(|| More { section, ..More::default() });
    let first = use_load(ListEntries { patient, section, cursor: None, limit: *length });
    {
        let (more, length) = (more.dispatcher(), length.clone());
        use_effect_with(section, move |&section| {
            length.set(None);
            more.dispatch(Step::Clear(section));
        });
    }
    {
        // Whoever asked for more reads on at the first of it, also with the keyboard.
        let newest = more.pages.last().and_then(|page| page.entries.first());
        use_effect_with((more.pages.len(), newest.map(|entry| entry.id)), |(_, newest)| {
            if let Some(entry) = newest {
                browser::focus_in_place_id(&item_id(&entry.to_string()));
            }
        });
    }
    Entries { first, more, length, patient }
}

impl Entries {
    pub fn first(&self) -> &Loader<EntryPage> {
        &self.first
    }

    /// Everything loaded so far, page by page, newest first. An entry may come twice where a new
    /// one has pushed it over a page's edge.
    pub fn pages(&self) -> Vec<Rc<EntryPage>> {
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
        let cursor = self.pages().last()?.next_cursor.clone()?;
        let (more, patient, section) = (self.more.dispatcher(), self.patient, self.more.section);
        Some(Callback::from(move |()| {
            more.dispatch(Step::Ask);
            let (more, cursor) = (more.clone(), Some(cursor.clone()));
            spawn_local(async move {
                let call = ListEntries { patient, section, cursor, limit: None };
                more.dispatch(Step::Answer(section, client::call(&call).await));
            });
        }))
    }

    /// Loads again what is on the screen. A list that has grown comes back in one piece, so that
    /// an entry pushed over a page's edge by a new one is not lost.
    pub fn reload(&self) -> Callback<()> {
        let shown: usize = self.pages().iter().map(|page| page.entries.len()).sum();
        let shown = u32::try_from(shown).unwrap_or(PAGE_MAX);
        let (reload, length) = (self.first.reload(), self.length.clone());
        let more = (!self.more.pages.is_empty()).then(|| self.more.dispatcher());
        let section = self.more.section;
        Callback::from(move |()| match &more {
            Some(more) => {
                length.set(Some(shown.clamp(PAGE_DEFAULT, PAGE_MAX)));
                more.dispatch(Step::Clear(section));
            }
            None => reload.emit(()),
        })
    }
}
