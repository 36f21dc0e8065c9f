//! What a reference leads to, or fails to.

use crate::error::{ErrorKind, Fault, Result};
use crate::index::Index;
use crate::pointer::Target;
use crate::tree::Node;

/// Fails if a reference leads to something inside of a kept part that was dropped from it.
pub(crate) fn nothing_dangles(
    index: &Index<'_>,
    document: &Node,
    references: &[(String, usize)],
) -> Result<()> {
    for (text, at) in references {
        if let Target::Pointer(tokens) = index.target(text)
            && descend(document, &tokens).is_none()
        {
            let message = format!("the reference {text:?} leads to something that is dropped");
            return Err(Fault::at(ErrorKind::Dangling, *at, message));
        }
    }
    Ok(())
}

pub(super) fn descend<'n>(node: &'n Node, tokens: &[String]) -> Option<&'n Node> {
    tokens.iter().try_fold(node, |node, token| {
        node.get(token)
            .or_else(|| node.items().get(token.parse::<usize>().ok()?))
    })
}

pub(super) fn dangling(reference: &Node) -> Fault {
    missing(
        "the target of the reference",
        reference.text().unwrap_or_default(),
        reference.at,
    )
}

pub(super) fn missing(what: &str, name: &str, at: usize) -> Fault {
    let message = format!("{what} {name:?} is not in the document");
    Fault::at(ErrorKind::Dangling, at, message)
}

pub(super) fn malformed(reference: &Node) -> Fault {
    let text = reference.text().unwrap_or_default();
    let message = format!("expected a JSON pointer after '#' in the reference, found {text:?}");
    Fault::at(ErrorKind::Dangling, reference.at, message)
}
