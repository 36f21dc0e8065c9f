//! The subtypes of a discriminator that has no mapping: they are the schemas that inherit.

use std::collections::{BTreeSet, HashMap};

use super::{Id, Walker};
use crate::error::Result;
use crate::pointer::{self, Target};
use crate::references::{Use, schema_portion};
use crate::tree::Node;

impl Walker<'_, '_> {
    /// Keeps all that inherits from the component `from`, at however many removes.
    pub(super) fn follow_inheritors(&mut self, from: Option<Id>) -> Result<()> {
        let Some(id) = from else {
            return Ok(());
        };
        let Some(base) = self.part_name(id) else {
            return Ok(());
        };
        if self.inheritors.is_none() {
            self.inheritors = Some(self.all_inheritors()?);
        }
        let inheritors = self.inheritors.as_ref();
        let mut open = vec![base];
        let mut found: BTreeSet<Id> = BTreeSet::new();
        while let Some(base) = open.pop() {
            let names = inheritors.and_then(|inheritors| inheritors.get(&base));
            for name in names.into_iter().flatten() {
                if let Some(id) = self.component_id("schemas", name)?
                    && found.insert(id)
                {
                    open.push(name.clone());
                }
            }
        }
        for id in found {
            self.need(id, schema_portion(Use::Type), from)?;
        }
        Ok(())
    }

    /// Takes a look at every schema, which only such a discriminator makes necessary.
    fn all_inheritors(&self) -> Result<HashMap<String, Vec<String>>> {
        let mut inheritors: HashMap<String, Vec<String>> = HashMap::new();
        let section = self.index.components("schemas");
        let section = section.and_then(|section| self.index.sections.get(section));
        for part in section.iter().flat_map(|section| &section.parts) {
            let node = self.index.load(part)?;
            for member in node.get("allOf").map_or(&[][..], Node::items) {
                let reference = member.get("$ref").and_then(Node::text);
                if let Some(Target::Pointer(tokens)) = reference.map(pointer::parse)
                    && let [components, schemas, base] = tokens.as_slice()
                    && components == "components"
                    && schemas == "schemas"
                {
                    let names = inheritors.entry(base.clone()).or_default();
                    names.push(part.name.to_string());
                }
            }
        }
        Ok(inheritors)
    }
}
