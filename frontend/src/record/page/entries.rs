use shared::access::model::Section;
use shared::id::PatientId;
use shared::lang::{Lang, Text};
use shared::record::text;
use yew::prelude::*;

use super::{back_to_patients, closed_card, on_news};
use crate::live::use_live;
use crate::load::Load;
use crate::prefs::use_lang;
use crate::record::form::AddNoteForm;
use crate::record::list::{Entries, use_entries};
use crate::record::view::{brief, entry_list, short_name};
use crate::route::Route;
use crate::router::{self, link};
use crate::session::use_session;
use crate::shell::Title;
use crate::ui::{Icon, SkeletonKind, Tab, Tabs, empty_state, failure, show_more, slow_skeleton};

#[derive(Properties, PartialEq)]
pub struct EntriesPageProps {
    pub patient: PatientId,
    pub section: Option<Section>,
}

/// Everything in the card, newest first, one section at a time if wished.
#[component]
pub fn EntriesPage(&EntriesPageProps { patient, section }: &EntriesPageProps) -> Html {
    let lang = use_lang();
    let is_own = use_session().session().is_some_and(|session| session.card == Some(patient));
    let entries = use_entries(patient, section);
    use_live(patient, on_news(lang, entries.reload()));

    let name = |section: Section| match section {
        Section::Notes if !is_own => text::NOTES_OF_PATIENT,
        section => section.text(),
    };
    let title = section.map_or(text::CARD, name).get(lang);
    let newest = entries.pages().first().cloned();
    // Whose card it is stands in the window's title too, for everybody but its owner.
    let window = match &newest {
        Some(page) if !is_own => format!("{}: {title}", short_name(&page.patient.name)),
        _ => title.to_owned(),
    };
    let writes = is_own && matches!(section, None | Some(Section::Notes));
    html! {
        <div class="page">
            { back(lang, patient, is_own) }
            <Title text={title} {window} />
            if let Some(page) = newest {
                { brief(lang, &page.patient, is_own) }
            }
            <Tabs name={text::SECTIONS.get(lang)} tabs={tabs(lang, patient, section, name)} />
            if writes {
                <AddNoteForm {patient} opened={section.is_some()} on_saved={entries.reload().reform(|_| ())} />
            }
            { list(lang, &entries, section, is_own) }
        </div>
    }
}

fn list(lang: Lang, entries: &Entries, section: Option<Section>, is_own: bool) -> Html {
    let first = entries.first();
    let nothing = match section {
        _ if !is_own => text::NO_ENTRIES_OF_PATIENT,
        Some(Section::Notes) => text::NO_NOTES,
        _ => text::NO_ENTRIES,
    };
    match first.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, first.is_slow(), first.cancel()),
        Load::Failed(problem) => closed_card(lang, &problem, first.reload()),
        // Closed is not empty: a doctor must not read «takes nothing» out of it.
        Load::Ready(page)
            if section.is_some_and(|section| page.closed_sections.contains(&section)) =>
        {
            empty_state(Icon::Lock, text::SECTION_CLOSED.get(lang), Html::default())
        }
        Load::Ready(page) if page.entries.is_empty() && page.closed_sections.is_empty() => {
            empty_state(Icon::Folder, nothing.get(lang), Html::default())
        }
        Load::Ready(page) => html! {
            <>
                if section.is_none() {
                    { closed(lang, &page.closed_sections) }
                }
                if page.entries.is_empty() {
                    { empty_state(Icon::Folder, nothing.get(lang), Html::default()) }
                }
                { entry_list(lang, &entries.pages(), is_own) }
                if let Some(problem) = entries.problem() {
                    { failure(lang, problem, None) }
                }
                if let Some(on_more) = entries.show_more() {
                    { show_more(lang, entries.is_busy(), on_more) }
                }
            </>
        },
    }
}

/// Which parts of the card the list leaves out.
fn closed(lang: Lang, sections: &[Section]) -> Html {
    let names: Vec<&str> = shown_sections()
        .filter(|section| sections.contains(section))
        .map(|section| section.text().get(lang))
        .collect();
    if names.is_empty() {
        return Html::default();
    }
    html! {
        <p class="panel closed">
            { Icon::Lock.draw() }
            <span>{ text::CLOSED_LIST.get(lang) }{ ": " }{ names.join(", ") }{ "." }</span>
        </p>
    }
}

/// Up one level: to the summary, and for staff before it to the list of patients.
fn back(lang: Lang, patient: PatientId, is_own: bool) -> Html {
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

/// Insurance and bills come from other systems and are no entries of the card.
fn shown_sections() -> impl Iterator<Item = Section> {
    Section::ALL.iter().copied().filter(|section| *section != Section::Administrative)
}

fn tabs(
    lang: Lang,
    patient: PatientId,
    current: Option<Section>,
    name: impl Fn(Section) -> Text,
) -> Vec<Tab> {
    std::iter::once(None)
        .chain(shown_sections().map(Some))
        .map(move |section| {
            let route = Route::Entries { patient, section };
            Tab {
                text: section.map_or(text::ALL_SECTIONS, &name).get(lang).into(),
                href: route.address().into(),
                is_current: section == current,
                on_open: Callback::from(move |()| router::open(route.clone())),
            }
        })
        .collect()
}
