use shared::accounts::api::ListMessages;
use shared::accounts::text::links as words;
use shared::contract::Code;
use shared::format;
use shared::lang::Lang;
use shared::notifications::model::{Channel, Delivery, Message};
use yew::prelude::*;

use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::shell::{Title, not_found_page};
use crate::ui::{
    Button, ButtonKind, Icon, SkeletonKind, TagKind, empty_state, failure, slow_skeleton, tag,
};

/// What a demo server has sent. No other server has such a page.
#[component]
pub fn OutboxPage() -> Html {
    let lang = use_lang();
    let messages = use_load(ListMessages {});
    let body = match messages.load() {
        Load::Failed(problem) if problem.code == Code::NotFound => return not_found_page(lang),
        Load::Failed(problem) => failure(lang, &problem, Some(messages.reload())),
        Load::Waiting => {
            slow_skeleton(lang, SkeletonKind::List, messages.is_slow(), messages.cancel())
        }
        Load::Ready(list) if list.is_empty() => {
            empty_state(Icon::Note, words::NO_MESSAGES.get(lang), Html::default())
        }
        Load::Ready(list) => {
            let mut list: Vec<&Message> = list.iter().collect();
            list.sort_by_key(|message| std::cmp::Reverse(message.at));
            html! {
                <ul class="stack messages">
                    for message in list {
                        { draw(lang, message) }
                    }
                </ul>
            }
        }
    };
    html! {
        <div class="page page--narrow">
            <Title text={words::OUTBOX.get(lang)} />
            <p class="lead">{ words::OUTBOX_LEAD.get(lang) }</p>
            <p>
                <Button kind={ButtonKind::Secondary} on_click={messages.reload()}>
                    { words::RELOAD.get(lang) }
                </Button>
            </p>
            { body }
        </div>
    }
}

fn draw(lang: Lang, message: &Message) -> Html {
    let channel = match message.channel {
        Channel::Sms => words::SMS,
        Channel::Email => words::LETTER,
        Channel::Push => words::BROWSER_CALL,
    };
    let (state, look) = match message.state {
        Delivery::Waiting => (words::WAITING, TagKind::Neutral),
        Delivery::Sent => (words::SENT, TagKind::Accent),
        Delivery::Delivered => (words::DELIVERED, TagKind::Positive),
        Delivery::Failed => (words::FAILED, TagKind::Caution),
    };
    let when = format::moment(lang, message.at, browser::offset_at(message.at));
    html! {
        <li class="panel stack message">
            <p class="muted">
                { tag(TagKind::Neutral, None, channel.get(lang)) }{ " " }
                { &message.to }{ " · " }{ when }{ " " }{ tag(look, None, state.get(lang)) }
            </p>
            if !message.subject.is_empty() {
                <h2 class="card__title">{ &message.subject }</h2>
            }
            <p class="message__body">{ linked(&message.body) }</p>
        </li>
    }
}

/// Links of the body can be followed, as in a letter.
fn linked(body: &str) -> Html {
    let words = body.split_inclusive(char::is_whitespace).map(|word| {
        let bare = word.trim_end();
        if bare.starts_with("https://") || bare.starts_with("http://") {
            let space = word.get(bare.len()..).unwrap_or_default().to_owned();
            html! { <><a href={bare.to_owned()}>{ bare.to_owned() }</a>{ space }</> }
        } else {
            html! { word.to_owned() }
        }
    });
    words.collect()
}
