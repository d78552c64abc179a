use shared::access::model::{Level, Section};
use shared::consent::text as consent;
use shared::contract::{Code, FieldReason};
use shared::id::PatientId;
use shared::lang::{Lang, Text};
use shared::representatives::api::InviteRepresentative;
use shared::representatives::model::{
    NewRepresentative, PowerOfAttorney, Relation, RepresentativeInvitation,
};
use shared::representatives::rules::{DOCUMENT_MAX, NAME_MAX, TERM_USUAL};
use shared::representatives::text;
use shared::shell;
use uuid::Uuid;
use yew::prelude::*;

use crate::browser;
use crate::consent::{Chosen, section_boxes};
use crate::prefs::use_lang;
use crate::submit::{Submit, use_submit};
use crate::tools::{Opened, Tool};
use crate::ui::{
    Button, ButtonKind, Choice, DateField, DateParts, Fact, Icon, RadioGroup, TextField, failure,
    say, summary_list,
};

const TITLE: &str = "invite-title";

/// What is being chosen.
#[derive(Clone, Debug, PartialEq)]
struct Draft {
    name: String,
    relation: Option<Relation>,
    number: String,
    document_until: DateParts,
    level: Level,
    sections: Vec<Section>,
    until: DateParts,
    /// One for all tries: a lost answer invites nobody twice.
    key: Uuid,
}

impl Draft {
    fn new() -> Self {
        Self {
            name: String::new(),
            relation: None,
            number: String::new(),
            document_until: DateParts::default(),
            level: Level::Full,
            sections: Section::ALL.to_vec(),
            until: (browser::today() + TERM_USUAL).into(),
            key: Uuid::new_v4(),
        }
    }

    fn is_attorney(&self) -> bool {
        self.relation == Some(Relation::Attorney)
    }

    /// What is opened, as it is sent: all of it is none in particular. A summary is one thing.
    fn opened(&self) -> Vec<Section> {
        let is_all = Section::ALL.iter().all(|section| self.sections.contains(section));
        let is_summary = self.level == Level::Limited;
        if is_all || is_summary { Vec::new() } else { self.sections.clone() }
    }

    fn is_nothing(&self) -> bool {
        self.level == Level::Full && self.sections.is_empty()
    }

    /// What is sent, once all of it is there.
    fn body(&self) -> Option<NewRepresentative> {
        if self.is_nothing() {
            return None;
        }
        let document = match (self.is_attorney(), self.document_until.date()) {
            (false, _) => None,
            (true, Some(until)) => Some(PowerOfAttorney { number: self.number.clone(), until }),
            (true, None) => return None,
        };
        Some(NewRepresentative {
            name: self.name.clone(),
            relation: self.relation?,
            level: self.level,
            sections: self.opened(),
            until: self.until.date()?,
            document,
            key: self.key,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Who,
    What,
    Check,
}

#[derive(Properties, PartialEq)]
pub struct InvitePanelProps {
    pub patient: PatientId,
    pub on_done: Callback<()>,
}

/// A button, and the steps it begins.
#[component]
pub fn InvitePanel(InvitePanelProps { patient, on_done }: &InvitePanelProps) -> Html {
    let lang = use_lang();
    let is_open = use_state_eq(|| false);
    let open = |what: bool| {
        let is_open = is_open.setter();
        Callback::from(move |()| is_open.set(what))
    };
    if *is_open {
        let (on_invited, on_close) = (on_done.clone(), open(false));
        return html! { <Opened tool={Tool::Invite { patient: *patient, on_invited, on_close }} /> };
    }
    html! {
        <p><Button kind={ButtonKind::Secondary} icon={Icon::Plus} on_click={open(true)}>{ text::INVITE.get(lang) }</Button></p>
    }
}

#[derive(Properties, PartialEq)]
pub struct InviteStepsProps {
    pub patient: PatientId,
    /// There is an invitation more.
    pub on_invited: Callback<()>,
    pub on_close: Callback<()>,
}

/// The three steps, and the code at their end.
#[component]
pub fn InviteSteps(props: &InviteStepsProps) -> Html {
    let invited = use_state_eq(|| None::<RepresentativeInvitation>);
    let on_invited = {
        let (invited, on_invited) = (invited.setter(), props.on_invited.clone());
        Callback::from(move |invitation: RepresentativeInvitation| {
            invited.set(Some(invitation));
            on_invited.emit(());
        })
    };
    let on_close = props.on_close.clone();
    match &*invited {
        Some(invitation) => {
            html! { <ToldCode invitation={invitation.clone()} on_done={on_close} /> }
        }
        None => html! { <Steps patient={props.patient} {on_invited} on_cancel={on_close} /> },
    }
}

#[derive(Properties, PartialEq)]
struct ToldCodeProps {
    invitation: RepresentativeInvitation,
    on_done: Callback<()>,
}

/// The code, shown once.
#[component]
fn ToldCode(ToldCodeProps { invitation, on_done }: &ToldCodeProps) -> Html {
    let lang = use_lang();
    use_effect_with((), |()| browser::focus_id(TITLE));
    let on_copy = {
        let code = invitation.code.clone();
        Callback::from(move |()| {
            browser::copy(&code, Callback::from(move |()| say(text::COPIED.get(lang))));
        })
    };
    let at = invitation.expires_at;
    html! {
        <section class="panel stack" aria-labelledby={TITLE}>
            <h3 id={TITLE} tabindex="-1">{ text::TELL_CODE.get(lang) }</h3>
            <p class="present__number">{ invitation.code.clone() }</p>
            <p>{ text::TELL_CODE_LEAD.get(lang) }</p>
            <p>{ text::TELL_WHERE.get(lang) }</p>
            <p class="muted">{ text::code_until(lang, at, browser::offset_at(at)) }</p>
            <div class="row">
                <Button kind={ButtonKind::Secondary} on_click={on_copy}>{ text::COPY.get(lang) }</Button>
                <Button on_click={on_done.clone()}>{ text::DONE.get(lang) }</Button>
            </div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct StepsProps {
    patient: PatientId,
    on_invited: Callback<RepresentativeInvitation>,
    on_cancel: Callback<()>,
}

/// Whom, what and until when, and a last look.
#[component]
fn Steps(props: &StepsProps) -> Html {
    let lang = use_lang();
    let patient = props.patient;
    let step = use_state_eq(|| Step::Who);
    let draft = use_state_eq(Draft::new);
    let submit = use_submit::<InviteRepresentative>(props.on_invited.clone());
    use_effect_with(*step, |_| browser::focus_id(TITLE));
    let to = |next: Step| {
        let step = step.setter();
        Callback::from(move |()| step.set(next))
    };
    let change = {
        let draft = draft.setter();
        Callback::from(move |changed: Draft| draft.set(changed))
    };
    let body = draft.body();
    let on_send = {
        let (submit, body) = (submit.clone(), body.clone());
        Callback::from(move |()| {
            if let Some(body) = body.clone() {
                submit.send(InviteRepresentative { patient, body });
            }
        })
    };
    let error = |name: &str| submit.field(name).map(|why| AttrValue::from(why.text().get(lang)));
    let (title, fields, next, back) = match *step {
        Step::Who => {
            (text::WHO, who(lang, &draft, &error, &change), to(Step::What), props.on_cancel.clone())
        }
        Step::What => {
            (text::WHAT, what(lang, &draft, &error, &change), to(Step::Check), to(Step::Who))
        }
        Step::Check => (text::CHECK, checked(lang, &draft, &submit), on_send, to(Step::What)),
    };
    let is_ready = match *step {
        Step::Who => !draft.name.trim().is_empty() && draft.relation.is_some(),
        Step::What | Step::Check => body.is_some(),
    };
    let (word, back_word) = match *step {
        Step::Who => (text::NEXT, shell::CANCEL),
        Step::What => (text::NEXT, text::BACK),
        Step::Check => (text::MAKE_CODE, text::BACK),
    };
    html! {
        <section class="panel stack" aria-labelledby={TITLE}>
            <h3 id={TITLE} tabindex="-1">{ title.get(lang) }</h3>
            { fields }
            <div class="row">
                <Button busy={submit.is_busy()} disabled={!is_ready} on_click={next}>{ word.get(lang) }</Button>
                <Button kind={ButtonKind::Quiet} on_click={back}>{ back_word.get(lang) }</Button>
            </div>
        </section>
    }
}

/// What to change in the draft when something was typed or chosen.
fn with<T: 'static>(
    draft: &Draft,
    change: &Callback<Draft>,
    set: fn(&mut Draft, T),
) -> Callback<T> {
    let draft = draft.clone();
    change.reform(move |value: T| {
        let mut changed = draft.clone();
        set(&mut changed, value);
        changed
    })
}

fn who(
    lang: Lang,
    draft: &Draft,
    error: &impl Fn(&str) -> Option<AttrValue>,
    change: &Callback<Draft>,
) -> Html {
    let choices = Relation::ALL.iter().map(|&relation| Choice {
        text: relation.text().get(lang).into(),
        hint: None,
        is_chosen: draft.relation == Some(relation),
        on_choose: with(draft, change, |draft, relation| draft.relation = Some(relation))
            .reform(move |()| relation),
    });
    html! {
        <>
            <TextField label={text::NAME.get(lang)} hint={text::NAME_HINT.get(lang)} autocomplete="off" limit={NAME_MAX}
                value={draft.name.clone()} error={error("name")}
                on_change={with(draft, change, |draft, name| draft.name = name)} />
            <RadioGroup legend={text::RELATION.get(lang)} choices={choices.collect::<Vec<_>>()} />
            if draft.is_attorney() {
                <TextField label={text::DOCUMENT_NUMBER.get(lang)} autocomplete="off" limit={DOCUMENT_MAX}
                    value={draft.number.clone()} error={error("document")}
                    on_change={with(draft, change, |draft, number| draft.number = number)} />
                <DateField legend={text::DOCUMENT_UNTIL.get(lang)} value={draft.document_until.clone()}
                    on_change={with(draft, change, |draft, until| draft.document_until = until)} />
            }
        </>
    }
}

fn what(
    lang: Lang,
    draft: &Draft,
    error: &impl Fn(&str) -> Option<AttrValue>,
    change: &Callback<Draft>,
) -> Html {
    let choices = Level::ALL.iter().map(|&level| Choice {
        text: text::level(level).get(lang).into(),
        hint: Some(text::level_hint(level).get(lang).into()),
        is_chosen: draft.level == level,
        on_choose: with(draft, change, |draft, level| draft.level = level).reform(move |()| level),
    });
    let chosen = Chosen { sections: draft.sections.clone(), ..Chosen::default() };
    let on_sections = with(draft, change, |draft, sections| draft.sections = sections)
        .reform(|chosen: Chosen| chosen.sections);
    html! {
        <>
            <RadioGroup legend={text::LEVEL.get(lang)} choices={choices.collect::<Vec<_>>()} />
            if draft.level == Level::Full {
                { section_boxes(lang, &chosen, Section::ALL, draft.is_nothing(), &on_sections) }
            }
            <DateField legend={text::UNTIL.get(lang)} hint={text::UNTIL_HINT.get(lang)} value={draft.until.clone()}
                error={error("until")}
                on_change={with(draft, change, |draft, until| draft.until = until)} />
        </>
    }
}

fn checked(lang: Lang, draft: &Draft, submit: &Submit<InviteRepresentative>) -> Html {
    let fact =
        |name: Text, value: String| Fact { name: name.get(lang).into(), value: html! { value } };
    let mut facts = vec![fact(text::NAME, draft.name.clone())];
    let relation = draft.relation.map(|relation| relation.text().get(lang).to_owned());
    facts.extend(relation.map(|relation| fact(text::RELATION, relation)));
    if draft.is_attorney() {
        facts.push(fact(text::DOCUMENT, draft.number.clone()));
    }
    facts.push(fact(text::LEVEL, text::level(draft.level).get(lang).to_owned()));
    if draft.level == Level::Full {
        facts.push(fact(consent::SECTIONS, consent::sections(lang, &draft.sections)));
    }
    facts.push(fact(text::UNTIL, text::until(lang, draft.until.date())));
    let is_field = |problem: &&shared::contract::Problem| problem.code == Code::Invalid;
    let reasons: Vec<FieldReason> = submit
        .problem()
        .filter(is_field)
        .map(|problem| problem.fields.iter().map(|field| field.reason).collect())
        .unwrap_or_default();
    html! {
        <>
            { summary_list(facts) }
            for reason in reasons {
                <p class="field__error" role="alert">{ reason.text().get(lang) }</p>
            }
            if let Some(problem) = submit.problem().filter(|problem| problem.code != Code::Invalid) {
                { failure(lang, problem, None) }
            }
        </>
    }
}
