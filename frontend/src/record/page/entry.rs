use shared::access::model::Section;
use shared::consent::text as consent;
use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::protocols::text as protocols;
use shared::record::api::{EntryAct, EntryDetail, FindEntry};
use shared::record::model::Content;
use shared::record::text;
use yew::prelude::*;

use super::{back_to_patients, closed_card, on_news};
use crate::browser;
use crate::consent::HideButton;
use crate::files::EntryFiles;
use crate::live::use_live;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::attest::AttestPanel;
use crate::record::own::OwnActions;
use crate::record::report::{ReportButton, Reports};
use crate::record::view::{brief, detail_view, entry_name};
use crate::route::Route;
use crate::router::link;
use crate::session::use_session;
use crate::shares::{ShareButton, Shareable};
use crate::shell::Title;
use crate::ui::{Button, ButtonKind, Icon, SkeletonKind, slow_skeleton};

#[derive(Properties, PartialEq)]
pub struct EntryPageProps {
    pub patient: PatientId,
    pub entry: EntryId,
}

/// One entry with everything that belongs to it.
#[component]
pub fn EntryPage(&EntryPageProps { patient, entry }: &EntryPageProps) -> Html {
    let lang = use_lang();
    let is_own = use_session().session().is_some_and(|session| session.card == Some(patient));
    let loader = use_load(FindEntry { patient, entry });
    use_live(patient, on_news(lang, loader.reload()));

    let load = loader.load();
    let known = match &load {
        Load::Ready(detail) => Some(detail),
        Load::Waiting | Load::Failed(_) => None,
    };
    let title = known.map_or(text::ENTRY.get(lang), |detail| entry_name(lang, &detail.entry));
    let title = AttrValue::from(title.to_owned());
    let window = match known {
        Some(detail) if !is_own => format!("{}: {title}", detail.patient.name.short()).into(),
        Some(_) | None => title.clone(),
    };
    let attest = |detail| {
        let on_changed = loader.reload();
        html! { <AttestPanel {patient} {detail} {on_changed} /> }
    };
    let body = match &load {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel()),
        Load::Failed(problem) => closed_card(lang, problem, loader.reload()),
        Load::Ready(detail) => html! {
            <>
                // Who was asked at the desk answers first.
                if !detail.may(EntryAct::ShowAttestation) {
                    { attest(detail.clone()) }
                }
                { detail_view(lang, patient, detail, is_own, html! {
                    <>
                        <EntryFiles {patient} {entry} files={detail.files.clone()} />
                        <Reports {patient} detail={detail.clone()} {is_own} on_changed={loader.reload()} />
                    </>
                }) }
                if is_own {
                    <ShareButton {patient} entries={vec![Shareable { id: entry, name: title.clone() }]} />
                    if detail.is_hidden {
                        <p class="row not-on-paper">
                            { Icon::Lock.draw() }
                            <span>{ consent::ENTRY_HIDDEN.get(lang) }</span>
                            { link(Route::Consent { patient }, "", html! { consent::TITLE.get(lang) }) }
                        </p>
                    } else {
                        <HideButton {patient} entry={Some(entry)} />
                    }
                }
                { protocol_acts(lang, patient, detail) }
                if detail.may(EntryAct::ShowAttestation) {
                    { attest(detail.clone()) }
                }
                <OwnActions {patient} detail={detail.clone()} on_changed={loader.reload()} />
                if let (true, Some(asked)) = (detail.may(EntryAct::Report), &detail.asked) {
                    <ReportButton {patient} {entry} asked={asked.clone()}
                        is_ahead={detail.entry.occurred_at > browser::now()} on_sent={loader.reload()} />
                }
            </>
        },
    };
    html! {
        <div class="page page--narrow">
            { back(lang, patient, known.map(|detail| &**detail), is_own) }
            <Title text={title} {window} />
            if let Some(detail) = known {
                { brief(lang, &detail.patient, is_own) }
            }
            { body }
        </div>
    }
}

/// What can be done with a signed protocol, and the way to what an entry said before.
fn protocol_acts(lang: Lang, patient: PatientId, detail: &EntryDetail) -> Html {
    let entry = detail.entry.id;
    let is_protocol = matches!(detail.entry.content, Content::Protocol(_));
    let count = detail.earlier.len() + 1;
    if !is_protocol && count == 1 {
        return Html::default();
    }
    let correct = Route::Protocol { patient, about: format!("entry={entry}") };
    let print = Callback::from(|()| browser::print());
    html! {
        <div class="row not-on-paper">
            if detail.may(EntryAct::Correct) {
                { link(correct, "button button--secondary", html! { protocols::CORRECT.get(lang) }) }
            }
            if count > 1 {
                { link(Route::Versions { patient, entry }, "button button--secondary",
                    html! { protocols::versions(lang, count) }) }
            }
            if is_protocol {
                <Button kind={ButtonKind::Quiet} on_click={print}>{ protocols::PRINT.get(lang) }</Button>
            }
        </div>
    }
}

/// Up one level: to the section it stands in.
fn back(lang: Lang, patient: PatientId, detail: Option<&EntryDetail>, is_own: bool) -> Html {
    let section = detail.map(|detail| detail.entry.section);
    let name = match section {
        Some(Section::Notes) if !is_own => text::NOTES_OF_PATIENT,
        Some(section) => section.text(),
        None => text::CARD,
    };
    let content = html! { <>{ Icon::Back.draw() }{ name.get(lang) }</> };
    html! {
        <div class="row">
            if !is_own {
                { back_to_patients(lang) }
            }
            { link(Route::entries(patient, section), "back", content) }
        </div>
    }
}
