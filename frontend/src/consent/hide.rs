use shared::access::model::Sensitivity;
use shared::consent::api::{FindAccess, HideEntries, LiftHiding};
use shared::consent::model::{
    AccessOverview, GrantState, GrantedTo, HiddenLine, NewHiding, Settled,
};
use shared::consent::rules::TOPICS;
use shared::consent::text;
use shared::format;
use shared::id::{AccountId, EntryId, PatientId};
use shared::lang::{Lang, Text};
use uuid::Uuid;
use yew::prelude::*;

use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::submit::{use_act, use_submit};
use crate::tools::{Opened, Tool};
use crate::ui::{
    Button, ButtonKind, Checkbox, Choice, Dialog, Icon, RadioGroup, SkeletonKind, failure, say,
    skeleton,
};

#[derive(Properties, PartialEq)]
pub struct HideButtonProps {
    pub patient: PatientId,
    /// The entry; a topic is chosen where absent.
    #[prop_or_default]
    pub entry: Option<EntryId>,
    #[prop_or_default]
    pub on_done: Callback<()>,
}

/// A button and the dialog in which an entry or a topic is hidden (ACL-4).
#[component]
pub fn HideButton(props: &HideButtonProps) -> Html {
    let lang = use_lang();
    let is_open = use_state_eq(|| false);
    let open = |what: bool| {
        let is_open = is_open.setter();
        Callback::from(move |()| is_open.set(what))
    };
    let on_done = {
        let (is_open, on_done) = (is_open.setter(), props.on_done.clone());
        Callback::from(move |()| {
            is_open.set(false);
            on_done.emit(());
        })
    };
    let HideButtonProps { patient, entry, .. } = *props;
    let (word, title) = match entry {
        Some(_) => (text::HIDE, text::HIDE_TITLE),
        None => (text::HIDE_TOPIC, text::HIDE_TOPIC),
    };
    html! {
        <p>
            <Button kind={ButtonKind::Quiet} icon={Icon::Lock} on_click={open(true)}>{ word.get(lang) }</Button>
            <Dialog open={*is_open} title={title.get(lang)} on_close={open(false)}>
                if *is_open {
                    <Opened tool={Tool::Hide { patient, entry, on_done }} />
                }
            </Dialog>
        </p>
    }
}

/// What is being chosen.
#[derive(Clone, Debug, Default, PartialEq)]
struct Draft {
    topic: Option<Sensitivity>,
    /// Absent: from everybody.
    from: Option<Vec<AccountId>>,
    is_told: bool,
}

#[component]
pub fn HideForm(props: &HideButtonProps) -> Html {
    let lang = use_lang();
    let HideButtonProps { patient, entry, .. } = *props;
    let overview = use_load(FindAccess { patient });
    let draft = use_state_eq(Draft::default);
    let lacks = use_state_eq(|| false);
    // One for all tries: a lost answer hides nothing twice.
    let key = use_state_eq(Uuid::new_v4);
    let on_done = {
        let on_done = props.on_done.clone();
        Callback::from(move |_: Settled| {
            say(text::HIDDEN_NOW.get(lang));
            on_done.emit(());
        })
    };
    let submit = use_submit::<HideEntries>(on_done);
    let onsubmit = {
        let (draft, lacks, submit, key) = (draft.clone(), lacks.setter(), submit.clone(), *key);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Draft { topic, from, is_told } = (*draft).clone();
            let is_chosen = entry.is_some() || topic.is_some();
            if !is_chosen || from.as_ref().is_some_and(Vec::is_empty) {
                return lacks.set(true);
            }
            let body = NewHiding { entry, topic, from: from.unwrap_or_default(), is_told, key };
            submit.send(HideEntries { patient, body });
        })
    };
    let change = {
        let draft = draft.setter();
        Callback::from(move |changed: Draft| draft.set(changed))
    };
    let people = match overview.load() {
        Load::Waiting => return skeleton(lang, SkeletonKind::List),
        Load::Failed(problem) => return failure(lang, &problem, Some(overview.reload())),
        Load::Ready(overview) => people(&overview),
    };
    html! {
        <form class="own-form" {onsubmit} novalidate=true>
            <p>{ text::HIDE_LEAD.get(lang) }</p>
            if entry.is_none() {
                { topics(lang, &draft, *lacks, &change) }
            }
            { from_whom(lang, &draft, &people, *lacks, &change) }
            <Checkbox text={text::TELL.get(lang)} hint={text::TELL_HINT.get(lang)} is_on={draft.is_told}
                on_change={change.reform({
                    let draft = (*draft).clone();
                    move |is_told: bool| Draft { is_told, ..draft.clone() }
                })} />
            if let Some(problem) = submit.problem() {
                { failure(lang, problem, None) }
            }
            <p><Button submits=true busy={submit.is_busy()}>{ text::HIDE.get(lang) }</Button></p>
        </form>
    }
}

/// To whom the card is open in person now, each once.
fn people(overview: &AccessOverview) -> Vec<(AccountId, GrantedTo)> {
    let mut people: Vec<(AccountId, GrantedTo)> = Vec::new();
    for grant in overview.grants.iter().filter(|grant| grant.state != GrantState::Ended) {
        if let Some(account) = grant.to.account
            && !people.iter().any(|(known, _)| *known == account)
        {
            people.push((account, grant.to.clone()));
        }
    }
    people
}

fn topics(lang: Lang, draft: &Draft, lacks: bool, change: &Callback<Draft>) -> Html {
    let choices = TOPICS.iter().map(|&topic| {
        let changed = Draft { topic: Some(topic), ..draft.clone() };
        Choice {
            text: topic.text().get(lang).into(),
            hint: None,
            is_chosen: draft.topic == Some(topic),
            on_choose: change.reform(move |()| changed.clone()),
        }
    });
    let choices = choices.collect::<Vec<_>>();
    let lacks = lacks && draft.topic.is_none();
    let error = lacks.then(|| AttrValue::from(text::CHOOSE_TOPIC.get(lang)));
    html! { <RadioGroup legend={text::TOPIC.get(lang)} {choices} {error} /> }
}

fn from_whom(
    lang: Lang,
    draft: &Draft,
    people: &[(AccountId, GrantedTo)],
    lacks: bool,
    change: &Callback<Draft>,
) -> Html {
    let choice = |words: Text, hint: Text, from: Option<Vec<AccountId>>| {
        let is_chosen = draft.from.is_some() == from.is_some();
        let draft = Draft { from, ..draft.clone() };
        Choice {
            text: words.get(lang).into(),
            hint: Some(hint.get(lang).into()),
            is_chosen,
            on_choose: change.reform(move |()| draft.clone()),
        }
    };
    let chosen = draft.from.clone();
    let choices = vec![
        choice(text::FROM_EVERYBODY, text::FROM_EVERYBODY_HINT, None),
        choice(text::FROM_CHOSEN, text::FROM_CHOSEN_HINT, Some(chosen.clone().unwrap_or_default())),
    ];
    let lacks = lacks && chosen.as_ref().is_some_and(Vec::is_empty);
    let error = lacks.then(|| AttrValue::from(text::CHOOSE_PEOPLE.get(lang)));
    let boxes = chosen.map(|chosen| {
        people
            .iter()
            .map(|(account, to)| {
                let is_on = chosen.contains(account);
                let mut from = chosen.clone();
                from.retain(|one| one != account);
                if !is_on {
                    from.push(*account);
                }
                let draft = Draft { from: Some(from), ..draft.clone() };
                let on_change = change.reform(move |_: bool| draft.clone());
                html! {
                    <Checkbox key={account.to_string()} text={text::who(lang, to)} {is_on} {on_change} />
                }
            })
            .collect::<Html>()
    });
    html! {
        <>
            <RadioGroup legend={text::FROM_WHOM.get(lang)} {choices} {error} />
            if boxes.is_some() && people.is_empty() {
                <p class="muted">{ text::NOBODY_TO_CHOOSE.get(lang) }</p>
            }
            { boxes.unwrap_or_default() }
        </>
    }
}

#[derive(Properties, PartialEq)]
pub struct HiddenRowProps {
    pub patient: PatientId,
    pub line: HiddenLine,
    pub on_done: Callback<()>,
}

/// One thing that is hidden, and the button that shows it again.
#[component]
pub fn HiddenRow(HiddenRowProps { patient, line, on_done }: &HiddenRowProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let (patient, id) = (*patient, line.id);
    let on_click = {
        let (act, on_done) = (act.clone(), on_done.clone());
        Callback::from(move |()| {
            let on_done = on_done.clone();
            act.send(LiftHiding { patient, hiding: id }, move |_| {
                say(text::SHOWN_NOW.get(lang));
                on_done.emit(());
            });
        })
    };
    let title = match (line.topic, &line.name) {
        (Some(topic), _) => topic.text().get(lang).to_owned(),
        (None, Some(name)) => name.clone(),
        (None, None) => text::A_NOTE.get(lang).to_owned(),
    };
    let from = if line.from.is_empty() {
        text::FROM_EVERYBODY.get(lang).to_owned()
    } else {
        line.from.iter().map(|to| text::who(lang, to)).collect::<Vec<_>>().join("; ")
    };
    let at = format::moment(lang, line.hidden_at, browser::offset_at(line.hidden_at));
    html! {
        <li>
            <div class="rows__text">
                <h3 class="rows__title">{ title }</h3>
                <p class="muted">
                    if let Some(section) = line.section {
                        { section.text().get(lang) }{ " · " }
                    }
                    { from }{ " · " }{ at }
                </p>
                if line.is_told {
                    <p class="muted">{ text::TELL.get(lang) }</p>
                }
                if let Some(problem) = act.problem() {
                    { failure(lang, problem, None) }
                }
            </div>
            <Button kind={ButtonKind::Secondary} icon={Icon::Eye} busy={act.is_busy()} {on_click}>
                { text::SHOW_AGAIN.get(lang) }
            </Button>
        </li>
    }
}
