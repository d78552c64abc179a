use shared::format;
use shared::lang::Lang;
use shared::shell;
use time::{Date, Duration, Month};
use web_sys::HtmlElement;
use yew::prelude::*;

use super::icon::Icon;
use crate::browser;
use crate::prefs::use_lang;

#[derive(Properties, PartialEq)]
pub struct CalendarProps {
    #[prop_or_default]
    pub chosen: Option<Date>,
    pub on_pick: Callback<Date>,
    pub on_close: Callback<()>,
}

/// A month to pick a day in. Arrows move by days and weeks, Page Up and Down by months, Home and
/// End to the ends of the week, Escape closes.
#[component]
pub fn Calendar(props: &CalendarProps) -> Html {
    let lang = use_lang();
    let today = browser::today();
    let at = use_state_eq(|| props.chosen.unwrap_or(today));
    let day = use_node_ref();
    {
        let day = day.clone();
        use_effect_with(*at, move |_| {
            if let Some(button) = day.cast::<HtmlElement>() {
                browser::focus(&button);
            }
        });
    }
    let onkeydown = {
        let (at, on_close) = (at.clone(), props.on_close.clone());
        Callback::from(move |event: KeyboardEvent| {
            let next = match event.key().as_str() {
                "Escape" => {
                    on_close.emit(());
                    None
                }
                key => moved(*at, key),
            };
            if let Some(next) = next {
                event.prevent_default();
                at.set(next);
            }
        })
    };
    let turn = |key: &'static str| {
        let at = at.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(next) = moved(*at, key) {
                at.set(next);
            }
        })
    };
    html! {
        <div class="calendar" role="dialog" aria-label={shell::CALENDAR.get(lang)} {onkeydown}>
            <div class="calendar__head">
                <button type="button" class="icon-button" aria-label={shell::PREVIOUS_MONTH.get(lang)}
                    onclick={turn("PageUp")}>{ Icon::Back.draw() }</button>
                <p aria-live="polite">{ shell::MONTHS.get(usize::from(u8::from(at.month())) - 1).map(|name| name.get(lang)) }{ " " }{ at.year() }</p>
                <button type="button" class="icon-button" aria-label={shell::NEXT_MONTH.get(lang)}
                    onclick={turn("PageDown")}>{ Icon::ChevronRight.draw() }</button>
            </div>
            <table role="grid">
                <thead>
                    <tr>
                        for name in shell::WEEKDAYS {
                            <th scope="col">{ name.get(lang) }</th>
                        }
                    </tr>
                </thead>
                <tbody>
                    for week in weeks(*at) {
                        <tr>
                            for date in week {
                                { cell(lang, props, date, *at, today, &day) }
                            }
                        </tr>
                    }
                </tbody>
            </table>
        </div>
    }
}

fn cell(
    lang: Lang,
    props: &CalendarProps,
    date: Option<Date>,
    at: Date,
    today: Date,
    focus: &NodeRef,
) -> Html {
    let Some(date) = date else { return html! { <td></td> } };
    let is_here = date == at;
    html! {
        <td>
            <button type="button"
                class={classes!("calendar__day", (date == today).then_some("is-today"))}
                ref={if is_here { focus.clone() } else { NodeRef::default() }}
                tabindex={if is_here { "0" } else { "-1" }}
                aria-label={format::date(lang, date)}
                aria-current={(date == today).then_some("date")}
                aria-pressed={(props.chosen == Some(date)).to_string()}
                onclick={props.on_pick.reform(move |_| date)}>
                { date.day() }
            </button>
        </td>
    }
}

/// Where a key leads from a day; `None` for keys that mean nothing here.
fn moved(from: Date, key: &str) -> Option<Date> {
    let back = i64::from(from.weekday().number_days_from_monday());
    let days = match key {
        "ArrowLeft" => -1,
        "ArrowRight" => 1,
        "ArrowUp" => -7,
        "ArrowDown" => 7,
        "Home" => -back,
        "End" => 6 - back,
        "PageUp" => return month_off(from, -1),
        "PageDown" => return month_off(from, 1),
        _ => return None,
    };
    from.checked_add(Duration::days(days))
}

/// The same day of a neighbouring month, or its last day.
fn month_off(from: Date, step: i32) -> Option<Date> {
    let (year, month) = match (from.month(), step) {
        (Month::January, -1) => (from.year() - 1, Month::December),
        (Month::December, 1) => (from.year() + 1, Month::January),
        (month, -1) => (from.year(), month.previous()),
        (month, _) => (from.year(), month.next()),
    };
    Date::from_calendar_date(year, month, from.day().min(month.length(year))).ok()
}

/// The month of that day as rows from Monday to Sunday; nothing where it has no day.
fn weeks(at: Date) -> Vec<Vec<Option<Date>>> {
    let Ok(first) = at.replace_day(1) else { return Vec::new() };
    let blanks = usize::from(first.weekday().number_days_from_monday());
    let length = at.month().length(at.year());
    let mut cells = vec![None; blanks];
    cells.extend((1..=length).map(|day| at.replace_day(day).ok()));
    cells.resize(cells.len().div_ceil(7) * 7, None);
    cells.chunks(7).map(<[_]>::to_vec).collect()
}
