use shared::anomalies::model::Anomaly;
use shared::journal::office::{
    AuditLine, AuditPage as Found, AuditQuery, ExportAudit, SearchAudit,
};
use shared::journal::text::office as text;
use shared::lang::Lang;
use yew::prelude::*;

use super::filter::{Wanted, fields};
use super::view::lines;
use crate::anomalies::AnomalyQueue;
use crate::client;
use crate::emergency::ReviewQueue;
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router;
use crate::saving::save;
use crate::shell::Title;
use crate::submit::{Act, Finish, use_act};
use crate::ui::{Button, ButtonKind, Icon, empty_state, failure, show_more};

/// What was asked for, and what has come of it so far.
#[derive(Clone, PartialEq)]
struct Answer {
    query: AuditQuery,
    lines: Vec<AuditLine>,
    next: Option<String>,
}

impl Answer {
    fn with(mut self, page: Found) -> Self {
        self.lines.extend(page.lines);
        self.next = page.next_cursor;
        self
    }
}

#[derive(Properties, PartialEq)]
pub struct AuditPageProps {
    /// What the address says of the search.
    pub about: String,
}

/// Where all journals are searched. Nothing is asked before it is wished: each search is journalled.
#[component]
pub fn AuditPage(AuditPageProps { about }: &AuditPageProps) -> Html {
    let lang = use_lang();
    let wanted = use_state_eq(|| Wanted::recall(about));
    let answer = use_state_eq(|| None::<Answer>);
    let (search, export) = (use_act(), use_act());
    let on_change = {
        let wanted = wanted.setter();
        Callback::from(move |changed: Wanted| wanted.set(changed))
    };
    let seek = seeker(answer.setter(), search.clone());
    let onsubmit = {
        let (wanted, seek) = (wanted.clone(), seek.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            seek.emit((*wanted).clone());
        })
    };
    let on_look = {
        let wanted = wanted.setter();
        Callback::from(move |anomaly: Anomaly| {
            let about = Wanted::of(&anomaly);
            wanted.set(about.clone());
            seek.emit(about);
        })
    };
    let on_export = exporter(lang, &wanted, &export);
    let wrong = |name: &str| {
        let reason = search.field(name).or_else(|| export.field(name));
        reason.map(|reason| AttrValue::from(reason.text().get(lang)))
    };
    let problem = search.problem().or_else(|| export.problem());
    html! {
        <div class="page">
            <Title text={text::TITLE.get(lang)} />
            <p class="lead">{ text::LEAD.get(lang) }</p>
            <ReviewQueue />
            <AnomalyQueue {on_look} />
            <form class="filters" role="search" {onsubmit} novalidate=true>
                { fields(lang, &wanted, &on_change, &wrong) }
                <div class="row">
                    <Button submits=true icon={Icon::Search} busy={search.is_busy()}>
                        { text::FIND.get(lang) }
                    </Button>
                    <Button kind={ButtonKind::Secondary} icon={Icon::File} busy={export.is_busy()}
                        on_click={on_export}>
                        { text::EXPORT.get(lang) }
                    </Button>
                </div>
            </form>
            if let Some(problem) = problem.filter(|problem| problem.fields.is_empty()) {
                { failure(lang, problem, None) }
            }
            { found(lang, &answer, &search) }
        </div>
    }
}

/// Asks for the first page of what is wanted, and keeps what is wanted with this place.
fn seeker(answer: UseStateSetter<Option<Answer>>, search: Act) -> Callback<Wanted> {
    Callback::from(move |wanted: Wanted| {
        router::replace(Route::Audit { about: wanted.about() });
        wanted.keep();
        let query = wanted.query();
        let begun = Answer { query: query.clone(), lines: Vec::new(), next: None };
        let answer = answer.clone();
        search.send(SearchAudit { body: query }, move |page| {
            answer.set(Some(begun.clone().with(page)));
        });
    })
}

/// Saves all of what is wanted as a table.
fn exporter(lang: Lang, wanted: &UseStateHandle<Wanted>, export: &Act) -> Callback<()> {
    let (wanted, export) = (wanted.clone(), export.clone());
    Callback::from(move |()| {
        let query = wanted.query();
        export.run(move || {
            let body = query.clone();
            async move {
                let bytes = client::file_for(&ExportAudit { body }).await?;
                Ok(Box::new(move || save(&bytes, text::EXPORT_NAME.get(lang))) as Finish)
            }
        });
    })
}

fn found(lang: Lang, answer: &UseStateHandle<Option<Answer>>, search: &Act) -> Html {
    let Some(known) = &**answer else { return Html::default() };
    if known.lines.is_empty() && known.next.is_none() {
        return empty_state(Icon::Search, text::NONE.get(lang), Html::default());
    }
    let on_more = known.next.clone().map(|cursor| {
        let (answer, search, known) = (answer.setter(), search.clone(), known.clone());
        Callback::from(move |()| {
            let body = AuditQuery { cursor: Some(cursor.clone()), ..known.query.clone() };
            let (answer, known) = (answer.clone(), known.clone());
            search.send(SearchAudit { body }, move |page| {
                answer.set(Some(known.clone().with(page)));
            });
        })
    });
    html! {
        <section class="stack">
            <p class="muted" role="status">
                if known.lines.is_empty() {
                    { text::READ_ON.get(lang) }
                } else {
                    { text::shown(lang, known.lines.len() as u64) }
                }
            </p>
            { lines(lang, &known.lines) }
            if let Some(on_more) = on_more {
                { show_more(lang, search.is_busy(), on_more) }
            }
        </section>
    }
}
