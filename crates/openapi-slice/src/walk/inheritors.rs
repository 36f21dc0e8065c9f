//! The subtypes of a discriminator that its mapping need not name: they are the schemas that inherit.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use super::{Id, Walker};
use crate::error::Result;
use crate::index::Part;
use crate::pointer::Target;
use crate::references::{Use, schema_portion};
use crate::tree::Node;

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
        for at in memchr::memmem::find_iter(text, b"$ref") {
            let rest = text.get(at + b"$ref".len()..).unwrap_or_default();
            match mentioned(rest) {
                Mentioned::Schema(name) => match self.mentions.get_mut(name) {
                    Some(places) if places.last() == Some(&place) => {}
                    Some(places) => places.push(place),
                    None => {
                        self.mentions.insert(name.to_owned(), vec![place]);
                    }
                },
                Mentioned::Else => {}
                Mentioned::Unclear => return self.unclear.push(place),
            }
        }
    }
}

/// What a reference leads to.
enum Mentioned<'t> {
    Schema(&'t str),
    /// Anything in the document but a schema.
    Else,
    Unclear,
}

/// What the reference leads to that is behind these bytes, the first ones after `$ref`.
fn mentioned(rest: &[u8]) -> Mentioned<'_> {
    let colon = rest.strip_prefix(b"'").or(rest.strip_prefix(b"\""));
    let colon = colon.unwrap_or(rest).trim_ascii_start();
    let Some(value) = colon.strip_prefix(b":").map(<[u8]>::trim_ascii_start) else {
        return Mentioned::Unclear;
    };
    let (quote, pointer) = match value {
        [quote @ (b'\'' | b'"'), b'#', b'/', pointer @ ..] => (*quote, pointer),
        _ => return Mentioned::Unclear,
    };
    let Some(name) = pointer.strip_prefix(b"components/schemas/") else {
        return Mentioned::Else;
    };
    let end = memchr::memchr(quote, name).unwrap_or(name.len());
    let after = name.get(end + 1);
    let name = name.get(..end).map(std::str::from_utf8);
    match name {
        // Escapes of pointers, of addresses and of quotes, and what may be folded into a space.
        Some(Ok(name)) if after != Some(&quote) && !name.contains(['~', '%', '\n', '\r']) => {
            Mentioned::Schema(name)
        }
        _ => Mentioned::Unclear,
    }
}
