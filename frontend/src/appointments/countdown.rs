//! How long a time is still kept for somebody.

use gloo_timers::callback::Interval;
use shared::appointments::text::page as text;
use time::Duration;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::ui::Icon;

/// When a screen reader is told that little is left.
const SOON_S: i64 = 60;

#[derive(Properties, PartialEq)]
pub struct CountdownProps {
    /// How many are left, as the server said when it answered: the clock of the device may be wrong,
    /// and counts only what has passed since.
    pub seconds: u32,
    pub on_end: Callback<()>,
}

/// How long the time is still kept. Told aloud only when a minute is left.
#[component]
pub fn Countdown(CountdownProps { seconds, on_end }: &CountdownProps) -> Html {
    let lang = use_lang();
    let ends =
        use_memo(*seconds, |seconds| browser::now() + Duration::seconds(i64::from(*seconds)));
    let ends = *ends;
    let left = use_state_eq(|| (ends - browser::now()).whole_seconds());
    {
        let (left, on_end) = (left.setter(), on_end.clone());
        use_effect_with(ends, move |&ends| {
            let ticking = Interval::new(1_000, move || {
                let seconds = (ends - browser::now()).whole_seconds().max(0);
                left.set(seconds);
                if seconds == 0 {
                    on_end.emit(());
                }
            });
            move || drop(ticking)
        });
    }
    html! {
        <div>
            <p class="muted booking__left">{ Icon::Clock.draw() }{ text::left(lang, *left) }</p>
            <p class="unseen" role="status">
                if *left <= SOON_S {
                    { text::ENDS_SOON.get(lang) }
                }
            </p>
        </div>
    }
}
