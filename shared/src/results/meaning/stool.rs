//! Stool.

use super::{Meaning, meaning, sources};
use crate::lang::text;

pub static ALL: &[Meaning] = &[
    meaning(
        "38445-3",
        "Кальпротектин в кале; Кальпротектин; Фекальный кальпротектин; Кальпротектин фекальный; \
         Faecal calprotectin; Fecal calprotectin; Calprotectin",
        text(
            "Белок белых клеток крови, который попадает в кал при воспалении кишечника.",
            "A protein of white blood cells that gets into stool when the bowel is inflamed.",
        ),
        text(
            "Помогает понять, отчего болит живот: есть ли в кишечнике воспаление.",
            "It helps to see why the belly hurts: whether the bowel is inflamed.",
        ),
        sources::CALPROTECTIN,
    ),
    meaning(
        "29771-3 57905-2 2335-8",
        "Скрытая кровь в кале; Скрытая кровь в кале (иммунохимический метод); Скрытая кровь; Кал \
         на скрытую кровь; Анализ кала на скрытую кровь; FOB; FOBT; iFOBT; FIT; Faecal occult \
         blood; Fecal occult blood; Faecal occult blood (immunochemical); Fecal occult blood \
         test",
        text(
            "Следы крови в кале, которых глазу не видно.",
            "Traces of blood in stool that the eye cannot see.",
        ),
        text(
            "Это плановая проверка кишечника. Кровь бывает по разным причинам, часто простым; какая у вас, узнают другими обследованиями.",
            "It is a planned check of the bowel. Blood has many causes, often simple ones; which is yours, other examinations tell.",
        ),
        sources::OCCULT_BLOOD,
    ),
];
