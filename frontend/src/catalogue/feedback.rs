//! How the product answers.

use shared::contract::{Code, Problem};
use shared::lang::Lang;
use shared::shell;
use yew::prelude::*;

use super::{Shelf, sample, text, wide_sample};
use crate::prefs::use_lang;
use crate::ui::{
    BannerKind, Button, ButtonKind, Dialog, Drawer, Icon, SkeletonKind, banner, empty_state,
    failure, progress, say, show_more, skeleton, slow_skeleton,
};

pub fn shelves(lang: Lang) -> Vec<Shelf> {
    vec![
        Shelf { id: "dialog", name: text::DIALOG, samples: html! { <Dialogs /> } },
        Shelf { id: "drawer", name: text::DRAWER, samples: html! { <Drawers /> } },
        Shelf { id: "toast", name: text::TOAST, samples: toasts(lang) },
        Shelf { id: "banner", name: text::BANNER, samples: banners(lang) },
        Shelf { id: "empty-state", name: text::EMPTY_STATE, samples: empties(lang) },
        Shelf { id: "failure", name: text::FAILURE, samples: failures(lang) },
        Shelf { id: "skeleton", name: text::SKELETON, samples: skeletons(lang) },
        Shelf { id: "progress", name: text::PROGRESS, samples: progresses(lang) },
        Shelf { id: "show-more", name: text::SHOW_MORE, samples: more(lang) },
    ]
}

#[component]
fn Dialogs() -> Html {
    let lang = use_lang();
    let open = use_state(|| false);
    let to = |is_open: bool| {
        let open = open.clone();
        Callback::from(move |()| open.set(is_open))
    };
    let actions = html! {
        <>
            <Button kind={ButtonKind::Danger} on_click={to(false)}>{ shell::REMOVE.get(lang) }</Button>
            <Button kind={ButtonKind::Secondary} on_click={to(false)}>{ shell::CANCEL.get(lang) }</Button>
        </>
    };
    sample(
        lang,
        text::USUAL,
        html! {
            <>
                <Button kind={ButtonKind::Secondary} on_click={to(true)}>{ text::OPEN_IT.get(lang) }</Button>
                <Dialog open={*open} title={text::ASK_TITLE.get(lang)} on_close={to(false)} {actions}>
                    <p>{ text::ASK_TEXT.get(lang) }</p>
                </Dialog>
            </>
        },
    )
}

#[component]
fn Drawers() -> Html {
    let lang = use_lang();
    let open = use_state(|| false);
    let to = |is_open: bool| {
        let open = open.clone();
        Callback::from(move |()| open.set(is_open))
    };
    sample(
        lang,
        text::USUAL,
        html! {
            <>
                <Button kind={ButtonKind::Secondary} on_click={to(true)}>{ text::OPEN_IT.get(lang) }</Button>
                <Drawer open={*open} title={text::FILTERS.get(lang)} on_close={to(false)}
                    actions={html! { <Button on_click={to(false)}>{ text::PRESS.get(lang) }</Button> }}>
                    <p>{ text::NOTE_VALUE.get(lang) }</p>
                </Drawer>
            </>
        },
    )
}

fn toasts(lang: Lang) -> Html {
    let on_click = Callback::from(move |()| say(text::SAVED.get(lang)));
    sample(
        lang,
        text::USUAL,
        html! {
            <Button kind={ButtonKind::Secondary} {on_click}>{ text::PRESS.get(lang) }</Button>
        },
    )
}

fn banners(lang: Lang) -> Html {
    let button =
        |word: &'static str| html! { <Button kind={ButtonKind::Secondary}>{ word }</Button> };
    let ends = shell::SESSION_ENDS_SOON.get(lang);
    html! {
        <>
            { wide_sample(lang, text::USUAL, html! {
                <>
                    { banner(BannerKind::Offline, shell::OFFLINE.get(lang), Html::default()) }
                    { banner(BannerKind::ActingFor, text::ACTING_FOR.get(lang), button(shell::GO_HOME.get(lang))) }
                    { banner(BannerKind::SessionEnds, ends, button(shell::STAY.get(lang))) }
                    { banner(BannerKind::Info, text::INFO.get(lang), Html::default()) }
                    { banner(BannerKind::Alert, shared::emergency::text::NOTICE.get(lang), Html::default()) }
                </>
            }) }
        </>
    }
}

fn empties(lang: Lang) -> Html {
    let button =
        html! { <Button kind={ButtonKind::Secondary}>{ text::OPEN_IT.get(lang) }</Button> };
    html! {
        <>
            { sample(lang, text::USUAL, empty_state(Icon::Folder, text::NOTHING.get(lang), Html::default())) }
            { sample(lang, text::BUTTON, empty_state(Icon::Folder, text::NOTHING.get(lang), button)) }
        </>
    }
}

fn failures(lang: Lang) -> Html {
    let problem = Problem { request_id: Some("01J8ZK7Q2M".to_owned()), ..Code::Internal.into() };
    html! {
        <>
            { sample(lang, text::BUTTON, failure(lang, &problem, Some(Callback::noop()))) }
            { sample(lang, text::USUAL, failure(lang, &Problem::from(Code::Offline), None)) }
        </>
    }
}

fn skeletons(lang: Lang) -> Html {
    html! {
        <>
            { wide_sample(lang, text::USUAL, skeleton(lang, SkeletonKind::Cards)) }
            { wide_sample(lang, text::SLOW, slow_skeleton(lang, SkeletonKind::List, true, Callback::noop())) }
        </>
    }
}

fn progresses(lang: Lang) -> Html {
    let label = text::SENDING.get(lang);
    html! {
        <>
            { sample(lang, text::USUAL, progress(label, Some(0.4))) }
            { sample(lang, text::UNKNOWN, progress(label, None)) }
        </>
    }
}

fn more(lang: Lang) -> Html {
    html! {
        <>
            { sample(lang, text::USUAL, show_more(lang, false, Callback::noop())) }
            { sample(lang, text::BUSY, show_more(lang, true, Callback::noop())) }
        </>
    }
}
