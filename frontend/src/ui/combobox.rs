use shared::shell;
use yew::prelude::*;

use super::field::{FieldWords, described_by, field_frame, use_id};
use super::icon::Icon;
use crate::browser;
use crate::prefs::use_lang;

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choosable {
    /// What the form keeps.
    pub value: AttrValue,
    pub text: AttrValue,
}

#[derive(Properties, PartialEq)]
pub struct ComboboxProps {
    /// Of the field itself; made up where absent.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    pub label: AttrValue,
    pub options: Vec<Choosable>,
    /// The chosen option's value.
    #[prop_or_default]
    pub value: Option<AttrValue>,
    pub on_choose: Callback<AttrValue>,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub error: Option<AttrValue>,
    #[prop_or_default]
    pub disabled: bool,
}

/// A long list one narrows by typing (ARIA APG, combobox with list autocomplete).
#[component]
pub fn Combobox(props: &ComboboxProps) -> Html {
    let lang = use_lang();
    let made = use_id();
    let id = props.id.clone().unwrap_or(made);
    // `None` while nobody types: then the chosen option's words stand in the field.
    let typed = use_state_eq(|| None::<String>);
    let at = use_state_eq(|| 0_usize);
    let is_open = typed.is_some();
    let chosen = props.options.iter().find(|option| Some(&option.value) == props.value.as_ref());
    let shown = typed.as_ref().map_or_else(
        || chosen.map_or_else(AttrValue::default, |option| option.text.clone()),
        |typed| typed.clone().into(),
    );
    let found = found(&props.options, typed.as_deref().unwrap_or_default());
    let choose = {
        let (typed, on_choose) = (typed.clone(), props.on_choose.clone());
        Callback::from(move |value: AttrValue| {
            typed.set(None);
            on_choose.emit(value);
        })
    };
    let oninput = {
        let (typed, at) = (typed.clone(), at.clone());
        Callback::from(move |event: InputEvent| {
            let input: web_sys::HtmlInputElement = event.target_unchecked_into();
            at.set(0);
            typed.set(Some(input.value()));
        })
    };
    let onkeydown = on_key(&typed, &at, found.clone(), choose.clone());
    let onfocusout = {
        let typed = typed.clone();
        Callback::from(move |_: FocusEvent| typed.set(None))
    };
    let open = {
        let typed = typed.clone();
        Callback::from(move |_: MouseEvent| {
            if typed.is_none() {
                typed.set(Some(String::new()));
            }
        })
    };
    let active = is_open.then(|| format!("{id}-{}", *at)).filter(|_| !found.is_empty());
    let words = FieldWords {
        id: &id,
        label: &props.label,
        hint: props.hint.as_ref(),
        error: props.error.as_ref(),
    };
    let control = html! {
            <div class="combobox" {onfocusout}>
                <input id={id.clone()} class="input" type="text" role="combobox" autocomplete="off"
                    spellcheck="false" value={shown} disabled={props.disabled}
                    aria-autocomplete="list" aria-expanded={is_open.to_string()}
                    aria-controls={format!("{id}-list")} aria-activedescendant={active}
                    aria-describedby={described_by(&id, props.hint.is_some(), props.error.is_some())}
                    aria-invalid={props.error.is_some().then_some("true")}
                    {oninput} {onkeydown} onclick={open} />
                { Icon::ChevronDown.draw() }
                <ul id={format!("{id}-list")} role="listbox" class="combobox__list"
                    aria-label={props.label.clone()} hidden={!is_open}>
                    if is_open {
                        for (index, option) in found.iter().enumerate() {
                            { row(&id, index, *at, option, props.value.as_ref(), &choose) }
                        }
                    }
                </ul>
                <p class="unseen" role="status">
                    if is_open {
                        { shell::found(lang, found.len() as u64) }
                    }
                </p>
                if is_open && found.is_empty() {
                    <p class="combobox__nothing" aria-hidden="true">{ shell::found(lang, 0) }</p>
                }
            </div>
    };
    field_frame(words, control)
}

fn row(
    id: &str,
    index: usize,
    at: usize,
    option: &Choosable,
    chosen: Option<&AttrValue>,
    choose: &Callback<AttrValue>,
) -> Html {
    let value = option.value.clone();
    // On press, not on click: by then the field would have lost the focus and closed the list.
    let onmousedown = choose.reform(move |event: MouseEvent| {
        event.prevent_default();
        value.clone()
    });
    let is_chosen = chosen == Some(&option.value);
    html! {
        <li id={format!("{id}-{index}")} role="option" aria-selected={is_chosen.to_string()}
            class={classes!("combobox__option", (index == at).then_some("is-active"))} {onmousedown}>
            { &option.text }
            if is_chosen {
                { Icon::Check.draw() }
            }
        </li>
    }
}

/// Options that hold every typed word.
fn found(options: &[Choosable], typed: &str) -> Vec<Choosable> {
    let typed = browser::lowercase(typed);
    options
        .iter()
        .filter(|option| {
            let text = browser::lowercase(&option.text);
            typed.split_whitespace().all(|word| text.contains(word))
        })
        .cloned()
        .collect()
}

fn on_key(
    typed: &UseStateHandle<Option<String>>,
    at: &UseStateHandle<usize>,
    found: Vec<Choosable>,
    choose: Callback<AttrValue>,
) -> Callback<KeyboardEvent> {
    let (typed, at) = (typed.clone(), at.clone());
    Callback::from(move |event: KeyboardEvent| {
        let (is_open, last) = (typed.is_some(), found.len().saturating_sub(1));
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if !is_open => typed.set(Some(String::new())),
            "ArrowDown" => at.set(if *at >= last { 0 } else { *at + 1 }),
            "ArrowUp" => at.set(if *at == 0 { last } else { *at - 1 }),
            "Enter" if is_open => {
                if let Some(option) = found.get(*at) {
                    choose.emit(option.value.clone());
                }
            }
            "Escape" if is_open => typed.set(None),
            _ => return,
        }
        event.prevent_default();
    })
}
