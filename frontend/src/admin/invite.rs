use shared::admin::api::InviteMember;
use shared::admin::model::{Department, Invited, NewMember};
use shared::admin::text;
use shared::contract::FieldReason;
use shared::lang::{Lang, Text};
use shared::record::model::Sex;
use yew::prelude::*;

use super::work::{FIELDS, Work, WorkFields, Wrong, wrong};
use crate::prefs::use_lang;
use crate::submit::{Act, use_act};
use crate::ui::{Button, Choice, DateField, DateParts, Icon, RadioGroup, TextField, failure, say};

/// Who is being invited.
#[derive(Clone, Debug, PartialEq)]
struct Draft {
    surname: String,
    given: String,
    patronymic: String,
    birth_date: DateParts,
    sex: Option<Sex>,
    phone: String,
    email: String,
    work: Work,
}

impl Draft {
    fn new() -> Self {
        Self {
            surname: String::new(),
            given: String::new(),
            patronymic: String::new(),
            birth_date: DateParts::default(),
            sex: None,
            phone: String::new(),
            email: String::new(),
            work: Work::new(),
        }
    }

    /// What is sent, once all of it is there; the server looks at the rest.
    fn body(&self) -> Result<NewMember, Wrong> {
        let (from, until) = self.work.term()?;
        let Work { role, department, position, .. } = self.work.clone();
        Ok(NewMember {
            surname: self.surname.clone(),
            given: self.given.clone(),
            patronymic: Some(self.patronymic.clone()).filter(|name| !name.trim().is_empty()),
            birth_date: self.birth_date.date().ok_or(("birth_date", FieldReason::NotADate))?,
            sex: self.sex.ok_or(("sex", FieldReason::Required))?,
            phone: self.phone.clone(),
            email: self.email.clone(),
            role,
            department,
            position,
            from,
            until,
        })
    }
}

#[derive(Properties, PartialEq)]
pub struct InviteProps {
    pub departments: Vec<Department>,
    pub on_done: Callback<()>,
}

/// Somebody new: who it is, how they are reached, and what they will do.
#[component]
pub fn Invite(props: &InviteProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let draft = use_state_eq(Draft::new);
    let here = use_state_eq(|| None::<Wrong>);
    let onsubmit = {
        let (act, draft, here) = (act.clone(), draft.clone(), here.setter());
        let on_done = props.on_done.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let body = match draft.body() {
                Ok(body) => body,
                Err(wrong) => return here.set(Some(wrong)),
            };
            let (draft, on_done) = (draft.setter(), on_done.clone());
            act.send(InviteMember { body }, move |invited: Invited| {
                say(text::invited(lang, &invited.email));
                draft.set(Draft::new());
                on_done.emit(());
            });
        })
    };
    let on_change = {
        let (draft, here, act) = (draft.setter(), here.setter(), act.clone());
        Callback::from(move |changed: Draft| {
            draft.set(changed);
            here.set(None);
            act.clear();
        })
    };
    let on_work = with(&draft, &on_change, |draft, work: Work| draft.work = work);
    let errors = FIELDS.map(|name| wrong(lang, name, *here, &act));
    let problem = act.problem().filter(|problem| problem.fields.is_empty());
    html! {
        <form class="own-form" novalidate=true {onsubmit}>
            <p class="muted">{ text::INVITE_LEAD.get(lang) }</p>
            { who(lang, &draft, &on_change, *here, &act) }
            <WorkFields work={draft.work.clone()} departments={props.departments.clone()}
                begins=true on_change={on_work} {errors} />
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            <p>
                <Button icon={Icon::Check} submits=true busy={act.is_busy()}>{ text::SEND.get(lang) }</Button>
            </p>
        </form>
    }
}

/// What to change when something was typed or chosen.
fn with<T: 'static>(
    draft: &Draft,
    change: &Callback<Draft>,
    set: fn(&mut Draft, T),
) -> Callback<T> {
    let draft = draft.clone();
    change.reform(move |value: T| {
        let mut changed = draft.clone();
        set(&mut changed, value);
        changed
    })
}

fn who(
    lang: Lang,
    draft: &Draft,
    change: &Callback<Draft>,
    here: Option<Wrong>,
    act: &Act,
) -> Html {
    let error = |name: &str| wrong(lang, name, here, act);
    let line = |name: &str, label: Text, value: &str, set: fn(&mut Draft, String)| {
        let on_change = with(draft, change, set);
        html! {
            <TextField label={label.get(lang)} autocomplete="off" value={value.to_owned()}
                {on_change} error={error(name)} />
        }
    };
    let sexes = Sex::ALL.iter().copied().map(|sex| {
        let choose = with(draft, change, |draft, sex: Sex| draft.sex = Some(sex));
        Choice {
            text: sex.text().get(lang).into(),
            hint: None,
            is_chosen: draft.sex == Some(sex),
            on_choose: choose.reform(move |()| sex),
        }
    });
    let on_birth = with(draft, change, |draft, day: DateParts| draft.birth_date = day);
    html! {
        <>
            { line("surname", text::SURNAME, &draft.surname, |draft, typed| draft.surname = typed) }
            { line("given", text::GIVEN, &draft.given, |draft, typed| draft.given = typed) }
            { line("patronymic", text::PATRONYMIC, &draft.patronymic, |draft, typed| draft.patronymic = typed) }
            <DateField legend={text::BIRTH_DATE.get(lang)} value={draft.birth_date.clone()}
                on_change={on_birth} error={error("birth_date")} />
            <RadioGroup legend={text::SEX.get(lang)} choices={sexes.collect::<Vec<_>>()} error={error("sex")} />
            { line("phone", text::PHONE, &draft.phone, |draft, typed| draft.phone = typed) }
            { line("email", text::EMAIL, &draft.email, |draft, typed| draft.email = typed) }
        </>
    }
}
