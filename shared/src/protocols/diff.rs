//! What changed from one version of a text to the next, word by word.

use crate::lang::Lang;
use crate::protocols::model::{Protocol, ProtocolPart};
use crate::protocols::text::told;

/// What became of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Kept,
    Removed,
    Added,
}

/// Words one after the other that had the same fate, with the spaces behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub change: Change,
    pub text: String,
}

/// One part of two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedPart {
    pub title: String,
    pub before: String,
    pub after: String,
    pub pieces: Vec<Piece>,
}

impl ComparedPart {
    pub fn is_changed(&self) -> bool {
        self.before != self.after
    }
}

/// Longer texts than these together are told as changed in whole: comparing takes a cell for each
/// pair of words.
const CELLS_MAX: usize = 4_000_000;

/// Compares two texts. What is removed stands before what is added in its place; kept and removed
/// pieces put together are the first text, kept and added ones the second.
pub fn diff(before: &str, after: &str) -> Vec<Piece> {
    let (old, new) = (words(before), words(after));
    let first = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let rest = |words: &[&str]| words.len().saturating_sub(first);
    let last = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take(rest(&old).min(rest(&new)))
        .take_while(|(one, other)| one == other)
        .count();
    let middle = |words: &[&'_ str]| -> Vec<String> {
        let count = words.len().saturating_sub(first + last);
        words.iter().skip(first).take(count).map(|word| (*word).to_owned()).collect()
    };
    let mut pieces = Pieces::default();
    old.iter().take(first).for_each(|word| pieces.put(Change::Kept, word));
    between(&middle(&old), &middle(&new), &mut pieces);
    old.iter().skip(old.len() - last).for_each(|word| pieces.put(Change::Kept, word));
    pieces.0
}

/// Words, each with the spaces behind it.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

#[derive(Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    fn put(&mut self, change: Change, word: &str) {
        match self.0.last_mut() {
            Some(last) if last.change == change => last.text.push_str(word),
            Some(_) | None => self.0.push(Piece { change, text: word.to_owned() }),
        }
    }
}

/// The longest common sequence of words is kept.
fn between(old: &[String], new: &[String], pieces: &mut Pieces) {
    let width = new.len() + 1;
    if (old.len() + 1).saturating_mul(width) > CELLS_MAX {
        for (change, words) in [(Change::Removed, old), (Change::Added, new)] {
            for word in words {
                pieces.put(change, word);
            }
        }
        return;
    }
    // How many words are common from here to the end: of each row, from the last to the first.
    let mut common = vec![0_u32; (old.len() + 1) * width];
    let cell = |common: &[u32], i: usize, j: usize| common.get(i * width + j).copied().unwrap_or(0);
    for (i, word) in old.iter().enumerate().rev() {
        for (j, other) in new.iter().enumerate().rev() {
            let best = if word == other {
                cell(&common, i + 1, j + 1) + 1
            } else {
                cell(&common, i + 1, j).max(cell(&common, i, j + 1))
            };
            if let Some(place) = common.get_mut(i * width + j) {
                *place = best;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    loop {
        match (old.get(i), new.get(j)) {
            (Some(word), Some(other)) if word == other => {
                pieces.put(Change::Kept, word);
                (i, j) = (i + 1, j + 1);
            }
            (Some(word), Some(_)) if cell(&common, i + 1, j) >= cell(&common, i, j + 1) => {
                pieces.put(Change::Removed, word);
                i += 1;
            }
            (Some(word), None) => {
                pieces.put(Change::Removed, word);
                i += 1;
            }
            (_, Some(other)) => {
                pieces.put(Change::Added, other);
                j += 1;
            }
            (None, None) => return,
        }
    }
}

/// Two versions of a protocol, part by part, in the order of the newer one; parts that are gone
/// come last.
pub fn compare(lang: Lang, before: &Protocol, after: &Protocol) -> Vec<ComparedPart> {
    let (old, new) = (told(lang, before), told(lang, after));
    let gone = old.iter().filter(|part| !new.iter().any(|other| other.code == part.code));
    let order = new.iter().chain(gone).map(|part| (&part.code, &part.title));
    order
        .map(|(code, title)| {
            let text = |parts: &[ProtocolPart]| {
                let part = parts.iter().find(|part| part.code == *code);
                part.map(|part| part.text.clone()).unwrap_or_default()
            };
            let (before, after) = (text(&old), text(&new));
            let pieces = diff(&before, &after);
            ComparedPart { title: title.clone(), before, after, pieces }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(before: &str, after: &str) -> String {
        let marked = |piece: Piece| match piece.change {
            Change::Kept => piece.text,
            Change::Removed => format!("[-{}-]", piece.text),
            Change::Added => format!("[+{}+]", piece.text),
        };
        diff(before, after).into_iter().map(marked).collect()
    }

    /// REC-5: what was and what is, in the words they were written in.
    #[test]
    fn what_changed_is_told_by_words() {
        assert_eq!(
            said("АД 140/90 мм рт. ст.", "АД 130/80 мм рт. ст."),
            "АД [-140/90 -][+130/80 +]мм рт. ст."
        );
        assert_eq!(said("", "Кашель"), "[+Кашель+]");
        assert_eq!(said("Кашель", ""), "[-Кашель-]");
        assert_eq!(said("Жалоб нет", "Жалоб нет"), "Жалоб нет");
        assert_eq!(said("а б в", "а в"), "а [-б -]в");
        assert_eq!(diff("", ""), []);
    }

    /// REC-5: too long to compare is told in whole, and nothing is lost.
    #[test]
    fn texts_too_long_to_compare_are_told_in_whole() {
        let (before, after) = ("а ".repeat(5_000), "б ".repeat(5_000));
        let pieces = diff(&before, &after);
        assert_eq!(pieces.len(), 2);
        assert_eq!((&pieces[0].text, &pieces[1].text), (&before, &after));
    }

    proptest! {
        /// REC-5: either text can be read out of the comparison.
        #[test]
        fn neither_text_loses_a_letter(before in "[аб \n]{0,40}", after in "[аб \n]{0,40}") {
            let pieces = diff(&before, &after);
            let without = |change: Change| -> String {
                pieces.iter().filter(|piece| piece.change != change).map(|piece| piece.text.as_str()).collect()
            };
            prop_assert_eq!(without(Change::Added), before);
            prop_assert_eq!(without(Change::Removed), after);
        }
    }
}
