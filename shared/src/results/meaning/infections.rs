//! Infections. What a result means for somebody is said by a doctor: the words tell only what is looked for.

use super::{Meaning, meaning, sources};
use crate::lang::text;

pub static ALL: &[Meaning] = &[
    meaning(
        "33959-8",
        "Прокальцитонин; Procalcitonin",
        text(
            "Вещество, которого становится больше, когда тело борется с бактериями.",
            "A substance that there is more of when the body fights bacteria.",
        ),
        text(
            "Помогает врачу понять, бактерии ли вызвали болезнь и нужны ли антибиотики.",
            "It helps the doctor to see whether bacteria caused an illness and whether antibiotics are needed.",
        ),
        sources::PROCALCITONIN,
    ),
    meaning(
        "5196-1",
        "HBsAg; HBs-антиген; HBsAg (поверхностный антиген вируса гепатита B); Поверхностный \
         антиген вируса гепатита B; Антиген HBs вируса гепатита B; Австралийский антиген; \
         Hepatitis B surface antigen; Hepatitis B surface antigen (HBsAg)",
        text(
            "Белок с поверхности вируса гепатита B.",
            "A protein of the surface of the hepatitis B virus.",
        ),
        text(
            "Так проверяют, нет ли в крови вируса: на осмотрах, при беременности, перед операцией. Ответ всегда уточняют другими анализами.",
            "This is how one checks whether the virus is in the blood: at check-ups, in pregnancy, before an operation. The answer is always confirmed by other tests.",
        ),
        sources::HEPATITIS,
    ),
    meaning(
        "16935-9",
        "Антитела к поверхностному антигену вируса гепатита B; Антитела к поверхностному \
         антигену вируса гепатита B (анти-HBs); Антитела к HBsAg; анти-HBs; Anti-HBs; Hepatitis \
         B surface antibodies; Hepatitis B surface antibodies (anti-HBs); Hepatitis B surface \
         antibody",
        text(
            "Антитела, которые защищают от гепатита B: они остаются после прививки или болезни.",
            "Antibodies that protect from hepatitis B: they remain after vaccination or the illness.",
        ),
        text(
            "Показывают, есть ли защита и нужна ли прививка.",
            "They show whether there is protection and whether a vaccination is needed.",
        ),
        sources::HEPATITIS,
    ),
    meaning(
        "13952-7",
        "Антитела к ядерному антигену вируса гепатита B; Антитела к сердцевинному антигену \
         вируса гепатита B; Антитела к HBcAg; анти-HBc; анти-HBcore; Anti-HBc; Anti-HBc total; \
         Hepatitis B core antibodies; Hepatitis B core antibody",
        text(
            "Антитела, которые остаются после встречи с самим вирусом гепатита B, но не после прививки.",
            "Antibodies that remain after meeting the hepatitis B virus itself, but not after vaccination.",
        ),
        text(
            "Показывают, встречался ли организм с вирусом когда-нибудь раньше.",
            "They show whether the body has ever met the virus.",
        ),
        sources::HEPATITIS,
    ),
    meaning(
        "13955-0 5198-7",
        "Антитела к вирусу гепатита C; Антитела к вирусу гепатита C (анти-HCV); Антитела к \
         вирусу гепатита С суммарные; анти-HCV; Anti-HCV; Hepatitis C antibodies; Hepatitis C \
         antibodies (anti-HCV); Hepatitis C antibody",
        text(
            "Антитела, которые появляются после встречи с вирусом гепатита C.",
            "Antibodies that appear after meeting the hepatitis C virus.",
        ),
        text(
            "Показывают, встречался ли организм с вирусом. Есть ли вирус сейчас, узнают другим анализом.",
            "They show whether the body has met the virus. Whether the virus is there now, another test tells.",
        ),
        sources::HEPATITIS,
    ),
    meaning(
        "56888-1",
        "ВИЧ 1/2: антитела и антиген p24; Антитела к ВИЧ; Антитела к ВИЧ 1/2; Антитела к ВИЧ 1/2 \
         и антиген p24; анти-ВИЧ; ВИЧ комбо; HIV Ag/Ab; HIV 1/2 antibodies and p24 antigen; HIV \
         1/2 antibodies; HIV antibodies; Anti-HIV",
        text(
            "Обследование на вирус иммунодефицита человека: ищут антитела к нему и его белок.",
            "A test for the human immunodeficiency virus: antibodies to it and its protein are looked for.",
        ),
        text(
            "Это обычная проверка: на осмотрах, при беременности, перед операцией. Первый ответ всегда проверяют ещё раз, а с вирусом сегодня лечатся и живут долго.",
            "It is a usual check: at check-ups, in pregnancy, before an operation. A first answer is always checked again, and today people with the virus are treated and live long.",
        ),
        sources::HIV,
    ),
    meaning(
        "24110-9",
        "Антитела к Treponema pallidum; Антитела к Treponema pallidum (сифилис); Антитела к \
         Treponema pallidum суммарные; Антитела к бледной трепонеме; Сифилис ИФА; Сифилис \
         суммарные антитела; анти-Treponema pallidum; Treponema pallidum antibodies; Treponema \
         pallidum antibodies (syphilis)",
        text(
            "Антитела, которые появляются после встречи с возбудителем сифилиса.",
            "Antibodies that appear after meeting the germ of syphilis.",
        ),
        text(
            "Это обычная проверка: на осмотрах, при беременности, перед операцией. Они остаются и после лечения, поэтому ответ уточняют другими анализами.",
            "It is a usual check: at check-ups, in pregnancy, before an operation. They remain after treatment too, so the answer is confirmed by other tests.",
        ),
        sources::SYPHILIS,
    ),
    meaning(
        "20507-0 31147-2",
        "Сифилис RPR; Сифилис RPR (антикардиолипиновый тест); RPR; РПР; Микрореакция \
         преципитации; РМП; Реакция микропреципитации; Syphilis RPR; Rapid plasma reagin",
        text(
            "Отборочный тест на сифилис: простой и быстрый.",
            "A screening test for syphilis, simple and quick.",
        ),
        text(
            "Это обычная проверка. Она бывает положительной и по другим причинам, поэтому ответ всегда уточняют.",
            "It is a usual check. It may be positive for other reasons too, so the answer is always confirmed.",
        ),
        sources::SYPHILIS,
    ),
    meaning(
        "5334-8",
        "Антитела IgG к вирусу краснухи; Антитела к вирусу краснухи IgG; Антитела класса IgG к \
         вирусу краснухи; Краснуха IgG; Rubella IgG; Rubella IgG antibodies",
        text(
            "Антитела, которые защищают от краснухи: они остаются после прививки или болезни.",
            "Antibodies that protect from rubella: they remain after vaccination or the illness.",
        ),
        text(
            "Их проверяют до беременности и в её начале, чтобы знать, есть ли защита.",
            "They are checked before and early in pregnancy, to know whether there is protection.",
        ),
        sources::RUBELLA,
    ),
    meaning(
        "",
        "Антитела IgG к цитомегаловирусу; Антитела к цитомегаловирусу IgG; Антитела класса IgG к \
         цитомегаловирусу; ЦМВ IgG; Anti-CMV IgG; CMV IgG; Cytomegalovirus IgG antibodies",
        text(
            "Антитела, которые остаются после встречи с цитомегаловирусом — очень частым вирусом.",
            "Antibodies that remain after meeting cytomegalovirus, a very common virus.",
        ),
        text(
            "Показывают, встречался ли организм с ним раньше; у большинства взрослых они есть.",
            "They show whether the body has met it before; most grown-ups have them.",
        ),
        sources::CMV,
    ),
    meaning(
        "",
        "Антитела IgM к цитомегаловирусу; Антитела к цитомегаловирусу IgM; Антитела класса IgM к \
         цитомегаловирусу; ЦМВ IgM; Anti-CMV IgM; CMV IgM; Cytomegalovirus IgM antibodies",
        text(
            "Антитела, которые первыми появляются после встречи с цитомегаловирусом.",
            "Antibodies that are first to appear after meeting cytomegalovirus.",
        ),
        text(
            "Помогают понять, недавняя ли это встреча; ответ уточняют другими анализами.",
            "They help to see whether the meeting was lately; the answer is confirmed by other tests.",
        ),
        sources::CMV,
    ),
    meaning(
        "17780-8",
        "Антиген Helicobacter pylori в кале; Антиген Helicobacter pylori; Хеликобактер в кале; \
         Антиген хеликобактера в кале; H. pylori Ag; Helicobacter pylori antigen in stool; \
         Helicobacter pylori antigen; H. pylori stool antigen",
        text(
            "Частицы бактерии, которая может жить в желудке.",
            "Particles of a bacterium that can live in the stomach.",
        ),
        text(
            "Показывает, есть ли бактерия сейчас, и помогает проверить, подействовало ли лечение.",
            "It shows whether the bacterium is there now, and helps to check whether treatment has worked.",
        ),
        sources::H_PYLORI,
    ),
    meaning(
        "",
        "Антитела IgG к Helicobacter pylori; Антитела к Helicobacter pylori IgG; Антитела к \
         Helicobacter pylori; Хеликобактер IgG; Helicobacter pylori IgG; Helicobacter pylori \
         antibodies; H. pylori IgG",
        text(
            "Антитела, которые остаются после встречи с бактерией, живущей в желудке.",
            "Antibodies that remain after meeting a bacterium that lives in the stomach.",
        ),
        text(
            "Показывают, была ли бактерия когда-нибудь. Есть ли она сейчас, узнают дыхательным тестом или анализом кала.",
            "They show whether the bacterium was ever there. Whether it is there now, a breath test or a stool test tells.",
        ),
        sources::H_PYLORI,
    ),
];
