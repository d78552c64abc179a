//! What one types into.

use shared::lang::{Lang, Text};
use time::macros::date;
use yew::prelude::*;

use super::{Shelf, sample, text, wide_sample};
use crate::prefs::use_lang;
use crate::ui::{
    Choosable, CodeField, Combobox, DateField, DateParts, FileDrop, FileRow, FileState, Hit,
    SearchBox, TextArea, TextField,
};

pub fn shelves(_: Lang) -> Vec<Shelf> {
    vec![
        Shelf { id: "text-field", name: text::TEXT_FIELD, samples: html! { <Texts /> } },
        Shelf { id: "code-field", name: text::CODE_FIELD, samples: html! { <Codes /> } },
        Shelf { id: "date-field", name: text::DATE_FIELD, samples: html! { <Dates /> } },
        Shelf { id: "combobox", name: text::COMBOBOX, samples: html! { <Selects /> } },
        Shelf { id: "text-area", name: text::TEXT_AREA, samples: html! { <Areas /> } },
        Shelf { id: "search-box", name: text::SEARCH_BOX, samples: html! { <Searches /> } },
        Shelf { id: "file-drop", name: text::FILE_DROP, samples: html! { <Files /> } },
    ]
}

/// A state and the handler that sets it.
#[hook]
fn use_typed<T: Clone + 'static>(first: T) -> (T, Callback<T>) {
    let value = use_state(|| first);
    let setter = value.setter();
    ((*value).clone(), Callback::from(move |next| setter.set(next)))
}

fn word(lang: Lang, text: Text) -> AttrValue {
    text.get(lang).into()
}

#[component]
fn Texts() -> Html {
    let lang = use_lang();
    let (value, on_change) = use_typed(String::new());
    let label = text::NAME.get(lang);
    let field = |state: Text, hint: Option<AttrValue>, error: Option<AttrValue>, disabled: bool| {
        sample(
            lang,
            state,
            html! {
                <TextField {label} {hint} {error} {disabled} value={value.clone()}
                    on_change={on_change.clone()} />
            },
        )
    };
    html! {
        <>
            { field(text::USUAL, None, None, false) }
            { field(text::WITH_HINT, Some(word(lang, text::NAME_HINT)), None, false) }
            { field(text::WITH_ERROR, Some(word(lang, text::NAME_HINT)), Some(word(lang, text::REQUIRED)), false) }
            { field(text::DISABLED, None, None, true) }
            { sample(lang, text::WITH_COUNTER, html! {
                <TextField label={label} limit={20} value={value.clone()} on_change={on_change.clone()} />
            }) }
            { sample(lang, text::MULTILINE, html! {
                <TextField label={text::NOTE.get(lang)} multiline=true limit={200}
                    value={if value.is_empty() { text::NOTE_VALUE.get(lang).to_owned() } else { value.clone() }}
                    on_change={on_change.clone()} />
            }) }
        </>
    }
}

#[component]
fn Areas() -> Html {
    let lang = use_lang();
    let (value, on_change) = use_typed(String::new());
    let area = |state: Text, id: &'static str, error: Option<AttrValue>| {
        sample(
            lang,
            state,
            html! {
                <TextArea {id} label={text::NOTE.get(lang)} value={value.clone()} {error}
                    on_change={on_change.clone()} />
            },
        )
    };
    html! {
        <>
            { area(text::USUAL, "area-1", None) }
            { area(text::WITH_ERROR, "area-2", Some(word(lang, text::REQUIRED))) }
        </>
    }
}

#[component]
fn Searches() -> Html {
    let lang = use_lang();
    let (typed, on_type) = use_typed(String::new());
    let hit = |value: &'static str, words: Text, is_closed: bool| Hit {
        value: value.into(),
        text: word(lang, words),
        remark: is_closed.then(|| word(lang, text::NO_LONGER_USED)),
        is_closed,
    };
    let hits = vec![hit("1", text::FOUND_ONE, false), hit("2", text::FOUND_OLD, true)];
    let search = |state: Text, id: &'static str, hits: Vec<Hit>, error: Option<AttrValue>| {
        sample(
            lang,
            state,
            html! {
                <SearchBox {id} label={text::SEARCH_BOX.get(lang)} typed={typed.clone()} {hits} {error}
                    on_type={on_type.clone()} on_choose={Callback::noop()}
                    nothing={text::NOTHING_THERE.get(lang)} />
            },
        )
    };
    html! {
        <>
            { search(text::USUAL, "search-1", hits.clone(), None) }
            { search(text::EMPTY, "search-2", Vec::new(), None) }
            { search(text::WITH_ERROR, "search-3", hits, Some(word(lang, text::REQUIRED))) }
        </>
    }
}

#[component]
fn Codes() -> Html {
    let lang = use_lang();
    let (value, on_change) = use_typed(String::new());
    let (label, hint) = (text::CODE.get(lang), word(lang, text::CODE_HINT));
    html! {
        <>
            { sample(lang, text::WITH_HINT, html! {
                <CodeField {label} hint={hint.clone()} value={value.clone()} on_change={on_change.clone()} />
            }) }
            { sample(lang, text::WITH_ERROR, html! {
                <CodeField {label} value="123456" error={word(lang, text::CODE_WRONG)}
                    on_change={Callback::noop()} />
            }) }
            { sample(lang, text::DISABLED, html! {
                <CodeField {label} value="12" disabled=true on_change={Callback::noop()} />
            }) }
        </>
    }
}

#[component]
fn Dates() -> Html {
    let lang = use_lang();
    let (value, on_change) = use_typed(DateParts::from(date!(1968 - 03 - 12)));
    let (legend, hint) = (text::BIRTH_DATE.get(lang), word(lang, text::DATE_HINT));
    let wrong = DateParts { day: "31".into(), month: "2".into(), year: "2026".into() };
    html! {
        <>
            { sample(lang, text::WITH_HINT, html! {
                <DateField {legend} {hint} value={value} {on_change} birthday=true />
            }) }
            { sample(lang, text::WITH_ERROR, html! {
                <DateField {legend} value={wrong} error={word(lang, text::DATE_WRONG)}
                    on_change={Callback::noop()} />
            }) }
            { sample(lang, text::DISABLED, html! {
                <DateField {legend} value={DateParts::default()} disabled=true
                    on_change={Callback::noop()} />
            }) }
        </>
    }
}

#[component]
fn Selects() -> Html {
    let lang = use_lang();
    let (value, on_choose) = use_typed(AttrValue::Static("1"));
    let label = text::SPECIALTY.get(lang);
    let options: Vec<Choosable> = text::SPECIALTIES
        .iter()
        .enumerate()
        .map(|(index, name)| Choosable {
            value: index.to_string().into(),
            text: name.get(lang).into(),
        })
        .collect();
    html! {
        <>
            { sample(lang, text::USUAL, html! {
                <Combobox {label} options={options.clone()} value={value} {on_choose} />
            }) }
            { sample(lang, text::WITH_ERROR, html! {
                <Combobox {label} options={options.clone()} on_choose={Callback::noop()}
                    error={word(lang, text::REQUIRED)} />
            }) }
            { sample(lang, text::DISABLED, html! {
                <Combobox {label} {options} value="0" on_choose={Callback::noop()} disabled=true />
            }) }
        </>
    }
}

#[component]
fn Files() -> Html {
    let lang = use_lang();
    let (files, set_files) = use_typed(vec![
        FileRow { name: "mrt-2026-03.pdf".into(), state: FileState::Sending(Some(0.62)) },
        FileRow { name: "analiz.jpg".into(), state: FileState::Done },
        FileRow {
            name: "video.mov".into(),
            state: FileState::Failed(text::FILE_WRONG.get(lang).into()),
        },
    ]);
    let on_files = {
        let files = files.clone();
        set_files.reform(move |chosen: Vec<web_sys::File>| {
            let new = chosen
                .iter()
                .map(|file| FileRow { name: file.name().into(), state: FileState::Done });
            files.iter().cloned().chain(new).collect()
        })
    };
    let on_remove = {
        let files = files.clone();
        set_files.reform(move |gone: usize| {
            let kept = files.iter().enumerate().filter(|(index, _)| *index != gone);
            kept.map(|(_, file)| file.clone()).collect()
        })
    };
    let (label, hint) = (text::DOCUMENTS.get(lang), word(lang, text::DOCUMENTS_HINT));
    html! {
        <>
            { wide_sample(lang, text::USUAL, html! {
                <FileDrop {label} hint={hint.clone()} accept=".pdf,image/*" {files} {on_files} {on_remove} />
            }) }
            { wide_sample(lang, text::DISABLED, html! {
                <FileDrop {label} {hint} disabled=true on_files={Callback::noop()} />
            }) }
        </>
    }
}
