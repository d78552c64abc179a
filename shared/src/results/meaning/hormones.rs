//! Hormones other than those of the thyroid.

use super::{Meaning, meaning, sources};
use crate::lang::text;

pub static ALL: &[Meaning] = &[
    meaning(
        "15081-3 2842-3",
        "Пролактин; PRL; Prolactin",
        text(
            "Гормон гипофиза, от которого зависит молоко после родов.",
            "A hormone of the pituitary gland that milk after childbirth depends on.",
        ),
        text(
            "Его смотрят, когда сбивается цикл, трудно зачать ребёнка или есть выделения из груди. Сон и волнение его меняют.",
            "It is checked when the cycle is uneven, it is hard to conceive, or the breasts let out fluid. Sleep and worry move it.",
        ),
        sources::PROLACTIN,
    ),
    meaning(
        "10501-5",
        "Лютеинизирующий гормон; Лютеинизирующий гормон (ЛГ); ЛГ; Лютропин; LH; Luteinizing \
         hormone",
        text(
            "Гормон гипофиза, который управляет яичниками и яичками.",
            "A hormone of the pituitary gland that directs the ovaries and the testicles.",
        ),
        text(
            "Помогает понять, как идёт цикл, созревание у подростков и всё, что связано с рождением детей.",
            "It helps to see how the cycle, growing up and all that has to do with having children are going.",
        ),
        sources::LH,
    ),
    meaning(
        "15067-2",
        "Фолликулостимулирующий гормон; Фолликулостимулирующий гормон (ФСГ); ФСГ; Фоллитропин; \
         FSH; Follicle-stimulating hormone",
        text(
            "Гормон гипофиза, от которого зависит созревание яйцеклеток и сперматозоидов.",
            "A hormone of the pituitary gland that the ripening of egg cells and sperm depends on.",
        ),
        text(
            "Помогает понять, как идёт цикл, созревание у подростков и всё, что связано с рождением детей.",
            "It helps to see how the cycle, growing up and all that has to do with having children are going.",
        ),
        sources::FSH,
    ),
    meaning(
        "2243-4 14715-7",
        "Эстрадиол; E2; Estradiol; Oestradiol",
        text(
            "Главный женский половой гормон; немного его есть и у мужчин.",
            "The main female sex hormone; men have a little of it too.",
        ),
        text(
            "Помогает понять, как идут цикл и взросление, и следить за лечением гормонами.",
            "It helps to see how the cycle and growing up are going, and to follow treatment with hormones.",
        ),
        sources::ESTROGEN,
    ),
    meaning(
        "2839-9 14890-8",
        "Прогестерон; PROG; PRGE; Progesterone",
        text(
            "Гормон второй половины цикла: он готовит тело к беременности и хранит её.",
            "A hormone of the second half of the cycle: it prepares the body for pregnancy and keeps it.",
        ),
        text(
            "По нему узнают, созрела ли яйцеклетка, и следят за беременностью.",
            "It tells whether an egg cell has ripened, and helps to follow a pregnancy.",
        ),
        sources::PROGESTERONE,
    ),
    meaning(
        "2986-8 14913-8",
        "Тестостерон общий; Тестостерон; Общий тестостерон; TESTO; Testosterone; Testosterone, \
         total; Total testosterone",
        text(
            "Главный мужской половой гормон; немного его есть и у женщин.",
            "The main male sex hormone; women have a little of it too.",
        ),
        text(
            "Помогает понять, как работают половые железы и надпочечники и как идёт взросление.",
            "It helps to see how the sex glands and the adrenal glands work and how growing up is going.",
        ),
        sources::TESTOSTERONE,
    ),
    meaning(
        "2991-8",
        "Тестостерон свободный; Свободный тестостерон; Free testosterone; Testosterone, free",
        text(
            "Та часть тестостерона, которая не связана с белками и может действовать.",
            "The part of testosterone that is not bound to proteins and can act.",
        ),
        text(
            "Дополняет общий тестостерон, когда по нему не всё ясно.",
            "It adds to total testosterone where that does not tell all.",
        ),
        sources::TESTOSTERONE,
    ),
    meaning(
        "13967-5",
        "Глобулин, связывающий половые гормоны; Глобулин, связывающий половые гормоны (ГСПГ); \
         ГСПГ; SHBG; Sex hormone-binding globulin",
        text(
            "Белок печени, который переносит половые гормоны.",
            "A protein of the liver that carries sex hormones.",
        ),
        text(
            "По нему узнают, сколько половых гормонов свободно и может действовать.",
            "It tells how much of the sex hormones is free and can act.",
        ),
        sources::SHBG,
    ),
    meaning(
        "2191-5 14688-6",
        "Дегидроэпиандростерон-сульфат; ДГЭА-сульфат; ДГЭА-С; ДЭА-SO4; DHEA-S; DHEA-SO4; DHEA \
         sulfate; Dehydroepiandrosterone sulfate",
        text(
            "Гормон надпочечников, из которого тело делает половые гормоны.",
            "A hormone of the adrenal glands that the body makes sex hormones from.",
        ),
        text("По нему судят, как работают надпочечники.", "It tells how the adrenal glands work."),
        sources::DHEA,
    ),
    meaning(
        "2143-6 14675-3",
        "Кортизол; Кортизол (утром); Гидрокортизон; CORT; Cortisol; Cortisol (morning)",
        text(
            "Гормон надпочечников, который помогает телу справляться с нагрузкой.",
            "An adrenal hormone that helps the body to cope with strain.",
        ),
        text(
            "По нему судят, как работают надпочечники. Утром его много, к вечеру меньше, поэтому важно время.",
            "It tells how the adrenal glands work. There is much in the morning and less in the evening, so the hour matters.",
        ),
        sources::CORTISOL,
    ),
    meaning(
        "2141-0",
        "Адренокортикотропный гормон; Адренокортикотропный гормон (АКТГ); АКТГ; Кортикотропин; \
         ACTH; Adrenocorticotropic hormone",
        text(
            "Гормон гипофиза, который велит надпочечникам делать кортизол.",
            "A hormone of the pituitary gland that tells the adrenal glands to make cortisol.",
        ),
        text(
            "Вместе с кортизолом показывает, как работают гипофиз и надпочечники.",
            "Together with cortisol it shows how the pituitary and the adrenal glands work.",
        ),
        sources::ACTH,
    ),
    meaning(
        "38476-8",
        "Антимюллеров гормон; Антимюллеров гормон (АМГ); АМГ; Ингибирующее вещество Мюллера; \
         AMH; Anti-Müllerian hormone; Anti-Mullerian hormone",
        text(
            "Гормон, который делают растущие фолликулы: в них зреют яйцеклетки.",
            "A hormone made by growing follicles, in which egg cells ripen.",
        ),
        text(
            "Показывает, какой запас яйцеклеток остался, и помогает выбрать лечение. Сможет ли женщина забеременеть, он не говорит.",
            "It shows what reserve of egg cells is left and helps to choose treatment. It does not tell whether a woman can become pregnant.",
        ),
        sources::AMH,
    ),
    meaning(
        "21198-7",
        "Хорионический гонадотропин человека; Хорионический гонадотропин; Хорионический \
         гонадотропин человека (ХГЧ); Хорионический гонадотропин человека (бета-ХГЧ); Бета-ХГЧ; \
         β-ХГЧ; b-ХГЧ; ХГЧ; ХГЧ общий; hCG; Beta-hCG; β-hCG; b-hCG; Human chorionic \
         gonadotropin; Human chorionic gonadotropin (beta-hCG)",
        text(
            "Гормон, который появляется при беременности.",
            "A hormone that appears in pregnancy.",
        ),
        text(
            "По нему узнают о беременности и смотрят, как она развивается. Иногда его проверяют и по другим поводам: спросите врача, зачем он нужен вам.",
            "It tells of a pregnancy and how it develops. At times it is checked for other reasons: ask the doctor why you need it.",
        ),
        sources::PREGNANCY,
    ),
    meaning(
        "20448-7",
        "Инсулин; INS; Insulin",
        text(
            "Гормон поджелудочной железы, который помогает клеткам брать сахар из крови.",
            "A hormone of the pancreas that helps cells to take sugar from the blood.",
        ),
        text(
            "Вместе с глюкозой показывает, как организм справляется с сахаром.",
            "Together with glucose it shows how the body copes with sugar.",
        ),
        sources::INSULIN,
    ),
    meaning(
        "1986-9",
        "С-пептид; C-peptide; Связующий пептид проинсулина",
        text(
            "Вещество, которое поджелудочная железа выпускает вместе с инсулином.",
            "A substance that the pancreas lets out together with insulin.",
        ),
        text(
            "Показывает, сколько своего инсулина делает организм, даже если человек вводит инсулин.",
            "It shows how much insulin of its own the body makes, even if someone injects insulin.",
        ),
        sources::C_PEPTIDE,
    ),
    meaning(
        "2731-8",
        "Паратиреоидный гормон; Паратиреоидный гормон интактный; Паратгормон; Паратгормон \
         интактный; ПТГ; PTH; iPTH; Parathyroid hormone",
        text(
            "Гормон околощитовидных желёз, который управляет кальцием крови.",
            "A hormone of the parathyroid glands that directs the calcium of the blood.",
        ),
        text(
            "Вместе с кальцием помогает понять, как организм обменивает кальций, и следить за почками и костями.",
            "Together with calcium it helps to see how the body turns calcium over, and to follow the kidneys and bones.",
        ),
        sources::PTH,
    ),
    meaning(
        "2484-4",
        "Инсулиноподобный фактор роста 1; ИФР-1; ИФР-I; Соматомедин-С; IGF-1; IGF-I; \
         Insulin-like growth factor 1; Somatomedin C",
        text(
            "Гормон, через который действует гормон роста.",
            "A hormone through which growth hormone acts.",
        ),
        text(
            "По нему судят, достаточно ли гормона роста: у детей и взрослых.",
            "It tells whether there is the right amount of growth hormone, in children and grown-ups.",
        ),
        sources::IGF_1,
    ),
    meaning(
        "2963-7",
        "Соматотропный гормон; Гормон роста; СТГ; Соматотропин; GH; Growth hormone; Somatotropin",
        text(
            "Гормон гипофиза, от которого растут дети, а у взрослых зависят кости и мышцы.",
            "A hormone of the pituitary gland: children grow by it, and bones and muscles of grown-ups depend on it.",
        ),
        text(
            "Его смотрят, когда ребёнок растёт не так, как ровесники, и при изменениях у взрослых. За день он меняется много раз.",
            "It is checked when a child grows otherwise than others of the same age, and with changes in grown-ups. It changes many times a day.",
        ),
        sources::GROWTH_HORMONE,
    ),
    meaning(
        "1763-2",
        "Альдостерон; Aldosterone",
        text(
            "Гормон надпочечников, который управляет солью, водой и давлением.",
            "An adrenal hormone that directs salt, water and blood pressure.",
        ),
        text(
            "Вместе с ренином помогает понять, отчего меняется давление.",
            "Together with renin it helps to see why blood pressure changes.",
        ),
        sources::ALDOSTERONE,
    ),
    meaning(
        "",
        "Ренин; Ренин прямой; Активность ренина плазмы; АРП; Renin; Direct renin; Plasma renin \
         activity",
        text(
            "Вещество почек, которое помогает телу держать давление.",
            "A substance of the kidneys that helps the body to keep its blood pressure.",
        ),
        text(
            "Вместе с альдостероном помогает понять, отчего меняется давление.",
            "Together with aldosterone it helps to see why blood pressure changes.",
        ),
        sources::RENIN,
    ),
];
