//! PIN rules, and the time span that a session covers.

use proptest::prelude::*;
use stuffy::domain::account::person::Shift;
use stuffy::domain::account::pin::{Pin, PinError};
use stuffy::domain::time::Time;

#[test]
fn a_pin_is_4_to_8_digits_without_a_pattern() {
    for good in ["2580", "1357", "1223", "0010", "12340", "98765431", "8642", "1212"] {
        assert_eq!(Pin::parse(good).map(Pin::into_digits).as_deref(), Ok(good));
    }
    for (bad, why) in [
        ("", PinError::NotDigits),
        ("258", PinError::NotDigits),
        ("258025802", PinError::NotDigits),
        ("25 80", PinError::NotDigits),
        ("-258", PinError::NotDigits),
        ("٢٥٨٠", PinError::NotDigits),
        ("2580\n", PinError::NotDigits),
        ("0000", PinError::AllEqual),
        ("77777777", PinError::AllEqual),
        ("1234", PinError::Sequence),
        ("01234567", PinError::Sequence),
        ("7890", PinError::Sequence),
        ("8765", PinError::Sequence),
        ("3210", PinError::Sequence),
        ("1098", PinError::Sequence),
    ] {
        assert_eq!(Pin::parse(bad), Err(why), "{bad:?}");
        assert!(!why.advice().is_empty());
    }
    let pin = Pin::parse("2580").expect("a PIN");
    assert!(!format!("{pin:?}").contains("2580"), "never in a log");
}

proptest! {
    #[test]
    fn every_accepted_pin_is_digits(text in "\\PC{0,10}") {
        if let Ok(pin) = Pin::parse(&text) {
            prop_assert!(text.len() >= 4 && text.bytes().all(|b| b.is_ascii_digit()));
            prop_assert_eq!(pin.into_digits(), text);
        }
    }

    #[test]
    fn r31_a_shift_covers_its_time_span_with_clock_slack(from in 0..1_000_000_i64, long in 0..1_000_000_i64, at in -20_000..2_020_000_i64) {
        let shift = Shift { from: Time::from_millis(from), to: Time::from_millis(from + long) };
        let within = (from - 10_000..=from + long + 10_000).contains(&at);
        prop_assert_eq!(shift.covers(Time::from_millis(at)), within);
    }
}
