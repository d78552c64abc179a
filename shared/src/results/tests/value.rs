use super::*;
use crate::results::rows;

fn told(parsed: &Parsed) -> String {
    let bound = |bound: &Bound| match bound {
        Bound::Below => "below",
        Bound::AtMost => "atmost",
        Bound::Above => "above",
        Bound::AtLeast => "atleast",
    };
    match parsed {
        Parsed::Number(number) => format!("number {}", number.digits),
        Parsed::Censored(side, limit) => format!("{} {}", bound(side), limit.digits),
        Parsed::Range(low, high) => format!("range {}..{}", low.digits, high.digits),
        Parsed::Titre(None, dilution) => format!("titre {}", dilution.digits),
        Parsed::Titre(Some(side), dilution) => {
            format!("titre {} {}", bound(side), dilution.digits)
        }
        Parsed::Words(_) => "words".to_owned(),
        Parsed::Nothing => "nothing".to_owned(),
    }
}

#[test]
fn values_are_read_as_they_are_printed() {
    let mut cases = 0;
    for row in rows(include_str!("../golden/values.tsv")) {
        let [text, expected, why] = row.as_slice() else { panic!("{row:?}") };
        assert_eq!(told(&read(text)), *expected, "{text:?}: {why}");
        cases += 1;
    }
    assert!(cases >= 70, "{cases}");
}

#[test]
fn digits_are_counted_as_printed() {
    let number = Decimal::read("0,050").unwrap();
    assert_eq!((number.decimals(), number.significant()), (3, 2));
    let number = Decimal::read("1 234,50").unwrap();
    assert_eq!((number.decimals(), number.significant()), (2, 6));
    assert_eq!(Decimal::read("0").unwrap().significant(), 1);
}

#[test]
fn words_with_a_nought_beside_them_stay_words() {
    let value = |number, text: &str| Value { number, unit: String::new(), text: text.into() };
    assert_eq!(told(&of(&value(Some(0.0), "не обнаружено"))), "words");
    assert_eq!(told(&of(&value(Some(5.4), ""))), "number 5.4");
    assert_eq!(told(&of(&value(Some(5.4), "5,40"))), "number 5.40");
    assert_eq!(told(&of(&value(Some(0.5), "<0,5"))), "below 0.5");
    assert_eq!(told(&of(&value(Some(f64::NAN), ""))), "nothing");
}

#[test]
fn only_what_is_certain_is_ordered() {
    let order = |left: &str, right: &str| {
        read(left).span().unwrap().certain_order(&read(right).span().unwrap())
    };
    assert_eq!(order("5", "4"), Some(Ordering::Greater));
    assert_eq!(order("5,0", "5"), Some(Ordering::Equal));
    assert_eq!(order("<0,5", "0,5"), Some(Ordering::Less));
    assert_eq!(order("≤0,5", "0,5"), None);
    assert_eq!(order("<0,5", "<0,5"), None);
    assert_eq!(order("<0,5", "<0,3"), None);
    assert_eq!(order(">1000", "900"), Some(Ordering::Greater));
    assert_eq!(order("0-1", "2-4"), Some(Ordering::Less));
    assert_eq!(order("0-2", "1-4"), None);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,60}") {
        let _ = read(&text).span();
        let _ = Decimal::read(&text);
    }

    #[test]
    fn nor_does_one_that_looks_like_a_value(text in "[<>≤≥]{0,2}[-+−]?[0-9 ,.\u{a0}:e–-]{0,30}[а-яA-Z/%*^]{0,6}") {
        let parsed = read(&text);
        if let Some(number) = parsed.number() {
            proptest::prop_assert!(number.value.is_finite());
            proptest::prop_assert!(Decimal::read(&number.digits).is_some());
        }
    }

    #[test]
    fn a_printed_number_is_read_back(number in -1_000_000_000_i64..1_000_000_000, decimals in 0_usize..6) {
        #[expect(clippy::cast_precision_loss, reason = "under 2^53")]
        let value = number as f64 / 1000.0;
        let text = format!("{value:.decimals$}");
        let read = Decimal::read(&text.replace('.', ",")).unwrap();
        proptest::prop_assert_eq!(read.decimals(), decimals);
        proptest::prop_assert_eq!(Some(read.value), text.parse::<f64>().ok());
    }
}
