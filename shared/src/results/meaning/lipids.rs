//! Fats of the blood and what carries them.

use super::{Meaning, meaning, sources};
use crate::lang::text;

pub static ALL: &[Meaning] = &[
    meaning(
        "2093-3 14647-2",
        "Холестерин общий; Общий холестерин; Холестерин; Холестерол общий; Общий холестерол; \
         Холестерол; ХС; ОХС; CHOL; TC; Cholesterol, total; Total cholesterol; Cholesterol",
        text(
            "Жироподобное вещество, из которого тело строит клетки и гормоны.",
            "A fat-like substance that the body builds cells and hormones from.",
        ),
        text(
            "Вместе с другими жирами крови показывает, насколько берегутся сосуды и сердце.",
            "Together with other fats of the blood it shows how well the vessels and the heart are kept.",
        ),
        sources::CHOLESTEROL,
    ),
    meaning(
        "2085-9 14646-4",
        "Холестерин ЛПВП; Холестерол ЛПВП; ЛПВП; ХС-ЛПВП; ЛПВП-холестерин; Липопротеины высокой \
         плотности; Холестерин липопротеинов высокой плотности; Альфа-холестерин; HDL; HDL-C; \
         HDL cholesterol; Cholesterol HDL",
        text(
            "Холестерин, который возвращается из сосудов в печень; его называют хорошим.",
            "Cholesterol on its way from the vessels back to the liver; it is called the good one.",
        ),
        text(
            "Читается вместе с остальными жирами крови, чтобы оценить, насколько защищены сосуды.",
            "It is read with the other fats of the blood, to judge how well the vessels are protected.",
        ),
        sources::CHOLESTEROL,
    ),
    meaning(
        "2089-1 13457-7 18262-6 22748-8 39469-2 69419-0",
        "Холестерин ЛПНП; Холестерол ЛПНП; ЛПНП; ХС-ЛПНП; ЛПНП-холестерин; Липопротеины низкой \
         плотности; Холестерин липопротеинов низкой плотности; Бета-холестерин; LDL; LDL-C; LDL \
         cholesterol; Cholesterol LDL",
        text(
            "Холестерин, который может откладываться в стенках сосудов.",
            "Cholesterol that can settle in the walls of vessels.",
        ),
        text(
            "По нему врач решает, как беречь сосуды и сердце, и следит за лечением. Какой уровень хорош, зависит от человека.",
            "By it the doctor decides how to protect the vessels and the heart, and follows treatment. Which level is good depends on the person.",
        ),
        sources::CHOLESTEROL,
    ),
    meaning(
        "43396-1 70204-3",
        "Холестерин не-ЛПВП; ХС не-ЛПВП; Холестерин, не связанный с ЛПВП; Не-ЛПВП холестерин; \
         non-HDL; Non-HDL cholesterol; Cholesterol non-HDL",
        text(
            "Весь холестерин крови, кроме хорошего (ЛПВП).",
            "All cholesterol of the blood other than the good one (HDL).",
        ),
        text(
            "Одним числом показывает весь холестерин, который может откладываться в сосудах.",
            "In one number it shows all the cholesterol that can settle in vessels.",
        ),
        sources::CHOLESTEROL,
    ),
    meaning(
        "",
        "Холестерин ЛПОНП; Холестерол ЛПОНП; ЛПОНП; ХС-ЛПОНП; Липопротеины очень низкой \
         плотности; VLDL; VLDL-C; VLDL cholesterol",
        text(
            "Холестерин в частицах, которые несут жир от печени к тканям.",
            "Cholesterol in the particles that carry fat from the liver to tissues.",
        ),
        text(
            "Дополняет остальные жиры крови, чтобы оценить, насколько берегутся сосуды.",
            "It adds to the other fats of the blood, to judge how well the vessels are kept.",
        ),
        sources::CHOLESTEROL,
    ),
    meaning(
        "2571-8 14927-8",
        "Триглицериды; ТАГ; TRIG; TRIGL; Triglycerides; Triglyceride",
        text(
            "Основной вид жира, который тело запасает и тратит на энергию.",
            "The main kind of fat that the body stores and spends as energy.",
        ),
        text(
            "Вместе с холестерином помогают оценить здоровье сосудов. На них сильно влияет еда накануне.",
            "Together with cholesterol they help to judge how healthy the vessels are. Food of the day before moves them a lot.",
        ),
        sources::TRIGLYCERIDES,
    ),
    meaning(
        "1869-7",
        "Аполипопротеин A-I; Аполипопротеин А1; Апо A1; APO-A1; Apolipoprotein A-I; \
         Apolipoprotein A1",
        text(
            "Главный белок частиц ЛПВП, которые уносят холестерин из сосудов.",
            "The main protein of HDL particles, which take cholesterol out of the vessels.",
        ),
        text(
            "Помогает точнее оценить здоровье сосудов, чем один холестерин.",
            "It helps to judge the health of the vessels more precisely than cholesterol alone.",
        ),
        sources::APO_A1,
    ),
    meaning(
        "1884-6",
        "Аполипопротеин B; Аполипопротеин В-100; Апо B; APO-B; Apolipoprotein B; Apolipoprotein \
         B100",
        text(
            "Белок частиц, которые несут холестерин к тканям.",
            "The protein of particles that carry cholesterol to tissues.",
        ),
        text(
            "Показывает, сколько в крови частиц, от которых холестерин может оседать в сосудах.",
            "It shows how many particles there are in the blood from which cholesterol can settle in vessels.",
        ),
        sources::APO_B,
    ),
    meaning(
        "10835-7",
        "Липопротеин (а); ЛП(а); Lp(a); Lipoprotein (a)",
        text(
            "Частица, которая переносит холестерин; сколько её, человек получает по наследству.",
            "A particle that carries cholesterol; how much of it there is, is inherited.",
        ),
        text(
            "Её проверяют, чтобы узнать, нужно ли беречь сосуды внимательнее обычного.",
            "It is checked to learn whether the vessels need more care than usual.",
        ),
        sources::LIPOPROTEIN_A,
    ),
    meaning(
        "9830-1",
        "Отношение общего холестерина к ЛПВП; Общий холестерин/ЛПВП; Cholesterol/HDL ratio; \
         Total cholesterol/HDL ratio",
        text(
            "Во сколько раз всего холестерина больше, чем хорошего (ЛПВП).",
            "How many times more cholesterol there is in all than of the good one (HDL).",
        ),
        text(
            "Одним числом помогает оценить, насколько берегутся сосуды.",
            "In one number it helps to judge how well the vessels are kept.",
        ),
        sources::CHOLESTEROL_RATIO,
    ),
];
