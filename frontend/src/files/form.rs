use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use shared::contract::{FieldReason, Problem};
use shared::files::api::AddDocument;
use shared::files::model::{DocumentFacts, KeptDocument, NewDocument, NewFile, PaperKind};
use shared::files::rules::{COMMENT_MAX, FILE_MAX, FILES_MAX, TITLE_MAX, TOTAL_MAX, file_field};
use shared::files::text;
use shared::id::PatientId;
use shared::lang::Lang;
use shared::record::model::Entry;
use shared::record::own::Refused;
use shared::record::text as record;
use time::Date;
use uuid::Uuid;
use web_sys::File;
use yew::prelude::*;

use super::transfer::base64_of;
use crate::browser;
use crate::client::{self, Abort};
use crate::prefs::use_lang;
use crate::shell::GoesTo;
use crate::submit::{Finish, Stopped, use_act};
use crate::ui::{
    Button, Choice, DateParts, FileDrop, FileRow, FileState, Icon, RadioGroup, TextField, failure,
    say,
};

const TITLE: &str = "document-title";
const DATE: &str = "document-date";
const KIND: &str = "document-kind";
const COMMENT: &str = "document-comment";
const ACCEPT: &str = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png";

#[derive(Properties, PartialEq)]
pub struct DocumentFormProps {
    pub patient: PatientId,
    pub on_saved: Callback<Entry>,
}

/// What is being written, as this place in the history keeps it. Files are kept by nobody.
#[derive(Clone, Debug, PartialEq)]
struct Draft {
    title: String,
    kind: Option<PaperKind>,
    date: String,
    comment: String,
    key: Uuid,
}

impl Draft {
    fn recall() -> Self {
        let kept = |name: &str| browser::kept(&format!("document-{name}"));
        let text = |name| kept(name).unwrap_or_default();
        Self {
            title: text("title"),
            kind: kept("kind").and_then(|kind| kind.parse().ok()),
            date: text("date"),
            comment: text("comment"),
            key: kept("key").and_then(|key| key.parse().ok()).unwrap_or_else(Uuid::new_v4),
        }
    }

    fn keep(&self) {
        let keep = |name: &str, text: &str| browser::keep(&format!("document-{name}"), text);
        keep("title", &self.title);
        keep("kind", self.kind.map(PaperKind::wire).unwrap_or_default());
        keep("date", &self.date);
        keep("comment", &self.comment);
        keep("key", &self.key.to_string());
    }

    fn forget() {
        for name in ["title", "kind", "date", "comment", "key"] {
            browser::keep(&format!("document-{name}"), "");
        }
    }

    /// What it says, or everything that does not stand yet.
    fn facts(&self, files: &[File]) -> Result<DocumentFacts, Vec<Refused>> {
        let today = browser::today();
        let date = read_date(&self.date);
        let facts = DocumentFacts {
            title: self.title.clone(),
            kind: self.kind.unwrap_or(PaperKind::Other),
            date: date.unwrap_or(today),
            comment: self.comment.clone(),
        };
        let mut wrong = facts.check(files.len(), today);
        wrong.extend(self.kind.is_none().then_some(("kind", FieldReason::Required)));
        let reason =
            if self.date.is_empty() { FieldReason::Required } else { FieldReason::NotADate };
        wrong.extend(date.is_none().then_some(("date", reason)));
        for (index, file) in files.iter().enumerate() {
            wrong.extend(size_reason(file).map(|reason| (file_field(index), reason)));
        }
        if files.iter().map(size_of).sum::<usize>() > TOTAL_MAX {
            wrong.push(("files", FieldReason::FilesTooLarge));
        }
        if wrong.is_empty() { Ok(facts) } else { Err(wrong) }
    }
}

/// `12.03.2026`, `2026-03-12`
fn read_date(text: &str) -> Option<Date> {
    let mut parts = text.split(['.', '/', '-', ' ']).filter(|part| !part.is_empty());
    let (first, month, last) = (parts.next()?, parts.next()?, parts.next()?);
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    let part = |part: &str| AttrValue::from(part.to_owned());
    DateParts { day: part(day), month: part(month), year: part(year) }.date()
}

fn size_of(file: &File) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes of a file")]
    let size = file.size() as usize;
    size
}

/// What can be told before the file is sent.
fn size_reason(file: &File) -> Option<FieldReason> {
    match size_of(file) {
        0 => Some(FieldReason::FileEmpty),
        1..=FILE_MAX => None,
        _ => Some(FieldReason::FileTooLarge),
    }
}

/// Reads the files and sends all of it as one: kept whole or not at all.
async fn send(
    patient: PatientId,
    facts: DocumentFacts,
    files: Rc<Vec<File>>,
    key: Uuid,
) -> Result<KeptDocument, Stopped> {
    let mut read = Vec::with_capacity(files.len());
    for (index, file) in files.iter().enumerate() {
        let Some(data) = base64_of(file).await else {
            return Err(Some(Problem::invalid([(file_field(index), FieldReason::FileBroken)])));
        };
        read.push(NewFile { name: file.name(), data });
    }
    let call = AddDocument { patient, body: NewDocument { facts, files: read, key } };
    let written = client::write(&call).with_files();
    drop(call);
    let answer = client::exchange(written, Rc::new(Abort::new())).await?;
    Ok(client::read::<AddDocument>(answer)?)
}

/// The browser asks before files that are chosen and not sent are lost.
#[hook]
fn use_warning(has_files: bool) {
    use_effect_with(has_files, |&has_files| {
        let window = browser::window().filter(|_| has_files);
        let listener = window.map(|window| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, "beforeunload", options, |event| {
                event.prevent_default();
            })
        });
        move || drop(listener)
    });
}

/// A paper with its copies. What was typed stays until it is saved.
#[component]
pub fn DocumentForm(props: &DocumentFormProps) -> Html {
    let lang = use_lang();
    let patient = props.patient;
    let draft = use_state_eq(Draft::recall);
    let files = use_state(|| Rc::new(Vec::<File>::new()));
    let wrong = use_state_eq(Vec::<Refused>::new);
    let act = use_act();
    use_warning(!files.is_empty());
    let change = {
        let (draft, wrong) = (draft.clone(), wrong.setter());
        Callback::from(move |changed: Draft| {
            changed.keep();
            wrong.set(Vec::new());
            draft.set(changed);
        })
    };
    let on_list = {
        let (files, wrong, act) = (files.setter(), wrong.setter(), act.clone());
        Callback::from(move |listed: Vec<File>| {
            wrong.set(Vec::new());
            // What was said of a file stood at its place in the list.
            act.clear();
            files.set(Rc::new(listed));
        })
    };
    let on_done = {
        let on_saved = props.on_saved.clone();
        let files = files.setter();
        Callback::from(move |kept: KeptDocument| {
            Draft::forget();
            files.set(Rc::default());
            on_saved.emit(kept.entry);
            for warning in kept.warnings {
                say(text::reason(warning.reason).get(lang));
            }
        })
    };
    let onsubmit = {
        let (draft, files, wrong, act) =
            (draft.clone(), files.clone(), wrong.setter(), act.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let facts = match draft.facts(&files) {
                Ok(facts) => facts,
                Err(refused) => {
                    focus_first(&refused);
                    return wrong.set(refused);
                }
            };
            let (files, key, on_done) = ((*files).clone(), draft.key, on_done.clone());
            act.run(move || {
                let (facts, files, on_done) = (facts.clone(), files.clone(), on_done.clone());
                async move {
                    let kept = send(patient, facts, files, key).await?;
                    Ok(Box::new(move || on_done.emit(kept)) as Finish)
                }
            });
        })
    };
    let error = |field: &str| {
        let seen = wrong.iter().find(|(name, _)| *name == field).map(|(_, reason)| *reason);
        seen.or_else(|| act.field(field))
    };
    let too_many = (files.len() > FILES_MAX).then_some(FieldReason::TooManyFiles);
    let rows = rows(lang, &files, act.is_busy(), &error);
    let problem = act.problem().filter(|problem| problem.fields.is_empty());
    html! {
        <form class="own-form" {onsubmit} novalidate=true>
            <GoesTo />
            { fields(lang, &draft, &error, &change) }
            { drop_place(lang, &files, rows, act.is_busy(), &on_list) }
            if let Some(reason) = error("files").or(too_many) {
                <p class="field__error" role="alert">{ Icon::Alert.draw() }<span>{ text::reason(reason).get(lang) }</span></p>
            }
            if act.is_busy() {
                <p class="muted" role="status">{ text::SENDING.get(lang) }</p>
            }
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            <p>
                <Button submits=true icon={Icon::Upload} busy={act.is_busy()}>
                    { text::SEND.get(lang) }
                </Button>
            </p>
        </form>
    }
}

fn focus_first(refused: &[Refused]) {
    let is_wrong = |field: &str| refused.iter().any(|(name, _)| *name == field);
    let ids = [("title", TITLE), ("kind", KIND), ("date", DATE), ("comment", COMMENT)];
    if let Some((_, id)) = ids.into_iter().find(|(field, _)| is_wrong(field)) {
        browser::focus_id(id);
    }
}

/// The chosen files, with what is wrong with each.
fn rows(
    lang: Lang,
    files: &[File],
    is_busy: bool,
    error: &dyn Fn(&str) -> Option<FieldReason>,
) -> Vec<FileRow> {
    let row = |(index, file): (usize, &File)| {
        let size = u64::try_from(size_of(file)).unwrap_or(u64::MAX);
        let name = format!("{} · {}", file.name(), record::file_size(lang, size));
        let reason = error(file_field(index)).or_else(|| size_reason(file));
        let state = match reason {
            _ if is_busy => FileState::Sending(None),
            Some(reason) => FileState::Failed(text::reason(reason).get(lang).into()),
            None => FileState::Waiting,
        };
        FileRow { name: name.into(), state }
    };
    files.iter().enumerate().map(row).collect()
}

fn drop_place(
    lang: Lang,
    files: &Rc<Vec<File>>,
    rows: Vec<FileRow>,
    is_busy: bool,
    on_list: &Callback<Vec<File>>,
) -> Html {
    let on_files = {
        let (files, on_list) = (files.clone(), on_list.clone());
        Callback::from(move |new: Vec<File>| on_list.emit([files.as_slice(), &new].concat()))
    };
    let on_remove = {
        let (files, on_list) = (files.clone(), on_list.clone());
        Callback::from(move |gone: usize| {
            let kept = files.iter().enumerate().filter(|(index, _)| *index != gone);
            on_list.emit(kept.map(|(_, file)| file.clone()).collect());
        })
    };
    html! {
        <FileDrop label={text::DROP.get(lang)} hint={AttrValue::from(text::DROP_HINT.get(lang))}
            accept={AttrValue::from(ACCEPT)} files={rows} {on_files} {on_remove} disabled={is_busy} />
    }
}

fn fields(
    lang: Lang,
    draft: &Draft,
    error: &dyn Fn(&str) -> Option<FieldReason>,
    change: &Callback<Draft>,
) -> Html {
    let words = |field| error(field).map(|reason| AttrValue::from(text::reason(reason).get(lang)));
    let to = |set: fn(&mut Draft, String)| {
        let (draft, change) = (draft.clone(), change.clone());
        Callback::from(move |text| {
            let mut draft = draft.clone();
            set(&mut draft, text);
            change.emit(draft);
        })
    };
    let kinds = PaperKind::ALL.iter().map(|&kind| {
        let (draft, change) = (draft.clone(), change.clone());
        Choice {
            text: kind.text().get(lang).into(),
            hint: None,
            is_chosen: draft.kind == Some(kind),
            on_choose: Callback::from(move |()| {
                change.emit(Draft { kind: Some(kind), ..draft.clone() });
            }),
        }
    });
    let kind_error = error("kind").map(|_| AttrValue::from(text::CHOOSE_KIND.get(lang)));
    html! {
        <>
            <TextField id={TITLE} label={text::TITLE.get(lang)} autocomplete="off" limit={TITLE_MAX}
                hint={AttrValue::from(text::TITLE_HINT.get(lang))} value={draft.title.clone()}
                error={words("title")} on_change={to(|draft, title| draft.title = title)} />
            <RadioGroup id={KIND} legend={text::KIND.get(lang)} choices={kinds.collect::<Vec<_>>()}
                error={kind_error} />
            <TextField id={DATE} label={text::DATE.get(lang)} autocomplete="off"
                hint={AttrValue::from(text::DATE_HINT.get(lang))} value={draft.date.clone()}
                error={words("date")} on_change={to(|draft, date| draft.date = date)} />
            <TextField id={COMMENT} label={text::COMMENT.get(lang)} multiline=true limit={COMMENT_MAX}
                hint={AttrValue::from(text::COMMENT_HINT.get(lang))} value={draft.comment.clone()}
                error={words("comment")} on_change={to(|draft, comment| draft.comment = comment)} />
        </>
    }
}
