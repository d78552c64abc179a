//! What stands beside a series: other analytes, visits and medicines (RES-4).

use std::rc::Rc;

use shared::format;
use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::record::text as record;
use shared::results::api::{FoundSeries, STACKED_MAX, SeriesLink};
use shared::results::text::chart as text;
use time::OffsetDateTime;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router::link;
use crate::ui::Icon;

#[derive(Properties, PartialEq)]
pub struct BesideProps {
    pub found: Rc<FoundSeries>,
    /// What was put beside, in the order of putting.
    pub beside: Vec<EntryId>,
    pub on_beside: Callback<Vec<EntryId>>,
}

/// Puts other analytes beside, and takes them away.
#[component]
pub fn Beside(props: &BesideProps) -> Html {
    let lang = use_lang();
    let BesideProps { found, beside, on_beside } = props;
    if found.others.is_empty() && beside.is_empty() {
        return Html::default();
    }
    let onchange = {
        let (beside, on_beside) = (beside.clone(), on_beside.clone());
        Callback::from(move |event: Event| {
            let list: HtmlInputElement = event.target_unchecked_into();
            if let Ok(chosen) = list.value().parse() {
                on_beside.emit(beside.iter().copied().chain([chosen]).collect());
            }
        })
    };
    let is_full = beside.len() + 1 >= STACKED_MAX;
    html! {
        <section class="stack not-on-paper">
            if is_full {
                <p class="muted">{ text::BESIDE_FULL.get(lang) }</p>
            } else if !found.others.is_empty() {
                <label class="field">
                    <span class="field__label">{ text::BESIDE.get(lang) }</span>
                    <span class="field__hint">{ text::BESIDE_TOLD.get(lang) }</span>
                    <select class="input" ~value="" {onchange}>
                        <option value="" selected=true>{ text::BESIDE_NONE.get(lang) }</option>
                        for other in &found.others {
                            <option value={other.entry.to_string()}>{ named(lang, other) }</option>
                        }
                    </select>
                </label>
            }
            if !beside.is_empty() {
                <ul class="row">
                    for entry in beside {
                        <li>{ taken_away(lang, props, *entry) }</li>
                    }
                </ul>
            }
        </section>
    }
}

fn named(lang: Lang, other: &SeriesLink) -> String {
    match record::unit(lang, other.unit.trim()) {
        "" => other.name.clone(),
        unit => format!("{}, {unit}", other.name),
    }
}

/// A button that takes one away, named by it.
fn taken_away(lang: Lang, props: &BesideProps, entry: EntryId) -> Html {
    let is_of = |it: &&shared::results::api::ResultSeries| {
        it.points.iter().any(|point| point.entry == entry)
    };
    let names: Vec<&str> =
        props.found.series.iter().filter(is_of).map(|it| it.code.display.as_str()).collect();
    let name = names.join(", ");
    let onclick = {
        let rest: Vec<EntryId> = props.beside.iter().copied().filter(|it| *it != entry).collect();
        let on_beside = props.on_beside.clone();
        Callback::from(move |_: MouseEvent| on_beside.emit(rest.clone()))
    };
    html! {
        <button type="button" class="chip" aria-label={format!("{}: {name}", text::REMOVE.get(lang))} {onclick}>
            { &name }{ Icon::Close.draw() }
        </button>
    }
}

/// The visits and medicines of the picture in words.
pub fn meanwhile(lang: Lang, patient: PatientId, found: &FoundSeries) -> Html {
    if found.visits.is_empty() && found.medicines.is_empty() {
        return Html::default();
    }
    let day = |at: OffsetDateTime| format::date(lang, at.to_offset(browser::offset_at(at)).date());
    let to = |entry: EntryId, words: &str| {
        link(Route::Entry { patient, entry }, "", html! { words.to_owned() })
    };
    html! {
        <details class="stack">
            <summary>{ text::MEANWHILE.get(lang) }</summary>
            <ul class="prose">
                for it in found.medicines.iter() {
                    <li>{ to(it.entry, &it.medicine) }{ ", " }{ text::TAKEN_SINCE.get(lang) }{ " " }{ day(it.from) }</li>
                }
                for it in found.visits.iter().rev() {
                    <li>{ day(it.at) }{ ": " }{ to(it.entry, &it.title) }</li>
                }
            </ul>
        </details>
    }
}
