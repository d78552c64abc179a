use shared::access::model::Section;
use shared::consent::api::{GiveAccess, ListPractitioners};
use shared::consent::model::{Grant, GrantedTo, NewGrant, Practitioner, PreviewQuery};
use shared::consent::rules::PURPOSE_MAX;
use shared::consent::text;
use shared::id::{AccountId, OrganizationId, PatientId};
use shared::lang::Lang;
use shared::record::api::ListOrganizations;
use shared::record::asked::OrganizationLink;
use shared::shell;
use uuid::Uuid;
use yew::prelude::*;

use super::choose::{Chosen, Offer, scope_fields, terms};
use super::eyes::Eyes;
use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::submit::use_submit;
use crate::tools::{Opened, Tool};
use crate::ui::{
    Button, ButtonKind, Choosable, Combobox, Fact, Icon, SkeletonKind, TextField, failure, say,
    slow_skeleton, summary_list,
};

const TITLE: &str = "give-title";
/// What stands for the whole clinic among its doctors.
const WHOLE: &str = "whole";

/// Who the card is to be opened to.
#[derive(Clone, Debug, PartialEq)]
struct Whom {
    account: Option<AccountId>,
    organization: Option<OrganizationId>,
    name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Whom,
    What,
    Check,
}

#[derive(Properties, PartialEq)]
pub struct GivePanelProps {
    pub patient: PatientId,
    pub known: Vec<GrantedTo>,
    pub on_done: Callback<()>,
}

/// A button, and the steps it begins: a known doctor is two taps away from it (ACL-2).
#[component]
pub fn GivePanel(props: &GivePanelProps) -> Html {
    let lang = use_lang();
    let is_open = use_state_eq(|| false);
    let open = |what: bool| {
        let is_open = is_open.setter();
        Callback::from(move |()| is_open.set(what))
    };
    let on_done = {
        let (is_open, on_done) = (is_open.setter(), props.on_done.clone());
        Callback::from(move |()| {
            is_open.set(false);
            on_done.emit(());
        })
    };
    if *is_open {
        let known = props.known.clone();
        let tool = Tool::Give { patient: props.patient, known, on_done, on_close: open(false) };
        return html! { <Opened {tool} /> };
    }
    html! {
        <p><Button icon={Icon::Plus} on_click={open(true)}>{ text::GIVE.get(lang) }</Button></p>
    }
}

#[derive(Properties, PartialEq)]
pub struct GiveStepsProps {
    pub patient: PatientId,
    pub known: Vec<GrantedTo>,
    pub on_done: Callback<()>,
    pub on_cancel: Callback<()>,
}

/// Opening the card: to whom, and a look at what will be open and for how long, which can be changed.
#[component]
pub fn GiveSteps(props: &GiveStepsProps) -> Html {
    let lang = use_lang();
    let step = use_state_eq(|| Step::Whom);
    let whom = use_state_eq(|| None::<Whom>);
    let chosen = use_state_eq(Chosen::default);
    let purpose = use_state_eq(String::new);
    use_effect_with(*step, |_| browser::focus_id(TITLE));
    let to = |next: Step| {
        let step = step.setter();
        Callback::from(move |()| step.set(next))
    };
    let on_whom = {
        let (step, whom) = (step.setter(), whom.setter());
        Callback::from(move |chosen: Whom| {
            whom.set(Some(chosen));
            step.set(Step::Check);
        })
    };
    let on_change = {
        let chosen = chosen.setter();
        Callback::from(move |changed: Chosen| chosen.set(changed))
    };
    let on_purpose = {
        let purpose = purpose.setter();
        Callback::from(move |words: String| purpose.set(words))
    };
    let (title, body) = match (*step, &*whom) {
        (Step::What, Some(_)) => (
            text::GIVE_WHAT,
            html! {
                <WhatStep chosen={(*chosen).clone()} purpose={(*purpose).clone()} {on_change} {on_purpose}
                    on_next={to(Step::Check)} />
            },
        ),
        (Step::Check, Some(whom)) => (
            text::GIVE_CHECK,
            html! {
                <CheckStep patient={props.patient} whom={whom.clone()} chosen={(*chosen).clone()}
                    purpose={(*purpose).clone()} on_done={props.on_done.clone()} on_change={to(Step::What)}
                    on_back={to(Step::Whom)} />
            },
        ),
        (Step::Whom, _) | (Step::What | Step::Check, None) => (
            text::GIVE_WHOM,
            html! { <WhomStep known={props.known.clone()} on_next={on_whom} on_back={props.on_cancel.clone()} /> },
        ),
    };
    html! {
        <section class="panel stack" aria-labelledby={TITLE}>
            <h2 id={TITLE} tabindex="-1">{ title.get(lang) }</h2>
            { body }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct WhomStepProps {
    known: Vec<GrantedTo>,
    on_next: Callback<Whom>,
    on_back: Callback<()>,
}

/// Who is known already, then anybody: the clinic first, and who of it.
#[component]
fn WhomStep(props: &WhomStepProps) -> Html {
    let lang = use_lang();
    html! {
        <>
            if !props.known.is_empty() {
                { known_buttons(lang, &props.known, &props.on_next) }
                <h3>{ text::GIVE_OTHER.get(lang) }</h3>
            }
            <Clinics on_next={props.on_next.clone()} />
            <p>
                <Button kind={ButtonKind::Quiet} on_click={props.on_back.clone()}>
                    { shell::CANCEL.get(lang) }
                </Button>
            </p>
        </>
    }
}

fn known_buttons(lang: Lang, known: &[GrantedTo], on_next: &Callback<Whom>) -> Html {
    html! {
        <section class="stack" aria-label={text::GIVE_KNOWN.get(lang)}>
            <h3>{ text::GIVE_KNOWN.get(lang) }</h3>
            <div class="row">
                for to in known {
                    <Button key={text::who(lang, to)} kind={ButtonKind::Secondary}
                        on_click={on_next.reform({
                            let whom = Whom {
                                account: to.account,
                                organization: to.organization,
                                name: text::who(lang, to),
                            };
                            move |()| whom.clone()
                        })}>
                        { text::who(lang, to) }
                    </Button>
                }
            </div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct ClinicsProps {
    on_next: Callback<Whom>,
}

#[component]
fn Clinics(props: &ClinicsProps) -> Html {
    let lang = use_lang();
    let clinics = use_load(ListOrganizations {});
    let clinic = use_state_eq(|| None::<OrganizationLink>);
    let list = match clinics.load() {
        Load::Waiting => {
            return slow_skeleton(lang, SkeletonKind::List, clinics.is_slow(), clinics.cancel());
        }
        Load::Failed(problem) => return failure(lang, &problem, Some(clinics.reload())),
        Load::Ready(list) => list,
    };
    if list.is_empty() {
        return html! { <p>{ text::NO_CLINICS.get(lang) }</p> };
    }
    let options = list
        .iter()
        .map(|one| Choosable { value: one.id.to_string().into(), text: one.name.clone().into() });
    let options = options.collect::<Vec<_>>();
    let on_choose = {
        let clinic = clinic.setter();
        Callback::from(move |id: AttrValue| {
            clinic.set(list.iter().find(|one| one.id.to_string() == id.as_str()).cloned());
        })
    };
    let value = clinic.as_ref().map(|clinic| AttrValue::from(clinic.id.to_string()));
    html! {
        <>
            <Combobox label={text::CLINIC.get(lang)} hint={text::CLINIC_HINT.get(lang)} {options} {value}
                {on_choose} />
            if let Some(clinic) = &*clinic {
                <Doctors key={clinic.id.to_string()} clinic={clinic.clone()} on_next={props.on_next.clone()} />
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct DoctorsProps {
    clinic: OrganizationLink,
    on_next: Callback<Whom>,
}

#[component]
fn Doctors(DoctorsProps { clinic, on_next }: &DoctorsProps) -> Html {
    let lang = use_lang();
    let doctors = use_load(ListPractitioners { organization: clinic.id });
    let value = use_state_eq(|| None::<AttrValue>);
    let lacks = use_state_eq(|| false);
    let list = match doctors.load() {
        Load::Waiting => {
            return slow_skeleton(lang, SkeletonKind::List, doctors.is_slow(), doctors.cancel());
        }
        Load::Failed(problem) => return failure(lang, &problem, Some(doctors.reload())),
        Load::Ready(list) => list,
    };
    if list.is_empty() {
        return html! { <p>{ text::NOBODY_THERE.get(lang) }</p> };
    }
    let whole = Choosable { value: WHOLE.into(), text: text::WHOLE_CLINIC.get(lang).into() };
    let named = list.iter().map(|one| Choosable {
        value: one.account.to_string().into(),
        text: format!("{}, {}", one.name.full(), browser::lowercase(one.role.text().get(lang)))
            .into(),
    });
    let options = named.chain([whole]).collect::<Vec<_>>();
    let on_choose = {
        let (value, lacks) = (value.setter(), lacks.setter());
        Callback::from(move |chosen: AttrValue| {
            lacks.set(false);
            value.set(Some(chosen));
        })
    };
    let on_click = {
        let (value, lacks) = (value.clone(), lacks.setter());
        let (clinic, on_next) = (clinic.clone(), on_next.clone());
        Callback::from(move |()| match value.as_ref().and_then(|id| whom(id, &clinic, &list)) {
            Some(whom) => on_next.emit(whom),
            None => lacks.set(true),
        })
    };
    let error = lacks.then(|| AttrValue::from(text::CHOOSE_DOCTOR.get(lang)));
    html! {
        <>
            <Combobox label={text::DOCTOR.get(lang)} {options} value={(*value).clone()} {error} {on_choose} />
            <p><Button {on_click}>{ text::NEXT.get(lang) }</Button></p>
        </>
    }
}

fn whom(chosen: &str, clinic: &OrganizationLink, list: &[Practitioner]) -> Option<Whom> {
    if chosen == WHOLE {
        let (organization, name) = (Some(clinic.id), clinic.name.clone());
        return Some(Whom { account: None, organization, name });
    }
    let doctor = list.iter().find(|one| one.account.to_string() == chosen)?;
    Some(Whom {
        account: Some(doctor.account),
        organization: None,
        name: format!("{}, {}", doctor.name.full(), clinic.name),
    })
}

#[derive(Properties, PartialEq)]
struct WhatStepProps {
    chosen: Chosen,
    purpose: String,
    on_change: Callback<Chosen>,
    on_purpose: Callback<String>,
    on_next: Callback<()>,
}

#[component]
fn WhatStep(props: &WhatStepProps) -> Html {
    let lang = use_lang();
    let lacks = use_state_eq(|| false);
    let is_empty = props.chosen.sections.is_empty();
    let on_click = {
        let (lacks, on_next) = (lacks.setter(), props.on_next.clone());
        Callback::from(move |()| if is_empty { lacks.set(true) } else { on_next.emit(()) })
    };
    let terms = terms();
    let offer = Offer { sections: Section::ALL, terms: &terms };
    html! {
        <>
            { scope_fields(lang, &props.chosen, offer, *lacks && is_empty, &props.on_change) }
            <TextField label={text::PURPOSE.get(lang)} hint={text::PURPOSE_HINT.get(lang)} limit={PURPOSE_MAX}
                value={props.purpose.clone()} on_change={props.on_purpose.clone()} />
            <p><Button {on_click}>{ text::NEXT.get(lang) }</Button></p>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct CheckStepProps {
    patient: PatientId,
    whom: Whom,
    chosen: Chosen,
    purpose: String,
    on_done: Callback<()>,
    on_change: Callback<()>,
    on_back: Callback<()>,
}

#[component]
fn CheckStep(props: &CheckStepProps) -> Html {
    let lang = use_lang();
    // One for all tries: a lost answer opens nothing twice.
    let key = use_state_eq(Uuid::new_v4);
    let CheckStepProps { patient, whom, chosen, purpose, .. } = props;
    let patient = *patient;
    let on_done = {
        let on_done = props.on_done.clone();
        Callback::from(move |_: Grant| {
            say(text::OPENED_NOW.get(lang));
            on_done.emit(());
        })
    };
    let submit = use_submit::<GiveAccess>(on_done);
    let Chosen { level, ref sections, term } = *chosen;
    let query = PreviewQuery { account: whom.account, level, sections: sections.clone() };
    let on_click = {
        let (submit, whom, sections) = (submit.clone(), whom.clone(), sections.clone());
        let (purpose, key) = (purpose.clone(), *key);
        Callback::from(move |()| {
            let Some(term) = term else { return };
            let body = NewGrant {
                account: whom.account,
                organization: whom.organization,
                level,
                sections: sections.clone(),
                term,
                purpose: (!purpose.trim().is_empty()).then(|| purpose.clone()),
                key,
            };
            submit.send(GiveAccess { patient, body });
        })
    };
    html! {
        <>
            { facts(lang, whom, chosen, purpose) }
            if let Some(problem) = submit.problem() {
                { failure(lang, problem, None) }
            }
            <div class="row">
                <Button busy={submit.is_busy()} {on_click}>{ text::OPEN_CARD.get(lang) }</Button>
                <Button kind={ButtonKind::Secondary} on_click={props.on_change.clone()}>
                    { text::GIVE_OTHERWISE.get(lang) }
                </Button>
                <Button kind={ButtonKind::Quiet} on_click={props.on_back.clone()}>{ text::BACK.get(lang) }</Button>
            </div>
            <Eyes {patient} {query} />
        </>
    }
}

fn facts(lang: Lang, whom: &Whom, chosen: &Chosen, purpose: &str) -> Html {
    let fact = |name: shared::lang::Text, value: String| Fact {
        name: name.get(lang).into(),
        value: html! { value },
    };
    let mut facts = vec![
        fact(text::GIVE_WHOM, whom.name.clone()),
        fact(text::SECTIONS, text::sections(lang, &chosen.sections)),
        fact(text::LEVEL, chosen.level.text().get(lang).to_owned()),
    ];
    facts
        .extend(chosen.term.map(|term| fact(text::FOR_HOW_LONG, term.text().get(lang).to_owned())));
    if !purpose.trim().is_empty() {
        facts.push(fact(text::PURPOSE, purpose.to_owned()));
    }
    summary_list(facts)
}
