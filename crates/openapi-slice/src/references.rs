//! Finds the references in one part of a document.

use crate::Discriminators;
use crate::methods::{ADDITIONAL, Methods, fixed};
use crate::openapi::{Extra, Field, Kind, extra, field};
use crate::tree::Node;

/// How a schema is referred to; this decides about its subtypes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// It is the type of a value.
    Type,
    /// Another schema inherits from it.
    Base,
}

/// Bits that say which portion of a part is kept.
pub(crate) mod portion {
    /// Everything of a component; of a path item all but its operations.
    pub(crate) const BODY: u64 = 1 << 15;
    /// A schema is used as a type, not only inherited from.
    pub(crate) const TYPE: u64 = 1 << 14;
    /// All operations of a path item.
    pub(crate) const OPERATIONS: u64 = !(BODY | TYPE);
}

/// Something that a part refers to.
#[derive(Debug)]
pub(crate) enum Reference<'n> {
    /// `$ref`, or the `operationRef` of a link. `portion` is what is needed of the target.
    Pointer {
        text: &'n str,
        at: usize,
        portion: u64,
        /// In an extension, where it may be no reference at all.
        lenient: bool,
    },
    /// A schema that a discriminator names, by its name or by a pointer.
    Mapping {
        text: &'n str,
        at: usize,
    },
    /// The schemas that inherit from the component at hand, which has a discriminator.
    Inheritors,
    SecurityScheme {
        name: &'n str,
        at: usize,
    },
    /// An operation that a link names by its id.
    OperationId {
        id: &'n str,
        at: usize,
    },
    Tag(&'n str),
    /// The operation takes the `security` of the root.
    RootSecurity,
    /// The operation takes the `servers` of the root.
    RootServers,
}

/// What is left out on request; no reference from it counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Drops {
    pub(crate) prose: bool,
    pub(crate) examples: bool,
    pub(crate) extensions: bool,
}

impl Drops {
    pub(crate) fn drops(self, kind: Kind, key: &str) -> bool {
        match extra(kind, key) {
            Some(Extra::Prose) => self.prose,
            Some(Extra::Examples) => self.examples,
            Some(Extra::Extension) => self.extensions,
            Some(Extra::RequiredProse) | None => false,
        }
    }
}

/// Collects the references of a part.
pub(crate) struct Collector<'n> {
    methods: &'n Methods,
    drops: Drops,
    discriminators: Discriminators,
    pub(crate) found: Vec<Reference<'n>>,
}

impl<'n> Collector<'n> {
    pub(crate) fn new(methods: &'n Methods, drops: Drops, discriminators: Discriminators) -> Self {
        Self {
            methods,
            drops,
            discriminators,
            found: Vec::new(),
        }
    }

    /// Collects from the given portion of a path item.
    pub(crate) fn path_item(&mut self, item: &'n Node, wanted: u64) {
        let own_servers = item.get("servers").is_some();
        for entry in item.entries() {
            if self.drops.drops(Kind::PathItem, &entry.key) {
                continue;
            }
            if entry.key == ADDITIONAL {
                self.additional_operations(&entry.value, wanted, own_servers);
                continue;
            }
            match fixed(&entry.key) {
                Some(bit) if wanted & bit != 0 => self.operation(&entry.value, own_servers),
                Some(_) => {}
                None if entry.key == "$ref" => {
                    self.pointer(&entry.value, wanted | portion::BODY, false);
                }
                None if wanted & portion::BODY != 0 => {
                    self.field(&entry.value, field(Kind::PathItem, &entry.key));
                }
                None => {}
            }
        }
    }

    fn additional_operations(&mut self, operations: &'n Node, wanted: u64, own_servers: bool) {
        for entry in operations.entries() {
            if !entry.key.starts_with("x-") {
                if wanted & self.methods.additional(&entry.key) != 0 {
                    self.operation(&entry.value, own_servers);
                }
            } else if wanted & portion::BODY != 0 && !self.drops.extensions {
                self.unknown(&entry.value);
            }
        }
    }

    fn operation(&mut self, operation: &'n Node, own_servers: bool) {
        for tag in operation.get("tags").map_or(&[][..], Node::items) {
            self.found.extend(tag.text().map(Reference::Tag));
        }
        match operation.get("security") {
            Some(security) => self.security(security),
            None => self.found.push(Reference::RootSecurity),
        }
        if !own_servers && operation.get("servers").is_none() {
            self.found.push(Reference::RootServers);
        }
        self.object(operation, Kind::Operation);
    }

    /// Collects from a list of security requirements.
    pub(crate) fn security(&mut self, requirements: &'n Node) {
        for requirement in requirements.items() {
            for entry in requirement.entries() {
                self.found.push(Reference::SecurityScheme {
                    name: &entry.key,
                    at: entry.key_at,
                });
            }
        }
    }

    /// Collects from an object of this kind.
    pub(crate) fn object(&mut self, node: &'n Node, kind: Kind) {
        match kind {
            Kind::Unknown => return self.unknown(node),
            Kind::PathItem => return self.path_item(node, u64::MAX),
            // An object that is not the component itself is the type of a value.
            Kind::Schema => return self.schema(node, Use::Type, false),
            _ => {}
        }
        for entry in node.entries() {
            if self.drops.drops(kind, &entry.key) {
                continue;
            }
            match (kind, entry.key.as_str()) {
                (_, "$ref") => self.pointer(&entry.value, whole(kind), false),
                (Kind::Link, "operationRef") => self.pointer(&entry.value, u64::MAX, false),
                (Kind::Link, "operationId") => {
                    let at = entry.value.at;
                    let id = entry.value.text();
                    self.found
                        .extend(id.map(|id| Reference::OperationId { id, at }));
                }
                (_, key) => self.field(&entry.value, field(kind, key)),
            }
        }
    }

    pub(crate) fn field(&mut self, value: &'n Node, field: Field) {
        match field {
            Field::Data => {}
            Field::One(kind) => self.object(value, kind),
            Field::List(kind) => {
                for item in value.items() {
                    self.object(item, kind);
                }
            }
            Field::Map(kind) => {
                for entry in value.entries() {
                    self.object(&entry.value, kind);
                }
            }
            Field::Patterned(kind) => {
                for entry in value.entries() {
                    if !entry.key.starts_with("x-") {
                        self.object(&entry.value, kind);
                    } else if !self.drops.extensions {
                        self.unknown(&entry.value);
                    }
                }
            }
        }
    }

    /// Collects from a schema. `named` schemas are components, which other schemas inherit from.
    pub(crate) fn schema(&mut self, node: &'n Node, usage: Use, named: bool) {
        let branches = ["oneOf", "anyOf"];
        let has_branches = branches.iter().any(|key| node.get(key).is_some());
        for entry in node.entries() {
            if self.drops.drops(Kind::Schema, &entry.key) {
                continue;
            }
            match entry.key.as_str() {
                "$ref" | "$dynamicRef" if entry.value.text().is_some() => {
                    self.pointer(&entry.value, schema_portion(usage), false);
                }
                "allOf" => {
                    let inherits = named || usage == Use::Base || adds_to_its_base(node);
                    let base = if inherits { Use::Base } else { usage };
                    for member in entry.value.items() {
                        let is_reference = member.get("$ref").is_some();
                        let usage = if is_reference { base } else { usage };
                        self.schema(member, usage, named);
                    }
                }
                "oneOf" | "anyOf" => {
                    for member in entry.value.items() {
                        self.schema(member, usage, false);
                    }
                }
                "not" | "if" => self.schema(&entry.value, Use::Base, false),
                "then" | "else" => self.schema(&entry.value, usage, false),
                "discriminator" => {
                    self.discriminator(&entry.value, usage, named && !has_branches);
                }
                key => self.field(&entry.value, field(Kind::Schema, key)),
            }
        }
    }

    fn discriminator(&mut self, node: &'n Node, usage: Use, implicit: bool) {
        if !self.drops.extensions {
            for entry in node.entries() {
                if entry.key.starts_with("x-") {
                    self.unknown(&entry.value);
                }
            }
        }
        let follow = match self.discriminators {
            Discriminators::Used => usage == Use::Type,
            Discriminators::All => true,
            Discriminators::None => false,
        };
        if !follow {
            return;
        }
        // What inherits and is not in the mapping is valid under its own name.
        if implicit {
            self.found.push(Reference::Inheritors);
        }
        let mapping = node.get("mapping").map_or(&[][..], Node::entries);
        let targets = mapping.iter().map(|entry| &entry.value);
        for target in targets.chain(node.get("defaultMapping")) {
            let at = target.at;
            let text = target.text();
            self.found
                .extend(text.map(|text| Reference::Mapping { text, at }));
        }
    }

    /// `$ref` counts wherever it is, though it may lead nowhere.
    pub(crate) fn unknown(&mut self, node: &'n Node) {
        for item in node.items() {
            self.unknown(item);
        }
        for entry in node.entries() {
            if entry.key == "$ref" && entry.value.text().is_some() {
                self.pointer(&entry.value, whole(Kind::Unknown), true);
            } else {
                self.unknown(&entry.value);
            }
        }
    }

    fn pointer(&mut self, value: &'n Node, portion: u64, lenient: bool) {
        let at = value.at;
        self.found
            .extend(value.text().map(|text| Reference::Pointer {
                text,
                at,
                portion,
                lenient,
            }));
    }
}

/// What is kept of a component that is referred to from an object of this kind.
fn whole(kind: Kind) -> u64 {
    match kind {
        Kind::Schema | Kind::Unknown | Kind::PathItem | Kind::Callback => u64::MAX,
        _ => portion::BODY,
    }
}

pub(crate) fn schema_portion(usage: Use) -> u64 {
    match usage {
        Use::Type => portion::BODY | portion::TYPE,
        Use::Base => portion::BODY,
    }
}

/// Whether a schema that is written in place declares something beside the one schema that its
/// `allOf` refers to. If not, `allOf` is only there so that, say, a description can stand beside a
/// `$ref`, and the value is of the type referred to.
fn adds_to_its_base(schema: &Node) -> bool {
    const DECLARING: [&str; 6] = [
        "properties",
        "patternProperties",
        "additionalProperties",
        "required",
        "oneOf",
        "anyOf",
    ];
    let declares = |node: &Node| DECLARING.iter().any(|key| node.get(key).is_some());
    let members = schema.get("allOf").map_or(&[][..], Node::items);
    let references = members
        .iter()
        .filter(|member| member.get("$ref").is_some())
        .count();
    references != 1 || declares(schema) || members.iter().any(declares)
}
