use shared::accounts::api::{DemoCredentials, DemoSignIn, ListDemoAccounts};
use shared::accounts::text;
use shared::contract::Code;
use shared::id::AccountId;
use shared::shell;
use yew::prelude::*;

use super::view::demo_people;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router;
use crate::session::{Who, use_session};
use crate::shell::Title;
use crate::submit::use_submit;
use crate::ui::{
    Button, ButtonKind, Dialog, Icon, SkeletonKind, empty_state, failure, slow_skeleton,
};

#[derive(Properties, PartialEq)]
pub struct SignInPageProps {
    /// The address to go to afterwards.
    pub next: Option<String>,
}

/// The way in. On a demo server one chooses whose eyes to look through.
#[component]
pub fn SignInPage(props: &SignInPageProps) -> Html {
    let lang = use_lang();
    let session = use_session();
    let is_known = matches!(session.who(), Who::Known(_));
    use_effect_with((is_known, props.next.clone()), |(is_known, next)| {
        if *is_known {
            // Only ever a page of this app: a link from outside cannot choose where people land.
            router::replace(match Route::parse(next.as_deref().unwrap_or_default()) {
                Route::NotFound | Route::SignIn { .. } => Route::Home,
                page => page,
            });
        }
    });
    html! {
        <div class="page page--narrow">
            <Title text={text::DEMO_TITLE.get(lang)} window={text::SIGN_IN.get(lang)} />
            <People />
        </div>
    }
}

/// Everybody there is to sign in as.
#[component]
fn People() -> Html {
    let lang = use_lang();
    let people = use_load(ListDemoAccounts {});
    let (submit, chosen, on_choose) = use_sign_in();
    match people.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, people.is_slow(), people.cancel()),
        Load::Failed(problem) if problem.code == Code::NotFound => {
            empty_state(Icon::Lock, text::NO_WAY_IN.get(lang), Html::default())
        }
        Load::Failed(problem) => failure(lang, &problem, Some(people.reload())),
        Load::Ready(people) => html! {
            <>
                <p class="lead">{ text::DEMO_LEAD.get(lang) }</p>
                if let Some(problem) = submit.problem() {
                    { failure(lang, problem, None) }
                }
                { demo_people(lang, &people, chosen.filter(|_| submit.is_busy()), &on_choose) }
            </>
        },
    }
}

/// Asks the person to sign in again where they are; what they typed waits behind the dialog.
#[component]
pub fn SignInAgain() -> Html {
    let lang = use_lang();
    let session = use_session();
    let (submit, _, on_choose) = use_sign_in();
    let Some(known) = session.session() else { return Html::default() };
    let (account, open) = (known.account, session.has_ended());
    let on_leave = Callback::from(move |()| session.leave());
    let actions = html! {
        <>
            <Button busy={submit.is_busy()} on_click={on_choose.reform(move |()| account)}>
                { text::SIGN_IN_AS.get(lang) }{ ": " }{ &known.name }
            </Button>
            <Button kind={ButtonKind::Quiet} on_click={on_leave}>
                { shell::ANOTHER_PERSON.get(lang) }
            </Button>
        </>
    };
    html! {
        <Dialog {open} opaque=true title={text::SESSION_ENDED_TITLE.get(lang)} {actions}>
            <p>{ text::SESSION_ENDED.get(lang) }</p>
            if let Some(problem) = submit.problem() {
                { failure(lang, problem, None) }
            }
        </Dialog>
    }
}

#[hook]
fn use_sign_in() -> (crate::submit::Submit<DemoSignIn>, Option<AccountId>, Callback<AccountId>) {
    let session = use_session();
    let chosen = use_state(|| None::<AccountId>);
    let submit = use_submit::<DemoSignIn>(Callback::from(move |signed| session.signed_in(signed)));
    let on_choose = {
        let (submit, chosen) = (submit.clone(), chosen.clone());
        Callback::from(move |account| {
            chosen.set(Some(account));
            submit.send(DemoSignIn { body: DemoCredentials { account } });
        })
    };
    (submit, *chosen, on_choose)
}
