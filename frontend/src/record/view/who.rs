use shared::emergency::text as emergency;
use shared::format;
use shared::lang::Lang;
use shared::record::model::{PatientBrief, PatientHeader};
use shared::record::text;
use time::OffsetDateTime;
use yew::prelude::*;

use crate::browser;
use crate::ui::{Fact, Icon, TagKind, inline_summary_list, large_avatar, tag};

/// Whose card it is: what one checks before believing anything below.
/// `is_closed`: results are not open to the reader, and the blood group among them.
pub fn who(lang: Lang, patient: &PatientHeader, is_closed: bool) -> Html {
    let years = format::age(patient.birth_date, browser::today());
    let fact = |name: &'static str, value: Html| Fact { name: name.into(), value };
    let mut facts = vec![
        fact(
            text::BLOOD_GROUP.get(lang),
            match &patient.blood_group {
                Some(group) => html! { <b>{ group }</b> },
                None if is_closed => html! { text::CLOSED_TO_YOU.get(lang) },
                None => html! { text::NOT_KNOWN.get(lang) },
            },
        ),
        fact(text::CARD_NUMBER.get(lang), html! { &patient.card_number }),
    ];
    if let Some(policy) = &patient.policy_number {
        facts.push(fact(text::POLICY.get(lang), html! { in_fours(policy) }));
    }
    html! {
        <>
            { large_avatar(&patient.name.full()) }
            <p class="who__born">
                { patient.sex.text().get(lang) }{ ", " }
                <b>{ text::age(lang, years) }</b>{ " · " }
                <span class="unseen">{ text::BIRTH_DATE.get(lang) }{ ": " }</span>
                { format::date(lang, patient.birth_date) }
            </p>
            { inline_summary_list(facts) }
        </>
    }
}

/// Whose list this is and what endangers them, above every list. The owner needs it on paper only.
pub fn brief(lang: Lang, patient: &PatientBrief, is_own: bool) -> Html {
    let years = format::age(patient.birth_date, browser::today());
    let dangers: Vec<String> = patient
        .dangerous_allergies
        .iter()
        .map(|name| match patient.told_allergies.contains(name) {
            true => format!("{name} ({})", text::SELF_REPORTED.get(lang)),
            false => name.clone(),
        })
        .collect();
    html! {
        <div class={classes!("brief", is_own.then_some("on-paper"))}>
            { emergency_bar(lang, patient.emergency_until) }
            <p>
                <b>{ patient.name.full() }</b>{ ", " }
                { text::age(lang, years) }{ " · " }{ format::date(lang, patient.birth_date) }
            </p>
            if !is_own && !patient.dangerous_allergies.is_empty() {
                <p class="brief__danger">
                    { tag(TagKind::Critical, Some(Icon::Alert), text::DANGEROUS_ALLERGIES.get(lang)) }
                    { " " }<b>{ dangers.join(", ") }</b>
                </p>
            }
        </div>
    }
}

/// Until when the card is open that one opened in an emergency (ACL-5).
pub fn emergency_bar(lang: Lang, until: Option<OffsetDateTime>) -> Html {
    let Some(at) = until else { return Html::default() };
    html! {
        <p class="notice" role="status">
            { Icon::Alert.draw() }{ " " }
            <b>{ emergency::until(lang, at, browser::offset_at(at)) }</b>
        </p>
    }
}

/// `1234 5678 9012 3456`, the way the policy prints it.
fn in_fours(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
    // Breaks between the groups where letters are large.
    groups.join(" ")
}
