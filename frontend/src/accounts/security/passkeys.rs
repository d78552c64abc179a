use shared::accounts::api::{
    AddPasskey, NewPasskey, NewPasskeyKind, PasskeyName, RemovePasskey, RenamePasskey, StartPasskey,
};
use shared::accounts::device;
use shared::accounts::model::{KeyKind, Passkey};
use shared::accounts::text;
use shared::accounts::text::security as words;
use shared::lang::Lang;
use shared::shell;
use yew::prelude::*;

use super::page::PartProps;
use super::when;
use crate::accounts::confirm::{Question, confirm};
use crate::accounts::edit::use_edit;
use crate::prefs::use_lang;
use crate::submit::{Act, Finish, use_act};
use crate::ui::{Button, ButtonKind, Card, Icon, TagKind, TextField, failure, say, tag};
use crate::{browser, client, credentials};

const PART: &str = "passkeys";
const FIELD: &str = "passkey-name";

/// What is done with the keys just now.
#[derive(Clone, Default, PartialEq)]
enum Doing {
    #[default]
    Nothing,
    Adding(KeyKind),
    Renaming(Passkey),
    Removing(Passkey),
}

#[derive(Clone, Default)]
struct State {
    doing: Doing,
    name: String,
}

/// The keys one has, and another one.
#[component]
pub fn Passkeys(props: &PartProps) -> Html {
    let lang = use_lang();
    let state = use_edit(State::default);
    let act = use_act();
    let is_naming = matches!(state.doing, Doing::Adding(_) | Doing::Renaming(_));
    use_effect_with(is_naming, |is_naming| {
        if *is_naming {
            browser::focus_id(FIELD);
        }
    });
    let go = {
        let (state, act) = (state.clone(), act.clone());
        Callback::from(move |doing: Doing| {
            let name = match &doing {
                Doing::Adding(KeyKind::Passkey) => device::name(&browser::agent())
                    .unwrap_or_else(|| words::MY_DEVICE.get(lang).to_owned()),
                Doing::Adding(KeyKind::SecurityKey) => words::MY_KEY.get(lang).to_owned(),
                Doing::Renaming(key) => key.name.clone(),
                Doing::Removing(_) | Doing::Nothing => String::new(),
            };
            act.clear();
            if doing == Doing::Nothing {
                // The form takes its buttons with it.
                browser::focus_in_place_id(PART);
            }
            state.change(move |state| *state = State { doing, name });
        })
    };
    let done = {
        let (go, on_changed) = (go.clone(), props.on_changed.clone());
        Callback::from(move |said: Option<&'static str>| {
            go.emit(Doing::Nothing);
            if let Some(said) = said {
                say(said);
            }
            on_changed.emit(());
        })
    };
    let keys = &props.security.passkeys;
    html! {
        <div id={PART} tabindex="-1">
        <Card title={words::PASSKEYS.get(lang)} icon={Icon::Shield}>
            <p class="muted">{ text::PASSKEY_WHY.get(lang) }</p>
            if keys.is_empty() {
                <p>{ words::NO_PASSKEYS.get(lang) }</p>
            }
            <ul class="rows">
                for key in keys {
                    { row(lang, key, &go) }
                }
            </ul>
            if is_naming {
                { name_form(lang, &state.doing, &state.name, &act, &go,
                    state.put(|state, name| state.name = name), done.clone()) }
            } else if credentials::are_supported() {
                <div class="row">
                    <Button kind={ButtonKind::Secondary} icon={Icon::Plus}
                        on_click={go.reform(|()| Doing::Adding(KeyKind::Passkey))}>
                        { text::ADD_PASSKEY.get(lang) }
                    </Button>
                    <Button kind={ButtonKind::Secondary}
                        on_click={go.reform(|()| Doing::Adding(KeyKind::SecurityKey))}>
                        { words::ADD_HARDWARE.get(lang) }
                    </Button>
                </div>
            }
            { removal(lang, &state.doing, &act, &go, done) }
        </Card>
        </div>
    }
}

fn row(lang: Lang, key: &Passkey, go: &Callback<Doing>) -> Html {
    let used = key.last_used_at.map_or_else(
        || words::NEVER_USED.get(lang).to_owned(),
        |at| words::last_used(lang, &when(lang, at)),
    );
    let button = |text: shared::lang::Text, doing: Doing| {
        html! {
            <Button kind={ButtonKind::Quiet} name={format!("{}: {}", text.get(lang), key.name)}
                on_click={go.reform(move |()| doing.clone())}>
                { text.get(lang) }
            </Button>
        }
    };
    html! {
        <li key={key.id.to_string()}>
            <div class="rows__text">
                <p>
                    <b>{ &key.name }</b>
                    if key.kind == KeyKind::SecurityKey {
                        { " " }{ tag(TagKind::Neutral, None, words::HARDWARE.get(lang)) }
                    }
                    if key.is_cloned {
                        { " " }{ tag(TagKind::Critical, Some(Icon::Alert), words::CLONED.get(lang)) }
                    }
                </p>
                <p class="muted">{ words::added(lang, &when(lang, key.added_at)) }{ ", " }{ used }</p>
            </div>
            <div class="row">
                { button(words::RENAME, Doing::Renaming(key.clone())) }
                { button(words::REMOVE, Doing::Removing(key.clone())) }
            </div>
        </li>
    }
}

type Done = Callback<Option<&'static str>>;

fn name_form(
    lang: Lang,
    doing: &Doing,
    name: &str,
    act: &Act,
    go: &Callback<Doing>,
    on_change: Callback<String>,
    done: Done,
) -> Html {
    let onsubmit = {
        let (doing, name, act) = (doing.clone(), name.trim().to_owned(), act.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let done = done.clone();
            match &doing {
                _ if name.is_empty() => browser::focus_id(FIELD),
                Doing::Adding(kind) => add(lang, &act, *kind, &name, done),
                Doing::Renaming(key) => {
                    let body = PasskeyName { name: name.clone() };
                    act.send(RenamePasskey { passkey: key.id, body }, move |_| done.emit(None));
                }
                Doing::Removing(_) | Doing::Nothing => {}
            }
        })
    };
    let word = if matches!(doing, Doing::Renaming(_)) { words::SAVE } else { text::CONTINUE };
    html! {
        <form class="form" novalidate=true {onsubmit}>
            <TextField id={FIELD} label={words::KEY_NAME.get(lang)} hint={words::KEY_NAME_HINT.get(lang)}
                value={name.to_owned()} {on_change} autocomplete="off"
                error={act.field("name").map(|reason| AttrValue::from(reason.text().get(lang)))} />
            if let Some(problem) = act.problem().filter(|problem| problem.fields.is_empty()) {
                { failure(lang, problem, None) }
            }
            <div class="row">
                <Button submits=true busy={act.is_busy()}>{ word.get(lang) }</Button>
                <Button kind={ButtonKind::Quiet} on_click={go.reform(|()| Doing::Nothing)}>
                    { shell::CANCEL.get(lang) }
                </Button>
            </div>
        </form>
    }
}

fn add(lang: Lang, act: &Act, kind: KeyKind, name: &str, done: Done) {
    let name = name.to_owned();
    act.run(move || {
        let (name, done) = (name.clone(), done.clone());
        async move {
            let start = client::call(&StartPasskey { body: NewPasskeyKind { kind } }).await?;
            let credential = credentials::make(&start.options).await?;
            client::call(&AddPasskey { body: NewPasskey { name, credential } }).await?;
            let said = text::PASSKEY_ADDED.get(lang);
            Ok(Box::new(move || done.emit(Some(said))) as Finish)
        }
    });
}

fn removal(lang: Lang, doing: &Doing, act: &Act, go: &Callback<Doing>, done: Done) -> Html {
    let text = html! { <p>{ words::KEY_REMOVE_LEAD.get(lang) }</p> };
    let (is_open, title, on_yes) = match doing {
        Doing::Removing(key) => {
            let (act, passkey) = (act.clone(), key.id);
            let on_yes = Callback::from(move |()| {
                let done = done.clone();
                let said = words::KEY_REMOVED.get(lang);
                act.send(RemovePasskey { passkey }, move |_| done.emit(Some(said)));
            });
            (true, words::remove_key(lang, &key.name), on_yes)
        }
        Doing::Nothing | Doing::Adding(_) | Doing::Renaming(_) => {
            (false, String::new(), Callback::noop())
        }
    };
    let on_no = go.reform(|()| Doing::Nothing);
    let yes = words::REMOVE.get(lang);
    confirm(lang, act, Question { is_open, on_yes, on_no, ..Question::new(lang, title, text, yes) })
}
