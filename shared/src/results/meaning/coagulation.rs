//! How blood clots.

use super::{Meaning, meaning, sources};
use crate::lang::text;

pub static ALL: &[Meaning] = &[
    meaning(
        "6301-6",
        "Международное нормализованное отношение; Международное нормализованное отношение (МНО); \
         МНО; INR; International normalized ratio",
        text(
            "Показывает, как быстро свёртывается кровь, одним числом, одинаковым для всех лабораторий.",
            "How soon blood clots, in one number that is the same for all laboratories.",
        ),
        text(
            "По нему подбирают дозу лекарств, которые замедляют свёртывание, например варфарина. Его смотрят и перед операцией.",
            "Doses of medicines that slow clotting, such as warfarin, are chosen by it. It is checked before an operation too.",
        ),
        sources::PROTHROMBIN,
    ),
    meaning(
        "5902-2",
        "Протромбиновое время; ПВ; PT; Prothrombin time",
        text(
            "Сколько секунд свёртывается жидкая часть крови.",
            "How many seconds the liquid part of blood takes to clot.",
        ),
        text(
            "Показывает, как свёртывается кровь: при кровотечениях, перед операцией и чтобы следить за печенью.",
            "It shows how blood clots: with bleeding, before an operation, and to follow the liver.",
        ),
        sources::PROTHROMBIN,
    ),
    meaning(
        "5894-1",
        "Протромбин по Квику; Протромбин; Протромбиновая активность по Квику; Протромбиновый \
         индекс; ПТИ; Prothrombin (Quick); Prothrombin activity; Prothrombin",
        text(
            "Насколько быстро свёртывается кровь по сравнению с обычной, в процентах.",
            "How soon blood clots compared with usual blood, in per cent.",
        ),
        text(
            "Говорит о том же, что МНО и протромбиновое время: как свёртывается кровь.",
            "It tells the same as the INR and the prothrombin time: how blood clots.",
        ),
        sources::PROTHROMBIN,
    ),
    meaning(
        "14979-9",
        "АЧТВ; АПТВ; АПТВ (АЧТВ); Активированное частичное тромбопластиновое время; \
         Активированное частичное тромбопластиновое время (АЧТВ); APTT; PTT; Activated partial \
         thromboplastin time; Partial thromboplastin time",
        text(
            "Сколько секунд свёртывается кровь, если запустить свёртывание другим путём, чем для МНО.",
            "How many seconds blood takes to clot when clotting is started another way than for the INR.",
        ),
        text(
            "Его смотрят при кровотечениях, перед операцией и при лечении гепарином.",
            "It is checked with bleeding, before an operation and during treatment with heparin.",
        ),
        sources::PTT,
    ),
    meaning(
        "3255-7",
        "Фибриноген; Фибриноген по Клауссу; FIB; FIBR; Fibrinogen",
        text(
            "Белок печени, из которого образуется сгусток крови.",
            "A protein of the liver that a blood clot is made from.",
        ),
        text(
            "Показывает, хватает ли его, чтобы остановить кровь. Он меняется также при воспалении и беременности.",
            "It shows whether there is enough of it to stop bleeding. It changes with inflammation and in pregnancy too.",
        ),
        sources::FIBRINOGEN,
    ),
    meaning(
        "3243-3",
        "Тромбиновое время; Thrombin time",
        text(
            "Сколько секунд нужно, чтобы из фибриногена получился сгусток.",
            "How many seconds fibrinogen takes to become a clot.",
        ),
        text(
            "Показывает, как идёт последний шаг свёртывания и не действуют ли на него лекарства.",
            "It shows how the last step of clotting goes and whether medicines act on it.",
        ),
        sources::THROMBIN_TIME,
    ),
    meaning(
        "48065-7 48066-5",
        "D-димер; Д-димер; D-dimer; D-димеры; Д-димеры",
        text(
            "Кусочек белка, который остаётся, когда растворяется сгусток крови.",
            "A piece of protein left when a blood clot dissolves.",
        ),
        text(
            "Помогает врачу понять, нет ли в сосудах сгустков. Он меняется и при беременности, воспалении, после операции, с возрастом.",
            "It helps the doctor to see whether there are clots in the vessels. It also changes in pregnancy, with inflammation, after an operation and with age.",
        ),
        sources::D_DIMER,
    ),
    meaning(
        "27811-9",
        "Антитромбин III; Антитромбин; АТ III; Antithrombin III; Antithrombin",
        text(
            "Белок крови, который сдерживает её свёртывание.",
            "A blood protein that keeps clotting in check.",
        ),
        text(
            "Помогает понять, отчего образуются сгустки, и следить за лечением гепарином.",
            "It helps to see why clots form, and to follow treatment with heparin.",
        ),
        sources::ANTITHROMBIN,
    ),
];
