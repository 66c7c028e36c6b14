//! Amounts as people type them.

use sunnyside::Money;

/// The amount of a text such as `2000`, `2,000` or `65.5`; none where it is no amount or below zero.
pub fn amount_of(text: &str) -> Option<Money> {
    let plain: String = text.trim().trim_start_matches("NT$").trim_start_matches('$').replace(',', "");
    Money::parse(plain.trim()).ok().filter(|amount| *amount >= Money::ZERO && *amount <= Money::HIGHEST_PRICE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_they_are_typed() {
        for (text, amount) in [
            ("2000", Some(200_000)),
            (" NT$2,000 ", Some(200_000)),
            ("65.5", Some(6550)),
            ("0", Some(0)),
            ("", None),
            ("-1", None),
            ("abc", None),
            ("99999999", None),
        ] {
            assert_eq!(amount_of(text).map(|money| money.0), amount, "{text}");
        }
    }
}
