use shared::appointments::api::TellLate;
use shared::appointments::model::{DayPractitioner, Late, Told};
use shared::appointments::text::day as text;
use shared::lang::Lang;
use yew::prelude::*;

use crate::prefs::use_lang;
use crate::submit::{Act, use_act};
use crate::ui::{Button, ButtonKind, Dialog, Icon, failure, say};

#[derive(Properties, PartialEq)]
pub struct LatePanelProps {
    pub practitioners: Vec<DayPractitioner>,
    pub on_done: Callback<()>,
}

/// Tells those who wait that the doctor is late (APT-9).
#[component]
pub fn LatePanel(LatePanelProps { practitioners, on_done }: &LatePanelProps) -> Html {
    let lang = use_lang();
    let is_open = use_state_eq(|| false);
    let act = use_act();
    let open = |is_on: bool| {
        let is_open = is_open.setter();
        Callback::from(move |()| is_open.set(is_on))
    };
    if practitioners.is_empty() {
        return Html::default();
    }
    let is_one = practitioners.len() == 1;
    let title = if is_one { text::LATE } else { text::LATE_OF };
    let on_told = {
        let (is_open, on_done) = (is_open.setter(), on_done.clone());
        Callback::from(move |told: Told| {
            say(text::told(lang, told.patients.into()));
            is_open.set(false);
            on_done.emit(());
        })
    };
    html! {
        <>
            <Button kind={ButtonKind::Secondary} icon={Icon::Clock} on_click={open(true)}>{ title.get(lang) }</Button>
            <Dialog open={*is_open} title={title.get(lang)} on_close={open(false)}>
                <p>{ text::LATE_LEAD.get(lang) }</p>
                if let Some(problem) = act.problem() {
                    { failure(lang, problem, None) }
                }
                for one in practitioners {
                    { buttons(lang, one, is_one, &act, &on_told) }
                }
            </Dialog>
        </>
    }
}

fn buttons(
    lang: Lang,
    one: &DayPractitioner,
    is_one: bool,
    act: &Act,
    on_told: &Callback<Told>,
) -> Html {
    let name = one.name.full();
    let tell = |minutes: u32| {
        let (act, on_told, practitioner) = (act.clone(), on_told.clone(), one.id);
        Callback::from(move |()| {
            let on_told = on_told.clone();
            act.send(TellLate { body: Late { practitioner, minutes } }, move |told| {
                on_told.emit(told);
            });
        })
    };
    html! {
        <div class="stack" role="group" aria-label={name.clone()} key={one.id.to_string()}>
            if !is_one {
                <h3>{ name }</h3>
            }
            <div class="row">
                for minutes in text::LATE_BY {
                    <Button key={minutes} kind={ButtonKind::Secondary} disabled={act.is_busy()} on_click={tell(minutes)}>
                        { text::by(lang, minutes.into()) }
                    </Button>
                }
                if one.late_minutes > 0 {
                    <Button kind={ButtonKind::Quiet} disabled={act.is_busy()} on_click={tell(0)}>{ text::ON_TIME.get(lang) }</Button>
                }
            </div>
        </div>
    }
}
