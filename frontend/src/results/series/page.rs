use shared::documents::api::{series_name, series_url};
use shared::id::{EntryId, PatientId};
use shared::results::api::{STACKED_MAX, SeriesQuery, StackSeries};
use shared::results::text::chart as text;
use yew::prelude::*;

use super::beside::{Beside, meanwhile};
use super::view::SeriesView;
use crate::browser;
use crate::documents::PdfButton;
use crate::live::{News, use_live};
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::brief;
use crate::route::{Route, parameter};
use crate::router::{self, link};
use crate::session::use_session;
use crate::shell::Title;
use crate::ui::{Icon, SkeletonKind, failure, slow_skeleton};

#[derive(Clone, Properties, PartialEq)]
pub struct SeriesPageProps {
    pub patient: PatientId,
    /// A value of the series, or what has several parts.
    pub entry: EntryId,
    /// `with=…`: what stands beside, with points between.
    pub about: String,
}

/// How the values of an entry changed over time.
#[component]
pub fn SeriesPage(props: &SeriesPageProps) -> Html {
    let lang = use_lang();
    let (patient, entry) = (props.patient, props.entry);
    let beside = beside(&props.about);
    let is_own = use_session().session().is_some_and(|session| session.card == Some(patient));
    let loader = use_load(StackSeries { patient, body: asked(entry, &beside) });
    use_live(patient, loader.reload().reform(|_: News| ()));

    let load = loader.load();
    let known = match &load {
        Load::Ready(found) => Some(found),
        Load::Waiting | Load::Failed(_) => None,
    };
    let names: Option<Vec<&str>> =
        known.map(|found| found.series.iter().map(|series| series.code.display.as_str()).collect());
    let title = names.map_or_else(|| text::TITLE.get(lang).to_owned(), |names| names.join(", "));
    let title = AttrValue::from(title);
    let window = match known {
        Some(found) if !is_own => format!("{}: {title}", found.patient.name.short()).into(),
        Some(_) | None => title.clone(),
    };
    let body = match &load {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel()),
        Load::Failed(problem) => failure(lang, problem, Some(loader.reload())),
        Load::Ready(found) => {
            let on_open =
                Callback::from(move |entry| router::open(Route::Entry { patient, entry }));
            let on_beside = Callback::from(move |beside: Vec<EntryId>| {
                router::replace(Route::Series { patient, entry, about: about(&beside) });
            });
            let address = series_url(patient, entry, lang);
            html! {
                <>
                    <SeriesView found={found.clone()} title={title.clone()} {on_open}>
                        <Beside found={found.clone()} beside={beside.clone()} {on_beside} />
                        { meanwhile(lang, patient, found) }
                    </SeriesView>
                    <PdfButton {address} name={series_name(browser::today())} />
                </>
            }
        }
    };
    let back = html! { <>{ Icon::Back.draw() }{ text::TO_RESULT.get(lang) }</> };
    html! {
        <div class="page">
            <div class="row">{ link(Route::Entry { patient, entry }, "back", back) }</div>
            <Title text={title} {window} />
            if let Some(found) = known {
                { brief(lang, &found.patient, is_own) }
            }
            { body }
        </div>
    }
}

/// What an address puts beside.
fn beside(about: &str) -> Vec<EntryId> {
    let with = parameter(about, "with").unwrap_or_default();
    with.split('.').filter_map(|id| id.parse().ok()).take(STACKED_MAX - 1).collect()
}

fn about(beside: &[EntryId]) -> String {
    let ids: Vec<String> = beside.iter().map(EntryId::to_string).collect();
    if ids.is_empty() { String::new() } else { format!("with={}", ids.join(".")) }
}

fn asked(entry: EntryId, beside: &[EntryId]) -> SeriesQuery {
    SeriesQuery { entries: std::iter::once(entry).chain(beside.iter().copied()).collect() }
}
