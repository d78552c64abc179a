//! What crosses the wire: endpoints and the one error shape.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::lang::{Text, text};

/// Everything the API serves lies below this path.
pub const BASE: &str = "/api/v1";

/// A call the browser can make and the server must answer.
pub trait Endpoint {
    const METHOD: Method;
    /// The path below [`BASE`] as OpenAPI writes it, such as `/patients/{patient}/summary`.
    const PATH: &'static str;

    type Body: Serialize;
    type Response: DeserializeOwned;

    /// The path with its fields filled in, percent-encoded, without the query.
    fn path(&self) -> String;

    /// Query parameters that are present, in the order of their declaration.
    fn query(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    fn body(&self) -> Option<&Self::Body> {
        None
    }

    /// [`BASE`], the path and the query, ready to be fetched.
    fn url(&self) -> String {
        let mut url = format!("{BASE}{}", self.path());
        for (i, (name, value)) in self.query().into_iter().enumerate() {
            url.push(if i == 0 { '?' } else { '&' });
            url.push_str(name);
            url.push('=');
            push_encoded(&mut url, &value);
        }
        url
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// A value in a path or a query, percent-encoded by RFC 3986.
pub fn encoded(value: &impl std::fmt::Display) -> String {
    let mut out = String::new();
    push_encoded(&mut out, &value.to_string());
    out
}

fn push_encoded(out: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                let digit = char::from_digit(u32::from(half), 16).unwrap_or('0');
                out.push(digit.to_ascii_uppercase());
            }
        }
    }
}

/// A query parameter: absent when `None`.
pub trait QueryValue {
    fn query_value(&self) -> Option<String>;
}

impl<T: std::fmt::Display> QueryValue for Option<T> {
    fn query_value(&self) -> Option<String> {
        self.as_ref().map(ToString::to_string)
    }
}

/// Declares an [`Endpoint`]: the path literal is both the template and the formatter.
///
/// ```ignore
/// endpoint! {
///     /// What the call does.
///     ListEntries { patient: PatientId } ? { section: Option<Section>, limit: Option<u32> }
///     Get "/patients/{patient}/entries" => EntryPage
/// }
/// ```
#[macro_export]
macro_rules! endpoint {
    (
        $(#[$doc:meta])*
        $name:ident { $($field:ident: $field_type:ty),* $(,)? }
        $(? { $($query:ident: $query_type:ty),* $(,)? })?
        $method:ident $path:literal $(with $body:ty)? => $response:ty
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $(pub $field: $field_type,)*
            $($(pub $query: $query_type,)*)?
            $(pub body: $body,)?
        }

        impl $crate::contract::Endpoint for $name {
            const METHOD: $crate::contract::Method = $crate::contract::Method::$method;
            const PATH: &'static str = $path;

            type Body = $crate::endpoint!(@body $($body)?);
            type Response = $response;

            fn path(&self) -> String {
                $(let $field = $crate::contract::encoded(&self.$field);)*
                format!($path)
            }

            $(fn query(&self) -> Vec<(&'static str, String)> {
                let mut query = Vec::new();
                $(if let Some(value) = $crate::contract::QueryValue::query_value(&self.$query) {
                    query.push((stringify!($query), value));
                })*
                query
            })?

            $(fn body(&self) -> Option<&$body> {
                Some(&self.body)
            })?
        }
    };
    (@body) => { () };
    (@body $body:ty) => { $body };
}

/// Why a call failed (RFC 9457), in a form a program can act on and a person can be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Problem {
    /// A URI reference that names the kind of problem: `/errors#<code>`.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "server", oai(rename = "type"))]
    pub kind: String,
    /// The sentence a person is told, in Russian.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    pub code: Code,
    /// The form fields at fault; empty unless `code` is `invalid` or `file_too_large`.
    pub fields: Vec<FieldProblem>,
    /// What to quote to support; the same id stands in the server's log.
    pub request_id: Option<String>,
}

/// What is wrong with one field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct FieldProblem {
    /// The field's name on the wire.
    pub field: String,
    pub reason: FieldReason,
}

macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $wire:literal $($status:literal)?: $ru:literal, $en:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "server", derive(poem_openapi::Enum))]
        pub enum $name {$(
            $(#[$doc])*
            #[serde(rename = $wire)]
            #[cfg_attr(feature = "server", oai(rename = $wire))]
            $variant,
        )+}

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// How the code is written on the wire and quoted to support.
            pub const fn wire(self) -> &'static str {
                match self { $(Self::$variant => $wire),+ }
            }

            /// What a person is told.
            pub const fn text(self) -> Text {
                match self { $(Self::$variant => text($ru, $en)),+ }
            }

            $crate::codes_status!($($variant $($status)?,)+);
        }
    };
}

/// The part of `codes!` that only codes with an HTTP status have.
#[doc(hidden)]
#[macro_export]
macro_rules! codes_status {
    ($($variant:ident $status:literal,)+) => {
        /// The HTTP status a problem of this code is answered with.
        pub const fn status(self) -> u16 {
            match self { $(Self::$variant => $status),+ }
        }
    };
    ($($variant:ident,)+) => {};
}

codes! {
    /// The closed list of problems. Each has a line in `docs/error-codes.md`.
    Code {
        /// A field or the request itself is wrong; `fields` says which.
        Invalid "invalid" 400: "Проверьте выделенные поля", "Check the marked fields";
        /// The body is not JSON of the right shape.
        Malformed "malformed" 400: "Запрос составлен неверно. Обновите страницу и попробуйте ещё раз", "The request is malformed. Reload the page and try again";
        SignInRequired "sign_in_required" 401: "Войдите, чтобы продолжить", "Sign in to continue";
        /// A page of another site tried to act in the person's name.
        CrossSite "cross_site" 403: "Запрос пришёл с другого сайта и отклонён", "The request came from another site and was refused";
        /// Wrong login, wrong password, or a lock that is nobody's business: they look alike.
        SignInRefused "sign_in_refused" 403: "Войти не получилось. Проверьте логин, пароль и раскладку. Если пароль забыт или вход закрыт, поможет «Забыли пароль?»", "You could not be signed in. Check the login, password and keyboard layout. If the password is forgotten or signing in is closed, use “Forgot password?”";
        /// Too many wrong tries with this login from this network; `Retry-After` says until when.
        SignInLocked "sign_in_locked" 429: "Слишком много неверных попыток. Сейчас отсюда можно войти только ключом доступа или после «Забыли пароль?»", "Too many wrong tries. From here you can now sign in only with a passkey or after “Forgot password?”";
        CodeWrong "code_wrong" 403: "Код не подошёл. Сверьте цифры", "The code did not match. Compare the digits";
        /// Used, too old, or tried too often: another one is needed.
        CodeExpired "code_expired" 403: "Этот код больше не действует. Запросите новый", "This code no longer works. Ask for a new one";
        TooManyCodes "too_many_codes" 429: "Слишком много кодов или попыток. Введите последний код, если он пришёл, или подождите", "Too many codes or tries. Type the last code if it has come, or wait";
        /// The steps took too long, or were finished elsewhere.
        FlowExpired "flow_expired" 409: "Прошло слишком много времени. Начните этот шаг сначала", "This took too long. Begin this step again";
        /// Used already, too old, or never sent.
        LinkExpired "link_expired" 410: "Эта ссылка больше не действует. Запросите новую", "This link no longer works. Ask for a new one";
        PasskeyRefused "passkey_refused" 403: "Ключ доступа не принят. Попробуйте другой способ", "The passkey was not accepted. Try another way";
        /// A visit is confirmed by a passkey, and the account has none (REC-13).
        PasskeyNeeded "passkey_needed" 403: "Визит подтверждают ключом доступа: лицом, пальцем или PIN-кодом телефона. Добавьте его в разделе «Безопасность» и откройте код врача ещё раз", "A visit is confirmed with a passkey: by face, finger or the phone’s PIN. Add one under “Security” and open the doctor’s code again";
        /// A second factor no older than ten minutes is needed (ACC-19).
        StepUpRequired "step_up_required" 403: "Подтвердите, что это вы", "Confirm that it is you";
        /// The phone or the e-mail is not proved: the card is closed (ACC-2, ACC-3).
        ContactsUnproved "contacts_unproved" 403: "Карта откроется, когда вы подтвердите телефон и почту", "The card opens once you have confirmed your phone and e-mail";
        /// Without it nobody could sign in any more.
        LastWayIn "last_way_in" 409: "Это последний способ войти. Сначала добавьте другой", "This is the last way to sign in. Add another one first";
        /// Absent, or not for this caller: the two look alike. A patient who thinks they should see it can ask for access.
        NotFound "not_found" 404: "Ничего не найдено. Если карта не ваша, попросите пациента открыть вам доступ", "Nothing found. If the card is not yours, ask the patient for access";
        MethodNotAllowed "method_not_allowed" 405: "Так обратиться нельзя", "This method is not allowed";
        /// Somebody else changed the same entry first.
        Conflict "conflict" 409: "Запись уже изменили. Обновите страницу, ваш текст сохранится", "Someone has changed it already. Reload the page, your text stays";
        /// The time was kept for five minutes, and somebody else has it by now (APT-4).
        HoldEnded "hold_ended" 409: "Это время за вами больше не держится: прошли 5 минут, или в другой вкладке вы выбрали другое. Выберите время ещё раз: ничего не записано", "This time is not kept for you any more: 5 minutes have passed, or you chose another one in another tab. Choose a time again: nothing was booked";
        /// Less than 24 hours before a visit only the clinic moves or cancels it (APT-6).
        TooLateToChange "too_late_to_change" 409: "До визита меньше 24 часов: перенести или отменить его может только клиника. Позвоните ей, телефон есть на странице визита", "The visit begins in less than 24 hours: only the clinic can move or cancel it. Call the clinic, its phone is on the page of the visit";
        /// Nobody comes before the day of a visit, and nobody misses one that has not begun (APT-9).
        TooEarly "too_early" 409: "Ещё рано: прийти на визит можно в его день, а не прийти — когда он уже начался", "Too early: one comes to a visit on its day, and misses it once it has begun";
        /// Nobody ends or lowers their own administration, nor that of the last who administers (ADM-1).
        LastAdministrator "last_administrator" 409: "Свою роль и срок изменить нельзя, и последнего администратора уволить нельзя: организацией станет некому управлять. Попросите другого администратора", "You cannot change your own role or term, and the last administrator cannot be let go: nobody would be left to manage the organization. Ask another administrator";
        /// A card holds only so many notes of the patient's own.
        LimitReached "limit_reached" 409: "Больше добавить нельзя: достигнут предел. Напишите в поддержку, если нужно больше", "No more can be added: the limit is reached. Write to support if you need more";
        /// So many cards were opened in an emergency within 24 hours as one account may (ACL-5); `Retry-After` says until when.
        EmergencyLimit "emergency_limit" 429: "За сутки экстренно можно открыть не больше 5 карт. Офицер безопасности уже знает. Запросите доступ или попросите пациента показать карту", "No more than 5 cards can be opened in an emergency within 24 hours. The security officer has been told. Ask for access, or let the patient show you the card";
        /// A file over 5 MB; its field says which.
        FileTooLarge "file_too_large" 413: "Файл больше 5 МБ. Снимите документ с меньшим качеством или сохраните PDF поменьше", "The file is over 5 MB. Take the photo at a lower quality or save a smaller PDF";
        /// Only an address came with the entry: its sender keeps the file.
        FileElsewhere "file_elsewhere" 404: "Файл остался у клиники: в карту пришла только ссылка. Попросите клинику прислать сам файл", "The clinic kept the file: only a link came into the card. Ask the clinic to send the file itself";
        /// It is not what was kept: altered or damaged where it lies.
        FileDamaged "file_damaged" 500: "Файл повреждён, поэтому мы его не открываем. Загрузите его ещё раз или попросите клинику прислать его снова", "The file is damaged, so it is not opened. Upload it again, or ask the clinic to send it again";
        /// Not a PDF, or one that is locked, broken or too much to draw.
        FileUndrawable "file_undrawable" 404: "Этот файл нельзя показать здесь. Скачайте его, чтобы посмотреть", "This file cannot be shown here. Download it to look at it";
        TooLarge "too_large" 413: "Слишком большой запрос. Сократите текст или файл", "The request is too large. Shorten the text or the file";
        UnsupportedMediaType "unsupported_media_type" 415: "Такой вид данных не поддерживается", "This kind of data is not supported";
        TooManyRequests "too_many_requests" 429: "Слишком много запросов. Подождите немного и попробуйте снова", "Too many requests. Wait a little and try again";
        Internal "internal" 500: "Что-то сломалось у нас. Попробуйте ещё раз; если не поможет, сообщите в поддержку код", "Something broke on our side. Try again; if it does not help, tell support the code";
        /// The database, the journal or a key cannot be reached.
        Unavailable "unavailable" 503: "Карта временно недоступна. Данные целы, попробуйте через минуту", "The card is unavailable for the moment. The data is safe, try again in a minute";
        Timeout "timeout" 504: "Ответ занял слишком много времени. Попробуйте ещё раз", "The answer took too long. Try again";
        /// Only ever made in the browser: no answer came.
        Offline "offline" 0: "Нет связи с сервером. Проверьте интернет", "The server cannot be reached. Check your connection";
    }
}

codes! {
    /// Why a field was refused.
    FieldReason {
        Required "required": "Заполните это поле", "Fill in this field";
        TooLong "too_long": "Слишком длинно", "Too long";
        TooShort "too_short": "Слишком коротко: напишите подробнее", "Too short: tell more";
        Invalid "invalid": "Проверьте, правильно ли заполнено", "Check that this is right";
        OutOfRange "out_of_range": "Значение вне допустимых пределов", "The value is out of range";
        WrongLength "wrong_length": "Проверьте число цифр: не хватает или есть лишние", "Check the number of digits: some are missing or too many";
        DigitsOnly "digits_only": "Здесь могут быть только цифры", "Only digits can stand here";
        /// The number's check digits do not fit: a slip in typing.
        CheckDigit "check_digit": "В номере опечатка: сверьте цифры с документом", "There is a slip in the number: compare it with the document";
        NotAName "not_a_name": "Напишите буквами, как в документе", "Use letters, as in the document";
        NotADate "not_a_date": "Такой даты нет. Напишите день, месяц и год, например 12.03.1985", "There is no such date. Type day, month and year, such as 12.03.1985";
        InFuture "in_future": "Эта дата ещё не наступила", "This date has not come yet";
        TooLongAgo "too_long_ago": "Проверьте год: прошло больше 130 лет", "Check the year: it is over 130 years ago";
        NotAPhone "not_a_phone": "Проверьте номер, например +7 900 123-45-67", "Check the number, such as +7 900 123-45-67";
        NotAnEmail "not_an_email": "Проверьте адрес, например anna@example.org", "Check the address, such as anna@example.org";
        PasswordLength "password_length": "От 8 до 128 знаков", "8 to 128 characters";
        PasswordUpper "password_upper": "Нужна заглавная буква", "Needs a capital letter";
        PasswordLower "password_lower": "Нужна строчная буква", "Needs a small letter";
        PasswordDigit "password_digit": "Нужна цифра", "Needs a digit";
        PasswordSpecial "password_special": "Нужен знак вроде ! ? - или #", "Needs a sign such as ! ? - or #";
        PasswordEdges "password_edges": "Уберите пробел в начале или в конце", "Remove the space at the beginning or the end";
        PasswordPersonal "password_personal": "Не берите своё имя, телефон или дату рождения", "Do not use your name, phone or birth date";
        PasswordCommon "password_common": "Этот пароль легко угадать: он есть в списках взломанных. Придумайте другой", "This password is easy to guess: it is on lists of broken ones. Choose another";
        BeforeBegin "before_begin": "Последний день раньше первого. Проверьте даты", "The last day is before the first one. Check the dates";
        BeforeBirth "before_birth": "Эта дата раньше дня рождения. Проверьте год", "This date is before the birth date. Check the year";
        /// A number that may be right and hardly ever is: one is asked, and says that it is so.
        Unlikely "unlikely": "Так бывает очень редко. Проверьте и подтвердите, что это не опечатка", "This is very rare. Check it, and confirm that it is no slip";
        TooManyRows "too_many_rows": "За один раз можно добавить не больше 5 000 измерений. Разделите файл на части", "At most 5,000 measurements can be added at once. Split the file";
        // What each of these means is told where files are chosen, by `files::text::reason` and
        // `measurements::text::file_reason`.
        UnknownColumns "unknown_columns": "Файл не подошёл", "The file does not fit";
        FileMissing "file_missing": "Файл не подошёл", "The file does not fit";
        TooManyFiles "too_many_files": "Файл не подошёл", "The file does not fit";
        FileEmpty "file_empty": "Файл не подошёл", "The file does not fit";
        FileTooLarge "file_too_large": "Файл не подошёл", "The file does not fit";
        FilesTooLarge "files_too_large": "Файл не подошёл", "The file does not fit";
        FileFormat "file_format": "Файл не подошёл", "The file does not fit";
        FileBroken "file_broken": "Файл не подошёл", "The file does not fit";
        ImageSmall "image_small": "Файл не подошёл", "The file does not fit";
        ImageLarge "image_large": "Файл не подошёл", "The file does not fit";
        ImageBlurred "image_blurred": "Файл не подошёл", "The file does not fit";
        ImageDark "image_dark": "Файл не подошёл", "The file does not fit";
        PdfEncrypted "pdf_encrypted": "Файл не подошёл", "The file does not fit";
        PdfActive "pdf_active": "Файл не подошёл", "The file does not fit";
        PdfComplex "pdf_complex": "Файл не подошёл", "The file does not fit";
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self {
            kind: format!("/errors#{}", code.wire()),
            title: code.text().get(crate::lang::Lang::Ru).to_owned(),
            status: code.status(),
            code,
            fields: Vec::new(),
            request_id: None,
        }
    }
}

impl Problem {
    /// A refused form: which fields, and why.
    pub fn invalid(fields: impl IntoIterator<Item = (&'static str, FieldReason)>) -> Self {
        let fields = fields
            .into_iter()
            .map(|(field, reason)| FieldProblem { field: field.to_owned(), reason })
            .collect();
        Self { fields, ..Code::Invalid.into() }
    }
}

/// A method and a path, as the tests compare them.
pub type Route = (Method, &'static str);

pub const fn route<E: Endpoint>() -> Route {
    (E::METHOD, E::PATH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::PatientId;

    endpoint! {
        /// A call with everything.
        Everything { patient: PatientId } ? { words: Option<String>, limit: Option<u32> }
        Post "/patients/{patient}/things" with String => ()
    }

    #[test]
    fn a_url_holds_its_fields_and_only_the_parameters_that_are_there() {
        let mut call = Everything {
            patient: PatientId(uuid::Uuid::nil()),
            words: Some("кровь & «анализ»".into()),
            limit: None,
            body: String::new(),
        };
        assert_eq!(
            call.url(),
            "/api/v1/patients/00000000-0000-0000-0000-000000000000/things\
             ?words=%D0%BA%D1%80%D0%BE%D0%B2%D1%8C%20%26%20%C2%AB%D0%B0%D0%BD%D0%B0%D0%BB%D0%B8%D0%B7%C2%BB"
        );
        call.words = None;
        call.limit = Some(5);
        assert!(call.url().ends_with("/things?limit=5"));
    }
}
