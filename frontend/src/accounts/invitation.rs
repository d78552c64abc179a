//! A member of staff makes their account.

use shared::accounts::api::{AcceptInvitation, Acceptance, LinkToken, OpenInvitation};
use shared::accounts::model::Invitation;
use shared::accounts::rules::Owner;
use shared::accounts::text;
use shared::accounts::text::{links as words, security};
use shared::contract::Code;
use shared::format;
use shared::lang::Lang;
use yew::prelude::*;

use super::edit::{Edit, use_edit};
use super::link::use_token;
use super::password::{FIELD, first_broken, new_password};
use super::totp::totp_secret;
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router::link;
use crate::session::use_session;
use crate::shell::Title;
use crate::submit::{Act, Finish, use_act};
use crate::ui::{
    Button, CODE_LENGTH, Choice, CodeField, Fact, Icon, RadioGroup, failure, summary_list,
};
use crate::{browser, client, credentials};

const CODE: &str = "totp-code";

#[derive(Clone, Default)]
struct State {
    invitation: Option<Invitation>,
    password: String,
    /// Codes of an app instead of a passkey.
    by_app: bool,
    code: String,
    tried: bool,
    is_done: bool,
}

/// What one is invited to; then a password and a second means.
#[component]
pub fn InvitationPage() -> Html {
    let lang = use_lang();
    let token = use_token();
    let session = use_session();
    let state = use_edit(|| State { by_app: !credentials::are_supported(), ..State::default() });
    let (opening, act) = (use_act(), use_act());
    let Some(token) = token else {
        return page(
            words::INVITATION.get(lang),
            html! {
                <p class="lead">{ words::NO_TOKEN.get(lang) }</p>
            },
        );
    };
    if state.is_done {
        let next = html! { text::CONTINUE.get(lang) };
        return page(
            words::ACCEPTED.get(lang),
            html! {
                <>
                    <p class="lead">{ words::ACCEPTED_LEAD.get(lang) }</p>
                    <p>{ link(Route::Home, "button button--primary", next) }</p>
                </>
            },
        );
    }
    if let Some(invitation) = &state.invitation {
        let on_accept =
            accept(&state, &act, token, Callback::from(move |signed| session.signed_in(signed)));
        return page(
            words::INVITATION.get(lang),
            html! {
                <>
                    { about(lang, invitation) }
                    { form(lang, invitation, &state, &act, on_accept) }
                </>
            },
        );
    }
    let on_click = {
        let (opening, state) = (opening.clone(), state.clone());
        Callback::from(move |()| {
            let state = state.clone();
            let body = LinkToken { token: token.clone() };
            opening.send(OpenInvitation { body }, move |invitation| {
                state.change(move |state| state.invitation = Some(invitation));
            });
        })
    };
    page(
        words::INVITATION.get(lang),
        html! {
            <>
                <p class="lead">{ words::INVITATION_LEAD.get(lang) }</p>
                if let Some(problem) = opening.problem() {
                    { failure(lang, problem, None) }
                }
                <p>
                    <Button busy={opening.is_busy()} {on_click}>{ words::OPEN_INVITATION.get(lang) }</Button>
                </p>
            </>
        },
    )
}

fn page(title: &'static str, body: Html) -> Html {
    html! {
        <div class="page page--narrow">
            <Title key={title} text={title} />
            { body }
        </div>
    }
}

fn about(lang: Lang, invitation: &Invitation) -> Html {
    let mut facts = vec![
        fact(words::WHO.get(lang), invitation.name.clone()),
        fact(words::ROLE.get(lang), invitation.role.text().get(lang).to_owned()),
        fact(words::ORGANIZATION.get(lang), invitation.organization.clone()),
    ];
    if let Some(at) = invitation.ends_at {
        let date = format::date(lang, at.to_offset(browser::offset_at(at)).date());
        facts.push(fact(words::TERM.get(lang), words::until(lang, &date)));
    }
    html! { <div class="panel">{ summary_list(facts) }</div> }
}

fn fact(name: &'static str, value: String) -> Fact {
    Fact { name: name.into(), value: html! { value } }
}

fn form(
    lang: Lang,
    invitation: &Invitation,
    state: &Edit<State>,
    act: &Act,
    on_accept: Callback<SubmitEvent>,
) -> Html {
    let broken = first_broken(&state.password, &Owner::default()).filter(|_| state.tried);
    let is_code_wrong = act.code() == Some(Code::CodeWrong);
    let is_short = state.tried && state.code.len() < CODE_LENGTH;
    let error =
        (is_code_wrong || is_short).then(|| AttrValue::from(Code::CodeWrong.text().get(lang)));
    let problem = act.problem().filter(|problem| problem.fields.is_empty() && !is_code_wrong);
    let choice = |text: &'static str, hint: &'static str, by_app: bool| Choice {
        text: text.into(),
        hint: Some(hint.into()),
        is_chosen: state.by_app == by_app,
        on_choose: {
            let state = state.clone();
            Callback::from(move |()| state.change(move |state| state.by_app = by_app))
        },
    };
    let mut choices = Vec::new();
    if credentials::are_supported() {
        let name = words::WITH_PASSKEY.get(lang);
        choices.push(choice(name, words::WITH_PASSKEY_HINT.get(lang), false));
    }
    choices.push(choice(words::WITH_APP.get(lang), words::WITH_APP_HINT.get(lang), true));
    html! {
        <form class="form" novalidate=true onsubmit={on_accept}>
            { new_password(lang, FIELD, &state.password, &Owner::default(),
                broken.or_else(|| act.field("password")),
                state.put(|state, password| state.password = password)) }
            <RadioGroup legend={words::SECOND.get(lang)} {choices} />
            if state.by_app {
                { totp_secret(lang, &invitation.totp) }
                <CodeField id={CODE} label={security::TOTP_CODE.get(lang)} value={state.code.clone()}
                    {error} on_change={state.put(|state, code| state.code = code)} />
            }
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            <p>
                <Button submits=true icon={Icon::Check} busy={act.is_busy()}>
                    { words::ACCEPT.get(lang) }
                </Button>
            </p>
        </form>
    }
}

fn accept(
    state: &Edit<State>,
    act: &Act,
    token: String,
    on_signed_in: Callback<shared::accounts::model::Session>,
) -> Callback<SubmitEvent> {
    let (state, act) = (state.clone(), act.clone());
    Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        state.change(|state| state.tried = true);
        if first_broken(&state.password, &Owner::default()).is_some() {
            return browser::focus_id(FIELD);
        }
        if state.by_app && state.code.len() < CODE_LENGTH {
            return browser::focus_id(CODE);
        }
        let (now, token, on_signed_in) = (state.clone(), token.clone(), on_signed_in.clone());
        act.run(move || {
            let (state, token, on_signed_in) = (now.clone(), token.clone(), on_signed_in.clone());
            async move {
                let options = state.invitation.as_ref().map(|it| it.passkey.options.clone());
                let credential = match options.filter(|_| !state.by_app) {
                    Some(options) => Some(credentials::make(&options).await?),
                    None => None,
                };
                let totp_code = state.by_app.then(|| state.code.clone());
                let password = state.password.clone();
                let body = Acceptance { token, password, totp_code, credential };
                let session = client::call(&AcceptInvitation { body }).await?;
                Ok(Box::new(move || {
                    state.change(|state| state.is_done = true);
                    on_signed_in.emit(session);
                }) as Finish)
            }
        });
    })
}
