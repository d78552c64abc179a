use std::rc::Rc;

use shared::contract::FieldReason;
use shared::id::{EntryId, PatientId};
use shared::protocols::api::CorrectProtocol;
use shared::protocols::model::{Acknowledgement, NewCorrection, ProtocolForm};
use shared::protocols::rules::{check_reason, form_of};
use shared::protocols::text;
use shared::record::api::{FindEntry, FindSummary};
use shared::record::model::{Content, Entry};
use yew::prelude::*;

use super::aside::record_aside;
use super::check::{Check, TITLE, check_panel};
use super::form::{Errors, FormFields};
use super::write::{problems_of, signed, two_panes};
use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::closed_card;
use crate::submit::use_act;
use crate::ui::{Button, SkeletonKind, TextArea, slow_skeleton};

#[derive(Properties, PartialEq)]
pub struct CorrectPartProps {
    pub patient: PatientId,
    pub entry: EntryId,
}

/// Loads what is to be corrected.
#[component]
pub fn CorrectPart(&CorrectPartProps { patient, entry }: &CorrectPartProps) -> Html {
    let lang = use_lang();
    let loader = use_load(FindEntry { patient, entry });
    match loader.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel()),
        Load::Failed(problem) => closed_card(lang, &problem, loader.reload()),
        Load::Ready(detail) => {
            let entry = detail.entry.clone();
            let version = entry.version;
            html! { <Corrector key={version} {patient} {entry} /> }
        }
    }
}

#[derive(Properties, PartialEq)]
struct CorrectorProps {
    patient: PatientId,
    entry: Entry,
}

/// The form with what stands there, and why it changes.
#[component]
fn Corrector(props: &CorrectorProps) -> Html {
    let lang = use_lang();
    let (patient, entry, version) = (props.patient, props.entry.id, props.entry.version);
    let form = use_state_eq(|| match &props.entry.content {
        Content::Protocol(protocol) => form_of(protocol, props.entry.occurred_at),
        _ => ProtocolForm::default(),
    });
    let summary = use_load(FindSummary { patient });
    let reason = use_state_eq(String::new);
    // Looked through so often: each time the eye is led there.
    let checks = use_state_eq(|| 0_u32);
    let is_checked = *checks > 0;
    let acknowledged = use_state_eq(Vec::<Acknowledgement>::new);
    let act = use_act();
    let load = summary.load();
    let known = match &load {
        Load::Ready(summary) => Some(&**summary),
        Load::Waiting | Load::Failed(_) => None,
    };
    let problems = if is_checked { problems_of(&form, known) } else { Vec::new() };
    let errors = Errors(Rc::new(problems.clone()));
    let why = check_reason(&reason);
    let error = why.as_ref().err().filter(|_| is_checked).map(|reason| match reason {
        FieldReason::TooShort => AttrValue::from(text::REASON_SHORT.get(lang)),
        other => AttrValue::from(other.text().get(lang)),
    });
    let on_change = {
        let form = form.setter();
        Callback::from(move |changed: ProtocolForm| form.set(changed))
    };
    let on_reason = {
        let reason = reason.setter();
        Callback::from(move |typed: String| reason.set(typed))
    };
    let on_check = {
        let checks = checks.clone();
        Callback::from(move |()| checks.set(*checks + 1))
    };
    use_effect_with(*checks, |&checks| {
        if checks > 0 {
            browser::focus_id(TITLE);
        }
    });
    let on_acknowledge = {
        let acknowledged = acknowledged.setter();
        Callback::from(move |given: Vec<Acknowledgement>| acknowledged.set(given))
    };
    let on_sign = {
        let (act, form, reason) = (act.clone(), form.clone(), reason.clone());
        let acknowledged = acknowledged.clone();
        Callback::from(move |()| {
            let (form, reason) = ((*form).clone(), (*reason).clone());
            let acknowledged = (*acknowledged).clone();
            let body = NewCorrection { version, form, reason, acknowledged };
            let call = CorrectProtocol { patient, entry, body };
            act.send(call, move |entry| signed(lang, patient, &entry));
        })
    };
    let panel = Check {
        problems: &problems,
        acknowledged: &acknowledged,
        on_acknowledge,
        act: &act,
        on_sign,
        is_ready: known.is_some() && why.is_ok(),
    };
    let aside = known.map(|summary| record_aside(lang, patient, summary)).unwrap_or_default();
    let main = html! {
        <>
            <TextArea id="protocol-reason" label={super::label(lang, text::REASON.get(lang), true)}
                hint={AttrValue::from(text::REASON_HINT.get(lang))} value={(*reason).clone()}
                on_change={on_reason} is_required=true {error} />
            <FormFields form={(*form).clone()} often={Vec::new()} {errors} {on_change} />
            if is_checked {
                { check_panel(lang, &panel) }
            }
        </>
    };
    html! {
        <>
            { two_panes(lang, aside, main) }
            <div class="protocol__bar not-on-paper">
                <p>{ text::CORRECTION_NOT_KEPT.get(lang) }</p>
                <Button on_click={on_check}>{ text::CHECK_AND_SIGN.get(lang) }</Button>
            </div>
        </>
    }
}
