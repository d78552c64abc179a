use std::rc::Rc;

use shared::appointments::model::{HoldRefusal, Slot};
use shared::appointments::text::page as text;
use shared::lang::Lang;
use shared::widgets::api::MoveGuestVisit;
use shared::widgets::model::{GuestMoved, GuestMoving, GuestVisit};
use yew::prelude::*;

use crate::appointments::{TIMES, Times, moment, slot_button};
use crate::browser;
use crate::prefs::use_lang;
use crate::submit::{Act, use_act};
use crate::ui::{Button, ButtonKind, Dialog, Fact, failed, failure, summary_list};

/// That it is done, for the focus.
const MOVED: &str = "visit-moved";

#[derive(Properties, PartialEq)]
pub struct MovingProps {
    pub visit: Rc<GuestVisit>,
    pub on_changed: Callback<GuestVisit>,
}

/// Another time of the same doctor: both times are shown before the visit is moved (APT-6).
#[component]
pub fn Moving(MovingProps { visit, on_changed }: &MovingProps) -> Html {
    let lang = use_lang();
    let is_open = use_state_eq(|| false);
    let is_moved = use_state_eq(|| false);
    let wanted = use_state_eq(|| None::<Slot>);
    let refused = use_state_eq(|| None::<(HoldRefusal, Vec<Slot>)>);
    let act = use_act();
    use_focus(*is_open, *is_moved);
    let on_time = {
        let (wanted, refused, act) = (wanted.setter(), refused.setter(), act.clone());
        Callback::from(move |slot: Slot| {
            act.clear();
            refused.set(None);
            wanted.set(Some(slot));
        })
    };
    let on_answer = {
        let (wanted, refused) = (wanted.setter(), refused.setter());
        let (is_open, is_moved) = (is_open.setter(), is_moved.setter());
        let on_changed = on_changed.clone();
        Callback::from(move |GuestMoved { visit, refused: why, free }: GuestMoved| {
            wanted.set(None);
            match visit {
                Some(visit) => {
                    is_open.set(false);
                    is_moved.set(true);
                    on_changed.emit(visit);
                }
                None => refused.set(Some((why.unwrap_or(HoldRefusal::Taken), free))),
            }
        })
    };
    let open = {
        let is_open = is_open.setter();
        Callback::from(move |()| is_open.set(true))
    };
    let close = wanted.setter();
    let on_close = Callback::from(move |()| close.set(None));
    html! {
        <>
            if *is_moved && !*is_open {
                <p id={MOVED} tabindex="-1" role="status"><b>{ text::MOVED.get(lang) }</b></p>
            }
            if let Some((why, free)) = &*refused {
                { cannot(lang, *why, free, &on_time) }
            }
            if *is_open {
                <Times practitioner={visit.practitioner} service={visit.service_id} otherwise={Html::default()} {on_time} />
            } else {
                <p><Button kind={ButtonKind::Secondary} on_click={open}>{ text::MOVE_VISIT.get(lang) }</Button></p>
            }
            if let Some(slot) = &*wanted {
                { question(lang, visit, slot, &act, on_close, &on_answer) }
            }
        </>
    }
}

/// Leads the keyboard on: the button that was pressed has gone.
#[hook]
fn use_focus(is_open: bool, is_moved: bool) {
    use_effect_with((is_open, is_moved), |&(is_open, is_moved)| {
        if is_open {
            browser::focus_id(TIMES);
        } else if is_moved {
            browser::focus_in_place_id(MOVED);
        }
    });
}

/// Why the time could not be had, and the next ones.
fn cannot(lang: Lang, why: HoldRefusal, free: &[Slot], on_time: &Callback<Slot>) -> Html {
    failed(html! {
        <>
            <p>{ why.text().get(lang) }{ "." }</p>
            <div class="row">
                for slot in free {
                    { slot_button(lang, slot, on_time) }
                }
            </div>
        </>
    })
}

fn question(
    lang: Lang,
    visit: &GuestVisit,
    slot: &Slot,
    act: &Act,
    on_close: Callback<()>,
    on_answer: &Callback<GuestMoved>,
) -> Html {
    let on_move = {
        let (act, on_answer) = (act.clone(), on_answer.clone());
        let (secret, starts_at) = (visit.secret.clone(), slot.starts_at);
        Callback::from(move |()| {
            let on_answer = on_answer.clone();
            let body = GuestMoving { secret: secret.clone(), starts_at };
            act.send(MoveGuestVisit { body }, move |moved| on_answer.emit(moved));
        })
    };
    let was = html! { <s>{ moment(lang, visit.starts_at, visit.utc_offset, None) }</s> };
    let becomes = html! { <b>{ moment(lang, slot.starts_at, slot.utc_offset, None) }</b> };
    let facts = vec![
        Fact { name: text::WAS.get(lang).into(), value: was },
        Fact { name: text::BECOMES.get(lang).into(), value: becomes },
    ];
    let actions = html! {
        <>
            <Button busy={act.is_busy()} on_click={on_move}>{ text::MOVE.get(lang) }</Button>
            <Button kind={ButtonKind::Secondary} on_click={on_close.clone()}>{ text::OTHER_TIME.get(lang) }</Button>
        </>
    };
    html! {
        <Dialog open=true title={text::MOVE_TITLE.get(lang)} {on_close} {actions}>
            { summary_list(facts) }
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
        </Dialog>
    }
}
