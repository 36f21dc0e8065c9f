//! Reads a filter by recursive descent.

use super::super::lexer::{Token, tokens};
use super::{Comparison, Filter, Function, Literal, Operand};
use crate::clock::Ticks;
use crate::spec::entity::{EntityType, Kind};

/// How deep parentheses, `not` and lambdas may be nested.
const DEEPEST: usize = 32;

impl Filter {
    /// Reads a filter over the properties of `entity`. Says in words what is wrong with it.
    pub(in crate::odata) fn parse(entity: &EntityType, text: &str) -> Result<Self, String> {
        let mut tokens = tokens(text)?;
        tokens.reverse();
        let mut parser = Parser {
            entity,
            tokens,
            element: None,
            depth: 0,
        };
        let filter = parser.or()?;
        match parser.tokens.pop() {
            None => Ok(filter),
            Some(token) => Err(format!(
                "Syntax error in '$filter': '{token}' was not expected there, in '{text}'."
            )),
        }
    }
}

/// Several filters in one; a single one stays what it is.
fn joined(filters: Vec<Filter>, join: fn(Vec<Filter>) -> Filter) -> Filter {
    match <[Filter; 1]>::try_from(filters) {
        Ok([filter]) => filter,
        Err(filters) => join(filters),
    }
}

struct Parser<'a> {
    entity: &'a EntityType,
    /// What is left, the next token last.
    tokens: Vec<Token>,
    /// The name of the variable of the lambda that is being read.
    element: Option<String>,
    depth: usize,
}

impl Parser<'_> {
    fn next_is(&self, word: &str) -> bool {
        matches!(self.tokens.last(), Some(Token::Word(next)) if next == word)
    }

    fn expect(&mut self, token: &Token) -> Result<(), String> {
        match self.tokens.pop() {
            Some(next) if next == *token => Ok(()),
            Some(next) => Err(format!(
                "Syntax error in '$filter': '{token}' was expected, not '{next}'."
            )),
            None => Err(format!(
                "Syntax error in '$filter': '{token}' was expected at the end."
            )),
        }
    }

    fn or(&mut self) -> Result<Filter, String> {
        let mut filters = vec![self.and()?];
        while self.next_is("or") {
            self.tokens.pop();
            filters.push(self.and()?);
        }
        Ok(joined(filters, Filter::Or))
    }

    fn and(&mut self) -> Result<Filter, String> {
        let mut filters = vec![self.unary()?];
        while self.next_is("and") {
            self.tokens.pop();
            filters.push(self.unary()?);
        }
        Ok(joined(filters, Filter::And))
    }

    fn unary(&mut self) -> Result<Filter, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("'$filter' is nested more than {DEEPEST} deep."));
        }
        let filter = match self.tokens.pop() {
            Some(Token::Open) => {
                let filter = self.or()?;
                self.expect(&Token::Close)?;
                filter
            }
            Some(Token::Word(word)) if word == "not" => Filter::Not(Box::new(self.unary()?)),
            // All of none hold, and none of none.
            Some(Token::Word(word)) if word == "true" => Filter::And(Vec::new()),
            Some(Token::Word(word)) if word == "false" => Filter::Or(Vec::new()),
            Some(Token::Word(word)) => self.predicate(&word)?,
            Some(token) => {
                return Err(format!(
                    "Syntax error in '$filter': a property was expected, not '{token}'."
                ));
            }
            None => {
                return Err(
                    "Syntax error in '$filter': it ends where a property was expected.".to_owned(),
                );
            }
        };
        self.depth -= 1;
        Ok(filter)
    }

    fn predicate(&mut self, word: &str) -> Result<Filter, String> {
        if self.tokens.last() == Some(&Token::Open) {
            return match word {
                "startswith" => self.function(Function::StartsWith, word),
                "endswith" => self.function(Function::EndsWith, word),
                "contains" => self.function(Function::Contains, word),
                _ => match word.strip_suffix("/any") {
                    Some(property) => self.any(property),
                    None => Err(format!(
                        "An unknown function '{word}' in '$filter'. Known: startswith, endswith, contains, any."
                    )),
                },
            };
        }
        let (operand, kind) = self.operand(word)?;
        let Some(Token::Word(operator)) = self.tokens.last().cloned() else {
            return match kind {
                Kind::Bool => Ok(Filter::Holds(operand)),
                _ => Err(format!(
                    "'{word}' in '$filter' must be compared with something."
                )),
            };
        };
        let comparison = match operator.as_str() {
            "eq" => Comparison::Eq,
            "ne" => Comparison::Ne,
            "gt" => Comparison::Gt,
            "ge" => Comparison::Ge,
            "lt" => Comparison::Lt,
            "le" => Comparison::Le,
            "in" => return self.in_list(operand, &kind, word),
            "and" | "or" if kind == Kind::Bool => return Ok(Filter::Holds(operand)),
            other => {
                return Err(format!(
                    "An unknown operator '{other}' in '$filter'. Known: eq, ne, gt, ge, lt, le, in."
                ));
            }
        };
        self.tokens.pop();
        if !matches!(comparison, Comparison::Eq | Comparison::Ne)
            && matches!(kind, Kind::Enum(_) | Kind::Bool | Kind::Bytes)
        {
            return Err(format!(
                "'{operator}' cannot be used with '{word}' in '$filter': use eq, ne or in."
            ));
        }
        let literal = self.literal(&kind, word)?;
        Ok(Filter::Compare(operand, comparison, literal))
    }

    fn in_list(&mut self, operand: Operand, kind: &Kind, word: &str) -> Result<Filter, String> {
        self.tokens.pop();
        self.expect(&Token::Open)?;
        let mut literals = vec![self.literal(kind, word)?];
        while self.tokens.last() == Some(&Token::Comma) {
            self.tokens.pop();
            literals.push(self.literal(kind, word)?);
        }
        self.expect(&Token::Close)?;
        Ok(Filter::In(operand, literals))
    }

    fn function(&mut self, function: Function, name: &str) -> Result<Filter, String> {
        self.expect(&Token::Open)?;
        let Some(Token::Word(word)) = self.tokens.pop() else {
            return Err(format!(
                "The first argument of '{name}' in '$filter' must be a property."
            ));
        };
        let (operand, kind) = self.operand(&word)?;
        if kind != Kind::Text {
            return Err(format!(
                "'{name}' in '$filter' needs a property that is a text, which '{word}' is not."
            ));
        }
        self.expect(&Token::Comma)?;
        let Some(Token::Text(part)) = self.tokens.pop() else {
            return Err(format!(
                "The second argument of '{name}' in '$filter' must be a text in single quotes."
            ));
        };
        self.expect(&Token::Close)?;
        Ok(Filter::Function(function, operand, part))
    }

    fn any(&mut self, property: &str) -> Result<Filter, String> {
        let (operand, kind) = self.operand(property)?;
        if kind != Kind::Texts {
            return Err(format!(
                "'any' in '$filter' needs a list, which '{property}' is not."
            ));
        }
        self.expect(&Token::Open)?;
        if self.tokens.last() == Some(&Token::Close) {
            self.tokens.pop();
            return Ok(Filter::Any(operand, None));
        }
        let Some(Token::Word(variable)) = self.tokens.pop() else {
            return Err("'any' in '$filter' needs a variable, as in any(t:t eq '0').".to_owned());
        };
        self.expect(&Token::Colon)?;
        let outer = self.element.replace(variable);
        let filter = self.or()?;
        self.element = outer;
        self.expect(&Token::Close)?;
        Ok(Filter::Any(operand, Some(Box::new(filter))))
    }

    fn operand(&self, word: &str) -> Result<(Operand, Kind), String> {
        if self.element.as_deref() == Some(word) {
            return Ok((Operand::Element, Kind::Text));
        }
        if let Some((outer, inner)) = word.split_once('/')
            && let Some(property) = self.entity.property(outer)
            && let Kind::Object(names) = &property.kind
        {
            if !names.iter().any(|name| name == inner) {
                return Err(format!(
                    "Could not find a property named '{inner}' in '{outer}'. Its properties: {}.",
                    names.join(", ")
                ));
            }
            return Ok((
                Operand::Within(outer.to_owned(), inner.to_owned()),
                Kind::Text,
            ));
        }
        let property = self
            .entity
            .property(word)
            .ok_or_else(|| self.entity.no_property(word))?;
        Ok((
            Operand::Property(property.name.clone()),
            property.kind.clone(),
        ))
    }

    fn literal(&mut self, kind: &Kind, property: &str) -> Result<Literal, String> {
        let token = self
            .tokens
            .pop()
            .ok_or_else(|| format!("'{property}' in '$filter' is compared with nothing."))?;
        let mismatch = |wanted: &str| {
            Err(format!(
                "'{property}' in '$filter' must be compared with {wanted}, not with {token}."
            ))
        };
        match (&token, kind) {
            (Token::Word(word), _) if word == "null" => Ok(Literal::Null),
            (Token::Text(text), Kind::Text | Kind::Bytes) => Ok(Literal::Text(text.clone())),
            (_, Kind::Text | Kind::Bytes) => mismatch("a text in single quotes"),
            (Token::Text(text), Kind::Enum(known)) if known.contains(text) => {
                Ok(Literal::Text(text.clone()))
            }
            (_, Kind::Enum(known)) => mismatch(&format!("one of '{}'", known.join("', '"))),
            (Token::Word(word), Kind::Int) => match word.parse() {
                Ok(number) => Ok(Literal::Int(number)),
                Err(_) => mismatch("a whole number"),
            },
            (_, Kind::Int) => mismatch("a whole number"),
            (Token::Word(word), Kind::Bool) if word == "true" || word == "false" => {
                Ok(Literal::Bool(word == "true"))
            }
            (_, Kind::Bool) => mismatch("true or false"),
            (Token::Word(word), Kind::Time) => match Ticks::parse(word) {
                Some(time) => Ok(Literal::Time(time)),
                None => mismatch("a date-time such as 2026-01-31T08:00:00Z"),
            },
            (_, Kind::Time) => mismatch("a date-time without quotes, such as 2026-01-31T08:00:00Z"),
            (_, Kind::Texts) => mismatch("nothing: it is a list, so use any"),
            (_, Kind::Object(_)) => {
                mismatch("nothing: it is an object, so name one of its properties")
            }
        }
    }
}
