use shared::contract::Problem;
use shared::lang::Lang;
use shared::shell;
use yew::prelude::*;

use super::button::{Button, ButtonKind};
use super::icon::Icon;

/// A failed call: what happened, what to do, and small at the end what to quote to support.
pub fn failure(lang: Lang, problem: &Problem, on_retry: Option<Callback<()>>) -> Html {
    let code = match &problem.request_id {
        Some(request) => format!("{} · {request}", problem.code.wire()),
        None => problem.code.wire().to_owned(),
    };
    html! {
        <div class="failure" role="alert">
            { Icon::Alert.draw() }
            <div>
                <p class="failure__title">{ shell::ERROR_TITLE.get(lang) }</p>
                <p>{ problem.code.text().get(lang) }{ "." }</p>
                if let Some(on_retry) = on_retry {
                    <Button kind={ButtonKind::Secondary} on_click={on_retry}>
                        { shell::RETRY.get(lang) }
                    </Button>
                }
                <p class="failure__code">{ shell::ERROR_CODE.get(lang) }{ ": " }<code>{ code }</code></p>
            </div>
        </div>
    }
}
