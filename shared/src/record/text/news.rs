//! What is new since the last sign-in.

use crate::lang::{Lang, Text, count_en, count_ru, text};

pub const NEWS: Text = text("С прошлого раза", "Since your last sign-in");
pub const CORRECTED: Text = text("исправлено", "corrected");
pub const WITHDRAWN: Text = text("отозвано", "withdrawn");
pub const NOTE: Text = text("Заметка", "A note");
pub const REQUEST: Text =
    text("Клиника ответила на вашу просьбу", "A clinic answered your request");
pub const ALL: Text = text("Все записи карты", "All entries of the card");

/// «3 новых записи», “3 new entries”.
pub fn count(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => {
            format!("{n}\u{a0}{}", count_ru(n, "новая запись", "новые записи", "новых записей"))
        }
        Lang::En => format!("{n}\u{a0}{}", count_en(n, "new entry", "new entries")),
    }
}

/// «и ещё 3 показателя», “and 3 more values”.
pub fn more(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => format!(
            "и\u{a0}ещё {n}\u{a0}{}",
            count_ru(n, "показатель", "показателя", "показателей")
        ),
        Lang::En => format!("and {n}\u{a0}more {}", count_en(n, "value", "values")),
    }
}

/// «и ещё 3 записи», “and 3 more entries”.
pub fn more_of_visit(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => {
            format!("и\u{a0}ещё {n}\u{a0}{}", count_ru(n, "запись", "записи", "записей"))
        }
        Lang::En => format!("and {n}\u{a0}more {}", count_en(n, "entry", "entries")),
    }
}

/// «Показать ещё 15», “Show 15 more”.
pub fn show_more(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => format!("Показать ещё {n}"),
        Lang::En => format!("Show {n} more"),
    }
}
