//! What is looked for in a card: words, a period, an organization, a doctor (REC-3).

use gloo_timers::callback::Timeout;
use shared::lang::{Lang, Text};
use shared::record::api::EntryQuery;
use shared::record::text;
use shared::shell;
use time::{Date, Month};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser;
use crate::route::{Day, EntryFilter, mark};
use crate::ui::{Button, ButtonKind, Icon, TextField};

/// Typing faster than this is one question.
const TYPING_MS: u32 = 350;
/// Nobody has entries from before it.
const FIRST_YEAR: i32 = 1900;
/// As many characters as the server takes.
const WORDS_MAX: usize = 200;

/// The words one looks for, as they stand in the field and as they are asked for.
pub struct Words {
    pub typed: String,
    pub asked: String,
    pub on_type: Callback<String>,
}

/// Words stay with their place in the history under that name, and are never in the address.
/// `place`: what the address says.
#[hook]
pub fn use_words<D: PartialEq + 'static>(name: &str, place: D) -> Words {
    let typed = use_state_eq(|| browser::kept(name).unwrap_or_default());
    let asked = use_state_eq(|| (*typed).clone());
    let timer = use_mut_ref(|| None::<Timeout>);
    {
        let (typed, asked) = (typed.setter(), asked.setter());
        use_effect_with((name.to_owned(), place), move |(name, _)| {
            let kept = browser::kept(name).unwrap_or_default();
            typed.set(kept.clone());
            asked.set(kept);
        });
    }
    let on_type = {
        let (typed, asked, name) = (typed.setter(), asked.setter(), name.to_owned());
        Callback::from(move |text: String| {
            let text: String = text.chars().take(WORDS_MAX).collect();
            typed.set(text.clone());
            browser::keep(&name, &text);
            let asked = asked.clone();
            *timer.borrow_mut() = Some(Timeout::new(TYPING_MS, move || asked.set(text)));
        })
    };
    Words { typed: (*typed).clone(), asked: (*asked).clone(), on_type }
}

/// Whom there is to choose in a section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    pub organizations: Vec<String>,
    pub authors: Vec<String>,
}

pub fn named(names: &[String], wanted: Option<u32>) -> Option<&String> {
    names.iter().find(|name| Some(mark(name)) == wanted)
}

pub fn query(filter: &EntryFilter, words: &str, choices: &Choices) -> EntryQuery {
    let words = words.trim();
    let (mut from, mut until) = (filter.from.and_then(Day::date), filter.until.and_then(Day::date));
    // Whoever chose the days the other way round means the same days.
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        std::mem::swap(&mut from, &mut until);
    }
    EntryQuery {
        section: filter.section,
        from,
        until,
        organization: named(&choices.organizations, filter.organization).cloned(),
        author: named(&choices.authors, filter.author).cloned(),
        words: (!words.is_empty()).then(|| words.to_owned()),
        ..EntryQuery::default()
    }
}

/// What stands in the fields, and who hears of a change.
pub struct Fields {
    pub filter: EntryFilter,
    pub words: AttrValue,
    pub choices: Choices,
    pub on_type: Callback<String>,
    pub on_filter: Callback<EntryFilter>,
    /// Whether the rarer ones were open when the page was; by hand they are opened and folded.
    pub was_open: bool,
}

/// The fields, the rarer ones folded.
pub fn filters(lang: Lang, fields: &Fields) -> Html {
    let filter = fields.filter;
    let to = |change: fn(&mut EntryFilter, Option<Day>)| {
        fields.on_filter.reform(move |day| {
            let mut filter = filter;
            change(&mut filter, day);
            filter
        })
    };
    let choose = |change: fn(&mut EntryFilter, Option<u32>)| {
        fields.on_filter.reform(move |event: Event| {
            let select: HtmlInputElement = event.target_unchecked_into();
            let mut filter = filter;
            change(&mut filter, select.value().parse().ok());
            filter
        })
    };
    let on_period =
        fields.on_filter.reform(move |(from, until)| EntryFilter { from, until, ..filter });
    let Choices { organizations, authors } = &fields.choices;
    let onsubmit = Callback::from(|event: SubmitEvent| event.prevent_default());
    html! {
        <form class="filters" role="search" {onsubmit}>
            <TextField kind="search" autocomplete="off" label={text::SEARCH.get(lang)}
                hint={text::SEARCH_HINT.get(lang)} value={fields.words.clone()}
                on_change={fields.on_type.clone()} />
            <details class="filters__more" open={fields.was_open}>
                <summary>{ text::FILTERS.get(lang) }</summary>
                <div class="filters__fields">
                    { period_chips(lang, (filter.from, filter.until), &on_period) }
                    <div class="row">
                        { day_field(text::FROM.get(lang), filter.from, to(|filter, day| filter.from = day)) }
                        { day_field(text::UNTIL.get(lang), filter.until, to(|filter, day| filter.until = day)) }
                    </div>
                    <div class="row">
                        { select(lang, [text::ORGANIZATION, text::ANY_ORGANIZATION], organizations,
                            filter.organization, choose(|filter, mark| filter.organization = mark)) }
                        { select(lang, [text::DOCTOR, text::ANY_DOCTOR], authors,
                            filter.author, choose(|filter, mark| filter.author = mark)) }
                    </div>
                </div>
            </details>
        </form>
    }
}

/// A first and a last day; a missing one is open.
pub type Period = (Option<Day>, Option<Day>);

/// The periods that are asked for most, each a press.
pub fn period_chips(lang: Lang, (from, until): Period, on_period: &Callback<Period>) -> Html {
    let today = browser::today();
    let choices = [
        (text::LAST_3_MONTHS, months_before(today, 3).and_then(Day::of)),
        (text::LAST_YEAR, months_before(today, 12).and_then(Day::of)),
        (text::ALL_TIME, None),
    ];
    html! {
        <div class="row" role="group" aria-label={text::PERIOD.get(lang)}>
            for (words, first) in choices {
                <button type="button" class="chip"
                    aria-pressed={(from == first && until.is_none()).to_string()}
                    onclick={on_period.reform(move |_| (first, None))}>
                    { words.get(lang) }
                </button>
            }
        </div>
    }
}

/// The same day so many months before, or the last one of a shorter month.
fn months_before(day: Date, months: i32) -> Option<Date> {
    let months = day.year() * 12 + i32::from(u8::from(day.month())) - 1 - months;
    let year = months.div_euclid(12);
    let month = Month::try_from(u8::try_from(months.rem_euclid(12)).ok()? + 1).ok()?;
    Date::from_calendar_date(year, month, day.day().min(month.length(year))).ok()
}

/// A choice among names; nothing where there is only one.
pub fn select(
    lang: Lang,
    [label, any]: [Text; 2],
    names: &[String],
    chosen: Option<u32>,
    onchange: Callback<Event>,
) -> Html {
    if names.len() < 2 {
        return Html::default();
    }
    let option = |value: Option<u32>, name: &str| {
        let is_chosen = value == chosen;
        let value = value.map(|mark| mark.to_string()).unwrap_or_default();
        html! { <option {value} selected={is_chosen}>{ name }</option> }
    };
    let value = chosen.map(|mark| mark.to_string()).unwrap_or_default();
    html! {
        <label class="field">
            <span class="field__label">{ label.get(lang) }</span>
            <select class="input" ~value={value} {onchange}>
                { option(None, any.get(lang)) }
                for name in names {
                    { option(Some(mark(name)), name) }
                }
            </select>
        </label>
    }
}

/// A day, in the browser's own field: it has a calendar and a keyboard of its own, and nothing of
/// it is downloaded. An unfinished day is empty, and not told.
pub fn day_field(label: &str, day: Option<Day>, on_day: Callback<Option<Day>>) -> Html {
    let onchange = Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let (typed, day) = (input.value(), Day::parse(&input.value()));
        // While the year is typed, it is one of the first centuries.
        if typed.is_empty() || day.and_then(Day::date).is_some_and(|day| day.year() >= FIRST_YEAR) {
            on_day.emit(day);
        }
    });
    html! {
        <label class="field">
            <span class="field__label">{ label }</span>
            <input class="input" type="date" value={day.map(Day::word)} {onchange} />
        </label>
    }
}

/// What is chosen, each to be taken back by itself, how many entries that leaves, and the way back
/// to all of them.
pub fn chosen(lang: Lang, fields: &Fields, total: Option<u32>) -> Html {
    let filter = fields.filter;
    let without = |filter: EntryFilter| fields.on_filter.reform(move |_: MouseEvent| filter);
    let mut chips = Vec::new();
    let words = fields.words.trim();
    if !words.is_empty() {
        let forget = fields.on_type.reform(|_: MouseEvent| String::new());
        chips.push(chip(lang, &text::quoted(lang, words), forget));
    }
    if let Some(period) =
        text::period(lang, filter.from.and_then(Day::date), filter.until.and_then(Day::date))
    {
        let all_time = EntryFilter { from: None, until: None, ..filter };
        chips.push(chip(lang, &period, without(all_time)));
    }
    if let Some(name) = named(&fields.choices.organizations, filter.organization) {
        chips.push(chip(lang, name, without(EntryFilter { organization: None, ..filter })));
    }
    if let Some(name) = named(&fields.choices.authors, filter.author) {
        chips.push(chip(lang, name, without(EntryFilter { author: None, ..filter })));
    }
    let is_narrowed = !chips.is_empty();
    let is_nothing = total == Some(0);
    html! {
        <div class="chosen">
            if is_narrowed {
                <ul class="row" aria-label={text::CHOSEN.get(lang)}>
                    for chip in chips {
                        <li>{ chip }</li>
                    }
                </ul>
            }
            <div class="row">
                // What is drawn below says it to whoever sees.
                <p class={if is_nothing { "unseen" } else { "muted" }} role="status">
                    { total.map(|total| text::found(lang, total.into())) }
                </p>
                if is_narrowed && !is_nothing {
                    { reset(lang, fields) }
                }
            </div>
        </div>
    }
}

/// Whether anything but a section is chosen.
pub fn is_narrowed(fields: &Fields) -> bool {
    !fields.words.trim().is_empty() || is_chosen(&fields.filter)
}

pub fn is_chosen(filter: &EntryFilter) -> bool {
    EntryFilter { section: None, ..*filter } != EntryFilter::default()
}

/// The way back to all entries of the section.
pub fn reset(lang: Lang, fields: &Fields) -> Html {
    let (on_type, on_filter) = (fields.on_type.clone(), fields.on_filter.clone());
    let all = EntryFilter { section: fields.filter.section, ..EntryFilter::default() };
    let on_click = Callback::from(move |()| {
        // In this order: a new place in the history takes the words along.
        on_filter.emit(all);
        on_type.emit(String::new());
    });
    html! { <Button kind={ButtonKind::Quiet} {on_click}>{ text::RESET.get(lang) }</Button> }
}

/// What is taken away by a press.
pub fn chip(lang: Lang, words: &str, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button type="button" class="chip" {onclick}>
            <span class="unseen">{ shell::REMOVE.get(lang) }{ ": " }</span>
            { words }
            { Icon::Close.draw() }
        </button>
    }
}
