use super::model::{AnomalyKind, AnomalySign, AnomalyVerdict};
use crate::format::NBSP;
use crate::lang::{Lang, Text, count_en, count_ru, text};

pub const TITLE: Text = text("Необычное", "Unusual");
pub const LEAD: Text = text(
    "Что не похоже на обычную работу учётной записи. Оценка говорит, насколько это необычно, а не что кто-то виноват. Просмотр списка остаётся в журнале.",
    "What is unlike an account’s usual work. A score says how unusual it is, not that somebody is to blame. Looking at the list stays in the journal.",
);
pub const SHOW: Text = text("Показать необычное", "Show what is unusual");
pub const NONE: Text = text("Ничего необычного не нашлось.", "Nothing unusual was found.");
pub const WHO: Text = text("Чья учётная запись", "Whose account");
pub const PATIENT: Text = text(
    "Пациент: имя можно узнать в журнале",
    "A patient: the name can be asked for in the journal",
);
pub const FOUND_AT: Text = text("Когда", "When");
pub const SCORE: Text = text("Оценка", "Score");
pub const SIGNS: Text = text("Что необычно", "What is unusual");
pub const DONE: Text = text("Что сделано", "What was done");
pub const SIGNED_OUT: Text =
    text("Входы закрыты, владельцу сообщили", "The sessions were ended, and the owner was told");
pub const RECORDED: Text = text("Только записано", "Only recorded");
pub const WAITS: Text = text("Ждёт проверки", "Waits for its review");
pub const LOOK: Text = text("Посмотреть в журнале", "Look in the journal");
pub const VERDICT: Text = text("Что нашла проверка", "What the review found");
pub const WORDS: Text = text("Объяснение", "Explanation");
pub const WORDS_HINT: Text = text(
    "Прочитают только офицеры безопасности. Сведения о здоровье не пишите",
    "Only security officers read this. Write no health facts",
);
pub const CHOOSE_VERDICT: Text = text("Выберите, что нашла проверка", "Choose what was found");
pub const SAVE: Text = text("Записать", "Save");
pub const SAVED: Text = text("Записано", "Saved");
pub const REVIEWED_BY: Text = text("Кто проверил", "Who reviewed it");

impl AnomalyKind {
    pub const fn text(self) -> Text {
        match self {
            Self::Travel => text("Сразу в двух местах", "In two places at once"),
            Self::ManyCards => text("Много карт за короткое время", "Many cards in a short time"),
            Self::Unvisited => text("Карты без записи на приём", "Cards without a visit"),
            Self::Nights => text("Карты ночью", "Cards at night"),
            Self::Refusals => text("Много отказов", "Many refusals"),
            Self::Downloads => text("Много скачано", "Many downloads"),
        }
    }
}

impl AnomalyVerdict {
    pub const fn text(self) -> Text {
        match self {
            Self::Confirmed => text("Это было нарушение", "It was a breach"),
            Self::FalseAlarm => text("Ложная тревога", "A false alarm"),
            Self::Unclear => text("Неясно, нужно узнать больше", "Unclear: more must be learned"),
        }
    }
}

/// «80 из 100»
pub fn score(lang: Lang, score: u32) -> String {
    match lang {
        Lang::Ru => format!("{score} из 100"),
        Lang::En => format!("{score} of 100"),
    }
}

/// «Карт открыто: 42 за 10 минут; обычно 6 за самый занятой час.»
pub fn sign(lang: Lang, sign: &AnomalySign) -> String {
    let (count, within) = (sign.count, within(lang, sign.minutes));
    let told = match (sign.kind, lang) {
        (AnomalyKind::Travel, _) => return travel(lang, sign),
        (AnomalyKind::ManyCards, Lang::Ru) => format!("Карт открыто: {count} {within}"),
        (AnomalyKind::ManyCards, Lang::En) => format!("Cards opened: {count} {within}"),
        (AnomalyKind::Unvisited, Lang::Ru) => {
            format!("Карт открыто без записи на приём: {count} {within}")
        }
        (AnomalyKind::Unvisited, Lang::En) => {
            format!("Cards opened without a visit: {count} {within}")
        }
        (AnomalyKind::Nights, Lang::Ru) => {
            format!("Карт открыто ночью, в необычные часы и без записи: {count} {within}")
        }
        (AnomalyKind::Nights, Lang::En) => {
            format!("Cards opened at unusual hours of the night, without a visit: {count} {within}")
        }
        (AnomalyKind::Refusals, Lang::Ru) => {
            format!("Карт, в которых отказано: {count} {within}")
        }
        (AnomalyKind::Refusals, Lang::En) => format!("Cards refused: {count} {within}"),
        (AnomalyKind::Downloads, Lang::Ru) => format!("Скачано: {count} {within}"),
        (AnomalyKind::Downloads, Lang::En) => format!("Saved: {count} {within}"),
    };
    let usual = sign.usual.map(|usual| usually(lang, sign.kind, usual)).unwrap_or_default();
    format!("{told}{usual}.")
}

fn usually(lang: Lang, kind: AnomalyKind, usual: u32) -> String {
    match (lang, kind == AnomalyKind::ManyCards) {
        (Lang::Ru, true) => format!("; обычно {usual} за самый занятой час дня"),
        (Lang::En, true) => format!("; usually {usual} in the busiest hour of a day"),
        (Lang::Ru, false) => format!("; обычно {usual} за день"),
        (Lang::En, false) => format!("; usually {usual} a day"),
    }
}

/// «за 10 минут», «за 24 часа»
fn within(lang: Lang, minutes: u32) -> String {
    let (n, is_hours) = if minutes >= 60 && minutes.is_multiple_of(60) {
        (minutes / 60, true)
    } else {
        (minutes, false)
    };
    let of = u64::from(n);
    match (lang, is_hours) {
        (Lang::Ru, true) => format!("за {n}{NBSP}{}", count_ru(of, "час", "часа", "часов")),
        (Lang::Ru, false) => format!("за {n}{NBSP}{}", count_ru(of, "минуту", "минуты", "минут")),
        (Lang::En, true) => format!("within {n}{NBSP}{}", count_en(of, "hour", "hours")),
        (Lang::En, false) => format!("within {n}{NBSP}{}", count_en(of, "minute", "minutes")),
    }
}

fn travel(lang: Lang, sign: &AnomalySign) -> String {
    let within = within(lang, sign.minutes);
    let unknown = match lang {
        Lang::Ru => "неизвестно",
        Lang::En => "unknown",
    };
    let from = sign.from.as_deref().unwrap_or(unknown);
    let to = sign.to.as_deref().unwrap_or(unknown);
    let far = match (lang, sign.count) {
        (_, 0) => String::new(),
        (Lang::Ru, km) => format!(", между ними {km}{NBSP}км"),
        (Lang::En, km) => format!(", {km}{NBSP}km apart"),
    };
    match lang {
        Lang::Ru => format!("Сначала отсюда: {from}; {within} отсюда: {to}{far}."),
        Lang::En => format!("First from {from}; {within} from {to}{far}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: AnomalyKind, count: u32, usual: Option<u32>, minutes: u32) -> AnomalySign {
        AnomalySign { kind, score: 80, count, usual, minutes, from: None, to: None }
    }

    /// AUD-5: each score has words, with what is usual beside what was found.
    #[test]
    fn a_sign_says_how_many_and_how_many_are_usual() {
        let many = of(AnomalyKind::ManyCards, 42, Some(6), 10);
        assert_eq!(
            sign(Lang::Ru, &many),
            "Карт открыто: 42 за 10\u{a0}минут; обычно 6 за самый занятой час дня."
        );
        let saved = of(AnomalyKind::Downloads, 21, None, 1_440);
        assert_eq!(sign(Lang::Ru, &saved), "Скачано: 21 за 24\u{a0}часа.");
        assert_eq!(sign(Lang::En, &saved), "Saved: 21 within 24\u{a0}hours.");
    }

    #[test]
    fn travel_names_both_ends_and_the_way_between_where_it_is_known() {
        let (from, to) = (Some("Казань".to_owned()), Some("203.0.113.0".to_owned()));
        let far = AnomalySign { from, to, ..of(AnomalyKind::Travel, 720, None, 5) };
        assert_eq!(
            sign(Lang::Ru, &far),
            "Сначала отсюда: Казань; за 5\u{a0}минут отсюда: 203.0.113.0, между ними 720\u{a0}км."
        );
        let near = AnomalySign { count: 0, ..far };
        assert!(!sign(Lang::En, &near).contains("km"));
    }
}
