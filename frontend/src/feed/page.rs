use std::rc::Rc;

use shared::feed::api::ListFeedMessages;
use shared::feed::model::{FeedMessage, MessagePage, MessageState};
use shared::feed::text;
use shared::format;
use shared::lang::Lang;
use uuid::Uuid;
use yew::prelude::*;

use super::codes::Codes;
use super::message::Message;
use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::shell::Title;
use crate::submit::use_act;
use crate::ui::{
    Button, ButtonKind, Icon, SkeletonKind, TagKind, empty_state, failure, show_more,
    slow_skeleton, tag,
};

/// The id of the list's heading.
const LIST: &str = "feed-list";

/// What of the desk is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Waiting,
    All,
    Codes,
}

/// What laboratories sent, and what their tests are.
#[component]
pub fn FeedPage() -> Html {
    let lang = use_lang();
    let view = use_state_eq(|| View::Waiting);
    let choices =
        [(View::Waiting, text::WAITING), (View::All, text::DONE), (View::Codes, text::CODES)];
    html! {
        <div class="page">
            <Title text={text::TITLE.get(lang)} />
            <p class="muted">{ text::LEAD.get(lang) }</p>
            <div class="row" role="group" aria-label={text::VIEWS.get(lang)}>
                for (choice, words) in choices {
                    <button type="button" class="chip" aria-pressed={(*view == choice).to_string()}
                        onclick={let view = view.clone(); move |_: MouseEvent| view.set(choice)}>
                        { words.get(lang) }
                    </button>
                }
            </div>
            { match *view {
                View::Waiting => html! { <Messages key="waiting" state={MessageState::Waiting} /> },
                View::All => html! { <Messages key="all" /> },
                View::Codes => html! { <Codes /> },
            } }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct MessagesProps {
    /// All of them where absent.
    #[prop_or_default]
    state: Option<MessageState>,
}

#[component]
fn Messages(MessagesProps { state }: &MessagesProps) -> Html {
    let lang = use_lang();
    let state = *state;
    let first = use_load(ListFeedMessages { state, cursor: None });
    let further = use_state(Vec::<MessagePage>::new);
    let more = use_act();
    let load = first.load();
    let next = use_next(match &load {
        Load::Ready(page) => Some(page.clone()),
        Load::Waiting | Load::Failed(_) => None,
    });
    let page = match load {
        Load::Waiting => {
            return slow_skeleton(lang, SkeletonKind::List, first.is_slow(), first.cancel());
        }
        Load::Failed(problem) => return failure(lang, &problem, Some(first.reload())),
        Load::Ready(page) => page,
    };
    let heading = if state.is_some() { text::WAITING } else { text::DONE };
    let heading = html! { <h2 id={LIST} tabindex="-1">{ heading.get(lang) }</h2> };
    if page.messages.is_empty() {
        let (icon, words) = match state {
            Some(_) => (Icon::Check, text::NONE_WAIT),
            None => (Icon::Info, text::NONE_YET),
        };
        return html! { <>{ heading }{ empty_state(icon, words.get(lang), Html::default()) }</> };
    }
    let last = further.last().unwrap_or(&page);
    let cursor = last.next_cursor.clone();
    let on_more = {
        let (more, further, cursor) = (more.clone(), further.clone(), cursor.clone());
        Callback::from(move |()| {
            let further = further.clone();
            more.send(ListFeedMessages { state, cursor: cursor.clone() }, move |page| {
                let mut pages = (*further).clone();
                pages.push(page);
                further.set(pages);
            });
        })
    };
    let shown = || page.messages.iter().chain(further.iter().flat_map(|page| &page.messages));
    let on_settled = {
        let (reload, further) = (first.reload(), further.clone());
        let shown: Vec<FeedMessage> = shown().cloned().collect();
        Callback::from(move |id: Uuid| {
            next.set(Some(next_after(&shown, id)));
            further.set(Vec::new());
            reload.emit(());
        })
    };
    html! {
        <>
            { heading }
            <p class="muted" role="status">{ text::waiting(lang, page.waiting.into()) }</p>
            <ul class="rows">
                for message in shown() {
                    <Row key={message.id.to_string()} message={message.clone()}
                        on_settled={on_settled.clone()} />
                }
            </ul>
            if let Some(problem) = more.problem() {
                { failure(lang, problem, None) }
            }
            if cursor.is_some() {
                { show_more(lang, more.is_busy(), on_more) }
            }
        </>
    }
}

/// Moves the keyboard to the element of the id that is set: with a message that is settled the
/// place where the keyboard was has gone. Does so once more when the list has been loaded anew,
/// should that place have gone with the old one.
#[hook]
fn use_next(page: Option<Rc<MessagePage>>) -> UseStateHandle<Option<String>> {
    let next = use_state_eq(|| None::<String>);
    use_effect_with((*next).clone(), |next| {
        if let Some(id) = next {
            browser::focus_id(id);
        }
    });
    {
        let next = next.clone();
        use_effect_with(page, move |_| {
            let Some(id) = &*next else { return };
            if browser::is_focus_lost() {
                browser::focus_id(if browser::by_id(id).is_some() { id.as_str() } else { LIST });
            }
            next.set(None);
        });
    }
    next
}

/// The id of what comes after this message among those that wait, from the end on to the first;
/// of the list's heading when none is left.
fn next_after(shown: &[FeedMessage], settled: Uuid) -> String {
    let after = shown.iter().skip_while(|message| message.id != settled).skip(1);
    let before = shown.iter().take_while(|message| message.id != settled);
    let next = after.chain(before).find(|message| message.state == MessageState::Waiting);
    next.map_or_else(|| LIST.to_owned(), |message| field_id(message.id, "open"))
}

#[derive(Properties, PartialEq)]
struct RowProps {
    message: FeedMessage,
    on_settled: Callback<Uuid>,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let lang = use_lang();
    // What an action answered is newer than the list, until that is loaded anew.
    let newer = use_state_eq(|| None::<FeedMessage>);
    {
        let newer = newer.clone();
        use_effect_with(props.message.clone(), move |_| newer.set(None));
    }
    let message = (*newer).clone().unwrap_or_else(|| props.message.clone());
    let FeedMessage { id, feed, received_at, state, reason, attempts, orders } = message;
    let on_answer = {
        let (newer, on_settled) = (newer.clone(), props.on_settled.clone());
        Callback::from(move |message: FeedMessage| {
            let is_settled = message.state != MessageState::Waiting;
            newer.set(Some(message));
            if is_settled {
                on_settled.emit(id);
            }
        })
    };
    let opened = use_state_eq(|| false);
    let toggle = {
        let opened = opened.clone();
        Callback::from(move |()| opened.set(!*opened))
    };
    let is_waiting = state == MessageState::Waiting;
    let look = match state {
        MessageState::Waiting => TagKind::Caution,
        MessageState::Attached => TagKind::Positive,
        MessageState::Control | MessageState::Dismissed => TagKind::Neutral,
    };
    let word = match (*opened, is_waiting) {
        (true, _) => text::CLOSE,
        (false, true) => text::OPEN,
        (false, false) => text::READ,
    };
    let when = format::moment(lang, received_at, browser::offset_at(received_at));
    let said = reason.map_or(state.text(), |reason| reason.text()).get(lang);
    html! {
        <li>
            <div class="rows__text">
                <p><b>{ said }</b>{ " " }
                    if !is_waiting && reason.is_some() {
                        { tag(look, None, state.text().get(lang)) }
                    }
                </p>
                if !orders.is_empty() {
                    <p>{ orders.join(", ") }</p>
                }
                <p class="muted">{ feed }{ " · " }{ when.clone() }{ told_attempts(lang, attempts) }</p>
            </div>
            <Button kind={if is_waiting && !*opened { ButtonKind::Secondary } else { ButtonKind::Quiet }}
                id={field_id(id, "open")} on_click={toggle} name={format!("{}: {said}, {when}", word.get(lang))}>
                { word.get(lang) }
            </Button>
            if *opened {
                <div class="opened stack">
                    <Message {id} {on_answer} />
                </div>
            }
        </li>
    }
}

fn told_attempts(lang: Lang, attempts: u32) -> String {
    if attempts > 1 { format!(" · {}", text::attempts(lang, attempts)) } else { String::new() }
}

/// The id of a field or button of this message: there may be several open at once.
pub fn field_id(id: Uuid, name: &str) -> String {
    format!("{name}-{}", id.simple())
}
