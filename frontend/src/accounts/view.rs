use shared::access::model::Role;
use shared::accounts::model::DemoAccount;
use shared::accounts::text;
use shared::id::AccountId;
use shared::lang::Lang;
use yew::prelude::*;

use crate::ui::{Button, ButtonKind, TagKind, avatar, tag};

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
