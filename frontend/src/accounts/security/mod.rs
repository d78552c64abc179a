//! «Безопасность»: everything one signs in with, and where one is signed in (ACC-17, ACC-18).

mod contacts;
mod history;
mod means;
mod not_me;
mod page;
mod passkeys;
mod password;
mod recovery_codes;
mod sessions;

pub use page::SecurityPage;

use shared::format;
use shared::lang::Lang;
use time::OffsetDateTime;

use crate::browser;

/// «12 марта 2026, 14:30», by the clock of the device.
fn when(lang: Lang, at: OffsetDateTime) -> String {
    format::moment(lang, at, browser::offset_at(at))
}
