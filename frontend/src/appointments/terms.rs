//! What stands in the way of booking, told before anything is filled in (APT-14).

use shared::appointments::api::FindBookingTerms;
use shared::appointments::model::{BookingTerms, HoldRefusal, Payment};
use shared::appointments::text::page as text;
use shared::id::PatientId;
use shared::lang::Lang;
use yew::prelude::*;

use super::about::About;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::router::link;
use crate::session::use_session;

/// What a card may book where nobody knows better: the server decides then.
pub const USUAL: BookingTerms =
    BookingTerms { is_active: true, is_policy_confirmed: true, is_full: false };

#[derive(Properties, PartialEq)]
pub struct OwnTermsProps {
    pub about: About,
}

/// What stands in the way of who looks for a time for themselves. Of somebody else's card it is asked
/// for with the time only: to open it they may have to show once more who they are.
#[component]
pub fn OwnTerms(OwnTermsProps { about }: &OwnTermsProps) -> Html {
    let own = use_session().session().and_then(|session| session.card);
    let of = own.filter(|own| about.patient.is_none_or(|patient| patient == *own));
    match of {
        Some(patient) => html! { <Terms {patient} about={about.clone()} /> },
        None => Html::default(),
    }
}

#[derive(Properties, PartialEq)]
struct TermsProps {
    patient: PatientId,
    about: About,
}

#[component]
fn Terms(TermsProps { patient, about }: &TermsProps) -> Html {
    let lang = use_lang();
    let loader = use_load(FindBookingTerms { patient: *patient });
    match loader.load() {
        Load::Ready(terms) => told(lang, of(*terms, about), true, Some(about)),
        // The server says it again when the time is to be kept.
        Load::Waiting | Load::Failed(_) => Html::default(),
    }
}

/// What is moved needs no room beside the visits there are.
pub fn of(terms: BookingTerms, about: &About) -> BookingTerms {
    BookingTerms { is_full: terms.is_full && about.moves.is_none(), ..terms }
}

/// What stands in the way, if anything does, and what to do about it. `is_own`: of who reads it.
/// `about`: what is looked for, where there is something to look for.
pub fn told(lang: Lang, terms: BookingTerms, is_own: bool, about: Option<&About>) -> Html {
    let plain = |why: HoldRefusal| html! { <p class="notice">{ why.text().get(lang) }{ "." }</p> };
    if !terms.is_active {
        return plain(HoldRefusal::CardSuspended);
    }
    if terms.is_full {
        return plain(HoldRefusal::TooMany);
    }
    if terms.is_policy_confirmed {
        return Html::default();
    }
    let title = if is_own { text::UNCONFIRMED } else { text::UNCONFIRMED_OTHER };
    let paid = about.filter(|about| about.payment != Some(Payment::Paid)).map(|about| {
        let paid = About { payment: Some(Payment::Paid), at: None, service: None, ..about.clone() };
        link(paid.search(), "", html! { text::PAID_ONLY.get(lang) })
    });
    html! {
        <div class="notice stack">
            <p><b>{ title.get(lang) }{ "." }</b></p>
            <p>{ text::UNCONFIRMED_LEAD.get(lang) }</p>
            if let Some(paid) = paid {
                <p>{ paid }</p>
            }
        </div>
    }
}
