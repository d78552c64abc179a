use shared::access::model::Section;
use shared::files::text as files;
use shared::id::PatientId;
use shared::lang::{Lang, Text};
use shared::record::api::{EntryQuery, FoundEntries};
use shared::record::text;
use yew::prelude::*;

use super::tabs::{section_name, shown_sections, tabs, up};
use super::{closed_card, on_news};
use crate::browser;
use crate::found::{Found, use_found};
use crate::live::use_live;
use crate::load::Load;
use crate::prefs::use_lang;
use crate::protocols::WriteButton;
use crate::record::filter::{
    Choices, Fields, chosen, filters, is_chosen, is_narrowed, named, query, reset, use_words,
};
use crate::record::form::AddNoteForm;
use crate::record::view::{brief, entry_list};
use crate::route::{EntryFilter, Route};
use crate::router::{self, link};
use crate::session::use_session;
use crate::shell::{Title, use_keeps};
use crate::ui::{Icon, SkeletonKind, Tabs, empty_state, failure, show_more, slow_skeleton};

#[derive(Properties, PartialEq)]
pub struct EntriesPageProps {
    pub patient: PatientId,
    pub filter: EntryFilter,
}

/// Everything in the card, newest first, as much of it as one looks for.
#[component]
pub fn EntriesPage(&EntriesPageProps { patient, filter }: &EntriesPageProps) -> Html {
    let lang = use_lang();
    let session = use_session().session();
    let is_own = session.as_ref().is_some_and(|session| session.card == Some(patient));
    let keeps = use_keeps(patient) || is_own;
    // Somebody else who signs in here finds no words of the one before.
    let kept = session.map(|session| format!("words-{}", session.account)).unwrap_or_default();
    let words = use_words(&kept, filter);
    let choices = use_state_eq(Choices::default);
    let was_open = use_state_eq(|| is_chosen(&filter));
    let entries = use_found(patient, query(&filter, &words.asked, &choices));
    use_live(patient, on_news(lang, entries.reload()));
    let first = entries.first().load();
    let found = match &first {
        Load::Ready(found) if !is_unresolved(&filter, &choices, found) => Some(found.clone()),
        Load::Ready(_) | Load::Waiting | Load::Failed(_) => None,
    };
    {
        let choices = choices.setter();
        let there = match &first {
            Load::Ready(found) => Some(Choices {
                organizations: found.organizations.clone(),
                authors: found.authors.clone(),
            }),
            Load::Waiting | Load::Failed(_) => None,
        };
        use_effect_with(there, move |there| {
            if let Some(there) = there {
                choices.set(there.clone());
            }
        });
    }
    let section = filter.section;
    let on_filter = {
        let typed = words.typed.clone();
        Callback::from(move |filter| {
            router::open(Route::Entries { patient, filter });
            browser::keep(&kept, &typed);
        })
    };
    let title = section.map_or(text::CARD, |section| section_name(section, is_own)).get(lang);
    let newest = entries.pages().first().cloned();
    // Whose card it is stands in the window's title too, for everybody but its owner.
    let window = match &newest {
        Some(found) if !is_own => format!("{}: {title}", found.page.patient.name.short()),
        _ => title.to_owned(),
    };
    let writes = keeps && matches!(section, None | Some(Section::Notes));
    let on_section = {
        let on_filter = on_filter.clone();
        // Whoever wrote in one section may have written nothing in another.
        move |section| {
            let filter = EntryFilter { section, organization: None, author: None, ..filter };
            on_filter.reform(move |()| filter)
        }
    };
    let tells = section.filter(|section| {
        let told = [Section::Allergies, Section::Conditions, Section::Notes, Section::Documents];
        keeps && told.contains(section)
    });
    let fields = Fields {
        was_open: *was_open,
        filter,
        words: words.typed.into(),
        choices: (*choices).clone(),
        on_type: words.on_type,
        on_filter,
    };
    let is_closed = found.as_ref().is_some_and(|found| is_closed(found, section));
    // An emergency opens a card for reading only.
    let may_write = matches!(section, None | Some(Section::Visits))
        && newest.as_ref().is_some_and(|it| it.page.patient.emergency_until.is_none());
    html! {
        <div class="page">
            { up(lang, patient, is_own) }
            <Title text={title} {window} />
            if let Some(found) = newest {
                { brief(lang, &found.page.patient, is_own) }
            }
            <Tabs name={text::SECTIONS.get(lang)} tabs={tabs(lang, patient, filter, is_own, &on_section)} />
            if writes {
                <AddNoteForm {patient} opened={section.is_some()} on_saved={entries.reload().reform(|_| ())} />
            }
            if let Some(section) = tells {
                { tell(lang, patient, section) }
            }
            if may_write {
                <WriteButton {patient} />
            }
            if !is_closed {
                { filters(lang, &fields) }
                { chosen(lang, &fields, found.as_ref().map(|found| found.total)) }
            }
            { list(lang, patient, &entries, found.as_deref(), &fields, is_own) }
        </div>
    }
}

/// To where patients tell of themselves what belongs in this section.
fn tell(lang: Lang, patient: PatientId, section: Section) -> Html {
    let words = match section {
        Section::Documents => return upload(lang, patient, files::UPLOAD),
        Section::Allergies => text::own::ADD_ALLERGY,
        Section::Conditions => text::own::ADD_CONDITION,
        _ => text::own::ADD_HABITS,
    };
    let content = html! { <>{ Icon::Plus.draw() }{ words.get(lang) }</> };
    let about = format!("section={section}");
    html! { <p>{ link(Route::Own { patient, about }, "back", content) }</p> }
}

/// To where patients upload a paper copy of what never came.
pub fn upload_copy(lang: Lang, patient: PatientId) -> Html {
    upload(lang, patient, files::UPLOAD_COPY)
}

/// To where patients upload a paper.
fn upload(lang: Lang, patient: PatientId, words: Text) -> Html {
    let content = html! { <>{ Icon::Upload.draw() }{ words.get(lang) }</> };
    let about = super::own::UPLOAD.to_owned();
    html! { <p>{ link(Route::Own { patient, about }, "back", content) }</p> }
}

/// The address chooses somebody of whom only this answer tells the name: it is asked again.
fn is_unresolved(filter: &EntryFilter, choices: &Choices, found: &FoundEntries) -> bool {
    let is_unknown = |known: &[String], told: &[String], wanted| {
        named(known, wanted).is_none() && named(told, wanted).is_some()
    };
    is_unknown(&choices.organizations, &found.organizations, filter.organization)
        || is_unknown(&choices.authors, &found.authors, filter.author)
}

fn is_closed(found: &FoundEntries, section: Option<Section>) -> bool {
    section.is_some_and(|section| found.page.closed_sections.contains(&section))
}

fn list(
    lang: Lang,
    patient: PatientId,
    entries: &Found<EntryQuery>,
    found: Option<&FoundEntries>,
    fields: &Fields,
    is_own: bool,
) -> Html {
    let first = entries.first();
    if let Load::Failed(problem) = first.load() {
        return closed_card(lang, &problem, first.reload());
    }
    let Some(found) = found else {
        return slow_skeleton(lang, SkeletonKind::List, first.is_slow(), first.cancel());
    };
    let section = fields.filter.section;
    // Closed is not empty: a doctor must not read «takes nothing» out of it.
    if is_closed(found, section) {
        return empty_state(Icon::Lock, text::SECTION_CLOSED.get(lang), Html::default());
    }
    html! {
        <>
            if section.is_none() {
                { closed(lang, &found.page.closed_sections) }
            }
            if found.page.has_hidden {
                <p class="notice">{ shared::consent::text::SOME_HIDDEN.get(lang) }</p>
            }
            if found.page.entries.is_empty() {
                { nothing(lang, patient, fields, is_own) }
            }
            { entry_list(lang, patient, &entries.pages(), is_own) }
            if let Some(problem) = entries.problem() {
                { failure(lang, problem, None) }
            }
            if let Some(on_more) = entries.show_more() {
                { show_more(lang, entries.is_busy(), on_more) }
            } else if is_own && !found.page.entries.is_empty() && section != Some(Section::Notes) {
                <p class="muted">
                    { text::NOT_ALL_HERE.get(lang) }{ " " }
                    { missing(lang, patient, section, "") }
                </p>
            }
        </>
    }
}

/// Why there is nothing, and what can be done (REC-11). What was looked for stands above.
fn nothing(lang: Lang, patient: PatientId, fields: &Fields, is_own: bool) -> Html {
    if is_narrowed(fields) {
        return empty_state(Icon::Search, text::NOTHING_FOUND.get(lang), reset(lang, fields));
    }
    match fields.filter.section {
        _ if !is_own => {
            empty_state(Icon::Folder, text::NO_ENTRIES_OF_PATIENT.get(lang), Html::default())
        }
        Some(Section::Notes) => empty_state(Icon::Note, text::NO_NOTES.get(lang), Html::default()),
        section => {
            let ways = html! {
                <>
                    { missing(lang, patient, section, "button button--secondary") }
                    // Above the empty list of documents the same stands already.
                    if section != Some(Section::Documents) {
                        { upload_copy(lang, patient) }
                    }
                    { link(Route::Help, "", html! { text::ASK_FOR_HELP.get(lang) }) }
                </>
            };
            empty_state(Icon::Folder, text::NO_ENTRIES_IN_SECTION.get(lang), ways)
        }
    }
}

/// The way to ask a clinic for what never came (REC-11).
pub fn missing(
    lang: Lang,
    patient: PatientId,
    section: Option<Section>,
    class: &'static str,
) -> Html {
    let about = section.map(|section| format!("section={section}")).unwrap_or_default();
    link(Route::Requests { patient, about }, class, html! { text::asked::ASK.get(lang) })
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
