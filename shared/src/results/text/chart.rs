//! Words of charts and of the page of a series.

use time::{OffsetDateTime, UtcOffset};

use crate::format;
use crate::lang::{Lang, Text, text};
use crate::measurements::model::TargetOrigin;
use crate::results::chart::{Meaning, Period, Toward};

pub const NONE_IN_PERIOD: Text =
    text("За это время значений нет", "There are no values in this period");
pub const NO_NUMBERS: Text = text(
    "Чисел здесь нет: значения словами отмечены внизу",
    "No numbers here: values in words are marked at the bottom",
);
pub const NOTHING: Text = text(
    "Значений пока нет. График появится, как только придёт первый результат.",
    "There are no values yet. The chart appears with the first result.",
);

// What can be done.
pub const PERIOD: Text = text("Период", "Period");
pub const EARLIER: Text = text("Раньше", "Earlier");
pub const LATER: Text = text("Позже", "Later");
pub const CLOSER: Text = text("Крупнее", "Zoom in");
pub const FARTHER: Text = text("Мельче", "Zoom out");
pub const MOVE: Text = text("Движение по графику", "Moving about the chart");
pub const TABLE: Text = text("Таблица", "Table");
pub const LISTEN: Text = text("Послушать", "Listen");
pub const STOP: Text = text("Остановить", "Stop");
pub const SAVE_PNG: Text = text("Сохранить PNG", "Save PNG");
pub const SAVE_SVG: Text = text("Сохранить SVG", "Save SVG");
pub const PRINT: Text = text("Напечатать", "Print");
pub const OPEN: Text = text("Открыть результат", "Open the result");
pub const KEYS: Text = text("Клавиши", "Keys");
pub const KEYS_TOLD: Text = text(
    "Стрелки влево и вправо ведут по значениям, вверх и вниз по линиям; Home и End к первому и последнему. \
     Плюс и минус меняют масштаб, Shift со стрелкой сдвигает, 0 показывает всё. \
     Enter открывает результат, T таблицу, Esc уходит со значения.",
    "Left and right arrows lead along the values, up and down between lines; Home and End to the first and the last. \
     Plus and minus zoom, Shift with an arrow moves, 0 shows all. \
     Enter opens the result, T the table, Esc leaves the value.",
);
pub const LISTEN_TOLD: Text = text(
    "Выше звук, больше значение. Вне нормы звук резче.",
    "The higher the tone, the greater the value. Out of range it sounds sharper.",
);
pub const TOLD_AS: Text = text("Единицы", "Units");

// The key and the table.
pub const KEY: Text = text("Что значат знаки", "What the marks mean");
pub const BAND: Text = text("норма в то время", "the range at that time");
pub const CENSORED: Text = text(
    "точно не измерено: стрелка туда, где может быть",
    "not exact: the arrow points where it may lie",
);
pub const FOOT: Text =
    text("внизу: без числа или в другой единице", "at the bottom: no number, or another unit");
pub const GAP: Text =
    text("линия прерывается: сравнивать нельзя", "the line breaks: not comparable");
pub const GOAL: Text = text("цель домашних измерений", "the target at home");
pub const VISITS: Text = text("приёмы", "visits");
pub const COURSES: Text = text("лекарства", "medicines");
pub const ANALYTE: Text = text("Показатель", "Analyte");
pub const DATE: Text = text("Взят", "Taken");
pub const VALUE: Text = text("Значение", "Value");
pub const RANGE: Text = text("Норма", "Range");
pub const ASSESSMENT: Text = text("Оценка", "Assessment");
pub const LABORATORY: Text = text("Лаборатория", "Laboratory");
pub const METHOD: Text = text("Метод", "Method");
pub const SPECIMEN: Text = text("Материал", "Specimen");

// The page of a series.
pub const TITLE: Text = text("Как менялось", "How it changed");
pub const TO_RESULT: Text = text("К результату", "To the result");
pub const ONE_VALUE: Text = text(
    "Одно значение: графика пока нет, но вот оно на шкале.",
    "One value: no chart yet, but here it stands on its scale.",
);
pub const BESIDE: Text = text("Показать рядом", "Show beside");
pub const BESIDE_NONE: Text = text("Выберите показатель", "Choose an analyte");
pub const BESIDE_TOLD: Text = text(
    "Показатели встанут друг под другом на одной оси времени.",
    "They stand one under another on one axis of time.",
);
pub const BESIDE_FULL: Text = text(
    "Больше четырёх не помещается. Уберите один, чтобы добавить другой.",
    "More than four do not fit. Remove one to add another.",
);
pub const MEANWHILE: Text = text("Что было в это время", "What happened meanwhile");
pub const TAKEN_SINCE: Text = text("принимается с", "taken since");
pub const BREAKS: Text = text("Где линия прерывается", "Where the line breaks");
pub const BREAKS_TOLD: Text = text(
    "Значения по обе стороны получены по-разному. Сравнивать их между собой нельзя, поэтому линии нет.",
    "The values on both sides were obtained differently. They cannot be compared, so no line joins them.",
);
pub const CONVERSIONS: Text = text("Как пересчитано", "How it was converted");
pub const NOT_CLAIMED: Text = text(
    "Можно ли верить такой разнице, сказать не по чему: опубликованных данных о колебаниях этого показателя у нас нет, или одно из значений не точное.",
    "Whether such a difference means anything cannot be said: we have no published data on how this analyte varies, or one of the values is not exact.",
);
pub const REAL: Text = text(
    "Похоже, да: так сильно само собой не меняется. О чём это говорит, решает врач.",
    "It seems so: it does not move this much by itself. What it means is for the doctor to say.",
);
pub const USUAL: Text = text(
    "Возможно, нет: настолько показатель колеблется и сам по себе.",
    "Perhaps not: it moves this much by itself.",
);
pub const NOT_COMPARED: Text =
    text("Последние два значения сравнивать нельзя.", "The last two values cannot be compared.");

pub const GOAL_TITLE: Text = text("Цель", "Target");
pub const GOAL_LIMITS: Text = text("Где должно лежать", "Where it should lie");
pub const GOAL_BY: Text = text("Кто поставил", "Set by");
pub const GOAL_MET: Text = text("В цели", "On target");

/// Whose target it is.
pub fn goal_by(lang: Lang, origin: TargetOrigin, by: Option<&str>) -> String {
    match (origin, by) {
        (TargetOrigin::Doctor, Some(by)) => by.to_owned(),
        (TargetOrigin::Doctor, None) => text("врач", "a doctor").get(lang).to_owned(),
        (TargetOrigin::Default, _) => {
            text("обычная: врач своей не ставил", "the usual one: no doctor has set one")
                .get(lang)
                .to_owned()
        }
    }
}

/// «12 из 20 своих измерений»
pub fn goal_met(lang: Lang, within: u64, all: u64) -> String {
    match lang {
        Lang::Ru => format!("{within} из {all} измерений дома"),
        Lang::En => format!("{within} of {all} measurements at home"),
    }
}

/// «цель 134»: one end of a target, on its line.
pub fn goal(lang: Lang, end: &str) -> String {
    match lang {
        Lang::Ru => format!("цель\u{a0}{end}"),
        Lang::En => format!("target\u{a0}{end}"),
    }
}

impl Period {
    pub const fn text(self) -> Text {
        match self {
            Self::ThreeMonths => text("3\u{a0}мес.", "3\u{a0}months"),
            Self::Year => text("1\u{a0}год", "1\u{a0}year"),
            Self::FiveYears => text("5\u{a0}лет", "5\u{a0}years"),
            Self::All => text("Всё", "All"),
        }
    }
}

impl Meaning {
    /// Said of a dot.
    pub const fn text(self) -> Text {
        match self {
            Self::Unclaimed => text("не с чем сравнить", "nothing to compare with"),
            Self::Within => text("в норме", "in range"),
            Self::Below => text("ниже нормы", "below range"),
            Self::Above => text("выше нормы", "above range"),
            Self::CriticalBelow => text("опасно низко", "dangerously low"),
            Self::CriticalAbove => text("опасно высоко", "dangerously high"),
            Self::Abnormal => text("не в норме", "abnormal"),
            Self::Critical => text("опасно", "dangerous"),
        }
    }

    /// Its sign among the words of a saved picture.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Unclaimed => "○",
            Self::Within => "●",
            Self::Below => "▼",
            Self::Above => "▲",
            Self::CriticalBelow => "▼▼",
            Self::CriticalAbove => "▲▲",
            Self::Abnormal => "◆",
            Self::Critical => "◆◆",
        }
    }
}

impl Toward {
    pub const fn text(self) -> Text {
        match self {
            Self::Lower => text("точно не измерено: это или меньше", "not exact: this or less"),
            Self::Higher => text("точно не измерено: это или больше", "not exact: this or more"),
        }
    }
}

/// «3 из 12»
pub fn position(lang: Lang, at: usize, of: usize) -> String {
    match lang {
        Lang::Ru => format!("{at} из {of}"),
        Lang::En => format!("{at} of {of}"),
    }
}

/// What a window shows: «с 3 марта 2024 по 5 мая 2026: 12 значений».
pub fn seen(
    lang: Lang,
    (from, to): (OffsetDateTime, OffsetDateTime),
    offset: UtcOffset,
    count: u64,
) -> String {
    let days = super::between(lang, from, to, offset);
    format!("{days}: {}", super::values(lang, count))
}

/// A value that was told in another unit: «= 5,0 ммоль/л».
pub fn converted(lang: Lang, number: f64, unit: &str) -> String {
    let number = format::number(lang, number);
    match unit {
        "" => format!("= {number}"),
        unit => format!("= {number}\u{a0}{unit}"),
    }
}
