use shared::admin::api::{ListInvitations, WithdrawInvitation};
use shared::admin::model::PendingInvitation;
use shared::admin::text;
use shared::format;
use shared::lang::Lang;
use shared::shell;
use yew::prelude::*;

use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Dialog, failure, say};

/// Who was invited and has not come yet; nothing where there is nobody.
#[component]
pub fn Pending() -> Html {
    let lang = use_lang();
    let loader = use_load(ListInvitations {});
    let asked = use_state_eq(|| None::<PendingInvitation>);
    let act = use_act();
    let choose = {
        let asked = asked.setter();
        Callback::from(move |which: Option<PendingInvitation>| asked.set(which))
    };
    let invitations = match loader.load() {
        Load::Ready(invitations) => invitations,
        Load::Waiting => return Html::default(),
        Load::Failed(problem) => return failure(lang, &problem, Some(loader.reload())),
    };
    if invitations.is_empty() {
        return Html::default();
    }
    let on_withdraw = {
        let (act, choose, reload) = (act.clone(), choose.clone(), loader.reload());
        let id = asked.as_ref().map(|asked| asked.id);
        Callback::from(move |()| {
            let Some(invitation) = id else { return };
            let (choose, reload) = (choose.clone(), reload.clone());
            act.send(WithdrawInvitation { invitation }, move |_| {
                say(text::WITHDRAWN.get(lang));
                choose.emit(None);
                reload.emit(());
            });
        })
    };
    let name = asked.as_ref().map(|asked| asked.name.clone()).unwrap_or_default();
    let on_close = choose.reform(|()| None);
    html! {
        <section class="stack" aria-labelledby="invited-title">
            <h2 id="invited-title">{ text::INVITED.get(lang) }</h2>
            <ul class="lines">
                for invitation in invitations.iter() {
                    { line(lang, invitation, &choose) }
                }
            </ul>
            <Dialog open={asked.is_some()} title={text::WITHDRAW_TITLE.get(lang)} on_close={on_close.clone()}>
                <p>{ text::withdraw_lead(lang, &name) }</p>
                if let Some(problem) = act.problem() {
                    { failure(lang, problem, None) }
                }
                <div class="row">
                    <Button kind={ButtonKind::Danger} busy={act.is_busy()} on_click={on_withdraw}>
                        { text::WITHDRAW.get(lang) }
                    </Button>
                    <Button kind={ButtonKind::Quiet} on_click={on_close}>{ shell::CANCEL.get(lang) }</Button>
                </div>
            </Dialog>
        </section>
    }
}

fn line(
    lang: Lang,
    invitation: &PendingInvitation,
    choose: &Callback<Option<PendingInvitation>>,
) -> Html {
    let until = format::moment(lang, invitation.until, browser::offset_at(invitation.until));
    let on_click = {
        let (choose, invitation) = (choose.clone(), invitation.clone());
        Callback::from(move |()| choose.emit(Some(invitation.clone())))
    };
    html! {
        <li key={invitation.id.to_string()} class="line">
            <p class="line__main">{ &invitation.name }{ " · " }{ invitation.role.text().get(lang) }</p>
            <p class="line__more">
                { &invitation.email }{ " · " }{ text::INVITED_UNTIL.get(lang) }{ " " }{ until }
            </p>
            <Button kind={ButtonKind::Quiet} name={text::withdraw_of(lang, &invitation.name)} {on_click}>
                { text::WITHDRAW.get(lang) }
            </Button>
        </li>
    }
}
