use shared::appointments::api::SearchSlots;
use shared::appointments::clock::{self, DayPart, days_on};
use shared::appointments::model::{FreeDay, FreeTimes, Slot, SlotQuery};
use shared::appointments::text::page as text;
use shared::id::PractitionerRoleId;
use shared::lang::Lang;
use shared::shell;
use time::Date;
use uuid::Uuid;
use yew::prelude::*;

use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::ui::{Button, ButtonKind, Icon, SkeletonKind, empty_state, failure, slow_skeleton};

/// The heading of the step, for the focus.
pub const TIMES: &str = "times-title";
/// Days shown at once.
const WEEK: u32 = 7;

#[derive(Properties, PartialEq)]
pub struct TimesProps {
    pub practitioner: PractitionerRoleId,
    pub service: Uuid,
    /// What to offer where nothing is free.
    pub otherwise: Html,
    pub on_time: Callback<Slot>,
}

/// A week of days with how much is free, and the times of one of them (APT-4).
#[component]
pub fn Times(props: &TimesProps) -> Html {
    let lang = use_lang();
    let today = browser::today();
    let from = use_state_eq(|| today);
    let chosen = use_state_eq(|| None::<Date>);
    let (practitioner, service) = (props.practitioner, props.service);
    let body = SlotQuery { practitioner, service, from: *from, days: WEEK };
    let loader = use_load(SearchSlots { body });
    let go = {
        let (from, chosen) = (from.setter(), chosen.setter());
        Callback::from(move |(first, day): (Date, Option<Date>)| {
            from.set(first);
            chosen.set(day);
        })
    };
    let choose = {
        let chosen = chosen.setter();
        Callback::from(move |day: Date| chosen.set(Some(day)))
    };
    let body = match loader.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel()),
        Load::Failed(problem) => failure(lang, &problem, Some(loader.reload())),
        Load::Ready(times) => {
            let day = shown(&times, *chosen);
            html! {
                <>
                    { strip(lang, &times, day.map(|day| day.day), &choose) }
                    { times_of(lang, props, &times, day, &go, &choose) }
                </>
            }
        }
    };
    let week = i64::from(WEEK);
    let earlier = days_on(*from, -week).max(today);
    let later = days_on(*from, week);
    html! {
        <section class="stack" aria-labelledby={TIMES}>
            <h2 id={TIMES} tabindex="-1">{ text::TIMES.get(lang) }</h2>
            <div class="row row--ends">
                <Button kind={ButtonKind::Quiet} icon={Icon::Back} disabled={*from <= today}
                    on_click={go.reform(move |()| (earlier, None))}>{ text::EARLIER.get(lang) }</Button>
                <Button kind={ButtonKind::Quiet} icon={Icon::ChevronRight}
                    on_click={go.reform(move |()| (later, None))}>{ text::LATER.get(lang) }</Button>
            </div>
            { body }
        </section>
    }
}

/// The day that was chosen, or the first one with a free time.
fn shown(times: &FreeTimes, chosen: Option<Date>) -> Option<&FreeDay> {
    let wanted = times.days.iter().find(|day| Some(day.day) == chosen);
    wanted.or_else(|| times.days.iter().find(|day| !day.slots.is_empty()))
}

/// The days, each with how many times it has.
fn strip(lang: Lang, times: &FreeTimes, shown: Option<Date>, choose: &Callback<Date>) -> Html {
    html! {
        <ul class="booking__days" aria-label={text::DAYS.get(lang)}>
            for free in &times.days {
                <li key={free.day.to_string()}>{ day_button(lang, free, shown, choose) }</li>
            }
        </ul>
    }
}

fn day_button(lang: Lang, free: &FreeDay, shown: Option<Date>, choose: &Callback<Date>) -> Html {
    let day = free.day;
    let count = free.slots.len();
    let words = text::free(lang, count);
    let weekday = shell::WEEKDAYS.get(usize::from(day.weekday().number_days_from_monday()));
    let class = classes!("booking__day", (count == 0).then_some("is-full"));
    html! {
        <button type="button" {class} aria-pressed={(shown == Some(day)).to_string()}
            onclick={choose.reform(move |_: MouseEvent| day)}>
            <span class="unseen">{ format!("{}, {words}", text::full_day(lang, day)) }</span>
            <span class="muted" aria-hidden="true">{ weekday.map(|name| name.get(lang)) }</span>
            <b aria-hidden="true">{ day.day() }</b>
            <small aria-hidden="true">{ if count == 0 { "—".to_owned() } else { count.to_string() } }</small>
        </button>
    }
}

/// The free times of a day by parts of it, or what to do where there are none.
fn times_of(
    lang: Lang,
    props: &TimesProps,
    times: &FreeTimes,
    day: Option<&FreeDay>,
    go: &Callback<(Date, Option<Date>)>,
    choose: &Callback<Date>,
) -> Html {
    let Some(day) = day.filter(|day| !day.slots.is_empty()) else {
        return nothing(lang, props, times, day, go, choose);
    };
    let differs = day
        .slots
        .iter()
        .any(|slot| clock::offset(slot.utc_offset) != browser::offset_at(slot.starts_at));
    html! {
        <div class="stack">
            <p class="unseen" role="status">
                { text::full_day(lang, day.day) }{ ", " }{ text::free(lang, day.slots.len()) }
            </p>
            if differs {
                <p class="notice">{ text::other_clock(lang, &times.time_zone) }</p>
            }
            <Grid key={day.day.to_string()} day={day.clone()} on_time={props.on_time.clone()} />
        </div>
    }
}

/// No free time that day: the next one there is, or advice.
fn nothing(
    lang: Lang,
    props: &TimesProps,
    times: &FreeTimes,
    day: Option<&FreeDay>,
    go: &Callback<(Date, Option<Date>)>,
    choose: &Callback<Date>,
) -> Html {
    let of_week = times.days.iter().find(|day| !day.slots.is_empty()).map(|day| day.day);
    let why = day.map(|day| if day.works { text::DAY_TAKEN } else { text::DAY_OFF });
    let next = match (of_week, times.next) {
        (Some(next), _) => Some((next, choose.reform(move |()| next))),
        (None, Some(next)) => Some((next, go.reform(move |()| (next, Some(next))))),
        (None, None) => None,
    };
    let Some((next, on_click)) = next else {
        return empty_state(Icon::Calendar, text::NO_TIMES.get(lang), props.otherwise.clone());
    };
    html! {
        <div class="stack" role="status">
            <p>{ why.unwrap_or(text::DAY_TAKEN).get(lang) }</p>
            <p><Button {on_click}>{ text::next_day(lang, next) }</Button></p>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct GridProps {
    day: FreeDay,
    on_time: Callback<Slot>,
}

/// The times as buttons: Tab leads in and out, arrows from one to the next.
#[component]
fn Grid(GridProps { day, on_time }: &GridProps) -> Html {
    let lang = use_lang();
    let at = use_state_eq(|| 0_usize);
    let last = day.slots.len().saturating_sub(1);
    let onkeydown = {
        let at = at.clone();
        let ids: Vec<String> = day.slots.iter().map(id_of).collect();
        Callback::from(move |event: KeyboardEvent| {
            let next = match event.key().as_str() {
                "ArrowRight" | "ArrowDown" if *at >= last => 0,
                "ArrowRight" | "ArrowDown" => *at + 1,
                "ArrowLeft" | "ArrowUp" if *at == 0 => last,
                "ArrowLeft" | "ArrowUp" => *at - 1,
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            at.set(next);
            if let Some(id) = ids.get(next) {
                browser::focus_id(id);
            }
        })
    };
    let part = |part: DayPart| {
        let of_part = |slot: &Slot| DayPart::of(slot.starts_at, clock::offset(slot.utc_offset));
        let slots: Vec<_> =
            day.slots.iter().enumerate().filter(|(_, slot)| of_part(slot) == part).collect();
        if slots.is_empty() {
            return Html::default();
        }
        html! {
            <div class="booking__part" role="group" aria-label={part.text().get(lang)}>
                <h3>{ part.text().get(lang) }</h3>
                <div class="booking__times">
                    for (place, slot) in slots {
                        { time_button(lang, slot, place, &at, on_time) }
                    }
                </div>
            </div>
        }
    };
    html! { <div class="stack" {onkeydown}>for part_of_day in DayPart::ALL { { part(*part_of_day) } }</div> }
}

fn id_of(slot: &Slot) -> String {
    format!("time-{}", slot.starts_at.unix_timestamp())
}

fn time_button(
    lang: Lang,
    slot: &Slot,
    place: usize,
    at: &UseStateHandle<usize>,
    on_time: &Callback<Slot>,
) -> Html {
    let clinic = clock::offset(slot.utc_offset);
    let here = text::here(lang, slot.starts_at, clinic, browser::offset_at(slot.starts_at));
    let mut name = text::full_moment(lang, slot.starts_at, clinic);
    if let Some(here) = &here {
        name = format!("{name}, {here}");
    }
    let onclick = {
        let slot = slot.clone();
        on_time.reform(move |_: MouseEvent| slot.clone())
    };
    let onfocus = {
        let at = at.setter();
        Callback::from(move |_: FocusEvent| at.set(place))
    };
    html! {
        <button type="button" class="booking__time" id={id_of(slot)} key={id_of(slot)}
            tabindex={if place == **at { "0" } else { "-1" }} {onclick} {onfocus}>
            <span class="unseen">{ name }</span>
            <b aria-hidden="true">{ text::clock(slot.starts_at, clinic) }</b>
            if let Some(here) = here {
                <small aria-hidden="true">{ here }</small>
            }
        </button>
    }
}
