use shared::accounts::api::{ChangeContact, NewContact, ProvePhone, SendContactProof, TypedCode};
use shared::accounts::contacts::{Email, Phone};
use shared::accounts::model::{CodeSent, Contact, ContactKind};
use shared::accounts::text;
use shared::accounts::text::security as words;
use shared::contract::FieldReason;
use shared::lang::Lang;
use shared::shell;
use yew::prelude::*;

use super::page::PartProps;
use crate::accounts::code::{CodeStep, Resend, code_error};
use crate::browser;
use crate::prefs::use_lang;
use crate::submit::{Act, use_act};
use crate::ui::{Button, ButtonKind, Card, Icon, TagKind, TextField, failure, say, tag};

/// The id of this part, for links and for the focus.
const PART: &str = "contacts";

/// Phone and e-mail: whether they are proved, and how they are changed.
#[component]
pub fn Contacts(props: &PartProps) -> Html {
    let lang = use_lang();
    html! {
        <div id={PART} tabindex="-1">
            <Card title={words::CONTACTS.get(lang)} icon={Icon::Phone}>
                <ul class="rows">
                    for contact in &props.security.contacts {
                        <Row key={contact.kind.wire()} contact={contact.clone()}
                            on_changed={props.on_changed.clone()} />
                    }
                </ul>
            </Card>
        </div>
    }
}

#[derive(Clone, Properties, PartialEq)]
struct RowProps {
    contact: Contact,
    on_changed: Callback<()>,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let lang = use_lang();
    let Contact { kind, value, is_proved } = props.contact.clone();
    let sending = use_act();
    let sent = use_state(|| None::<(u32, CodeSent)>);
    let changes = use_state_eq(|| false);
    let on_prove = {
        let (sending, sent) = (sending.clone(), sent.clone());
        Callback::from(move |()| {
            let sent = sent.clone();
            sending.send(SendContactProof { contact: kind }, move |answer| match kind {
                ContactKind::Phone => {
                    let turn = sent.as_ref().map_or(0, |(turn, _)| turn + 1);
                    sent.set(Some((turn, answer)));
                }
                ContactKind::Email => say(words::LETTER_SENT.get(lang)),
            });
        })
    };
    let (state, look) = match (kind, is_proved) {
        (ContactKind::Phone, true) => (words::PROVED, TagKind::Positive),
        (ContactKind::Email, true) => (words::PROVED_MAIL, TagKind::Positive),
        (ContactKind::Phone, false) => (words::UNPROVED, TagKind::Caution),
        (ContactKind::Email, false) => (words::UNPROVED_MAIL, TagKind::Caution),
    };
    let prove = match kind {
        ContactKind::Phone => words::PROVE_PHONE,
        ContactKind::Email => words::SEND_LETTER,
    };
    let toggle = |is_on: bool| {
        let changes = changes.clone();
        Callback::from(move |()| {
            changes.set(is_on);
            if !is_on {
                // The form takes its buttons with it.
                browser::focus_in_place_id(PART);
            }
        })
    };
    let name = kind.text().get(lang);
    let proof = sent.as_ref().filter(|_| !is_proved && !*changes);
    let proof = proof.map(|(turn, sent)| (*turn, sent.clone()));
    html! {
        <li>
            <div class="rows__text">
                <p class="muted">{ name }</p>
                <p><b>{ value }</b>{ " " }{ tag(look, None, state.get(lang)) }</p>
            </div>
            <div class="row">
                if !is_proved && proof.is_none() {
                    <Button kind={ButtonKind::Secondary} busy={sending.is_busy()}
                        on_click={on_prove.clone()}>
                        { prove.get(lang) }
                    </Button>
                }
                if !*changes {
                    <Button kind={ButtonKind::Quiet} on_click={toggle(true)}
                        name={format!("{}: {name}", words::CHANGE.get(lang))}>
                        { words::CHANGE.get(lang) }
                    </Button>
                }
            </div>
            if let Some(problem) = sending.problem() {
                { failure(lang, problem, None) }
            }
            if let Some((turn, sent)) = proof {
                <Proof {turn} {sent} on_resend={on_prove} busy={sending.is_busy()}
                    on_changed={props.on_changed.clone()} />
            }
            if *changes {
                <Change {kind} on_done={toggle(false)} on_changed={props.on_changed.clone()} />
            }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct ProofProps {
    turn: u32,
    sent: CodeSent,
    busy: bool,
    on_resend: Callback<()>,
    on_changed: Callback<()>,
}

#[component]
fn Proof(props: &ProofProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let on_code = {
        let (act, on_changed) = (act.clone(), props.on_changed.clone());
        Callback::from(move |code| {
            let on_changed = on_changed.clone();
            act.send(ProvePhone { body: TypedCode { code } }, move |_| {
                say(words::PHONE_PROVED.get(lang));
                on_changed.emit(());
            });
        })
    };
    let resend = Resend {
        seconds: props.sent.resend_seconds,
        turn: props.turn,
        busy: props.busy,
        on_resend: props.on_resend.clone(),
    };
    let error = code_error(lang, &act);
    let problem = act.problem().filter(|_| error.is_none());
    html! {
        <div class="stack">
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            <CodeStep id="phone-code" label={text::CODE.get(lang)} {resend} {on_code} {error}
                hint={text::code_sent_to(lang, props.sent.factor, &props.sent.to)}
                busy={act.is_busy()} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ChangeProps {
    kind: ContactKind,
    on_done: Callback<()>,
    on_changed: Callback<()>,
}

/// Another phone or e-mail.
#[component]
fn Change(props: &ChangeProps) -> Html {
    let lang = use_lang();
    let kind = props.kind;
    let value = use_state(String::new);
    let wrong = use_state_eq(|| None::<FieldReason>);
    let act = use_act();
    // No address is of the kind `email`: browsers would turn a Cyrillic domain into Latin letters.
    let (id, label, typed, keyboard) = match kind {
        ContactKind::Phone => ("new-phone", words::NEW_PHONE, "tel", "tel"),
        ContactKind::Email => ("new-email", words::NEW_EMAIL, "text", "email"),
    };
    use_effect_with((), move |()| browser::focus_id(id));
    let on_change = {
        let (value, wrong) = (value.clone(), wrong.clone());
        Callback::from(move |now| {
            wrong.set(None);
            value.set(now);
        })
    };
    let send = send_change(lang, &act, kind, props);
    let onsubmit = {
        let (value, wrong) = (value.clone(), wrong.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let checked = match kind {
                ContactKind::Phone => Phone::parse(&value).map(|phone| phone.as_str().to_owned()),
                ContactKind::Email => Email::parse(&value).map(|email| email.as_str().to_owned()),
            };
            match checked {
                Ok(value) => send.emit(value),
                Err(reason) => {
                    wrong.set(Some(reason));
                    browser::focus_id(id);
                }
            }
        })
    };
    let reason = (*wrong).or_else(|| act.field("value"));
    let problem = act.problem().filter(|problem| problem.fields.is_empty());
    html! {
        <form class="form" novalidate=true {onsubmit}>
            <TextField {id} kind={typed} inputmode={keyboard} autocomplete={keyboard} label={label.get(lang)}
                hint={words::CHANGE_WARNING.get(lang)} value={(*value).clone()} {on_change}
                error={reason.map(|reason| AttrValue::from(reason.text().get(lang)))} />
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            <div class="row">
                <Button submits=true busy={act.is_busy()}>{ words::SAVE.get(lang) }</Button>
                <Button kind={ButtonKind::Quiet} on_click={props.on_done.clone()}>
                    { shell::CANCEL.get(lang) }
                </Button>
            </div>
        </form>
    }
}

fn send_change(
    lang: Lang,
    act: &Act,
    contact: ContactKind,
    props: &ChangeProps,
) -> Callback<String> {
    let (act, on_done, on_changed) = (act.clone(), props.on_done.clone(), props.on_changed.clone());
    Callback::from(move |value| {
        let (on_done, on_changed) = (on_done.clone(), on_changed.clone());
        act.send(ChangeContact { contact, body: NewContact { value } }, move |_| {
            say(words::CHANGED.get(lang));
            on_done.emit(());
            on_changed.emit(());
        });
    })
}
