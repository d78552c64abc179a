//! What somebody does: the fields that inviting, changing and taking back have in common.

use shared::access::model::Role;
use shared::admin::model::{Department, Member};
use shared::admin::rules::{GIVEN, NAME_MAX};
use shared::admin::text;
use shared::contract::FieldReason;
use shared::lang::Lang;
use time::Date;
use uuid::Uuid;
use yew::prelude::*;

use crate::prefs::use_lang;
use crate::submit::Act;
use crate::ui::{Choice, Choosable, Combobox, DateField, DateParts, RadioGroup, TextField};

/// What is being chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    pub role: Role,
    pub department: Option<Uuid>,
    pub position: String,
    pub from: DateParts,
    pub until: DateParts,
}

impl Work {
    pub fn new() -> Self {
        Self {
            role: Role::Doctor,
            department: None,
            position: String::new(),
            from: DateParts::default(),
            until: DateParts::default(),
        }
    }

    /// As it is now.
    pub fn of(member: &Member) -> Self {
        Self {
            role: member.role,
            department: member.department,
            position: member.position.clone().unwrap_or_default(),
            from: DateParts::default(),
            until: member.until.map(DateParts::from).unwrap_or_default(),
        }
    }

    /// The same for who comes back: with no term, in a role an organization gives.
    pub fn again(member: &Member) -> Self {
        let role = if GIVEN.contains(&member.role) { member.role } else { Role::Doctor };
        Self { role, until: DateParts::default(), ..Self::of(member) }
    }

    /// The days that were typed; what is no day says so.
    pub fn term(&self) -> Result<(Option<Date>, Option<Date>), Wrong> {
        let day = |name, parts: &DateParts| day(parts).map_err(|why| (name, why));
        Ok((day("from", &self.from)?, day("until", &self.until)?))
    }
}

/// Which field is wrong, and why.
pub type Wrong = (&'static str, FieldReason);

/// A day, or none where nothing was typed.
fn day(parts: &DateParts) -> Result<Option<Date>, FieldReason> {
    let is_empty = [&parts.day, &parts.month, &parts.year].iter().all(|it| it.trim().is_empty());
    if is_empty {
        return Ok(None);
    }
    parts.date().map(Some).ok_or(FieldReason::NotADate)
}

/// What is wrong with a field: by the page itself, or by the server.
pub fn wrong(lang: Lang, name: &str, here: Option<Wrong>, act: &Act) -> Option<AttrValue> {
    let here = here.filter(|(field, _)| *field == name).map(|(_, why)| why);
    here.or_else(|| act.field(name)).map(|why| AttrValue::from(why.text().get(lang)))
}

#[derive(Properties, PartialEq)]
pub struct WorkFieldsProps {
    pub work: Work,
    pub departments: Vec<Department>,
    pub on_change: Callback<Work>,
    /// Whether the first day is asked for.
    #[prop_or_default]
    pub begins: bool,
    /// One's own work: role and term stay.
    #[prop_or_default]
    pub is_mine: bool,
    /// What is wrong: role, department, position, from, until.
    pub errors: [Option<AttrValue>; 5],
}

/// The names of [`WorkFieldsProps::errors`], in their order.
pub const FIELDS: [&str; 5] = ["role", "department", "position", "from", "until"];

#[component]
pub fn WorkFields(props: &WorkFieldsProps) -> Html {
    let lang = use_lang();
    let work = &props.work;
    let [role, department, position, from, until] = props.errors.clone();
    let on_position = with(props, |work, typed: String| work.position = typed);
    let on_from = with(props, |work, day: DateParts| work.from = day);
    let on_until = with(props, |work, day: DateParts| work.until = day);
    let on_department = with(props, |work, id: AttrValue| work.department = id.parse().ok());
    let chosen = work.department.map(|id| id.to_string()).unwrap_or_default();
    html! {
        <>
            if !props.is_mine {
                <RadioGroup legend={text::ROLE.get(lang)} choices={roles(lang, props)} error={role} />
            }
            <Combobox label={text::DEPARTMENT.get(lang)} options={options(lang, props)}
                value={AttrValue::from(chosen)} on_choose={on_department} error={department} />
            <TextField label={text::POSITION.get(lang)} hint={text::POSITION_HINT.get(lang)}
                limit={NAME_MAX} autocomplete="off" value={work.position.clone()}
                on_change={on_position} error={position} />
            if props.begins {
                <DateField legend={text::FROM.get(lang)} hint={text::FROM_HINT.get(lang)}
                    value={work.from.clone()} on_change={on_from} error={from} />
            }
            if !props.is_mine {
                <DateField legend={text::UNTIL.get(lang)} hint={text::UNTIL_HINT.get(lang)}
                    value={work.until.clone()} on_change={on_until} error={until} />
            }
        </>
    }
}

/// What to change when something was typed or chosen.
fn with<T: 'static>(props: &WorkFieldsProps, set: fn(&mut Work, T)) -> Callback<T> {
    let work = props.work.clone();
    props.on_change.reform(move |value: T| {
        let mut changed = work.clone();
        set(&mut changed, value);
        changed
    })
}

/// Those an organization gives, and the one there is.
fn roles(lang: Lang, props: &WorkFieldsProps) -> Vec<Choice> {
    let now = props.work.role;
    let kept = Some(now).filter(|role| !GIVEN.contains(role));
    let choice = |role: Role| {
        let choose = with(props, |work, role: Role| work.role = role);
        Choice {
            text: role.text().get(lang).into(),
            hint: None,
            is_chosen: now == role,
            on_choose: choose.reform(move |()| role),
        }
    };
    GIVEN.iter().copied().chain(kept).map(choice).collect()
}

/// Open departments, the one there is, and none.
fn options(lang: Lang, props: &WorkFieldsProps) -> Vec<Choosable> {
    let none =
        Choosable { value: AttrValue::default(), text: text::NO_DEPARTMENT.get(lang).into() };
    let open = props
        .departments
        .iter()
        .filter(|it| it.closed_at.is_none() || Some(it.id) == props.work.department)
        .map(|it| Choosable { value: it.id.to_string().into(), text: it.name.clone().into() });
    std::iter::once(none).chain(open).collect()
}
