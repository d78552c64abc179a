use yew::prelude::*;

use super::icon::Icon;

/// A place where something will be: why there is nothing, and what can be done now.
pub fn empty_state(icon: Icon, text: &'static str, actions: Html) -> Html {
    html! {
        <div class="empty">
            <span class="empty__icon">{ icon.draw() }</span>
            <p>{ text }</p>
            { actions }
        </div>
    }
}
