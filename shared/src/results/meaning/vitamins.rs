//! Vitamins.

use super::{Meaning, meaning, sources};
use crate::lang::text;

pub static ALL: &[Meaning] = &[
    meaning(
        "1989-3 14635-7 62292-8",
        "Витамин D; Витамин D (25-OH); Витамин Д; 25-OH витамин D; 25-OH витамин D общий; \
         25-(OH)D; 25-гидроксивитамин D; 25-гидроксикальциферол; 25-гидроксихолекальциферол; \
         Витамин D общий; Кальцидиол; Vitamin D; Vitamin D (25-OH); 25-OH vitamin D; \
         25-hydroxyvitamin D; Vitamin D 25-hydroxy",
        text(
            "Запас витамина D: он нужен, чтобы кальций попадал в кости.",
            "The store of vitamin D, which is needed for calcium to get into bones.",
        ),
        text(
            "Показывает, хватает ли витамина D костям и мышцам. Он меняется с временем года.",
            "It shows whether bones and muscles have enough vitamin D. It changes with the season.",
        ),
        sources::VITAMIN_D,
    ),
    meaning(
        "2132-9 14685-2",
        "Витамин B12; B12; Цианокобаламин; Кобаламин; Витамин B12 общий; Vitamin B12; Cobalamin; \
         Cyanocobalamin",
        text(
            "Витамин, который нужен нервам и для создания красных клеток крови.",
            "A vitamin that nerves need and that red blood cells are made with.",
        ),
        text(
            "Его проверяют при слабости, онемении, изменениях красных клеток и у тех, кто не ест мяса.",
            "It is checked with weakness, numbness, changes in red blood cells, and in those who eat no meat.",
        ),
        sources::VITAMIN_B,
    ),
    meaning(
        "2284-8 14732-2",
        "Фолиевая кислота; Фолиевая кислота (витамин B9); Фолат; Фолаты; Витамин B9; B9; Folic \
         acid; Folic acid (vitamin B9); Folate; Vitamin B9",
        text(
            "Витамин, с помощью которого клетки делятся и создаётся кровь.",
            "A vitamin with whose help cells divide and blood is made.",
        ),
        text(
            "Его проверяют при изменениях красных клеток крови, а также до беременности и во время неё.",
            "It is checked with changes in red blood cells, and before and during pregnancy.",
        ),
        sources::FOLATE,
    ),
    meaning(
        "",
        "Витамин B6; Пиридоксин; B6; Vitamin B6; Pyridoxine",
        text(
            "Витамин, который нужен нервам, крови и обмену белка.",
            "A vitamin that nerves, blood and the turnover of protein need.",
        ),
        text(
            "Показывает, хватает ли его из пищи и добавок.",
            "It shows whether food and supplements give enough of it.",
        ),
        sources::VITAMIN_B,
    ),
    meaning(
        "",
        "Витамин B1; Тиамин; B1; Vitamin B1; Thiamine; Thiamin",
        text(
            "Витамин, с помощью которого тело получает энергию из пищи.",
            "A vitamin with whose help the body gets energy from food.",
        ),
        text(
            "Показывает, хватает ли его нервам и сердцу.",
            "It shows whether nerves and the heart have enough of it.",
        ),
        sources::VITAMIN_B,
    ),
];
