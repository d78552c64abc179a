use shared::admin::api::{AddDepartment, ChangeDepartment, CloseDepartment};
use shared::admin::model::{Closing, Department, DepartmentName, NewDepartment};
use shared::admin::rules::NAME_MAX;
use shared::admin::text;
use shared::shell;
use uuid::Uuid;
use yew::prelude::*;

use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{
    Button, ButtonKind, Dialog, Icon, TagKind, TextField, empty_state, failure, say, tag,
};

#[derive(Properties, PartialEq)]
pub struct DepartmentsProps {
    pub departments: Vec<Department>,
    pub on_changed: Callback<()>,
}

/// The parts of the organization, open ones first.
#[component]
pub fn Departments(props: &DepartmentsProps) -> Html {
    let lang = use_lang();
    html! {
        <section class="stack" aria-label={text::DEPARTMENTS.get(lang)}>
            <Add on_done={props.on_changed.clone()} />
            if props.departments.is_empty() {
                { empty_state(Icon::Folder, text::NO_DEPARTMENTS.get(lang), Html::default()) }
            } else {
                <ul class="rows">
                    for department in &props.departments {
                        <Row key={format!("{} {}", department.id, department.version)}
                            department={department.clone()} on_changed={props.on_changed.clone()} />
                    }
                </ul>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct AddProps {
    on_done: Callback<()>,
}

#[component]
fn Add(AddProps { on_done }: &AddProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let typed = use_state_eq(String::new);
    // One for all tries of the same name: a lost answer opens nothing twice.
    let key = use_state_eq(Uuid::new_v4);
    let onsubmit = {
        let (act, typed, key, on_done) = (act.clone(), typed.clone(), key.clone(), on_done.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let body = NewDepartment { name: (*typed).clone(), key: *key };
            let (typed, key, on_done) = (typed.setter(), key.setter(), on_done.clone());
            act.send(AddDepartment { body }, move |_| {
                say(text::KEPT.get(lang));
                typed.set(String::new());
                key.set(Uuid::new_v4());
                on_done.emit(());
            });
        })
    };
    let on_change = {
        let (typed, key, act) = (typed.setter(), key.setter(), act.clone());
        Callback::from(move |name: String| {
            typed.set(name);
            key.set(Uuid::new_v4());
            act.clear();
        })
    };
    let error = act.field("name").map(|why| AttrValue::from(why.text().get(lang)));
    html! {
        <form class="stack" novalidate=true {onsubmit}>
            <TextField label={text::DEPARTMENT_NAME.get(lang)}
                limit={NAME_MAX} autocomplete="off" value={(*typed).clone()} {on_change} {error} />
            if let Some(problem) = act.problem().filter(|problem| problem.fields.is_empty()) {
                { failure(lang, problem, None) }
            }
            <p>
                <Button kind={ButtonKind::Secondary} icon={Icon::Plus} submits=true busy={act.is_busy()}>
                    { text::ADD_DEPARTMENT.get(lang) }
                </Button>
            </p>
        </form>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    department: Department,
    on_changed: Callback<()>,
}

/// One department; a closed one is only read.
#[component]
fn Row(RowProps { department, on_changed }: &RowProps) -> Html {
    let lang = use_lang();
    let (renames, closes) = (use_state_eq(|| false), use_state_eq(|| false));
    let set = |state: &UseStateHandle<bool>, is_on: bool| {
        let state = state.setter();
        Callback::from(move |()| state.set(is_on))
    };
    let is_open = department.closed_at.is_none();
    let name = department.name.clone();
    let full = |word: &str| format!("{word}: {name}");
    let (change, close) = (text::CHANGE.get(lang), text::CLOSE.get(lang));
    html! {
        <li>
            <div class="rows__text">
                <p><b>{ name.clone() }</b></p>
                <p class="muted">
                    { text::staff(lang, department.staff.into()) }
                    if !is_open {
                        { " " }{ tag(TagKind::Neutral, None, text::CLOSED.get(lang)) }
                    }
                </p>
            </div>
            if is_open {
                <div class="row">
                    <Button kind={ButtonKind::Secondary} name={full(change)} on_click={set(&renames, true)}>{ change }</Button>
                    <Button kind={ButtonKind::Quiet} name={full(close)} on_click={set(&closes, true)}>{ close }</Button>
                </div>
                <Dialog open={*renames} title={name.clone()} on_close={set(&renames, false)}>
                    <Rename department={department.clone()} on_done={on_changed.clone()} />
                </Dialog>
                <Dialog open={*closes} title={text::CLOSE_DEPARTMENT.get(lang)} on_close={set(&closes, false)}>
                    <Close department={department.clone()} on_done={on_changed.clone()} on_back={set(&closes, false)} />
                </Dialog>
            }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct RenameProps {
    department: Department,
    on_done: Callback<()>,
}

#[component]
fn Rename(RenameProps { department, on_done }: &RenameProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let typed = use_state_eq(|| department.name.clone());
    let onsubmit = {
        let (act, typed, on_done) = (act.clone(), typed.clone(), on_done.clone());
        let (id, version) = (department.id, department.version);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let body = DepartmentName { name: (*typed).clone(), version };
            let on_done = on_done.clone();
            act.send(ChangeDepartment { department: id, body }, move |_| {
                say(text::KEPT.get(lang));
                on_done.emit(());
            });
        })
    };
    let on_change = {
        let (typed, act) = (typed.setter(), act.clone());
        Callback::from(move |name: String| {
            typed.set(name);
            act.clear();
        })
    };
    let error = act.field("name").map(|why| AttrValue::from(why.text().get(lang)));
    html! {
        <form class="own-form" novalidate=true {onsubmit}>
            <TextField label={text::DEPARTMENT_NAME.get(lang)} limit={NAME_MAX} autocomplete="off"
                value={(*typed).clone()} {on_change} {error} />
            if let Some(problem) = act.problem().filter(|problem| problem.fields.is_empty()) {
                { failure(lang, problem, None) }
            }
            <p><Button submits=true busy={act.is_busy()}>{ text::SAVE.get(lang) }</Button></p>
        </form>
    }
}

#[derive(Properties, PartialEq)]
struct CloseProps {
    department: Department,
    on_done: Callback<()>,
    on_back: Callback<()>,
}

/// What closing means, before it is done.
#[component]
fn Close(CloseProps { department, on_done, on_back }: &CloseProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let on_close = {
        let (act, on_done) = (act.clone(), on_done.clone());
        let (id, version) = (department.id, department.version);
        Callback::from(move |()| {
            let on_done = on_done.clone();
            act.send(CloseDepartment { department: id, body: Closing { version } }, move |_| {
                say(text::DEPARTMENT_CLOSED.get(lang));
                on_done.emit(());
            });
        })
    };
    html! {
        <div class="stack">
            <p><b>{ department.name.clone() }</b></p>
            <p>{ text::CLOSE_WARNING.get(lang) }</p>
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            <div class="row">
                <Button kind={ButtonKind::Danger} busy={act.is_busy()} on_click={on_close}>
                    { text::CLOSE_DEPARTMENT.get(lang) }
                </Button>
                <Button kind={ButtonKind::Quiet} on_click={on_back.clone()}>{ shell::CANCEL.get(lang) }</Button>
            </div>
        </div>
    }
}
