use yew::prelude::*;

use super::icon::Icon;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagKind {
    #[default]
    Neutral,
    Accent,
    Positive,
    Caution,
    /// Danger to health or data.
    Critical,
}

impl TagKind {
    pub const ALL: &[Self] =
        &[Self::Neutral, Self::Accent, Self::Positive, Self::Caution, Self::Critical];

    const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tag",
            Self::Accent => "tag tag--accent",
            Self::Positive => "tag tag--positive",
            Self::Caution => "tag tag--caution",
            Self::Critical => "tag tag--critical",
        }
    }
}

/// A status in a word or two. The colour only repeats what the word says.
pub fn tag(kind: TagKind, icon: Option<Icon>, text: &str) -> Html {
    html! { <span class={kind.class()}>{ icon.map(Icon::draw) }{ text }</span> }
}
