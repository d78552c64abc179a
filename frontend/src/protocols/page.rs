use shared::contract::Code;
use shared::id::{EntryId, PatientId};
use shared::protocols::api::FindDraft;
use shared::protocols::templates::BuiltIn;
use shared::protocols::text;
use shared::record::model::Coding;
use uuid::Uuid;
use yew::prelude::*;

use super::aside::back;
use super::choose::{Begin, Choose};
use super::correct::CorrectPart;
use super::keeping::Begun;
use super::unsent::use_unsent;
use super::write::Writer;
use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::closed_card;
use crate::route::{Route, parameter};
use crate::shell::Title;
use crate::ui::{SkeletonKind, slow_skeleton};

#[derive(Properties, PartialEq)]
pub struct ProtocolPageProps {
    pub patient: PatientId,
    /// `draft=…` goes on with a draft, `entry=…` corrects what was signed; else a new one begins.
    pub about: String,
}

/// Where a doctor writes.
#[component]
pub fn ProtocolPage(ProtocolPageProps { patient, about }: &ProtocolPageProps) -> Html {
    let lang = use_lang();
    let patient = *patient;
    let entry: Option<EntryId> = parameter(about, "entry").and_then(|id| id.parse().ok());
    let draft: Option<Uuid> = parameter(about, "draft").and_then(|id| id.parse().ok());
    let title = if entry.is_some() { text::CORRECTION } else { text::NEW };
    html! {
        <div class="page">
            <div class="row">{ back(lang, patient) }</div>
            <Title text={title.get(lang)} />
            if let Some(entry) = entry {
                <CorrectPart {patient} {entry} />
            } else if let Some(draft) = draft {
                <Continued {patient} {draft} />
            } else {
                <Fresh {patient} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct FreshProps {
    patient: PatientId,
}

/// A template first, then the form. The address stays: nothing typed goes when the draft is saved.
#[component]
fn Fresh(&FreshProps { patient }: &FreshProps) -> Html {
    let begun = use_state_eq(|| None::<Begin>);
    let draft = use_memo((), |()| Uuid::new_v4());
    let on_begin = {
        let (begun, draft) = (begun.setter(), *draft);
        Callback::from(move |begin: Begin| {
            // Loading the page anew finds the draft.
            let route = Route::Protocol { patient, about: format!("draft={draft}") };
            browser::rename(&route.address());
            begun.set(Some(begin));
        })
    };
    match &*begun {
        None => html! { <Choose {patient} {on_begin} /> },
        Some(begin) => html! {
            <Writer {patient} draft={*draft} begun={Begun::new(begin.form.clone())}
                often={begin.often.clone()} />
        },
    }
}

#[derive(Properties, PartialEq)]
struct ContinuedProps {
    patient: PatientId,
    draft: Uuid,
}

/// A draft that waits, with the server or on this device.
#[component]
fn Continued(&ContinuedProps { patient, draft }: &ContinuedProps) -> Html {
    let lang = use_lang();
    let loader = use_load(FindDraft { patient, draft });
    let unsent = use_unsent(draft);
    // Once it is being written it is not read anew from the server: what is typed is newer.
    let first = use_mut_ref(|| None::<Begun>);
    let is_unread = first.borrow().is_none();
    let load = loader.load();
    if is_unread && let Some(unsent) = unsent {
        let unsent = unsent.filter(|unsent| unsent.patient == patient);
        *first.borrow_mut() = match &load {
            Load::Ready(kept) => Begun::of(Some((**kept).clone()), unsent),
            // The server never had it.
            Load::Failed(problem) if problem.code == Code::NotFound => Begun::of(None, unsent),
            Load::Failed(_) | Load::Waiting => None,
        };
    }
    let begun = first.borrow().clone();
    if let Some(begun) = begun {
        if begun.form.correcting.is_some() {
            return html! { <CorrectPart {patient} entry={EntryId(draft)} /> };
        }
        let built_in = begun.form.template.as_ref().and_then(|it| BuiltIn::find(&it.id));
        let often: Vec<Coding> = built_in.map(|it| it.template(lang).diagnoses).unwrap_or_default();
        return html! { <Writer {patient} {draft} {begun} {often} /> };
    }
    match load {
        Load::Failed(problem) => closed_card(lang, &problem, loader.reload()),
        Load::Waiting | Load::Ready(_) => {
            slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel())
        }
    }
}
