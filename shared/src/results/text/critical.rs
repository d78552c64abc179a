//! Words about critical results.

use crate::lang::{Text, text};

pub const TITLE: Text = text("Срочно: критические результаты", "Urgent: critical results");
pub const SINCE: Text = text("с", "since");
pub const OF_RESULT: Text = text("Критическое значение", "Critical value");
pub const WAITS: Text = text(
    "врачу сообщено сразу, он ещё не ответил. Если вам плохо, звоните 103 или 112.",
    "the doctor was told at once and has not answered yet. If you feel unwell, call 103 or 112.",
);
pub const SEEN_BY: Text = text("увидел врач", "seen by");
pub const ACKNOWLEDGE: Text = text("Я вижу и принимаю меры", "I have seen it and act on it");
pub const ACKNOWLEDGED: Text = text("Отмечено: вы это видели", "Noted: you have seen it");
