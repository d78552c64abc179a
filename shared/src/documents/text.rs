//! Words of documents.

use time::{OffsetDateTime, UtcOffset};

use crate::format;
use crate::lang::{Lang, Text, text};

pub const DOWNLOAD: Text = text("Скачать PDF", "Download PDF");
pub const PRINT: Text = text("Напечатать", "Print");

pub const PATIENT: Text = text("Пациент", "Patient");
/// Before its number, and between it and how many there are.
pub const PAGE: Text = text("Страница", "Page");
pub const OF: Text = text("из", "of");
pub const RANGE: Text = text("Норма", "Range");
pub const BEFORE: Text = text("Прежнее значение", "Previous value");
pub const LABORATORY: Text = text("Лаборатория, метод, материал", "Laboratory, method, specimen");
pub const CHART: Text = text("График", "Chart");
pub const VALUES: Text = text("Все значения", "All values");
/// In a cell with nothing in it.
pub const NOTHING: Text = text("–", "–");
pub const COPY: Text = text(
    "Это копия из медицинской карты: портал сделал её по просьбе того, кто вошёл в карту. \
     Подписи и печати на ней нет. Если нужен подписанный документ, попросите его у лаборатории \
     или клиники.",
    "This is a copy from a medical card, made by the portal for whoever signed in to the card. \
     It bears no signature and no stamp. If you need a signed document, ask the laboratory or \
     the clinic for it.",
);
/// Where a letter is in none of our fonts.
pub const UNKNOWN_LETTERS: Text = text(
    "Знак � стоит там, где букву напечатать не удалось. Полностью текст виден на портале.",
    "The sign � stands where a letter could not be printed. The portal shows the whole text.",
);

/// «Сделано порталом 1 декабря 2026, 15:00. Всё время на листе: UTC+3»
pub fn made(lang: Lang, at: OffsetDateTime, offset: UtcOffset) -> String {
    let moment = format::moment(lang, at, offset);
    let zone = zone(offset);
    match lang {
        Lang::Ru => format!("Сделано порталом {moment}. Всё время на листе: {zone}"),
        Lang::En => format!("Made by the portal on {moment}. All times on this sheet: {zone}"),
    }
}

/// «UTC+3», “UTC−3:30”
fn zone(offset: UtcOffset) -> String {
    let (hours, minutes, _) = offset.as_hms();
    let sign = if offset.is_negative() { '−' } else { '+' };
    let (hours, minutes) = (hours.unsigned_abs(), minutes.unsigned_abs());
    match (hours, minutes) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

/// «Здесь последние 2000 значений из 5230. Остальные на портале.»
pub fn newest_only(lang: Lang, shown: u64, all: u64) -> String {
    match lang {
        Lang::Ru => format!("Здесь последние {shown} значений из {all}. Остальные — на портале."),
        Lang::En => {
            format!("Here are the last {shown} values of {all}. The portal has the others.")
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{datetime, offset};

    use super::*;

    #[test]
    fn when_it_was_made_is_told_with_its_clock() {
        let at = datetime!(2026-12-01 12:00 UTC);
        let told = made(Lang::Ru, at, offset!(+3));
        assert_eq!(
            told,
            "Сделано порталом 1\u{a0}декабря\u{a0}2026, 15:00. Всё время на листе: UTC+3"
        );
        assert!(
            made(Lang::En, at, offset!(-3:30))
                .ends_with("08:30. All times on this sheet: UTC−3:30")
        );
        assert!(made(Lang::En, at, UtcOffset::UTC).ends_with("sheet: UTC"));
    }
}
