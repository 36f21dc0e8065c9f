//! `$search`: words that must all occur in the texts of an entity.

use crate::spec::entity::{EntityType, Kind};
use crate::tenant::record::{Record, Scalar};

/// A parsed `$search`.
#[derive(Debug)]
pub(crate) struct Search {
    terms: Vec<Term>,
    /// The properties that a term without a property is looked for in.
    texts: Vec<String>,
}

#[derive(Debug)]
struct Term {
    property: Option<String>,
    /// In lower case.
    text: String,
}

impl Search {
    /// Reads `"two words"`, `"displayName:two words"`, or several of them with `AND` in between.
    pub(super) fn parse(entity: &EntityType, value: &str) -> Result<Self, String> {
        let texts: Vec<String> = entity
            .properties
            .iter()
            .filter(|property| matches!(property.kind, Kind::Text | Kind::Enum(_)))
            .map(|property| property.name.clone())
            .collect();
        let mut terms = Vec::new();
        for part in value.split(" AND ") {
            let text = part.trim().trim_matches('"');
            if text.is_empty() || text.contains('"') {
                return Err(format!(
                    "Cannot read '{value}' in '$search': write \"text\" or \"property:text\"."
                ));
            }
            let term = match text.split_once(':') {
                Some((property, text)) if texts.iter().any(|name| name == property) => Term {
                    property: Some(property.to_owned()),
                    text: text.to_lowercase(),
                },
                _ => Term {
                    property: None,
                    text: text.to_lowercase(),
                },
            };
            terms.push(term);
        }
        Ok(Self { terms, texts })
    }

    pub(crate) fn matches(&self, record: &dyn Record, scratch: &mut String) -> bool {
        self.terms.iter().all(|term| {
            let mut holds = |property: &str| match record.get(property, scratch) {
                Scalar::Text(text) => text.to_lowercase().contains(&term.text),
                _ => false,
            };
            match &term.property {
                Some(property) => holds(property),
                None => self.texts.iter().any(|property| holds(property)),
            }
        })
    }
}
