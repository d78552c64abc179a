//! «Что это значит?»: what an analyte is, in plain words (RES-3, UX-8).

use shared::lang::Lang;
use shared::results::api::{AnalyteMeaning, ResultSeries};
use shared::results::text::page as text;
use yew::prelude::*;

/// Closed until it is asked for; `name` tells it from the others on the page.
pub fn meaning_more(lang: Lang, name: &str, meaning: &AnalyteMeaning) -> Html {
    html! {
        <details class="more meaning">
            <summary>
                { text::WHAT_IS_IT.get(lang) }
                <span class="unseen">{ " " }{ name.to_owned() }</span>
            </summary>
            { words(lang, meaning) }
        </details>
    }
}

/// The same where there is room for it, of each series that it is known of.
pub fn meaning_panel(lang: Lang, series: &ResultSeries, is_several: bool) -> Html {
    let Some(meaning) = &series.meaning else { return Html::default() };
    html! {
        <section class="panel stack">
            <h2>
                if is_several {
                    { &series.code.display }{ ": " }
                }
                { text::WHAT_IS_IT.get(lang) }
            </h2>
            { words(lang, meaning) }
        </section>
    }
}

/// The source is another site's page: opened by a press alone, which does not tell it from what
/// page one comes.
fn words(lang: Lang, meaning: &AnalyteMeaning) -> Html {
    html! {
        <>
            <p class="prose">{ meaning.what.get(lang).to_owned() }</p>
            <p class="prose">{ meaning.why.get(lang).to_owned() }</p>
            <p class="muted not-on-paper">
                { text::SOURCE.get(lang) }{ ": " }
                <a href={meaning.source_url.clone()} target="_blank" rel="noopener noreferrer">
                    <span lang="en">{ meaning.source_title.clone() }</span>
                    <span class="unseen">{ ", " }{ text::IN_NEW_TAB.get(lang) }</span>
                </a>
            </p>
        </>
    }
}
