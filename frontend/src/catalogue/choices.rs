//! What one chooses with.

use shared::lang::{Lang, Text};
use yew::prelude::*;

use super::{Shelf, sample, text};
use crate::prefs::use_lang;
use crate::ui::{Checkbox, Choice, RadioGroup, Switch};

pub fn shelves(_: Lang) -> Vec<Shelf> {
    vec![
        Shelf { id: "checkbox", name: text::CHECKBOX, samples: html! { <Checkboxes /> } },
        Shelf { id: "radio", name: text::RADIO, samples: html! { <Radios /> } },
        Shelf { id: "switch", name: text::SWITCH, samples: html! { <Switches /> } },
    ]
}

#[component]
fn Checkboxes() -> Html {
    let lang = use_lang();
    let is_on = use_state(|| true);
    let set = is_on.setter();
    let on_change = Callback::from(move |on| set.set(on));
    let words = text::AGREE.get(lang);
    let error: AttrValue = text::AGREE_WRONG.get(lang).into();
    html! {
        <>
            { sample(lang, text::WITH_HINT, html! {
                <Checkbox text={words} hint={Some(AttrValue::from(text::AGREE_HINT.get(lang)))}
                    is_on={*is_on} {on_change} />
            }) }
            { sample(lang, text::WITH_ERROR, html! {
                <Checkbox text={words} is_on=false error={Some(error)} on_change={Callback::noop()} />
            }) }
            { sample(lang, text::DISABLED, html! {
                <Checkbox text={words} is_on=true disabled=true on_change={Callback::noop()} />
            }) }
        </>
    }
}

#[component]
fn Radios() -> Html {
    let lang = use_lang();
    let chosen = use_state(|| 0_u8);
    let choice = |index: u8, name: Text, hint: Option<Text>| {
        let chosen = chosen.clone();
        Choice {
            text: name.get(lang).into(),
            hint: hint.map(|hint| hint.get(lang).into()),
            is_chosen: *chosen == index,
            on_choose: Callback::from(move |()| chosen.set(index)),
        }
    };
    let choices =
        vec![choice(0, text::CLINIC, None), choice(1, text::ONLINE, Some(text::ONLINE_HINT))];
    let legend = text::WHERE.get(lang);
    let error: AttrValue = text::REQUIRED.get(lang).into();
    html! {
        <>
            { sample(lang, text::USUAL, html! { <RadioGroup {legend} choices={choices.clone()} /> }) }
            { sample(lang, text::WITH_ERROR, html! {
                <RadioGroup {legend} choices={choices.clone()} error={Some(error)} />
            }) }
            { sample(lang, text::DISABLED, html! { <RadioGroup {legend} {choices} disabled=true /> }) }
        </>
    }
}

#[component]
fn Switches() -> Html {
    let lang = use_lang();
    let is_on = use_state(|| true);
    let set = is_on.setter();
    let on_change = Callback::from(move |on| set.set(on));
    let words = text::REMIND.get(lang);
    html! {
        <>
            { sample(lang, text::ON, html! { <Switch text={words} is_on={*is_on} on_change={on_change.clone()} /> }) }
            { sample(lang, text::OFF, html! { <Switch text={words} is_on={!*is_on} on_change={on_change.reform(|on: bool| !on)} /> }) }
            { sample(lang, text::DISABLED, html! {
                <Switch text={words} is_on=false disabled=true on_change={Callback::noop()} />
            }) }
        </>
    }
}
