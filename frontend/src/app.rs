//! The program: what is around all pages, and which pages its parts draw.

use shared::access::rules::works_with_cards;
use shared::lang::Lang;
use yew::prelude::*;

use crate::admin::AdminPage;
use crate::appointments::{
    BookingPage, DayPage, PractitionerPage, SchedulesPage, VisitPage, VisitsPage,
};
use crate::browser::{self, use_media};
use crate::card::{HomePage, cards_pane};
use crate::consent::{AsksPage, ConsentPage};
use crate::feed::FeedPage;
use crate::journal::{AuditPage, JournalPage};
use crate::measurements::MeasurementsPage;
use crate::notices::NoticesProvider;
use crate::notifications::{NotificationSettingsPage, NotificationsPage};
use crate::parts::{self, Fetch, PartPage};
use crate::prefs::{PrefsProvider, use_lang};
use crate::protocols::{ProtocolPage, TemplatesPage, VersionsPage};
use crate::record::{
    DeskPage, EntriesPage, EntryPage, OwnPage, RequestsPage, SummaryPage, remember_visit_code,
};
use crate::representatives::PeoplePage;
use crate::results::{ComparisonPage, ReportPage, ResultsPage, SeriesPage};
use crate::route::Route;
use crate::router::{Router, use_route};
use crate::session::{SessionProvider, use_session};
use crate::shares::SharedPage;
use crate::shell::{Frame, Guest, Header, SettingsPage, SignedIn, WIDE, help_page, not_found_page};
use crate::ui::Toasts;
use crate::widgets::WidgetsPage;

/// Where it draws its pages.
const PLACE: &str = "app";

/// Draws the page of the address.
pub fn start(fetch: Fetch) {
    parts::serve(fetch);
    remember_visit_code();
    if let Some(place) = browser::by_id(PLACE) {
        yew::Renderer::<Root>::with_root(place).render();
    }
}

#[component]
fn Root() -> Html {
    html! {
        <PrefsProvider>
            <SessionProvider>
                <NoticesProvider>
                    <Router>
                        <Page />
                        <Toasts />
                    </Router>
                </NoticesProvider>
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
        Route::Home | Route::Asks => Some(None),
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
    if route == Route::Shared {
        // Nobody's card: no places to go to, and nobody is asked who they are.
        return html! {
            <div class="frame">
                <Header />
                <main class="main" id="main" tabindex="-1">{ page(lang, route) }</main>
            </div>
        };
    }
    html! {
        <>
            <Frame {pane}>{ page(lang, route) }</Frame>
            <Guest />
        </>
    }
}

fn page(lang: Lang, route: Route) -> Html {
    match route {
        Route::Settings => html! { <SettingsPage /> },
        Route::Help => help_page(lang),
        _ => match route.part() {
            Some(part) => html! { <PartPage {part} {route} /> },
            None => not_found_page(lang),
        },
    }
}

/// The start, and the summary of a card.
pub fn home_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Home => html! { <SignedIn><HomePage /></SignedIn> },
        Route::Summary { patient } => {
            html! { <SignedIn><SummaryPage key={patient.to_string()} {patient} /></SignedIn> }
        }
        _ => not_found_page(lang),
    }
}

/// The entries of a card.
pub fn record_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Entries { patient, filter } => html! {
            <SignedIn><EntriesPage key={patient.to_string()} {patient} {filter} /></SignedIn>
        },
        _ => not_found_page(lang),
    }
}

/// One entry of a card.
pub fn entry_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Entry { patient, entry } => html! {
            <SignedIn><EntryPage key={entry.to_string()} {patient} {entry} /></SignedIn>
        },
        _ => not_found_page(lang),
    }
}

/// Where patients tell of themselves.
pub fn own_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Own { patient, about } => {
            let key = about.clone();
            html! { <SignedIn><OwnPage {key} {patient} {about} /></SignedIn> }
        }
        _ => not_found_page(lang),
    }
}

/// What patients ask of organizations.
pub fn request_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Requests { patient, about } => {
            let key = about.clone();
            html! { <SignedIn><RequestsPage {key} {patient} {about} /></SignedIn> }
        }
        Route::Desk => html! { <SignedIn><DeskPage /></SignedIn> },
        _ => not_found_page(lang),
    }
}

/// Results of examinations, in lists.
pub fn result_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Results { patient, about } => html! {
            <SignedIn><ResultsPage key={patient.to_string()} {patient} {about} /></SignedIn>
        },
        _ => not_found_page(lang),
    }
}

/// A report or a value.
pub fn report_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Report { patient, entry } => html! {
            <SignedIn><ReportPage key={entry.to_string()} {patient} {entry} /></SignedIn>
        },
        _ => not_found_page(lang),
    }
}

/// Results side by side.
pub fn comparison_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Comparison { patient, about } => {
            let key = about.clone();
            html! { <SignedIn><ComparisonPage {key} {patient} {about} /></SignedIn> }
        }
        _ => not_found_page(lang),
    }
}

/// The values of one analyte over time.
pub fn series_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Series { patient, entry, about } => html! {
            <SignedIn><SeriesPage key={entry.to_string()} {patient} {entry} {about} /></SignedIn>
        },
        _ => not_found_page(lang),
    }
}

/// What patients measure themselves.
pub fn measurement_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Measurements { patient } => html! {
            <SignedIn><MeasurementsPage key={patient.to_string()} {patient} /></SignedIn>
        },
        _ => not_found_page(lang),
    }
}

/// Who sees a card.
pub fn consent_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Consent { patient } => html! {
            <SignedIn><ConsentPage key={patient.to_string()} {patient} /></SignedIn>
        },
        _ => not_found_page(lang),
    }
}

/// Who asks to see a card.
pub fn ask_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Asks => html! { <SignedIn><AsksPage /></SignedIn> },
        _ => not_found_page(lang),
    }
}

/// The cards one acts in for somebody else.
pub fn people_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::People => html! { <SignedIn><PeoplePage /></SignedIn> },
        _ => not_found_page(lang),
    }
}

/// What one was told, and how one wishes to be told.
pub fn notification_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Notifications => html! { <SignedIn><NotificationsPage /></SignedIn> },
        Route::NotificationSettings => {
            html! { <SignedIn><NotificationSettingsPage /></SignedIn> }
        }
        _ => not_found_page(lang),
    }
}

/// What somebody shows by a link; nobody need be signed in.
pub fn share_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Shared => html! { <SharedPage /> },
        _ => not_found_page(lang),
    }
}

/// Who looked at a card.
pub fn journal_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Journal { patient, about } => html! {
            <SignedIn><JournalPage key={patient.to_string()} {patient} {about} /></SignedIn>
        },
        _ => not_found_page(lang),
    }
}

/// All journals, for the security officer.
pub fn audit_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Audit { about } => html! { <SignedIn><AuditPage {about} /></SignedIn> },
        _ => not_found_page(lang),
    }
}

/// Writing protocols.
pub fn protocol_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Protocol { patient, about } => {
            let key = about.clone();
            html! { <SignedIn><ProtocolPage {key} {patient} {about} /></SignedIn> }
        }
        _ => not_found_page(lang),
    }
}

/// What was signed, in all its versions, and what protocols begin with.
pub fn version_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Versions { patient, entry } => html! {
            <SignedIn><VersionsPage key={entry.to_string()} {patient} {entry} /></SignedIn>
        },
        Route::Templates { about } => {
            let key = about.clone();
            html! { <SignedIn><TemplatesPage {key} {about} /></SignedIn> }
        }
        _ => not_found_page(lang),
    }
}

/// An organization, for its administrators.
pub fn admin_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Admin { about } => html! { <SignedIn><AdminPage {about} /></SignedIn> },
        _ => not_found_page(lang),
    }
}

/// Finding a doctor or a clinic.
pub fn booking_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Booking { about } => html! { <SignedIn><BookingPage {about} /></SignedIn> },
        _ => not_found_page(lang),
    }
}

/// The times of a doctor, and booking one of them.
pub fn practitioner_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Practitioner { practitioner, about } => html! {
            <SignedIn>
                <PractitionerPage key={practitioner.to_string()} {practitioner} {about} />
            </SignedIn>
        },
        _ => not_found_page(lang),
    }
}

/// The visits that are booked.
pub fn visit_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Visits { patient } => html! {
            <SignedIn><VisitsPage key={patient.to_string()} {patient} /></SignedIn>
        },
        Route::Visit { patient, appointment } => html! {
            <SignedIn><VisitPage key={appointment.to_string()} {patient} {appointment} /></SignedIn>
        },
        _ => not_found_page(lang),
    }
}

/// The visits of a day.
pub fn day_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Day { about } => html! { <SignedIn><DayPage {about} /></SignedIn> },
        _ => not_found_page(lang),
    }
}

/// Who works when.
pub fn schedule_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Schedules { about } => html! { <SignedIn><SchedulesPage {about} /></SignedIn> },
        _ => not_found_page(lang),
    }
}

/// What a clinic shows on its site.
pub fn widget_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Widgets => html! { <SignedIn><WidgetsPage /></SignedIn> },
        _ => not_found_page(lang),
    }
}

/// The desk of a laboratory.
pub fn feed_pages(lang: Lang, route: Route) -> Html {
    match route {
        Route::Feed => html! { <SignedIn><FeedPage /></SignedIn> },
        _ => not_found_page(lang),
    }
}
