//! Which letters can be printed. PDF/A refuses a letter that no font has, and a whole document must
//! not fail for one sign of a laboratory's.

use serde_json::Value;
use shared::lang::Lang;
use typst::text::Font;

/// Which letters are printed as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    /// Those some font has.
    All,
    /// Those of the first font that stand alone: they can always be written.
    Plain,
}

/// Stands for a letter that is in no font.
const UNKNOWN: char = '\u{fffd}';
/// Signs of ours and of units, and narrow spaces, that another font has and that stand alone.
const SIGNS: &str = "▲▼◆●○←→↑↓⁰⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉\u{2009}\u{202f}\u{fffd}";
/// A place where a line may end, seen by nobody.
const MAY_BREAK: char = '\u{200b}';
/// Longer words may part anywhere: they would run into the next column.
const UNBROKEN: usize = 16;
/// Longer ones that have syllables.
const UNBROKEN_SYLLABLES: usize = 20;
/// So many letters stay together in them.
const PIECE: usize = 8;

/// The letters of all fonts.
pub(super) struct Alphabet {
    all: Table,
    plain: Table,
}

/// For each letter whether it is known; those beyond are not.
struct Table(Vec<bool>);

impl Alphabet {
    /// `fonts`: the first one is the main one.
    pub(super) fn of(fonts: &[Font]) -> Self {
        let plain = Table::of(fonts.iter().take(1));
        Self { all: Table::of(fonts.iter()), plain }
    }

    /// Prepares all texts within a value. Says whether a letter was replaced.
    pub(super) fn prepare(&self, value: &mut Value, letters: Letters, lang: Lang) -> bool {
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
            Value::String(text) => {
                let (known, is_replaced) = self.known(text, letters);
                *text = breakable(&known, lang);
                is_replaced
            }
            Value::Array(values) => {
                let mut is_replaced = false;
                for value in values.iter_mut() {
                    is_replaced |= self.prepare(value, letters, lang);
                }
                is_replaced
            }
            Value::Object(fields) => {
                let mut is_replaced = false;
                for value in fields.values_mut() {
                    is_replaced |= self.prepare(value, letters, lang);
                }
                is_replaced
            }
        }
    }

    /// The text with only such letters as can be printed, on one line, and whether one was
    /// replaced. What is not seen, or turns the direction of others, is left out.
    pub(super) fn known(&self, text: &str, letters: Letters) -> (String, bool) {
        let mut known = String::with_capacity(text.len());
        let mut is_replaced = false;
        for letter in text.chars() {
            match letter {
                '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => known.push(' '),
                letter if is_unseen(letter) => {}
                letter if self.has(letter, letters) => known.push(letter),
                _ => {
                    known.push(UNKNOWN);
                    is_replaced = true;
                }
            }
        }
        (known, is_replaced)
    }

    fn has(&self, letter: char, letters: Letters) -> bool {
        if is_private(letter) {
            return false;
        }
        match letters {
            Letters::All => self.all.has(letter),
            Letters::Plain => {
                SIGNS.contains(letter) || (self.plain.has(letter) && !is_combining(letter))
            }
        }
    }
}

impl Table {
    /// All letters of both fonts are below it.
    const LENGTH: usize = 0x2_0000;

    fn of<'a>(fonts: impl Iterator<Item = &'a Font>) -> Self {
        let mut table = vec![false; Self::LENGTH];
        for code in fonts.flat_map(|font| font.info().coverage.iter()) {
            if let Some(known) = usize::try_from(code).ok().and_then(|at| table.get_mut(at)) {
                *known = true;
            }
        }
        Self(table)
    }

    fn has(&self, letter: char) -> bool {
        let at = usize::try_from(u32::from(letter)).ok();
        at.and_then(|at| self.0.get(at)).is_some_and(|known| *known)
    }
}

/// Controls, marks of direction, joiners, selectors of variants, tags.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{180b}'..='\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Every program means something else by them.
const fn is_private(letter: char) -> bool {
    matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

const fn is_combining(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// The text with places to part in words that no line could hold.
fn breakable(text: &str, lang: Lang) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive([' ', '\u{a0}', '\u{202f}']) {
        // Of such words the hyphenation knows the syllables.
        let is_own = |letter: char| match lang {
            Lang::Ru => matches!(letter, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё'),
            Lang::En => letter.is_ascii_alphabetic(),
        };
        let has_syllables = word.chars().all(|it| !it.is_alphanumeric() || is_own(it));
        let most = if has_syllables { UNBROKEN_SYLLABLES } else { UNBROKEN };
        if word.chars().count() <= most {
            out.push_str(word);
            continue;
        }
        for (at, letter) in word.chars().enumerate() {
            // Never between a letter and the sign over it.
            if at > 0 && at.is_multiple_of(PIECE) && letter.is_alphanumeric() {
                out.push(MAY_BREAK);
            }
            out.push(letter);
        }
    }
    out
}
