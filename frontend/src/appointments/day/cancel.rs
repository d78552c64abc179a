use shared::appointments::api::CancelVisit;
use shared::appointments::clock;
use shared::appointments::model::{Cancelling, DayVisit};
use shared::appointments::rules::CANCELLING_MAX;
use shared::appointments::text::day as text;
use shared::appointments::text::page as booking;
use yew::prelude::*;

use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Dialog, TextField, failure, say};

#[derive(Properties, PartialEq)]
pub struct CancelButtonProps {
    pub visit: DayVisit,
    pub on_done: Callback<()>,
}

/// Cancels a visit from the clinic's side, after asking in words that name it (UX-9).
#[component]
pub fn CancelButton(CancelButtonProps { visit, on_done }: &CancelButtonProps) -> Html {
    let lang = use_lang();
    let asks = use_state_eq(|| false);
    let note = use_state_eq(String::new);
    let act = use_act();
    let ask = |is_on: bool| {
        let asks = asks.setter();
        Callback::from(move |()| asks.set(is_on))
    };
    let on_note = {
        let note = note.setter();
        Callback::from(move |typed: String| note.set(typed))
    };
    let on_cancel = {
        let (act, note, asks, on_done) =
            (act.clone(), note.clone(), asks.setter(), on_done.clone());
        let (appointment, version) = (visit.id, visit.version);
        Callback::from(move |()| {
            let body = Cancelling { note: note.trim().to_owned(), version };
            let (asks, on_done) = (asks.clone(), on_done.clone());
            act.send(CancelVisit { appointment, body }, move |_| {
                asks.set(false);
                say(text::CANCELLED.get(lang));
                on_done.emit(());
            });
        })
    };
    let when = booking::full_moment(lang, visit.starts_at, clock::offset(visit.utc_offset));
    let error = act.field("note").map(|why| AttrValue::from(why.text().get(lang)));
    html! {
        <>
            <p><Button kind={ButtonKind::Quiet} on_click={ask(true)}>{ text::CANCEL.get(lang) }</Button></p>
            <Dialog open={*asks} title={text::CANCEL_TITLE.get(lang)} on_close={ask(false)}>
                <p><b>{ visit.name.full() }{ ", " }{ when }</b></p>
                <p>{ text::CANCEL_LEAD.get(lang) }</p>
                <TextField label={text::CANCEL_NOTE.get(lang)} limit={CANCELLING_MAX} multiline=true autocomplete="off"
                    value={(*note).clone()} on_change={on_note} {error} />
                if let Some(problem) = act.problem().filter(|problem| problem.fields.is_empty()) {
                    { failure(lang, problem, None) }
                }
                <div class="row">
                    <Button kind={ButtonKind::Danger} busy={act.is_busy()} on_click={on_cancel}>{ text::CANCEL.get(lang) }</Button>
                    <Button kind={ButtonKind::Quiet} on_click={ask(false)}>{ text::KEEP.get(lang) }</Button>
                </div>
            </Dialog>
        </>
    }
}
