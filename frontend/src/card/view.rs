use std::rc::Rc;

use shared::card::model::CardLink;
use shared::card::text;
use shared::id::PatientId;
use shared::lang::Lang;
use shared::{format, record};
use yew::prelude::*;

use crate::browser::{self, lowercase};
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router;
use crate::ui::{Icon, TextField, avatar, empty_state};

#[derive(Properties, PartialEq)]
pub struct CardListProps {
    pub cards: Rc<Vec<CardLink>>,
    /// Whose card stands open beside the list.
    #[prop_or_default]
    pub open: Option<PatientId>,
}

/// Cards one may open, narrowed by name as one types.
#[component]
pub fn CardList(props: &CardListProps) -> Html {
    let lang = use_lang();
    let words = use_state(String::new);
    if props.cards.is_empty() {
        return empty_state(Icon::People, text::NO_CARDS.get(lang), Html::default());
    }
    let found: Vec<_> = props.cards.iter().filter(|card| is_meant(card, &words)).collect();
    let on_change = {
        let words = words.clone();
        Callback::from(move |typed| words.set(typed))
    };
    html! {
        <>
            <TextField kind="search" autocomplete="off" label={text::SEARCH.get(lang)}
                value={(*words).clone()} {on_change} />
            <p class="muted card-list__count" role="status">
                if found.is_empty() {
                    { text::NOBODY_FOUND.get(lang) }
                } else {
                    { text::count(lang, found.len() as u64) }
                }
            </p>
            <ul class="card-list">
                for card in found {
                    <li key={card.patient.to_string()}>
                        { link(lang, card, props.open == Some(card.patient)) }
                    </li>
                }
            </ul>
        </>
    }
}

fn link(lang: Lang, card: &CardLink, is_open: bool) -> Html {
    let years = format::age(card.birth_date, browser::today());
    let name = card.name.full();
    let to = Route::Summary { patient: card.patient };
    let content = html! {
        <>
            { avatar(&name) }
            <span class="card-list__text">
                <b>{ name }</b>
                <span class="muted">
                    { card.sex.text().get(lang) }{ ", " }{ record::text::age(lang, years) }
                    { " · " }{ card.ground.text().get(lang) }
                </span>
            </span>
        </>
    };
    router::current_link(to, "card-list__link", is_open, content)
}

/// Every word typed begins a word of the name; «ё» and «е» are one.
fn is_meant(card: &CardLink, typed: &str) -> bool {
    let fold = |text: &str| lowercase(text).replace('ё', "е");
    let name = fold(&card.name.full());
    fold(typed)
        .split_whitespace()
        .all(|word| name.split_whitespace().any(|part| part.starts_with(word)))
}
