use shared::contract::{Code, Problem};
use shared::format;
use shared::lang::Lang;
use shared::notifications::api::{AddPushDevice, RemovePushDevice};
use shared::notifications::centre::{NewPushDevice, PushDevice, endpoint_mark};
use shared::notifications::text::centre as text;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::push::{self, NoPush};
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, failed, failure, say};
use crate::{browser, client};

#[derive(Properties, PartialEq)]
pub struct DevicesProps {
    pub devices: Vec<PushDevice>,
    /// What push services know us by.
    pub push_key: AttrValue,
    /// After something changed.
    pub on_change: Callback<()>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Idle,
    Busy,
    Not(NoPush),
    Refused(Code),
}

/// The browsers that are told, this one among them or not.
#[component]
pub fn Devices(DevicesProps { devices, push_key, on_change }: &DevicesProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let state = use_state_eq(|| State::Idle);
    let here = use_state_eq(|| None::<String>);
    {
        let here = here.setter();
        let marks: Vec<String> = devices.iter().map(|device| device.mark.clone()).collect();
        // A browser that is told already is known by its session from now on. One that was told for
        // somebody else is not: whoever sits before it now was not asked.
        use_effect_with((), move |()| {
            spawn_local(async move {
                let endpoint = push::current().await;
                let own = endpoint.filter(|endpoint| marks.contains(&endpoint_mark(endpoint)));
                let Some(endpoint) = own else { return };
                let body = NewPushDevice { endpoint };
                if let Ok(device) = client::call(&AddPushDevice { body }).await {
                    here.set(Some(device.mark));
                }
            });
        });
    }
    let on_add = {
        let (state, here) = (state.setter(), here.setter());
        let (on_change, key) = (on_change.clone(), push_key.clone());
        Callback::from(move |()| {
            state.set(State::Busy);
            let (state, here) = (state.clone(), here.clone());
            let (on_change, key) = (on_change.clone(), key.clone());
            spawn_local(async move {
                state.set(match added(lang, &key).await {
                    Ok(device) => {
                        here.set(Some(device.mark));
                        say(text::DEVICE_ADDED.get(lang));
                        on_change.emit(());
                        State::Idle
                    }
                    Err(state) => state,
                });
            });
        })
    };
    let on_remove = {
        let (act, here, on_change) = (act.clone(), here.clone(), on_change.clone());
        Callback::from(move |(device, mark): (Uuid, String)| {
            let (here, on_change) = (here.clone(), on_change.clone());
            act.send(RemovePushDevice { device }, move |_| {
                if here.as_ref() == Some(&mark) {
                    here.set(None);
                    spawn_local(push::unsubscribe());
                }
                say(text::DEVICE_REMOVED.get(lang));
                on_change.emit(());
            });
        })
    };
    let of_here = |device: &&PushDevice| here.as_ref() == Some(&device.mark);
    let is_here = devices.iter().any(|device| of_here(&device));
    html! {
        <section class="panel stack" aria-labelledby="devices">
            <h2 id="devices">{ text::DEVICES.get(lang) }</h2>
            <p class="muted">{ text::DEVICES_LEAD.get(lang) }</p>
            <ul>
                for device in devices {
                    { row(lang, device, of_here(&device), &on_remove) }
                }
            </ul>
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            if is_here {
                <p role="status">{ text::DEVICE_IS_ON.get(lang) }</p>
            } else if push::is_supported() {
                <p>
                    <Button kind={ButtonKind::Secondary} busy={*state == State::Busy} on_click={on_add}>
                        { text::DEVICE_ON.get(lang) }
                    </Button>
                </p>
                { wrong(lang, *state) }
            } else {
                <p>{ text::NOT_SUPPORTED.get(lang) }</p>
            }
        </section>
    }
}

async fn added(lang: Lang, key: &str) -> Result<PushDevice, State> {
    let endpoint = push::subscribe(lang, key).await.map_err(State::Not)?;
    let body = NewPushDevice { endpoint };
    client::call(&AddPushDevice { body }).await.map_err(|problem| State::Refused(problem.code))
}

fn wrong(lang: Lang, state: State) -> Html {
    match state {
        State::Idle | State::Busy => Html::default(),
        State::Not(NoPush::Denied) => failed(html! { text::DENIED.get(lang) }),
        State::Not(NoPush::Failed) => failed(html! { text::NOT_ADDED.get(lang) }),
        State::Refused(code) => failure(lang, &Problem::from(code), None),
    }
}

fn row(
    lang: Lang,
    device: &PushDevice,
    is_here: bool,
    on_remove: &Callback<(Uuid, String)>,
) -> Html {
    let (id, mark) = (device.id, device.mark.clone());
    let name = if device.name.is_empty() { text::DEVICES.get(lang) } else { &device.name };
    let since = format::moment(lang, device.since, browser::offset_at(device.since));
    html! {
        <li class="device" key={id.to_string()}>
            <span>
                <b>{ name.to_owned() }</b>
                if is_here {
                    { " · " }{ text::THIS_DEVICE.get(lang) }
                }
                <br />
                <small class="muted">{ text::SINCE.get(lang) }{ " " }{ since }</small>
            </span>
            <Button kind={ButtonKind::Quiet} name={format!("{}: {name}", text::DEVICE_OFF.get(lang))}
                on_click={on_remove.reform(move |()| (id, mark.clone()))}>
                { text::DEVICE_OFF.get(lang) }
            </Button>
        </li>
    }
}
