use shared::appointments::api::FindOfferReport;
use shared::appointments::text::waiting as text;
use shared::appointments::waiting::OfferCounts;
use shared::lang::{Lang, Text};
use yew::prelude::*;

use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::ui::{Column, SkeletonKind, failure, slow_skeleton, table};

/// What became of the times that were offered to those who wait (APT-15): counts alone.
#[component]
pub fn Offers() -> Html {
    let lang = use_lang();
    let loader = use_load(FindOfferReport {});
    let body = match loader.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel()),
        Load::Failed(problem) => failure(lang, &problem, Some(loader.reload())),
        Load::Ready(report) => {
            let rows = report.rows.iter().map(|counts| row(lang, counts)).collect();
            table(text::REPORT.get(lang), &columns(lang), rows)
        }
    };
    html! {
        <section class="stack" aria-label={text::TITLE.get(lang)}>
            <p class="muted">{ text::REPORT_LEAD.get(lang) }</p>
            { body }
        </section>
    }
}

fn columns(lang: Lang) -> Vec<Column> {
    let column = |name: Text, is_number: bool| Column { name: name.get(lang).into(), is_number };
    vec![
        column(text::AGE, false),
        column(text::MADE, true),
        column(text::TAKEN_APP, true),
        column(text::TAKEN_SMS, true),
        column(text::COUNT_REFUSED, true),
        column(text::COUNT_LAPSED, true),
    ]
}

fn row(lang: Lang, counts: &OfferCounts) -> Vec<Html> {
    let OfferCounts { age, made, taken_app, taken_sms, refused, lapsed } = *counts;
    let told = |count: Option<u32>| match count {
        Some(count) => html! { count.to_string() },
        None => html! { text::FEW.get(lang) },
    };
    let mut cells = vec![html! { age.text().get(lang) }];
    cells.extend([made, taken_app, taken_sms, refused, lapsed].map(told));
    cells
}
