//! Whose card one is in when it is somebody else's: told on every page of it (CARD-13).

use shared::access::model::Level;
use shared::id::PatientId;
use shared::representatives::api::FindActing;
use shared::representatives::model::ActingFor;
use shared::representatives::text;
use shared::shell;
use yew::prelude::*;

use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router::link;
use crate::session::use_session;
use crate::ui::Icon;

/// In whose place one acts on this page; nothing on one's own pages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Acting(pub Option<ActingFor>);

/// In whose place one acts on this page, where that is so.
#[hook]
pub fn use_acting() -> Option<ActingFor> {
    use_context::<Acting>().unwrap_or_default().0
}

/// Whether one keeps the patient's card for them.
#[hook]
pub fn use_keeps(patient: PatientId) -> bool {
    use_acting().is_some_and(|acting| acting.patient == patient && acting.level == Level::Full)
}

#[derive(Properties, PartialEq)]
pub struct ActingBarProps {
    pub patient: PatientId,
    /// Is told once it is known.
    pub on_known: Callback<Option<ActingFor>>,
}

/// The line under the header that says whose card it is, and leads back to one's own.
#[component]
pub fn ActingBar(ActingBarProps { patient, on_known }: &ActingBarProps) -> Html {
    let lang = use_lang();
    let found = use_load(FindActing { patient: *patient });
    let has_own = use_session().session().is_some_and(|session| session.card.is_some());
    let (acting, is_waiting) = match found.load() {
        Load::Waiting => (None, true),
        Load::Ready(acting) => (acting.for_whom.clone(), false),
        Load::Failed(_) => (None, false),
    };
    {
        let on_known = on_known.clone();
        use_effect_with(acting.clone(), move |acting| on_known.emit(acting.clone()));
    }
    let (to, back) =
        if has_own { (Route::Home, text::BACK_TO_OWN) } else { (Route::People, text::BACK_HOME) };
    if acting.is_none() && !is_waiting {
        return Html::default();
    }
    // There from the start, so that its words are read aloud once, when they come.
    html! {
        <div class="acting" role="status">
            { Icon::People.draw() }
            if let Some(acting) = acting {
                <p>
                    { text::LOOKING_AT.get(lang) }{ " " }<b>{ acting.name.clone() }</b>
                    { " · " }{ text::acting_as(lang, &acting) }
                </p>
                { link(to, "acting__back not-on-paper", html! { back.get(lang) }) }
            } else {
                <p>{ shell::LOADING.get(lang) }</p>
            }
        </div>
    }
}

/// Into whose card goes what is being written here; nothing in one's own.
#[component]
pub fn GoesTo() -> Html {
    let lang = use_lang();
    match use_acting() {
        Some(acting) => html! { <p class="goes-to">{ text::goes_to(lang, &acting.name) }</p> },
        None => Html::default(),
    }
}
