//! Gases of the blood.

use super::{Meaning, meaning, sources};
use crate::lang::text;

pub static ALL: &[Meaning] = &[
    meaning(
        "2744-1",
        "pH крови; pH артериальной крови; pH венозной крови; Кислотность крови; Blood pH; \
         Arterial pH; pH of arterial blood",
        text("Насколько кровь кислая или щелочная.", "How acidic or alkaline blood is."),
        text(
            "Показывает, как лёгкие и почки держат баланс кислот.",
            "It shows how the lungs and the kidneys keep the balance of acids.",
        ),
        sources::BLOOD_GAS,
    ),
    meaning(
        "2019-8",
        "pCO2; Парциальное давление CO2; Парциальное давление углекислого газа; Напряжение \
         углекислого газа; pCO2 артериальной крови; PaCO2; Arterial pCO2; Partial pressure of \
         carbon dioxide",
        text(
            "Сколько углекислого газа растворено в крови.",
            "How much carbon dioxide is dissolved in the blood.",
        ),
        text(
            "Показывает, как лёгкие выводят углекислый газ.",
            "It shows how the lungs remove carbon dioxide.",
        ),
        sources::BLOOD_GAS,
    ),
    meaning(
        "2703-7",
        "pO2; Парциальное давление O2; Парциальное давление кислорода; Напряжение кислорода; pO2 \
         артериальной крови; PaO2; Arterial pO2; Partial pressure of oxygen",
        text("Сколько кислорода растворено в крови.", "How much oxygen is dissolved in the blood."),
        text(
            "Показывает, как кислород попадает из лёгких в кровь.",
            "It shows how oxygen gets from the lungs into the blood.",
        ),
        sources::BLOOD_GAS,
    ),
    meaning(
        "1960-4",
        "Бикарбонат артериальной крови; Бикарбонат плазмы; HCO3; HCO3 артериальной крови; \
         Arterial bicarbonate; Bicarbonate, arterial",
        text(
            "Вещество крови, которое смягчает действие кислот.",
            "A substance of the blood that softens the effect of acids.",
        ),
        text(
            "Показывает, как почки держат баланс кислот.",
            "It shows how the kidneys keep the balance of acids.",
        ),
        sources::BLOOD_GAS,
    ),
    meaning(
        "59408-5",
        "Насыщение крови кислородом; Насыщение гемоглобина кислородом; Сатурация; Сатурация \
         кислорода; sO2; SaO2; Oxygen saturation; Arterial oxygen saturation; Насыщение крови \
         кислородом (пульсоксиметрия); SpO2; Oxygen saturation (pulse oximetry)",
        text("Какая доля гемоглобина несёт кислород.", "What share of haemoglobin carries oxygen."),
        text(
            "Показывает, хватает ли кислорода в крови.",
            "It shows whether there is enough oxygen in the blood.",
        ),
        sources::BLOOD_GAS,
    ),
];
