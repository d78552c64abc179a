//! What a clinic copies into its site (WID-7).

use std::fmt::Write as _;

use super::look::{Colour, parse_radius};
use super::model::WidgetKind;
use crate::id::OrganizationId;
use crate::lang::Lang;
use crate::prefs::Theme;

/// How much room a widget takes before it is there, in CSS pixels; the loader (`assets/widget.js`) has the same numbers.
pub const fn room(kind: WidgetKind) -> u32 {
    match kind {
        WidgetKind::Booking => 720,
        WidgetKind::Doctors => 640,
        WidgetKind::Result => 440,
        WidgetKind::Card => 180,
    }
}

/// How a widget is to look. What cannot be read is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    pub kind: WidgetKind,
    pub lang: Lang,
    pub theme: Theme,
    /// As typed.
    pub accent: String,
    /// As typed.
    pub radius: String,
}

impl Options {
    /// The element's attributes beside `clinic`.
    pub fn attributes(&self) -> Vec<(&'static str, String)> {
        let mut attributes = vec![("lang", self.lang.tag().to_owned())];
        if self.theme != Theme::Auto {
            attributes.push(("theme", self.theme.attribute().to_owned()));
        }
        attributes.extend(Colour::parse(&self.accent).map(|accent| ("accent", accent.css())));
        attributes.extend(parse_radius(&self.radius).map(|radius| ("radius", radius)));
        attributes
    }
}

/// Room that is kept, the element, and the loader.
pub fn snippet(portal: &str, clinic: OrganizationId, options: &Options) -> String {
    let name = format!("medkarta-{}", options.kind.wire());
    let room = room(options.kind);
    let mut attributes = format!("clinic=\"{clinic}\"");
    for (name, value) in options.attributes() {
        // Writing to a String cannot fail.
        let _ = write!(attributes, " {name}=\"{value}\"");
    }
    format!(
        "<style>{name} {{ display: block; min-height: {room}px }}</style>\n\
         <{name} {attributes}></{name}>\n\
         <script async src=\"{portal}/widget.js\"></script>"
    )
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const LOADER: &str = include_str!("../../../assets/widget.js");

    /// WID-1: the page keeps as much room as the loader takes, so nothing moves.
    #[test]
    fn the_snippet_keeps_as_much_room_as_the_loader_takes() {
        for kind in WidgetKind::ALL {
            let line = format!("{kind}: [{},", room(*kind));
            assert!(LOADER.contains(&line), "{line}");
        }
    }

    /// WID-7: what was typed gets into the code only as far as it is a colour and a length.
    #[test]
    fn nothing_typed_breaks_out_of_the_snippet() {
        let of = |accent: &str, radius: &str| {
            let options = Options {
                kind: WidgetKind::Booking,
                lang: Lang::Ru,
                theme: Theme::Dark,
                accent: accent.to_owned(),
                radius: radius.to_owned(),
            };
            snippet("https://card.example", OrganizationId(Uuid::nil()), &options)
        };
        assert_eq!(
            of("#1A5FB4", "8px"),
            "<style>medkarta-booking { display: block; min-height: 720px }</style>\n\
             <medkarta-booking clinic=\"00000000-0000-0000-0000-000000000000\" lang=\"ru\" \
             theme=\"dark\" accent=\"#1a5fb4\" radius=\"8px\"></medkarta-booking>\n\
             <script async src=\"https://card.example/widget.js\"></script>"
        );
        let hostile = of("\"><script>alert(1)</script>", "1px\" onclick=\"x");
        assert!(!hostile.contains("alert") && !hostile.contains("onclick"), "{hostile}");
    }
}
