use shared::shell;
use yew::prelude::*;

use super::field::{FieldWords, described_by, field_frame};
use super::icon::Icon;
use crate::prefs::use_lang;

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What the form keeps.
    pub value: AttrValue,
    pub text: AttrValue,
    /// A word beside it: «больше не применяется».
    pub remark: Option<AttrValue>,
    /// Shown, and not to be chosen.
    pub is_closed: bool,
}

#[derive(Properties, PartialEq)]
pub struct SearchBoxProps {
    pub id: AttrValue,
    pub label: AttrValue,
    /// What is typed.
    pub typed: AttrValue,
    pub on_type: Callback<String>,
    /// What was found for it.
    pub hits: Vec<Hit>,
    /// The answer is on its way.
    #[prop_or_default]
    pub is_waiting: bool,
    pub on_choose: Callback<AttrValue>,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// Told where nothing was found.
    pub nothing: AttrValue,
}

/// A field that finds while one types; what is found comes from outside (ARIA APG, combobox with
/// list autocomplete and manual selection).
#[component]
pub fn SearchBox(props: &SearchBoxProps) -> Html {
    let lang = use_lang();
    let id = &props.id;
    let at = use_state_eq(|| None::<usize>);
    let is_shut = use_state_eq(|| false);
    let is_open = !props.typed.trim().is_empty() && !*is_shut;
    let choose = {
        let (at, on_choose) = (at.setter(), props.on_choose.clone());
        Callback::from(move |value: AttrValue| {
            at.set(None);
            on_choose.emit(value);
        })
    };
    let oninput = {
        let (at, is_shut, on_type) = (at.setter(), is_shut.setter(), props.on_type.clone());
        Callback::from(move |event: InputEvent| {
            let input: web_sys::HtmlInputElement = event.target_unchecked_into();
            at.set(None);
            is_shut.set(false);
            on_type.emit(input.value());
        })
    };
    let onkeydown = on_key(&props.hits, &at, &is_shut, is_open, choose.clone());
    let onfocusout = {
        let is_shut = is_shut.setter();
        Callback::from(move |_: FocusEvent| is_shut.set(true))
    };
    let onfocusin = {
        let is_shut = is_shut.setter();
        Callback::from(move |_: FocusEvent| is_shut.set(false))
    };
    let active = (*at).filter(|_| is_open).map(|at| format!("{id}-{at}"));
    let words = FieldWords {
        id,
        label: &props.label,
        hint: props.hint.as_ref(),
        error: props.error.as_ref(),
    };
    let count = u64::try_from(props.hits.len()).unwrap_or(u64::MAX);
    let is_empty = is_open && props.hits.is_empty() && !props.is_waiting;
    let control = html! {
        <div class="combobox" {onfocusout} {onfocusin}>
            <input id={id.clone()} class="input" type="text" role="combobox" autocomplete="off"
                spellcheck="false" value={props.typed.clone()} aria-autocomplete="list"
                aria-expanded={is_open.to_string()} aria-controls={format!("{id}-list")}
                aria-activedescendant={active} aria-busy={props.is_waiting.to_string()}
                aria-describedby={described_by(id, props.hint.is_some(), props.error.is_some())}
                aria-invalid={props.error.is_some().then_some("true")} {oninput} {onkeydown} />
            { Icon::Search.draw() }
            <ul id={format!("{id}-list")} role="listbox" class="combobox__list"
                aria-label={props.label.clone()} hidden={!is_open}>
                if is_open {
                    for (index, hit) in props.hits.iter().enumerate() {
                        { row(id, index, *at, hit, &choose) }
                    }
                }
            </ul>
            <p class="unseen" role="status">
                if is_open && !props.is_waiting {
                    { shell::found(lang, count) }
                }
            </p>
            if is_empty {
                <p class="combobox__nothing" aria-hidden="true">{ &props.nothing }</p>
            }
        </div>
    };
    field_frame(words, control)
}

fn row(id: &str, index: usize, at: Option<usize>, hit: &Hit, choose: &Callback<AttrValue>) -> Html {
    let (value, is_closed) = (hit.value.clone(), hit.is_closed);
    // On press, not on click: by then the field would have lost the focus and closed the list.
    let onmousedown = {
        let choose = choose.clone();
        Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            if !is_closed {
                choose.emit(value.clone());
            }
        })
    };
    html! {
        <li id={format!("{id}-{index}")} role="option" aria-selected={(at == Some(index)).to_string()}
            aria-disabled={is_closed.then_some("true")}
            class={classes!("combobox__option", (at == Some(index)).then_some("is-active"))} {onmousedown}>
            <span>{ &hit.text }</span>
            if let Some(remark) = &hit.remark {
                <small class="muted">{ " " }{ remark }</small>
            }
        </li>
    }
}

fn on_key(
    hits: &[Hit],
    at: &UseStateHandle<Option<usize>>,
    is_shut: &UseStateHandle<bool>,
    is_open: bool,
    choose: Callback<AttrValue>,
) -> Callback<KeyboardEvent> {
    let (hits, at, is_shut) = (hits.to_vec(), at.clone(), is_shut.clone());
    Callback::from(move |event: KeyboardEvent| {
        let last = hits.len().saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if !is_open => is_shut.set(false),
            "ArrowDown" => at.set(Some(match *at {
                Some(at) if at < last => at + 1,
                Some(_) | None => 0,
            })),
            "ArrowUp" => at.set(Some(match *at {
                Some(at) if at > 0 => at - 1,
                Some(_) | None => last,
            })),
            "Enter" if is_open => {
                let hit = at.and_then(|at| hits.get(at)).filter(|hit| !hit.is_closed);
                if let Some(hit) = hit {
                    choose.emit(hit.value.clone());
                }
            }
            "Escape" if is_open => is_shut.set(true),
            _ => return,
        }
        event.prevent_default();
    })
}
