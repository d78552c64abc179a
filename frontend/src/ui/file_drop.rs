use shared::shell;
use web_sys::{DragEvent, File, FileList, HtmlInputElement};
use yew::prelude::*;

use super::button::{Button, ButtonKind};
use super::field::use_id;
use super::icon::Icon;
use super::progress::progress;
use crate::prefs::use_lang;

/// What became of one file.
#[derive(Clone, Debug, PartialEq)]
pub enum FileState {
    /// Chosen, and nothing has been done with it.
    Waiting,
    /// Between 0 and 1; `None` where the browser does not tell.
    Sending(Option<f64>),
    Done,
    Failed(AttrValue),
}

/// One file on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct FileRow {
    pub name: AttrValue,
    pub state: FileState,
}

#[derive(Properties, PartialEq)]
pub struct FileDropProps {
    pub label: AttrValue,
    /// Which files and how large.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// HTML `accept`: `.pdf,image/*`.
    #[prop_or_default]
    pub accept: Option<AttrValue>,
    #[prop_or_default]
    pub files: Vec<FileRow>,
    pub on_files: Callback<Vec<File>>,
    /// Takes back the file of that place in the list.
    #[prop_or_default]
    pub on_remove: Callback<usize>,
    #[prop_or_default]
    pub disabled: bool,
}

/// A place to drop files, and a button for those who do not drag.
#[component]
pub fn FileDrop(props: &FileDropProps) -> Html {
    let lang = use_lang();
    let id = use_id();
    let over = use_state_eq(|| false);
    let onchange = {
        let on_files = props.on_files.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            on_files.emit(listed(input.files()));
            // The same file may be chosen again after a failure.
            input.set_value("");
        })
    };
    let ondragover = {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(true);
        })
    };
    let ondragleave = {
        let over = over.clone();
        Callback::from(move |_: DragEvent| over.set(false))
    };
    let ondrop = {
        let (over, on_files) = (over.clone(), props.on_files.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            on_files.emit(listed(event.data_transfer().and_then(|dragged| dragged.files())));
        })
    };
    let hint_id = props.hint.as_ref().map(|_| format!("{id}-hint"));
    html! {
        <div class="file-drop">
            <div class={classes!("file-drop__place", over.then_some("is-over"))}
                {ondragover} {ondragleave} {ondrop}>
                { Icon::Upload.draw() }
                <label class="field__label" for={id.clone()}>{ &props.label }</label>
                if let Some(hint) = &props.hint {
                    <p class="field__hint" id={hint_id.clone()}>{ hint }</p>
                }
                <input id={id.clone()} class="file-drop__input" type="file" multiple=true
                    accept={props.accept.clone()} disabled={props.disabled}
                    aria-describedby={hint_id} {onchange} />
            </div>
            <ul class="file-drop__files">
                for (index, file) in props.files.iter().enumerate() {
                    <li class="file-drop__file">
                        { row(file) }
                        <Button kind={ButtonKind::Quiet} disabled={props.disabled}
                            name={format!("{}: {}", shell::REMOVE.get(lang), file.name)}
                            on_click={props.on_remove.reform(move |()| index)}>
                            { shell::REMOVE.get(lang) }
                        </Button>
                    </li>
                }
            </ul>
        </div>
    }
}

fn row(file: &FileRow) -> Html {
    match &file.state {
        FileState::Waiting => html! {
            <p class="file-drop__name">{ Icon::File.draw() }{ &file.name }</p>
        },
        FileState::Sending(part) => progress(&file.name, *part),
        FileState::Done => html! {
            <p class="file-drop__name is-done">{ Icon::Check.draw() }{ &file.name }</p>
        },
        FileState::Failed(why) => html! {
            <div>
                <p class="file-drop__name">{ Icon::File.draw() }{ &file.name }</p>
                <p class="field__error">{ Icon::Alert.draw() }{ why }</p>
            </div>
        },
    }
}

fn listed(files: Option<FileList>) -> Vec<File> {
    let Some(files) = files else { return Vec::new() };
    (0..files.length()).filter_map(|index| files.get(index)).collect()
}
