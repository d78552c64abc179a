//! The words of the catalogue. People and values in it are invented.

use shared::lang::{Text, text};

pub const TITLE: Text = text("Каталог компонентов", "Component catalogue");
pub const LEAD: Text = text(
    "Каждый компонент во всех состояниях. Страницы собирают из них, а не рисуют заново.",
    "Every component in every state. Pages are made of these, not drawn anew.",
);
pub const LOOKS: Text = text("Язык, тема и вид", "Language, theme and display");

// States.
pub const USUAL: Text = text("Обычное", "Usual");
pub const PRIMARY: Text = text("Главная", "Primary");
pub const SECONDARY: Text = text("Вторая", "Secondary");
pub const QUIET: Text = text("Тихая", "Quiet");
pub const DANGER: Text = text("Опасная", "Danger");
pub const BUSY: Text = text("Занята: ширина та же", "Busy: same width");
pub const DISABLED: Text = text("Недоступно", "Disabled");
pub const WITH_ICON: Text = text("Со значком", "With an icon");
pub const WITH_HINT: Text = text("С подсказкой", "With a hint");
pub const WITH_ERROR: Text = text("С ошибкой", "With an error");
pub const WITH_COUNTER: Text = text("Со счётчиком", "With a counter");
pub const MULTILINE: Text = text("Много строк", "Several lines");
pub const ON: Text = text("Включено", "On");
pub const OFF: Text = text("Выключено", "Off");
pub const EMPTY: Text = text("Пусто", "Empty");
pub const CLOSED: Text = text("Закрыто", "Closed");
pub const CRITICAL: Text = text("Опасно для здоровья", "Danger to health");
pub const SLOW: Text = text("Дольше секунды", "Longer than a second");
pub const UNKNOWN: Text = text("Неизвестно сколько", "Nobody knows how long");
pub const INLINE: Text = text("В строку", "Side by side");
pub const LOW: Text = text("Ниже", "Below");
pub const NORMAL: Text = text("В пределах", "Within");
pub const HIGH: Text = text("Выше", "Above");
pub const ONE_LIMIT: Text = text("Один предел", "One limit");
pub const BROKEN: Text = text("Линия прерывается, знаки всех видов", "A broken line, every mark");
pub const CONVERTED: Text = text("Пересчитано в одну единицу", "Converted to one unit");
pub const PRINTED: Text =
    text("Как напечатано: у каждой единицы своя шкала", "As printed: an axis for each unit");
pub const TWO_LINES: Text = text("Две линии в одном поле", "Two lines in one pane");
pub const STACKED: Text =
    text("Друг под другом, с приёмами и лекарствами", "Stacked, with visits and medicines");
pub const ONE_VALUE: Text = text("Одно значение", "One value");
pub const SAME: Text = text("Все одинаковые", "All the same");
pub const WORDS_ONLY: Text = text("Только словами", "In words only");
pub const MANY: Text = text("Сто тысяч значений", "A hundred thousand values");
pub const OPEN_IT: Text = text("Открыть", "Open");
pub const PRESS: Text = text("Сохранить", "Save");
pub const LARGE: Text = text("Крупный", "Large");

// Components.
pub const BUTTON: Text = text("Кнопка", "Button");
pub const TAG: Text = text("Пометка", "Tag");
pub const AVATAR: Text = text("Инициалы", "Avatar");
pub const ICONS: Text = text("Значки", "Icons");
pub const CARD: Text = text("Карточка", "Card");
pub const SUMMARY_LIST: Text = text("Список сведений", "Summary list");
pub const TABS: Text = text("Вкладки-ссылки", "Tabs as links");
pub const TIMELINE: Text = text("Лента времени", "Timeline");
pub const TEXT_FIELD: Text = text("Текстовое поле", "Text field");
pub const CODE_FIELD: Text = text("Поле кода", "Code field");
pub const PASSWORD_FIELD: Text = text("Поле пароля", "Password field");
pub const NEW_PASSWORD: Text = text("Новый пароль с правилами", "New password with its rules");
pub const CODE_STEP: Text = text("Шаг с кодом", "Code step");
pub const STEPS: Text = text("Шаги", "Steps");
pub const ERRORS: Text = text("Сводка ошибок", "Error summary");
pub const DATE_FIELD: Text = text("Поле даты", "Date field");
pub const TEXT_AREA: Text = text("Большое поле для текста", "Big text area");
pub const SEARCH_BOX: Text = text("Поиск в справочнике", "Search in a list");
pub const FOUND_ONE: Text = text("I10 Эссенциальная гипертензия", "I10 Essential hypertension");
pub const FOUND_OLD: Text = text("I10.9 Старый код", "I10.9 An old code");
pub const NO_LONGER_USED: Text = text("больше не применяется", "no longer used");
pub const NOTHING_THERE: Text = text("Ничего не нашлось", "Nothing was found");
pub const COMBOBOX: Text = text("Выбор с поиском", "Select with search");
pub const FILE_DROP: Text = text("Загрузка файлов", "File drop");
pub const CHECKBOX: Text = text("Флажок", "Checkbox");
pub const RADIO: Text = text("Один из нескольких", "Radio group");
pub const SWITCH: Text = text("Переключатель", "Switch");
pub const DIALOG: Text = text("Диалог", "Dialog");
pub const DRAWER: Text = text("Боковая панель", "Drawer");
pub const TOAST: Text = text("Сообщение мимоходом", "Toast");
pub const BANNER: Text = text("Полоса над страницей", "Banner");
pub const EMPTY_STATE: Text = text("Пустое место", "Empty state");
pub const FAILURE: Text = text("Ошибка", "Error");
pub const SKELETON: Text = text("Заготовка", "Skeleton");
pub const PROGRESS: Text = text("Ход работы", "Progress");
pub const SHOW_MORE: Text = text("Показать ещё", "Show more");
pub const TABLE: Text = text("Таблица, на телефоне карточки", "Table, cards on a phone");
pub const NUMBER_LINE: Text = text("Числовая прямая", "Number line");
pub const CHART: Text = text("График", "Chart");
pub const QR: Text = text("QR-код", "QR code");

pub const FIRST: Text = text("Первый", "First");
pub const LAST: Text = text("Последний", "Last");
pub const COUNTS: Text = text("Новый код через 45 секунд", "Another code in 45 seconds");
pub const MAY_RESEND: Text = text("Можно запросить новый", "Another one may be asked for");
pub const WEAK: Text = text("Слабый", "Weak");
pub const STRONG: Text = text("Сильный", "Strong");

// Contents.
pub const PERSON: Text = text("Иванова Анна Петровна", "Anna Ivanova");
pub const DOCTOR: Text = text("Соколова Елена Викторовна", "Elena Sokolova");
pub const NAME: Text = text("Имя", "Name");
pub const NAME_HINT: Text = text("Как в паспорте", "As in the passport");
pub const NOTE: Text = text("Что беспокоит", "What troubles you");
pub const NOTE_VALUE: Text =
    text("Болит голова, чаще вечером.", "Headache, mostly in the evening.");
pub const REQUIRED: Text = text("Заполните это поле", "Fill in this field");
pub const CODE: Text = text("Код из сообщения", "Code from the message");
pub const CODE_HINT: Text =
    text("Шесть цифр, действует 5 минут", "Six digits, valid for 5 minutes");
pub const CODE_WRONG: Text =
    text("Код не подошёл. Проверьте цифры", "The code did not fit. Check the digits");
pub const BIRTH_DATE: Text = text("Дата рождения", "Date of birth");
pub const DATE_HINT: Text = text("Например, 12 3 1968", "For example, 12 3 1968");
pub const DATE_WRONG: Text = text("Такой даты нет", "There is no such date");
pub const SPECIALTY: Text = text("К какому врачу", "Which doctor");
pub const SPECIALTIES: [Text; 7] = [
    text("Терапевт", "General practitioner"),
    text("Кардиолог", "Cardiologist"),
    text("Невролог", "Neurologist"),
    text("Офтальмолог", "Ophthalmologist"),
    text("Эндокринолог", "Endocrinologist"),
    text("Хирург", "Surgeon"),
    text("Педиатр", "Paediatrician"),
];
pub const DOCUMENTS: Text = text("Документы", "Documents");
pub const DOCUMENTS_HINT: Text = text(
    "PDF или снимки до 20 МБ. Перетащите сюда или выберите",
    "PDF or pictures up to 20 MB. Drop them here or choose",
);
pub const FILE_WRONG: Text = text("Файл больше 20 МБ", "The file is over 20 MB");
pub const AGREE: Text = text("Согласен на обработку данных", "I agree to the processing of data");
pub const AGREE_HINT: Text = text("Можно отозвать в любой момент", "Can be withdrawn at any time");
pub const AGREE_WRONG: Text = text("Без согласия не продолжить", "Cannot go on without it");
pub const WHERE: Text = text("Где удобнее", "Where is better");
pub const CLINIC: Text = text("В клинике", "At the clinic");
pub const ONLINE: Text = text("Онлайн", "Online");
pub const ONLINE_HINT: Text = text("Нужна камера", "Needs a camera");
pub const REMIND: Text = text("Напоминать о приёме", "Remind me of visits");
pub const ASK_TITLE: Text = text("Убрать заметку?", "Remove the note?");
pub const ASK_TEXT: Text = text(
    "Заметка «Спросить про онемение» исчезнет у вас и у врачей.",
    "The note “Ask about numbness” will disappear for you and for doctors.",
);
pub const FILTERS: Text = text("Отбор", "Filters");
pub const SAVED: Text = text("Заметка сохранена", "The note is saved");
pub const ACTING_FOR: Text =
    text("Вы смотрите карту: Иванов Пётр, 7 лет", "You look at the card of Peter Ivanov, aged 7");
pub const INFO: Text = text("Ночью с 2 до 3 будут работы", "Works tonight from 2 to 3");
pub const NOTHING: Text = text(
    "Здесь пока пусто. Записи появятся после приёма.",
    "Nothing here yet. Entries appear after a visit.",
);
pub const SENDING: Text = text("Отправляем снимок", "Sending the picture");
pub const METFORMIN: Text = text("Метформин 1000 мг", "Metformin 1000 mg");
pub const UPPER: Text = text("Верхнее давление", "Systolic pressure");
pub const LOWER: Text = text("Нижнее давление", "Diastolic pressure");
pub const GLUCOSE: Text = text("Глюкоза", "Glucose");
pub const DATE: Text = text("Дата", "Date");
pub const VALUE: Text = text("Значение", "Value");
pub const RANGE: Text = text("Норма", "Range");
pub const ANALYTE: Text = text("Показатель", "Analyte");
pub const HAEMOGLOBIN: Text = text("Гемоглобин", "Haemoglobin");
pub const VISIT: Text = text("Приём терапевта", "Visit to a general practitioner");
pub const RESULT: Text = text("Общий анализ крови", "Blood count");
pub const BIRTH_FACT: Text = text("12 марта 1968", "12 March 1968");
pub const BLOOD: Text = text("Группа крови", "Blood group");
pub const ALLERGY: Text = text("Пенициллин: отёк Квинке", "Penicillin: angioedema");
pub const CLOSED_WHY: Text =
    text("Этот раздел пациент вам не открыл.", "The patient has not opened this section to you.");
pub const QR_NAME: Text = text("Ссылка на карту для врача", "A link to the card for a doctor");
