use shared::accounts::api::{
    ConfirmTotp, EmailCodes, RemoveTotp, SetEmailCodes, StartTotp, TypedCode,
};
use shared::accounts::model::TotpSecret;
use shared::accounts::text::security as words;
use yew::prelude::*;

use super::page::PartProps;
use super::when;
use crate::accounts::code::{CodeStep, code_error};
use crate::accounts::confirm::{Question, confirm};
use crate::accounts::totp::totp_secret;
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Card, Icon, Switch, failure, say};

/// The app with codes, and codes by e-mail.
#[component]
pub fn Means(props: &PartProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let is_on = props.security.email_codes;
    let on_email = {
        let (act, on_changed) = (act.clone(), props.on_changed.clone());
        Callback::from(move |is_on| {
            let on_changed = on_changed.clone();
            act.send(SetEmailCodes { body: EmailCodes { is_on } }, move |_| on_changed.emit(()));
        })
    };
    html! {
        <Card title={words::MEANS.get(lang)} icon={Icon::Check}>
            <Totp ..props.clone() />
            <div class="stack">
                <Switch text={words::EMAIL_CODES.get(lang)} {is_on} disabled={act.is_busy()}
                    on_change={on_email} />
                <p class="muted">{ words::EMAIL_CODES_HINT.get(lang) }</p>
                if let Some(problem) = act.problem() {
                    { failure(lang, problem, None) }
                }
            </div>
        </Card>
    }
}

#[component]
fn Totp(props: &PartProps) -> Html {
    let lang = use_lang();
    let (starting, act) = (use_act(), use_act());
    let secret = use_state(|| None::<TotpSecret>);
    let asked = use_state_eq(|| false);
    let ask = |is_asked: bool| {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(is_asked))
    };
    let done = {
        let (secret, asked, on_changed) = (secret.clone(), asked.clone(), props.on_changed.clone());
        Callback::from(move |said: &'static str| {
            secret.set(None);
            asked.set(false);
            say(said);
            on_changed.emit(());
        })
    };
    let on_start = {
        let (starting, secret) = (starting.clone(), secret.clone());
        Callback::from(move |()| {
            let secret = secret.clone();
            starting.send(StartTotp {}, move |made| secret.set(Some(made)));
        })
    };
    let on_code = {
        let (act, done) = (act.clone(), done.clone());
        Callback::from(move |code| {
            let done = done.clone();
            act.send(ConfirmTotp { body: TypedCode { code } }, move |_| {
                done.emit(words::TOTP_ON.get(lang));
            });
        })
    };
    let on_remove = {
        let act = act.clone();
        Callback::from(move |()| {
            let done = done.clone();
            act.send(RemoveTotp {}, move |_| done.emit(words::TOTP_REMOVED.get(lang)));
        })
    };
    let text = html! { <p>{ words::TOTP_REMOVE_LEAD.get(lang) }</p> };
    let yes = words::TOTP_REMOVE.get(lang);
    let question = Question {
        is_open: *asked,
        on_yes: on_remove,
        on_no: ask(false),
        ..Question::new(lang, words::TOTP_REMOVE_ASK.get(lang), text, yes)
    };
    let since = props.security.totp_since;
    let state = since.map_or_else(
        || words::TOTP_OFF.get(lang).to_owned(),
        |at| words::since(lang, &when(lang, at)),
    );
    let error = code_error(lang, &act);
    let problem = act.problem().filter(|_| error.is_none() && !*asked).or(starting.problem());
    html! {
        <div class="stack">
            <div class="row row--ends">
                <div class="rows__text">
                    <p><b>{ words::TOTP.get(lang) }</b></p>
                    <p class="muted">{ state }</p>
                </div>
                if since.is_some() {
                    <Button kind={ButtonKind::Quiet} on_click={ask(true)}>{ yes }</Button>
                } else if secret.is_none() {
                    <Button kind={ButtonKind::Secondary} busy={starting.is_busy()} on_click={on_start}>
                        { words::TOTP_CONNECT.get(lang) }
                    </Button>
                }
            </div>
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            if let Some(secret) = &*secret {
                { totp_secret(lang, secret) }
                <CodeStep id="totp-code" label={words::TOTP_CODE.get(lang)} {on_code} {error}
                    hint={shared::accounts::text::TOTP_HINT.get(lang)} busy={act.is_busy()} />
            }
            { confirm(lang, &act, question) }
        </div>
    }
}
