//! Outlines as SVG writes them.

use crate::results::chart::columns::{Meaning, Toward};

/// A path of SVG as it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Path(String);

impl Path {
    pub(super) fn into_text(self) -> String {
        self.0
    }

    pub(super) fn command(&mut self, letter: char, x: f64, y: f64) {
        self.0.push(letter);
        self.number(x);
        self.0.push(' ');
        self.number(y);
    }

    /// To a tenth of a pixel. Written by hand: a picture has thousands of numbers, and the library's
    /// way takes most of the time of moving it.
    fn number(&mut self, number: f64) {
        #[expect(clippy::cast_possible_truncation, reason = "a cast of floats saturates")]
        let tenths = (number * 10.0).round() as i32;
        if tenths < 0 {
            self.0.push('-');
        }
        let tenths = tenths.unsigned_abs();
        self.whole(tenths / 10);
        if !tenths.is_multiple_of(10) {
            self.0.push('.');
            self.digit(tenths);
        }
    }

    fn whole(&mut self, number: u32) {
        if number >= 10 {
            self.whole(number / 10);
        }
        self.digit(number);
    }

    /// The last one.
    fn digit(&mut self, number: u32) {
        self.0.push(char::from_digit(number % 10, 10).unwrap_or('0'));
    }

    pub(super) fn segment(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.command('M', from.0, from.1);
        self.command('L', to.0, to.1);
    }

    fn polygon(&mut self, points: &[(f64, f64)]) {
        for (at, (x, y)) in points.iter().enumerate() {
            self.command(if at == 0 { 'M' } else { 'L' }, *x, *y);
        }
        self.0.push('z');
    }

    pub(super) fn rectangle(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.polygon(&[from, (to.0, from.1), to, (from.0, to.1)]);
    }

    fn circle(&mut self, x: f64, y: f64, radius: f64) {
        self.command('M', x - radius, y);
        for across in [radius * 2.0, -radius * 2.0] {
            self.command('a', radius, radius);
            self.0.push_str(" 0 1 0 ");
            self.number(across);
            self.0.push_str(" 0");
        }
        self.0.push('z');
    }

    /// Its point is `up` above the middle, its base as far under it.
    fn triangle(&mut self, x: f64, y: f64, half: f64, up: f64) {
        self.polygon(&[(x, y - up), (x + half, y + up), (x - half, y + up)]);
    }

    pub(super) fn diamond(&mut self, x: f64, y: f64, radius: f64) {
        self.polygon(&[(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]);
    }

    pub(super) fn shape(&mut self, meaning: Meaning, x: f64, y: f64, radius: f64) {
        // As much area as a circle has.
        let (half, up) = (radius * 1.3, radius * 1.1);
        match meaning {
            Meaning::Unclaimed | Meaning::Within => self.circle(x, y, radius),
            Meaning::Above => self.triangle(x, y, half, up),
            Meaning::Below => self.triangle(x, y, half, -up),
            Meaning::CriticalAbove => {
                self.triangle(x, y - up, half, up);
                self.triangle(x, y + up, half, up);
            }
            Meaning::CriticalBelow => {
                self.triangle(x, y - up, half, -up);
                self.triangle(x, y + up, half, -up);
            }
            Meaning::Abnormal => self.diamond(x, y, radius * 1.3),
            Meaning::Critical => {
                self.diamond(x - half * 0.6, y, radius * 1.3);
                self.diamond(x + half * 0.6, y, radius * 1.3);
            }
        }
    }

    /// From a dot to where the value may lie.
    pub(super) fn arrow(&mut self, toward: Toward, x: f64, y: f64, radius: f64) {
        let down = match toward {
            Toward::Lower => 1.0,
            Toward::Higher => -1.0,
        };
        let tip = y + down * radius * 4.0;
        let barb = tip - down * radius * 1.2;
        self.segment((x, y + down * radius), (x, tip));
        self.segment((x - radius * 0.9, barb), (x, tip));
        self.command('L', x + radius * 0.9, barb);
    }
}
