//! The subtypes of a discriminator that its mapping need not name: they are the schemas that inherit.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use super::{Id, Walker};
use crate::error::Result;
use crate::index::Part;
use crate::pointer::Target;
use crate::references::{Use, schema_portion};
use crate::tree::Node;

const SCHEMAS: &[u8] = b"/components/schemas/";

/// How many bytes of schemas are searched at once.
const BATCH: usize = 256 << 10;

/// Which schemas may inherit from which.
#[derive(Default)]
pub(super) struct Inheritors {
    /// The places of the schemas whose text has both `allOf` and a reference to this name.
    mentions: HashMap<String, Vec<usize>>,
    /// The places of those of which only the parser can tell.
    unclear: Vec<usize>,
    /// What the schemas that were looked at inherit from.
    bases: HashMap<usize, Vec<String>>,
}

impl Walker<'_, '_> {
    /// Keeps all that inherits from the component `from`, at however many removes.
    pub(super) fn follow_inheritors(&mut self, from: Option<Id>) -> Result<()> {
        let Some(from) = from else {
            return Ok(());
        };
        for id in self.inheritors_of(from)? {
            self.need(id, schema_portion(Use::Type), Some(from))?;
        }
        Ok(())
    }

    /// The schemas that inherit from a component, at however many removes.
    pub(super) fn inheritors_of(&mut self, base: Id) -> Result<BTreeSet<Id>> {
        let mut found = BTreeSet::new();
        let Some(base) = self.part_name(base) else {
            return Ok(found);
        };
        let Some(section) = self.index.components("schemas") else {
            return Ok(found);
        };
        let mut inheritors = match self.inheritors.take() {
            Some(inheritors) => inheritors,
            None => self.mentions(section)?,
        };
        let mut open = vec![base];
        while let Some(base) = open.pop() {
            let mentioning = inheritors.mentions.get(&base).into_iter().flatten();
            let candidates: Vec<usize> = mentioning.chain(&inheritors.unclear).copied().collect();
            for candidate in candidates {
                let id = (section, candidate);
                let bases = match inheritors.bases.entry(candidate) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(unknown) => unknown.insert(self.bases(id)?),
                };
                if bases.contains(&base)
                    && found.insert(id)
                    && let Some(name) = self.part_name(id)
                {
                    open.push(name);
                }
            }
        }
        self.inheritors = Some(inheritors);
        Ok(found)
    }

    /// What a schema says that it inherits from.
    fn bases(&mut self, id: Id) -> Result<Vec<String>> {
        let node = self.node(id)?;
        let mut bases = Vec::new();
        for member in node.get("allOf").map_or(&[][..], Node::items) {
            let Some(reference) = member.get("$ref").and_then(Node::text) else {
                continue;
            };
            let tokens = match self.index.target(reference) {
                Target::Pointer(tokens) => Some(tokens),
                Target::Anchor(name) => self.anchored(&name)?,
                _ => None,
            };
            if let Some([components, schemas, base]) = tokens.as_deref()
                && components == "components"
                && schemas == "schemas"
            {
                bases.push(base.clone());
            }
        }
        Ok(bases)
    }

    /// Reads the text of every schema, without parsing it.
    fn mentions(&self, section: usize) -> Result<Inheritors> {
        let mut inheritors = Inheritors::default();
        let parts = self.index.sections.get(section);
        let parts = parts.map_or(&[][..], |section| &section.parts);
        self.index.texts(parts, BATCH, |place, text| match text {
            Some(text) => inheritors.note(place, text),
            None => inheritors.unclear.push(place),
        })?;
        Ok(inheritors)
    }
}

impl Inheritors {
    fn note(&mut self, place: usize, text: &[u8]) {
        if Part::may_hide(text) {
            return self.unclear.push(place);
        }
        if memchr::memmem::find(text, b"allOf").is_none() {
            return;
        }
        let mut last: Option<&str> = None;
        for at in memchr::memchr_iter(b'#', text) {
            let rest = text.get(at + 1..).unwrap_or_default();
            let Some(name_and_rest) = rest.strip_prefix(SCHEMAS) else {
                // An anchor, perhaps. A comment has a space before it.
                let before = at.checked_sub(1).and_then(|at| text.get(at));
                if before.is_some_and(|byte| !byte.is_ascii_whitespace()) && !rest.starts_with(b"/")
                {
                    return self.unclear.push(place);
                }
                continue;
            };
            let is_end = |byte: &u8| *byte <= b' ' || b"'\",]}/".contains(byte);
            let end = name_and_rest.iter().position(is_end);
            let name = name_and_rest.get(..end.unwrap_or(name_and_rest.len()));
            let name = name.map(std::str::from_utf8);
            let Some(Ok(name)) = name else {
                return self.unclear.push(place);
            };
            // Escapes of pointers and of addresses, and names that are not what components are called.
            let mut after = name_and_rest.get(name.len()..).unwrap_or_default().iter();
            let is_clear = match after.next() {
                Some(b'\'') => after.next() != Some(&b'\''),
                Some(b'"') => true,
                // Further into a component.
                Some(b'/') => continue,
                _ => false,
            };
            if !is_clear || name.contains(['~', '%']) {
                return self.unclear.push(place);
            }
            if last == Some(name) {
                continue;
            }
            last = Some(name);
            match self.mentions.get_mut(name) {
                Some(places) if places.last() == Some(&place) => {}
                Some(places) => places.push(place),
                None => {
                    self.mentions.insert(name.to_owned(), vec![place]);
                }
            }
        }
    }
}
