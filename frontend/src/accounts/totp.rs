use shared::accounts::model::TotpSecret;
use shared::accounts::text::security as words;
use shared::lang::Lang;
use yew::prelude::*;

use crate::ui::qr;

/// The secret for an app with codes: for its camera, and for typing.
pub fn totp_secret(lang: Lang, secret: &TotpSecret) -> Html {
    // In fours it is easier to type.
    let letters: Vec<char> = secret.secret.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|four| four.iter().collect()).collect();
    html! {
        <div class="stack">
            <p>{ words::TOTP_SCAN.get(lang) }</p>
            { qr(&secret.uri, words::TOTP_QR.get(lang)) }
            <p>
                <span class="muted">{ words::TOTP_SECRET.get(lang) }{ ": " }</span>
                <span class="secret" id="totp-secret">{ groups.join(" ") }</span>
            </p>
        </div>
    }
}
