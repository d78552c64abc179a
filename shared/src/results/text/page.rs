//! Words of the pages of results.

use crate::lang::{Lang, Text, count_en, count_ru, text};
use crate::results::flag::Flag;
use crate::results::list::{OutValue, ResultKind};

pub const RESULTS: Text = text("Результаты", "Results");
pub const LEAD: Text = text(
    "Анализы и исследования из клиник и лабораторий. Новые сверху.",
    "Tests and examinations from clinics and laboratories. Newest first.",
);
pub const SEARCH: Text = text("Найти в результатах", "Search the results");
pub const SEARCH_HINT: Text =
    text("Название анализа или показателя", "The name of a test or of one of its values");
pub const FILTERS: Text = text("Период, лаборатория и состояние", "Period, laboratory and status");
pub const KINDS: Text = text("Что показать", "What to show");
pub const ALL_KINDS: Text = text("Всё", "All");
pub const OUT_ONLY: Text = text("Только вне нормы", "Out of range only");
pub const LABORATORY: Text = text("Лаборатория", "Laboratory");
pub const STATUS: Text = text("Состояние", "Status");
pub const ANY_STATUS: Text = text("Любое", "Any");
pub const EMPTY: Text = text(
    "Результатов пока нет. Они появятся, как только клиника или лаборатория их пришлёт.",
    "No results yet. They appear as soon as a clinic or laboratory sends them.",
);
pub const EMPTY_OF_PATIENT: Text =
    text("Результатов в карте нет.", "There are no results on record.");
pub const CLOSED: Text = text(
    "Результаты этого пациента вам не открыты.",
    "This patient’s results are not open to you.",
);
pub const SIGNED_BY: Text = text("Подписал", "Signed by");
pub const CONCLUSION: Text = text("Заключение", "Conclusion");
pub const VALUES: Text = text("Показатели", "Values");
pub const RANGE_UNIT: Text = text("норма", "range");
pub const NO_RANGE: Text = text("норма не напечатана", "no range was printed");
pub const BEFORE: Text = text("Было", "Before");
pub const CHART: Text = text("График", "Chart");
pub const WHAT_IS_IT: Text = text("Что это значит?", "What does it mean?");
pub const SOURCE: Text = text("Источник, на английском", "Source");
pub const IN_NEW_TAB: Text = text("откроется в новой вкладке", "opens in a new tab");
pub const WITHOUT_VALUE: Text = text("Пока без значения", "No value yet");
pub const COMPARE: Text = text("Сравнить", "Compare");
pub const COMPARISON: Text = text("Сравнение результатов", "Results side by side");
pub const CHOOSE_TO_COMPARE: Text =
    text("Отметьте от двух до шести результатов.", "Choose two to six results.");
pub const STOP_CHOOSING: Text = text("Не сравнивать", "Stop comparing");
pub const COMPARE_WITH: Text = text("Сравнить с другим", "Compare with another");
pub const COMPARE_ALL: Text = text("Сравнить", "Compare");
pub const NOTHING_TO_COMPARE: Text = text(
    "У этих результатов нет ни одного показателя с числом.",
    "None of these results has a value to compare.",
);
pub const NOT_MEASURED: Text = text("не измеряли", "not measured");
pub const ABOUT_ENTRY: Text = text("История записи, спор, источник", "History, dispute and source");
pub const OUT_FIRST: Text = text("Вне нормы", "Out of range");
pub const NOT_SIGNED: Text = text(
    "Результат предварительный: лаборатория ещё может его изменить.",
    "This result is preliminary: the laboratory may still change it.",
);
pub const CORRECTED: Text = text(
    "Лаборатория исправила этот результат. Прежний текст — в истории записи.",
    "The laboratory has corrected this result. What it said before is in its history.",
);
pub const LINE_USUAL: Text = text("в норме", "in range");
pub const LINE_FROM: Text = text("от", "from");
pub const LINE_TO: Text = text("до", "to");
pub const LINE_BEYOND: Text = text("далеко за краем шкалы", "far beyond the end of the scale");
pub const LINE_CRITICAL: Text = text("опасно", "dangerous");

pub const COMMENTS: Text = text("Что говорит врач", "What the doctor says");
pub const COMMENT: Text = text("Ваш комментарий для пациента", "Your comment for the patient");
pub const COMMENT_HINT: Text = text(
    "Простыми словами: что это значит и что делать. Если пациент просил подождать вашего комментария, результат откроется вместе с ним.",
    "In plain words: what it means and what to do. If the patient asked to wait for your comment, the result opens with it.",
);
pub const COMMENT_SEND: Text = text("Отправить пациенту", "Send to the patient");
pub const COMMENT_SAVED: Text = text("Комментарий виден пациенту", "The patient sees your comment");
pub const HELD: Text = text("Результат готов и ждёт", "The result is ready and waits");
pub const HELD_SHORT: Text = text("ждёт", "waits");
pub const OPEN_NOW: Text = text("Показать сейчас", "Show it now");
pub const RELEASE: Text = text("Когда показывать новые результаты", "When to show new results");
pub const RELEASE_LEAD: Text = text(
    "Можно узнавать о результате вместе с объяснением врача. Врач увидит его сразу, а вам он откроется с комментарием или в крайний день. Увидеть его раньше можно в любую минуту.",
    "You can learn of a result together with the doctor’s explanation. The doctor sees it at once; to you it opens with the comment, or on the last day. You can see it earlier at any moment.",
);
pub const RELEASE_USUAL: Text = text("Обычные результаты", "Usual results");
pub const RELEASE_SENSITIVE: Text = text(
    "Личное: ВИЧ, репродуктивное здоровье, зависимости, психика",
    "Sensitive: HIV, reproductive health, addiction, mental health",
);
pub const AT_ONCE: Text = text("Сразу", "At once");
pub const RELEASE_SAVE: Text = text("Сохранить", "Save");
pub const RELEASE_SAVED: Text =
    text("Сохранено: это для новых результатов", "Saved: it is for new results");

/// «С комментарием врача, но не позже чем через 7 дней»
pub fn after_comment_or_days(lang: Lang, days: u64) -> String {
    match lang {
        Lang::Ru => format!(
            "С комментарием врача, но не позже чем через {days}\u{a0}{}",
            count_ru(days, "день", "дня", "дней")
        ),
        Lang::En => format!(
            "With the doctor’s comment, at the latest after {days} {}",
            count_en(days, "day", "days")
        ),
    }
}

/// «Вы просили показать его с комментарием врача. Откроется сам 27 ноября 2026»
pub fn held_until(lang: Lang, day: &str) -> String {
    match lang {
        Lang::Ru => format!(
            "Вы просили показывать такие результаты вместе с комментарием врача. Этот откроется с ним или сам — {day}."
        ),
        Lang::En => format!(
            "You asked to see such results together with the doctor’s comment. This one opens with it, or by itself on {day}."
        ),
    }
}

/// «откроется до 27 ноября 2026»
pub fn opens_by(lang: Lang, day: &str) -> String {
    match lang {
        Lang::Ru => format!("откроется с комментарием врача или {day}"),
        Lang::En => format!("opens with the doctor’s comment or on {day}"),
    }
}

impl ResultKind {
    pub const fn text(self) -> Text {
        match self {
            Self::Laboratory => text("Анализы", "Laboratory"),
            Self::Examination => text("Исследования", "Examinations"),
            Self::VitalSigns => text("Измерения на приёме", "Measured at visits"),
            Self::Other => text("Прочее", "Other"),
        }
    }
}

/// «Выше нормы: глюкоза, холестерин», one for each flag there is, the gravest first.
pub fn out_of(lang: Lang, out: &[OutValue]) -> Vec<(Flag, String)> {
    [Flag::LL, Flag::HH, Flag::L, Flag::H, Flag::A]
        .into_iter()
        .filter_map(|flag| {
            let names: Vec<&str> =
                out.iter().filter(|it| it.flag == flag).map(|it| it.name.as_str()).collect();
            (!names.is_empty()).then(|| {
                (flag, format!("{}: {}", capital(flag.text().get(lang)), names.join(", ")))
            })
        })
        .collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// «Вне нормы 2 из 14»; what cannot be compared is said, and counted as neither.
pub fn out_count(lang: Lang, out: u64, compared: u64, values: u64) -> String {
    let rest = values.saturating_sub(compared);
    let said = match (lang, out, compared) {
        (Lang::Ru, _, 0) => "Сравнить не с чем: нормы не напечатаны".to_owned(),
        (Lang::En, _, 0) => "There is nothing to compare with: no ranges were printed".to_owned(),
        (Lang::Ru, 0, 1) => "Значение в норме".to_owned(),
        (Lang::En, 0, 1) => "The value is in range".to_owned(),
        (Lang::Ru, 0, _) => format!("Все {compared} в норме"),
        (Lang::En, 0, _) => format!("All {compared} in range"),
        (Lang::Ru, ..) => format!("Вне нормы {out} из {compared}"),
        (Lang::En, ..) => format!("{out} of {compared} out of range"),
    };
    match (lang, rest) {
        (_, 0) => said,
        _ if compared == 0 => said,
        (Lang::Ru, _) => format!(
            "{said}; {rest} {} без нормы",
            count_ru(rest, "значение", "значения", "значений")
        ),
        (Lang::En, _) => {
            format!("{said}; {rest} {} without a range", count_en(rest, "value", "values"))
        }
    }
}

/// «Найдено 12 результатов»
pub fn found(lang: Lang, count: u64) -> String {
    match lang {
        Lang::Ru => {
            let verb = count_ru(count, "Найден", "Найдено", "Найдено");
            let word = count_ru(count, "результат", "результата", "результатов");
            format!("{verb} {count} {word}")
        }
        Lang::En => format!("{count} {} found", count_en(count, "result", "results")),
    }
}

/// «Сравнить выбранные (2)»
pub fn compare_chosen(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Ru => format!("Сравнить выбранные ({count})"),
        Lang::En => format!("Compare the chosen ({count})"),
    }
}

/// «с результатом от 12 мая 2026»
pub fn with_result_of(lang: Lang, day: &str) -> String {
    match lang {
        Lang::Ru => format!("с результатом от {day}"),
        Lang::En => format!("with the result of {day}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_compared_is_never_called_normal() {
        assert_eq!(out_count(Lang::Ru, 0, 0, 3), "Сравнить не с чем: нормы не напечатаны");
        assert_eq!(out_count(Lang::Ru, 0, 2, 3), "Все 2 в норме; 1 значение без нормы");
        assert_eq!(out_count(Lang::Ru, 2, 14, 14), "Вне нормы 2 из 14");
        assert_eq!(out_count(Lang::En, 1, 3, 5), "1 of 3 out of range; 2 values without a range");
    }

    #[test]
    fn names_stand_with_their_flag() {
        let value = |name: &str, flag| OutValue { name: name.into(), flag, is_critical: false };
        let out = [value("глюкоза", Flag::H), value("калий", Flag::LL), value("ЛПНП", Flag::H)];
        let told = out_of(Lang::Ru, &out);
        let lines: Vec<&str> = told.iter().map(|(_, line)| line.as_str()).collect();
        assert_eq!(lines, ["Опасно низко: калий", "Выше нормы: глюкоза, ЛПНП"]);
    }
}
