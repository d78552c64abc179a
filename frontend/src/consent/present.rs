use gloo_timers::callback::Timeout;
use shared::consent::api::PresentCard;
use shared::consent::model::{NewPresentation, Presentation};
use shared::consent::text;
use shared::id::PatientId;
use shared::lang::Lang;
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
pub struct PresentPanelProps {
    pub patient: PatientId,
}

/// The card to be shown during a visit: a code for a camera and one to be told (CARD-6).
#[component]
pub fn PresentPanel(props: &PresentPanelProps) -> Html {
    let lang = use_lang();
    let is_shown = use_state_eq(|| false);
    let on_click = {
        let is_shown = is_shown.clone();
        Callback::from(move |()| is_shown.set(!*is_shown))
    };
    html! {
        <section class="panel stack" aria-labelledby="present-title">
            <h2 id="present-title">{ text::SHOW_CARD.get(lang) }</h2>
            <p>{ text::SHOW_CARD_LEAD.get(lang) }</p>
            if *is_shown {
                <Shown patient={props.patient} />
            } else {
                <p><Button kind={ButtonKind::Secondary} icon={Icon::Eye} {on_click}>{ text::SHOW_NOW.get(lang) }</Button></p>
            }
        </section>
    }
}

#[component]
fn Shown(PresentPanelProps { patient }: &PresentPanelProps) -> Html {
    let lang = use_lang();
    let patient = *patient;
    let shown = use_state_eq(|| None::<Presentation>);
    let act = use_act();
    let renew = {
        let (act, shown) = (act.clone(), shown.setter());
        Callback::from(move |()| {
            let shown = shown.clone();
            let body = NewPresentation::default();
            act.send(PresentCard { patient, body }, move |new| shown.set(Some(new)));
        })
    };
    {
        let renew = renew.clone();
        use_effect_with(patient, move |_| renew.emit(()));
    }
    {
        let renew = renew.clone();
        let ends = shown.as_ref().map(|shown| shown.expires_at);
        use_effect_with(ends, move |&ends| {
            let timer = ends.map(|ends| {
                let left = (ends - browser::now()).whole_seconds() - BEFORE_END_S;
                let wait =
                    u32::try_from(left.clamp(LEAST_S, MOST_S)).unwrap_or(0).saturating_mul(1_000);
                Timeout::new(wait, move || renew.emit(()))
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
                { code(lang, shown) }
                <p>
                    <Button kind={ButtonKind::Quiet} busy={act.is_busy()} on_click={renew}>
                        { text::NEW_CODE.get(lang) }
                    </Button>
                </p>
            } else if act.problem().is_none() {
                { skeleton(lang, SkeletonKind::List) }
            }
        </>
    }
}

fn code(lang: Lang, shown: &Presentation) -> Html {
    // In threes it is easier to tell.
    let digits: Vec<char> = shown.code.chars().collect();
    let groups: Vec<String> = digits.chunks(3).map(|three| three.iter().collect()).collect();
    html! {
        <div class="present">
            { qr(&shown.token, text::QR.get(lang)) }
            <dl class="present__words">
                <div><dt class="muted">{ text::CARD_NUMBER.get(lang) }</dt><dd class="present__number">{ shown.card_number.clone() }</dd></div>
                <div><dt class="muted">{ text::CODE.get(lang) }</dt><dd class="present__number" id="present-code">{ groups.join(" ") }</dd></div>
            </dl>
            <p class="muted">{ text::CODE_USED.get(lang) }</p>
        </div>
    }
}
