//! What patients tell of themselves.

use crate::lang::{Text, text};
use crate::record::model::Criticality;
use crate::record::own::{Habit, OwnKind};

pub const TITLE: Text = text("Расскажите о себе", "Tell about yourself");
pub const LEAD: Text = text(
    "Врачи увидят это отдельно от своих записей, с пометкой «со слов пациента». Врач может подтвердить сказанное.",
    "Doctors see this apart from their own entries, marked “told by the patient”. A doctor can confirm it.",
);
pub const ADD: Text = text("Добавить", "Add");
pub const ADD_ALLERGY: Text = text("Добавить аллергию", "Add an allergy");
pub const ADD_CONDITION: Text = text("Добавить болезнь", "Add a condition");
pub const ADD_HABITS: Text = text("Рассказать о привычках", "Tell about habits");
pub const WHAT: Text = text("О чём", "What about");
pub const SAVE: Text = text("Сохранить", "Save");
pub const SAVED: Text = text("Сохранено в карте", "Saved in the card");
pub const EDIT: Text = text("Изменить", "Edit");
pub const EDIT_TITLE: Text = text("Изменить запись", "Edit the entry");
pub const REMOVE: Text = text("Удалить", "Remove");
pub const REMOVE_TITLE: Text = text("Удалить эту запись?", "Remove this entry?");
pub const REMOVE_LEAD: Text = text(
    "Её перестанут учитывать, но в истории карты она останется зачёркнутой.",
    "It will no longer count, but stays struck out in the card’s history.",
);
pub const REMOVED: Text =
    text("Запись отозвана и осталась зачёркнутой", "The entry is withdrawn and stays struck out");
pub const ALLERGY_NAME: Text = text("На что аллергия", "What you are allergic to");
pub const ALLERGY_HINT: Text = text("Например: пенициллин, орехи", "Such as penicillin or nuts");
pub const REACTION: Text = text("Что при этом бывает", "What happens");
pub const REACTION_HINT: Text = text("Например: сыпь, отёк, удушье", "Such as a rash or swelling");
pub const CRITICALITY: Text = text("Насколько это опасно", "How dangerous it is");
pub const CONDITION_NAME: Text = text("Как называется болезнь", "What the condition is called");
pub const CONDITION_HINT: Text =
    text("Как вам сказал врач или своими словами", "As a doctor told you, or in your own words");
pub const REMARK: Text = text("Подробности", "Details");
pub const OPTIONAL: Text = text("Можно не заполнять", "You may leave it empty");
pub const HOW: Text = text("Как у вас", "How it is with you");
pub const CHOOSE: Text = text("Выберите ответ", "Choose an answer");
pub const CONFIRM: Text = text("Подтвердить", "Confirm");
pub const CONFIRM_LEAD: Text = text(
    "Пациент рассказал это сам. Если вы согласны, подтвердите: ваше имя и дата останутся при записи.",
    "The patient told this. If you agree, confirm it: your name and the date stay with the entry.",
);
pub const CONFIRMED_NOW: Text = text("Запись подтверждена", "The entry is confirmed");
pub const CONFIRMED: Text = text("подтверждено врачом", "confirmed by a doctor");
pub const CONFIRMED_BY: Text = text("Подтверждено врачом", "Confirmed by a doctor");
pub const TOLD: Text = text("Со слов пациента", "Told by the patient");
pub const TOLD_BY_YOU: Text = text("С ваших слов", "Told by you");

impl OwnKind {
    pub const fn text(self) -> Text {
        match self {
            Self::Allergy => text("Аллергия", "Allergy"),
            Self::Condition => text("Хроническая болезнь", "Chronic condition"),
            Self::Smoking => text("Курение", "Smoking"),
            Self::Alcohol => text("Алкоголь", "Alcohol"),
            Self::Activity => text("Физическая активность", "Physical activity"),
            Self::Note => text("Заметка", "Note"),
        }
    }
}

impl Habit {
    /// The Russian words are kept in cards: they are never changed, only added to.
    pub const fn text(self) -> Text {
        match self {
            Self::SmokingNever => text("Не курю и не курил(а)", "Never smoked"),
            Self::SmokingFormer => text("Раньше курил(а)", "Used to smoke"),
            Self::SmokingSometimes => text("Курю иногда", "Smoke on some days"),
            Self::SmokingDaily => text("Курю каждый день", "Smoke every day"),
            Self::AlcoholNever => text("Не пью", "Never drink"),
            Self::AlcoholRarely => text("Раз в месяц или реже", "Once a month or less"),
            Self::AlcoholMonthly => text("2–4 раза в месяц", "2–4 times a month"),
            Self::AlcoholWeekly => text("2–3 раза в неделю", "2–3 times a week"),
            Self::AlcoholOften => text("4 раза в неделю и чаще", "4 times a week or more"),
            Self::ActivityNone => text("Почти нет", "Hardly any"),
            Self::ActivityLittle => text("1–2 дня в неделю", "1–2 days a week"),
            Self::ActivitySome => text("3–4 дня в неделю", "3–4 days a week"),
            Self::ActivityEnough => text("5 дней в неделю и больше", "5 days a week or more"),
        }
    }
}

/// How dangerous an allergy is, asked of a person.
pub const fn danger(criticality: Criticality) -> (Text, Text) {
    match criticality {
        Criticality::High => (
            text("Опасна для жизни", "Dangerous to life"),
            text("Отёк горла, удушье, потеря сознания", "Swollen throat, choking, fainting"),
        ),
        Criticality::Low => (
            text("Неприятна, но не опасна", "Unpleasant but not dangerous"),
            text("Насморк, слёзы, зуд, сыпь", "Runny nose, tears, itching, a rash"),
        ),
        Criticality::Unknown => {
            (text("Не знаю", "I do not know"), text("Врач уточнит", "A doctor will find out"))
        }
    }
}
