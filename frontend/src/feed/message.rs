use shared::contract::Problem;
use shared::feed::api::{AttachFeedMessage, DismissFeedMessage, FindFeedMessage, RetryFeedMessage};
use shared::feed::model::{
    AttachTo, FeedMessage, MessageDetail, MessageState, PersonInMessage, WaitingReason,
};
use shared::feed::text;
use shared::lang::Lang;
use shared::shell;
use uuid::Uuid;
use yew::prelude::*;

use super::page::field_id;
use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{
    Button, ButtonKind, Checkbox, Dialog, Fact, SkeletonKind, TextField, failure, say,
    slow_skeleton, summary_list,
};

#[derive(Properties, PartialEq)]
pub struct MessageProps {
    pub id: Uuid,
    /// What has become of it, whenever something was done.
    pub on_answer: Callback<FeedMessage>,
}

/// What a message says, and what can be done with it.
#[component]
pub fn Message(props: &MessageProps) -> Html {
    let lang = use_lang();
    let loader = use_load(FindFeedMessage { message: props.id });
    match loader.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel()),
        Load::Failed(problem) => failure(lang, &problem, Some(loader.reload())),
        Load::Ready(detail) => html! {
            <Told detail={(*detail).clone()} on_answer={props.on_answer.clone()} />
        },
    }
}

#[derive(Properties, PartialEq)]
struct ToldProps {
    detail: MessageDetail,
    on_answer: Callback<FeedMessage>,
}

#[component]
fn Told(props: &ToldProps) -> Html {
    let lang = use_lang();
    // What an action answered is newer than what was loaded.
    let newer = use_state(|| None::<MessageDetail>);
    let detail = (*newer).clone().unwrap_or_else(|| props.detail.clone());
    let on_detail = {
        let (newer, on_answer) = (newer.clone(), props.on_answer.clone());
        Callback::from(move |detail: MessageDetail| {
            let message = detail.message.clone();
            newer.set(Some(detail));
            on_answer.emit(message);
        })
    };
    if detail.segments.is_empty() {
        return html! { <p>{ text::GONE.get(lang) }</p> };
    }
    html! {
        <>
            for person in &detail.people {
                { about(lang, person) }
            }
            if !detail.details.is_empty() {
                <div>
                    <p><b>{ text::WRONG.get(lang) }</b></p>
                    <ul>
                        for line in &detail.details {
                            <li><code lang="en">{ line }</code></li>
                        }
                    </ul>
                </div>
            }
            <details class="raw-more">
                <summary>{ text::AS_IT_CAME.get(lang) }</summary>
                // Scrolled by the keyboard too, and so it needs a name.
                <pre class="raw" tabindex="0" role="group" aria-label={text::AS_IT_CAME.get(lang)}>
                    for line in &detail.segments {
                        <code>{ line }</code>
                    }
                </pre>
            </details>
            if detail.message.state == MessageState::Waiting {
                <Actions id={detail.message.id} reason={detail.message.reason} {on_detail} />
            }
        </>
    }
}

fn about(lang: Lang, person: &PersonInMessage) -> Html {
    let words = |value: Option<String>| {
        let value = value.filter(|value| !value.trim().is_empty());
        html! { value.unwrap_or_else(|| text::NOT_SENT.get(lang).to_owned()) }
    };
    let list = |items: &[String]| (!items.is_empty()).then(|| items.join(", "));
    let fact = |name: shared::lang::Text, value| Fact { name: name.get(lang).into(), value };
    summary_list(vec![
        fact(text::NAME, words(person.name.clone())),
        fact(text::BIRTH_DATE, words(person.birth_date.as_deref().map(day))),
        fact(text::NUMBERS, words(list(&person.identifiers))),
        fact(text::ORDERS, words(list(&person.orders))),
    ])
}

/// `19850312` as people write it; what is no day stays as it came.
fn day(sent: &str) -> String {
    let (Some(year), Some(month), Some(day)) = (sent.get(..4), sent.get(4..6), sent.get(6..8))
    else {
        return sent.to_owned();
    };
    let is_day = sent.get(..8).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    if is_day { format!("{day}.{month}.{year}") } else { sent.to_owned() }
}

#[derive(Properties, PartialEq)]
struct ActionsProps {
    id: Uuid,
    reason: Option<WaitingReason>,
    on_detail: Callback<MessageDetail>,
}

#[component]
fn Actions(props: &ActionsProps) -> Html {
    let lang = use_lang();
    let (id, before) = (props.id, props.reason);
    let (retry, attach) = (use_act(), use_act());
    let number = use_state(String::new);
    let confirmed = use_state_eq(|| false);
    let on_retry = {
        let (retry, on_detail) = (retry.clone(), props.on_detail.clone());
        Callback::from(move |()| {
            let on_detail = on_detail.clone();
            retry.send(RetryFeedMessage { message: id }, move |detail| {
                say(retried(lang, before, &detail));
                on_detail.emit(detail);
            });
        })
    };
    let field = field_id(id, "card");
    let onsubmit = {
        let (attach, on_detail, number, confirmed) =
            (attach.clone(), props.on_detail.clone(), number.clone(), confirmed.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let on_detail = on_detail.clone();
            let body = AttachTo { card_number: (*number).clone(), confirmed: *confirmed };
            attach.send(AttachFeedMessage { message: id, body }, move |detail| {
                say(attached(lang, &detail));
                on_detail.emit(detail);
            });
        })
    };
    {
        let (field, reason) = (field.clone(), attach.field("card_number"));
        use_effect_with(reason, move |reason| {
            if reason.is_some() {
                browser::focus_id(&field);
            }
        });
    }
    let on_number = {
        let (number, attach) = (number.clone(), attach.clone());
        Callback::from(move |typed| {
            number.set(typed);
            attach.clear();
        })
    };
    let error = attach.field("card_number");
    // Asked for only where there is something to confirm.
    let asks =
        matches!(props.reason, Some(WaitingReason::AnotherPerson | WaitingReason::Unconfirmed));
    // What cannot be read cannot be attached either; read anew it may be, once the program is.
    if props.reason == Some(WaitingReason::Unreadable) {
        return html! {
            <>
                <div class="row">
                    <Button kind={ButtonKind::Secondary} busy={retry.is_busy()} on_click={on_retry}>
                        { text::RETRY.get(lang) }
                    </Button>
                    <Dismiss {id} on_detail={props.on_detail.clone()} />
                </div>
                { told(lang, retry.problem()) }
            </>
        };
    }
    html! {
        <>
            <form class="form" novalidate=true {onsubmit}>
                <TextField id={field} label={text::CARD_NUMBER.get(lang)} autocomplete="off"
                    inputmode="numeric" hint={text::CARD_NUMBER_HINT.get(lang)}
                    value={(*number).clone()} on_change={on_number}
                    error={error.map(|reason| AttrValue::from(reason.text().get(lang)))} />
                if asks {
                    <Checkbox text={text::CONFIRM.get(lang)} is_on={*confirmed}
                        on_change={let confirmed = confirmed.clone(); move |is_on| confirmed.set(is_on)} />
                }
                { told(lang, attach.problem().filter(|problem| problem.fields.is_empty())) }
                <div class="row">
                    <Button submits=true busy={attach.is_busy()}>{ text::ATTACH.get(lang) }</Button>
                    <Button kind={ButtonKind::Secondary} busy={retry.is_busy()} on_click={on_retry}>
                        { text::RETRY.get(lang) }
                    </Button>
                    <Dismiss {id} on_detail={props.on_detail.clone()} />
                </div>
            </form>
            { told(lang, retry.problem()) }
        </>
    }
}

/// What became of it: what still waits says why, for the reason may be the same as before.
fn attached(lang: Lang, detail: &MessageDetail) -> String {
    match (detail.message.state, detail.message.reason) {
        (MessageState::Waiting, Some(reason)) => {
            format!("{}. {}.", text::NOT_ATTACHED.get(lang), reason.text().get(lang))
        }
        (MessageState::Waiting, None) => text::NOT_ATTACHED.get(lang).to_owned(),
        (MessageState::Attached | MessageState::Control | MessageState::Dismissed, _) => {
            text::ATTACHED.get(lang).to_owned()
        }
    }
}

/// The same of one more try, after which the reason may be another one.
fn retried(lang: Lang, before: Option<WaitingReason>, detail: &MessageDetail) -> String {
    let is_same = detail.message.reason == before;
    if is_same && detail.message.state == MessageState::Waiting {
        return text::RETRIED.get(lang).to_owned();
    }
    attached(lang, detail)
}

fn told(lang: Lang, problem: Option<&Problem>) -> Html {
    problem.map(|problem| failure(lang, problem, None)).unwrap_or_default()
}

#[derive(Properties, PartialEq)]
struct DismissProps {
    id: Uuid,
    on_detail: Callback<MessageDetail>,
}

#[component]
fn Dismiss(props: &DismissProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let asks = use_state_eq(|| false);
    let ask = |is_on: bool| {
        let asks = asks.clone();
        Callback::from(move |()| asks.set(is_on))
    };
    let on_dismiss = {
        let (act, asks, on_detail, id) =
            (act.clone(), asks.clone(), props.on_detail.clone(), props.id);
        Callback::from(move |()| {
            let (asks, on_detail) = (asks.clone(), on_detail.clone());
            act.send(DismissFeedMessage { message: id }, move |detail| {
                asks.set(false);
                say(text::DISMISSED.get(lang));
                on_detail.emit(detail);
            });
        })
    };
    let actions = html! {
        <>
            <Button kind={ButtonKind::Danger} busy={act.is_busy()} on_click={on_dismiss}>
                { text::DISMISS.get(lang) }
            </Button>
            <Button kind={ButtonKind::Quiet} on_click={ask(false)}>{ shell::CANCEL.get(lang) }</Button>
        </>
    };
    html! {
        <>
            <Button kind={ButtonKind::Quiet} on_click={ask(true)}>{ text::DISMISS.get(lang) }</Button>
            <Dialog open={*asks} title={text::DISMISS.get(lang)} on_close={ask(false)} {actions}>
                <p>{ text::DISMISS_ASK.get(lang) }</p>
                { told(lang, act.problem()) }
            </Dialog>
        </>
    }
}
