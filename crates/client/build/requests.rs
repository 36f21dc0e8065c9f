//! Methods that build the request of an operation and do not send it, made of the first half of the generated ones.

use syn::visit_mut::{VisitMut, visit_expr_method_call_mut};
use syn::{
    Attribute, Expr, ExprMethodCall, File, Ident, ImplItem, ImplItemFn, Item, Lit, LitStr, Stmt,
    parse_quote,
};

/// Adds a method for each operation to the crate's `RequestFactory`.
pub(crate) fn add_request_methods(file: &mut File) {
    let methods = operations(file).filter_map(request_method);
    let methods: Vec<ImplItemFn> = methods.collect();
    file.items.push(parse_quote! {
        use crate::request::Options as _;
    });
    file.items.push(parse_quote! {
        #[allow(clippy::all)]
        impl crate::RequestFactory<'_> {
            #(#methods)*
        }
    });
}

fn operations(file: &File) -> impl Iterator<Item = &ImplItemFn> {
    let blocks = file.items.iter().filter_map(|item| match item {
        Item::Impl(block) => Some(block),
        _ => None,
    });
    let items = blocks.flat_map(|block| &block.items);
    items.filter_map(|item| match item {
        ImplItem::Fn(method) if method.sig.asyncness.is_some() => Some(method),
        _ => None,
    })
}

/// What a method does up to `let info = …`, after which it sends.
fn request_method(method: &ImplItemFn) -> Option<ImplItemFn> {
    let end = method.block.stmts.iter().position(|statement| {
        matches!(statement, Stmt::Local(local)
            if matches!(&local.pat, syn::Pat::Ident(name) if name.ident == "info"))
    })?;
    let mut statements = method.block.stmts[..end].to_vec();
    for statement in &mut statements {
        PassOverAbsent.visit_stmt_mut(statement);
    }
    let mut signature = method.sig.clone();
    signature.asyncness = None;
    signature.output = parse_quote!(-> crate::request::Built);
    let attributes = method.attrs.iter().map(reworded);
    let name = method.sig.ident.to_string().to_uppercase();
    let operation = Ident::new(&name, method.sig.ident.span());
    Some(parse_quote! {
        #(#attributes)*
        pub #signature {
            let build = || -> Result<::reqwest::Request, Error<()>> {
                #(#statements)*
                Ok(request)
            };
            crate::request::built(&crate::operations::#operation, build())
        }
    })
}

/// Makes `.option(name, &value)` of `.query(&QueryParam::new(name, &value))`, since most query options are absent in most
/// requests, and the HTTP client writes nothing at some cost.
struct PassOverAbsent;

impl VisitMut for PassOverAbsent {
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        visit_expr_method_call_mut(self, call);
        if call.method == "query"
            && let Some(Expr::Reference(reference)) = call.args.first()
            && let Expr::Call(parameter) = &*reference.expr
        {
            call.args = parameter.args.clone();
            call.method = Ident::new("option", call.method.span());
        }
    }
}

/// The attribute, with documentation that speaks of building.
fn reworded(attribute: &Attribute) -> Attribute {
    if let Ok(pair) = attribute.meta.require_name_value()
        && let Expr::Lit(literal) = &pair.value
        && let Lit::Str(text) = &literal.lit
    {
        let text = text.value().replace("Sends a", "Builds a");
        let text = LitStr::new(&text, literal.lit.span());
        let path = &pair.path;
        return parse_quote!(#[#path = #text]);
    }
    attribute.clone()
}
