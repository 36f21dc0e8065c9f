//! The methods of operations, and the bits that stand for them among the portions of a path item.

use std::cell::RefCell;

use crate::tree::Node;

/// The methods that have a field of their own, in the order in which OpenAPI lists them.
pub(crate) const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// The field of a path item that holds the operations with any other method, by its name.
pub(crate) const ADDITIONAL: &str = "additionalOperations";

/// The bits from this one on stand for methods without a field of their own.
const FIRST_ADDITIONAL: u32 = 16;

/// The methods without a field of their own, in the order in which they were met.
#[derive(Debug, Default)]
pub(crate) struct Methods {
    additional: RefCell<Vec<String>>,
}

/// An operation of a path item.
pub(crate) struct Operation<'n> {
    pub(crate) method: &'n str,
    pub(crate) bit: u64,
    pub(crate) node: &'n Node,
}

impl Methods {
    /// The bit of a method without a field of its own. All beyond the 48th share one: they are kept
    /// together, and no honest document has as many.
    pub(crate) fn additional(&self, name: &str) -> u64 {
        let mut names = self.additional.borrow_mut();
        let known = names.iter().position(|known| known == name);
        let place = known.unwrap_or_else(|| {
            names.push(name.to_owned());
            names.len() - 1
        });
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        1 << FIRST_ADDITIONAL.saturating_add(place).min(u64::BITS - 1)
    }

    /// The bit of the operation that a pointer into a path item leads to, or into.
    pub(crate) fn pointed_at(&self, tokens: &[String]) -> Option<u64> {
        match tokens {
            [first, name, ..] if first == ADDITIONAL => Some(self.additional(name)),
            [method, ..] => fixed(method),
            [] => None,
        }
    }

    /// The operations of a path item: first those with a field of their own.
    pub(crate) fn operations<'n>(&self, item: &'n Node) -> Vec<Operation<'n>> {
        let mut operations = Vec::new();
        for method in METHODS {
            if let (Some(bit), Some(node)) = (fixed(method), item.get(method)) {
                operations.push(Operation { method, bit, node });
            }
        }
        for entry in item.get(ADDITIONAL).map_or(&[][..], Node::entries) {
            if !entry.key.starts_with("x-") {
                operations.push(Operation {
                    method: &entry.key,
                    bit: self.additional(&entry.key),
                    node: &entry.value,
                });
            }
        }
        operations
    }
}

/// The bit of a method that has a field of its own.
pub(crate) fn fixed(method: &str) -> Option<u64> {
    let index = METHODS.iter().position(|name| *name == method)?;
    Some(1 << index)
}

/// Whether this can be the name of a method: a token, as HTTP says.
pub(crate) fn is_token(text: &str) -> bool {
    let is_mark = |byte: u8| b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || is_mark(byte))
}
