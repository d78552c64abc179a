use gloo_timers::callback::Timeout;
use shared::accounts::api::{NewAccount, Register};
use shared::accounts::model::{CodeSent, Registration, RegistrationForm};
use shared::accounts::registration::{Field, owner};
use shared::accounts::text;
use shared::accounts::text::register as words;
use shared::contract::{FieldReason, Problem};
use shared::lang::{Lang, Text};
use yew::prelude::*;

use super::confirm::Confirm;
use super::done::StartOver;
use super::draft::{Saver, begun, fields, next, previous, step_of, tidied, unfinished_before};
use super::fields::{Fields, said};
use crate::accounts::code::refusal;
use crate::accounts::edit::{Edit, use_edit};
use crate::accounts::password::{self, first_broken, new_password};
use crate::browser;
use crate::prefs::use_lang;
use crate::route::{RegisterStep, Route};
use crate::router::{self, link};
use crate::shell::Title;
use crate::submit::{Act, use_act};
use crate::ui::{Button, Icon, error_summary, steps};

/// Steps that are counted aloud.
const COUNTED: usize = 5;
/// A field that is left by pressing a button must not move the button away from under the finger.
const TELL_MS: u32 = 200;

#[derive(Properties, PartialEq)]
pub struct WizardProps {
    pub start: Registration,
    pub step: RegisterStep,
}

/// A registration as it grows.
#[derive(Clone, Default)]
struct State {
    form: RegistrationForm,
    /// Never leaves the page before the end.
    password: String,
    /// Fields that were left: it is time to say what is wrong with them.
    left: Vec<Field>,
    /// Counts attempts to go on with something wrong.
    tries: u32,
    /// What the server refused: the field, why, and what it said then.
    refused: Vec<(String, FieldReason, String)>,
    /// The code that was sent, and when the server said so.
    sent: Option<(CodeSent, f64)>,
}

impl State {
    fn begin(start: &Registration) -> Self {
        let mut state = Self { form: begun(start.form.clone()), ..Self::default() };
        state.keep_sent(start.code.clone());
        state
    }

    fn keep_sent(&mut self, code: Option<CodeSent>) {
        self.sent = code.map(|code| (code, browser::now_ms()));
    }

    /// What is wrong with a field, whether or not it is time to say so.
    fn check(&self, field: Field) -> Option<FieldReason> {
        let value = field.value(&self.form);
        let is_empty = value.trim().is_empty();
        let is_missing = field == Field::Patronymic && is_empty && !self.form.no_patronymic;
        self.refusal(field.name(), value)
            .or_else(|| field.check(&self.form, browser::today()).err())
            .or(is_missing.then_some(FieldReason::Required))
    }

    fn refusal(&self, name: &str, value: &str) -> Option<FieldReason> {
        let told = self.refused.iter().find(|(field, _, was)| field == name && was == value);
        told.map(|(_, reason, _)| *reason)
    }

    /// What is wrong with a field, once it is time to say so.
    fn wrong(&self, field: Field) -> Option<FieldReason> {
        let value = field.value(&self.form);
        let is_told = self.tries > 0 || self.left.contains(&field) && !value.is_empty();
        let reason = self.check(field);
        reason.filter(|_| is_told || self.refusal(field.name(), value).is_some())
    }

    fn password_wrong(&self) -> Option<FieldReason> {
        let broken = first_broken(&self.password, &owner(&self.form));
        self.refusal("password", &self.password).or(broken.filter(|_| self.tries > 0))
    }

    fn is_right(&self, step: RegisterStep) -> bool {
        match step {
            RegisterStep::Password => first_broken(&self.password, &owner(&self.form)).is_none(),
            step => fields(step).iter().all(|field| self.check(*field).is_none()),
        }
    }

    /// Remembers what the server refused, and says which step has to mend it.
    fn refuse(&mut self, problem: &Problem) -> Option<RegisterStep> {
        let mut first = None::<RegisterStep>;
        self.refused.clear();
        for wrong in &problem.fields {
            let name = wrong.field.strip_prefix("form.").unwrap_or(&wrong.field);
            let field = Field::ALL.iter().copied().find(|field| field.name() == name);
            let step = field.map_or(RegisterStep::Password, step_of);
            let value = field.map_or(self.password.as_str(), |field| field.value(&self.form));
            self.refused.push((name.to_owned(), wrong.reason, value.to_owned()));
            first = Some(first.map_or(step, |known| known.min(step)));
        }
        first
    }
}

/// One step of a registration; the others keep what was typed.
#[component]
pub fn Wizard(props: &WizardProps) -> Html {
    let lang = use_lang();
    let step = props.step;
    let state = use_edit(|| State::begin(&props.start));
    let saver = (*use_memo((), |()| Saver::default())).clone();
    let act = use_act();
    use_order(step, &state);
    {
        let state = state.clone();
        use_effect_with(act.problem().cloned(), move |problem| {
            let step = problem.as_ref().and_then(|problem| (*state).clone().refuse(problem));
            if let (Some(step), Some(problem)) = (step, problem.clone()) {
                state.change(move |state| {
                    state.refuse(&problem);
                });
                router::open(Route::Register { step });
            }
        });
    }
    if let (RegisterStep::Code, Some((code, since))) = (step, state.sent.clone()) {
        return html! { <Confirm {code} {since} on_sent={state.put(|state, code| state.keep_sent(Some(code)))} /> };
    }
    let onsubmit = on_submit(step, &state, saver.clone(), &act);
    let problem = act.problem().filter(|problem| problem.fields.is_empty());
    let number = RegisterStep::ALL.iter().position(|known| *known == step).unwrap_or(0) + 1;
    html! {
        <>
            if let Some(before) = previous(step) {
                { back(lang, before) }
            }
            { steps(&text::step_of(lang, number, COUNTED), number, COUNTED) }
            <Title key={number} text={title(step).get(lang)} />
            { summary(lang, step, &state) }
            if let Some(problem) = problem {
                { refusal(lang, problem) }
            }
            <form class="form" novalidate=true {onsubmit} key={number + 10}>
                if step == RegisterStep::Password {
                    { password_step(lang, &state) }
                } else {
                    { field_step(lang, step, &state, saver) }
                }
                <p>
                    <Button submits=true busy={act.is_busy()}>
                        { if step == RegisterStep::Password { words::REGISTER } else { text::NEXT }.get(lang) }
                    </Button>
                </p>
            </form>
            <p class="muted">{ words::KEPT.get(lang) }</p>
            <StartOver />
            if step == RegisterStep::Name {
                <p>
                    { words::HAVE_ACCOUNT.get(lang) }{ " " }
                    { link(Route::SignIn { next: None }, "", html! { text::SIGN_IN_AS.get(lang) }) }
                </p>
            }
        </>
    }
}

/// Nobody comes to a step before the ones it needs; what was said about one is not said about the
/// next, and an error that has just been told is where the reading goes on.
#[hook]
fn use_order(step: RegisterStep, state: &Edit<State>) {
    let at = match step {
        RegisterStep::Code if state.sent.is_none() => RegisterStep::Password,
        RegisterStep::Done => RegisterStep::Password,
        step => step,
    };
    let to = unfinished_before(at, &state.form, browser::today()).unwrap_or(at);
    {
        let state = state.clone();
        use_effect_with((step, to), move |&(step, to)| {
            if to != step {
                router::replace(Route::Register { step: to });
            }
            if state.tries > 0 {
                state.change(|state| state.tries = 0);
            }
        });
    }
    use_effect_with(state.tries, |tries| {
        if *tries > 0 {
            browser::focus_id("errors");
        }
    });
}

fn on_submit(
    step: RegisterStep,
    state: &Edit<State>,
    saver: Saver,
    act: &Act,
) -> Callback<SubmitEvent> {
    let (state, act) = (state.clone(), act.clone());
    Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        if !state.is_right(step) {
            return state.change(|state| state.tries += 1);
        }
        if step != RegisterStep::Password {
            saver.save(&state.form);
            return router::open(Route::Register { step: next(step) });
        }
        let body = NewAccount { form: state.form.clone(), password: state.password.clone() };
        let state = state.clone();
        act.send(Register { body }, move |answer| {
            state.change(|state| state.keep_sent(answer.code));
            router::open(Route::Register { step: RegisterStep::Code });
        });
    })
}

const fn title(step: RegisterStep) -> Text {
    match step {
        RegisterStep::Name => words::NAME,
        RegisterStep::Birth => words::BIRTH,
        RegisterStep::Documents => words::DOCUMENTS,
        RegisterStep::Contacts => words::CONTACTS,
        RegisterStep::Password => words::PASSWORD,
        RegisterStep::Code => words::CODE,
        RegisterStep::Done => words::DONE,
    }
}

fn back(lang: Lang, step: RegisterStep) -> Html {
    let content = html! { <>{ Icon::Back.draw() }{ text::BACK.get(lang) }</> };
    link(Route::Register { step }, "back", content)
}

fn summary(lang: Lang, step: RegisterStep, state: &State) -> Html {
    let mut wrong: Vec<_> = Vec::new();
    if state.tries > 0 {
        for field in fields(step) {
            if let Some(reason) = state.wrong(*field) {
                let name = field.text().get(lang).into();
                wrong.push((field.name(), name, said(*field, reason).get(lang).into()));
            }
        }
        if let Some(reason) = state.password_wrong().filter(|_| step == RegisterStep::Password) {
            let name = text::PASSWORD.get(lang).into();
            wrong.push((password::FIELD, name, reason.text().get(lang).into()));
        }
    }
    error_summary(text::ERRORS_TITLE.get(lang), &wrong)
}

fn password_step(lang: Lang, state: &Edit<State>) -> Html {
    let on_change = state.put(|state, password| state.password = password);
    html! {
        <>
            <p class="lead">{ words::PASSWORD_LEAD.get(lang) }</p>
            // For the browser's password keeper: whose password it is.
            <input type="email" autocomplete="username" value={state.form.email.clone()} hidden=true />
            { new_password(lang, password::FIELD, &state.password, &owner(&state.form), state.password_wrong(), on_change) }
        </>
    }
}

fn field_step(lang: Lang, step: RegisterStep, state: &Edit<State>, saver: Saver) -> Html {
    let on_change = state.put(|state, (field, value): (Field, String)| {
        *field.value_mut(&mut state.form) = value;
        state.left.retain(|left| *left != field);
    });
    let on_no_patronymic = {
        let (state, saver) = (state.clone(), saver.clone());
        Callback::from(move |is_on| {
            let (mut form, saver) = (state.form.clone(), saver.clone());
            (form.no_patronymic, form.patronymic) = (is_on, String::new());
            saver.save(&form);
            state.change(move |state| state.form = form);
        })
    };
    let on_leave = {
        let state = state.clone();
        Callback::from(move |field: Field| {
            saver.save(&state.form);
            let state = state.clone();
            Timeout::new(TELL_MS, move || {
                state.change(move |state| {
                    if let Some(tidy) = tidied(field, &state.form) {
                        *field.value_mut(&mut state.form) = tidy;
                    }
                    state.left.push(field);
                });
            })
            .forget();
        })
    };
    let wrong = |field| state.wrong(field);
    Fields {
        lang,
        form: &state.form,
        wrong: &wrong,
        on_change: &on_change,
        on_leave: &on_leave,
        on_no_patronymic: &on_no_patronymic,
    }
    .draw(step)
}
