//! The number line beside a value (RES-15).

use shared::format;
use shared::lang::Lang;
use shared::results::api::ValueLine;
use shared::results::line::MarkKind;
use shared::results::text::page as text;
use yew::prelude::*;

/// The drawing is this wide; its height is of the style.
const WIDTH: f64 = 1_000.0;

/// Where the value lies between usual and harmful. What it shows is also said.
pub fn value_line(lang: Lang, line: &ValueLine, is_out: bool, name: &str) -> Html {
    let at = |place: f64| format!("{:.1}", place * WIDTH);
    let wide = |from: f64, to: f64| format!("{:.1}", ((to - from) * WIDTH).max(0.0));
    let critical = |wanted: MarkKind| line.marks.iter().find(|mark| mark.kind == wanted);
    let low = critical(MarkKind::CriticalLow).map(|mark| (0.0, mark.position));
    let high = critical(MarkKind::CriticalHigh).map(|mark| (mark.position, 1.0));
    let is_spread = line.may_lie.to - line.may_lie.from > 0.001;
    html! {
        <div class="value-line">
            <svg class="value-line__drawing" viewBox="0 0 1000 24" preserveAspectRatio="none" role="img"
                focusable="false" aria-label={said(lang, line, name)}>
                <rect class="value-line__track" x="0" y="8" width="1000" height="8" rx="4" />
                <rect class="value-line__usual" x={at(line.usual.from)} y="8"
                    width={wide(line.usual.from, line.usual.to)} height="8" />
                for (from, to) in [low, high].into_iter().flatten() {
                    <rect class="value-line__critical" x={at(from)} y="8" width={wide(from, to)} height="8" />
                }
                if is_spread {
                    <rect class="value-line__spread" x={at(line.may_lie.from)} y="10"
                        width={wide(line.may_lie.from, line.may_lie.to)} height="4" />
                }
                for mark in &line.marks {
                    <line class="value-line__limit" x1={at(mark.position)} x2={at(mark.position)} y1="5" y2="19" />
                }
                <line class={classes!("value-line__value", is_out.then_some("is-out"))}
                    x1={at(line.value)} x2={at(line.value)} y1="1" y2="23" />
            </svg>
            <svg class="value-line__words" aria-hidden="true" height="16" width="100%">
                for mark in &line.marks {
                    <text x={format!("{:.2}%", mark.position * 100.0)} y="12"
                        text-anchor={anchor(mark.position)}>
                        { decimal(lang, &mark.label) }
                    </text>
                }
            </svg>
        </div>
    }
}

/// Words at an end stay within the line.
fn anchor(position: f64) -> &'static str {
    if position < 0.08 {
        "start"
    } else if position > 0.92 {
        "end"
    } else {
        "middle"
    }
}

fn decimal(lang: Lang, label: &str) -> String {
    match lang {
        Lang::Ru => label.replace('.', ","),
        Lang::En => label.to_owned(),
    }
}

fn said(lang: Lang, line: &ValueLine, name: &str) -> String {
    let number = |value: f64| format::number(lang, value);
    let mut said = format!(
        "{name}; {} {} {} {}",
        text::LINE_FROM.get(lang),
        number(line.from),
        text::LINE_TO.get(lang),
        number(line.to)
    );
    for mark in &line.marks {
        let words = match mark.kind {
            MarkKind::Low | MarkKind::High => text::LINE_USUAL,
            MarkKind::CriticalLow | MarkKind::CriticalHigh => text::LINE_CRITICAL,
        };
        let side = match mark.kind {
            MarkKind::Low | MarkKind::CriticalHigh => text::LINE_FROM,
            MarkKind::High | MarkKind::CriticalLow => text::LINE_TO,
        };
        for part in ["; ", words.get(lang), " ", side.get(lang), " "] {
            said.push_str(part);
        }
        said.push_str(&decimal(lang, &mark.label));
    }
    if line.is_beyond {
        said.push_str("; ");
        said.push_str(text::LINE_BEYOND.get(lang));
    }
    said
}
