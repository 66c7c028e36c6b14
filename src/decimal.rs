//! The one place where a decimal number becomes an integer and back.
//!
//! `serde_json` runs with arbitrary precision, so a number reaches us as the digits that were sent: `1.005` is read
//! as 1.005 and rounded half up to 1.01, where a binary float would already have been 1.00499….

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a text is not a number that we can keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotADecimal {
    /// Not a decimal number at all.
    Malformed,
    /// Too large for 64 bits at the wanted scale.
    TooLarge,
}

/// Reads a JSON number (`65`, `-0.5`, `1.2e3`) as an integer count of 10^-`scale`, rounded half away from zero.
pub fn parse(text: &str, scale: u32) -> Result<i64, NotADecimal> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((m, e)) => (m, e.parse::<i32>().map_err(|_| NotADecimal::Malformed)?),
        None => (text, 0),
    };
    let (negative, digits) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !all_digits(whole) || !all_digits(fraction) {
        return Err(NotADecimal::Malformed);
    }
    // The digits without the point; `point` is how many of them stand before it once scaled.
    let joined: Vec<u8> = whole.bytes().chain(fraction.bytes()).map(|b| b - b'0').collect();
    let point = i64::try_from(whole.len()).map_err(|_| NotADecimal::TooLarge)?
        + i64::from(exponent)
        + i64::from(scale);
    let mut value: i128 = 0;
    for (place, digit) in (0_i64..).zip(&joined) {
        if place >= point {
            break;
        }
        value = value * 10 + i128::from(*digit);
        if value > i128::from(i64::MAX) {
            return Err(NotADecimal::TooLarge);
        }
    }
    let given = i64::try_from(joined.len()).map_err(|_| NotADecimal::TooLarge)?;
    for _ in given..point {
        if value == 0 {
            break;
        }
        value *= 10;
        if value > i128::from(i64::MAX) {
            return Err(NotADecimal::TooLarge);
        }
    }
    let rounds_up = usize::try_from(point).ok().and_then(|p| joined.get(p)).is_some_and(|d| *d >= 5);
    let value = value + i128::from(rounds_up);
    i64::try_from(if negative { -value } else { value }).map_err(|_| NotADecimal::TooLarge)
}

/// Writes an integer count of 10^-`scale` with no more decimals than it needs: `6550` at scale 2 is `65.5`.
pub fn format(value: i64, scale: u32) -> String {
    let unit = 10_u64.pow(scale);
    let (whole, fraction) = (value.unsigned_abs() / unit, value.unsigned_abs() % unit);
    let sign = if value < 0 { "-" } else { "" };
    if fraction == 0 {
        return format!("{sign}{whole}");
    }
    let digits = format!("{fraction:0width$}", width = scale as usize);
    format!("{sign}{whole}.{}", digits.trim_end_matches('0'))
}

/// Serialises as a JSON number with the exact digits.
pub fn serialize<S: Serializer>(value: i64, scale: u32, serializer: S) -> Result<S::Ok, S::Error> {
    let number: serde_json::Number = format(value, scale).parse().map_err(serde::ser::Error::custom)?;
    number.serialize(serializer)
}

/// Deserialises a JSON number; a string is not one.
pub fn deserialize<'de, D: Deserializer<'de>>(scale: u32, deserializer: D) -> Result<i64, D::Error> {
    let number = serde_json::Number::deserialize(deserializer)?;
    parse(number.as_str(), scale).map_err(|_| serde::de::Error::custom("number out of range"))
}

/// Makes a newtype over `i64` that counts 10^-`$scale` and travels as a JSON number.
macro_rules! decimal_newtype {
    ($(#[$doc:meta])* $name:ident, $scale:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl $name {
            /// How many decimals are kept.
            pub const SCALE: u32 = $scale;
            /// None of it.
            pub const ZERO: Self = Self(0);

            /// So many whole units.
            pub const fn whole(units: i64) -> Self {
                Self(units * 10_i64.pow($scale))
            }

            /// Reads a decimal text, rounded half up at the last decimal that is kept.
            pub fn parse(text: &str) -> Result<Self, $crate::decimal::NotADecimal> {
                $crate::decimal::parse(text, $scale).map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$crate::decimal::format(self.0, $scale))
            }
        }

        impl std::ops::Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        #[cfg(feature = "ssr")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                use utoipa::openapi::schema::{ObjectBuilder, Type};
                let decimals = format!("A number with at most {} decimals.", $scale);
                ObjectBuilder::new().schema_type(Type::Number).description(Some(decimals)).into()
            }
        }

        #[cfg(feature = "ssr")]
        impl utoipa::ToSchema for $name {}

        impl std::ops::Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl std::ops::Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        impl std::ops::AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }

        impl std::iter::Sum for $name {
            fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
                items.fold(Self::ZERO, |a, b| a + b)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::decimal::serialize(self.0, $scale, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::decimal::deserialize($scale, deserializer).map(Self)
            }
        }
    };
}
pub(crate) use decimal_newtype;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_the_digits_and_rounds_half_up() {
        for (text, scale, want) in [
            ("65", 2, 6500),
            ("65.5", 2, 6550),
            ("1.005", 2, 101),
            ("0.004", 2, 0),
            ("0.005", 2, 1),
            ("-1.005", 2, -101),
            ("1.2e3", 2, 120_000),
            ("12e-1", 2, 120),
            ("5e-4", 3, 1),
            ("0.0000005", 6, 1),
            ("0e99", 2, 0),
            ("1e-99", 2, 0),
        ] {
            assert_eq!(parse(text, scale), Ok(want), "{text} at {scale}");
        }
    }

    #[test]
    fn refuses_what_is_no_number_or_does_not_fit() {
        for text in ["", "-", ".", "abc", "1.2.3", "1e", "NaN", "0x10", "１"] {
            assert_eq!(parse(text, 2), Err(NotADecimal::Malformed), "{text}");
        }
        for text in ["1e30", "92233720368547758.08", "99999999999999999999"] {
            assert_eq!(parse(text, 2), Err(NotADecimal::TooLarge), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(value in any::<i64>(), scale in 0_u32..7) {
            prop_assert_eq!(parse(&format(value, scale), scale), Ok(value));
        }
    }
}
