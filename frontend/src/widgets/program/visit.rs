use std::rc::Rc;

use shared::appointments::clock;
use shared::appointments::model::VisitState;
use shared::appointments::text::page as text;
use shared::contract::Code;
use shared::lang::Lang;
use shared::widgets::api::{CancelGuestVisit, FindGuestVisit};
use shared::widgets::model::{GuestKey, GuestVisit};
use shared::widgets::words;
use yew::prelude::*;

use super::done::{calendar, facts};
use super::heading::Heading;
use super::moving::Moving;
use crate::appointments::state_tag;
use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::submit::{Act, use_act};
use crate::ui::{
    Button, ButtonKind, Dialog, Icon, SkeletonKind, empty_state, failure, slow_skeleton,
};

/// The visit whose secret stands behind the `#` of the address: no server sees it there, and no log keeps it.
#[component]
pub fn VisitPage() -> Html {
    let secret = use_memo((), |()| browser::fragment());
    html! {
        <div class="widget__page">
            <Opened secret={(*secret).clone()} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct OpenedProps {
    secret: String,
}

#[component]
fn Opened(OpenedProps { secret }: &OpenedProps) -> Html {
    let lang = use_lang();
    let loader = use_load(FindGuestVisit { body: GuestKey { secret: secret.clone() } });
    let changed = use_state_eq(|| None::<Rc<GuestVisit>>);
    let on_changed = {
        let changed = changed.setter();
        Callback::from(move |visit: GuestVisit| changed.set(Some(Rc::new(visit))))
    };
    let body = match loader.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel()),
        Load::Failed(problem) if is_unknown(problem.code) => {
            empty_state(Icon::Calendar, words::VISIT_UNKNOWN.get(lang), Html::default())
        }
        Load::Failed(problem) => failure(lang, &problem, Some(loader.reload())),
        Load::Ready(visit) => {
            let visit = (*changed).clone().unwrap_or(visit);
            html! { <Shown {visit} {on_changed} /> }
        }
    };
    html! {
        <>
            <Heading text={words::VISIT_TITLE.get(lang)} />
            { body }
        </>
    }
}

const fn is_unknown(code: Code) -> bool {
    matches!(code, Code::NotFound | Code::LinkExpired)
}

#[derive(Properties, PartialEq)]
struct ShownProps {
    visit: Rc<GuestVisit>,
    on_changed: Callback<GuestVisit>,
}

/// The visit, and the way to move or cancel it in time (APT-6).
#[component]
fn Shown(ShownProps { visit, on_changed }: &ShownProps) -> Html {
    let lang = use_lang();
    let is_asked = use_state_eq(|| false);
    let act = use_act();
    let ask = {
        let is_asked = is_asked.setter();
        Callback::from(move |is_open: bool| is_asked.set(is_open))
    };
    let is_booked = visit.state == VisitState::Booked;
    html! {
        <>
            <p role="status">{ state_tag(lang, visit.state) }</p>
            if let Some(minutes) = visit.late_minutes.filter(|_| is_booked) {
                <p class="notice">{ text::late(lang, minutes.into()) }</p>
            }
            { facts(lang, visit) }
            if is_booked {
                <div class="row">{ calendar(lang, visit) }</div>
                if let Some(until) = visit.changeable_until {
                    <p class="muted">{ text::changeable(lang, until, clock::offset(visit.utc_offset)) }</p>
                    <Moving visit={visit.clone()} on_changed={on_changed.clone()} />
                    <p>
                        <Button kind={ButtonKind::Quiet} on_click={ask.reform(|()| true)}>{ text::CANCEL_VISIT.get(lang) }</Button>
                    </p>
                } else {
                    <p class="notice">{ text::TOO_LATE.get(lang) }</p>
                }
            }
            { question(lang, visit, *is_asked, &ask, &act, on_changed) }
        </>
    }
}

fn question(
    lang: Lang,
    visit: &GuestVisit,
    open: bool,
    ask: &Callback<bool>,
    act: &Act,
    on_changed: &Callback<GuestVisit>,
) -> Html {
    let keep = ask.reform(|()| false);
    let cancel = {
        let (act, ask, on_changed) = (act.clone(), ask.clone(), on_changed.clone());
        let secret = visit.secret.clone();
        Callback::from(move |()| {
            let (ask, on_changed) = (ask.clone(), on_changed.clone());
            let body = GuestKey { secret: secret.clone() };
            act.send(CancelGuestVisit { body }, move |visit| {
                ask.emit(false);
                on_changed.emit(visit);
            });
        })
    };
    let actions = html! {
        <>
            <Button kind={ButtonKind::Danger} busy={act.is_busy()} on_click={cancel}>{ text::CANCEL_VISIT.get(lang) }</Button>
            <Button kind={ButtonKind::Secondary} on_click={keep.clone()}>{ text::KEEP_VISIT.get(lang) }</Button>
        </>
    };
    html! {
        <Dialog {open} title={text::CANCEL_TITLE.get(lang)} on_close={keep} {actions}>
            <p>{ text::CANCEL_LEAD.get(lang) }</p>
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
        </Dialog>
    }
}
