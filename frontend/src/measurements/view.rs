use shared::format;
use shared::lang::Lang;
use shared::measurements::model::{
    Advice, AdviceLevel, KeptMeasurement, Measured, MeasuredKind, MeasurementKind, Target,
    TargetOrigin,
};
use shared::measurements::rules::{ADVICE_LASTS, tells_doctor};
use shared::measurements::text;
use shared::shell;
use yew::prelude::*;

use crate::browser;
use crate::ui::{Icon, TagKind, tag};

/// «134/82 мм рт. ст.»
pub fn value(lang: Lang, kind: MeasurementKind, measured: &Measured) -> Html {
    let unit = kind.unit(lang);
    html! {
        <span class="value">
            <b>{ text::values(lang, &measured.values) }</b>
            if !unit.is_empty() {
                { format::NBSP }
                <span class="value__unit">{ unit }</span>
            }
        </span>
    }
}

pub fn moment(lang: Lang, measured: &Measured) -> String {
    format::moment(lang, measured.at, browser::offset_at(measured.at))
}

/// What the value means, in words with a mark.
pub fn advice_tag(lang: Lang, advice: Advice) -> Html {
    let (kind, icon) = match advice.level {
        AdviceLevel::Usual => (TagKind::Positive, Icon::Check),
        AdviceLevel::Outside => (TagKind::Caution, Icon::Info),
        AdviceLevel::CallDoctor => (TagKind::Caution, Icon::Phone),
        AdviceLevel::CallEmergency => (TagKind::Critical, Icon::Alert),
    };
    tag(kind, Some(icon), advice.level.text(advice.side).get(lang))
}

/// Where it should lie, and who says so.
pub fn target_line(lang: Lang, kind: MeasurementKind, target: &Target) -> Html {
    let Some(limits) = text::target(lang, kind, &target.parts) else { return Html::default() };
    let whose = match (target.origin, &target.by) {
        (TargetOrigin::Doctor, Some(by)) => by.as_str(),
        (TargetOrigin::Doctor | TargetOrigin::Default, _) => target.origin.text().get(lang),
    };
    html! {
        <p class="measure__target">
            <span class="muted">{ text::TARGET.get(lang) }{ ": " }</span>{ limits }
            <span class="muted">{ " · " }{ whose }</span>
        </p>
    }
}

/// What was just kept, what it means and what to do now. The ids are for the focus.
pub fn outcome(lang: Lang, id: &'static str, kept: &[KeptMeasurement]) -> Html {
    let worst = kept.iter().filter_map(|it| it.advice.map(|advice| (it, advice)));
    let worst = worst.max_by_key(|(_, advice)| advice.level);
    let is_grave = worst.is_some_and(|(_, advice)| advice.level == AdviceLevel::CallEmergency);
    // Of what is long past nobody is told.
    let is_news = |it: &&KeptMeasurement| browser::now() - it.measured.at <= ADVICE_LASTS;
    let is_told = kept.iter().filter(is_news).any(|it| {
        let asked = it.target.as_ref().filter(|target| target.origin == TargetOrigin::Doctor);
        asked
            .zip(it.advice)
            .is_some_and(|(target, advice)| tells_doctor(advice, target.tell_doctor))
    });
    html! {
        <section class={classes!("panel", "outcome", is_grave.then_some("outcome--grave"))}>
            <h3 {id} tabindex="-1">{ text::SAVED.get(lang) }{ ": " }{ said(lang, kept) }</h3>
            if let Some((worst, advice)) = worst {
                <p>{ advice_tag(lang, advice) }</p>
                <p class="prose">{ text::what_to_do(worst.kind, advice).get(lang) }</p>
                if let Some(target) = &worst.target {
                    { target_line(lang, worst.kind, target) }
                }
            }
            if is_grave {
                <p class="row">
                    { call("tel:103", shell::CALL_103.get(lang)) }
                    { call("tel:112", shell::CALL_112.get(lang)) }
                </p>
            }
            if is_told {
                <p class="muted prose">{ text::DOCTOR_TOLD.get(lang) }</p>
            }
        </section>
    }
}

fn said(lang: Lang, kept: &[KeptMeasurement]) -> String {
    let one = |it: &KeptMeasurement| text::with_unit(lang, it.kind, &it.measured.values);
    kept.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn call(href: &'static str, words: &'static str) -> Html {
    html! {
        <a class="button button--danger" {href}>
            <span class="button__face">{ Icon::Phone.draw() }{ words }</span>
        </a>
    }
}

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 32.0;
const MARGIN: f64 = 3.0;

/// The last values as a small line, of a blood pressure as two; in words beside it.
pub fn sparkline(lang: Lang, measured: &MeasuredKind) -> Html {
    let all = measured.recent.iter().flat_map(|it| it.values.iter().copied());
    let (from, to) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(from, to), value| {
        (from.min(value), to.max(value))
    });
    let count = measured.recent.len();
    if count < 2 || !(from.is_finite() && to.is_finite()) {
        return Html::default();
    }
    let span = if to > from { to - from } else { 1.0 };
    let step = (WIDTH - 2.0 * MARGIN) / float(count - 1);
    let line = |part: usize| {
        let points = measured.recent.iter().enumerate().filter_map(|(at, it)| {
            let value = it.values.get(part)?;
            let x = MARGIN + step * float(at);
            let y = HEIGHT - MARGIN - (value - from) / span * (HEIGHT - 2.0 * MARGIN);
            Some(format!("{x:.1},{y:.1}"))
        });
        points.collect::<Vec<_>>().join(" ")
    };
    let parts = measured.kind.spec().parts.len();
    let words = text::trend(lang, u64::try_from(count).unwrap_or(u64::MAX), from, to);
    html! {
        <div class="measure__line">
            <svg class="sparkline" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} aria-hidden="true" focusable="false">
                for part in 0..parts {
                    <polyline points={line(part)} fill="none" />
                }
            </svg>
            <span class="unseen">{ words }</span>
        </div>
    }
}

/// Few enough to be exact.
fn float(count: usize) -> f64 {
    f64::from(u16::try_from(count).unwrap_or(u16::MAX))
}
