use std::rc::Rc;

use shared::contract::{FieldReason, Problem};
use shared::format;
use shared::id::PatientId;
use shared::lang::Lang;
use shared::measurements::api::{ImportMeasurements, PreviewMeasurements};
use shared::measurements::model::{
    ImportRow, Imported, MeasurementFile, MeasurementPreview, NewImport, PreviewRow, RowState,
};
use shared::measurements::text;
use web_sys::File;
use yew::prelude::*;

use crate::browser;
use crate::client::{self, Abort};
use crate::files::base64_of;
use crate::prefs::use_lang;
use crate::submit::{Finish, Stopped, use_act, use_submit};
use crate::ui::{Button, Checkbox, Column, FileDrop, Icon, TagKind, failure, say, table, tag};

const ACCEPT: &str = ".csv,.txt,.json,text/csv,application/json,application/fhir+json";
/// Lines that are drawn: more nobody reads.
const SHOWN: usize = 100;
const PREVIEW: &str = "import-preview";

#[derive(Properties, PartialEq)]
pub struct ImportFormProps {
    pub patient: PatientId,
    pub on_added: Callback<()>,
}

/// Reads the file and asks what it would bring.
async fn ask(patient: PatientId, file: File) -> Result<MeasurementPreview, Stopped> {
    let broken = || Problem::invalid([("file", FieldReason::FileBroken)]);
    let Some(data) = base64_of(&file).await else { return Err(Some(broken())) };
    let offset = browser::offset_at(browser::now());
    let offset_minutes = i32::from(offset.whole_minutes());
    let body = MeasurementFile { name: file.name(), data, offset_minutes };
    let written = client::write(&PreviewMeasurements { patient, body }).with_files();
    let answer = client::exchange(written, Rc::new(Abort::new())).await?;
    Ok(client::read::<PreviewMeasurements>(answer)?)
}

/// A file, what it would bring, and one press to add it.
#[component]
pub fn ImportForm(props: &ImportFormProps) -> Html {
    let lang = use_lang();
    let patient = props.patient;
    let shown = use_state(|| None::<Rc<MeasurementPreview>>);
    let act = use_act();
    let on_files = {
        let (shown, act) = (shown.setter(), act.clone());
        Callback::from(move |files: Vec<File>| {
            let Some(file) = files.into_iter().next() else { return };
            shown.set(None);
            let shown = shown.clone();
            act.run(move || {
                let (file, shown) = (file.clone(), shown.clone());
                async move {
                    let preview = Rc::new(ask(patient, file).await?);
                    Ok(Box::new(move || shown.set(Some(preview))) as Finish)
                }
            });
        })
    };
    use_effect_with(shown.is_some(), |&is_shown| {
        if is_shown {
            browser::focus_id(PREVIEW);
        }
    });
    let on_added = {
        let (shown, on_added) = (shown.setter(), props.on_added.clone());
        Callback::from(move |imported: Imported| {
            shown.set(None);
            say(text::added(lang, imported.kept.into()));
            on_added.emit(());
        })
    };
    let refused = act.problem().and_then(|it| it.fields.first()).map(|field| field.reason);
    let problem = act.problem().filter(|problem| problem.fields.is_empty());
    html! {
        <div class="measure-form">
            <p class="prose">{ text::IMPORT_LEAD.get(lang) }</p>
            <FileDrop label={text::CHOOSE_FILE.get(lang)} accept={AttrValue::from(ACCEPT)}
                hint={AttrValue::from(text::FILE_HINT.get(lang))} disabled={act.is_busy()} {on_files} />
            if act.is_busy() {
                <p class="muted" role="status">{ text::READING.get(lang) }</p>
            }
            if let Some(reason) = refused {
                <p class="field__error" role="alert">
                    { Icon::Alert.draw() }<span>{ text::file_reason(reason).get(lang) }</span>
                </p>
            }
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            if let Some(preview) = &*shown {
                <Preview {patient} preview={preview.clone()} {on_added} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PreviewProps {
    patient: PatientId,
    preview: Rc<MeasurementPreview>,
    on_added: Callback<Imported>,
}

/// What would be added, line by line.
#[component]
fn Preview(props: &PreviewProps) -> Html {
    let lang = use_lang();
    let takes_odd = use_state_eq(|| false);
    let submit = use_submit::<ImportMeasurements>(props.on_added.clone());
    let rows = rows_of(&props.preview.rows, *takes_odd);
    let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let has_odd = props.preview.rows.iter().any(|row| row.state == RowState::Unlikely);
    let on_odd = Callback::from({
        let takes_odd = takes_odd.setter();
        move |is_on: bool| takes_odd.set(is_on)
    });
    let on_add = {
        let (patient, is_confirmed, submit) = (props.patient, *takes_odd, submit.clone());
        Callback::from(move |()| {
            let body = NewImport { rows: rows.clone(), is_confirmed };
            submit.send(ImportMeasurements { patient, body });
        })
    };
    html! {
        <section class="measure-form">
            <h3 id={PREVIEW} tabindex="-1">{ text::PREVIEW.get(lang) }</h3>
            if props.preview.skipped > 0 {
                <p class="muted">{ text::skipped(lang, props.preview.skipped.into()) }</p>
            }
            { drawn(lang, &props.preview.rows) }
            if props.preview.rows.len() > SHOWN {
                <p class="muted">{ text::MORE_ROWS.get(lang) }</p>
            }
            if has_odd {
                <Checkbox text={text::TAKE_UNLIKELY.get(lang)} is_on={*takes_odd} on_change={on_odd} />
            }
            if let Some(problem) = submit.problem() {
                { failure(lang, problem, None) }
            }
            if count == 0 {
                <p>{ text::NOTHING_NEW.get(lang) }</p>
            } else {
                <p>
                    <Button icon={Icon::Plus} busy={submit.is_busy()} on_click={on_add}>
                        { text::add(lang, count) }
                    </Button>
                </p>
            }
        </section>
    }
}

/// What is sent of what was shown.
fn rows_of(rows: &[PreviewRow], takes_odd: bool) -> Vec<ImportRow> {
    let is_wanted = |state: RowState| match state {
        RowState::New => true,
        RowState::Unlikely => takes_odd,
        RowState::There | RowState::Twice | RowState::Wrong => false,
    };
    let row = |row: &PreviewRow| {
        let (kind, at, key) = (row.kind?, row.at?, row.key?);
        Some(ImportRow { kind, text: row.text.clone(), at, key })
    };
    rows.iter().filter(|it| is_wanted(it.state)).filter_map(row).collect()
}

fn drawn(lang: Lang, rows: &[PreviewRow]) -> Html {
    let column = |name: &'static str, is_number| Column { name: name.into(), is_number };
    let columns = [
        column(text::LINE.get(lang), true),
        column(text::KIND.get(lang), false),
        column(text::VALUE.get(lang), true),
        column(text::WHEN.get(lang), false),
        column(text::STATE.get(lang), false),
    ];
    let line = |row: &PreviewRow| {
        let name = row.kind.map(|kind| kind.text().get(lang)).unwrap_or_default();
        let at = row.at.map(|at| format::moment(lang, at, browser::offset_at(at)));
        let said = if row.text.is_empty() { &row.said } else { &row.text };
        vec![
            html! { row.line },
            html! { name },
            html! { said.clone() },
            html! { at.unwrap_or_default() },
            state(lang, row),
        ]
    };
    table(text::PREVIEW.get(lang), &columns, rows.iter().take(SHOWN).map(line).collect())
}

fn state(lang: Lang, row: &PreviewRow) -> Html {
    let kind = match row.state {
        RowState::New => TagKind::Positive,
        RowState::There | RowState::Twice => TagKind::Neutral,
        RowState::Unlikely | RowState::Wrong => TagKind::Caution,
    };
    let why = row.reason.zip(row.kind).map(|(reason, kind)| text::reason(lang, kind, reason));
    html! {
        <>
            { tag(kind, None, row.state.text().get(lang)) }
            if let Some(why) = why {
                <small>{ " " }{ why }</small>
            }
        </>
    }
}
