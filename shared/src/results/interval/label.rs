//! For whom a line of an interval is: sex, age, or something only the laboratory knows.

use time::{Date, Duration, Month};

use super::{Person, Unchosen};
use crate::record::model::Sex;

/// For whom a line is; what is not told is for everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Label {
    sex: Option<Sex>,
    /// The youngest it is for.
    from: Option<Age>,
    /// It is for those who have not reached this age.
    until: Option<Age>,
    /// «беременные»: nothing the card tells for certain.
    other: Option<String>,
}

/// So many whole units of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Age {
    count: u16,
    unit: AgeUnit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AgeUnit {
    Days,
    Weeks,
    Months,
    Years,
}

/// The age at which one is grown up (Federal law 124-ФЗ, article 1).
const ADULT: Age = Age { count: 18, unit: AgeUnit::Years };

impl Label {
    pub(super) fn read(text: &str) -> Self {
        let mut label = Self::default();
        let lower = text.to_lowercase().replace(['(', ')', ',', '–', '—', '−'], " - ");
        let words = apart(&lower);
        let mut rest = words.iter().map(String::as_str).peekable();
        let mut ages: Vec<(Edge, u16, Option<AgeUnit>)> = Vec::new();
        let mut edge = Edge::From;
        while let Some(word) = rest.next() {
            if let Ok(count) = word.parse::<u16>() {
                let unit = rest.peek().and_then(|next| age_unit(next));
                if unit.is_some() {
                    rest.next();
                }
                ages.push((edge, count, unit));
                edge = Edge::Through;
            } else if let Some(sex) = sex_of(word) {
                label.sex = Some(sex);
            } else {
                match word {
                    "до" | "<" | "младше" | "under" => edge = Edge::Until,
                    "от" | "с" | "старше" | ">" | "≥" | "from" | "over" | "более" =>
                    {
                        edge = Edge::From;
                    }
                    "по" | "≤" | "through" => edge = Edge::Through,
                    "взрослые" | "взросл" | "adults" | "adult" => {
                        label.from = Some(ADULT);
                    }
                    "дети" | "детей" | "children" => {
                        label.until = label.until.or(Some(ADULT));
                    }
                    "-" | "+" | "." | "и" | "в" | "возраст" | "возрасте" | "для" | "у"
                    | "норма" | "all" | "все" => {}
                    other => label.add_other(other),
                }
            }
        }
        label.take_ages(&ages);
        label
    }

    /// A unit is told once, at the end: `1–5 лет`. A pair's second age counts to its last day.
    fn take_ages(&mut self, ages: &[(Edge, u16, Option<AgeUnit>)]) {
        let told = ages.iter().rev().find_map(|(_, _, unit)| *unit);
        for (edge, count, unit) in ages {
            let Some(unit) = unit.or(told) else {
                self.add_other(&count.to_string());
                continue;
            };
            match edge {
                Edge::From => self.from = Some(Age { count: *count, unit }),
                Edge::Until => self.until = Some(Age { count: *count, unit }),
                Edge::Through => {
                    self.until = Some(Age { count: count.saturating_add(1), unit });
                }
            }
        }
    }

    fn add_other(&mut self, word: &str) {
        let other = self.other.get_or_insert_with(String::new);
        if !other.is_empty() {
            other.push(' ');
        }
        other.push_str(word);
    }

    pub(super) fn is_for_all(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the line is for a person on a day. What rules a person out rules out also where
    /// something else is not known.
    pub(super) fn fits(&self, person: Person, on: Date) -> Result<bool, Unchosen> {
        let sex_fits = match (self.sex, person.sex) {
            (None, _) => Some(true),
            (Some(needed), Some(sex)) => Some(needed == sex),
            (Some(_), None) => None,
        };
        let has_age = self.from.is_some() || self.until.is_some();
        let age_fits = match person.birth_date {
            _ if !has_age => Some(true),
            Some(born) if born <= on => Some(
                self.from.is_none_or(|age| age.is_reached(born, on))
                    && !self.until.is_some_and(|age| age.is_reached(born, on)),
            ),
            Some(_) | None => None,
        };
        if sex_fits == Some(false) || age_fits == Some(false) {
            return Ok(false);
        }
        match (sex_fits, age_fits, &self.other) {
            (None, _, _) => Err(Unchosen::SexNotKnown),
            (_, None, _) => Err(Unchosen::AgeNotKnown),
            (_, _, Some(other)) => Err(Unchosen::Depends(other.clone())),
            (Some(_), Some(_), None) => Ok(true),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edge {
    From,
    Until,
    Through,
}

impl Age {
    fn is_reached(self, born: Date, on: Date) -> bool {
        let days = |count: i64| on - born >= Duration::days(count);
        let count = i64::from(self.count);
        match self.unit {
            AgeUnit::Days => days(count),
            AgeUnit::Weeks => days(count.saturating_mul(7)),
            AgeUnit::Months => months_lived(born, on) >= count,
            AgeUnit::Years => months_lived(born, on) >= count.saturating_mul(12),
        }
    }
}

/// Whole months lived on a day.
fn months_lived(born: Date, on: Date) -> i64 {
    let months = |day: Date| i64::from(day.year()) * 12 + i64::from(number(day.month()));
    months(on) - months(born) - i64::from(on.day() < born.day())
}

fn number(month: Month) -> u8 {
    month.into()
}

/// Whether a label begins with a sex.
pub(super) fn names_sex(label: &str) -> bool {
    let lower = label.to_lowercase();
    apart(&lower).first().and_then(|word| sex_of(word)).is_some()
}

/// `муж. 130–160`: a sex with no colon after it, and the rest.
pub(super) fn sex_before_number(text: &str) -> Option<(&str, &str)> {
    let at = text.find(|c: char| c.is_ascii_digit() || matches!(c, '<' | '>' | '≤' | '≥'))?;
    let (label, rest) = text.split_at_checked(at)?;
    let word = label.trim().trim_end_matches(['.', '-', '–', '=']).trim();
    let is_sex = sex_of(&word.to_lowercase()).is_some();
    is_sex.then_some((word, rest))
}

fn sex_of(word: &str) -> Option<Sex> {
    match word {
        "м" | "муж" | "мужчины" | "мужчин" | "мужской" | "мальчики" | "m" | "male" | "males"
        | "men" | "man" | "boys" => Some(Sex::Male),
        "ж" | "жен" | "женщины" | "женщин" | "женский" | "девочки" | "f" | "female" | "females"
        | "women" | "woman" | "girls" => Some(Sex::Female),
        _ => None,
    }
}

fn age_unit(word: &str) -> Option<AgeUnit> {
    match word {
        "дн" | "дня" | "дней" | "день" | "сут" | "суток" | "days" | "day" | "d" => {
            Some(AgeUnit::Days)
        }
        "нед" | "недели" | "недель" | "неделя" | "неделю" | "weeks" | "week" => {
            Some(AgeUnit::Weeks)
        }
        "мес" | "месяц" | "месяца" | "месяцев" | "months" | "month" | "mo" => {
            Some(AgeUnit::Months)
        }
        "лет" | "год" | "года" | "г" | "л" | "years" | "year" | "y" | "yrs" => {
            Some(AgeUnit::Years)
        }
        _ => None,
    }
}

/// Numbers, words and signs, each by itself.
fn apart(text: &str) -> Vec<String> {
    let kind = |c: char| match c {
        c if c.is_ascii_digit() => 0,
        c if c.is_alphabetic() => 1,
        _ => 2,
    };
    let mut found: Vec<String> = Vec::new();
    let mut before = None;
    for c in text.chars() {
        if c.is_whitespace() || c == '.' {
            before = None;
            continue;
        }
        match found.last_mut() {
            Some(last) if before == Some(kind(c)) => last.push(c),
            _ => found.push(c.to_string()),
        }
        before = Some(kind(c));
    }
    found
}
