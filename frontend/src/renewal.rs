//! Codes that live for minutes and renew themselves for as long as they are shown.

use gloo_timers::callback::Timeout;
use time::OffsetDateTime;
use yew::prelude::*;

use crate::browser;

/// A new code comes so much before the old one ends.
const BEFORE_END_S: i64 = 30;
/// And never more often than this, nor later, whatever the device's clock says.
const LEAST_S: i64 = 20;
const MOST_S: i64 = 270;

/// Asks for a code at once, and whenever it is for something else; and for another one before what is
/// shown ends. `ends`: absent while nothing is shown.
#[hook]
pub fn use_renewal<T: PartialEq + 'static>(
    of: T,
    ends: Option<OffsetDateTime>,
    renew: Callback<()>,
) {
    {
        let renew = renew.clone();
        use_effect_with(of, move |_| renew.emit(()));
    }
    use_effect_with(ends, move |&ends| {
        let timer = ends.map(|ends| {
            let left = (ends - browser::now()).whole_seconds() - BEFORE_END_S;
            let wait = u32::try_from(left.clamp(LEAST_S, MOST_S)).unwrap_or(0);
            Timeout::new(wait.saturating_mul(1_000), move || renew.emit(()))
        });
        move || drop(timer)
    });
}
