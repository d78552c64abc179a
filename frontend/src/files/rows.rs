use shared::files::api::file_url;
use shared::files::model::{EntryFile, FileType};
use shared::files::text;
use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::record::text as record;
use yew::prelude::*;

use super::viewer::Viewer;
use crate::browser;
use crate::client;
use crate::prefs::use_lang;
use crate::saving::{address_of, save};
use crate::submit::{Finish, use_act};
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
                    <Row key={file.number} address={file_url(patient, entry, file.number)} file={file.clone()} />
                }
            </ul>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    address: AttrValue,
    file: EntryFile,
}

/// What is done with a file once it is here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aim {
    Open,
    Save,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let shown = use_state_eq(|| None::<AttrValue>);
    let file = &props.file;
    let name = AttrValue::from(file.name.clone());
    let fetch = |aim: Aim| {
        let (act, shown) = (act.clone(), shown.setter());
        let (address, name) = (props.address.clone(), name.clone());
        Callback::from(move |()| {
            let (shown, address, name) = (shown.clone(), address.clone(), name.clone());
            act.run(move || {
                let (shown, address, name) = (shown.clone(), address.clone(), name.clone());
                async move {
                    let bytes = client::file(&address).await?;
                    Ok(Box::new(move || match (aim, picture(&bytes)) {
                        (Aim::Open, Some(address)) => shown.set(Some(address)),
                        // What turns out to be no picture is saved.
                        (Aim::Open, None) | (Aim::Save, _) => save(&bytes, &name),
                    }) as Finish)
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
            <Button {kind} id={(aim == Aim::Open).then(|| AttrValue::from(opener.clone()))}
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
                if is_picture(file) {
                    { button(text::OPEN.get(lang), Aim::Open, ButtonKind::Secondary) }
                }
                { button(text::DOWNLOAD.get(lang), Aim::Save, ButtonKind::Quiet) }
            }
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            if let Some(address) = &*shown {
                <Viewer address={address.clone()} name={name.clone()} {on_close} />
            }
        </li>
    }
}

fn is_picture(file: &EntryFile) -> bool {
    let kind = file.content_type.as_deref().and_then(|kind| kind.parse::<FileType>().ok());
    kind.is_some_and(FileType::is_image)
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
