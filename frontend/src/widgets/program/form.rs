use std::rc::Rc;

use shared::accounts::contacts::Phone;
use shared::accounts::rules::check_name;
use shared::appointments::model::{HoldRefusal, Payment, Slot};
use shared::appointments::rules::REASON_MAX;
use shared::appointments::text::page as text;
use shared::contract::FieldReason;
use shared::format;
use shared::lang::{Lang, Text};
use shared::record::model::PersonName;
use shared::widgets::api::StartGuestVisit;
use shared::widgets::model::{GuestAnswer, GuestHold, NewGuestVisit};
use shared::widgets::{text as legal, words};
use uuid::Uuid;
use yew::prelude::*;

use super::frame::Frame;
use super::heading::Heading;
use super::order::birth_date;
use super::popup::PortalButton;
use super::steps::Wanted;
use crate::appointments::{moment, payment_words, slot_button};
use crate::browser;
use crate::prefs::use_lang;
use crate::submit::{Act, use_act};
use crate::ui::{
    Button, ButtonKind, Checkbox, Fact, Icon, TextField, failed, failure, summary_list,
};

const REFUSED: &str = "guest-refused";
const CONSENT: &str = "consent";

/// What a guest types; it outlives every refusal.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    surname: String,
    given: String,
    patronymic: String,
    birth: String,
    phone: String,
    reason: String,
    consent: bool,
}

/// What is wrong with a field, by its name.
type Wrong = (&'static str, FieldReason);

impl Draft {
    /// Everything that is wrong, in the order of the form.
    fn wrong(&self) -> Vec<Wrong> {
        let too_long = self.reason.trim().chars().count() > REASON_MAX;
        let checks = [
            ("surname", check_name(&self.surname).err()),
            ("given", check_name(&self.given).err()),
            ("patronymic", self.patronymic().and_then(|name| check_name(name).err())),
            ("birth_date", birth_date(&self.birth).err()),
            ("phone", Phone::parse(&self.phone).err()),
            ("reason", too_long.then_some(FieldReason::TooLong)),
            (CONSENT, (!self.consent).then_some(FieldReason::Required)),
        ];
        checks.into_iter().filter_map(|(name, reason)| Some((name, reason?))).collect()
    }

    fn patronymic(&self) -> Option<&str> {
        Some(self.patronymic.trim()).filter(|name| !name.is_empty())
    }

    /// What is sent; nothing where the date cannot be read.
    fn body(&self, lang: Lang, form: &GuestFormProps, key: Uuid) -> Option<NewGuestVisit> {
        Some(NewGuestVisit {
            clinic: form.frame.clinic,
            practitioner: form.wanted.doctor.id,
            service: form.wanted.service.id,
            starts_at: form.wanted.slot.starts_at,
            payment: Payment::Paid,
            name: PersonName {
                surname: check_name(&self.surname).ok()?,
                given: check_name(&self.given).ok()?,
                patronymic: self.patronymic().and_then(|name| check_name(name).ok()),
            },
            phone: self.phone.trim().to_owned(),
            birth_date: birth_date(&self.birth).ok()?,
            reason: self.reason.trim().to_owned(),
            lang: lang.into(),
            consent: self.consent,
            kind: form.frame.kind,
            host: form.frame.host.clone(),
            key,
        })
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct GuestFormProps {
    pub frame: Frame,
    pub wanted: Wanted,
    pub draft: Draft,
    pub on_change: Callback<Draft>,
    /// The time is kept, and a code is on its way.
    pub on_held: Callback<(Rc<NewGuestVisit>, GuestHold)>,
    /// Another time is wanted.
    pub on_time: Callback<Slot>,
    /// All times are to be seen again.
    pub on_back: Callback<()>,
}

/// Who comes. A guest types it; a patient goes to the portal, where it is known (WID-3).
#[component]
pub fn GuestForm(form: &GuestFormProps) -> Html {
    let lang = use_lang();
    let slot = &form.wanted.slot;
    // A guest's policy is not known: only what is paid can be booked (APT-14).
    let is_paid = form.wanted.service.payments.contains(&Payment::Paid);
    let portal = format!(
        "/booking/{}?service={}&at={}",
        slot.practitioner,
        slot.service,
        slot.starts_at.unix_timestamp()
    );
    let fact = |name: &'static str, value: Html| Fact { name: name.into(), value };
    let price = payment_words(lang, Payment::Paid, form.wanted.service.price);
    let mut facts = vec![
        fact(
            text::WHEN.get(lang),
            html! { <b>{ moment(lang, slot.starts_at, slot.utc_offset, None) }</b> },
        ),
        fact(text::DOCTOR.get(lang), html! { form.wanted.doctor.name.full() }),
        fact(text::WHAT_FOR.get(lang), html! { form.wanted.service.name.clone() }),
    ];
    if is_paid {
        facts.push(fact(text::WHO_PAYS.get(lang), html! { price }));
    }
    html! {
        <>
            <p>
                <Button kind={ButtonKind::Quiet} icon={Icon::Back} on_click={form.on_back.clone()}>
                    { text::OTHER_TIME.get(lang) }
                </Button>
            </p>
            <Heading text={words::FORM_TITLE.get(lang)} />
            { summary_list(facts) }
            <section class="panel stack" aria-labelledby="by-portal">
                <h2 id="by-portal">{ words::HAVE_CARD.get(lang) }</h2>
                <p class="muted">{ words::HAVE_CARD_LEAD.get(lang) }</p>
                <PortalButton path={portal} kind={ButtonKind::Secondary} text={words::BY_PORTAL.get(lang)} />
            </section>
            if is_paid {
                <Typed form={form.clone()} />
            } else {
                <p class="notice">{ words::POLICY_ONLY.get(lang) }</p>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct TypedProps {
    form: GuestFormProps,
}

/// The fields, and what the server says of them.
#[component]
fn Typed(TypedProps { form }: &TypedProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let tried = use_state_eq(|| false);
    let refused = use_state_eq(|| None::<GuestAnswer>);
    // One for all tries with that phone: a lost answer keeps no second time.
    let key = use_memo(form.draft.phone.clone(), |_| Uuid::new_v4());
    let onsubmit = {
        let (form, act, tried) = (form.clone(), act.clone(), tried.setter());
        let (refused, key) = (refused.setter(), *key);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            if let Some((first, _)) = form.draft.wrong().first() {
                return browser::focus_id(first);
            }
            let Some(body) = form.draft.body(lang, &form, key) else { return };
            let (sent, on_held, refused) =
                (Rc::new(body.clone()), form.on_held.clone(), refused.clone());
            act.send(StartGuestVisit { body }, move |answer: GuestAnswer| match answer.hold {
                Some(hold) => on_held.emit((sent.clone(), hold)),
                None => refused.set(Some(answer)),
            });
        })
    };
    use_effect_with((*refused).clone(), |refused| {
        if refused.is_some() {
            browser::focus_id(REFUSED);
        }
    });
    let wrong = if *tried { form.draft.wrong() } else { Vec::new() };
    let problem = act.problem().filter(|problem| problem.fields.is_empty());
    html! {
        <form class="form" novalidate=true {onsubmit} aria-labelledby="by-phone">
            <h2 id="by-phone">{ words::BY_PHONE.get(lang) }</h2>
            { fields(lang, form, &wrong, &act) }
            { consent(lang, form, &wrong) }
            if let Some(answer) = &*refused {
                { told(lang, answer, &form.on_time) }
            }
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            <div class="row">
                <Button submits=true busy={act.is_busy()}>{ words::GET_CODE.get(lang) }</Button>
            </div>
            <p class="muted">{ words::CODE_COMES.get(lang) }</p>
        </form>
    }
}

/// How a field of the draft is drawn.
struct Line {
    name: &'static str,
    label: Text,
    hint: Option<Text>,
    autocomplete: &'static str,
    value: String,
    put: fn(&mut Draft, String),
}

/// Of which names are made.
fn name_lines(draft: &Draft) -> [Line; 3] {
    let surname = Line {
        name: "surname",
        label: words::SURNAME,
        hint: None,
        autocomplete: "family-name",
        value: draft.surname.clone(),
        put: |draft, typed| draft.surname = typed,
    };
    let given = Line {
        name: "given",
        label: words::GIVEN,
        hint: None,
        autocomplete: "given-name",
        value: draft.given.clone(),
        put: |draft, typed| draft.given = typed,
    };
    let patronymic = Line {
        name: "patronymic",
        label: words::PATRONYMIC,
        hint: None,
        autocomplete: "additional-name",
        value: draft.patronymic.clone(),
        put: |draft, typed| draft.patronymic = typed,
    };
    [surname, given, patronymic]
}

fn fields(lang: Lang, form: &GuestFormProps, wrong: &[Wrong], act: &Act) -> Html {
    let draft = &form.draft;
    let birth = Line {
        name: "birth_date",
        label: words::BIRTH_DATE,
        hint: Some(words::BIRTH_DATE_HINT),
        autocomplete: "bday",
        value: draft.birth.clone(),
        put: |draft, typed| draft.birth = typed,
    };
    let phone = Line {
        name: "phone",
        label: words::PHONE,
        hint: Some(words::PHONE_HINT),
        autocomplete: "tel",
        value: draft.phone.clone(),
        put: |draft, typed| draft.phone = typed,
    };
    let on_reason = {
        let draft = draft.clone();
        form.on_change.reform(move |reason: String| Draft { reason, ..draft.clone() })
    };
    html! {
        <>
            <div class="widget__names">
                for line in name_lines(draft) {
                    { field(lang, form, line, wrong, act) }
                }
            </div>
            { field(lang, form, birth, wrong, act) }
            { understood(lang, &draft.birth) }
            { field(lang, form, phone, wrong, act) }
            <TextField id="reason" label={text::REASON.get(lang)} hint={text::REASON_HINT.get(lang)} limit={REASON_MAX}
                multiline=true autocomplete="off" value={draft.reason.clone()}
                error={said(lang, "reason", wrong, act)} on_change={on_reason} />
        </>
    }
}

fn field(lang: Lang, form: &GuestFormProps, line: Line, wrong: &[Wrong], act: &Act) -> Html {
    let Line { name, label, hint, autocomplete, value, put } = line;
    let hint = hint.map(|hint| AttrValue::from(hint.get(lang)));
    let kind = if name == "phone" { "tel" } else { "text" };
    let draft = form.draft.clone();
    let on_change = form.on_change.reform(move |typed: String| {
        let mut draft = draft.clone();
        put(&mut draft, typed);
        draft
    });
    html! {
        <TextField key={name} id={name} label={label.get(lang)} {hint} {kind} {autocomplete} {value}
            error={said(lang, name, wrong, act)} {on_change} />
    }
}

/// So that a slip in the date is seen before it is sent.
fn understood(lang: Lang, typed: &str) -> Html {
    let date = birth_date(typed).ok().map(|date| format::date(lang, date));
    html! { <p class="muted" role="status">{ date.unwrap_or_default() }</p> }
}

/// What is wrong with a field, by our own look at it or the server's.
fn said(lang: Lang, name: &'static str, wrong: &[Wrong], act: &Act) -> Option<AttrValue> {
    let own = wrong.iter().find(|(known, _)| *known == name).map(|(_, reason)| *reason);
    own.or_else(|| act.field(name)).map(|reason| reason.text().get(lang).into())
}

/// What one agrees to, to be read in place.
fn consent(lang: Lang, form: &GuestFormProps, wrong: &[Wrong]) -> Html {
    let is_missing = wrong.iter().any(|(name, _)| *name == CONSENT);
    let error = is_missing.then(|| AttrValue::from(words::CONSENT_NEEDED.get(lang)));
    let on_change = {
        let draft = form.draft.clone();
        form.on_change.reform(move |consent: bool| Draft { consent, ..draft.clone() })
    };
    html! {
        <div class="stack" id={CONSENT} tabindex="-1">
            <Checkbox text={legal::CONSENT_LABEL.get(lang)} {error} is_on={form.draft.consent} {on_change} />
            <details class="more">
                <summary>{ legal::CONSENT_TITLE.get(lang) }</summary>
                <div class="widget__consent stack" tabindex="0" role="region" aria-label={legal::CONSENT_TITLE.get(lang)}>
                    for paragraph in legal::CONSENT {
                        <p>{ paragraph.get(lang) }</p>
                    }
                </div>
            </details>
        </div>
    }
}

/// Why the time could not be kept, and the next ones. All that was typed is still there.
fn told(lang: Lang, answer: &GuestAnswer, on_time: &Callback<Slot>) -> Html {
    let why = answer.refused.unwrap_or(HoldRefusal::Taken);
    failed(html! {
        <>
            <p id={REFUSED} tabindex="-1">{ why.text().get(lang) }{ "." }</p>
            if !answer.free.is_empty() {
                <p><b>{ text::FREE_NEXT.get(lang) }</b></p>
                <div class="row">
                    for slot in &answer.free {
                        { slot_button(lang, slot, on_time) }
                    }
                </div>
            }
        </>
    })
}
