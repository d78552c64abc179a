use std::collections::BTreeSet;
use std::rc::Rc;

use shared::format;
use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::record::text as record;
use shared::results::api::SearchResults;
use shared::results::compare::{COMPARED_MAX, COMPARED_MIN};
use shared::results::list::{FoundResultList, ListedResult, ResultQuery};
use shared::results::text::page as text;
use yew::prelude::*;

use super::filter::{Fields, ResultFilter, filters};
use super::release::ReleaseButton;
use super::{comparison, day, flag_tag, flag_words, printed, status_tag};
use crate::browser;
use crate::found::{Found, Page, Query, use_found};
use crate::live::use_live;
use crate::load::Load;
use crate::prefs::use_lang;
use crate::record::{
    brief, closed_card, missing, on_news, section_tabs, up, upload_copy, use_words,
};
use crate::route::Route;
use crate::router::{self, link};
use crate::session::use_session;
use crate::shell::Title;
use crate::ui::{
    Button, ButtonKind, Checkbox, Icon, SkeletonKind, TagKind, empty_state, failure, item_id,
    show_more, slow_skeleton, tag,
};
use shared::access::model::Section;

impl Query for ResultQuery {
    type Call = SearchResults;
    type Page = FoundResultList;

    fn call(&self, patient: PatientId, cursor: Option<String>, limit: Option<u32>) -> Self::Call {
        SearchResults { patient, body: Self { cursor, limit, ..self.clone() } }
    }
}

impl Page for FoundResultList {
    fn next_cursor(&self) -> Option<&String> {
        self.next_cursor.as_ref()
    }

    fn ids(&self) -> impl ExactSizeIterator<Item = EntryId> {
        self.results.iter().map(|result| result.entry)
    }
}

#[derive(Properties, PartialEq)]
pub struct ResultsPageProps {
    pub patient: PatientId,
    /// What the address says of the list.
    pub about: String,
}

/// All results, newest specimen first, as much of it as one looks for (RES-1).
#[component]
pub fn ResultsPage(ResultsPageProps { patient, about }: &ResultsPageProps) -> Html {
    let lang = use_lang();
    let patient = *patient;
    let filter = ResultFilter::parse(about);
    let session = use_session().session();
    let is_own = session.as_ref().is_some_and(|session| session.card == Some(patient));
    let kept = session.map(|session| format!("results-{}", session.account)).unwrap_or_default();
    let words = use_words(&kept, about.clone());
    let organizations = use_state_eq(Vec::<String>::new);
    let was_open = use_state_eq(|| filter.is_rare());
    let chosen = use_state_eq(|| None::<BTreeSet<EntryId>>);
    let results = use_found(patient, filter.query(&words.asked, &organizations));
    use_live(patient, on_news(lang, results.reload()));
    let newest = results.pages().first().cloned();
    {
        let set = organizations.setter();
        let there = newest.as_ref().map(|found| found.organizations.clone());
        use_effect_with(there, move |there| {
            if let Some(there) = there {
                set.set(there.clone());
            }
        });
    }
    let on_filter = {
        let (typed, kept) = (words.typed.clone(), kept.clone());
        Callback::from(move |filter: ResultFilter| {
            router::open(Route::Results { patient, about: filter.about() });
            browser::keep(&kept, &typed);
        })
    };
    let title = text::RESULTS.get(lang);
    let window = match &newest {
        Some(found) if !is_own => format!("{}: {title}", found.patient.name.short()),
        _ => title.to_owned(),
    };
    let is_closed = newest.as_ref().is_some_and(|found| found.is_closed);
    let fields = Fields {
        filter,
        words: words.typed.into(),
        found: newest.as_deref(),
        organizations: &organizations,
        on_type: words.on_type,
        on_filter,
        was_open: *was_open,
    };
    html! {
        <div class="page">
            { up(lang, patient, is_own) }
            <Title text={title} {window} />
            if let Some(found) = &newest {
                { brief(lang, &found.patient, is_own) }
            }
            { section_tabs(lang, patient, Section::Results, is_own) }
            if !is_closed {
                { filters(lang, &fields) }
                { toolbar(lang, patient, newest.as_deref(), &chosen) }
            }
            { body(lang, patient, &results, &fields, &chosen, is_own) }
            if is_own {
                <p class="not-on-paper"><ReleaseButton {patient} on_saved={results.reload()} /></p>
            }
        </div>
    }
}

type Chosen = UseStateHandle<Option<BTreeSet<EntryId>>>;

/// How many there are, and the way to put some of them side by side.
fn toolbar(
    lang: Lang,
    patient: PatientId,
    found: Option<&FoundResultList>,
    chosen: &Chosen,
) -> Html {
    let total = found.map(|found| text::found(lang, found.total.into()));
    let is_many = found.is_some_and(|found| found.total > 1);
    let begin = {
        let chosen = chosen.setter();
        Callback::from(move |()| chosen.set(Some(BTreeSet::new())))
    };
    let stop = {
        let chosen = chosen.setter();
        Callback::from(move |()| chosen.set(None))
    };
    let compare = {
        let chosen = (**chosen).clone().unwrap_or_default();
        Callback::from(move |()| router::open(comparison(patient, chosen.iter().copied())))
    };
    let count = chosen.as_ref().map_or(0, BTreeSet::len);
    let is_enough = (COMPARED_MIN..=COMPARED_MAX).contains(&count);
    html! {
        <div class="results__tools">
            <p class="muted" role="status">{ total }</p>
            if chosen.is_some() {
                <p>{ text::CHOOSE_TO_COMPARE.get(lang) }</p>
                <Button disabled={!is_enough} on_click={compare}>{ text::compare_chosen(lang, count) }</Button>
                <Button kind={ButtonKind::Quiet} on_click={stop}>{ text::STOP_CHOOSING.get(lang) }</Button>
            } else if is_many {
                <Button kind={ButtonKind::Secondary} on_click={begin}>{ text::COMPARE.get(lang) }</Button>
            }
        </div>
    }
}

fn body(
    lang: Lang,
    patient: PatientId,
    results: &Found<ResultQuery>,
    fields: &Fields<'_>,
    chosen: &Chosen,
    is_own: bool,
) -> Html {
    let first = results.first();
    let found = match first.load() {
        Load::Failed(problem) => return closed_card(lang, &problem, first.reload()),
        Load::Waiting => {
            return slow_skeleton(lang, SkeletonKind::List, first.is_slow(), first.cancel());
        }
        Load::Ready(found) => found,
    };
    if found.is_closed {
        return empty_state(Icon::Lock, text::CLOSED.get(lang), Html::default());
    }
    if found.results.is_empty() {
        return nothing(lang, patient, fields, is_own);
    }
    html! {
        <>
            { years(lang, patient, &results.pages(), chosen) }
            if let Some(problem) = results.problem() {
                { failure(lang, problem, None) }
            }
            if let Some(on_more) = results.show_more() {
                { show_more(lang, results.is_busy(), on_more) }
            } else if is_own {
                <p class="muted">
                    { record::NOT_ALL_HERE.get(lang) }{ " " }
                    { missing(lang, patient, Some(Section::Results), "") }
                </p>
            }
        </>
    }
}

/// Why there is nothing, and what can be done (REC-11).
fn nothing(lang: Lang, patient: PatientId, fields: &Fields<'_>, is_own: bool) -> Html {
    let is_narrowed = fields.filter != ResultFilter::default() || !fields.words.trim().is_empty();
    if is_narrowed {
        let (on_type, on_filter) = (fields.on_type.clone(), fields.on_filter.clone());
        let on_click = Callback::from(move |()| {
            on_filter.emit(ResultFilter::default());
            on_type.emit(String::new());
        });
        let reset = html! {
            <Button kind={ButtonKind::Quiet} {on_click}>{ record::RESET.get(lang) }</Button>
        };
        return empty_state(Icon::Search, record::NOTHING_FOUND.get(lang), reset);
    }
    if !is_own {
        return empty_state(Icon::Folder, text::EMPTY_OF_PATIENT.get(lang), Html::default());
    }
    let ways = html! {
        <>
            { missing(lang, patient, Some(Section::Results), "button button--secondary") }
            { upload_copy(lang, patient) }
            { link(Route::Help, "", html! { record::ASK_FOR_HELP.get(lang) }) }
        </>
    };
    empty_state(Icon::Folder, text::EMPTY.get(lang), ways)
}

/// A heading for every year, each result once.
fn years(lang: Lang, patient: PatientId, pages: &[Rc<FoundResultList>], chosen: &Chosen) -> Html {
    let year = |result: &ListedResult| {
        let at = result.taken_at;
        at.to_offset(browser::offset_at(at)).year()
    };
    let mut seen = BTreeSet::new();
    let results: Vec<&ListedResult> = pages
        .iter()
        .flat_map(|found| &found.results)
        .filter(|result| seen.insert(result.entry))
        .collect();
    html! {
        for results in results.chunk_by(|a, b| year(a) == year(b)) {
            <section class="year">
                <h2 class="year__title">{ results.first().map(|result| year(result)) }</h2>
                <ul class="results">
                    for result in results {
                        { row(lang, patient, result, chosen) }
                    }
                </ul>
            </section>
        }
    }
}

fn row(lang: Lang, patient: PatientId, result: &ListedResult, chosen: &Chosen) -> Html {
    let id = result.entry;
    let to = Route::Report { patient, entry: id };
    let name = if result.name.is_empty() { record::ENTRY.get(lang) } else { &result.name };
    let who = [result.organization.as_deref(), result.author.as_deref()];
    let who: Vec<&str> = who.into_iter().flatten().collect();
    let box_of = chosen.as_ref().map(|all| {
        let is_on = all.contains(&id);
        let (set, all) = (chosen.setter(), all.clone());
        let on_change = Callback::from(move |is_on| {
            let mut all = all.clone();
            if is_on {
                all.insert(id)
            } else {
                all.remove(&id)
            };
            set.set(Some(all));
        });
        let label = format!("{}: {name}", text::COMPARE.get(lang));
        html! { <Checkbox text={label} {is_on} {on_change} /> }
    });
    html! {
        <li class={classes!("result-row", result.is_withdrawn.then_some("is-withdrawn"))}
            key={id.to_string()} id={item_id(&id.to_string())} tabindex="-1">
            <div class="result-row__main">
                <h3>{ link(to, "line__link", html! { name }) }</h3>
                <p class="muted">
                    { day(lang, result.taken_at) }
                    if !who.is_empty() {
                        { " · " }{ who.join(" · ") }
                    }
                </p>
            </div>
            <div class="result-row__state">
                { status_tag(lang, result.status) }
                if result.is_withdrawn {
                    { tag(TagKind::Caution, Some(Icon::Alert), record::WITHDRAWN.get(lang)) }
                }
                { state(lang, result) }
            </div>
            if let Some(box_of) = box_of {
                <div class="result-row__choice">{ box_of }</div>
            }
        </li>
    }
}

/// The value itself, or which values of a report are out of range.
fn state(lang: Lang, result: &ListedResult) -> Html {
    if let Some(until) = result.held_until {
        let day = format::date(lang, until.to_offset(browser::offset_at(until)).date());
        return tag(TagKind::Accent, Some(Icon::Clock), &text::opens_by(lang, &day));
    }
    if let Some(value) = &result.value {
        return html! { <>{ printed(lang, value) }{ flag_tag(lang, result.flag) }</> };
    }
    let out = text::out_of(lang, &result.out);
    if !out.is_empty() {
        let is_critical = result.is_critical();
        return html! {
            for (flag, words) in out {
                { flag_words(flag, is_critical, &words) }
            }
        };
    }
    if result.values == 0 {
        return Html::default();
    }
    let (compared, values) = (result.compared.into(), result.values.into());
    html! { <span class="muted">{ text::out_count(lang, 0, compared, values) }</span> }
}
