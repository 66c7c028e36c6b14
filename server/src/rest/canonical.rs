//! One text for everything that is the same JSON, so that two bodies can be compared by their hashes.

use serde_json::Value;
use sha2::{Digest, Sha256};

/// The SHA-256 of the canonical text; no body at all counts as `null`.
pub fn hash(value: Option<&Value>) -> String {
    let mut text = String::new();
    write(value.unwrap_or(&Value::Null), &mut text);
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn write(value: &Value, to: &mut String) {
    match value {
        Value::Number(number) => to.push_str(&number_text(number.as_str())),
        Value::Array(entries) => {
            to.push('[');
            for (index, entry) in entries.iter().enumerate() {
                if index > 0 {
                    to.push(',');
                }
                write(entry, to);
            }
            to.push(']');
        }
        Value::Object(fields) => {
            // Sorted here: whether the map is sorted by itself is up to a feature that any crate may switch on.
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_by_key(|(name, _)| *name);
            to.push('{');
            for (index, (name, field)) in sorted.into_iter().enumerate() {
                if index > 0 {
                    to.push(',');
                }
                to.push_str(&Value::from(name.as_str()).to_string());
                to.push(':');
                write(field, to);
            }
            to.push('}');
        }
        plain => to.push_str(&plain.to_string()),
    }
}

/// A number as its digits without zeros at either end, and a power of ten.
struct Digits {
    negative: bool,
    digits: String,
    exponent: i64,
}

fn digits(text: &str) -> Digits {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (negative, mantissa) = mantissa.strip_prefix('-').map_or((false, mantissa), |rest| (true, rest));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let joined = format!("{whole}{fraction}");
    let significant = joined.trim_end_matches('0');
    let dropped = i64::try_from(joined.len() - significant.len()).unwrap_or(i64::MAX);
    let fraction = i64::try_from(fraction.len()).unwrap_or(i64::MAX);
    // An exponent that 64 bits cannot hold is as good as the largest one.
    let given = exponent.parse().unwrap_or(if exponent.starts_with('-') { i64::MIN } else { i64::MAX });
    Digits {
        negative,
        digits: significant.trim_start_matches('0').to_owned(),
        exponent: given.saturating_sub(fraction).saturating_add(dropped),
    }
}

fn number_text(text: &str) -> String {
    let Digits { negative, digits, exponent } = digits(text);
    match digits.as_str() {
        "" => "0".to_owned(),
        some => format!("{}{some}e{exponent}", if negative { "-" } else { "" }),
    }
}

/// Whether a JSON number has nothing behind the point: `65`, `65.0`, `6.5e1`.
pub fn is_whole(text: &str) -> bool {
    let Digits { digits, exponent, .. } = digits(text);
    digits.is_empty() || exponent >= 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        hash(Some(&serde_json::from_str(text).unwrap()))
    }

    #[test]
    fn the_same_json_has_the_same_hash() {
        for same in [
            [r#"{"a":1,"b":[2,{"c":3,"d":4}]}"#, r#" { "b" : [2.0, {"d":4e0,"c":0.3e1}], "a": 1.00 }"#],
            ["65", "65.0"],
            ["65", "6.5e1"],
            ["650", "65E+1"],
            ["0.5", "5e-1"],
            ["0", "-0.00e7"],
            [r#""é""#, r#""\u00e9""#],
        ] {
            assert_eq!(of(same[0]), of(same[1]), "{same:?}");
        }
        assert_eq!(hash(None), of("null"));
    }

    #[test]
    fn other_json_has_another() {
        for other in [
            ["1", "-1"],
            ["1", "10"],
            ["1", "\"1\""],
            ["1.00000000000000000001", "1.00000000000000000002"],
            ["[1,2]", "[2,1]"],
            ["[]", "{}"],
            ["[12]", "[1,2]"],
            ["null", "{}"],
            [r#"{"a":null}"#, "{}"],
            [r#"{"a":"1,b:2"}"#, r#"{"a":"1","b":2}"#],
        ] {
            assert_ne!(of(other[0]), of(other[1]), "{other:?}");
        }
    }

    #[test]
    fn a_whole_number_may_be_written_with_a_point() {
        for whole in ["1", "1.0", "-1.50e1", "0.0", "1e99", "100e-2", "0e-99999999999999999999"] {
            assert!(is_whole(whole), "{whole}");
        }
        for broken in ["1.5", "1e-1", "15e-1", "0.1", "1e-99999999999999999999"] {
            assert!(!is_whole(broken), "{broken}");
        }
    }
}
