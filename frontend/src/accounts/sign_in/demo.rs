use shared::accounts::api::{DemoCredentials, DemoSignIn, ListDemoAccounts};
use shared::accounts::model::Session;
use shared::accounts::text;
use shared::contract::Code;
use shared::id::AccountId;
use shared::shell;
use yew::prelude::*;

use super::view::demo_people;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, failure};

#[derive(Properties, PartialEq)]
pub struct DemoProps {
    /// Only this one, with the name to call them by.
    #[prop_or_default]
    pub only: Option<(AccountId, AttrValue)>,
    pub on_done: Callback<Session>,
    /// Where this is no demo server, or not one of its people.
    #[prop_or_default]
    pub otherwise: Html,
}

/// The invented people of a demo server. Nothing on any other.
#[component]
pub fn Demo(props: &DemoProps) -> Html {
    let lang = use_lang();
    let people = use_load(ListDemoAccounts {});
    let act = use_act();
    let chosen = use_state(|| None::<AccountId>);
    let on_choose = {
        let (act, chosen, on_done) = (act.clone(), chosen.clone(), props.on_done.clone());
        Callback::from(move |account| {
            chosen.set(Some(account));
            let on_done = on_done.clone();
            let body = DemoCredentials { account };
            act.send(DemoSignIn { body }, move |session| on_done.emit(session));
        })
    };
    let list = match people.load() {
        Load::Waiting if props.only.is_some() => {
            return html! { <p class="muted" role="status">{ shell::LOADING.get(lang) }</p> };
        }
        Load::Waiting => return Html::default(),
        Load::Failed(problem) if problem.code == Code::NotFound || props.only.is_some() => {
            return props.otherwise.clone();
        }
        Load::Failed(problem) => return failure(lang, &problem, Some(people.reload())),
        Load::Ready(list) => list,
    };
    let trouble = act.problem().map(|problem| failure(lang, problem, None));
    let Some((account, name)) = props.only.clone() else {
        return html! {
            <section class="stack" aria-labelledby="demo">
                <p class="overline">{ text::DEMO_PART.get(lang) }</p>
                <h2 id="demo">{ text::DEMO_TITLE.get(lang) }</h2>
                <p class="lead">{ text::DEMO_LEAD.get(lang) }</p>
                { trouble.unwrap_or_default() }
                { demo_people(lang, &list, chosen.filter(|_| act.is_busy()), &on_choose) }
            </section>
        };
    };
    if !list.iter().any(|person| person.account == account) {
        return props.otherwise.clone();
    }
    html! {
        <>
            { trouble.unwrap_or_default() }
            <p>
                <Button busy={act.is_busy()} on_click={on_choose.reform(move |()| account)}>
                    { text::SIGN_IN_AS.get(lang) }{ ": " }{ name }
                </Button>
            </p>
        </>
    }
}
