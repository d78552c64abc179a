use shared::accounts::rules::{check_birth_date, parse_date};
use shared::contract::FieldReason;
use shared::id::OrganizationId;
use shared::lang::Lang;
use shared::widgets::api::FindOrder;
use shared::widgets::model::{OrderQuery, OrderReadiness};
use shared::widgets::rules::order_number;
use shared::widgets::words;
use time::Date;
use yew::prelude::*;

use super::heading::Heading;
use super::popup::PortalButton;
use crate::browser;
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Icon, TextField, failure};

const NUMBER: &str = "order-number";
const BIRTH: &str = "order-birth";
const ANSWER: &str = "order-answer";

#[derive(Properties, PartialEq)]
pub struct OrderProps {
    pub clinic: OrganizationId,
}

/// Whether a result is ready: yes or not yet, and nothing besides (WID-1).
#[component]
pub fn Order(OrderProps { clinic }: &OrderProps) -> Html {
    let lang = use_lang();
    let (number, birth) = (use_state_eq(String::new), use_state_eq(String::new));
    let tried = use_state_eq(|| false);
    let answer = use_state_eq(|| None::<OrderReadiness>);
    let act = use_act();
    let wrong_number = order_number(&number).err();
    let day = birth_date(&birth);
    let onsubmit = {
        let (number, answer, tried, act) =
            (number.clone(), answer.setter(), tried.setter(), act.clone());
        let clinic = *clinic;
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            if wrong_number.is_some() {
                return browser::focus_id(NUMBER);
            }
            let Ok(birth_date) = day else { return browser::focus_id(BIRTH) };
            let body = OrderQuery { clinic, number: number.trim().to_owned(), birth_date };
            let answer = answer.clone();
            act.send(FindOrder { body }, move |known| {
                answer.set(Some(known));
                browser::focus_id(ANSWER);
            });
        })
    };
    // An answer is about what was asked, and not about what is typed next.
    let typed = |into: &UseStateHandle<String>| {
        let (into, answer) = (into.setter(), answer.setter());
        Callback::from(move |value: String| {
            answer.set(None);
            into.set(value);
        })
    };
    let said = |server: &str, reason: Option<FieldReason>| {
        let reason = reason.filter(|_| *tried).or_else(|| act.field(server));
        reason.map(|reason| AttrValue::from(reason.text().get(lang)))
    };
    let problem = act.problem().filter(|problem| problem.fields.is_empty());
    html! {
        <>
            <Heading text={words::ORDER_TITLE.get(lang)} />
            <p class="lead">{ words::ORDER_LEAD.get(lang) }</p>
            <form class="form" novalidate=true {onsubmit}>
                <TextField id={NUMBER} label={words::ORDER_NUMBER.get(lang)} hint={words::ORDER_NUMBER_HINT.get(lang)}
                    autocomplete="off" value={(*number).clone()} error={said("number", wrong_number)}
                    on_change={typed(&number)} />
                <TextField id={BIRTH} label={words::BIRTH_DATE.get(lang)} hint={words::BIRTH_DATE_HINT.get(lang)}
                    autocomplete="bday" value={(*birth).clone()} error={said("birth_date", day.err())}
                    on_change={typed(&birth)} />
                if let Some(problem) = problem {
                    { failure(lang, problem, None) }
                }
                <div class="row">
                    <Button submits=true icon={Icon::Search} busy={act.is_busy()}>{ words::ASK_ORDER.get(lang) }</Button>
                </div>
            </form>
            { told(lang, *answer) }
        </>
    }
}

/// The answer: that there is one, and never what it says.
fn told(lang: Lang, answer: Option<OrderReadiness>) -> Html {
    let said = answer.map(|answer| {
        if answer.ready {
            [words::READY, words::READY_WHERE]
        } else {
            [words::NOT_READY, words::NOT_READY_WHY]
        }
    });
    html! {
        <>
            <div id={ANSWER} tabindex="-1" role="status">
                if let Some([answer, why]) = said {
                    <p class="notice"><b>{ answer.get(lang) }</b>{ " " }{ why.get(lang) }</p>
                }
            </div>
            if answer.is_some_and(|answer| answer.ready) {
                <PortalButton path="/" kind={ButtonKind::Secondary} text={words::OPEN_CARD.get(lang)} />
            }
        </>
    }
}

/// A birth date as it was typed.
pub fn birth_date(typed: &str) -> Result<Date, FieldReason> {
    check_birth_date(parse_date(typed)?, browser::today())
}
