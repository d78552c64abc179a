use shared::accounts::api::{AddPasskey, FindSecurity, NewPasskey, NewPasskeyKind, StartPasskey};
use shared::accounts::device;
use shared::accounts::model::KeyKind;
use shared::accounts::text;
use shared::accounts::text::security;
use yew::prelude::*;

use crate::prefs::use_lang;
use crate::shell::Title;
use crate::submit::{Finish, use_act};
use crate::ui::{Button, ButtonKind, Icon, failure, say};
use crate::{browser, client, credentials};

/// Remembers for half a year that the offer was made.
const COOKIE: &str = "passkey_offered";
const HALF_YEAR_SECONDS: u32 = 15_768_000;

/// Whether somebody who has just signed in without a passkey should be offered one: they have
/// none, the browser can make one, and it was not offered here before.
pub async fn is_due() -> bool {
    if !credentials::are_supported() || browser::cookie(COOKIE).is_some() {
        return false;
    }
    let security = client::call(&FindSecurity {}).await;
    let is_due = security.is_ok_and(|security| security.passkeys.is_empty());
    if is_due {
        browser::set_cookie(COOKIE, "1", HALF_YEAR_SECONDS);
    }
    is_due
}

#[derive(Properties, PartialEq)]
pub struct PasskeyOfferProps {
    /// With a heading of its own.
    #[prop_or_default]
    pub titled: bool,
    /// Added, or not wanted.
    pub on_done: Callback<()>,
}

/// What a passkey is good for, and the button that makes one.
#[component]
pub fn PasskeyOffer(props: &PasskeyOfferProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    if !credentials::are_supported() {
        return Html::default();
    }
    let on_add = {
        let (act, on_done) = (act.clone(), props.on_done.clone());
        Callback::from(move |()| {
            let on_done = on_done.clone();
            act.run(move || {
                let on_done = on_done.clone();
                async move {
                    let kind = NewPasskeyKind { kind: KeyKind::Passkey };
                    let start = client::call(&StartPasskey { body: kind }).await?;
                    let credential = credentials::make(&start.options).await?;
                    let name = device::name(&browser::agent())
                        .unwrap_or_else(|| security::MY_DEVICE.get(lang).to_owned());
                    client::call(&AddPasskey { body: NewPasskey { name, credential } }).await?;
                    Ok(Box::new(move || {
                        say(text::PASSKEY_ADDED.get(lang));
                        on_done.emit(());
                    }) as Finish)
                }
            });
        })
    };
    html! {
        <div class="stack">
            if props.titled {
                <Title text={text::OFFER_TITLE.get(lang)} />
            }
            <p class="lead">{ text::PASSKEY_WHY.get(lang) }</p>
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            <div class="row">
                <Button icon={Icon::Lock} busy={act.is_busy()} on_click={on_add}
                    kind={if props.titled { ButtonKind::Primary } else { ButtonKind::Secondary }}>
                    { text::ADD_PASSKEY.get(lang) }
                </Button>
                if props.titled {
                    <Button kind={ButtonKind::Quiet} on_click={props.on_done.clone()}>
                        { text::LATER.get(lang) }
                    </Button>
                }
            </div>
        </div>
    }
}
