//! How often the journal comes by itself, and what it would tell (ACL-13).

use shared::format;
use shared::id::PatientId;
use shared::journal::api::{FindDigest, SetDigest};
use shared::journal::model::{Digest, DigestChoice, Rhythm};
use shared::journal::text;
use yew::prelude::*;

use super::filter::JournalFilter;
use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::route::{Day, Route};
use crate::router::link;
use crate::submit::use_act;
use crate::ui::{
    Button, ButtonKind, Choice, Dialog, RadioGroup, SkeletonKind, failure, say, skeleton,
};

#[derive(Properties, PartialEq)]
pub struct OfCardProps {
    pub patient: PatientId,
}

/// Who looked since the patient was told last, in a line that leads to the journal.
#[component]
pub fn DigestLine(&OfCardProps { patient }: &OfCardProps) -> Html {
    let lang = use_lang();
    let digest = use_load(FindDigest { patient });
    let told = match digest.load() {
        Load::Ready(digest) if digest.looked > 0 || digest.refused > 0 => Some(digest),
        Load::Ready(_) | Load::Waiting | Load::Failed(_) => None,
    };
    let Some(told) = told else {
        let to = Route::Journal { patient, about: String::new() };
        return html! { <p>{ link(to, "", html! { text::TITLE.get(lang) }) }</p> };
    };
    let Digest { since, looked, refused, is_more, .. } = *told;
    let day = since.to_offset(browser::offset_at(since)).date();
    let filter = JournalFilter { from: Day::of(day), ..JournalFilter::default() };
    let to = Route::Journal { patient, about: filter.about() };
    let day = format::date(lang, day);
    html! {
        <p>
            { text::digest(lang, &day, looked.into(), refused.into(), is_more) }{ " " }
            { link(to, "", html! { text::TO_JOURNAL.get(lang) }) }
        </p>
    }
}

/// Where the patient chooses how often letters come.
#[component]
pub fn RhythmButton(&OfCardProps { patient }: &OfCardProps) -> Html {
    let lang = use_lang();
    let is_open = use_state_eq(|| false);
    let set = |to: bool| {
        let is_open = is_open.setter();
        Callback::from(move |()| is_open.set(to))
    };
    html! {
        <>
            <Button kind={ButtonKind::Quiet} on_click={set(true)}>{ text::RHYTHM.get(lang) }</Button>
            <Dialog open={*is_open} title={text::RHYTHM.get(lang)} on_close={set(false)}>
                if *is_open {
                    <RhythmForm {patient} />
                }
            </Dialog>
        </>
    }
}

#[component]
fn RhythmForm(&OfCardProps { patient }: &OfCardProps) -> Html {
    let lang = use_lang();
    let digest = use_load(FindDigest { patient });
    let chosen = use_state_eq(|| None::<Rhythm>);
    let act = use_act();
    let kept = match digest.load() {
        Load::Waiting => return skeleton(lang, SkeletonKind::List),
        Load::Failed(problem) => return failure(lang, &problem, Some(digest.reload())),
        Load::Ready(digest) => digest.rhythm,
    };
    let now = chosen.unwrap_or(kept);
    let choices = Rhythm::ALL.iter().map(|&rhythm| {
        let (act, chosen) = (act.clone(), chosen.setter());
        Choice {
            text: rhythm.text().get(lang).into(),
            hint: None,
            is_chosen: rhythm == now,
            on_choose: Callback::from(move |()| {
                let chosen = chosen.clone();
                act.send(SetDigest { patient, body: DigestChoice { rhythm } }, move |kept| {
                    chosen.set(Some(kept.rhythm));
                    say(text::RHYTHM_SAVED.get(lang));
                });
            }),
        }
    });
    html! {
        <div class="stack">
            <p>{ text::RHYTHM_HINT.get(lang) }</p>
            <RadioGroup legend={text::RHYTHM.get(lang)} choices={choices.collect::<Vec<_>>()} />
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
        </div>
    }
}
