use shared::admin::api::ChangeOrganization;
use shared::admin::model::{OrganizationFacts, OrganizationPage};
use shared::admin::rules::{ADDRESS_MAX, NAME_MAX, PHONE_MAX};
use shared::admin::text;
use shared::lang::Text;
use yew::prelude::*;

use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, Fact, TextField, failure, say, summary_list};

#[derive(Properties, PartialEq)]
pub struct OrganizationProps {
    pub page: OrganizationPage,
    pub on_changed: Callback<()>,
}

/// What the organization is called and how patients reach it.
#[component]
pub fn Organization(OrganizationProps { page, on_changed }: &OrganizationProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let facts = use_state_eq(|| OrganizationFacts {
        name: page.name.clone(),
        address: page.address.clone().unwrap_or_default(),
        phone: page.phone.clone().unwrap_or_default(),
        version: page.version,
    });
    let onsubmit = {
        let (act, facts, on_changed) = (act.clone(), facts.clone(), on_changed.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let on_changed = on_changed.clone();
            act.send(ChangeOrganization { body: (*facts).clone() }, move |_| {
                say(text::KEPT.get(lang));
                on_changed.emit(());
            });
        })
    };
    let field = |name: &str,
                 label: Text,
                 value: &str,
                 most: usize,
                 set: fn(&mut OrganizationFacts, String)| {
        let on_change = {
            let (facts, act) = (facts.clone(), act.clone());
            Callback::from(move |typed: String| {
                let mut changed = (*facts).clone();
                set(&mut changed, typed);
                facts.set(changed);
                act.clear();
            })
        };
        let error = act.field(name).map(|why| AttrValue::from(why.text().get(lang)));
        html! {
            <TextField label={label.get(lang)} limit={most} autocomplete="off" value={value.to_owned()}
                {on_change} {error} />
        }
    };
    let fact =
        |name: Text, value: String| Fact { name: name.get(lang).into(), value: html! { value } };
    html! {
        <section class="stack" aria-label={text::ORGANIZATION.get(lang)}>
            { summary_list(vec![
                fact(text::KIND, text::kind(lang, &page.kind)),
                fact(text::COUNTS, text::counts(lang, page.live, page.coming, page.ended)),
            ]) }
            <form class="own-form" novalidate=true {onsubmit}>
                { field("name", text::ORGANIZATION_NAME, &facts.name, NAME_MAX, |facts, typed| facts.name = typed) }
                { field("address", text::ADDRESS, &facts.address, ADDRESS_MAX, |facts, typed| facts.address = typed) }
                { field("phone", text::ORGANIZATION_PHONE, &facts.phone, PHONE_MAX, |facts, typed| facts.phone = typed) }
                if let Some(problem) = act.problem().filter(|problem| problem.fields.is_empty()) {
                    { failure(lang, problem, None) }
                }
                <p><Button submits=true busy={act.is_busy()}>{ text::SAVE.get(lang) }</Button></p>
            </form>
        </section>
    }
}
