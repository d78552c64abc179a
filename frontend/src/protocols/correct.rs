use std::rc::Rc;

use shared::contract::FieldReason;
use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::protocols::api::{CorrectProtocol, ListDrafts};
use shared::protocols::model::{Acknowledgement, Correcting, NewCorrection, ProtocolForm};
use shared::protocols::rules::{check_reason, form_of};
use shared::protocols::text;
use shared::record::api::{FindEntry, FindSummary};
use shared::record::model::{Content, Entry};
use yew::prelude::*;

use super::aside::record_aside;
use super::check::{Check, TITLE, check_panel};
use super::form::{Errors, FormFields};
use super::keeping::{Begun, Keeper, Keeping, use_keeping};
use super::unsent::use_unsent;
use super::write::{
    ConflictPanel, Held, RemoveButton, bar, problems_of, signed, two_panes, unsent_note,
};
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::closed_card;
use crate::route::Route;
use crate::router::link;
use crate::submit::{Act, Finish, use_act};
use crate::ui::{Button, SkeletonKind, TextArea, slow_skeleton};
use crate::{browser, client};

#[derive(Properties, PartialEq)]
pub struct CorrectPartProps {
    pub patient: PatientId,
    pub entry: EntryId,
}

/// Loads what is to be corrected, and what was written of the correction before.
#[component]
pub fn CorrectPart(&CorrectPartProps { patient, entry }: &CorrectPartProps) -> Html {
    let lang = use_lang();
    let detail = use_load(FindEntry { patient, entry });
    let drafts = use_load(ListDrafts { patient });
    let unsent = use_unsent(entry.0);
    // Once it is being written it is not read anew from the server: what is typed is newer.
    let first = use_mut_ref(|| None::<(Entry, Begun)>);
    let is_unread = first.borrow().is_none();
    if is_unread
        && let Some(unsent) = unsent
        && let (Load::Ready(detail), Load::Ready(drafts)) = (detail.load(), drafts.load())
    {
        let kept = drafts.iter().find(|draft| draft.id == entry.0).cloned();
        let unsent = unsent.filter(|unsent| unsent.patient == patient);
        let begun = Begun::of(kept, unsent).unwrap_or_else(|| Begun::new(ProtocolForm::default()));
        *first.borrow_mut() = Some((detail.entry.clone(), first_form(&detail.entry, begun)));
    }
    let known = first.borrow().clone();
    if let Some((entry, begun)) = known {
        return html! { <Corrector {patient} {entry} {begun} /> };
    }
    match (detail.load(), drafts.load()) {
        (Load::Failed(problem), _) => closed_card(lang, &problem, detail.reload()),
        (_, Load::Failed(problem)) => closed_card(lang, &problem, drafts.reload()),
        (Load::Waiting | Load::Ready(_), Load::Waiting | Load::Ready(_)) => {
            slow_skeleton(lang, SkeletonKind::List, detail.is_slow(), detail.cancel())
        }
    }
}

#[derive(Properties, PartialEq)]
struct CorrectorProps {
    patient: PatientId,
    entry: Entry,
    begun: Begun,
}

/// What a correction begins with: what was written of it, or the protocol as it stands.
fn first_form(entry: &Entry, begun: Begun) -> Begun {
    let is_new = begun.kept.is_none() && begun.unsent.is_none();
    let form = match &entry.content {
        Content::Protocol(protocol) if is_new => form_of(protocol, entry.occurred_at),
        _ => begun.form.clone(),
    };
    let as_it_stands = || Correcting { version: entry.version, reason: String::new() };
    let correcting = form.correcting.clone().or_else(|| Some(as_it_stands()));
    Begun { form: ProtocolForm { correcting, ..form }, ..begun }
}

/// The form with what stands there, and why it changes. It saves itself like any draft.
#[component]
fn Corrector(props: &CorrectorProps) -> Html {
    let lang = use_lang();
    let (patient, entry) = (props.patient, props.entry.id);
    let form = use_state_eq(|| props.begun.form.clone());
    let keeper = use_keeping(patient, entry.0, &form, &props.begun);
    let Correcting { version, reason } = form
        .correcting
        .clone()
        .unwrap_or_else(|| Correcting { version: props.entry.version, reason: String::new() });
    let summary = use_load(FindSummary { patient });
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
        let form = form.clone();
        Callback::from(move |reason: String| {
            let correcting = Some(Correcting { version, reason });
            form.set(ProtocolForm { correcting, ..(*form).clone() });
        })
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
        let acknowledged = (*acknowledged).clone();
        let body =
            NewCorrection { version, form: (*form).clone(), reason: reason.clone(), acknowledged };
        sign(lang, CorrectProtocol { patient, entry, body }, &keeper, &act)
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
            if keeper.state == Keeping::Conflict {
                <ConflictPanel {patient} draft={entry.0} keeper={Held(keeper.clone())} mine={(*form).clone()}
                    on_take={on_change.clone()} />
            }
            if version != props.entry.version {
                { corrected_since(lang, patient, &props.entry, &form, &on_change) }
            }
            { unsent_note(lang, &props.begun, &keeper) }
            <TextArea id="protocol-reason" label={super::label(lang, text::REASON.get(lang), true)}
                hint={AttrValue::from(text::REASON_HINT.get(lang))} value={reason}
                on_change={on_reason} is_required=true {error} />
            <FormFields form={(*form).clone()} often={Vec::new()} {errors} {on_change} />
            if is_checked {
                { check_panel(lang, &panel) }
            }
            if props.begun.kept.is_some() || keeper.state != Keeping::Empty {
                <p><RemoveButton {patient} draft={entry.0} keeper={Held(keeper.clone())} /></p>
            }
        </>
    };
    html! {
        <>
            { two_panes(lang, aside, main) }
            { bar(lang, &keeper, on_check) }
        </>
    }
}

/// Saves what is not saved yet, then signs: nothing of it is saved after that.
fn sign(lang: Lang, call: CorrectProtocol, keeper: &Keeper, act: &Act) -> Callback<()> {
    let (keeper, act) = (keeper.clone(), act.clone());
    Callback::from(move |()| {
        let (keeper, call) = (keeper.clone(), call.clone());
        act.run(move || {
            let (keeper, call) = (keeper.clone(), call.clone());
            async move {
                keeper.settle().await?;
                let entry = client::call(&call).await?;
                Ok(Box::new(move || {
                    keeper.end();
                    signed(lang, call.patient, &entry);
                }) as Finish)
            }
        });
    })
}

/// Somebody corrected it while this was written: what they wrote, and the way on.
fn corrected_since(
    lang: Lang,
    patient: PatientId,
    entry: &Entry,
    form: &ProtocolForm,
    on_change: &Callback<ProtocolForm>,
) -> Html {
    let reason = form.correcting.as_ref().map(|it| it.reason.clone()).unwrap_or_default();
    let correcting = Some(Correcting { version: entry.version, reason });
    let next = ProtocolForm { correcting, ..form.clone() };
    let route = Route::Versions { patient, entry: entry.id };
    html! {
        <section class="panel stack" role="alert">
            <p>{ text::CORRECTED_SINCE.get(lang) }</p>
            <div class="row">
                <Button on_click={on_change.reform(move |()| next.clone())}>
                    { text::CORRECT_NEWEST.get(lang) }
                </Button>
                { link(route, "button button--secondary", html! { text::SEE_VERSIONS.get(lang) }) }
            </div>
        </section>
    }
}
