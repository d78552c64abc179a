//! Every component in every state.

mod accounts;
mod charts;
mod choices;
mod content;
mod data;
mod feedback;
mod fields;
mod text;

use shared::lang::{Lang, Text};
use shared::shell;
use yew::prelude::*;

use crate::prefs::{PrefsProvider, use_prefs};
use crate::shell::{Looks, Title, looks_form, mark};
use crate::ui::Toasts;

pub use self::charts::of_many;

/// The whole catalogue.
#[component]
pub fn Catalogue() -> Html {
    html! {
        <PrefsProvider>
            <Shelves />
            <Toasts />
        </PrefsProvider>
    }
}

/// One component: where the menu leads, what it is called, what is shown of it.
struct Shelf {
    id: &'static str,
    name: Text,
    samples: Html,
}

#[component]
fn Shelves() -> Html {
    let prefs = use_prefs();
    let lang = prefs.prefs.lang;
    let shelves: Vec<Shelf> = [
        content::shelves(lang),
        fields::shelves(lang),
        accounts::shelves(lang),
        choices::shelves(lang),
        feedback::shelves(lang),
        data::shelves(lang),
    ]
    .into_iter()
    .flatten()
    .collect();
    html! {
        <div class="frame">
            <a class="skip" href="#main">{ shell::SKIP.get(lang) }</a>
            <header class="header">
                <a class="brand" href="/">
                    { mark() }<span class="brand__name">{ shell::PRODUCT.get(lang) }</span>
                </a>
                <div class="header__tools">
                    <Looks prefs={prefs.prefs} on_change={prefs.set.clone()} />
                </div>
            </header>
            <div class="catalogue">
                <nav class="catalogue__menu" aria-label={text::TITLE.get(lang)}>
                    <ul>
                        for shelf in &shelves {
                            <li><a href={format!("#{}", shelf.id)}>{ shelf.name.get(lang) }</a></li>
                        }
                    </ul>
                </nav>
                <main class="page" id="main" tabindex="-1">
                    <Title text={text::TITLE.get(lang)} />
                    <p class="lead">{ text::LEAD.get(lang) }</p>
                    <details class="panel">
                        <summary>{ text::LOOKS.get(lang) }</summary>
                        { looks_form(&prefs) }
                    </details>
                    for shelf in shelves {
                        <section class="shelf" aria-labelledby={shelf.id}>
                            <h2 id={shelf.id}>{ shelf.name.get(lang) }</h2>
                            <div class="samples">{ shelf.samples }</div>
                        </section>
                    }
                </main>
            </div>
        </div>
    }
}

/// One state of a component under its name.
fn sample(lang: Lang, state: Text, content: Html) -> Html {
    html! {
        <div class="sample">
            <p class="sample__state">{ state.get(lang) }</p>
            { content }
        </div>
    }
}

/// [`sample`], as wide as the page.
fn wide_sample(lang: Lang, state: Text, content: Html) -> Html {
    html! {
        <div class="sample sample--wide">
            <p class="sample__state">{ state.get(lang) }</p>
            { content }
        </div>
    }
}
