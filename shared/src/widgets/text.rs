//! What a guest agrees to and is told. The words of the pages are in [`super::words`].

use crate::lang::{Text, text};

/// The label of the checkbox; its link opens [`CONSENT`].
pub const CONSENT_LABEL: Text = text(
    "Согласен на обработку персональных данных",
    "I agree to the processing of my personal data",
);
pub const CONSENT_TITLE: Text =
    text("Согласие на обработку персональных данных", "Consent to the processing of personal data");
/// What a guest agrees to, paragraph by paragraph.
pub const CONSENT: [Text; 4] = [
    text(
        "Вы сообщаете клинике и порталу Medkarta фамилию, имя и отчество, дату рождения, телефон и, если захотите, причину обращения. Они нужны только для того, чтобы записать вас на приём, подтвердить запись, напомнить о ней и сообщить об изменениях.",
        "You tell the clinic and the Medkarta portal your name, birth date, phone and, if you wish, the reason of your visit. They serve only to book your visit, to confirm it, to remind you of it and to tell you of changes.",
    ),
    text(
        "Данные хранятся в зашифрованном виде. Имя, дату рождения и телефон видят сотрудники клиники, которые принимают пациентов; причину обращения видит только ваш врач. Сайту, на котором вы записываетесь, и третьим лицам они не передаются.",
        "The data is kept encrypted. Your name, birth date and phone are seen by the staff of the clinic who receive patients; the reason of your visit only by your doctor. They are given neither to the site you book on nor to anybody else.",
    ),
    text(
        "Через 30 дней после приёма или отмены всё, что вы написали, удаляется. Если время не подтверждено кодом, данные удаляются в течение суток.",
        "30 days after the visit, or after it is cancelled, all that you wrote is deleted. Where the time is not confirmed by a code, it is deleted within a day.",
    ),
    text(
        "Согласие можно отозвать: отмените визит по ссылке из SMS или позвоните в клинику.",
        "You can withdraw your consent: cancel the visit by the link in the SMS, or call the clinic.",
    ),
];
