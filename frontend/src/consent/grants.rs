use shared::access::model::Section;
use shared::consent::api::ChangeAccess;
use shared::consent::model::{ChangedGrant, Grant, GrantAct, GrantState};
use shared::consent::text;
use shared::id::PatientId;
use shared::lang::{Lang, Text};
use yew::prelude::*;

use super::choose::{Chosen, Offer, scope_fields, terms};
use super::close::CloseButton;
use crate::browser;
use crate::prefs::use_lang;
use crate::submit::use_submit;
use crate::ui::{Button, ButtonKind, Dialog, Fact, TagKind, failure, say, summary_list, tag};

#[derive(Properties, PartialEq)]
pub struct GrantCardProps {
    pub patient: PatientId,
    pub grant: Grant,
    /// Something else keeps the card open to the same person or clinic.
    #[prop_or_default]
    pub stays_open: bool,
    pub on_done: Callback<()>,
}

/// Who sees the card by one ground, what of it and until when; and the button that ends it.
#[component]
pub fn GrantCard(props: &GrantCardProps) -> Html {
    let GrantCardProps { patient, grant, stays_open, on_done } = props;
    let lang = use_lang();
    let can = |act: GrantAct| grant.may.contains(&act);
    let who = AttrValue::from(text::who(lang, &grant.to));
    let why = text::why_fixed(grant.ground).filter(|_| grant.state != GrantState::Ended);
    let kind = match grant.state {
        GrantState::Live => TagKind::Positive,
        GrantState::Coming => TagKind::Accent,
        GrantState::Ended => TagKind::Neutral,
    };
    html! {
        <article class="panel stack">
            <h3>{ who.clone() }</h3>
            <p>{ tag(kind, None, grant.state.text().get(lang)) }</p>
            { facts(lang, grant) }
            if let Some(why) = why {
                <p class="muted">{ why.get(lang) }</p>
            }
            if !grant.may.is_empty() {
                <div class="row">
                    if can(GrantAct::Revoke) {
                        <CloseButton patient={*patient} grant={grant.id} {who} stays_open={*stays_open} on_done={on_done.clone()} />
                    }
                    if can(GrantAct::Change) {
                        <ChangeButton patient={*patient} grant={grant.clone()} on_done={on_done.clone()} />
                    }
                </div>
            }
        </article>
    }
}

fn facts(lang: Lang, grant: &Grant) -> Html {
    let fact =
        |name: Text, value: String| Fact { name: name.get(lang).into(), value: html! { value } };
    let ground = if grant.in_person { text::IN_PERSON } else { text::ground(grant.ground) };
    let offset = browser::offset_at(grant.until.unwrap_or(grant.from));
    let mut facts = vec![
        fact(text::GROUND, ground.get(lang).to_owned()),
        fact(text::SECTIONS, text::sections(lang, &grant.sections)),
        fact(text::LEVEL, grant.level.text().get(lang).to_owned()),
        fact(text::UNTIL, text::term_of(lang, grant, offset)),
    ];
    facts.extend(grant.purpose.clone().map(|purpose| fact(text::PURPOSE, purpose)));
    summary_list(facts)
}

#[component]
fn ChangeButton(GrantCardProps { patient, grant, on_done, .. }: &GrantCardProps) -> Html {
    let lang = use_lang();
    let is_open = use_state_eq(|| false);
    let open = |what: bool| {
        let is_open = is_open.setter();
        Callback::from(move |()| is_open.set(what))
    };
    let done = {
        let (is_open, on_done) = (is_open.setter(), on_done.clone());
        Callback::from(move |()| {
            is_open.set(false);
            on_done.emit(());
        })
    };
    html! {
        <>
            <Button kind={ButtonKind::Quiet} on_click={open(true)}>{ text::CHANGE.get(lang) }</Button>
            <Dialog open={*is_open} title={text::CHANGE_TITLE.get(lang)} on_close={open(false)}>
                if *is_open {
                    <ChangeForm patient={*patient} grant={grant.clone()} on_done={done} />
                }
            </Dialog>
        </>
    }
}

#[component]
fn ChangeForm(GrantCardProps { patient, grant, on_done, .. }: &GrantCardProps) -> Html {
    let lang = use_lang();
    let (patient, id) = (*patient, grant.id);
    let chosen = use_state_eq(|| Chosen {
        level: grant.level,
        sections: grant.sections.clone(),
        term: None,
    });
    let lacks = use_state_eq(|| false);
    let done = {
        let on_done = on_done.clone();
        Callback::from(move |_: Grant| {
            say(text::CHANGED.get(lang));
            on_done.emit(());
        })
    };
    let submit = use_submit::<ChangeAccess>(done);
    let onsubmit = {
        let (chosen, lacks, submit) = (chosen.clone(), lacks.setter(), submit.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Chosen { level, sections, term } = (*chosen).clone();
            if sections.is_empty() {
                return lacks.set(true);
            }
            let body = ChangedGrant { level, sections, term };
            submit.send(ChangeAccess { patient, grant: id, body });
        })
    };
    let on_change = {
        let chosen = chosen.setter();
        Callback::from(move |changed| chosen.set(changed))
    };
    let terms: Vec<_> = std::iter::once(None).chain(terms()).collect();
    let offer = Offer { sections: Section::ALL, terms: &terms };
    let is_lacking = *lacks && chosen.sections.is_empty();
    html! {
        <form class="own-form" {onsubmit} novalidate=true>
            { scope_fields(lang, &chosen, offer, is_lacking, &on_change) }
            if let Some(problem) = submit.problem() {
                { failure(lang, problem, None) }
            }
            <p><Button submits=true busy={submit.is_busy()}>{ text::SAVE.get(lang) }</Button></p>
        </form>
    }
}
