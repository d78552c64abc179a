use shared::accounts::model::{DocumentKind, RegistrationForm};
use shared::accounts::registration::Field;
use shared::accounts::rules::parse_date;
use shared::accounts::text;
use shared::accounts::text::register as words;
use shared::contract::FieldReason;
use shared::format;
use shared::lang::{Lang, Text};
use shared::record::model::Sex;
use yew::prelude::*;

use crate::route::RegisterStep;
use crate::ui::{Checkbox, Choice, RadioGroup, TextField};

/// What the fields of a step need to be drawn.
pub struct Fields<'a> {
    pub lang: Lang,
    pub form: &'a RegistrationForm,
    /// What is wrong with a field, as far as it is time to say so.
    pub wrong: &'a dyn Fn(Field) -> Option<FieldReason>,
    pub on_change: &'a Callback<(Field, String)>,
    pub on_leave: &'a Callback<Field>,
    pub on_no_patronymic: &'a Callback<bool>,
}

impl Fields<'_> {
    pub fn draw(&self, step: RegisterStep) -> Html {
        let lang = self.lang;
        match step {
            RegisterStep::Name => html! {
                <>
                    <p class="lead">{ words::NAME_LEAD.get(lang) }</p>
                    { self.text(Field::Surname) }
                    { self.text(Field::Given) }
                    if !self.form.no_patronymic {
                        { self.text(Field::Patronymic) }
                    }
                    <Checkbox text={words::NO_PATRONYMIC.get(lang)} is_on={self.form.no_patronymic}
                        on_change={self.on_no_patronymic.clone()} />
                </>
            },
            RegisterStep::Birth => html! {
                <>
                    { self.text(Field::BirthDate) }
                    { self.understood() }
                    { self.sex() }
                </>
            },
            RegisterStep::Documents => self.documents(),
            RegisterStep::Contacts => html! {
                <>
                    <p class="lead">{ words::CONTACTS_LEAD.get(lang) }</p>
                    { self.text(Field::Phone) }
                    { self.text(Field::Email) }
                </>
            },
            RegisterStep::Password | RegisterStep::Code | RegisterStep::Done => Html::default(),
        }
    }

    fn text(&self, field: Field) -> Html {
        let lang = self.lang;
        let (kind, autocomplete, inputmode) = manner(field, self.form);
        let hint = match field {
            Field::DocumentNumber => self.form.document_kind.parse().ok().map(DocumentKind::hint),
            field => field.hint(),
        };
        let hint = hint.map(|hint| AttrValue::from(hint.get(lang)));
        let error = (self.wrong)(field).map(|reason| AttrValue::from(reason.text().get(lang)));
        html! {
            <TextField key={field.name()} id={field.name()} label={field.text().get(lang)} {hint}
                {error} {kind} {autocomplete} {inputmode} value={field.value(self.form).to_owned()}
                on_change={self.on_change.reform(move |value| (field, value))}
                on_leave={self.on_leave.reform(move |()| field)} />
        }
    }

    /// So that a slip in the date is seen before it is sent.
    fn understood(&self) -> Html {
        let date = parse_date(&self.form.birth_date).ok();
        let said = date.map(|date| words::understood(self.lang, &format::date(self.lang, date)));
        html! { <p class="muted" role="status">{ said.unwrap_or_default() }</p> }
    }

    fn choices<T: Copy + std::fmt::Display + 'static>(
        &self,
        field: Field,
        all: &[(T, Text)],
    ) -> Html {
        let choices = all.iter().map(|&(value, text)| Choice {
            text: text.get(self.lang).into(),
            hint: None,
            is_chosen: field.value(self.form) == value.to_string(),
            on_choose: self.on_change.reform(move |()| (field, value.to_string())),
        });
        let error =
            (self.wrong)(field).map(|reason| AttrValue::from(said(field, reason).get(self.lang)));
        html! {
            <div id={field.name()} tabindex="-1">
                <RadioGroup legend={field.text().get(self.lang)} {error} choices={choices.collect::<Vec<_>>()} />
            </div>
        }
    }

    fn sex(&self) -> Html {
        self.choices(Field::Sex, &[(Sex::Female, words::SEX_FEMALE), (Sex::Male, words::SEX_MALE)])
    }

    fn documents(&self) -> Html {
        let lang = self.lang;
        let kinds: Vec<_> = DocumentKind::ALL.iter().map(|kind| (*kind, kind.text())).collect();
        let more = [Field::PolicyNumber, Field::Inn];
        let has_more = more.iter().any(|field| !field.value(self.form).is_empty());
        html! {
            <>
                <p class="lead">{ words::DOCUMENTS_LEAD.get(lang) }</p>
                { self.text(Field::Snils) }
                { self.choices(Field::DocumentKind, &kinds) }
                { self.text(Field::DocumentNumber) }
                <details class="more" open={has_more}>
                    <summary>
                        { words::MORE_NUMBERS.get(lang) }{ " (" }{ text::OPTIONAL.get(lang) }{ ")" }
                    </summary>
                    <div class="stack">
                        <p class="muted">{ words::MORE_NUMBERS_LEAD.get(lang) }</p>
                        for field in more {
                            { self.text(field) }
                        }
                    </div>
                </details>
            </>
        }
    }
}

/// What is wrong with a field, in words that fit what one does there.
pub const fn said(field: Field, reason: FieldReason) -> Text {
    match (field, reason) {
        (Field::Sex | Field::DocumentKind, FieldReason::Required) => text::CHOOSE,
        _ => reason.text(),
    }
}

/// The kind of the field, what the browser may fill in, and the keyboard a phone shows.
fn manner(
    field: Field,
    form: &RegistrationForm,
) -> (&'static str, Option<AttrValue>, Option<AttrValue>) {
    let numeric = Some("numeric".into());
    match field {
        Field::Surname => ("text", Some("family-name".into()), None),
        Field::Given => ("text", Some("given-name".into()), None),
        Field::Patronymic => ("text", Some("additional-name".into()), None),
        Field::BirthDate => ("text", Some("bday".into()), None),
        Field::Phone => ("tel", Some("tel".into()), None),
        // Not of the kind `email`: browsers would turn a domain of Cyrillic letters into Latin ones.
        Field::Email => ("text", Some("email".into()), Some("email".into())),
        Field::DocumentNumber if form.document_kind != DocumentKind::RussianPassport.wire() => {
            ("text", Some("off".into()), None)
        }
        Field::Snils | Field::DocumentNumber | Field::PolicyNumber | Field::Inn => {
            ("text", Some("off".into()), numeric)
        }
        Field::Sex | Field::DocumentKind => ("text", None, None),
    }
}
