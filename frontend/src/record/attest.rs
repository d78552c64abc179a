//! A visit is confirmed on the spot (REC-13): the doctor's code, and the patient's answer to it.

use std::cell::RefCell;

use shared::contract::Code;
use shared::format;
use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::record::api::{AttestVisit, EntryAct, EntryDetail, ShowAttestation};
use shared::record::attest::{Attestation, AttestationCode, MARK, NewAttestation, page};
use shared::record::text::attest as text;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::renewal::use_renewal;
use crate::route::Route;
use crate::router::link;
use crate::submit::{use_act, use_submit};
use crate::tools::{Opened, Tool};
use crate::ui::{Button, ButtonKind, Icon, SkeletonKind, TagKind, failure, qr, say, skeleton, tag};

/// The heading of the question, for the focus.
const ASKED: &str = "attest-title";

thread_local! {
    /// The page the program was opened at and the code behind its `#`: signing in comes in between.
    static OPENED_AT: RefCell<Option<(String, String)>> = const { RefCell::new(None) };
}

/// Takes the code of a doctor out of the address the program was opened at, and keeps it for the
/// page it is for.
pub fn remember() {
    let fragment = browser::fragment();
    if fragment.starts_with(MARK) {
        OPENED_AT.with_borrow_mut(|kept| *kept = Some((browser::path(), fragment)));
        browser::forget_fragment();
    }
}

/// The code for a visit, if this tab was opened by it.
fn code_of(patient: PatientId, entry: EntryId) -> Option<String> {
    let page = page(patient, entry);
    let is_its = |(at, code): &(String, String)| (*at == page).then(|| code.clone());
    OPENED_AT.with_borrow(|kept| kept.as_ref().and_then(is_its))
}

#[derive(Properties, PartialEq)]
pub struct AttestPanelProps {
    pub patient: PatientId,
    pub detail: std::rc::Rc<EntryDetail>,
    pub on_changed: Callback<()>,
}

/// That a visit was confirmed, or what the reader may do about it: a doctor shows a code, a patient
/// who opened one answers.
#[component]
pub fn AttestPanel(props: &AttestPanelProps) -> Html {
    let lang = use_lang();
    let AttestPanelProps { patient, detail, on_changed } = props;
    let (patient, entry) = (*patient, detail.entry.id);
    if let Some(attestation) = &detail.attested {
        return attested(lang, attestation);
    }
    if detail.may(EntryAct::ShowAttestation) {
        return html! { <Offer {patient} {entry} /> };
    }
    match code_of(patient, entry).filter(|_| detail.may(EntryAct::Attest)) {
        Some(code) => html! { <Ask {patient} {entry} {code} on_changed={on_changed.clone()} /> },
        None => Html::default(),
    }
}

/// Who confirmed it, when, and who showed the code.
fn attested(lang: Lang, attestation: &Attestation) -> Html {
    let word = if attestation.by_representative { text::BY_REPRESENTATIVE } else { text::ATTESTED };
    let at = format::moment(lang, attestation.at, browser::offset_at(attestation.at));
    let shown = format!("{} {}", text::SHOWN_BY.get(lang), attestation.shown_by);
    html! {
        <p class="row">
            { tag(TagKind::Positive, Some(Icon::Check), word.get(lang)) }
            <span class="muted">{ format!("{at} · {shown}") }</span>
        </p>
    }
}

#[derive(Clone, Copy, Properties, PartialEq)]
struct OfferProps {
    patient: PatientId,
    entry: EntryId,
}

#[component]
fn Offer(&OfferProps { patient, entry }: &OfferProps) -> Html {
    let lang = use_lang();
    let is_open = use_state_eq(|| false);
    let turn = {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(!*is_open))
    };
    let word = if *is_open { text::CLOSE } else { text::OFFER };
    html! {
        <section class="not-on-paper stack">
            if *is_open {
                <Opened tool={Tool::Attest { patient, entry }} />
            }
            <p>
                <Button kind={ButtonKind::Secondary} icon={Icon::Check} on_click={turn}>{ word.get(lang) }</Button>
            </p>
        </section>
    }
}

#[derive(Clone, Copy, Properties, PartialEq)]
pub struct AttestCodeProps {
    pub patient: PatientId,
    pub entry: EntryId,
}

/// The code itself; it renews itself for as long as it is shown.
#[component]
pub fn AttestCode(&AttestCodeProps { patient, entry }: &AttestCodeProps) -> Html {
    let lang = use_lang();
    let shown = use_state_eq(|| None::<AttestationCode>);
    let act = use_act();
    let renew = {
        let (act, shown) = (act.clone(), shown.setter());
        Callback::from(move |()| {
            let shown = shown.clone();
            act.send(ShowAttestation { patient, entry }, move |new| shown.set(Some(new)));
        })
    };
    use_renewal(entry, shown.as_ref().map(|shown| shown.until), renew.clone());
    html! {
        <div class="panel stack">
            <p>{ text::OFFER_LEAD.get(lang) }</p>
            if let Some(problem) = act.problem() {
                { failure(lang, problem, Some(renew)) }
            }
            if let Some(shown) = &*shown {
                <div class="present">
                    { qr(&shown.link, text::QR.get(lang)) }
                    <p class="muted">{ text::LIVES.get(lang) }</p>
                </div>
            } else if act.problem().is_none() {
                { skeleton(lang, SkeletonKind::List) }
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct AskProps {
    patient: PatientId,
    entry: EntryId,
    code: String,
    on_changed: Callback<()>,
}

/// What the patient is asked who opened a doctor's code.
#[component]
fn Ask(props: &AskProps) -> Html {
    let lang = use_lang();
    use_effect_with((), |()| browser::focus_id(ASKED));
    let done = {
        let on_changed = props.on_changed.clone();
        Callback::from(move |_: Attestation| {
            say(text::DONE.get(lang));
            on_changed.emit(());
        })
    };
    let submit = use_submit::<AttestVisit>(done);
    let on_click = {
        let (submit, code) = (submit.clone(), props.code.clone());
        let (patient, entry) = (props.patient, props.entry);
        Callback::from(move |()| {
            let body = NewAttestation { code: code.clone() };
            submit.send(AttestVisit { patient, entry, body });
        })
    };
    let needs_passkey = submit.problem().is_some_and(|problem| problem.code == Code::PasskeyNeeded);
    html! {
        <section class="panel stack not-on-paper" aria-labelledby={ASKED}>
            <h2 id={ASKED} tabindex="-1">{ text::ASK_TITLE.get(lang) }</h2>
            <p>{ text::ASK_LEAD.get(lang) }</p>
            if let Some(problem) = submit.problem() {
                { failure(lang, problem, None) }
            }
            <p class="row">
                <Button icon={Icon::Check} busy={submit.is_busy()} {on_click}>{ text::YES.get(lang) }</Button>
                if needs_passkey {
                    { link(Route::Security, "button button--secondary", html! { text::ADD_PASSKEY.get(lang) }) }
                }
            </p>
        </section>
    }
}
