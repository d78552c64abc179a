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

/// What happened, in the order given, along a line.
pub fn timeline(items: impl Iterator<Item = TimelineItem>) -> Html {
    html! {
        <ol class="timeline">
            for item in items {
                <li key={item.key.to_string()} class="timeline__item">
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
