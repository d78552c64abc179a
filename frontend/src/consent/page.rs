use shared::access::model::Ground;
use shared::consent::api::FindAccess;
use shared::consent::model::{AccessOverview, Grant, GrantState, GrantedTo};
use shared::consent::text;
use shared::emergency::api::ListCardEmergencies;
use shared::emergency::model::EmergencyCase;
use shared::emergency::text as emergency;
use shared::id::PatientId;
use shared::lang::{Lang, Text};
use shared::record::text as record;
use yew::prelude::*;

use super::give::GivePanel;
use super::grants::GrantCard;
use super::hide::{HiddenRow, HideButton};
use super::present::PresentPanel;
use super::requests::RequestCard;
use crate::emergency::CaseCard;
use crate::live::{News, use_live};
use crate::load::{Load, Loader, use_load};
use crate::prefs::use_lang;
use crate::record::{back_to_patients, closed_card};
use crate::representatives::TrustedPart;
use crate::route::Route;
use crate::router::link;
use crate::session::use_session;
use crate::shares::SharesPart;
use crate::shell::Title;
use crate::ui::{Icon, SkeletonKind, empty_state, failure, slow_skeleton};

#[derive(Properties, PartialEq)]
pub struct ConsentPageProps {
    pub patient: PatientId,
}

/// «Доступ»: who asks, who sees the card until when, what is hidden, and the card to be shown.
#[component]
pub fn ConsentPage(&ConsentPageProps { patient }: &ConsentPageProps) -> Html {
    let lang = use_lang();
    let session = use_session();
    let is_own = session.session().is_some_and(|session| session.card == Some(patient));
    let overview = use_load(FindAccess { patient });
    let cases = use_load(ListCardEmergencies { patient });
    let turn = use_state(|| 0_u32);
    let reload = {
        let (overview, cases, turn) = (overview.reload(), cases.reload(), turn.clone());
        Callback::from(move |()| {
            overview.emit(());
            cases.emit(());
            turn.set(*turn + 1);
        })
    };
    use_live(patient, reload.reform(|_: News| ()));
    let on_done = {
        let reload = reload.clone();
        Callback::from(move |()| {
            reload.emit(());
            // What waits is counted beside the other pages too.
            session.ask();
        })
    };
    let up = if is_own { Route::Home } else { Route::Summary { patient } };
    let back = html! { <>{ Icon::Back.draw() }{ record::SUMMARY.get(lang) }</> };
    let body = match overview.load() {
        Load::Waiting => {
            slow_skeleton(lang, SkeletonKind::List, overview.is_slow(), overview.cancel())
        }
        Load::Failed(problem) => closed_card(lang, &problem, reload),
        Load::Ready(overview) => html! {
            <>
                { emergencies(lang, patient, &cases, &on_done) }
                { parts(lang, patient, &overview, &on_done) }
                <TrustedPart {patient} turn={*turn} />
                <SharesPart {patient} />
            </>
        },
    };
    html! {
        <div class="page page--narrow">
            <div class="row">
                if !is_own {
                    { back_to_patients(lang) }
                }
                { link(up, "back", back) }
            </div>
            <Title text={text::TITLE.get(lang)} />
            <p class="lead">{ text::LEAD.get(lang) }</p>
            { body }
        </div>
    }
}

/// Who opened the card without asking. Where nobody did, there is nothing to say.
fn emergencies(
    lang: Lang,
    patient: PatientId,
    cases: &Loader<Vec<EmergencyCase>>,
    on_done: &Callback<()>,
) -> Html {
    let cases = match cases.load() {
        Load::Waiting => return Html::default(),
        Load::Failed(problem) => return failure(lang, &problem, Some(cases.reload())),
        Load::Ready(cases) if cases.is_empty() => return Html::default(),
        Load::Ready(cases) => cases,
    };
    html! {
        <section class="reports">
            <h2>{ emergency::CASES.get(lang) }</h2>
            <p class="muted">{ emergency::CASES_LEAD.get(lang) }</p>
            for case in cases.iter() {
                <CaseCard key={case.id.to_string()} {patient} case={case.clone()} on_done={on_done.clone()} />
            }
        </section>
    }
}

/// What opens the card to others, but for emergencies and trusted people: they have places of their
/// own.
fn listed(overview: &AccessOverview) -> impl Iterator<Item = &Grant> {
    let has_own_place =
        |ground: Ground| matches!(ground, Ground::BreakGlass | Ground::Representative);
    overview.grants.iter().filter(move |grant| !has_own_place(grant.ground))
}

fn parts(
    lang: Lang,
    patient: PatientId,
    overview: &AccessOverview,
    on_done: &Callback<()>,
) -> Html {
    let may_manage = overview.may_manage;
    let has_open = listed(overview).any(|grant| grant.state != GrantState::Ended);
    let has_ended = listed(overview).any(|grant| grant.state == GrantState::Ended);
    html! {
        <>
            if !may_manage {
                <p class="muted">{ text::NOT_YOURS.get(lang) }</p>
            }
            if !overview.requests.is_empty() {
                <section class="reports">
                    <h2>{ text::REQUESTS.get(lang) }</h2>
                    for request in overview.requests.iter() {
                        <RequestCard key={request.id.to_string()} {patient} request={request.clone()}
                            may_answer={may_manage} on_done={on_done.clone()} />
                    }
                </section>
            }
            <section class="reports">
                <h2>{ text::WHO_SEES.get(lang) }</h2>
                if may_manage {
                    <GivePanel {patient} known={overview.known.clone()} on_done={on_done.clone()} />
                }
                { grants(patient, overview, false, on_done) }
                if !has_open {
                    { empty_state(Icon::Lock, text::NOBODY.get(lang), Html::default()) }
                }
                { programs(lang, &overview.programs) }
            </section>
            if may_manage {
                <PresentPanel {patient} />
                { hidden(lang, patient, overview, on_done) }
            }
            if has_ended {
                <details class="more">
                    <summary>{ text::ENDED.get(lang) }</summary>
                    <div class="reports">{ grants(patient, overview, true, on_done) }</div>
                </details>
            }
        </>
    }
}

/// The cards of grants that have ended, or of those that have not.
fn grants(
    patient: PatientId,
    overview: &AccessOverview,
    ended: bool,
    on_done: &Callback<()>,
) -> Html {
    let chosen = listed(overview).filter(|grant| (grant.state == GrantState::Ended) == ended);
    let stays_open = |grant: &Grant| {
        listed(overview).any(|other| {
            other.id != grant.id && other.state != GrantState::Ended && other.to == grant.to
        })
    };
    html! {
        for grant in chosen {
            <GrantCard key={grant.id.to_string()} {patient} grant={grant.clone()} stays_open={stays_open(grant)} on_done={on_done.clone()} />
        }
    }
}

/// Programs of clinics and laboratories, and why they stand here.
fn programs(lang: Lang, programs: &[GrantedTo]) -> Html {
    if programs.is_empty() {
        return Html::default();
    }
    let why = text::why_fixed(Ground::System).map(|why: Text| why.get(lang));
    html! {
        <details class="more">
            <summary>{ text::PROGRAMS.get(lang) }</summary>
            <ul>
                for program in programs {
                    <li>{ text::who(lang, program) }</li>
                }
            </ul>
            <p class="muted">{ why.unwrap_or_default() }</p>
        </details>
    }
}

fn hidden(
    lang: Lang,
    patient: PatientId,
    overview: &AccessOverview,
    on_done: &Callback<()>,
) -> Html {
    html! {
        <section class="reports">
            <h2>{ text::HIDDEN.get(lang) }</h2>
            if overview.hidings.is_empty() {
                <p class="muted">{ text::NOTHING_HIDDEN.get(lang) }</p>
            } else {
                <ul class="rows">
                    for line in overview.hidings.iter() {
                        <HiddenRow key={line.id.to_string()} {patient} line={line.clone()} on_done={on_done.clone()} />
                    }
                </ul>
            }
            <HideButton {patient} on_done={on_done.clone()} />
        </section>
    }
}
