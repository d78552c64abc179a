use gloo_timers::callback::Timeout;
use shared::appointments::api::MakeVisitPass;
use shared::appointments::model::VisitPass;
use shared::appointments::text::page as text;
use shared::id::{AppointmentId, PatientId};
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Icon, SkeletonKind, failure, qr, skeleton};

/// A new code comes so much before the old one ends.
const BEFORE_END_S: i64 = 30;
/// And never more often than this, nor later, whatever the device's clock says.
const LEAST_S: i64 = 20;
const MOST_S: i64 = 270;

#[derive(Properties, PartialEq)]
pub struct PassPanelProps {
    pub patient: PatientId,
    pub appointment: AppointmentId,
}

/// What is shown at the desk of the clinic: a code that renews itself (APT-9).
#[component]
pub fn PassPanel(&PassPanelProps { patient, appointment }: &PassPanelProps) -> Html {
    let lang = use_lang();
    let is_shown = use_state_eq(|| false);
    let on_click = {
        let is_shown = is_shown.setter();
        Callback::from(move |()| {
            is_shown.set(true);
            browser::focus_in_place_id("pass-title");
        })
    };
    html! {
        <section class="panel stack not-on-paper" aria-labelledby="pass-title">
            <h2 id="pass-title" tabindex="-1">{ text::PASS.get(lang) }</h2>
            <p>{ text::PASS_LEAD.get(lang) }</p>
            if *is_shown {
                <Shown {patient} {appointment} />
            } else {
                <p><Button kind={ButtonKind::Secondary} icon={Icon::Eye} {on_click}>{ text::SHOW_PASS.get(lang) }</Button></p>
            }
        </section>
    }
}

#[component]
fn Shown(&PassPanelProps { patient, appointment }: &PassPanelProps) -> Html {
    let lang = use_lang();
    let shown = use_state_eq(|| None::<VisitPass>);
    let act = use_act();
    let renew = {
        let (act, shown) = (act.clone(), shown.setter());
        Callback::from(move |()| {
            let shown = shown.clone();
            act.send(MakeVisitPass { patient, appointment }, move |new| shown.set(Some(new)));
        })
    };
    {
        let renew = renew.clone();
        use_effect_with((patient, appointment), move |_| renew.emit(()));
    }
    {
        let renew = renew.clone();
        let ends = shown.as_ref().map(|shown| shown.until);
        use_effect_with(ends, move |&ends| {
            let timer = ends.map(|ends| {
                let left = (ends - browser::now()).whole_seconds() - BEFORE_END_S;
                let wait = u32::try_from(left.clamp(LEAST_S, MOST_S)).unwrap_or(0);
                Timeout::new(wait.saturating_mul(1_000), move || renew.emit(()))
            });
            move || drop(timer)
        });
    }
    html! {
        <>
            if let Some(problem) = act.problem() {
                { failure(lang, problem, Some(renew.clone())) }
            }
            if let Some(shown) = &*shown {
                <div class="present">{ qr(&shown.token, text::PASS_QR.get(lang)) }</div>
                <p>
                    <Button kind={ButtonKind::Quiet} busy={act.is_busy()} on_click={renew}>
                        { text::NEW_PASS.get(lang) }
                    </Button>
                </p>
            } else if act.problem().is_none() {
                { skeleton(lang, SkeletonKind::List) }
            }
        </>
    }
}
