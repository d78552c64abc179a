use shared::appointments::api::CheckInVisit;
use shared::appointments::model::{CheckIn, DayVisit};
use shared::appointments::text::day as text;
use yew::prelude::*;

use super::page::About;
use crate::prefs::use_lang;
use crate::router;
use crate::submit::use_act;
use crate::tools::{Opened, Tool};
use crate::ui::{Button, ButtonKind, Dialog, Icon, TextField, failure, say};

#[derive(Properties, PartialEq)]
pub struct CheckInPanelProps {
    pub about: About,
    pub on_done: Callback<()>,
}

/// A patient shows a pass: it is read by the camera, or typed (APT-9).
#[component]
pub fn CheckInPanel(CheckInPanelProps { about, on_done }: &CheckInPanelProps) -> Html {
    let lang = use_lang();
    let about = *about;
    let is_open = use_state_eq(|| false);
    let typed = use_state_eq(String::new);
    let act = use_act();
    let open = |is_on: bool| {
        let is_open = is_open.setter();
        Callback::from(move |()| is_open.set(is_on))
    };
    let send = {
        let (act, is_open, typed) = (act.clone(), is_open.setter(), typed.setter());
        let on_done = on_done.clone();
        Callback::from(move |token: String| {
            let (is_open, typed, on_done) = (is_open.clone(), typed.clone(), on_done.clone());
            let body = CheckIn { token: token.trim().to_owned() };
            act.send(CheckInVisit { body }, move |visit: DayVisit| {
                say(text::checked_in(lang, &visit.name.full()));
                is_open.set(false);
                typed.set(String::new());
                on_done.emit(());
                router::open(About { visit: Some(visit.id), ..about }.route());
            });
        })
    };
    let onsubmit = {
        let (send, typed) = (send.clone(), typed.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            send.emit((*typed).clone());
        })
    };
    let on_change = {
        let (typed, act) = (typed.setter(), act.clone());
        Callback::from(move |token: String| {
            typed.set(token);
            act.clear();
        })
    };
    let error = act.field("token").map(|why| AttrValue::from(why.text().get(lang)));
    html! {
        <>
            <Button icon={Icon::Check} on_click={open(true)}>{ text::CHECK_IN.get(lang) }</Button>
            <Dialog open={*is_open} title={text::CHECK_IN.get(lang)} on_close={open(false)}>
                <p>{ text::CHECK_IN_LEAD.get(lang) }</p>
                <Opened tool={Tool::Scan { on_found: send }} />
                <form class="own-form" novalidate=true {onsubmit}>
                    <TextField label={text::CODE.get(lang)} autocomplete="off" value={(*typed).clone()} {on_change} {error} />
                    if let Some(problem) = act.problem().filter(|problem| problem.fields.is_empty()) {
                        { failure(lang, problem, None) }
                    }
                    <p>
                        <Button kind={ButtonKind::Secondary} submits=true busy={act.is_busy()} disabled={typed.trim().is_empty()}>
                            { text::CHECK.get(lang) }
                        </Button>
                    </p>
                </form>
            </Dialog>
        </>
    }
}
