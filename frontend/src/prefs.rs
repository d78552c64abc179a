//! How the person wants the pages to look: kept in a cookie, written on `<html>`.

use shared::lang::Lang;
use shared::prefs::{COOKIE, Prefs};
use yew::prelude::*;

use crate::browser;

const YEAR_SECONDS: u32 = 31_536_000;

/// The preferences and the way to change them.
#[derive(Clone, PartialEq)]
pub struct PrefsHandle {
    pub prefs: Prefs,
    pub set: Callback<Prefs>,
}

#[hook]
pub fn use_prefs() -> PrefsHandle {
    use_context().unwrap_or_else(|| PrefsHandle { prefs: Prefs::default(), set: Callback::noop() })
}

/// The language the person reads.
#[hook]
pub fn use_lang() -> Lang {
    use_prefs().prefs.lang
}

#[derive(Properties, PartialEq)]
pub struct PrefsProviderProps {
    pub children: Html,
}

/// Reads the cookie once, then keeps it and `<html>` in step with what is chosen.
#[component]
pub fn PrefsProvider(props: &PrefsProviderProps) -> Html {
    let prefs = use_state_eq(read);
    let set = use_callback((), {
        let setter = prefs.setter();
        move |chosen: Prefs, ()| {
            write(chosen);
            setter.set(chosen);
        }
    });
    use_effect_with(*prefs, |prefs| show(*prefs));
    html! {
        <ContextProvider<PrefsHandle> context={PrefsHandle { prefs: *prefs, set }}>
            { props.children.clone() }
        </ContextProvider<PrefsHandle>>
    }
}

fn read() -> Prefs {
    // Without a cookie the server has still chosen a language, and wrote it on `<html>`.
    let written = || browser::root().and_then(|root| root.get_attribute("lang"));
    Prefs::from_cookie(&browser::cookie(COOKIE).or_else(written).unwrap_or_default())
}

fn write(prefs: Prefs) {
    browser::set_cookie(COOKIE, &prefs.to_cookie(), YEAR_SECONDS);
}

fn show(prefs: Prefs) {
    let Some(root) = browser::root() else { return };
    let attributes = [
        ("lang", prefs.lang.tag()),
        ("data-theme", prefs.theme.attribute()),
        ("data-vision", prefs.vision.attribute()),
    ];
    for (name, value) in attributes {
        // Fails only for a malformed name.
        let _ = root.set_attribute(name, value);
    }
}
