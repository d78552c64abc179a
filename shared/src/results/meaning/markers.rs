//! What doctors follow over time. By one value nobody can tell what is the matter, and the words say so.

use super::{Meaning, meaning, sources};
use crate::lang::text;

pub static ALL: &[Meaning] = &[
    meaning(
        "2857-1",
        "Простатспецифический антиген общий; Простатспецифический антиген общий (ПСА); \
         Простатспецифический антиген; Простатический специфический антиген общий; \
         Простатоспецифический антиген общий; Простатоспецифический антиген; ПСА общий; ПСА; ПСА \
         общ.; PSA; PSA total; tPSA; Total PSA; Prostate-specific antigen; Prostate-specific \
         antigen, total; Prostate-specific antigen, total (PSA)",
        text(
            "Белок предстательной железы, который есть у всех мужчин.",
            "A protein of the prostate gland that all men have.",
        ),
        text(
            "По нему следят за предстательной железой. Он меняется по многим безобидным причинам, поэтому одного числа мало: его обсуждают с врачом.",
            "It is used to follow the prostate. It changes for many harmless reasons, so one number is not enough: it is talked over with the doctor.",
        ),
        sources::PSA,
    ),
    meaning(
        "10886-0",
        "ПСА свободный; Свободный ПСА; св. ПСА; ПСА св.; Простатспецифический антиген свободный; \
         PSA free; fPSA; Free PSA; Prostate-specific antigen, free",
        text(
            "Часть ПСА, которая не связана с белками крови.",
            "The part of PSA that is not bound to blood proteins.",
        ),
        text(
            "Помогает врачу понять, нужны ли после общего ПСА другие обследования.",
            "It helps the doctor to see whether other examinations are needed after total PSA.",
        ),
        sources::PSA,
    ),
    meaning(
        "10334-1",
        "CA 125; Раковый антиген 125; Углеводный антиген 125; Опухолевый маркер СА 125; Cancer \
         antigen 125; Cancer antigen 125 (CA 125)",
        text(
            "Белок, который делают клетки яичников, матки и оболочек внутренних органов.",
            "A protein made by cells of the ovaries, the womb and the linings of inner organs.",
        ),
        text(
            "За ним наблюдают в гинекологии. Он меняется и с циклом, и при беременности, и при воспалении, поэтому сам по себе ничего не решает.",
            "It is followed in gynaecology. It changes with the cycle, pregnancy and inflammation too, so that by itself it decides nothing.",
        ),
        sources::CA_125,
    ),
    meaning(
        "24108-3",
        "CA 19-9; Углеводный антиген 19-9; Опухолевый маркер СА 19-9; Cancer antigen 19-9; \
         Cancer antigen 19-9 (CA 19-9); Carbohydrate antigen 19-9",
        text(
            "Вещество, которое есть в клетках органов пищеварения.",
            "A substance found in cells of the digestive organs.",
        ),
        text(
            "По нему следят за лечением. Он меняется и при камнях, и при воспалении, поэтому сам по себе ничего не решает.",
            "Treatment is followed by it. It changes with stones and inflammation too, so that by itself it decides nothing.",
        ),
        sources::CA_19_9,
    ),
    meaning(
        "6875-9",
        "CA 15-3; Углеводный антиген 15-3; Опухолевый маркер СА 15-3; Cancer antigen 15-3; \
         Cancer antigen 15-3 (CA 15-3)",
        text(
            "Белок, который есть на клетках молочной железы и других органов.",
            "A protein found on cells of the breast and of other organs.",
        ),
        text(
            "По нему следят за лечением. Сам по себе он ничего не решает: важно, как он меняется со временем.",
            "Treatment is followed by it. By itself it decides nothing: what matters is how it changes over time.",
        ),
        sources::TUMOR_MARKERS,
    ),
    meaning(
        "2039-6",
        "Раково-эмбриональный антиген; Раково-эмбриональный антиген (РЭА); РЭА; КЭА; \
         Карциноэмбриональный антиген; CEA; Carcinoembryonic antigen; Carcinoembryonic antigen \
         (CEA)",
        text(
            "Белок, которого много до рождения, а у взрослых обычно мало.",
            "A protein that there is much of before birth, and usually little in grown-ups.",
        ),
        text(
            "По нему следят за лечением. Он меняется и от курения, и при воспалении, поэтому сам по себе ничего не решает.",
            "Treatment is followed by it. It changes with smoking and inflammation too, so that by itself it decides nothing.",
        ),
        sources::CEA,
    ),
    meaning(
        "1834-1",
        "Альфа-фетопротеин; Альфа-фетопротеин (АФП); АФП; AFP; Alpha-fetoprotein; \
         Alpha-fetoprotein (AFP)",
        text(
            "Белок, который делает печень ребёнка до рождения; у взрослых его обычно мало.",
            "A protein made by a child’s liver before birth; grown-ups usually have little.",
        ),
        text(
            "При беременности он помогает узнать, как развивается ребёнок. В других случаях врач скажет, зачем он нужен именно вам.",
            "In pregnancy it helps to learn how the child develops. In other cases the doctor will say why you need it.",
        ),
        sources::AFP,
    ),
    meaning(
        "1952-1",
        "Бета-2-микроглобулин; β2-микроглобулин; B2M; Beta-2 microglobulin",
        text(
            "Маленький белок, который есть почти на всех клетках.",
            "A small protein found on almost all cells.",
        ),
        text(
            "По нему следят за лечением и за почками. Важно, как он меняется со временем.",
            "Treatment and the kidneys are followed by it. What matters is how it changes over time.",
        ),
        sources::B2M,
    ),
];
