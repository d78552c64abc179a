use std::rc::Rc;

use shared::contract::Code;
use shared::lang::Lang;
use shared::shares::api::OpenShare;
use shared::shares::model::{ShareKey, SharedEntries};
use shared::shares::text;
use yew::prelude::*;

use crate::browser;
use crate::documents::print_button;
use crate::prefs::use_lang;
use crate::record::entry_card;
use crate::shell::Title;
use crate::submit::use_act;
use crate::ui::{Button, CODE_LENGTH, CodeField, Icon, empty_state, failed, failure};

/// What a link shows to somebody without an account, once they have typed the code (ACL-8).
#[component]
pub fn SharedPage() -> Html {
    let lang = use_lang();
    let token = use_state_eq(browser::fragment);
    let code = use_state_eq(String::new);
    let found = use_state(|| None::<Rc<SharedEntries>>);
    let act = use_act();
    let onsubmit = {
        let (act, found) = (act.clone(), found.setter());
        let body = ShareKey { token: (*token).clone(), code: (*code).clone() };
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let found = found.clone();
            let call = OpenShare { body: body.clone() };
            act.send(call, move |entries| found.set(Some(Rc::new(entries))));
        })
    };
    if let Some(found) = &*found {
        return shown(lang, found);
    }
    let on_change = {
        let code = code.setter();
        Callback::from(move |typed: String| code.set(typed))
    };
    let is_wrong = act.code() == Some(Code::CodeWrong);
    html! {
        <div class="page page--narrow">
            <Title text={text::OPEN_TITLE.get(lang)} />
            if token.is_empty() {
                { empty_state(Icon::Lock, text::NO_TOKEN.get(lang), Html::default()) }
            } else {
                <form class="panel own-form" {onsubmit} novalidate=true>
                    <p>{ text::OPEN_LEAD.get(lang) }</p>
                    <CodeField label={text::CODE.get(lang)} value={(*code).clone()} {on_change} />
                    if is_wrong {
                        { failed(html! { <p>{ text::NOT_OPENED.get(lang) }</p> }) }
                    } else if let Some(problem) = act.problem() {
                        { failure(lang, problem, None) }
                    }
                    <p>
                        <Button submits=true busy={act.is_busy()} disabled={code.len() < CODE_LENGTH}>
                            { text::OPEN.get(lang) }
                        </Button>
                    </p>
                </form>
            }
        </div>
    }
}

/// Read only: what was chosen, what for, and until when.
fn shown(lang: Lang, found: &SharedEntries) -> Html {
    let until =
        text::good_for(lang, found.until, found.openings_left, browser::offset_at(found.until));
    html! {
        <div class="page">
            <div class="panel stack">
                <Title text={found.name.full()} window={text::OPEN_TITLE.get(lang)} />
                <p class="muted">{ text::born(lang, found.birth_year) }</p>
                <p>
                    { found.recipient.text().get(lang) }{ ". " }
                    { text::PURPOSE.get(lang) }{ ": " }<b>{ found.purpose.clone() }</b>
                </p>
                <p>{ text::ONLY_FOR.get(lang) }</p>
                <p class="muted">{ until }</p>
                <p>{ print_button(lang) }</p>
            </div>
            if found.entries.is_empty() {
                { empty_state(Icon::Lock, text::NOTHING_LEFT.get(lang), Html::default()) }
            }
            for entry in &found.entries {
                <article class="panel entry" key={entry.id.to_string()}>{ entry_card(lang, entry) }</article>
            }
        </div>
    }
}
