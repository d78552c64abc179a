use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::field::use_id;
use super::icon::Icon;
use crate::prefs::use_lang;
use shared::shell;

#[derive(Properties, PartialEq)]
pub struct DialogProps {
    pub open: bool,
    pub title: AttrValue,
    /// Asked to go away by Escape or the cross. Without it the dialog has to be answered.
    #[prop_or_default]
    pub on_close: Option<Callback<()>>,
    /// Comes from the side instead of the middle.
    #[prop_or_default]
    pub drawer: bool,
    /// Nothing behind it may be read.
    #[prop_or_default]
    pub opaque: bool,
    pub children: Html,
    /// The buttons at the end.
    #[prop_or_default]
    pub actions: Html,
}

/// The browser's own modal dialog: it keeps the focus inside and gives it back.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let lang = use_lang();
    let id = use_id();
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.open, move |&open| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                if open && !dialog.open() {
                    // Fails only when it is open already.
                    let _ = dialog.show_modal();
                } else if !open {
                    dialog.close();
                }
            }
        });
    }
    let oncancel = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: Event| {
            event.prevent_default();
            if let Some(on_close) = &on_close {
                on_close.emit(());
            }
        })
    };
    let class = classes!(
        "dialog",
        props.drawer.then_some("dialog--drawer"),
        props.opaque.then_some("dialog--opaque")
    );
    html! {
        <dialog {class} ref={node} aria-labelledby={id.clone()} {oncancel}>
            if props.open {
                <div class="dialog__head">
                    <h2 {id} class="dialog__title">{ &props.title }</h2>
                    if let Some(on_close) = &props.on_close {
                        <button type="button" class="icon-button" aria-label={shell::CLOSE.get(lang)}
                            onclick={on_close.reform(|_| ())}>
                            { Icon::Close.draw() }
                        </button>
                    }
                </div>
                <div class="dialog__body">{ props.children.clone() }</div>
                if props.actions != Html::default() {
                    <div class="dialog__actions">{ props.actions.clone() }</div>
                }
            }
        </dialog>
    }
}
