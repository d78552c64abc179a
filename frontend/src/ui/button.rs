use yew::prelude::*;

use super::icon::Icon;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one main action of a screen.
    #[default]
    Primary,
    Secondary,
    /// Looks like text until touched.
    Quiet,
    /// Takes something away.
    Danger,
}

impl ButtonKind {
    pub const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Secondary => "button button--secondary",
            Self::Quiet => "button button--quiet",
            Self::Danger => "button button--danger",
        }
    }
}

#[derive(Properties, PartialEq)]
pub struct ButtonProps {
    pub children: Html,
    #[prop_or_default]
    pub kind: ButtonKind,
    #[prop_or_default]
    pub icon: Option<Icon>,
    #[prop_or_default]
    pub on_click: Callback<()>,
    /// Sends the form it stands in.
    #[prop_or_default]
    pub submits: bool,
    /// Working: keeps its width and its focus, ignores further presses.
    #[prop_or_default]
    pub busy: bool,
    #[prop_or_default]
    pub disabled: bool,
    /// Says more than the word on it: «Войти: Анна Петровна».
    #[prop_or_default]
    pub name: Option<AttrValue>,
    /// A fixed id, where something outside has to focus the button.
    #[prop_or_default]
    pub id: Option<AttrValue>,
}

/// Something to press.
#[component]
pub fn Button(props: &ButtonProps) -> Html {
    let on_click = props.on_click.clone();
    let (busy, submits) = (props.busy, props.submits);
    let onclick = Callback::from(move |event: MouseEvent| {
        if busy {
            event.prevent_default();
        } else if !submits {
            on_click.emit(());
        }
    });
    html! {
        <button
            id={props.id.clone()}
            type={if submits { "submit" } else { "button" }}
            class={props.kind.class()}
            disabled={props.disabled}
            aria-disabled={busy.then_some("true")}
            aria-busy={busy.then_some("true")}
            aria-label={props.name.clone()}
            {onclick}
        >
            <span class="button__face">
                if let Some(kind) = props.icon {
                    { kind.draw() }
                }
                <span>{ props.children.clone() }</span>
            </span>
            if busy {
                <span class="spinner" aria-hidden="true"></span>
            }
        </button>
    }
}
