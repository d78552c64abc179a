//! Where a patient writes a note.

use std::cell::RefCell;

use shared::id::PatientId;
use shared::record::api::{AddNote, NOTE_MAX, NewNote};
use shared::record::model::Entry;
use shared::record::rules::check_note;
use shared::record::text;
use uuid::Uuid;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::shell::GoesTo;
use crate::submit::use_submit;
use crate::ui::{Button, ButtonKind, Icon, TextField, failure, say};

/// The field's id: focus goes there when it has to be mended.
const FIELD: &str = "note-text";

thread_local! {
    /// The note that is being written, and in whose card. Survives moving to another section.
    static DRAFT: RefCell<Option<(PatientId, NewNote)>> = const { RefCell::new(None) };
}

/// The note that is being written, also after the page was left and come back to. The key is made
/// once per note, so that sending it twice after a lost answer keeps one note.
fn recall(patient: PatientId) -> NewNote {
    let draft = DRAFT.with_borrow(Clone::clone).filter(|(of, _)| *of == patient);
    draft.map_or_else(|| kept(patient), |(_, note)| note)
}

/// Only the owner of a card writes notes: nobody else finds them in this tab.
fn kept(patient: PatientId) -> NewNote {
    let key = browser::kept(&kept_key(patient)).and_then(|key| key.parse().ok());
    NewNote {
        text: browser::kept(&kept_text(patient)).unwrap_or_default(),
        key: key.unwrap_or_else(Uuid::new_v4),
    }
}

fn keep(patient: PatientId, note: &NewNote) {
    browser::keep(&kept_text(patient), &note.text);
    browser::keep(&kept_key(patient), &note.key.to_string());
    DRAFT.set(Some((patient, note.clone())));
}

fn kept_text(patient: PatientId) -> String {
    format!("note-{patient}")
}

fn kept_key(patient: PatientId) -> String {
    format!("note-key-{patient}")
}

#[derive(Clone, Properties, PartialEq)]
pub struct NoteFormProps {
    pub patient: PatientId,
    pub on_saved: Callback<Entry>,
    /// Nothing but notes is on the page: the form stands open.
    pub opened: bool,
}

/// A button that becomes a form, unless a draft waits in it already.
#[component]
pub fn AddNoteForm(props: &NoteFormProps) -> Html {
    let lang = use_lang();
    let patient = props.patient;
    let asked = use_state(|| !recall(patient).text.is_empty());
    {
        // Whoever asked for the form wants to type at once.
        let was_asked = *asked;
        let first = use_mut_ref(|| true);
        use_effect_with(was_asked, move |&asked| {
            if asked && !first.replace(false) {
                browser::focus_id(FIELD);
            }
            first.replace(false);
        });
    }
    if *asked || props.opened {
        return html! { <NoteForm ..(*props).clone() /> };
    }
    let on_click = Callback::from(move |()| asked.set(true));
    html! {
        <p>
            <Button kind={ButtonKind::Secondary} icon={Icon::Plus} {on_click}>
                { text::ADD_NOTE.get(lang) }
            </Button>
        </p>
    }
}

/// One field, one button. What was typed stays until it is saved.
#[component]
fn NoteForm(props: &NoteFormProps) -> Html {
    let lang = use_lang();
    let patient = props.patient;
    let note = use_state(|| recall(patient));
    let wrong = use_state_eq(|| None);
    let keep = {
        let note = note.clone();
        move |text: String, key: Uuid| {
            let changed = NewNote { text, key };
            keep(patient, &changed);
            note.set(changed);
        }
    };
    let on_saved = {
        let (keep, on_saved) = (keep.clone(), props.on_saved.clone());
        Callback::from(move |entry: Entry| {
            keep(String::new(), Uuid::new_v4());
            say(text::NOTE_SAVED.get(lang));
            on_saved.emit(entry);
        })
    };
    let submit = use_submit::<AddNote>(on_saved);
    let on_change = {
        let (wrong, key) = (wrong.clone(), note.key);
        Callback::from(move |text| {
            wrong.set(None);
            keep(text, key);
        })
    };
    let onsubmit = {
        let (submit, note, wrong) = (submit.clone(), note.clone(), wrong.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match check_note(&note.text) {
                Ok(_) => submit.send(AddNote { patient, body: (*note).clone() }),
                Err(reason) => {
                    wrong.set(Some(reason));
                    browser::focus_id(FIELD);
                }
            }
        })
    };
    let reason = (*wrong).or_else(|| submit.field("text"));
    let problem = submit.problem().filter(|problem| problem.fields.is_empty());
    html! {
        <form class="panel note-form" {onsubmit} novalidate=true>
            <h2 class="unseen">{ text::ADD_NOTE.get(lang) }</h2>
            <GoesTo />
            <TextField id={FIELD} multiline=true label={text::NOTE.get(lang)}
                hint={text::NOTE_HINT.get(lang)} value={note.text.clone()} limit={NOTE_MAX}
                error={reason.map(|reason| AttrValue::from(reason.text().get(lang)))} {on_change} />
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            <div class="row row--ends">
                <p class="muted">{ text::NOTE_LEAD.get(lang) }</p>
                <Button submits=true busy={submit.is_busy()} icon={Icon::Plus}>
                    { text::SAVE.get(lang) }
                </Button>
            </div>
        </form>
    }
}
