use super::model::{ChangedField, FieldChange, Member, StaffState};
use crate::access::model::Role;
use crate::format;
use crate::lang::{Lang, Text, count_en, count_ru, text};

pub const TITLE: Text = text("Управление организацией", "Administration");
pub const TITLE_SHORT: Text = text("Кадры", "Staff");
pub const LEAD: Text = text(
    "Здесь видно, кто работает в организации. Карт пациентов здесь нет. Каждое изменение остаётся в журнале: что было и что стало.",
    "Who works in the organization. No patient’s card is open here. Each change stays in the journal: what was and what is.",
);
pub const STAFF: Text = text("Сотрудники", "Staff");
pub const DEPARTMENTS: Text = text("Отделения", "Departments");
pub const ORGANIZATION: Text = text("Организация", "Organization");

pub const INVITE: Text = text("Пригласить", "Invite");
pub const INVITE_TITLE: Text = text("Пригласить сотрудника", "Invite a member of staff");
pub const INVITE_LEAD: Text = text(
    "На почту придёт ссылка. Она действует неделю и только один раз. Пароль и второй способ входа человек задаст сам.",
    "A link goes to the e-mail. It works once, within a week. The person sets a password and a second way to sign in.",
);
pub const SURNAME: Text = text("Фамилия", "Surname");
pub const GIVEN: Text = text("Имя", "Given name");
pub const PATRONYMIC: Text = text("Отчество, если есть", "Patronymic, if any");
pub const BIRTH_DATE: Text = text("Дата рождения", "Birth date");
pub const SEX: Text = text("Пол", "Sex");
pub const PHONE: Text = text("Телефон", "Phone");
pub const EMAIL: Text = text("Почта для приглашения", "E-mail for the invitation");
pub const ROLE: Text = text("Роль", "Role");
pub const DEPARTMENT: Text = text("Отделение", "Department");
pub const NO_DEPARTMENT: Text = text("Без отделения", "No department");
pub const POSITION: Text = text("Должность или специальность", "Post or speciality");
pub const POSITION_HINT: Text =
    text("Например: участковый терапевт", "Such as: general practitioner");
pub const FROM: Text = text("Первый день", "First day");
pub const FROM_HINT: Text =
    text("Не заполняйте, если работа начинается сразу", "Leave empty if the work begins at once");
pub const UNTIL: Text = text("Последний день", "Last day");
pub const UNTIL_HINT: Text = text(
    "Не заполняйте, если срока нет. После этого дня доступ закроется сам",
    "Leave empty if there is no term. After this day the access closes by itself",
);
pub const SEND: Text = text("Отправить приглашение", "Send the invitation");
pub const INVITED: Text = text("Приглашены и ещё не пришли", "Invited and not here yet");
pub const INVITED_UNTIL: Text = text("ссылка действует до", "the link works until");
pub const WITHDRAW: Text = text("Отозвать", "Take back");
pub const WITHDRAW_TITLE: Text = text("Отозвать приглашение?", "Take the invitation back?");
pub const WITHDRAWN: Text = text("Приглашение отозвано", "The invitation is taken back");

/// «Отозвать приглашение: Соколова Елена Викторовна»
pub fn withdraw_of(lang: Lang, name: &str) -> String {
    match lang {
        Lang::Ru => format!("Отозвать приглашение: {name}"),
        Lang::En => format!("Take back the invitation: {name}"),
    }
}

/// What becomes of a link that is taken back.
pub fn withdraw_lead(lang: Lang, name: &str) -> String {
    match lang {
        Lang::Ru => format!(
            "Ссылка в письме сразу перестанет действовать, и по ней никто не войдёт. Получатель: {name}. Пригласить можно снова."
        ),
        Lang::En => format!(
            "The link in the letter stops working at once, and lets nobody in. It went to {name}. You can invite again."
        ),
    }
}

pub const SEARCH: Text = text("Имя или должность", "Name or post");
pub const FIND: Text = text("Найти", "Find");
pub const ANY_ROLE: Text = text("Любая роль", "Any role");
pub const ANY_DEPARTMENT: Text = text("Любое отделение", "Any department");
pub const ANY_STATE: Text = text("Все", "All");
pub const STATE: Text = text("Работает ли сейчас", "Whether at work");
pub const NAME: Text = text("Имя", "Name");
pub const TERM: Text = text("Срок", "Term");
pub const NOBODY: Text = text("Никто не нашёлся", "Nobody was found");
pub const NAME_GONE: Text = text("Имя удалено", "The name is gone");
pub const ME: Text = text("это вы", "this is you");
pub const OPEN: Text = text("Открыть", "Open");
pub const CLOSE: Text = text("Закрыть", "Close");

pub const CHANGE: Text = text("Изменить", "Change");
pub const SAVE: Text = text("Сохранить", "Save");
pub const SAVED: Text =
    text("Сохранено. Сотруднику отправлено письмо", "Saved. The member was written to");
pub const KEPT: Text = text("Сохранено", "Saved");
pub const END: Text = text("Уволить", "End the work");
pub const END_NOW: Text = text("Уволить сейчас", "End it now");
pub const END_WARNING: Text = text(
    "Доступ закроется сразу: все входы завершатся, открытые карты закроются. Записи, которые человек сделал, останутся. Вернуть его на работу можно позже.",
    "The access closes at once: every session ends and open cards close. What the person wrote stays. You can take them back later.",
);
pub const ENDED: Text =
    text("Доступ закрыт на всех устройствах", "The access is closed everywhere");
pub const EMPLOY: Text = text("Вернуть на работу", "Take back");
pub const EMPLOYED: Text = text("Сотрудник снова работает", "The member works here again");
pub const MINE: Text = text(
    "Свою роль и срок изменить нельзя, уволить себя тоже. Попросите другого администратора.",
    "You cannot change your own role or term, nor end your own work. Ask another administrator.",
);

pub const ADD_DEPARTMENT: Text = text("Добавить отделение", "Add a department");
pub const DEPARTMENT_NAME: Text = text("Название отделения", "Name of the department");
pub const NO_DEPARTMENTS: Text = text(
    "Отделений пока нет. Добавьте первое: его можно будет указать у сотрудников.",
    "There are no departments yet. Add the first one, and members of staff can be put there.",
);
pub const CLOSE_DEPARTMENT: Text = text("Закрыть отделение", "Close the department");
pub const CLOSE_WARNING: Text = text(
    "Новых сотрудников сюда добавить будет нельзя. Кто уже здесь, останется, пока вы не переведёте их в другое отделение.",
    "Nobody new can be put here. Those who are here stay until you move them to another department.",
);
pub const CLOSED: Text = text("Закрыто", "Closed");
pub const DEPARTMENT_CLOSED: Text = text("Отделение закрыто", "The department is closed");

pub const ORGANIZATION_NAME: Text = text("Название", "Name");
pub const KIND: Text = text("Вид", "Kind");
pub const ADDRESS: Text = text("Адрес", "Address");
pub const ORGANIZATION_PHONE: Text = text("Телефон для пациентов", "Phone for patients");
pub const COUNTS: Text = text("Сотрудников", "Staff");

impl StaffState {
    pub const fn text(self) -> Text {
        match self {
            Self::Live => text("Работает", "At work"),
            Self::Coming => text("Ещё не начал", "Not begun yet"),
            Self::Ended => text("Не работает", "Left"),
        }
    }
}

impl ChangedField {
    /// What it is called in the journal, in small letters.
    pub const fn text(self) -> Text {
        match self {
            Self::Name => text("название", "name"),
            Self::Person => text("имя", "person"),
            Self::Address => text("адрес", "address"),
            Self::Phone => text("телефон", "phone"),
            Self::Closed => text("закрыто", "closed"),
            Self::Role => text("роль", "role"),
            Self::Department => text("отделение", "department"),
            Self::Position => text("должность", "post"),
            Self::From => text("первый день", "first day"),
            Self::Until => text("последний день", "last day"),
            Self::Schedule => text("расписание", "schedule"),
            Self::Speciality => text("специальность", "speciality"),
            Self::Languages => text("языки", "languages"),
            Self::Services => text("виды приёма", "kinds of visits"),
            Self::Minutes => text("длительность", "length"),
            Self::Format => text("формат", "format"),
            Self::Price => text("цена", "price"),
            Self::Payments => text("оплата", "payment"),
            Self::Preparation => text("подготовка", "preparation"),
            Self::Origins => text("сайты", "sites"),
            Self::Widgets => text("виджеты", "widgets"),
        }
    }
}

/// What the kind of an organization is called; a kind of another system as it came.
pub fn kind(lang: Lang, kind: &str) -> String {
    let known = match kind {
        "clinic" => text("Поликлиника или больница", "Clinic or hospital"),
        "laboratory" => text("Лаборатория", "Laboratory"),
        "pharmacy" => text("Аптека", "Pharmacy"),
        "insurer" => text("Страховая организация", "Insurer"),
        other => return other.to_owned(),
    };
    known.get(lang).to_owned()
}

/// «роль: медсестра → врач»
pub fn change(lang: Lang, change: &FieldChange) -> String {
    let value = |value: Option<&String>| match (value, change.field) {
        (None, _) => "—".to_owned(),
        (Some(word), ChangedField::Role) => word
            .parse()
            .map_or_else(|_| word.clone(), |role: Role| role.text().get(lang).to_lowercase()),
        (Some(words), _) => words.clone(),
    };
    let (before, after) = (value(change.before.as_ref()), value(change.after.as_ref()));
    format!("{}: {before} → {after}", change.field.text().get(lang))
}

/// All that was changed, in one line.
pub fn all_changes(lang: Lang, changes: &[FieldChange]) -> String {
    changes.iter().map(|it| change(lang, it)).collect::<Vec<_>>().join("; ")
}

/// «с 1 декабря 2026 по 31 декабря 2026»
pub fn term(lang: Lang, member: &Member) -> String {
    let from = format::date(lang, member.from);
    match (lang, member.until.map(|until| format::date(lang, until))) {
        (Lang::Ru, None) => format!("с {from}"),
        (Lang::Ru, Some(until)) => format!("с {from} по {until}"),
        (Lang::En, None) => format!("from {from}"),
        (Lang::En, Some(until)) => format!("from {from} to {until}"),
    }
}

/// «Нашлось: 3 сотрудника»
pub fn found(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => {
            format!("Нашлось: {n} {}", count_ru(n, "сотрудник", "сотрудника", "сотрудников"))
        }
        Lang::En => format!("{n} {} found", count_en(n, "member", "members")),
    }
}

/// «12 сотрудников»
pub fn staff(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => format!("{n} {}", count_ru(n, "сотрудник", "сотрудника", "сотрудников")),
        Lang::En => format!("{n} {}", count_en(n, "member", "members")),
    }
}

/// «работают 12, ещё не начали 1, ушли 3»
pub fn counts(lang: Lang, live: u32, coming: u32, ended: u32) -> String {
    match lang {
        Lang::Ru => format!("работают {live}, ещё не начали {coming}, ушли {ended}"),
        Lang::En => format!("{live} at work, {coming} not begun yet, {ended} left"),
    }
}

/// «Приглашение отправлено на anna@example.org»
pub fn invited(lang: Lang, email: &str) -> String {
    match lang {
        Lang::Ru => format!("Приглашение отправлено на {email}"),
        Lang::En => format!("The invitation was sent to {email}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ADM-1: as the security officer reads it.
    #[test]
    fn a_change_reads_from_before_to_after() {
        let of = |field, before: Option<&str>, after: Option<&str>| FieldChange {
            field,
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        };
        let role = of(ChangedField::Role, Some("nurse"), Some("doctor"));
        assert_eq!(change(Lang::Ru, &role), "роль: медсестра → врач");
        assert_eq!(change(Lang::En, &role), "role: nurse → doctor");
        let until = of(ChangedField::Until, None, Some("2026-12-31"));
        assert_eq!(
            all_changes(Lang::Ru, &[role, until]),
            "роль: медсестра → врач; последний день: — → 2026-12-31"
        );
    }
}
