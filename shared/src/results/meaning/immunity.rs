//! Antibodies and other proteins of immunity, and the blood group.

use super::{Meaning, meaning, sources};
use crate::lang::text;

pub static ALL: &[Meaning] = &[
    meaning(
        "11572-5",
        "Ревматоидный фактор; РФ; RF; Rheumatoid factor",
        text(
            "Антитела, которые по ошибке направлены на собственные белки.",
            "Antibodies that by mistake are aimed at one’s own proteins.",
        ),
        text(
            "Их смотрят при боли в суставах. Они бывают и у здоровых, особенно с возрастом.",
            "They are checked with joint pain. Healthy people have them too, the more so with age.",
        ),
        sources::RHEUMATOID_FACTOR,
    ),
    meaning(
        "5370-2",
        "Антистрептолизин-О; Антистрептолизин-О (АСЛ-О); АСЛО; ASO; ASLO; Antistreptolysin O; \
         Antistreptolysin O (ASO)",
        text(
            "Антитела, которые остаются после встречи со стрептококком.",
            "Antibodies that remain after meeting streptococci.",
        ),
        text(
            "Показывают, была ли недавно стрептококковая инфекция, например ангина.",
            "They show whether there was an infection with streptococci lately, a sore throat for instance.",
        ),
        sources::ASO,
    ),
    meaning(
        "33935-8",
        "Антитела к циклическому цитруллинированному пептиду; Антитела к циклическому \
         цитруллинированному пептиду (АЦЦП); Антитела к циклическому цитруллиновому пептиду; \
         АЦЦП; анти-ССР; анти-ЦЦП; Anti-CCP; Anti-CCP antibodies; CCP antibodies",
        text(
            "Антитела, которые по ошибке направлены на собственные белки, в том числе в суставах.",
            "Antibodies that by mistake are aimed at one’s own proteins, those of joints among them.",
        ),
        text(
            "Помогают врачу понять, отчего болят суставы.",
            "They help the doctor to see why joints hurt.",
        ),
        sources::CCP,
    ),
    meaning(
        "19113-0",
        "Иммуноглобулин E общий; Иммуноглобулин Е; IgE; IgE общий; Общий IgE; Immunoglobulin E; \
         Immunoglobulin E, total; Total IgE; IgE, total",
        text("Антитела, которые участвуют в аллергии.", "Antibodies that take part in allergies."),
        text(
            "Помогают понять, нет ли аллергии. На что именно она, общий анализ не говорит.",
            "They help to see whether there is an allergy. What it is to, the total does not tell.",
        ),
        sources::ALLERGY,
    ),
    meaning(
        "2465-3",
        "Иммуноглобулин G; IgG; IgG общий; Immunoglobulin G",
        text(
            "Самые частые антитела крови: они хранят память о перенесённых инфекциях и прививках.",
            "The commonest antibodies of the blood: they remember past infections and vaccinations.",
        ),
        text("Показывают, как работает иммунитет.", "They show how immunity works."),
        sources::IMMUNOGLOBULINS,
    ),
    meaning(
        "2458-8",
        "Иммуноглобулин A; IgA; IgA общий; Immunoglobulin A",
        text(
            "Антитела, которые защищают дыхательные пути, кишечник и другие слизистые.",
            "Antibodies that protect the airways, the bowel and other linings.",
        ),
        text("Показывают, как работает иммунитет.", "They show how immunity works."),
        sources::IMMUNOGLOBULINS,
    ),
    meaning(
        "2472-9",
        "Иммуноглобулин M; IgM; IgM общий; Immunoglobulin M",
        text(
            "Антитела, которые первыми появляются при новой инфекции.",
            "Antibodies that are first to appear in a new infection.",
        ),
        text("Показывают, как работает иммунитет.", "They show how immunity works."),
        sources::IMMUNOGLOBULINS,
    ),
    meaning(
        "",
        "Антинуклеарные антитела; Антинуклеарный фактор; Антиядерные антитела; АНА; АНФ; ANA; \
         ANF; Antinuclear antibodies; Antinuclear antibody",
        text(
            "Антитела, которые по ошибке направлены на ядра собственных клеток.",
            "Antibodies that by mistake are aimed at the nuclei of one’s own cells.",
        ),
        text(
            "Помогают врачу понять, не спорит ли иммунитет с собственным телом. Бывают и у здоровых людей.",
            "They help the doctor to see whether immunity is at odds with its own body. Healthy people have them too at times.",
        ),
        sources::ANA,
    ),
    meaning(
        "4485-9",
        "Комплемент C3; С3 компонент комплемента; Компонент комплемента С3; Комплемент С3 \
         компонент; Complement C3; Complement component C3; Complement component 3",
        text(
            "Белок крови, который помогает иммунитету уничтожать микробов.",
            "A blood protein that helps immunity to destroy germs.",
        ),
        text(
            "Показывает, как работает иммунитет, и помогает следить за лечением.",
            "It shows how immunity works and helps to follow treatment.",
        ),
        sources::COMPLEMENT,
    ),
    meaning(
        "882-1",
        "Группа крови и резус-фактор; Группа крови; Группа крови и резус; Резус-фактор; \
         Резус-принадлежность; Группа крови AB0; Группа крови ABO; AB0 и Rh; Blood group and Rh \
         factor; Blood group; Blood type; ABO and Rh; Rh factor",
        text(
            "Наследственный признак красных клеток крови: группа (0, A, B или AB) и резус-фактор.",
            "An inherited feature of red blood cells: the group (0, A, B or AB) and the Rh factor.",
        ),
        text(
            "Её надо знать, чтобы перелить подходящую кровь, и при беременности.",
            "It has to be known to give the right blood, and in pregnancy.",
        ),
        sources::BLOOD_GROUPS,
    ),
];
