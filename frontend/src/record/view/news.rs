use shared::access::model::Section;
use shared::id::PatientId;
use shared::lang::Lang;
use shared::record::news::{NEWS_MAX, News, NewsItem};
use shared::record::text;
use shared::record::text::news as words;
use yew::prelude::*;

use super::time_at;
use crate::browser;
use crate::route::{Day, EntryFilter, Route};
use crate::router::link;
use crate::ui::{Button, ButtonKind, Card, Icon, TagKind, tag};

/// What is new, the latest first; nothing where nothing is. `is_own`: one looks at oneself.
pub fn news_card(
    lang: Lang,
    patient: PatientId,
    news: &News,
    is_own: bool,
    on_more: Callback<()>,
) -> Html {
    let shown = news.items.len();
    if shown == 0 {
        return Html::default();
    }
    let total = u64::from(news.total);
    let rest = usize::try_from(news.total).unwrap_or(shown).saturating_sub(shown);
    let aside = html! { <span class="muted">{ words::count(lang, total) }</span> };
    html! {
        <Card title={words::NEWS.get(lang)} icon={Icon::Clock} {aside} class={classes!("news")}>
            <ul class="lines">
                for item in &news.items {
                    <li key={item.entry.to_string()} class="line">{ line(lang, patient, item, is_own) }</li>
                }
            </ul>
            if rest > 0 {
                <p class="news__rest">
                    if shown < NEWS_MAX as usize {
                        <Button kind={ButtonKind::Quiet} on_click={on_more}>
                            { words::show_more(lang, rest as u64) }
                        </Button>
                    } else {
                        { link(Route::entries(patient, None), "", html! { words::ALL.get(lang) }) }
                    }
                </p>
            }
        </Card>
    }
}

fn line(lang: Lang, patient: PatientId, item: &NewsItem, is_own: bool) -> Html {
    let nameless = if item.is_request { words::REQUEST } else { words::NOTE };
    let name = item.name.as_deref().unwrap_or(nameless.get(lang));
    let section = match item.section {
        Section::Notes if !is_own => text::NOTES_OF_PATIENT,
        section => section.text(),
    };
    let state = if let Some(report) = item.report {
        tag(TagKind::Caution, None, report.text().get(lang))
    } else if item.withdrawn {
        tag(TagKind::Caution, None, words::WITHDRAWN.get(lang))
    } else if item.is_correction {
        tag(TagKind::Accent, None, words::CORRECTED.get(lang))
    } else {
        Html::default()
    };
    html! {
        <>
            <p class="line__main">
                { link(target(patient, item), "", html! { <b>{ name }</b> }) }{ " " }
                if item.more > 0 {
                    <span class="muted">{ more(lang, item) }</span>{ " " }
                }
                { state }
            </p>
            <p class="line__more">
                { section.get(lang) }
                if let Some(organization) = &item.organization {
                    { " · " }{ organization }
                }
                if item.is_own && item.section != Section::Notes {
                    { " · " }{ text::SELF_REPORTED.get(lang) }
                }
                { " · " }{ time_at(lang, item.occurred_at) }
            </p>
        </>
    }
}

fn more(lang: Lang, item: &NewsItem) -> String {
    match item.section {
        Section::Visits => words::more_of_visit(lang, item.more.into()),
        _ => words::more(lang, item.more.into()),
    }
}

/// The entry's page; values that have no page together stand together in the list of their day.
fn target(patient: PatientId, item: &NewsItem) -> Route {
    if item.is_request {
        return Route::Requests { patient, about: String::new() };
    }
    if item.more == 0 || item.section == Section::Visits {
        return Route::entry_in(patient, item.entry, item.section == Section::Results);
    }
    let day = Day::of(item.occurred_at.to_offset(browser::offset_at(item.occurred_at)).date());
    let filter = EntryFilter {
        section: Some(item.section),
        from: day,
        until: day,
        ..EntryFilter::default()
    };
    Route::Entries { patient, filter }
}
