use std::rc::Rc;

use shared::contract::FieldReason;
use shared::id::PatientId;
use shared::lang::Lang;
use shared::measurements::api::AddMeasurements;
use shared::measurements::model::{KeptMeasurement, MeasurementKind, NewMeasurements, NewValue};
use shared::measurements::text;
use time::{OffsetDateTime, PrimitiveDateTime, Time};
use uuid::Uuid;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::route::Day;
use crate::shell::GoesTo;
use crate::submit::{Act, use_act};
use crate::ui::{Button, ButtonKind, Icon, TextField, failure};

const FIRST: &str = "measure-first";
const SECOND: &str = "measure-second";
const PULSE: &str = "measure-pulse";
const DAY: &str = "measure-day";
const ASKED: &str = "measure-asked";

#[derive(Properties, PartialEq)]
pub struct MeasureFormProps {
    pub patient: PatientId,
    pub kind: MeasurementKind,
    pub on_saved: Callback<Rc<Vec<KeptMeasurement>>>,
    pub on_close: Callback<()>,
}

/// What is being written, as this place in the history keeps it.
#[derive(Clone, PartialEq)]
struct Draft {
    first: String,
    second: String,
    pulse: String,
    /// Both empty: now.
    day: String,
    clock: String,
    key: Uuid,
    pulse_key: Uuid,
    /// The moment it was sent with: what is sent once more after a lost answer is the same.
    sent_at: Option<OffsetDateTime>,
}

const FIELDS: [&str; 8] =
    ["first", "second", "pulse", "day", "clock", "key", "pulse-key", "sent-at"];

impl Draft {
    fn recall(kind: MeasurementKind) -> Self {
        let kept = |name: &str| browser::kept(&format!("measure-{kind}-{name}"));
        let text = |name| kept(name).unwrap_or_default();
        let key = |name| kept(name).and_then(|key| key.parse().ok()).unwrap_or_else(Uuid::new_v4);
        let sent_at = kept("sent-at").and_then(|at| at.parse().ok());
        Self {
            first: text("first"),
            second: text("second"),
            pulse: text("pulse"),
            day: text("day"),
            clock: text("clock"),
            key: key("key"),
            pulse_key: key("pulse-key"),
            sent_at: sent_at.and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok()),
        }
    }

    fn keep(&self, kind: MeasurementKind) {
        let sent_at = self.sent_at.map(|at| at.unix_timestamp().to_string()).unwrap_or_default();
        let values = [
            self.first.clone(),
            self.second.clone(),
            self.pulse.clone(),
            self.day.clone(),
            self.clock.clone(),
            self.key.to_string(),
            self.pulse_key.to_string(),
            sent_at,
        ];
        for (name, value) in FIELDS.iter().zip(values) {
            browser::keep(&format!("measure-{kind}-{name}"), &value);
        }
    }

    fn forget(kind: MeasurementKind) {
        for name in FIELDS {
            browser::keep(&format!("measure-{kind}-{name}"), "");
        }
    }

    /// Another value than the one that was sent: another measurement.
    fn renewed(self) -> Self {
        if self.sent_at.is_none() {
            return self;
        }
        Self { key: Uuid::new_v4(), pulse_key: Uuid::new_v4(), sent_at: None, ..self }
    }

    fn is_now(&self) -> bool {
        self.day.is_empty() && self.clock.is_empty()
    }

    /// When it was measured; nothing where that is not typed whole.
    fn at(&self) -> Option<OffsetDateTime> {
        if self.is_now() {
            return Some(self.sent_at.unwrap_or_else(browser::now));
        }
        let day = Day::parse(&self.day)?.date()?;
        let (hour, minute) = self.clock.split_once(':')?;
        let minute = minute.get(..2)?;
        let time = Time::from_hms(hour.parse().ok()?, minute.parse().ok()?, 0).ok()?;
        let here = PrimitiveDateTime::new(day, time);
        Some(here.assume_offset(browser::offset_at(here.assume_utc())))
    }

    fn values(&self, kind: MeasurementKind) -> Vec<NewValue> {
        let is_pair = kind == MeasurementKind::BloodPressure;
        let first = self.first.trim();
        let text =
            if is_pair { format!("{first}/{}", self.second.trim()) } else { first.to_owned() };
        let mut values = vec![NewValue { kind, text, key: self.key }];
        let pulse = self.pulse.trim();
        if is_pair && !pulse.is_empty() {
            let (kind, text) = (MeasurementKind::Pulse, pulse.to_owned());
            values.push(NewValue { kind, text, key: self.pulse_key });
        }
        values
    }

    fn is_empty(&self, kind: MeasurementKind) -> bool {
        self.first.trim().is_empty()
            || (kind == MeasurementKind::BloodPressure && self.second.trim().is_empty())
    }
}

/// What is missing before anything is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lack {
    Value,
    Time,
}

/// The fields of one kind: big numbers, now unless something else is said. What was typed stays
/// until it is saved.
#[component]
pub fn MeasureForm(props: &MeasureFormProps) -> Html {
    let lang = use_lang();
    let (patient, kind) = (props.patient, props.kind);
    let draft = use_state_eq(|| Draft::recall(kind));
    let lack = use_state_eq(|| None::<Lack>);
    let act = use_act();
    use_effect_with((), |()| browser::focus_id(FIRST));
    let change = {
        let (draft, lack, act) = (draft.clone(), lack.setter(), act.clone());
        Callback::from(move |changed: Draft| {
            let changed = changed.renewed();
            changed.keep(kind);
            lack.set(None);
            act.clear();
            draft.set(changed);
        })
    };
    let send = {
        let (draft, lack, act) = (draft.clone(), lack.setter(), act.clone());
        let on_saved = props.on_saved.clone();
        Callback::from(move |is_confirmed: bool| {
            if draft.is_empty(kind) {
                browser::focus_id(if draft.first.trim().is_empty() { FIRST } else { SECOND });
                return lack.set(Some(Lack::Value));
            }
            let Some(at) = draft.at() else {
                browser::focus_id(DAY);
                return lack.set(Some(Lack::Time));
            };
            let sent = Draft { sent_at: Some(at), ..(*draft).clone() };
            sent.keep(kind);
            let body = NewMeasurements { at, values: sent.values(kind), is_confirmed };
            draft.set(sent);
            let on_saved = on_saved.clone();
            act.send(AddMeasurements { patient, body }, move |kept| {
                Draft::forget(kind);
                on_saved.emit(Rc::new(kept));
            });
        })
    };
    let asks = act
        .problem()
        .is_some_and(|it| it.fields.iter().any(|field| field.reason == FieldReason::Unlikely));
    let is_wrong = |kind: MeasurementKind| act.field(kind.wire()).is_some();
    let wrong = if is_wrong(kind) {
        Some(FIRST)
    } else if is_wrong(MeasurementKind::Pulse) {
        Some(PULSE)
    } else {
        act.field("at").map(|_| DAY)
    };
    use_focus_on(asks, wrong);
    let onsubmit = {
        let send = send.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            send.emit(false);
        })
    };
    let problem = act.problem().filter(|problem| problem.fields.is_empty());
    html! {
        <form class="measure-form" {onsubmit} novalidate=true>
            <GoesTo />
            { numbers(lang, kind, &draft, *lack, &act, &change) }
            { when(lang, &draft, *lack, &act, &change) }
            if asks {
                { question(lang, kind, &draft, &act, &send) }
            }
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            if !asks {
                <div class="row">
                    <Button submits=true busy={act.is_busy()}>{ text::SAVE.get(lang) }</Button>
                    <Button kind={ButtonKind::Quiet} on_click={props.on_close.clone()}>
                        { text::CLOSE.get(lang) }
                    </Button>
                </div>
            }
        </form>
    }
}

/// The keyboard goes to what has to be looked at.
#[hook]
fn use_focus_on(asks: bool, wrong: Option<&'static str>) {
    use_effect_with((asks, wrong), |&(asks, wrong)| {
        if asks {
            browser::focus_id(ASKED);
        } else if let Some(id) = wrong {
            browser::focus_id(id);
        }
    });
}

fn error_of(lang: Lang, kind: MeasurementKind, lack: Option<Lack>, act: &Act) -> Option<AttrValue> {
    if lack == Some(Lack::Value) {
        let is_pair = kind == MeasurementKind::BloodPressure;
        let words = if is_pair { text::TYPE_BOTH } else { FieldReason::Required.text() };
        return Some(words.get(lang).into());
    }
    let reason = act.field(kind.wire()).filter(|reason| *reason != FieldReason::Unlikely)?;
    Some(text::reason(lang, kind, reason).into())
}

fn numbers(
    lang: Lang,
    kind: MeasurementKind,
    draft: &Draft,
    lack: Option<Lack>,
    act: &Act,
    change: &Callback<Draft>,
) -> Html {
    let to = |set: fn(&mut Draft, String)| {
        let (draft, change) = (draft.clone(), change.clone());
        Callback::from(move |text| {
            let mut draft = draft.clone();
            set(&mut draft, text);
            change.emit(draft);
        })
    };
    let error = error_of(lang, kind, lack, act);
    let unit = kind.unit(lang);
    let with_unit = |name: &str| match unit {
        "" => name.to_owned(),
        unit => format!("{name}, {unit}"),
    };
    if kind != MeasurementKind::BloodPressure {
        return html! {
            <TextField id={FIRST} label={with_unit(kind.text().get(lang))} inputmode="decimal"
                autocomplete="off" value={draft.first.clone()} {error}
                on_change={to(|draft, text| draft.first = text)} />
        };
    }
    let pulse = error_of(lang, MeasurementKind::Pulse, None, act);
    html! {
        <div class="measure-form__pair">
            <TextField id={FIRST} label={with_unit(text::UPPER.get(lang))} inputmode="numeric"
                autocomplete="off" value={draft.first.clone()} {error}
                on_change={to(|draft, text| draft.first = text)} />
            <TextField id={SECOND} label={with_unit(text::LOWER.get(lang))} inputmode="numeric"
                autocomplete="off" value={draft.second.clone()}
                on_change={to(|draft, text| draft.second = text)} />
            <TextField id={PULSE} label={text::PULSE_TOO.get(lang)} inputmode="numeric"
                autocomplete="off" value={draft.pulse.clone()} error={pulse}
                on_change={to(|draft, text| draft.pulse = text)} />
        </div>
    }
}

/// «сейчас», or a day and a time.
fn when(
    lang: Lang,
    draft: &Draft,
    lack: Option<Lack>,
    act: &Act,
    change: &Callback<Draft>,
) -> Html {
    let refused = act.field("at").map(FieldReason::text);
    let missing = (lack == Some(Lack::Time)).then_some(text::TYPE_TIME);
    let error = missing.or(refused);
    let to = |set: fn(&mut Draft, String)| {
        let (draft, change) = (draft.clone(), change.clone());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let mut draft = draft.clone();
            set(&mut draft, input.value());
            change.emit(draft);
        })
    };
    let another = {
        let (draft, change) = (draft.clone(), change.clone());
        Callback::from(move |()| {
            let now = browser::now();
            let here = now.to_offset(browser::offset_at(now));
            let day = Day::of(here.date()).map(Day::word).unwrap_or_default();
            let clock = format!("{:02}:{:02}", here.hour(), here.minute());
            change.emit(Draft { day, clock, ..draft.clone() });
        })
    };
    html! {
        <div class="measure-form__when">
            if draft.is_now() {
                <p>{ text::WHEN.get(lang) }{ ": " }<b>{ text::NOW.get(lang) }</b></p>
                <Button kind={ButtonKind::Quiet} on_click={another}>
                    { text::ANOTHER_TIME.get(lang) }
                </Button>
            } else {
                <label class="field">
                    <span class="field__label">{ text::DAY.get(lang) }</span>
                    <input id={DAY} class="input" type="date" value={draft.day.clone()}
                        onchange={to(|draft, day| draft.day = day)} />
                </label>
                <label class="field">
                    <span class="field__label">{ text::TIME.get(lang) }</span>
                    <input class="input" type="time" value={draft.clock.clone()}
                        onchange={to(|draft, clock| draft.clock = clock)} />
                </label>
            }
            if let Some(error) = error {
                <p class="field__error" role="alert">{ Icon::Alert.draw() }<span>{ error.get(lang) }</span></p>
            }
        </div>
    }
}

/// Whether it is no slip: what was typed, and two answers.
fn question(
    lang: Lang,
    kind: MeasurementKind,
    draft: &Draft,
    act: &Act,
    send: &Callback<bool>,
) -> Html {
    let odd = draft
        .values(kind)
        .into_iter()
        .filter(|value| act.field(value.kind.wire()) == Some(FieldReason::Unlikely));
    let odd: Vec<String> = odd
        .map(|value| format!("{}\u{a0}{}", value.text, value.kind.unit(lang)).trim_end().to_owned())
        .collect();
    let mend = {
        let act = act.clone();
        Callback::from(move |()| {
            act.clear();
            browser::focus_id(FIRST);
        })
    };
    html! {
        <div class="panel measure-form__asks">
            <p id={ASKED} tabindex="-1">
                { text::IS_IT_SO.get(lang) }{ " " }<b>{ odd.join(", ") }{ "?" }</b>
            </p>
            <div class="row">
                <Button busy={act.is_busy()} on_click={send.reform(|()| true)}>
                    { text::IT_IS_SO.get(lang) }
                </Button>
                <Button kind={ButtonKind::Secondary} on_click={mend}>{ text::MEND.get(lang) }</Button>
            </div>
        </div>
    }
}
