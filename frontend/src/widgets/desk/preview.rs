use shared::id::OrganizationId;
use shared::widgets::model::WidgetKind;
use shared::widgets::snippet::Options;
use web_sys::Element;
use yew::prelude::*;

use crate::browser;

#[derive(Properties, PartialEq)]
pub struct PreviewProps {
    pub clinic: OrganizationId,
    pub options: Options,
}

/// The widget itself, by the loader that sites have: what is seen here is what a site shows.
#[component]
pub fn Preview(PreviewProps { clinic, options }: &PreviewProps) -> Html {
    let place = use_node_ref();
    {
        let place = place.clone();
        // Only what can be read: half a colour changes nothing yet.
        let wanted = (*clinic, options.kind, options.attributes());
        use_effect_with(wanted, move |(clinic, kind, attributes)| {
            let place = place.cast::<Element>();
            let shown = place.and_then(|place| show(&place, *clinic, *kind, attributes));
            move || {
                if let Some(shown) = shown {
                    shown.remove();
                }
            }
        });
    }
    html! { <div class="widgets__preview" ref={place}></div> }
}

/// Puts the element there, as a site's page has it, and the loader once.
fn show(
    place: &Element,
    clinic: OrganizationId,
    kind: WidgetKind,
    attributes: &[(&'static str, String)],
) -> Option<Element> {
    let document = browser::document()?;
    let element = document.create_element(&format!("medkarta-{}", kind.wire())).ok()?;
    element.set_attribute("clinic", &clinic.to_string()).ok()?;
    for (name, value) in attributes {
        element.set_attribute(name, value).ok()?;
    }
    place.append_child(&element).ok()?;
    // A second one finds the first and does nothing; the browser has the file by then.
    let loader = document.create_element("script").ok()?;
    loader.set_attribute("src", "/widget.js").ok()?;
    place.append_child(&loader).ok()?;
    loader.remove();
    Some(element)
}
