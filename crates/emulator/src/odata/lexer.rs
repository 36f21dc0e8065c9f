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

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        tokens.push(match character {
            character if character.is_whitespace() => continue,
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
                Token::Word(word)
            }
        });
    }
    Ok(tokens)
}
