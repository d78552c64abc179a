use shared::admin::api::{ChangeMember, EmployMember, EndMember};
use shared::admin::model::{Department, Employment, Ending, Member, StaffChange, StaffState};
use shared::admin::text;
use shared::lang::{Lang, Text};
use shared::shell;
use yew::prelude::*;

use super::staff::state;
use super::work::{FIELDS, Work, WorkFields, Wrong, wrong};
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Fact, failure, say, summary_list};

#[derive(Clone, PartialEq, Properties)]
pub struct SheetProps {
    pub member: Member,
    pub departments: Vec<Department>,
    /// Something was changed.
    pub on_done: Callback<()>,
}

/// What is being done with somebody's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    Looking,
    Changing,
    Ending,
    Employing,
}

/// One member: what they do, and what may be done about it.
#[component]
pub fn Sheet(props: &SheetProps) -> Html {
    let lang = use_lang();
    let doing = use_state_eq(|| Doing::Looking);
    let to = |what: Doing| {
        let doing = doing.setter();
        Callback::from(move |()| doing.set(what))
    };
    let back = to(Doing::Looking);
    match *doing {
        Doing::Looking => {
            let member = &props.member;
            html! {
                <div class="stack">
                    { facts(lang, member) }
                    if member.is_me {
                        <p class="muted">{ text::MINE.get(lang) }</p>
                    }
                    <div class="row">{ buttons(lang, member, &to) }</div>
                </div>
            }
        }
        Doing::Changing => {
            html! { <WorkForm sheet={props.clone()} employs=false on_back={back} /> }
        }
        Doing::Employing => {
            html! { <WorkForm sheet={props.clone()} employs=true on_back={back} /> }
        }
        Doing::Ending => html! { <End sheet={props.clone()} on_back={back} /> },
    }
}

fn buttons(lang: Lang, member: &Member, to: &impl Fn(Doing) -> Callback<()>) -> Html {
    if member.state == StaffState::Ended {
        return html! {
            <Button on_click={to(Doing::Employing)}>{ text::EMPLOY.get(lang) }</Button>
        };
    }
    html! {
        <>
            <Button kind={ButtonKind::Secondary} on_click={to(Doing::Changing)}>{ text::CHANGE.get(lang) }</Button>
            if !member.is_me {
                <Button kind={ButtonKind::Danger} on_click={to(Doing::Ending)}>{ text::END.get(lang) }</Button>
            }
        </>
    }
}

fn facts(lang: Lang, member: &Member) -> Html {
    let fact = |name: Text, value: Html| Fact { name: name.get(lang).into(), value };
    let words = |words: &Option<String>| html! { words.clone().unwrap_or_else(|| "—".to_owned()) };
    let me = if member.is_me { format!(" ({})", text::ME.get(lang)) } else { String::new() };
    summary_list(vec![
        fact(text::ROLE, html! { <>{ member.role.text().get(lang) }{ me }</> }),
        fact(text::DEPARTMENT, words(&member.department_name)),
        fact(text::POSITION, words(&member.position)),
        fact(text::TERM, html! { text::term(lang, member) }),
        fact(text::STATE, state(lang, member.state)),
    ])
}

#[derive(Properties, PartialEq)]
struct WorkFormProps {
    sheet: SheetProps,
    /// Whether somebody is taken back; else what they do is changed.
    employs: bool,
    on_back: Callback<()>,
}

/// What somebody does from now on.
#[component]
fn WorkForm(props: &WorkFormProps) -> Html {
    let lang = use_lang();
    let (member, employs) = (props.sheet.member.clone(), props.employs);
    let act = use_act();
    let work = use_state_eq(|| if employs { Work::again(&member) } else { Work::of(&member) });
    let here = use_state_eq(|| None::<Wrong>);
    let onsubmit = {
        let (act, work, here) = (act.clone(), work.clone(), here.setter());
        let (member, on_done) = (member.clone(), props.sheet.on_done.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (from, until) = match work.term() {
                Ok(term) => term,
                Err(wrong) => return here.set(Some(wrong)),
            };
            let Work { role, department, position, .. } = (*work).clone();
            let (account, version, on_done) = (member.account, member.version, on_done.clone());
            if employs {
                let body = Employment { role, department, position, from, until, version };
                act.send(EmployMember { account, body }, move |_| {
                    say(text::EMPLOYED.get(lang));
                    on_done.emit(());
                });
            } else {
                let body = StaffChange { role, department, position, until, version };
                act.send(ChangeMember { account, body }, move |_| {
                    say(text::SAVED.get(lang));
                    on_done.emit(());
                });
            }
        })
    };
    let on_change = {
        let (work, here, act) = (work.setter(), here.setter(), act.clone());
        Callback::from(move |changed: Work| {
            work.set(changed);
            here.set(None);
            act.clear();
        })
    };
    let errors = FIELDS.map(|name| wrong(lang, name, *here, &act));
    let problem = act.problem().filter(|problem| problem.fields.is_empty());
    let word = if employs { text::EMPLOY } else { text::SAVE };
    html! {
        <form class="own-form" novalidate=true {onsubmit}>
            <WorkFields work={(*work).clone()} departments={props.sheet.departments.clone()}
                begins={employs} is_mine={member.is_me} {on_change} {errors} />
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            <div class="row">
                <Button submits=true busy={act.is_busy()}>{ word.get(lang) }</Button>
                <Button kind={ButtonKind::Quiet} on_click={props.on_back.clone()}>{ shell::CANCEL.get(lang) }</Button>
            </div>
        </form>
    }
}

#[derive(Properties, PartialEq)]
struct EndProps {
    sheet: SheetProps,
    on_back: Callback<()>,
}

/// What ending means, before it is done.
#[component]
fn End(EndProps { sheet, on_back }: &EndProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let on_end = {
        let (act, on_done) = (act.clone(), sheet.on_done.clone());
        let (account, version) = (sheet.member.account, sheet.member.version);
        Callback::from(move |()| {
            let on_done = on_done.clone();
            act.send(EndMember { account, body: Ending { version } }, move |_| {
                say(text::ENDED.get(lang));
                on_done.emit(());
            });
        })
    };
    html! {
        <div class="stack">
            <p>{ text::END_WARNING.get(lang) }</p>
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            <div class="row">
                <Button kind={ButtonKind::Danger} busy={act.is_busy()} on_click={on_end}>{ text::END_NOW.get(lang) }</Button>
                <Button kind={ButtonKind::Quiet} on_click={on_back.clone()}>{ shell::CANCEL.get(lang) }</Button>
            </div>
        </div>
    }
}
