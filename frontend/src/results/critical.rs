//! Critical results: nobody may overlook one (RES-9).

use std::rc::Rc;

use shared::format;
use shared::id::PatientId;
use shared::lang::Lang;
use shared::results::api::{
    AcknowledgeCritical, CriticalItem, CriticalState, FoundResults, ListCritical,
};
use shared::results::text::critical as text;
use yew::prelude::*;

use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router::link;
use crate::submit::use_act;
use crate::ui::{Button, Icon, failure, say};

/// What waits for a doctor, above everything else they see. Nothing where nothing waits.
#[component]
pub fn CriticalList() -> Html {
    let lang = use_lang();
    let loader = use_load(ListCritical {});
    let body = match loader.load() {
        Load::Waiting => Html::default(),
        Load::Failed(problem) => failure(lang, &problem, Some(loader.reload())),
        Load::Ready(items) if items.is_empty() => Html::default(),
        Load::Ready(items) => waiting(lang, &items),
    };
    html! { <div class="critical-place">{ body }</div> }
}

fn waiting(lang: Lang, items: &[CriticalItem]) -> Html {
    html! {
        <section class="panel critical" aria-labelledby="critical-title">
            <h2 id="critical-title">{ Icon::Alert.draw() }{ text::TITLE.get(lang) }</h2>
            <ul class="critical__list">
                for item in items {
                    { one(lang, item) }
                }
            </ul>
        </section>
    }
}

fn one(lang: Lang, item: &CriticalItem) -> Html {
    let to = Route::Report { patient: item.patient, entry: item.entry };
    let at = format::moment(lang, item.raised_at, browser::offset_at(item.raised_at));
    html! {
        <li key={item.entry.to_string()}>
            { link(to, "", html! { item.name.full() }) }
            <span class="muted">{ text::SINCE.get(lang) }{ " " }{ at }</span>
        </li>
    }
}

#[derive(Properties, PartialEq)]
pub struct CriticalNoticeProps {
    pub patient: PatientId,
    pub found: Rc<FoundResults>,
    pub on_changed: Callback<()>,
}

/// Who knows of the critical values of a result, and where a doctor says that they do.
#[component]
pub fn CriticalNotice(props: &CriticalNoticeProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let found = &props.found;
    if found.critical.is_empty() {
        return Html::default();
    }
    let open = found.critical.iter().find(|state| state.acknowledged_at.is_none());
    let on_click = open.map(|state| {
        let (act, on_changed) = (act.clone(), props.on_changed.clone());
        let (patient, entry) = (props.patient, state.entry);
        Callback::from(move |()| {
            let on_changed = on_changed.clone();
            act.send(AcknowledgeCritical { patient, entry }, move |_| {
                say(text::ACKNOWLEDGED.get(lang));
                on_changed.emit(());
            });
        })
    });
    html! {
        <section class="panel critical">
            <h2>{ Icon::Alert.draw() }{ text::OF_RESULT.get(lang) }</h2>
            for state in &found.critical {
                <p>{ said(lang, found, state) }</p>
            }
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            if let Some(on_click) = on_click.filter(|_| found.may_acknowledge) {
                <p><Button busy={act.is_busy()} {on_click}>{ text::ACKNOWLEDGE.get(lang) }</Button></p>
            }
        </section>
    }
}

/// «Калий: принял Соколова Е. В., 10 ноября 2026, 12:30»
fn said(lang: Lang, found: &FoundResults, state: &CriticalState) -> String {
    let value = found.values.iter().find(|value| value.point.entry == state.entry);
    let name = value.map(|value| value.code.display.as_str()).unwrap_or_default();
    let Some(at) = state.acknowledged_at else {
        return format!("{name}: {}", text::WAITS.get(lang));
    };
    let at = format::moment(lang, at, browser::offset_at(at));
    let by = state.acknowledged_by.as_deref().unwrap_or_default();
    format!("{name}: {} {by}, {at}", text::SEEN_BY.get(lang))
}
