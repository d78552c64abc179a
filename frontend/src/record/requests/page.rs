use shared::access::model::Section;
use shared::format;
use shared::id::PatientId;
use shared::journal::model::AskedLook;
use shared::journal::text as journal;
use shared::lang::Lang;
use shared::record::api::ListRequests;
use shared::record::asked::Asking;
use shared::record::report::ReportState;
use shared::record::text as record;
use shared::record::text::asked as text;
use yew::prelude::*;

use super::form::AskForm;
use crate::browser;
use crate::live::{News, use_live};
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::page::closed_card;
use crate::record::report::{TakeBack, said};
use crate::record::view::entry_name;
use crate::route::Route;
use crate::router::link;
use crate::shell::Title;
use crate::ui::{Fact, Icon, SkeletonKind, empty_state, slow_skeleton, summary_list};

#[derive(Properties, PartialEq)]
pub struct RequestsPageProps {
    pub patient: PatientId,
    /// `section=…`: what is missing.
    pub about: String,
}

/// What the patient asked of clinics, and where more is asked.
#[component]
pub fn RequestsPage(RequestsPageProps { patient, about }: &RequestsPageProps) -> Html {
    let lang = use_lang();
    let patient = *patient;
    let section: Option<Section> =
        about.strip_prefix("section=").and_then(|word| word.parse().ok());
    let requests = use_load(ListRequests { patient });
    use_live(patient, requests.reload().reform(|_: News| ()));
    let back = html! {
        <>{ Icon::Back.draw() }{ section.map_or(record::CARD, Section::text).get(lang) }</>
    };
    let list = match requests.load() {
        Load::Waiting => {
            slow_skeleton(lang, SkeletonKind::List, requests.is_slow(), requests.cancel())
        }
        Load::Failed(problem) => closed_card(lang, &problem, requests.reload()),
        Load::Ready(all) if all.is_empty() => {
            empty_state(Icon::Check, text::NONE.get(lang), Html::default())
        }
        Load::Ready(all) => html! {
            for asking in all.iter() {
                { one(lang, patient, asking, requests.reload()) }
            }
        },
    };
    html! {
        <div class="page page--narrow">
            <div class="row">{ link(Route::entries(patient, section), "back", back) }</div>
            <Title text={text::TITLE.get(lang)} />
            <p class="lead">{ text::LEAD.get(lang) }</p>
            <AskForm {patient} {section} on_sent={requests.reload().reform(|_| ())} />
            <section class="reports">
                <h2>{ text::REQUESTS.get(lang) }</h2>
                { list }
            </section>
        </div>
    }
}

fn one(lang: Lang, patient: PatientId, asking: &Asking, on_done: Callback<()>) -> Html {
    let id = asking.id;
    let is_open = asking.report.state == ReportState::Open;
    html! {
        <article class={classes!("panel", "report", (!is_open).then_some("is-settled"))} key={id.to_string()}>
            { said(lang, &asking.report, true, about(lang, patient, asking)) }
            if is_open {
                <TakeBack {patient} entry={id} version={asking.report.version}
                    is_request={asking.is_request()} {on_done} />
            }
        </article>
    }
}

/// Who looked, when, and at what.
pub fn looked(lang: Lang, look: &AskedLook) -> Html {
    let fact = |name: &'static str, value: Html| Fact { name: name.into(), value };
    let at = format::moment(lang, look.at, browser::offset_at(look.at));
    let who = look.name.clone().unwrap_or_else(|| journal::SOMEBODY.get(lang).to_owned());
    summary_list(vec![
        fact(journal::WHO.get(lang), html! { who }),
        fact(journal::WHEN.get(lang), html! { at }),
        fact(journal::WHAT.get(lang), html! { journal::looked(look).get(lang) }),
    ])
}

/// The entry with the way to it; of what is missing where it should be.
fn about(lang: Lang, patient: PatientId, asking: &Asking) -> Html {
    let fact = |name: &'static str, value: Html| Fact { name: name.into(), value };
    if let Some(look) = &asking.look {
        return looked(lang, look);
    }
    let facts = match (&asking.missing, &asking.entry) {
        (Some(missing), _) => vec![
            fact(text::ASKED_FOR.get(lang), html! { missing.section.text().get(lang) }),
            fact(text::PERIOD.get(lang), html! { missing.period(lang) }),
        ],
        (None, Some(entry)) => {
            let name = entry_name(lang, entry);
            let to = Route::entry(patient, entry);
            vec![fact(text::ABOUT.get(lang), link(to, "", html! { name }))]
        }
        (None, None) => Vec::new(),
    };
    summary_list(facts)
}
