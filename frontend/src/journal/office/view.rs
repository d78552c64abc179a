use shared::admin::text as admin;
use shared::format;
use shared::id::AccountId;
use shared::journal::model::{ActorKind, Deed, Outcome};
use shared::journal::office::{AuditLine, AuditedAccount, NameAudited};
use shared::journal::text as journal;
use shared::journal::text::office as text;
use shared::lang::Lang;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Column, Icon, TagKind, failure, table, tag};

/// The lines as a table, which is cards on a phone.
pub fn lines(lang: Lang, lines: &[AuditLine]) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    let names = [
        journal::WHEN,
        journal::WHO,
        journal::WHAT,
        text::CARD_COLUMN,
        text::GROUND,
        text::OUTCOME,
        journal::FROM_WHERE,
    ];
    let columns =
        names.map(|name| Column { name: name.get(lang).into(), is_number: false }).to_vec();
    let rows = lines.iter().map(|line| row(lang, line)).collect();
    table(text::FOUND.get(lang), &columns, rows)
}

fn row(lang: Lang, line: &AuditLine) -> Vec<Html> {
    let at = format::moment(lang, line.at, browser::offset_at(line.at));
    let outcome = match line.outcome {
        Outcome::Allowed => html! { Outcome::Allowed.text().get(lang) },
        Outcome::Failed => html! { Outcome::Failed.text().get(lang) },
        Outcome::Denied => tag(TagKind::Caution, Some(Icon::Lock), journal::REFUSED.get(lang)),
    };
    let place = [line.device.as_deref(), line.address.as_deref()];
    let place = place.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let why = match (line.ground, line.outcome) {
        (Some(ground), _) => text::ground(ground).get(lang),
        (None, Outcome::Denied) => text::NO_GROUND.get(lang),
        (None, Outcome::Allowed | Outcome::Failed) => "",
    };
    vec![
        html! { at },
        who(lang, line),
        html! {
            <>
                { done(lang, line) }
                // As it was sent: the officer's own question, word for word.
                if let Some(terms) = &line.terms {
                    <details><summary>{ text::TERMS.get(lang) }</summary><p class="at">{ terms }</p></details>
                }
            </>
        },
        html! { line.card_number.clone().unwrap_or_default() },
        html! { why },
        outcome,
        html! { place },
    ]
}

/// What was done, in which section, and what was changed.
fn done(lang: Lang, line: &AuditLine) -> String {
    let words = match (line.deed, line.view, line.action, line.event) {
        (Deed::Access, Some(view), ..) => view.text(),
        (Deed::Access, None, Some(action), _) => action.text(),
        (Deed::Security, _, _, Some(event)) => event.text(),
        (Deed::CardPresented, ..) if line.outcome == Outcome::Denied => journal::WRONG_CODE,
        (deed, ..) => deed.text(),
    };
    let mut done = words.get(lang).to_owned();
    if let Some(section) = line.section {
        let (of, section) = (text::OF_SECTION.get(lang), section.text().get(lang));
        done.push_str(&format!(" ({of}: {section})"));
    }
    if !line.changes.is_empty() {
        done.push_str(": ");
        done.push_str(&admin::all_changes(lang, &line.changes));
    }
    done
}

fn who(lang: Lang, line: &AuditLine) -> Html {
    let role = line.role.filter(|role| role.is_staff()).map(|role| role.text().get(lang));
    let post = [role, line.organization.as_deref()];
    let post = post.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let name = match (&line.name, line.account, line.who) {
        (Some(name), ..) => html! { name },
        (None, _, ActorKind::System) => html! { journal::THE_SYSTEM.get(lang) },
        (None, Some(account), _) => html! { <Name {account} /> },
        (None, None, _) => html! { journal::SOMEBODY.get(lang) },
    };
    html! {
        <>
            { name }
            if !post.is_empty() {
                <span class="muted">{ ", " }{ post }</span>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct NameProps {
    account: AccountId,
}

/// An account whose name is asked for knowingly.
#[component]
fn Name(&NameProps { account }: &NameProps) -> Html {
    let lang = use_lang();
    let name = use_state_eq(|| None::<String>);
    let act = use_act();
    if let Some(name) = &*name {
        return html! { name };
    }
    let on_click = {
        let (act, name) = (act.clone(), name.setter());
        Callback::from(move |()| {
            let name = name.clone();
            let body = AuditedAccount { account };
            act.send(NameAudited { body }, move |named| name.set(Some(named.name)));
        })
    };
    let words = text::SHOW_NAME.get(lang);
    html! {
        <>
            <Button kind={ButtonKind::Quiet} busy={act.is_busy()} {on_click}
                name={format!("{words}: {}", text::SHOW_NAME_HINT.get(lang))}>{ words }</Button>
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
        </>
    }
}
