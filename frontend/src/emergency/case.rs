use shared::consent::text as consent;
use shared::emergency::model::{EmergencyCase, Verdict};
use shared::emergency::text;
use shared::id::PatientId;
use shared::lang::{Lang, Text};
use yew::prelude::*;

use crate::browser;
use crate::consent::CloseButton;
use crate::prefs::use_lang;
use crate::ui::{Fact, Icon, TagKind, summary_list, tag};

#[derive(Properties, PartialEq)]
pub struct CaseCardProps {
    pub patient: PatientId,
    pub case: EmergencyCase,
    pub on_done: Callback<()>,
}

/// Who opened the card without asking, why, and what the review found; open, it can be closed.
#[component]
pub fn CaseCard(CaseCardProps { patient, case, on_done }: &CaseCardProps) -> Html {
    let lang = use_lang();
    let who = AttrValue::from(consent::who(lang, &case.by));
    html! {
        <article class="panel stack">
            <h3>{ who.clone() }</h3>
            <p class="row">{ tags(lang, case) }</p>
            { facts(lang, case) }
            if let Some(review) = &case.review {
                <p>{ review.verdict.told().get(lang) }</p>
            }
            if case.may_close {
                <div class="row">
                    <CloseButton patient={*patient} grant={case.grant} {who} on_done={on_done.clone()} />
                </div>
            }
        </article>
    }
}

fn tags(lang: Lang, case: &EmergencyCase) -> Html {
    let (kind, words) = match case.review.as_ref().map(|review| review.verdict) {
        None | Some(Verdict::Unclear) => (TagKind::Neutral, text::WAITS),
        Some(verdict @ Verdict::Justified) => (TagKind::Positive, verdict.text()),
        Some(verdict @ Verdict::Unjustified) => (TagKind::Caution, verdict.text()),
    };
    html! {
        <>
            if case.is_open {
                { tag(TagKind::Caution, Some(Icon::Alert), text::TITLE.get(lang)) }
            }
            { tag(kind, None, words.get(lang)) }
        </>
    }
}

fn facts(lang: Lang, case: &EmergencyCase) -> Html {
    let fact =
        |name: Text, value: String| Fact { name: name.get(lang).into(), value: html! { value } };
    let term = text::term(lang, case, browser::offset_at(case.opened_at));
    let mut facts = vec![fact(text::OPENED_AT, term), fact(text::REASON, case.reason.clone())];
    let found = case.review.as_ref().map(|review| review.words.clone());
    facts.extend(found.map(|words| fact(text::IN_WORDS, words)));
    summary_list(facts)
}
