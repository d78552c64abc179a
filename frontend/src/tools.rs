//! What a page opens only when somebody wants it: fetched then, so that the page itself stays small.

use shared::consent::model::GrantedTo;
use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::shell;
use yew::prelude::*;

use crate::consent::{GiveSteps, HideForm, Scan};
use crate::parts::{PartHandle, use_part};
use crate::prefs::use_lang;
use crate::record::AttestCode;
use crate::representatives::InviteSteps;
use crate::route::{Part, Route};
use crate::shares::{ShareSteps, Shareable};
use crate::ui::{Button, ButtonKind, SkeletonKind, failed, skeleton};

/// What is opened, and for what.
#[derive(Clone, Debug, PartialEq)]
pub enum Tool {
    /// Opens the card to somebody.
    Give {
        patient: PatientId,
        known: Vec<GrantedTo>,
        on_done: Callback<()>,
        on_close: Callback<()>,
    },
    /// Makes a link to entries.
    Share {
        patient: PatientId,
        entries: Vec<Shareable>,
        on_made: Callback<()>,
        on_close: Callback<()>,
    },
    /// Hides an entry, or a topic where none is named.
    Hide { patient: PatientId, entry: Option<EntryId>, on_done: Callback<()> },
    /// Invites somebody to act for the patient.
    Invite { patient: PatientId, on_invited: Callback<()>, on_close: Callback<()> },
    /// Shows the patient a code by which they confirm a visit.
    Attest { patient: PatientId, entry: EntryId },
    /// Reads the code of a card that is shown.
    Scan { on_found: Callback<String> },
}

impl Tool {
    const fn part(&self) -> Part {
        match self {
            Self::Scan { .. } => Part::Scan,
            Self::Give { .. }
            | Self::Share { .. }
            | Self::Hide { .. }
            | Self::Invite { .. }
            | Self::Attest { .. } => Part::Tools,
        }
    }
}

#[derive(Properties, PartialEq)]
pub struct OpenedProps {
    pub tool: Tool,
}

/// A tool in its place on the page, once it is there.
#[component]
pub fn Opened(OpenedProps { tool }: &OpenedProps) -> Html {
    let lang = use_lang();
    let PartHandle { draw, has_failed, retry } = use_part(Some(tool.part()));
    if let Some(draw) = draw {
        return html! {
            <ContextProvider<Tool> context={tool.clone()}>{ draw(lang, Route::NotFound) }</ContextProvider<Tool>>
        };
    }
    if !has_failed {
        return skeleton(lang, SkeletonKind::List);
    }
    failed(html! {
        <>
            <p>{ shell::PART_FAILED.get(lang) }</p>
            <Button kind={ButtonKind::Secondary} on_click={retry}>{ shell::RETRY.get(lang) }</Button>
        </>
    })
}

/// What the part of tools draws.
pub fn tools(_: Lang, _: Route) -> Html {
    html! { <Drawn /> }
}

/// What the part with the camera draws.
pub fn scan(_: Lang, _: Route) -> Html {
    html! { <DrawnScan /> }
}

#[component]
fn Drawn() -> Html {
    match use_context::<Tool>() {
        Some(Tool::Give { patient, known, on_done, on_close }) => {
            html! { <GiveSteps {patient} {known} {on_done} on_cancel={on_close} /> }
        }
        Some(Tool::Share { patient, entries, on_made, on_close }) => {
            html! { <ShareSteps {patient} {entries} {on_made} {on_close} /> }
        }
        Some(Tool::Hide { patient, entry, on_done }) => {
            html! { <HideForm {patient} {entry} {on_done} /> }
        }
        Some(Tool::Invite { patient, on_invited, on_close }) => {
            html! { <InviteSteps {patient} {on_invited} {on_close} /> }
        }
        Some(Tool::Attest { patient, entry }) => html! { <AttestCode {patient} {entry} /> },
        Some(Tool::Scan { .. }) | None => Html::default(),
    }
}

#[component]
fn DrawnScan() -> Html {
    match use_context::<Tool>() {
        Some(Tool::Scan { on_found }) => html! { <Scan {on_found} /> },
        Some(_) | None => Html::default(),
    }
}
