//! Buttons and what pages are filled with.

use shared::lang::Lang;
use yew::prelude::*;

use super::{Shelf, sample, text, wide_sample};
use crate::ui::{
    Button, ButtonKind, Card, CardState, Fact, Icon, Tab, Tabs, TagKind, TimelineItem, avatar,
    inline_summary_list, large_avatar, summary_list, tag, timeline,
};

pub fn shelves(lang: Lang) -> Vec<Shelf> {
    vec![
        Shelf { id: "button", name: text::BUTTON, samples: buttons(lang) },
        Shelf { id: "tag", name: text::TAG, samples: tags(lang) },
        Shelf { id: "avatar", name: text::AVATAR, samples: avatars(lang) },
        Shelf { id: "icons", name: text::ICONS, samples: icons(lang) },
        Shelf { id: "card", name: text::CARD, samples: cards(lang) },
        Shelf { id: "summary-list", name: text::SUMMARY_LIST, samples: lists(lang) },
        Shelf { id: "tabs", name: text::TABS, samples: links(lang) },
        Shelf { id: "timeline", name: text::TIMELINE, samples: times(lang) },
    ]
}

fn buttons(lang: Lang) -> Html {
    let word = text::PRESS.get(lang);
    let kinds = [
        (text::PRIMARY, ButtonKind::Primary),
        (text::SECONDARY, ButtonKind::Secondary),
        (text::QUIET, ButtonKind::Quiet),
        (text::DANGER, ButtonKind::Danger),
    ];
    html! {
        <>
            for (name, kind) in kinds {
                { sample(lang, name, html! {
                    <div class="row">
                        <Button {kind}>{ word }</Button>
                        <Button {kind} busy=true>{ word }</Button>
                        <Button {kind} disabled=true>{ word }</Button>
                    </div>
                }) }
            }
            { sample(lang, text::WITH_ICON, html! {
                <div class="row">
                    <Button icon={Icon::Plus}>{ word }</Button>
                    <Button kind={ButtonKind::Secondary} icon={Icon::Leave}>{ word }</Button>
                </div>
            }) }
        </>
    }
}

fn tags(lang: Lang) -> Html {
    html! {
        <>
            { sample(lang, text::USUAL, html! {
                <div class="row">
                    for kind in TagKind::ALL {
                        { tag(*kind, None, text::NORMAL.get(lang)) }
                    }
                </div>
            }) }
            { sample(lang, text::WITH_ICON, html! {
                <div class="row">
                    for kind in TagKind::ALL {
                        { tag(*kind, Some(Icon::Alert), text::HIGH.get(lang)) }
                    }
                </div>
            }) }
        </>
    }
}

fn avatars(lang: Lang) -> Html {
    let names = [text::PERSON, text::DOCTOR, text::TITLE, text::VISIT, text::BLOOD];
    html! {
        <>
            { sample(lang, text::USUAL, html! {
                <div class="row">
                    for name in names {
                        { avatar(name.get(lang)) }
                    }
                </div>
            }) }
            { sample(lang, text::LARGE, large_avatar(text::PERSON.get(lang))) }
        </>
    }
}

fn icons(lang: Lang) -> Html {
    wide_sample(
        lang,
        text::USUAL,
        html! {
            <div class="row">
                for icon in Icon::ALL {
                    { icon.draw() }
                }
            </div>
        },
    )
}

fn cards(lang: Lang) -> Html {
    let name = text::RESULT.get(lang);
    html! {
        <>
            { sample(lang, text::USUAL, html! {
                <Card title={name} icon={Icon::Pulse}><p>{ text::NOTE_VALUE.get(lang) }</p></Card>
            }) }
            { sample(lang, text::CRITICAL, html! {
                <Card title={text::CRITICAL.get(lang)} icon={Icon::Alert} critical=true>
                    <p>{ text::ALLERGY.get(lang) }</p>
                </Card>
            }) }
            { sample(lang, text::EMPTY, html! {
                <Card title={text::DOCUMENTS.get(lang)} icon={Icon::Pulse}
                    state={CardState::Empty(text::NOTHING.get(lang).into())} />
            }) }
            { sample(lang, text::CLOSED, html! {
                <Card title={text::VISIT.get(lang)} icon={Icon::Pulse}
                    state={CardState::Closed(text::CLOSED_WHY.get(lang).into())} />
            }) }
        </>
    }
}

fn lists(lang: Lang) -> Html {
    let facts = || {
        [
            (text::NAME, text::PERSON.get(lang)),
            (text::BIRTH_DATE, text::BIRTH_FACT.get(lang)),
            (text::BLOOD, "A(II) Rh+"),
        ]
        .map(|(name, value)| Fact { name: name.get(lang).into(), value: html! { value } })
        .to_vec()
    };
    html! {
        <>
            { sample(lang, text::USUAL, summary_list(facts())) }
            { sample(lang, text::INLINE, inline_summary_list(facts())) }
        </>
    }
}

fn links(lang: Lang) -> Html {
    let names = [text::USUAL, text::RESULT, text::VISIT, text::DOCUMENTS];
    let all = names.into_iter().enumerate().map(move |(index, name)| Tab {
        text: name.get(lang).into(),
        href: "#tabs".into(),
        is_current: index == 1,
        on_open: Callback::noop(),
    });
    wide_sample(
        lang,
        text::USUAL,
        html! { <Tabs name={text::TABS.get(lang)} tabs={all.collect::<Vec<_>>()} /> },
    )
}

fn times(lang: Lang) -> Html {
    let items = [(text::VISIT, Icon::Calendar), (text::RESULT, Icon::Pulse)];
    wide_sample(
        lang,
        text::USUAL,
        timeline(items.into_iter().map(|(name, icon)| TimelineItem {
            key: name.get(lang).into(),
            icon,
            when: html! { text::BIRTH_FACT.get(lang) },
            content: html! {
                <><h3>{ name.get(lang) }</h3><p>{ text::NOTE_VALUE.get(lang) }</p></>
            },
        })),
    )
}
