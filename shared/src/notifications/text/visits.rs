//! Letters about visits to come: reminders (APT-7), and times that are offered to those who wait
//! (APT-8). They tell when and where, and never with whom or what about.

use time::{OffsetDateTime, UtcOffset};

use super::super::model::{OfferedTime, VisitReminder, VisitTime};
use super::Portal;
use crate::format;
use crate::lang::{Lang, Text, text};

const REMINDER: Text = text("напоминание о визите", "a reminder of your visit");
const REMINDER_BODY: Text = text("Напоминаем о визите", "We remind you of your visit");
const REMINDER_HELP: Text = text(
    "Если планы изменились, напишите или позвоните в клинику: время достанется тому, кто его ждёт. Когда напоминать, вы выбираете в разделе «Мои визиты».",
    "If your plans have changed, tell the clinic: somebody else is waiting for this time. When to be reminded is up to you: see “My visits”.",
);
const CLINIC_CLOCK: Text = text("по времени клиники", "by the clinic’s clock");
const YOUR_CLOCK: Text = text("по вашему времени", "by your clock");
const ADDRESS: Text = text("Адрес", "Address");
const DIRECTIONS: Text = text("Как пройти", "How to get there");
const OFFERED: Text = text("освободилось время", "a time is free");
const OFFERED_BODY: Text = text("Освободилось время", "A time is free");
const BY_SMS: Text = text("Ответьте ДА до", "Answer YES until");
const OR_PORTAL: Text = text("или откройте портал", "or open the portal");
const BY_PORTAL: Text = text("Откройте портал до", "Open the portal until");
const OFFERED_HELP: Text = text(
    "Время держим за вами. Забрать его или отказаться можно одним нажатием в разделе «Мои визиты». Если не подходит, ничего страшного: место в очереди остаётся за вами.",
    "We keep the time for you. Take it or refuse it with one tap in “My visits”. If it does not suit you, never mind: your place in the list stays yours.",
);
pub const MISSED: Text = text("вы остаётесь в листе ожидания", "you stay in the waiting list");
pub const MISSED_BODY: Text = text(
    "Два предложенных времени остались без ответа, мы передали их дальше. Вы по-прежнему в листе ожидания. Если время больше не нужно, выйдите из него в разделе «Мои визиты».",
    "Two times we offered went unanswered, so we passed them on. You are still in the waiting list. If you need no time any more, leave it in “My visits”.",
);
pub const GONE: Text = text("этого времени уже нет", "that time is gone");
pub const GONE_BODY: Text = text(
    "Этого времени уже нет, записать вас не получилось. Вы остаётесь в листе ожидания, следующее подходящее время предложим вам.\n\nЧто предложено сейчас, видно в разделе «Мои визиты».",
    "That time is gone, we could not book it. You stay in the waiting list, and the next time that suits you will be offered to you.\n\nWhat is offered now stands in “My visits”.",
);

/// «Напоминаем о визите: Поликлиника № 1, 12 марта 2026, 12:00 по времени клиники (03:00 по вашему
/// времени).», then how to get there.
pub fn reminder(
    lang: Lang,
    reminder: &VisitReminder,
    portal: Portal<'_>,
) -> (&'static str, String) {
    let VisitReminder { visit, patient_offset, address, directions } = reminder;
    let own = offset_of(*patient_offset, portal);
    let when = when(lang, visit, own, portal);
    let ways = [(ADDRESS, address), (DIRECTIONS, directions)].into_iter();
    let told = ways.filter_map(|(name, words)| Some((name.get(lang), words.as_ref()?)));
    let ways: Vec<String> = told.map(|(name, words)| format!("{name}: {words}\n")).collect();
    let (body, help) = (REMINDER_BODY.get(lang), REMINDER_HELP.get(lang));
    let body = format!("{body}: {}, {when}.\n\n{}{help}", visit.clinic, ways.concat());
    (REMINDER.get(lang), body)
}

/// «Освободилось время: 12 марта 2026, 14:30, Поликлиника № 1. Ответьте ДА до 15:10 или откройте
/// портал», all by the clinic's clock.
pub fn offered(lang: Lang, offer: &OfferedTime, portal: Portal<'_>) -> (&'static str, String) {
    let clinic = offset_of(offer.visit.utc_offset, portal);
    let at = format::moment(lang, offer.visit.at, clinic);
    let mut until = clock(offer.until, clinic);
    if clinic != portal.offset {
        until.push(' ');
        until.push_str(CLINIC_CLOCK.get(lang));
    }
    let ask = if offer.by_sms {
        format!("{} {until} {}", BY_SMS.get(lang), OR_PORTAL.get(lang))
    } else {
        format!("{} {until}", BY_PORTAL.get(lang))
    };
    let (name, help) = (OFFERED_BODY.get(lang), OFFERED_HELP.get(lang));
    let body = format!("{name}: {at}, {}. {ask}\n\n{help}", offer.visit.clinic);
    (OFFERED.get(lang), body)
}

/// By the clinic's clock, and by the patient's too where that shows something else.
fn when(lang: Lang, visit: &VisitTime, own: UtcOffset, portal: Portal<'_>) -> String {
    let clinic = offset_of(visit.utc_offset, portal);
    let at = format::moment(lang, visit.at, clinic);
    if clinic == own {
        return at;
    }
    let same_day = visit.at.to_offset(clinic).date() == visit.at.to_offset(own).date();
    let here = if same_day { clock(visit.at, own) } else { format::moment(lang, visit.at, own) };
    format!("{at} {} ({here} {})", CLINIC_CLOCK.get(lang), YOUR_CLOCK.get(lang))
}

fn offset_of(minutes: i32, portal: Portal<'_>) -> UtcOffset {
    let seconds = minutes.saturating_mul(60);
    UtcOffset::from_whole_seconds(seconds).unwrap_or(portal.offset)
}

/// «14:30»
fn clock(at: OffsetDateTime, offset: UtcOffset) -> String {
    let at = at.to_offset(offset);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

#[cfg(test)]
mod tests {
    use time::macros::{datetime, offset};

    use super::super::super::model::Notice;
    use super::*;

    const PORTAL: Portal<'_> = Portal { origin: "https://card.example.org", offset: offset!(+3) };

    fn visit(utc_offset: i32) -> VisitTime {
        let at = datetime!(2026-03-12 00:00 UTC);
        VisitTime { clinic: "Поликлиника № 1".into(), at, utc_offset }
    }

    fn plain(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    /// APT-7: by the clinic's clock, and by the patient's where that differs; how to get there only in
    /// the letter, and never what it is about.
    #[test]
    fn a_reminder_tells_when_by_both_clocks_and_where() {
        let of = |utc_offset, patient_offset| Notice::VisitReminder {
            reminder: VisitReminder {
                visit: visit(utc_offset),
                patient_offset,
                address: Some("ул. Ленина, 5".into()),
                directions: Some("Вход со двора".into()),
            },
        };
        let same = plain(&of(720, 720).sms(Lang::Ru, PORTAL));
        assert_eq!(same, "Medkarta: напоминаем о визите: Поликлиника № 1, 12 марта 2026, 12:00.");
        let far = plain(&of(720, 180).sms(Lang::Ru, PORTAL));
        assert!(
            far.ends_with("12 марта 2026, 12:00 по времени клиники (03:00 по вашему времени)."),
            "{far}"
        );
        let other_day = plain(&of(720, -60).sms(Lang::En, PORTAL));
        assert!(other_day.contains("(11 March 2026, 23:00 by your clock)"), "{other_day}");
        let mail = of(720, 180).email(Lang::Ru, PORTAL);
        assert_eq!(mail.subject, "Medkarta: напоминание о визите");
        assert!(mail.body.contains("\n\nАдрес: ул. Ленина, 5\nКак пройти: Вход со двора\n"));
    }

    /// APT-8, APT-15
    #[test]
    fn an_offer_says_until_when_it_is_kept_and_how_to_answer() {
        let of = |utc_offset, by_sms| Notice::SlotOffered {
            offer: OfferedTime {
                visit: visit(utc_offset),
                until: datetime!(2026-03-11 12:10 UTC),
                by_sms,
            },
        };
        assert_eq!(
            plain(&of(180, true).sms(Lang::Ru, PORTAL)),
            "Medkarta: освободилось время: 12 марта 2026, 03:00, Поликлиника № 1. Ответьте ДА до 15:10 или откройте портал"
        );
        let silent = plain(&of(180, false).sms(Lang::En, PORTAL));
        assert!(silent.ends_with("Open the portal until 15:10"), "{silent}");
        let far = plain(&of(720, true).sms(Lang::Ru, PORTAL));
        assert!(far.contains("до 00:10 по времени клиники"), "{far}");
    }
}
