//! What the generator has no setting for, done to the syntax tree that it returns.

use syn::visit_mut::{VisitMut, visit_block_mut, visit_item_struct_mut};
use syn::{
    Attribute, Block, Expr, ExprCall, Field, File, ImplItem, Item, ItemStruct, Lit, Stmt,
    parse_quote,
};

/// Makes every optional property two options deep: absent is `None`, null is `Some(None)`.
///
/// The generator reads null as absent, so that an object which is read and written back would lose its nulls,
/// and no PATCH could clear a property.
pub(crate) fn tell_null_from_absent(file: &mut File) {
    TwoOptions.visit_file_mut(file);
}

/// Removes the constructor that makes a connection of its own, past the transport, and may panic.
///
/// # Errors
/// When there is not exactly one.
pub(crate) fn leave_construction_to_us(file: &mut File) -> Result<(), String> {
    let mut removed = 0;
    for item in &mut file.items {
        if let Item::Impl(block) = item {
            let before = block.items.len();
            block
                .items
                .retain(|item| !matches!(item, ImplItem::Fn(method) if method.sig.ident == "new"));
            removed += before - block.items.len();
        }
    }
    expect("constructors to remove", removed, 1)
}

/// Leaves out the header `api-version`: Graph has its version in the path, and knows no such header.
pub(crate) fn leave_the_version_to_the_path(file: &mut File) {
    WithoutVersion.visit_file_mut(file);
}

/// Lets the crate decode responses: the generator's way quotes the body in errors and forgets the request id.
///
/// # Errors
/// When there are more or fewer methods to do it in than `operations`.
pub(crate) fn leave_decoding_to_us(file: &mut File, operations: usize) -> Result<(), String> {
    let blocks = file.items.iter_mut().filter_map(|item| match item {
        Item::Impl(block) => Some(block),
        _ => None,
    });
    let methods = blocks
        .flat_map(|block| &mut block.items)
        .filter_map(|item| match item {
            ImplItem::Fn(method) if method.sig.asyncness.is_some() => Some(method),
            _ => None,
        });
    let mut replaced = 0;
    for method in methods {
        if let Some(Stmt::Expr(tail @ Expr::Match(_), None)) = method.block.stmts.last_mut() {
            *tail = parse_quote!(crate::body::decode(response, info.operation_id).await);
            replaced += 1;
        }
    }
    expect(
        "methods that end in a `match` on the response",
        replaced,
        operations,
    )
}

/// A new generator may write other code; what is not found in it must not stay as it is in silence.
fn expect(what: &str, found: usize, expected: usize) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    Err(format!(
        "the generated client has {found} {what}, not {expected}: progenitor writes other code than before, \
         and `build/refine.rs` has to follow"
    ))
}

struct WithoutVersion;

impl VisitMut for WithoutVersion {
    fn visit_block_mut(&mut self, block: &mut Block) {
        block.stmts.retain(|statement| !adds_version(statement));
        visit_block_mut(self, block);
    }

    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        // Most maps of headers stay empty now, and need no memory.
        if let Expr::Path(function) = &*call.func
            && function
                .path
                .segments
                .iter()
                .any(|part| part.ident == "HeaderMap")
        {
            *call = parse_quote!(::reqwest::header::HeaderMap::new());
        }
    }
}

/// Whether this is `header_map.append(HeaderName::from_static("api-version"), …);`.
fn adds_version(statement: &Stmt) -> bool {
    let Stmt::Expr(Expr::MethodCall(call), Some(_)) = statement else {
        return false;
    };
    let Some(Expr::Call(name)) = call.args.first() else {
        return false;
    };
    let Some(Expr::Lit(literal)) = name.args.first() else {
        return false;
    };
    matches!(&literal.lit, Lit::Str(text) if text.value() == "api-version")
}

struct TwoOptions;

impl VisitMut for TwoOptions {
    fn visit_item_struct_mut(&mut self, item: &mut ItemStruct) {
        item.fields
            .iter_mut()
            .filter(|field| is_optional(field))
            .for_each(deepen);
        visit_item_struct_mut(self, item);
    }
}

fn deepen(field: &mut Field) {
    let inner = &field.ty;
    field.ty = parse_quote!(::std::option::Option<#inner>);
    field
        .attrs
        .push(parse_quote!(#[serde(default, deserialize_with = "crate::nullable::deserialize")]));
}

/// Whether the generator leaves the field out when it is `None`.
fn is_optional(field: &Field) -> bool {
    let mut optional = false;
    let serde = |attribute: &&Attribute| attribute.path().is_ident("serde");
    for attribute in field.attrs.iter().filter(serde) {
        // Other keys take other shapes of values; what cannot be read is not the key looked for.
        _ = attribute.parse_nested_meta(|meta| {
            if let Ok(value) = meta.value() {
                let text: syn::LitStr = value.parse()?;
                optional |= meta.path.is_ident("skip_serializing_if")
                    && text.value().ends_with("Option::is_none");
            }
            Ok(())
        });
    }
    optional
}
