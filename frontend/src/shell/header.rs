use shared::lang::Lang;
use shared::notifications::text::centre as notifications;
use shared::prefs::{Prefs, Theme, Vision};
use shared::shell;
use yew::prelude::*;

use crate::browser::use_media;
use crate::notices::{Notices, use_notices};
use crate::prefs::{PrefsHandle, use_lang, use_prefs};
use crate::route::Route;
use crate::router::{current_link, link, use_route};
use crate::session::use_session;
use crate::ui::Icon;

/// The most that is counted.
const MOST: u32 = 99;

/// The line at the top of every page: whose page it is, how it looks, where help is.
#[component]
pub fn Header() -> Html {
    let PrefsHandle { prefs, set } = use_prefs();
    let lang = prefs.lang;
    let organization = use_session().session().and_then(|session| session.organization.clone());
    let brand = html! {
        <>{ mark() }<span class="brand__name">{ shell::PRODUCT.get(lang) }</span></>
    };
    let help = html! {
        <>{ Icon::Help.draw() }<span class="header__word">{ shell::HELP.get(lang) }</span></>
    };
    html! {
        <header class="header">
            { link(Route::Home, "brand", brand) }
            if let Some(organization) = organization {
                <p class="header__organization">{ organization }</p>
            }
            <div class="header__tools">
                <Bell />
                <Looks {prefs} on_change={set} />
                { link(Route::Help, "icon-button header__help", help) }
            </div>
        </header>
    }
}

/// The way to what one was told, with how much of it was not read.
#[component]
fn Bell() -> Html {
    let lang = use_lang();
    let Notices { unread, .. } = use_notices();
    let is_here = use_route() == Route::Notifications;
    if use_session().session().is_none() {
        return Html::default();
    }
    let count = if unread > MOST { format!("{MOST}+") } else { unread.to_string() };
    let content = html! {
        <>
            { Icon::Bell.draw() }
            <span class="unseen">{ notifications::bell(lang, unread) }</span>
            if unread > 0 {
                <span class="header__count" aria-hidden="true">{ count }</span>
            }
        </>
    };
    current_link(Route::Notifications, "icon-button header__bell", is_here, content)
}

/// The product's mark: a pulse that draws an M.
pub fn mark() -> Html {
    html! {
        <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
            <rect class="mark__ground" width="32" height="32" rx="9" />
            <path class="mark__line" d="M5 17.5h4l3-8 4 13 4-13 3 8h4" fill="none" stroke-width="2.5"
                stroke-linecap="round" stroke-linejoin="round" />
        </svg>
    }
}

#[derive(Properties, PartialEq)]
pub struct LooksProps {
    pub prefs: Prefs,
    pub on_change: Callback<Prefs>,
}

/// Language, low vision and theme at one press each.
#[component]
pub fn Looks(LooksProps { prefs, on_change }: &LooksProps) -> Html {
    let prefs = *prefs;
    let lang = prefs.lang;
    let device_dark = use_media("(prefers-color-scheme: dark)");
    let is_dark = match prefs.theme {
        Theme::Auto => device_dark,
        Theme::Light => false,
        Theme::Dark => true,
    };
    let (other, other_tag) = match lang {
        Lang::Ru => (Lang::En, "en"),
        Lang::En => (Lang::Ru, "ru"),
    };
    let is_low = prefs.vision == Vision::LowVision;
    let vision = if is_low { Vision::Usual } else { Vision::LowVision };
    let theme = if is_dark { Theme::Light } else { Theme::Dark };
    let theme_word = if is_dark { shell::TO_LIGHT } else { shell::TO_DARK }.get(lang);
    let vision_word = if is_low { shell::LOW_VISION_OFF } else { shell::LOW_VISION_ON }.get(lang);
    let to = |prefs: Prefs| on_change.reform(move |_: MouseEvent| prefs);
    html! {
        <>
            <button type="button" class="icon-button icon-button--word" lang={other_tag}
                title={shell::SWITCH_LANGUAGE.get(lang)} onclick={to(Prefs { lang: other, ..prefs })}>
                <span aria-hidden="true">{ shell::SWITCH_LANGUAGE_SHORT.get(lang) }</span>
                <span class="unseen">{ shell::SWITCH_LANGUAGE.get(lang) }</span>
            </button>
            <button type="button" class="icon-button" aria-label={vision_word} title={vision_word}
                onclick={to(Prefs { vision, ..prefs })}>
                { Icon::Eye.draw() }
            </button>
            <button type="button" class="icon-button" aria-label={theme_word} title={theme_word}
                onclick={to(Prefs { theme, ..prefs })}>
                { if is_dark { Icon::Sun } else { Icon::Moon }.draw() }
            </button>
        </>
    }
}
