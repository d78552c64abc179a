//! The thyroid gland.

use super::{Meaning, meaning, sources};
use crate::lang::text;

pub static ALL: &[Meaning] = &[
    meaning(
        "3016-3 11580-8 11579-0",
        "Тиреотропный гормон; Тиреотропный гормон (ТТГ); ТТГ; ТТГ ультрачувствительный; \
         Тиреотропин; TSH; Thyroid-stimulating hormone; Thyrotropin",
        text(
            "Гормон гипофиза, который говорит щитовидной железе, сколько ей работать.",
            "A hormone of the pituitary gland that tells the thyroid how much to work.",
        ),
        text(
            "По нему первым делом судят, как работает щитовидная железа, и подбирают дозу лекарств.",
            "It is the first to tell how the thyroid works, and doses of medicines are chosen by it.",
        ),
        sources::TSH,
    ),
    meaning(
        "3024-7 14920-3",
        "Тироксин свободный; Тироксин свободный (Т4 св.); Свободный тироксин; Т4 свободный; Т4 \
         св.; св. Т4; Т4 своб.; FT4; Free T4; T4 free; Free thyroxine; Free thyroxine (FT4); \
         Thyroxine, free",
        text(
            "Главный гормон щитовидной железы в том виде, в котором им пользуются клетки.",
            "The main hormone of the thyroid in the form that cells use.",
        ),
        text(
            "Вместе с ТТГ показывает, сколько гормонов делает щитовидная железа.",
            "Together with TSH it shows how much hormone the thyroid makes.",
        ),
        sources::T4,
    ),
    meaning(
        "3026-2 14921-1",
        "Тироксин общий; Тироксин общий (Т4 общ.); Т4 общий; Т4 общ.; Тироксин; T4; Total T4; T4 \
         total; Thyroxine; Thyroxine, total; Total thyroxine",
        text(
            "Главный гормон щитовидной железы: и свободный, и связанный с белками.",
            "The main hormone of the thyroid, both free and bound to proteins.",
        ),
        text(
            "Вместе с ТТГ показывает, сколько гормонов делает щитовидная железа.",
            "Together with TSH it shows how much hormone the thyroid makes.",
        ),
        sources::T4,
    ),
    meaning(
        "3051-0 14928-6",
        "Трийодтиронин свободный; Трийодтиронин свободный (Т3 св.); Свободный трийодтиронин; Т3 \
         свободный; Т3 св.; св. Т3; Т3 своб.; FT3; Free T3; T3 free; Free triiodothyronine; Free \
         triiodothyronine (FT3); Triiodothyronine, free",
        text(
            "Самый деятельный гормон щитовидной железы в том виде, в котором им пользуются клетки.",
            "The most active hormone of the thyroid in the form that cells use.",
        ),
        text(
            "Дополняет ТТГ и Т4, когда по ним не всё ясно.",
            "It adds to TSH and T4 where they do not tell all.",
        ),
        sources::T3,
    ),
    meaning(
        "3053-6 14930-2",
        "Трийодтиронин общий; Трийодтиронин общий (Т3 общ.); Т3 общий; Т3 общ.; Трийодтиронин; \
         T3; Total T3; T3 total; Triiodothyronine; Total triiodothyronine; Total \
         triiodothyronine (T3); Triiodothyronine, total",
        text(
            "Самый деятельный гормон щитовидной железы: и свободный, и связанный с белками.",
            "The most active hormone of the thyroid, both free and bound to proteins.",
        ),
        text(
            "Дополняет ТТГ и Т4, когда по ним не всё ясно.",
            "It adds to TSH and T4 where they do not tell all.",
        ),
        sources::T3,
    ),
    meaning(
        "8099-4",
        "Антитела к тиреопероксидазе; Антитела к тиреопероксидазе (АТ-ТПО); Антитела к \
         тиреоидной пероксидазе; АТ-ТПО; АТ к ТПО; анти-ТПО; Anti-TPO; TPO antibodies; Thyroid \
         peroxidase antibodies; Thyroid peroxidase antibodies (anti-TPO)",
        text(
            "Антитела к ферменту, с помощью которого щитовидная железа делает гормоны.",
            "Antibodies to an enzyme that the thyroid makes its hormones with.",
        ),
        text(
            "Показывают, не мешает ли щитовидной железе собственный иммунитет. Бывают и у здоровых людей.",
            "They show whether one’s own immunity gets in the way of the thyroid. Healthy people have them too at times.",
        ),
        sources::THYROID_ANTIBODIES,
    ),
    meaning(
        "8098-6",
        "Антитела к тиреоглобулину; Антитела к тиреоглобулину (АТ-ТГ); АТ-ТГ; АТ к ТГ; анти-ТГ; \
         Anti-TG; Thyroglobulin antibodies; Thyroglobulin antibodies (anti-TG)",
        text(
            "Антитела к белку, из которого щитовидная железа делает гормоны.",
            "Antibodies to the protein that the thyroid makes its hormones from.",
        ),
        text(
            "Показывают, не мешает ли щитовидной железе собственный иммунитет. Бывают и у здоровых людей.",
            "They show whether one’s own immunity gets in the way of the thyroid. Healthy people have them too at times.",
        ),
        sources::THYROID_ANTIBODIES,
    ),
    meaning(
        "",
        "Антитела к рецептору ТТГ; Антитела к рецепторам ТТГ; АТ к рТТГ; АТ-рТТГ; TRAb; TSH \
         receptor antibodies",
        text(
            "Антитела, которые действуют на щитовидную железу так же, как гормон гипофиза.",
            "Antibodies that act on the thyroid the way the hormone of the pituitary does.",
        ),
        text(
            "Помогают понять, отчего щитовидная железа работает не так, как обычно.",
            "They help to see why the thyroid works otherwise than usual.",
        ),
        sources::THYROID_ANTIBODIES,
    ),
    meaning(
        "3013-0",
        "Тиреоглобулин; ТГ щитовидной железы; Thyroglobulin",
        text(
            "Белок, из которого щитовидная железа делает гормоны.",
            "The protein that the thyroid makes its hormones from.",
        ),
        text(
            "По нему следят за щитовидной железой после лечения.",
            "It is used to follow the thyroid after treatment.",
        ),
        sources::THYROGLOBULIN,
    ),
];
