use std::rc::Rc;

use shared::files::api::{ListFilePages, file_url};
use shared::files::model::{EntryFile, FilePages, FileType};
use shared::files::text;
use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::record::text as record;
use yew::prelude::*;

use super::pages::PagesViewer;
use super::viewer::Viewer;
use crate::browser;
use crate::client;
use crate::prefs::use_lang;
use crate::saving::{address_of, save};
use crate::submit::{Finish, Stopped, use_act};
use crate::ui::{Button, ButtonKind, Icon, failure};

#[derive(Properties, PartialEq)]
pub struct EntryFilesProps {
    pub patient: PatientId,
    pub entry: EntryId,
    pub files: Vec<EntryFile>,
}

/// The files of an entry, each to be opened or saved.
#[component]
pub fn EntryFiles(props: &EntryFilesProps) -> Html {
    let lang = use_lang();
    let (patient, entry) = (props.patient, props.entry);
    if props.files.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h2>{ record::FILES.get(lang) }</h2>
            <ul class="rows">
                for file in &props.files {
                    <Row key={file.number} {patient} {entry} file={file.clone()} />
                }
            </ul>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    patient: PatientId,
    entry: EntryId,
    file: EntryFile,
}

/// What is done with a file once it is here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aim {
    Look,
    Save,
}

/// What the viewer shows.
#[derive(Clone, PartialEq)]
enum Shown {
    /// Its `blob:` address.
    Picture(AttrValue),
    Pages(Rc<FilePages>),
}

#[component]
fn Row(props: &RowProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let shown = use_state_eq(|| None::<Shown>);
    let file = &props.file;
    let name = AttrValue::from(file.name.clone());
    let call = ListFilePages { patient: props.patient, entry: props.entry, number: file.number };
    let fetch = |aim: Aim| {
        let (act, call, shown) = (act.clone(), call.clone(), shown.setter());
        let (name, kind) = (name.clone(), kind_of(file));
        Callback::from(move |()| {
            let (call, name, shown) = (call.clone(), name.clone(), shown.clone());
            act.run(move || {
                let (call, name, shown) = (call.clone(), name.clone(), shown.clone());
                async move {
                    match (aim, kind) {
                        (Aim::Look, Some(FileType::Pdf)) => list(call, shown).await,
                        (Aim::Look | Aim::Save, _) => bring(aim, call, name, shown).await,
                    }
                }
            });
        })
    };
    let on_close = {
        let shown = shown.setter();
        Callback::from(move |()| shown.set(None))
    };
    let opener = format!("open-{}", props.file.number);
    {
        // The dialog goes with what it holds: the keyboard returns to what opened it.
        let (opener, was_open) = (opener.clone(), use_mut_ref(|| false));
        use_effect_with(shown.is_some(), move |&is_open| {
            if was_open.replace(is_open) && !is_open {
                browser::focus_id(&opener);
            }
        });
    }
    let button = |words: &'static str, aim: Aim, kind: ButtonKind| {
        html! {
            <Button {kind} id={(aim == Aim::Look).then(|| AttrValue::from(opener.clone()))}
                busy={act.is_busy()} name={format!("{words}: {name}")} on_click={fetch(aim)}>
                { words }
            </Button>
        }
    };
    html! {
        <li>
            <div class="rows__text">
                <p class="file-drop__name">{ Icon::File.draw() }<b>{ &name }</b></p>
                <p class="muted">{ about(lang, file) }</p>
            </div>
            if file.is_here {
                if kind_of(file).is_some() {
                    { button(text::LOOK.get(lang), Aim::Look, ButtonKind::Secondary) }
                }
                { button(text::DOWNLOAD.get(lang), Aim::Save, ButtonKind::Quiet) }
            }
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            { viewer(lang, (*shown).clone(), &call, name.clone(), on_close) }
        </li>
    }
}

/// The pages of a PDF, to be looked at.
async fn list(call: ListFilePages, shown: Setter) -> Result<Finish, Stopped> {
    let pages = Rc::new(client::call(&call).await?);
    Ok(Box::new(move || shown.set(Some(Shown::Pages(pages)))))
}

/// The file itself, to be looked at or saved.
async fn bring(
    aim: Aim,
    call: ListFilePages,
    name: AttrValue,
    shown: Setter,
) -> Result<Finish, Stopped> {
    let bytes = client::file(&file_url(call.patient, call.entry, call.number)).await?;
    let look = (aim == Aim::Look).then(|| picture(&bytes)).flatten();
    Ok(Box::new(move || match look {
        Some(address) => shown.set(Some(Shown::Picture(address))),
        // What turns out to be no picture is saved.
        None => save(&bytes, &name),
    }))
}

type Setter = UseStateSetter<Option<Shown>>;

fn viewer(
    lang: Lang,
    shown: Option<Shown>,
    call: &ListFilePages,
    name: AttrValue,
    on_close: Callback<()>,
) -> Html {
    match shown {
        None => Html::default(),
        Some(Shown::Picture(address)) => html! {
            <Viewer {address} name={name.clone()} alt={name} hint={text::VIEWER_HINT.get(lang)} {on_close} />
        },
        Some(Shown::Pages(pages)) => {
            let address = file_url(call.patient, call.entry, call.number);
            html! { <PagesViewer {address} {name} {pages} {on_close} /> }
        }
    }
}

/// What it says it is, where that can be looked at.
fn kind_of(file: &EntryFile) -> Option<FileType> {
    file.content_type.as_deref().and_then(|kind| kind.parse().ok())
}

/// An address to draw the bytes from, where they are a picture whatever they are called.
fn picture(bytes: &[u8]) -> Option<AttrValue> {
    let kind = FileType::of(bytes).filter(|kind| kind.is_image())?;
    address_of(bytes, kind.wire()).map(AttrValue::from)
}

/// «PDF · 240 КБ»
fn about(lang: Lang, file: &EntryFile) -> String {
    let kind = file.content_type.as_deref().and_then(record::file_kind);
    let parts = [
        kind.map(|kind| kind.get(lang).to_owned()),
        file.size.map(|bytes| record::file_size(lang, bytes)),
        (!file.is_here).then(|| text::ELSEWHERE.get(lang).to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
