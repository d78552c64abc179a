use shared::appointments::clock;
use shared::appointments::schedule::{AffectedVisit, Remedy, VisitRemedy};
use shared::appointments::text::page as booking;
use shared::appointments::text::schedule as text;
use shared::id::AppointmentId;
use shared::lang::Lang;
use yew::prelude::*;

use super::pattern::AFFECTED;
use crate::browser;
use crate::prefs::use_lang;
use crate::ui::{Button, ButtonKind, Choice, Icon, RadioGroup};

#[derive(Properties, PartialEq)]
pub struct AffectedProps {
    pub visits: Vec<AffectedVisit>,
    pub is_busy: bool,
    pub on_decided: Callback<Vec<VisitRemedy>>,
}

/// Visits a new schedule has no room for, each to be decided on: none is dropped silently.
#[component]
pub fn Affected(AffectedProps { visits, is_busy, on_decided }: &AffectedProps) -> Html {
    let lang = use_lang();
    let chosen = use_state_eq(Vec::<VisitRemedy>::new);
    let is_missing = use_state_eq(|| false);
    use_effect_with((), |()| browser::focus_id(AFFECTED));
    let choose = {
        let (chosen, is_missing) = (chosen.clone(), is_missing.setter());
        Callback::from(move |new: Vec<VisitRemedy>| {
            let is_new =
                |known: &VisitRemedy| new.iter().any(|one| one.appointment == known.appointment);
            let mut all: Vec<VisitRemedy> =
                chosen.iter().filter(|known| !is_new(known)).copied().collect();
            all.extend(&new);
            chosen.set(all);
            is_missing.set(false);
        })
    };
    let on_save = {
        let (chosen, visits, on_decided) = (chosen.clone(), visits.clone(), on_decided.clone());
        let is_missing = is_missing.setter();
        Callback::from(move |()| {
            if visits.iter().all(|one| remedy(&chosen, one.visit.id).is_some()) {
                on_decided.emit((*chosen).clone());
            } else {
                is_missing.set(true);
            }
        })
    };
    let count = u64::try_from(visits.len()).unwrap_or(u64::MAX);
    html! {
        <section class="panel stack" aria-labelledby={AFFECTED}>
            <h2 id={AFFECTED} tabindex="-1">{ text::AFFECTED.get(lang) }</h2>
            <p role="status"><b>{ text::affected(lang, count) }</b></p>
            <p>{ text::AFFECTED_LEAD.get(lang) }</p>
            { for_all(lang, visits, &choose) }
            for one in visits {
                { decided(lang, one, remedy(&chosen, one.visit.id), &choose) }
            }
            if *is_missing {
                <p class="field__error" role="alert">{ Icon::Alert.draw() }<span>{ text::DECIDE.get(lang) }</span></p>
            }
            <p><Button busy={*is_busy} on_click={on_save}>{ text::SAVE_AFFECTED.get(lang) }</Button></p>
        </section>
    }
}

fn remedy(chosen: &[VisitRemedy], visit: AppointmentId) -> Option<Remedy> {
    chosen.iter().find(|one| one.appointment == visit).map(|one| one.remedy)
}

/// Whether it can be done: what has nowhere to move is not moved.
fn is_possible(one: &AffectedVisit, remedy: Remedy) -> bool {
    match remedy {
        Remedy::Move => one.moves_to.is_some(),
        Remedy::Keep | Remedy::Cancel => true,
    }
}

fn for_all(lang: Lang, visits: &[AffectedVisit], choose: &Callback<Vec<VisitRemedy>>) -> Html {
    if visits.len() < 2 {
        return Html::default();
    }
    let button = |remedy: Remedy| {
        let all: Vec<VisitRemedy> = visits
            .iter()
            .filter(|one| is_possible(one, remedy))
            .map(|one| VisitRemedy { appointment: one.visit.id, remedy })
            .collect();
        let word = remedy.text().get(lang);
        html! {
            <Button kind={ButtonKind::Secondary} name={format!("{}: {word}", text::FOR_ALL.get(lang))}
                on_click={choose.reform(move |()| all.clone())}>{ word }</Button>
        }
    };
    html! {
        <div class="row" role="group" aria-label={text::FOR_ALL.get(lang)}>
            <span class="muted">{ text::FOR_ALL.get(lang) }{ ":" }</span>
            for remedy in Remedy::ALL.iter().copied() {
                { button(remedy) }
            }
        </div>
    }
}

fn decided(
    lang: Lang,
    one: &AffectedVisit,
    chosen: Option<Remedy>,
    choose: &Callback<Vec<VisitRemedy>>,
) -> Html {
    let (visit, offset) = (&one.visit, clock::offset(one.visit.utc_offset));
    let when = booking::full_moment(lang, visit.starts_at, offset);
    // Who comes is no business of who sets the hours.
    let legend = format!("{when}, {}", visit.service);
    let choice = |remedy: Remedy| {
        let decided = VisitRemedy { appointment: visit.id, remedy };
        let hint = match (remedy, one.moves_to) {
            (Remedy::Move, Some(at)) => {
                let at = booking::full_moment(lang, at, offset);
                Some(AttrValue::from(format!("{}: {at}", text::MOVES_TO.get(lang))))
            }
            (Remedy::Move | Remedy::Keep | Remedy::Cancel, _) => None,
        };
        Choice {
            text: remedy.text().get(lang).into(),
            hint,
            is_chosen: chosen == Some(remedy),
            on_choose: choose.reform(move |()| vec![decided]),
        }
    };
    let possible = Remedy::ALL.iter().copied().filter(|remedy| is_possible(one, *remedy));
    let choices: Vec<Choice> = possible.map(choice).collect();
    html! {
        <div key={visit.id.to_string()}>
            <RadioGroup {legend} {choices} />
            if one.moves_to.is_none() {
                <p class="muted">{ text::MOVES_NOWHERE.get(lang) }</p>
            }
        </div>
    }
}
