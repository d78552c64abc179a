use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct SwitchProps {
    pub text: AttrValue,
    pub is_on: bool,
    pub on_change: Callback<bool>,
    #[prop_or_default]
    pub disabled: bool,
}

/// Something that is on or off, and changes the moment it is pressed.
#[component]
pub fn Switch(props: &SwitchProps) -> Html {
    let is_on = props.is_on;
    html! {
        <button type="button" class="switch" role="switch" aria-checked={is_on.to_string()}
            disabled={props.disabled} onclick={props.on_change.reform(move |_| !is_on)}>
            <span class="switch__track" aria-hidden="true"></span>
            <span>{ &props.text }</span>
        </button>
    }
}
