use shared::access::model::Role;
use shared::accounts::model::DemoAccount;
use shared::accounts::text;
use shared::accounts::text::sign_in as words;
use shared::id::AccountId;
use shared::lang::Lang;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::route::{RegisterStep, Route};
use crate::router::link;
use crate::ui::{Button, ButtonKind, PasswordField, TagKind, TextField, avatar, tag};

/// What has been typed so far.
#[derive(Clone, Default, PartialEq)]
pub struct Typed {
    pub login: String,
    pub password: String,
}

#[derive(Properties, PartialEq)]
pub struct PasswordFormProps {
    pub typed: Typed,
    pub on_change: Callback<Typed>,
    pub on_send: Callback<Typed>,
    pub busy: bool,
    /// With the ways to registering and to a new password.
    pub links: bool,
}

/// Login and password.
#[component]
pub fn PasswordForm(props: &PasswordFormProps) -> Html {
    let lang = use_lang();
    let tried = use_state_eq(|| false);
    let typed = &props.typed;
    let missing = |value: &str, text: shared::lang::Text| {
        (*tried && value.trim().is_empty()).then(|| AttrValue::from(text.get(lang)))
    };
    let onsubmit = {
        let (typed, tried, on_send) = (typed.clone(), tried.clone(), props.on_send.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            if typed.login.trim().is_empty() {
                browser::focus_id("login");
            } else if typed.password.is_empty() {
                browser::focus_id("password");
            } else {
                on_send.emit(typed.clone());
            }
        })
    };
    let change = |put: fn(&mut Typed, String)| {
        let typed = typed.clone();
        props.on_change.reform(move |value| {
            let mut typed = typed.clone();
            put(&mut typed, value);
            typed
        })
    };
    html! {
        <form class="form" novalidate=true {onsubmit}>
            <TextField id="login" label={words::LOGIN.get(lang)} value={typed.login.clone()}
                autocomplete="username webauthn" on_change={change(|typed, value| typed.login = value)}
                error={missing(&typed.login, words::LOGIN_REQUIRED)} />
            <PasswordField id="password" label={text::PASSWORD.get(lang)}
                value={typed.password.clone()} autocomplete="current-password"
                on_change={change(|typed, value| typed.password = value)}
                error={missing(&typed.password, words::PASSWORD_REQUIRED)} />
            <p class="muted at">{ you_are_at(lang) }</p>
            <div class="row">
                <Button submits=true busy={props.busy}
                    kind={if props.links { ButtonKind::Primary } else { ButtonKind::Secondary }}>
                    { text::SIGN_IN_AS.get(lang) }
                </Button>
                if props.links {
                    { link(Route::Recovery, "button button--quiet", html! { words::FORGOT.get(lang) }) }
                }
            </div>
            if props.links {
                <p>
                    { words::NO_ACCOUNT.get(lang) }{ " " }
                    { link(Route::Register { step: RegisterStep::Name }, "", html! { words::REGISTER.get(lang) }) }
                </p>
            }
        </form>
    }
}

/// The server's own address, to be compared with the address bar (SEC-7).
fn you_are_at(lang: Lang) -> Html {
    let (before, after) = words::you_are_at(lang);
    html! { <>{ before }<b>{ browser::host() }</b>{ after }</> }
}

/// The invented people of a demo server, each with a way in. `busy`: whose sign-in is on its way.
pub fn demo_people(
    lang: Lang,
    people: &[DemoAccount],
    busy: Option<AccountId>,
    on_choose: &Callback<AccountId>,
) -> Html {
    html! {
        <ul class="people">
            for person in people {
                <li key={person.account.to_string()} class="panel person">
                    { avatar(&person.name) }
                    <div class="person__text">
                        <p class="person__name">
                            { &person.name }{ " " }
                            { tag(kind(person.role), None, person.role.text().get(lang)) }
                        </p>
                        <p class="muted">{ &person.about }</p>
                    </div>
                    <Button
                        kind={ButtonKind::Secondary}
                        name={format!("{}: {}", text::SIGN_IN_AS.get(lang), person.name)}
                        busy={busy == Some(person.account)}
                        on_click={
                            let account = person.account;
                            on_choose.reform(move |()| account)
                        }
                    >
                        { text::SIGN_IN_AS.get(lang) }
                    </Button>
                </li>
            }
        </ul>
    }
}

const fn kind(role: Role) -> TagKind {
    if role.is_staff() { TagKind::Accent } else { TagKind::Neutral }
}
