use shared::files::text;
use web_sys::HtmlImageElement;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::saving::revoke;
use crate::ui::{Button, ButtonKind, Dialog};

/// Percent of the picture's own size.
const STEPS: [u32; 7] = [50, 75, 100, 150, 200, 300, 400];

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
    let (window, image) = (use_node_ref(), use_node_ref());
    {
        // The keys work at once.
        let window = window.clone();
        use_effect_with((), move |()| {
            if let Some(window) = window.cast::<web_sys::Element>() {
                browser::focus(&window);
            }
        });
    }
    use_effect_with(props.address.clone(), |address| {
        let address = address.clone();
        move || revoke(&address)
    });
    let to = |next: fn(u32) -> Option<u32>| {
        let (zoom, width, image) = (zoom.clone(), width.clone(), image.clone());
        Callback::from(move |()| {
            let drawn = image.cast::<HtmlImageElement>().map_or(0, |image| image.width());
            zoom.set(next(zoom.unwrap_or(drawn * 100 / (*width).max(1))));
        })
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
                <div class="viewer__window" ref={window} tabindex="0" role="region" aria-label={props.name.clone()}>
                    <img {class} ref={image} src={props.address.clone()} alt={props.name.clone()} width={drawn} {onload} />
                </div>
            </div>
        </Dialog>
    }
}

/// The next step above what is drawn now.
fn closer(now: u32) -> Option<u32> {
    STEPS.iter().copied().find(|step| *step > now).or(STEPS.last().copied())
}

/// Below the smallest step it fits the window.
fn farther(now: u32) -> Option<u32> {
    STEPS.iter().rev().copied().find(|step| *step < now)
}
