use shared::accounts::model::SecurityLine;
use shared::accounts::text::security as words;
use shared::lang::Lang;
use yew::prelude::*;

use super::when;
use crate::browser;
use crate::prefs::use_lang;
use crate::ui::{Card, CardState, Icon, show_more};

/// So many lines at a time.
const PORTION: usize = 10;

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
    let shown = use_state_eq(|| PORTION);
    // The button moves away or goes: the first line it brought is where the reading goes on.
    use_effect_with(*shown, |&shown| {
        if shown > PORTION {
            browser::focus_in_place_id(&line_id(shown - PORTION));
        }
    });
    let on_more = {
        let shown = shown.clone();
        Callback::from(move |()| shown.set(*shown + PORTION))
    };
    let state = if lines.is_empty() {
        CardState::Empty(words::NO_HISTORY.get(lang).into())
    } else {
        CardState::Full
    };
    html! {
        <Card title={words::HISTORY.get(lang)} icon={Icon::Clock} {state}>
            <ul class="rows">
                for (number, line) in lines.iter().take(*shown).enumerate() {
                    { row(lang, number, line) }
                }
            </ul>
            if lines.len() > *shown {
                { show_more(lang, false, on_more) }
            }
        </Card>
    }
}

fn line_id(number: usize) -> String {
    format!("history-{number}")
}

fn row(lang: Lang, number: usize, line: &SecurityLine) -> Html {
    let is_trouble = line.event.is_trouble();
    let how = line.factor.map(|factor| factor.text().get(lang).to_owned());
    let about: Vec<String> =
        [Some(when(lang, line.at)), how, line.device.clone(), line.address.clone()]
            .into_iter()
            .flatten()
            .collect();
    html! {
        <li id={line_id(number)} tabindex="-1" class={is_trouble.then_some("is-trouble")}>
            { if is_trouble { Icon::Alert } else { Icon::Check }.draw() }
            <div class="rows__text">
                <p>{ line.event.text().get(lang) }</p>
                <p class="muted">{ about.join(" · ") }</p>
            </div>
        </li>
    }
}
