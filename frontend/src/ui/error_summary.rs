use yew::prelude::*;

use crate::browser;

/// The id of the summary, for the focus.
const ID: &str = "errors";

/// What has to be mended before a form can be sent: each line leads to its field. `wrong`: the id
/// of a field, its name, and what is the matter. Draws nothing when all is well.
pub fn error_summary(title: &str, wrong: &[(&'static str, AttrValue, AttrValue)]) -> Html {
    if wrong.is_empty() {
        return Html::default();
    }
    html! {
        <div class="failure errors" id={ID} tabindex="-1" role="group" aria-labelledby="errors-title">
            <div>
                <h2 class="failure__title" id="errors-title">{ title.to_owned() }</h2>
                <ul class="errors__list">
                    for (id, name, reason) in wrong {
                        <li key={*id}>
                            <a href={format!("#{id}")} onclick={to_field(id)}>
                                { name }{ ": " }{ reason }
                            </a>
                        </li>
                    }
                </ul>
            </div>
        </div>
    }
}

fn to_field(id: &'static str) -> Callback<MouseEvent> {
    Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        browser::focus_id(id);
    })
}
