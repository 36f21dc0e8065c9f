//! Generates the client, as progenitor's documentation shows.

// progenitor cannot read the specification as it is, whoever uses it.
#[path = "../crates/client/build/adapt.rs"]
mod adapt;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=spec.json");
    let specification = serde_json::from_reader(std::fs::File::open("spec.json")?)?;
    let specification = serde_json::from_value(adapt::adapt(specification))?;
    let tokens = progenitor::Generator::default().generate_tokens(&specification)?;
    let source = prettyplease::unparse(&syn::parse2(tokens)?);
    std::fs::write(std::path::Path::new(&std::env::var("OUT_DIR")?).join("client.rs"), source)?;
    Ok(())
}
