//! Files and the papers they are copies of.

use super::model::PaperKind;
use crate::contract::FieldReason;
use crate::lang::{Lang, Text, text};

pub const UPLOAD: Text = text("Загрузить документ", "Upload a document");
pub const UPLOAD_COPY: Text = text("Загрузить копию с бумаги", "Upload a paper copy");
pub const UPLOAD_LEAD: Text = text(
    "Загрузите фото или PDF бумажного документа. Врачи увидят его с пометкой «со слов пациента».",
    "Upload a photo or a PDF of a paper. Doctors see it marked “told by the patient”.",
);
pub const TITLE: Text = text("Название", "Title");
pub const TITLE_HINT: Text =
    text("Например: общий анализ крови, выписка", "Such as a blood count or a discharge summary");
pub const KIND: Text = text("Что это за документ", "What kind of document it is");
pub const DATE: Text = text("Дата документа", "Date of the document");
pub const DATE_HINT: Text =
    text("Стоит на документе, например 12.03.2026", "Printed on it, such as 12.03.2026");
pub const COMMENT: Text = text("Комментарий", "Comment");
pub const COMMENT_HINT: Text = text("Можно не заполнять", "You may leave it empty");
pub const DROP: Text =
    text("Выберите файлы или перетащите их сюда", "Choose files or drop them here");
pub const DROP_HINT: Text = text(
    "JPEG, PNG или PDF. Каждый до 5 МБ, вместе до 20 МБ, не больше 10 файлов. Снимайте при хорошем свете, документ во весь кадр",
    "JPEG, PNG or PDF. Up to 5 MB each, 20 MB together, at most 10 files. Use good light and let the document fill the picture",
);
pub const SEND: Text = text("Загрузить", "Upload");
pub const SENDING: Text =
    text("Отправляем файлы. Не закрывайте страницу", "Sending the files. Keep this page open");
pub const KEPT: Text = text("Документ сохранён в карте", "The document is saved in the card");
pub const CHOOSE_KIND: Text = text("Выберите, что это за документ", "Choose what kind it is");
pub const LOOK: Text = text("Посмотреть", "View");
pub const DOWNLOAD: Text = text("Скачать", "Download");
pub const ELSEWHERE: Text = text("файл остался у клиники", "the clinic kept the file");
pub const CLOSER: Text = text("Крупнее", "Zoom in");
pub const FARTHER: Text = text("Мельче", "Zoom out");
pub const FIT: Text = text("По размеру окна", "Fit to window");
pub const VIEWER_HINT: Text = text(
    "Клавиши: + крупнее, − мельче, 0 по размеру окна",
    "Keys: + zooms in, − zooms out, 0 fits to the window",
);
pub const PAGES_HINT: Text = text(
    "Клавиши: Page Down и Page Up листают, + крупнее, − мельче, 0 по размеру окна",
    "Keys: Page Down and Page Up turn pages, + zooms in, − zooms out, 0 fits to the window",
);
pub const BACK: Text = text("Назад", "Back");
pub const ON: Text = text("Дальше", "Next");
pub const PAGE: Text = text("Страница", "Page");
pub const PAGE_WAITED: Text = text("Открываем страницу", "Opening the page");

/// «Страница 2 из 14»
pub fn page_of(lang: Lang, page: u32, pages: u32) -> String {
    match lang {
        Lang::Ru => format!("Страница {page} из {pages}"),
        Lang::En => format!("Page {page} of {pages}"),
    }
}

/// Why a file was refused, or what is poor about it, and what to do now. Apart from the other
/// reasons: only who chooses files downloads it.
pub const fn reason(reason: FieldReason) -> Text {
    match reason {
        FieldReason::FileMissing => text("Выберите хотя бы один файл", "Choose at least one file"),
        FieldReason::TooManyFiles => text(
            "Не больше 10 файлов за раз. Остальные загрузите отдельным документом",
            "At most 10 files at once. Upload the rest as another document",
        ),
        FieldReason::FileEmpty => {
            text("Файл пустой. Выберите другой", "The file is empty. Choose another one")
        }
        FieldReason::FileTooLarge => text(
            "Файл больше 5 МБ. Снимите документ с меньшим качеством или сохраните PDF поменьше",
            "The file is over 5 MB. Take the photo at a lower quality or save a smaller PDF",
        ),
        FieldReason::FilesTooLarge => text(
            "Вместе файлы больше 20 МБ. Загрузите часть отдельным документом",
            "Together the files are over 20 MB. Upload some of them as another document",
        ),
        FieldReason::FileFormat => text(
            "Это не JPEG, не PNG и не PDF. Снимите документ на телефон или сохраните его как PDF",
            "This is neither JPEG, PNG nor PDF. Photograph the document or save it as PDF",
        ),
        FieldReason::FileBroken => text(
            "Файл повреждён или сохранён не целиком. Откройте его у себя и сохраните заново",
            "The file is damaged or incomplete. Open it on your device and save it again",
        ),
        FieldReason::ImageSmall => text(
            "Снимок слишком мелкий, текст не прочесть. Снимите документ ближе, во весь кадр",
            "The picture is too small to read. Photograph the document closer, so that it fills the picture",
        ),
        FieldReason::ImageLarge => text(
            "В снимке больше 50 мегапикселей. Снимите документ с меньшим разрешением",
            "The picture has over 50 megapixels. Take it at a lower resolution",
        ),
        FieldReason::ImageBlurred => text(
            "Снимок нерезкий, текст может быть не прочесть. Снимите ещё раз, держа телефон неподвижно",
            "The picture is blurred and may be hard to read. Take it again, holding the phone still",
        ),
        FieldReason::ImageDark => text(
            "Снимок тёмный, текст может быть не прочесть. Снимите ещё раз при хорошем свете",
            "The picture is dark and may be hard to read. Take it again in good light",
        ),
        FieldReason::PdfEncrypted => text(
            "PDF защищён паролем. Сохраните копию без пароля и загрузите её",
            "The PDF is protected. Save a copy without a password and upload that",
        ),
        FieldReason::PdfActive => text(
            "В PDF есть программы или вложенные файлы. Напечатайте его в новый PDF и загрузите тот",
            "The PDF holds scripts or embedded files. Print it to a new PDF and upload that",
        ),
        FieldReason::PdfComplex => text(
            "PDF устроен так сложно, что его не проверить. Напечатайте его в новый PDF и загрузите тот",
            "The PDF is too complex to be checked. Print it to a new PDF and upload that",
        ),
        other => other.text(),
    }
}

impl PaperKind {
    /// The Russian words are kept in cards: they are never changed, only added to.
    pub const fn text(self) -> Text {
        match self {
            Self::Results => text("Результаты анализов", "Test results"),
            Self::DischargeSummary => text("Выписка из стационара", "Discharge summary"),
            Self::Conclusion => text("Заключение врача", "Doctor’s conclusion"),
            Self::VaccinationCertificate => {
                text("Сертификат о прививках", "Vaccination certificate")
            }
            Self::Prescription => text("Рецепт", "Prescription"),
            Self::PowerOfAttorney => text("Доверенность", "Power of attorney"),
            Self::Other => text("Другой документ", "Another document"),
        }
    }
}
