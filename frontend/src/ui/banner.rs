use yew::prelude::*;

use super::icon::Icon;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BannerKind {
    Offline,
    /// Somebody looks at another person's card in their name.
    ActingFor,
    SessionEnds,
    Info,
    /// One had better look at once.
    Alert,
}

impl BannerKind {
    const fn look(self) -> (&'static str, Icon) {
        match self {
            Self::Offline => ("banner banner--caution", Icon::Offline),
            Self::ActingFor => ("banner banner--accent", Icon::People),
            Self::SessionEnds => ("banner banner--caution", Icon::Clock),
            Self::Info => ("banner", Icon::Info),
            Self::Alert => ("banner banner--caution", Icon::Alert),
        }
    }
}

/// Something that holds for the whole page, and what can be done about it.
pub fn banner(kind: BannerKind, text: &'static str, actions: Html) -> Html {
    let (class, icon) = kind.look();
    html! {
        <div {class} role="status">
            { icon.draw() }
            <p>{ text }</p>
            { actions }
        </div>
    }
}
