//! Files and the papers they are copies of.

use super::model::PaperKind;
use crate::lang::{Text, text};

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
pub const OPEN: Text = text("Открыть", "Open");
pub const DOWNLOAD: Text = text("Скачать", "Download");
pub const ELSEWHERE: Text = text("файл остался у клиники", "the clinic kept the file");
pub const CLOSER: Text = text("Крупнее", "Zoom in");
pub const FARTHER: Text = text("Мельче", "Zoom out");
pub const FIT: Text = text("По размеру окна", "Fit to window");
pub const VIEWER_HINT: Text = text(
    "Клавиши: + крупнее, − мельче, 0 по размеру окна",
    "Keys: + zooms in, − zooms out, 0 fits to the window",
);

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
            Self::Other => text("Другой документ", "Another document"),
        }
    }
}
