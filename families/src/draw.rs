//! Chance that falls the same way every time.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// A stream of chance: the same words in, the same stream out.
#[derive(Clone, Debug)]
pub struct Draw(ChaCha8Rng);

impl Draw {
    pub fn new(words: [u64; 4]) -> Self {
        let mut seed = [0; 32];
        for (place, byte) in seed.iter_mut().zip(words.into_iter().flat_map(u64::to_le_bytes)) {
            *place = byte;
        }
        Self(ChaCha8Rng::from_seed(seed))
    }

    /// A whole number below `end`; 0 where there is none.
    pub fn below(&mut self, end: u64) -> u64 {
        let product = u128::from(self.0.next_u64()) * u128::from(end);
        u64::try_from(product >> 64).unwrap_or(0)
    }

    /// A whole number from `low` to `high`, both of them possible.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low).map_or(1, |span| span + 1);
        low + i64::try_from(self.below(span)).unwrap_or(0)
    }

    /// True so many times out of a hundred.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// From 0 up to 1, without 1.
    pub fn share(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / (f64::from(u32::MAX) + 1.0)
    }

    /// Standard normal, never farther out than 6: the sum of twelve even ones. No logarithms,
    /// which differ in the last digit between machines.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }

    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let place = self.below(u64::try_from(list.len()).unwrap_or(0));
        list.get(usize::try_from(place).unwrap_or(0))
    }

    /// One of the texts; an empty one of an empty list.
    pub fn text(&mut self, list: &[&'static str]) -> &'static str {
        self.pick(list).copied().unwrap_or_default()
    }

    /// One of the list, each as often as its weight says.
    pub fn weighted<T>(&mut self, list: impl IntoIterator<Item = (T, u64)>) -> Option<T> {
        let list: Vec<(T, u64)> = list.into_iter().collect();
        let mut left = self.below(list.iter().map(|(_, weight)| weight).sum());
        for (item, weight) in list {
            if left < weight {
                return Some(item);
            }
            left -= weight;
        }
        None
    }
}

/// A number for a word, to start a stream with (FNV-1a).
pub fn word(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
