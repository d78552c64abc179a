//! What stands beside a series: other analytes, visits and medicines (RES-4).

use std::rc::Rc;

use shared::format;
use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::results::api::{FoundSeries, NeighbourKind, STACKED_MAX, SeriesNeighbour};
use shared::results::text::chart as text;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::record::chip;
use crate::route::Route;
use crate::router::link;

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
    let others: Vec<Html> = found.beside(NeighbourKind::Series).map(option).collect();
    if others.is_empty() && beside.is_empty() {
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
            } else if !others.is_empty() {
                <label class="field">
                    <span class="field__label">{ text::BESIDE.get(lang) }</span>
                    <span class="field__hint">{ text::BESIDE_TOLD.get(lang) }</span>
                    <select class="input" ~value="" {onchange}>
                        <option value="" selected=true>{ text::BESIDE_NONE.get(lang) }</option>
                        { for others }
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

fn option(other: &SeriesNeighbour) -> Html {
    html! { <option value={other.entry.to_string()}>{ &other.name }</option> }
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
    chip(lang, &name, onclick)
}

/// The visits and medicines of the picture in words.
pub fn meanwhile(lang: Lang, patient: PatientId, found: &FoundSeries) -> Html {
    let line = |it: &SeriesNeighbour| {
        let day = format::date(lang, it.at.to_offset(browser::offset_at(it.at)).date());
        let name = html! { it.name.clone() };
        let name = link(Route::Entry { patient, entry: it.entry }, "", name);
        if it.kind == NeighbourKind::Medicine {
            html! { <li>{ name }{ ", " }{ text::TAKEN_SINCE.get(lang) }{ " " }{ day }</li> }
        } else {
            html! { <li>{ day }{ ": " }{ name }</li> }
        }
    };
    let medicines = found.beside(NeighbourKind::Medicine);
    let all: Vec<Html> =
        medicines.chain(found.beside(NeighbourKind::Visit).rev()).map(line).collect();
    if all.is_empty() {
        return Html::default();
    }
    html! {
        <details class="stack not-on-paper">
            <summary>{ text::MEANWHILE.get(lang) }</summary>
            <ul class="prose">{ for all }</ul>
        </details>
    }
}
