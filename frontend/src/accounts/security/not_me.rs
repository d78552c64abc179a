use shared::accounts::api::ReportNotMe;
use shared::accounts::text::security as words;
use yew::prelude::*;

use crate::accounts::confirm::{Question, confirm};
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Card, Icon};

#[derive(Properties, PartialEq)]
pub struct NotMeProps {
    /// Everything is closed, this page too.
    pub on_closed: Callback<()>,
}

/// «Это был не я»: asks first, and says what will happen.
#[component]
pub fn NotMe(props: &NotMeProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let asked = use_state_eq(|| false);
    let ask = |is_asked: bool| {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(is_asked))
    };
    let on_yes = {
        let (act, on_closed) = (act.clone(), props.on_closed.clone());
        Callback::from(move |()| {
            let on_closed = on_closed.clone();
            act.send(ReportNotMe {}, move |_| on_closed.emit(()));
        })
    };
    let text = html! {
        <ul class="prose">
            for what in words::NOT_ME_WHAT {
                <li>{ what.get(lang) }</li>
            }
        </ul>
    };
    let question = Question {
        is_open: *asked,
        on_yes,
        on_no: ask(false),
        ..Question::new(lang, words::NOT_ME_ASK.get(lang), text, words::NOT_ME_YES.get(lang))
    };
    html! {
        <Card title={words::NOT_ME.get(lang)} icon={Icon::Alert} critical=true>
            <p>{ words::NOT_ME_LEAD.get(lang) }</p>
            <p class="row">
                <Button kind={ButtonKind::Danger} on_click={ask(true)}>{ words::NOT_ME.get(lang) }</Button>
            </p>
            { confirm(lang, &act, question) }
        </Card>
    }
}
