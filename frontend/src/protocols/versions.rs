use shared::format;
use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::protocols::api::FindVersions;
use shared::protocols::diff::{Change, ComparedPart, Piece, compare};
use shared::protocols::model::Protocol;
use shared::protocols::text;
use shared::record::model::{Content, Entry};
use yew::prelude::*;

use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::{brief, closed_card, entry_name};
use crate::route::Route;
use crate::router::link;
use crate::session::use_session;
use crate::shell::Title;
use crate::ui::{Choosable, Combobox, Icon, SkeletonKind, slow_skeleton};

#[derive(Properties, PartialEq)]
pub struct VersionsPageProps {
    pub patient: PatientId,
    pub entry: EntryId,
}

/// Every version with who made it and why, and two of them side by side.
#[component]
pub fn VersionsPage(&VersionsPageProps { patient, entry }: &VersionsPageProps) -> Html {
    let lang = use_lang();
    let is_own = use_session().session().is_some_and(|session| session.card == Some(patient));
    let loader = use_load(FindVersions { patient, entry });
    let load = loader.load();
    let (who, body) = match &load {
        Load::Waiting => {
            let waiting =
                slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel());
            (Html::default(), waiting)
        }
        Load::Failed(problem) => (Html::default(), closed_card(lang, problem, loader.reload())),
        Load::Ready(found) => {
            let versions = found.versions.clone();
            (brief(lang, &found.patient, is_own), html! { <Compared {versions} /> })
        }
    };
    let back = html! { <>{ Icon::Back.draw() }{ shared::record::text::ENTRY.get(lang) }</> };
    html! {
        <div class="page">
            <div class="row">{ link(Route::Entry { patient, entry }, "back", back) }</div>
            <Title text={text::VERSIONS.get(lang)} />
            { who }
            { body }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ComparedProps {
    /// Newest first.
    versions: Vec<Entry>,
}

/// The two newest side by side at first; any others where they are chosen.
#[component]
fn Compared(props: &ComparedProps) -> Html {
    let lang = use_lang();
    let newest = props.versions.first().map_or(0, |entry| entry.version);
    let after = use_state_eq(|| newest);
    let before = use_state_eq(|| newest.saturating_sub(1));
    let find = |version: u32| props.versions.iter().find(|entry| entry.version == version);
    let choose = |state: &UseStateHandle<u32>| {
        let state = state.setter();
        Callback::from(move |value: AttrValue| {
            if let Ok(version) = value.parse() {
                state.set(version);
            }
        })
    };
    let options: Vec<Choosable> = props
        .versions
        .iter()
        .map(|entry| Choosable {
            value: entry.version.to_string().into(),
            text: text::version(lang, entry.version).into(),
        })
        .collect();
    let compared = match (find(*before).and_then(protocol), find(*after).and_then(protocol)) {
        (Some(before), Some(after)) => Some(compare(lang, before, after)),
        (Some(_) | None, _) => None,
    };
    html! {
        <>
            <ol class="lines" reversed=true>
                for entry in &props.versions {
                    { version(lang, entry) }
                }
            </ol>
            if props.versions.len() < 2 {
                <p>{ text::ONE_VERSION.get(lang) }</p>
            } else {
                <section class="stack" aria-labelledby="versions-compared">
                    <h2 id="versions-compared">{ text::COMPARE_WITH.get(lang) }</h2>
                    <div class="protocol__numbers not-on-paper">
                        <Combobox label={text::COMPARE_BEFORE.get(lang)} options={options.clone()}
                            value={AttrValue::from(before.to_string())} on_choose={choose(&before)} />
                        <Combobox label={text::COMPARE_AFTER.get(lang)} options={options}
                            value={AttrValue::from(after.to_string())} on_choose={choose(&after)} />
                    </div>
                    for part in compared.unwrap_or_default() {
                        { compared_part(lang, &part) }
                    }
                </section>
            }
        </>
    }
}

const fn protocol(entry: &Entry) -> Option<&Protocol> {
    if let Content::Protocol(protocol) = &entry.content { Some(protocol) } else { None }
}

/// Who made a version, when, and why.
fn version(lang: Lang, entry: &Entry) -> Html {
    let kept = protocol(entry);
    let at = kept.map_or(entry.received_at, |it| it.signed_at);
    let by = kept.map(|it| it.signed_by.clone()).or_else(|| entry.source.author.clone());
    let why = kept.and_then(|it| it.correction.as_ref()).map(|it| it.reason.clone());
    let why = why.unwrap_or_else(|| match entry.version {
        1 => text::FIRST_VERSION.get(lang).to_owned(),
        _ => entry_name(lang, entry).to_owned(),
    });
    let when = format::moment(lang, at, browser::offset_at(at));
    html! {
        <li key={entry.version} class="line">
            <p><b>{ text::version(lang, entry.version) }</b>{ ", " }{ when }</p>
            if let Some(by) = by {
                <p class="line__more">{ by }</p>
            }
            <p>{ why }</p>
        </li>
    }
}

/// What was and what is: told by words and by the marks of inserted and deleted text, and not by
/// colour alone.
fn compared_part(lang: Lang, part: &ComparedPart) -> Html {
    if !part.is_changed() {
        return html! {
            <section class="panel" key={part.title.clone()}>
                <h3>{ &part.title }</h3>
                <p class="muted">{ text::UNCHANGED.get(lang) }</p>
                <p class="entry__note">{ &part.after }</p>
            </section>
        };
    }
    let side = |gone: Change| {
        html! { for piece in part.pieces.iter().filter(|it| it.change != gone) { { drawn(lang, piece) } } }
    };
    html! {
        <section class="panel" key={part.title.clone()}>
            <h3>{ &part.title }</h3>
            <div class="protocol__pair">
                <div><p class="muted">{ text::WAS.get(lang) }</p><p class="entry__note">{ side(Change::Added) }</p></div>
                <div><p class="muted">{ text::IS_NOW.get(lang) }</p><p class="entry__note">{ side(Change::Removed) }</p></div>
            </div>
        </section>
    }
}

fn drawn(lang: Lang, piece: &Piece) -> Html {
    let said = |words: &'static str| html! { <span class="unseen">{ words }{ " " }</span> };
    match piece.change {
        Change::Kept => html! { &piece.text },
        Change::Removed => {
            html! { <del>{ said(text::REMOVED.get(lang)) }{ &piece.text }</del> }
        }
        Change::Added => html! { <ins>{ said(text::ADDED.get(lang)) }{ &piece.text }</ins> },
    }
}
