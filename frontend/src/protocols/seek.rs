//! Finding diagnoses and medicines while one types (REC-6).

use gloo_timers::callback::Timeout;
use shared::lang::Lang;
use shared::protocols::rules::ICD_10;
use shared::record::model::Coding;
use shared::reference::api::SearchReference;
use shared::reference::model::{ReferenceItem, ReferenceList};
use shared::reference::text;
use yew::prelude::*;

use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::ui::{Hit, SearchBox};

/// Asked once nobody types for so long.
const PAUSE_MS: u32 = 250;
/// Marks a form of a medicine in what is chosen.
const BETWEEN: char = '\u{1f}';

#[derive(Properties, PartialEq)]
pub struct SeekProps {
    pub id: AttrValue,
    pub label: AttrValue,
    pub hint: AttrValue,
    pub list: ReferenceList,
    /// The item, and for medicines its form and strength.
    pub on_choose: Callback<(ReferenceItem, String)>,
    #[prop_or_default]
    pub error: Option<AttrValue>,
}

/// A field that searches a reference list.
#[component]
pub fn Seek(props: &SeekProps) -> Html {
    let lang = use_lang();
    let typed = use_state_eq(String::new);
    let asked = use_state_eq(String::new);
    {
        let asked = asked.setter();
        use_effect_with((*typed).clone(), move |typed| {
            let typed = typed.clone();
            let timer = Timeout::new(PAUSE_MS, move || asked.set(typed));
            move || drop(timer)
        });
    }
    let words = asked.trim().to_owned();
    let words = (!words.is_empty()).then_some(words);
    let (list, version, limit) = (props.list, None, None);
    let loader = use_load(SearchReference { list, words, version, limit });
    let load = loader.load();
    let found = match &load {
        Load::Ready(found) => found.items.as_slice(),
        Load::Waiting | Load::Failed(_) => &[],
    };
    let is_waiting = matches!(load, Load::Waiting) || *typed != *asked;
    let hits: Vec<Hit> = found
        .iter()
        .enumerate()
        .flat_map(|(index, item)| hits(lang, index, item, props.list))
        .collect();
    let on_choose = {
        let (typed, on_choose) = (typed.setter(), props.on_choose.clone());
        let found = found.to_vec();
        Callback::from(move |value: AttrValue| {
            let (index, form) = value.split_once(BETWEEN).unwrap_or((&*value, ""));
            let item = index.parse().ok().and_then(|index: usize| found.get(index));
            if let Some(item) = item {
                on_choose.emit((item.clone(), form.to_owned()));
            }
            typed.set(String::new());
        })
    };
    let on_type = {
        let typed = typed.setter();
        Callback::from(move |words: String| typed.set(words))
    };
    html! {
        <SearchBox id={props.id.clone()} label={props.label.clone()} hint={props.hint.clone()}
            error={props.error.clone()} typed={(*typed).clone()} {on_type} {hits} {is_waiting}
            {on_choose} nothing={text::NOTHING_FOUND.get(lang)} />
    }
}

/// A diagnosis is one; of a medicine each form and strength.
fn hits(lang: Lang, index: usize, item: &ReferenceItem, list: ReferenceList) -> Vec<Hit> {
    let remark = item.obsolete.then(|| AttrValue::from(text::OBSOLETE.get(lang)));
    let name = match (&item.code, list) {
        (Some(code), ReferenceList::Icd10) => format!("{code} {}", item.display),
        (Some(_) | None, _) => item.display.clone(),
    };
    let hit = |value: String, text: String| Hit {
        value: value.into(),
        text: text.into(),
        remark: remark.clone(),
        is_closed: item.obsolete,
    };
    if list != ReferenceList::Medicines || item.details.forms.is_empty() {
        return vec![hit(index.to_string(), name)];
    }
    let forms = item.details.forms.iter();
    forms.map(|form| hit(format!("{index}{BETWEEN}{form}"), format!("{name}, {form}"))).collect()
}

/// A diagnosis as a protocol keeps it; nothing where the term has no code.
pub fn coding(item: &ReferenceItem) -> Option<Coding> {
    let code = item.code.clone()?;
    Some(Coding { system: ICD_10.to_owned(), code, display: item.display.clone() })
}
