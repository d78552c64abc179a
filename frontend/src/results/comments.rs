use std::rc::Rc;

use shared::format;
use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::record::api::{NOTE_MAX, NewNote};
use shared::record::model::{Content, Entry};
use shared::record::rules::check_note;
use shared::results::api::{CommentResult, FoundResults, OpenResult};
use shared::results::text::page as text;
use uuid::Uuid;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Icon, TextField, failure, say};

const FIELD: &str = "comment-text";

/// What doctors said of a result.
pub fn comments(lang: Lang, found: &FoundResults) -> Html {
    if found.comments.is_empty() {
        return Html::default();
    }
    html! {
        <section class="comments">
            <h2>{ text::COMMENTS.get(lang) }</h2>
            for entry in &found.comments {
                { comment(lang, entry) }
            }
        </section>
    }
}

fn comment(lang: Lang, entry: &Entry) -> Html {
    let Content::Note(note) = &entry.content else { return Html::default() };
    let at = format::moment(lang, entry.occurred_at, browser::offset_at(entry.occurred_at));
    let who =
        [entry.source.author.as_deref(), entry.source.organization_name.as_deref(), Some(&at)];
    html! {
        <article class="panel entry" key={entry.id.to_string()}>
            <p class="entry__note">{ &note.text }</p>
            <p class="entry__source">{ who.into_iter().flatten().collect::<Vec<_>>().join(" · ") }</p>
        </article>
    }
}

#[derive(Properties, PartialEq)]
pub struct CommentFormProps {
    pub patient: PatientId,
    pub entry: EntryId,
    pub on_saved: Callback<()>,
}

/// What is being written, as this place in the history keeps it.
fn recall(entry: EntryId) -> NewNote {
    let key = browser::kept(&format!("comment-key-{entry}")).and_then(|key| key.parse().ok());
    NewNote {
        text: browser::kept(&format!("comment-{entry}")).unwrap_or_default(),
        key: key.unwrap_or_else(Uuid::new_v4),
    }
}

fn keep(entry: EntryId, note: &NewNote) {
    browser::keep(&format!("comment-{entry}"), &note.text);
    browser::keep(&format!("comment-key-{entry}"), &note.key.to_string());
}

/// Where a doctor says something of the result to the patient.
#[component]
pub fn CommentForm(props: &CommentFormProps) -> Html {
    let lang = use_lang();
    let (patient, entry) = (props.patient, props.entry);
    let note = use_state(|| recall(entry));
    let wrong = use_state_eq(|| None);
    let act = use_act();
    let set = {
        let (note, wrong) = (note.clone(), wrong.setter());
        move |changed: NewNote| {
            keep(entry, &changed);
            wrong.set(None);
            note.set(changed);
        }
    };
    let on_change = {
        let (set, key) = (set.clone(), note.key);
        Callback::from(move |text| set(NewNote { text, key }))
    };
    let onsubmit = {
        let (note, wrong, act, on_saved) =
            (note.clone(), wrong.clone(), act.clone(), props.on_saved.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Err(reason) = check_note(&note.text) {
                wrong.set(Some(reason));
                return browser::focus_id(FIELD);
            }
            let (set, on_saved) = (set.clone(), on_saved.clone());
            let body = (*note).clone();
            act.send(CommentResult { patient, entry, body }, move |_: Entry| {
                set(NewNote { text: String::new(), key: Uuid::new_v4() });
                say(text::COMMENT_SAVED.get(lang));
                on_saved.emit(());
            });
        })
    };
    let reason = (*wrong).or_else(|| act.field("text"));
    let problem = act.problem().filter(|problem| problem.fields.is_empty());
    html! {
        <form class="note-form not-on-paper" {onsubmit} novalidate=true>
            <TextField id={FIELD} label={text::COMMENT.get(lang)} hint={text::COMMENT_HINT.get(lang)}
                limit={NOTE_MAX} multiline=true autocomplete="off" value={note.text.clone()}
                error={reason.map(|reason| AttrValue::from(reason.text().get(lang)))} {on_change} />
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            <p><Button submits=true busy={act.is_busy()}>{ text::COMMENT_SEND.get(lang) }</Button></p>
        </form>
    }
}

#[derive(Properties, PartialEq)]
pub struct HeldNoticeProps {
    pub patient: PatientId,
    pub found: Rc<FoundResults>,
    pub on_opened: Callback<()>,
}

/// That a result waits, until when, and the way to see it all the same (RES-14).
#[component]
pub fn HeldNotice(props: &HeldNoticeProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let found = &props.found;
    let all = std::iter::once(&found.entry).chain(&found.without_value);
    let Some(until) = all.filter_map(|entry| entry.held_until).max() else {
        return Html::default();
    };
    let day = format::date(lang, until.to_offset(browser::offset_at(until)).date());
    let on_click = {
        let (act, on_opened) = (act.clone(), props.on_opened.clone());
        let (patient, entry) = (props.patient, found.entry.id);
        Callback::from(move |()| {
            let on_opened = on_opened.clone();
            act.send(OpenResult { patient, entry }, move |_| on_opened.emit(()));
        })
    };
    html! {
        <section class="panel held">
            <h2>{ Icon::Clock.draw() }{ text::HELD.get(lang) }</h2>
            <p>{ text::held_until(lang, &day) }</p>
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            if found.may_open {
                <p>
                    <Button kind={ButtonKind::Secondary} busy={act.is_busy()} {on_click}>
                        { text::OPEN_NOW.get(lang) }
                    </Button>
                </p>
            }
        </section>
    }
}
