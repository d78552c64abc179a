use std::rc::Rc;

use shared::lang::{Lang, Text};
use shared::prefs::Theme;
use shared::shell;
use shared::widgets::look::{Colour, parse_radius};
use shared::widgets::model::{WidgetDesk, WidgetKind};
use shared::widgets::snippet::{Options, snippet};
use shared::widgets::words;
use yew::prelude::*;

use super::preview::Preview;
use crate::browser;
use crate::prefs::use_lang;
use crate::ui::{Button, Choice, Icon, RadioGroup, TextField, empty_state, say};

#[derive(Properties, PartialEq)]
pub struct SnippetProps {
    pub desk: Rc<WidgetDesk>,
}

/// The code for a site, by what is chosen, and what it looks like.
#[component]
pub fn Snippet(SnippetProps { desk }: &SnippetProps) -> Html {
    let lang = use_lang();
    let options = use_state_eq(|| Options {
        kind: WidgetKind::Booking,
        lang,
        theme: Theme::Auto,
        accent: String::new(),
        radius: String::new(),
    });
    let on_change = {
        let options = options.setter();
        Callback::from(move |changed: Options| options.set(changed))
    };
    let code = snippet(&desk.portal, desk.clinic, &options);
    let on_copy = {
        let code = code.clone();
        Callback::from(move |()| {
            browser::copy(&code, Callback::from(move |()| say(words::COPIED.get(lang))));
        })
    };
    html! {
        <>
            <section class="panel stack" aria-labelledby="widget-snippet">
                <h2 id="widget-snippet">{ words::SNIPPET.get(lang) }</h2>
                <p class="muted">{ words::SNIPPET_LEAD.get(lang) }</p>
                { choices(lang, &options, &on_change) }
                { looks(lang, &options, &on_change) }
                <pre class="widgets__code" tabindex="0" role="group" aria-label={words::SNIPPET.get(lang)}><code>{ code }</code></pre>
                <p><Button icon={Icon::Note} on_click={on_copy}>{ words::COPY.get(lang) }</Button></p>
            </section>
            <section class="panel stack" aria-labelledby="widget-preview">
                <h2 id="widget-preview">{ words::PREVIEW.get(lang) }</h2>
                if desk.kinds.contains(&options.kind) {
                    <Preview clinic={desk.clinic} options={(*options).clone()} />
                } else {
                    { empty_state(Icon::Eye, words::PREVIEW_OFF.get(lang), Html::default()) }
                }
            </section>
        </>
    }
}

fn choices(lang: Lang, now: &Options, on_change: &Callback<Options>) -> Html {
    let choice = |words: Text, chosen: Options| {
        let is_chosen = chosen == *now;
        let on_change = on_change.clone();
        Choice {
            text: words.get(lang).into(),
            hint: None,
            is_chosen,
            on_choose: Callback::from(move |()| on_change.emit(chosen.clone())),
        }
    };
    let kinds = WidgetKind::ALL
        .iter()
        .map(|kind| choice(kind.text(), Options { kind: *kind, ..now.clone() }));
    let languages = [(Lang::Ru, words::LANGUAGE_RU), (Lang::En, words::LANGUAGE_EN)];
    let languages =
        languages.map(|(lang, words)| choice(words, Options { lang, ..now.clone() })).into();
    let themes = [
        (Theme::Auto, shell::THEME_AUTO),
        (Theme::Light, shell::THEME_LIGHT),
        (Theme::Dark, shell::THEME_DARK),
    ];
    let themes =
        themes.map(|(theme, words)| choice(words, Options { theme, ..now.clone() })).into();
    let kinds: Vec<Choice> = kinds.collect();
    let (languages, themes): (Vec<Choice>, Vec<Choice>) = (languages, themes);
    html! {
        <div class="schedule__numbers">
            <RadioGroup legend={words::WIDGET.get(lang)} choices={kinds} />
            <RadioGroup legend={words::LANGUAGE.get(lang)} choices={languages} />
            <RadioGroup legend={words::THEME.get(lang)} choices={themes} />
        </div>
    }
}

fn looks(lang: Lang, now: &Options, on_change: &Callback<Options>) -> Html {
    let on_accent = {
        let now = now.clone();
        on_change.reform(move |accent: String| Options { accent, ..now.clone() })
    };
    let on_radius = {
        let now = now.clone();
        on_change.reform(move |radius: String| Options { radius, ..now.clone() })
    };
    let wrong = |typed: &str, is_right: bool, words: Text| {
        let is_wrong = !typed.trim().is_empty() && !is_right;
        is_wrong.then(|| AttrValue::from(words.get(lang)))
    };
    let accent = wrong(&now.accent, Colour::parse(&now.accent).is_some(), words::ACCENT_WRONG);
    let radius = wrong(&now.radius, parse_radius(&now.radius).is_some(), words::RADIUS_WRONG);
    html! {
        <div class="schedule__numbers">
            <TextField label={words::ACCENT.get(lang)} hint={words::ACCENT_HINT.get(lang)} autocomplete="off"
                value={now.accent.clone()} error={accent} on_change={on_accent} />
            <TextField label={words::RADIUS.get(lang)} hint={words::RADIUS_HINT.get(lang)} autocomplete="off"
                value={now.radius.clone()} error={radius} on_change={on_radius} />
        </div>
    }
}
