//! Hours as they are typed: rows of a begin and an end.

use shared::appointments::clock::{minutes_of, time_of};
use shared::appointments::model::Service;
use shared::appointments::schedule::{Hours, Room};
use shared::appointments::text::schedule as text;
use shared::lang::{Lang, Text};
use uuid::Uuid;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::ui::{Button, ButtonKind, Icon};

/// One row of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Tells it from the others while it is typed.
    pub key: Uuid,
    pub weekday: u32,
    /// «09:00»
    pub from: String,
    pub to: String,
    pub room: Option<Uuid>,
    pub services: Vec<Uuid>,
}

impl Row {
    pub fn new(weekday: u32) -> Self {
        Self {
            key: Uuid::new_v4(),
            weekday,
            from: "09:00".to_owned(),
            to: "13:00".to_owned(),
            room: None,
            services: Vec::new(),
        }
    }

    pub fn of(hours: &Hours) -> Self {
        Self {
            from: time_of(hours.from),
            to: time_of(hours.to),
            room: hours.room,
            services: hours.services.clone(),
            ..Self::new(hours.weekday)
        }
    }

    /// What is sent; nothing where it is no span of hours.
    pub fn hours(&self) -> Option<Hours> {
        let (from, mut to) = (minutes_of(&self.from)?, minutes_of(&self.to)?);
        if to == 0 {
            // The field has no 24:00.
            to = 1_440;
        }
        let is_right = from < to && from.is_multiple_of(5) && to.is_multiple_of(5);
        is_right.then(|| Hours {
            weekday: self.weekday,
            from,
            to,
            room: self.room,
            services: self.services.clone(),
        })
    }
}

/// What is wrong with a row among the others.
pub fn wrong(rows: &[Row], row: &Row) -> Option<Text> {
    let Some(own) = row.hours() else { return Some(text::WRONG_HOURS) };
    let overlaps = |other: &Row| {
        let other = other.hours().filter(|_| other.key != row.key);
        other.is_some_and(|other| {
            other.weekday == own.weekday && own.from < other.to && other.from < own.to
        })
    };
    rows.iter().any(overlaps).then_some(text::OVERLAPPING_HOURS)
}

/// The field that begins a row.
pub fn row_id(row: &Row) -> String {
    format!("hours-{}", row.key)
}

/// What there is to choose from in a row.
#[derive(Clone, PartialEq)]
pub struct Offered {
    pub rooms: Vec<Room>,
    pub services: Vec<Service>,
}

/// Rows of one day, and the way to one more.
pub fn hours_of(
    lang: Lang,
    day: &str,
    weekday: u32,
    rows: &[Row],
    offered: &Offered,
    change: &Callback<Vec<Row>>,
) -> Html {
    let with = |row: Row| {
        let mut rows = rows.to_vec();
        match rows.iter_mut().find(|known| known.key == row.key) {
            Some(known) => *known = row,
            None => rows.push(row),
        }
        rows
    };
    let on_add = {
        let rows = rows.to_vec();
        change.reform(move |()| {
            let mut rows = rows.clone();
            rows.push(Row::new(weekday));
            rows
        })
    };
    let mine = rows.iter().filter(|row| row.weekday == weekday);
    html! {
        <fieldset>
            <legend class="field__label">{ day.to_owned() }</legend>
            for row in mine {
                <div class="schedule__row" key={row.key.to_string()}>
                    { time_field((text::BEGINS.get(lang), Some(row_id(row))), wrong(rows, row).is_some(), &row.from, {
                        let row = row.clone();
                        typed(change, rows, move |from| Row { from, ..row.clone() })
                    }) }
                    { time_field((text::ENDS.get(lang), None), wrong(rows, row).is_some(), &row.to, {
                        let row = row.clone();
                        typed(change, rows, move |to| Row { to, ..row.clone() })
                    }) }
                    { room_field(lang, row, offered, rows, change) }
                    <Button kind={ButtonKind::Quiet} icon={Icon::Minus}
                        name={format!("{}: {day}, {}", text::REMOVE_HOURS.get(lang), row.from)}
                        on_click={without(change, rows, row.key)}>{ text::REMOVE_HOURS.get(lang) }</Button>
                    { services_field(lang, row, offered, &with, change) }
                    if let Some(why) = wrong(rows, row) {
                        <p class="field__error" role="alert">{ Icon::Alert.draw() }<span>{ why.get(lang) }</span></p>
                    }
                </div>
            }
            <p>
                <Button kind={ButtonKind::Quiet} icon={Icon::Plus} name={format!("{}: {day}", text::ADD_HOURS.get(lang))}
                    on_click={on_add}>{ text::ADD_HOURS.get(lang) }</Button>
            </p>
        </fieldset>
    }
}

/// The rows with one of them changed by what is typed.
fn typed(
    change: &Callback<Vec<Row>>,
    rows: &[Row],
    set: impl Fn(String) -> Row + 'static,
) -> Callback<String> {
    let rows = rows.to_vec();
    change.reform(move |value: String| {
        let row = set(value);
        let others = rows.iter();
        others.map(|known| if known.key == row.key { row.clone() } else { known.clone() }).collect()
    })
}

fn without(change: &Callback<Vec<Row>>, rows: &[Row], key: Uuid) -> Callback<()> {
    let rows: Vec<Row> = rows.iter().filter(|row| row.key != key).cloned().collect();
    change.reform(move |()| rows.clone())
}

/// A time, in the browser's own field.
fn time_field(
    (label, id): (&str, Option<String>),
    is_wrong: bool,
    value: &str,
    on_time: Callback<String>,
) -> Html {
    let onchange = on_time.reform(|event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        input.value()
    });
    html! {
        <label class="field">
            <span class="field__label">{ label.to_owned() }</span>
            <input class="input" type="time" step="300" {id} aria-invalid={is_wrong.then_some("true")} value={value.to_owned()} {onchange} />
        </label>
    }
}

fn room_field(
    lang: Lang,
    row: &Row,
    offered: &Offered,
    rows: &[Row],
    change: &Callback<Vec<Row>>,
) -> Html {
    if offered.rooms.is_empty() {
        return Html::default();
    }
    let on_room = {
        let row = row.clone();
        typed(change, rows, move |id| Row { room: id.parse().ok(), ..row.clone() })
    };
    let onchange = on_room.reform(|event: Event| {
        let select: HtmlInputElement = event.target_unchecked_into();
        select.value()
    });
    let value = row.room.map(|room| room.to_string()).unwrap_or_default();
    html! {
        <label class="field">
            <span class="field__label">{ text::ROOM.get(lang) }</span>
            <select class="input" ~value={value} {onchange}>
                <option value="" selected={row.room.is_none()}>{ text::ANY_ROOM.get(lang) }</option>
                for room in &offered.rooms {
                    <option value={room.id.to_string()} selected={row.room == Some(room.id)}>{ &room.name }</option>
                }
            </select>
        </label>
    }
}

fn services_field(
    lang: Lang,
    row: &Row,
    offered: &Offered,
    with: &dyn Fn(Row) -> Vec<Row>,
    change: &Callback<Vec<Row>>,
) -> Html {
    if offered.services.len() < 2 {
        return Html::default();
    }
    let toggle = |service: Uuid| {
        let rows = with(Row { services: toggled(&row.services, service), ..row.clone() });
        change.reform(move |_: Event| rows.clone())
    };
    html! {
        <details class="more schedule__services">
            <summary>{ text::WHAT.get(lang) }</summary>
            <p class="field__hint">{ text::ALL_SERVICES.get(lang) }</p>
            for service in &offered.services {
                <label class="choice" key={service.id.to_string()}>
                    <input type="checkbox" checked={row.services.contains(&service.id)} onchange={toggle(service.id)} />
                    <span class="choice__text">{ &service.name }</span>
                </label>
            }
        </details>
    }
}

/// With it, or without it where it was there.
pub fn toggled<T: Clone + PartialEq>(all: &[T], one: T) -> Vec<T> {
    let mut changed: Vec<T> = all.iter().filter(|known| **known != one).cloned().collect();
    if changed.len() == all.len() {
        changed.push(one);
    }
    changed
}
