//! Patterns for paths.

/// A pattern in which `*` stands for any text within one segment, `**` for any text at all, and
/// every other character (braces too) for itself.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    /// What every match starts with.
    prefix: String,
    /// What follows.
    tokens: Vec<Token>,
}

#[derive(Clone, Debug)]
enum Token {
    Byte(u8),
    Star,
    DoubleStar,
}

impl Pattern {
    pub(crate) fn new(pattern: &str) -> Self {
        let (prefix, rest) = pattern.split_at(pattern.find('*').unwrap_or(pattern.len()));
        let mut tokens: Vec<Token> = Vec::with_capacity(rest.len());
        for byte in rest.bytes() {
            match (byte, tokens.last_mut()) {
                (b'*', Some(last @ (Token::Star | Token::DoubleStar))) => *last = Token::DoubleStar,
                (b'*', _) => tokens.push(Token::Star),
                _ => tokens.push(Token::Byte(byte)),
            }
        }
        Self {
            prefix: prefix.to_owned(),
            tokens,
        }
    }

    /// Whether the whole of `path` matches.
    pub(crate) fn matches(&self, path: &str) -> bool {
        path.strip_prefix(self.prefix.as_str())
            .is_some_and(|rest| matches(&self.tokens, rest.as_bytes()))
    }
}

fn matches(tokens: &[Token], path: &[u8]) -> bool {
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

#[cfg(test)]
mod tests {
    use super::Pattern;

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
            assert_eq!(
                Pattern::new(pattern).matches(path),
                expected,
                "{pattern} on {path}"
            );
        }
    }

    #[test]
    fn patterns_made_to_backtrack_are_answered_at_once() {
        let pattern = "**a*".repeat(200) + "b";
        assert!(!Pattern::new(&pattern).matches(&"a".repeat(2000)));
    }
}
