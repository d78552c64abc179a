use shared::accounts::model::TotpSecret;
use shared::accounts::text;
use shared::accounts::text::security as words;
use shared::lang::Lang;
use yew::prelude::*;

use crate::browser;
use crate::ui::{Button, ButtonKind, qr, say};

/// The secret for an app with codes: for its camera, and for typing.
pub fn totp_secret(lang: Lang, secret: &TotpSecret) -> Html {
    // In fours it is easier to type.
    let letters: Vec<char> = secret.secret.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|four| four.iter().collect()).collect();
    let key = secret.secret.clone();
    let on_copy = Callback::from(move |()| {
        browser::copy(&key, Callback::from(move |()| say(words::COPIED.get(lang))));
    });
    html! {
        <div class="stack">
            <p>{ words::TOTP_SCAN.get(lang) }</p>
            { qr(&secret.uri, words::TOTP_QR.get(lang)) }
            <p>
                <span class="muted">{ words::TOTP_SECRET.get(lang) }{ ": " }</span>
                <span class="secret" id="totp-secret">{ groups.join(" ") }</span>
            </p>
            // On a phone the camera cannot point at its own screen.
            <div class="row">
                <a class={ButtonKind::Secondary.class()} href={secret.uri.clone()}>
                    { text::OPEN_IN_APP.get(lang) }
                </a>
                <Button kind={ButtonKind::Quiet} on_click={on_copy}>{ text::COPY_KEY.get(lang) }</Button>
            </div>
        </div>
    }
}
