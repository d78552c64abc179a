//! What accounts are made with.

use shared::accounts::model::Factor;
use shared::accounts::rules::Owner;
use shared::accounts::text as words;
use shared::contract::FieldReason;
use shared::lang::Lang;
use yew::prelude::*;

use super::{Shelf, sample, text, wide_sample};
use crate::accounts::{CodeStep, Resend, new_password};
use crate::prefs::use_lang;
use crate::ui::{PasswordField, error_summary, steps};

pub fn shelves(lang: Lang) -> Vec<Shelf> {
    vec![
        Shelf {
            id: "password-field",
            name: text::PASSWORD_FIELD,
            samples: html! { <Passwords /> },
        },
        Shelf { id: "new-password-shelf", name: text::NEW_PASSWORD, samples: choosing(lang) },
        Shelf { id: "code-step", name: text::CODE_STEP, samples: codes(lang) },
        Shelf { id: "steps", name: text::STEPS, samples: progresses(lang) },
        Shelf { id: "error-summary", name: text::ERRORS, samples: errors(lang) },
    ]
}

#[component]
fn Passwords() -> Html {
    let lang = use_lang();
    let value = use_state(|| "warm9Tea!".to_owned());
    let set = value.setter();
    let on_change = Callback::from(move |typed| set.set(typed));
    let label = words::PASSWORD.get(lang);
    let error = AttrValue::from(FieldReason::Required.text().get(lang));
    html! {
        <>
            { sample(lang, text::USUAL, html! {
                <PasswordField {label} autocomplete="off" value={(*value).clone()} {on_change} />
            }) }
            { sample(lang, text::WITH_ERROR, html! {
                <PasswordField {label} autocomplete="off" value="" {error} on_change={Callback::noop()} />
            }) }
            { sample(lang, text::DISABLED, html! {
                <PasswordField {label} autocomplete="off" value="" disabled=true on_change={Callback::noop()} />
            }) }
        </>
    }
}

fn choosing(lang: Lang) -> Html {
    let states = [
        (text::EMPTY, "field-1", "", None),
        (text::WEAK, "field-2", "warm", None),
        (text::STRONG, "field-3", "Тёплый-9-чай-вечером!", None),
        (text::WITH_ERROR, "field-4", "Password1!", Some(FieldReason::PasswordCommon)),
    ];
    html! {
        for (state, id, password, error) in states {
            { sample(lang, state, new_password(lang, id, password, &Owner::default(), error, Callback::noop())) }
        }
    }
}

fn codes(lang: Lang) -> Html {
    let step = |id: &'static str, seconds: u32, busy: bool, error: Option<AttrValue>| {
        let resend = Resend { seconds, turn: 0, busy: false, on_resend: Callback::noop() };
        html! {
            <CodeStep {id} label={words::CODE.get(lang)} {resend} {busy} {error}
                hint={words::code_sent_to(lang, Factor::Sms, "+7 ··· ···-45-67")}
                on_code={Callback::noop()} />
        }
    };
    let wrong = AttrValue::from(text::CODE_WRONG.get(lang));
    html! {
        <>
            { sample(lang, text::COUNTS, step("code-1", 45, false, None)) }
            { sample(lang, text::MAY_RESEND, step("code-2", 0, false, None)) }
            { sample(lang, text::BUSY, step("code-3", 0, true, None)) }
            { sample(lang, text::WITH_ERROR, step("code-4", 0, false, Some(wrong))) }
        </>
    }
}

fn progresses(lang: Lang) -> Html {
    html! {
        <>
            { sample(lang, text::FIRST, steps(&words::step_of(lang, 1, 5), 1, 5)) }
            { sample(lang, text::LAST, steps(&words::step_of(lang, 5, 5), 5, 5)) }
        </>
    }
}

fn errors(lang: Lang) -> Html {
    let reason = |reason: FieldReason| AttrValue::from(reason.text().get(lang));
    let wrong = [
        ("text-field", text::NAME.get(lang).into(), reason(FieldReason::Required)),
        ("date-field", text::BIRTH_DATE.get(lang).into(), reason(FieldReason::NotADate)),
    ];
    wide_sample(lang, text::USUAL, error_summary(words::ERRORS_TITLE.get(lang), &wrong))
}
