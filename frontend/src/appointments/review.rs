use shared::appointments::api::ReviewAppointment;
use shared::appointments::model::{NewVisitReview, VisitCard};
use shared::appointments::rules::REASON_MAX;
use shared::appointments::text::page as text;
use shared::id::{AppointmentId, PatientId};
use shared::lang::Lang;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, Choice, RadioGroup, TextField, failure, say};

const STARS: &str = "review-stars";

#[derive(Properties, PartialEq)]
pub struct ReviewFormProps {
    pub patient: PatientId,
    pub appointment: AppointmentId,
    pub on_done: Callback<()>,
}

/// Asks how the visit was: stars, and words where somebody has some.
#[component]
pub fn ReviewForm(props: &ReviewFormProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let stars = use_state_eq(|| 0_u32);
    let words = use_state_eq(String::new);
    let is_missing = use_state_eq(|| false);
    let onsubmit = {
        let (act, stars, words) = (act.clone(), stars.clone(), words.clone());
        let (is_missing, on_done) = (is_missing.setter(), props.on_done.clone());
        let (patient, appointment) = (props.patient, props.appointment);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if *stars == 0 {
                is_missing.set(true);
                browser::focus_id(STARS);
                return;
            }
            let on_done = on_done.clone();
            let body = NewVisitReview { stars: *stars, words: words.trim().to_owned() };
            act.send(ReviewAppointment { patient, appointment, body }, move |_: VisitCard| {
                say(text::REVIEWED.get(lang));
                on_done.emit(());
            });
        })
    };
    let on_words = {
        let words = words.setter();
        Callback::from(move |typed: String| words.set(typed))
    };
    let choose = {
        let (stars, is_missing) = (stars.setter(), is_missing.setter());
        Callback::from(move |chosen: u32| {
            stars.set(chosen);
            is_missing.set(false);
        })
    };
    let missing = is_missing.then(|| AttrValue::from(text::CHOOSE_STARS.get(lang)));
    let error = act.field("words").map(|why| AttrValue::from(why.text().get(lang)));
    html! {
        <section class="panel stack not-on-paper" aria-labelledby="review-title">
            <h2 id="review-title">{ text::REVIEW.get(lang) }</h2>
            <p>{ text::REVIEW_LEAD.get(lang) }</p>
            <form class="own-form" {onsubmit} novalidate=true>
                <RadioGroup id={STARS} legend={text::STARS.get(lang)} choices={marks(lang, *stars, &choose)}
                    error={missing} />
                <TextField label={text::REVIEW_WORDS.get(lang)} limit={REASON_MAX} multiline=true
                    autocomplete="off" value={(*words).clone()} on_change={on_words} {error} />
                if let Some(problem) = act.problem().filter(|problem| problem.fields.is_empty()) {
                    { failure(lang, problem, None) }
                }
                <p><Button submits=true busy={act.is_busy()}>{ text::SEND_REVIEW.get(lang) }</Button></p>
            </form>
        </section>
    }
}

/// From five stars to one.
fn marks(lang: Lang, chosen: u32, choose: &Callback<u32>) -> Vec<Choice> {
    let mark = |(stars, words): (u32, &shared::lang::Text)| Choice {
        text: words.get(lang).into(),
        hint: None,
        is_chosen: stars == chosen,
        on_choose: choose.reform(move |()| stars),
    };
    let mut marks: Vec<Choice> = (1..).zip(&text::STAR_WORDS).map(mark).collect();
    marks.reverse();
    marks
}
