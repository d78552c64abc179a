use std::rc::Rc;

use shared::consent::text as consent;
use shared::emergency::api::{ListEmergencies, ReviewEmergency};
use shared::emergency::model::{NewReview, ReviewedCase, Verdict};
use shared::emergency::rules::{REASON_MAX, may_change};
use shared::emergency::text;
use shared::lang::{Lang, Text};
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::submit::{Submit, use_act, use_submit};
use crate::ui::{
    Button, ButtonKind, Choice, Fact, Icon, RadioGroup, TagKind, TextField, empty_state, failure,
    say, summary_list, tag,
};

/// Every case, those that wait first. Nothing is asked before it is wished: each look at the list is
/// journalled.
#[component]
pub fn ReviewQueue() -> Html {
    let lang = use_lang();
    let cases = use_state_eq(|| None::<Rc<Vec<ReviewedCase>>>);
    let act = use_act();
    let on_show = {
        let (act, cases) = (act.clone(), cases.setter());
        Callback::from(move |()| {
            let cases = cases.clone();
            act.send(ListEmergencies {}, move |list| cases.set(Some(Rc::new(list))));
        })
    };
    let on_reviewed = {
        let cases = cases.clone();
        Callback::from(move |reviewed: ReviewedCase| {
            let Some(known) = &*cases else { return };
            // It stays where it is: what one reads does not jump away.
            let of = |case: &ReviewedCase| {
                if case.id == reviewed.id { reviewed.clone() } else { case.clone() }
            };
            cases.set(Some(Rc::new(known.iter().map(of).collect())));
        })
    };
    html! {
        <section class="reports" aria-labelledby="emergencies-title">
            <h2 id="emergencies-title">{ text::TO_REVIEW.get(lang) }</h2>
            <p class="muted">{ text::TO_REVIEW_LEAD.get(lang) }</p>
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            if let Some(cases) = &*cases {
                { list(lang, cases, &on_reviewed) }
            } else {
                <p>
                    <Button kind={ButtonKind::Secondary} icon={Icon::Alert} busy={act.is_busy()} on_click={on_show}>
                        { text::SHOW.get(lang) }
                    </Button>
                </p>
            }
        </section>
    }
}

fn list(lang: Lang, cases: &[ReviewedCase], on_reviewed: &Callback<ReviewedCase>) -> Html {
    if cases.is_empty() {
        return empty_state(Icon::Check, text::NO_CASES.get(lang), Html::default());
    }
    html! {
        for case in cases {
            <ReviewCard key={case.id.to_string()} case={case.clone()} on_done={on_reviewed.clone()} />
        }
    }
}

#[derive(Properties, PartialEq)]
struct ReviewCardProps {
    case: ReviewedCase,
    on_done: Callback<ReviewedCase>,
}

/// One case, and the form for what its review found while that may be said.
#[component]
fn ReviewCard(ReviewCardProps { case, on_done }: &ReviewCardProps) -> Html {
    let lang = use_lang();
    let verdict = case.review.as_ref().map(|review| review.verdict);
    html! {
        <article class="panel stack">
            <h3>{ text::CARD.get(lang) }{ " " }{ case.card_number.clone() }</h3>
            <p>{ state(lang, case) }</p>
            { facts(lang, case) }
            if verdict.is_none_or(may_change) {
                <ReviewForm case={case.clone()} on_done={on_done.clone()} />
            }
        </article>
    }
}

fn state(lang: Lang, case: &ReviewedCase) -> Html {
    let (kind, icon, words) = match case.review.as_ref().map(|review| review.verdict) {
        None if case.is_overdue => (TagKind::Caution, Some(Icon::Clock), text::OVERDUE),
        None => (TagKind::Accent, None, text::WAITS),
        Some(verdict @ Verdict::Justified) => (TagKind::Positive, None, verdict.text()),
        Some(verdict @ Verdict::Unjustified) => (TagKind::Caution, None, verdict.text()),
        Some(verdict @ Verdict::Unclear) => (TagKind::Neutral, None, verdict.text()),
    };
    tag(kind, icon, words.get(lang))
}

fn facts(lang: Lang, case: &ReviewedCase) -> Html {
    let fact =
        |name: Text, value: String| Fact { name: name.get(lang).into(), value: html! { value } };
    let offset = browser::offset_at(case.opened_at);
    let term = text::from_to(lang, case.opened_at, case.ends_at, offset);
    let mut facts = vec![
        fact(text::WHO, consent::who(lang, &case.by)),
        fact(text::OPENED_AT, term),
        fact(text::REASON, case.reason.clone()),
        fact(text::LOOKS, text::looks(lang, case.looks)),
    ];
    if case.was_closed {
        facts.push(fact(text::CLOSED_EARLY, text::BY_PATIENT.get(lang).to_owned()));
    }
    if let Some(review) = &case.review {
        facts.push(fact(text::IN_WORDS, review.words.clone()));
    }
    facts.extend(case.reviewed_by.clone().map(|name| fact(text::REVIEWED_BY, name)));
    summary_list(facts)
}

/// What the review found, and why, in words for the patient.
#[component]
fn ReviewForm(ReviewCardProps { case, on_done }: &ReviewCardProps) -> Html {
    let lang = use_lang();
    let id = case.id;
    let (chosen, words) = (use_state_eq(|| None::<Verdict>), use_state_eq(String::new));
    let lacks = use_state_eq(|| false);
    let done = on_done.reform(move |reviewed: ReviewedCase| {
        say(text::SAVED.get(lang));
        reviewed
    });
    let submit = use_submit::<ReviewEmergency>(done);
    let onsubmit = {
        let (chosen, words) = (chosen.clone(), words.clone());
        let (lacks, submit) = (lacks.setter(), submit.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            lacks.set(chosen.is_none());
            let Some(verdict) = *chosen else { return };
            let body = NewReview { verdict, words: (*words).clone() };
            submit.send(ReviewEmergency { emergency: id, body });
        })
    };
    let choices = Verdict::ALL.iter().copied().map(|verdict| {
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

fn explanation(
    lang: Lang,
    words: &UseStateHandle<String>,
    submit: &Submit<ReviewEmergency>,
) -> Html {
    let error = submit.field("words").map(|why| AttrValue::from(why.text().get(lang)));
    let on_change = {
        let words = words.setter();
        Callback::from(move |typed: String| words.set(typed))
    };
    html! {
        <TextField label={text::WORDS.get(lang)} hint={text::WORDS_HINT.get(lang)} limit={REASON_MAX}
            multiline=true value={(**words).clone()} {error} {on_change} />
    }
}
