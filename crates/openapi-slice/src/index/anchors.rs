//! What aliases stand for that are in another part than their anchors.

use std::collections::HashMap;
use std::ops::Range;

use super::Index;
use crate::error::{ErrorKind, Fault, Result};
use crate::tree::{Aliases, Node, Value};

/// The byte ranges behind the anchors of the document, for the aliases in parts that are parsed
/// by themselves.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    /// The anchor that each alias, by its position, refers to.
    pub(crate) alias_at: HashMap<usize, usize>,
    pub(crate) nodes: HashMap<usize, Anchored>,
}

#[derive(Clone, Debug)]
pub(crate) enum Anchored {
    Text(Range<usize>),
    Scalar { text: String, plain: bool },
}

impl Index<'_> {
    pub(crate) fn define_anchor(&self, id: usize, node: Anchored) {
        self.anchors.borrow_mut().nodes.insert(id, node);
    }

    pub(crate) fn define_alias(&self, at: usize, id: usize) {
        self.anchors.borrow_mut().alias_at.insert(at, id);
    }

    fn anchored(&self, at: usize, id: usize) -> Result<Node> {
        let anchored = self.anchors.borrow().nodes.get(&id).cloned();
        let Some(anchored) = anchored else {
            let message = "expected an alias to a complete value, found one to what contains it";
            return Err(Fault::at(ErrorKind::Syntax, at, message));
        };
        if self.resolving.borrow().contains(&id) {
            let message = "the alias refers to a value that contains it";
            return Err(Fault::at(ErrorKind::Syntax, at, message));
        }
        if self.resolving.borrow().len() > 32 {
            let message = "aliases nested deeper than 32 levels";
            return Err(Fault::at(ErrorKind::Limit, at, message));
        }
        match anchored {
            Anchored::Scalar { text, plain } => {
                let value = Value::Scalar { text, plain };
                Ok(Node { at, value })
            }
            Anchored::Text(range) => {
                self.spend(at, range.len())?;
                self.resolving.borrow_mut().push(id);
                let node = self.parse(range);
                self.resolving.borrow_mut().pop();
                node
            }
        }
    }
}

impl Aliases for Index<'_> {
    fn resolve(&self, at: usize, name: &str) -> Result<Node> {
        let id = self.anchors.borrow().alias_at.get(&at).copied();
        let Some(id) = id else {
            let message = format!("expected an anchor named {name:?} before its alias");
            return Err(Fault::at(ErrorKind::Syntax, at, message));
        };
        let node = self.anchored(at, id)?;
        self.spend(at, node.weight())?;
        Ok(node)
    }

    fn spend(&self, at: usize, weight: usize) -> Result<()> {
        match self.budget.get().checked_sub(weight) {
            Some(left) => {
                self.budget.set(left);
                Ok(())
            }
            None => {
                let message = "the aliases of the document expand to more than four times its size";
                Err(Fault::at(ErrorKind::Limit, at, message))
            }
        }
    }
}
