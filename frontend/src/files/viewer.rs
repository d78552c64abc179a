use shared::files::text;
use web_sys::HtmlImageElement;
use yew::prelude::*;

use super::transfer::revoke;
use crate::prefs::use_lang;
use crate::ui::{Button, ButtonKind, Dialog};

/// Percent of the picture's own size.
const STEPS: [u32; 6] = [50, 100, 150, 200, 300, 400];

#[derive(Properties, PartialEq)]
pub struct ViewerProps {
    /// A `blob:` address; given back when the viewer goes.
    pub address: AttrValue,
    pub name: AttrValue,
    pub on_close: Callback<()>,
}

/// A picture in the page: fitted to the window, or as large as one wants.
#[component]
pub fn Viewer(props: &ViewerProps) -> Html {
    let lang = use_lang();
    let zoom = use_state_eq(|| None::<u32>);
    let width = use_state_eq(|| 0_u32);
    use_effect_with(props.address.clone(), |address| {
        let address = address.clone();
        move || revoke(&address)
    });
    let to = |next: fn(Option<u32>) -> Option<u32>| {
        let zoom = zoom.clone();
        Callback::from(move |()| zoom.set(next(*zoom)))
    };
    let (closer, farther, fit) = (to(closer), to(farther), to(|_| None));
    let onkeydown = {
        let (closer, farther, fit) = (closer.clone(), farther.clone(), fit.clone());
        Callback::from(move |event: KeyboardEvent| {
            match event.key().as_str() {
                "+" | "=" => closer.emit(()),
                "-" => farther.emit(()),
                "0" => fit.emit(()),
                _ => return,
            }
            event.prevent_default();
        })
    };
    let onload = {
        let width = width.setter();
        Callback::from(move |event: Event| {
            width.set(event.target_unchecked_into::<HtmlImageElement>().natural_width());
        })
    };
    let drawn = zoom.map(|percent| (*width * percent / 100).to_string());
    let class = if zoom.is_some() { "viewer__image" } else { "viewer__image is-fit" };
    let button = |words: &'static str, on_click: Callback<()>| {
        html! { <Button kind={ButtonKind::Secondary} {on_click}>{ words }</Button> }
    };
    html! {
        <Dialog open=true title={props.name.clone()} on_close={props.on_close.clone()}>
            <div class="viewer" {onkeydown}>
                <div class="row">
                    { button(text::CLOSER.get(lang), closer) }
                    { button(text::FARTHER.get(lang), farther) }
                    { button(text::FIT.get(lang), fit) }
                </div>
                <p class="muted">{ text::VIEWER_HINT.get(lang) }</p>
                <div class="viewer__window" tabindex="0" role="region" aria-label={props.name.clone()}>
                    <img {class} src={props.address.clone()} alt={props.name.clone()} width={drawn} {onload} />
                </div>
            </div>
        </Dialog>
    }
}

fn closer(zoom: Option<u32>) -> Option<u32> {
    let Some(now) = zoom else { return Some(100) };
    STEPS.iter().copied().find(|step| *step > now).or(zoom)
}

/// Below the smallest step it fits the window.
fn farther(zoom: Option<u32>) -> Option<u32> {
    STEPS.iter().rev().copied().find(|step| zoom.is_some_and(|now| *step < now))
}
