use shared::anomalies::api::ReviewAnomaly;
use shared::anomalies::model::{Anomaly, AnomalyVerdict, NewAnomalyReview};
use shared::anomalies::rules::WORDS_MAX;
use shared::anomalies::text;
use shared::lang::Lang;
use uuid::Uuid;
use yew::prelude::*;

use crate::prefs::use_lang;
use crate::submit::{Submit, use_submit};
use crate::ui::{Button, Choice, RadioGroup, TextField, failure, say};

#[derive(Properties, PartialEq)]
pub struct ReviewFormProps {
    pub anomaly: Uuid,
    pub on_done: Callback<Anomaly>,
}

/// What the review found, and why, in words for other officers.
#[component]
pub fn ReviewForm(ReviewFormProps { anomaly, on_done }: &ReviewFormProps) -> Html {
    let lang = use_lang();
    let id = *anomaly;
    let (chosen, words) = (use_state_eq(|| None::<AnomalyVerdict>), use_state_eq(String::new));
    let lacks = use_state_eq(|| false);
    let done = on_done.reform(move |reviewed: Anomaly| {
        say(text::SAVED.get(lang));
        reviewed
    });
    let submit = use_submit::<ReviewAnomaly>(done);
    let onsubmit = {
        let (chosen, words) = (chosen.clone(), words.clone());
        let (lacks, submit) = (lacks.setter(), submit.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            lacks.set(chosen.is_none());
            let Some(verdict) = *chosen else { return };
            let body = NewAnomalyReview { verdict, words: (*words).clone() };
            submit.send(ReviewAnomaly { anomaly: id, body });
        })
    };
    let choices = AnomalyVerdict::ALL.iter().copied().map(|verdict| {
        let setter = chosen.setter();
        Choice {
            text: verdict.text().get(lang).into(),
            hint: None,
            is_chosen: *chosen == Some(verdict),
            on_choose: Callback::from(move |()| setter.set(Some(verdict))),
        }
    });
    let is_lacking = *lacks && chosen.is_none();
    let error = is_lacking.then(|| AttrValue::from(text::CHOOSE_VERDICT.get(lang)));
    html! {
        <form class="own-form" {onsubmit} novalidate=true>
            <RadioGroup legend={text::VERDICT.get(lang)} choices={choices.collect::<Vec<_>>()} {error} />
            { explanation(lang, &words, &submit) }
            if let Some(problem) = submit.problem().filter(|problem| problem.fields.is_empty()) {
                { failure(lang, problem, None) }
            }
            <p><Button submits=true busy={submit.is_busy()}>{ text::SAVE.get(lang) }</Button></p>
        </form>
    }
}

fn explanation(lang: Lang, words: &UseStateHandle<String>, submit: &Submit<ReviewAnomaly>) -> Html {
    let error = submit.field("words").map(|why| AttrValue::from(why.text().get(lang)));
    let on_change = {
        let words = words.setter();
        Callback::from(move |typed: String| words.set(typed))
    };
    html! {
        <TextField label={text::WORDS.get(lang)} hint={text::WORDS_HINT.get(lang)} limit={WORDS_MAX}
            multiline=true value={(**words).clone()} {error} {on_change} />
    }
}
