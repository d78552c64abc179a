use shared::consent::api::PresentCard;
use shared::consent::model::{NewPresentation, Presentation};
use shared::consent::text;
use shared::id::PatientId;
use shared::lang::Lang;
use yew::prelude::*;

use crate::prefs::use_lang;
use crate::renewal::use_renewal;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Icon, SkeletonKind, failure, qr, skeleton};

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
    use_renewal(patient, shown.as_ref().map(|shown| shown.expires_at), renew.clone());
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
