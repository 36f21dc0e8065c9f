//! What an unquoted scalar means, by the core schema of YAML 1.2.

/// The meaning of an unquoted scalar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Null,
    Bool(bool),
    /// A number, as JSON writes it.
    Number(String),
    /// Infinite, or not a number: YAML has these, JSON does not.
    NotFinite,
    String,
}

pub(crate) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

pub(super) fn meaning(text: &str) -> Meaning {
    match text {
        text if is_null(text) => return Meaning::Null,
        "true" | "True" | "TRUE" => return Meaning::Bool(true),
        "false" | "False" | "FALSE" => return Meaning::Bool(false),
        ".nan" | ".NaN" | ".NAN" => return Meaning::NotFinite,
        _ => {}
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Meaning::NotFinite;
    }
    radix(text)
        .or_else(|| decimal(text, unsigned))
        .map_or(Meaning::String, Meaning::Number)
}

/// `0x1F` and `0o17`, as far as they fit.
fn radix(text: &str) -> Option<String> {
    let (digits, radix) = match text.split_at_checked(2)? {
        ("0x", digits) => (digits, 16),
        ("0o", digits) => (digits, 8),
        _ => return None,
    };
    if digits.starts_with(['+', '-']) {
        return None;
    }
    Some(u128::from_str_radix(digits, radix).ok()?.to_string())
}

/// Rewrites a decimal number so that JSON accepts it, without changing its digits.
fn decimal(text: &str, unsigned: &str) -> Option<String> {
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (unsigned.get(..at)?, Some(unsigned.get(at + 1..)?)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !fraction.is_none_or(digits) {
        return None;
    }
    if whole.is_empty() && fraction.is_none_or(str::is_empty) {
        return None;
    }
    if let Some(exponent) = exponent {
        let unsigned = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        if unsigned.is_empty() || !digits(unsigned) {
            return None;
        }
    }
    let mut number = String::with_capacity(text.len() + 2);
    if text.starts_with('-') {
        number.push('-');
    }
    match whole.trim_start_matches('0') {
        "" => number.push('0'),
        whole => number.push_str(whole),
    }
    if let Some(fraction) = fraction {
        number.push('.');
        number.push_str(if fraction.is_empty() { "0" } else { fraction });
    }
    if let Some(exponent) = exponent {
        number.push('e');
        number.push_str(exponent);
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_out_as_json_writes_them() {
        for (text, expected) in [
            ("200", "200"),
            ("-0", "-0"),
            ("+12", "12"),
            ("007", "7"),
            ("0x1F", "31"),
            ("0o17", "15"),
            ("1.10", "1.10"),
            (".5", "0.5"),
            ("-.5", "-0.5"),
            ("1.", "1.0"),
            ("1E+3", "1e+3"),
            ("99999999999999999999999", "99999999999999999999999"),
        ] {
            assert_eq!(meaning(text), Meaning::Number(expected.into()), "{text}");
        }
    }

    #[test]
    fn words_that_look_like_numbers_are_strings() {
        for text in [
            "1.0.1",
            "2XX",
            ".",
            "-",
            "+",
            "e5",
            "1e",
            "0x",
            "0xg",
            "0x+1",
            "1_000",
            "yes",
            "nul",
            "2020-01-01",
            "- 1",
            "--1",
            "1 2",
        ] {
            assert_eq!(meaning(text), Meaning::String, "{text}");
        }
    }
}
