//! The generated client: one snapshot an operation, one a type.

use std::collections::BTreeMap;

use intune_hardware_configurations_client::GENERATED_SOURCE;
use syn::{File, GenericArgument, ImplItem, Item, PathArguments, PathSegment, Type};

use super::assert_snapshots;

#[test]
fn operations() {
    let source = syn::parse_file(GENERATED_SOURCE).expect("Rust");
    let methods = source.items.iter().filter_map(|item| match item {
        Item::Impl(block) if block.trait_.is_none() => Some(block),
        _ => None,
    });
    let operations = methods.flat_map(|block| {
        block.items.iter().filter_map(|item| match item {
            ImplItem::Fn(method) if method.sig.asyncness.is_some() => {
                let mut alone = block.clone();
                alone.items = vec![item.clone()];
                Some((
                    method.sig.ident.to_string(),
                    unparse(vec![Item::Impl(alone)]),
                ))
            }
            _ => None,
        })
    });
    let operations: Vec<_> = operations.collect();
    assert_eq!(operations.len(), 28);
    assert_snapshots("operations", operations);
}

#[test]
fn types() {
    let source = syn::parse_file(GENERATED_SOURCE).expect("Rust");
    let types = source.items.into_iter().find_map(|item| match item {
        Item::Mod(module) if module.ident == "types" => module.content,
        _ => None,
    });
    let (_, items) = types.expect("the module of types");
    let mut named: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for item in items {
        let name = match &item {
            Item::Struct(item) => item.ident.to_string(),
            Item::Enum(item) => item.ident.to_string(),
            Item::Impl(block) => implemented_for(block),
            _ => "shared".to_owned(),
        };
        named.entry(name).or_default().push(item);
    }
    assert_snapshots(
        "types",
        named
            .into_iter()
            .map(|(name, items)| (name, unparse(items))),
    );
}

/// The generated type that a block is about: `RunState` also for `impl From<RunState> for String`.
fn implemented_for(block: &syn::ItemImpl) -> String {
    let own = last_segment(&block.self_ty);
    let foreign = own.is_none_or(|segment| segment.ident == "String");
    let argument = || match &block.trait_.as_ref()?.0.segments.last()?.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
            GenericArgument::Type(source) => last_segment(source),
            _ => None,
        },
        _ => None,
    };
    let segment = if foreign { argument() } else { own };
    segment.map_or_else(|| "shared".to_owned(), |segment| segment.ident.to_string())
}

fn last_segment(path: &Type) -> Option<&PathSegment> {
    match path {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}

fn unparse(items: Vec<Item>) -> String {
    prettyplease::unparse(&File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items,
    })
}
