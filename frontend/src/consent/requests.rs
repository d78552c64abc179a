use shared::access::model::Level;
use shared::consent::api::AnswerAccess;
use shared::consent::model::{
    AccessRequest, AllowedAccess, GrantTerm, PreviewQuery, RequestAnswer,
};
use shared::consent::text;
use shared::id::PatientId;
use shared::lang::{Lang, Text};
use yew::prelude::*;

use super::choose::{Chosen, Offer, scope_fields};
use super::eyes::Eyes;
use crate::browser;
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Fact, Icon, failure, say, summary_list};

#[derive(Properties, PartialEq)]
pub struct RequestCardProps {
    pub patient: PatientId,
    pub request: AccessRequest,
    /// Whether the caller decides about it.
    pub may_answer: bool,
    pub on_done: Callback<()>,
}

/// Somebody asks for the card (ACL-3).
#[component]
pub fn RequestCard(props: &RequestCardProps) -> Html {
    let lang = use_lang();
    let RequestCardProps { patient, request, may_answer, on_done } = props;
    html! {
        <article class="panel report">
            <h3>{ Icon::People.draw() }{ text::who(lang, &request.by) }</h3>
            { facts(lang, request) }
            if *may_answer {
                <Answer patient={*patient} request={request.clone()} on_done={on_done.clone()} />
            }
        </article>
    }
}

#[derive(Properties, PartialEq)]
struct AnswerProps {
    patient: PatientId,
    request: AccessRequest,
    on_done: Callback<()>,
}

/// To allow it, or less of it, after a look through the eyes of who asks; or to refuse.
#[component]
fn Answer(AnswerProps { patient, request, on_done }: &AnswerProps) -> Html {
    let lang = use_lang();
    let (patient, id) = (*patient, request.id);
    let chosen = use_state_eq(|| Chosen {
        level: Level::Full,
        sections: request.sections.clone(),
        term: Some(request.term),
    });
    let (narrows, looks) = (use_state_eq(|| false), use_state_eq(|| false));
    let act = use_act();
    let answer = |allowed: Option<AllowedAccess>, said: Text| {
        let (act, on_done) = (act.clone(), on_done.clone());
        Callback::from(move |()| {
            let on_done = on_done.clone();
            let body = RequestAnswer { allowed: allowed.clone() };
            act.send(AnswerAccess { patient, request: id, body }, move |_| {
                say(said.get(lang));
                on_done.emit(());
            });
        })
    };
    let Chosen { level, sections, term } = (*chosen).clone();
    let is_lacking = sections.is_empty();
    let account = request.by.account;
    let query = PreviewQuery { account, level, sections: sections.clone() };
    let allowed = term.map(|term| AllowedAccess { level, sections, term });
    let toggle = |what: &UseStateHandle<bool>| {
        let what = what.clone();
        Callback::from(move |()| what.set(!*what))
    };
    html! {
        <>
            if *narrows {
                <div class="own-form">{ narrowed(lang, request, &chosen) }</div>
            }
            if *looks && !is_lacking {
                <Eyes {patient} {query} />
            }
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            <div class="row">
                <Button icon={Icon::Check} busy={act.is_busy()} disabled={is_lacking} on_click={answer(allowed, text::ALLOWED)}>
                    { text::ALLOW.get(lang) }
                </Button>
                <Button kind={ButtonKind::Secondary} on_click={toggle(&narrows)}>{ text::CHANGE.get(lang) }</Button>
                <Button kind={ButtonKind::Secondary} on_click={answer(None, text::REFUSED)}>{ text::REFUSE.get(lang) }</Button>
                <Button kind={ButtonKind::Quiet} icon={Icon::Eye} on_click={toggle(&looks)}>{ text::EYES.get(lang) }</Button>
            </div>
        </>
    }
}

/// What of the request is allowed: never more than was asked.
fn narrowed(lang: Lang, request: &AccessRequest, chosen: &UseStateHandle<Chosen>) -> Html {
    let on_change = {
        let chosen = chosen.setter();
        Callback::from(move |changed: Chosen| chosen.set(changed))
    };
    let terms: Vec<_> =
        GrantTerm::ALL.iter().copied().filter(|term| *term <= request.term).map(Some).collect();
    let offer = Offer { sections: &request.sections, terms: &terms };
    scope_fields(lang, chosen, offer, chosen.sections.is_empty(), &on_change)
}

fn facts(lang: Lang, request: &AccessRequest) -> Html {
    let fact =
        |name: Text, value: String| Fact { name: name.get(lang).into(), value: html! { value } };
    let at = request.lapses_at;
    let by = text::answer_by(lang, at, browser::offset_at(at));
    html! {
        <>
            { summary_list(vec![
                fact(text::REASON, request.reason.clone()),
                fact(text::SECTIONS, text::sections(lang, &request.sections)),
                fact(text::FOR_HOW_LONG, request.term.text().get(lang).to_owned()),
            ]) }
            <p class="muted">{ by }</p>
        </>
    }
}
