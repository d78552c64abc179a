//! Numbers, pictures and codes.

use shared::lang::{Lang, Text};
use yew::prelude::*;

use super::charts::charts;
use super::{Shelf, sample, text, wide_sample};
use crate::ui::{Column, number_line, qr, table};

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

fn codes(lang: Lang) -> Html {
    sample(lang, text::USUAL, qr("https://medkarta.example/share/7Q2M", text::QR_NAME.get(lang)))
}
