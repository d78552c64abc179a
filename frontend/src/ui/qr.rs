use qrcodegen::{QrCode, QrCodeEcc};
use yew::prelude::*;

/// The quiet zone readers need around the squares.
const QUIET: i32 = 4;

/// A code for a camera. `name` says in words what it opens; texts too long for a code draw nothing.
pub fn qr(text: &str, name: &'static str) -> Html {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return Html::default() };
    let side = code.size() + 2 * QUIET;
    let path: Vec<String> = (0..code.size())
        .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
        .filter(|&(x, y)| code.get_module(x, y))
        .map(|(x, y)| format!("M{},{}h1v1h-1z", x + QUIET, y + QUIET))
        .collect();
    html! {
        <svg class="qr" viewBox={format!("0 0 {side} {side}")} role="img" aria-label={name}
            shape-rendering="crispEdges" focusable="false">
            <rect class="qr__ground" width="100%" height="100%" />
            <path class="qr__dots" d={path.concat()} />
        </svg>
    }
}
