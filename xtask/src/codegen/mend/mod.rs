//! Mends the sliced document: each pass states a fact about the service that upstream's document
//! has wrong or that stops good code from being generated.

mod names;
mod operations;
mod parameters;
mod schemas;
#[cfg(test)]
mod tests;

use anyhow::Result;
use serde_json::Value;

/// Applies every mend, in an order in which later passes see what earlier ones made.
///
/// `root` is the path of the collection that the operations are named from.
pub(crate) fn mend(document: &mut Value, root: &str) -> Result<()> {
    operations::name_operations(document, root)?;
    operations::drop_error_responses(document);
    operations::only_json(document);
    operations::name_success_statuses(document);
    operations::count_in_plain_text(document);
    parameters::comma_separated_lists(document);
    parameters::share_parameters(document)?;
    names::reuse_collections(document);
    schemas::nothing_is_required(document);
    names::name_action_bodies(document);
    schemas::fold_inheritance(document);
    names::drop_unused_components(document);
    schemas::open_enums(document);
    schemas::keep_subtypes(document);
    schemas::fix_subtype_tags(document);
    schemas::tolerate_null(document);
    schemas::pages_have_items(document);
    schemas::standard_base64(document);
    schemas::integers_are_integers(document);
    schemas::drop_redundant_constraints(document);
    names::short_names(document)?;
    names::drop_tooling(document);
    Ok(())
}
