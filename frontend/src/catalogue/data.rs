//! Numbers, pictures and codes.

use shared::lang::{Lang, Text};
use time::macros::date;
use yew::prelude::*;

use super::{Shelf, sample, text, wide_sample};
use crate::ui::{Column, Point, Series, chart, number_line, qr, table};

pub fn shelves(lang: Lang) -> Vec<Shelf> {
    vec![
        Shelf { id: "table", name: text::TABLE, samples: tables(lang) },
        Shelf { id: "number-line", name: text::NUMBER_LINE, samples: lines(lang) },
        Shelf { id: "chart", name: text::CHART, samples: charts(lang) },
        Shelf { id: "qr", name: text::QR, samples: codes(lang) },
    ]
}

fn tables(lang: Lang) -> Html {
    let column = |name: Text, is_number: bool| Column { name: name.get(lang).into(), is_number };
    let columns = [
        column(text::ANALYTE, false),
        column(text::VALUE, true),
        column(text::RANGE, true),
        column(text::DATE, false),
    ];
    let rows = [(text::GLUCOSE, "7,9", "3,9–6,1"), (text::HAEMOGLOBIN, "132", "120–155")];
    let rows = rows.map(|(name, value, range)| {
        vec![
            html! { name.get(lang) },
            html! { value },
            html! { range },
            html! { text::BIRTH_FACT.get(lang) },
        ]
    });
    wide_sample(lang, text::USUAL, table(text::RESULT.get(lang), &columns, rows.to_vec()))
}

fn lines(lang: Lang) -> Html {
    let name = text::GLUCOSE.get(lang);
    let line = |state: Text, value: f64, low: Option<f64>, high: Option<f64>| {
        sample(lang, state, number_line(value, low, high, name))
    };
    html! {
        <>
            { line(text::LOW, 3.1, Some(3.9), Some(6.1)) }
            { line(text::NORMAL, 5.0, Some(3.9), Some(6.1)) }
            { line(text::HIGH, 9.4, Some(3.9), Some(6.1)) }
            { line(text::ONE_LIMIT, 4.4, None, Some(5.2)) }
        </>
    }
}

fn charts(lang: Lang) -> Html {
    let points = [
        Point { date: date!(2025 - 03 - 01), value: 5.2 },
        Point { date: date!(2025 - 06 - 12), value: 5.9 },
        Point { date: date!(2025 - 09 - 03), value: 6.8 },
        Point { date: date!(2026 - 01 - 20), value: 7.9 },
        Point { date: date!(2026 - 05 - 14), value: 6.0 },
    ];
    let series = Series {
        name: text::GLUCOSE.get(lang),
        unit: text::UNIT.get(lang),
        points: &points,
        low: Some(3.9),
        high: Some(6.1),
        columns: [text::DATE.get(lang), text::VALUE.get(lang)],
    };
    wide_sample(lang, text::USUAL, chart(lang, &series))
}

fn codes(lang: Lang) -> Html {
    sample(lang, text::USUAL, qr("https://medkarta.example/share/7Q2M", text::QR_NAME.get(lang)))
}
