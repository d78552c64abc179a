//! The heart muscle.

use super::{Meaning, meaning, sources};
use crate::lang::text;

pub static ALL: &[Meaning] = &[
    meaning(
        "89579-7 10839-9",
        "Тропонин I; Тропонин I, высокочувствительный метод; Тропонин I высокочувствительный; \
         Высокочувствительный тропонин I; hs-TnI; TnI; cTnI; Troponin I; Troponin I, high \
         sensitivity; High-sensitivity troponin I",
        text(
            "Белок сердечной мышцы, который попадает в кровь, если она пострадала.",
            "A protein of the heart muscle that gets into the blood if the muscle has suffered.",
        ),
        text(
            "Его проверяют при боли в груди, часто несколько раз подряд, чтобы увидеть, меняется ли он.",
            "It is checked with chest pain, often several times in a row, to see whether it changes.",
        ),
        sources::TROPONIN,
    ),
    meaning(
        "67151-1 6598-7",
        "Тропонин T; Тропонин Т высокочувствительный; Тропонин Т, высокочувствительный метод; \
         Высокочувствительный тропонин Т; hs-TnT; TnT; cTnT; Troponin T; Troponin T, high \
         sensitivity; High-sensitivity troponin T",
        text(
            "Белок сердечной мышцы, который попадает в кровь, если она пострадала.",
            "A protein of the heart muscle that gets into the blood if the muscle has suffered.",
        ),
        text(
            "Его проверяют при боли в груди, часто несколько раз подряд, чтобы увидеть, меняется ли он.",
            "It is checked with chest pain, often several times in a row, to see whether it changes.",
        ),
        sources::TROPONIN,
    ),
    meaning(
        "",
        "Тропонин; Troponin",
        text(
            "Белок сердечной мышцы, который попадает в кровь, если она пострадала.",
            "A protein of the heart muscle that gets into the blood if the muscle has suffered.",
        ),
        text(
            "Его проверяют при боли в груди, часто несколько раз подряд, чтобы увидеть, меняется ли он.",
            "It is checked with chest pain, often several times in a row, to see whether it changes.",
        ),
        sources::TROPONIN,
    ),
    meaning(
        "33762-6",
        "NT-proBNP; НТ-проБНП; N-концевой натрийуретический пептид; Натрийуретического гормона \
         (В-типа) N-концевой пропептид; N-terminal pro-B-type natriuretic peptide; N-terminal \
         pro-B-type natriuretic peptide (NT-proBNP)",
        text(
            "Вещество, которое сердце выпускает, когда ему тяжело качать кровь.",
            "A substance the heart lets out when it finds it hard to pump blood.",
        ),
        text(
            "По нему судят, как справляется сердце: при одышке, отёках и чтобы следить за лечением.",
            "It tells how the heart copes: with shortness of breath, swelling, and to follow treatment.",
        ),
        sources::BNP,
    ),
    meaning(
        "30934-4",
        "Натрийуретический пептид B-типа; Натрийуретический пептид B-типа (BNP); Мозговой \
         натрийуретический пептид; BNP; БНП; МНП; B-type natriuretic peptide; B-type natriuretic \
         peptide (BNP); Brain natriuretic peptide",
        text(
            "Гормон, который сердце выпускает, когда ему тяжело качать кровь.",
            "A hormone the heart lets out when it finds it hard to pump blood.",
        ),
        text(
            "По нему судят, как справляется сердце: при одышке, отёках и чтобы следить за лечением.",
            "It tells how the heart copes: with shortness of breath, swelling, and to follow treatment.",
        ),
        sources::BNP,
    ),
    meaning(
        "",
        "Миоглобин; Myoglobin",
        text(
            "Белок мышц и сердца, который хранит в них кислород.",
            "A protein of muscles and the heart that stores oxygen in them.",
        ),
        text(
            "Показывает, не пострадали ли мышцы. На него влияют и сильная нагрузка, и ушибы.",
            "It shows whether muscles have suffered. Hard exercise and bruises move it too.",
        ),
        sources::MYOGLOBIN,
    ),
];
