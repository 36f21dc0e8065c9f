//! References: what `$ref` can say.

/// Where a reference within the document leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Decoded tokens of a JSON pointer; empty for the whole document.
    Pointer(Vec<String>),
    /// The anchor of a schema.
    Anchor(String),
    /// Another document.
    External,
    /// Not a pointer.
    Malformed,
}

/// Reads the value of `$ref`.
pub(crate) fn parse(reference: &str) -> Target {
    let Some(fragment) = reference.strip_prefix('#') else {
        return Target::External;
    };
    if fragment.is_empty() {
        return Target::Pointer(Vec::new());
    }
    let Some(fragment) = percent_decode(fragment) else {
        return Target::Malformed;
    };
    let Some(tokens) = fragment.strip_prefix('/') else {
        return Target::Anchor(fragment);
    };
    tokens
        .split('/')
        .map(unescape)
        .collect::<Option<_>>()
        .map_or(Target::Malformed, Target::Pointer)
}

/// The name in a pointer to a schema component that needs no decoding, as most are.
pub(crate) fn plain_schema(reference: &str) -> Option<&str> {
    let name = reference.strip_prefix("#/components/schemas/")?;
    let encoded = |byte: u8| matches!(byte, b'/' | b'~' | b'%');
    (!name.bytes().any(encoded)).then_some(name)
}

/// Undoes `~1` and `~0`; `None` for any other use of the tilde.
fn unescape(token: &str) -> Option<String> {
    let mut parts = token.split('~');
    let mut text = parts.next()?.to_owned();
    for part in parts {
        let (escaped, rest) = match part.as_bytes().first() {
            Some(b'0') => ('~', part.get(1..)?),
            Some(b'1') => ('/', part.get(1..)?),
            _ => return None,
        };
        text.push(escaped);
        text.push_str(rest);
    }
    Some(text)
}

fn percent_decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let value = digit()? * 16 + digit()?;
        bytes.push(u8::try_from(value).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(reference: &str) -> Vec<String> {
        match parse(reference) {
            Target::Pointer(tokens) => tokens,
            other => panic!("{reference}: {other:?}"),
        }
    }

    #[test]
    fn escapes_are_undone() {
        assert_eq!(
            tokens("#/paths/~1a~1%7Bid%7D/get"),
            ["paths", "/a/{id}", "get"]
        );
        assert_eq!(tokens("#/a~01"), ["a~1"]);
        assert_eq!(tokens("#/%C3%A9"), ["é"]);
        assert_eq!(tokens("#"), Vec::<String>::new());
    }

    #[test]
    fn what_is_no_pointer_is_told_apart() {
        for external in ["other.yaml#/a", "https://x/y", "Cat"] {
            assert_eq!(parse(external), Target::External, "{external}");
        }
        assert_eq!(parse("#a%62"), Target::Anchor("ab".to_owned()));
        for malformed in ["#/a~2", "#/a~", "#/%zz", "#/%4", "#/%ff"] {
            assert_eq!(parse(malformed), Target::Malformed, "{malformed}");
        }
    }
}
