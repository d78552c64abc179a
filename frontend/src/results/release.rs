use shared::id::PatientId;
use shared::lang::{Lang, Text};
use shared::results::api::{FindRelease, SetRelease};
use shared::results::release::{DAYS_OFFERED, ReleaseRule};
use shared::results::text::page as text;
use yew::prelude::*;

use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{
    Button, ButtonKind, Choice, Dialog, RadioGroup, SkeletonKind, failure, say, skeleton,
};

#[derive(Properties, PartialEq)]
pub struct ReleaseButtonProps {
    pub patient: PatientId,
    pub on_saved: Callback<()>,
}

/// Where patients say when they see new results (RES-14).
#[component]
pub fn ReleaseButton(props: &ReleaseButtonProps) -> Html {
    let lang = use_lang();
    let is_open = use_state_eq(|| false);
    let open = {
        let is_open = is_open.setter();
        Callback::from(move |()| is_open.set(true))
    };
    let close = {
        let is_open = is_open.setter();
        Callback::from(move |()| is_open.set(false))
    };
    let on_saved = {
        let (close, on_saved) = (close.clone(), props.on_saved.clone());
        Callback::from(move |()| {
            close.emit(());
            on_saved.emit(());
        })
    };
    html! {
        <>
            <Button kind={ButtonKind::Quiet} on_click={open}>{ text::RELEASE.get(lang) }</Button>
            <Dialog open={*is_open} title={text::RELEASE.get(lang)} on_close={close}>
                if *is_open {
                    <ReleaseForm patient={props.patient} {on_saved} />
                }
            </Dialog>
        </>
    }
}

#[component]
fn ReleaseForm(props: &ReleaseButtonProps) -> Html {
    let lang = use_lang();
    let patient = props.patient;
    let loader = use_load(FindRelease { patient });
    let chosen = use_state_eq(|| None::<ReleaseRule>);
    let act = use_act();
    let kept = match loader.load() {
        Load::Waiting => return skeleton(lang, SkeletonKind::List),
        Load::Failed(problem) => return failure(lang, &problem, Some(loader.reload())),
        Load::Ready(kept) => *kept,
    };
    let rule = chosen.unwrap_or(kept);
    let set = {
        let chosen = chosen.setter();
        Callback::from(move |rule| chosen.set(Some(rule)))
    };
    let onsubmit = {
        let (act, on_saved) = (act.clone(), props.on_saved.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let on_saved = on_saved.clone();
            act.send(SetRelease { patient, body: rule }, move |_| {
                say(text::RELEASE_SAVED.get(lang));
                on_saved.emit(());
            });
        })
    };
    html! {
        <form class="own-form" {onsubmit}>
            <p>{ text::RELEASE_LEAD.get(lang) }</p>
            { choices(lang, text::RELEASE_USUAL, rule.usual_days,
                &set.reform(move |usual_days| ReleaseRule { usual_days, ..rule })) }
            { choices(lang, text::RELEASE_SENSITIVE, rule.sensitive_days,
                &set.reform(move |sensitive_days| ReleaseRule { sensitive_days, ..rule })) }
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            <p><Button submits=true busy={act.is_busy()}>{ text::RELEASE_SAVE.get(lang) }</Button></p>
        </form>
    }
}

fn choices(lang: Lang, legend: Text, days: Option<u8>, on_days: &Callback<Option<u8>>) -> Html {
    let mut offered: Vec<Option<u8>> =
        std::iter::once(None).chain(DAYS_OFFERED.map(Some)).collect();
    // What was chosen elsewhere stays in sight.
    if !offered.contains(&days) {
        offered.push(days);
    }
    let choices = offered.into_iter().map(|one| Choice {
        text: one.map_or_else(
            || text::AT_ONCE.get(lang).into(),
            |days| text::after_comment_or_days(lang, days.into()).into(),
        ),
        hint: None,
        is_chosen: one == days,
        on_choose: on_days.reform(move |()| one),
    });
    html! { <RadioGroup legend={legend.get(lang)} choices={choices.collect::<Vec<_>>()} /> }
}
