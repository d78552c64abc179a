use shared::admin::rules::administers;
use shared::appointments::api::FindScheduleDesk;
use shared::appointments::schedule::ScheduleDesk;
use shared::appointments::text::schedule as text;
use shared::appointments::text::waiting;
use shared::id::PractitionerRoleId;
use shared::lang::{Lang, Text};
use yew::prelude::*;

use super::offers::Offers;
use super::pattern::PatternForm;
use super::people::People;
use super::rooms::Rooms;
use super::services::Services;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::route::{Route, parameter};
use crate::router::{self, link};
use crate::session::use_session;
use crate::shell::Title;
use crate::ui::{Icon, SkeletonKind, Tab, Tabs, empty_state, failure, slow_skeleton};

/// What of the schedules is shown: each has an address of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    People,
    Rooms,
    Services,
    /// What was offered to those who wait.
    Waiting,
    /// When one of them works.
    Hours(PractitionerRoleId),
}

impl View {
    fn parse(about: &str) -> Self {
        let who = parameter(about, "who").and_then(|id| id.parse().ok());
        match (who, parameter(about, "view").as_deref()) {
            (Some(who), _) => Self::Hours(who),
            (None, Some("rooms")) => Self::Rooms,
            (None, Some("services")) => Self::Services,
            (None, Some("waiting")) => Self::Waiting,
            (None, Some(_) | None) => Self::People,
        }
    }

    pub fn route(self) -> Route {
        let about = match self {
            Self::People => String::new(),
            Self::Rooms => "view=rooms".to_owned(),
            Self::Services => "view=services".to_owned(),
            Self::Waiting => "view=waiting".to_owned(),
            Self::Hours(who) => format!("who={who}"),
        };
        Route::Schedules { about }
    }
}

#[derive(Properties, PartialEq)]
pub struct SchedulesPageProps {
    /// What follows the question mark.
    pub about: String,
}

/// «Расписание»: people, rooms and kinds of visits of a clinic (APT-3).
#[component]
pub fn SchedulesPage(SchedulesPageProps { about }: &SchedulesPageProps) -> Html {
    let lang = use_lang();
    let session = use_session().session();
    if session.is_some_and(|session| administers(session.role)) {
        return html! { <Desk view={View::parse(about)} /> };
    }
    html! {
        <div class="page">
            <Title text={text::TITLE.get(lang)} />
            { empty_state(Icon::Lock, text::NOT_YOURS.get(lang), Html::default()) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct DeskProps {
    view: View,
}

#[component]
fn Desk(&DeskProps { view }: &DeskProps) -> Html {
    let lang = use_lang();
    let loader = use_load(FindScheduleDesk {});
    let reload = loader.reload();
    let body = match loader.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel()),
        Load::Failed(problem) => failure(lang, &problem, Some(reload)),
        Load::Ready(desk) => shown(view, &desk, reload),
    };
    html! {
        <div class="page">
            if matches!(view, View::Hours(_)) {
                <div class="row">
                    { link(View::People.route(), "back", html! { <>{ Icon::Back.draw() }{ text::BACK.get(lang) }</> }) }
                </div>
            }
            <Title text={text::TITLE.get(lang)} />
            <p class="muted">{ text::LEAD.get(lang) }</p>
            if !matches!(view, View::Hours(_)) {
                <Tabs name={text::TITLE.get(lang)} tabs={tabs(lang, view)} />
            }
            { body }
        </div>
    }
}

fn shown(view: View, desk: &ScheduleDesk, on_done: Callback<()>) -> Html {
    match view {
        View::People => html! { <People desk={desk.clone()} {on_done} /> },
        View::Rooms => html! { <Rooms rooms={desk.rooms.clone()} {on_done} /> },
        View::Services => html! { <Services services={desk.services.clone()} {on_done} /> },
        View::Waiting => html! { <Offers /> },
        View::Hours(who) => {
            let line = desk.schedules.iter().find(|line| line.practitioner.id == who);
            match line {
                // A changed version is another form: what is typed in one stays while it is the same.
                Some(line) => html! {
                    <PatternForm key={format!("{who} {}", line.version)} line={line.clone()}
                        rooms={desk.rooms.clone()} {on_done} />
                },
                None => html! { <People desk={desk.clone()} {on_done} /> },
            }
        }
    }
}

fn tabs(lang: Lang, current: View) -> Vec<Tab> {
    let tab = |(view, words): (View, Text)| Tab {
        text: words.get(lang).into(),
        href: view.route().address().into(),
        is_current: view == current,
        on_open: Callback::from(move |()| router::open(view.route())),
    };
    [
        (View::People, text::PEOPLE),
        (View::Rooms, text::ROOMS),
        (View::Services, text::SERVICES),
        (View::Waiting, waiting::TITLE),
    ]
    .into_iter()
    .map(tab)
    .collect()
}
