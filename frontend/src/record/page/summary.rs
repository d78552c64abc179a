use shared::access::model::Section;
use shared::appointments::text::page as visits;
use shared::consent::text as consent;
use shared::id::PatientId;
use shared::measurements::text as measurements;
use shared::record::api::FindSummary;
use shared::record::text;
use yew::prelude::*;

use super::news::NewsPart;
use super::{back_to_patients, closed_card, on_news};
use crate::journal::DigestLine;
use crate::live::use_live;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::protocols::WriteButton;
use crate::record::view::{summary_view, who};
use crate::route::Route;
use crate::router::link;
use crate::session::use_session;
use crate::shell::{Title, use_keeps};
use crate::ui::{SkeletonKind, slow_skeleton};

#[derive(Properties, PartialEq)]
pub struct SummaryPageProps {
    pub patient: PatientId,
}

/// One screen about one patient.
#[component]
pub fn SummaryPage(&SummaryPageProps { patient }: &SummaryPageProps) -> Html {
    let lang = use_lang();
    let session = use_session();
    let is_own = session.session().is_some_and(|session| session.card == Some(patient));
    let keeps = use_keeps(patient);
    let summary = use_load(FindSummary { patient });
    let turn = use_state(|| 0);
    let settled = use_state_eq(|| false);
    let again = {
        let (reload, turn) = (summary.reload(), turn.clone());
        Callback::from(move |()| {
            reload.emit(());
            turn.set(*turn + 1);
            if is_own {
                // Somebody may ask for the card: it is told above every page.
                session.ask();
            }
        })
    };
    use_live(patient, on_news(lang, again));

    let load = summary.load();
    let lists_open = match &load {
        Load::Ready(summary) => summary.lists_open,
        Load::Waiting | Load::Failed(_) => false,
    };
    // An emergency opens a card for reading only.
    let may_write = match &load {
        Load::Ready(summary) => summary.lists_open && summary.emergency_until.is_none(),
        Load::Waiting | Load::Failed(_) => false,
    };
    let known = match &load {
        Load::Ready(summary) => Some((&summary.patient, &summary.closed_sections)),
        Load::Waiting | Load::Failed(_) => None,
    };
    let card = text::CARD.get(lang);
    let title = known.map_or_else(|| card.to_owned(), |(patient, _)| patient.name.full());
    let window = match known {
        _ if is_own => text::SUMMARY.get(lang).to_owned(),
        Some((patient, _)) => patient.name.short(),
        None => card.to_owned(),
    };
    let body = match &load {
        // What is new to the owner stands above: nothing is drawn that would move when it comes.
        Load::Ready(_) if is_own && !*settled => {
            slow_skeleton(lang, SkeletonKind::Cards, summary.is_slow(), summary.cancel())
        }
        Load::Waiting => {
            slow_skeleton(lang, SkeletonKind::Cards, summary.is_slow(), summary.cancel())
        }
        Load::Failed(problem) => closed_card(lang, problem, summary.reload()),
        Load::Ready(summary) => summary_view(lang, summary, is_own),
    };
    let on_settled = Callback::from(move |()| settled.set(true));
    let measured = if is_own { measurements::TITLE } else { measurements::TITLE_OF_PATIENT };
    let visited = if is_own { visits::MY_VISITS } else { visits::VISITS };
    let news = html! { <NewsPart {patient} {is_own} turn={*turn} {on_settled} /> };
    html! {
        <div class="page">
            if !is_own {
                { back_to_patients(lang) }
            }
            <div class="who">
                <Title text={title} {window} />
                if let Some((patient, closed)) = known {
                    { who(lang, patient, closed.contains(&Section::Results)) }
                }
            </div>
            if may_write {
                <WriteButton {patient} />
            }
            // One's own card opens its lists: no need to wait for word of it.
            if is_own && !matches!(load, Load::Failed(_)) {
                { news.clone() }
            }
            { body }
            if lists_open {
                <p>{ link(Route::Measurements { patient }, "", html! { measured.get(lang) }) }</p>
            }
            if is_own || keeps {
                <p>{ link(Route::Visits { patient }, "", html! { visited.get(lang) }) }</p>
                <p>{ link(Route::Consent { patient }, "", html! { consent::TITLE.get(lang) }) }</p>
            }
            // At the end: what stands above does not move when it comes.
            if is_own && matches!(load, Load::Ready(_)) {
                <DigestLine {patient} />
            }
            // Others look for what is dangerous first.
            if !is_own && lists_open {
                { news }
            }
        </div>
    }
}
