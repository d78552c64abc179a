//! What guests are told who book on a clinic's site (WID-3): by SMS alone, in its first line.

use super::super::model::VisitTime;
use super::{Portal, phrases, when};
use crate::lang::{Lang, Text, text};

const CODE: Text = text("код для записи к врачу", "a code to book a visit");
const CODE_IS: Text = text("Код", "Code");
const CODE_FOR: Text = text("для записи", "to book a visit");
const BOOKED: Text = text("вы записаны на визит", "your visit is booked");
const BOOKED_AT: Text = text("Вы записаны", "You are booked");
const MANAGE: Text = text("Посмотреть или отменить", "To see or cancel it");

/// «Код 123456 для записи: Поликлиника № 1. Никому его не говорите…»
pub fn code(lang: Lang, clinic: &str, code: &str) -> (&'static str, String) {
    let (is, what) = (CODE_IS.get(lang), CODE_FOR.get(lang));
    let warning = phrases::NEVER_TELL.get(lang);
    (CODE.get(lang), format!("{is} {code} {what}: {clinic}. {warning}"))
}

/// «Вы записаны: Поликлиника № 1, 12 марта 2026, 10:00. Посмотреть или отменить: https://…»
pub fn booked(
    lang: Lang,
    visit: &VisitTime,
    link: &str,
    portal: Portal<'_>,
) -> (&'static str, String) {
    let (at, manage) = (BOOKED_AT.get(lang), MANAGE.get(lang));
    let when = when(lang, visit, portal);
    (BOOKED.get(lang), format!("{at}: {when}. {manage}: {link}"))
}

#[cfg(test)]
mod tests {
    use time::macros::{datetime, offset};

    use super::super::super::model::Notice;
    use super::*;

    const PORTAL: Portal<'_> = Portal { origin: "https://card.example.org", offset: offset!(+3) };

    /// WID-3: when, where, and how to cancel; nothing that tells of somebody's health.
    #[test]
    fn a_guest_is_told_when_and_where_and_how_to_cancel() {
        let visit = VisitTime {
            clinic: "Поликлиника № 1".into(),
            at: datetime!(2026-03-12 07:00 UTC),
            utc_offset: 180,
        };
        let link = "https://card.example.org/guest-visit#secret".to_owned();
        let sms = Notice::GuestBooked { visit, link }.sms(Lang::Ru, PORTAL).replace('\u{a0}', " ");
        assert_eq!(
            sms,
            "Medkarta: вы записаны: Поликлиника № 1, 12 марта 2026, 10:00. Посмотреть или отменить: https://card.example.org/guest-visit#secret"
        );
    }

    #[test]
    fn a_guests_code_says_what_it_is_for() {
        let code = Notice::GuestCode {
            clinic: "Поликлиника № 1".into(), code: "012345".into()
        };
        assert_eq!(
            code.sms(Lang::Ru, PORTAL),
            "Medkarta: код 012345 для записи: Поликлиника № 1. Никому его не говорите: мы никогда не спрашиваем коды"
        );
        assert!(code.sms(Lang::En, PORTAL).starts_with("Medkarta: code 012345 to book a visit: "));
    }
}
