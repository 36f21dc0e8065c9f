//! Mends the sliced document: each pass states a fact about the service that upstream's document
//! has wrong or that stops good code from being generated.

mod names;
mod operations;
mod parameters;
mod schemas;
mod statuses;
#[cfg(test)]
mod tests;

use serde_json::Value;

/// What the mends did that a maintainer should know of.
#[derive(Debug, Default)]
pub(crate) struct Mended {
    /// What upstream says and the specification does not, a line each.
    pub(crate) absorbed: Vec<String>,
    /// What no mend could put right. The document is then not fit for use, but fit for comparison.
    pub(crate) problems: Vec<String>,
}

/// Applies every mend, in an order in which later passes see what earlier ones made.
///
/// `root` is the path of the collection that the operations are named from. A mend that fails does not keep the others
/// from their work, so that all that is wrong is told at once.
pub(crate) fn mend(document: &mut Value, root: &str) -> Mended {
    let mut mended = Mended::default();
    let mut note = |result: anyhow::Result<()>| {
        if let Err(error) = result {
            mended.problems.push(format!("{error:#}"));
        }
    };
    let upstream = statuses::documented(document);
    note(operations::name_operations(document, root));
    operations::drop_error_responses(document);
    operations::only_json(document);
    operations::name_success_statuses(document);
    operations::count_in_plain_text(document);
    parameters::comma_separated_lists(document);
    note(parameters::share_parameters(document));
    names::reuse_collections(document);
    schemas::nothing_is_required(document);
    schemas::nothing_is_closed(document);
    names::name_action_bodies(document);
    schemas::fold_inheritance(document);
    names::drop_unused_components(document);
    schemas::open_enums(document);
    schemas::keep_subtypes(document);
    schemas::fix_subtype_tags(document);
    schemas::tell_subtypes_by_tag(document);
    schemas::tolerate_null(document);
    schemas::null_has_a_type(document);
    schemas::pages_have_items(document);
    schemas::standard_base64(document);
    schemas::integers_are_integers(document);
    schemas::drop_redundant_constraints(document);
    note(names::short_names(document));
    names::drop_tooling(document);
    mended.absorbed = statuses::told(&upstream, &statuses::documented(document));
    mended
}
