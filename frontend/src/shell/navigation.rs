use shared::access::rules::{answers_any, works_with_cards};
use shared::accounts::model::Session;
use shared::admin::rules::administers;
use shared::admin::text as admin;
use shared::appointments::roles::receives;
use shared::appointments::text::day as days;
use shared::appointments::text::page as booking;
use shared::appointments::text::schedule as schedules;
use shared::lang::Text;
use shared::representatives::text as representatives;
use shared::shell;
use yew::prelude::*;

use crate::prefs::use_lang;
use crate::route::Route;
use crate::router::{current_link, use_route};
use crate::ui::Icon;

#[derive(Properties, PartialEq)]
pub struct NavigationProps {
    pub session: std::rc::Rc<Session>,
}

/// The main places: a bar under the thumb on a phone, a rail at the side from a tablet up.
#[component]
pub fn Navigation(NavigationProps { session }: &NavigationProps) -> Html {
    let lang = use_lang();
    let current = use_route();
    let place = |route: Route, icon: Icon, text: Text, is_current: bool| {
        let content = html! { <>{ icon.draw() }<span>{ text.get(lang) }</span></> };
        html! { <li class="nav__item">{ current_link(route, "nav__link", is_current, content) }</li> }
    };
    let desk = current_link(
        Route::Desk,
        "nav__link",
        current == Route::Desk,
        html! {
            <>
                { Icon::Note.draw() }
                <span>{ shell::REQUESTS.get(lang) }</span>
                if session.asked > 0 {
                    <span class="nav__count">{ session.asked }</span>
                }
            </>
        },
    );
    let at_entries = matches!(
        current,
        Route::Entries { .. }
            | Route::Entry { .. }
            | Route::Own { .. }
            | Route::Measurements { .. }
            | Route::Journal { .. }
            | Route::Requests { .. }
            | Route::Consent { .. }
            | Route::Protocol { .. }
            | Route::Versions { .. }
            | Route::Results { .. }
            | Route::Report { .. }
            | Route::Comparison { .. }
            | Route::Series { .. }
    );
    let in_card = at_entries
        || matches!(
            current,
            Route::Home
                | Route::Feed
                | Route::Asks
                | Route::Audit { .. }
                | Route::Summary { .. }
                | Route::Templates { .. }
        );
    // In somebody else's card none of one's own places is where one is.
    let is_theirs = current.patient().is_some_and(|patient| session.represents.contains(&patient));
    let (at_entries, in_card) = (at_entries && !is_theirs, in_card && !is_theirs);
    let at_people = is_theirs || current == Route::People;
    let at_admin = matches!(current, Route::Admin { .. } | Route::Widgets);
    let at_booking = at_booking(&current) && !is_theirs;
    let at_day = matches!(current, Route::Day { .. });
    let at_schedules = matches!(current, Route::Schedules { .. });
    let at_more = matches!(current, Route::Settings | Route::Security);
    let places = match session.card {
        Some(patient) if !session.role.is_staff() => {
            html! {
                <>
                    { place(Route::Home, Icon::Home, shell::HOME, in_card && !at_entries) }
                    { place(Route::entries(patient, None), Icon::Folder, shell::CARD, at_entries) }
                    { place(Route::Booking { about: String::new() }, Icon::Calendar, booking::NAV, at_booking) }
                </>
            }
        }
        _ if works_with_cards(session.role) => {
            place(Route::Home, Icon::People, shell::PATIENTS, in_card)
        }
        _ => place(Route::Home, Icon::Home, shell::HOME, in_card),
    };
    html! {
        <nav class="nav" aria-label={shell::MAIN_NAVIGATION.get(lang)}>
            <ul>
                if receives(session.role) {
                    { place(Route::Day { about: String::new() }, Icon::Calendar, days::TITLE, at_day) }
                }
                { places }
                if !session.represents.is_empty() {
                    { place(Route::People, Icon::People, representatives::PEOPLE_SHORT, at_people) }
                }
                if administers(session.role) && session.organization.is_some() {
                    { place(Route::Admin { about: String::new() }, Icon::People, admin::TITLE_SHORT, at_admin) }
                    { place(Route::Schedules { about: String::new() }, Icon::Calendar, schedules::TITLE_SHORT, at_schedules) }
                }
                if answers_any(session.role) {
                    <li class="nav__item">{ desk }</li>
                }
                { place(Route::Settings, Icon::Menu, shell::MORE, at_more) }
            </ul>
        </nav>
    }
}

/// Where one looks for a doctor, books, or looks at what is booked.
const fn at_booking(route: &Route) -> bool {
    matches!(
        route,
        Route::Booking { .. }
            | Route::Practitioner { .. }
            | Route::Visits { .. }
            | Route::Visit { .. }
    )
}
