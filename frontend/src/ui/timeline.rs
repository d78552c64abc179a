use yew::prelude::*;

use super::icon::Icon;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineItem {
    /// Tells this item from every other.
    pub key: AttrValue,
    pub icon: Icon,
    pub when: Html,
    pub content: Html,
}

/// The id of an item's element, for the focus.
pub fn item_id(key: &str) -> String {
    format!("item-{key}")
}

/// What happened, in the order given, along a line.
pub fn timeline(items: impl Iterator<Item = TimelineItem>) -> Html {
    html! {
        <ol class="timeline">
            for item in items {
                <li key={item.key.to_string()} id={item_id(&item.key)} class="timeline__item" tabindex="-1">
                    <span class="timeline__mark">{ item.icon.draw() }</span>
                    <div class="timeline__body">
                        <p class="timeline__when">{ item.when }</p>
                        { item.content }
                    </div>
                </li>
            }
        </ol>
    }
}
