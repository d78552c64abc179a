use shared::id::PatientId;
use shared::lang::{Lang, Text};
use shared::representatives::api::{
    ListRepresentations, ResignRepresentation, SetRepresentationNotices,
};
use shared::representatives::model::{NoticeChoice, Represented};
use shared::representatives::text;
use shared::shell;
use uuid::Uuid;
use yew::prelude::*;

use super::code::CodePanel;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::closed_card;
use crate::route::Route;
use crate::router::link;
use crate::session::use_session;
use crate::shell::Title;
use crate::submit::use_act;
use crate::ui::{
    Button, ButtonKind, Dialog, Fact, Icon, SkeletonKind, Switch, avatar, empty_state, failure,
    say, slow_skeleton, summary_list,
};

/// «Карты близких»: one's own card and those one acts in, and where a code is typed.
#[component]
pub fn PeoplePage() -> Html {
    let lang = use_lang();
    let session = use_session();
    let own = session.session().and_then(|session| session.card);
    let name = session.session().map(|session| session.name.clone()).unwrap_or_default();
    let cards = use_load(ListRepresentations {});
    let on_done = {
        let reload = cards.reload();
        Callback::from(move |()| {
            reload.emit(());
            // Whose cards these are is known beside the other pages too.
            session.ask();
        })
    };
    let body = match cards.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, cards.is_slow(), cards.cancel()),
        Load::Failed(problem) => closed_card(lang, &problem, cards.reload()),
        Load::Ready(list) if list.is_empty() => {
            empty_state(Icon::People, text::NO_PEOPLE.get(lang), Html::default())
        }
        Load::Ready(list) => html! {
            for (n, card) in list.iter().enumerate() {
                <PersonCard key={format!("{n}-{}", card.patient)} card={card.clone()} on_done={on_done.clone()} />
            }
        },
    };
    html! {
        <div class="page page--narrow">
            <Title text={text::PEOPLE.get(lang)} />
            <p class="lead">{ text::PEOPLE_LEAD.get(lang) }</p>
            if own.is_some() {
                { own_card(lang, &name) }
            }
            { body }
            <CodePanel {on_done} />
        </div>
    }
}

fn own_card(lang: Lang, name: &str) -> Html {
    let content = html! {
        <>
            { avatar(name) }
            <span class="card-list__text">
                <b>{ text::OWN_CARD.get(lang) }</b>
                <span class="muted">{ name.to_owned() }</span>
            </span>
            { Icon::ChevronRight.draw() }
        </>
    };
    html! { <p class="panel panel--link">{ link(Route::Home, "card-list__link", content) }</p> }
}

#[derive(Properties, PartialEq)]
struct PersonCardProps {
    card: Represented,
    on_done: Callback<()>,
}

/// A card one acts in: the way there, whether one is told of news, and how to give it back.
#[component]
fn PersonCard(PersonCardProps { card, on_done }: &PersonCardProps) -> Html {
    let lang = use_lang();
    let full = card.name.full();
    html! {
        <article class="panel stack">
            <div class="person">
                { avatar(&full) }
                <h2 class="person__text">{ full }</h2>
            </div>
            { facts(lang, card) }
            <p>{ to_card(lang, card.patient) }</p>
            if let Some(id) = card.id {
                if card.may_be_told {
                    <TellSwitch {id} is_on={card.is_told} on_done={on_done.clone()} />
                }
                <ResignButton {id} who={card.name.full()} on_done={on_done.clone()} />
            }
        </article>
    }
}

fn to_card(lang: Lang, patient: PatientId) -> Html {
    let to = Route::Summary { patient };
    link(to, ButtonKind::Primary.class(), html! { text::OPEN_CARD.get(lang) })
}

fn facts(lang: Lang, card: &Represented) -> Html {
    let fact =
        |name: Text, value: String| Fact { name: name.get(lang).into(), value: html! { value } };
    let relation = match card.relation {
        Some(relation) => relation.text(),
        None => text::BY_LAW,
    };
    summary_list(vec![
        fact(text::CARD_NUMBER, card.card_number.clone()),
        fact(text::IS_TO_YOU, relation.get(lang).to_owned()),
        fact(text::LEVEL, text::level(card.level).get(lang).to_owned()),
        fact(text::UNTIL, text::until(lang, card.until)),
    ])
}

#[derive(Properties, PartialEq)]
struct TellSwitchProps {
    id: Uuid,
    is_on: bool,
    on_done: Callback<()>,
}

#[component]
fn TellSwitch(TellSwitchProps { id, is_on, on_done }: &TellSwitchProps) -> Html {
    let lang = use_lang();
    let id = *id;
    let act = use_act();
    let on_change = {
        let (act, on_done) = (act.clone(), on_done.clone());
        Callback::from(move |is_on: bool| {
            let on_done = on_done.clone();
            let body = NoticeChoice { is_on };
            act.send(SetRepresentationNotices { representation: id, body }, move |chosen| {
                let said = if chosen.is_on { text::TOLD_ON } else { text::TOLD_OFF };
                say(said.get(lang));
                on_done.emit(());
            });
        })
    };
    html! {
        <div>
            <Switch text={text::TELL_ME.get(lang)} is_on={*is_on} disabled={act.is_busy()} {on_change} />
            <p class="muted">{ text::TELL_ME_HINT.get(lang) }</p>
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ResignButtonProps {
    id: Uuid,
    who: AttrValue,
    on_done: Callback<()>,
}

/// Gives the right back. Asks once; then it is done.
#[component]
fn ResignButton(ResignButtonProps { id, who, on_done }: &ResignButtonProps) -> Html {
    let lang = use_lang();
    let asks = use_state_eq(|| false);
    let id = *id;
    let act = use_act();
    let ask = |what: bool| {
        let asks = asks.setter();
        Callback::from(move |()| asks.set(what))
    };
    let on_resign = {
        let (act, asks, on_done) = (act.clone(), asks.setter(), on_done.clone());
        Callback::from(move |()| {
            let (asks, on_done) = (asks.clone(), on_done.clone());
            act.send(ResignRepresentation { representation: id }, move |_| {
                asks.set(false);
                say(text::RESIGNED.get(lang));
                on_done.emit(());
            });
        })
    };
    let name = AttrValue::from(format!("{}: {who}", text::RESIGN.get(lang)));
    html! {
        <>
            <p>
                <Button kind={ButtonKind::Quiet} icon={Icon::Lock} {name} on_click={ask(true)}>
                    { text::RESIGN.get(lang) }
                </Button>
            </p>
            <Dialog open={*asks} title={text::RESIGN_TITLE.get(lang)} on_close={ask(false)}>
                <p><b>{ who }</b></p>
                <p>{ text::RESIGN_LEAD.get(lang) }</p>
                if let Some(problem) = act.problem() {
                    { failure(lang, problem, None) }
                }
                <div class="row">
                    <Button kind={ButtonKind::Danger} busy={act.is_busy()} on_click={on_resign}>
                        { text::RESIGN.get(lang) }
                    </Button>
                    <Button kind={ButtonKind::Quiet} on_click={ask(false)}>{ shell::CANCEL.get(lang) }</Button>
                </div>
            </Dialog>
        </>
    }
}
