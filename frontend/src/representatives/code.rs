use shared::consent::text as consent;
use shared::lang::{Lang, Text};
use shared::representatives::api::{
    AcceptRepresentation, PreviewRepresentation, RefuseRepresentation,
};
use shared::representatives::model::{RepresentationCode, RepresentationPreview};
use shared::representatives::text;
use yew::prelude::*;

use crate::prefs::use_lang;
use crate::route::Route;
use crate::router;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Fact, Icon, TextField, failure, say, summary_list};

#[derive(Properties, PartialEq)]
pub struct CodePanelProps {
    /// The cards one acts in are others now.
    pub on_done: Callback<()>,
}

/// Where an invited person types the code, sees what they are asked, and answers.
#[component]
pub fn CodePanel(CodePanelProps { on_done }: &CodePanelProps) -> Html {
    let lang = use_lang();
    let code = use_state_eq(String::new);
    let asked = use_state_eq(|| None::<RepresentationPreview>);
    let act = use_act();
    let body = RepresentationCode { code: (*code).clone() };
    let onsubmit = {
        let (act, asked, body) = (act.clone(), asked.setter(), body.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let asked = asked.clone();
            let call = PreviewRepresentation { body: body.clone() };
            act.send(call, move |preview| asked.set(Some(preview)));
        })
    };
    let on_accept = {
        let (act, on_done, body) = (act.clone(), on_done.clone(), body.clone());
        Callback::from(move |()| {
            let on_done = on_done.clone();
            act.send(AcceptRepresentation { body: body.clone() }, move |accepted| {
                say(text::ACCEPTED.get(lang));
                on_done.emit(());
                router::open(Route::Summary { patient: accepted.patient });
            });
        })
    };
    let on_refuse = {
        let (act, code, asked) = (act.clone(), code.setter(), asked.clone());
        Callback::from(move |()| {
            let Some(representation) = asked.as_ref().map(|asked| asked.id) else { return };
            let (code, asked) = (code.clone(), asked.setter());
            let call = RefuseRepresentation { representation, body: body.clone() };
            act.send(call, move |_| {
                say(text::REFUSED.get(lang));
                code.set(String::new());
                asked.set(None);
            });
        })
    };
    let on_change = {
        let (code, asked) = (code.setter(), asked.setter());
        Callback::from(move |typed: String| {
            code.set(typed);
            asked.set(None);
        })
    };
    html! {
        <section class="panel" aria-labelledby="code-title">
            <h2 id="code-title">{ text::HAVE_CODE.get(lang) }</h2>
            <form class="own-form" {onsubmit} novalidate=true>
                <p class="muted">{ text::HAVE_CODE_LEAD.get(lang) }</p>
                <TextField label={text::CODE.get(lang)} hint={text::CODE_HINT.get(lang)} autocomplete="off"
                    value={(*code).clone()} {on_change} />
                if let Some(problem) = act.problem() {
                    { failure(lang, problem, None) }
                }
                if asked.is_none() {
                    <p>
                        <Button submits=true kind={ButtonKind::Secondary} busy={act.is_busy()} disabled={code.trim().is_empty()}>
                            { text::CHECK_CODE.get(lang) }
                        </Button>
                    </p>
                }
            </form>
            if let Some(asked) = &*asked {
                <div class="stack" role="status">
                    { facts(lang, asked) }
                    <p>{ text::ACCEPT_LEAD.get(lang) }</p>
                    <div class="row">
                        <Button icon={Icon::Check} busy={act.is_busy()} on_click={on_accept}>{ text::ACCEPT.get(lang) }</Button>
                        <Button kind={ButtonKind::Secondary} on_click={on_refuse}>{ text::REFUSE.get(lang) }</Button>
                    </div>
                </div>
            }
        </section>
    }
}

fn facts(lang: Lang, asked: &RepresentationPreview) -> Html {
    let fact =
        |name: Text, value: String| Fact { name: name.get(lang).into(), value: html! { value } };
    summary_list(vec![
        fact(text::INVITES_YOU, asked.patient.full()),
        fact(text::CALLED, asked.called.clone()),
        fact(text::IS_TO_YOU, asked.relation.text().get(lang).to_owned()),
        fact(text::LEVEL, text::level(asked.level).get(lang).to_owned()),
        fact(consent::SECTIONS, consent::sections(lang, &asked.sections)),
        fact(text::UNTIL, text::until(lang, Some(asked.until))),
    ])
}
