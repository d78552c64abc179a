use shared::files::text;
use web_sys::{HtmlImageElement, HtmlInputElement};
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::saving::revoke;
use crate::ui::{Button, ButtonKind, Dialog};

/// Percent of the picture's own size.
const STEPS: [u32; 7] = [50, 75, 100, 150, 200, 300, 400];

/// The window of the viewer, for whoever gives it the keyboard.
pub const WINDOW: &str = "viewer-window";

#[derive(Properties, PartialEq)]
pub struct ViewerProps {
    /// A `blob:` address; given back when the viewer goes or shows another. Without one there is
    /// `instead`.
    pub address: Option<AttrValue>,
    pub name: AttrValue,
    /// What the picture is of.
    pub alt: AttrValue,
    /// Which keys there are.
    pub hint: AttrValue,
    pub on_close: Callback<()>,
    /// How wide the picture is in its own size, where it is drawn finer than that.
    #[prop_or_default]
    pub natural: Option<u32>,
    /// Between the buttons and the picture.
    #[prop_or_default]
    pub tools: Html,
    /// In place of the picture.
    #[prop_or_default]
    pub instead: Html,
    /// Page Down, and Page Up for `false`.
    #[prop_or_default]
    pub on_turn: Option<Callback<bool>>,
    /// Percent of its own size, nothing when it is fitted to the window.
    #[prop_or_default]
    pub on_zoom: Callback<Option<u32>>,
}

/// A picture in the page: fitted to the window, or as large as one wants.
#[component]
pub fn Viewer(props: &ViewerProps) -> Html {
    let lang = use_lang();
    let zoom = use_state_eq(|| None::<u32>);
    let width = use_state_eq(|| 0_u32);
    let image = use_node_ref();
    use_window(props.alt.clone(), props.address.clone());
    let own = props.natural.unwrap_or(*width);
    let to = |next: fn(u32) -> Option<u32>| {
        let (zoom, image, on_zoom) = (zoom.clone(), image.clone(), props.on_zoom.clone());
        Callback::from(move |()| {
            let drawn = image.cast::<HtmlImageElement>().map_or(0, |image| image.width());
            let next = next(zoom.unwrap_or(drawn * 100 / own.max(1)));
            zoom.set(next);
            on_zoom.emit(next);
        })
    };
    let (closer, farther, fit) = (to(closer), to(farther), to(|_| None));
    let onkeydown = keys(closer.clone(), farther.clone(), fit.clone(), props.on_turn.clone());
    let onload = {
        let width = width.setter();
        Callback::from(move |event: Event| {
            width.set(event.target_unchecked_into::<HtmlImageElement>().natural_width());
        })
    };
    let drawn = zoom.map(|percent| (own.saturating_mul(percent) / 100).to_string());
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
                { props.tools.clone() }
                <p class="muted">{ &props.hint }</p>
                <div class="viewer__window" id={WINDOW} tabindex="0" role="region" aria-label={props.name.clone()}>
                    if let Some(address) = &props.address {
                        <img {class} ref={image} src={address.clone()} alt={props.alt.clone()} width={drawn} {onload} />
                    } else {
                        { props.instead.clone() }
                    }
                </div>
            </div>
        </Dialog>
    }
}

/// The keys work at once, another page begins at its top, and an address that is shown no more is
/// given back.
#[hook]
fn use_window(alt: AttrValue, address: Option<AttrValue>) {
    use_effect_with((), |()| browser::focus_id(WINDOW));
    use_effect_with(alt, |_| {
        if let Some(window) = browser::by_id(WINDOW) {
            window.set_scroll_top(0);
        }
    });
    use_effect_with(address, |address| {
        let address = address.clone();
        move || {
            if let Some(address) = address {
                revoke(&address);
            }
        }
    });
}

/// What the keys do anywhere in the viewer.
fn keys(
    closer: Callback<()>,
    farther: Callback<()>,
    fit: Callback<()>,
    on_turn: Option<Callback<bool>>,
) -> Callback<KeyboardEvent> {
    Callback::from(move |event: KeyboardEvent| {
        // What is typed into a field is meant for it.
        if event.target_dyn_into::<HtmlInputElement>().is_some() {
            return;
        }
        match (event.key().as_str(), &on_turn) {
            ("+" | "=", _) => closer.emit(()),
            ("-", _) => farther.emit(()),
            ("0", _) => fit.emit(()),
            ("PageDown", Some(on_turn)) => on_turn.emit(true),
            ("PageUp", Some(on_turn)) => on_turn.emit(false),
            _ => return,
        }
        event.prevent_default();
    })
}

/// The next step above what is drawn now.
fn closer(now: u32) -> Option<u32> {
    STEPS.iter().copied().find(|step| *step > now).or(STEPS.last().copied())
}

/// Below the smallest step it fits the window.
fn farther(now: u32) -> Option<u32> {
    STEPS.iter().rev().copied().find(|step| *step < now)
}
