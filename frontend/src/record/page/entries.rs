use shared::access::model::Section;
use shared::id::PatientId;
use shared::lang::Lang;
use shared::record::text;
use yew::prelude::*;

use super::{back_to_patients, on_news};
use crate::live::use_live;
use crate::load::Load;
use crate::prefs::use_lang;
use crate::record::form::AddNoteForm;
use crate::record::list::{Entries, use_entries};
use crate::record::view::entry_list;
use crate::route::Route;
use crate::router::{self, link};
use crate::session::use_session;
use crate::shell::Title;
use crate::ui::{self, Icon, SkeletonKind, Tab, empty_state, failure, show_more, slow_skeleton};

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

    let title = section.map_or(text::CARD, Section::text).get(lang);
    let writes = is_own && matches!(section, None | Some(Section::Notes));
    html! {
        <div class="page">
            { back(lang, patient, is_own) }
            <Title text={title} />
            { ui::tabs(text::SECTIONS.get(lang), tabs(lang, patient, section)) }
            if writes {
                <AddNoteForm {patient} opened={section.is_some()} on_saved={entries.reload().reform(|_| ())} />
            }
            { list(lang, &entries, is_own) }
        </div>
    }
}

fn list(lang: Lang, entries: &Entries, is_own: bool) -> Html {
    let first = entries.first();
    match first.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, first.is_slow(), first.cancel()),
        Load::Failed(problem) => failure(lang, &problem, Some(first.reload())),
        Load::Ready(page) if page.entries.is_empty() => {
            empty_state(Icon::Folder, text::NO_ENTRIES.get(lang), Html::default())
        }
        Load::Ready(_) => html! {
            <>
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

fn tabs(lang: Lang, patient: PatientId, current: Option<Section>) -> impl Iterator<Item = Tab> {
    std::iter::once(None).chain(Section::ALL.iter().copied().map(Some)).map(move |section| {
        let route = Route::Entries { patient, section };
        Tab {
            text: section.map_or(text::ALL_SECTIONS, Section::text).get(lang).into(),
            href: route.address().into(),
            is_current: section == current,
            on_open: Callback::from(move |()| router::open(route.clone())),
        }
    })
}
