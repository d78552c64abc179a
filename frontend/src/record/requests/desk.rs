use shared::format;
use shared::journal::text as journal;
use shared::lang::Lang;
use shared::record::api::ListAsked;
use shared::record::asked::AskedItem;
use shared::record::text as record;
use shared::record::text::asked as text;
use shared::record::text::report;
use yew::prelude::*;

use super::page::looked;
use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::report::ReplyForm;
use crate::record::view::entry_card;
use crate::session::use_session;
use crate::shell::Title;
use crate::ui::{
    Button, ButtonKind, Fact, Icon, SkeletonKind, TagKind, empty_state, failure, slow_skeleton,
    summary_list, tag,
};

/// The page itself.
const MAIN: &str = "main";

/// What patients ask of the organization one works for, what is due first first.
#[component]
pub fn DeskPage() -> Html {
    let lang = use_lang();
    let asked = use_load(ListAsked {});
    let session = use_session();
    let on_done = {
        let reload = asked.reload();
        Callback::from(move |()| {
            reload.emit(());
            // What was answered has gone, and the place of the keyboard with it.
            browser::focus_id(MAIN);
            // The number beside the navigation.
            session.ask();
        })
    };
    let list = match asked.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, asked.is_slow(), asked.cancel()),
        Load::Failed(problem) => failure(lang, &problem, Some(asked.reload())),
        Load::Ready(items) if items.is_empty() => {
            empty_state(Icon::Check, text::DESK_EMPTY.get(lang), Html::default())
        }
        Load::Ready(items) => html! {
            <>
                <p class="muted" role="status">{ text::waiting(lang, items.len() as u64) }</p>
                <ul class="rows">
                    for item in items.iter() {
                        <Row key={format!("{}{}", item.patient, item.asking.id)} item={item.clone()}
                            on_done={on_done.clone()} />
                    }
                </ul>
            </>
        },
    };
    html! {
        <div class="page">
            <Title text={text::DESK_TITLE.get(lang)} />
            <p class="muted">{ text::DESK_LEAD.get(lang) }</p>
            { list }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    item: AskedItem,
    on_done: Callback<()>,
}

#[component]
fn Row(RowProps { item, on_done }: &RowProps) -> Html {
    let lang = use_lang();
    let opened = use_state_eq(|| false);
    let on_click = {
        let opened = opened.clone();
        Callback::from(move |()| opened.set(!*opened))
    };
    let report = &item.asking.report;
    let name = item.name.full();
    let born = format::date(lang, item.birth_date);
    let due = report.due_on.map(|due| {
        let words = text::due(lang, due);
        if due < browser::today() {
            tag(TagKind::Caution, Some(Icon::Alert), text::OVERDUE.get(lang))
        } else {
            html! { <span class="muted">{ words }</span> }
        }
    });
    let word = if *opened { text::CLOSE } else { text::OPEN_REPLY };
    html! {
        <li>
            <div class="rows__text">
                <h2 class="rows__title">{ report.kind.text().get(lang) }</h2>
                <p>{ due.unwrap_or_default() }</p>
                <p class="muted">{ name.clone() }{ ", " }{ born }{ " · " }{ subject(lang, item) }</p>
            </div>
            <Button kind={if *opened { ButtonKind::Quiet } else { ButtonKind::Secondary }} {on_click}
                name={format!("{}: {}, {name}", word.get(lang), report.kind.text().get(lang))}>
                { word.get(lang) }
            </Button>
            if *opened {
                <div class="opened stack">
                    { told(lang, item) }
                    <ReplyForm patient={item.patient} entry={item.asking.id} kind={report.kind}
                        version={report.version} on_done={on_done.clone()} />
                </div>
            }
        </li>
    }
}

/// In a few words what it is about.
fn subject(lang: Lang, item: &AskedItem) -> Html {
    if let Some(look) = &item.asking.look {
        let name = look.name.clone().unwrap_or_else(|| journal::SOMEBODY.get(lang).to_owned());
        return html! { <>{ name }{ ", " }{ journal::looked(look).get(lang) }</> };
    }
    match (&item.asking.missing, &item.asking.entry) {
        (Some(missing), _) => {
            let section = missing.section.text().get(lang);
            match record::period(lang, missing.from, missing.until) {
                Some(period) => html! { <>{ section }{ ", " }{ period }</> },
                None => html! { section },
            }
        }
        (None, Some(entry)) => html! { entry.section.text().get(lang) },
        (None, None) => Html::default(),
    }
}

fn told(lang: Lang, item: &AskedItem) -> Html {
    let report = &item.asking.report;
    let fact = |name: &'static str, value: Html| Fact { name: name.into(), value };
    let made = format::moment(lang, report.made_at, browser::offset_at(report.made_at));
    let mut facts = vec![
        fact(record::CARD_NUMBER.get(lang), html! { &item.card_number }),
        fact(report::MADE.get(lang), html! { made }),
    ];
    if let Some(due) = report.due_on {
        facts.push(fact(report::DUE.get(lang), html! { <b>{ format::date(lang, due) }</b> }));
    }
    html! {
        <>
            if let Some(words) = &report.words {
                <p class="muted">{ report::PATIENTS_WORDS.get(lang) }{ ":" }</p>
                <blockquote class="report__words">{ words }</blockquote>
            }
            if let Some(entry) = &item.asking.entry {
                <div class="panel">{ entry_card(lang, entry) }</div>
            }
            if let Some(look) = &item.asking.look {
                { looked(lang, look) }
            }
            { summary_list(facts) }
        </>
    }
}
