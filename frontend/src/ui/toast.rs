use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use shared::shell;
use yew::prelude::*;

use super::icon::Icon;
use crate::prefs::use_lang;

/// Long enough to read a sentence twice.
const SHOWN_MS: u32 = 7_000;

thread_local! {
    static SAY: RefCell<Callback<AttrValue>> = RefCell::new(Callback::noop());
}

/// Says something in passing, without taking the focus.
pub fn say(text: impl Into<AttrValue>) {
    let say = SAY.with_borrow(Clone::clone);
    say.emit(text.into());
}

/// Takes away what was said: something has come that must not be covered.
pub fn hush() {
    say("");
}

#[derive(Clone, Default, PartialEq)]
struct Shown {
    toasts: Vec<(u32, AttrValue)>,
    next: u32,
}

enum Step {
    Say(AttrValue),
    Hide(u32),
}

impl Reducible for Shown {
    type Action = Step;

    fn reduce(self: Rc<Self>, step: Step) -> Rc<Self> {
        let mut shown = (*self).clone();
        match step {
            Step::Say(text) if text.is_empty() => shown.toasts.clear(),
            Step::Say(text) => {
                // The same words twice are said once, anew.
                shown.toasts.retain(|(_, said)| *said != text);
                shown.toasts.push((shown.next, text));
                shown.next += 1;
            }
            Step::Hide(id) => shown.toasts.retain(|(shown, _)| *shown != id),
        }
        Rc::new(shown)
    }
}

/// Where what is said appears. One for the whole page.
#[component]
pub fn Toasts() -> Html {
    let shown = use_reducer(Shown::default);
    {
        let shown = shown.dispatcher();
        use_effect_with((), move |()| {
            SAY.set(Callback::from(move |text| shown.dispatch(Step::Say(text))));
        });
    }
    html! {
        <div class="toasts" role="status" aria-live="polite">
            for (id, text) in &shown.toasts {
                <ToastBox key={*id} text={text.clone()} on_hide={
                    let (shown, id) = (shown.dispatcher(), *id);
                    Callback::from(move |()| shown.dispatch(Step::Hide(id)))
                } />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ToastProps {
    text: AttrValue,
    on_hide: Callback<()>,
}

#[component]
fn ToastBox(props: &ToastProps) -> Html {
    let lang = use_lang();
    {
        let on_hide = props.on_hide.clone();
        use_effect_with((), move |()| {
            let timer = Timeout::new(SHOWN_MS, move || on_hide.emit(()));
            move || drop(timer)
        });
    }
    html! {
        <div class="toast">
            { Icon::Check.draw() }
            <p>{ &props.text }</p>
            <button type="button" class="icon-button" aria-label={shell::CLOSE.get(lang)}
                onclick={props.on_hide.reform(|_| ())}>
                { Icon::Close.draw() }
            </button>
        </div>
    }
}
