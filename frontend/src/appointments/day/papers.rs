use shared::appointments::api::FindVisitPapers;
use shared::appointments::model::VisitPapers;
use shared::appointments::text::day as text;
use shared::id::{AppointmentId, PatientId};
use shared::lang::Lang;
use yew::prelude::*;

use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::{entry_name, time_at};
use crate::route::Route;
use crate::router::link;
use crate::ui::{Button, ButtonKind, Icon, SkeletonKind, failure, slow_skeleton};

/// The heading, for the focus.
const PAPERS: &str = "day-papers";

#[derive(Properties, PartialEq)]
pub struct PapersProps {
    pub patient: PatientId,
    pub appointment: AppointmentId,
    /// How many there are.
    pub count: u32,
}

/// What the patient attached to a visit: how many it is, and their names once the doctor asks for
/// them; the patient reads in the journal that they did.
#[component]
pub fn Papers(&PapersProps { patient, appointment, count }: &PapersProps) -> Html {
    let lang = use_lang();
    let is_shown = use_state_eq(|| false);
    let on_click = {
        let is_shown = is_shown.setter();
        Callback::from(move |()| {
            is_shown.set(true);
            browser::focus_in_place_id(PAPERS);
        })
    };
    if count == 0 {
        return Html::default();
    }
    html! {
        <div class="stack" role="group" aria-labelledby={PAPERS}>
            <h3 id={PAPERS} tabindex="-1">{ text::PAPERS.get(lang) }{ ": " }{ text::papers(lang, count.into()) }</h3>
            if *is_shown {
                <Named {patient} {appointment} {count} />
            } else {
                <p><Button kind={ButtonKind::Secondary} icon={Icon::File} {on_click}>{ text::SHOW_PAPERS.get(lang) }</Button></p>
            }
        </div>
    }
}

#[component]
fn Named(&PapersProps { patient, appointment, .. }: &PapersProps) -> Html {
    let lang = use_lang();
    let loader = use_load(FindVisitPapers { appointment });
    match loader.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel()),
        Load::Failed(problem) => failure(lang, &problem, Some(loader.reload())),
        Load::Ready(found) => named(lang, patient, &found),
    }
}

fn named(lang: Lang, patient: PatientId, found: &VisitPapers) -> Html {
    if found.papers.is_empty() {
        return html! { <p class="muted">{ text::NO_PAPERS.get(lang) }</p> };
    }
    html! {
        <>
            <ul class="entry-links">
                for paper in &found.papers {
                    <li key={paper.id.to_string()}>
                        { link(Route::Entry { patient, entry: paper.id }, "", html! { entry_name(lang, paper) }) }
                        { " " }
                        <span class="muted">{ time_at(lang, paper.occurred_at) }</span>
                    </li>
                }
            </ul>
            if found.closed > 0 {
                <p class="muted">{ text::closed_papers(lang, found.closed.into()) }</p>
            }
        </>
    }
}
