//! Pure decisions about lines of a journal.

use time::{Date, Duration};

use super::model::{JournalLine, Rhythm};

/// Done again within so long it is told as one.
const AGAIN_WITHIN: Duration = Duration::minutes(10);

impl Rhythm {
    /// Where nothing was chosen.
    pub const USUAL: Self = Self::Weekly;

    /// Days from one digest to the next; nothing where there is to be none.
    pub const fn days(self) -> Option<u16> {
        match self {
            Self::Never => None,
            Self::Daily => Some(1),
            Self::Weekly => Some(7),
            Self::Monthly => Some(30),
        }
    }
}

/// One thing done by somebody once, or again and again: newest first, never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded<'l> {
    lines: Vec<&'l JournalLine>,
}

impl<'l> Folded<'l> {
    /// All of them, newest first: nothing is lost by folding.
    pub fn lines(&self) -> &[&'l JournalLine] {
        &self.lines
    }

    pub fn newest(&self) -> Option<&'l JournalLine> {
        self.lines.first().copied()
    }

    fn takes(&self, line: &JournalLine) -> bool {
        self.lines.last().is_some_and(|last| {
            last.at - line.at <= AGAIN_WITHIN && last.seq > line.seq && is_same(last, line)
        })
    }
}

/// Puts together what one person did again within ten minutes. `lines` come newest first; each
/// stands in exactly one group, and a group where its newest line stood. What was asked about
/// stands alone.
pub fn fold(lines: &[JournalLine]) -> Vec<Folded<'_>> {
    let mut groups: Vec<Folded<'_>> = Vec::new();
    for line in lines {
        match groups.iter_mut().rev().find(|group| group.takes(line)) {
            Some(group) => group.lines.push(line),
            None => groups.push(Folded { lines: vec![line] }),
        }
    }
    groups
}

/// Whether two lines tell the same, but for when.
fn is_same(one: &JournalLine, other: &JournalLine) -> bool {
    let is_plain = one.question.is_none() && other.question.is_none();
    // Most differ in one of these: the rest is compared for few.
    let is_like = one.account == other.account && one.action == other.action;
    is_plain && is_like && JournalLine { seq: other.seq, at: other.at, ..one.clone() } == *other
}

/// The days asked for in their order: whoever chose them the other way round means the same days.
pub fn in_order(from: Option<Date>, until: Option<Date>) -> (Option<Date>, Option<Date>) {
    match (from, until) {
        (Some(from), Some(until)) if until < from => (Some(until), Some(from)),
        days => days,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::model::{Action, Ground, Role};
    use crate::id::AccountId;
    use crate::journal::model::{ActorKind, Deed, Outcome, View};
    use time::macros::datetime;
    use uuid::Uuid;

    /// `minutes` before noon, by one of two doctors.
    fn line(seq: i64, minutes: i64, who: u128) -> JournalLine {
        JournalLine {
            seq,
            at: datetime!(2026-12-01 12:00 UTC) - Duration::minutes(minutes),
            who: ActorKind::Person,
            account: Some(AccountId(Uuid::from_u128(who))),
            name: Some("Соколова Е. В.".into()),
            role: Some(Role::Doctor),
            for_whom: None,
            organization: Some("Поликлиника".into()),
            deed: Deed::Access,
            action: Some(Action::ReadEntries),
            view: Some(View::Results),
            event: None,
            ground: Some(Ground::Treatment),
            outcome: Outcome::Allowed,
            address: None,
            device: None,
            entry: None,
            may_ask: true,
            question: None,
        }
    }

    fn seqs(lines: &[JournalLine]) -> Vec<Vec<i64>> {
        let seqs = |group: &Folded<'_>| group.lines().iter().map(|line| line.seq).collect();
        fold(lines).iter().map(seqs).collect()
    }

    /// ACL-7: the same again within ten minutes is one, however long it goes on.
    #[test]
    fn the_same_again_within_ten_minutes_is_one() {
        let lines = [line(5, 0, 1), line(4, 10, 1), line(3, 20, 1), line(2, 31, 1)];
        assert_eq!(seqs(&lines), [vec![5, 4, 3], vec![2]]);
        assert_eq!(seqs(&[]), Vec::<Vec<i64>>::new());
    }

    /// ACL-7: namesakes, other things, refusals and questions stand for themselves.
    #[test]
    fn what_differs_in_anything_stands_for_itself() {
        let other_person = line(4, 1, 2);
        let mut other_thing = line(3, 2, 1);
        other_thing.view = Some(View::Pdf);
        let mut refused = line(2, 3, 1);
        refused.outcome = Outcome::Denied;
        let lines = [line(5, 0, 1), other_person, other_thing, refused, line(1, 4, 1)];
        // What lies between does not part the first and the last.
        assert_eq!(seqs(&lines), [vec![5, 1], vec![4], vec![3], vec![2]]);
    }

    /// ACL-7: whatever is folded, every line is there once.
    #[test]
    fn folding_loses_no_line() {
        let lines: Vec<JournalLine> =
            (0..60).map(|n| line(60 - n, n * 4, u128::from(n % 7 == 0))).collect();
        let mut told: Vec<i64> = seqs(&lines).concat();
        told.sort_unstable();
        assert_eq!(told, (1..=60).collect::<Vec<i64>>());
    }
}
