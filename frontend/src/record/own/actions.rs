use std::rc::Rc;

use shared::id::PatientId;
use shared::record::api::{ConfirmOwn, EntryAct, EntryDetail, RemoveOwn};
use shared::record::model::Entry;
use shared::record::own::SeenEntry;
use shared::record::text::own as text;
use shared::shell;
use yew::prelude::*;

use crate::prefs::use_lang;
use crate::route::Route;
use crate::router::link;
use crate::submit::use_submit;
use crate::ui::{Button, ButtonKind, Dialog, Icon, failure, say};

#[derive(Properties, PartialEq)]
pub struct OwnActionsProps {
    pub patient: PatientId,
    pub detail: Rc<EntryDetail>,
    pub on_changed: Callback<()>,
}

/// What can be done about what the patient told: by the patient, or by a doctor.
#[component]
pub fn OwnActions(props: &OwnActionsProps) -> Html {
    let lang = use_lang();
    let asks = use_state_eq(|| false);
    let (patient, entry) = (props.patient, &props.detail.entry);
    let (id, seen) = (entry.id, SeenEntry { version: entry.version });
    let done = |said: &'static str| {
        let (asks, on_changed) = (asks.setter(), props.on_changed.clone());
        Callback::from(move |_: Entry| {
            asks.set(false);
            say(said);
            on_changed.emit(());
        })
    };
    let remove = use_submit::<RemoveOwn>(done(text::REMOVED.get(lang)));
    let confirm = use_submit::<ConfirmOwn>(done(text::CONFIRMED_NOW.get(lang)));
    let ask = |what: bool| {
        let asks = asks.setter();
        Callback::from(move |()| asks.set(what))
    };
    let on_remove = {
        let remove = remove.clone();
        Callback::from(move |()| remove.send(RemoveOwn { patient, entry: id, body: seen }))
    };
    let on_confirm = {
        let confirm = confirm.clone();
        Callback::from(move |()| confirm.send(ConfirmOwn { patient, entry: id, body: seen }))
    };
    let edit = Route::Own { patient, about: format!("entry={id}") };
    html! {
        <>
            if props.detail.may(EntryAct::Remove) {
                <div class="row">
                    if props.detail.may(EntryAct::Edit) {
                        { link(edit, ButtonKind::Secondary.class(), html! { text::EDIT.get(lang) }) }
                    }
                    <Button kind={ButtonKind::Quiet} on_click={ask(true)}>
                        { text::REMOVE.get(lang) }
                    </Button>
                </div>
                <Dialog open={*asks} title={text::REMOVE_TITLE.get(lang)} on_close={ask(false)}>
                    <p>{ text::REMOVE_LEAD.get(lang) }</p>
                    if let Some(problem) = remove.problem() {
                        { failure(lang, problem, None) }
                    }
                    <div class="row">
                        <Button kind={ButtonKind::Danger} busy={remove.is_busy()} on_click={on_remove}>
                            { text::REMOVE.get(lang) }
                        </Button>
                        <Button kind={ButtonKind::Quiet} on_click={ask(false)}>{ shell::CANCEL.get(lang) }</Button>
                    </div>
                </Dialog>
            }
            if props.detail.may(EntryAct::Confirm) {
                <section class="panel report-form">
                    <p>{ text::CONFIRM_LEAD.get(lang) }</p>
                    if let Some(problem) = confirm.problem() {
                        { failure(lang, problem, None) }
                    }
                    <p>
                        <Button icon={Icon::Check} busy={confirm.is_busy()} on_click={on_confirm}>
                            { text::CONFIRM.get(lang) }
                        </Button>
                    </p>
                </section>
            }
        </>
    }
}
