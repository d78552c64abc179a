//! Names that laboratories print for blood and for urine alike, without a specimen: what is said here is
//! true of both. Where a code or the name tells the specimen, the meaning stands in another group.

use super::{Meaning, meaning, sources};
use crate::lang::text;

pub static ALL: &[Meaning] = &[
    meaning(
        "",
        "Гемоглобин; Hb; Hemoglobin; Haemoglobin",
        text(
            "Красный белок, который переносит кислород внутри красных клеток крови.",
            "The red protein that carries oxygen inside red blood cells.",
        ),
        text(
            "В крови он показывает, сколько кислорода она может разнести. В моче его ищут, чтобы узнать, не попала ли туда кровь.",
            "In blood it shows how much oxygen blood can carry. In urine it is looked for to learn whether blood has got there.",
        ),
        sources::HEMOGLOBIN,
    ),
    meaning(
        "",
        "Эритроциты; RBC; Красные кровяные тельца; Красные кровяные клетки; Red blood cells; \
         Erythrocytes; Red cells",
        text(
            "Красные клетки крови, которые разносят кислород от лёгких ко всему телу.",
            "Red blood cells, which carry oxygen from the lungs to the whole body.",
        ),
        text(
            "В крови их число показывает, достаточно ли кислорода получает тело. В моче их ищут, чтобы узнать, не попала ли туда кровь.",
            "In blood their number shows whether the body gets enough oxygen. In urine they are looked for to learn whether blood has got there.",
        ),
        sources::RED_CELLS,
    ),
    meaning(
        "",
        "Лейкоциты; WBC; Белые кровяные тельца; Белые кровяные клетки; White blood cells; \
         Leukocytes; Leucocytes; White cells",
        text(
            "Белые клетки крови, которые защищают тело от инфекций.",
            "White blood cells, which protect the body from infections.",
        ),
        text(
            "По их числу судят, не занята ли защита организма чем-то: инфекцией или воспалением.",
            "Their number tells whether the body’s defence is busy with something: an infection or inflammation.",
        ),
        sources::WHITE_CELLS,
    ),
    meaning(
        "",
        "Глюкоза; GLU; GLUC; Glucose; Сахар",
        text(
            "Простой сахар, главный источник энергии для клеток.",
            "A simple sugar, the main source of energy for cells.",
        ),
        text(
            "В крови она показывает, как организм справляется с сахаром. В моче её обычно почти нет.",
            "In blood it shows how the body copes with sugar. Urine usually has hardly any.",
        ),
        sources::GLUCOSE,
    ),
    meaning(
        "",
        "Альбумин; ALB; Albumin",
        text(
            "Белок, который печень делает для крови: он удерживает в ней воду и переносит вещества.",
            "A protein the liver makes for blood: it keeps water in the vessels and carries substances.",
        ),
        text(
            "В крови по нему судят о работе печени и почек. В моче его обычно очень мало, поэтому он рано говорит о том, как работают почки.",
            "In blood it tells about the work of the liver and the kidneys. Urine usually has very little, so that it tells early how the kidneys work.",
        ),
        sources::ALBUMIN,
    ),
    meaning(
        "",
        "Билирубин; BIL; Bilirubin",
        text(
            "Жёлтое вещество, в которое превращаются отжившие красные клетки крови.",
            "A yellow substance that old red blood cells turn into.",
        ),
        text(
            "Его выводит печень с жёлчью, поэтому он помогает понять, как работают печень и жёлчные пути.",
            "The liver removes it with bile, so that it helps to see how the liver and the bile ducts work.",
        ),
        sources::BILIRUBIN,
    ),
    meaning(
        "",
        "Кетоны; Кетоновые тела; KET; Ketones; Ketone bodies",
        text(
            "Вещества, которые появляются, когда тело берёт энергию из жира, а не из сахара.",
            "Substances that appear when the body takes its energy from fat instead of sugar.",
        ),
        text(
            "Их смотрят, чтобы понять, хватает ли клеткам сахара: при голодании, рвоте, беременности и во время лечения.",
            "They are checked to see whether cells get enough sugar: with fasting, vomiting, in pregnancy and during treatment.",
        ),
        sources::URINE_KETONES,
    ),
    meaning(
        "",
        "Белок; PRO; PROT; Protein",
        text(
            "Строительный материал тела: в крови белка много, а в моче его обычно почти нет.",
            "The building material of the body: there is much of it in blood and usually hardly any in urine.",
        ),
        text(
            "В крови он говорит о питании, печени и почках, а в моче — о том, как почки удерживают белок.",
            "In blood it tells of nutrition, the liver and the kidneys; in urine, of how the kidneys keep protein back.",
        ),
        sources::URINE_PROTEIN,
    ),
    meaning(
        "",
        "Слизь; Mucus",
        text(
            "Слизь, которая защищает внутренние оболочки тела; немного её бывает у всех.",
            "Mucus that protects the inner linings of the body; everyone has a little.",
        ),
        text(
            "Читается вместе с остальным анализом: сама по себе говорит мало.",
            "It is read with the rest of the test: by itself it says little.",
        ),
        sources::URINE_MUCUS,
    ),
    meaning(
        "",
        "Бактерии; Bacteria",
        text("Бактерии, которые видны под микроскопом.", "Bacteria seen under a microscope."),
        text(
            "Они могут говорить об инфекции, а могут быть обычными жителями тела. Поэтому смотрят и на остальное.",
            "They may speak of an infection, or be usual inhabitants of the body. That is why the rest is read too.",
        ),
        sources::URINALYSIS,
    ),
    meaning(
        "",
        "Эпителий; Плоский эпителий; Эпителий плоский; Клетки плоского эпителия; Эпителиальные \
         клетки; Squamous epithelial cells; Squamous epithelium; Epithelial cells",
        text(
            "Клетки с поверхности кожи и слизистых оболочек.",
            "Cells from the surface of skin and linings.",
        ),
        text(
            "Немного их бывает у всех. По их числу судят, как собран анализ и нет ли раздражения.",
            "Everyone has a few. Their number tells how the sample was taken and whether something is irritated.",
        ),
        sources::URINE_EPITHELIUM,
    ),
];
