use std::rc::Rc;

use shared::appointments::model::HoldRefusal;
use shared::contract::{Code, Problem};
use shared::lang::Lang;
use shared::widgets::api::{ConfirmGuestVisit, StartGuestVisit};
use shared::widgets::model::{
    GuestAnswer, GuestBooking, GuestCode, GuestHold, GuestVisit, NewGuestVisit,
};
use shared::widgets::words;
use yew::prelude::*;

use super::heading::Heading;
use super::steps::Wanted;
use super::talk::tell_booked;
use crate::accounts::{CodeStep, Resend, code_error, refusal};
use crate::appointments::{Countdown, moment};
use crate::prefs::use_lang;
use crate::submit::{Act, use_act};
use crate::ui::{Button, ButtonKind, Icon, failed};

#[derive(Properties, PartialEq)]
pub struct ConfirmProps {
    /// The origin of the page around.
    pub host: String,
    pub wanted: Wanted,
    /// What was typed: it is sent again for another code.
    pub sent: Rc<NewGuestVisit>,
    pub hold: GuestHold,
    pub on_held: Callback<GuestHold>,
    /// What was typed is to be changed.
    pub on_back: Callback<()>,
    /// The time is not kept any more.
    pub on_lost: Callback<()>,
    pub on_done: Callback<GuestVisit>,
}

/// The code of the SMS, while the time is kept (WID-3).
#[component]
pub fn Confirm(props: &ConfirmProps) -> Html {
    let lang = use_lang();
    let (confirming, resending) = (use_act(), use_act());
    let has_ended = use_state_eq(|| false);
    let refused = use_state_eq(|| None::<HoldRefusal>);
    let turn = use_state_eq(|| 0_u32);
    let on_end = {
        let has_ended = has_ended.setter();
        Callback::from(move |()| has_ended.set(true))
    };
    let resend = Resend {
        seconds: props.hold.resend_seconds,
        turn: *turn,
        busy: resending.is_busy(),
        on_resend: on_resend(props, &resending, &confirming, &turn, &on_end),
    };
    let slot = &props.wanted.slot;
    let is_lost = *has_ended || refused.is_some() || confirming.code().is_some_and(is_gone);
    html! {
        <>
            <p>
                <Button kind={ButtonKind::Quiet} icon={Icon::Back} on_click={props.on_back.clone()}>
                    { words::CHANGE_TYPED.get(lang) }
                </Button>
            </p>
            <Heading text={words::CODE_TITLE.get(lang)} />
            <p><b>{ moment(lang, slot.starts_at, slot.utc_offset, None) }</b>{ ", " }{ props.wanted.doctor.name.short() }</p>
            if is_lost {
                { lost(lang, *refused, &props.on_lost) }
            } else {
                <Countdown key={props.hold.guest.to_string()} seconds={props.hold.seconds_left} {on_end} />
                <CodeStep id="guest-code" label={words::CODE.get(lang)} hint={words::code_sent(lang, &props.hold.phone)}
                    on_code={on_code(props, &confirming, &refused)} busy={confirming.is_busy()}
                    error={code_error(lang, &confirming)} {resend} />
                { problem(lang, confirming.problem().or(resending.problem())) }
            }
        </>
    }
}

fn on_code(
    props: &ConfirmProps,
    act: &Act,
    refused: &UseStateHandle<Option<HoldRefusal>>,
) -> Callback<String> {
    let (act, hold, host) = (act.clone(), props.hold.clone(), props.host.clone());
    let (on_done, refused) = (props.on_done.clone(), refused.setter());
    Callback::from(move |code: String| {
        let body = GuestCode { guest: hold.guest, token: hold.token.clone(), code };
        let (on_done, refused, host) = (on_done.clone(), refused.clone(), host.clone());
        act.send(ConfirmGuestVisit { body }, move |answer: GuestBooking| match answer.visit {
            Some(visit) => {
                tell_booked(&host);
                on_done.emit(visit);
            }
            None => refused.set(Some(answer.refused.unwrap_or(HoldRefusal::Taken))),
        });
    })
}

fn on_resend(
    props: &ConfirmProps,
    act: &Act,
    confirming: &Act,
    turn: &UseStateHandle<u32>,
    on_end: &Callback<()>,
) -> Callback<()> {
    let (act, confirming, turn) = (act.clone(), confirming.clone(), turn.clone());
    let (sent, on_held, on_end) = (props.sent.clone(), props.on_held.clone(), on_end.clone());
    Callback::from(move |()| {
        // What was wrong with the code before says nothing about the next one.
        confirming.clear();
        let body = (*sent).clone();
        let (turn, on_held, on_end) = (turn.clone(), on_held.clone(), on_end.clone());
        act.send(StartGuestVisit { body }, move |answer: GuestAnswer| match answer.hold {
            Some(hold) => {
                turn.set(*turn + 1);
                on_held.emit(hold);
            }
            None => on_end.emit(()),
        });
    })
}

/// Whether the server says that nothing is kept any more.
const fn is_gone(code: Code) -> bool {
    matches!(code, Code::HoldEnded | Code::FlowExpired | Code::NotFound | Code::Conflict)
}

fn lost(lang: Lang, refused: Option<HoldRefusal>, on_lost: &Callback<()>) -> Html {
    failed(html! {
        <>
            if let Some(why) = refused {
                <p>{ why.text().get(lang) }{ "." }</p>
            } else {
                <p>{ words::HOLD_LOST.get(lang) }</p>
            }
            <Button kind={ButtonKind::Secondary} on_click={on_lost.clone()}>{ words::TO_TIMES.get(lang) }</Button>
        </>
    })
}

/// What went wrong besides the code itself, which stands at its field.
fn problem(lang: Lang, problem: Option<&Problem>) -> Html {
    let problem =
        problem.filter(|problem| !matches!(problem.code, Code::CodeWrong | Code::CodeExpired));
    problem.map_or_else(Html::default, |problem| refusal(lang, problem))
}
