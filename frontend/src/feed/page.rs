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
    let page = match first.load() {
        Load::Waiting => {
            return slow_skeleton(lang, SkeletonKind::List, first.is_slow(), first.cancel());
        }
        Load::Failed(problem) => return failure(lang, &problem, Some(first.reload())),
        Load::Ready(page) => page,
    };
    if page.messages.is_empty() {
        let (icon, words) = match state {
            Some(_) => (Icon::Check, text::NONE_WAIT),
            None => (Icon::Info, text::NONE_YET),
        };
        return empty_state(icon, words.get(lang), Html::default());
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
    let on_changed = {
        let (reload, further) = (first.reload(), further.clone());
        Callback::from(move |()| {
            further.set(Vec::new());
            reload.emit(());
        })
    };
    html! {
        <>
            <p class="muted" role="status">{ text::waiting(lang, page.waiting.into()) }</p>
            <ul class="rows">
                for message in page.messages.iter().chain(further.iter().flat_map(|page| &page.messages)) {
                    <Row key={message.id.to_string()} message={message.clone()}
                        on_changed={on_changed.clone()} />
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

#[derive(Properties, PartialEq)]
struct RowProps {
    message: FeedMessage,
    on_changed: Callback<()>,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let lang = use_lang();
    let FeedMessage { id, feed, received_at, state, reason, attempts } = props.message.clone();
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
                <p class="muted">{ feed }{ " · " }{ when.clone() }{ told_attempts(lang, attempts) }</p>
            </div>
            <Button kind={if is_waiting && !*opened { ButtonKind::Secondary } else { ButtonKind::Quiet }}
                on_click={toggle} name={format!("{}: {said}, {when}", word.get(lang))}>
                { word.get(lang) }
            </Button>
            if *opened {
                <div class="opened stack">
                    <Message {id} on_changed={props.on_changed.clone()} />
                </div>
            }
        </li>
    }
}

fn told_attempts(lang: Lang, attempts: u32) -> String {
    if attempts > 1 { format!(" · {}", text::attempts(lang, attempts)) } else { String::new() }
}

/// The name of a field of this message: there may be several open at once.
pub fn field_id(id: Uuid, name: &str) -> String {
    format!("{name}-{}", id.simple())
}
