//! What people measure themselves: names, targets, and what to do.

use super::model::{Advice, AdviceLevel, MeasurementKind, RowState, Side, TargetOrigin};
use crate::contract::FieldReason;
use crate::format;
use crate::lang::{Lang, Text, count_en, count_ru, text};
use crate::record::model::Interval;
use crate::record::text::{limits, unit};

pub const TITLE: Text = text("Мои измерения", "My measurements");
pub const TITLE_OF_PATIENT: Text = text("Измерения пациента", "The patient’s measurements");
pub const HINT: Text = text(
    "Давление, сахар, вес и другое: записать, посмотреть, загрузить",
    "Blood pressure, sugar, weight and more: write down, look at, upload",
);
pub const LEAD: Text = text(
    "Нажмите, что измерили, и введите число. Врачи увидят его с пометкой «со слов пациента».",
    "Press what you measured and type the number. Doctors see it marked “told by the patient”.",
);
pub const LEAD_OF_PATIENT: Text = text(
    "Пациент измеряет это сам. Вы можете задать цель: по ней мы подскажем пациенту, что делать.",
    "The patient measures this. You can set a target: by it we tell the patient what to do.",
);
pub const CLOSED: Text =
    text("Пациент не открыл вам свои измерения", "The patient has not opened the measurements");
pub const NOT_YET: Text = text("ещё не измеряли", "not measured yet");
pub const MEASURED_KINDS: Text = text("Что вы измеряете", "What you measure");
pub const OTHER_KINDS: Text = text("Что ещё можно измерить", "What else can be measured");
pub const ADD: Text = text("Записать", "Write down");
pub const SAVE: Text = text("Сохранить", "Save");
pub const CLOSE: Text = text("Закрыть", "Close");
pub const UPPER: Text = text("Верхнее", "Upper");
pub const LOWER: Text = text("Нижнее", "Lower");
pub const PULSE_TOO: Text = text("Пульс, если измеряли", "Pulse, if measured");
pub const WHEN: Text = text("Когда измерили", "When measured");
pub const NOW: Text = text("сейчас", "now");
pub const ANOTHER_TIME: Text = text("Другое время", "Another time");
pub const DAY: Text = text("День", "Day");
pub const TIME: Text = text("Время", "Time");
pub const TYPE_BOTH: Text = text("Введите оба числа", "Type both numbers");
pub const TYPE_TIME: Text = text("Введите день и время", "Type the day and the time");
pub const IS_IT_SO: Text = text("Проверьте, нет ли опечатки:", "Is it a slip?");
pub const IT_IS_SO: Text = text("Так и есть", "It is so");
pub const MEND: Text = text("Исправить", "Mend it");
pub const SAVED: Text = text("Записали", "Written down");
pub const LAST: Text = text("Последнее", "The last one");
pub const HISTORY: Text = text("История и график", "History and chart");
pub const TARGET: Text = text("Цель", "Target");
pub const SET_TARGET: Text = text("Задать цель", "Set a target");
pub const CHANGE_TARGET: Text = text("Изменить цель", "Change the target");
pub const FROM: Text = text("Не ниже", "At least");
pub const UNTIL: Text = text("Не выше", "At most");
pub const EMPTY_ENDS: Text = text(
    "Пустое поле ничего не ограничивает. Если оставить все пустыми, цель снимается.",
    "An empty field limits nothing. With all of them empty the target is taken back.",
);
pub const TELL_ME: Text =
    text("Сообщать мне, если значение не в цели", "Tell me when a value is off target");
pub const TELL_ME_HINT: Text = text(
    "По SMS и почте, без имени и чисел. Об опасных значениях сообщим в любом случае.",
    "By SMS and e-mail, without names or numbers. Of dangerous values we tell you anyway.",
);
pub const TARGET_KEPT: Text = text("Цель сохранена", "The target is saved");
pub const TARGET_GONE: Text = text("Цель снята", "The target is taken back");
pub const DOCTOR_TOLD: Text = text(
    "Врач, который задал цель, попросил сообщать ему о таких значениях: сообщение отправлено. Срочную помощь оно не заменяет.",
    "The doctor who set the target asked to be told of such values: a message was sent. It does not replace urgent help.",
);
pub const IMPORT: Text = text("Загрузить из файла", "Upload from a file");
pub const IMPORT_LEAD: Text = text(
    "Таблица в формате CSV из тонометра, глюкометра или Excel либо файл FHIR в JSON. В первой строке таблицы должны стоять названия столбцов: «Дата», «Верхнее», «Нижнее», «Пульс», «Глюкоза», «Вес». Где нет времени, поставим 12:00.",
    "A CSV table of a monitor, a meter or Excel, or FHIR in JSON. The first line of a table has to name its columns: “Date”, “Systolic”, “Diastolic”, “Pulse”, “Glucose”, “Weight”. Without a time it is kept as 12:00.",
);
pub const CHOOSE_FILE: Text = text("Выберите файл или перетащите сюда", "Choose a file or drop it");
pub const FILE_HINT: Text =
    text("CSV или JSON, до 5 МБ и 5 000 измерений", "CSV or JSON, up to 5 MB and 5,000 values");
pub const READING: Text = text("Читаем файл…", "Reading the file…");
pub const PREVIEW: Text = text("Что будет в карте", "What the card will hold");
pub const LINE: Text = text("Строка", "Line");
pub const KIND: Text = text("Что", "What");
pub const VALUE: Text = text("Значение", "Value");
pub const STATE: Text = text("Что будет", "What happens");
pub const TAKE_UNLIKELY: Text =
    text("Сохранить и то, что похоже на опечатку", "Save what looks like a slip too");
pub const NOTHING_NEW: Text = text("Нового в файле нет", "There is nothing new in the file");
pub const MORE_ROWS: Text = text("Показаны первые 100 строк", "The first 100 lines are shown");

/// «Что делать»
pub const WHAT_TO_DO: Text = text("Что делать", "What to do");

impl MeasurementKind {
    /// The Russian words are kept in cards: they are never changed, only added to.
    pub const fn text(self) -> Text {
        match self {
            Self::BloodPressure => text("Артериальное давление", "Blood pressure"),
            Self::Pulse => text("Пульс", "Pulse"),
            Self::Glucose => text("Глюкоза (сахар)", "Glucose (sugar)"),
            Self::FastingGlucose => text("Глюкоза натощак", "Fasting glucose"),
            Self::Weight => text("Вес", "Weight"),
            Self::Temperature => text("Температура тела", "Body temperature"),
            Self::OxygenSaturation => text("Кислород в крови (SpO₂)", "Blood oxygen (SpO₂)"),
            Self::RespiratoryRate => text("Частота дыхания", "Breathing rate"),
            Self::PeakFlow => text("Пиковая скорость выдоха", "Peak flow"),
            Self::Inr => text("МНО", "INR"),
            Self::Waist => text("Окружность талии", "Waist"),
            Self::Height => text("Рост", "Height"),
        }
    }

    /// The unit as people write it.
    pub fn unit(self, lang: Lang) -> &'static str {
        match self {
            // Its name says it.
            Self::Inr => "",
            Self::BloodPressure
            | Self::Pulse
            | Self::Glucose
            | Self::FastingGlucose
            | Self::Weight
            | Self::Temperature
            | Self::OxygenSaturation
            | Self::RespiratoryRate
            | Self::PeakFlow
            | Self::Waist
            | Self::Height => unit(lang, self.spec().unit),
        }
    }
}

impl AdviceLevel {
    /// Said beside the value, never colour alone.
    pub const fn text(self, side: Option<Side>) -> Text {
        match (self, side) {
            (Self::Usual, _) => text("в пределах цели", "on target"),
            (Self::Outside, Some(Side::High)) => text("выше цели", "above the target"),
            (Self::Outside, Some(Side::Low) | None) => text("ниже цели", "below the target"),
            (Self::CallDoctor, Some(Side::High)) => {
                text("заметно выше цели", "well above the target")
            }
            (Self::CallDoctor, Some(Side::Low) | None) => {
                text("заметно ниже цели", "well below the target")
            }
            (Self::CallEmergency, Some(Side::High)) => text("опасно высоко", "dangerously high"),
            (Self::CallEmergency, Some(Side::Low) | None) => {
                text("опасно низко", "dangerously low")
            }
        }
    }
}

impl TargetOrigin {
    pub const fn text(self) -> Text {
        match self {
            Self::Default => text("обычно для взрослых", "usual for grown-ups"),
            Self::Doctor => text("задал врач", "set by a doctor"),
        }
    }
}

impl RowState {
    pub const fn text(self) -> Text {
        match self {
            Self::New => text("добавится", "will be added"),
            Self::There => text("уже в карте", "in the card already"),
            Self::Twice => text("повторяется в файле", "a repeat within the file"),
            Self::Unlikely => text("похоже на опечатку", "looks like a slip"),
            Self::Wrong => text("не добавится", "will not be added"),
        }
    }
}

/// «120/80», «5,4»: without a unit.
pub fn values(lang: Lang, values: &[f64]) -> String {
    let numbers: Vec<String> = values.iter().map(|value| format::number(lang, *value)).collect();
    numbers.join("/")
}

/// «120/80 мм рт. ст.»
pub fn with_unit(lang: Lang, kind: MeasurementKind, of: &[f64]) -> String {
    let unit = kind.unit(lang);
    let gap = if unit.is_empty() { "" } else { "\u{a0}" };
    format!("{}{gap}{unit}", values(lang, of))
}

/// «90–134 / 60–84 мм рт. ст.»; nothing where nothing is limited.
pub fn target(lang: Lang, kind: MeasurementKind, parts: &[Interval]) -> Option<String> {
    let any = match lang {
        Lang::Ru => "любое",
        Lang::En => "any",
    };
    let told: Vec<Option<String>> =
        parts.iter().map(|part| limits(lang, part.low, part.high)).collect();
    if told.iter().all(Option::is_none) {
        return None;
    }
    let told: Vec<String> =
        told.into_iter().map(|part| part.unwrap_or_else(|| any.to_owned())).collect();
    let unit = kind.unit(lang);
    let gap = if unit.is_empty() { "" } else { "\u{a0}" };
    Some(format!("{}{gap}{unit}", told.join(" / ")))
}

/// «от 40 до 300»: what a device can show, told where a value was refused.
pub fn possible(lang: Lang, kind: MeasurementKind) -> String {
    let parts = kind.spec().parts.iter();
    let told: Vec<String> = parts
        .map(|part| {
            let (from, to) = part.possible;
            format!("{}–{}", format::number(lang, from), format::number(lang, to))
        })
        .collect();
    let unit = kind.unit(lang);
    let gap = if unit.is_empty() { "" } else { "\u{a0}" };
    let told = format!("{}{gap}{unit}", told.join(" / "));
    match lang {
        Lang::Ru => format!("Бывает {told}. Проверьте число"),
        Lang::En => format!("It can be {told}. Check the number"),
    }
}

/// Why a value was refused, and what to do now.
pub fn reason(lang: Lang, kind: MeasurementKind, reason: FieldReason) -> String {
    let is_pressure = matches!(kind, MeasurementKind::BloodPressure);
    match reason {
        FieldReason::OutOfRange => possible(lang, kind),
        FieldReason::Invalid if is_pressure => text(
            "Введите два числа, верхнее больше нижнего: 120 и 80",
            "Type two numbers, the upper one larger: 120 and 80",
        )
        .get(lang)
        .to_owned(),
        FieldReason::Invalid => {
            text("Введите число, например 5,4", "Type a number, such as 5.4").get(lang).to_owned()
        }
        other => other.text().get(lang).to_owned(),
    }
}

/// Why a file was not understood, and what to do now. Apart from the other reasons: only who
/// chooses files downloads it.
pub const fn file_reason(reason: FieldReason) -> Text {
    match reason {
        FieldReason::FileEmpty => {
            text("Файл пустой. Выберите другой", "The file is empty. Choose another one")
        }
        FieldReason::FileTooLarge => {
            text("Файл больше 5 МБ. Разделите его на части", "The file is over 5 MB. Split it")
        }
        FieldReason::FileFormat => text(
            "Это не таблица CSV и не FHIR. В Excel выберите «Сохранить как» и «CSV»",
            "This is neither CSV nor FHIR. In Excel choose “Save as” and “CSV”",
        ),
        FieldReason::FileBroken => text(
            "Файл повреждён или сохранён не целиком. Сохраните его заново",
            "The file is damaged or incomplete. Save it again",
        ),
        FieldReason::UnknownColumns => text(
            "В первой строке нет знакомых названий. Нужны «Дата» и хотя бы одно из: «Верхнее» и «Нижнее», «Пульс», «Глюкоза», «Вес»",
            "The first line has no known names. It needs “Date” and some of “Systolic” and “Diastolic”, “Pulse”, “Glucose”, “Weight”",
        ),
        other => other.text(),
    }
}

/// What to do about a value: plain words, never a diagnosis.
pub const fn what_to_do(kind: MeasurementKind, advice: Advice) -> Text {
    match advice.level {
        AdviceLevel::Usual => text(
            "Всё в порядке. Продолжайте измерять, как договорились с врачом.",
            "All is well. Go on measuring as you agreed with your doctor.",
        ),
        AdviceLevel::Outside => text(
            "Отдохните и измерьте ещё раз через 10–15 минут. Если так будет несколько дней подряд, скажите об этом врачу.",
            "Rest and measure again in 10–15 minutes. If it stays so for several days, tell your doctor.",
        ),
        AdviceLevel::CallDoctor => call_doctor(kind, advice.side),
        AdviceLevel::CallEmergency => call_emergency(kind, advice.side),
    }
}

const fn call_doctor(kind: MeasurementKind, side: Option<Side>) -> Text {
    match (kind, side) {
        (MeasurementKind::BloodPressure, Some(Side::Low)) => text(
            "Прилягте и поднимите ноги, выпейте воды. Позвоните врачу сегодня. Если кружится голова, темнеет в глазах, холодный пот или путаются мысли, звоните 103.",
            "Lie down, raise your legs, drink water. Call your doctor today. If you feel faint, sweat coldly or are confused, call 103.",
        ),
        (MeasurementKind::BloodPressure, _) => text(
            "Посидите спокойно 5 минут и измерьте ещё раз. Примите лекарства, если пропустили. Позвоните врачу сегодня. Если болит грудь, не хватает воздуха, ослабла рука или нога, путается речь, звоните 103.",
            "Sit quietly for 5 minutes and measure again. Take your medicine if you missed it. Call your doctor today. With chest pain, short breath, a weak arm or leg or slurred speech call 103.",
        ),
        (MeasurementKind::Glucose | MeasurementKind::FastingGlucose, Some(Side::Low)) => text(
            "Сразу съешьте сладкое: 3–4 кусочка сахара или стакан сока. Через 15 минут измерьте снова и повторите, если мало. Сегодня же скажите врачу.",
            "Eat something sweet at once: 3–4 lumps of sugar or a glass of juice. Measure again in 15 minutes, and repeat if it is still low. Tell your doctor today.",
        ),
        (MeasurementKind::Glucose | MeasurementKind::FastingGlucose, _) => text(
            "Пейте воду, примите лекарство или инсулин, как назначено, и позвоните врачу сегодня. Если тошнит, рвёт, клонит в сон или изо рта пахнет ацетоном, звоните 103.",
            "Drink water, take your medicine or insulin as prescribed and call your doctor today. With nausea, vomiting, drowsiness or breath that smells of acetone call 103.",
        ),
        (MeasurementKind::Temperature, _) => text(
            "Больше пейте, отдыхайте, можно принять жаропонижающее, которое вам подходит. Позвоните врачу сегодня. Если есть одышка, сыпь, судороги, сильная головная боль или это малыш до трёх месяцев, звоните 103.",
            "Drink more, rest, take a fever medicine that suits you. Call your doctor today. With short breath, a rash, seizures or a severe headache, or for a baby under three months, call 103.",
        ),
        (MeasurementKind::OxygenSaturation, _) => text(
            "Согрейте руку, снимите лак с ногтя и измерьте ещё раз через несколько минут. Если так и осталось, позвоните врачу сегодня. Если тяжело дышать или синеют губы, звоните 103.",
            "Warm your hand, take off nail polish and measure again in a few minutes. If it stays so, call your doctor today. If breathing is hard or lips turn blue, call 103.",
        ),
        (MeasurementKind::PeakFlow, _) => text(
            "Действуйте по плану, который дал врач, и позвоните ему сегодня. Если трудно говорить или дышать, а ингалятор не помогает, звоните 103.",
            "Follow the plan your doctor gave you and call today. If it is hard to speak or breathe and the inhaler does not help, call 103.",
        ),
        (MeasurementKind::Inr, _) => text(
            "Позвоните врачу сегодня, до следующей таблетки: дозу, возможно, изменят. Если идёт кровь, чернеет стул или вы ударились головой, звоните 103.",
            "Call your doctor today, before the next tablet: the dose may change. If you bleed, have black stools or hit your head, call 103.",
        ),
        (
            MeasurementKind::Pulse
            | MeasurementKind::RespiratoryRate
            | MeasurementKind::Weight
            | MeasurementKind::Waist
            | MeasurementKind::Height,
            _,
        ) => text(
            "Посидите спокойно 10 минут и измерьте ещё раз. Если так и осталось, позвоните врачу сегодня. Если болит грудь, трудно дышать или темнеет в глазах, звоните 103.",
            "Sit quietly for 10 minutes and measure again. If it stays so, call your doctor today. With chest pain, hard breathing or faintness call 103.",
        ),
    }
}

const fn call_emergency(kind: MeasurementKind, side: Option<Side>) -> Text {
    match (kind, side) {
        (MeasurementKind::BloodPressure, _) => text(
            "Сядьте и через 5 минут измерьте ещё раз. Если снова столько же, звоните 103. Не ждите ни минуты, если болит грудь, не хватает воздуха, ослабла рука или нога, путается речь или пропало зрение. Лишних таблеток не принимайте.",
            "Sit down and measure again in 5 minutes. If it is the same, call 103. Do not wait a minute with chest pain, short breath, a weak arm or leg, slurred speech or lost sight. Take no extra tablets.",
        ),
        (MeasurementKind::Glucose | MeasurementKind::FastingGlucose, Some(Side::Low)) => text(
            "Прямо сейчас съешьте сладкое: 4 кусочка сахара или стакан сока, и не оставайтесь в одиночестве. Если через 15 минут не лучше, клонит в сон или трудно глотать, звоните 103. Человеку без сознания ничего в рот не кладите.",
            "Eat something sweet right now: 4 lumps of sugar or a glass of juice, and do not stay alone. If it is no better in 15 minutes, or you are drowsy or cannot swallow, call 103. Put nothing into the mouth of somebody unconscious.",
        ),
        (MeasurementKind::Glucose | MeasurementKind::FastingGlucose, _) => text(
            "Звоните 103 сейчас. Пока ждёте, пейте воду и не оставайтесь в одиночестве.",
            "Call 103 now. While you wait, drink water and do not stay alone.",
        ),
        (MeasurementKind::Temperature, Some(Side::Low)) => text(
            "Измерьте ещё раз. Если столько же, звоните 103, укройтесь и пейте тёплое.",
            "Measure again. If it is the same, call 103, wrap up and drink something warm.",
        ),
        (MeasurementKind::OxygenSaturation, _) => text(
            "Сядьте прямо, согрейте руку и измерьте ещё раз. Если столько же или тяжело дышать, звоните 103 сейчас.",
            "Sit upright, warm your hand and measure again. If it is the same or breathing is hard, call 103 now.",
        ),
        (
            MeasurementKind::Pulse
            | MeasurementKind::Temperature
            | MeasurementKind::RespiratoryRate
            | MeasurementKind::PeakFlow
            | MeasurementKind::Inr
            | MeasurementKind::Weight
            | MeasurementKind::Waist
            | MeasurementKind::Height,
            _,
        ) => text(
            "Сядьте или лягте и измерьте ещё раз. Если столько же или вам плохо, звоните 103 сейчас и не оставайтесь в одиночестве.",
            "Sit or lie down and measure again. If it is the same or you feel ill, call 103 now and do not stay alone.",
        ),
    }
}

/// «12 измерений», “12 values”.
pub fn count(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => format!("{n}\u{a0}{}", count_ru(n, "измерение", "измерения", "измерений")),
        Lang::En => format!("{n}\u{a0}{}", count_en(n, "value", "values")),
    }
}

/// «Добавить 12 измерений», “Add 12 values”.
pub fn add(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => format!("Добавить {}", count(lang, n)),
        Lang::En => format!("Add {}", count(lang, n)),
    }
}

/// «Добавлено 12 измерений».
pub fn added(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => {
            let verb = count_ru(n, "Добавлено", "Добавлены", "Добавлено");
            format!("{verb} {}", count(lang, n))
        }
        Lang::En => format!("{} added", count(lang, n)),
    }
}

/// «Ещё 3 записи файла — не измерения, мы их пропустили.»
pub fn skipped(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => format!(
            "Ещё {n}\u{a0}{} файла мы пропустили: это не измерения.",
            count_ru(n, "запись", "записи", "записей")
        ),
        Lang::En => format!(
            "{n}\u{a0}more {} of the file {} no measurements and were left out.",
            count_en(n, "record", "records"),
            count_en(n, "is", "are")
        ),
    }
}

/// What a line of small values says in words: «Последние 12 измерений: от 5,1 до 7,8».
pub fn trend(lang: Lang, n: u64, from: f64, to: f64) -> String {
    let (from, to) = (format::number(lang, from), format::number(lang, to));
    match lang {
        Lang::Ru => format!("Последние {}: от {from} до {to}", count(lang, n)),
        Lang::En => format!("The last {}: from {from} to {to}", count(lang, n)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_with_their_unit() {
        let told = |lang, kind, of: &[f64]| with_unit(lang, kind, of);
        let pressure = MeasurementKind::BloodPressure;
        assert_eq!(told(Lang::Ru, pressure, &[120.0, 80.0]), "120/80\u{a0}мм рт. ст.");
        assert_eq!(told(Lang::Ru, MeasurementKind::Glucose, &[5.4]), "5,4\u{a0}ммоль/л");
        assert_eq!(told(Lang::En, MeasurementKind::PeakFlow, &[410.0]), "410\u{a0}L/min");
        assert_eq!(told(Lang::Ru, MeasurementKind::Inr, &[2.5]), "2,5");
    }

    /// VIT-3: what to do is said in words, and what is grave names the number to call.
    #[test]
    fn what_is_grave_names_the_number_to_call() {
        for kind in MeasurementKind::ALL {
            for level in AdviceLevel::ALL {
                for side in [None, Some(Side::Low), Some(Side::High)] {
                    let told = what_to_do(*kind, Advice { level: *level, side });
                    let names_it = told.get(Lang::Ru).contains("103");
                    if *level == AdviceLevel::CallEmergency {
                        assert!(names_it && told.get(Lang::En).contains("103"), "{kind}");
                    }
                    let is_low_sugar = side == Some(Side::Low) && !names_it;
                    if *level == AdviceLevel::CallDoctor {
                        assert!(names_it || is_low_sugar, "{kind}");
                    }
                }
            }
        }
    }
}
