use shared::access::model::Level;
use shared::consent::text as consent;
use shared::id::PatientId;
use shared::lang::{Lang, Text};
use shared::representatives::api::{
    ChangeRepresentative, ListRepresentatives, RevokeRepresentative,
};
use shared::representatives::model::{
    ChangedRepresentative, RepresentationState, Representatives, TrustedPerson,
};
use shared::representatives::text;
use shared::shell;
use yew::prelude::*;

use super::invite::InvitePanel;
use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::upload_copy;
use crate::submit::use_act;
use crate::ui::{
    Button, ButtonKind, Choice, DateField, DateParts, Dialog, Fact, Icon, RadioGroup, SkeletonKind,
    TagKind, empty_state, failure, say, slow_skeleton, summary_list, tag,
};

#[derive(Properties, PartialEq)]
pub struct TrustedPartProps {
    pub patient: PatientId,
    /// Loads again when it counts up: the card has changed.
    pub turn: u32,
}

/// «Доверенные люди»: who acts for the patient, who is invited, and how to invite (CARD-12).
#[component]
pub fn TrustedPart(&TrustedPartProps { patient, turn }: &TrustedPartProps) -> Html {
    let lang = use_lang();
    let people = use_load(ListRepresentatives { patient });
    let reload = people.reload();
    {
        let reload = reload.clone();
        let first = use_mut_ref(|| true);
        use_effect_with(turn, move |_| {
            if !first.replace(false) {
                reload.emit(());
            }
        });
    }
    let body = match people.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, people.is_slow(), people.cancel()),
        Load::Failed(problem) => failure(lang, &problem, Some(reload.clone())),
        Load::Ready(people) => listed(lang, patient, &people, &reload),
    };
    html! {
        <section class="reports">
            <h2>{ text::TRUSTED.get(lang) }</h2>
            <p class="muted">{ text::TRUSTED_LEAD.get(lang) }</p>
            { body }
        </section>
    }
}

fn is_open(person: &TrustedPerson) -> bool {
    match person.state {
        RepresentationState::Live | RepresentationState::Waiting => true,
        RepresentationState::Refused | RepresentationState::Ended => false,
    }
}

fn listed(
    lang: Lang,
    patient: PatientId,
    people: &Representatives,
    on_done: &Callback<()>,
) -> Html {
    let cards = |open: bool| {
        html! {
            for person in people.people.iter().filter(|person| is_open(person) == open) {
                <PersonCard key={person.id.to_string()} {patient} person={person.clone()} on_done={on_done.clone()} />
            }
        }
    };
    let has_open = people.people.iter().any(is_open);
    let has_ended = people.people.iter().any(|person| !is_open(person));
    html! {
        <>
            { cards(true) }
            if !has_open {
                { empty_state(Icon::People, text::NOBODY_TRUSTED.get(lang), Html::default()) }
            }
            if people.may_manage {
                <InvitePanel {patient} on_done={on_done.clone()} />
            }
            if has_ended {
                <details class="more">
                    <summary>{ consent::ENDED.get(lang) }</summary>
                    <div class="reports">{ cards(false) }</div>
                </details>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct PersonCardProps {
    patient: PatientId,
    person: TrustedPerson,
    on_done: Callback<()>,
}

/// Somebody who acts for the patient, until when, and the buttons that change and end it.
#[component]
fn PersonCard(PersonCardProps { patient, person, on_done }: &PersonCardProps) -> Html {
    let lang = use_lang();
    let kind = match person.state {
        RepresentationState::Live => TagKind::Positive,
        RepresentationState::Waiting => TagKind::Caution,
        RepresentationState::Refused | RepresentationState::Ended => TagKind::Neutral,
    };
    html! {
        <article class="panel stack">
            <h3>{ text::who(lang, person) }</h3>
            <p>{ tag(kind, None, person.state.text().get(lang)) }</p>
            { facts(lang, person) }
            if person.relation.is_none() {
                <p class="muted">{ text::GIVEN_BY_LAW.get(lang) }</p>
            }
            if person.document.is_some() && person.may_change {
                <p class="muted">{ text::SCAN.get(lang) }</p>
                { upload_copy(lang, *patient) }
            }
            if person.may_close || person.may_change {
                <div class="row">
                    if person.may_close {
                        <CloseButton patient={*patient} person={person.clone()} on_done={on_done.clone()} />
                    }
                    if person.may_change {
                        <ChangeButton patient={*patient} person={person.clone()} on_done={on_done.clone()} />
                    }
                </div>
            }
        </article>
    }
}

fn facts(lang: Lang, person: &TrustedPerson) -> Html {
    let fact =
        |name: Text, value: String| Fact { name: name.get(lang).into(), value: html! { value } };
    let relation = match person.relation {
        Some(relation) => relation.text(),
        None => text::BY_LAW,
    };
    let mut facts = vec![
        fact(text::RELATION, relation.get(lang).to_owned()),
        fact(text::LEVEL, text::level(person.level).get(lang).to_owned()),
        fact(consent::SECTIONS, consent::sections(lang, &person.sections)),
        fact(text::UNTIL, text::until(lang, person.until)),
    ];
    let paper = person.document.as_ref();
    facts.extend(paper.map(|paper| {
        let until = text::until(lang, Some(paper.until));
        fact(text::DOCUMENT, format!("{}, {until}", paper.number))
    }));
    let code = person.code_until.map(|at| text::code_until(lang, at, browser::offset_at(at)));
    facts.extend(code.map(|code| fact(text::CODE, code)));
    summary_list(facts)
}

/// Ends a right or takes an invitation back. Asks once; then it is done.
#[component]
fn CloseButton(PersonCardProps { patient, person, on_done }: &PersonCardProps) -> Html {
    let lang = use_lang();
    let asks = use_state_eq(|| false);
    let act = use_act();
    let (patient, representative) = (*patient, person.id);
    let word =
        if person.state == RepresentationState::Waiting { text::TAKE_BACK } else { text::CLOSE };
    let who = text::who(lang, person);
    let ask = |what: bool| {
        let asks = asks.setter();
        Callback::from(move |()| asks.set(what))
    };
    let on_close = {
        let (act, asks, on_done) = (act.clone(), asks.setter(), on_done.clone());
        Callback::from(move |()| {
            let (asks, on_done) = (asks.clone(), on_done.clone());
            act.send(RevokeRepresentative { patient, representative }, move |_| {
                asks.set(false);
                say(text::CLOSED.get(lang));
                on_done.emit(());
            });
        })
    };
    let name = AttrValue::from(format!("{}: {who}", word.get(lang)));
    html! {
        <>
            <Button kind={ButtonKind::Secondary} icon={Icon::Lock} {name} on_click={ask(true)}>{ word.get(lang) }</Button>
            <Dialog open={*asks} title={text::CLOSE_TITLE.get(lang)} on_close={ask(false)}>
                <p><b>{ who }</b></p>
                <p>{ text::CLOSE_LEAD.get(lang) }</p>
                if let Some(problem) = act.problem() {
                    { failure(lang, problem, None) }
                }
                <div class="row">
                    <Button kind={ButtonKind::Danger} busy={act.is_busy()} on_click={on_close}>{ word.get(lang) }</Button>
                    <Button kind={ButtonKind::Quiet} on_click={ask(false)}>{ shell::CANCEL.get(lang) }</Button>
                </div>
            </Dialog>
        </>
    }
}

#[component]
fn ChangeButton(PersonCardProps { patient, person, on_done }: &PersonCardProps) -> Html {
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
                    <ChangeForm patient={*patient} person={person.clone()} on_done={done} />
                }
            </Dialog>
        </>
    }
}

#[component]
fn ChangeForm(PersonCardProps { patient, person, on_done }: &PersonCardProps) -> Html {
    let lang = use_lang();
    let (patient, representative) = (*patient, person.id);
    let level = use_state_eq(|| person.level);
    let until = use_state_eq(|| person.until.map(DateParts::from).unwrap_or_default());
    let act = use_act();
    let onsubmit = {
        let (act, on_done) = (act.clone(), on_done.clone());
        let (level, until, sections) = (*level, until.date(), person.sections.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(until) = until else { return };
            let on_done = on_done.clone();
            let body = ChangedRepresentative { level, sections: sections.clone(), until };
            act.send(ChangeRepresentative { patient, representative, body }, move |_| {
                say(text::CHANGED.get(lang));
                on_done.emit(());
            });
        })
    };
    let choices = Level::ALL.iter().map(|&one| {
        let level = level.clone();
        Choice {
            text: text::level(one).get(lang).into(),
            hint: Some(text::level_hint(one).get(lang).into()),
            is_chosen: *level == one,
            on_choose: Callback::from(move |()| level.set(one)),
        }
    });
    let on_until = {
        let until = until.setter();
        Callback::from(move |parts: DateParts| until.set(parts))
    };
    let error = act.field("until").map(|why| AttrValue::from(why.text().get(lang)));
    let problem = act.problem().filter(|problem| problem.fields.is_empty());
    html! {
        <form class="own-form" {onsubmit} novalidate=true>
            <RadioGroup legend={text::LEVEL.get(lang)} choices={choices.collect::<Vec<_>>()} />
            <DateField legend={text::UNTIL.get(lang)} hint={text::UNTIL_HINT.get(lang)} value={(*until).clone()}
                {error} on_change={on_until} />
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            <p><Button submits=true busy={act.is_busy()} disabled={until.date().is_none()}>{ text::SAVE.get(lang) }</Button></p>
        </form>
    }
}
