//! What the marks mean: only those that are in the picture.

use shared::lang::Lang;
use shared::results::chart::{Marks, Meaning};
use shared::results::text::chart as text;
use yew::prelude::*;

use super::figure::Used;

/// The side of a sign, in pixels.
const SIDE: f64 = 20.0;

/// A list of signs with their words.
pub(super) fn key(lang: Lang, used: &Used, marks: &Marks) -> Html {
    let sign = |class: &'static str, path: String, words: &'static str| {
        html! {
            <li>
                <svg viewBox={format!("0 0 {SIDE} {SIDE}")} width={SIDE.to_string()} height={SIDE.to_string()}
                    aria-hidden="true" focusable="false"><path {class} d={path} stroke-width="1.5" /></svg>
                { words }
            </li>
        }
    };
    let dot = |meaning: &Meaning| {
        let path = meaning.outline(SIDE / 2.0, SIDE / 2.0, 4.0);
        sign(meaning.ink().class(), path, meaning.text().get(lang))
    };
    let others = [
        (used.bands, "chart__band", "M0 3h20v14h-20z", text::BAND),
        (used.goals, "chart__goal", "M0 10h9M12 10h2M17 10h3", text::GOAL),
        (used.censored, "chart__arrow", "M10 3v13M6 12l4 4l4 -4", text::CENSORED),
        (used.feet, "chart__axis", "M0 6h20M10 14m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0", text::FOOT),
        (used.gaps, "chart__gap", "M10 0v4M10 8v4M10 16v4", text::GAP),
        (!marks.visits.is_empty(), "chart__visit", "M10 8v12M6 5l4 -4l4 4l-4 4z", text::VISITS),
        (!marks.courses.is_empty(), "chart__course", "M0 5h20v10h-20z", text::COURSES),
    ];
    html! {
        <ul class="chart__key" aria-label={text::KEY.get(lang)}>
            { for used.meanings.iter().map(dot) }
            for (is_there, class, path, words) in others {
                if is_there {
                    { sign(class, path.to_owned(), words.get(lang)) }
                }
            }
        </ul>
    }
}
