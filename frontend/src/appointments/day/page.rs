use gloo_timers::callback::Interval;
use shared::appointments::api::FindDay;
use shared::appointments::clock::{self, days_on};
use shared::appointments::model::{Day, DayVisit, VisitState};
use shared::appointments::roles::receives;
use shared::appointments::text::day as text;
use shared::appointments::text::page as booking;
use shared::id::AppointmentId;
use shared::lang::Lang;
use shared::{format, record};
use time::Date;
use yew::prelude::*;

use super::check_in::CheckInPanel;
use super::late::LatePanel;
use super::visit::VisitPane;
use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::day_field;
use crate::route::{self, Route, parameter};
use crate::router::{self, current_link, link};
use crate::session::use_session;
use crate::shell::Title;
use crate::ui::{
    Button, ButtonKind, Icon, SkeletonKind, TagKind, empty_state, failure, slow_skeleton, tag,
};

/// The list is asked for again this often while somebody looks at it.
const AGAIN_MS: u32 = 30_000;
/// The heading of the open visit, for the focus.
pub const OPENED: &str = "day-visit";

/// What the address says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct About {
    /// Today by the clinic's clock where absent: the server knows it.
    pub day: Option<Date>,
    pub visit: Option<AppointmentId>,
}

impl About {
    fn parse(about: &str) -> Self {
        let day = parameter(about, "day").and_then(|word| route::Day::parse(&word)?.date());
        let visit = parameter(about, "visit").and_then(|id| id.parse().ok());
        Self { day, visit }
    }

    pub fn route(self) -> Route {
        let day = self.day.map(|day| format!("day={}", word(day)));
        let visit = self.visit.map(|visit| format!("visit={visit}"));
        let about: Vec<String> = day.into_iter().chain(visit).collect();
        Route::Day { about: about.join("&") }
    }
}

fn word(day: Date) -> String {
    route::Day::of(day).map(route::Day::word).unwrap_or_default()
}

#[derive(Properties, PartialEq)]
pub struct DayPageProps {
    /// What follows the question mark.
    pub about: String,
}

/// «Мой день»: who comes when, and how far each visit is (APT-9).
#[component]
pub fn DayPage(DayPageProps { about }: &DayPageProps) -> Html {
    let lang = use_lang();
    let may_see = use_session().session().is_some_and(|session| receives(session.role));
    if !may_see {
        return html! {
            <div class="page">
                <Title text={text::TITLE.get(lang)} />
                { empty_state(Icon::Lock, text::NOT_YOURS.get(lang), Html::default()) }
            </div>
        };
    }
    html! {
        <div class="page">
            <Title text={text::TITLE.get(lang)} />
            <Shown about={About::parse(about)} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ShownProps {
    about: About,
}

#[component]
fn Shown(&ShownProps { about }: &ShownProps) -> Html {
    let lang = use_lang();
    let loader = use_load(FindDay { day: about.day.map(word) });
    let reload = loader.reload();
    {
        let reload = reload.clone();
        use_effect_with((), move |()| {
            let again = Interval::new(AGAIN_MS, move || {
                if browser::is_visible() {
                    reload.emit(());
                }
            });
            move || drop(again)
        });
    }
    {
        let is_first = use_mut_ref(|| true);
        use_effect_with(about.visit, move |visit| {
            if !is_first.replace(false) && visit.is_some() {
                browser::focus_id(OPENED);
            }
        });
    }
    let load = loader.load();
    let shown = about.day.or_else(|| match &load {
        Load::Ready(day) => Some(day.day),
        Load::Waiting | Load::Failed(_) => None,
    });
    let body = match load {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel()),
        Load::Failed(problem) => failure(lang, &problem, Some(reload)),
        Load::Ready(day) => html! {
            <>
                <div class="row">
                    <CheckInPanel {about} on_done={reload.clone()} />
                    <LatePanel practitioners={day.practitioners.clone()} on_done={reload.clone()} />
                </div>
                { panes(lang, about, &day, &reload) }
            </>
        },
    };
    html! {
        <>
            if let Some(day) = shown {
                { switch(lang, day, about.day.is_none()) }
            }
            { body }
        </>
    }
}

/// Another day.
fn switch(lang: Lang, day: Date, is_today: bool) -> Html {
    let go = |day: Option<Date>| router::open(About { day, visit: None }.route());
    let to = |day: Date| Callback::from(move |()| go(Some(day)));
    let today = Callback::from(move |()| go(None));
    let on_day = Callback::from(move |chosen: Option<route::Day>| {
        if let Some(day) = chosen.and_then(route::Day::date) {
            go(Some(day));
        }
    });
    html! {
        <div class="row">
            <h2 class="rows__text">{ booking::full_day(lang, day) }</h2>
            <Button kind={ButtonKind::Quiet} icon={Icon::Back} on_click={to(days_on(day, -1))}>{ text::PREVIOUS.get(lang) }</Button>
            if !is_today {
                <Button kind={ButtonKind::Secondary} on_click={today}>{ text::TODAY.get(lang) }</Button>
            }
            <Button kind={ButtonKind::Quiet} icon={Icon::ChevronRight} on_click={to(days_on(day, 1))}>{ text::NEXT.get(lang) }</Button>
            { day_field(text::DAY.get(lang), route::Day::of(day), on_day) }
        </div>
    }
}

/// The list, and the visit that is open.
fn panes(lang: Lang, about: About, day: &Day, reload: &Callback<()>) -> Html {
    if day.visits.is_empty() {
        return empty_state(Icon::Calendar, text::NO_VISITS.get(lang), Html::default());
    }
    let open = day.visits.iter().find(|visit| Some(visit.id) == about.visit);
    let is_open = open.is_some();
    let back = html! { <>{ Icon::Back.draw() }{ text::BACK_TO_LIST.get(lang) }</> };
    html! {
        <div class={classes!("day", is_open.then_some("day--open"))}>
            <section class="day__side" aria-label={text::VISITS.get(lang)}>
                <ul class="day__list">
                    for visit in &day.visits {
                        <li key={visit.id.to_string()}>{ row(lang, about, day, visit) }</li>
                    }
                </ul>
            </section>
            <div class="day__open">
                if let Some(visit) = open {
                    { link(About { visit: None, ..about }.route(), "back day__back", back) }
                    <VisitPane key={visit.id.to_string()} visit={visit.clone()} doctor={doctor(day, visit)}
                        on_done={reload.clone()} />
                } else {
                    <p class="muted day__hint">{ text::CHOOSE.get(lang) }</p>
                }
            </div>
        </div>
    }
}

/// Whose visit it is, where the list is of several.
fn doctor(day: &Day, visit: &DayVisit) -> Option<AttrValue> {
    let several = day.practitioners.len() > 1;
    let found = day.practitioners.iter().find(|it| several && it.id == visit.practitioner);
    found.map(|doctor| doctor.name.short().into())
}

fn row(lang: Lang, about: About, day: &Day, visit: &DayVisit) -> Html {
    let is_current = about.visit == Some(visit.id);
    let late = day.practitioners.iter().find(|it| it.id == visit.practitioner);
    let late = late.map(|doctor| doctor.late_minutes).filter(|minutes| *minutes > 0);
    let waits = matches!(visit.state, VisitState::Booked | VisitState::Arrived);
    let mut more: Vec<String> = Vec::new();
    more.extend(age(lang, visit));
    more.extend(doctor(day, visit).map(|name| name.to_string()));
    more.push(visit.service.clone());
    more.extend(visit.called_off.as_ref().map(|it| text::called_off(lang, it.by)));
    let is_off = visit.state == VisitState::Cancelled;
    let struck = |words: String| {
        if is_off {
            html! { <s>{ words }</s> }
        } else {
            html! { words }
        }
    };
    let time = booking::clock(visit.starts_at, clock::offset(visit.utc_offset));
    let content = html! {
        <>
            <span class="day__time">{ struck(time) }</span>
            <span>
                <b class="day__name">{ struck(visit.name.full()) }</b>
                <span class="muted">{ " " }{ more.join(" · ") }</span>
                { " " }
                { state_tag(lang, visit.state) }
                if let Some(minutes) = late.filter(|_| waits) {
                    { " " }{ tag(TagKind::Caution, Some(Icon::Clock), &text::by(lang, minutes.into())) }
                }
            </span>
        </>
    };
    let class = match visit.state {
        VisitState::Done | VisitState::NoShow | VisitState::Cancelled => "day__visit is-over",
        VisitState::Booked | VisitState::Arrived | VisitState::InProgress => "day__visit",
    };
    current_link(About { visit: Some(visit.id), ..about }.route(), class, is_current, content)
}

/// «45 лет»
pub fn age(lang: Lang, visit: &DayVisit) -> Option<String> {
    let birth = visit.birth_date?;
    Some(record::text::age(lang, format::age(birth, browser::today())))
}

/// How far a visit is, as the clinic reads it.
pub fn state_tag(lang: Lang, state: VisitState) -> Html {
    let kind = match state {
        VisitState::Booked => TagKind::Neutral,
        VisitState::Arrived => TagKind::Accent,
        VisitState::InProgress | VisitState::Done => TagKind::Positive,
        VisitState::NoShow | VisitState::Cancelled => TagKind::Caution,
    };
    tag(kind, None, state.clinic_text().get(lang))
}
