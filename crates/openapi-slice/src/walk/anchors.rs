//! The schemas that references of OpenAPI 3.1 name by an anchor.

use std::collections::HashMap;

use super::Walker;
use crate::error::Result;
use crate::openapi::{Field, Kind, field};
use crate::tree::Node;

impl Walker<'_, '_> {
    /// The tokens of a pointer to the schema with this anchor, if a schema component is or has it.
    pub(super) fn anchored(&mut self, name: &str) -> Result<Option<Vec<String>>> {
        if self.anchors.is_none() {
            self.anchors = Some(self.all_anchors()?);
        }
        let anchors = self.anchors.as_ref();
        Ok(anchors.and_then(|anchors| anchors.get(name)).cloned())
    }

    /// Takes a look at every schema with an anchor.
    fn all_anchors(&self) -> Result<HashMap<String, Vec<String>>> {
        let mut anchors = HashMap::new();
        let section = self.index.components("schemas");
        let section = section.and_then(|section| self.index.sections.get(section));
        for part in section.iter().flat_map(|section| &section.parts) {
            if self.index.may_contain(part, &KEYWORDS) {
                let node = self.index.load(part)?;
                let mut place = ["components", "schemas", &part.name]
                    .map(str::to_owned)
                    .into();
                collect(&node, &mut place, &mut anchors);
            }
        }
        Ok(anchors)
    }
}

const KEYWORDS: [&str; 2] = ["$anchor", "$dynamicAnchor"];

/// Notes the anchors of a schema and of those inside of it. Of several with one name, the first
/// counts.
fn collect(schema: &Node, place: &mut Vec<String>, anchors: &mut HashMap<String, Vec<String>>) {
    for name in KEYWORDS
        .iter()
        .filter_map(|keyword| schema.get(keyword)?.text())
    {
        anchors
            .entry(name.to_owned())
            .or_insert_with(|| place.clone());
    }
    for entry in schema.entries() {
        place.push(entry.key.clone());
        match field(Kind::Schema, &entry.key) {
            Field::One(Kind::Schema) => collect(&entry.value, place, anchors),
            Field::List(Kind::Schema) => {
                for (index, item) in entry.value.items().iter().enumerate() {
                    place.push(index.to_string());
                    collect(item, place, anchors);
                    place.pop();
                }
            }
            Field::Map(Kind::Schema) => {
                for named in entry.value.entries() {
                    place.push(named.key.clone());
                    collect(&named.value, place, anchors);
                    place.pop();
                }
            }
            _ => {}
        }
        place.pop();
    }
}
