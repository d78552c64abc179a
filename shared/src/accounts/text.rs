use crate::lang::{Text, text};

pub const SIGN_IN: Text = text("Вход", "Sign in");
pub const SIGN_OUT: Text = text("Выйти", "Sign out");
pub const DEMO_TITLE: Text = text("Посмотрите Medkarta на примере", "Try Medkarta on an example");
pub const DEMO_LEAD: Text = text(
    "Это демонстрация: люди и болезни выдуманы. Выберите, чьими глазами смотреть.",
    "This is a demonstration: the people and illnesses are invented. Choose whose eyes to look through.",
);
pub const SIGN_IN_AS: Text = text("Войти", "Sign in");
pub const NO_WAY_IN: Text = text(
    "Вход на этом сервере ещё не открыт. Обратитесь в свою клинику.",
    "Signing in is not open on this server yet. Please ask your clinic.",
);
pub const SESSION_ENDED: Text = text(
    "Вы долго ничего не делали, и мы закрыли карту, чтобы её не увидели чужие. Войдите снова: всё, что вы набрали, осталось на месте.",
    "You were away for a while, so we closed the card to keep it from other eyes. Sign in again: everything you typed is still here.",
);
pub const SESSION_ENDED_TITLE: Text = text("Войдите снова", "Sign in again");
