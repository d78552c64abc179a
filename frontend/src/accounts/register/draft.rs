//! What is typed, kept on the server as it grows.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use shared::accounts::api::SaveRegistration;
use shared::accounts::contacts::Phone;
use shared::accounts::model::{DocumentKind, RegistrationForm};
use shared::accounts::registration::Field;
use shared::format::NBSP;
use shared::identity::model::{Passport, PolicyNumber, Snils};
use time::Date;
use wasm_bindgen_futures::spawn_local;

use crate::client;
use crate::route::RegisterStep;

/// What each step asks for.
pub const fn fields(step: RegisterStep) -> &'static [Field] {
    match step {
        RegisterStep::Name => &[Field::Surname, Field::Given, Field::Patronymic],
        RegisterStep::Birth => &[Field::BirthDate, Field::Sex],
        RegisterStep::Documents => &[
            Field::Snils,
            Field::DocumentKind,
            Field::DocumentNumber,
            Field::PolicyNumber,
            Field::Inn,
        ],
        RegisterStep::Contacts => &[Field::Phone, Field::Email],
        RegisterStep::Password | RegisterStep::Code | RegisterStep::Done => &[],
    }
}

pub fn step_of(field: Field) -> RegisterStep {
    let step = RegisterStep::ALL.iter().find(|step| fields(**step).contains(&field));
    step.copied().unwrap_or_default()
}

/// The first step before `step` that still has something to mend.
pub fn unfinished_before(
    step: RegisterStep,
    form: &RegistrationForm,
    today: Date,
) -> Option<RegisterStep> {
    let mut before = RegisterStep::ALL.iter().copied().filter(|before| *before < step);
    before.find(|before| fields(*before).iter().any(|field| field.check(form, today).is_err()))
}

pub fn next(step: RegisterStep) -> RegisterStep {
    let at = RegisterStep::ALL.iter().position(|known| *known == step).unwrap_or(0);
    RegisterStep::ALL.get(at + 1).copied().unwrap_or(step)
}

pub fn previous(step: RegisterStep) -> Option<RegisterStep> {
    RegisterStep::ALL.iter().copied().take_while(|known| *known < step).last()
}

/// Most people register with the passport of the country.
pub fn begun(mut form: RegistrationForm) -> RegistrationForm {
    if form.document_kind.is_empty() {
        DocumentKind::RussianPassport.wire().clone_into(&mut form.document_kind);
    }
    form
}

/// The field in the form documents write it in, once it is right.
pub fn tidied(field: Field, form: &RegistrationForm) -> Option<String> {
    let value = field.value(form);
    let is_russian = form.document_kind == DocumentKind::RussianPassport.wire();
    let tidy = match field {
        Field::Phone => Phone::parse(value).ok().map(|it| it.to_string()),
        Field::Snils => Snils::parse(value).ok().map(|it| it.to_string()),
        Field::PolicyNumber => PolicyNumber::parse(value).ok().map(|it| it.to_string()),
        Field::DocumentNumber if is_russian => Passport::parse(value).ok().map(|it| it.to_string()),
        _ => None,
    }?;
    // In a field one types ordinary spaces.
    let tidy = tidy.replace(NBSP, " ");
    (tidy != value).then_some(tidy)
}

/// Saves one state after another, never two at once: the last one typed is the one that is kept.
#[derive(Clone, Default)]
pub struct Saver(Rc<Saving>);

#[derive(Default)]
struct Saving {
    busy: Cell<bool>,
    kept: RefCell<Option<RegistrationForm>>,
    waiting: RefCell<Option<RegistrationForm>>,
}

impl Saver {
    pub fn save(&self, form: &RegistrationForm) {
        if self.0.kept.borrow().as_ref() == Some(form) {
            return;
        }
        *self.0.waiting.borrow_mut() = Some(form.clone());
        if self.0.busy.replace(true) {
            return;
        }
        let saving = self.0.clone();
        spawn_local(async move {
            loop {
                let Some(form) = saving.waiting.borrow_mut().take() else { break };
                let call = SaveRegistration { body: form };
                // What fails is saved with the next field; the page still has all of it.
                if client::call(&call).await.is_ok() {
                    *saving.kept.borrow_mut() = Some(call.body);
                }
            }
            saving.busy.set(false);
        });
    }
}
