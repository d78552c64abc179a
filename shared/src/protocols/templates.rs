//! Templates that come with the program (REC-12). What stands in their fields at first is Russian:
//! the card is written in Russian.

use super::model::{FormPart, Template, TemplateRef};
use super::rules::ICD_10;
use crate::lang::{Lang, Text, text};
use crate::record::model::Coding;

/// A template that comes with the program.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// The same for ever.
    pub id: &'static str,
    /// Counts up when its fields change.
    pub version: u32,
    pub title: Text,
    parts: &'static [Part],
    plan: &'static str,
    /// Codes of ICD-10 with their names.
    codes: &'static [(&'static str, &'static str)],
}

#[derive(Clone, Copy, Debug)]
struct Part {
    code: &'static str,
    title: Text,
    /// What stands in it at first; may be empty.
    text: &'static str,
    required: bool,
}

impl BuiltIn {
    pub fn find(id: &str) -> Option<&'static Self> {
        BUILT_IN.iter().find(|template| template.id == id)
    }

    pub fn reference(&self) -> TemplateRef {
        TemplateRef { id: self.id.to_owned(), version: self.version }
    }

    /// The template with its names in a language.
    pub fn template(&self, lang: Lang) -> Template {
        let part = |part: &Part| FormPart {
            code: part.code.to_owned(),
            title: part.title.get(lang).to_owned(),
            text: part.text.to_owned(),
            required: part.required,
        };
        let code = |(code, display): &(&str, &str)| Coding {
            system: ICD_10.to_owned(),
            code: (*code).to_owned(),
            display: (*display).to_owned(),
        };
        Template {
            title: self.title.get(lang).to_owned(),
            parts: self.parts.iter().map(part).collect(),
            conclusion: String::new(),
            plan: self.plan.to_owned(),
            diagnoses: self.codes.iter().map(code).collect(),
        }
    }
}

const fn asked(code: &'static str, title: Text, text: &'static str) -> Part {
    Part { code, title, text, required: true }
}

const fn free(code: &'static str, title: Text, text: &'static str) -> Part {
    Part { code, title, text, required: false }
}

const COMPLAINTS: Part = asked("complaints", text("Жалобы", "Complaints"), "");
const ANAMNESIS: Part =
    asked("anamnesis", text("Анамнез заболевания", "History of the illness"), "");
const LIFE: Part = free(
    "life",
    text("Анамнез жизни", "Past history"),
    "Перенесённые болезни, операции и травмы: . Наследственность: . Курение: . Алкоголь: .",
);
const ALLERGIES: Part = asked("allergies", text("Аллергологический анамнез", "Allergies"), "");
const CHANGES: Part = asked(
    "changes",
    text("Что изменилось с прошлого приёма", "What changed since the last visit"),
    "",
);
const STATE: Part = asked(
    "state",
    text("Общее состояние", "General state"),
    "Общее состояние удовлетворительное. Сознание ясное. Температура тела  °C.",
);
const SKIN: Part = free(
    "skin",
    text("Кожа и слизистые", "Skin and mucosa"),
    "Кожные покровы чистые, обычной окраски и влажности. Слизистые розовые, чистые.",
);
const NODES: Part = free(
    "nodes",
    text("Лимфатические узлы", "Lymph nodes"),
    "Периферические лимфатические узлы не увеличены.",
);
const LUNGS: Part = free(
    "lungs",
    text("Органы дыхания", "Respiratory system"),
    "Дыхание везикулярное, хрипов нет. ЧД  в минуту. SpO₂  %.",
);
const HEART: Part = free(
    "heart",
    text("Сердечно-сосудистая система", "Heart and vessels"),
    "Тоны сердца ясные, ритм правильный, шумов нет. АД  мм рт. ст., ЧСС  в минуту.",
);
const BELLY: Part = free(
    "belly",
    text("Органы пищеварения", "Digestive system"),
    "Язык влажный, чистый. Живот мягкий, безболезненный. Печень не выступает из-под края рёберной дуги. Стул оформленный.",
);
const KIDNEYS: Part = free(
    "kidneys",
    text("Мочевыделительная система", "Urinary system"),
    "Симптом поколачивания отрицательный с обеих сторон. Мочеиспускание свободное, безболезненное.",
);
const SWELLING: Part = free("swelling", text("Отёки", "Swelling"), "Периферических отёков нет.");
const LOCAL: Part = asked("local", text("Местный статус", "Local findings"), "");
const TESTS: Part = free("tests", text("Данные обследований", "Results of examinations"), "");

const LIFESTYLE: &str = "При ухудшении самочувствия обратиться раньше назначенного срока.";

pub const BUILT_IN: &[BuiltIn] = &[
    BuiltIn {
        id: "therapist_first",
        version: 1,
        title: text("Приём терапевта, первичный", "Physician, first visit"),
        parts: &[
            COMPLAINTS, ANAMNESIS, LIFE, ALLERGIES, STATE, SKIN, NODES, LUNGS, HEART, BELLY,
            KIDNEYS, SWELLING, TESTS,
        ],
        plan: LIFESTYLE,
        codes: &[
            ("J06.9", "Острая инфекция верхних дыхательных путей неуточнённая"),
            ("I10", "Эссенциальная [первичная] гипертензия"),
            ("E11.9", "Инсулиннезависимый сахарный диабет без осложнений"),
            ("J20.9", "Острый бронхит неуточнённый"),
            ("M54.5", "Боль внизу спины"),
            ("D50.9", "Железодефицитная анемия неуточнённая"),
        ],
    },
    BuiltIn {
        id: "therapist_again",
        version: 1,
        title: text("Приём терапевта, повторный", "Physician, follow-up visit"),
        parts: &[CHANGES, COMPLAINTS, STATE, LUNGS, HEART, BELLY, SWELLING, TESTS],
        plan: LIFESTYLE,
        codes: &[
            ("J06.9", "Острая инфекция верхних дыхательных путей неуточнённая"),
            ("I10", "Эссенциальная [первичная] гипертензия"),
            ("E11.9", "Инсулиннезависимый сахарный диабет без осложнений"),
        ],
    },
    BuiltIn {
        id: "cardiologist",
        version: 1,
        title: text("Приём кардиолога", "Cardiologist"),
        parts: &[
            COMPLAINTS,
            ANAMNESIS,
            LIFE,
            ALLERGIES,
            STATE,
            asked(
                "heart",
                text("Сердечно-сосудистая система", "Heart and vessels"),
                "Область сердца не изменена. Тоны ясные, ритм правильный, шумов нет. АД справа  мм рт. ст., слева  мм рт. ст. ЧСС  в минуту. Пульс на артериях стоп сохранён.",
            ),
            LUNGS,
            SWELLING,
            asked("ecg", text("ЭКГ", "ECG"), ""),
            TESTS,
        ],
        plan: "Вести дневник давления и пульса. При боли в груди дольше 5 минут вызвать скорую: 103 или 112.",
        codes: &[
            ("I10", "Эссенциальная [первичная] гипертензия"),
            (
                "I11.9",
                "Гипертензивная болезнь с преимущественным поражением сердца без сердечной недостаточности",
            ),
            ("I20.8", "Другие формы стенокардии"),
            ("I25.1", "Атеросклеротическая болезнь сердца"),
            ("I48.9", "Фибрилляция и трепетание предсердий неуточнённые"),
            ("I50.0", "Застойная сердечная недостаточность"),
        ],
    },
    BuiltIn {
        id: "endocrinologist",
        version: 1,
        title: text("Приём эндокринолога", "Endocrinologist"),
        parts: &[
            COMPLAINTS,
            ANAMNESIS,
            ALLERGIES,
            STATE,
            asked(
                "weight",
                text("Рост, вес, окружность талии", "Height, weight, waist"),
                "Рост  см, вес  кг, ИМТ  кг/м², окружность талии  см.",
            ),
            free(
                "thyroid",
                text("Щитовидная железа", "Thyroid gland"),
                "Не увеличена, эластичная, узлы не пальпируются.",
            ),
            HEART,
            free(
                "feet",
                text("Осмотр стоп", "Feet"),
                "Кожа стоп чистая, трещин и язв нет. Пульсация сохранена, чувствительность сохранена.",
            ),
            asked("glucose", text("Гликемия и HbA1c", "Glucose and HbA1c"), ""),
            TESTS,
        ],
        plan: "Самоконтроль глюкозы. Контроль HbA1c через 3 месяца.",
        codes: &[
            ("E11.9", "Инсулиннезависимый сахарный диабет без осложнений"),
            ("E10.9", "Инсулинзависимый сахарный диабет без осложнений"),
            ("E03.9", "Гипотиреоз неуточнённый"),
            ("E04.1", "Нетоксический одноузловой зоб"),
            ("E05.0", "Тиреотоксикоз с диффузным зобом"),
            ("E66.0", "Ожирение, обусловленное избыточным поступлением энергетических ресурсов"),
        ],
    },
    BuiltIn {
        id: "pediatrician",
        version: 1,
        title: text("Приём педиатра", "Paediatrician"),
        parts: &[
            COMPLAINTS,
            ANAMNESIS,
            free(
                "growth",
                text("Рост, вес, развитие", "Growth and development"),
                "Рост  см, вес  кг. Физическое и нервно-психическое развитие по возрасту.",
            ),
            ALLERGIES,
            free("vaccinations", text("Прививки", "Vaccinations"), "Привит по возрасту."),
            asked(
                "state",
                text("Общее состояние", "General state"),
                "Состояние удовлетворительное. Самочувствие не нарушено. Температура тела  °C.",
            ),
            SKIN,
            asked(
                "throat",
                text("Зев и носовое дыхание", "Throat and nose"),
                "Зев спокойный, миндалины не увеличены, налётов нет. Носовое дыхание свободное.",
            ),
            NODES,
            LUNGS,
            HEART,
            BELLY,
        ],
        plan: "Обильное питьё. При температуре выше 38,5 °C дольше 3 дней, одышке или вялости обратиться сразу.",
        codes: &[
            ("J06.9", "Острая инфекция верхних дыхательных путей неуточнённая"),
            ("J00", "Острый назофарингит [насморк]"),
            ("H66.0", "Острый гнойный средний отит"),
            ("A09", "Диарея и гастроэнтерит предположительно инфекционного происхождения"),
            ("Z00.1", "Рутинное обследование состояния здоровья ребёнка"),
        ],
    },
    BuiltIn {
        id: "surgeon",
        version: 1,
        title: text("Приём хирурга", "Surgeon"),
        parts: &[COMPLAINTS, ANAMNESIS, ALLERGIES, STATE, LOCAL, BELLY, TESTS],
        plan: "",
        codes: &[
            ("L02.4", "Абсцесс кожи, фурункул и карбункул конечности"),
            ("K40.9", "Односторонняя паховая грыжа без непроходимости или гангрены"),
            ("I83.9", "Варикозное расширение вен нижних конечностей без язвы или воспаления"),
            ("K80.2", "Камни жёлчного пузыря без холецистита"),
            ("L60.0", "Вросший ноготь"),
        ],
    },
    BuiltIn {
        id: "gynaecologist",
        version: 1,
        title: text("Приём гинеколога", "Gynaecologist"),
        parts: &[
            COMPLAINTS,
            asked(
                "cycle",
                text("Гинекологический анамнез", "Gynaecological history"),
                "Менструации с  лет, по  дней, через  дней. Последняя менструация: . Беременности: . Роды: . Контрацепция: .",
            ),
            ALLERGIES,
            STATE,
            free(
                "breasts",
                text("Молочные железы", "Breasts"),
                "Мягкие, безболезненные, уплотнений нет.",
            ),
            asked("local", text("Гинекологический осмотр", "Gynaecological examination"), ""),
            TESTS,
        ],
        plan: "",
        codes: &[
            ("Z01.4", "Гинекологическое обследование (общее) (рутинное)"),
            ("N76.0", "Острый вагинит"),
            ("N92.0", "Обильные и частые менструации при регулярном цикле"),
            ("D25.9", "Лейомиома матки неуточнённая"),
            ("Z34.9", "Наблюдение за течением нормальной беременности неуточнённой"),
        ],
    },
    BuiltIn {
        id: "neurologist",
        version: 1,
        title: text("Приём невролога", "Neurologist"),
        parts: &[
            COMPLAINTS,
            ANAMNESIS,
            ALLERGIES,
            STATE,
            asked(
                "neuro",
                text("Неврологический статус", "Neurological findings"),
                "Сознание ясное, ориентирован. Менингеальных знаков нет. Зрачки равные, движения глаз в полном объёме. Лицо симметрично. Сила в конечностях 5 баллов. Рефлексы живые, равные. Чувствительность сохранена. Координационные пробы выполняет. В позе Ромберга устойчив.",
            ),
            free(
                "spine",
                text("Позвоночник", "Spine"),
                "Движения в полном объёме, безболезненны. Симптомы натяжения отрицательные.",
            ),
            TESTS,
        ],
        plan: "При внезапной слабости в руке или ноге, перекосе лица или нарушении речи сразу вызвать скорую: 103 или 112.",
        codes: &[
            ("G43.9", "Мигрень неуточнённая"),
            ("G44.2", "Головная боль напряжённого типа"),
            ("M54.4", "Люмбаго с ишиасом"),
            ("M54.2", "Цервикалгия"),
            ("H81.1", "Доброкачественное пароксизмальное головокружение"),
        ],
    },
    BuiltIn {
        id: "ent",
        version: 1,
        title: text("Приём ЛОР-врача", "Ear, nose and throat"),
        parts: &[
            COMPLAINTS,
            ANAMNESIS,
            ALLERGIES,
            STATE,
            asked(
                "nose",
                text("Нос", "Nose"),
                "Носовое дыхание свободное. Слизистая розовая, отделяемого нет. Перегородка по средней линии.",
            ),
            asked(
                "throat",
                text("Глотка", "Throat"),
                "Слизистая розовая. Миндалины не увеличены, налётов нет.",
            ),
            free("larynx", text("Гортань", "Larynx"), "Голос звучный, дыхание свободное."),
            asked(
                "ears",
                text("Уши", "Ears"),
                "Слуховые проходы свободны. Барабанные перепонки серые, контуры чёткие. Шёпотная речь AD  м, AS  м.",
            ),
        ],
        plan: "",
        codes: &[
            ("J01.9", "Острый синусит неуточнённый"),
            ("J03.9", "Острый тонзиллит неуточнённый"),
            ("H66.9", "Средний отит неуточнённый"),
            ("H61.2", "Серная пробка"),
            ("J30.4", "Аллергический ринит неуточнённый"),
        ],
    },
    BuiltIn {
        id: "ophthalmologist",
        version: 1,
        title: text("Приём офтальмолога", "Ophthalmologist"),
        parts: &[
            COMPLAINTS,
            ANAMNESIS,
            asked("acuity", text("Острота зрения", "Visual acuity"), "Visus OD = , OS = ."),
            free("refraction", text("Рефракция и коррекция", "Refraction and correction"), ""),
            free(
                "pressure",
                text("Внутриглазное давление", "Eye pressure"),
                "OD  мм рт. ст., OS  мм рт. ст.",
            ),
            asked(
                "front",
                text("Передний отрезок", "Front of the eye"),
                "Веки не изменены. Конъюнктива бледно-розовая. Роговица прозрачная. Передняя камера средней глубины. Хрусталик прозрачный.",
            ),
            free(
                "fundus",
                text("Глазное дно", "Fundus"),
                "Диск зрительного нерва бледно-розовый, границы чёткие. Сосуды не изменены. Макула без особенностей.",
            ),
        ],
        plan: "",
        codes: &[
            ("H52.1", "Миопия"),
            ("H52.4", "Пресбиопия"),
            ("H10.9", "Конъюнктивит неуточнённый"),
            ("H40.1", "Первичная открытоугольная глаукома"),
            ("H25.1", "Старческая ядерная катаракта"),
        ],
    },
    BuiltIn {
        id: "examination",
        version: 1,
        title: text(
            "Инструментальное исследование (УЗИ и другие)",
            "Examination (ultrasound and others)",
        ),
        parts: &[
            asked("what", text("Что исследовали", "What was examined"), ""),
            free("why", text("Цель исследования", "Purpose"), ""),
            free("device", text("Аппарат и методика", "Device and method"), ""),
            asked("description", text("Описание", "Description"), ""),
            free("limits", text("Ограничения исследования", "Limitations"), ""),
        ],
        plan: "Показать заключение лечащему врачу.",
        codes: &[
            ("Z01.8", "Другое уточнённое специальное обследование"),
            ("Z03.9", "Наблюдение при подозрении на заболевание или состояние неуточнённое"),
        ],
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::protocols::rules::{check_template, is_code};

    /// REC-12: each has what a protocol needs, in both languages, and codes of the right form.
    #[test]
    fn every_built_in_template_could_be_a_doctors_own() {
        let mut ids = BTreeSet::new();
        for built_in in BUILT_IN {
            assert!(ids.insert(built_in.id), "{}", built_in.id);
            assert!(built_in.parts.iter().any(|part| part.required), "{}", built_in.id);
            for lang in [Lang::Ru, Lang::En] {
                let template = built_in.template(lang);
                assert_eq!(check_template(&template), Ok(template.clone()), "{}", built_in.id);
                assert!(!template.diagnoses.is_empty() && template.diagnoses.iter().all(is_code));
            }
            let found = BuiltIn::find(built_in.id).map(BuiltIn::reference);
            assert_eq!(found, Some(built_in.reference()));
        }
        assert!(BuiltIn::find("nothing").is_none());
    }
}
