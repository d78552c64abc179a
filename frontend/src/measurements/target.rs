use shared::contract::FieldReason;
use shared::format;
use shared::id::PatientId;
use shared::lang::Lang;
use shared::measurements::api::SetTarget;
use shared::measurements::model::{KeptTarget, MeasuredKind, NewTarget, TargetOrigin};
use shared::measurements::target::has_limits;
use shared::measurements::text;
use shared::record::model::Interval;
use shared::results::value::Decimal;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::submit::use_submit;
use crate::ui::{Button, ButtonKind, Checkbox, TextField, failure, say};

const FIRST: &str = "target-first";

#[derive(Properties, PartialEq)]
pub struct TargetFormProps {
    pub patient: PatientId,
    pub measured: MeasuredKind,
    pub on_kept: Callback<()>,
    pub on_close: Callback<()>,
}

/// What is typed for one number of a measurement.
#[derive(Clone, Debug, Default, PartialEq)]
struct Limits {
    low: String,
    high: String,
}

impl Limits {
    fn of(lang: Lang, interval: Interval) -> Self {
        let end = |end: Option<f64>| end.map(|end| format::number(lang, end)).unwrap_or_default();
        Self { low: end(interval.low), high: end(interval.high) }
    }

    /// Nothing where one of them is no number.
    fn read(&self) -> Option<Interval> {
        let end = |text: &str| match text.trim() {
            "" => Some(None),
            text => Decimal::read(text).map(|number| Some(number.value)),
        };
        Some(Interval { low: end(&self.low)?, high: end(&self.high)? })
    }
}

/// Where a doctor wants it to lie.
#[component]
pub fn TargetForm(props: &TargetFormProps) -> Html {
    let lang = use_lang();
    let (patient, kind) = (props.patient, props.measured.kind);
    let limits = use_state_eq(|| begin(lang, &props.measured));
    let set = props.measured.target.as_ref().filter(|it| it.origin == TargetOrigin::Doctor);
    let tells = use_state_eq(|| set.is_some_and(|target| target.tell_doctor));
    let is_wrong = use_state_eq(|| false);
    use_effect_with((), |()| browser::focus_id(FIRST));
    let submit = use_submit::<SetTarget>({
        let on_kept = props.on_kept.clone();
        Callback::from(move |kept: KeptTarget| {
            let words = if kept.target.is_some() { text::TARGET_KEPT } else { text::TARGET_GONE };
            say(words.get(lang));
            on_kept.emit(());
        })
    });
    let onsubmit = {
        let (limits, is_wrong, submit) = (limits.clone(), is_wrong.setter(), submit.clone());
        let (tells, version) = (*tells, props.measured.target_version);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let parts: Option<Vec<Interval>> = limits.iter().map(Limits::read).collect();
            let Some(parts) = parts else {
                browser::focus_id(FIRST);
                return is_wrong.set(true);
            };
            let tell_doctor = tells && has_limits(&parts);
            let body = NewTarget { parts, tell_doctor, version };
            submit.send(SetTarget { patient, kind, body });
        })
    };
    let change = {
        let (limits, is_wrong) = (limits.clone(), is_wrong.setter());
        Callback::from(move |changed: Vec<Limits>| {
            is_wrong.set(false);
            limits.set(changed);
        })
    };
    let reason = is_wrong.then_some(FieldReason::Invalid).or_else(|| submit.field("parts"));
    let error = reason.map(|reason| text::reason(lang, kind, reason));
    let problem = submit.problem().filter(|problem| problem.fields.is_empty());
    let on_tell = Callback::from({
        let tells = tells.setter();
        move |is_on: bool| tells.set(is_on)
    });
    html! {
        <form class="measure-form" {onsubmit} novalidate=true>
            { fields(lang, &props.measured, &limits, error, &change) }
            <p class="field__hint">{ text::EMPTY_ENDS.get(lang) }</p>
            <Checkbox text={text::TELL_ME.get(lang)} hint={AttrValue::from(text::TELL_ME_HINT.get(lang))}
                is_on={*tells} on_change={on_tell} />
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            <div class="row">
                <Button submits=true busy={submit.is_busy()}>{ text::SAVE.get(lang) }</Button>
                <Button kind={ButtonKind::Quiet} on_click={props.on_close.clone()}>
                    { text::CLOSE.get(lang) }
                </Button>
            </div>
        </form>
    }
}

/// What stands in the fields at first: the target there is.
fn begin(lang: Lang, measured: &MeasuredKind) -> Vec<Limits> {
    let parts = measured.kind.spec().parts.len();
    match &measured.target {
        Some(target) => target.parts.iter().map(|it| Limits::of(lang, *it)).collect(),
        None => vec![Limits::default(); parts],
    }
}

fn fields(
    lang: Lang,
    measured: &MeasuredKind,
    limits: &[Limits],
    error: Option<String>,
    change: &Callback<Vec<Limits>>,
) -> Html {
    let to = |at: usize, set: fn(&mut Limits, String)| {
        let (limits, change) = (limits.to_vec(), change.clone());
        Callback::from(move |text| {
            let mut limits = limits.clone();
            if let Some(one) = limits.get_mut(at) {
                set(one, text);
            }
            change.emit(limits);
        })
    };
    let names = [text::UPPER, text::LOWER];
    let name = |at: usize, words: &str| match names.get(at) {
        Some(name) if limits.len() > 1 => format!("{}: {words}", name.get(lang)),
        Some(_) | None => match measured.kind.unit(lang) {
            "" => words.to_owned(),
            unit => format!("{words}, {unit}"),
        },
    };
    html! {
        for (at, one) in limits.iter().enumerate() {
            <div class="measure-form__pair">
                <TextField id={(at == 0).then(|| AttrValue::from(FIRST))} label={name(at, text::FROM.get(lang))}
                    inputmode="decimal" autocomplete="off" value={one.low.clone()}
                    error={error.clone().filter(|_| at == 0).map(AttrValue::from)}
                    on_change={to(at, |limits, text| limits.low = text)} />
                <TextField label={name(at, text::UNTIL.get(lang))} inputmode="decimal"
                    autocomplete="off" value={one.high.clone()}
                    on_change={to(at, |limits, text| limits.high = text)} />
            </div>
        }
    }
}
