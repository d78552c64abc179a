use shared::appointments::api::ListAppointments;
use shared::appointments::clock;
use shared::appointments::model::{Appointment, Appointments, VisitState};
use shared::appointments::text::page as text;
use shared::format;
use shared::id::PatientId;
use shared::lang::Lang;
use yew::prelude::*;

use super::about::About;
use super::change::Feed;
use super::reminders::Reminders;
use super::view::{moment, state_tag};
use super::waiting::Waiting;
use crate::live::use_live;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::{closed_card, on_news};
use crate::route::Route;
use crate::router::link;
use crate::session::use_session;
use crate::shell::Title;
use crate::submit::use_act;
use crate::ui::{Icon, SkeletonKind, empty_state, failure, show_more, slow_skeleton};

#[derive(Properties, PartialEq)]
pub struct VisitsPageProps {
    pub patient: PatientId,
}

/// «Мои визиты»: those that are coming, then those that were (APT-12).
#[component]
pub fn VisitsPage(&VisitsPageProps { patient }: &VisitsPageProps) -> Html {
    let lang = use_lang();
    let is_own = use_session().session().is_some_and(|session| session.card == Some(patient));
    let loader = use_load(ListAppointments { patient, cursor: None });
    let further = use_state(Vec::<Appointments>::new);
    {
        let further = further.setter();
        let reload = loader.reload().reform(move |()| further.set(Vec::new()));
        use_live(patient, on_news(lang, reload));
    }
    let about = About { patient: (!is_own).then_some(patient), ..About::default() };
    let back = html! { <>{ Icon::Back.draw() }{ text::NAV.get(lang) }</> };
    let title = if is_own { text::MY_VISITS } else { text::VISITS };
    let body = match loader.load() {
        Load::Waiting => {
            slow_skeleton(lang, SkeletonKind::Cards, loader.is_slow(), loader.cancel())
        }
        Load::Failed(problem) => closed_card(lang, &problem, loader.reload()),
        Load::Ready(visits) => html! {
            <>
                <Waiting {patient} on_done={loader.reload()} />
                { coming(lang, patient, &visits, &about) }
                if visits.may_book {
                    <Reminders {patient} />
                }
                if visits.may_book && !visits.coming.is_empty() {
                    <Feed {patient} />
                }
                <Past {patient} first={(*visits).clone()} {further} />
            </>
        },
    };
    html! {
        <div class="page page--narrow">
            <div class="row">{ link(about.search(), "back", back) }</div>
            <Title text={title.get(lang)} />
            { body }
        </div>
    }
}

fn coming(lang: Lang, patient: PatientId, visits: &Appointments, about: &About) -> Html {
    let book = visits
        .may_book
        .then(|| link(about.search(), "button button--primary", html! { text::TITLE.get(lang) }));
    if visits.coming.is_empty() {
        let why = if visits.past.is_empty() { text::NO_VISITS } else { text::NO_COMING };
        return empty_state(Icon::Calendar, why.get(lang), html! { <p>{ book }</p> });
    }
    html! {
        <>
            <p class="not-on-paper">{ book }</p>
            <section class="stack" aria-labelledby="coming-title">
                <h2 id="coming-title">{ text::COMING.get(lang) }</h2>
                <ul class="people">
                    for visit in &visits.coming {
                        <li key={visit.id.to_string()}>{ card(lang, patient, visit) }</li>
                    }
                </ul>
            </section>
        </>
    }
}

/// A visit that is coming: the day big, then with whom and where.
fn card(lang: Lang, patient: PatientId, visit: &Appointment) -> Html {
    let day = visit.starts_at.to_offset(clock::offset(visit.utc_offset)).date();
    let address = [visit.address.clone(), visit.room.clone()];
    let address = address.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let late = visit.late_minutes.filter(|minutes| *minutes > 0);
    html! {
        <article class="panel visit-card">
            <p class="visit-card__day" aria-hidden="true">{ format::day(lang, day) }</p>
            <div class="stack">
                <h3>
                    { link(Route::Visit { patient, appointment: visit.id }, "", html! {
                        <>{ visit.speciality.text().get(lang) }{ ": " }{ visit.practitioner_name.full() }</>
                    }) }
                </h3>
                <p><b>{ moment(lang, visit.starts_at, visit.utc_offset, None) }</b></p>
                <p>{ &visit.organization_name }</p>
                if !address.is_empty() {
                    <p class="muted">{ address }</p>
                }
                if visit.state != VisitState::Booked {
                    <p>{ state_tag(lang, visit.state) }</p>
                }
                if let Some(minutes) = late {
                    <p class="notice">{ text::late(lang, minutes.into()) }</p>
                }
            </div>
        </article>
    }
}

#[derive(Properties, PartialEq)]
struct PastProps {
    patient: PatientId,
    first: Appointments,
    further: UseStateHandle<Vec<Appointments>>,
}

/// Visits that were, missed and cancelled ones among them, the newest first.
#[component]
fn Past(PastProps { patient, first, further }: &PastProps) -> Html {
    let lang = use_lang();
    let patient = *patient;
    let more = use_act();
    if first.past.is_empty() {
        return Html::default();
    }
    let cursor = further.last().unwrap_or(first).next_cursor.clone();
    let on_more = {
        let (more, further, cursor) = (more.clone(), further.clone(), cursor.clone());
        Callback::from(move |()| {
            let further = further.clone();
            more.send(ListAppointments { patient, cursor: cursor.clone() }, move |page| {
                let mut pages = (*further).clone();
                pages.push(page);
                further.set(pages);
            });
        })
    };
    let past = first.past.iter().chain(further.iter().flat_map(|page| &page.past));
    html! {
        <section class="stack" aria-labelledby="past-title">
            <h2 id="past-title">{ text::PAST.get(lang) }</h2>
            <ul class="rows panel">
                for visit in past {
                    <li key={visit.id.to_string()}>{ line(lang, patient, visit) }</li>
                }
            </ul>
            if let Some(problem) = more.problem() {
                { failure(lang, problem, None) }
            }
            if cursor.is_some() {
                { show_more(lang, more.is_busy(), on_more) }
            }
        </section>
    }
}

fn line(lang: Lang, patient: PatientId, visit: &Appointment) -> Html {
    let day = visit.starts_at.to_offset(clock::offset(visit.utc_offset)).date();
    let to = Route::Visit { patient, appointment: visit.id };
    html! {
        <>
            <div class="rows__text">
                <p>{ link(to, "", html! {
                    <>{ visit.speciality.text().get(lang) }{ ", " }{ format::date(lang, day) }</>
                }) }</p>
                <p class="muted">{ visit.practitioner_name.full() }{ " · " }{ &visit.organization_name }</p>
            </div>
            { state_tag(lang, visit.state) }
        </>
    }
}
