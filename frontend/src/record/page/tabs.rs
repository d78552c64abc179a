//! What stands above every list of a card: the way up, and its sections.

use shared::access::model::Section;
use shared::id::PatientId;
use shared::lang::{Lang, Text};
use shared::record::text;
use yew::prelude::*;

use super::back_to_patients;
use crate::route::{EntryFilter, Route};
use crate::router::{self, link};
use crate::ui::{Icon, Tab, Tabs};

/// Up one level: to the summary, and for staff before it to the list of patients.
pub fn up(lang: Lang, patient: PatientId, is_own: bool) -> Html {
    let up = if is_own { Route::Home } else { Route::Summary { patient } };
    html! {
        <div class="row">
            if !is_own {
                { back_to_patients(lang) }
            }
            { link(up, "back", html! { <>{ Icon::Back.draw() }{ text::SUMMARY.get(lang) }</> }) }
        </div>
    }
}

/// What a section is called; notes are the patient's, whoever reads them.
pub const fn section_name(section: Section, is_own: bool) -> Text {
    match section {
        Section::Notes if !is_own => text::NOTES_OF_PATIENT,
        section => section.text(),
    }
}

/// Insurance and bills come from other systems and are no entries of the card.
pub fn shown_sections() -> impl Iterator<Item = Section> {
    Section::ALL.iter().copied().filter(|section| *section != Section::Administrative)
}

/// The sections above a list. Results have a page of their own.
pub fn tabs(
    lang: Lang,
    patient: PatientId,
    filter: EntryFilter,
    is_own: bool,
    on_section: &dyn Fn(Option<Section>) -> Callback<()>,
) -> Vec<Tab> {
    let tab = |section: Option<Section>| {
        let words = section.map_or(text::ALL_SECTIONS, |section| section_name(section, is_own));
        let to = EntryFilter { section, organization: None, author: None, ..filter };
        let (href, on_open) = match section {
            Some(Section::Results) => {
                let to = Route::Results { patient, about: String::new() };
                (to.address(), Callback::from(move |()| router::open(to.clone())))
            }
            _ => (Route::Entries { patient, filter: to }.address(), on_section(section)),
        };
        Tab {
            text: words.get(lang).into(),
            href: href.into(),
            is_current: section == filter.section,
            on_open,
        }
    };
    std::iter::once(None).chain(shown_sections().map(Some)).map(tab).collect()
}

/// The same above a page that shows one section alone.
pub fn section_tabs(lang: Lang, patient: PatientId, current: Section, is_own: bool) -> Html {
    let filter = EntryFilter { section: Some(current), ..EntryFilter::default() };
    let on_section =
        |section| Callback::from(move |()| router::open(Route::entries(patient, section)));
    let tabs = tabs(lang, patient, filter, is_own, &on_section);
    html! { <Tabs name={text::SECTIONS.get(lang)} {tabs} /> }
}
