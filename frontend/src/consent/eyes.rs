use shared::consent::api::PreviewAccess;
use shared::consent::model::{Preview, PreviewQuery};
use shared::consent::text;
use shared::id::PatientId;
use shared::lang::Lang;
use yew::prelude::*;

use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::{entry_name, summary_view, time_at};
use crate::ui::{SkeletonKind, failure, slow_skeleton};

#[derive(Properties, PartialEq)]
pub struct EyesProps {
    pub patient: PatientId,
    pub query: PreviewQuery,
}

/// The card as somebody else would see it (ACL-12).
#[component]
pub fn Eyes(props: &EyesProps) -> Html {
    let lang = use_lang();
    let preview = use_load(PreviewAccess { patient: props.patient, body: props.query.clone() });
    let seen = match preview.load() {
        Load::Waiting => {
            slow_skeleton(lang, SkeletonKind::Cards, preview.is_slow(), preview.cancel())
        }
        Load::Failed(problem) => failure(lang, &problem, Some(preview.reload())),
        Load::Ready(preview) => shown(lang, &preview),
    };
    html! {
        <section class="stack" aria-label={text::EYES.get(lang)}>
            <h3>{ text::EYES.get(lang) }</h3>
            <p class="muted">{ text::EYES_LEAD.get(lang) }</p>
            { seen }
        </section>
    }
}

fn shown(lang: Lang, preview: &Preview) -> Html {
    let Some(summary) = &preview.summary else {
        return html! { <p>{ text::EYES_NOTHING.get(lang) }</p> };
    };
    let list = match &preview.page {
        None => html! { <p class="muted">{ text::EYES_SUMMARY_ONLY.get(lang) }</p> },
        Some(page) if page.entries.is_empty() => {
            html! { <p class="muted">{ text::EYES_EMPTY.get(lang) }</p> }
        }
        Some(page) => html! {
            <>
                <p>{ text::entries_seen(lang, page.entries.len() as u64, page.next_cursor.is_none()) }</p>
                <ul class="rows">
                    for entry in page.entries.iter() {
                        <li key={entry.id.to_string()}>
                            <div class="rows__text">
                                <p>{ entry_name(lang, entry) }</p>
                                <p class="muted">
                                    { time_at(lang, entry.occurred_at) }{ " · " }
                                    { entry.section.text().get(lang) }
                                </p>
                            </div>
                        </li>
                    }
                </ul>
            </>
        },
    };
    html! { <>{ summary_view(lang, summary, false) }{ list }</> }
}
