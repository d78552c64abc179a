//! Sugar, proteins of the blood, and what the kidneys remove.

use super::{Meaning, meaning, sources};
use crate::lang::text;

pub static ALL: &[Meaning] = &[
    meaning(
        "2345-7 14749-6 2339-0 15074-8 1558-6 14771-0 14743-9 41653-7 14770-2",
        "Глюкоза крови; Глюкоза в крови; Глюкоза натощак; Глюкоза в сыворотке; Глюкоза \
         сыворотки; Глюкоза в плазме; Глюкоза плазмы; Сахар крови; Сахар в крови; Blood glucose; \
         Glucose in blood; Fasting glucose; Blood sugar",
        text(
            "Сахар крови — главный источник энергии для клеток.",
            "Blood sugar, the main source of energy for cells.",
        ),
        text(
            "Показывает, как организм справляется с сахаром. Его проверяют на осмотрах, при беременности и во время лечения.",
            "It shows how the body copes with sugar. It is checked at check-ups, in pregnancy and during treatment.",
        ),
        sources::GLUCOSE,
    ),
    meaning(
        "14995-5",
        "Глюкоза через 2 часа после нагрузки 75 г; Глюкоза через 2 часа после нагрузки; Глюкоза \
         через 2 часа; Глюкоза через 120 минут; Глюкозотолерантный тест 2 часа; Glucose 2 hours \
         after 75 g glucose; Glucose 2 hours after load",
        text(
            "Уровень сахара в крови через два часа после сладкого раствора.",
            "Blood sugar two hours after a sweet drink.",
        ),
        text(
            "Показывает, как быстро организм усваивает сахар. Такой тест часто делают при беременности.",
            "It shows how soon the body takes up sugar. The test is often done in pregnancy.",
        ),
        sources::GLUCOSE_TOLERANCE,
    ),
    meaning(
        "4548-4 17856-6 59261-8",
        "Гликированный гемоглобин; Гликированный гемоглобин HbA1c; Гликозилированный гемоглобин; \
         Гликогемоглобин; HbA1c; A1C; Hemoglobin A1c; Haemoglobin A1c; Glycated haemoglobin; \
         Glycated hemoglobin; Glycohemoglobin",
        text(
            "Часть гемоглобина, с которой соединился сахар крови.",
            "The part of haemoglobin that blood sugar has joined.",
        ),
        text(
            "Отражает средний уровень сахара крови за последние три месяца и помогает следить за лечением.",
            "It reflects the average blood sugar over the last three months and helps to follow treatment.",
        ),
        sources::HBA1C,
    ),
    meaning(
        "2885-2",
        "Общий белок; Белок общий; Белок общий в крови; Общий белок крови; Белок крови; TP; \
         TPROT; Total protein; Protein, total",
        text("Все белки крови вместе.", "All proteins of the blood together."),
        text(
            "Даёт общее представление о питании, печени, почках и иммунитете. Что именно изменилось, показывают другие анализы.",
            "It gives a general idea of nutrition, the liver, the kidneys and immunity. What exactly has changed is shown by other tests.",
        ),
        sources::TOTAL_PROTEIN,
    ),
    meaning(
        "1751-7",
        "Альбумин крови; Альбумин в крови; Альбумин сыворотки; Serum albumin; Albumin in blood",
        text(
            "Главный белок крови: его делает печень, он удерживает воду в сосудах и переносит вещества.",
            "The main blood protein: the liver makes it, it keeps water in the vessels and carries substances.",
        ),
        text(
            "По нему судят о работе печени и почек и о питании.",
            "It tells about the work of the liver and the kidneys and about nutrition.",
        ),
        sources::ALBUMIN,
    ),
    meaning(
        "10834-0",
        "Глобулины; Глобулин; GLOB; Globulins; Globulin",
        text(
            "Группа белков крови, к которой относятся и антитела.",
            "A group of blood proteins that antibodies belong to as well.",
        ),
        text(
            "Их смотрят вместе с альбумином, чтобы понять, как работают печень и иммунитет.",
            "They are read together with albumin, to see how the liver and immunity work.",
        ),
        sources::TOTAL_PROTEIN,
    ),
    meaning(
        "1759-0",
        "Альбумин/глобулин; Альбумин-глобулиновый коэффициент; Альбумин/глобулиновое \
         соотношение; A/G ratio; Albumin/Globulin ratio; A/G",
        text(
            "Во сколько раз альбумина в крови больше, чем других белков.",
            "How many times more albumin there is in the blood than other proteins.",
        ),
        text(
            "Помогает понять, какая часть белков крови изменилась.",
            "It helps to see which part of the blood proteins has changed.",
        ),
        sources::TOTAL_PROTEIN,
    ),
    meaning(
        "14338-8",
        "Преальбумин; Транстиретин; Prealbumin; Transthyretin",
        text(
            "Белок печени, который живёт в крови всего несколько дней.",
            "A protein of the liver that stays in the blood for a few days only.",
        ),
        text(
            "По нему судят, хватает ли человеку питания, особенно в больнице.",
            "It tells whether someone gets enough nourishment, in hospital above all.",
        ),
        sources::PREALBUMIN,
    ),
    meaning(
        "4542-7",
        "Гаптоглобин; Haptoglobin",
        text(
            "Белок, который подбирает гемоглобин, вышедший из красных клеток крови.",
            "A protein that picks up the haemoglobin that has left red blood cells.",
        ),
        text(
            "Показывает, не разрушаются ли красные клетки быстрее обычного.",
            "It shows whether red blood cells break down faster than usual.",
        ),
        sources::HAPTOGLOBIN,
    ),
    meaning(
        "2064-4",
        "Церулоплазмин; Ceruloplasmin; Caeruloplasmin",
        text(
            "Белок печени, который хранит медь и разносит её по телу.",
            "A protein of the liver that stores copper and carries it around the body.",
        ),
        text(
            "Помогает понять, как организм обращается с медью.",
            "It helps to see how the body handles copper.",
        ),
        sources::CERULOPLASMIN,
    ),
    meaning(
        "2160-0 14682-9 38483-4",
        "Креатинин; Креатинин в крови; Креатинин крови; Креатинин сыворотки; CREA; CREAT; \
         Creatinine; Serum creatinine; Creatinine in blood",
        text(
            "Вещество, которое остаётся от работы мышц; из тела его выводят почки.",
            "A substance left over from the work of muscles; the kidneys remove it.",
        ),
        text(
            "По нему судят, как работают почки. На него влияют и мышцы, поэтому у сильных людей его больше.",
            "It tells how the kidneys work. Muscles move it too: strong people have more of it.",
        ),
        sources::CREATININE,
    ),
    meaning(
        "62238-1 33914-3 98979-8 48642-3",
        "Скорость клубочковой фильтрации; СКФ; рСКФ; СКФ расчётная; Скорость клубочковой \
         фильтрации расчётная; Скорость клубочковой фильтрации (CKD-EPI); СКФ по CKD-EPI; СКФ \
         (CKD-EPI); eGFR; GFR; Estimated glomerular filtration rate; Estimated glomerular \
         filtration rate (CKD-EPI); Glomerular filtration rate",
        text(
            "Сколько крови почки очищают за минуту; считается по анализу, возрасту и полу.",
            "How much blood the kidneys clean in a minute; computed from a test, age and sex.",
        ),
        text(
            "Это самый понятный показатель работы почек. По нему выбирают и дозы многих лекарств.",
            "It is the plainest measure of how the kidneys work. The doses of many medicines are chosen by it too.",
        ),
        sources::GFR,
    ),
    meaning(
        "33863-2",
        "Цистатин С; Cystatin C",
        text(
            "Белок, который делают почти все клетки, а выводят почки.",
            "A protein that almost all cells make and the kidneys remove.",
        ),
        text(
            "По нему считают, как почки очищают кровь, когда креатинина для этого мало.",
            "It is used to compute how the kidneys clean the blood where creatinine is not enough.",
        ),
        sources::GFR,
    ),
    meaning(
        "3091-6 22664-7",
        "Мочевина; Мочевина в крови; Мочевина крови; UREA; Blood urea",
        text(
            "Вещество, в которое печень превращает остатки белка; из тела его выводят почки.",
            "A substance that the liver makes of what is left of protein; the kidneys remove it.",
        ),
        text(
            "По ней судят о работе почек. На неё влияют и еда с белком, и то, сколько человек пьёт.",
            "It tells about the work of the kidneys. Food with protein and how much one drinks move it too.",
        ),
        sources::UREA,
    ),
    meaning(
        "3094-0 6299-2",
        "Азот мочевины; Азот мочевины крови; BUN; Urea nitrogen; Blood urea nitrogen",
        text(
            "Азот в составе мочевины: остаток белка, который из тела выводят почки.",
            "The nitrogen in urea: what is left of protein and removed by the kidneys.",
        ),
        text(
            "По нему судят о работе почек. На него влияют и еда с белком, и то, сколько человек пьёт.",
            "It tells about the work of the kidneys. Food with protein and how much one drinks move it too.",
        ),
        sources::UREA,
    ),
    meaning(
        "3084-1 14933-6",
        "Мочевая кислота; Мочевая кислота в крови; Мочевая кислота крови; Мочевая кислота в \
         моче; Ураты; URIC; Uric acid; Urate; Uric acid in urine",
        text(
            "Вещество, которое остаётся, когда распадаются пурины — части клеток и пищи.",
            "A substance left when purines, parts of cells and of food, break down.",
        ),
        text(
            "Её смотрят при боли в суставах и камнях в почках и чтобы следить за лечением.",
            "It is checked with joint pain and kidney stones, and to follow treatment.",
        ),
        sources::URIC_ACID,
    ),
    meaning(
        "1988-5",
        "С-реактивный белок; С-реактивный белок (СРБ); СРБ; CRP; C-reactive protein",
        text(
            "Белок печени, которого становится больше, когда в теле есть воспаление.",
            "A protein of the liver; there is more of it when there is inflammation in the body.",
        ),
        text(
            "Показывает, есть ли воспаление и насколько оно сильное, но не говорит, где оно и отчего.",
            "It shows whether there is inflammation and how strong it is, but not where it is and why.",
        ),
        sources::CRP,
    ),
    meaning(
        "30522-7",
        "С-реактивный белок, высокочувствительный метод; С-реактивный белок \
         высокочувствительный; С-реактивный белок ультрачувствительный; Высокочувствительный \
         С-реактивный белок; вчСРБ; СРБ ультрачувствительный; СРБ высокочувствительный; hsCRP; \
         C-reactive protein, high sensitivity; High-sensitivity C-reactive protein",
        text(
            "Тот же белок воспаления, измеренный способом, который видит очень малые количества.",
            "The same protein of inflammation, measured in a way that sees very small amounts.",
        ),
        text(
            "Помогает оценить, насколько здоровы сердце и сосуды, вместе с другими показателями.",
            "It helps to judge, together with other values, how healthy the heart and the vessels are.",
        ),
        sources::CRP,
    ),
];
