use shared::contract::{FieldReason, Problem};
use shared::feed::api::{AttachFeedMessage, DismissFeedMessage, FindFeedMessage, RetryFeedMessage};
use shared::feed::model::{
    AttachTo, DISMISSAL_MAX, Dismissal, FeedMessage, MessageDetail, MessageState, PersonInMessage,
    WaitingReason,
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
    Button, ButtonKind, Checkbox, Dialog, Fact, Icon, SkeletonKind, TextField, failure, say,
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
        let is_in_card = detail.message.state == MessageState::Attached;
        let words = if is_in_card { text::GONE } else { text::FORGOTTEN };
        return html! { <p>{ words.get(lang) }</p> };
    }
    html! {
        <>
            if let Some(why) = &detail.dismissal {
                <p><b>{ text::DISMISSED_BECAUSE.get(lang) }{ ": " }</b>{ why }</p>
            }
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
                <Actions id={detail.message.id} reason={detail.message.reason}
                    refused={detail.refused} {on_detail} />
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
    /// Why the card that was named last was not taken.
    refused: Option<WaitingReason>,
    on_detail: Callback<MessageDetail>,
}

#[component]
fn Actions(props: &ActionsProps) -> Html {
    let lang = use_lang();
    let (id, before) = (props.id, props.reason);
    let (retry, attach) = (use_act(), use_act());
    let number = use_state(String::new);
    let confirmed = use_state_eq(|| false);
    let asks_away = use_state_eq(|| false);
    let ask = |is_on: bool| {
        let asks_away = asks_away.clone();
        Callback::from(move |()| asks_away.set(is_on))
    };
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
                if detail.refused.is_none() {
                    say(attached(lang, &detail));
                }
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
    let asks = [props.reason, props.refused]
        .into_iter()
        .flatten()
        .any(|reason| matches!(reason, WaitingReason::AnotherPerson | WaitingReason::Unconfirmed));
    let dismiss = html! {
        <Button kind={ButtonKind::Quiet} on_click={ask(true)}>{ text::DISMISS.get(lang) }</Button>
    };
    // Beside the form and not in it: it holds a form of its own.
    let dialog = html! {
        <Dialog open={*asks_away} title={text::DISMISS.get(lang)} on_close={ask(false)}>
            <DismissForm {id} on_detail={props.on_detail.clone()} on_close={ask(false)} />
        </Dialog>
    };
    // What cannot be read cannot be attached either; read anew it may be, once the program is.
    if props.reason == Some(WaitingReason::Unreadable) {
        return html! {
            <>
                <div class="row">
                    <Button kind={ButtonKind::Secondary} busy={retry.is_busy()} on_click={on_retry}>
                        { text::RETRY.get(lang) }
                    </Button>
                    { dismiss }
                </div>
                { told(lang, retry.problem()) }
                { dialog }
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
                if let Some(refused) = props.refused {
                    <p class="field__error" role="alert">
                        { Icon::Alert.draw() }
                        <span>{ text::NOT_ATTACHED.get(lang) }{ ". " }{ refused.text().get(lang) }{ "." }</span>
                    </p>
                }
                { told(lang, attach.problem().filter(|problem| problem.fields.is_empty())) }
                <div class="row">
                    <Button submits=true busy={attach.is_busy()}>{ text::ATTACH.get(lang) }</Button>
                    <Button kind={ButtonKind::Secondary} busy={retry.is_busy()} on_click={on_retry}>
                        { text::RETRY.get(lang) }
                    </Button>
                    { dismiss }
                </div>
            </form>
            { told(lang, retry.problem()) }
            { dialog }
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
struct DismissFormProps {
    id: Uuid,
    on_detail: Callback<MessageDetail>,
    on_close: Callback<()>,
}

#[component]
fn DismissForm(props: &DismissFormProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let typed = use_state_eq(String::new);
    let wrong = use_state_eq(|| None::<FieldReason>);
    let field = field_id(props.id, "reason");
    let onsubmit = {
        let (act, typed, wrong, field) = (act.clone(), typed.clone(), wrong.clone(), field.clone());
        let (on_detail, on_close, id) = (props.on_detail.clone(), props.on_close.clone(), props.id);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let body = Dismissal { reason: Some((*typed).clone()) };
            if let Err(reason) = body.check() {
                wrong.set(Some(reason));
                return browser::focus_id(&field);
            }
            let (on_detail, on_close) = (on_detail.clone(), on_close.clone());
            act.send(DismissFeedMessage { message: id, body }, move |detail| {
                on_close.emit(());
                say(text::DISMISSED.get(lang));
                on_detail.emit(detail);
            });
        })
    };
    let on_change = {
        let (typed, wrong, act) = (typed.clone(), wrong.clone(), act.clone());
        Callback::from(move |words| {
            (typed.set(words), wrong.set(None));
            act.clear();
        })
    };
    let error = (*wrong).or_else(|| act.field("reason"));
    html! {
        <form class="form" novalidate=true {onsubmit}>
            <p>{ text::DISMISS_ASK.get(lang) }</p>
            <TextField id={field} label={text::DISMISSAL.get(lang)} autocomplete="off"
                hint={text::DISMISSAL_HINT.get(lang)} limit={DISMISSAL_MAX}
                value={(*typed).clone()} {on_change}
                error={error.map(|reason| AttrValue::from(reason.text().get(lang)))} />
            { told(lang, act.problem().filter(|problem| problem.fields.is_empty())) }
            <div class="row">
                <Button kind={ButtonKind::Danger} submits=true busy={act.is_busy()}>
                    { text::DISMISS.get(lang) }
                </Button>
                <Button kind={ButtonKind::Quiet} on_click={props.on_close.clone()}>
                    { shell::CANCEL.get(lang) }
                </Button>
            </div>
        </form>
    }
}
