use shared::id::{OrganizationId, PractitionerRoleId};
use shared::lang::Lang;
use shared::prefs::Theme;
use shared::widgets::model::WidgetKind;
use shared::widgets::rules::parse_origin;

use crate::browser;
use crate::route::parameter;

/// What the address of a frame says: `/widget/booking/{clinic}?lang=ru&theme=auto&host=https%3A%2F%2Fclinic.example`.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    pub kind: WidgetKind,
    pub clinic: OrganizationId,
    pub lang: Lang,
    pub theme: Theme,
    /// The origin of the page around it, to which alone is spoken; empty where it is none.
    pub host: String,
    /// With whom one wants to book.
    pub doctor: Option<PractitionerRoleId>,
}

/// Where the program runs.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    Frame(Frame),
    /// The page of a guest's visit.
    Visit,
    Nowhere,
}

impl Place {
    pub fn here() -> Self {
        let path = browser::path();
        let mut words = path.trim_matches('/').split('/');
        match (words.next(), words.next(), words.next(), words.next()) {
            (Some("guest-visit"), None, None, None) => Self::Visit,
            (Some("widget"), Some(kind), Some(clinic), None) => {
                Frame::read(kind, clinic).map_or(Self::Nowhere, Self::Frame)
            }
            _ => Self::Nowhere,
        }
    }

    pub fn lang(&self) -> Lang {
        match self {
            Self::Frame(frame) => frame.lang,
            // As the server has written it on `<html>`.
            Self::Visit | Self::Nowhere => written_lang(),
        }
    }

    pub const fn theme(&self) -> Theme {
        match self {
            Self::Frame(frame) => frame.theme,
            Self::Visit | Self::Nowhere => Theme::Auto,
        }
    }
}

impl Frame {
    fn read(kind: &str, clinic: &str) -> Option<Self> {
        let search = browser::window()?.location().search().ok()?;
        let asked = |name| parameter(search.trim_start_matches('?'), name).unwrap_or_default();
        let theme = match asked("theme").as_str() {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::Auto,
        };
        Some(Self {
            kind: kind.parse().ok()?,
            clinic: clinic.parse().ok()?,
            lang: if asked("lang") == Lang::En.tag() { Lang::En } else { Lang::Ru },
            theme,
            host: parse_origin(&asked("host")).unwrap_or_default(),
            doctor: asked("doctor").parse().ok(),
        })
    }
}

fn written_lang() -> Lang {
    let written = browser::root().and_then(|root| root.get_attribute("lang"));
    if written.as_deref() == Some(Lang::En.tag()) { Lang::En } else { Lang::Ru }
}
