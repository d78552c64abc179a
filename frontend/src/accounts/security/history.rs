use shared::accounts::model::SecurityLine;
use shared::accounts::text::security as words;
use shared::lang::Lang;
use yew::prelude::*;

use super::when;
use crate::prefs::use_lang;
use crate::ui::{Card, CardState, Icon};

#[derive(Properties, PartialEq)]
struct HistoryProps {
    lines: Vec<SecurityLine>,
}

/// Sign-ins and changes, the newest first.
pub fn history(lines: &[SecurityLine]) -> Html {
    html! { <History lines={lines.to_vec()} /> }
}

#[component]
fn History(HistoryProps { lines }: &HistoryProps) -> Html {
    let lang = use_lang();
    let state = if lines.is_empty() {
        CardState::Empty(words::NO_HISTORY.get(lang).into())
    } else {
        CardState::Full
    };
    html! {
        <Card title={words::HISTORY.get(lang)} icon={Icon::Clock} {state}>
            <ul class="rows">
                for line in lines {
                    { row(lang, line) }
                }
            </ul>
        </Card>
    }
}

fn row(lang: Lang, line: &SecurityLine) -> Html {
    let is_trouble = line.event.is_trouble();
    let how = line.factor.map(|factor| factor.text().get(lang).to_owned());
    let about: Vec<String> =
        [Some(when(lang, line.at)), how, line.device.clone(), line.address.clone()]
            .into_iter()
            .flatten()
            .collect();
    html! {
        <li class={is_trouble.then_some("is-trouble")}>
            { if is_trouble { Icon::Alert } else { Icon::Check }.draw() }
            <div class="rows__text">
                <p>{ line.event.text().get(lang) }</p>
                <p class="muted">{ about.join(" · ") }</p>
            </div>
        </li>
    }
}
