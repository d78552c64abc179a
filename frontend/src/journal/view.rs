use shared::access::model::{Ground, Section};
use shared::format;
use shared::id::PatientId;
use shared::journal::model::{ActorKind, Deed, JournalLine, Outcome};
use shared::journal::text;
use shared::lang::Lang;
use shared::record::report::ReportState;
use shared::shell;
use yew::prelude::*;

use super::ask::AskWhyForm;
use super::page::id_of;
use crate::browser;
use crate::prefs::use_lang;
use crate::record::said;
use crate::route::Route;
use crate::router::link;
use crate::ui::{Button, ButtonKind, Fact, Icon, TagKind, item_id, summary_list, tag};

#[derive(Properties, PartialEq)]
pub struct LineRowProps {
    pub patient: PatientId,
    /// The same done again and again, newest first.
    pub lines: Vec<JournalLine>,
    pub on_changed: Callback<()>,
}

/// One thing somebody did, once or several times, with all that is known of it on a press.
#[component]
pub fn LineRow(props: &LineRowProps) -> Html {
    let lang = use_lang();
    let is_open = use_state_eq(|| false);
    let Some(newest) = props.lines.first() else { return Html::default() };
    let on_click = {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(!*is_open))
    };
    let who = text::who(lang, newest);
    let name = format!("{}: {who}, {}", text::DETAILS.get(lang), moment(lang, newest));
    html! {
        <li id={item_id(&id_of(newest).to_string())} tabindex="-1">
            <div class="rows__text">
                <h3 class="rows__title">{ who }{ " " }{ tags(lang, newest) }</h3>
                <p>{ done(lang, props.patient, newest, props.lines.len()) }</p>
                <p class="muted">{ described(lang, newest) }</p>
                <p class="muted">{ text::why(newest).get(lang) }</p>
            </div>
            <Button kind={ButtonKind::Quiet} {on_click} {name}>{ text::DETAILS.get(lang) }</Button>
            if *is_open {
                <div class="opened stack">
                    for line in &props.lines {
                        { details(lang, line) }
                    }
                    { asking(lang, props, newest) }
                </div>
            }
        </li>
    }
}

/// What one must not miss.
fn tags(lang: Lang, line: &JournalLine) -> Html {
    html! {
        <>
            if line.outcome == Outcome::Denied {
                { tag(TagKind::Caution, Some(Icon::Lock), text::REFUSED.get(lang)) }
            }
            if line.outcome == Outcome::Failed {
                { tag(TagKind::Neutral, None, Outcome::Failed.text().get(lang)) }
            }
            if line.ground == Some(Ground::BreakGlass) {
                { tag(TagKind::Caution, Some(Icon::Alert), text::EMERGENCY.get(lang)) }
            }
            if let Some(question) = &line.question {
                { tag(TagKind::Accent, Some(Icon::Note), question.state.text().get(lang)) }
            }
        </>
    }
}

/// «Открыта запись: Приём терапевта, 8 раз»
fn done(lang: Lang, patient: PatientId, line: &JournalLine, count: usize) -> Html {
    let entry = line.entry.as_ref().map(|entry| {
        let name = entry.name.as_deref().unwrap_or(entry.section.text().get(lang)).to_owned();
        let to = Route::entry_in(patient, entry.id, entry.section == Section::Results);
        html! { <>{ ": " }{ link(to, "", html! { name }) }</> }
    });
    html! {
        <>
            { text::deed(line).get(lang) }
            { entry.unwrap_or_default() }
            if count > 1 {
                { ", " }<b>{ text::times(lang, count as u64) }</b>
            }
        </>
    }
}

fn described(lang: Lang, line: &JournalLine) -> String {
    let post = text::post(lang, line);
    let moment = moment(lang, line);
    if post.is_empty() { moment } else { format!("{moment} · {post}") }
}

fn moment(lang: Lang, line: &JournalLine) -> String {
    format::moment(lang, line.at, browser::offset_at(line.at))
}

/// When each of them was, from where, and under which number it stands.
fn details(lang: Lang, line: &JournalLine) -> Html {
    let fact =
        |name: &'static str, value: String| Fact { name: name.into(), value: html! { value } };
    let mut facts = vec![fact(text::WHEN.get(lang), moment(lang, line))];
    let place = text::place(line);
    if !place.is_empty() {
        facts.push(fact(text::FROM_WHERE.get(lang), place));
    }
    facts.push(fact(text::NUMBER.get(lang), line.seq.to_string()));
    html! { <div key={line.seq.to_string()}>{ summary_list(facts) }</div> }
}

/// What was asked, or where it can be.
fn asking(lang: Lang, props: &LineRowProps, line: &JournalLine) -> Html {
    let is_waiting = line.question.as_ref().is_some_and(|it| it.state == ReportState::Open);
    let question = line.question.as_ref().map(|question| {
        html! { <article class="panel report">{ said(lang, question, true, Html::default()) }</article> }
    });
    let is_theirs = matches!(line.who, ActorKind::Person | ActorKind::Program);
    let form = if line.may_ask && !is_waiting {
        html! {
            <AskWhyForm patient={props.patient} seq={line.seq} on_done={props.on_changed.clone()} />
        }
    } else if is_theirs && !line.may_ask && line.deed == Deed::Access {
        html! {
            <p class="muted">
                { text::NOBODY_TO_ASK.get(lang) }{ " " }
                { link(Route::Help, "", html! { shell::HELP.get(lang) }) }
            </p>
        }
    } else {
        Html::default()
    };
    // Access is closed where it was given: that page says what is open to whom, and until when.
    let can_close =
        matches!(line.ground, Some(Ground::Grant | Ground::Treatment | Ground::BreakGlass))
            || is_theirs && line.ground == Some(Ground::Representative);
    html! {
        <>
            { question.unwrap_or_default() }
            { form }
            if can_close {
                <p>{ link(Route::Consent { patient: props.patient }, "", html! { text::CLOSE_ACCESS.get(lang) }) }</p>
            }
        </>
    }
}
