//! The words of a filter.

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A name, a keyword, a number, a date, a GUID.
    Word(String),
    /// A text in quotes, unquoted.
    Text(String),
    Open,
    Close,
    Comma,
    Colon,
}

impl std::fmt::Display for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Text(text) => write!(f, "'{}'", text.replace('\'', "''")),
            Self::Open => f.write_str("("),
            Self::Close => f.write_str(")"),
            Self::Comma => f.write_str(","),
            Self::Colon => f.write_str(":"),
        }
    }
}

/// What must have white space on both sides, but for `not` at the beginning.
const OPERATORS: [&str; 10] = ["and", "or", "not", "eq", "ne", "gt", "ge", "lt", "le", "in"];

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut characters = text.chars().peekable();
    let mut after_space = true;
    while let Some(character) = characters.next() {
        if character.is_whitespace() {
            after_space = true;
            continue;
        }
        let after_space = std::mem::take(&mut after_space);
        tokens.push(match character {
            '(' => Token::Open,
            ')' => Token::Close,
            ',' => Token::Comma,
            ':' => Token::Colon,
            '\'' => {
                let mut value = String::new();
                loop {
                    match characters.next() {
                        // A quote within a text is written twice.
                        Some('\'') if characters.next_if_eq(&'\'').is_some() => value.push('\''),
                        Some('\'') => break,
                        Some(character) => value.push(character),
                        None => {
                            return Err(format!(
                                "A text in '$filter' lacks its closing quote: '{value}"
                            ));
                        }
                    }
                }
                Token::Text(value)
            }
            first => {
                // A date has colons in it; a name ends at one.
                let number = first.is_ascii_digit() || first == '-';
                let mut word = String::from(first);
                while let Some(next) = characters.next_if(|next| {
                    next.is_alphanumeric() || "/.@_-+".contains(*next) || (number && *next == ':')
                }) {
                    word.push(next);
                }
                let before_space = characters.peek().is_some_and(|next| next.is_whitespace());
                let is_glued = match tokens.last() {
                    Some(Token::Text(_) | Token::Close) => !after_space,
                    _ => false,
                };
                if OPERATORS.contains(&word.as_str()) && (is_glued || !before_space) {
                    return Err(format!(
                        "Syntax error in '$filter': '{word}' needs a space before and after it."
                    ));
                }
                Token::Word(word)
            }
        });
    }
    Ok(tokens)
}
