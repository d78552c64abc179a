//! Urine: what the strip and the microscope show.

use super::{Meaning, meaning, sources};
use crate::lang::text;

pub static ALL: &[Meaning] = &[
    meaning(
        "5778-6",
        "Цвет мочи; Urine colour; Urine color; Color of urine; Colour of urine",
        text(
            "Цвет мочи: он зависит от питья, пищи и лекарств.",
            "The colour of urine: it depends on drink, food and medicines.",
        ),
        text(
            "По нему видно, насколько моча концентрированная и нет ли в ней чего-то необычного.",
            "It shows how concentrated urine is and whether there is something unusual in it.",
        ),
        sources::URINALYSIS,
    ),
    meaning(
        "32167-9",
        "Прозрачность мочи; Мутность мочи; Urine clarity; Clarity of urine; Urine appearance",
        text("Прозрачная моча или мутная.", "Whether urine is clear or cloudy."),
        text(
            "Мутной мочу делают клетки, соли, слизь или микробы: что именно, показывает остальной анализ.",
            "Cells, salts, mucus or germs make urine cloudy: which of them, the rest of the test shows.",
        ),
        sources::URINALYSIS,
    ),
    meaning(
        "5811-5 2965-2",
        "Относительная плотность мочи; Плотность мочи; Удельный вес мочи; SG; Urine specific \
         gravity; Specific gravity of urine",
        text(
            "Насколько моча концентрированная: сколько в ней растворено солей и других веществ.",
            "How concentrated urine is: how much salt and other substances are dissolved in it.",
        ),
        text(
            "Показывает, как почки удерживают воду и сколько человек пьёт.",
            "It shows how the kidneys keep water and how much one drinks.",
        ),
        sources::URINE_GRAVITY,
    ),
    meaning(
        "5803-2 2756-5",
        "Реакция мочи; Реакция мочи (pH); pH мочи; Кислотность мочи; Urine pH; pH of urine",
        text(
            "Насколько моча кислая; это зависит прежде всего от еды.",
            "How acidic urine is; that depends on food above all.",
        ),
        text(
            "Помогает понять, отчего могут появляться камни и как почки держат баланс кислот.",
            "It helps to see why stones may form and how the kidneys keep the balance of acids.",
        ),
        sources::URINE_PH,
    ),
    meaning(
        "2888-6 20454-5 5804-0",
        "Белок в моче; Белок мочи; Белок (моча); Белок в разовой порции мочи; Белок в суточной \
         моче; Суточный белок; Суточная протеинурия; Белок мочи суточный; Протеинурия; Urine \
         protein; Protein in urine; Protein, urine; 24-hour urine protein",
        text(
            "Белок, который попал из крови в мочу; обычно его почти нет.",
            "Protein that has got from the blood into urine; usually there is hardly any.",
        ),
        text(
            "Показывает, как почки удерживают белок. Немного его бывает после нагрузки и при температуре.",
            "It shows how the kidneys keep protein back. There may be a little after exercise and with fever.",
        ),
        sources::URINE_PROTEIN,
    ),
    meaning(
        "25428-4 5792-7",
        "Глюкоза в моче; Глюкоза мочи; Глюкоза (моча); Сахар в моче; GLU мочи; Urine glucose; \
         Glucose in urine; Glucose, urine",
        text(
            "Сахар, который попал из крови в мочу; обычно его нет.",
            "Sugar that has got from the blood into urine; usually there is none.",
        ),
        text(
            "Показывает, не много ли сахара было в крови. Некоторые лекарства тоже выводят сахар с мочой.",
            "It shows whether there was much sugar in the blood. Some medicines remove sugar with urine too.",
        ),
        sources::URINE_GLUCOSE,
    ),
    meaning(
        "2514-8 5797-6",
        "Кетоны в моче; Кетоновые тела в моче; Кетоны мочи; Кетоновые тела мочи; Ацетон в моче; \
         Urine ketones; Ketones in urine; Ketones, urine",
        text(
            "Вещества, которые появляются, когда тело берёт энергию из жира, а не из сахара.",
            "Substances that appear when the body takes its energy from fat instead of sugar.",
        ),
        text(
            "Показывают, хватает ли клеткам сахара. Бывают при голодании, рвоте, беременности и долгой нагрузке.",
            "They show whether cells get enough sugar. They appear with fasting, vomiting, pregnancy and long exercise.",
        ),
        sources::URINE_KETONES,
    ),
    meaning(
        "5770-3 20505-4",
        "Билирубин в моче; Билирубин мочи; Билирубин (моча); BIL мочи; Urine bilirubin; \
         Bilirubin in urine; Bilirubin, urine",
        text(
            "Жёлтое вещество из жёлчи; в моче его обычно нет.",
            "A yellow substance of bile; usually there is none in urine.",
        ),
        text(
            "Помогает понять, как работают печень и жёлчные пути.",
            "It helps to see how the liver and the bile ducts work.",
        ),
        sources::URINE_BILIRUBIN,
    ),
    meaning(
        "5818-0",
        "Уробилиноген в моче; Уробилиноген; Уробилиноген мочи; URO; UBG; Urine urobilinogen; \
         Urobilinogen; Urobilinogen in urine",
        text(
            "Вещество, в которое билирубин превращается в кишечнике; немного его есть в моче у всех.",
            "A substance that bilirubin turns into in the bowel; everyone has a little of it in urine.",
        ),
        text(
            "Вместе с билирубином показывает, как работает печень.",
            "Together with bilirubin it shows how the liver works.",
        ),
        sources::URINE_UROBILINOGEN,
    ),
    meaning(
        "5802-4",
        "Нитриты в моче; Нитриты; Нитриты мочи; NIT; Urine nitrite; Nitrite; Nitrites; Nitrites \
         in urine; Urine nitrites",
        text(
            "Вещества, которые в моче делают некоторые бактерии.",
            "Substances that some bacteria make in urine.",
        ),
        text(
            "Помогают понять, нет ли в мочевых путях бактерий. Не все бактерии их делают, поэтому смотрят и остальной анализ.",
            "They help to see whether there are bacteria in the urinary tract. Not all bacteria make them, so the rest of the test is read too.",
        ),
        sources::URINE_NITRITES,
    ),
    meaning(
        "5799-2",
        "Лейкоцитарная эстераза в моче; Лейкоцитарная эстераза; Эстераза лейкоцитов; Лейкоциты \
         (тест-полоска); LEU; Urine leukocyte esterase; Leukocyte esterase",
        text(
            "Фермент белых клеток крови, который видит тест-полоска.",
            "An enzyme of white blood cells that the test strip sees.",
        ),
        text(
            "Показывает, нет ли воспаления в мочевых путях.",
            "It shows whether there is inflammation in the urinary tract.",
        ),
        sources::URINE_NITRITES,
    ),
    meaning(
        "5794-3",
        "Гемоглобин в моче; Гемоглобин мочи; Гемоглобин (моча); Кровь в моче; Кровь в моче \
         (тест-полоска); BLD; Urine haemoglobin; Urine hemoglobin; Hemoglobin in urine; Blood in \
         urine; Urine blood",
        text(
            "Кровь в моче, которую видит тест-полоска; обычно её нет.",
            "Blood in urine that the test strip sees; usually there is none.",
        ),
        text(
            "Показывает, не попала ли в мочу кровь. Так бывает и после нагрузки, и во время месячных.",
            "It shows whether blood has got into urine. That happens after exercise and with periods too.",
        ),
        sources::URINE_BLOOD,
    ),
    meaning(
        "5821-4",
        "Лейкоциты в осадке мочи; Лейкоциты в моче; Лейкоциты мочи; Лейкоциты (моча); WBC мочи; \
         Urine sediment leukocytes; Leukocytes in urine; Urine leukocytes; Urine WBC",
        text(
            "Белые клетки крови, которые видны в моче под микроскопом; немного их бывает у всех.",
            "White blood cells seen in urine under a microscope; everyone may have a few.",
        ),
        text(
            "Показывают, нет ли воспаления в почках и мочевых путях.",
            "They show whether there is inflammation in the kidneys and the urinary tract.",
        ),
        sources::URINALYSIS,
    ),
    meaning(
        "13945-1",
        "Эритроциты в осадке мочи; Эритроциты в моче; Эритроциты мочи; Эритроциты (моча); RBC \
         мочи; Urine sediment erythrocytes; Erythrocytes in urine; Urine erythrocytes; Urine RBC",
        text(
            "Красные клетки крови, которые видны в моче под микроскопом; единичные бывают у всех.",
            "Red blood cells seen in urine under a microscope; everyone may have a few.",
        ),
        text(
            "Показывают, не попала ли в мочу кровь. Так бывает и после нагрузки, и во время месячных.",
            "They show whether blood has got into urine. That happens after exercise and with periods too.",
        ),
        sources::URINE_BLOOD,
    ),
    meaning(
        "11277-1",
        "Эпителий плоский в осадке мочи; Urine sediment squamous epithelial cells; Эпителий \
         плоский в моче; Плоский эпителий в моче; Squamous epithelial cells in urine",
        text(
            "Клетки с поверхности кожи и слизистых оболочек, которые попадают в мочу.",
            "Cells from the surface of skin and linings that get into urine.",
        ),
        text(
            "Если их много, чаще всего моча собрана не совсем чисто; врач скажет, надо ли пересдать анализ.",
            "If there are many, urine was most often not collected quite cleanly; the doctor will say whether to give another sample.",
        ),
        sources::URINE_EPITHELIUM,
    ),
    meaning(
        "",
        "Эпителий переходный; Переходный эпителий; Эпителий переходный в осадке мочи; \
         Transitional epithelial cells; Transitional epithelium",
        text(
            "Клетки, которые выстилают мочевой пузырь и мочевые пути.",
            "Cells that line the bladder and the urinary tract.",
        ),
        text(
            "Единичные клетки обычны. По их числу судят, не раздражены ли мочевые пути.",
            "A few cells are usual. Their number tells whether the urinary tract is irritated.",
        ),
        sources::URINE_EPITHELIUM,
    ),
    meaning(
        "",
        "Эпителий почечный; Почечный эпителий; Эпителий почечный в осадке мочи; Renal epithelial \
         cells; Renal tubular epithelial cells",
        text(
            "Клетки, которые выстилают канальцы почек.",
            "Cells that line the tubules of the kidneys.",
        ),
        text(
            "Помогают понять, всё ли в порядке с почками.",
            "They help to see whether all is well with the kidneys.",
        ),
        sources::URINE_EPITHELIUM,
    ),
    meaning(
        "5796-8",
        "Цилиндры гиалиновые в осадке мочи; Цилиндры гиалиновые; Гиалиновые цилиндры; Цилиндры; \
         Цилиндры в моче; Urine sediment hyaline casts; Hyaline casts; Urine casts; Casts",
        text(
            "Слепки канальцев почек из белка и клеток, видные под микроскопом.",
            "Casts of the kidney tubules, of protein and cells, seen under a microscope.",
        ),
        text(
            "По ним судят о почках. Единичные прозрачные (гиалиновые) бывают и у здоровых, особенно после нагрузки.",
            "They tell about the kidneys. Healthy people may have a few clear (hyaline) ones, after exercise above all.",
        ),
        sources::URINE_CASTS,
    ),
    meaning(
        "25145-4",
        "Бактерии в осадке мочи; Бактерии в моче; Бактерии мочи; Urine sediment bacteria; \
         Bacteria in urine; Urine bacteria",
        text("Бактерии, которые видны под микроскопом.", "Bacteria seen under a microscope."),
        text(
            "Они могут говорить об инфекции, а могут попасть с кожи, когда собирают анализ. Поэтому смотрят и на остальное.",
            "They may speak of an infection, or have come from the skin when the sample was taken. That is why the rest is read too.",
        ),
        sources::URINALYSIS,
    ),
    meaning(
        "8247-9",
        "Слизь в осадке мочи; Слизь в моче; Urine sediment mucus; Mucus in urine; Urine mucus",
        text(
            "Слизь, которая защищает мочевые пути; немного её бывает у всех.",
            "Mucus that protects the urinary tract; everyone has a little.",
        ),
        text(
            "Читается вместе с остальным анализом мочи: сама по себе говорит мало.",
            "It is read with the rest of the urine test: by itself it says little.",
        ),
        sources::URINE_MUCUS,
    ),
    meaning(
        "",
        "Соли в моче; Соли мочи; Кристаллы в моче; Кристаллы мочи; Crystals in urine; Urine \
         crystals",
        text(
            "Крупинки солей, которые видны в моче под микроскопом.",
            "Grains of salts seen in urine under a microscope.",
        ),
        text(
            "Немного их бывает у всех: это зависит от еды и питья. По их виду судят, могут ли образоваться камни.",
            "Everyone may have a few: that depends on food and drink. Their kind tells whether stones may form.",
        ),
        sources::URINE_CRYSTALS,
    ),
    meaning(
        "1754-1 14957-5",
        "Альбумин в моче; Альбумин мочи; Микроальбумин; Микроальбумин в моче; Микроальбумин \
         мочи; МАУ; Альбуминурия; Микроальбуминурия; Urine albumin; Albumin in urine; \
         Microalbumin; Urine microalbumin",
        text(
            "Главный белок крови, который попал в мочу; обычно его очень мало.",
            "The main blood protein that has got into urine; usually there is very little.",
        ),
        text(
            "Рано показывает, как чувствуют себя почки: при болезнях сердца, высоком давлении, болезнях обмена.",
            "It shows early how the kidneys are doing: with heart disease, high blood pressure and diseases of metabolism.",
        ),
        sources::URINE_ALBUMIN,
    ),
    meaning(
        "9318-7 14959-1",
        "Альбумин/креатинин в моче; Альбумин-креатининовое соотношение; Альбумин-креатининовое \
         отношение; Альбумин/креатинин; Соотношение альбумин/креатинин; Отношение \
         альбумин/креатинин; АКС; ACR; UACR; Urine albumin/creatinine ratio; Albumin/creatinine \
         ratio; Microalbumin creatinine ratio",
        text(
            "Сколько белка альбумина приходится в моче на креатинин.",
            "How much of the protein albumin there is in urine for its creatinine.",
        ),
        text(
            "Рано показывает, как чувствуют себя почки, и не зависит от того, сколько человек выпил воды.",
            "It shows early how the kidneys are doing, and does not depend on how much water one drank.",
        ),
        sources::URINE_ALBUMIN,
    ),
    meaning(
        "2161-8 14683-7",
        "Креатинин в моче; Креатинин мочи; Креатинин (моча); Urine creatinine; Creatinine in \
         urine; Creatinine, urine",
        text(
            "Вещество, которое остаётся от работы мышц и выходит с мочой.",
            "A substance left over from the work of muscles that leaves with urine.",
        ),
        text(
            "С ним сравнивают другие вещества в моче и по нему считают, как работают почки.",
            "Other substances in urine are compared with it, and the work of the kidneys is computed by it.",
        ),
        sources::CREATININE,
    ),
];
