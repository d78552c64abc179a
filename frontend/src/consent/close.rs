use shared::consent::api::RevokeAccess;
use shared::consent::model::Settled;
use shared::consent::text;
use shared::id::PatientId;
use shared::shell;
use uuid::Uuid;
use yew::prelude::*;

use crate::prefs::use_lang;
use crate::submit::use_submit;
use crate::ui::{Button, ButtonKind, Dialog, Icon, failure, say};

#[derive(Properties, PartialEq)]
pub struct CloseButtonProps {
    pub patient: PatientId,
    /// What opened the card.
    pub grant: Uuid,
    /// To whom the card closes, in words.
    pub who: AttrValue,
    /// Something else keeps the card open to them.
    #[prop_or_default]
    pub stays_open: bool,
    pub on_done: Callback<()>,
}

/// Closes the card to somebody. Asks once; then it is done.
#[component]
pub fn CloseButton(props: &CloseButtonProps) -> Html {
    let CloseButtonProps { patient, grant, who, stays_open, on_done } = props;
    let lang = use_lang();
    let asks = use_state_eq(|| false);
    let (patient, id) = (*patient, *grant);
    let done = {
        let (asks, on_done) = (asks.setter(), on_done.clone());
        Callback::from(move |_: Settled| {
            asks.set(false);
            say(text::CLOSED_NOW.get(lang));
            on_done.emit(());
        })
    };
    let revoke = use_submit::<RevokeAccess>(done);
    let ask = |what: bool| {
        let asks = asks.setter();
        Callback::from(move |()| asks.set(what))
    };
    let on_revoke = {
        let revoke = revoke.clone();
        Callback::from(move |()| revoke.send(RevokeAccess { patient, grant: id }))
    };
    let name = AttrValue::from(format!("{}: {who}", text::CLOSE_ACCESS.get(lang)));
    html! {
        <>
            <Button kind={ButtonKind::Secondary} icon={Icon::Lock} {name} on_click={ask(true)}>
                { text::CLOSE_ACCESS.get(lang) }
            </Button>
            <Dialog open={*asks} title={text::CLOSE_TITLE.get(lang)} on_close={ask(false)}>
                <p><b>{ who }</b></p>
                if *stays_open {
                    <p>{ text::CLOSE_STAYS.get(lang) }</p>
                } else {
                    <p>{ text::CLOSE_LEAD.get(lang) }</p>
                }
                if let Some(problem) = revoke.problem() {
                    { failure(lang, problem, None) }
                }
                <div class="row">
                    <Button kind={ButtonKind::Danger} busy={revoke.is_busy()} on_click={on_revoke}>
                        { text::CLOSE_ACCESS.get(lang) }
                    </Button>
                    <Button kind={ButtonKind::Quiet} on_click={ask(false)}>{ shell::CANCEL.get(lang) }</Button>
                </div>
            </Dialog>
        </>
    }
}
