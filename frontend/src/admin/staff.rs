use shared::access::model::Role;
use shared::admin::api::SearchStaff;
use shared::admin::model::{Department, Member, StaffPage, StaffQuery, StaffState};
use shared::admin::rules::NAME_MAX;
use shared::admin::text;
use shared::lang::Lang;
use yew::prelude::*;

use super::invite::Invite;
use super::member::Sheet;
use super::pending::Pending;
use crate::load::{Load, use_load};
use crate::pages::use_further;
use crate::prefs::use_lang;
use crate::ui::{
    Button, ButtonKind, Choosable, Column, Combobox, Dialog, Icon, SkeletonKind, TagKind,
    TextField, empty_state, failure, slow_skeleton, table, tag,
};

#[derive(Properties, PartialEq)]
pub struct StaffProps {
    pub departments: Vec<Department>,
    pub on_changed: Callback<()>,
}

/// What is open beside the list.
#[derive(Clone, Debug, PartialEq)]
enum Beside {
    Nothing,
    Invitation,
    Member(Box<Member>),
}

/// Who works here, by name; one at a time is opened beside the list.
#[component]
pub fn Staff(props: &StaffProps) -> Html {
    let lang = use_lang();
    let query =
        use_state_eq(|| StaffQuery { state: Some(StaffState::Live), ..StaffQuery::default() });
    let beside = use_state_eq(|| Beside::Nothing);
    let turn = use_state_eq(|| 0_u32);
    let show = |what: Beside| {
        let beside = beside.setter();
        Callback::from(move |()| beside.set(what.clone()))
    };
    // What was found by another question is not shown on.
    let on_query = {
        let (query, turn) = (query.setter(), turn.clone());
        Callback::from(move |asked: StaffQuery| {
            query.set(asked);
            turn.set(*turn + 1);
        })
    };
    let on_open = {
        let beside = beside.setter();
        Callback::from(move |member: Member| beside.set(Beside::Member(Box::new(member))))
    };
    // The list is asked for anew, with the counts of the page.
    let on_changed = {
        let (turn, beside, on_changed) = (turn.clone(), beside.setter(), props.on_changed.clone());
        Callback::from(move |()| {
            beside.set(Beside::Nothing);
            turn.set(*turn + 1);
            on_changed.emit(());
        })
    };
    let close = show(Beside::Nothing);
    let (title, body) = match &*beside {
        Beside::Nothing => (text::STAFF.get(lang).to_owned(), Html::default()),
        Beside::Invitation => (
            text::INVITE_TITLE.get(lang).to_owned(),
            html! { <Invite departments={props.departments.clone()} on_done={on_changed} /> },
        ),
        Beside::Member(member) => (
            name(lang, member),
            html! {
                <Sheet key={member.account.to_string()} member={(**member).clone()}
                    departments={props.departments.clone()} on_done={on_changed} />
            },
        ),
    };
    let key = turn.to_string();
    html! {
        <section class="stack staff" aria-label={text::STAFF.get(lang)}>
            <p>
                <Button icon={Icon::Plus} on_click={show(Beside::Invitation)}>{ text::INVITE.get(lang) }</Button>
            </p>
            <Filters query={(*query).clone()} departments={props.departments.clone()} {on_query} />
            <Found {key} query={(*query).clone()} {on_open} />
            <Pending key={format!("pending{}", *turn)} />
            <Dialog open={*beside != Beside::Nothing} {title} drawer=true on_close={close}>
                { body }
            </Dialog>
        </section>
    }
}

pub fn name(lang: Lang, member: &Member) -> String {
    if member.name.is_empty() { text::NAME_GONE.get(lang).to_owned() } else { member.name.clone() }
}

#[derive(Properties, PartialEq)]
struct FiltersProps {
    query: StaffQuery,
    departments: Vec<Department>,
    on_query: Callback<StaffQuery>,
}

/// By name, role, department and whether they work now.
#[component]
fn Filters(props: &FiltersProps) -> Html {
    let lang = use_lang();
    let typed = use_state_eq(String::new);
    let query = &props.query;
    let ask = |asked: StaffQuery| props.on_query.reform(move |()| asked.clone());
    let onsubmit = {
        let (typed, query, on_query) = (typed.clone(), query.clone(), props.on_query.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let words = Some(typed.trim().to_owned()).filter(|words| !words.is_empty());
            on_query.emit(StaffQuery { words, ..query.clone() });
        })
    };
    let on_type = {
        let typed = typed.setter();
        Callback::from(move |words: String| typed.set(words))
    };
    let on_role = {
        let query = query.clone();
        props
            .on_query
            .reform(move |word: AttrValue| StaffQuery { role: word.parse().ok(), ..query.clone() })
    };
    let on_department = {
        let query = query.clone();
        props.on_query.reform(move |word: AttrValue| StaffQuery {
            department: word.parse().ok(),
            ..query.clone()
        })
    };
    let role = query.role.map(|role| role.to_string()).unwrap_or_default();
    let department = query.department.map(|id| id.to_string()).unwrap_or_default();
    let states = std::iter::once(None).chain(StaffState::ALL.iter().copied().map(Some));
    let states: Vec<_> =
        states.map(|state| (state, StaffQuery { state, ..query.clone() })).collect();
    html! {
        <form class="stack" novalidate=true {onsubmit}>
            <div class="row" role="group" aria-label={text::STATE.get(lang)}>
                for (state, asked) in states {
                    { chip(lang, state, query.state == state, ask(asked)) }
                }
            </div>
            <div class="row">
                <TextField label={text::SEARCH.get(lang)} kind="search" autocomplete="off" limit={NAME_MAX}
                    value={(*typed).clone()} on_change={on_type} />
                <Button kind={ButtonKind::Secondary} icon={Icon::Search} submits=true>{ text::FIND.get(lang) }</Button>
            </div>
            <div class="row">
                <Combobox label={text::ROLE.get(lang)} options={roles(lang)} value={AttrValue::from(role)}
                    on_choose={on_role} />
                <Combobox label={text::DEPARTMENT.get(lang)} options={departments(lang, &props.departments)}
                    value={AttrValue::from(department)} on_choose={on_department} />
            </div>
        </form>
    }
}

fn chip(lang: Lang, state: Option<StaffState>, is_chosen: bool, ask: Callback<()>) -> Html {
    let words = state.map_or(text::ANY_STATE, StaffState::text);
    let onclick = ask.reform(|_: MouseEvent| ());
    html! {
        <button type="button" class="chip" aria-pressed={is_chosen.to_string()} {onclick}>
            { words.get(lang) }
        </button>
    }
}

fn roles(lang: Lang) -> Vec<Choosable> {
    let any = Choosable { value: AttrValue::default(), text: text::ANY_ROLE.get(lang).into() };
    let role =
        |role: Role| Choosable { value: role.wire().into(), text: role.text().get(lang).into() };
    let known = Role::ALL.iter().copied().filter(|role| role.is_staff()).map(role);
    std::iter::once(any).chain(known).collect()
}

fn departments(lang: Lang, departments: &[Department]) -> Vec<Choosable> {
    let any =
        Choosable { value: AttrValue::default(), text: text::ANY_DEPARTMENT.get(lang).into() };
    let known = departments
        .iter()
        .map(|it| Choosable { value: it.id.to_string().into(), text: it.name.clone().into() });
    std::iter::once(any).chain(known).collect()
}

#[derive(Properties, PartialEq)]
struct FoundProps {
    query: StaffQuery,
    on_open: Callback<Member>,
}

/// Those who fit, page by page.
#[component]
fn Found(FoundProps { query, on_open }: &FoundProps) -> Html {
    let lang = use_lang();
    let first = use_load(SearchStaff { body: query.clone() });
    let further = use_further::<StaffPage>();
    let page = match first.load() {
        Load::Waiting => {
            return slow_skeleton(lang, SkeletonKind::List, first.is_slow(), first.cancel());
        }
        Load::Failed(problem) => return failure(lang, &problem, Some(first.reload())),
        Load::Ready(page) => page,
    };
    if page.members.is_empty() {
        return empty_state(Icon::People, text::NOBODY.get(lang), Html::default());
    }
    let more = {
        let query = query.clone();
        let ask = move |cursor| SearchStaff { body: StaffQuery { cursor, ..query.clone() } };
        further.more(lang, &page, |page| page.next_cursor.as_ref(), ask)
    };
    let members = page.members.iter().chain(further.pages().iter().flat_map(|page| &page.members));
    let columns = [text::NAME, text::ROLE, text::DEPARTMENT, text::TERM, text::STATE]
        .map(|name| Column { name: name.get(lang).into(), is_number: false });
    let rows = members.map(|member| row(lang, member, on_open)).collect();
    html! {
        <>
            <p class="muted" role="status">{ text::found(lang, page.total.into()) }</p>
            { table(text::STAFF.get(lang), &columns, rows) }
            { more }
        </>
    }
}

fn row(lang: Lang, member: &Member, on_open: &Callback<Member>) -> Vec<Html> {
    let shown = name(lang, member);
    let full = format!("{}: {shown}", text::OPEN.get(lang));
    let open = {
        let member = member.clone();
        on_open.reform(move |()| member.clone())
    };
    vec![
        html! {
            <>
                <Button kind={ButtonKind::Quiet} name={full} on_click={open}>{ shown }</Button>
                if let Some(position) = &member.position {
                    <span class="muted">{ " " }{ position }</span>
                }
            </>
        },
        html! { member.role.text().get(lang) },
        html! { member.department_name.clone().unwrap_or_default() },
        html! { text::term(lang, member) },
        state(lang, member.state),
    ]
}

/// Whether somebody works here now, as a tag.
pub fn state(lang: Lang, state: StaffState) -> Html {
    let kind = match state {
        StaffState::Live => TagKind::Positive,
        StaffState::Coming => TagKind::Accent,
        StaffState::Ended => TagKind::Neutral,
    };
    tag(kind, None, state.text().get(lang))
}
