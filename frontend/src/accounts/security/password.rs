use shared::accounts::api::{ChangePassword, NewPassword};
use shared::accounts::model::ContactKind;
use shared::accounts::rules::Owner;
use shared::accounts::text;
use shared::accounts::text::security as words;
use shared::shell;
use yew::prelude::*;

use super::page::PartProps;
use super::when;
use crate::accounts::edit::use_edit;
use crate::accounts::password::{FIELD, first_broken, new_password};
use crate::browser;
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Card, Icon, failure, say};

const PART: &str = "password-part";

#[derive(Clone, Default)]
struct State {
    is_open: bool,
    tried: bool,
    password: String,
}

/// When the password was changed, and another one.
#[component]
pub fn Password(props: &PartProps) -> Html {
    let lang = use_lang();
    let state = use_edit(State::default);
    let act = use_act();
    use_effect_with(state.is_open, |is_open| {
        if *is_open {
            browser::focus_id(FIELD);
        }
    });
    let since = props.security.password_changed_at.map_or_else(
        || words::NO_PASSWORD.get(lang).to_owned(),
        |at| words::changed_at(lang, &when(lang, at)),
    );
    let open = {
        let state = state.clone();
        move |is_open: bool| {
            let state = state.clone();
            Callback::from(move |()| {
                if !is_open {
                    // The form takes its buttons with it.
                    browser::focus_in_place_id(PART);
                }
                state.change(move |state| *state = State { is_open, ..State::default() });
            })
        }
    };
    let broken = first_broken(&state.password, &Owner::default());
    let onsubmit = {
        let (state, act, on_changed) = (state.clone(), act.clone(), props.on_changed.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            state.change(|state| state.tried = true);
            if broken.is_some() {
                return browser::focus_id(FIELD);
            }
            let body = NewPassword { password: state.password.clone() };
            let (state, on_changed) = (state.clone(), on_changed.clone());
            act.send(ChangePassword { body }, move |_| {
                state.change(|state| *state = State::default());
                browser::focus_in_place_id(PART);
                say(words::PASSWORD_CHANGED.get(lang));
                on_changed.emit(());
            });
        })
    };
    let error = broken.filter(|_| state.tried).or_else(|| act.field("password"));
    let login = props.security.contacts.iter().find(|contact| contact.kind == ContactKind::Email);
    let login = login.map(|contact| contact.value.clone());
    html! {
        <div id={PART} tabindex="-1">
        <Card title={text::PASSWORD.get(lang)} icon={Icon::Lock}>
            <p class="muted">{ since }</p>
            if state.is_open {
                <form class="form" novalidate=true {onsubmit}>
                    <input type="email" autocomplete="username" value={login} hidden=true />
                    { new_password(lang, FIELD, &state.password, &Owner::default(), error,
                        state.put(|state, password| state.password = password)) }
                    if let Some(problem) = act.problem().filter(|problem| problem.fields.is_empty()) {
                        { failure(lang, problem, None) }
                    }
                    <div class="row">
                        <Button submits=true busy={act.is_busy()}>{ words::SAVE.get(lang) }</Button>
                        <Button kind={ButtonKind::Quiet} on_click={open(false)}>
                            { shell::CANCEL.get(lang) }
                        </Button>
                    </div>
                </form>
            } else {
                <p class="row">
                    <Button kind={ButtonKind::Secondary} on_click={open(true)}>
                        { words::CHANGE_PASSWORD.get(lang) }
                    </Button>
                </p>
            }
        </Card>
        </div>
    }
}
