use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use shared::appointments::api::{MakePaperPass, MakeVisitPass};
use shared::appointments::model::VisitPass;
use shared::appointments::text::page as text;
use shared::id::{AppointmentId, PatientId};
use shared::lang::Lang;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::renewal::use_renewal;
use crate::submit::{Act, use_act};
use crate::ui::{Button, ButtonKind, Icon, SkeletonKind, failure, qr, skeleton};

/// A page is drawn within this.
const DRAWN_MS: u32 = 100;

#[derive(Properties, PartialEq)]
pub struct PassPanelProps {
    pub patient: PatientId,
    pub appointment: AppointmentId,
    /// What stands on paper beside the code.
    pub paper: Html,
}

/// What is shown at the desk of the clinic: a code that renews itself, and one on paper (APT-9).
#[component]
pub fn PassPanel(PassPanelProps { patient, appointment, paper }: &PassPanelProps) -> Html {
    let (patient, appointment) = (*patient, *appointment);
    let lang = use_lang();
    let (printing, printed) = use_paper(patient, appointment);
    let is_shown = use_state_eq(|| false);
    let on_click = {
        let is_shown = is_shown.setter();
        Callback::from(move |()| {
            is_shown.set(true);
            browser::focus_in_place_id("pass-title");
        })
    };
    let on_print = {
        let (act, printed) = (printing.clone(), printed.setter());
        Callback::from(move |()| {
            let printed = printed.clone();
            act.send(MakePaperPass { patient, appointment }, move |pass| printed.set(Some(pass)));
        })
    };
    let print = html! {
        <Button kind={ButtonKind::Quiet} busy={printing.is_busy()} on_click={on_print.clone()}>
            { text::PRINT_PASS.get(lang) }
        </Button>
    };
    html! {
        <>
            <section class="panel stack not-on-paper" aria-labelledby="pass-title">
                <h2 id="pass-title" tabindex="-1">{ text::PASS.get(lang) }</h2>
                <p>{ text::PASS_LEAD.get(lang) }</p>
                if *is_shown {
                    <Shown {patient} {appointment} />
                    <p>{ print }</p>
                } else {
                    <div class="row">
                        <Button kind={ButtonKind::Secondary} icon={Icon::Eye} {on_click}>{ text::SHOW_PASS.get(lang) }</Button>
                        { print }
                    </div>
                }
                if let Some(problem) = printing.problem() {
                    { failure(lang, problem, Some(on_print)) }
                }
            </section>
            if let Some(pass) = &*printed {
                { on_paper(lang, pass, paper) }
            }
        </>
    }
}

/// One page: nothing else of the card is printed with it.
fn on_paper(lang: Lang, pass: &VisitPass, paper: &Html) -> Html {
    html! {
        <section class="paper-pass on-paper" aria-hidden="true">
            <h2>{ text::PAPER_PASS.get(lang) }</h2>
            { paper.clone() }
            <div class="present">{ qr(&pass.token, text::PASS_QR.get(lang)) }</div>
            <p>{ text::PAPER_PASS_NOTE.get(lang) }</p>
        </section>
    }
}

/// Asks for a code on paper; once it stands on the page it is printed, and goes when that is done.
#[hook]
fn use_paper(
    patient: PatientId,
    appointment: AppointmentId,
) -> (Act, UseStateHandle<Option<VisitPass>>) {
    let act = use_act();
    let printed = use_state_eq(|| None::<VisitPass>);
    {
        let setter = printed.setter();
        use_effect_with((patient, appointment), move |_| {
            let done = browser::window()
                .map(|window| EventListener::new(&window, "afterprint", move |_| setter.set(None)));
            move || drop(done)
        });
    }
    use_effect_with((*printed).clone(), |pass| {
        // Once it is drawn.
        let soon = pass.is_some().then(|| Timeout::new(DRAWN_MS, browser::print));
        move || drop(soon)
    });
    (act, printed)
}

#[derive(Properties, PartialEq)]
struct ShownProps {
    patient: PatientId,
    appointment: AppointmentId,
}

#[component]
fn Shown(&ShownProps { patient, appointment }: &ShownProps) -> Html {
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
