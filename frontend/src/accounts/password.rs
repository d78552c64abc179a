//! Choosing a password: the rules told while one types.

use shared::accounts::rules::{Owner, PasswordRule, Strength};
use shared::accounts::text;
use shared::contract::FieldReason;
use shared::lang::Lang;
use yew::prelude::*;

use crate::ui::{Icon, PasswordField};

/// The field of every new password.
pub const FIELD: &str = "new-password";

/// A field for a new password, and under it the rules, each ticked once it is met.
pub fn new_password(
    lang: Lang,
    id: &'static str,
    password: &str,
    owner: &Owner,
    error: Option<FieldReason>,
    on_change: Callback<String>,
) -> Html {
    let error = error.map(|reason| AttrValue::from(reason.text().get(lang)));
    html! {
        <div class="stack">
            <PasswordField {id} label={text::NEW_PASSWORD.get(lang)}
                value={password.to_owned()} autocomplete="new-password" {error} {on_change} />
            if !password.is_empty() {
                <p class="muted" role="status">
                    { text::STRENGTH.get(lang) }{ ": " }
                    <b>{ Strength::of(password).text().get(lang) }</b>
                </p>
            }
            <ul class="rules" aria-label={text::PASSWORD_RULES.get(lang)}>
                for rule in PasswordRule::ALL.iter().filter(|rule| is_told(**rule, password, owner)) {
                    { line(lang, *rule, !password.is_empty() && rule.is_met(password, owner)) }
                }
            </ul>
        </div>
    }
}

/// Nobody thinks of spaces at the edges before there is one.
fn is_told(rule: PasswordRule, password: &str, owner: &Owner) -> bool {
    rule != PasswordRule::Edges || !rule.is_met(password, owner)
}

fn line(lang: Lang, rule: PasswordRule, is_met: bool) -> Html {
    let state = if is_met { text::RULE_MET } else { text::RULE_BROKEN };
    html! {
        <li class={is_met.then_some("is-met")}>
            { Icon::Check.draw() }
            <span>{ rule.reason().text().get(lang) }</span>
            <span class="unseen">{ ": " }{ state.get(lang) }</span>
        </li>
    }
}

/// The first rule a password breaks, in the words for its field.
pub fn first_broken(password: &str, owner: &Owner) -> Option<FieldReason> {
    if password.is_empty() {
        return Some(FieldReason::Required);
    }
    PasswordRule::ALL.iter().find(|rule| !rule.is_met(password, owner)).map(|rule| rule.reason())
}
