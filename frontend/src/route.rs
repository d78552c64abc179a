//! Every address of the app, with all it says: the address is the state of the page.

use shared::access::model::Section;
use shared::contract::encoded;
use shared::id::PatientId;
use shared::lang::Lang;
use yew::prelude::*;

use crate::accounts::SignInPage;
use crate::card::HomePage;
use crate::prefs::PrefsProvider;
use crate::record::{EntriesPage, SummaryPage};
use crate::router::Router;
use crate::session::SessionProvider;
use crate::shell::{Frame, SettingsPage, SignedIn, help_page, not_found_page};
use crate::ui::Toasts;

#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    Home,
    /// `next` is the address to go to afterwards.
    SignIn {
        next: Option<String>,
    },
    Summary {
        patient: PatientId,
    },
    /// All entries, or those of one section.
    Entries {
        patient: PatientId,
        section: Option<Section>,
    },
    Settings,
    Help,
    NotFound,
}

impl Route {
    /// The page of a path with its query, such as `/patients/…/entries?section=notes`.
    pub fn parse(address: &str) -> Self {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let mut words = path.split('/').filter(|word| !word.is_empty());
        let words = [words.next(), words.next(), words.next(), words.next()];
        match words {
            [None, ..] => Self::Home,
            [Some("sign-in"), None, ..] => Self::SignIn { next: parameter(query, "next") },
            [Some("settings"), None, ..] => Self::Settings,
            [Some("help"), None, ..] => Self::Help,
            [Some("patients"), Some(patient), page, None] => match (patient.parse(), page) {
                (Ok(patient), None) => Self::Summary { patient },
                (Ok(patient), Some("entries")) => {
                    let section = parameter(query, "section").and_then(|word| word.parse().ok());
                    Self::Entries { patient, section }
                }
                (Ok(_), Some(_)) | (Err(_), _) => Self::NotFound,
            },
            [Some(_), ..] => Self::NotFound,
        }
    }

    /// The path with its query.
    pub fn address(&self) -> String {
        match self {
            Self::Home => "/".to_owned(),
            Self::SignIn { next: None } => "/sign-in".to_owned(),
            Self::SignIn { next: Some(next) } => format!("/sign-in?next={}", encoded(next)),
            Self::Summary { patient } => format!("/patients/{patient}"),
            Self::Entries { patient, section: None } => format!("/patients/{patient}/entries"),
            Self::Entries { patient, section: Some(section) } => {
                format!("/patients/{patient}/entries?section={section}")
            }
            Self::Settings => "/settings".to_owned(),
            Self::Help => "/help".to_owned(),
            Self::NotFound => "/404".to_owned(),
        }
    }
}

fn parameter(query: &str, name: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    js_sys::decode_uri_component(value).ok().map(String::from)
}

/// The whole app.
#[component]
pub fn Root() -> Html {
    html! {
        <PrefsProvider>
            <SessionProvider>
                <Router>
                    <Frame />
                    <Toasts />
                </Router>
            </SessionProvider>
        </PrefsProvider>
    }
}

/// The page of a route.
pub fn page(lang: Lang, route: Route) -> Html {
    match route {
        Route::Home => html! { <SignedIn><HomePage /></SignedIn> },
        Route::SignIn { next } => html! { <SignInPage {next} /> },
        Route::Summary { patient } => {
            html! { <SignedIn><SummaryPage key={patient.to_string()} {patient} /></SignedIn> }
        }
        Route::Entries { patient, section } => html! {
            <SignedIn><EntriesPage key={patient.to_string()} {patient} {section} /></SignedIn>
        },
        Route::Settings => html! { <SettingsPage /> },
        Route::Help => help_page(lang),
        Route::NotFound => not_found_page(lang),
    }
}
