use shared::lang::{Lang, Text};
use shared::widgets::model::{WidgetDesk, WidgetTally};
use shared::widgets::words;
use yew::prelude::*;

use crate::ui::{Column, Icon, empty_state, table};

/// How often each widget was used on each site.
pub fn counts(lang: Lang, desk: &WidgetDesk) -> Html {
    if desk.counts.is_empty() {
        return html! {
            <section class="panel stack" aria-labelledby="widget-counts">
                <h2 id="widget-counts">{ words::COUNTS.get(lang) }</h2>
                { empty_state(Icon::Eye, words::NO_COUNTS.get(lang), Html::default()) }
            </section>
        };
    }
    let column = |name: Text, is_number: bool| Column { name: name.get(lang).into(), is_number };
    let columns = [
        column(words::WIDGET, false),
        column(words::SITE, false),
        column(words::SHOWN, true),
        column(words::STARTED, true),
        column(words::BOOKED, true),
    ];
    let row = |tally: &WidgetTally| {
        vec![
            html! { tally.kind.text().get(lang) },
            html! { &tally.origin },
            html! { tally.shown },
            html! { tally.started },
            html! { tally.booked },
        ]
    };
    table(words::COUNTS.get(lang), &columns, desk.counts.iter().map(row).collect())
}
