use yew::prelude::*;

/// How far something has come; `part` is between 0 and 1, `None` while nobody knows.
pub fn progress(label: &str, part: Option<f64>) -> Html {
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 100")]
    let percent = part.map(|part| (part.clamp(0.0, 1.0) * 100.0).round() as i32);
    html! {
        <label class="progress">
            <span class="progress__label">
                <span>{ label }</span>
                <span aria-hidden="true">{ percent.map(|percent| format!("{percent}\u{a0}%")) }</span>
            </span>
            <progress max="100" value={percent.map(|percent| percent.to_string())}></progress>
        </label>
    }
}
