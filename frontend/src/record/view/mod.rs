mod content;
mod detail;
mod entry;
mod news;
mod protocol;
mod summary;
mod who;

pub use content::entry_name;
pub use detail::detail_view;
pub use entry::{entry_card, entry_list};
pub use news::news_card;
pub use summary::summary_view;
pub use who::{brief, emergency_bar, who};

use shared::lang::Lang;
use shared::record::model::{Entry, Observation, Source, SourceKind, Value};
use shared::record::text;
use shared::results::flag::{Flag, Flagged};
use shared::{format, shell};
use time::OffsetDateTime;
use yew::prelude::*;

use crate::browser;
use crate::ui::{self, Icon, TagKind, tag};

/// The day an entry happened, for people and for machines.
fn time_of(lang: Lang, entry: &Entry) -> Html {
    time_at(lang, entry.occurred_at)
}

/// A day where the person is, for people and for machines.
pub fn time_at(lang: Lang, at: OffsetDateTime) -> Html {
    let date = at.to_offset(browser::offset_at(at)).date();
    html! { <time class="date" datetime={format!("{}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())}>{ format::date(lang, date) }</time> }
}

/// Who says so; nothing for a clinic's own word in a list where that is the rule.
pub fn source_tag(lang: Lang, source: &Source, is_own: bool) -> Html {
    let (kind, words) = match source.kind {
        SourceKind::Clinical => return Html::default(),
        SourceKind::SelfReported if is_own => (TagKind::Accent, source.kind.text()),
        SourceKind::SelfReported => (TagKind::Accent, text::SELF_REPORTED),
        SourceKind::Imported => (TagKind::Neutral, source.kind.text()),
    };
    html! {
        <>
            { tag(kind, None, words.get(lang)) }
            if source.confirmed.is_some() {
                { " " }{ tag(TagKind::Positive, Some(Icon::Check), text::own::CONFIRMED.get(lang)) }
            }
        </>
    }
}

/// «5,4 ммоль/л»
pub fn value(lang: Lang, value: &Value) -> Html {
    html! {
        <span class="value">
            <b>{ text::value(lang, value) }</b>
            if !value.unit.is_empty() {
                { format::NBSP }
                <span class="value__unit">{ text::unit(lang, &value.unit) }</span>
            }
        </span>
    }
}

/// The flag in a word with an arrow; nothing where nothing is claimed.
fn flag_tag(lang: Lang, flagged: Option<Flagged>) -> Html {
    let Some(Flagged { flag, .. }) = flagged else { return Html::default() };
    let (class, icon) = match flag {
        Flag::H | Flag::HH => ("flag flag--out", Icon::Up),
        Flag::L | Flag::LL => ("flag flag--out", Icon::Down),
        Flag::A => ("flag flag--out", Icon::Alert),
        Flag::N => ("flag", Icon::Check),
    };
    html! { <span {class}>{ icon.draw() }{ flag.text().get(lang) }</span> }
}

/// Where the value lies between the limits printed with it.
fn number_line(lang: Lang, observation: &Observation) -> Html {
    let (Some(value), Some(interval)) = (observation.value.number, observation.reference) else {
        return Html::default();
    };
    let Some(range) = text::range(lang, interval.low, interval.high) else {
        return Html::default();
    };
    let name = format!(
        "{}: {}, {range}",
        shell::ON_THE_LINE.get(lang),
        text::value(lang, &observation.value)
    );
    ui::number_line(value, interval.low, interval.high, &name)
}

fn range(lang: Lang, observation: &Observation) -> Option<String> {
    let interval = observation.reference?;
    text::range(lang, interval.low, interval.high)
}
