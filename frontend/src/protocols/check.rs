use shared::lang::Lang;
use shared::protocols::model::{Acknowledgement, Problem, Severity};
use shared::protocols::rules::{NOTE_MAX, check_acknowledged};
use shared::protocols::text;
use yew::prelude::*;

use super::field_id;
use crate::browser;
use crate::submit::Act;
use crate::ui::{Button, Icon, TextField, failure};

/// The heading of what is told before signing.
pub const TITLE: &str = "protocol-check";

/// What a doctor is told before signing, and what they say to it.
pub struct Check<'a> {
    pub problems: &'a [Problem],
    pub acknowledged: &'a [Acknowledgement],
    pub on_acknowledge: Callback<Vec<Acknowledgement>>,
    pub act: &'a Act,
    pub on_sign: Callback<()>,
    /// Whether everything else that is asked for is there.
    pub is_ready: bool,
}

/// Errors lead to their fields, warnings ask for words, and then it is signed.
pub fn check_panel(lang: Lang, check: &Check<'_>) -> Html {
    let of = |severity: Severity| -> Vec<&Problem> {
        check.problems.iter().filter(|it| it.severity == severity).collect()
    };
    let (errors, warnings, notes) =
        (of(Severity::Error), of(Severity::Warning), of(Severity::Note));
    let is_answered = check_acknowledged(check.problems, check.acknowledged).is_ok();
    let may_sign = errors.is_empty() && is_answered && check.is_ready;
    html! {
        <section class="panel stack" aria-labelledby={TITLE}>
            <h2 id={TITLE} tabindex="-1">{ text::CHECK_TITLE.get(lang) }</h2>
            if errors.is_empty() {
                <p>{ Icon::Check.draw() }{ " " }{ text::ALL_RIGHT.get(lang) }</p>
            } else {
                <div class="failure" role="group">
                    { Icon::Alert.draw() }
                    <div>
                        <p class="failure__title">{ text::to_put_right(lang, errors.len()) }</p>
                        <ul>
                            for problem in errors {
                                <li>{ to_field(lang, problem) }</li>
                            }
                        </ul>
                    </div>
                </div>
            }
            for problem in warnings {
                { warning(lang, problem, check) }
            }
            if !notes.is_empty() {
                <div>
                    <p class="muted">{ Severity::Note.text().get(lang) }{ ":" }</p>
                    <ul>
                        for problem in notes {
                            <li>{ to_field(lang, problem) }</li>
                        }
                    </ul>
                </div>
            }
            if let Some(problem) = check.act.problem() {
                { failure(lang, problem, None) }
            }
            if may_sign {
                <p>{ text::SIGN_SAID.get(lang) }</p>
                <p>
                    <Button busy={check.act.is_busy()} on_click={check.on_sign.clone()}>
                        { text::SIGN.get(lang) }
                    </Button>
                </p>
            }
        </section>
    }
}

/// What is the matter, as a link to where it is.
fn to_field(lang: Lang, problem: &Problem) -> Html {
    let id = field_id(&problem.field);
    let onclick = {
        let id = id.clone();
        Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            browser::focus_id(&id);
        })
    };
    let name = text::field(lang, &problem.field);
    html! {
        <a href={format!("#{id}")} {onclick}>{ name }{ ": " }{ problem.reason.text().get(lang) }</a>
    }
}

fn warning(lang: Lang, problem: &Problem, check: &Check<'_>) -> Html {
    let is_of = |it: &Acknowledgement| it.field == problem.field && it.reason == problem.reason;
    let words = check.acknowledged.iter().find(|it| is_of(it)).map(|it| it.words.clone());
    let on_change = {
        let (field, reason) = (problem.field.clone(), problem.reason);
        let (given, on_acknowledge) = (check.acknowledged.to_vec(), check.on_acknowledge.clone());
        Callback::from(move |words: String| {
            let mut given = given.clone();
            given.retain(|it| it.field != field || it.reason != reason);
            given.push(Acknowledgement { field: field.clone(), reason, words });
            on_acknowledge.emit(given);
        })
    };
    let id = format!("{}-{}-why", field_id(&problem.field), problem.reason);
    html! {
        <div class="notice stack" key={id.clone()}>
            <p>
                <b>{ Severity::Warning.text().get(lang) }{ ". " }</b>{ to_field(lang, problem) }
            </p>
            <TextField id={AttrValue::from(id)} label={text::WHY_RIGHT.get(lang)} value={words.unwrap_or_default()}
                limit={NOTE_MAX} autocomplete="off" {on_change} />
        </div>
    }
}
