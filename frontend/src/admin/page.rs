use shared::admin::api::FindOrganization;
use shared::admin::text;
use shared::lang::{Lang, Text};
use shared::widgets::words;
use yew::prelude::*;

use super::departments::Departments;
use super::organization::Organization;
use super::staff::Staff;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::route::{Route, parameter};
use crate::router::{self, link};
use crate::shell::Title;
use crate::ui::{SkeletonKind, Tab, Tabs, failure, slow_skeleton};

/// What of the organization is shown: each has an address of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Staff,
    Departments,
    Organization,
}

impl View {
    const ALL: [Self; 3] = [Self::Staff, Self::Departments, Self::Organization];

    fn parse(about: &str) -> Self {
        let word = parameter(about, "view").unwrap_or_default();
        let found = Self::ALL.into_iter().find(|view| view.word() == word);
        found.unwrap_or(Self::Staff)
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Departments => "departments",
            Self::Organization => "organization",
        }
    }

    const fn text(self) -> Text {
        match self {
            Self::Staff => text::STAFF,
            Self::Departments => text::DEPARTMENTS,
            Self::Organization => text::ORGANIZATION,
        }
    }

    fn route(self) -> Route {
        let about = match self {
            Self::Staff => String::new(),
            Self::Departments | Self::Organization => format!("view={}", self.word()),
        };
        Route::Admin { about }
    }
}

#[derive(Properties, PartialEq)]
pub struct AdminPageProps {
    /// What follows the question mark.
    pub about: String,
}

/// Who works in the organization, where, and how the organization is reached.
#[component]
pub fn AdminPage(AdminPageProps { about }: &AdminPageProps) -> Html {
    let lang = use_lang();
    let view = View::parse(about);
    let loader = use_load(FindOrganization {});
    let reload = loader.reload();
    let body = match loader.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel()),
        Load::Failed(problem) => failure(lang, &problem, Some(reload)),
        Load::Ready(page) => match view {
            View::Staff => html! {
                <Staff departments={page.departments.clone()} on_changed={reload} />
            },
            View::Departments => html! {
                <Departments departments={page.departments.clone()} on_changed={reload} />
            },
            // A changed version is another form: what is typed in one stays while it is the same.
            View::Organization => html! {
                <Organization key={page.version.to_string()} page={(*page).clone()} on_changed={reload} />
            },
        },
    };
    html! {
        <div class="page">
            <Title text={text::TITLE.get(lang)} />
            <p class="muted">{ text::LEAD.get(lang) }</p>
            <p>{ link(Route::Widgets, "", html! { words::TITLE.get(lang) }) }</p>
            <Tabs name={text::TITLE.get(lang)} tabs={tabs(lang, view)} />
            { body }
        </div>
    }
}

fn tabs(lang: Lang, current: View) -> Vec<Tab> {
    let tab = |view: View| Tab {
        text: view.text().get(lang).into(),
        href: view.route().address().into(),
        is_current: view == current,
        on_open: Callback::from(move |()| router::open(view.route())),
    };
    View::ALL.into_iter().map(tab).collect()
}
