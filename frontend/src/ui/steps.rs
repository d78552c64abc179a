use yew::prelude::*;

/// How far a form of several pages has come: `text` says it in words, «Шаг 2 из 5».
pub fn steps(text: &str, step: usize, of: usize) -> Html {
    html! {
        <div class="steps">
            <p class="steps__text">{ text.to_owned() }</p>
            <div class="steps__bar" aria-hidden="true">
                for number in 1..=of {
                    <i class={(number <= step).then_some("is-done")}></i>
                }
            </div>
        </div>
    }
}
