//! The colours of the page, as a canvas and a saved file need them.

use shared::results::chart::Tone;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::browser;

/// Every tone with its colour, as the browser tells it: `rgb(26, 95, 180)`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Palette(Vec<(Tone, String)>);

/// Under which theme the colours are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Theme {
    /// The one the page has.
    Page,
    /// Dark on light, whatever the page has: for what is saved and sent on.
    Light,
}

impl Palette {
    /// Reads the colours that hold within an element.
    pub(super) fn read(within: &Element, theme: Theme) -> Self {
        Self::try_read(within, theme).unwrap_or_default()
    }

    /// A custom property tells its text only; what colour it is, an element tells that has it.
    fn try_read(within: &Element, theme: Theme) -> Option<Self> {
        let window = browser::window()?;
        let probe = browser::document()?.create_element("span").ok()?;
        let probe = probe.dyn_into::<HtmlElement>().ok()?;
        probe.set_hidden(true);
        let style = probe.style();
        match theme {
            Theme::Page => {}
            // Fails for no name that exists, here and below.
            Theme::Light => {
                let _ = style.set_property("color-scheme", "light");
            }
        }
        within.append_child(&probe).ok()?;
        let computed = window.get_computed_style(&probe).ok().flatten();
        let mut found = Vec::new();
        if let Some(computed) = computed {
            for tone in Tone::ALL {
                let colour = format!("var({})", tone.property());
                let _ = style.set_property("color", &colour);
                let colour = computed.get_property_value("color").unwrap_or_default();
                found.push((*tone, colour));
            }
        }
        probe.remove();
        Some(Self(found))
    }

    /// Black where nothing was read.
    pub(super) fn get(&self, tone: Tone) -> &str {
        let found = self.0.iter().find(|(known, _)| *known == tone);
        found.map_or("black", |(_, colour)| colour.as_str())
    }
}
