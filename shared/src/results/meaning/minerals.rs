//! Minerals and the balance of water, acids and salts.

use super::{Meaning, meaning, sources};
use crate::lang::text;

pub static ALL: &[Meaning] = &[
    meaning(
        "2951-2 2947-0",
        "Натрий; Na; Sodium",
        text(
            "Минерал, от которого зависит, сколько воды в теле, и работа нервов и мышц.",
            "A mineral that the amount of water in the body and the work of nerves and muscles depend on.",
        ),
        text(
            "По нему судят о водном балансе и работе почек: при рвоте, отёках, капельницах и мочегонных лекарствах.",
            "It tells about the balance of water and the work of the kidneys: with vomiting, swelling, drips and water tablets.",
        ),
        sources::SODIUM,
    ),
    meaning(
        "2823-3 6298-4",
        "Калий; Potassium; Калий (K)",
        text(
            "Минерал, который нужен сердцу, мышцам и нервам.",
            "A mineral that the heart, muscles and nerves need.",
        ),
        text(
            "Его проверяют, чтобы сердце и мышцы работали ровно: при лекарствах от давления, рвоте и чтобы следить за почками.",
            "It is checked so that the heart and muscles work evenly: with medicines for blood pressure, vomiting, and to follow the kidneys.",
        ),
        sources::POTASSIUM,
    ),
    meaning(
        "2075-0 2069-3",
        "Хлор; Хлориды; Cl-; Chloride; Chlorides; Хлор (Cl)",
        text(
            "Минерал, который вместе с натрием удерживает воду и помогает держать баланс кислот.",
            "A mineral that, with sodium, keeps water in place and helps to balance acids.",
        ),
        text(
            "Его смотрят вместе с натрием и калием, чтобы оценить баланс воды и кислот.",
            "It is read with sodium and potassium, to judge the balance of water and acids.",
        ),
        sources::CHLORIDE,
    ),
    meaning(
        "17861-6 2000-8 49765-1",
        "Кальций общий; Общий кальций; Кальций; Кальций в крови; Кальций крови; Calcium, total; \
         Total calcium; Calcium",
        text(
            "Минерал костей и зубов; он нужен также мышцам, нервам и сердцу.",
            "The mineral of bones and teeth; muscles, nerves and the heart need it too.",
        ),
        text(
            "По нему судят, как организм обменивает кальций: о костях, почках и околощитовидных железах.",
            "It tells how the body turns calcium over: about bones, the kidneys and the parathyroid glands.",
        ),
        sources::CALCIUM,
    ),
    meaning(
        "1995-0 1994-3",
        "Кальций ионизированный; Ионизированный кальций; Кальций свободный; Свободный кальций; \
         iCa; Calcium, ionized; Ionized calcium; Ionised calcium",
        text(
            "Та часть кальция крови, которая не связана с белками и работает прямо сейчас.",
            "The part of blood calcium that is not bound to proteins and is at work right now.",
        ),
        text(
            "Его смотрят, когда общий кальций говорит не всё: например, в больнице или при болезнях почек.",
            "It is checked when total calcium does not tell all: in hospital or with kidney diseases, for instance.",
        ),
        sources::CALCIUM_IONIZED,
    ),
    meaning(
        "2601-3 19123-9",
        "Магний; Магний в крови; Mg; Magnesium",
        text(
            "Минерал, который нужен мышцам, нервам, сердцу и костям.",
            "A mineral that muscles, nerves, the heart and bones need.",
        ),
        text(
            "Его проверяют при судорогах, слабости, перебоях в сердце и при некоторых лекарствах.",
            "It is checked with cramps, weakness, an uneven heartbeat and with some medicines.",
        ),
        sources::MAGNESIUM,
    ),
    meaning(
        "2777-1 14879-1",
        "Фосфор неорганический; Неорганический фосфор; Фосфор; Фосфаты; Фосфор в крови; PHOS; \
         Phosphate; Phosphorus; Phosphate, inorganic; Inorganic phosphate",
        text(
            "Минерал костей и зубов, который участвует и в обмене энергии.",
            "A mineral of bones and teeth that takes part in the use of energy too.",
        ),
        text(
            "Вместе с кальцием показывает, как обновляются кости и как работают почки.",
            "Together with calcium it shows how bones are renewed and how the kidneys work.",
        ),
        sources::PHOSPHATE,
    ),
    meaning(
        "2498-4 14798-3",
        "Железо; Железо сывороточное; Сывороточное железо; Железо в сыворотке; Железо в крови; \
         Fe; Iron; Serum iron",
        text(
            "Железо, которое кровь несёт туда, где делают гемоглобин.",
            "The iron that blood carries to where haemoglobin is made.",
        ),
        text(
            "Вместе с ферритином и трансферрином показывает, хватает ли организму железа. В течение дня оно меняется.",
            "Together with ferritin and transferrin it shows whether the body has enough iron. It changes over the day.",
        ),
        sources::IRON,
    ),
    meaning(
        "2276-4",
        "Ферритин; FER; FERR; Ferritin",
        text(
            "Белок, в котором организм хранит железо про запас.",
            "The protein in which the body keeps its store of iron.",
        ),
        text(
            "Показывает, сколько железа в запасе. При воспалении он меняется, поэтому его читают вместе с другими анализами.",
            "It shows how much iron is in store. Inflammation moves it, so it is read with other tests.",
        ),
        sources::FERRITIN,
    ),
    meaning(
        "3034-6",
        "Трансферрин; TRF; Transferrin",
        text(
            "Белок, который переносит железо по крови.",
            "The protein that carries iron in the blood.",
        ),
        text(
            "Помогает понять, хватает ли организму железа и как оно доходит туда, где нужно.",
            "It helps to see whether the body has enough iron and how it gets to where it is needed.",
        ),
        sources::IRON,
    ),
    meaning(
        "2500-7 14800-7",
        "ОЖСС; Общая железосвязывающая способность; Общая железосвязывающая способность \
         сыворотки; Общая железосвязывающая способность сыворотки (ОЖСС); Железосвязывающая \
         способность общая; TIBC; Total iron-binding capacity; Iron-binding capacity, total",
        text(
            "Сколько всего железа могла бы унести кровь.",
            "How much iron blood could carry altogether.",
        ),
        text(
            "Вместе с железом и ферритином показывает, хватает ли организму железа.",
            "Together with iron and ferritin it shows whether the body has enough iron.",
        ),
        sources::IRON,
    ),
    meaning(
        "22753-8",
        "ЛЖСС; НЖСС; Латентная железосвязывающая способность; Латентная железосвязывающая \
         способность сыворотки; Ненасыщенная железосвязывающая способность; UIBC; Unsaturated \
         iron-binding capacity",
        text(
            "Сколько ещё железа могла бы взять кровь сверх того, что уже несёт.",
            "How much more iron blood could take beyond what it carries already.",
        ),
        text(
            "Вместе с железом показывает, хватает ли его организму.",
            "Together with iron it shows whether the body has enough of it.",
        ),
        sources::IRON,
    ),
    meaning(
        "2502-3",
        "Насыщение трансферрина железом; Коэффициент насыщения трансферрина; Коэффициент \
         насыщения трансферрина железом; Процент насыщения трансферрина; Насыщение трансферрина; \
         НТЖ; TSAT; Transferrin saturation; Iron saturation",
        text(
            "Какая доля переносчика железа занята железом.",
            "What share of the carrier of iron is taken up by iron.",
        ),
        text(
            "Помогает понять, хватает ли железа на создание новых красных клеток крови.",
            "It helps to see whether there is enough iron for making new red blood cells.",
        ),
        sources::IRON,
    ),
    meaning(
        "14955-9",
        "Цинк; Цинк в крови; Цинк в сыворотке; Zn; Zinc",
        text(
            "Минерал, который нужен коже, иммунитету и заживлению ран.",
            "A mineral that skin, immunity and the healing of wounds need.",
        ),
        text(
            "Его смотрят, когда врач хочет узнать, хватает ли человеку цинка из пищи.",
            "It is checked when the doctor wants to know whether someone gets enough zinc from food.",
        ),
        sources::ZINC,
    ),
    meaning(
        "5631-7 14665-4",
        "Медь; Медь в крови; Медь в сыворотке; Cu; Copper",
        text(
            "Минерал, который помогает делать красные клетки крови и усваивать железо.",
            "A mineral that helps to make red blood cells and to take up iron.",
        ),
        text(
            "Вместе с церулоплазмином показывает, как организм обращается с медью.",
            "Together with ceruloplasmin it shows how the body handles copper.",
        ),
        sources::COPPER,
    ),
    meaning(
        "",
        "Селен; Селен в крови; Селен в сыворотке; Se; Selenium",
        text(
            "Минерал, который нужен в малых количествах ферментам, защищающим клетки.",
            "A mineral that enzymes which protect cells need in small amounts.",
        ),
        text(
            "Его смотрят, когда врач хочет узнать, хватает ли человеку селена из пищи.",
            "It is checked when the doctor wants to know whether someone gets enough selenium from food.",
        ),
        sources::SELENIUM,
    ),
    meaning(
        "2028-9 20565-8",
        "Углекислый газ общий; Общая углекислота; Бикарбонат; Бикарбонаты; CO2 общий; TCO2; \
         Total CO2; Bicarbonate; Carbon dioxide; CO2, total",
        text(
            "Углекислота крови, почти вся в виде бикарбоната: она смягчает действие кислот.",
            "The carbon dioxide of the blood, nearly all as bicarbonate: it softens the effect of acids.",
        ),
        text(
            "По ней судят о балансе кислот, о работе лёгких и почек.",
            "It tells about the balance of acids and the work of the lungs and the kidneys.",
        ),
        sources::BICARBONATE,
    ),
    meaning(
        "33037-3",
        "Анионный промежуток; Анионная разница; Anion gap",
        text(
            "Разница между измеренными солями крови; она показывает, сколько в ней других кислот.",
            "The difference between the measured salts of the blood; it shows how many other acids there are.",
        ),
        text(
            "Помогает врачу понять, отчего изменился баланс кислот.",
            "It helps the doctor to see why the balance of acids has changed.",
        ),
        sources::ANION_GAP,
    ),
    meaning(
        "2692-2",
        "Осмоляльность; Осмолярность; Осмоляльность сыворотки; Осмоляльность крови; \
         Осмоляльность мочи; Osmolality; Serum osmolality; Urine osmolality",
        text(
            "Сколько солей и других мелких частиц растворено в крови или моче.",
            "How many salts and other small particles are dissolved in blood or urine.",
        ),
        text("Показывает, как организм удерживает воду.", "It shows how the body keeps its water."),
        sources::OSMOLALITY,
    ),
    meaning(
        "2524-7",
        "Лактат; Молочная кислота; Lactate; Lactic acid",
        text(
            "Вещество, которое появляется, когда клеткам не хватает кислорода.",
            "A substance that appears when cells lack oxygen.",
        ),
        text(
            "Его смотрят в больнице, чтобы узнать, хватает ли тканям кислорода. После нагрузки его много и у здоровых.",
            "It is checked in hospital to learn whether tissues get enough oxygen. After exercise healthy people have a lot of it too.",
        ),
        sources::LACTATE,
    ),
    meaning(
        "16362-6",
        "Аммиак; Аммиак в крови; Ammonia",
        text(
            "Остаток белка, который печень превращает в мочевину.",
            "What is left of protein, which the liver turns into urea.",
        ),
        text(
            "Показывает, как печень очищает от него кровь.",
            "It shows how the liver clears it from the blood.",
        ),
        sources::AMMONIA,
    ),
    meaning(
        "2428-1 13965-9",
        "Гомоцистеин; HCY; Homocysteine",
        text(
            "Аминокислота, которую организм перерабатывает с помощью витаминов B6, B9 и B12.",
            "An amino acid that the body uses up with the help of vitamins B6, B9 and B12.",
        ),
        text(
            "Показывает, хватает ли этих витаминов, и помогает оценить здоровье сосудов.",
            "It shows whether there is enough of these vitamins, and helps to judge how healthy the vessels are.",
        ),
        sources::HOMOCYSTEINE,
    ),
];
