//! The fields of a protocol.

use std::rc::Rc;

use shared::lang::Lang;
use shared::protocols::model::{Problem, ProblemReason, ProtocolForm, Severity};
use shared::protocols::text;
use shared::record::model::Coding;
use time::{OffsetDateTime, PrimitiveDateTime, Time};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::rows::{diagnoses, prescriptions};
use super::{field_id, label};
use crate::browser;
use crate::prefs::use_lang;
use crate::route::Day;
use crate::ui::{Icon, TextArea, TextField};

/// What is wrong with the fields, once they were looked through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Errors(pub Rc<Vec<Problem>>);

impl Errors {
    /// What stands at a field.
    pub fn of(&self, lang: Lang, path: &str) -> Option<AttrValue> {
        let is_told = |it: &&Problem| it.field == path && it.severity != Severity::Note;
        let problem = self.0.iter().find(is_told)?;
        Some(reason(lang, problem.reason).into())
    }
}

fn reason(lang: Lang, reason: ProblemReason) -> &'static str {
    reason.text().get(lang)
}

/// Changes the form as it stands by now.
#[derive(Clone, PartialEq)]
pub struct Put {
    pub form: ProtocolForm,
    pub on_change: Callback<ProtocolForm>,
}

impl Put {
    pub fn change(&self, change: impl FnOnce(&mut ProtocolForm)) {
        let mut form = self.form.clone();
        change(&mut form);
        self.on_change.emit(form);
    }
}

#[derive(Properties, PartialEq)]
pub struct FormFieldsProps {
    pub form: ProtocolForm,
    /// Diagnoses of the template.
    pub often: Vec<Coding>,
    pub errors: Errors,
    pub on_change: Callback<ProtocolForm>,
}

/// Everything a doctor fills in, in the order of an examination.
#[component]
pub fn FormFields(props: &FormFieldsProps) -> Html {
    let lang = use_lang();
    let FormFieldsProps { form, often, errors, on_change } = props;
    let put = Put { form: form.clone(), on_change: on_change.clone() };
    let to = |set: fn(&mut ProtocolForm, String)| {
        let put = put.clone();
        Callback::from(move |typed: String| put.change(|form| set(form, typed)))
    };
    let area = |path: &str, name: &str, value: &str, on_change: Callback<String>, asked: bool| {
        html! {
            <TextArea id={field_id(path)} label={label(lang, name, asked)} value={value.to_owned()}
                {on_change} is_required={asked} error={errors.of(lang, path)} />
        }
    };
    let kind = label(lang, text::KIND.get(lang), true);
    html! {
        <div class="stack protocol__fields">
            <TextField id={AttrValue::from(field_id("title"))} label={kind} value={form.title.clone()}
                autocomplete="off" error={errors.of(lang, "title")}
                on_change={to(|form, typed| form.title = typed)} />
            { when(lang, form, errors, &put) }
            <section class="stack" aria-labelledby="protocol-findings">
                <h2 id="protocol-findings" tabindex="-1">{ text::FINDINGS.get(lang) }</h2>
                <p class="field__hint">{ text::DICTATION_HINT.get(lang) }</p>
                if let Some(error) = errors.of(lang, "findings") {
                    <p class="field__error">{ Icon::Alert.draw() }<span>{ error }</span></p>
                }
                for (at, part) in form.findings.iter().enumerate() {
                    { area(&format!("findings.{at}.text"), &part.title, &part.text, finding(&put, at), part.required) }
                }
            </section>
            { area("conclusion", text::CONCLUSION.get(lang), &form.conclusion,
                to(|form, typed| form.conclusion = typed), true) }
            { diagnoses(lang, form, often, errors, &put) }
            { prescriptions(lang, form, errors, &put) }
            { area("plan", text::PLAN.get(lang), &form.plan, to(|form, typed| form.plan = typed), true) }
            { next_visit(lang, form, errors, &put) }
        </div>
    }
}

fn finding(put: &Put, at: usize) -> Callback<String> {
    let put = put.clone();
    Callback::from(move |typed: String| {
        put.change(|form| {
            if let Some(part) = form.findings.get_mut(at) {
                part.text = typed;
            }
        });
    })
}

fn value_of(event: &InputEvent) -> String {
    let input: HtmlInputElement = event.target_unchecked_into();
    input.value()
}

/// `2026-12-01` and `14:30` as a moment of this place; nothing where they are not whole.
fn moment(day: &str, clock: &str) -> Option<OffsetDateTime> {
    let day = Day::parse(day)?.date()?;
    let (hour, minute) = clock.split_once(':')?;
    let time = Time::from_hms(hour.parse().ok()?, minute.get(..2)?.parse().ok()?, 0).ok()?;
    let here = PrimitiveDateTime::new(day, time);
    Some(here.assume_offset(browser::offset_at(here.assume_utc())))
}

fn when(lang: Lang, form: &ProtocolForm, errors: &Errors, put: &Put) -> Html {
    let here = form.performed_at.map(|at| at.to_offset(browser::offset_at(at)));
    let day = here.and_then(|at| Day::of(at.date())).map(Day::word).unwrap_or_default();
    let clock = here.map(|at| format!("{:02}:{:02}", at.hour(), at.minute())).unwrap_or_default();
    let set = |at: fn(&str, &str, String) -> Option<OffsetDateTime>| {
        let (put, day, clock) = (put.clone(), day.clone(), clock.clone());
        Callback::from(move |event: InputEvent| {
            let typed = value_of(&event);
            // Half a date is none: what stood there before stays until it is whole.
            if let Some(at) = at(&day, &clock, typed) {
                put.change(|form| form.performed_at = Some(at));
            }
        })
    };
    let on_day =
        set(|_, clock, typed| moment(&typed, if clock.is_empty() { "00:00" } else { clock }));
    let on_clock = set(|day, _, typed| moment(day, &typed));
    let id = field_id("performed_at");
    let error = errors.of(lang, "performed_at");
    html! {
        <div class={if error.is_some() { "field is-wrong" } else { "field" }}>
            if let Some(error) = &error {
                <p class="field__error" id={format!("{id}-error")}>
                    { Icon::Alert.draw() }<span>{ error }</span>
                </p>
            }
            <div class="protocol__numbers">
                <div class="field">
                    <label class="field__label" for={id.clone()}>
                        { label(lang, text::PERFORMED_ON.get(lang), true) }
                    </label>
                    <input id={id.clone()} class="input" type="date" value={day.clone()} oninput={on_day}
                        aria-invalid={error.is_some().then_some("true")} />
                </div>
                <div class="field">
                    <label class="field__label" for="protocol-clock">{ text::PERFORMED_TIME.get(lang) }</label>
                    <input id="protocol-clock" class="input" type="time" value={clock.clone()}
                        oninput={on_clock} />
                </div>
            </div>
        </div>
    }
}

fn next_visit(lang: Lang, form: &ProtocolForm, errors: &Errors, put: &Put) -> Html {
    let id = field_id("next_visit");
    let error = errors.of(lang, "next_visit");
    let value = form.next_visit.and_then(Day::of).map(Day::word).unwrap_or_default();
    let oninput = {
        let put = put.clone();
        Callback::from(move |event: InputEvent| {
            let day = Day::parse(&value_of(&event)).and_then(Day::date);
            put.change(|form| form.next_visit = day);
        })
    };
    html! {
        <div class={if error.is_some() { "field is-wrong" } else { "field" }}>
            <label class="field__label" for={id.clone()}>{ text::NEXT_VISIT.get(lang) }</label>
            <p class="field__hint" id={format!("{id}-hint")}>{ text::NEXT_VISIT_HINT.get(lang) }</p>
            if let Some(error) = &error {
                <p class="field__error" id={format!("{id}-error")}>
                    { Icon::Alert.draw() }<span>{ error }</span>
                </p>
            }
            <input id={id.clone()} class="input" type="date" {value} {oninput}
                aria-describedby={format!("{id}-hint")} aria-invalid={error.is_some().then_some("true")} />
        </div>
    }
}
