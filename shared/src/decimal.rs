//! Reading decimal numbers, small: what the standard library reads them with weighs fourteen
//! kilobytes in every browser.

/// Powers of ten that a binary number tells exactly.
const EXACT: i32 = 22;
/// Whole numbers up to it are told exactly: 2⁵³.
const WHOLE: u64 = 1 << 53;

/// Reads `12`, `-0.5`, `1.25e-3` and nothing else. Exactly rounded for up to fifteen digits with an
/// exponent of up to 22 (W. D. Clinger, How to read floating point numbers accurately, PLDI 1990:
/// both operands are exact, so the one operation rounds once); beyond that the last binary digit
/// may differ.
pub fn read(text: &str) -> Option<f64> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text),
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = 0_u64;
    let mut power = exponent;
    let mut is_empty = true;
    for (letters, is_decimal) in [(whole, false), (decimals, true)] {
        for letter in letters.chars() {
            let digit = letter.to_digit(10)?;
            is_empty = false;
            // What nineteen digits do not hold moves the point only.
            match digits.checked_mul(10).and_then(|it| it.checked_add(u64::from(digit))) {
                Some(longer) if power > i32::MIN / 2 => {
                    digits = longer;
                    power -= i32::from(is_decimal);
                }
                Some(_) | None => power += i32::from(!is_decimal),
            }
        }
    }
    if is_empty {
        return None;
    }
    Some(sign * scaled(digits, power))
}

/// A whole number times a power of ten.
fn scaled(digits: u64, power: i32) -> f64 {
    // Two halves of 32 bits are each exact; of what is not over 2⁵³ so is their sum.
    let (high, low) = (digits >> 32, digits & u64::from(u32::MAX));
    let part = |half: u64| f64::from(u32::try_from(half).unwrap_or(u32::MAX));
    let mut value = part(high) * 4_294_967_296.0 + part(low);
    if digits == 0 {
        return 0.0;
    }
    debug_assert!(digits > WHOLE || value.fract() <= 0.0);
    let mut rest = power.clamp(-700, 700);
    while rest != 0 {
        let step = rest.clamp(-EXACT, EXACT);
        let factor = (0..step.abs()).fold(1.0, |factor, _| factor * 10.0);
        value = if step < 0 { value / factor } else { value * factor };
        rest -= step;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_number_is_none() {
        for text in
            ["", "-", ".", "e5", "1e", "1e+", "abc", "1.2.3", "1,5", " 1", "+1", "inf", "NaN", "٣"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_what_they_say() {
        for text in [
            "0",
            "-0",
            "5",
            "5.",
            ".5",
            "0.05",
            "7.1",
            "1e22",
            "1e-22",
            "123456789012345e-3",
            "9007199254740992",
        ] {
            assert_eq!(read(text), text.parse().ok(), "{text}");
        }
        assert_eq!(read("1e400"), Some(f64::INFINITY));
        assert_eq!(read("1e-400"), Some(0.0));
        assert_eq!(read(&"9".repeat(400)), Some(f64::INFINITY));
        assert_eq!(read("0e999999999"), Some(0.0));
    }

    proptest! {
        /// All that laboratories print.
        #[test]
        fn up_to_fifteen_digits_are_exact(digits in 0_u64..1_000_000_000_000_000, power in -22_i32..=7) {
            let text = format!("{digits}e{power}");
            prop_assert_eq!(read(&text), text.parse().ok());
        }

        #[test]
        fn any_number_is_read_to_the_last_digit_but_one(number in -1e200_f64..1e200) {
            let text = format!("{number:e}");
            let found = read(&text).unwrap();
            prop_assert!((found - number).abs() <= number.abs() * 1e-14, "{found} {number}");
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            read(&text);
        }
    }
}
