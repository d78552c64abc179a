use shared::contract::FieldReason;
use shared::id::{EntryId, PatientId};
use shared::lang::{Lang, Text};
use shared::record::api::{AddOwn, ChangeOwn, NOTE_MAX};
use shared::record::model::{Criticality, Entry};
use shared::record::own::{
    ChangedOwn, Habit, NAME_MAX, NewOwn, OwnFact, OwnKind, REMARK_MAX, Refused,
};
use shared::record::text as record;
use shared::record::text::own as text;
use uuid::Uuid;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::shell::GoesTo;
use crate::submit::use_act;
use crate::ui::{Button, Choice, RadioGroup, TextField, failure};

const NAME: &str = "own-name";
const REMARK: &str = "own-remark";

/// What becomes of what is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    New,
    Change { entry: EntryId, version: u32 },
}

#[derive(Properties, PartialEq)]
pub struct OwnFormProps {
    pub patient: PatientId,
    pub target: Target,
    /// What stands in the form at first.
    pub fact: OwnFact,
    pub on_saved: Callback<Entry>,
}

/// What is being written, as this place in the history keeps it.
#[derive(Clone, PartialEq)]
struct Draft {
    fact: OwnFact,
    key: Uuid,
}

impl Draft {
    fn recall(place: &str, fact: OwnFact) -> Self {
        let kept = |name: &str| browser::kept(&format!("own-{name}-{place}"));
        let key = kept("key").and_then(|key| key.parse().ok()).unwrap_or_else(Uuid::new_v4);
        // Nothing is kept until something was typed.
        let Some(name) = kept("name") else { return Self { fact, key } };
        let criticality = match kept("danger").as_deref() {
            Some("high") => Some(Criticality::High),
            Some("low") => Some(Criticality::Low),
            Some("unknown") => Some(Criticality::Unknown),
            _ => None,
        };
        let habit = kept("habit").and_then(|habit| habit.parse().ok());
        let (name, remark) = (
            name.strip_prefix('.').unwrap_or(&name).to_owned(),
            kept("remark").unwrap_or_default(),
        );
        Self { fact: OwnFact { name, remark, criticality, habit, ..fact }, key }
    }

    fn keep(&self, place: &str) {
        let keep = |name: &str, text: &str| browser::keep(&format!("own-{name}-{place}"), text);
        let danger = match self.fact.criticality {
            Some(Criticality::High) => "high",
            Some(Criticality::Low) => "low",
            Some(Criticality::Unknown) => "unknown",
            None => "",
        };
        // The point tells a name that was emptied from one that was never typed.
        keep("name", &format!(".{}", self.fact.name));
        keep("remark", &self.fact.remark);
        keep("danger", danger);
        keep("habit", self.fact.habit.map(Habit::wire).unwrap_or_default());
        keep("key", &self.key.to_string());
    }

    fn forget(place: &str) {
        for name in ["name", "remark", "danger", "habit", "key"] {
            browser::keep(&format!("own-{name}-{place}"), "");
        }
    }
}

/// The fields of one kind. What was typed stays until it is saved.
#[component]
pub fn OwnForm(props: &OwnFormProps) -> Html {
    let lang = use_lang();
    let (patient, target) = (props.patient, props.target);
    let place = match target {
        Target::New => props.fact.kind.to_string(),
        Target::Change { entry, .. } => entry.to_string(),
    };
    let draft = use_state_eq(|| Draft::recall(&place, props.fact.clone()));
    let wrong = use_state_eq(|| None::<Refused>);
    let act = use_act();
    let change = {
        let (draft, wrong, place) = (draft.clone(), wrong.setter(), place.clone());
        move |fact: OwnFact| {
            let changed = Draft { fact, key: draft.key };
            changed.keep(&place);
            wrong.set(None);
            draft.set(changed);
        }
    };
    let onsubmit = {
        let (draft, wrong, act) = (draft.clone(), wrong.clone(), act.clone());
        let on_saved = props.on_saved.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Draft { fact, key } = (*draft).clone();
            if let Err(refused) = fact.content() {
                wrong.set(Some(refused));
                return browser::focus_id(if refused.0 == "remark" { REMARK } else { NAME });
            }
            let done = {
                let (place, on_saved) = (place.clone(), on_saved.clone());
                move |entry: Entry| {
                    Draft::forget(&place);
                    on_saved.emit(entry);
                }
            };
            match target {
                Target::New => act.send(AddOwn { patient, body: NewOwn { fact, key } }, done),
                Target::Change { entry, version } => {
                    act.send(
                        ChangeOwn { patient, entry, body: ChangedOwn { fact, version } },
                        done,
                    );
                }
            }
        })
    };
    let problem = act.problem().filter(|problem| problem.fields.is_empty());
    let error = |field: &str| {
        let seen = (*wrong).filter(|(name, _)| *name == field).map(|(_, reason)| reason);
        seen.or_else(|| act.field(field))
    };
    html! {
        <form class="own-form" {onsubmit} novalidate=true>
            <GoesTo />
            { fields(lang, &draft.fact, &error, &change) }
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            <p><Button submits=true busy={act.is_busy()}>{ text::SAVE.get(lang) }</Button></p>
        </form>
    }
}

fn fields<C: Fn(OwnFact) + Clone + 'static>(
    lang: Lang,
    fact: &OwnFact,
    error: &dyn Fn(&str) -> Option<FieldReason>,
    change: &C,
) -> Html {
    let asked = match fact.kind {
        OwnKind::Allergy => Some((text::ALLERGY_NAME, Some(text::ALLERGY_HINT), NAME_MAX)),
        OwnKind::Condition => Some((text::CONDITION_NAME, Some(text::CONDITION_HINT), NAME_MAX)),
        OwnKind::Note => Some((record::NOTE, None, NOTE_MAX)),
        OwnKind::Smoking | OwnKind::Alcohol | OwnKind::Activity => None,
    };
    let to = |set: fn(&mut OwnFact, String)| {
        let (fact, change) = (fact.clone(), change.clone());
        Callback::from(move |text| {
            let mut fact = fact.clone();
            set(&mut fact, text);
            change(fact);
        })
    };
    let words = |field| error(field).map(|reason| AttrValue::from(reason.text().get(lang)));
    let hint = |hint: Option<Text>| hint.map(|hint| AttrValue::from(hint.get(lang)));
    let (remark, remark_hint) = match fact.kind {
        OwnKind::Allergy => (text::REACTION, text::REACTION_HINT),
        _ => (text::REMARK, text::OPTIONAL),
    };
    html! {
        <>
            if let Some((label, name_hint, limit)) = asked {
                <TextField id={NAME} label={label.get(lang)} hint={hint(name_hint)} {limit}
                    multiline={fact.kind == OwnKind::Note} autocomplete="off"
                    value={fact.name.clone()} error={words("name")}
                    on_change={to(|fact, name| fact.name = name)} />
            }
            if fact.kind == OwnKind::Allergy {
                { dangers(lang, fact, change) }
            }
            if asked.is_none() {
                { habits(lang, fact, error("habit").is_some(), change) }
            }
            if fact.kind != OwnKind::Note {
                <TextField id={REMARK} label={remark.get(lang)} hint={hint(Some(remark_hint))}
                    limit={REMARK_MAX} value={fact.remark.clone()} error={words("remark")}
                    autocomplete="off" on_change={to(|fact, remark| fact.remark = remark)} />
            }
        </>
    }
}

fn dangers<C: Fn(OwnFact) + Clone + 'static>(lang: Lang, fact: &OwnFact, change: &C) -> Html {
    let choices = [Criticality::High, Criticality::Low, Criticality::Unknown].map(|one| {
        let (fact, change) = (fact.clone(), change.clone());
        let (name, hint) = text::danger(one);
        Choice {
            text: name.get(lang).into(),
            hint: Some(hint.get(lang).into()),
            is_chosen: fact.criticality == Some(one),
            on_choose: Callback::from(move |()| {
                change(OwnFact { criticality: Some(one), ..fact.clone() });
            }),
        }
    });
    html! { <RadioGroup legend={text::CRITICALITY.get(lang)} choices={choices.to_vec()} /> }
}

fn habits<C: Fn(OwnFact) + Clone + 'static>(
    lang: Lang,
    fact: &OwnFact,
    is_wrong: bool,
    change: &C,
) -> Html {
    let of_kind = Habit::ALL.iter().copied().filter(|habit| habit.kind() == fact.kind);
    let choices = of_kind.map(|habit| {
        let (fact, change) = (fact.clone(), change.clone());
        Choice {
            text: habit.text().get(lang).into(),
            hint: None,
            is_chosen: fact.habit == Some(habit),
            on_choose: Callback::from(move |()| {
                change(OwnFact { habit: Some(habit), ..fact.clone() });
            }),
        }
    });
    let error = is_wrong.then(|| AttrValue::from(text::CHOOSE.get(lang)));
    html! {
        <RadioGroup legend={text::HOW.get(lang)} choices={choices.collect::<Vec<_>>()} {error} />
    }
}
