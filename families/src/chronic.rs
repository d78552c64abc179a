//! Illnesses that stay: who gets them, when, and what is done.

/// An illness that stays for years.
#[derive(Debug)]
pub struct Chronic {
    /// ICD-10.
    pub code: &'static str,
    /// Full years at which it begins; the last is not included.
    pub onset: (i64, i64),
    /// Of a hundred who come to the end of that age.
    pub frequency: u64,
    /// Between control visits.
    pub every_months: i64,
    /// For how long it is followed; 0 for as long as one lives.
    pub months: i64,
    /// What is taken for years: name and strength.
    pub lasting: &'static [(&'static str, &'static str)],
    /// What is examined at control visits.
    pub tests: &'static [&'static str],
    /// Codes of services: at the first visit, and once a year or two.
    pub procedures: &'static [&'static str],
    /// What the plan of care is called; nothing is planned for what needs no plan.
    pub plan: &'static str,
    pub goals: &'static [&'static str],
    pub activities: &'static [&'static str],
}

const NONE: Chronic = Chronic {
    code: "",
    onset: (0, 0),
    frequency: 0,
    every_months: 12,
    months: 0,
    lasting: &[],
    tests: &[],
    procedures: &[],
    plan: "",
    goals: &[],
    activities: &[],
};

/// Common illnesses; how common each is, is of the order of national statistics.
pub static ILLNESSES: [Chronic; 33] = [
    Chronic {
        code: "I10",
        onset: (38, 66),
        frequency: 46,
        every_months: 6,
        lasting: &[("Периндоприл", "5 мг"), ("Амлодипин", "5 мг"), ("Индапамид", "1,5 мг")],
        tests: &["lipids", "kidney"],
        procedures: &["A05.10.006", "A02.12.002.001"],
        plan: "План наблюдения при артериальной гипертензии",
        goals: &["Давление ниже 130/80 мм рт. ст.", "Холестерин ЛПНП ниже 2,6 ммоль/л"],
        activities: &[
            "Измерять давление утром и вечером, записывать в дневник",
            "Соль не более 5 г в день",
            "ЭКГ и анализы раз в год",
        ],
        ..NONE
    },
    Chronic {
        code: "E11.9",
        onset: (44, 68),
        frequency: 17,
        every_months: 4,
        lasting: &[("Метформин", "1000 мг"), ("Дапаглифлозин", "10 мг")],
        tests: &["diabetes"],
        procedures: &["A05.10.006"],
        plan: "План наблюдения при сахарном диабете 2 типа",
        goals: &["Гликированный гемоглобин ниже 7,0 %", "Глюкоза натощак 4,4–7,2 ммоль/л"],
        activities: &[
            "Измерять глюкозу натощак и через два часа после еды",
            "Гликированный гемоглобин раз в три–четыре месяца",
            "Осмотр офтальмолога и осмотр стоп раз в год",
        ],
        ..NONE
    },
    Chronic {
        code: "E78.0",
        onset: (34, 64),
        frequency: 24,
        every_months: 12,
        lasting: &[("Розувастатин", "10 мг")],
        tests: &["lipids", "1742-6"],
        procedures: &["A04.12.005.003"],
        plan: "План снижения холестерина",
        goals: &["Холестерин ЛПНП ниже 2,6 ммоль/л"],
        activities: &["Липидный профиль и АЛТ раз в год", "Ходьба не менее 30 минут в день"],
        ..NONE
    },
    Chronic {
        code: "I25.1",
        onset: (56, 78),
        frequency: 20,
        every_months: 6,
        lasting: &[
            ("Ацетилсалициловая кислота", "100 мг"),
            ("Бисопролол", "5 мг"),
            ("Аторвастатин", "20 мг"),
        ],
        tests: &["lipids"],
        procedures: &["A05.10.006", "A04.10.002"],
        plan: "План наблюдения при ишемической болезни сердца",
        goals: &["Холестерин ЛПНП ниже 1,4 ммоль/л", "Пульс в покое 55–60 в минуту"],
        activities: &["Иметь при себе нитроглицерин", "ЭКГ раз в полгода, ЭхоКГ раз в год"],
        ..NONE
    },
    Chronic {
        code: "I48.0",
        onset: (60, 80),
        frequency: 14,
        every_months: 6,
        lasting: &[("Апиксабан", "5 мг"), ("Метопролол", "50 мг")],
        tests: &["kidney"],
        procedures: &["A05.10.008"],
        plan: "План наблюдения при фибрилляции предсердий",
        goals: &["Пульс в покое не выше 80 в минуту", "Ни одного пропущенного приёма апиксабана"],
        activities: &["Креатинин и гемоглобин раз в полгода"],
        ..NONE
    },
    Chronic {
        code: "I50.0",
        onset: (68, 86),
        frequency: 16,
        every_months: 4,
        lasting: &[("Торасемид", "10 мг"), ("Спиронолактон", "25 мг")],
        tests: &["33762-6", "electrolytes"],
        procedures: &["A04.10.002"],
        plan: "План наблюдения при сердечной недостаточности",
        goals: &["Масса тела без прироста более 2 кг за три дня"],
        activities: &["Взвешиваться каждое утро", "Калий и креатинин раз в четыре месяца"],
        ..NONE
    },
    Chronic {
        code: "N18.3",
        onset: (62, 84),
        frequency: 12,
        every_months: 6,
        lasting: &[("Лозартан", "50 мг")],
        tests: &["kidney"],
        procedures: &["A04.28.002.001"],
        plan: "План наблюдения при хронической болезни почек",
        goals: &["Давление ниже 130/80 мм рт. ст.", "Альбумин/креатинин мочи ниже 30 мг/г"],
        activities: &["Креатинин и СКФ раз в полгода", "Не принимать обезболивающие без врача"],
        ..NONE
    },
    Chronic {
        code: "E03.9",
        onset: (30, 64),
        frequency: 9,
        every_months: 6,
        lasting: &[("Левотироксин натрия", "50 мкг")],
        tests: &["3016-3", "14920-3"],
        procedures: &["A04.22.001"],
        plan: "План наблюдения при гипотиреозе",
        goals: &["ТТГ 0,4–2,5 мМЕ/л"],
        activities: &["ТТГ раз в полгода", "Таблетку принимать за 30 минут до завтрака"],
        ..NONE
    },
    Chronic {
        code: "J45.0",
        onset: (7, 40),
        frequency: 8,
        every_months: 6,
        lasting: &[
            ("Будесонид+Формотерол", "160 мкг + 4,5 мкг/доза"),
            ("Сальбутамол", "100 мкг/доза"),
        ],
        tests: &["19113-0"],
        procedures: &["A12.09.002.001"],
        plan: "План наблюдения при бронхиальной астме",
        goals: &["Приступов не чаще двух в месяц", "ОФВ1 выше 80 % от должного"],
        activities: &["Дневник пикфлоуметрии", "Спирометрия раз в год"],
        ..NONE
    },
    Chronic {
        code: "J44.8",
        onset: (56, 74),
        frequency: 9,
        every_months: 6,
        lasting: &[("Тиотропия бромид", "18 мкг")],
        tests: &["cbc"],
        procedures: &["A12.09.001", "A06.09.007"],
        plan: "План наблюдения при хронической обструктивной болезни лёгких",
        goals: &["Обострений не больше одного в год", "Отказ от курения"],
        activities: &["Прививка от гриппа каждую осень", "Спирометрия раз в год"],
        ..NONE
    },
    Chronic {
        code: "M10.0",
        onset: (44, 64),
        frequency: 7,
        every_months: 12,
        lasting: &[("Аллопуринол", "100 мг")],
        tests: &["14933-6", "14682-9"],
        plan: "План наблюдения при подагре",
        goals: &["Мочевая кислота ниже 360 мкмоль/л"],
        activities: &["Пить не менее двух литров воды в день", "Меньше мяса и пива"],
        ..NONE
    },
    Chronic {
        code: "M81.0",
        onset: (60, 76),
        frequency: 18,
        every_months: 12,
        lasting: &[("Алендроновая кислота", "70 мг")],
        tests: &["vitamin_d"],
        procedures: &["A06.03.061"],
        plan: "План наблюдения при остеопорозе",
        goals: &["Ни одного перелома", "Витамин D выше 30 нг/мл"],
        activities: &["Денситометрия раз в два года", "Ходьба каждый день"],
        ..NONE
    },
    Chronic {
        code: "N40",
        onset: (54, 74),
        frequency: 36,
        every_months: 12,
        lasting: &[("Тамсулозин", "0,4 мг")],
        tests: &["2857-1"],
        procedures: &["A04.21.001"],
        ..NONE
    },
    Chronic {
        code: "H40.1",
        onset: (56, 76),
        frequency: 12,
        every_months: 6,
        lasting: &[("Латанопрост", "50 мкг/мл")],
        procedures: &["A02.26.015"],
        plan: "План наблюдения при глаукоме",
        goals: &["Внутриглазное давление ниже 21 мм рт. ст."],
        activities: &["Капли каждый вечер", "Поля зрения раз в год"],
        ..NONE
    },
    Chronic { code: "H25.0", onset: (64, 80), frequency: 30, procedures: &["A02.26.004"], ..NONE },
    Chronic {
        code: "E66.0",
        onset: (28, 50),
        frequency: 11,
        tests: &["insulin_resistance"],
        ..NONE
    },
    Chronic {
        code: "K76.0",
        onset: (38, 60),
        frequency: 14,
        tests: &["liver"],
        procedures: &["A04.16.001"],
        ..NONE
    },
    Chronic {
        code: "K29.5",
        onset: (20, 55),
        frequency: 26,
        every_months: 18,
        procedures: &["A03.16.001"],
        ..NONE
    },
    Chronic { code: "M17.1", onset: (52, 74), frequency: 30, procedures: &["A06.04.005"], ..NONE },
    Chronic {
        code: "I83.9",
        onset: (30, 60),
        frequency: 18,
        every_months: 24,
        procedures: &["A04.12.006.002"],
        ..NONE
    },
    Chronic {
        code: "M51.1",
        onset: (32, 58),
        frequency: 14,
        every_months: 18,
        months: 72,
        procedures: &["A05.03.002", "A21.03.002"],
        ..NONE
    },
    Chronic {
        code: "G43.0",
        onset: (16, 38),
        frequency: 11,
        lasting: &[("Суматриптан", "50 мг")],
        months: 120,
        procedures: &["A05.23.009"],
        ..NONE
    },
    Chronic {
        code: "E04.1",
        onset: (36, 60),
        frequency: 13,
        tests: &["3016-3"],
        procedures: &["A04.22.001"],
        ..NONE
    },
    Chronic { code: "K80.2", onset: (42, 66), frequency: 10, procedures: &["A04.16.001"], ..NONE },
    Chronic {
        code: "E55.9",
        onset: (20, 60),
        frequency: 18,
        tests: &["62292-8"],
        months: 14,
        ..NONE
    },
    Chronic {
        code: "D50.9",
        onset: (16, 46),
        frequency: 15,
        every_months: 3,
        months: 10,
        tests: &["718-7", "2276-4"],
        ..NONE
    },
    Chronic {
        code: "N60.1",
        onset: (30, 48),
        frequency: 17,
        months: 84,
        procedures: &["A04.20.002"],
        ..NONE
    },
    Chronic {
        code: "D25.1",
        onset: (36, 50),
        frequency: 17,
        procedures: &["A04.20.001.001"],
        ..NONE
    },
    Chronic { code: "F41.2", onset: (24, 58), frequency: 11, every_months: 3, months: 20, ..NONE },
    Chronic {
        code: "H52.1",
        onset: (8, 17),
        frequency: 34,
        procedures: &["A02.26.004", "A12.26.016"],
        ..NONE
    },
    Chronic { code: "J35.2", onset: (3, 8), frequency: 20, every_months: 6, months: 26, ..NONE },
    Chronic { code: "L20.8", onset: (0, 4), frequency: 16, every_months: 9, months: 84, ..NONE },
    Chronic { code: "L70.0", onset: (13, 18), frequency: 22, every_months: 6, months: 30, ..NONE },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{disease, medicine, procedure, visit_texts};
    use crate::laboratory::{analyte, panel};

    #[test]
    fn every_illness_is_told_in_full() {
        for illness in &ILLNESSES {
            let code = illness.code;
            assert!(!visit_texts(code).is_empty(), "{code}: no text of a visit");
            let (from, to) = disease(code).unwrap().ages;
            assert!(i64::from(from) <= illness.onset.0, "{code}");
            assert!(illness.onset.1 <= i64::from(to), "{code}");
            for (name, strength) in illness.lasting {
                assert!(medicine(name, strength).is_some(), "{code}: {name} {strength}");
            }
            for test in illness.tests {
                assert!(panel(test).is_some() || analyte(test).is_some(), "{code}: {test}");
            }
            for service in illness.procedures {
                assert!(procedure(service).is_some(), "{code}: {service}");
            }
            assert_eq!(illness.plan.is_empty(), illness.goals.is_empty(), "{code}");
            assert_eq!(illness.plan.is_empty(), illness.activities.is_empty(), "{code}");
        }
    }
}
