//! Asking in place who is there, over a page that waits.

use shared::accounts::api::FindStepUp;
use shared::accounts::model::Session;
use shared::accounts::text;
use shared::id::AccountId;
use shared::shell;
use yew::prelude::*;

use super::second::Second;
use super::sign_in::{Demo, SignInForm, Signed};
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::session::Wanted;
use crate::ui::{Button, ButtonKind, Dialog, SkeletonKind, failure, slow_skeleton};

#[derive(Properties, PartialEq)]
pub struct AskProps {
    /// Nothing is asked when it is `None`.
    pub wanted: Option<Wanted>,
    /// Whose page waits.
    pub account: AccountId,
    pub name: AttrValue,
    pub on_done: Callback<Session>,
    /// They do not want to show that it is them.
    pub on_declined: Callback<()>,
    /// Somebody else wants to sign in: this page is left.
    pub on_leave: Callback<()>,
}

/// The dialog: to sign in again, or to show that it is still the same person.
#[component]
pub fn Ask(props: &AskProps) -> Html {
    let lang = use_lang();
    let is_step_up = props.wanted == Some(Wanted::StepUp);
    let title = if is_step_up { text::STEP_UP_TITLE } else { text::SESSION_ENDED_TITLE };
    let on_close = is_step_up.then(|| props.on_declined.clone());
    let body = match props.wanted {
        None => Html::default(),
        Some(Wanted::StepUp) => html! {
            <>
                <StepUp account={props.account} on_done={props.on_done.clone()} />
                <p>
                    <Button kind={ButtonKind::Quiet} on_click={props.on_declined.clone()}>
                        { shell::CANCEL.get(lang) }
                    </Button>
                </p>
            </>
        },
        Some(Wanted::SignIn) => {
            let on_done = props.on_done.reform(|signed: Signed| signed.session);
            let otherwise = html! { <SignInForm in_dialog=true {on_done} /> };
            html! {
                <>
                    <p>{ text::SESSION_ENDED.get(lang) }</p>
                    <Demo only={(props.account, props.name.clone())} on_done={props.on_done.clone()}
                        {otherwise} />
                    <p>
                        <Button kind={ButtonKind::Quiet} on_click={props.on_leave.clone()}>
                            { shell::ANOTHER_PERSON.get(lang) }
                        </Button>
                    </p>
                </>
            }
        }
    };
    html! {
        <Dialog open={props.wanted.is_some()} opaque={!is_step_up} title={title.get(lang)} {on_close}>
            { body }
        </Dialog>
    }
}

#[derive(Properties, PartialEq)]
struct StepUpProps {
    account: AccountId,
    on_done: Callback<Session>,
}

#[component]
fn StepUp(props: &StepUpProps) -> Html {
    let lang = use_lang();
    let choice = use_load(FindStepUp {});
    html! {
        <>
            <p>{ text::STEP_UP.get(lang) }</p>
            {
                match choice.load() {
                    Load::Waiting => {
                        slow_skeleton(lang, SkeletonKind::List, choice.is_slow(), choice.cancel())
                    }
                    Load::Failed(problem) => failure(lang, &problem, Some(choice.reload())),
                    Load::Ready(choice) => html! {
                        <Second factors={choice.factors.clone()} step_up={props.account}
                            on_done={props.on_done.clone()} />
                    },
                }
            }
        </>
    }
}
