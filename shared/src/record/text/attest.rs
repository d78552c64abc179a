//! A visit is confirmed on the spot.

use crate::lang::{Text, text};

pub const OFFER: Text =
    text("Подтвердить визит вместе с пациентом", "Confirm the visit with the patient");
pub const OFFER_LEAD: Text = text(
    "Пациент наводит на код камеру своего телефона и подтверждает визит ключом доступа. Потом никто не спросит, был ли он.",
    "The patient points their phone’s camera at the code and confirms the visit with a passkey. Nobody will ask later whether it took place.",
);
pub const QR: Text =
    text("Код, по которому пациент подтверждает визит", "The code by which the patient confirms");
pub const LIVES: Text = text(
    "Код действует 5 минут и обновляется сам. Без входа в свою карту он бесполезен.",
    "The code is good for 5 minutes and renews itself. It is useless without signing in to one’s own card.",
);
pub const CLOSE: Text = text("Закрыть код", "Close the code");
pub const ASK_TITLE: Text = text("Вы сейчас на этом визите?", "Are you at this visit now?");
pub const ASK_LEAD: Text = text(
    "Врач показал вам код. Если визит правда идёт или только что прошёл, подтвердите его ключом доступа. Если нет, закройте страницу или нажмите «Здесь что-то не так?» в конце.",
    "The doctor showed you a code. If the visit is really taking place, or just has, confirm it with a passkey. If not, close this page, or say that something is wrong at its end.",
);
pub const YES: Text = text("Да, визит состоялся", "Yes, it took place");
pub const DONE: Text = text("Спасибо, визит подтверждён", "Thank you, the visit is confirmed");
pub const ATTESTED: Text = text("Подтверждён пациентом", "Confirmed by the patient");
pub const BY_REPRESENTATIVE: Text =
    text("Подтверждён представителем пациента", "Confirmed by who acts for the patient");
pub const SHOWN_BY: Text = text("код показал врач", "the code was shown by");
pub const ADD_PASSKEY: Text = text("Добавить ключ доступа", "Add a passkey");
