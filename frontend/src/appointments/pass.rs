use shared::appointments::api::MakeVisitPass;
use shared::appointments::model::VisitPass;
use shared::appointments::text::page as text;
use shared::id::{AppointmentId, PatientId};
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::renewal::use_renewal;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Icon, SkeletonKind, failure, qr, skeleton};

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
    use_renewal((patient, appointment), shown.as_ref().map(|shown| shown.until), renew.clone());
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
