//! Patterns for paths.

/// Whether `path` matches `pattern`, in which `*` stands for any text within one segment, `**`
/// for any text at all, and every other character (braces too) for itself.
pub(crate) fn matches(pattern: &str, path: &str) -> bool {
    let tokens = tokens(pattern);
    let path = path.as_bytes();
    // Where to go on when the text after the latest `*`, or the latest `**`, turns out wrong. One
    // of each is enough, so the time is bounded by the product of the lengths.
    let mut star: Option<(usize, usize)> = None;
    let mut double_star: Option<(usize, usize)> = None;
    let (mut token, mut at) = (0, 0);
    loop {
        match (tokens.get(token), path.get(at)) {
            (None, None) => return true,
            (Some(Token::Star), _) => {
                star = Some((token + 1, at));
                token += 1;
                continue;
            }
            (Some(Token::DoubleStar), _) => {
                double_star = Some((token + 1, at));
                star = None;
                token += 1;
                continue;
            }
            (Some(Token::Byte(expected)), Some(byte)) if expected == byte => {
                token += 1;
                at += 1;
                continue;
            }
            _ => {}
        }
        if let Some((next, from)) = star
            && path.get(from).is_some_and(|byte| *byte != b'/')
        {
            star = Some((next, from + 1));
            (token, at) = (next, from + 1);
        } else if let Some((next, from)) = double_star
            && from < path.len()
        {
            double_star = Some((next, from + 1));
            star = None;
            (token, at) = (next, from + 1);
        } else {
            return false;
        }
    }
}

enum Token {
    Byte(u8),
    Star,
    DoubleStar,
}

fn tokens(pattern: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(pattern.len());
    for byte in pattern.bytes() {
        match (byte, tokens.last_mut()) {
            (b'*', Some(last @ (Token::Star | Token::DoubleStar))) => *last = Token::DoubleStar,
            (b'*', _) => tokens.push(Token::Star),
            _ => tokens.push(Token::Byte(byte)),
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn one_star_stays_in_its_segment_and_two_do_not() {
        for (pattern, path, expected) in [
            ("/users", "/users", true),
            ("/users", "/users/x", false),
            ("/users/*", "/users/{id}", true),
            ("/users/*", "/users/{id}/mail", false),
            ("/users/**", "/users/{id}/mail", true),
            ("/users/**", "/users", false),
            ("/users**", "/users/{id}", true),
            ("**/mail", "/users/{id}/mail", true),
            ("/*/*/mail", "/users/{id}/mail", true),
            ("/**/mail/*", "/mail/a/mail/b", true),
            ("/a*c*/d", "/abcbc/d", true),
            ("/a*c", "/ab/c", false),
            ("**", "", true),
            ("/{id}", "/{id}", true),
            ("/f(x=*)", "/f(x={x})", true),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} on {path}");
        }
    }

    #[test]
    fn patterns_made_to_backtrack_are_answered_at_once() {
        let pattern = "**a*".repeat(200) + "b";
        assert!(!matches(&pattern, &"a".repeat(2000)));
    }
}
