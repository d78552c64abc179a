use shared::format;
use shared::shell;
use time::{Date, Month};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::calendar::Calendar;
use super::field::use_id;
use super::icon::Icon;
use crate::browser;
use crate::prefs::use_lang;

/// What has been typed so far; a date once it is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateParts {
    pub day: AttrValue,
    pub month: AttrValue,
    pub year: AttrValue,
}

impl DateParts {
    pub fn date(&self) -> Option<Date> {
        let month = Month::try_from(self.month.trim().parse::<u8>().ok()?).ok()?;
        let year = self.year.trim();
        let year = (year.len() == 4).then(|| year.parse().ok()).flatten()?;
        Date::from_calendar_date(year, month, self.day.trim().parse().ok()?).ok()
    }
}

impl From<Date> for DateParts {
    fn from(date: Date) -> Self {
        Self {
            day: date.day().to_string().into(),
            month: u8::from(date.month()).to_string().into(),
            year: date.year().to_string().into(),
        }
    }
}

#[derive(Properties, PartialEq)]
pub struct DateFieldProps {
    /// What date it is.
    pub legend: AttrValue,
    pub value: DateParts,
    pub on_change: Callback<DateParts>,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub error: Option<AttrValue>,
    #[prop_or_default]
    pub disabled: bool,
    /// HTML `autocomplete` of a birth date: `bday`.
    #[prop_or_default]
    pub birthday: bool,
}

/// A date typed in three parts, or picked in a calendar.
#[component]
pub fn DateField(props: &DateFieldProps) -> Html {
    let lang = use_lang();
    let id = use_id();
    let open = use_state_eq(|| false);
    let button = use_node_ref();
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let close = {
        let (open, button) = (open.clone(), button.clone());
        Callback::from(move |()| {
            open.set(false);
            if let Some(button) = button.cast::<web_sys::Element>() {
                browser::focus(&button);
            }
        })
    };
    let on_pick = {
        let (on_change, close) = (props.on_change.clone(), close.clone());
        Callback::from(move |date: Date| {
            on_change.emit(date.into());
            close.emit(());
        })
    };
    let date = props.value.date();
    let described = props.error.as_ref().map(|_| format!("{id}-error"));
    html! {
        <fieldset class={classes!("field", "date-field", props.error.is_some().then_some("is-wrong"))}
            disabled={props.disabled} aria-describedby={described}>
            <legend class="field__label">{ &props.legend }</legend>
            if let Some(hint) = &props.hint {
                <p class="field__hint">{ hint }</p>
            }
            if let Some(error) = &props.error {
                <p class="field__error" id={format!("{id}-error")}>
                    { Icon::Alert.draw() }<span>{ error }</span>
                </p>
            }
            <div class="date-field__parts">
                { part(props, shell::DAY.get(lang), "bday-day", 2, |parts| &mut parts.day) }
                { part(props, shell::MONTH.get(lang), "bday-month", 2, |parts| &mut parts.month) }
                { part(props, shell::YEAR.get(lang), "bday-year", 4, |parts| &mut parts.year) }
                <button type="button" class="button button--secondary date-field__button" ref={button}
                    aria-expanded={open.to_string()} onclick={toggle}
                    aria-label={match date {
                        Some(date) => format!("{}: {}", shell::CALENDAR.get(lang), format::date(lang, date)),
                        None => shell::CALENDAR.get(lang).to_owned(),
                    }}>
                    { Icon::Calendar.draw() }
                </button>
                if *open {
                    <Calendar chosen={date} {on_pick} on_close={close} />
                }
            </div>
        </fieldset>
    }
}

fn part(
    props: &DateFieldProps,
    label: &'static str,
    autocomplete: &'static str,
    length: u32,
    pick: fn(&mut DateParts) -> &mut AttrValue,
) -> Html {
    let mut now = props.value.clone();
    let value = pick(&mut now).clone();
    let parts = props.value.clone();
    let oninput = props.on_change.reform(move |event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let mut parts = parts.clone();
        *pick(&mut parts) = input.value().into();
        parts
    });
    html! {
        <label class={classes!("date-field__part", (length == 4).then_some("date-field__part--year"))}>
            <span>{ label }</span>
            <input class="input" type="text" inputmode="numeric" maxlength={length.to_string()}
                autocomplete={props.birthday.then_some(autocomplete)} {value}
                aria-invalid={props.error.is_some().then_some("true")} {oninput} />
        </label>
    }
}
