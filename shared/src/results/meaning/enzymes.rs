//! Enzymes, and what else tells of the liver, the pancreas and muscles.

use super::{Meaning, meaning, sources};
use crate::lang::text;

pub static ALL: &[Meaning] = &[
    meaning(
        "1742-6",
        "Аланинаминотрансфераза; АЛТ; АлАТ; ALT; ALAT; SGPT; GPT; Alanine aminotransferase; \
         Alanine transaminase",
        text(
            "Фермент, который работает больше всего в клетках печени.",
            "An enzyme that works mostly in the cells of the liver.",
        ),
        text(
            "По нему судят, как чувствует себя печень: на осмотрах и когда принимают лекарства, которые на неё действуют.",
            "It tells how the liver is doing: at check-ups and with medicines that act on it.",
        ),
        sources::ALT,
    ),
    meaning(
        "1920-8",
        "Аспартатаминотрансфераза; АСТ; АсАТ; AST; ASAT; SGOT; GOT; Aspartate aminotransferase; \
         Aspartate transaminase",
        text(
            "Фермент, который работает в печени, сердце и мышцах.",
            "An enzyme that works in the liver, the heart and muscles.",
        ),
        text(
            "Вместе с АЛТ помогает понять, как чувствует себя печень. На него влияет и нагрузка на мышцы.",
            "Together with ALT it helps to see how the liver is doing. Strain on muscles moves it too.",
        ),
        sources::AST,
    ),
    meaning(
        "2324-2",
        "Гамма-глутамилтрансфераза; Гамма-глутамилтранспептидаза; Гамма-ГТ; Гамма-ГТП; ГГТ; \
         ГГТП; ГГТФ; GGT; GGTP; Gamma-glutamyl transferase; Gamma GT",
        text("Фермент печени и жёлчных путей.", "An enzyme of the liver and the bile ducts."),
        text(
            "Помогает понять, как работают печень и жёлчные пути. На него влияют алкоголь и некоторые лекарства.",
            "It helps to see how the liver and the bile ducts work. Alcohol and some medicines move it.",
        ),
        sources::GGT,
    ),
    meaning(
        "6768-6",
        "Щелочная фосфатаза; Фосфатаза щелочная; Щелочная фосфатаза общая; ЩФ; ALP; ALKP; \
         Alkaline phosphatase",
        text(
            "Фермент, которого больше всего в печени и костях.",
            "An enzyme found mostly in the liver and in bones.",
        ),
        text(
            "По нему судят о печени, жёлчных путях и костях. У детей его много, пока растут кости.",
            "It tells about the liver, the bile ducts and bones. Children have a lot of it while their bones grow.",
        ),
        sources::ALP,
    ),
    meaning(
        "2532-0 14804-9",
        "Лактатдегидрогеназа; ЛДГ; LDH; LD; Lactate dehydrogenase",
        text(
            "Фермент, который есть почти во всех тканях тела.",
            "An enzyme that is in almost all tissues of the body.",
        ),
        text(
            "Показывает, не повреждены ли где-нибудь клетки, но не говорит где. Поэтому его смотрят вместе с другими анализами.",
            "It shows whether cells are damaged somewhere, but not where. That is why it is read with other tests.",
        ),
        sources::LDH,
    ),
    meaning(
        "2157-6",
        "Креатинкиназа; Креатинкиназа общая; Креатинфосфокиназа; КФК; КФК общая; КК; CK; CPK; \
         Creatine kinase; Creatine phosphokinase",
        text(
            "Фермент мышц: он помогает им получать энергию.",
            "An enzyme of muscles: it helps them to get energy.",
        ),
        text(
            "По нему судят, не повреждены ли мышцы. На него влияют тренировки, уколы в мышцу и некоторые лекарства.",
            "It tells whether muscles are damaged. Exercise, injections into a muscle and some medicines move it.",
        ),
        sources::CK,
    ),
    meaning(
        "13969-1",
        "Креатинкиназа-МВ; КФК-МВ; КК-МВ; CK-MB; Creatine kinase MB",
        text(
            "Вид креатинкиназы, которого больше всего в сердечной мышце.",
            "A kind of creatine kinase found mostly in the heart muscle.",
        ),
        text(
            "Вместе с тропонином помогает врачу понять, не пострадала ли сердечная мышца.",
            "Together with troponin it helps the doctor to see whether the heart muscle has suffered.",
        ),
        sources::CK,
    ),
    meaning(
        "1798-8",
        "Амилаза; Альфа-амилаза; Амилаза общая; Альфа-амилаза общая; Амилаза панкреатическая; \
         Панкреатическая амилаза; Диастаза; Диастаза крови; Диастаза мочи; Амилаза мочи; Амилаза \
         в моче; Амилаза крови; AMY; AMYL; Amylase; Alpha-amylase; Pancreatic amylase; Amylase \
         in urine",
        text(
            "Фермент поджелудочной и слюнных желёз, который расщепляет крахмал.",
            "An enzyme of the pancreas and the salivary glands that breaks down starch.",
        ),
        text(
            "Его смотрят при боли в животе и чтобы узнать, как работает поджелудочная железа.",
            "It is checked with pain in the belly and to learn how the pancreas works.",
        ),
        sources::AMYLASE,
    ),
    meaning(
        "3040-3",
        "Липаза; Липаза панкреатическая; LIP; LIPA; Lipase",
        text(
            "Фермент поджелудочной железы, который расщепляет жиры.",
            "An enzyme of the pancreas that breaks down fats.",
        ),
        text(
            "Его смотрят при боли в животе: он точнее других говорит о поджелудочной железе.",
            "It is checked with pain in the belly: it tells of the pancreas more precisely than others.",
        ),
        sources::LIPASE,
    ),
    meaning(
        "1975-2 14631-6",
        "Билирубин общий; Общий билирубин; TBIL; BIL-T; Bilirubin, total; Total bilirubin",
        text(
            "Весь билирубин крови: жёлтое вещество, в которое превращаются отжившие красные клетки.",
            "All bilirubin of the blood: a yellow substance that old red blood cells turn into.",
        ),
        text(
            "Показывает, как печень очищает от него кровь. Его смотрят на осмотрах, при желтизне кожи или глаз и у новорождённых.",
            "It shows how the liver clears it from the blood. It is checked at check-ups, when skin or eyes are yellow, and in newborns.",
        ),
        sources::BILIRUBIN,
    ),
    meaning(
        "1968-7 14629-0",
        "Билирубин прямой; Прямой билирубин; Билирубин связанный; Билирубин конъюгированный; \
         DBIL; BIL-D; Bilirubin, direct; Direct bilirubin; Conjugated bilirubin",
        text(
            "Часть билирубина, которую печень уже обработала и готова вывести с жёлчью.",
            "The part of bilirubin that the liver has processed and is ready to remove with bile.",
        ),
        text(
            "Вместе с общим билирубином помогает понять, как работают печень и жёлчные пути.",
            "Together with total bilirubin it helps to see how the liver and the bile ducts work.",
        ),
        sources::BILIRUBIN,
    ),
    meaning(
        "14630-8 1971-1",
        "Билирубин непрямой; Непрямой билирубин; Билирубин свободный; Билирубин \
         неконъюгированный; IBIL; BIL-I; Bilirubin, indirect; Indirect bilirubin; Unconjugated \
         bilirubin",
        text(
            "Часть билирубина, которую печень ещё не обработала.",
            "The part of bilirubin that the liver has not processed yet.",
        ),
        text(
            "Вместе с прямым билирубином помогает понять, откуда взялось жёлтое вещество: из крови или из печени.",
            "Together with direct bilirubin it helps to see where the yellow substance comes from: the blood or the liver.",
        ),
        sources::BILIRUBIN,
    ),
];
