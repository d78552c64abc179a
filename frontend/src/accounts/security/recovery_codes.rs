use shared::accounts::api::MakeRecoveryCodes;
use shared::accounts::text;
use shared::accounts::text::security as words;
use shared::lang::Lang;
use yew::prelude::*;

use super::page::PartProps;
use crate::accounts::confirm::{Question, confirm};
use crate::browser;
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Card, Icon, failure, hush, say};

/// Ten codes on paper. Shown once, to be printed or copied.
#[component]
pub fn RecoveryCodesPart(props: &PartProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let codes = use_state(|| None::<Vec<String>>);
    let asked = use_state_eq(|| false);
    let left = props.security.recovery_codes_left;
    let make = {
        let (act, codes, asked) = (act.clone(), codes.clone(), asked.clone());
        let on_changed = props.on_changed.clone();
        Callback::from(move |()| {
            let (codes, asked, on_changed) = (codes.clone(), asked.clone(), on_changed.clone());
            act.send(MakeRecoveryCodes {}, move |made| {
                asked.set(false);
                hush();
                codes.set(Some(made.codes));
                on_changed.emit(());
            });
        })
    };
    let ask = |is_asked: bool| {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(is_asked))
    };
    let question = Question {
        is_open: *asked,
        on_yes: make.clone(),
        on_no: ask(false),
        ..Question::new(
            lang,
            words::MAKE_ASK.get(lang),
            html! { <p>{ words::MAKE_ASK_LEAD.get(lang) }</p> },
            words::MAKE_NEW_CODES.get(lang),
        )
    };
    let (word, on_click) = match left {
        0 => (words::MAKE_CODES, make),
        _ => (words::MAKE_NEW_CODES, ask(true)),
    };
    let hide = {
        let codes = codes.clone();
        Callback::from(move |()| codes.set(None))
    };
    html! {
        <Card title={words::RECOVERY_CODES.get(lang)} icon={Icon::File} class="card--codes">
            if let Some(codes) = &*codes {
                { sheet(lang, codes, hide) }
            } else {
                <p class="muted">{ words::RECOVERY_LEAD.get(lang) }</p>
                <p>{ words::codes_left(lang, left) }</p>
                if let Some(problem) = act.problem().filter(|_| !*asked) {
                    { failure(lang, problem, None) }
                }
                <p class="row">
                    <Button kind={ButtonKind::Secondary} busy={act.is_busy() && !*asked} {on_click}>
                        { word.get(lang) }
                    </Button>
                </p>
            }
            { confirm(lang, &act, question) }
        </Card>
    }
}

fn sheet(lang: Lang, codes: &[String], on_kept: Callback<()>) -> Html {
    let all = codes.join("\n");
    let on_copy = Callback::from(move |()| {
        browser::copy(&all, Callback::from(move |()| say(words::COPIED.get(lang))));
    });
    let on_print = Callback::from(|()| browser::print());
    html! {
        <div class="stack">
            <h3>{ words::CODES_TITLE.get(lang) }</h3>
            <p class="notice" role="status">{ words::CODES_ONCE.get(lang) }</p>
            <p class="on-paper">{ browser::host() }</p>
            <ol class="codes">
                for code in codes {
                    <li key={code.clone()}>{ code }</li>
                }
            </ol>
            <div class="row">
                <Button icon={Icon::File} on_click={on_print}>{ words::PRINT.get(lang) }</Button>
                <Button kind={ButtonKind::Secondary} on_click={on_copy}>{ words::COPY.get(lang) }</Button>
                <Button kind={ButtonKind::Quiet} on_click={on_kept}>{ text::CODES_KEPT.get(lang) }</Button>
            </div>
        </div>
    }
}
