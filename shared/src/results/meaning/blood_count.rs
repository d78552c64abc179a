//! Cells of the blood and what is computed of them.

use super::{Meaning, meaning, sources};
use crate::lang::text;

pub static ALL: &[Meaning] = &[
    meaning(
        "718-7 20509-6",
        "Гемоглобин крови; Гемоглобин в крови; Гемоглобин общий; Гемоглобин (HGB); Гемоглобин \
         (Hb); HGB; Hemoglobin in blood; Hemoglobin (HGB)",
        text(
            "Красный белок эритроцитов, который переносит кислород от лёгких ко всем тканям.",
            "The red protein of red blood cells, which carries oxygen from the lungs to all tissues.",
        ),
        text(
            "Показывает, сколько кислорода может разнести кровь. Его смотрят на осмотрах, при слабости, бледности или кровопотере и во время лечения.",
            "It shows how much oxygen blood can carry. It is checked at check-ups, with weakness, pallor or loss of blood, and during treatment.",
        ),
        sources::HEMOGLOBIN,
    ),
    meaning(
        "789-8 26453-1",
        "Эритроциты крови; Эритроциты в крови; Red blood cell count; RBC count; Erythrocyte count",
        text(
            "Красные клетки крови, которые разносят кислород от лёгких ко всему телу.",
            "Red blood cells, which carry oxygen from the lungs to the whole body.",
        ),
        text(
            "Их считают, чтобы узнать, достаточно ли кислорода получает тело. Обычно это часть общего анализа крови.",
            "They are counted to learn whether the body gets enough oxygen. Usually this is a part of the complete blood count.",
        ),
        sources::RED_CELLS,
    ),
    meaning(
        "4544-3 20570-8",
        "Гематокрит; Гематокритная величина; Ht; HCT; Hematocrit; Haematocrit; PCV; Packed cell \
         volume",
        text(
            "Доля объёма крови, которую занимают красные клетки.",
            "The share of blood volume that red blood cells take up.",
        ),
        text(
            "Помогает понять, не мало ли и не много ли красных клеток и хватает ли телу воды.",
            "It helps to see whether there are too few or too many red blood cells, and whether the body has enough water.",
        ),
        sources::HEMATOCRIT,
    ),
    meaning(
        "787-2 30428-7",
        "Средний объём эритроцита; Средний объём эритроцитов; MCV; Mean corpuscular volume; Mean \
         cell volume",
        text(
            "Средний размер одной красной клетки крови.",
            "The average size of one red blood cell.",
        ),
        text(
            "Размер красных клеток подсказывает врачу, чего им может не хватать, когда они образуются: например, железа или витаминов.",
            "The size of red blood cells hints at what may be lacking when they are made: iron or vitamins, for instance.",
        ),
        sources::MCV,
    ),
    meaning(
        "785-6 28539-5",
        "Среднее содержание гемоглобина в эритроците; Среднее содержание гемоглобина в \
         эритроцитах; Среднее содержание Hb в эритроците; Среднее содержание гемоглобина; MCH; \
         Mean corpuscular hemoglobin; Mean corpuscular haemoglobin; Mean cell hemoglobin",
        text(
            "Сколько гемоглобина в среднем содержит одна красная клетка крови.",
            "How much haemoglobin one red blood cell holds on average.",
        ),
        text(
            "Вместе с размером клеток помогает понять, почему гемоглобина столько, сколько есть.",
            "Together with the size of the cells it helps to see why there is as much haemoglobin as there is.",
        ),
        sources::RED_CELL_INDICES,
    ),
    meaning(
        "786-4 28540-3",
        "Средняя концентрация гемоглобина в эритроците; Средняя концентрация гемоглобина в \
         эритроцитах; Средняя концентрация Hb в эритроцитах; Средняя концентрация Hb в \
         эритроците; Средняя концентрация гемоглобина; MCHC; Mean corpuscular hemoglobin \
         concentration; Mean corpuscular haemoglobin concentration; Mean cell hemoglobin \
         concentration",
        text(
            "Насколько плотно красные клетки крови заполнены гемоглобином.",
            "How densely red blood cells are filled with haemoglobin.",
        ),
        text(
            "Читается вместе с другими показателями красных клеток и помогает понять, как они образуются.",
            "It is read together with the other values of red blood cells and helps to see how they are made.",
        ),
        sources::RED_CELL_INDICES,
    ),
    meaning(
        "788-0 30385-9 21000-5",
        "Распределение эритроцитов по объёму; Распределение эритроцитов по объёму (RDW-CV); \
         Распределение эритроцитов по объёму (RDW-SD); Ширина распределения эритроцитов; Ширина \
         распределения эритроцитов по объёму; Относительная ширина распределения эритроцитов по \
         объёму; Анизоцитоз эритроцитов; RDW; RDW-CV; RDW-SD; Red cell distribution width; Red \
         cell distribution width (RDW-CV); Red blood cell distribution width; Erythrocyte \
         distribution width",
        text(
            "Насколько красные клетки крови отличаются друг от друга по размеру.",
            "How much red blood cells differ from one another in size.",
        ),
        text(
            "Вместе со средним размером клеток помогает врачу понять, как обновляются красные клетки.",
            "Together with the average size it helps the doctor to see how red blood cells are renewed.",
        ),
        sources::RDW,
    ),
    meaning(
        "777-3 26515-7",
        "Тромбоциты; PLT; Кровяные пластинки; Platelets; Platelet count; Thrombocytes",
        text(
            "Мелкие клетки крови, которые помогают остановить кровотечение.",
            "Small blood cells that help stop bleeding.",
        ),
        text(
            "Их считают на осмотрах, при синяках и кровотечениях и перед операцией: от них зависит, как быстро закроется ранка.",
            "They are counted at check-ups, with bruises and bleeding and before an operation: how soon a wound closes depends on them.",
        ),
        sources::PLATELETS,
    ),
    meaning(
        "32623-1",
        "Средний объём тромбоцита; Средний объём тромбоцитов; MPV; Mean platelet volume",
        text("Средний размер одного тромбоцита.", "The average size of one platelet."),
        text(
            "Молодые тромбоциты крупнее, поэтому размер подсказывает, как быстро они обновляются.",
            "Young platelets are larger, so that the size hints at how soon they are renewed.",
        ),
        sources::MPV,
    ),
    meaning(
        "32207-3",
        "Распределение тромбоцитов по объёму; Распределение тромбоцитов по объёму (PDW); Ширина \
         распределения тромбоцитов; Ширина распределения тромбоцитов по объёму; Относительная \
         ширина распределения тромбоцитов по объёму; Анизоцитоз тромбоцитов; PDW; Platelet \
         distribution width",
        text(
            "Насколько тромбоциты отличаются друг от друга по размеру.",
            "How much platelets differ from one another in size.",
        ),
        text(
            "Дополняет счёт тромбоцитов. Сам по себе говорит мало и читается вместе с остальным анализом.",
            "It adds to the platelet count. By itself it says little and is read with the rest of the blood count.",
        ),
        sources::PLATELET_INDICES,
    ),
    meaning(
        "51637-7",
        "Тромбокрит; Plateletcrit",
        text(
            "Доля объёма крови, которую занимают тромбоциты.",
            "The share of blood volume that platelets take up.",
        ),
        text(
            "Дополняет счёт тромбоцитов и читается вместе с ним.",
            "It adds to the platelet count and is read together with it.",
        ),
        sources::PLATELET_INDICES,
    ),
    meaning(
        "6690-2 26464-8",
        "Лейкоциты крови; Лейкоциты в крови; White blood cell count; White blood count; WBC \
         count; Leukocyte count",
        text(
            "Белые клетки крови, которые защищают тело от инфекций.",
            "White blood cells, which protect the body from infections.",
        ),
        text(
            "Их считают, чтобы увидеть, как организм защищается: при температуре, воспалении, аллергии и во время лечения.",
            "They are counted to see how the body defends itself: with fever, inflammation, allergy, and during treatment.",
        ),
        sources::WHITE_CELLS,
    ),
    meaning(
        "751-8 770-8 26499-4 26511-6",
        "Нейтрофилы; Нейтрофилы, абс.; Нейтрофилы абсолютное количество; Нейтрофилы абсолютное \
         число; Нейтрофилы общее число; NEU; NEUT; NEUT abs; Neutrophils; Neutrophils, absolute; \
         Absolute neutrophils; Absolute neutrophil count",
        text(
            "Белые клетки крови, которые первыми приходят туда, где есть микробы или воспаление.",
            "White blood cells that are first to come where there are germs or inflammation.",
        ),
        text(
            "Их число и доля подсказывают, как организм отвечает на инфекцию и хватает ли ему этой защиты.",
            "Their number and share hint at how the body answers an infection, and whether it has enough of this defence.",
        ),
        sources::DIFFERENTIAL,
    ),
    meaning(
        "731-0 736-9 26474-7 26478-8",
        "Лимфоциты; Лимфоциты, абс.; Лимфоциты абсолютное количество; Лимфоциты абсолютное \
         число; LYM; LYMPH; LYMPH abs; Lymphocytes; Lymphocytes, absolute; Absolute lymphocytes; \
         Absolute lymphocyte count",
        text(
            "Белые клетки крови, которые борются с вирусами и помнят перенесённые инфекции.",
            "White blood cells that fight viruses and remember past infections.",
        ),
        text(
            "Показывают, как работает иммунитет и как организм отвечает на вирусы.",
            "They show how immunity works and how the body answers viruses.",
        ),
        sources::DIFFERENTIAL,
    ),
    meaning(
        "742-7 5905-5 26484-6 26485-3",
        "Моноциты; Моноциты, абс.; Моноциты абсолютное количество; Моноциты абсолютное число; \
         MON; MONO; MONO abs; Monocytes; Monocytes, absolute; Absolute monocytes; Absolute \
         monocyte count",
        text(
            "Белые клетки крови, которые убирают микробов и отжившие клетки.",
            "White blood cells that clear away germs and dead cells.",
        ),
        text(
            "Помогают понять, как организм справляется с инфекцией и восстанавливается после неё.",
            "They help to see how the body copes with an infection and recovers from it.",
        ),
        sources::DIFFERENTIAL,
    ),
    meaning(
        "711-2 713-8 26449-9 26450-7",
        "Эозинофилы; Эозинофилы, абс.; Эозинофилы абсолютное количество; Эозинофилы абсолютное \
         число; EOS; EO; EOS abs; Eosinophils; Eosinophils, absolute; Absolute eosinophils; \
         Absolute eosinophil count",
        text(
            "Белые клетки крови, которые участвуют в аллергии и защищают от паразитов.",
            "White blood cells that take part in allergies and defend against parasites.",
        ),
        text(
            "Их считают, когда врач думает об аллергии или паразитах, и чтобы следить за лечением.",
            "They are counted when the doctor thinks of an allergy or parasites, and to follow treatment.",
        ),
        sources::DIFFERENTIAL,
    ),
    meaning(
        "704-7 706-2 26444-0 30180-4",
        "Базофилы; Базофилы, абс.; Базофилы абсолютное количество; Базофилы абсолютное число; \
         BAS; BASO; BASO abs; Basophils; Basophils, absolute; Absolute basophils; Absolute \
         basophil count",
        text(
            "Самые редкие белые клетки крови; они участвуют в аллергических реакциях.",
            "The rarest white blood cells; they take part in allergic reactions.",
        ),
        text(
            "Дополняют картину при аллергии. Обычно их очень мало, и это правильно.",
            "They complete the picture with allergies. Usually there are very few, and that is as it should be.",
        ),
        sources::DIFFERENTIAL,
    ),
    meaning(
        "764-1 26508-2",
        "Палочкоядерные нейтрофилы; Нейтрофилы палочкоядерные; Палочкоядерные; п/я; Band \
         neutrophils; Bands",
        text(
            "Молодые нейтрофилы, которые недавно вышли из костного мозга.",
            "Young neutrophils that have lately left the bone marrow.",
        ),
        text(
            "Показывают, сколько новых клеток защиты организм отправляет в кровь, например при инфекции.",
            "They show how many new cells of defence the body sends into the blood, with an infection for instance.",
        ),
        sources::DIFFERENTIAL,
    ),
    meaning(
        "769-0 26505-8",
        "Сегментоядерные нейтрофилы; Нейтрофилы сегментоядерные; Сегментоядерные; с/я; Segmented \
         neutrophils; Segs",
        text(
            "Зрелые нейтрофилы: белые клетки крови, готовые встретить микробов.",
            "Mature neutrophils: white blood cells that are ready to meet germs.",
        ),
        text(
            "Вместе с молодыми нейтрофилами показывают, как организм отвечает на инфекцию.",
            "Together with young neutrophils they show how the body answers an infection.",
        ),
        sources::DIFFERENTIAL,
    ),
    meaning(
        "17849-1 4679-7",
        "Ретикулоциты; Ретикулоциты, абс.; Ретикулоциты абсолютное количество; RET; RETIC; \
         Reticulocytes; Reticulocyte count; Reticulocytes, absolute",
        text(
            "Молодые красные клетки крови, которые недавно вышли из костного мозга.",
            "Young red blood cells that have lately left the bone marrow.",
        ),
        text(
            "По ним видно, как быстро костный мозг обновляет красные клетки: например, после кровопотери или во время лечения.",
            "They show how soon the bone marrow renews red blood cells: after loss of blood or during treatment, for instance.",
        ),
        sources::RETICULOCYTES,
    ),
    meaning(
        "30341-2 4537-7",
        "СОЭ; Скорость оседания эритроцитов; СОЭ по Вестергрену; СОЭ по Панченкову; РОЭ; ESR; \
         Erythrocyte sedimentation rate; Sed rate; Sedimentation rate",
        text(
            "Насколько красные клетки крови оседают в пробирке за час.",
            "How far red blood cells settle in a tube within an hour.",
        ),
        text(
            "Это общий признак: он говорит, может ли в теле быть воспаление, но не говорит, где и отчего.",
            "It is a general sign: it tells whether there may be inflammation in the body, but not where and why.",
        ),
        sources::ESR,
    ),
];
