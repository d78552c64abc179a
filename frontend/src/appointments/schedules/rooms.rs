use shared::appointments::api::ChangeRoom;
use shared::appointments::schedule::{NewRoom, Room};
use shared::appointments::text::schedule as text;
use uuid::Uuid;
use yew::prelude::*;

use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Dialog, Icon, TextField, empty_state, failure, say};

/// Characters in the name of a room.
const NAME_MAX: usize = 100;

#[derive(Properties, PartialEq)]
pub struct RoomsProps {
    pub rooms: Vec<Room>,
    pub on_done: Callback<()>,
}

/// The rooms of a clinic.
#[component]
pub fn Rooms(RoomsProps { rooms, on_done }: &RoomsProps) -> Html {
    let lang = use_lang();
    let open = use_state_eq(|| None::<Room>);
    let set = |room: Option<Room>| {
        let open = open.setter();
        Callback::from(move |()| open.set(room.clone()))
    };
    let on_add = {
        let open = open.setter();
        // One id for all tries of this room: a lost answer makes no second one.
        Callback::from(move |()| open.set(Some(Room { id: Uuid::new_v4(), name: String::new() })))
    };
    let on_kept = {
        let (open, on_done) = (open.setter(), on_done.clone());
        Callback::from(move |()| {
            open.set(None);
            on_done.emit(());
        })
    };
    html! {
        <section class="stack" aria-label={text::ROOMS.get(lang)}>
            <p><Button icon={Icon::Plus} on_click={on_add}>{ text::ADD_ROOM.get(lang) }</Button></p>
            if rooms.is_empty() {
                { empty_state(Icon::Home, text::NO_ROOMS.get(lang), Html::default()) }
            } else {
                <ul class="rows panel">
                    for room in rooms {
                        <li key={room.id.to_string()}>
                            <p class="rows__text"><b>{ &room.name }</b></p>
                            <Button kind={ButtonKind::Quiet} name={format!("{}: {}", text::CHANGE.get(lang), room.name)}
                                on_click={set(Some(room.clone()))}>{ text::CHANGE.get(lang) }</Button>
                        </li>
                    }
                </ul>
            }
            <Dialog open={open.is_some()} title={text::ROOM.get(lang)} on_close={set(None)}>
                if let Some(room) = &*open {
                    <RoomForm key={room.id.to_string()} room={room.clone()} on_done={on_kept} />
                }
            </Dialog>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct RoomFormProps {
    room: Room,
    on_done: Callback<()>,
}

#[component]
fn RoomForm(RoomFormProps { room, on_done }: &RoomFormProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let typed = use_state_eq(|| room.name.clone());
    let onsubmit = {
        let (act, typed, on_done, id) = (act.clone(), typed.clone(), on_done.clone(), room.id);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let on_done = on_done.clone();
            let body = NewRoom { id, name: typed.trim().to_owned() };
            act.send(ChangeRoom { body }, move |_| {
                say(text::KEPT.get(lang));
                on_done.emit(());
            });
        })
    };
    let on_change = {
        let (typed, act) = (typed.setter(), act.clone());
        Callback::from(move |name: String| {
            typed.set(name);
            act.clear();
        })
    };
    let error = act.field("name").map(|why| AttrValue::from(why.text().get(lang)));
    html! {
        <form class="own-form" novalidate=true {onsubmit}>
            <TextField label={text::ROOM_NAME.get(lang)} limit={NAME_MAX} autocomplete="off" value={(*typed).clone()}
                {on_change} {error} />
            if let Some(problem) = act.problem().filter(|problem| problem.fields.is_empty()) {
                { failure(lang, problem, None) }
            }
            <p><Button submits=true busy={act.is_busy()}>{ text::SAVE.get(lang) }</Button></p>
        </form>
    }
}
