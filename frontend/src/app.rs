//! The programs of a card: the summary with what stands beside it, the entries, one of them, and
//! what patients tell of themselves.

use std::cell::Cell;

use shared::access::rules::works_with_cards;
use shared::lang::Lang;
use yew::prelude::*;

use crate::browser::{self, use_media};
use crate::card::{HomePage, cards_pane};
use crate::feed::FeedPage;
use crate::measurements::MeasurementsPage;
use crate::prefs::{PrefsProvider, use_lang};
use crate::record::{DeskPage, EntriesPage, EntryPage, OwnPage, RequestsPage, SummaryPage};
use crate::results::{ComparisonPage, ReportPage, ResultsPage, SeriesPage};
use crate::route::{Program, Route};
use crate::router::{self, Router, use_route};
use crate::session::{SessionProvider, use_session};
use crate::shell::{Frame, Guest, Pages, SettingsPage, SignedIn, WIDE, help_page, not_found_page};
use crate::ui::Toasts;

/// Where they draw their pages.
const PLACE: &str = "app";

fn no_pages(lang: Lang, _: Route) -> Html {
    not_found_page(lang)
}

thread_local! {
    static PAGES: Cell<Pages> = const { Cell::new(no_pages) };
}

/// The app a patient and their doctors open.
pub fn start() {
    run(Program::App, pages);
}

/// The entries of a card. Apart from the app because each may weigh no more than that.
pub fn start_record() {
    run(Program::Record, record_pages);
}

/// One entry of a card. Apart from the list because both together would weigh too much.
pub fn start_entry() {
    run(Program::Entry, entry_pages);
}

/// Where patients tell of themselves.
pub fn start_own() {
    run(Program::Own, own_pages);
}

/// What patients ask of organizations.
pub fn start_requests() {
    run(Program::Requests, request_pages);
}

/// Results of examinations.
pub fn start_results() {
    run(Program::Results, result_pages);
}

/// What patients measure themselves.
pub fn start_measurements() {
    run(Program::Measurements, measurement_pages);
}

/// The desk of a laboratory.
pub fn start_feed() {
    run(Program::Feed, feed_pages);
}

fn run(program: Program, pages: Pages) {
    router::serve(program);
    PAGES.set(pages);
    if let Some(place) = browser::by_id(PLACE) {
        yew::Renderer::<Root>::with_root(place).render();
    }
}

#[component]
fn Root() -> Html {
    html! {
        <PrefsProvider>
            <SessionProvider>
                <Router>
                    <Page />
                    <Toasts />
                </Router>
            </SessionProvider>
        </PrefsProvider>
    }
}

/// The page of the address, with the list of patients beside an open card.
#[component]
fn Page() -> Html {
    let lang = use_lang();
    let session = use_session().session();
    let route = use_route();
    let is_wide = use_media(WIDE);
    let shown = match &route {
        Route::Home => Some(None),
        Route::Summary { patient }
        | Route::Entries { patient, .. }
        | Route::Entry { patient, .. }
        | Route::Own { patient, .. }
        | Route::Measurements { patient }
        | Route::Results { patient, .. }
        | Route::Report { patient, .. }
        | Route::Comparison { patient, .. }
        | Route::Series { patient, .. } => Some(Some(*patient)),
        _ => None,
    };
    let works = session.as_deref().is_some_and(|session| works_with_cards(session.role));
    let shown = shown.filter(|_| works && is_wide);
    let pane = shown.map(|open| cards_pane(lang, open));
    html! {
        <>
            <Frame {pane}>{ PAGES.get()(lang, route) }</Frame>
            <Guest />
        </>
    }
}

fn pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Home => html! { <SignedIn><HomePage /></SignedIn> },
        Route::Summary { patient } => {
            html! { <SignedIn><SummaryPage key={patient.to_string()} {patient} /></SignedIn> }
        }
        Route::Settings => html! { <SettingsPage /> },
        Route::Help => help_page(lang),
        _ => not_found_page(lang),
    }
}

fn record_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Entries { patient, filter } => html! {
            <SignedIn><EntriesPage key={patient.to_string()} {patient} {filter} /></SignedIn>
        },
        _ => not_found_page(lang),
    }
}

fn entry_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Entry { patient, entry } => html! {
            <SignedIn><EntryPage key={entry.to_string()} {patient} {entry} /></SignedIn>
        },
        _ => not_found_page(lang),
    }
}

fn own_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Own { patient, about } => {
            let key = about.clone();
            html! { <SignedIn><OwnPage {key} {patient} {about} /></SignedIn> }
        }
        _ => not_found_page(lang),
    }
}

fn request_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Requests { patient, about } => {
            let key = about.clone();
            html! { <SignedIn><RequestsPage {key} {patient} {about} /></SignedIn> }
        }
        Route::Desk => html! { <SignedIn><DeskPage /></SignedIn> },
        _ => not_found_page(lang),
    }
}

fn result_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Results { patient, about } => html! {
            <SignedIn><ResultsPage key={patient.to_string()} {patient} {about} /></SignedIn>
        },
        Route::Report { patient, entry } => html! {
            <SignedIn><ReportPage key={entry.to_string()} {patient} {entry} /></SignedIn>
        },
        Route::Series { patient, entry } => html! {
            <SignedIn><SeriesPage key={entry.to_string()} {patient} {entry} /></SignedIn>
        },
        Route::Comparison { patient, about } => {
            let key = about.clone();
            html! { <SignedIn><ComparisonPage {key} {patient} {about} /></SignedIn> }
        }
        _ => not_found_page(lang),
    }
}

fn measurement_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Measurements { patient } => html! {
            <SignedIn><MeasurementsPage key={patient.to_string()} {patient} /></SignedIn>
        },
        _ => not_found_page(lang),
    }
}

fn feed_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Feed => html! { <SignedIn><FeedPage /></SignedIn> },
        _ => not_found_page(lang),
    }
}
